package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// ReportToBoard tells a meeting of the board what was decided in its place: the
// decision, and each extension, change and appeal settled by a delegate, once (KL
// 6:40, 7:8; D-08).
type ReportToBoard struct{ On civil.Date }

// Action names the act for the access policies.
func (ReportToBoard) Action() string { return "decision.report" }

// Decide reports what no meeting has heard of.
func (cmd ReportToBoard) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	if d.Made.IsZero() {
		return nil, fault.New(fault.NotFound, "decision.not-found")
	}
	if f := notBefore("on", cmd.On, d.Made, env); f != nil {
		return nil, f
	}
	if !d.unreported() {
		return nil, fault.New(fault.Conflict, "decision.reported-already")
	}
	return []journal.Event{DecisionReported(cmd)}, nil
}

// unreported tells whether anything of the decision waits to be reported.
func (d Decision) unreported() bool {
	return d.Unreported > 0 || d.Mandate.Reportable() && d.Reported.IsZero() || slices.ContainsFunc(d.Items, func(it DecidedService) bool {
		return slices.ContainsFunc(it.Extended, func(x TechnicalExtension) bool { return x.Mandate.Reportable() && x.Reported.IsZero() })
	})
}

// foldReported keeps the first meeting that heard of each.
func (d *Decision) foldReported(r journal.Recorded, on civil.Date) {
	d.Unreported = 0
	if d.Reported.IsZero() {
		d.Reported = on
		d.facts = d.facts.Replace(d.Subject(), r, duty.Fact{Name: "decision.reported", Day: on})
	}
	d.Items = slices.Clone(d.Items)
	for i := range d.Items {
		d.Items[i].Extended = slices.Clone(d.Items[i].Extended)
		for n := range d.Items[i].Extended {
			if d.Items[i].Extended[n].Reported.IsZero() {
				d.Items[i].Extended[n].Reported = on
			}
		}
	}
}

// ReportIntake tells a meeting of the board what was decided about an intake in its
// place, once (KL 6:40, 7:8).
type ReportIntake struct{ On civil.Date }

// Action names the act for the access policies.
func (ReportIntake) Action() string { return "decision.report" }

// Decide reports what no meeting has heard of.
func (cmd ReportIntake) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case in.Unreported == 0:
		return nil, fault.New(fault.Conflict, "decision.reported-already")
	}
	if f := happened("on", cmd.On, env); f != nil {
		return nil, f
	}
	return []journal.Event{IntakeReported(cmd)}, nil
}

// ReportInvestigation tells a meeting of the board what was decided about an inquiry
// in its place, once (KL 6:40, 7:8).
type ReportInvestigation struct{ On civil.Date }

// Action names the act for the access policies.
func (ReportInvestigation) Action() string { return "decision.report" }

// Decide reports what no meeting has heard of.
func (cmd ReportInvestigation) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	switch {
	case i.Opened.IsZero():
		return nil, fault.New(fault.NotFound, "investigation.not-found")
	case i.Unreported == 0:
		return nil, fault.New(fault.Conflict, "decision.reported-already")
	}
	if f := happened("on", cmd.On, env); f != nil {
		return nil, f
	}
	return []journal.Event{InvestigationReported(cmd)}, nil
}
