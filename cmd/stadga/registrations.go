package main

import (
	"context"
	"time"

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
			Counted: func(ctx context.Context) ([]controlweb.EffectMonth, time.Time, error) {
				counted, taken, _, err := r.effects(ctx)
				return counted.Months, taken, err
			},
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

// effectsCounted is the name under which the controls of what providers are paid are
// counted by the job that counts the desk's figures.
const effectsCounted = "ersattning"

// countedEffects are the controls of what providers are paid, as they were counted.
type countedEffects struct {
	Months []controlweb.EffectMonth // the latest whole months, the earliest first
	Shares []controlweb.Share       // the manual shares of the last whole month
}

// countEffects counts them. All orders of all providers are read, which no page does.
func (r *record) countEffects(ctx context.Context, now time.Time) (any, error) {
	last := civil.DayOf(now).MonthStart().AddDays(-1)
	within, _, err := engine.Bind(r.Engine, visitsql.Tolerances()).Load(ctx, control.ToleranceID())
	if err != nil {
		return nil, err
	}
	var counted countedEffects
	effects := controlweb.Effects{Ledger: visitsql.Lists{DB: r.Store.Reader()}, Providers: r.providersNow}
	if counted.Months, err = effects.Months(ctx, last.MonthStart().AddMonths(1-controlweb.EffectMonths), last, within); err != nil {
		return nil, err
	}
	counted.Shares, err = r.manualShares(ctx, last.MonthStart(), last)
	return counted, err
}

// effectsPatience is how long a page waits where nothing has been counted yet.
const effectsPatience = time.Second

// effects reads the controls as they were last counted, and when. Where they never
// were they are counted; false: that takes longer than one waits.
func (r *record) effects(ctx context.Context) (counted countedEffects, taken time.Time, ok bool, err error) {
	if taken, ok, err = r.measures.Counted(ctx, effectsCounted, &counted); ok || err != nil {
		return counted, taken, ok, err
	}
	if going, err := r.measures.Recount(ctx, effectsPatience); err != nil || going.Going {
		return counted, taken, false, err
	}
	taken, ok, err = r.measures.Counted(ctx, effectsCounted, &counted)
	return counted, taken, ok, err
}

// waste is what watches over money that is paid out wrongly (F-27): the last whole
// month that is counted, and how many of how many are to be looked at.
func (r *record) waste(ctx context.Context) ([]webkit.Fact, error) {
	counted, _, ok, err := r.effects(ctx)
	if err != nil || !ok {
		return nil, err
	}
	risk, _, err := engine.Bind(r.Engine, visitsql.Risks()).Load(ctx, control.RiskID())
	above, providers := 0, 0
	for _, s := range counted.Shares {
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
	m := counted.Months[len(counted.Months)-1]
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
func (r *record) aboveLevel(ctx context.Context) ([]webkit.Fact, error) {
	counted, _, _, err := r.effects(ctx)
	var flags []webkit.Fact
	for _, s := range counted.Shares {
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
