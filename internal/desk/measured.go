package desk

import (
	"slices"
	"strings"
	"time"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/ids"
)

// A View is whose rows someone's figures are of. A figure and the list behind it
// are of the same view.
type View struct {
	Kind ViewKind
	ID   ids.ID // of the unit or the officer
}

// A ViewKind is one of the four ways to look at the record.
type ViewKind string

// The views. People are never compared: of an officer's own rows only the officer
// sees the figures.
const (
	Everyone ViewKind = "alla"  // all rows, shown without identities
	Open     ViewKind = "oppna" // all but those of protected persons that an officer has
	OfUnit   ViewKind = "enhet" // of these, the cases of a unit
	Own      ViewKind = "egna"  // the cases of one officer
)

// Key names the view where its sums are kept.
func (v View) Key() string {
	if v.ID.IsZero() {
		return string(v.Kind)
	}
	return string(v.Kind) + ":" + v.ID.String()
}

// Named tells whether rows are shown as the cases they are.
func (v View) Named() bool { return v.Kind != Everyone }

// Selection selects all rows of the view.
func (v View) Selection(now time.Time) Selection {
	s := Selection{Now: now}
	switch v.Kind {
	case Everyone:
		s.Scope = access.Scope{All: true, Nameless: true}
	case Open:
		s.Scope = access.Scope{All: true}
	case OfUnit:
		s.Scope, s.Unit = access.Scope{Unit: ids.Unit{ID: v.ID}}, ids.Unit{ID: v.ID}
	case Own:
		s.Scope, s.Users = access.Scope{Users: []ids.User{{ID: v.ID}}}, []ids.User{{ID: v.ID}}
	}
	return s
}

// ViewOf is the view of someone's figures: an auditor, a controller and the board
// see all rows and no identities, a manager the own unit, an officer the own cases.
func ViewOf(who act.Actor) (View, bool) {
	has := func(roles ...string) bool {
		return slices.ContainsFunc(roles, func(role string) bool { return slices.Contains(who.Roles, role) })
	}
	switch {
	case !who.Provider.IsZero():
		return View{}, false
	case has("revisor", "loggranskare"):
		return View{Kind: Everyone}, true
	case has("socialchef", "kvalitet"):
		return View{Kind: Open}, true
	case has("enhetschef") && !who.Unit.IsZero():
		return View{Kind: OfUnit, ID: who.Unit.ID}, true
	case has("controller", "namnd"):
		return View{Kind: Everyone}, true
	case has("handlaggare", "mottagning", "socialjour"):
		return View{Kind: Own, ID: who.User.ID}, true
	}
	return View{}, false
}

// A Split (indelning) is a way to divide the rows of a figure.
type Split string

// The splits.
const (
	Whole      Split = ""         // not at all
	ByUnit     Split = "enhet"    // of the case
	ByGroup    Split = "grupp"    // of officers with one title
	ByProvider Split = "utforare" // that has or last had the service
	BySex      Split = "kon"      // as the identity number says
	ByAge      Split = "alder"    // in bands, on the day
	ByMonth    Split = "manad"    // of the last day, or of the first where there is none; none for what is to stand all the time
	ByLack     Split = "saknas"   // the fact that is missing, and who owes it
)

// Splits are those that a control point is shown by.
func Splits() []Split { return []Split{ByUnit, ByGroup, ByProvider, BySex, ByAge} }

// AgeBands are the beginnings of the bands of age, in years; the last is open.
func AgeBands() []int { return []int{0, 13, 18, 21, 65, 80} }

// Few is the number of persons below which a group is not shown outside casework,
// since it could tell who they are.
const Few = 5

// Sums are the tallies of a view, split one way, by the value of the split.
type Sums map[string]Tallies

// Persons is the key under which a tally holds how many persons its rows are
// about, counted no further than Few.
const Persons duty.State = "persons"

// Figures are counted under their key, with this before it, beside the rules.
const figurePrefix = "siffra:"

// FigureKey is the place of a unit's figure among the rules of a tally.
func FigureKey(key string) string { return figurePrefix + key }

// Counted is the answer under which a figure is counted.
const Counted duty.State = "counted"

// Add counts n more.
func (s Sums) Add(value, rule string, state duty.State, n int) {
	if s[value] == nil {
		s[value] = Tallies{}
	}
	if s[value][rule] == nil {
		s[value][rule] = Tally{}
	}
	s[value][rule][state] += n
}

// FewPersons tells whether the rows of some rules are about so few persons that
// the group is not shown outside casework. Persons that two rules share are
// counted once, at least.
func (t Tallies) FewPersons(rules []string) bool {
	most := 0
	for _, rule := range rules {
		most = max(most, t[rule][Persons])
	}
	return most < Few
}

// A Measurement (mätning) is when the sums of a page were counted, and of what book.
type Measurement struct {
	Num   int64
	Taken time.Time
	Book  string
	Took  time.Duration
}

// A Counting is whether the sums are being counted anew, and how far it has come.
type Counting struct {
	Going    bool
	Done, Of int
}

// CountedRules are the rules that some control point or reconciliation counts.
func CountedRules(points []Point, reconciles []Reconcile) []string {
	var rules []string
	for _, p := range points {
		rules = append(rules, p.Over...)
	}
	for _, r := range reconciles {
		rules = append(append(rules, r.Left.Over...), r.Right.Over...)
	}
	slices.Sort(rules)
	return slices.Compact(rules)
}

// The keys under which a month's flow is kept.
const (
	FlowIn   = "inkomna"
	FlowOut  = "avslutade"
	FlowOpen = "oppna-utredningar"
)

// Flows reads the flow that was kept, in the order of months.
func Flows(byMonth Sums) []Flow {
	var flow []Flow
	for month, t := range byMonth {
		n := func(key string) int { return t[FigureKey(key)][Counted] }
		if _, kept := t[FigureKey(FlowIn)]; kept {
			flow = append(flow, Flow{Month: month, In: n(FlowIn), Out: n(FlowOut), Open: n(FlowOpen)})
		}
	}
	slices.SortFunc(flow, func(a, b Flow) int { return strings.Compare(a.Month, b.Month) })
	return flow
}
