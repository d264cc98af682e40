// Package deliverysql keeps what lists about orders show, in tables of its own,
// and answers the questions of the delivery pages.
package deliverysql

import (
	"context"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/visits"
)

// Projection keeps one row per order, one per goal of it, and one per signal.
//
//	order_line    what a list shows; days and instants are empty until they are known.
//	              moves is the day another order takes over
//	              started is the day of the fact that proved it, also a first visit
//	order_goal    each goal of the decision as the order carries it, and whether the plan touches it
//	order_signal  each signal of changed need, answered or not
//	order_news    what the staff must know, and when the first of them read it
//	order_alarm   each installed alarm, with staff and how much of the check list was done
func Projection() store.Projection {
	return store.Projection{
		Name:   "orders",
		Tables: []string{"order_line", "order_goal", "order_signal", "order_news", "order_alarm"},
		Schema: []string{
			`create table order_line (
				id bytea primary key, case_id bytea not null, decision bytea not null, service bytea not null,
				person bytea not null, provider bytea not null,
				kind text not null, name text not null, extent text not null, proof text not null, plan_needed integer not null,
				minutes integer not null default 0, times integer not null default 0, wish text not null, until text not null, sent text not null,
				acknowledged text not null default '', start_day text not null default '', started text not null default '',
				interrupted text not null default '', why_not text not null default '', offers integer not null default 0,
				plan_made text not null default '', plan_review text not null default '', plan_read text not null default '',
				plan_by_authority integer not null default 0,
				ended text not null default '', end_reason text not null default '', moves text not null default '',
				plan_loose integer not null default 0, plan_gaps integer not null default 0, plan_shared text not null default '',
				plan_owned integer not null default 0, plan_sampled text not null default '',
				partly text not null default '', partly_lacks text not null default '', wait_wished text not null default '',
				asked_office text not null default '', asked_provider text not null default '')`,
			`create index order_line_ended on order_line (kind, ended, id) where ended <> ''`,
			`create index order_line_planned on order_line (case_id, id) where plan_needed = 1`,
			`create index order_line_interrupted on order_line (interrupted, service) where ended = '' and interrupted > ''`,
			`create index order_line_partly on order_line (partly, service) where ended = '' and partly > ''`,
			`create index order_line_moves on order_line (moves, id) where ended = '' and moves <> ''`,
			`create index order_line_case on order_line (case_id, sent, id)`,
			`create index order_line_service on order_line (service, sent)`,
			`create index order_line_person on order_line (person) where ended = ''`,
			`create index order_line_provider on order_line (provider, sent, id) where ended = ''`,
			`create index order_line_new on order_line (provider, sent, id) where ended = '' and acknowledged = ''`,
			`create index order_line_plan on order_line (provider, plan_review, id) where ended = '' and plan_needed = 1`,
			`create index order_line_asked_office on order_line (case_id, asked_office) where asked_office <> ''`,
			`create index order_line_asked_provider on order_line (provider, asked_provider) where asked_provider <> ''`,
			`create table order_news (
				order_id bytea not null, number integer not null, provider bytea not null, person bytea not null,
				kind text not null, sent text not null, from_provider integer not null, read text not null default '',
				primary key (order_id, number))`,
			`create index order_news_provider on order_news (provider, sent) where read = ''`,
			`create table order_alarm (
				order_id bytea primary key, provider bytea not null, person bytea not null,
				installed text not null, installed_by text not null, installed_points integer not null,
				removed text not null default '', removed_by text not null default '', removed_points integer not null default 0)`,
			`create index order_alarm_provider on order_alarm (provider, installed)`,
			`create index order_line_started on order_line (started) where started <> ''`,
			`create table order_goal (
				order_id bytea not null, goal text not null, text text not null, due text not null, planned integer not null default 0,
				primary key (order_id, goal))`,
			`create table order_signal (
				order_id bytea not null, number integer not null, provider bytea not null, case_id bytea not null, person bytea not null,
				kind text not null, since text not null, sent text not null, answered text not null default '', answered_by bytea not null,
				leads text not null default '', service bytea not null, plan text not null,
				primary key (order_id, number))`,
			`create index order_signal_open on order_signal (sent, order_id) where answered = ''`,
			`create index order_signal_provider on order_signal (provider, sent) where answered = ''`,
			`create index order_signal_case on order_signal (case_id, sent)`,
			`create index order_signal_sent on order_signal (sent, order_id)`,
			`create index order_signal_by on order_signal (provider, sent, order_id)`,
		},
		Events: []string{
			delivery.OrderSent{}.EventName(), delivery.OrderAcknowledged{}.EventName(), delivery.StartSet{}.EventName(),
			delivery.Started{}.EventName(), delivery.PlaceOffered{}.EventName(), delivery.DelayExplained{}.EventName(),
			delivery.Interrupted{}.EventName(), delivery.Resumed{}.EventName(), delivery.PlanMade{}.EventName(),
			delivery.PlanReviewed{}.EventName(), delivery.PlanRead{}.EventName(),
			delivery.ChangeSignalled{}.EventName(), delivery.ChangeAnswered{}.EventName(), delivery.OrderEnded{}.EventName(),
			visits.VisitRegistered{}.EventName(), delivery.OrderMoved{}.EventName(),
			delivery.PlanOwnerNamed{}.EventName(), delivery.PlanShared{}.EventName(), delivery.PlanSampled{}.EventName(),
			delivery.WaitWished{}.EventName(), delivery.PartlyGiven{}.EventName(), delivery.FullyGiven{}.EventName(),
			delivery.MessageWritten{}.EventName(), delivery.ContactLogged{}.EventName(), delivery.StaffTold{}.EventName(),
			delivery.StaffInformed{}.EventName(), delivery.AlarmInstalled{}.EventName(), delivery.AlarmRemoved{}.EventName(),
			delivery.OrderProlonged{}.EventName(),
		},
		Apply: apply,
	}
}

func apply(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	id := r.Stream.ID
	set := func(assignments string, args ...any) error {
		_, err := tx.ExecContext(ctx, "update order_line set "+assignments+" where id = $1", append([]any{id}, args...)...)
		return err
	}
	switch e := r.Event.(type) {
	case delivery.OrderSent:
		return insert(ctx, tx, r, e.Brief)
	case delivery.OrderAcknowledged:
		return set("acknowledged = $2", stamp(r))
	case delivery.StartSet:
		return set("start_day = $2", e.On)
	case delivery.Started:
		return set("started = $2", e.On)
	case visits.VisitRegistered:
		if !e.First {
			return nil
		}
		_, err := tx.ExecContext(ctx, `update order_line set started = $2 where id = $1 and (started = '' or started > $2)`,
			e.Target.Order.ID, civil.DayOf(e.Done.From))
		return err
	case delivery.PlaceOffered:
		return set("offers = offers + 1")
	case delivery.DelayExplained:
		return set("why_not = $2", e.Reason)
	case delivery.Interrupted:
		return set("interrupted = $2", e.On)
	case delivery.Resumed:
		return set("interrupted = ''")
	case delivery.PlanMade:
		return planMade(ctx, tx, r, e.Plan)
	case delivery.PlanReviewed:
		return set("plan_review = $2, plan_read = ''", e.Review.Next)
	case delivery.PlanRead:
		return set("plan_read = $2", e.On)
	case delivery.ChangeSignalled:
		_, err := tx.ExecContext(ctx, `insert into order_signal (order_id, number, provider, case_id, person, kind, since, sent, answered_by, service, plan)
			select id, $2, provider, case_id, person, $3, $4, $5, $6, service, $7 from order_line where id = $1`,
			id, e.Number, string(e.Kind), e.Since, stamp(r), ids.User{}, e.Plan)
		return err
	case delivery.ChangeAnswered:
		_, err := tx.ExecContext(ctx, `update order_signal set answered = $3, leads = $4, answered_by = $5 where order_id = $1 and number = $2`,
			id, e.Number, stamp(r), string(e.Leads), r.Actor.ID)
		return err
	case delivery.WaitWished:
		return set("wait_wished = $2", e.On)
	case delivery.PartlyGiven:
		return set("partly = $2, partly_lacks = $3", e.Since, e.Lacks)
	case delivery.FullyGiven:
		return set("partly = '', partly_lacks = ''")
	case delivery.MessageWritten:
		return asked(set, e.FromProvider, e.Told, stamp(r))
	case delivery.ContactLogged:
		return asked(set, true, e.Answer != "", stamp(r))
	case delivery.StaffTold:
		_, err := tx.ExecContext(ctx, `insert into order_news (order_id, number, provider, person, kind, sent, from_provider)
			select id, $2, provider, person, $3, $4, $5 from order_line where id = $1`, id, e.Number, string(e.Kind), stamp(r), number(e.FromProvider))
		return err
	case delivery.StaffInformed:
		_, err := tx.ExecContext(ctx, `update order_news set read = $3 where order_id = $1 and number = $2 and read = ''`, id, e.Number, stamp(r))
		return err
	case delivery.AlarmInstalled:
		_, err := tx.ExecContext(ctx, `insert into order_alarm (order_id, provider, person, installed, installed_by, installed_points)
			select id, provider, person, $2, $3, $4 from order_line where id = $1`, id, e.Check.On, e.Check.Staff, len(e.Check.Checked))
		return err
	case delivery.AlarmRemoved:
		_, err := tx.ExecContext(ctx, `update order_alarm set removed = $2, removed_by = $3, removed_points = $4 where order_id = $1`,
			id, e.Check.On, e.Check.Staff, len(e.Check.Checked))
		return err
	case delivery.PlanOwnerNamed:
		return set("plan_owned = 1")
	case delivery.PlanShared:
		return set("plan_shared = $2", e.On)
	case delivery.PlanSampled:
		return set("plan_sampled = $2", string(e.Sample.Verdict))
	case delivery.OrderProlonged:
		return set("until = $2", e.Until)
	case delivery.OrderMoved:
		return set("moves = $2", e.From)
	case delivery.OrderEnded:
		return set("ended = $2, end_reason = $3", e.On, string(e.Reason))
	}
	return fmt.Errorf("deliverysql: %s is not read", r.Name)
}

// asked keeps since when each side has waited for an answer: a message answers
// what the other side asked, and asks unless it says that it needs no answer.
func asked(set func(string, ...any) error, fromProvider, told bool, at string) error {
	mine, theirs := "asked_provider", "asked_office"
	if fromProvider {
		mine, theirs = theirs, mine
	}
	if told {
		return set(theirs + " = ''")
	}
	return set(theirs+" = '', "+mine+" = case when "+mine+" = '' then $2 else "+mine+" end", at)
}

func insert(ctx context.Context, tx store.Execer, r journal.Recorded, b delivery.Brief) error {
	_, err := tx.ExecContext(ctx, `insert into order_line
		(id, case_id, decision, service, person, provider, kind, name, extent, proof, plan_needed, minutes, times, wish, until, sent)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		r.Stream.ID, b.Case.ID, b.Decision.ID, b.Service.ID, b.Person.ID, b.Provider.ID,
		b.Kind, b.Name, b.Extent, string(b.Proof), number(b.Plan), b.Minutes, b.Times, b.Wish, b.Until, stamp(r))
	if err != nil {
		return err
	}
	for _, g := range b.Goals {
		if _, err := tx.ExecContext(ctx, `insert into order_goal (order_id, goal, text, due) values ($1, $2, $3, $4)`,
			r.Stream.ID, g.Key, g.Text, g.By); err != nil {
			return err
		}
	}
	return nil
}

func planMade(ctx context.Context, tx store.Execer, r journal.Recorded, p delivery.Plan) error {
	if _, err := tx.ExecContext(ctx, `update order_line set plan_made = $2, plan_review = $3, plan_read = '', plan_by_authority = $4,
		plan_shared = $5, plan_loose = $6, plan_gaps = $7, plan_sampled = '' where id = $1`,
		r.Stream.ID, p.Made, p.ReviewBy, number(p.ByAuthority), p.SharedOn, p.Loose(), number(p.Gaps())); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `update order_goal set planned = 0 where order_id = $1`, r.Stream.ID); err != nil {
		return err
	}
	for _, g := range p.Goals {
		if _, err := tx.ExecContext(ctx, `update order_goal set planned = 1 where order_id = $1 and goal = $2`, r.Stream.ID, g.Goal); err != nil {
			return err
		}
	}
	return nil
}
