package main

import (
	"context"
	"slices"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/delivery/deliveryweb"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org/orgsql"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
	"stadga/internal/visits/visitweb"
	"stadga/internal/webkit"
)

// toMendShown is how many visits to mend are counted: more than a provider has.
const toMendShown = 100

// deliveryRoutes are the pages about orders and visits, on both sides.
func deliveryRoutes(r *record, c siteConfig, door pageDoor) []webkit.Route {
	lists := deliverysql.Lists{DB: r.Store.Reader()}
	made := visitsql.Lists{DB: r.Store.Reader()}
	orders := deliveryweb.Pages{
		Municipality: c.Municipality, Board: c.Board,
		Engine: r.Engine, Orders: engine.Bind(r.Engine, deliverysql.Orders()), Do: r.Engine.Do, NewID: r.Engine.NewID, Lists: lists, Routines: r.routines,
		Outpatient: r.outpatient, Care: r.care, OutpatientKinds: outpatientKinds(),
		Others: deliveryweb.Others{
			Colleagues: r.colleaguesAt, Names: r.providerNames, Numbers: door.numbersOf, Provider: r.registered,
			Ahead: func(ctx context.Context, o ids.Order, from civil.Date) (int, error) {
				planned, err := made.PlannedOf(ctx, o, from, visitsAhead)
				return len(planned), err
			},
			Month: func(ctx context.Context, o ids.Order, month civil.Date, offset, limit int) (deliveryweb.VisitMonth, error) {
				sums, err := made.PlanningOf(ctx, o, month.MonthStart(), month.MonthEnd())
				if err != nil {
					return deliveryweb.VisitMonth{}, err
				}
				lines, total, err := made.OrderMonth(ctx, o, month, offset, limit)
				return deliveryweb.VisitMonth{Planning: sums[month.MonthStart()], Lines: lines, Total: total}, err
			},
			Case: door.deliveredCase, Behind: door.behindOrder, Who: r.bands, Grants: r.grants, Choices: r.choices, Named: r.named,
			Staff: func(ctx context.Context, users ...ids.User) (map[ids.User]string, error) {
				return orgsql.Queries{DB: r.Store.Reader()}.Names(ctx, users)
			},
			Started: func(ctx context.Context, s ids.Service) (civil.Date, error) {
				sum, err := made.OfService(ctx, s, civil.Date{}, civil.Date{})
				return sum.First, err
			},
			ToMend: func(ctx context.Context, p ids.Provider) (int, error) {
				gone, err := made.AfterGone(ctx, p, toMendShown)
				return len(gone), err
			},
		},
	}
	home := visitweb.Pages{
		Visits: engine.Bind(r.Engine, visitsql.Visits()), Homes: engine.Bind(r.Engine, visitsql.Homes()), Keys: engine.Bind(r.Engine, visitsql.Keys()), Lists: made,
		Intake: visitweb.Intake{Visits: engine.Bind(r.Engine, visitsql.Visits()), Do: r.Engine.Do, NewForm: r.Engine.NewForm, Now: r.Clock, Lists: made, Tariff: r.billing().tariff},
		Others: visitweb.Others{
			Staff: r.staffOf, Who: r.bands, Tariff: r.billing().tariff, Gaps: r.needGaps, Providers: r.visiting, Together: r.liveTogether, Sharing: r.billing().sharing,
			Order: r.visited, Match: r.visitedAt, Login: r.colleague, Signals: orderSignals(orders.Orders),
			Orders: func(ctx context.Context, p ids.Provider, offset, limit int) ([]visitweb.Order, int, error) {
				today := civil.DayOf(r.Clock())
				total, err := lists.CountShelf(ctx, p, delivery.Current, today)
				if err != nil {
					return nil, 0, err
				}
				lines, err := lists.OnShelf(ctx, p, delivery.Current, today, offset, limit)
				var all []visitweb.Order
				for _, l := range lines {
					all = append(all, visitweb.Order{Name: l.Name, Target: visits.Target{Person: l.Person, Order: l.ID, Service: l.Service, Provider: p}})
				}
				return all, total, err
			},
		},
	}
	counts := deliveryweb.CountPages{
		Registrations: engine.Bind(r.Engine, deliverysql.Unassessed()), Counts: lists,
		Places: func(ctx context.Context, day civil.Date) (map[ids.Unit]string, map[ids.Provider]string, error) {
			places, err := matters{record: r}.places(ctx, day)
			return places.Units, places.Providers, err
		},
	}
	return slices.Concat(orders.Routes(), home.Routes(), counts.Routes(), phoneRoutes(r, door, home))
}

// outpatientKinds are the services of the catalogue that are outpatient support.
func outpatientKinds() []string {
	var keys []string
	for _, kind := range casework.ServiceCatalogue() {
		if kind.Outpatient {
			keys = append(keys, kind.Key)
		}
	}
	return keys
}

// deliveredCase finds a case by its number, for one who may open it.
func (d pageDoor) deliveredCase(ctx context.Context, who act.Actor, number string, today civil.Date) (deliveryweb.Case, error) {
	c, err := d.openCase(ctx, who, number)
	if err != nil {
		return deliveryweb.Case{}, err
	}
	bands, err := d.record.bands(ctx, who, today, c.Person)
	return deliveryweb.Case{ID: c.ID, Person: c.Person, Number: c.Number, Matter: string(c.Area.InquiryKind()), Band: bands[c.Person]}, err
}

const grantsShown = 25

// grants lists the services that decisions of the case give, newest first.
func (r *record) grants(ctx context.Context, c ids.Case) ([]deliveryweb.Grant, error) {
	decided := casesql.Deciding{DB: r.Store.Reader()}
	lines, err := decided.ServicesOf(ctx, c, grantsShown)
	if err != nil {
		return nil, err
	}
	var all []deliveryweb.Grant
	for _, l := range lines {
		kind, known := casework.ServiceByKey(l.Kind)
		if !known || !l.Outcome.Gives() {
			continue
		}
		goals, err := decided.GoalsOf(ctx, l.ID)
		if err != nil {
			return nil, err
		}
		grant := deliveryweb.Grant{
			Decision: l.Decision, Service: l.ID, Kind: l.Kind, Name: kind.Name, Extent: l.Extent, Minutes: kind.Unit.MonthlyMinutes(l.Yearly), Times: kind.Unit.WeeklyTimes(l.Yearly), Purpose: l.Purpose, Until: l.Until,
			Proof: delivery.StartProof(kind.Start), Plan: kind.Plan, Ended: !l.Ended.IsZero(),
			Health: kind.Health, Outpatient: kind.Outpatient, Aims: kind.Goal == casework.MeasurableGoal, FollowUp: l.FollowUp,
		}
		for _, g := range goals {
			grant.Goals = append(grant.Goals, delivery.Goal{Key: g.Key, Area: g.Area, Text: g.Text, By: g.By})
		}
		all = append(all, grant)
	}
	return all, nil
}

// staffOf lists who work at a provider on a day, by name.
func (r *record) staffOf(ctx context.Context, p ids.Provider, day civil.Date) ([]webkit.Option, error) {
	all, err := orgsql.Queries{DB: r.Store.Reader()}.Staff(ctx, day)
	if err != nil {
		return nil, err
	}
	var at []webkit.Option
	for _, s := range all {
		if place := s.Placements[len(s.Placements)-1]; place.Provider == p {
			at = append(at, webkit.Option{Value: s.ID.String(), Words: s.Name})
		}
	}
	return at, nil
}

// visiting lists the providers of a day by name.
func (r *record) visiting(ctx context.Context, day civil.Date) ([]visitweb.NamedProvider, error) {
	all, err := orgsql.Queries{DB: r.Store.Reader()}.Providers(ctx, day)
	var named []visitweb.NamedProvider
	for _, p := range all {
		named = append(named, visitweb.NamedProvider{ID: p.ID, Name: p.Name})
	}
	return named, err
}
