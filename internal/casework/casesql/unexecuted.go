package casesql

import (
	"context"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// UnexecutedProjection keeps what has been told to IVO and the auditors of decisions
// that are not carried out, as it was told, one row for each service and quarter.
func UnexecutedProjection() store.Projection {
	return store.Projection{
		Name:   "unexecuted",
		Tables: []string{"unexecuted_report"},
		Schema: []string{
			`create table unexecuted_report (
				service bytea not null, quarter text not null, decision bytea not null, kind text not null, law text not null, made text not null,
				cause text not null, since text not null, reason text not null, offers integer not null, hidden integer not null,
				on_day text not null, carried text not null default '', told text not null default '',
				primary key (service, quarter))`,
			`create index unexecuted_report_quarter on unexecuted_report (quarter, law, made)`,
			`create index unexecuted_report_open on unexecuted_report (service) where told = ''`,
		},
		Events: []string{casework.UnexecutedReported{}.EventName(), casework.ExecutionReported{}.EventName()},
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			var err error
			switch e := r.Event.(type) {
			case casework.UnexecutedReported:
				u, hidden := e.Report, 0
				if u.Hidden {
					hidden = 1
				}
				_, err = tx.ExecContext(ctx, `insert into unexecuted_report (service, quarter, decision, kind, law, made, cause, since, reason, offers, hidden, on_day)
					values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
					u.Service.ID, string(u.Quarter), r.Stream.ID, u.Kind, string(u.Law), u.Made, string(u.Cause), u.Since, u.Reason, u.Offers, hidden, u.On)
			case casework.ExecutionReported:
				_, err = tx.ExecContext(ctx, `update unexecuted_report set carried = $2, told = $3 where service = $1`, e.Service.ID, e.Carried, e.On)
			}
			return err
		},
	}
}

// begun is the first day that a fact showed a service given.
const begun = `coalesce((select min(b.started) from order_line b where b.service = s.id and b.started <> ''), '')`

const unexecutedColumns = `s.id, s.decision, s.case_id, c.number, s.person, s.kind, s.law, s.made,
	coalesce((select o.interrupted from order_line o where o.service = s.id and o.ended = '' and o.interrupted <> '' limit 1), ''),
	coalesce((select o.partly from order_line o where o.service = s.id and o.ended = '' and o.partly <> '' limit 1), ''),
	coalesce((select o.partly_lacks from order_line o where o.service = s.id and o.ended = '' and o.partly <> '' limit 1), ''),
	coalesce((select o.why_not from order_line o where o.service = s.id and o.why_not <> '' order by o.sent desc limit 1), ''),
	coalesce((select sum(o.offers) from order_line o where o.service = s.id), 0),
	coalesce((select min(o.wait_wished) from order_line o where o.service = s.id and o.wait_wished <> ''), ''),
	(select count(*) from order_line o where o.service = s.id),
	(select case when p.protection = '' then 0 else 1 end from person p where p.id = s.person),
	(select count(*) from unexecuted_report u where u.service = s.id),
	coalesce((select u.on_day from unexecuted_report u where u.service = s.id and u.quarter = $1), ''),
	` + begun + `, s.ended`

// Unexecuted lists the granted services that are not carried out on the day: not
// begun, broken off or given in part. Ended services, and those whose time has run
// out, are not among them. A unit narrows it to the cases of the unit. The longest
// wait first.
//
// What runs is read from the services that have not ended, by their persons' index.
func (q Deciding) Unexecuted(ctx context.Context, unit ids.Unit, quarter casework.Quarter, day civil.Date, limit int) ([]casework.UnexecutedLine, error) {
	args := []any{string(quarter), day}
	of := ``
	if !unit.IsZero() {
		args = append(args, unit.ID)
		of = ` and c.unit = $3`
	}
	return q.unexecuted(ctx, fmt.Sprintf(`select %s from service_line s join cases c on c.id = s.case_id
		where s.ended = '' and s.outcome in ('bifall', 'delvis-bifall') and s.made <= $2 and (s.until = '' or s.until >= $2)%s
		and s.kind <> 'forsorjningsstod'
		and (not exists (select 1 from order_line o where o.service = s.id and o.started <> '')
			or exists (select 1 from order_line o where o.service = s.id and o.ended = '' and (o.interrupted <> '' or o.partly <> '')))
		order by s.made, s.id limit %d`, unexecutedColumns, of, limit), args...)
}

// ReportedOpen lists what has been reported and not yet told to be carried out.
func (q Deciding) ReportedOpen(ctx context.Context, unit ids.Unit, quarter casework.Quarter, limit int) ([]casework.UnexecutedLine, error) {
	args := []any{string(quarter)}
	of := ``
	if !unit.IsZero() {
		args = append(args, unit.ID)
		of = ` and c.unit = $2`
	}
	return q.unexecuted(ctx, fmt.Sprintf(`select %s from service_line s join cases c on c.id = s.case_id
		where s.id in (select service from unexecuted_report where told = '')%s order by s.made, s.id limit %d`, unexecutedColumns, of, limit), args...)
}

func (q Deciding) unexecuted(ctx context.Context, query string, args ...any) ([]casework.UnexecutedLine, error) {
	rows, err := q.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("decisions not carried out: %w", err)
	}
	defer rows.Close()
	var out []casework.UnexecutedLine
	for rows.Next() {
		var l casework.UnexecutedLine
		var broken, part, started civil.Date
		var why string
		var orders, hidden int
		if err := rows.Scan(&l.Service.ID, &l.Decision.ID, &l.Case.ID, &l.Number, &l.Person.ID, &l.Kind, &l.Law, &l.Made,
			&broken, &part, &l.Lacks, &why, &l.Offers, &l.Waits, &orders, &hidden, &l.Times, &l.Reported, &started, &l.Ended); err != nil {
			return nil, fmt.Errorf("decisions not carried out: %w", err)
		}
		l.Ordered, l.Hidden, l.Reason = orders > 0, hidden == 1, why
		switch {
		case !broken.IsZero():
			l.Cause, l.Since = casework.BrokenOff, broken
		case !part.IsZero():
			l.Cause, l.Since, l.Reason = casework.InPart, part, l.Lacks
		case started.IsZero():
			l.Cause, l.Since = casework.NotBegun, l.Made
		default:
			l.Carried = started
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// Told lists what was told for a quarter, as it was told, and what has become of it.
func (q Deciding) Told(ctx context.Context, quarter casework.Quarter) ([]casework.ToldUnexecuted, error) {
	rows, err := q.DB.QueryContext(ctx, `select u.service, u.kind, u.law, u.made, u.quarter, u.cause, u.since, u.reason, u.offers, u.hidden, u.on_day, u.carried, u.told, coalesce(s.person, u.service), coalesce(s.ended, ''), `+begun+`
		from unexecuted_report u left join service_line s on s.id = u.service where u.quarter = $1 order by u.law, u.made, u.service`, string(quarter))
	if err != nil {
		return nil, fmt.Errorf("reports of a quarter: %w", err)
	}
	defer rows.Close()
	var out []casework.ToldUnexecuted
	for rows.Next() {
		var t casework.ToldUnexecuted
		var hidden int
		if err := rows.Scan(&t.Service.ID, &t.Kind, &t.Law, &t.Made, &t.Quarter, &t.Cause, &t.Since, &t.Reason, &t.Offers, &hidden, &t.On,
			&t.Carried, &t.DoneTold, &t.Person.ID, &t.Ended, &t.Begun); err != nil {
			return nil, fmt.Errorf("reports of a quarter: %w", err)
		}
		t.Hidden = hidden == 1
		out = append(out, t)
	}
	return out, rows.Err()
}

// ToldQuarters lists the quarters that something was told for, the latest first.
func (q Deciding) ToldQuarters(ctx context.Context) ([]casework.Quarter, error) {
	rows, err := q.DB.QueryContext(ctx, `select distinct quarter from unexecuted_report order by quarter desc limit 40`)
	if err != nil {
		return nil, fmt.Errorf("reported quarters: %w", err)
	}
	defer rows.Close()
	var out []casework.Quarter
	for rows.Next() {
		var quarter casework.Quarter
		if err := rows.Scan(&quarter); err != nil {
			return nil, err
		}
		out = append(out, quarter)
	}
	return out, rows.Err()
}
