package casework

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// ExtendAssessment gives a preliminary assessment more days, for exceptional
// reasons (synnerliga skäl, SoL 20:2).
type ExtendAssessment struct {
	Until   civil.Date
	Reasons string

	Order DelegationOrder `json:"-"` // the board's, handed in and never recorded
}

// Action names the act.
func (ExtendAssessment) Action() string { return "intake.extend" }

// Decide extends before the last day has passed, never after: what is late is
// decided and explained, not prolonged.
func (cmd ExtendAssessment) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case in.Kind != ConcernReport:
		return nil, fault.New(fault.Unmet, "intake.no-preliminary-assessment")
	case !in.Open():
		return nil, fault.New(fault.Unmet, "intake.decided-already")
	case env.Today.After(in.LastDay()):
		return nil, &fault.Error{Kind: fault.Unmet, Text: "intake.extension-too-late", Args: map[string]any{"day": in.LastDay()}}
	}
	var until, reasons *fault.Error
	if !cmd.Until.After(in.LastDay()) {
		until = &fault.Error{Kind: fault.Invalid, Field: "until", Text: "intake.extension-until-missing", Args: map[string]any{"day": in.LastDay()}}
	}
	switch {
	case strings.TrimSpace(cmd.Reasons) == "":
		reasons = fault.Field("reasons", "intake.extension-reasons-missing")
	case WeakReason(cmd.Reasons):
		reasons = fault.Field("reasons", "intake.extension-reasons-weak")
	}
	mandate, other := cmd.Order.Judge(ExtendFortnight, env)
	if err := fault.Join(until, reasons, other); err != nil {
		return nil, err
	}
	return []journal.Event{IntakeExtended{Until: cmd.Until, Reasons: cmd.Reasons, Mandate: mandate}}, nil
}
