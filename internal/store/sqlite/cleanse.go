package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"stadga/internal/store"
)

// How often, and how long apart, it is tried to empty the file of what is written
// and not yet moved: a reader that is in the middle of something keeps it.
const (
	emptyTries = 100
	emptyPause = 100 * time.Millisecond
)

// Cleanse writes the whole file anew and empties the one beside it. What is
// deleted is overwritten at once (secure_delete), but a page that has been
// rearranged may keep a copy of what stood on it.
func (db *DB) Cleanse(ctx context.Context) (string, error) {
	if db.group == nil {
		return "", errors.New("the record is open for reading only")
	}
	return "", db.group.Alone(ctx, func(c *store.Conn) error {
		if err := c.Forget(); err != nil {
			return err
		}
		// What is kept passes through a file while it is written anew, and not through memory.
		if err := errors.Join(c.Plain("pragma temp_store = file"), c.Plain("vacuum"), c.Plain("pragma temp_store = memory")); err != nil {
			return err
		}
		for range emptyTries {
			var busy, log, moved int
			if err := c.QueryRowContext(ctx, "pragma wal_checkpoint(truncate)").Scan(&busy, &log, &moved); err != nil {
				return err
			}
			if busy == 0 {
				return nil
			}
			time.Sleep(emptyPause)
		}
		return fmt.Errorf("someone has been reading for more than %s", emptyTries*emptyPause)
	})
}
