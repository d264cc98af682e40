package casework

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// ExtendInvestigation decides that a child inquiry may run to a stated day, for
// special reasons (SoL 20:3, earlier 11:2). It counts only when it is decided
// before the time has run out; afterwards it can be put on record, visibly late,
// but extends nothing.
type ExtendInvestigation struct {
	Until  civil.Date
	Reason string
	Late   bool // the decider knows that the time has run out

	Order DelegationOrder `json:"-"` // the board's, handed in and never recorded
}

// Action names the act for the access policies.
func (ExtendInvestigation) Action() string { return "investigation.extend" }

// Decide extends, or refuses what came too late unless it is to be put on record.
func (cmd ExtendInvestigation) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	if !i.Ground.Protects() {
		return nil, fault.New(fault.Unmet, "investigation.extend-child-only")
	}
	due := i.Due()
	late := env.Today.After(due)
	wrong := []*fault.Error{said("reason", cmd.Reason)}
	if !cmd.Until.After(due) || !cmd.Until.After(env.Today) {
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: "until", Text: "investigation.extend-until", Args: map[string]any{"due": due}})
	}
	if late && !cmd.Late {
		wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "late", Text: "investigation.extend-too-late", Args: map[string]any{"due": due}, Rule: "child-inquiry-extend"})
	}
	mandate, other := cmd.Order.Judge(ExtendInquiry, env)
	if err := fault.Join(append(wrong, other)...); err != nil {
		return nil, err
	}
	return []journal.Event{InvestigationExtended{InvestigationExtension{Until: cmd.Until, Reason: cmd.Reason, On: env.Today, Late: late, Mandate: mandate}}}, nil
}
