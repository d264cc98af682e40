package main

import (
	"context"
	"fmt"
	"slices"

	"stadga/internal/contracts"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/visits"
)

// tariff finds the rates of a visit among the agreements with its provider, the
// latest agreement first.
func (b billing) tariff(ctx context.Context, t visits.Target) (visits.Rates, error) {
	agreements, err := b.agreementsOf(ctx, t.Provider)
	if err != nil || len(agreements) == 0 {
		return nil, err
	}
	kind, address := "", ""
	if slices.ContainsFunc(agreements, func(a contracts.Contract) bool { return len(a.Services) > 0 }) {
		o, _, err := b.orders.Load(ctx, t.Order.ID)
		if err != nil {
			return nil, fmt.Errorf("kind of the order: %w", err)
		}
		kind = o.Kind
	}
	if slices.ContainsFunc(agreements, func(a contracts.Contract) bool { return len(a.Areas) > 0 }) {
		p, _, err := engine.Bind(b.Engine, peoplesql.Persons()).Load(ctx, t.Person.ID)
		if err != nil {
			return nil, fmt.Errorf("area of the person: %w", err)
		}
		address = p.Contact.Address
	}
	return ratesOf(agreements, kind, address), nil
}

// ratesOf are the rates that agreements hold for a kind of service and an address.
func ratesOf(agreements []contracts.Contract, kind, address string) visits.Rates {
	var all visits.Rates
	for _, a := range agreements {
		if !a.Covers(kind) {
			continue
		}
		area := a.AreaOf(address)
		// A price begins a new list on its day: what is older gives way to it, and
		// within a day the price of an area or of some hours stands first.
		prices := slices.Clone(a.Prices)
		slices.SortStableFunc(prices, func(p, q contracts.Price) int { return q.From.Compare(p.From) })
		for _, p := range prices {
			if p.Area != "" && p.Area != area {
				continue
			}
			model := visits.Model(a.Model)
			if model == "" {
				model = visits.ByDelivered
			}
			begins, ends := p.Hours()
			all = append(all, visits.Rate{
				Agreement: a.Number, Model: model, From: p.From, Until: a.Ended, Begins: begins, Ends: ends, Ore: p.Ore,
			})
		}
	}
	return all
}

// sharing is how the latest agreement about the service shares the time of a visit to
// two who live together.
func (b billing) sharing(ctx context.Context, t visits.Target) (visits.SharingRule, error) {
	agreements, err := b.agreementsOf(ctx, t.Provider)
	if err != nil || len(agreements) == 0 {
		return visits.ShareAlike, err
	}
	o, _, err := b.orders.Load(ctx, t.Order.ID)
	if err != nil {
		return visits.ShareAlike, fmt.Errorf("kind of the order: %w", err)
	}
	for _, a := range agreements {
		if !a.Covers(o.Kind) {
			continue
		}
		if a.Sharing == contracts.SharedByGranted {
			return visits.ShareByGranted, nil
		}
		break
	}
	return visits.ShareAlike, nil
}

// liveTogether tells whether two persons have the same address. Of one whose address is
// hidden it tells nothing: who is led to share the time would learn where that one lives.
func (r *record) liveTogether(ctx context.Context, a, b ids.Person) (bool, error) {
	persons := engine.Bind(r.Engine, peoplesql.Persons())
	one, _, err := persons.Load(ctx, a.ID)
	if err != nil {
		return false, err
	}
	other, _, err := persons.Load(ctx, b.ID)
	if one.Protection != people.NoProtection || other.Protection != people.NoProtection {
		return false, err
	}
	return one.Contact.Address != "" && one.Contact.Address == other.Contact.Address, err
}
