package main

import (
	"context"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/people"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
)

// reactions are what follows from an act in another area.
func (r *record) reactions() []engine.Reaction {
	return append(append(r.carrying(), r.fromVisits()...), []engine.Reaction{
		{Name: "person.stop-when-deceased", On: people.Deceased{}.EventName(), Run: func(ctx context.Context, e journal.Recorded) ([]engine.Step, error) {
			return r.stop(ctx, ids.Person{ID: e.Stream.ID}, e.Event.(people.Deceased).On, "avliden", delivery.EndedByDeath)
		}},
		{Name: "person.stop-when-moved", On: people.MovedAway{}.EventName(), Run: func(ctx context.Context, e journal.Recorded) ([]engine.Step, error) {
			return r.stop(ctx, ids.Person{ID: e.Stream.ID}, e.Event.(people.MovedAway).On, "flyttat", delivery.EndedByMove)
		}},
		r.alertManagers(),
		r.moveVisits(),
		r.consentByCommittee(),
	}...)
}

// consentByCommittee brings the committee's decision under FB 6:13 a back to the
// investigation, where it stands in for one guardian's consent.
func (r *record) consentByCommittee() engine.Reaction {
	return engine.Reaction{Name: "investigation.consent-by-committee", On: casework.ProposalRuled{}.EventName(), Run: func(ctx context.Context, e journal.Recorded) ([]engine.Step, error) {
		p, _, err := engine.Bind(r.Engine, casesql.Proposals()).Load(ctx, e.Stream.ID)
		ruling := e.Event.(casework.ProposalRuled).Ruling
		if err != nil || p.Guardian.IsZero() || p.Investigation.IsZero() || ruling.Result != "enligt-forslaget" {
			return nil, err
		}
		return []engine.Step{engine.Bind(r.Engine, casesql.Investigations()).Step(p.Investigation.ID, casework.ConsentInstead{
			Guardian: p.Guardian, On: ruling.On, Minutes: ruling.Minutes(), Reason: p.Background,
		})}, nil
	}}
}

const visitsAhead = 1000 // planned visits that are cancelled with a death: more than any plan holds

// stop ends what runs for a person who has died or moved: services, orders and
// planned visits. Letters and frister stop because what they hang on has ended.
func (r *record) stop(ctx context.Context, person ids.Person, on civil.Date, reason string, end delivery.EndReason) ([]engine.Step, error) {
	db := r.Store.Reader()
	decisions := engine.Bind(r.Engine, casesql.Decisions())
	orders := engine.Bind(r.Engine, deliverysql.Orders())
	planned := engine.Bind(r.Engine, visitsql.Visits())
	var steps []engine.Step

	services, err := casesql.Deciding{DB: db}.RunningOf(ctx, person)
	if err != nil {
		return nil, err
	}
	seen := map[ids.Decision]bool{}
	for _, s := range services {
		if !seen[s.Decision] {
			seen[s.Decision] = true
			steps = append(steps, decisions.Step(s.Decision.ID, casework.StopServices{Reason: reason, On: on}))
		}
	}
	running, err := deliverysql.Lists{DB: db}.RunningOf(ctx, person)
	if err != nil {
		return nil, err
	}
	for _, o := range running {
		steps = append(steps, orders.Step(o.ID.ID, delivery.End{On: on, Reason: end}))
	}
	ahead, err := visitsql.Lists{DB: db}.Ahead(ctx, person, on, visitsAhead)
	if err != nil {
		return nil, err
	}
	for _, v := range ahead {
		steps = append(steps, planned.Step(v.ID.ID, visits.Cancel{Why: "Personen har avlidit eller flyttat."}))
	}
	return steps, nil
}
