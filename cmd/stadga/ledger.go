package main

import (
	"cmp"
	"context"
	"slices"

	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/contracts"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/invoices/invoicesql"
	"stadga/internal/org/orgsql"
	"stadga/internal/visits"
	"stadga/internal/visits/control"
	"stadga/internal/visits/ledgerweb"
	"stadga/internal/visits/visitsql"
	"stadga/internal/webkit"
)

// ledgerRoutes are the pages about what providers are paid, and the month closing.
func ledgerRoutes(r *record, door pageDoor) []webkit.Route {
	b, db := r.billing(), r.Store.Reader()
	pages := ledgerweb.Pages{
		Base: b.base(), Closings: engine.Bind(r.Engine, visitsql.Closings()), Tolerances: engine.Bind(r.Engine, visitsql.Tolerances()),
		Others: ledgerweb.Others{
			Providers: func(ctx context.Context, day civil.Date) ([]ledgerweb.Provider, error) {
				approved, err := orgsql.Queries{DB: db}.Providers(ctx, day)
				var all []ledgerweb.Provider
				for _, p := range approved {
					all = append(all, ledgerweb.Provider{ID: p.ID, Name: p.Name})
				}
				return all, err
			},
			Numbers: func(ctx context.Context, cases ...ids.Case) (map[ids.Case]string, error) {
				return casesql.Register{DB: db}.Numbers(ctx, cases)
			},
			Behind: b.behind, Who: r.bands, May: door.May,
			Invoices: func(ctx context.Context, p ids.Provider, month civil.Date) (int, error) {
				return invoicesql.Register{DB: db}.WaitingFor(ctx, p, month.MonthStart(), month.MonthEnd())
			},
			Staff: func(ctx context.Context, users ...ids.User) (map[ids.User]string, error) {
				return orgsql.Queries{DB: db}.Names(ctx, users)
			},
		},
	}
	return pages.Routes()
}

// needGaps lists a provider's orders of a month where the person seems to need more
// or less than the decision gives, those that differ most first.
func (r *record) needGaps(ctx context.Context, p ids.Provider, month civil.Date) ([]visits.OrderMonth, error) {
	levels, _, err := engine.Bind(r.Engine, visitsql.Tolerances()).Load(ctx, control.ToleranceID())
	if err != nil {
		return nil, err
	}
	all, err := visitsql.Lists{DB: r.Store.Reader()}.OrderMonths(ctx, p, month)
	within := levels.In(month.String()[:len("2026-01")])
	all = slices.DeleteFunc(all, func(m visits.OrderMonth) bool { return !m.NeedGap(within) })
	slices.SortStableFunc(all, func(a, b visits.OrderMonth) int { return cmp.Compare(b.Distance(), a.Distance()) })
	return all, err
}

// base reads what providers are paid.
func (b billing) base() ledgerweb.Base { return ledgerweb.Base{Lists: b.made, Deals: b.deals} }

// deals tells what the agreements with a provider say of an order's month, the
// latest agreement first.
func (b billing) deals(ctx context.Context, p ids.Provider, month civil.Date) (func(visits.OrderMonth) visits.Deal, error) {
	agreements, err := b.agreementsOf(ctx, p)
	return func(m visits.OrderMonth) visits.Deal {
		at := slices.IndexFunc(agreements, func(a contracts.Contract) bool {
			return a.Covers(m.Kind) && !a.From.After(month.MonthEnd()) && (a.Ended.IsZero() || !a.Ended.Before(month.MonthStart()))
		})
		if at < 0 {
			return visits.Deal{}
		}
		a := agreements[at]
		d := visits.Deal{Agreement: a.Number, Model: visits.Model(a.Model), Ceiling: a.Ceiling}
		if a.Model == contracts.ByGranted {
			d.Months = priceDays(a, month)
		}
		return d
	}, err
}

// priceDays are the days of a month at each price of an agreement, in order.
func priceDays(a contracts.Contract, month civil.Date) []visits.Part {
	var all []visits.Part
	for day := month.MonthStart(); !day.After(month.MonthEnd()); day = day.AddDays(1) {
		p, _ := a.PriceOn(day)
		if last := len(all) - 1; last >= 0 && all[last].Price == p.Ore {
			all[last].Days++
			continue
		}
		all = append(all, visits.Part{Days: 1, Price: p.Ore})
	}
	return all
}

// behind tells what the minutes of an order rest on.
func (b billing) behind(ctx context.Context, id ids.Order) (ledgerweb.Behind, error) {
	o, _, err := b.orders.Load(ctx, id.ID)
	if err != nil {
		return ledgerweb.Behind{}, err
	}
	if !o.Exists() {
		return ledgerweb.Behind{}, fault.New(fault.NotFound, "closing.unknown")
	}
	of := ledgerweb.Behind{}
	lines, err := casesql.Deciding{DB: b.Store.Reader()}.ServicesOfDecisions(ctx, []ids.Decision{o.Decision})
	if err != nil {
		return of, err
	}
	for _, l := range lines[o.Decision] {
		if l.ID != o.Service {
			continue
		}
		of.Decision = l.Made.String() + ": " + l.Extent
		if !l.Until.IsZero() {
			of.Decision += ", till " + l.Until.String()
		}
	}
	if n := len(o.Plans); n > 0 {
		of.Plan = "Genomförandeplan " + o.Plans[n-1].Made.String()
	}
	return of, nil
}
