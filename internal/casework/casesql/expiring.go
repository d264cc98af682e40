package casesql

import (
	"context"
	"fmt"

	"stadga/internal/access"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/store"
)

// Expiring lists services of open cases whose last day comes by the day and that
// nothing has ended, in the order they run out (D-11), with how many there are.
func (q Register) Expiring(ctx context.Context, scope access.Scope, view casework.View, by civil.Date, limit, offset int) ([]casework.ExpiringService, int, error) {
	var args []any
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	where, ok := viewed(scope, view, `c.closed = ''`, arg)
	if !ok {
		return nil, 0, nil
	}
	from := ` from service_line s join cases c on c.id = s.case_id where s.ended = '' and s.until <> '' and s.outcome in ('bifall', 'delvis-bifall')
		and s.until <= ` + arg(by) + ` and ` + where
	var count int
	if err := q.DB.QueryRowContext(ctx, `select count(*) from (select 1`+from+store.Limit(ListMost)+`) counted`, args...).Scan(&count); err != nil {
		return nil, 0, fmt.Errorf("count services that run out: %w", err)
	}
	var out []casework.ExpiringService
	err := each(ctx, q.DB, func(scan func(...any) error) error {
		var e casework.ExpiringService
		err := scan(&e.Service.ID.ID, &e.Service.Decision.ID, &e.Service.Kind, &e.Service.Until, &e.Service.Extent, &e.Decision, &e.Case.ID.ID, &e.Case.Number, &e.Case.Person.ID,
			&e.Case.Area, &e.Case.Officer.ID, &e.Case.Unit.ID, &e.Inquiry, &e.Extended)
		out = append(out, e)
		return err
	}, `select s.id, s.decision, s.kind, s.until, s.extent, (select d.no from decision_line d where d.id = s.decision), c.id, c.number, c.person, c.area, c.officer, c.unit,
		coalesce((select max(i.opened) from investigation_line i where i.case_id = c.id and i.decided = ''), ''),
		(select count(*) from service_extension x where x.service = s.id)`+from+` order by s.until, s.id`+store.Limit(limit)+` offset `+arg(min(offset, ListMost)), args...)
	return out, count, err
}
