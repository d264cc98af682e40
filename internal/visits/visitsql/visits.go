// Package visitsql keeps one row per visit and answers the questions of the
// pages about visits.
package visitsql

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/ids"
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
		Tables: []string{"visit", "person_gone", "month_sum", "order_frame", "visit_oddity", "visit_event", "visit_told", "home_tag", "home"},
		Schema: append([]string{
			`create table visit (
				id bytea primary key, person bytea not null, order_id bytea not null, service bytea not null, provider bytea not null,
				day text not null, planned_from text not null default '', planned_to text not null default '',
				done_from text not null default '', done_to text not null default '', minutes integer not null default 0,
				class text not null default '', reason text not null default '', corrected integer not null default 0,
				cancelled integer not null default 0, known text not null default '', gone text not null default '',
				held text not null default '', planned_minutes integer not null default 0, day_minutes integer not null default 0, night_minutes integer not null default 0,
				priceless integer not null default 0, price integer not null default 0, ore integer not null default 0,
				agreement text not null default '', model text not null default '', changed text not null default '', why text not null default '',
				begun text not null default '', missed integer not null default 0, staff bytea not null default '', staffed integer not null default 0,
				outcome text not null default '', how_in text not null default '', how_out text not null default '', tag_in text not null default '', tag_out text not null default '', clock_off integer not null default 0,
				marked integer not null default 0, doubled integer not null default 0, waits text not null default '', tag_state text not null default '', exempt integer not null default 0, odd integer not null default 0)`,
			`create index visit_order on visit (order_id, day, id)`,
			`create index visit_person on visit (person, day, done_from, done_to)`,
			`create index visit_provider on visit (provider, day, id)`,
			`create index visit_service on visit (service, day)`,
			`create index visit_after on visit (provider, day, id) where gone <> '' and done_from <> ''`,
			`create index visit_staff on visit (staff, day, done_from, done_to) where staffed > 0`,
			`create index visit_corrected on visit (provider, day, id) where corrected > 0`,
			`create index visit_odd on visit (provider, day, id) where odd > 0`,
			`create index visit_begun on visit (provider, begun) where begun <> '' and done_from = ''`,
			`create table order_frame (
				id bytea primary key, person bytea not null, service bytea not null, provider bytea not null,
				first text not null, last text not null default '')`,
			`create table visit_oddity (
				visit bytea not null, kind text not null, other bytea not null default '', handled text not null default '', pays integer not null default 0,
				primary key (visit, kind))`,
			`create index visit_oddity_other on visit_oddity (other) where handled = ''`,
			`create table visit_told (
				visit bytea not null, event bytea not null, person bytea not null, provider bytea not null, kind text not null, at text not null, primary key (visit, event))`,
			`create index visit_told_person on visit_told (person, at)`,
			`create index visit_told_provider on visit_told (provider, kind, at)`,
			`create table visit_event (id bytea primary key, visit bytea not null)`,
			`create table person_gone (person bytea primary key, day text not null, why text not null)`,
			monthSum,
			`create index month_sum_provider on month_sum (provider, month, person)`,
			`create index month_sum_person on month_sum (person, month)`,
		}, homeTables...),
		Events: append([]string{
			visits.VisitPlanned{}.EventName(), visits.VisitCancelled{}.EventName(),
			visits.VisitRegistered{}.EventName(), visits.VisitCorrected{}.EventName(), visits.VisitRated{}.EventName(),
			visits.VisitStarted{}.EventName(), visits.VisitMissed{}.EventName(), visits.VisitDoubled{}.EventName(),
			visits.VisitTold{}.EventName(), visits.OddityHandled{}.EventName(),
			visits.VisitReplanned{}.EventName(), visits.CorrectionAsked{}.EventName(), visits.VisitMisfiled{}.EventName(), visits.ProposalRefused{}.EventName(), visits.VisitMoved{}.EventName(),
			delivery.OrderSent{}.EventName(), delivery.OrderProlonged{}.EventName(), delivery.OrderEnded{}.EventName(),
			people.Deceased{}.EventName(), people.MovedAway{}.EventName(), people.MovedBack{}.EventName(),
		}, homeEvents()...),
		Seeks: []string{"visit_order", "visit_person", "visit_staff", "visit_oddity_other", "home_tag_provider", "home_tag_home"},
		Apply: apply,
	}
}

// goneBefore is why the person of a new visit was gone before its day, where the
// second value of the row is the person and the sixth the day.
const goneBefore = `coalesce((select why from person_gone where person = $2 and day < $6), '')`

// OfStaff lists the planned visits of one of the staff between two days, both
// counted, in the order they are due; those that are cancelled are left out.
func (l Lists) OfStaff(ctx context.Context, user ids.User, from, to civil.Date, limit int) ([]visits.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf("select %s from visit where staff = $1 and day >= $2 and day <= $3 and staffed > 0 and planned_from <> '' and cancelled = 0 order by day, planned_from, id limit %d", columns, limit), user.ID, from, to))
}

// Lists answers what the pages about visits ask.
type Lists struct{ DB store.Queryer }

const columns = `id, person, order_id, service, provider, day, planned_from, planned_to, done_from, done_to, minutes, class, reason, corrected, cancelled, gone, begun, missed, staff, staffed, odd, held`

// OfOrder lists the visits of an order, newest day first.
func (l Lists) OfOrder(ctx context.Context, o ids.Order, offset, limit int) ([]visits.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf("select %s from visit where order_id = $1 order by day desc, id desc limit %d offset %d", columns, limit, offset), o.ID))
}

// OfProvider lists a provider's visits of one day.
func (l Lists) OfProvider(ctx context.Context, p ids.Provider, day civil.Date, offset, limit int) ([]visits.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf("select %s from visit where provider = $1 and day = $2 order by case when planned_from = '' then done_from else planned_from end, id limit %d offset %d", columns, limit, offset), p.ID, day))
}

// CountOfProvider counts a provider's visits of one day.
func (l Lists) CountOfProvider(ctx context.Context, p ids.Provider, day civil.Date) (int, error) {
	var n int
	err := l.DB.QueryRowContext(ctx, "select count(*) from visit where provider = $1 and day = $2", p.ID, day).Scan(&n)
	return n, err
}

// DayOfProvider counts how a provider's planned visits of one day stand at an instant
// (F-26): late is due and not begun, unended begun and past its end by an hour,
// unregistered past its end with nothing registered.
func (l Lists) DayOfProvider(ctx context.Context, p ids.Provider, day civil.Date, now time.Time) (visits.DayCount, error) {
	var n visits.DayCount
	err := l.DB.QueryRowContext(ctx, `select count(*),
			coalesce(sum(case when begun = '' and done_from = '' and missed = 0 and planned_from < $3 and planned_to >= $4 then 1 else 0 end), 0),
			coalesce(sum(case when begun <> '' and done_from = '' and missed = 0 and planned_to < $5 then 1 else 0 end), 0),
			coalesce(sum(case when begun = '' and done_from = '' and missed = 0 and planned_to < $4 then 1 else 0 end), 0),
			coalesce(sum(missed), 0)
		from visit where provider = $1 and day = $2 and cancelled = 0 and (planned_from <> '' or missed = 1)`, p.ID, day,
		civil.Stamp(now.Add(-visits.LateAfter)), civil.Stamp(now), civil.Stamp(now.Add(-time.Hour))).
		Scan(&n.Planned, &n.Late, &n.Unended, &n.Unregistered, &n.Missed)
	return n, err
}

// NotAsPlanned lists the visits that DayOfProvider counts as late, missed and past with
// nothing registered, in the order they were due.
func (l Lists) NotAsPlanned(ctx context.Context, p ids.Provider, day civil.Date, now time.Time, offset, limit int) ([]visits.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf(`select %s from visit where provider = $1 and day = $2 and cancelled = 0 and (missed = 1 or
		planned_from <> '' and begun = '' and done_from = '' and (planned_to < $3 or planned_from < $4)) order by planned_from, id limit %d offset %d`, columns, limit, offset),
		p.ID, day, civil.Stamp(now), civil.Stamp(now.Add(-visits.LateAfter))))
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
		var plannedFrom, plannedTo, doneFrom, doneTo, class, reason, begun, held string
		var cancelled, missed int
		if err := rows.Scan(&l.ID.ID, &l.Person.ID, &l.Order.ID, &l.Service.ID, &l.Provider.ID, &l.Day,
			&plannedFrom, &plannedTo, &doneFrom, &doneTo, &l.Minutes, &class, &reason, &l.Corrected, &cancelled, &l.Gone,
			&begun, &missed, &l.Staff.ID, &l.With, &l.Odd, &held); err != nil {
			return nil, err
		}
		l.Class, l.Reason, l.Cancelled = visits.Class(class), visits.ManualReason(reason), cancelled == 1
		l.Missed, l.Held = missed == 1, held != ""
		if l.Begun, err = civil.ParseStamp(begun); err != nil {
			return nil, err
		}
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
