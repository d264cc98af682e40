package casesql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/store"
)

// Deciding answers what the pages about investigations and decisions ask.
type Deciding struct{ DB store.Queryer }

const inquiryColumns = `id, case_id, person, no, kind, ground, started_by, received, opened, question, extended, ready, decided, outcome, decision`

// InvestigationsOf lists the latest investigations of a case, newest first.
func (q Deciding) InvestigationsOf(ctx context.Context, c ids.Case, limit int) ([]casework.InvestigationLine, error) {
	rows, err := q.DB.QueryContext(ctx, fmt.Sprintf(`select %s from investigation_line where case_id = $1 order by no desc limit %d`, inquiryColumns, limit), c.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []casework.InvestigationLine
	for rows.Next() {
		var l casework.InvestigationLine
		var received string
		if err := rows.Scan(&l.ID.ID, &l.Case.ID, &l.Person.ID, &l.Number, &l.Kind, &l.Ground, &l.Started, &received, &l.Opened, &l.Question,
			&l.Extended, &l.Ready, &l.Decided, &l.Outcome, &l.Decision.ID); err != nil {
			return nil, err
		}
		if l.Received, err = civil.ParseStamp(received); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

const decisionColumns = `id, case_id, person, investigation, no, made, made_by, law, outcome, against, sent, received, appeals`

// DecisionsOf lists the latest decisions of a case, newest first.
func (q Deciding) DecisionsOf(ctx context.Context, c ids.Case, limit int) ([]casework.DecisionLine, error) {
	rows, err := q.DB.QueryContext(ctx, fmt.Sprintf(`select %s from decision_line where case_id = $1 order by no desc limit %d`, decisionColumns, limit), c.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []casework.DecisionLine
	for rows.Next() {
		l, err := decisionLine(rows.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// Unsent lists the decisions that someone has made since a day and that have not
// been sent to the person, the oldest first.
func (q Deciding) Unsent(ctx context.Context, by ids.User, since civil.Date, limit int) ([]casework.DecisionLine, error) {
	return gather(ctx, q.DB, decisionLine, fmt.Sprintf(`select %s from decision_line where sent = '' and made_by = $1 and made >= $2
		order by made, id limit %d`, decisionColumns, limit), by.ID, since)
}

// Decision finds a decision of a case by its number there.
func (q Deciding) Decision(ctx context.Context, c ids.Case, number int) (casework.DecisionLine, error) {
	l, err := decisionLine(q.DB.QueryRowContext(ctx, `select `+decisionColumns+` from decision_line where case_id = $1 and no = $2`, c.ID, number).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return l, fault.New(fault.NotFound, "decision.not-found")
	}
	return l, err
}

func decisionLine(scan func(...any) error) (casework.DecisionLine, error) {
	var l casework.DecisionLine
	var against int
	err := scan(&l.ID.ID, &l.Case.ID, &l.Person.ID, &l.Investigation.ID, &l.Number, &l.Made, &l.By.ID, &l.Law, &l.Outcome, &against, &l.Sent, &l.Received, &l.Appeals)
	l.Against = against == 1
	return l, err
}

const serviceColumns = `id, decision, case_id, person, kind, law, outcome, made, from_day, until, ended, end_reason, follow_up, followed_up, extent, yearly, purpose`

// ServicesOf lists the latest services decided in a case, newest first.
func (q Deciding) ServicesOf(ctx context.Context, c ids.Case, limit int) ([]casework.ServiceLine, error) {
	return services(q.DB.QueryContext(ctx, fmt.Sprintf(`select %s from service_line where case_id = $1 order by made desc, id desc limit %d`, serviceColumns, limit), c.ID))
}

// Running counts what runs in each of the cases on the day: open investigations,
// and services that have been granted and not ended.
func (q Deciding) Running(ctx context.Context, cases []ids.Case, today civil.Date) (map[ids.Case]casework.Running, error) {
	found := make(map[ids.Case]casework.Running, len(cases))
	if len(cases) == 0 {
		return found, nil
	}
	args := []any{today}
	for _, c := range cases {
		args = append(args, c)
	}
	in := store.Places(2, len(cases))
	rows, err := q.DB.QueryContext(ctx, `select case_id, count(*), 0 from investigation_line where case_id in (`+in+`) and decided = '' group by case_id
		union all select case_id, 0, count(*) from service_line where case_id in (`+in+`) and ended = '' and outcome in ('bifall', 'delvis-bifall')
		and (until = '' or until >= $1) group by case_id`, args...)
	if err != nil {
		return nil, fmt.Errorf("what runs in cases: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id ids.Case
		var inquiries, services int
		if err := rows.Scan(&id, &inquiries, &services); err != nil {
			return nil, err
		}
		r := found[id]
		r.Investigations, r.Services = r.Investigations+inquiries, r.Services+services
		found[id] = r
	}
	return found, rows.Err()
}

// RunningOf lists the services of a person that have not ended: what stops when
// the person dies or moves.
func (q Deciding) RunningOf(ctx context.Context, p ids.Person) ([]casework.ServiceLine, error) {
	return services(q.DB.QueryContext(ctx, `select `+serviceColumns+` from service_line
		where person = $1 and ended = '' and outcome in ('bifall', 'delvis-bifall') limit 200`, p.ID))
}

func services(rows *sql.Rows, err error) ([]casework.ServiceLine, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []casework.ServiceLine
	for rows.Next() {
		var l casework.ServiceLine
		if err := rows.Scan(&l.ID.ID, &l.Decision.ID, &l.Case.ID, &l.Person.ID, &l.Kind, &l.Law, &l.Outcome, &l.Made, &l.From, &l.Until,
			&l.Ended, &l.EndReason, &l.FollowUp, &l.FollowedUp, &l.Extent, &l.Yearly, &l.Purpose); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

// sameMost is as far as equal goals are counted: more would say nothing more.
const sameMost = 10

// SameGoal counts the investigations of other cases whose goal has the very same
// words, up to ten: wording that fits many fits nobody (C-19, D-04).
func (q Deciding) SameGoal(ctx context.Context, text string, not ids.Case) (int, error) {
	var n int
	err := q.DB.QueryRowContext(ctx, fmt.Sprintf(`select count(*) from (select 1 from goal_line g
		where g.text = $1 and not exists (select 1 from investigation_line i where i.id = g.investigation and i.case_id = $2) limit %d) counted`, sameMost), text, not.ID).Scan(&n)
	return n, err
}

// GoalsOf lists the goals of a service.
func (q Deciding) GoalsOf(ctx context.Context, s ids.Service) ([]casework.Goal, error) {
	rows, err := q.DB.QueryContext(ctx, `select goal, need, text, measure, due, area from service_goal where service = $1 order by goal`, s.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []casework.Goal
	for rows.Next() {
		var g casework.Goal
		if err := rows.Scan(&g.Key, &g.Need, &g.Text, &g.Measure, &g.By, &g.Area); err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, rows.Err()
}
