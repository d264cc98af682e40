package deliverysql

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

const lineColumns = `id, case_id, decision, service, person, provider, kind, name, extent, proof, plan_needed, minutes, times, wish, until, sent,
	acknowledged, start_day, started, interrupted, why_not, offers, plan_made, plan_review, plan_read, plan_by_authority, ended, end_reason, moves,
	partly, partly_lacks, wait_wished, asked_office, asked_provider`

// Lists answers what the delivery pages ask.
type Lists struct{ DB store.Queryer }

func where(s delivery.Shelf) string {
	switch s {
	case delivery.Unacknowledged:
		return "provider = $1 and ended = '' and acknowledged = ''"
	case delivery.PlansDue:
		return "provider = $1 and ended = '' and plan_needed = 1 and plan_review <= $2"
	case delivery.Asked:
		return "provider = $1 and asked_provider <> ''"
	}
	return "provider = $1 and ended = ''"
}

func order(s delivery.Shelf) string {
	switch s {
	case delivery.PlansDue:
		return "plan_review, id"
	case delivery.Asked:
		return "asked_provider, id"
	}
	return "sent, id"
}

func args(s delivery.Shelf, provider ids.Provider, day civil.Date) []any {
	if s == delivery.PlansDue {
		return []any{provider.ID, day}
	}
	return []any{provider.ID}
}

// OnShelf lists orders of a provider's heap on the day, a page at a time.
func (l Lists) OnShelf(ctx context.Context, provider ids.Provider, s delivery.Shelf, day civil.Date, offset, limit int) ([]delivery.Line, error) {
	query := fmt.Sprintf("select %s from order_line where %s order by %s limit %d offset %d", lineColumns, where(s), order(s), limit, offset)
	return lines(l.DB.QueryContext(ctx, query, args(s, provider, day)...))
}

// CountShelf counts the orders of a heap.
func (l Lists) CountShelf(ctx context.Context, provider ids.Provider, s delivery.Shelf, day civil.Date) (int, error) {
	var n int
	err := l.DB.QueryRowContext(ctx, "select count(*) from order_line where "+where(s), args(s, provider, day)...).Scan(&n)
	return n, err
}

// OfCase lists the latest orders of a case, newest first.
func (l Lists) OfCase(ctx context.Context, c ids.Case, limit int) ([]delivery.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf("select %s from order_line where case_id = $1 order by sent desc, id limit %d", lineColumns, limit), c.ID))
}

// OfService lists the orders of one service, oldest first: a change of provider is a new order.
func (l Lists) OfService(ctx context.Context, s ids.Service) ([]delivery.Line, error) {
	return lines(l.DB.QueryContext(ctx, "select "+lineColumns+" from order_line where service = $1 order by sent, id limit 100", s.ID))
}

// RunningOf lists the orders of a person that are not ended: what stops when the
// person dies or moves.
func (l Lists) RunningOf(ctx context.Context, p ids.Person) ([]delivery.Line, error) {
	return lines(l.DB.QueryContext(ctx, "select "+lineColumns+" from order_line where person = $1 and ended = '' limit 100", p.ID))
}

// RunsIn tells whether the provider has an order in the case that is not ended.
func (l Lists) RunsIn(ctx context.Context, provider ids.Provider, c ids.Case) (bool, error) {
	var n int
	err := l.DB.QueryRowContext(ctx, `select count(*) from (select 1 from order_line where case_id = $1 and provider = $2 and ended = '' limit 1) o`, c.ID, provider.ID).Scan(&n)
	return n > 0, err
}

const signalColumns = `order_id, number, provider, case_id, person, kind, since, sent, answered, answered_by, leads, plan`

// OpenSignals lists a provider's unanswered signals, oldest first.
func (l Lists) OpenSignals(ctx context.Context, p ids.Provider, limit int) ([]delivery.SignalLine, error) {
	return signals(l.DB.QueryContext(ctx, fmt.Sprintf("select %s from order_signal where provider = $1 and answered = '' order by sent limit %d", signalColumns, limit), p.ID))
}

// SignalsOfCase lists the signals of a case, newest first.
func (l Lists) SignalsOfCase(ctx context.Context, c ids.Case, limit int) ([]delivery.SignalLine, error) {
	return signals(l.DB.QueryContext(ctx, fmt.Sprintf("select %s from order_signal where case_id = $1 order by sent desc limit %d", signalColumns, limit), c.ID))
}

// UnreadNews lists what nobody of the provider has read, oldest first.
func (l Lists) UnreadNews(ctx context.Context, p ids.Provider, limit int) ([]delivery.NewsLine, error) {
	rows, err := l.DB.QueryContext(ctx, fmt.Sprintf(`select order_id, number, person, kind, sent from order_news
		where provider = $1 and read = '' and from_provider = 0 order by sent limit %d`, limit), p.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []delivery.NewsLine
	for rows.Next() {
		var n delivery.NewsLine
		var sent string
		if err := rows.Scan(&n.Order.ID, &n.Number, &n.Person.ID, &n.Kind, &sent); err != nil {
			return nil, err
		}
		if n.Sent, err = civil.ParseStamp(sent); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// Alarms lists a provider's alarms, the latest installed first, a page at a time.
func (l Lists) Alarms(ctx context.Context, p ids.Provider, offset, limit int) ([]delivery.AlarmLine, error) {
	rows, err := l.DB.QueryContext(ctx, fmt.Sprintf(`select a.order_id, a.person, a.installed, a.installed_by, a.installed_points, a.removed, a.removed_by, a.removed_points, o.ended
		from order_alarm a join order_line o on o.id = a.order_id
		where a.provider = $1 order by a.installed desc, a.order_id limit %d offset %d`, limit, offset), p.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []delivery.AlarmLine
	for rows.Next() {
		var a delivery.AlarmLine
		if err := rows.Scan(&a.Order.ID, &a.Person.ID, &a.Installed, &a.InstalledBy, &a.InstallPoints, &a.Removed, &a.RemovedBy, &a.RemovePoints, &a.Ended); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

// CountAlarms counts a provider's alarms, those that lack a point of the list, and
// those that still hang though the order has ended.
func (l Lists) CountAlarms(ctx context.Context, p ids.Provider) (all, lacking, left int, err error) {
	err = l.DB.QueryRowContext(ctx, `select count(*), coalesce(sum(case when a.installed_points < $2 or a.removed <> '' and a.removed_points < $3 then 1 else 0 end), 0),
		coalesce(sum(case when o.ended <> '' and a.removed = '' then 1 else 0 end), 0)
		from order_alarm a join order_line o on o.id = a.order_id where a.provider = $1`,
		p.ID, len(delivery.InstallPoints()), len(delivery.RemovePoints())).Scan(&all, &lacking, &left)
	return all, lacking, left, err
}

func lines(rows *sql.Rows, err error) ([]delivery.Line, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []delivery.Line
	for rows.Next() {
		var l delivery.Line
		var proof, sent, acknowledged, reason, office, other string
		var planNeeded, byAuthority int
		if err := rows.Scan(&l.ID.ID, &l.Case.ID, &l.Decision.ID, &l.Service.ID, &l.Person.ID, &l.Provider.ID, &l.Kind, &l.Name, &l.Extent,
			&proof, &planNeeded, &l.Minutes, &l.Times, &l.Wish, &l.Until, &sent, &acknowledged, &l.StartDay, &l.Started, &l.Interrupted, &l.WhyNotBegun, &l.Offers,
			&l.PlanMade, &l.PlanReview, &l.PlanRead, &byAuthority, &l.Ended, &reason, &l.Moves,
			&l.PartlySince, &l.PartlyLacks, &l.WaitsSince, &office, &other); err != nil {
			return nil, err
		}
		l.Proof, l.EndReason = delivery.StartProof(proof), delivery.EndReason(reason)
		l.PlanNeeded, l.PlanByAuthority = planNeeded == 1, byAuthority == 1
		if l.Sent, err = civil.ParseStamp(sent); err != nil {
			return nil, err
		}
		for at, text := range map[*time.Time]string{&l.Acknowledged: acknowledged, &l.AskedOffice: office, &l.AskedProvider: other} {
			if *at, err = civil.ParseStamp(text); err != nil {
				return nil, err
			}
		}
		out = append(out, l)
	}
	return out, rows.Err()
}

func signals(rows *sql.Rows, err error) ([]delivery.SignalLine, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []delivery.SignalLine
	for rows.Next() {
		var s delivery.SignalLine
		var kind, sent, answered, leads string
		if err := rows.Scan(&s.Order.ID, &s.Number, &s.Provider.ID, &s.Case.ID, &s.Person.ID, &kind, &s.Since, &sent, &answered, &s.By.ID, &leads, &s.Plan); err != nil {
			return nil, err
		}
		s.Kind, s.Leads = delivery.SignalKind(kind), delivery.SignalResult(leads)
		if s.Sent, err = civil.ParseStamp(sent); err != nil {
			return nil, err
		}
		if s.Answered, err = civil.ParseStamp(answered); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

func stamp(r journal.Recorded) string { return civil.Stamp(r.At) }

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
