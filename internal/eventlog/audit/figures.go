package audit

import (
	"slices"

	"stadga/internal/duty"
	"stadga/internal/rulebook"
)

// A Counted (mått, avstämning) is a number counted from the answers of some
// rules: a share, or two counts that must agree.
type Counted struct {
	ID, Title, Says   string
	Left, Right       duty.Tally // a share: Left of Right
	LeftWho, RightWho string     // a reconcile: what each side counts
	Agree             bool       // a reconcile: Left and Right must be equal
}

// A Figure is a Counted with its numbers.
type Figure struct {
	Counted
	N, Of int
}

// Value writes the figure in words: "12 av 340, 3,5 %".
func (f Figure) Value() string {
	switch {
	case !f.Agree:
		return thousands(f.N) + " av " + thousands(f.Of) + ", " + share(f.N, f.Of)
	case f.N == f.Of:
		return "Stämmer: " + thousands(f.N) + " " + f.LeftWho + " och " + thousands(f.Of) + " " + f.RightWho
	}
	return "Stämmer inte: " + thousands(f.N) + " " + f.LeftWho + " men " + thousands(f.Of) + " " + f.RightWho
}

// FiguresOf are the measures and reconciles of a book.
func FiguresOf(book *rulebook.Book) []Counted {
	var all []Counted
	for _, m := range book.Measures() {
		all = append(all, Counted{
			ID: m.ID, Title: m.Title, Says: m.Says,
			Left: duty.Tally{Over: m.Over, States: m.Good}, Right: duty.Tally{Over: m.Over, States: m.Of},
		})
	}
	for _, c := range book.Reconciles() {
		all = append(all, Counted{ID: c.ID, Title: c.Title, Says: c.Says, Left: c.Left, Right: c.Right, LeftWho: c.LeftSays, RightWho: c.RightSays, Agree: true})
	}
	return all
}

func figures(counted []Counted, rules []RuleResult) []Figure {
	var all []Figure
	for _, c := range counted {
		all = append(all, Figure{Counted: c, N: countStates(c.Left, rules), Of: countStates(c.Right, rules)})
	}
	return all
}

// countStates counts the answers of some rules that are among the states asked for.
func countStates(t duty.Tally, rules []RuleResult) int {
	n := 0
	for _, r := range rules {
		if !slices.Contains(t.Over, r.ID) {
			continue
		}
		for state, count := range map[duty.State]int{
			duty.Met: r.Met, duty.MetLate: r.MetLate, duty.Late: r.NotMet(), duty.Open: r.Open, duty.Undetermined: r.Undetermined,
		} {
			if slices.Contains(t.States, state) {
				n += count
			}
		}
	}
	return n
}
