package desk

import (
	"slices"

	"stadga/internal/duty"
)

// A Point is a control point (kontrollpunkt): a share of all obligations that
// some rules give, the whole population and no sample (H-23).
type Point struct {
	Key    string
	Title  string
	Says   string
	Behind string // what the list behind holds
	Area   string // of the self-check, by which points are grouped
	Owner  string // the post that answers for it, in words
	Goal   int    // per cent; 0: none is set
	Over   []string
	Good   []duty.State
	Of     []duty.State
	Waits  []Wait // what it needs and nothing tells yet: it cannot be judged
	Report string // key of the report that makes it, where no rule's obligations do
}

// A Wait is a fact that a control point needs and the area that will bring it.
type Wait struct{ Says, From string }

// A Reconcile (avstämning) is two counts that must agree.
type Reconcile struct {
	Key, Title, Says string
	Area, Owner      string
	Left, Right      Side
}

// A Side is one of the two counts.
type Side struct {
	Says   string
	Over   []string
	States []duty.State
}

// A Tally is how the obligations of one rule answer.
type Tally map[duty.State]int

// Tallies are tallies by rule.
type Tallies map[string]Tally

// Share says how many answer well, how many not, and how many cannot be judged.
// What cannot be judged is never counted as met.
func (p Point) Share(all Tallies) (met, not, unknown int) {
	return all.count(p.Over, p.Good), all.count(p.Over, p.bad()), all.count(p.Over, unjudged())
}

// bad are the answers that are counted and not good.
func (p Point) bad() []duty.State {
	var bad []duty.State
	for _, state := range p.Of {
		if !slices.Contains(p.Good, state) {
			bad = append(bad, state)
		}
	}
	return bad
}

func unjudged() []duty.State { return []duty.State{duty.Undetermined} }

// Count is how many obligations the side counts.
func (s Side) Count(all Tallies) int { return all.count(s.Over, s.States) }

// Agree tells whether the two counts agree, and whether it can be told: not when
// one of them holds what cannot be judged.
func (r Reconcile) Agree(all Tallies) (left, right int, agree, known bool) {
	left, right = r.Left.Count(all), r.Right.Count(all)
	unsure := all.count(r.Left.Over, unjudged()) + all.count(r.Right.Over, unjudged())
	return left, right, left == right, unsure == 0
}

func (t Tallies) count(rules []string, states []duty.State) int {
	n := 0
	for _, rule := range rules {
		for _, state := range states {
			n += t[rule][state]
		}
	}
	return n
}

// The lists behind a point, and behind the two counts of a reconciliation.
const (
	PartMet     = "uppfyllda"
	PartNot     = "inte-uppfyllda"
	PartUnknown = "oklara"
	PartLeft    = "ena"
	PartRight   = "andra"
)

// Part selects the obligations of one part of a point out of a selection.
func (p Point) Part(part string, of Selection) (Selection, bool) {
	of.Rules = p.Over
	switch part {
	case PartMet:
		of.States = p.Good
	case PartUnknown:
		of.States = unjudged()
	case PartNot:
		of.States = p.bad()
	default:
		return Selection{}, false
	}
	return of, true
}

// Part selects the obligations of one side out of a selection.
func (r Reconcile) Part(part string, of Selection) (Selection, bool) {
	side := r.Left
	switch part {
	case PartLeft:
	case PartRight:
		side = r.Right
	default:
		return Selection{}, false
	}
	of.Rules, of.States = side.Over, side.States
	return of, true
}

// Areas are the six areas of the self-check (egenkontroll), in the order of the
// process, with their Swedish names (H-23).
func Areas() [][2]string {
	return [][2]string{
		{"utreda", "Utreda"},
		{"meddela-beslut", "Meddela beslut"},
		{"verkstalla", "Verkställa och genomföra"},
		{"folja-upp", "Följa upp"},
		{"avsluta", "Avsluta"},
		{"verksamheten", "Verksamheten"},
	}
}
