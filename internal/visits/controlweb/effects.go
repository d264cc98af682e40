package controlweb

import (
	"context"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/visits/control"
)

// Ledger reads what the indicators are counted from.
type Ledger interface {
	ProviderMonths(ctx context.Context, p ids.Provider, from, to civil.Date) ([]visits.ProviderMonth, error)
	OrderMonths(ctx context.Context, p ids.Provider, month civil.Date) ([]visits.OrderMonth, error)
	CorrectedMonths(ctx context.Context, p ids.Provider, from, to civil.Date) (map[civil.Date]int, error)
	CorrectedOf(ctx context.Context, p ids.Provider, month civil.Date, offset, limit int) ([]visits.LedgerVisit, error)
}

// Effects count what paying by delivered hour brings along (F-21).
type Effects struct {
	Ledger    Ledger
	Providers func(ctx context.Context) (map[ids.Provider]string, error)
}

// An EffectMonth is what all providers together came to in a month.
type EffectMonth struct {
	Month               civil.Date
	Expected, Actual    int64 // öre, of the providers with a forecast
	Off, Forecasts      int   // provider's months that cost something else than expected
	Corrected, Visits   int
	Ceiling, Persons    int // persons at 98–100 per cent, of those with granted time
	Held                int // visits that are not paid
	Unexplained, Orders int // orders beyond the tolerance without a cause, of those with granted time
}

// providersIn are those with months, by name.
func (e Effects) providersIn(ctx context.Context) ([]ids.Provider, map[ids.Provider]string, error) {
	names, err := e.Providers(ctx)
	var all []ids.Provider
	for p := range names {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b ids.Provider) int { return compareNames(names[a], names[b], a, b) })
	return all, names, err
}

func compareNames(a, b string, p, q ids.Provider) int {
	switch {
	case a < b, a == b && p.String() < q.String():
		return -1
	case a == b && p == q:
		return 0
	}
	return 1
}

// Forecasts are the forecasts of some months, the latest first.
func (e Effects) Forecasts(ctx context.Context, from, to civil.Date) ([]control.Forecast, error) {
	providers, _, err := e.providersIn(ctx)
	if err != nil {
		return nil, err
	}
	var all []control.Forecast
	for _, p := range providers {
		months, err := e.Ledger.ProviderMonths(ctx, p, from.MonthStart().AddMonths(-control.MonthsBehind), to)
		if err != nil {
			return nil, err
		}
		for _, f := range control.Forecasts(months) {
			if !f.Month.Before(from.MonthStart()) {
				all = append(all, f)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b control.Forecast) int { return b.Month.Compare(a.Month) })
	return all, nil
}

// Months counts the indicators of some months, the earliest first.
func (e Effects) Months(ctx context.Context, from, to civil.Date, within control.Levels) ([]EffectMonth, error) {
	forecasts, err := e.Forecasts(ctx, from, to)
	if err != nil {
		return nil, err
	}
	providers, _, err := e.providersIn(ctx)
	if err != nil {
		return nil, err
	}
	var all []EffectMonth
	for month := from.MonthStart(); !month.After(to); month = month.AddMonths(1) {
		one := EffectMonth{Month: month}
		for _, f := range forecasts {
			if f.Month != month {
				continue
			}
			one.Expected, one.Actual = one.Expected+f.Expected, one.Actual+f.Actual
			one.Forecasts++
			if f.Off() {
				one.Off++
			}
		}
		if err := e.add(ctx, &one, providers, within.In(month.String()[:7])); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// add counts the visits and persons of the month.
func (e Effects) add(ctx context.Context, one *EffectMonth, providers []ids.Provider, within int) error {
	for _, p := range providers {
		corrected, err := e.Ledger.CorrectedMonths(ctx, p, one.Month, one.Month.MonthEnd())
		if err != nil {
			return err
		}
		orders, err := e.Ledger.OrderMonths(ctx, p, one.Month)
		if err != nil {
			return err
		}
		one.Corrected += corrected[one.Month]
		var entries []visits.BaseEntry
		for _, o := range orders {
			sum := o.Total()
			one.Visits += sum.Visits + sum.Held
			one.Held += sum.Held
			if o.Granted == 0 {
				continue
			}
			one.Orders++
			if o.Beyond(within) && o.Cause == "" {
				one.Unexplained++
			}
			entries = append(entries, visits.BaseEntry{OrderMonth: o})
		}
		for _, person := range visits.PerPerson(entries, one.Month) {
			one.Persons++
			if control.AtCeiling(person.OrderMonth) {
				one.Ceiling++
			}
		}
	}
	return nil
}
