package quality

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// ReportDeviation reports that something departed from what should be. Anyone at
// work does it, and the program itself where time has shown it.
type ReportDeviation struct {
	Report Report
	Danger string // "ja" or "nej": answered, never guessed
}

// Action names the act.
func (ReportDeviation) Action() string { return "deviation.report" }

// Decide asks for what happened and whether someone is in danger, and for nothing
// else.
func (cmd ReportDeviation) Decide(d Deviation, _ act.Env) ([]journal.Event, error) {
	if d.Exists() {
		return nil, fault.New(fault.Conflict, "deviation.reported-already")
	}
	var what, danger *fault.Error
	if strings.TrimSpace(cmd.Report.What) == "" {
		what = fault.Field("what", "deviation.what-missing")
	}
	if cmd.Danger != "ja" && cmd.Danger != "nej" {
		danger = fault.Field("danger", "deviation.danger-missing")
	}
	if err := fault.Join(what, danger); err != nil {
		return nil, err
	}
	if cmd.Report.Number == "" {
		return nil, fault.New(fault.Unmet, "deviation.number-missing")
	}
	report := cmd.Report
	report.Danger = cmd.Danger == "ja"
	return []journal.Event{DeviationReported{Report: report}}, nil
}

// LinkDeviation ties the deviation to what it is about.
type LinkDeviation struct{ Link Link }

// Action names the act.
func (LinkDeviation) Action() string { return "deviation.link" }

// Decide refuses a link to nothing: an error is mended with the right one.
func (cmd LinkDeviation) Decide(d Deviation, _ act.Env) ([]journal.Event, error) {
	if err := d.open(); err != nil {
		return nil, err
	}
	if cmd.Link.Case.IsZero() {
		return nil, fault.Field("case", "deviation.case-unknown")
	}
	if cmd.Link == d.Link {
		return nil, nil
	}
	return []journal.Event{DeviationLinked{Link: cmd.Link}}, nil
}

// open tells whether anything more may be added.
func (d Deviation) open() error {
	switch {
	case !d.Exists():
		return fault.New(fault.NotFound, "deviation.unknown")
	case !d.Closed.IsZero():
		return fault.New(fault.Unmet, "deviation.is-closed")
	}
	return nil
}
