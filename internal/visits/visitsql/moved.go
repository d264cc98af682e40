package visitsql

import (
	"context"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// PlannedOf lists the visits of an order that are planned from a day on and neither
// made nor cancelled: those that go with it to another provider.
func (l Lists) PlannedOf(ctx context.Context, o ids.Order, from civil.Date, limit int) ([]visits.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf("select %s from visit where order_id = $1 and day >= $2 and done_from = '' and cancelled = 0 order by day, id limit %d", columns, limit), o.ID, from))
}
