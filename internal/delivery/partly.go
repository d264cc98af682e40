package delivery

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// GivePartly records that only a part of what was granted is given. What is
// partly carried out is counted beside what is not carried out at all.
type GivePartly struct {
	Since civil.Date
	Lacks string // what is not given
}

// Action names the act.
func (GivePartly) Action() string { return "order.give_partly" }

// Decide keeps since when and what lacks.
func (cmd GivePartly) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	if o.Started.IsZero() && !env.Facts.Has("order.started") {
		return nil, fault.New(fault.Unmet, "order.partly-not-started")
	}
	var day, lacks *fault.Error
	if cmd.Since.IsZero() || cmd.Since.After(env.Today) {
		day = fault.Field("since", "order.day-not-past")
	}
	if strings.TrimSpace(cmd.Lacks) == "" {
		lacks = fault.Field("lacks", "order.partly-lacks-missing")
	}
	if err := fault.Join(day, lacks); err != nil {
		return nil, err
	}
	return []journal.Event{PartlyGiven(cmd)}, nil
}

// GiveFully records that all that was granted is given again.
type GiveFully struct{ On civil.Date }

// Action names the act.
func (GiveFully) Action() string { return "order.give_fully" }

// Decide ends what was partly given.
func (cmd GiveFully) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	switch {
	case o.PartlySince.IsZero():
		return nil, fault.New(fault.Unmet, "order.not-partly")
	case cmd.On.Before(o.PartlySince) || cmd.On.After(env.Today):
		return nil, fault.Field("on", "order.day-not-past")
	}
	return []journal.Event{FullyGiven(cmd)}, nil
}
