package casesql

import (
	"context"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// FollowUpProjection keeps what follow-ups found, for reports and lists:
//
//	follow_up          one row each: what called for it, how it was made, what comes next
//	follow_up_goal     one row per goal that was judged, also when the service ended
//	follow_up_unmet    one row per kind of need that the decision does not meet
//	follow_up_answer   one row per indicator answered
func FollowUpProjection() store.Projection {
	return store.Projection{
		Name:   "follow-ups",
		Tables: []string{"follow_up", "follow_up_goal", "follow_up_unmet", "follow_up_answer"},
		Schema: []string{
			`create table follow_up (
				act bytea not null, place integer not null, service bytea not null, on_day text not null, made_by bytea not null,
				sort text not null, -- what called for it; empty: from before it was asked for
				form text not null, next text not null, no_longer text not null, unmet_by text not null,
				primary key (act, place))`,
			`create index follow_up_day on follow_up (on_day, act)`,
			`create index follow_up_service on follow_up (service, on_day)`,
			`create table follow_up_goal (
				act bytea not null, place integer not null, goal text not null, service bytea not null, on_day text not null, result text not null,
				at_end integer not null, -- judged when the service ended
				primary key (act, place, goal))`,
			`create index follow_up_goal_day on follow_up_goal (on_day, act)`,
			`create index follow_up_goal_service on follow_up_goal (service, on_day)`,
			`create table follow_up_unmet (
				act bytea not null, place integer not null, code text not null, primary key (act, place, code))`,
			`create table follow_up_answer (
				act bytea not null, place integer not null, indicator text not null, service bytea not null, on_day text not null, answer text not null,
				primary key (act, place, indicator))`,
			`create index follow_up_answer_day on follow_up_answer (on_day, act)`,
		},
		Events: eventNames([]journal.Event{casework.ServiceFollowedUp{}, casework.ServiceEnded{}}),
		Apply:  applyFollowUp,
	}
}

func applyFollowUp(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	run := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, append([]any{r.Ref.Act.ID, r.Ref.Index}, args...)...)
		return err
	}
	judged := func(service any, on civil.Date, results []casework.GoalResult, end int) error {
		for _, res := range results {
			if err := run(`insert into follow_up_goal (act, place, goal, service, on_day, result, at_end) values ($1, $2, $3, $4, $5, $6, $7)`,
				res.Goal, service, on, res.Result, end); err != nil {
				return err
			}
		}
		return nil
	}
	switch e := r.Event.(type) {
	case casework.ServiceEnded:
		return judged(e.Service.ID, e.On, e.Results, 1)
	case casework.ServiceFollowedUp:
		f := e.FollowUp
		if err := run(`insert into follow_up (act, place, service, on_day, made_by, sort, form, next, no_longer, unmet_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			f.Service.ID, f.On, r.Actor.ID, string(f.Kind), f.Form, f.Next, string(f.NoLonger), string(f.UnmetBy)); err != nil {
			return err
		}
		for _, code := range f.UnmetKinds {
			if err := run(`insert into follow_up_unmet (act, place, code) values ($1, $2, $3) on conflict (act, place, code) do nothing`, code); err != nil {
				return err
			}
		}
		for _, a := range f.Answers {
			if err := run(`insert into follow_up_answer (act, place, indicator, service, on_day, answer) values ($1, $2, $3, $4, $5, $6)`,
				a.Indicator, f.Service.ID, f.On, a.Answer); err != nil {
				return err
			}
		}
		return judged(f.Service.ID, f.On, f.Results, 0)
	}
	return fmt.Errorf("casesql: %s is not read", r.Name)
}
