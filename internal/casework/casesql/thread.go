package casesql

import (
	"context"
	"slices"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/store"
)

// visitWindow is how many days back visits are counted.
const visitWindow = 28

// Thread follows each need of a case to its result (röda tråden): need → goal →
// decision → order → plan → visits → follow-up, newest investigation first. It
// reads the tables of orders and visits beside its own, a bounded number of rows
// of each; visits are those of the last four weeks.
func (q Deciding) Thread(ctx context.Context, c ids.Case, today civil.Date) ([]casework.Link, error) {
	needs, err := q.threadNeeds(ctx, c)
	if err != nil {
		return nil, err
	}
	services, err := q.threadServices(ctx, c)
	if err != nil {
		return nil, err
	}
	orders, err := q.threadOrders(ctx, c)
	if err != nil {
		return nil, err
	}
	visits, err := q.threadVisits(ctx, c, today)
	if err != nil {
		return nil, err
	}
	for i := range services {
		carryOut(&services[i], orders, visits)
	}
	return tie(needs, services), nil
}

// A needRow is one need with one of its goals; goal is empty when it has none.
type needRow struct {
	investigation ids.ID
	goal          string
	link          casework.Link
}

// A serviceRow is one goal of a service that was decided, or its purpose.
type serviceRow struct {
	service, investigation ids.ID
	goal                   string
	link                   casework.Link
	used                   bool
}

type orderRow struct {
	service, id ids.ID
	link        casework.Link
	touched     []string // goals that the plan takes up
}

type visitRow struct {
	service     ids.ID
	count       int
	first, last civil.Date
}

func (q Deciding) threadNeeds(ctx context.Context, c ids.Case) ([]needRow, error) {
	return gather(ctx, q.DB, func(scan func(...any) error) (needRow, error) {
		var n needRow
		var decided civil.Date
		err := scan(&n.investigation, &n.link.Area, &n.link.Need, &n.link.Inquiry, &decided, &n.goal, &n.link.Goal)
		n.link.Closed = !decided.IsZero()
		return n, err
	}, `select n.investigation, n.area, n.text, i.no, i.decided, coalesce(g.goal, ''), coalesce(g.text, '')
		from need_line n join investigation_line i on i.id = n.investigation
		left join goal_line g on g.investigation = n.investigation and g.need = n.need
		where n.case_id = $1 order by i.no desc, n.need, g.goal limit 60`, c.ID)
}

func (q Deciding) threadServices(ctx context.Context, c ids.Case) ([]serviceRow, error) {
	return gather(ctx, q.DB, func(scan func(...any) error) (serviceRow, error) {
		var s serviceRow
		var followed civil.Date
		l := &s.link
		err := scan(&s.service, &s.investigation, &l.Decision.ID, &l.DecisionNo, &l.Made, &l.Service, &l.Extent, &l.Outcome, &l.FollowUp, &followed,
			&s.goal, &l.Goal, &l.Result, &l.ResultOn)
		if l.ResultOn.IsZero() {
			l.ResultOn = followed
		}
		l.Closed = true
		return s, err
	}, `select s.id, d.investigation, d.id, d.no, s.made, s.kind, s.extent, s.outcome, s.follow_up, s.followed_up,
			coalesce(g.goal, ''), coalesce(g.text, s.purpose), coalesce(g.result, ''), coalesce(g.result_on, '')
		from service_line s join decision_line d on d.id = s.decision left join service_goal g on g.service = s.id
		where s.case_id = $1 order by s.made desc, s.id, g.goal limit 60`, c.ID)
}

func (q Deciding) threadOrders(ctx context.Context, c ids.Case) ([]orderRow, error) {
	orders, err := gather(ctx, q.DB, func(scan func(...any) error) (orderRow, error) {
		var o orderRow
		var sent, seen string
		var plan int
		err := scan(&o.id, &o.service, &sent, &seen, &o.link.Started, &plan, &o.link.PlanMade)
		if err != nil {
			return o, err
		}
		o.link.PlanNeeded = plan == 1
		if o.link.OrderSent, err = civil.ParseStamp(sent); err != nil {
			return o, err
		}
		o.link.OrderSeen, err = civil.ParseStamp(seen)
		return o, err
	}, `select id, service, sent, acknowledged, started, plan_needed, plan_made
		from order_line where case_id = $1 order by sent desc, id limit 60`, c.ID)
	if err != nil {
		return nil, err
	}
	type touch struct {
		order ids.ID
		goal  string
	}
	touched, err := gather(ctx, q.DB, func(scan func(...any) error) (touch, error) {
		var t touch
		return t, scan(&t.order, &t.goal)
	}, `select g.order_id, g.goal from order_goal g join order_line o on o.id = g.order_id
		where o.case_id = $1 and g.planned = 1 order by g.order_id, g.goal limit 240`, c.ID)
	for _, t := range touched {
		if at := slices.IndexFunc(orders, func(o orderRow) bool { return o.id == t.order }); at >= 0 {
			orders[at].touched = append(orders[at].touched, t.goal)
		}
	}
	return orders, err
}

func (q Deciding) threadVisits(ctx context.Context, c ids.Case, today civil.Date) ([]visitRow, error) {
	return gather(ctx, q.DB, func(scan func(...any) error) (visitRow, error) {
		var v visitRow
		return v, scan(&v.service, &v.count, &v.first, &v.last)
	}, `select s.id,
			(select count(*) from visit v where v.service = s.id and v.day >= $2 and v.done_from <> ''),
			coalesce((select min(v.day) from visit v where v.service = s.id and v.done_from <> ''), ''),
			coalesce((select max(v.day) from visit v where v.service = s.id and v.done_from <> ''), '')
		from service_line s where s.case_id = $1 order by s.made desc limit 60`, c.ID, today.AddDays(-visitWindow))
}

// carryOut adds to a decided goal the latest order of its service and its visits.
func carryOut(s *serviceRow, orders []orderRow, visits []visitRow) {
	l := &s.link
	if at := slices.IndexFunc(orders, func(o orderRow) bool { return o.service == s.service }); at >= 0 {
		o := orders[at]
		l.OrderSent, l.OrderSeen, l.Started, l.PlanNeeded, l.PlanMade = o.link.OrderSent, o.link.OrderSeen, o.link.Started, o.link.PlanNeeded, o.link.PlanMade
		l.PlanTouches = s.goal == "" && !l.PlanMade.IsZero() || slices.Contains(o.touched, s.goal)
	}
	if at := slices.IndexFunc(visits, func(v visitRow) bool { return v.service == s.service }); at >= 0 {
		v := visits[at]
		l.Visits, l.LastVisit = v.count, v.last
		if l.Started.IsZero() {
			l.Started = v.first
		}
	}
}

// tie joins each need's goal with the services decided for it. A service that
// answers no need of an investigation stands last, with its own goal.
func tie(needs []needRow, services []serviceRow) []casework.Link {
	var out []casework.Link
	for _, n := range needs {
		found := false
		for i := range services {
			s := &services[i]
			if s.investigation != n.investigation || n.goal == "" || s.goal != n.goal {
				continue
			}
			link := s.link
			link.Need, link.Area, link.Inquiry, link.Closed = n.link.Need, n.link.Area, n.link.Inquiry, n.link.Closed
			out, found, s.used = append(out, link), true, true
		}
		if !found {
			out = append(out, n.link)
		}
	}
	for _, s := range services {
		if !s.used && s.link.Outcome.Gives() {
			out = append(out, s.link)
		}
	}
	return out
}

// gather reads every row of a query.
func gather[T any](ctx context.Context, db store.Queryer, read func(scan func(...any) error) (T, error), query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		row, err := read(rows.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, rows.Err()
}
