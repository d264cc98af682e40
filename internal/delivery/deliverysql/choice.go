package deliverysql

import (
	"context"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/ids"
)

// RunningAt counts the orders of each provider that are not ended: what its
// capacity is set beside.
func (l Lists) RunningAt(ctx context.Context) (map[ids.Provider]int, error) {
	rows, err := l.DB.QueryContext(ctx, `select provider, count(*) from order_line where ended = '' group by provider`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	running := map[ids.Provider]int{}
	for rows.Next() {
		var p ids.Provider
		var n int
		if err := rows.Scan(&p.ID, &n); err != nil {
			return nil, err
		}
		running[p] = n
	}
	return running, rows.Err()
}

// CountMoving counts a provider's running orders, and those of them that another
// provider takes over (E-11).
func (l Lists) CountMoving(ctx context.Context, p ids.Provider) (running, moving int, err error) {
	err = l.DB.QueryRowContext(ctx, `select count(*), coalesce(sum(case when moves <> '' then 1 else 0 end), 0) from order_line where provider = $1 and ended = ''`, p.ID).Scan(&running, &moving)
	return running, moving, err
}

// DueToMove lists the orders that another has taken over from by the day, and that
// are not ended yet.
func (l Lists) DueToMove(ctx context.Context, day civil.Date, limit int) ([]delivery.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf("select %s from order_line where ended = '' and moves <> '' and moves <= $1 order by moves, id limit %d", lineColumns, limit), day))
}
