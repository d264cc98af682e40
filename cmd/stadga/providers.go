package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/contracts/contractsql"
	"stadga/internal/contracts/contractweb"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/delivery/deliveryweb"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/journal"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
	"stadga/internal/webkit"
)

// choices lists the approved providers with what a choice is made by (LOV 9:1). One
// that the board has named, else one's own operation, is what a person gets who
// does not choose.
func (r *record) choices(ctx context.Context, day civil.Date) ([]deliveryweb.Choice, error) {
	db := r.Store.Reader()
	approved, err := orgsql.Queries{DB: db}.Providers(ctx, day)
	if err != nil {
		return nil, err
	}
	running, err := deliverysql.Lists{DB: db}.RunningAt(ctx)
	if err != nil {
		return nil, err
	}
	var all []deliveryweb.Choice
	for _, p := range approved {
		all = append(all, choiceOf(p, running[p.ID]))
	}
	return all, nil
}

func choiceOf(p org.Provider, running int) deliveryweb.Choice {
	c := deliveryweb.Choice{ID: p.ID, Name: p.Name, Default: p.NonChoice(), Services: p.Services, Leaves: p.Until}
	if p.Terms.Basis == "" {
		return c
	}
	form := "privat"
	if p.Own {
		form = "egen regi"
	}
	says := []string{form}
	if len(p.Terms.Areas) > 0 {
		says = append(says, "i "+strings.Join(p.Terms.Areas, ", "))
	}
	if room := p.Terms.Capacity - running; p.Terms.Capacity > 0 {
		c.Full = room <= 0
		says = append(says, "kan ta emot "+webkit.Count(max(room, 0), "uppdrag till", "uppdrag till"))
	}
	c.Says = strings.Join(says, ", ")
	return c
}

// registered is the register's line of a provider, also one that has left.
func (r *record) registered(ctx context.Context, id ids.Provider) (deliveryweb.Choice, error) {
	p, _, err := engine.Bind(r.Engine, orgsql.Providers()).Load(ctx, id.ID)
	if err == nil && p.From.IsZero() {
		err = fault.New(fault.NotFound, "provider.unknown")
	}
	return choiceOf(p, 0), err
}

// providerNames tells what providers are called, also those that have left.
func (r *record) providerNames(ctx context.Context, asked ...ids.Provider) (map[ids.Provider]string, error) {
	names := make(map[ids.Provider]string, len(asked))
	providers := engine.Bind(r.Engine, orgsql.Providers())
	for _, id := range asked {
		if _, told := names[id]; told || id.IsZero() {
			continue
		}
		p, _, err := providers.Load(ctx, id.ID)
		if err != nil {
			return nil, err
		}
		names[id] = p.Name
	}
	return names, nil
}

// colleaguesAt lists the staff of a provider on a day.
func (r *record) colleaguesAt(ctx context.Context, p ids.Provider, day civil.Date) ([]webkit.Option, error) {
	staff, err := orgsql.Queries{DB: r.Store.Reader()}.StaffAt(ctx, p, day)
	var all []webkit.Option
	for _, s := range staff {
		all = append(all, webkit.Option{Value: s.ID.String(), Words: s.Name})
	}
	return all, err
}

// numbersOf tells the numbers of those cases that the actor may open.
func (d pageDoor) numbersOf(ctx context.Context, who act.Actor, cases []ids.Case) (map[ids.Case]string, error) {
	var mine []ids.Case
	for _, c := range slices.Compact(slices.SortedFunc(slices.Values(cases), func(a, b ids.Case) int { return strings.Compare(a.String(), b.String()) })) {
		_, err := d.Open(ctx, who, "case.read", duty.Subject{Kind: "case", ID: c.ID})
		if err == nil {
			mine = append(mine, c)
		} else if fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
	}
	return casesql.Register{DB: d.record.Store.Reader()}.Numbers(ctx, mine)
}

// moveVisits lets the visits that are planned from the day another provider takes
// over go with the order: each is cancelled there and planned here, at its hour.
func (r *record) moveVisits() engine.Reaction {
	return engine.Reaction{Name: "visit.move-with-order", On: delivery.OrderMoved{}.EventName(), Run: func(ctx context.Context, e journal.Recorded) ([]engine.Step, error) {
		moved := e.Event.(delivery.OrderMoved)
		planned, err := visitsql.Lists{DB: r.Store.Reader()}.PlannedOf(ctx, ids.Order{ID: e.Stream.ID}, moved.From, visitsAhead)
		if err != nil {
			return nil, err
		}
		stream := engine.Bind(r.Engine, visitsql.Visits())
		var steps []engine.Step
		for _, line := range planned {
			v, _, err := stream.Load(ctx, line.ID.ID)
			if err != nil {
				return nil, err
			}
			target := v.Target
			target.Order, target.Provider = moved.To, moved.Provider
			steps = append(steps, stream.Step(line.ID.ID, visits.Cancel{Why: "En annan utförare tar över uppdraget."}),
				stream.Step(ids.Derive(ids.Act{ID: line.ID.ID}, "moved to "+moved.To.String()), visits.Plan{Target: target, Span: v.Planned}))
		}
		return steps, nil
	}}
}

// mostMoves is how many orders the job ends at a time.
const mostMoves = 100

// endMoved ends the orders that another has taken over from, the day it does.
func (r *record) endMoved() jobs.Job {
	orders := engine.Bind(r.Engine, deliverysql.Orders())
	return jobs.Job{Name: "order.end-when-taken-over", Every: time.Minute, Run: func(ctx context.Context) (bool, error) {
		due, err := deliverysql.Lists{DB: r.Store.Reader()}.DueToMove(ctx, civil.DayOf(r.Clock()), mostMoves)
		if err != nil {
			return false, err
		}
		for _, l := range due {
			if _, err := orders.Do(ctx, engine.SystemForm("moved "+l.ID.String()), l.ID.ID, delivery.End{On: l.Moves.AddDays(-1), Reason: delivery.EndedByChange}); err != nil {
				return false, fmt.Errorf("end a moved order: %w", err)
			}
		}
		return len(due) == mostMoves, nil
	}}
}

// providerRoutes are the register of providers and the agreed shares.
func providerRoutes(r *record, door pageDoor) []webkit.Route {
	db := r.Store.Reader()
	pages := contractweb.ProviderPages{
		Providers: engine.Bind(r.Engine, orgsql.Providers()), Shares: engine.Bind(r.Engine, contractsql.Shares()),
		Register: orgsql.Queries{DB: db}, Running: deliverysql.Lists{DB: db}.RunningAt, Services: serviceNames, May: door.May,
	}
	kept := deliverysql.Registers{DB: db}
	registers := deliveryweb.RegisterPages{
		Homes: engine.Bind(r.Engine, deliverysql.Homes()), Groups: engine.Bind(r.Engine, deliverysql.Groups()), Residences: engine.Bind(r.Engine, deliverysql.Residences()),
		HomeIDs: kept.HomeIDs, GroupIDs: kept.GroupIDs, Providers: r.choices, Kinds: moveInNames,
		Places: func(ctx context.Context, day civil.Date) ([]delivery.PlaceLine, error) {
			return deliverysql.PlaceLines(ctx, db, day)
		},
	}
	return append(pages.Routes(), registers.Routes()...)
}

// moveInNames lists the kinds of service that begin with a move.
func moveInNames() []webkit.Option {
	var all []webkit.Option
	for _, kind := range casework.ServiceCatalogue() {
		if kind.Start == casework.StartedByMove {
			all = append(all, webkit.Option{Value: kind.Key, Words: kind.Name})
		}
	}
	return all
}

// serviceNames lists the kinds of service that a provider may be given.
func serviceNames() []webkit.Option {
	var all []webkit.Option
	for _, kind := range casework.ServiceCatalogue() {
		all = append(all, webkit.Option{Value: kind.Key, Words: kind.Name})
	}
	return all
}
