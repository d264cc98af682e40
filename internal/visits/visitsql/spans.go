package visitsql

import (
	"context"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// mostSpans is more visits than one order has in a month.
const mostSpans = 1000

// Spans lists when the registered visits of an order were made between two days,
// both counted. A visit after the person died or moved is never paid, and one with
// something odd about it not until someone has handled it (F-22).
func (l Lists) Spans(ctx context.Context, o ids.Order, from, to civil.Date) ([]visits.Span, error) {
	rows, err := l.DB.QueryContext(ctx, `select done_from, done_to from visit
		where order_id = $1 and day >= $2 and day <= $3 and done_from <> '' and gone = '' and held = '' order by day, id limit $4`, o.ID, from, to, mostSpans+1)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []visits.Span
	for rows.Next() {
		var begins, ends string
		if err := rows.Scan(&begins, &ends); err != nil {
			return nil, err
		}
		s, err := span(begins, ends)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if len(all) > mostSpans {
		return nil, fmt.Errorf("visits of order %s between %s and %s are more than %d", o, from, to, mostSpans)
	}
	return all, nil
}
