// Package ledgerweb shows what providers are paid and why: the payment base of each
// provider and month, order by order and visit by visit, and the month closing.
// /ekonomi/ersattning is the controller's, /utforare/ersattning a provider's own.
package ledgerweb

import (
	"cmp"
	"context"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// Lists reads the ledger.
type Lists interface {
	OrderMonths(ctx context.Context, p ids.Provider, month civil.Date) ([]visits.OrderMonth, error)
	ProviderMonths(ctx context.Context, p ids.Provider, from, to civil.Date) ([]visits.ProviderMonth, error)
	LedgerOf(ctx context.Context, o ids.Order, month civil.Date, offset, limit int) ([]visits.LedgerVisit, error)
	ChangedOf(ctx context.Context, o ids.Order, month civil.Date, after string, limit int) ([]visits.LedgerVisit, error)
	Unhandled(ctx context.Context, p ids.Provider, month civil.Date) (int, error)
	SettledLines(ctx context.Context, p ids.Provider, month civil.Date) ([]visits.ClosedLine, error)
	SettledOf(ctx context.Context, p ids.Provider, month civil.Date) ([]visits.ClosedLine, error)
	ChangedSince(ctx context.Context, p ids.Provider, before civil.Date) (map[civil.Date][]ids.Order, error)
	LastLocked(ctx context.Context, p ids.Provider) (civil.Date, error)
}

// Deals tells what the agreement with a provider says of an order's month.
type Deals func(ctx context.Context, p ids.Provider, month civil.Date) (func(visits.OrderMonth) visits.Deal, error)

// A Base reads what a provider is paid for a month.
type Base struct {
	Lists Lists
	Deals Deals
}

// Entries lists every order of the month with what it gives, those that differ most
// first, and after them the corrections of closed months that land in it.
func (b Base) Entries(ctx context.Context, p ids.Provider, month civil.Date) ([]visits.BaseEntry, error) {
	all, err := b.settled(ctx, p, month, nil)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(x, y visits.BaseEntry) int { return cmp.Compare(y.Distance(), x.Distance()) })
	corrections, err := b.corrections(ctx, p, month)
	return append(all, corrections...), err
}

// settled works out the orders of a month; granted holds what a closed month was
// settled by.
func (b Base) settled(ctx context.Context, p ids.Provider, month civil.Date, granted map[ids.Order]int) ([]visits.BaseEntry, error) {
	months, err := b.Lists.OrderMonths(ctx, p, month)
	if err != nil {
		return nil, err
	}
	deal, err := b.Deals(ctx, p, month)
	if err != nil {
		return nil, err
	}
	all := make([]visits.BaseEntry, 0, len(months))
	for _, m := range months {
		if was, ok := granted[m.Order]; ok {
			m.Granted = was
		}
		e := visits.BaseEntry{OrderMonth: m, Lines: m.Settle(deal(m))}
		e.Minutes, e.Ore = visits.Amount(e.Lines)
		all = append(all, e)
	}
	return all, nil
}

// corrections are the differences between what closed months give now and what has
// been settled of them. They land in the month after the last that is closed.
func (b Base) corrections(ctx context.Context, p ids.Provider, month civil.Date) ([]visits.BaseEntry, error) {
	last, err := b.Lists.LastLocked(ctx, p)
	if err != nil || last.IsZero() || last.AddMonths(1) != month.MonthStart() {
		return nil, err
	}
	changed, err := b.Lists.ChangedSince(ctx, p, month)
	if err != nil {
		return nil, err
	}
	var all []visits.BaseEntry
	for of, orders := range changed {
		some, err := b.correctionsOf(ctx, p, of, orders)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, func(x, y visits.BaseEntry) int {
		return cmp.Or(y.Month.Compare(x.Month), cmp.Compare(x.Order.String(), y.Order.String()))
	})
	return all, nil
}

func (b Base) correctionsOf(ctx context.Context, p ids.Provider, month civil.Date, orders []ids.Order) ([]visits.BaseEntry, error) {
	if len(orders) == 0 {
		return nil, nil
	}
	lines, err := b.Lists.SettledOf(ctx, p, month)
	if err != nil {
		return nil, err
	}
	type sum struct {
		minutes int
		ore     int64
	}
	was, granted := map[ids.Order]sum{}, map[ids.Order]int{}
	for _, l := range lines {
		s := was[l.Order]
		was[l.Order] = sum{s.minutes + l.Minutes, s.ore + l.Ore}
		if l.Granted > 0 {
			granted[l.Order] = l.Granted
		}
	}
	now, err := b.settled(ctx, p, month, granted)
	if err != nil {
		return nil, err
	}
	var all []visits.BaseEntry
	for _, e := range now {
		if !slices.Contains(orders, e.Order) {
			continue
		}
		s := was[e.Order]
		e.Minutes, e.Ore = e.Minutes-s.minutes, e.Ore-s.ore
		if e.Minutes == 0 && e.Ore == 0 {
			continue
		}
		e.Lines = nil
		if e.Why, err = b.why(ctx, e); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// mostReasons is how many changed visits are asked why.
const mostReasons = 5

// why says what changed in a month after it was closed.
func (b Base) why(ctx context.Context, e visits.BaseEntry) (string, error) {
	changed, err := b.Lists.ChangedOf(ctx, e.Order, e.Month, "", mostReasons)
	for _, v := range changed {
		switch {
		case v.Gone != "":
			return "Personen har avlidit eller flyttat.", err
		case v.Held != "":
			return "Ett besök har lagts åt sidan.", err
		case v.Why != "":
			return v.Why, err
		}
	}
	return "Ett besök registrerades eller godtogs efter att månaden stängdes.", err
}

// Lines are what a month is closed with.
func Lines(entries []visits.BaseEntry) []visits.ClosedLine {
	var all []visits.ClosedLine
	for _, e := range entries {
		if e.Minutes == 0 && e.Ore == 0 && e.Granted == 0 {
			continue
		}
		l := visits.ClosedLine{Order: e.Order, From: e.Month, Minutes: e.Minutes, Ore: e.Ore, Why: e.Why}
		if e.Why == "" {
			l.Granted = e.Granted
		}
		all = append(all, l)
	}
	return all
}
