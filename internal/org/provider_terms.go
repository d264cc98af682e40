package org

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// A LegalBasis (rättslig grund) says by what right a provider carries services out
// for the board (E-09).
type LegalBasis string

// The bases: a system of choice, a procurement, and what the board has agreed with
// its own operation.
const (
	ByChoice      LegalBasis = "lov"
	ByProcurement LegalBasis = "lou"
	ByAgreement   LegalBasis = "overenskommelse"
)

// Words is the basis as pages say it.
func (b LegalBasis) Words() string {
	switch b {
	case ByChoice:
		return "LOV"
	case ByProcurement:
		return "LOU"
	case ByAgreement:
		return "överenskommelse"
	}
	return ""
}

// ProviderTerms (villkor för utförare) are what the register of providers says of
// one beside its name (E-09).
type ProviderTerms struct {
	Basis     LegalBasis
	From      civil.Date // the basis holds from
	Until     civil.Date `json:",omitzero"` // as agreed; zero: until further notice
	Extended  civil.Date `json:",omitzero"` // last day if the agreement is extended; zero: it cannot be
	Services  []string   // keys of the service catalogue that it may take
	Areas     []string   `json:",omitempty"` // where in the municipality; none: everywhere
	Capacity  int        `json:",omitzero"`  // orders at a time; 0: no limit is agreed
	NonChoice bool       `json:",omitzero"`  // given to one who does not choose (LOV 9:2)
}

// SetProviderTerms writes what holds for a provider from now on.
type SetProviderTerms struct{ Terms ProviderTerms }

// Action names the act.
func (SetProviderTerms) Action() string { return "provider.set_terms" }

// Decide holds the terms together: days in order, and a private provider that takes
// part on no internal agreement.
func (cmd SetProviderTerms) Decide(p Provider, _ act.Env) ([]journal.Event, error) {
	if p.From.IsZero() {
		return nil, fault.New(fault.NotFound, "provider.unknown")
	}
	t := cmd.Terms
	var basis, from, until, extended, services, capacity *fault.Error
	switch {
	case t.Basis.Words() == "":
		basis = fault.Field("basis", "provider.basis-missing")
	case t.Basis == ByAgreement && !p.Own:
		basis = fault.Field("basis", "provider.basis-private")
	}
	if t.From.IsZero() {
		from = fault.Field("from", "provider.from-missing")
	}
	if !t.Until.IsZero() && t.Until.Before(t.From) {
		until = fault.Field("until", "provider.until-before-from")
	}
	if !t.Extended.IsZero() && (t.Until.IsZero() || !t.Extended.After(t.Until)) {
		extended = fault.Field("extended", "provider.extension-before-end")
	}
	if len(t.Services) == 0 {
		services = fault.Field("services", "provider.services-missing")
	}
	if t.Capacity < 0 || t.Capacity > mostOrders {
		capacity = fault.Field("capacity", "provider.capacity-wrong")
	}
	if err := fault.Join(basis, from, until, extended, services, capacity); err != nil {
		return nil, err
	}
	t.Areas = slices.DeleteFunc(slices.Clone(t.Areas), func(a string) bool { return strings.TrimSpace(a) == "" })
	return []journal.Event{ProviderTermsSet{Terms: t}}, nil
}

// mostOrders is more than any provider carries out at a time.
const mostOrders = 100_000

// ProviderTermsSet tells what holds for the provider.
type ProviderTermsSet struct{ Terms ProviderTerms }

// EventName is for ever.
func (ProviderTermsSet) EventName() string { return "provider.terms_set.v1" }

// Takes tells whether the provider may be given a kind of service.
func (p Provider) Takes(kind string) bool { return slices.Contains(p.Services, kind) }

// NonChoice tells whether one who does not choose gets this provider. Until the
// board has named one in the register it is the own operation.
func (p Provider) NonChoice() bool {
	if p.Terms.Basis == "" {
		return p.Own
	}
	return p.Terms.NonChoice
}
