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

// DelegatedProjection keeps the decisions made in the board's place that are no
// decisions on a service of their own, one row each: an inquiry opened or not, more
// time, an appeal dismissed, a slip corrected.
func DelegatedProjection() store.Projection {
	return store.Projection{
		Name:   "delegated",
		Tables: []string{"delegated_line"},
		Seeks:  []string{"delegated_line_stream"},
		Schema: []string{
			`create table delegated_line (
				act bytea not null, place integer not null, kind text not null, stream bytea not null,
				day text not null, made_by bytea not null, what text not null, service text not null,
				body text not null, point text not null, reported text not null default '',
				primary key (act, place))`,
			`create index delegated_line_reported on delegated_line (kind, reported, day)`,
			`create index delegated_line_stream on delegated_line (stream) where reported = ''`,
		},
		Events: []string{
			casework.IntakeDecided{}.EventName(), casework.IntakeExtended{}.EventName(), casework.IntakeReported{}.EventName(),
			casework.InvestigationOpened{}.EventName(), casework.InvestigationExtended{}.EventName(), casework.AftercareDecided{}.EventName(),
			casework.InvestigationReported{}.EventName(),
			casework.AppealTested{}.EventName(), casework.AppealReconsidered{}.EventName(), casework.DecisionRectified{}.EventName(),
			casework.DecisionAmended{}.EventName(), casework.ServiceEnded{}.EventName(), casework.DecisionReported{}.EventName(),
		},
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			var err error
			switch e := r.Event.(type) {
			case casework.DelegatedEvent:
				what, service, by := e.Delegated()
				if by.Reportable() {
					_, err = tx.ExecContext(ctx, `insert into delegated_line (act, place, kind, stream, day, made_by, what, service, body, point)
						values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
						r.Ref.Act.ID, r.Ref.Index, r.Stream.Kind, r.Stream.ID, r.Day, r.Actor.ID, string(what), service, by.Body, by.Point)
				}
			case casework.IntakeReported:
				err = heard(ctx, tx, r.Stream.ID, e.On)
			case casework.InvestigationReported:
				err = heard(ctx, tx, r.Stream.ID, e.On)
			case casework.DecisionReported:
				err = heard(ctx, tx, r.Stream.ID, e.On)
			}
			return err
		},
	}
}

// heard writes the meeting that heard of all that was decided in the stream till then.
func heard(ctx context.Context, tx store.Execer, stream ids.ID, on civil.Date) error {
	_, err := tx.ExecContext(ctx, `update delegated_line set reported = $2 where stream = $1 and reported = ''`, stream, on)
	return err
}

// delegated is every decision to be reported to the board: those made by delegation
// or by the chair, each extension without a new trial, which is a decision of its
// own, and what was decided without a service (KL 6:40, 7:8; D-08, D-10). $1 is the
// day of the meeting that heard of it; empty: none has.
const delegated = `(
	select 'decision' as kind, d.id as stream, d.case_id, d.person, d.no, d.made as day, d.made_by, d.law, d.outcome as what, '' as service, d.body, d.point, d.reported, d.id as line
		from decision_line d where d.reported = $1 and d.body in ('delegat', 'ordforande')
	union all
	select 'decision', s.decision, s.case_id, s.person, 0, x.on_day, x.made_by, x.law, 'forlangning', '', x.body, x.point, x.reported, x.service
		from service_extension x join service_line s on s.id = x.service where x.reported = $1 and x.body = 'delegat'
	union all
	select x.kind, x.stream, d.case_id, d.person, 0, x.day, x.made_by, '', x.what, x.service, x.body, x.point, x.reported, x.act
		from delegated_line x join decision_line d on d.id = x.stream where x.kind = 'decision' and x.reported = $1
	union all
	select x.kind, x.stream, i.case_id, i.person, 0, x.day, x.made_by, '', x.what, x.service, x.body, x.point, x.reported, x.act
		from delegated_line x join intake i on i.id = x.stream where x.kind = 'intake' and x.reported = $1
	union all
	select x.kind, x.stream, v.case_id, v.person, 0, x.day, x.made_by, '', x.what, x.service, x.body, x.point, x.reported, x.act
		from delegated_line x join investigation_line v on v.id = x.stream where x.kind = 'investigation' and x.reported = $1
	union all
	select 'release', r.id, r.case_id, c.person, 0, r.decided, r.decided_by, '', case when r.outcome = 'utlamnad' then 'lamna-ut-handling' else 'vagra-lamna-ut-handling' end,
		'', 'delegat', r.point, r.reported, r.id
		from release_line r join cases c on c.id = r.case_id where r.point <> '' and r.reported = $1
	) l`

// Delegated lists the decisions that a meeting of the board has heard of, oldest
// first; without a meeting, those that none has, made by a day.
func (q Deciding) Delegated(ctx context.Context, meeting, by civil.Date, limit, offset int) ([]casework.DelegatedLine, int, error) {
	if by.IsZero() {
		by = civil.MustParse("9999-12-31")
	}
	var n int
	if err := q.DB.QueryRowContext(ctx, `select count(*) from `+delegated+` where l.day <= $2`, meeting, by).Scan(&n); err != nil {
		return nil, 0, fmt.Errorf("delegated decisions: %w", err)
	}
	rows, err := q.DB.QueryContext(ctx, fmt.Sprintf(`select l.kind, l.stream, l.case_id, l.person, c.number, l.no, l.day, l.made_by, l.law, l.what, l.service, l.body, l.point, l.reported
		from %s join cases c on c.id = l.case_id where l.day <= $2 order by l.day, l.line limit %d offset %d`, delegated, limit, offset), meeting, by)
	if err != nil {
		return nil, 0, fmt.Errorf("delegated decisions: %w", err)
	}
	defer rows.Close()
	var all []casework.DelegatedLine
	for rows.Next() {
		var l casework.DelegatedLine
		if err := rows.Scan(&l.Of.Kind, &l.Of.ID, &l.Case.ID, &l.Person.ID, &l.Number, &l.No, &l.Made, &l.By.ID, &l.Law, &l.What, &l.Service, &l.Body, &l.Point, &l.Reported); err != nil {
			return nil, 0, fmt.Errorf("delegated decisions: %w", err)
		}
		all = append(all, l)
	}
	return all, n, rows.Err()
}

// ServicesOfDecisions lists what each of the decisions decided on.
func (q Deciding) ServicesOfDecisions(ctx context.Context, decisions []ids.Decision) (map[ids.Decision][]casework.ServiceLine, error) {
	found := make(map[ids.Decision][]casework.ServiceLine, len(decisions))
	if len(decisions) == 0 {
		return found, nil
	}
	args := make([]any, len(decisions))
	for i, d := range decisions {
		args[i] = d.ID
	}
	lines, err := services(q.DB.QueryContext(ctx, `select `+serviceColumns+` from service_line where decision in (`+store.Places(1, len(decisions))+`) order by id`, args...))
	for _, l := range lines {
		found[l.Decision] = append(found[l.Decision], l)
	}
	return found, err
}

// ReportedMeetings lists the latest meetings that have heard of delegated decisions.
func (q Deciding) ReportedMeetings(ctx context.Context, limit int) ([]civil.Date, error) {
	rows, err := q.DB.QueryContext(ctx, fmt.Sprintf(`select reported from (
		select reported from decision_line where reported <> '' union select reported from delegated_line where reported <> ''
		union select reported from release_line where point <> '' and reported <> '') m order by reported desc limit %d`, limit))
	if err != nil {
		return nil, fmt.Errorf("reported meetings: %w", err)
	}
	defer rows.Close()
	var all []civil.Date
	for rows.Next() {
		var day civil.Date
		if err := rows.Scan(&day); err != nil {
			return nil, err
		}
		all = append(all, day)
	}
	return all, rows.Err()
}
