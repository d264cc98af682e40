package enginetest

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Parcel is what tests of the engine act on: it is sent, handled any number of times, and
// received. It gives facts to itself and to the route it goes by.
type Parcel struct {
	ID      ids.ID
	Route   ids.ID
	Sent    civil.Date
	Handled int
	Arrived civil.Date
}

type (
	// ParcelSent begins a parcel.
	ParcelSent struct {
		Parcel, Route ids.ID
		On            civil.Date
	}
	// ParcelHandled changes no fact.
	ParcelHandled struct {
		By    string
		Paper []journal.Attachment
	}
	// ParcelArrived ends a parcel.
	ParcelArrived struct{ On civil.Date }
)

func (ParcelSent) EventName() string { return "parcel.sent.v1" }

// Attachments are the papers that came with the parcel.
func (e ParcelHandled) Attachments() []journal.Attachment { return e.Paper }

func (ParcelHandled) EventName() string { return "parcel.handled.v1" }
func (ParcelArrived) EventName() string { return "parcel.arrived.v1" }

type (
	// Send sends a parcel by a route that has fewer than three.
	Send struct{ Parcel, Route ids.ID }
	// Handle notes who handled a parcel; by nobody is nothing to record.
	Handle struct {
		By    string
		Paper []journal.Attachment
	}
	// Receive receives a parcel.
	Receive struct{}
	// Inspect notes that a parcel was looked at, when it is alone on its route. It
	// is decided by what other streams say, and changes no fact.
	Inspect struct{ Route ids.ID }
)

func (Send) Action() string    { return "parcel.send" }
func (Handle) Action() string  { return "parcel.handle" }
func (Receive) Action() string { return "parcel.receive" }
func (Inspect) Action() string { return "parcel.inspect" }

// Asks for the facts of the route.
func (cmd Inspect) Asks() duty.Subject { return RouteSubject(cmd.Route) }

// Decide looks at the parcel.
func (Inspect) Decide(_ Parcel, env act.Env) ([]journal.Event, error) {
	if len(env.Facts.All("route.parcel")) > 1 {
		return nil, fault.New(fault.Unmet, "route.is-busy")
	}
	return []journal.Event{ParcelHandled{By: "inspector"}}, nil
}

func (cmd Send) Asks() duty.Subject { return RouteSubject(cmd.Route) }

func (cmd Send) Decide(p Parcel, env act.Env) ([]journal.Event, error) {
	switch {
	case !p.Sent.IsZero():
		return nil, fault.New(fault.Conflict, "parcel.sent-already")
	case len(env.Facts.All("route.parcel")) >= 3:
		return nil, fault.New(fault.Unmet, "route.is-full")
	}
	return []journal.Event{ParcelSent{Parcel: cmd.Parcel, Route: cmd.Route, On: env.Today}}, nil
}

func (cmd Handle) Decide(Parcel, act.Env) ([]journal.Event, error) {
	if cmd.By == "" {
		return nil, nil
	}
	return []journal.Event{ParcelHandled(cmd)}, nil
}

func (Receive) Decide(p Parcel, env act.Env) ([]journal.Event, error) {
	return []journal.Event{ParcelArrived{On: env.Today}}, nil
}

// RouteSubject is the subject of a route.
func RouteSubject(id ids.ID) duty.Subject { return duty.Subject{Kind: "route", ID: id} }

// ParcelSubject is the subject of a parcel.
func ParcelSubject(id ids.ID) duty.Subject { return duty.Subject{Kind: "parcel", ID: id} }

// ParcelKind describes the stream of a parcel.
func ParcelKind() engine.Kind[Parcel] {
	return engine.Kind[Parcel]{
		Name:   "parcel",
		Events: []journal.Event{ParcelSent{}, ParcelHandled{}, ParcelArrived{}},
		Fold: func(p *Parcel, r journal.Recorded) {
			switch e := r.Event.(type) {
			case ParcelSent:
				p.ID, p.Route, p.Sent = e.Parcel, e.Route, e.On
			case ParcelHandled:
				p.Handled++
			case ParcelArrived:
				p.Arrived = e.On
			}
		},
		Says: func(p Parcel) []duty.Said {
			own := []duty.Fact{{Name: "parcel.sent", Day: p.Sent}}
			if !p.Arrived.IsZero() {
				own = append(own, duty.Fact{Name: "parcel.arrived", Day: p.Arrived})
			}
			return []duty.Said{
				{Subject: ParcelSubject(p.ID), Under: RouteSubject(p.Route), Facts: own},
				{Subject: RouteSubject(p.Route), Facts: []duty.Fact{{Name: "route.parcel", Day: p.Sent, About: p.ID.String()}}},
			}
		},
	}
}

// A Stamp is put on a parcel. It gives facts to itself alone, and stands under
// the parcel.
type Stamp struct{ ID, Parcel ids.ID }

// StampPut begins a stamp.
type StampPut struct{ ID, Parcel ids.ID }

// EventName is its name for ever.
func (StampPut) EventName() string { return "stamp.put.v1" }

// PutStamp puts a stamp on a parcel.
type PutStamp struct{ ID, Parcel ids.ID }

// Action names the act.
func (PutStamp) Action() string { return "stamp.put" }

// Decide puts the stamp.
func (cmd PutStamp) Decide(Stamp, act.Env) ([]journal.Event, error) {
	return []journal.Event{StampPut(cmd)}, nil
}

// Asks for the facts of the parcel.
func (cmd PutStamp) Asks() duty.Subject { return ParcelSubject(cmd.Parcel) }

// StampSubject is the subject of a stamp.
func StampSubject(id ids.ID) duty.Subject { return duty.Subject{Kind: "stamp", ID: id} }

// StampKind describes the stream of a stamp.
func StampKind() engine.Kind[Stamp] {
	return engine.Kind[Stamp]{
		Name: "stamp", Events: []journal.Event{StampPut{}},
		Fold: func(s *Stamp, r journal.Recorded) { *s = Stamp(r.Event.(StampPut)) },
		Says: func(s Stamp) []duty.Said {
			return []duty.Said{{
				Subject: StampSubject(s.ID), Under: ParcelSubject(s.Parcel),
				Facts: []duty.Fact{{Name: "stamp.put", Day: civil.MustParse("2026-03-01")}},
			}}
		},
	}
}

// Carriage is a book of one rule: a parcel arrives within five days of being sent,
// or on the day when the route has more than two; and a parcel may not arrive
// on a Sunday.
type Carriage struct{}

func (Carriage) Compute(s duty.Subject, facts duty.Facts, day civil.Date) duty.Computed {
	if s.Kind == "stamp" { // serves until its parcel has arrived
		return duty.Computed{Obligations: []duty.Obligation{{
			Rule: "serve", Version: 1, Subject: s, Ground: facts.First("stamp.put"), MetBy: facts.First("parcel.arrived"),
		}}}
	}
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
