package delivery

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// A RelativeView (visning för närstående) is the person's wish that someone close is
// shown what is planned and delivered under the order (E-34). It holds for this order
// only, and as long as the person wants it.
type RelativeView struct {
	Number int
	Who    string     // name, and what they are to each other
	On     civil.Date // the person said so
	Until  civil.Date // the last day; zero: until it is taken back
	Ended  civil.Date // taken back; zero: it is not
}

// Holds tells whether the wish holds on the day.
func (v RelativeView) Holds(day civil.Date) bool {
	return v.Ended.IsZero() && (v.Until.IsZero() || !day.After(v.Until))
}

// The events of showing visits to those who are close.
type (
	// RelativeViewWished says that the person wants someone to see the visits.
	RelativeViewWished struct {
		Number int
		Who    string
		On     civil.Date
		Until  civil.Date `json:",omitzero"`
	}
	// RelativeViewEnded says that the person no longer wants it.
	RelativeViewEnded struct {
		Number int
		On     civil.Date
	}
)

// EventName is for ever.
func (RelativeViewWished) EventName() string { return "order.relative_view_wished.v1" }

// EventName is for ever.
func (RelativeViewEnded) EventName() string { return "order.relative_view_ended.v1" }

// foldViews takes one event about showing visits into the order.
func (o *Order) foldViews(r journal.Recorded) {
	switch e := r.Event.(type) {
	case RelativeViewWished:
		o.Views = append(slices.Clip(o.Views), RelativeView{Number: e.Number, Who: e.Who, On: e.On, Until: e.Until})
	case RelativeViewEnded:
		o.Views = slices.Clone(o.Views)
		o.Views[e.Number-1].Ended = e.On
	}
}

// ShownTo lists the wishes that hold on the day; none when the order has ended, since
// the person can no longer be asked about it.
func (o Order) ShownTo(day civil.Date) []RelativeView {
	if !o.Running() {
		return nil
	}
	var all []RelativeView
	for _, v := range o.Views {
		if v.Holds(day) {
			all = append(all, v)
		}
	}
	return all
}

// WishRelativeView records that the person wants someone close to see the visits.
type WishRelativeView struct {
	Who   string
	On    civil.Date
	Until civil.Date
}

// Action names the act.
func (WishRelativeView) Action() string { return "order.show_relatives" }

// Decide wants to know who it is and when the person said so.
func (cmd WishRelativeView) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	var who, on, until *fault.Error
	if strings.TrimSpace(cmd.Who) == "" {
		who = fault.Field("who", "relative.who-missing")
	}
	if cmd.On.IsZero() || cmd.On.After(env.Today) {
		on = fault.Field("on", "relative.day-missing")
	}
	if !cmd.Until.IsZero() && cmd.Until.Before(env.Today) {
		until = fault.Field("until", "relative.until-past")
	}
	if err := fault.Join(who, on, until); err != nil {
		return nil, err
	}
	return []journal.Event{RelativeViewWished{Number: len(o.Views) + 1, Who: cmd.Who, On: cmd.On, Until: cmd.Until}}, nil
}

// EndRelativeView records that the person no longer wants it.
type EndRelativeView struct{ Number int }

// Action names the act.
func (EndRelativeView) Action() string { return "order.show_relatives" }

// Decide ends a wish that holds.
func (cmd EndRelativeView) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if cmd.Number < 1 || cmd.Number > len(o.Views) || !o.Views[cmd.Number-1].Holds(env.Today) {
		return nil, fault.New(fault.Unmet, "relative.not-shown")
	}
	return []journal.Event{RelativeViewEnded{Number: cmd.Number, On: env.Today}}, nil
}
