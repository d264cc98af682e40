package engine_test

import (
	"context"
	"testing"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/engine/enginetest"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A parcel (paket) of these tests is sent, handled any number of times, and
// received. It gives facts to itself and to the route it goes by.
type parcel struct {
	id      ids.ID
	route   ids.ID
	sent    civil.Date
	handled int
	arrived civil.Date
}

type (
	parcelSent struct {
		Parcel, Route ids.ID
		On            civil.Date
	}
	parcelHandled struct{ By string }
	parcelArrived struct{ On civil.Date }
)

func (parcelSent) EventName() string    { return "parcel.sent.v1" }
func (parcelHandled) EventName() string { return "parcel.handled.v1" }
func (parcelArrived) EventName() string { return "parcel.arrived.v1" }

type (
	send    struct{ Parcel, Route ids.ID }
	handle  struct{ By string }
	receive struct{}
)

func (send) Action() string    { return "parcel.send" }
func (handle) Action() string  { return "parcel.handle" }
func (receive) Action() string { return "parcel.receive" }

func (cmd send) Asks() duty.Subject { return route(cmd.Route) }

func (cmd send) Decide(p parcel, env act.Env) ([]journal.Event, error) {
	switch {
	case !p.sent.IsZero():
		return nil, fault.New(fault.Conflict, "parcel.sent-already")
	case len(env.Facts.All("route.parcel")) >= 3:
		return nil, fault.New(fault.Unmet, "route.is-full")
	}
	return []journal.Event{parcelSent{Parcel: cmd.Parcel, Route: cmd.Route, On: env.Today}}, nil
}

func (cmd handle) Decide(parcel, act.Env) ([]journal.Event, error) {
	if cmd.By == "" {
		return nil, nil
	}
	return []journal.Event{parcelHandled(cmd)}, nil
}

func (receive) Decide(p parcel, env act.Env) ([]journal.Event, error) {
	return []journal.Event{parcelArrived{On: env.Today}}, nil
}

func route(id ids.ID) duty.Subject    { return duty.Subject{Kind: "route", ID: id} }
func parcelOf(id ids.ID) duty.Subject { return duty.Subject{Kind: "parcel", ID: id} }

func parcels() engine.Kind[parcel] {
	return engine.Kind[parcel]{
		Name:   "parcel",
		Events: []journal.Event{parcelSent{}, parcelHandled{}, parcelArrived{}},
		Fold: func(p *parcel, r journal.Recorded) {
			switch e := r.Event.(type) {
			case parcelSent:
				p.id, p.route, p.sent = e.Parcel, e.Route, e.On
			case parcelHandled:
				p.handled++
			case parcelArrived:
				p.arrived = e.On
			}
		},
		Says: func(p parcel) []duty.Said {
			own := []duty.Fact{{Name: "parcel.sent", Day: p.sent}}
			if !p.arrived.IsZero() {
				own = append(own, duty.Fact{Name: "parcel.arrived", Day: p.arrived})
			}
			return []duty.Said{
				{Subject: parcelOf(p.id), Under: route(p.route), Facts: own},
				{Subject: route(p.route), Facts: []duty.Fact{{Name: "route.parcel", Day: p.sent, About: p.id.String()}}},
			}
		},
	}
}

// slow is a book of one rule: a parcel arrives within five days of being sent,
// or on the day when the route has more than two; and a parcel may not arrive
// on a Sunday.
type slow struct{}

func (slow) Compute(s duty.Subject, facts duty.Facts, day civil.Date) duty.Computed {
	if s.Kind != "parcel" || !facts.Has("parcel.sent") {
		return duty.Computed{}
	}
	days := 5
	if len(facts.All("route.parcel")) > 2 {
		days = 0
	}
	due := facts.First("parcel.sent").Day.AddDays(days)
	o := duty.Obligation{
		Rule: "arrive", Version: 1, Subject: s, Ground: facts.First("parcel.sent"), Owes: "carrier",
		Strict: due, Shifted: due, MetBy: facts.First("parcel.arrived"),
	}
	computed := duty.Computed{Obligations: []duty.Obligation{o}}
	if o.MetBy.Name == "" && !day.After(due) {
		computed.Wakes = due.AddDays(1)
	}
	if arrived := facts.First("parcel.arrived").Day; !arrived.IsZero() && arrived.Weekday() == 0 {
		computed.Stops = []duty.Stop{{Rule: "no-sunday", Basis: "1 §", Says: "Inget tas emot på en söndag."}}
	}
	return computed
}

type world struct {
	*enginetest.World
	parcels *engine.Stream[parcel]
}

func newWorld(t testing.TB) world {
	w := enginetest.With(t, slow{}, engine.AllowAll{})
	return world{World: w, parcels: engine.Bind(w.Engine, parcels())}
}

var (
	ctx   = context.Background()
	anna  = act.Actor{User: ids.User{ID: ids.ID{1}}}
	bengt = act.Actor{User: ids.User{ID: ids.ID{2}}}
)

func (w world) send(t testing.TB, route ids.ID) ids.ID {
	t.Helper()
	id := w.Engine.NewID()
	if _, err := w.parcels.Do(ctx, w.Form(anna), id, send{Parcel: id, Route: route}); err != nil {
		t.Fatal(err)
	}
	return id
}
