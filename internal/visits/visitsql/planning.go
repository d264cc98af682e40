package visitsql

import (
	"context"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// PlannedOf lists what is planned under an order from a day on, and neither made
// nor cancelled, in the order it is due.
func (l Lists) PlannedOf(ctx context.Context, o ids.Order, from civil.Date, limit int) ([]visits.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf(`select %s from visit where order_id = $1 and day >= $2 and planned_from <> '' and begun = '' and done_from = ''
		and missed = 0 and cancelled = 0 order by day, planned_from, id limit %d`, columns, limit), o.ID, from))
}

// PlanningOf sums what is planned and registered under an order in each month from
// one day to another; a month in which there is neither is left out.
func (l Lists) PlanningOf(ctx context.Context, o ids.Order, from, to civil.Date) (map[civil.Date]visits.Planning, error) {
	rows, err := l.DB.QueryContext(ctx, `select substr(day, 1, 7), sum(case when planned_from <> '' and cancelled = 0 then planned_minutes else 0 end),
			sum(case when planned_from <> '' and cancelled = 0 then 1 else 0 end), sum(minutes), sum(case when done_from <> '' then 1 else 0 end)
		from visit where order_id = $1 and day >= $2 and day <= $3 group by 1 order by 1`, o.ID, from, to)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[civil.Date]visits.Planning{}
	for rows.Next() {
		var month string
		var p visits.Planning
		if err := rows.Scan(&month, &p.Planned, &p.Visits, &p.Done, &p.Registered); err != nil {
			return nil, err
		}
		if p.Month, err = civil.Parse(month + "-01"); err != nil {
			return nil, err
		}
		all[p.Month] = p
	}
	return all, rows.Err()
}

// OrderMonth lists the visits of an order in a month, planned and registered, by day
// and time, a page at a time, and counts them all.
func (l Lists) OrderMonth(ctx context.Context, o ids.Order, month civil.Date, offset, limit int) (made []visits.Line, total int, err error) {
	from, to := month.MonthStart(), month.MonthEnd()
	if err := l.DB.QueryRowContext(ctx, `select count(*) from visit where order_id = $1 and day >= $2 and day <= $3`, o.ID, from, to).Scan(&total); err != nil {
		return nil, 0, err
	}
	made, err = lines(l.DB.QueryContext(ctx, fmt.Sprintf(`select %s from visit where order_id = $1 and day >= $2 and day <= $3
		order by day, case when planned_from = '' then done_from else planned_from end, id limit %d offset %d`, columns, limit, offset), o.ID, from, to))
	return made, total, err
}

// RoutesOf lists a provider's planned visits of a day by who is to make them, each
// in the order they are due.
func (l Lists) RoutesOf(ctx context.Context, p ids.Provider, day civil.Date, offset, limit int) ([]visits.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf(`select %s from visit where provider = $1 and day = $2 and planned_from <> '' and cancelled = 0
		order by staff, planned_from, id limit %d offset %d`, columns, limit, offset), p.ID, day))
}
