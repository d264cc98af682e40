package store

import (
	"context"
	"fmt"

	"stadga/internal/engine"
	"stadga/internal/journal"
)

const namedAtOnce = 500 // a body may be some kilobytes

// EachNamed hands over every event of a name, oldest first and a few at a time.
// One whose body is gone comes without its event.
func (db *DB) EachNamed(ctx context.Context, name string, progress Progress, f func(journal.Recorded) error) error {
	var of int
	if err := db.Reader().QueryRowContext(ctx, `select count(*) from journal where name = $1`, name).Scan(&of); err != nil {
		return fmt.Errorf("events called %s: %w", name, err)
	}
	var after int64
	for done := 0; ; {
		rows, err := db.Reader().QueryContext(ctx, `select `+eventColumns+`, j.num from `+eventTables+`
			where j.name = $1 and j.num > $2 order by j.num limit $3`, name, after, namedAtOnce)
		if err != nil {
			return fmt.Errorf("events called %s: %w", name, err)
		}
		var found []engine.StoredEvent
		err = each(rows, func() error {
			event, err := scanEvent(rows, &after)
			found = append(found, event)
			return err
		})
		if err != nil || len(found) == 0 {
			return err
		}
		for _, stored := range found {
			recorded, err := db.registry.Read(stored.Envelope, stored.JSON)
			if err != nil {
				return err
			}
			if err := f(recorded); err != nil {
				return err
			}
		}
		done += len(found)
		progress(done, of)
	}
}
