package main

import (
	"context"
	"slices"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/desk/desksql"
	"stadga/internal/desk/deskweb"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/org/orgweb"
	"stadga/internal/quality/qualityweb"
	"stadga/internal/webkit"
)

// oversightPages are the pages of access out of the ordinary, and of who stands
// in for whom.
func oversightPages(r *record, door pageDoor) orgweb.Pages {
	db := r.Store.Reader()
	register := casesql.Register{DB: db}
	return orgweb.Pages{
		Emergencies: engine.Bind(r.Engine, orgsql.Emergencies()), Shifts: engine.Bind(r.Engine, orgsql.Shifts()), Absences: engine.Bind(r.Engine, orgsql.Absences()), Borders: engine.Bind(r.Engine, orgsql.Borders()),
		Register: orgsql.Queries{DB: db}, Door: door,
		Others: orgweb.Others{
			Case: func(ctx context.Context, number string) (orgweb.Case, error) {
				c, err := register.CaseByNumber(ctx, number)
				return orgweb.Case{ID: c.ID, Number: c.Number, Person: c.Person, Unit: c.Unit}, err
			},
			Numbers:   register.Numbers,
			Overseers: r.overseersOf,
			Readings:  r.readingsBy,
			Conflicts: func(ctx context.Context, who act.Actor, limit int) ([]orgweb.Conflict, error) {
				found, err := desksql.Queries{DB: db}.Conflicts(ctx, door.Scope(who), limit)
				all := make([]orgweb.Conflict, len(found))
				for i, c := range found {
					all[i] = orgweb.Conflict{Number: c.Case.Number, User: c.User, Name: c.Name, Since: c.Since, Officer: c.Officer}
					if door.Sees(who, c.Case.File())[0] {
						all[i].Path = "/arende/" + c.Case.Number
					}
				}
				return all, err
			},
			Owed: func(ctx context.Context, subject duty.Subject) ([]duty.Obligation, error) {
				return casesql.Duties{DB: db}.OfSubject(ctx, subject)
			},
		},
	}
}

// overseersOf are those who are told of an access in a unit and review it: who
// leads the unit, and where that is nobody else than the one concerned, the
// director. Who stands in for one of them sees it too.
func (r *record) overseersOf(ctx context.Context, unit ids.Unit, but ids.User) ([]ids.User, error) {
	staff, err := orgsql.Queries{DB: r.Store.Reader()}.Staff(ctx, civil.DayOf(r.Clock()))
	if err != nil {
		return nil, err
	}
	leading := func(role org.Role, in func(ids.Unit) bool) []ids.User {
		var all []ids.User
		for _, s := range staff {
			place := s.Placements[len(s.Placements)-1]
			if s.ID != but && slices.Contains(place.Roles, role) && place.Provider.IsZero() && in(place.Unit) {
				all = append(all, s.ID)
			}
		}
		return all
	}
	if own := leading(org.Enhetschef, func(u ids.Unit) bool { return !unit.IsZero() && u == unit }); len(own) > 0 {
		return own, nil
	}
	return leading(org.Socialchef, func(ids.Unit) bool { return true }), nil
}

// readingsBy tells what a member of staff opened between two instants.
func (r *record) readingsBy(ctx context.Context, user ids.User, from, until time.Time, limit int) ([]orgweb.Reading, error) {
	found, err := r.Store.ReadingsBetween(ctx, user, from, until, limit)
	if err != nil {
		return nil, err
	}
	var cases []ids.Case
	for _, one := range found {
		if one.Subject.Kind == "case" {
			cases = append(cases, ids.Case{ID: one.Subject.ID})
		}
	}
	numbers, err := casesql.Register{DB: r.Store.Reader()}.Numbers(ctx, cases)
	all := make([]orgweb.Reading, len(found))
	for i, one := range found {
		all[i] = orgweb.Reading{At: one.At, Case: numbers[ids.Case{ID: one.Subject.ID}], Part: one.Part, Ground: one.Ground}
	}
	return all, err
}

// toldOf is the same on Min dag, each with its frist, and for MAS what is open where
// municipal health care is responsible too (E-43).
func toldOf(pages orgweb.Pages, deviations qualityweb.Pages) func(context.Context, act.Actor, time.Time) ([]deskweb.ToldRow, error) {
	return func(ctx context.Context, who act.Actor, now time.Time) ([]deskweb.ToldRow, error) {
		told, err := pages.Told(ctx, who)
		rows := make([]deskweb.ToldRow, len(told))
		for i, t := range told {
			rows[i] = deskweb.ToldRow{What: t.What, Who: t.Who, Why: t.Why, Path: t.Path, Subject: t.Subject}
			if len(t.Owed) > 0 {
				rows[i].Frist = webkit.FristOf(t.Owed[0], now)
			}
		}
		if err != nil {
			return nil, err
		}
		open, path, err := deviations.ForHealth(ctx, who)
		if open > 0 {
			rows = append(rows, deskweb.ToldRow{What: webkit.Count(open, "öppen avvikelse", "öppna avvikelser"), Who: "Hälso- och sjukvård", Why: "insatser där kommunens hälso- och sjukvård också ansvarar", Path: path})
		}
		return rows, err
	}
}
