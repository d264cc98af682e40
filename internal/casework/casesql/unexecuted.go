package casesql

import (
	"context"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/civil"
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
			`create index unexecuted_report_open on unexecuted_report (told, service) where told = ''`,
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

// What the orders of a service s tell: the first day that a fact showed it given,
// and since when it is broken off or given only in part. Empty: neither.
const (
	begun  = `coalesce((select min(b.started) from order_line b where b.service = s.id and b.started <> ''), '')`
	broken = `coalesce((select min(o.interrupted) from order_line o where o.service = s.id and o.ended = '' and o.interrupted <> ''), '')`
	partly = `coalesce((select min(o.partly) from order_line o where o.service = s.id and o.ended = '' and o.partly <> ''), '')`

	// since when it is not carried out; empty: it is.
	since = `case when ` + broken + ` <> '' then ` + broken + ` when ` + partly + ` <> '' then ` + partly + ` when ` + begun + ` = '' then s.made else '' end`
)

// The columns of a line; %[1]s is the placeholder of the quarter.
const unexecutedColumns = `s.id, s.decision, s.case_id, c.number, s.person, s.kind, s.law, s.made, ` + broken + `, ` + partly + `,
	coalesce((select o.partly_lacks from order_line o where o.service = s.id and o.ended = '' and o.partly <> '' order by o.sent limit 1), ''),
	coalesce((select o.why_not from order_line o where o.service = s.id and o.why_not <> '' order by o.sent desc limit 1), ''),
	coalesce((select sum(o.offers) from order_line o where o.service = s.id), 0),
	coalesce((select min(o.wait_wished) from order_line o where o.service = s.id and o.wait_wished <> ''), ''),
	(select count(*) from order_line o where o.service = s.id),
	(select case when p.protection = '' then 0 else 1 end from person p where p.id = s.person),
	(select count(*) from unexecuted_report u where u.service = s.id),
	coalesce((select u.on_day from unexecuted_report u where u.service = s.id and u.quarter = %[1]s), ''),
	` + begun + `, s.ended`

// A waitQuery is written with its arguments.
type waitQuery struct {
	text string
	args []any
}

func (q *waitQuery) arg(v any) string {
	q.args = append(q.args, v)
	return fmt.Sprintf("$%d", len(q.args))
}

// waiting begins a query over the services that run and are not carried out on the
// day. What runs is read in the order it was decided, by an index that holds nothing
// else, and of each first of all whether it has begun: what is given as it should be
// costs one look by index, and the rest is few.
func waiting(s casework.UnexecutedSelection) *waitQuery {
	q := &waitQuery{}
	day := q.arg(s.Day)
	q.text = ` from service_line s cross join cases c where c.id = s.case_id and s.ended = '' and s.outcome in ('bifall', 'delvis-bifall')
		and s.made <= ` + day + ` and (s.until = '' or s.until >= ` + day + `) and s.kind <> 'forsorjningsstod'
		and (not exists (select 1 from order_line b where b.service = s.id and b.started <> '')
			or s.id in (select o.service from order_line o where o.ended = '' and o.interrupted > '')
			or s.id in (select o.service from order_line o where o.ended = '' and o.partly > ''))`
	if !s.Unit.IsZero() {
		q.text += ` and c.unit = ` + q.arg(s.Unit)
	}
	return q
}

// listUnexecuted writes the list of a selection.
func listUnexecuted(s casework.UnexecutedSelection, offset, limit int) (string, []any) {
	q := waiting(s)
	switch s.Stage {
	case casework.Due, casework.Untold:
		q.text += ` and ` + since + ` <= ` + q.arg(casework.UnexecutedSince(s.Day)) + ` and s.law ` + map[bool]string{true: `=`, false: `<>`}[s.LSS] + ` 'LSS'`
		if s.Stage == casework.Untold {
			q.text += ` and not exists (select 1 from unexecuted_report u where u.service = s.id and u.quarter = ` + q.arg(string(s.Quarter)) + `)`
		}
	case casework.Soon:
		q.text += ` and ` + since + ` > ` + q.arg(casework.UnexecutedSince(s.Day))
	case casework.CarriedOut:
		q = carriedOut(s)
	}
	columns := fmt.Sprintf(unexecutedColumns, q.arg(string(s.Quarter)))
	return fmt.Sprintf(`select %s%s order by s.made, s.id limit %d offset %d`, columns, q.text, limit, offset), q.args
}

// carriedOut begins a query over what has been reported, not told to be carried out,
// and is.
func carriedOut(s casework.UnexecutedSelection) *waitQuery {
	q := &waitQuery{text: ` from service_line s cross join cases c where c.id = s.case_id
		and s.id in (select service from unexecuted_report where told = '') and ` + begun + ` <> '' and ` + broken + ` = '' and ` + partly + ` = ''`}
	if !s.Unit.IsZero() {
		q.text += ` and c.unit = ` + q.arg(s.Unit)
	}
	return q
}

// countUnexecuted writes the counting of what waits.
func countUnexecuted(s casework.UnexecutedSelection) (string, []any) {
	q := waiting(s)
	due := q.arg(casework.UnexecutedSince(s.Day))
	told := `exists (select 1 from unexecuted_report u where u.service = s.id and u.quarter = ` + q.arg(string(s.Quarter)) + `)`
	return `select lss, due, told, count(*) from (select case when s.law = 'LSS' then 1 else 0 end as lss, case when ` + since + ` <= ` + due + ` then 1 else 0 end as due,
		case when ` + told + ` then 1 else 0 end as told` + q.text + `) r group by lss, due, told`, q.args
}

// CountUnexecuted counts the services that are not carried out, in one reading, and
// those carried out since they were reported. The stage and law of the selection
// are not asked for.
func (q Deciding) CountUnexecuted(ctx context.Context, s casework.UnexecutedSelection) (casework.UnexecutedCounts, error) {
	var n casework.UnexecutedCounts
	query, args := countUnexecuted(s)
	rows, err := q.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return n, fmt.Errorf("count decisions not carried out: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var lss, due, told, some int
		if err := rows.Scan(&lss, &due, &told, &some); err != nil {
			return n, fmt.Errorf("count decisions not carried out: %w", err)
		}
		if due == 0 {
			n.Soon += some
			continue
		}
		n.Due[lss] += some
		if told == 0 {
			n.Untold[lss] += some
		}
	}
	if err := rows.Err(); err != nil {
		return n, err
	}
	done := carriedOut(s)
	if err := q.DB.QueryRowContext(ctx, `select count(*)`+done.text, done.args...).Scan(&n.CarriedOut); err != nil {
		return n, fmt.Errorf("count decisions carried out: %w", err)
	}
	return n, nil
}

// Unexecuted lists the services of a selection, the earliest decision first. Ended
// services, and those whose time has run out, are only among those carried out.
func (q Deciding) Unexecuted(ctx context.Context, s casework.UnexecutedSelection, offset, limit int) ([]casework.UnexecutedLine, error) {
	query, args := listUnexecuted(s, offset, limit)
	rows, err := q.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("decisions not carried out: %w", err)
	}
	defer rows.Close()
	var out []casework.UnexecutedLine
	for rows.Next() {
		var l casework.UnexecutedLine
		var broken, part, started civil.Date
		var orders, hidden int
		if err := rows.Scan(&l.Service.ID, &l.Decision.ID, &l.Case.ID, &l.Number, &l.Person.ID, &l.Kind, &l.Law, &l.Made,
			&broken, &part, &l.Lacks, &l.Reason, &l.Offers, &l.Waits, &orders, &hidden, &l.Times, &l.Reported, &started, &l.Ended); err != nil {
			return nil, fmt.Errorf("decisions not carried out: %w", err)
		}
		l.Ordered, l.Hidden = orders > 0, hidden == 1
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
func (q Deciding) Told(ctx context.Context, quarter civil.Quarter) ([]casework.ToldUnexecuted, error) {
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
func (q Deciding) ToldQuarters(ctx context.Context) ([]civil.Quarter, error) {
	rows, err := q.DB.QueryContext(ctx, `select distinct quarter from unexecuted_report order by quarter desc limit 40`)
	if err != nil {
		return nil, fmt.Errorf("reported quarters: %w", err)
	}
	defer rows.Close()
	var out []civil.Quarter
	for rows.Next() {
		var quarter civil.Quarter
		if err := rows.Scan(&quarter); err != nil {
			return nil, err
		}
		out = append(out, quarter)
	}
	return out, rows.Err()
}
