package main

import (
	"context"
	"fmt"

	"stadga/internal/act"
	"stadga/internal/casework/caseweb"
	"stadga/internal/civil"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org/orgsql"
)

// origin tells which act says a fact, and by whom.
func (r *record) origin(ctx context.Context, f duty.Fact) (string, error) {
	from, known, err := r.Store.OriginOf(ctx, f.Origin, f.Version)
	if err != nil || !known {
		return "", err
	}
	who := "programmet"
	if !from.Actor.IsZero() {
		names, err := orgsql.Queries{DB: r.Store.Reader()}.Names(ctx, []ids.User{from.Actor})
		if err != nil {
			return "", err
		}
		if who = names[from.Actor]; who == "" {
			who = "en medarbetare som inte finns kvar"
		}
	}
	return fmt.Sprintf("Handling %d i %s, av %s.", f.Version, lineWords(f.Origin.Kind), who), nil
}

// lineWords names the line of the record that a stream of the kind is.
func lineWords(kind string) string {
	switch kind {
	case "person":
		return "personuppgifterna"
	case "case":
		return "ärendet"
	case "intake":
		return "aktualiseringen"
	case "investigation":
		return "utredningen"
	case "decision":
		return "beslutet"
	case "note":
		return "anteckningen"
	case "order":
		return "uppdraget"
	case "visit":
		return "besöket"
	case "deviation":
		return "avvikelsen"
	}
	return "registret"
}

// orderWhy finds the order of a provider who asks why.
func (r *record) orderWhy(ctx context.Context, who act.Actor, order string, today civil.Date) (caseweb.OrderWhy, error) {
	unknown := fault.New(fault.NotFound, "order.unknown")
	id, err := ids.Parse(order)
	if err != nil {
		return caseweb.OrderWhy{}, unknown
	}
	o, _, err := engine.Bind(r.Engine, deliverysql.Orders()).Load(ctx, id)
	if err != nil {
		return caseweb.OrderWhy{}, err
	}
	if !o.Exists() || who.Provider.IsZero() || o.Provider != who.Provider {
		return caseweb.OrderWhy{}, unknown
	}
	bands, err := r.bands(ctx, who, today, o.Person)
	return caseweb.OrderWhy{Person: o.Person, Service: o.Service, Band: bands[o.Person]}, err
}
