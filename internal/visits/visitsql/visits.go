// Package visitsql keeps one row per visit and answers the questions of the
// pages about visits.
package visitsql

import (
	"context"
	"database/sql"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/people"
	"stadga/internal/store"
	"stadga/internal/visits"
)

// Projection keeps one row per visit, planned or registered. Times are stamps,
// the day is the civil day it began, minutes are whole. gone says why a visit lies
// after the day the person died or moved, whichever of the two was learnt first:
// such a visit is listed and never paid (F-22). held says why it is not paid as long
// as something about it waits for a decision. What it counts as and costs stands in
// the event, and month_sum keeps the sums of each order and month.
func Projection() store.Projection {
	return store.Projection{
		Name:   "visits",
		Tables: []string{"visit", "person_gone", "month_sum"},
		Schema: []string{
			`create table visit (
				id bytea primary key, person bytea not null, order_id bytea not null, service bytea not null, provider bytea not null,
				day text not null, planned_from text not null default '', planned_to text not null default '',
				done_from text not null default '', done_to text not null default '', minutes integer not null default 0,
				class text not null default '', reason text not null default '', corrected integer not null default 0,
				cancelled integer not null default 0, known text not null default '', gone text not null default '',
				held text not null default '', planned_minutes integer not null default 0, day_minutes integer not null default 0, night_minutes integer not null default 0,
				priceless integer not null default 0, price integer not null default 0, ore integer not null default 0,
				agreement text not null default '', model text not null default '', changed text not null default '', why text not null default '')`,
			`create index visit_order on visit (order_id, day, id)`,
			`create index visit_person on visit (person, day)`,
			`create index visit_provider on visit (provider, day, id)`,
			`create index visit_service on visit (service, day)`,
			`create index visit_after on visit (provider, day, id) where gone <> '' and done_from <> ''`,
			`create table person_gone (person bytea primary key, day text not null, why text not null)`,
			monthSum,
			`create index month_sum_provider on month_sum (provider, month, person)`,
			`create index month_sum_person on month_sum (person, month)`,
		},
		Events: []string{
			visits.VisitPlanned{}.EventName(), visits.VisitCancelled{}.EventName(),
			visits.VisitRegistered{}.EventName(), visits.VisitCorrected{}.EventName(), visits.VisitRated{}.EventName(),
			people.Deceased{}.EventName(), people.MovedAway{}.EventName(), people.MovedBack{}.EventName(),
		},
		Apply: apply,
	}
}

func apply(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	own := func() error { return write(ctx, tx, r) }
	switch e := r.Event.(type) {
	case people.Deceased:
		return summedPerson(ctx, tx, r, r.Stream.ID, e.On, own)
	case people.MovedAway:
		return summedPerson(ctx, tx, r, r.Stream.ID, e.On, own)
	case people.MovedBack:
		return summedPerson(ctx, tx, r, r.Stream.ID, civil.Date{}, own)
	}
	return summed(ctx, tx, r, own)
}

func write(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	var err error
	switch e := r.Event.(type) {
	case visits.VisitPlanned:
		t := e.Target
		_, err = tx.ExecContext(ctx, `insert into visit (id, person, order_id, service, provider, day, planned_from, planned_to, gone, planned_minutes)
			values ($1, $2, $3, $4, $5, $6, $7, $8, `+goneBefore+`, $9)`,
			r.Stream.ID, t.Person.ID, t.Order.ID, t.Service.ID, t.Provider.ID, civil.DayOf(e.Span.From), civil.Stamp(e.Span.From), civil.Stamp(e.Span.To), e.Span.Minutes())
	case visits.VisitCancelled:
		_, err = tx.ExecContext(ctx, `update visit set cancelled = 1 where id = $1`, r.Stream.ID)
	case visits.VisitRegistered:
		t, rated := e.Target, e.Rated.Of(e.Done)
		_, err = tx.ExecContext(ctx, `insert into visit
			(id, person, order_id, service, provider, day, planned_from, planned_to, done_from, done_to, minutes, class, reason, known, gone,
				day_minutes, night_minutes, priceless, price, ore, agreement, model, planned_minutes, changed)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, `+goneBefore+`, $15, $16, $17, $18, $19, $20, $21, $22, $14)
			on conflict (id) do update set day = excluded.day, done_from = excluded.done_from, done_to = excluded.done_to,
				minutes = excluded.minutes, class = excluded.class, reason = excluded.reason, known = excluded.known, gone = excluded.gone,
				day_minutes = excluded.day_minutes, night_minutes = excluded.night_minutes, priceless = excluded.priceless, price = excluded.price,
				ore = excluded.ore, agreement = excluded.agreement, model = excluded.model, changed = excluded.changed`,
			r.Stream.ID, t.Person.ID, t.Order.ID, t.Service.ID, t.Provider.ID, civil.DayOf(e.Done.From),
			civil.Stamp(e.Planned.From), civil.Stamp(e.Planned.To), civil.Stamp(e.Done.From), civil.Stamp(e.Done.To),
			e.Done.Minutes(), string(e.Class), string(e.Reason), civil.Stamp(r.At),
			rated.Day, rated.Night, rated.Priceless, rated.Price, rated.Ore, rated.Agreement, string(rated.Model), e.Planned.Minutes())
	case visits.VisitCorrected:
		_, err = tx.ExecContext(ctx, `update visit set day = $2, done_from = $3, done_to = $4, minutes = $5, corrected = corrected + 1, gone = coalesce(
			(select why from person_gone where person_gone.person = visit.person and person_gone.day < $2), '') where id = $1`,
			r.Stream.ID, civil.DayOf(e.Done.From), civil.Stamp(e.Done.From), civil.Stamp(e.Done.To), e.Done.Minutes())
		if err == nil {
			err = rate(ctx, tx, r, e.Rated.Of(e.Done), e.Why)
		}
	case visits.VisitRated:
		return rate(ctx, tx, r, e.Rated, e.Why)
	case people.Deceased:
		return gone(ctx, tx, r, e.On, "avliden")
	case people.MovedAway:
		return gone(ctx, tx, r, e.On, "flyttat")
	case people.MovedBack:
		if _, err = tx.ExecContext(ctx, `delete from person_gone where person = $1`, r.Stream.ID); err == nil {
			_, err = tx.ExecContext(ctx, `update visit set gone = '', changed = $2 where person = $1 and gone <> ''`, r.Stream.ID, civil.Stamp(r.At))
		}
		return err
	default:
		return fmt.Errorf("visitsql: %s is not read", r.Name)
	}
	return err
}

// goneBefore is why the person of a new visit was gone before its day, where the
// second value of the row is the person and the sixth the day.
const goneBefore = `coalesce((select why from person_gone where person = $2 and day < $6), '')`

func gone(ctx context.Context, tx store.Execer, r journal.Recorded, last civil.Date, why string) error {
	person := r.Stream.ID
	_, err := tx.ExecContext(ctx, `insert into person_gone (person, day, why) values ($1, $2, $3)
		on conflict (person) do update set day = excluded.day, why = excluded.why`, person, last, why)
	if err == nil {
		_, err = tx.ExecContext(ctx, `update visit set gone = $3, changed = $4 where person = $1 and day > $2`, person, last, why, civil.Stamp(r.At))
	}
	return err
}

// Lists answers what the pages about visits ask.
type Lists struct{ DB store.Queryer }

const columns = `id, person, order_id, service, provider, day, planned_from, planned_to, done_from, done_to, minutes, class, reason, corrected, cancelled, gone`

// OfOrder lists the visits of an order, newest day first.
func (l Lists) OfOrder(ctx context.Context, o ids.Order, offset, limit int) ([]visits.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf("select %s from visit where order_id = $1 order by day desc, id desc limit %d offset %d", columns, limit, offset), o.ID))
}

// OfProvider lists a provider's visits of one day.
func (l Lists) OfProvider(ctx context.Context, p ids.Provider, day civil.Date, offset, limit int) ([]visits.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf("select %s from visit where provider = $1 and day = $2 order by id limit %d offset %d", columns, limit, offset), p.ID, day))
}

// CountOfProvider counts a provider's visits of one day.
func (l Lists) CountOfProvider(ctx context.Context, p ids.Provider, day civil.Date) (int, error) {
	var n int
	err := l.DB.QueryRowContext(ctx, "select count(*) from visit where provider = $1 and day = $2", p.ID, day).Scan(&n)
	return n, err
}

// AfterGone lists a provider's registered visits that lie after the day the
// person died or moved, oldest first.
func (l Lists) AfterGone(ctx context.Context, p ids.Provider, limit int) ([]visits.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf("select %s from visit where provider = $1 and gone <> '' and done_from <> '' order by day, id limit %d", columns, limit), p.ID))
}

// Ahead lists the planned visits of a person after a day that are neither made
// nor cancelled: those to cancel when the person dies or moves.
func (l Lists) Ahead(ctx context.Context, p ids.Person, day civil.Date, limit int) ([]visits.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf("select %s from visit where person = $1 and day > $2 and done_from = '' and cancelled = 0 order by day, id limit %d", columns, limit), p.ID, day))
}

// OfService sums the registered visits of a service between two days, both counted.
func (l Lists) OfService(ctx context.Context, s ids.Service, from, to civil.Date) (visits.Sum, error) {
	var sum visits.Sum
	err := l.DB.QueryRowContext(ctx, `select count(*), coalesce(sum(minutes), 0) from visit
		where service = $1 and day >= $2 and day <= $3 and done_from <> ''`, s.ID, from, to).Scan(&sum.Visits, &sum.Minutes)
	if err != nil {
		return visits.Sum{}, err
	}
	err = l.DB.QueryRowContext(ctx, `select coalesce(min(day), '') from visit where service = $1 and done_from <> ''`, s.ID).Scan(&sum.First)
	return sum, err
}

func lines(rows *sql.Rows, err error) ([]visits.Line, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []visits.Line
	for rows.Next() {
		var l visits.Line
		var plannedFrom, plannedTo, doneFrom, doneTo, class, reason string
		var cancelled int
		if err := rows.Scan(&l.ID.ID, &l.Person.ID, &l.Order.ID, &l.Service.ID, &l.Provider.ID, &l.Day,
			&plannedFrom, &plannedTo, &doneFrom, &doneTo, &l.Minutes, &class, &reason, &l.Corrected, &cancelled, &l.Gone); err != nil {
			return nil, err
		}
		l.Class, l.Reason, l.Cancelled = visits.Class(class), visits.ManualReason(reason), cancelled == 1
		if l.Planned, err = span(plannedFrom, plannedTo); err != nil {
			return nil, err
		}
		if l.Done, err = span(doneFrom, doneTo); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

func span(from, to string) (visits.Span, error) {
	begins, err := civil.ParseStamp(from)
	if err != nil {
		return visits.Span{}, err
	}
	ends, err := civil.ParseStamp(to)
	return visits.Span{From: begins, To: ends}, err
}
