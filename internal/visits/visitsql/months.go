package visitsql

import (
	"context"
	"fmt"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// A month is read from as many rows as it has orders: 2,200 for a provider with
// 200,000 visits.
const sumColumns = `agreement, model, price, planned, visits, minutes, day_minutes, night_minutes, priceless, ore,
	tagged, tagged_in, tagged_out, manual, held, held_minutes, held_ore`

// OrderMonths lists what is known of every order of a provider in a month: those
// with visits in it, and those counted in time that ran.
func (l Lists) OrderMonths(ctx context.Context, p ids.Provider, month civil.Date) ([]visits.OrderMonth, error) {
	all, err := l.framed(ctx, p, month)
	if err != nil {
		return nil, err
	}
	at := make(map[ids.Order]int, len(all))
	for i, m := range all {
		at[m.Order] = i
	}
	rows, err := l.DB.QueryContext(ctx, `select order_id, person, service, changed, `+sumColumns+` from month_sum
		where provider = $1 and month = $2 order by person, order_id, agreement, model, price`, p, monthOf(month))
	if err != nil {
		return nil, fmt.Errorf("sums of %s: %w", monthOf(month), err)
	}
	defer rows.Close()
	for rows.Next() {
		m := visits.OrderMonth{Provider: p, Month: month.MonthStart()}
		var s visits.MonthSum
		var changed, model string
		if err := rows.Scan(&m.Order.ID, &m.Person.ID, &m.Service.ID, &changed, &s.Agreement, &model, &s.Price, &s.Planned, &s.Visits, &s.Minutes,
			&s.Day, &s.Night, &s.Priceless, &s.Ore, &s.Kinds.Both, &s.Kinds.In, &s.Kinds.Out, &s.Kinds.Manual, &s.Held, &s.HeldTime, &s.HeldOre); err != nil {
			return nil, err
		}
		s.Model = visits.Model(model)
		i, known := at[m.Order]
		if !known {
			i = len(all)
			at[m.Order] = i
			all = append(all, m)
		}
		all[i].Sums = append(all[i].Sums, s)
		when, err := civil.ParseStamp(changed)
		if err != nil {
			return nil, err
		}
		if when.After(all[i].Changed) {
			all[i].Changed = when
		}
	}
	return all, rows.Err()
}

// framed lists the orders with the time that decision and order give the month.
// Rows of orders and services are other areas' and are only read.
func (l Lists) framed(ctx context.Context, p ids.Provider, month civil.Date) ([]visits.OrderMonth, error) {
	const columns = `select o.id, o.person, o.service, o.decision, o.case_id, o.kind, o.name, o.minutes, o.sent, o.start_day, o.started, o.until, o.ended,
			coalesce(s.yearly, 0), coalesce(s.from_day, ''), coalesce(s.until, ''), coalesce(s.ended, ''), coalesce(e.cause, '')
		from order_line o left join service_line s on s.id = o.service
		left join explanation e on e.provider = o.provider and e.month = $2 and e.order_id = o.id `
	rows, err := l.DB.QueryContext(ctx, columns+`where o.provider = $1 and o.ended = '' and o.sent < $3
			and (o.minutes > 0 or exists (select 1 from month_sum m where m.order_id = o.id and m.month = $2))
		union all `+columns+`where o.provider = $1 and o.ended <> '' and o.id in (select order_id from month_sum where provider = $1 and month = $2)`,
		p, monthOf(month), civil.Stamp(month.MonthEnd().AddDays(1).Midnight()))
	if err != nil {
		return nil, fmt.Errorf("orders of %s: %w", monthOf(month), err)
	}
	defer rows.Close()
	var all []visits.OrderMonth
	for rows.Next() {
		m := visits.OrderMonth{Provider: p, Month: month.MonthStart()}
		var minutes, yearly int
		var sent, cause string
		var begins, started, until, ended, from, to, stopped civil.Date
		if err := rows.Scan(&m.Order.ID, &m.Person.ID, &m.Service.ID, &m.Decision.ID, &m.Case.ID, &m.Kind, &m.Name, &minutes, &sent, &begins, &started, &until, &ended,
			&yearly, &from, &to, &stopped, &cause); err != nil {
			return nil, err
		}
		m.Cause = visits.Cause(cause)
		if minutes > 0 {
			at, err := civil.ParseStamp(sent)
			if err != nil {
				return nil, err
			}
			m.Granted = visits.Prorated(yearly*60/12, m.Month, from, first(to, stopped))
			m.Ordered = visits.Prorated(minutes, m.Month, begun(at, begins, started), first(until, ended))
		}
		all = append(all, m)
	}
	return all, rows.Err()
}

// begun is the first day of an order: when it started, else when it should, else
// when it was sent.
func begun(sent time.Time, begins, started civil.Date) civil.Date {
	switch {
	case !started.IsZero():
		return started
	case !begins.IsZero():
		return begins
	}
	return civil.DayOf(sent)
}

// first is the earlier of two last days, where no day is none.
func first(a, b civil.Date) civil.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// ProviderMonths sums a provider's months, the latest first.
func (l Lists) ProviderMonths(ctx context.Context, p ids.Provider, from, to civil.Date) ([]visits.ProviderMonth, error) {
	rows, err := l.DB.QueryContext(ctx, `select m.month, sum(m.visits), sum(m.day_minutes), sum(m.night_minutes), sum(m.priceless), sum(m.ore), sum(m.held), sum(m.held_minutes), sum(m.held_ore),
			coalesce(max(c.locked), 0), coalesce(max(c.closed), ''), coalesce(max(c.ore), 0)
		from month_sum m left join closing c on c.provider = m.provider and c.month = m.month
		where m.provider = $1 and m.month >= $2 and m.month <= $3 group by m.month order by m.month desc`, p, monthOf(from), monthOf(to))
	if err != nil {
		return nil, fmt.Errorf("months of provider %s: %w", p, err)
	}
	defer rows.Close()
	var all []visits.ProviderMonth
	for rows.Next() {
		m := visits.ProviderMonth{Provider: p}
		var month, closed string
		var locked int
		if err := rows.Scan(&month, &m.Sum.Visits, &m.Sum.Day, &m.Sum.Night, &m.Sum.Priceless, &m.Sum.Ore, &m.Sum.Held, &m.Sum.HeldTime, &m.Sum.HeldOre, &locked, &closed, &m.Closed); err != nil {
			return nil, err
		}
		m.Locked = locked == 1
		if m.Month, err = civil.Parse(month + "-01"); err != nil {
			return nil, err
		}
		if m.At, err = civil.ParseStamp(closed); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, rows.Err()
}

// Unhandled counts the visits of a month with something odd that nobody has decided.
func (l Lists) Unhandled(ctx context.Context, p ids.Provider, month civil.Date) (int, error) {
	var n int
	err := l.DB.QueryRowContext(ctx, `select count(*) from visit where provider = $1 and day >= $2 and day <= $3 and odd > 0 and done_from <> ''`,
		p, month.MonthStart(), month.MonthEnd()).Scan(&n)
	return n, err
}

// SettledLines lists the lines a month was closed with.
func (l Lists) SettledLines(ctx context.Context, p ids.Provider, month civil.Date) ([]visits.ClosedLine, error) {
	return l.closedLines(ctx, `select order_id, from_month, granted, minutes, ore, why from closed_line where provider = $1 and month = $2 order by from_month desc, order_id`, p, monthOf(month))
}

// SettledOf lists what has been settled of a month, in its own closing and in later
// months' corrections of it.
func (l Lists) SettledOf(ctx context.Context, p ids.Provider, month civil.Date) ([]visits.ClosedLine, error) {
	return l.closedLines(ctx, `select order_id, from_month, granted, minutes, ore, why from closed_line where provider = $1 and from_month = $2 order by order_id`, p, monthOf(month))
}

func (l Lists) closedLines(ctx context.Context, query string, args ...any) ([]visits.ClosedLine, error) {
	rows, err := l.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("lines of a closed month: %w", err)
	}
	defer rows.Close()
	var all []visits.ClosedLine
	for rows.Next() {
		var c visits.ClosedLine
		var from string
		if err := rows.Scan(&c.Order.ID, &from, &c.Granted, &c.Minutes, &c.Ore, &c.Why); err != nil {
			return nil, err
		}
		if c.From, err = civil.Parse(from + "-01"); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// touched is how long before the lines of a closing were read a visit may have been
// decided about and yet not have been among them.
const touched = 10 * time.Minute

// ChangedSince lists the closed months before one, with the orders in which a visit
// has changed since: each is then settled anew and laid beside what was settled.
func (l Lists) ChangedSince(ctx context.Context, p ids.Provider, before civil.Date) (map[civil.Date][]ids.Order, error) {
	closed, err := l.closedBefore(ctx, p, before)
	if err != nil {
		return nil, err
	}
	all := map[civil.Date][]ids.Order{}
	for month, read := range closed {
		rows, err := l.DB.QueryContext(ctx, `select distinct order_id from month_sum where provider = $1 and month = $2 and changed > $3 order by order_id`,
			p, monthOf(month), civil.Stamp(read.Add(-touched)))
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		for rows.Next() {
			var o ids.Order
			if err := rows.Scan(&o.ID); err != nil {
				return nil, err
			}
			all[month] = append(all[month], o)
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (l Lists) closedBefore(ctx context.Context, p ids.Provider, before civil.Date) (map[civil.Date]time.Time, error) {
	rows, err := l.DB.QueryContext(ctx, `select month, read_at from closing where provider = $1 and month < $2 and locked = 1`, p, monthOf(before))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[civil.Date]time.Time{}
	for rows.Next() {
		var month, read string
		if err := rows.Scan(&month, &read); err != nil {
			return nil, err
		}
		day, err := civil.Parse(month + "-01")
		if err != nil {
			return nil, err
		}
		if all[day], err = civil.ParseStamp(read); err != nil {
			return nil, err
		}
	}
	return all, rows.Err()
}

// LastLocked is the latest closed month of a provider; zero: none is.
func (l Lists) LastLocked(ctx context.Context, p ids.Provider) (civil.Date, error) {
	var month string
	err := l.DB.QueryRowContext(ctx, `select coalesce(max(month), '') from closing where provider = $1 and locked = 1`, p).Scan(&month)
	if err != nil || month == "" {
		return civil.Date{}, err
	}
	return civil.Parse(month + "-01")
}
