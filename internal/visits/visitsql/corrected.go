package visitsql

import (
	"context"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// CorrectedMonths counts a provider's visits whose times somebody has corrected, by
// month: the work by hand that paying by delivered hour brings (F-21).
func (l Lists) CorrectedMonths(ctx context.Context, p ids.Provider, from, to civil.Date) (map[civil.Date]int, error) {
	rows, err := l.DB.QueryContext(ctx, `select substr(day, 1, 7), count(*) from visit
		where provider = $1 and day >= $2 and day <= $3 and corrected > 0 group by 1`, p, from, to)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[civil.Date]int{}
	for rows.Next() {
		var month string
		var n int
		if err := rows.Scan(&month, &n); err != nil {
			return nil, err
		}
		first, err := civil.Parse(month + "-01")
		if err != nil {
			return nil, err
		}
		all[first] = n
	}
	return all, rows.Err()
}

// CorrectedOf lists them of one month, by day, a page at a time.
func (l Lists) CorrectedOf(ctx context.Context, p ids.Provider, month civil.Date, offset, limit int) ([]visits.LedgerVisit, error) {
	return ledgerVisits(l.DB.QueryContext(ctx, `select `+ledgerColumns+` from visit
		where provider = $1 and day >= $2 and day <= $3 and corrected > 0 order by day, id limit $4 offset $5`, p, month.MonthStart(), month.MonthEnd(), limit, offset))
}
