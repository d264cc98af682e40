package delivery

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// End ends an order on a day, for a reason. When the person has died or moved it
// is the system that ends it, so that no visit is planned any more.
type End struct {
	On     civil.Date
	Reason EndReason
	Why    string
	// Follows says that the order ends because its service has been ended by a
	// decision, which no missing handover may hold back.
	Follows bool
}

// Action names the act.
func (End) Action() string { return "order.end" }

// Decide ends the order once.
func (cmd End) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	switch cmd.Reason {
	case EndedByDecision, EndedByWish, EndedByChange, EndedByDeath, EndedByMove:
	default:
		return nil, fault.Field("reason", "order.end-reason-missing")
	}
	switch {
	case cmd.On.IsZero():
		return nil, fault.Field("on", "order.end-day-missing")
	case cmd.On.After(env.Today.AddMonths(3)):
		return nil, fault.Field("on", "order.end-too-far")
	}
	if together := cmd.Reason == EndedByDecision || cmd.Reason == EndedByWish; together && !o.Started.IsZero() && !cmd.Follows && o.unchecked(AtEnd) {
		return nil, fault.New(fault.Unmet, "order.handover-end-first")
	}
	return []journal.Event{OrderEnded{On: cmd.On, Reason: cmd.Reason, Why: cmd.Why}}, nil
}
