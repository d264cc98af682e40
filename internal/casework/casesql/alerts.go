package casesql

import (
	"context"
	"fmt"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// AlertsProjection is whom the program has told that a child needs protection now:
// a row for each manager, of the latest alert of an intake.
func AlertsProjection() store.Projection {
	return store.Projection{
		Name:   "alerts",
		Tables: []string{"intake_alert"},
		Schema: []string{
			`create table intake_alert (
				intake       bytea not null,
				told         bytea not null, -- the manager
				case_id      bytea not null,
				sent         text not null,
				receipted    text not null, -- empty: nobody has
				receipted_by bytea not null,
				primary key (intake, told)
			)`,
			`create index intake_alert_waiting on intake_alert (told, sent) where receipted = ''`,
			`create index intake_alert_receipted on intake_alert (told, receipted)`,
		},
		Events: eventNames([]journal.Event{casework.ManagersAlerted{}, casework.AlertReceipted{}, casework.IntakeMoved{}}),
		Apply:  applyAlert,
	}
}

func applyAlert(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	set := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, append([]any{r.Stream.ID}, args...)...)
		return err
	}
	switch e := r.Event.(type) {
	case casework.ManagersAlerted:
		if err := set(`delete from intake_alert where intake = $1`); err != nil {
			return err
		}
		for _, user := range e.To {
			if err := set(`insert into intake_alert (intake, told, case_id, sent, receipted, receipted_by) values ($1, $2, $3, $4, '', $5)`,
				user, e.Case, civil.Stamp(r.At), ids.User{}); err != nil {
				return err
			}
		}
		return nil
	case casework.AlertReceipted:
		return set(`update intake_alert set receipted = $2, receipted_by = $3 where intake = $1`, civil.Stamp(r.At), r.Actor)
	case casework.IntakeMoved:
		return set(`update intake_alert set case_id = $2 where intake = $1`, e.Case)
	}
	return fmt.Errorf("the list of alerts does not know %T", r.Event)
}
