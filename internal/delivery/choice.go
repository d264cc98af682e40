package delivery

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A ProviderChoice (val av utförare) is what the person wished for among the approved
// providers, and when. The outcome is the provider of the order (E-08).
type ProviderChoice struct {
	Wished ids.Provider `json:",omitzero"` // zero: did not want to choose (LOV 9:2)
	On     civil.Date   `json:",omitzero"` // when the wish was told
	Why    string       `json:",omitzero"` // why the outcome is another than the wish
}

// faults are what a choice lacks, for an order to the provider.
func (c ProviderChoice) faults(to ids.Provider, env act.Env) (on, why *fault.Error) {
	if c.Wished.IsZero() {
		return nil, nil
	}
	if c.On.IsZero() || c.On.After(env.Today) {
		on = fault.Field("wished_on", "choice.day-missing")
	}
	if c.Wished != to && strings.TrimSpace(c.Why) == "" {
		why = fault.Field("wish_why", "choice.why-missing")
	}
	return on, why
}

// A ProviderChange (begäran om byte av utförare) is a wish for another provider
// while the order runs, and what came of it.
type ProviderChange struct {
	Wished ids.Provider
	On     civil.Date
	Denied civil.Date // zero: not denied
	Why    string     // of a denial
	Moved  bool       // the order was moved to another provider
}

// Waiting tells whether the wish has no outcome yet.
func (c ProviderChange) Waiting() bool { return c.Denied.IsZero() && !c.Moved }

// The events of choice.
type (
	// ChangeOfProviderAsked keeps a wish for another provider.
	ChangeOfProviderAsked struct {
		Wished ids.Provider
		On     civil.Date
	}
	// ChangeOfProviderDenied says that the order stays where it is, and why.
	ChangeOfProviderDenied struct{ Why string }
	// OrderMoved says that another order takes over from a day on.
	OrderMoved struct {
		To       ids.Order
		Provider ids.Provider
		From     civil.Date     // the first day of the other
		Consent  bool           // the person agrees that plans, notes and questions go with it
		Choice   ProviderChoice `json:",omitzero"`
	}
)

// EventName is for ever.
func (ChangeOfProviderAsked) EventName() string { return "order.change_of_provider_asked.v1" }

// EventName is for ever.
func (ChangeOfProviderDenied) EventName() string { return "order.change_of_provider_denied.v1" }

// EventName is for ever.
func (OrderMoved) EventName() string { return "order.moved.v1" }

// foldChoice takes one event about choice into the order.
func (o *Order) foldChoice(r journal.Recorded) {
	switch e := r.Event.(type) {
	case ChangeOfProviderAsked:
		o.Changes = append(slices.Clip(o.Changes), ProviderChange{Wished: e.Wished, On: e.On})
	case ChangeOfProviderDenied:
		change := o.lastChange()
		change.Denied, change.Why = r.Day, e.Why
	case OrderMoved:
		o.MovedTo, o.MovesOn, o.HandedOver = e.To, e.From, e.Consent
		if n := len(o.Changes); n > 0 && o.Changes[n-1].Waiting() {
			o.lastChange().Moved = true
		}
	}
}

// lastChange is a pointer into a fresh copy, so that an earlier state keeps its own.
func (o *Order) lastChange() *ProviderChange {
	o.Changes = slices.Clone(o.Changes)
	return &o.Changes[len(o.Changes)-1]
}

// WaitingChange is the wish for another provider that has no outcome yet.
func (o Order) WaitingChange() (ProviderChange, bool) {
	if n := len(o.Changes); n > 0 && o.Changes[n-1].Waiting() {
		return o.Changes[n-1], true
	}
	return ProviderChange{}, false
}

// AskForChange records that the person wants another provider (E-08).
type AskForChange struct {
	Wished ids.Provider
	On     civil.Date
}

// Action names the act.
func (AskForChange) Action() string { return "order.ask_change" }

// Decide keeps one wish at a time.
func (cmd AskForChange) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.stays(); err != nil {
		return nil, err
	}
	if _, waits := o.WaitingChange(); waits {
		return nil, fault.New(fault.Unmet, "choice.asked-already")
	}
	var wished, on *fault.Error
	switch {
	case cmd.Wished.IsZero():
		wished = fault.Field("wished", "choice.provider-missing")
	case cmd.Wished == o.Provider:
		wished = fault.Field("wished", "choice.same-provider")
	}
	if cmd.On.IsZero() || cmd.On.After(env.Today) {
		on = fault.Field("on", "choice.day-missing")
	}
	if err := fault.Join(wished, on); err != nil {
		return nil, err
	}
	return []journal.Event{ChangeOfProviderAsked(cmd)}, nil
}

// DenyChange answers a wish for another provider with no.
type DenyChange struct{ Why string }

// Action names the act.
func (DenyChange) Action() string { return "order.deny_change" }

// Decide wants the reason.
func (cmd DenyChange) Decide(o Order, _ act.Env) ([]journal.Event, error) {
	if err := o.stays(); err != nil {
		return nil, err
	}
	if _, waits := o.WaitingChange(); !waits {
		return nil, fault.New(fault.Unmet, "choice.nothing-asked")
	}
	if strings.TrimSpace(cmd.Why) == "" {
		return nil, fault.Field("why", "choice.denial-reason-missing")
	}
	return []journal.Event{ChangeOfProviderDenied(cmd)}, nil
}

// Move lets another order, sent in the same act, take over from a day on: when the
// person changes provider, and when a provider leaves (E-08, E-11).
type Move struct {
	To       ids.Order
	Provider ids.Provider
	From     civil.Date
	Consent  bool
	Choice   ProviderChoice
}

// Action names the act.
func (Move) Action() string { return "order.move" }

// Decide ends the order with the day before, at once when that day has come; else
// the program does it that day.
func (cmd Move) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.stays(); err != nil {
		return nil, err
	}
	var provider, from *fault.Error
	switch {
	case cmd.Provider.IsZero():
		provider = fault.Field("provider", "order.provider-missing")
	case cmd.Provider == o.Provider:
		provider = fault.Field("provider", "choice.same-provider")
	}
	switch {
	case cmd.From.IsZero():
		from = fault.Field("from", "choice.from-missing")
	case cmd.From.Before(civil.DayOf(o.Sent)):
		from = fault.Field("from", "choice.from-before-sent")
	case !o.Until.IsZero() && cmd.From.After(o.Until):
		from = fault.Field("from", "order.start-after-end")
	case cmd.From.After(env.Today.AddMonths(6)):
		from = fault.Field("from", "choice.from-too-far")
	}
	on, why := cmd.Choice.faults(cmd.Provider, env)
	if err := fault.Join(provider, from, on, why); err != nil {
		return nil, err
	}
	events := []journal.Event{OrderMoved(cmd)}
	if last := cmd.From.AddDays(-1); last.Before(env.Today) {
		events = append(events, OrderEnded{On: last, Reason: EndedByChange})
	}
	return events, nil
}

// stays tells whether the order is open and nobody takes over from it.
func (o Order) stays() error {
	if err := o.open(); err != nil {
		return err
	}
	if !o.MovedTo.IsZero() {
		return fault.New(fault.Unmet, "choice.moved-already")
	}
	return nil
}
