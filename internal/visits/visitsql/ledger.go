package visitsql

import (
	"context"
	"database/sql"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

const ledgerColumns = `id, person, order_id, service, provider, day, done_from, done_to, class, day_minutes, night_minutes, priceless, price, ore, agreement, model,
	held, gone, known, changed, why`

// RatedAfter lists registered visits of a provider from a day on that come after a
// visit in the order of day and id.
func (l Lists) RatedAfter(ctx context.Context, p ids.Provider, from, day civil.Date, id ids.Visit, limit int) ([]visits.LedgerVisit, error) {
	if day.IsZero() || day.Before(from) {
		day = from
	}
	return ledgerVisits(l.DB.QueryContext(ctx, `select `+ledgerColumns+` from visit
		where provider = $1 and (day > $2 or day = $2 and id > $3) and done_from <> '' and cancelled = 0 order by day, id limit $4`, p, day, id, limit))
}

// LedgerOf lists the registered visits of an order in a month, in the order they
// were made, a page at a time.
func (l Lists) LedgerOf(ctx context.Context, o ids.Order, month civil.Date, offset, limit int) ([]visits.LedgerVisit, error) {
	return ledgerVisits(l.DB.QueryContext(ctx, `select `+ledgerColumns+` from visit
		where order_id = $1 and day >= $2 and day <= $3 and done_from <> '' and cancelled = 0 order by day, done_from, id limit $4 offset $5`,
		o, month.MonthStart(), month.MonthEnd(), limit, offset))
}

// ChangedOf lists the visits of an order in a month that were changed after an
// instant: what a correction is made of.
func (l Lists) ChangedOf(ctx context.Context, o ids.Order, month civil.Date, after string, limit int) ([]visits.LedgerVisit, error) {
	return ledgerVisits(l.DB.QueryContext(ctx, `select `+ledgerColumns+` from visit
		where order_id = $1 and day >= $2 and day <= $3 and changed > $4 and done_from <> '' order by changed desc, id limit $5`,
		o, month.MonthStart(), month.MonthEnd(), after, limit))
}

func ledgerVisits(rows *sql.Rows, err error) ([]visits.LedgerVisit, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []visits.LedgerVisit
	for rows.Next() {
		var v visits.LedgerVisit
		var from, to, class, model, known, changed string
		if err := rows.Scan(&v.ID.ID, &v.Target.Person.ID, &v.Target.Order.ID, &v.Target.Service.ID, &v.Target.Provider.ID, &v.Day, &from, &to, &class,
			&v.Rated.Day, &v.Rated.Night, &v.Rated.Priceless, &v.Rated.Price, &v.Rated.Ore, &v.Rated.Agreement, &model,
			&v.Held, &v.Gone, &known, &changed, &v.Why); err != nil {
			return nil, err
		}
		v.Class, v.Rated.Model = visits.Class(class), visits.Model(model)
		if v.Done, err = span(from, to); err != nil {
			return nil, err
		}
		if v.Known, err = civil.ParseStamp(known); err != nil {
			return nil, err
		}
		if v.Change, err = civil.ParseStamp(changed); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// Paid sums what is paid of an order's visits between two days of one month, by
// price, for an invoice to be laid beside. Nothing that is held is among it.
func (l Lists) Paid(ctx context.Context, o ids.Order, from, to civil.Date) ([]visits.MonthSum, error) {
	rows, err := l.DB.QueryContext(ctx, `select agreement, model, price, count(*), sum(day_minutes), sum(night_minutes), sum(priceless), sum(ore) from visit
		where order_id = $1 and day >= $2 and day <= $3 and done_from <> '' and cancelled = 0 and gone = '' and held = ''
		group by agreement, model, price order by agreement, model, price`, o, from, to)
	if err != nil {
		return nil, fmt.Errorf("paid visits of order %s: %w", o, err)
	}
	defer rows.Close()
	var all []visits.MonthSum
	for rows.Next() {
		var s visits.MonthSum
		var model string
		if err := rows.Scan(&s.Agreement, &model, &s.Price, &s.Visits, &s.Day, &s.Night, &s.Priceless, &s.Ore); err != nil {
			return nil, err
		}
		s.Model = visits.Model(model)
		all = append(all, s)
	}
	return all, rows.Err()
}
