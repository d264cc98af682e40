package main

import (
	"context"

	"stadga/internal/contracts"
	"stadga/internal/visits"
)

// tariff finds the rates of a visit among the agreements with its provider, the
// latest agreement first.
func (b billing) tariff(ctx context.Context, t visits.Target) (visits.Rates, error) {
	agreements, err := b.agreementsOf(ctx, t.Provider)
	if err != nil {
		return nil, err
	}
	return ratesOf(agreements), nil
}

// ratesOf are the rates of agreements: each price holds to the day before the next.
func ratesOf(agreements []contracts.Contract) visits.Rates {
	var all visits.Rates
	for _, a := range agreements {
		for i, p := range a.Prices {
			rate := visits.Rate{Agreement: a.Number, Model: visits.ByDelivered, From: p.From, Until: a.Ended, Ore: p.Ore}
			if i+1 < len(a.Prices) && (a.Ended.IsZero() || a.Prices[i+1].From.Before(a.Ended)) {
				rate.Until = a.Prices[i+1].From.AddDays(-1)
			}
			all = append(all, rate)
		}
	}
	return all
}
