package main

import (
	"context"
	"slices"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/desk/desksql"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
)

// alertManagers is what follows when it is written that a child needs protection
// now: those who lead the unit that has the case are told.
func (r *record) alertManagers() engine.Reaction {
	intakes, cases := engine.Bind(r.Engine, casesql.Intakes()), engine.Bind(r.Engine, casesql.Cases())
	return engine.Reaction{
		Name: "intake.alert-managers", On: casework.ProtectionAssessed{}.EventName(),
		Run: func(ctx context.Context, e journal.Recorded) ([]engine.Step, error) {
			if e.Event.(casework.ProtectionAssessed).Assessment.Result != casework.ProtectionNeeded {
				return nil, nil
			}
			in, _, err := intakes.Load(ctx, e.Stream.ID)
			if err != nil {
				return nil, err
			}
			of, _, err := cases.Load(ctx, in.Case.ID)
			if err != nil {
				return nil, err
			}
			to, err := r.managersOf(ctx, of.Unit)
			return []engine.Step{intakes.Step(e.Stream.ID, casework.AlertManagers{To: to})}, err
		},
	}
}

// managersOf are the managers of a unit; where it has none, those of the other
// units for children, and else the director. Who stands in for one of them sees
// the alert too.
func (r *record) managersOf(ctx context.Context, unit ids.Unit) ([]ids.User, error) {
	today := civil.DayOf(r.Clock())
	q := orgsql.Queries{DB: r.Store.Reader()}
	staff, err := q.Staff(ctx, today)
	if err != nil {
		return nil, err
	}
	units, err := q.Units(ctx, today)
	if err != nil {
		return nil, err
	}
	leading := func(role org.Role, in func(ids.Unit) bool) []ids.User {
		var all []ids.User
		for _, s := range staff {
			place := s.Placements[len(s.Placements)-1]
			if slices.Contains(place.Roles, role) && place.Provider.IsZero() && in(place.Unit) {
				all = append(all, s.ID)
			}
		}
		return all
	}
	forChildren := func(id ids.Unit) bool {
		return slices.ContainsFunc(units, func(u org.Unit) bool {
			return u.ID == id && u.Side == org.Authority && slices.Contains(u.Areas, string(casework.Children))
		})
	}
	if own := leading(org.Enhetschef, func(id ids.Unit) bool { return id == unit }); len(own) > 0 {
		return own, nil
	}
	if near := leading(org.Enhetschef, forChildren); len(near) > 0 {
		return near, nil
	}
	return leading(org.Socialchef, func(ids.Unit) bool { return true }), nil
}

// alerts answers what Min dag asks of children who need protection now.
type alerts struct {
	*record
	intakes *engine.Stream[casework.Intake]
}

// Of lists alerts, each with the obligation that counts its time.
func (a alerts) Of(ctx context.Context, users []ids.User, since time.Time) ([]desk.Alert, error) {
	db := a.Store.Reader()
	all, err := desksql.Queries{DB: db}.Alerts(ctx, users, since)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if !all[i].Waits() {
			continue
		}
		owed, err := casesql.Duties{DB: db}.OfSubject(ctx, duty.Subject{Kind: "intake", ID: all[i].Intake.ID})
		if err != nil {
			return nil, err
		}
		for _, o := range owed {
			if o.Rule == desk.RuleAlert && o.MetBy.Name == "" {
				all[i].Owed = o
			}
		}
	}
	return all, nil
}

// Receipt answers one.
func (a alerts) Receipt(ctx context.Context, form act.Form, intake ids.Intake) error {
	if intake.IsZero() {
		return fault.New(fault.NotFound, "intake.unknown")
	}
	_, err := a.intakes.Do(ctx, form, intake.ID, casework.ReceiptAlert{})
	return err
}
