package main

import (
	"context"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org/orgsql"
	"stadga/internal/report"
	"stadga/internal/visits"
	"stadga/internal/visits/control"
	"stadga/internal/visits/controlweb"
	"stadga/internal/visits/visitsql"
	"stadga/internal/webkit"
)

// visitServices is what the reports about visits know of the catalogue of services.
func visitServices() visitsql.Services {
	var s visitsql.Services
	for _, kind := range casework.ServiceCatalogue() {
		if kind.Night {
			s.Night = append(s.Night, kind.Key)
		}
	}
	return s
}

// registrationRoutes are the pages about manual registrations and spot checks.
func registrationRoutes(r *record, door pageDoor) []webkit.Route {
	db := r.Store.Reader()
	return controlweb.Pages{
		Levels: engine.Bind(r.Engine, visitsql.ManualLevels()), Tolerances: engine.Bind(r.Engine, visitsql.Tolerances()), Checks: engine.Bind(r.Engine, visitsql.SpotChecks()), Risks: engine.Bind(r.Engine, visitsql.Risks()),
		Register: visitsql.Lists{DB: db}, Ledger: visitsql.Lists{DB: db},
		Others: controlweb.Others{
			Shares: r.manualShares, May: door.May, Case: r.caseOfVisit,
			Draw: func(ctx context.Context, month civil.Date, size int, seed []byte) ([]control.Quota, []control.Pick, error) {
				return visitServices().DrawOf(ctx, db, month, size, seed)
			},
			Providers: r.providersNow,
			Numbers: func(ctx context.Context, cases ...ids.Case) (map[ids.Case]string, error) {
				return casesql.Register{DB: db}.Numbers(ctx, cases)
			},
			Staff: func(ctx context.Context, users ...ids.User) (map[ids.User]string, error) {
				return orgsql.Queries{DB: db}.Names(ctx, users)
			},
		},
	}.Routes()
}

// providersNow are the approved providers by name.
func (r *record) providersNow(ctx context.Context) (map[ids.Provider]string, error) {
	approved, err := orgsql.Queries{DB: r.Store.Reader()}.Providers(ctx, civil.DayOf(r.Clock()))
	names := map[ids.Provider]string{}
	for _, p := range approved {
		names[p.ID] = p.Name
	}
	return names, err
}

// waste is what watches over money that is paid out wrongly (F-27): the last whole
// month, and how many of how many are to be looked at.
func (r *record) waste(ctx context.Context, today civil.Date) ([]webkit.Fact, error) {
	last := today.MonthStart().AddDays(-1)
	within, _, err := engine.Bind(r.Engine, visitsql.Tolerances()).Load(ctx, control.ToleranceID())
	if err != nil {
		return nil, err
	}
	effects := controlweb.Effects{Ledger: visitsql.Lists{DB: r.Store.Reader()}, Providers: r.providersNow}
	months, err := effects.Months(ctx, last.MonthStart(), last, within)
	if err != nil {
		return nil, err
	}
	risk, _, err := engine.Bind(r.Engine, visitsql.Risks()).Load(ctx, control.RiskID())
	if err != nil {
		return nil, err
	}
	shares, err := r.manualShares(ctx, last.MonthStart(), last)
	above, providers := 0, 0
	for _, s := range shares {
		if s.Whole {
			continue
		}
		providers++
		if s.Above {
			above++
		}
	}
	row := func(n, of int, title, words, path string) webkit.Fact {
		if of == 0 {
			return webkit.Fact{Label: title, Value: "Inget att bedöma", Missing: true}
		}
		return webkit.Fact{Label: title, Value: webkit.Thousands(n) + " av " + webkit.Thousands(of) + " " + words, Mend: &webkit.Link{Path: path, Words: "Se listan"}}
	}
	m := months[0]
	return []webkit.Fact{
		row(m.Held, m.Visits, "Besök på fel grund", "besök betalas inte", "/ekonomi/ersattning"),
		row(m.Unexplained, m.Orders, "Tid utanför toleransen", "uppdrag saknar orsak", "/ekonomi/ersattning"),
		row(m.Ceiling, m.Persons, control.WatchCeiling.Words(), "personer", control.WatchCeiling.Path()),
		row(m.Corrected, m.Visits, control.WatchCorrections.Words(), "besök", control.WatchCorrections.Path()),
		row(m.Off, m.Forecasts, control.WatchForecast.Words(), "utförare", control.WatchForecast.Path()),
		row(above, providers, control.WatchTyped.Words(), "utförare ligger över nivån", control.WatchTyped.Path()),
		row(risk.Unwatched(), len(risk.Drawbacks), "Nackdelar med ersättningsmodellen", "nackdelar saknar kontroll", controlweb.EffectsRoot),
	}, err
}

// manualShares is the manual share of each provider and month, in words.
func (r *record) manualShares(ctx context.Context, from, to civil.Date) ([]controlweb.Share, error) {
	found, err := visitServices().ManualShares(ctx, r.Store.Reader(), from, to)
	share, change := report.Column{Unit: report.Share}, report.Column{Unit: report.Tenth}
	var all []controlweb.Share
	for _, m := range found {
		moved := report.None()
		if !m.Share.Unknown && !m.Before.Unknown {
			moved = report.N(m.Share.Number - m.Before.Number)
		}
		all = append(all, controlweb.Share{
			Month: m.Month, Provider: m.Provider, Share: share.Format(m.Share), Change: change.Format(moved), Stands: m.Stands(), Above: m.Above(), Whole: m.Whole,
		})
	}
	return all, err
}

// aboveLevel names the providers that typed more of the last whole month's visits
// than the board accepts (F-05).
func (r *record) aboveLevel(ctx context.Context, today civil.Date) ([]webkit.Fact, error) {
	last := today.MonthStart().AddDays(-1)
	shares, err := r.manualShares(ctx, last.MonthStart(), last)
	var flags []webkit.Fact
	for _, s := range shares {
		if s.Above && !s.Whole {
			flags = append(flags, webkit.Fact{Label: s.Provider, Value: s.Share + " av besöken i " + s.Month + " är manuellt registrerade"})
		}
	}
	return flags, err
}

// caseOfVisit is the number of the case that a visit belongs to, for one who may open it.
func (r *record) caseOfVisit(ctx context.Context, who act.Actor, of visits.Line) (string, error) {
	id, err := visitsql.Lists{DB: r.Store.Reader()}.CaseOf(ctx, of.Service)
	if err != nil || id.IsZero() {
		return "", err
	}
	named, err := r.named(ctx, who, []ids.Case{id})
	return named[id], err
}
