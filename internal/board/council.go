package board

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// A CouncilReport (statistikrapport till fullmäktige) is what the council was told
// of decisions that are not carried out, for one quarter, as it was told: how many,
// of what kinds, and how long since the decision. It names nobody (SoL 34 kap. 3 §,
// LSS 28 h §).
type CouncilReport struct {
	Quarter civil.Quarter
	On      civil.Date    // it was handed over
	Ref     string        // the paragraph of the minutes, or the document
	Lines   []CouncilLine `json:",omitzero"`
}

// A CouncilLine counts the decisions about one kind of service that are not carried
// out in one way.
type CouncilLine struct {
	LSS   bool   `json:",omitzero"` // under LSS; else under the Social Services Act
	Kind  string // key in the service catalogue
	Cause string // not begun, broken off or in part
	Ages  Ages
}

// Ages are numbers of decisions by how long ago they were made: half a year at
// most, a year at most, and more than a year.
type Ages [3]int

// Add counts a decision of the first day on the second.
func (a *Ages) Add(made, on civil.Date) {
	switch {
	case !on.After(made.AddMonths(6)):
		a[0]++
	case !on.After(made.AddMonths(12)):
		a[1]++
	default:
		a[2]++
	}
}

// CountIn adds a decision of the first day, not carried out on the second, to the line
// that it belongs to; the first of its kind begins one.
func CountIn(lines []CouncilLine, of CouncilLine, made, on civil.Date) []CouncilLine {
	at := slices.IndexFunc(lines, func(l CouncilLine) bool { return l.LSS == of.LSS && l.Kind == of.Kind && l.Cause == of.Cause })
	if at < 0 {
		at, lines = len(lines), append(lines, of)
	}
	lines[at].Ages.Add(made, on)
	return lines
}

// Sum is the decisions of all ages.
func (a Ages) Sum() int { return a[0] + a[1] + a[2] }

// Told is what the council was told for a quarter; false: nothing yet.
func (b Board) Told(q civil.Quarter) (CouncilReport, bool) {
	at := slices.IndexFunc(b.Council, func(r CouncilReport) bool { return r.Quarter == q })
	if at < 0 {
		return CouncilReport{}, false
	}
	return b.Council[at], true
}

// TellCouncil writes in that the council was given the statistics of a quarter.
type TellCouncil struct {
	Report CouncilReport
	Untold int // decisions that are yet to be reported to IVO for the quarter
}

// Action names the act for the access policies.
func (TellCouncil) Action() string { return "board.tell-council" }

// Decide keeps one report of each quarter, and none before the reports to IVO that
// it counts are all there.
func (cmd TellCouncil) Decide(b Board, env act.Env) ([]journal.Event, error) {
	r := cmd.Report
	r.Ref = strings.TrimSpace(r.Ref)
	switch _, told := b.Told(r.Quarter); {
	case b.Established.IsZero():
		return nil, fault.New(fault.Unmet, "board.establish-first")
	case r.Quarter.First().After(env.Today):
		return nil, fault.New(fault.Unmet, "board.quarter-ahead")
	case told:
		return nil, fault.New(fault.Conflict, "board.council-told-already")
	case cmd.Untold > 0:
		return nil, fault.New(fault.Unmet, "board.report-to-ivo-first")
	}
	var on, ref *fault.Error
	if r.On.Before(r.Quarter.First()) || r.On.After(env.Today) {
		on = fault.Field("on", "board.council-when")
	}
	if r.Ref == "" {
		ref = fault.Field("ref", "board.council-ref")
	}
	if err := fault.Join(on, ref); err != nil {
		return nil, err
	}
	return []journal.Event{CouncilTold{Report: r}}, nil
}
