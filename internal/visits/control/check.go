package control

import (
	"encoding/hex"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A SpotCheck (stickprov av besök) is visits of a month that were drawn to be looked
// at, and what was found of each.
type SpotCheck struct {
	Draw
	Drawn   time.Time
	By      ids.User
	Results map[ids.Visit]Result
}

// A Draw (dragning) says how the visits were drawn, so that anyone can draw again.
type Draw struct {
	Month  civil.Date // its first day
	Seed   string     // hex
	Quotas []Quota
	Picks  []Pick
}

// A Quota (kvot) is how many visits of a provider were drawn, and out of what.
type Quota struct {
	Provider       ids.Provider
	Visits, Manual int // of the month, without night
	Drawn          int
}

// A Pick (draget besök) is a visit that was drawn.
type Pick struct {
	Visit    ids.Visit
	Provider ids.Provider
}

// A Result (resultat av kontroll) is what was found of one visit.
type Result struct {
	Outcome Outcome
	Note    string
	By      ids.User
	At      time.Time
}

// An Outcome (utfall av kontroll) is what a check came to.
type Outcome string

// The outcomes.
const (
	Agrees   Outcome = "stammer"
	Disagree Outcome = "stammer-inte"
	Unclear  Outcome = "gar-inte-att-bedoma"
)

// Outcomes lists them in the order they are offered.
func Outcomes() []Outcome { return []Outcome{Agrees, Disagree, Unclear} }

// Words is the outcome in Swedish.
func (o Outcome) Words() string {
	switch o {
	case Agrees:
		return "Stämmer"
	case Disagree:
		return "Stämmer inte"
	case Unclear:
		return "Går inte att bedöma"
	}
	return ""
}

// CheckStream is the name of the kind of stream.
const CheckStream = "spot_check"

// The events of a spot check. Who and when stand in the envelope.
type (
	// SpotCheckDrawn holds what was drawn, and how.
	SpotCheckDrawn struct{ Draw Draw }
	// VisitChecked says what was found of one visit; the latest holds.
	VisitChecked struct {
		Visit   ids.Visit
		Outcome Outcome
		Note    string `json:",omitzero"`
	}
)

// EventName is for ever.
func (SpotCheckDrawn) EventName() string { return "spot_check.drawn.v1" }

// EventName is for ever.
func (VisitChecked) EventName() string { return "spot_check.visit_checked.v1" }

// CheckEvents lists a zero value of each event of the stream.
func CheckEvents() []journal.Event { return []journal.Event{SpotCheckDrawn{}, VisitChecked{}} }

// Fold takes one event into the spot check.
func (c *SpotCheck) Fold(r journal.Recorded) {
	switch e := r.Event.(type) {
	case SpotCheckDrawn:
		c.Draw, c.Drawn, c.By = e.Draw, r.At, r.Actor
	case VisitChecked:
		results := map[ids.Visit]Result{}
		for visit, result := range c.Results {
			results[visit] = result
		}
		results[e.Visit] = Result{Outcome: e.Outcome, Note: e.Note, By: r.Actor, At: r.At}
		c.Results = results
	}
}

// Exists tells whether it has been drawn.
func (c SpotCheck) Exists() bool { return !c.Drawn.IsZero() }

// Says gives no facts.
func (SpotCheck) Says() []duty.Said { return nil }

// Persons names no file: a visit is named by its id, and whose it is stands there.
func (SpotCheck) Persons() []ids.Person { return nil }

// The smallest and the largest draw.
const (
	SmallestDraw = 5
	LargestDraw  = 200
)

// Divide says how many of size visits are drawn from each provider: in proportion to
// its manual visits, so that the chance of a visit grows with its provider's manual
// share, and never fewer than one (F-10).
func Divide(size int, quotas []Quota) []Quota {
	out := slices.DeleteFunc(slices.Clone(quotas), func(q Quota) bool { return q.Visits == 0 })
	manual := 0
	for i := range out {
		out[i].Drawn = 1
		manual += out[i].Manual
	}
	left := size - len(out)
	if manual == 0 || left <= 0 {
		return out
	}
	rest, lost := left, make([]int, len(out))
	for i := range out {
		lost[i] = i
		out[i].Drawn += left * out[i].Manual / manual
		rest -= left * out[i].Manual / manual
	}
	slices.SortStableFunc(lost, func(a, b int) int { return left*out[b].Manual%manual - left*out[a].Manual%manual })
	for _, i := range lost[:rest] {
		out[i].Drawn++
	}
	for i := range out {
		out[i].Drawn = min(out[i].Drawn, out[i].Visits)
	}
	return out
}

// Places draws n places out of so many, in order. The same seed draws the same.
func Places(seed []byte, n, of int) []int {
	var key [32]byte
	copy(key[:], seed)
	random := rand.New(rand.NewChaCha8(key))
	n = min(n, of)
	places := make([]int, 0, n)
	taken := map[int]bool{}
	for len(places) < n {
		if at := random.IntN(of); !taken[at] {
			taken[at] = true
			places = append(places, at)
		}
	}
	slices.Sort(places)
	return places
}

// DrawSpotCheck keeps what was drawn.
type DrawSpotCheck struct {
	Size int
	Draw Draw
}

// Action names the act.
func (DrawSpotCheck) Action() string { return "spot_check.draw" }

// Decide takes a draw once, of a month that has ended.
func (cmd DrawSpotCheck) Decide(c SpotCheck, env act.Env) ([]journal.Event, error) {
	if c.Exists() {
		return nil, fault.New(fault.Conflict, "spot-check.drawn-already")
	}
	var size, month *fault.Error
	if cmd.Size < SmallestDraw || cmd.Size > LargestDraw {
		size = fault.Field("size", "spot-check.size-wrong")
	}
	if !MonthEnded(cmd.Draw.Month, env.Today) {
		month = fault.Field("month", "spot-check.month-wrong")
	} else if len(cmd.Draw.Picks) == 0 {
		month = fault.Field("month", "spot-check.nothing-to-draw")
	}
	if err := fault.Join(size, month); err != nil {
		return nil, err
	}
	if _, err := hex.DecodeString(cmd.Draw.Seed); err != nil {
		return nil, fault.New(fault.Internal, "spot-check.unknown")
	}
	return []journal.Event{SpotCheckDrawn{Draw: cmd.Draw}}, nil
}

// MonthEnded tells whether the day is the first of a month that has ended.
func MonthEnded(first, today civil.Date) bool {
	return !first.IsZero() && first == first.MonthStart() && first.Before(today.MonthStart())
}

// CheckVisit says what was found of one visit.
type CheckVisit struct {
	Visit   ids.Visit
	Outcome Outcome
	Note    string
}

// Action names the act.
func (CheckVisit) Action() string { return "spot_check.check" }

// Decide takes a result of what was drawn, with words when it does not agree.
func (cmd CheckVisit) Decide(c SpotCheck, _ act.Env) ([]journal.Event, error) {
	if !c.Exists() {
		return nil, fault.New(fault.NotFound, "spot-check.unknown")
	}
	if !slices.ContainsFunc(c.Picks, func(p Pick) bool { return p.Visit == cmd.Visit }) {
		return nil, fault.New(fault.NotFound, "spot-check.visit-unknown")
	}
	var outcome, note *fault.Error
	if !slices.Contains(Outcomes(), cmd.Outcome) {
		outcome = fault.Field("outcome", "spot-check.outcome-missing")
	}
	if cmd.Outcome != Agrees && strings.TrimSpace(cmd.Note) == "" {
		note = fault.Field("note", "spot-check.note-missing")
	}
	if err := fault.Join(outcome, note); err != nil {
		return nil, err
	}
	if was, there := c.Results[cmd.Visit]; there && was.Outcome == cmd.Outcome && was.Note == cmd.Note {
		return nil, nil
	}
	return []journal.Event{VisitChecked(cmd)}, nil
}
