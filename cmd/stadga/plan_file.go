package main

import (
	"context"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org/orgsql"
	"stadga/internal/people/peoplesql"
	"stadga/internal/visits"
	"stadga/internal/visits/visitweb"
)

// visited is one of a provider's running orders, as the pages about visits know it.
func (r *record) visited(ctx context.Context, p ids.Provider, id ids.Order) (visitweb.Order, error) {
	o, _, err := engine.Bind(r.Engine, deliverysql.Orders()).Load(ctx, id.ID)
	if err == nil && (!o.Running() || o.Provider != p) {
		err = fault.New(fault.NotFound, "visit.unknown")
	}
	return visitweb.Order{Name: o.Name, Extent: o.Extent, Minutes: o.Minutes, Times: o.Times, Target: visits.Target{Person: o.Person, Order: id, Service: o.Service, Provider: p}}, err
}

// visitedAt finds a provider's only running order for a person, of a service where it is
// named. A person whom the provider does not visit looks like one who does not exist.
func (r *record) visitedAt(ctx context.Context, p ids.Provider, number ids.IdentityNumber, kind string) (visitweb.Order, error) {
	person, err := peoplesql.Queries{DB: r.Store.Reader()}.ByNumber(ctx, number)
	if err != nil {
		return visitweb.Order{}, err
	}
	lines, err := deliverysql.Lists{DB: r.Store.Reader()}.RunningOf(ctx, person.ID)
	if err != nil {
		return visitweb.Order{}, err
	}
	var found []ids.Order
	for _, l := range lines {
		if l.Provider == p && strings.HasPrefix(strings.ToLower(l.Name), strings.ToLower(kind)) {
			found = append(found, l.ID)
		}
	}
	if len(found) != 1 {
		return visitweb.Order{}, fault.New(fault.NotFound, "visit.unknown")
	}
	return r.visited(ctx, p, found[0])
}

// colleague finds who works at a provider today under an employee number.
func (r *record) colleague(ctx context.Context, p ids.Provider, login string) (ids.User, error) {
	today := civil.DayOf(r.Clock())
	s, err := orgsql.Queries{DB: r.Store.Reader()}.StaffByLogin(ctx, login, today)
	if err == nil && s.On(today).Provider != p {
		err = fault.New(fault.NotFound, "staff.unknown")
	}
	return s.ID, err
}
