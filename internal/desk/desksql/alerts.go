package desksql

import (
	"context"
	"fmt"
	"time"

	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/ids"
)

// alertsMost is how many alerts stand on a day: far more than any day has.
const alertsMost = 50

// Alerts lists the alerts to any of the users that nobody has answered, oldest
// first, and after them those answered since an instant.
func (q Queries) Alerts(ctx context.Context, users []ids.User, since time.Time) ([]desk.Alert, error) {
	var all []desk.Alert
	seen := map[ids.Intake]bool{}
	for _, part := range []struct {
		where, order string
		args         []any
	}{{`a.receipted = ''`, `a.sent`, nil}, {`a.receipted >= $2`, `a.receipted`, []any{civil.Stamp(since)}}} {
		for _, user := range users {
			found, err := q.DB.QueryContext(ctx, fmt.Sprintf(`select a.intake, a.sent, a.receipted, coalesce((select st.name from staff st where st.id = a.receipted_by), ''), %s
				from intake_alert a join cases c on c.id = a.case_id join person p on p.id = c.person
				where a.told = $1 and %s order by %s limit %d`, caseColumns, part.where, part.order, alertsMost), append([]any{user}, part.args...)...)
			if err != nil {
				return nil, fmt.Errorf("alerts: %w", err)
			}
			err = each(found, func() error {
				var a desk.Alert
				var row caseRow
				var sent, receipted string
				if err := found.Scan(append([]any{&a.Intake, &sent, &receipted, &a.By}, row.fields()...)...); err != nil {
					return err
				}
				a.Case = row.read()
				var err error
				if a.Sent, err = civil.ParseStamp(sent); err != nil {
					return err
				}
				if a.Receipted, err = civil.ParseStamp(receipted); err != nil {
					return err
				}
				if !seen[a.Intake] {
					seen[a.Intake] = true
					all = append(all, a)
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}
