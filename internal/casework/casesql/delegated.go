package casesql

import (
	"context"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/store"
)

// delegated is every decision to be reported to the board: those made by delegation
// or by the chair, and each extension without a new trial, which is a decision of
// its own (KL 6:40, 7:8; D-08, D-10). $1 is the day of the meeting that heard of
// it; empty: none has.
const delegated = `(
	select d.id as decision, d.case_id, d.person, d.no, d.made as day, d.made_by, d.law, d.outcome as what, d.body, d.point, d.reported, d.id as line
		from decision_line d where d.reported = $1 and d.body in ('delegat', 'ordforande')
	union all
	select s.decision, s.case_id, s.person, 0, x.on_day, x.made_by, x.law, 'forlangning', x.body, x.point, x.reported, x.service
		from service_extension x join service_line s on s.id = x.service where x.reported = $1 and x.body = 'delegat'
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
	rows, err := q.DB.QueryContext(ctx, fmt.Sprintf(`select l.decision, l.case_id, l.person, c.number, l.no, l.day, l.made_by, l.law, l.what, l.body, l.point, l.reported
		from %s join cases c on c.id = l.case_id where l.day <= $2 order by l.day, l.line limit %d offset %d`, delegated, limit, offset), meeting, by)
	if err != nil {
		return nil, 0, fmt.Errorf("delegated decisions: %w", err)
	}
	defer rows.Close()
	var all []casework.DelegatedLine
	for rows.Next() {
		var l casework.DelegatedLine
		if err := rows.Scan(&l.Decision.ID, &l.Case.ID, &l.Person.ID, &l.Number, &l.No, &l.Made, &l.By.ID, &l.Law, &l.What, &l.Body, &l.Point, &l.Reported); err != nil {
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
	rows, err := q.DB.QueryContext(ctx, fmt.Sprintf(`select reported from decision_line where reported <> '' group by reported order by reported desc limit %d`, limit))
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
