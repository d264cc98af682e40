package org_test

import (
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/fault/faulttest"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/org"
)

var (
	today    = civil.On(2026, time.March, 12)
	env      = act.Env{Now: today.At(9, 0), Today: today}
	norr     = ids.Unit{ID: ids.ID{15: 1}}
	almviken = ids.Provider{ID: ids.ID{15: 2}}
	sofia    = ids.User{ID: ids.ID{15: 3}}
	linnea   = ids.User{ID: ids.ID{15: 4}}
	officer  = org.Placement{Title: "Socialsekreterare", Roles: []org.Role{org.Handlaggare}, Unit: norr, From: today}
)

func TestWhatStandsInTheWay(t *testing.T) {
	unit := org.EstablishUnit{Name: "Biståndsenheten", Side: org.Authority, Areas: []string{"aldre"}, From: today}
	placed := func(change func(*org.Placement)) org.Placement {
		p := officer
		change(&p)
		return p
	}
	var establishedUnit org.Unit
	establishedUnit.Fold(journal.Recorded{Event: org.UnitEstablished(unit)})
	var appointed org.Staff
	appointed.Fold(journal.Recorded{Event: org.StaffAppointed{Name: "Sofia Wallin", Placement: officer}})
	var away org.Absence
	away.Fold(journal.Recorded{Event: org.AbsenceBegun{User: sofia, StandIn: linnea, From: today, Until: today.AddDays(9)}})
	var approved org.Provider
	provider := org.ApproveProvider{Name: "Almvikens Omsorg AB", Services: []string{"hemtjanst"}, From: today}
	approved.Fold(journal.Recorded{Event: org.ProviderApproved(provider)})

	for name, tt := range map[string]struct {
		when func() ([]journal.Event, error)
		then string
	}{
		"a unit": {func() ([]journal.Event, error) { return unit.Decide(org.Unit{}, env) }, ""},
		"a unit without side": {func() ([]journal.Event, error) {
			return org.EstablishUnit{Name: "X", From: today}.Decide(org.Unit{}, env)
		}, "unit.side-missing"},
		"a unit twice":      {func() ([]journal.Event, error) { return unit.Decide(establishedUnit, env) }, "unit.established-already"},
		"rename of no unit": {func() ([]journal.Event, error) { return org.RenameUnit{"X", today}.Decide(org.Unit{}, env) }, "unit.unknown"},
		"rename before it existed": {func() ([]journal.Event, error) {
			return org.RenameUnit{"X", today.AddDays(-1)}.Decide(establishedUnit, env)
		}, "unit.from-missing"},
		"unit closed":           {func() ([]journal.Event, error) { return org.CloseUnit{today}.Decide(establishedUnit, env) }, ""},
		"unit closed too early": {func() ([]journal.Event, error) { return org.CloseUnit{today.AddDays(-1)}.Decide(establishedUnit, env) }, "unit.until-before-from"},

		"staff": {func() ([]journal.Event, error) {
			return org.AppointStaff{"Sofia Wallin", officer}.Decide(org.Staff{}, env)
		}, ""},
		"staff without role": {func() ([]journal.Event, error) {
			return org.AppointStaff{"Sofia Wallin", placed(func(p *org.Placement) { p.Roles = nil })}.Decide(org.Staff{}, env)
		}, "staff.role-missing"},
		"staff with a role that is none": {func() ([]journal.Event, error) {
			return org.AppointStaff{"Sofia Wallin", placed(func(p *org.Placement) { p.Roles = []org.Role{"kung"} })}.Decide(org.Staff{}, env)
		}, "staff.role-unknown"},
		"staff in a unit and at a provider": {func() ([]journal.Event, error) {
			return org.AppointStaff{"Disa Palm", placed(func(p *org.Placement) { p.Provider = almviken })}.Decide(org.Staff{}, env)
		}, "staff.unit-or-provider"},
		"placed back in time": {func() ([]journal.Event, error) {
			return org.PlaceStaff{placed(func(p *org.Placement) { p.From = today.AddDays(-1) })}.Decide(appointed, env)
		}, "staff.placed-before-the-last"},
		"known to the log-in service": {func() ([]journal.Event, error) { return org.IdentifyStaff{"104233"}.Decide(appointed, env) }, ""},
		"known by a personnummer": {func() ([]journal.Event, error) {
			return org.IdentifyStaff{"19800102-2394"}.Decide(appointed, env)
		}, "staff.login-personnummer"},
		"known by a space": {func() ([]journal.Event, error) { return org.IdentifyStaff{"104233 "}.Decide(appointed, env) }, "staff.login-missing"},
		"known and nobody": {func() ([]journal.Event, error) { return org.IdentifyStaff{"104233"}.Decide(org.Staff{}, env) }, "staff.unknown"},
		"nobody leaves":    {func() ([]journal.Event, error) { return org.EndStaff{today}.Decide(org.Staff{}, env) }, "staff.unknown"},

		"absence without stand-in": {func() ([]journal.Event, error) {
			return org.BeginAbsence{User: sofia, From: today, Until: today}.Decide(org.Absence{}, env)
		}, ""},
		"standing in for oneself": {func() ([]journal.Event, error) {
			return org.BeginAbsence{User: sofia, StandIn: sofia, From: today, Until: today}.Decide(org.Absence{}, env)
		}, "absence.stands-in-for-itself"},
		"absence that ends before it begins": {func() ([]journal.Event, error) {
			return org.ChangeAbsence{linnea, today.AddDays(-1)}.Decide(away, env)
		}, "absence.until-before-from"},
		"absence prolonged": {func() ([]journal.Event, error) { return org.ChangeAbsence{linnea, today.AddDays(20)}.Decide(away, env) }, ""},

		"provider": {func() ([]journal.Event, error) { return provider.Decide(org.Provider{}, env) }, ""},
		"provider of nothing": {func() ([]journal.Event, error) {
			return org.ApproveProvider{Name: "X", From: today}.Decide(org.Provider{}, env)
		}, "provider.services-missing"},
		"provider ended": {func() ([]journal.Event, error) { return org.EndProvider{today}.Decide(approved, env) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			events, err := tt.when()
			all := fault.All(err)
			switch {
			case tt.then == "" && (err != nil || len(events) != 1):
				t.Errorf("got %d events and %v, want one event", len(events), err)
			case tt.then != "" && (len(all) != 1 || all[0].Text != tt.then):
				t.Errorf("got %v, want %s", err, tt.then)
			}
		})
	}
}

func TestAPlacementHoldsFromItsDayUntilTheNext(t *testing.T) {
	var s org.Staff
	chief := org.Placement{Title: "Enhetschef", Roles: []org.Role{org.Enhetschef}, Unit: norr, From: today.AddDays(10)}
	for _, e := range []journal.Event{
		org.StaffAppointed{Name: "Helena Fors", Placement: officer}, org.StaffPlaced{Placement: chief}, org.StaffLeft{Until: today.AddDays(20)},
	} {
		s.Fold(journal.Recorded{Event: e})
	}
	for day, want := range map[civil.Date]string{
		today.AddDays(-1): "", today: "Socialsekreterare", today.AddDays(9): "Socialsekreterare",
		today.AddDays(10): "Enhetschef", today.AddDays(20): "Enhetschef", today.AddDays(21): "",
	} {
		if got := s.On(day).Title; got != want {
			t.Errorf("on %s: got %q, want %q", day, got, want)
		}
	}
}

func TestEveryKeyHasWords(t *testing.T) { faulttest.Check(t, ".", org.Sentences()) }
