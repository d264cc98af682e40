package delivery

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// Send hands a granted service over to a provider (E-04).
type Send struct{ Brief Brief }

// Action names the act.
func (Send) Action() string { return "order.send" }

// Asks for the facts of the service, and so of the decision, case and person.
func (cmd Send) Asks() duty.Subject { return duty.Subject{Kind: "service", ID: cmd.Brief.Service.ID} }

// Decide sends an order once. Without goal or purpose it does not go: unclear
// orders were why plans were weak and services too long (E-05).
func (cmd Send) Decide(o Order, env act.Env) ([]journal.Event, error) {
	b := cmd.Brief
	if o.Exists() {
		return nil, fault.New(fault.Conflict, "order.sent-already")
	}
	if b.Service.IsZero() || b.Person.IsZero() || b.Decision.IsZero() {
		return nil, fault.New(fault.Unmet, "order.nothing-granted")
	}
	var provider, goals, extent, wish *fault.Error
	if b.Provider.IsZero() {
		provider = fault.Field("provider", "order.provider-missing")
	}
	if len(b.Goals) == 0 && strings.TrimSpace(b.Purpose) == "" {
		goals = fault.Field("goals", "order.goals-missing")
	}
	if strings.TrimSpace(b.Extent) == "" {
		extent = fault.Field("extent", "order.extent-missing")
	}
	if b.Aims && goals == nil {
		switch {
		case len(b.Goals) == 0:
			goals = fault.Field("goals", "order.goals-missing")
		case strings.TrimSpace(b.Purpose) == "":
			goals = fault.Field("purpose", "order.purpose-missing")
		}
	}
	if b.Outpatient {
		if len(b.Goals) == 0 {
			goals = fault.Field("goals", "order.outpatient-goals")
		}
		if b.Until.IsZero() || b.FollowUp.IsZero() {
			return nil, fault.New(fault.Unmet, "order.outpatient-end")
		}
	}
	if !b.Wish.IsZero() && !b.Until.IsZero() && b.Wish.After(b.Until) {
		wish = fault.Field("wish", "order.wish-after-end")
	}
	on, why := b.Choice.faults(b.Provider, env)
	if err := fault.Join(provider, goals, extent, wish, on, why); err != nil {
		return nil, err
	}
	if env.Facts.Has("person.deceased") {
		return nil, fault.New(fault.Unmet, "order.person-deceased")
	}
	return []journal.Event{OrderSent{Brief: b}}, nil
}
