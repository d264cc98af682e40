package main

import (
	"context"
	"fmt"
	"time"

	"stadga/internal/act"
	"stadga/internal/contracts"
	"stadga/internal/contracts/contractsql"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
)

// repricedAtOnce is how many visits are looked at in one act.
const repricedAtOnce = 200

// repricing gives visits that are already registered the price that a change
// backwards gives them, some at a time. How far it has come stands in the
// agreement, in the same act as the visits that got another price, so that what is
// interrupted goes on where it was.
func (r *record) repricing() jobs.Job {
	b := r.billing()
	return jobs.Job{Name: "reprice", Every: time.Second, Run: func(ctx context.Context) (bool, error) {
		waiting, err := contractsql.Register{DB: r.Store.Reader()}.Repricing(ctx, 1)
		if err != nil || len(waiting) == 0 {
			return false, err
		}
		err = b.reprice(ctx, waiting[0])
		if fault.KindOf(err) == fault.Conflict { // the agreement or a visit has moved: it is looked at again, the next time
			return false, nil
		}
		return err == nil, err
	}}
}

func (b billing) reprice(ctx context.Context, id ids.ID) error {
	a, _, err := b.agreements.Load(ctx, id)
	if err != nil {
		return err
	}
	work := a.Repricing
	door := engine.Bind(b.Engine, visitsql.Visits())
	made, err := b.made.RatedAfter(ctx, a.Provider, work.From, work.After.Day, work.After.Visit, repricedAtOnce)
	if err != nil {
		return fmt.Errorf("visits of agreement %s: %w", a.Number, err)
	}
	next := contracts.Reprice{Was: work.After, After: work.After, Looked: len(made), Done: len(made) < repricedAtOnce}
	rates := map[ids.Order]visits.Rates{}
	var steps []engine.Step
	for _, v := range made {
		next.After = contracts.Place{Day: v.Day, Visit: v.ID}
		known, ok := rates[v.Target.Order]
		if !ok {
			if known, err = b.tariff(ctx, v.Target); err != nil {
				return err
			}
			rates[v.Target.Order] = known
		}
		if !v.Same(known.Rate(v.Done)) {
			steps = append(steps, door.Step(v.ID.ID, visits.Rerate{Service: v.Target.Service, Rates: known, Why: work.Why}))
			next.Changed++
		}
	}
	steps = append(steps, b.agreements.Step(id, next))
	_, err = b.Engine.Do(ctx, act.Form{ID: b.Engine.NewForm(), Actor: act.Actor{System: true}}, steps...)
	return err
}
