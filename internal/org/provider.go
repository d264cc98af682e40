package org

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Provider (utförare) carries services out: own operation (egen regi) or private.
type Provider struct {
	ID        ids.Provider
	Name      string
	OrgNumber string // ten digits; own operation has the municipality's
	Own       bool
	Services  []string // keys of the service catalogue it may take
	Phone     string
	From      civil.Date
	Until     civil.Date // last day; zero: still there
	Terms     ProviderTerms
}

// ApproveProvider lets a provider take orders.
type ApproveProvider struct {
	Name      string
	OrgNumber string
	Own       bool
	Services  []string
	Phone     string
	From      civil.Date
}

// Action names the act.
func (ApproveProvider) Action() string { return "provider.approve" }

// Decide approves once, for named services.
func (cmd ApproveProvider) Decide(p Provider, _ act.Env) ([]journal.Event, error) {
	switch {
	case !p.From.IsZero():
		return nil, fault.New(fault.Conflict, "provider.approved-already")
	case strings.TrimSpace(cmd.Name) == "":
		return nil, fault.Field("name", "provider.name-missing")
	case len(cmd.Services) == 0:
		return nil, fault.Field("services", "provider.services-missing")
	case cmd.From.IsZero():
		return nil, fault.Field("from", "provider.from-missing")
	}
	return []journal.Event{ProviderApproved(cmd)}, nil
}

// EndProvider tells the last day on which the provider carries anything out.
type EndProvider struct{ Until civil.Date }

// Action names the act.
func (EndProvider) Action() string { return "provider.end" }

// Decide ends a provider that was approved.
func (cmd EndProvider) Decide(p Provider, _ act.Env) ([]journal.Event, error) {
	switch {
	case p.From.IsZero():
		return nil, fault.New(fault.NotFound, "provider.unknown")
	case cmd.Until.IsZero() || cmd.Until.Before(p.From):
		return nil, fault.Field("until", "provider.until-before-from")
	}
	return []journal.Event{ProviderEnded(cmd)}, nil
}

type (
	// ProviderApproved lets a provider take orders.
	ProviderApproved struct {
		Name      string
		OrgNumber string
		Own       bool
		Services  []string
		Phone     string
		From      civil.Date
	}
	// ProviderEnded tells the last day.
	ProviderEnded struct{ Until civil.Date }
)

// EventName is for ever.
func (ProviderApproved) EventName() string { return "provider.approved.v1" }

// EventName is for ever.
func (ProviderEnded) EventName() string { return "provider.ended.v1" }

// ProviderEvents lists a zero value of each event of the stream.
func ProviderEvents() []journal.Event {
	return []journal.Event{ProviderApproved{}, ProviderEnded{}, ProviderTermsSet{}}
}

// Fold takes one event into the provider.
func (p *Provider) Fold(r journal.Recorded) {
	p.ID = ids.Provider{ID: r.Stream.ID}
	switch e := r.Event.(type) {
	case ProviderApproved:
		p.Name, p.OrgNumber, p.Own, p.Services, p.Phone, p.From = e.Name, e.OrgNumber, e.Own, e.Services, e.Phone, e.From
	case ProviderEnded:
		p.Until = e.Until
	case ProviderTermsSet:
		p.Terms, p.Services = e.Terms, e.Terms.Services
	}
}

// Says gives no facts: no rule of these threads asks about a provider.
func (Provider) Says() []duty.Said { return nil }

// Persons names no file.
func (Provider) Persons() []ids.Person { return nil }
