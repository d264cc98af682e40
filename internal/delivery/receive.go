package delivery

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// Acknowledge tells the officer that the provider has seen the order, and may
// set the start day at once (E-06).
type Acknowledge struct {
	Able     Ability    // own assessment of competence and means (E-03)
	Capacity string     // what lacks, or what it builds on
	Start    civil.Date // zero: set later
}

// Action names the act.
func (Acknowledge) Action() string { return "order.acknowledge" }

// Decide acknowledges once. The board's own operation assesses its competence and
// means for this very order before it accepts (E-03); who has them in part says
// what lacks.
func (cmd Acknowledge) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	if !o.Acknowledged.IsZero() {
		return nil, fault.New(fault.Conflict, "order.acknowledged-already")
	}
	switch {
	case o.Own && cmd.Able == "":
		return nil, fault.Field("able", "order.ability-missing")
	case cmd.Able != "" && cmd.Able != AbleWhole && cmd.Able != AblePartly:
		return nil, fault.Field("able", "order.ability-missing")
	case cmd.Able == AblePartly && strings.TrimSpace(cmd.Capacity) == "":
		return nil, fault.Field("capacity", "order.ability-lacks-missing")
	}
	events := []journal.Event{OrderAcknowledged{Able: cmd.Able, Capacity: cmd.Capacity}}
	if cmd.Start.IsZero() {
		return events, nil
	}
	start, err := SetStart{On: cmd.Start}.startDay(o, env)
	if err != nil {
		return nil, err
	}
	return append(events, start), nil
}

// Turndown says that the provider cannot take the order, and why (E-03). The
// order ends, so that the officer chooses another.
type Turndown struct{ Why string }

// Action names the act.
func (Turndown) Action() string { return "order.turn_down" }

// Decide ends the order before it has begun.
func (cmd Turndown) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	switch {
	case !o.Started.IsZero():
		return nil, fault.New(fault.Unmet, "order.started-already")
	case strings.TrimSpace(cmd.Why) == "":
		return nil, fault.Field("why", "order.turndown-reason-missing")
	}
	return []journal.Event{OrderEnded{On: env.Today, Reason: EndedByProvider, Why: cmd.Why}}, nil
}

// SetStart sets or moves the day the service is to begin.
type SetStart struct{ On civil.Date }

// Action names the act.
func (SetStart) Action() string { return "order.set_start" }

// Decide sets the day; the same day again changes nothing.
func (cmd SetStart) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	switch {
	case o.Acknowledged.IsZero():
		return nil, fault.New(fault.Unmet, "order.acknowledge-first")
	case !o.Started.IsZero():
		return nil, fault.New(fault.Unmet, "order.started-already")
	case cmd.On == o.StartDay && !cmd.On.IsZero():
		return nil, nil
	}
	start, err := cmd.startDay(o, env)
	if err != nil {
		return nil, err
	}
	return []journal.Event{start}, nil
}

func (cmd SetStart) startDay(o Order, env act.Env) (journal.Event, error) {
	switch sent := civil.DayOf(o.Sent); {
	case cmd.On.IsZero():
		return nil, fault.Field("start", "order.start-missing")
	case cmd.On.Before(sent):
		return nil, fault.Field("start", "order.start-before-sent")
	case cmd.On.After(env.Today.AddMonths(12)):
		return nil, fault.Field("start", "order.start-too-far")
	case !o.Until.IsZero() && cmd.On.After(o.Until):
		return nil, fault.Field("start", "order.start-after-end")
	}
	return StartSet{On: cmd.On}, nil
}

// open tells whether something may be done with the order.
func (o Order) open() error {
	switch {
	case !o.Exists():
		return fault.New(fault.NotFound, "order.unknown")
	case !o.Ended.IsZero():
		return fault.New(fault.Unmet, "order.ended-already")
	}
	return nil
}
