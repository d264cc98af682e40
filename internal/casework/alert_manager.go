package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// AlertManagers tells managers that a child needs protection now. It follows from
// the assessment, by the program.
type AlertManagers struct{ To []ids.User }

// Action names the act.
func (AlertManagers) Action() string { return "intake.alert_managers" }

// Decide alerts once for each assessment that says so.
func (cmd AlertManagers) Decide(in Intake, _ act.Env) ([]journal.Event, error) {
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case in.Needed.IsZero(), !in.Alerted.Before(in.Needed):
		return nil, nil
	case len(cmd.To) == 0:
		return nil, fault.New(fault.Unmet, "intake.nobody-to-alert")
	}
	return []journal.Event{ManagersAlerted{Case: in.Case, To: cmd.To}}, nil
}

// ReceiptAlert says that a manager has seen that a child needs protection now.
type ReceiptAlert struct{}

// Action names the act.
func (ReceiptAlert) Action() string { return "intake.receipt_alert" }

// Decide takes one receipt of each alert.
func (ReceiptAlert) Decide(in Intake, _ act.Env) ([]journal.Event, error) {
	switch {
	case in.Alerted.IsZero():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case !in.Receipted.Before(in.Alerted):
		return nil, fault.New(fault.Unmet, "intake.alert-receipted")
	}
	return []journal.Event{AlertReceipted{}}, nil
}

// foldAlert takes what is told to managers and what they answer.
func (in *Intake) foldAlert(r journal.Recorded) {
	switch e := r.Event.(type) {
	case ManagersAlerted:
		in.Alerted, in.AlertedTo = r.At, slices.Clone(e.To)
		for _, user := range e.To {
			in.facts = in.facts.Replace(in.Subject(), r, duty.Fact{Name: "intake.manager_alerted", About: user.String(), Day: r.Day, At: r.At})
		}
	case AlertReceipted:
		in.Receipted, in.ReceiptedBy = r.At, r.Actor
		in.facts = in.facts.Say(in.Subject(), r, duty.Fact{Name: "intake.manager_receipted", Day: r.Day, At: r.At})
	}
}
