package main

import (
	"context"
	"log/slog"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/caseweb"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/delivery/deliveryweb"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org/orgsql"
	"stadga/internal/people/peoplesql"
	"stadga/internal/store"
	"stadga/internal/webkit"
)

// caseRoutes are the pages where casework begins and is overseen.
func caseRoutes(r *record, door pageDoor, log *slog.Logger) []webkit.Route {
	db := r.Store.Reader()
	register := casesql.Register{DB: db}
	return caseweb.Pages{
		Engine: r.Engine, Persons: engine.Bind(r.Engine, peoplesql.Persons()), Cases: engine.Bind(r.Engine, casesql.Cases()),
		Intakes: engine.Bind(r.Engine, casesql.Intakes()), Notes: engine.Bind(r.Engine, casesql.Notes()),
		Investigations: engine.Bind(r.Engine, casesql.Investigations()), Decisions: engine.Bind(r.Engine, casesql.Decisions()),
		Proposals: engine.Bind(r.Engine, casesql.Proposals()), Coercions: engine.Bind(r.Engine, casesql.Coercions()),
		Coordinations: engine.Bind(r.Engine, casesql.Coordinations()),
		Register:      register, Lines: casesql.Deciding{DB: db}, People: r.people(), Staff: orgsql.Queries{DB: db},
		Duties: casesql.Duties{DB: db}, Numbers: &store.Numbers{Last: register.LastNumber}, Door: door,
		Book: func() caseweb.Book { return r.Book() }, Carried: r.carriedOrders, Origin: r.origin, Order: r.orderWhy, Readings: r.readers, Showings: r.showings, Log: log, Delegation: r.delegation, Types: r.types,
		Signals: func(ctx context.Context, who act.Actor) (*webkit.Link, error) {
			return deliveryweb.Unanswered(ctx, deliverysql.Lists{DB: db}, who)
		},
		Call: []caseweb.Phone{{Who: "Enhetschefen", Number: "0000-00 00 10"}, {Who: "Socialjouren", Number: "0000-00 00 11"}, {Who: "Polisen", Number: "112"}},
	}.Routes()
}

// ordersShown is how many orders of a case its timeline tells of.
const ordersShown = 25

// carriedOrders tells what became of the latest orders of a case.
func (r *record) carriedOrders(ctx context.Context, c ids.Case) ([]caseweb.CarriedOrder, error) {
	lines, err := deliverysql.Lists{DB: r.Store.Reader()}.OfCase(ctx, c, ordersShown)
	if err != nil {
		return nil, err
	}
	all := make([]caseweb.CarriedOrder, len(lines))
	for i, l := range lines {
		all[i] = caseweb.CarriedOrder{Name: l.Name, Sent: l.Sent, Seen: l.Acknowledged, Started: l.Started, PlanMade: l.PlanMade, Ended: l.Ended}
	}
	return all, nil
}

// readers tells who has opened the person's file, latest first.
func (r *record) readers(ctx context.Context, person ids.Person, limit int) ([]caseweb.Reading, error) {
	found, err := r.Store.Readings(ctx, person, limit)
	all := make([]caseweb.Reading, len(found))
	for i, one := range found {
		all[i] = caseweb.Reading{At: one.At, Who: one.Actor.User, For: one.Actor.OnBehalf, Part: one.Part, Ground: one.Ground}
	}
	return all, err
}

// showings tells on which lists the person has been shown, latest day first.
func (r *record) showings(ctx context.Context, person ids.Person, limit int) ([]caseweb.Showing, error) {
	found, err := r.Store.Showings(ctx, person, limit)
	all := make([]caseweb.Showing, len(found))
	for i, one := range found {
		all[i] = caseweb.Showing{Day: one.Day, Who: one.Who, For: one.OnBehalf, Part: one.Part}
	}
	return all, err
}

// OnFiles answers of each row of a list whether the actor may do the action to it.
func (d pageDoor) OnFiles(who act.Actor, action string, files []access.File) []access.Answer {
	answers := d.door.OnFiles(d.who(who), action, files)
	for _, answer := range answers {
		d.heed(action, answer)
	}
	return answers
}

// OnFile answers whether the actor may do the action to a file.
func (d pageDoor) OnFile(who act.Actor, action string, file access.File) access.Answer {
	answer := d.door.OnFile(d.who(who), action, file)
	d.heed(action, answer)
	return answer
}
