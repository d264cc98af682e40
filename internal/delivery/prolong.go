package delivery

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/journal"
)

// OrderProlonged says that the decision behind the order runs on, and to which day: the
// visits made meanwhile lie within it.
type OrderProlonged struct{ Until civil.Date }

// EventName is for ever.
func (OrderProlonged) EventName() string { return "order.prolonged.v1" }

// Prolong lets an order run as long as its decision, in the act that extends that.
type Prolong struct{ Until civil.Date }

// Action names the act.
func (Prolong) Action() string { return "order.prolong" }

// Decide moves the last day of an order that runs and has one, and never nearer.
func (cmd Prolong) Decide(o Order, _ act.Env) ([]journal.Event, error) {
	if !o.Running() || o.Until.IsZero() || !cmd.Until.After(o.Until) {
		return nil, nil
	}
	return []journal.Event{OrderProlonged(cmd)}, nil
}
