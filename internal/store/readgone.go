package store

import (
	"context"
	"fmt"

	"stadga/internal/civil"
)

// goneAtOnce is how many lines of the log of readings go in one transaction.
const goneAtOnce = 5000

// ReadingsGone is the position in the log of readings below which the lines are gone.
func (db *DB) ReadingsGone(ctx context.Context) (position int64, err error) {
	err = db.Reader().QueryRowContext(ctx, `select gone from read_log_head where one = 1`).Scan(&position)
	return position, err
}

// DisposeReadings takes away the lines of the log of readings below a position, and
// whom lists showed before a day. Their leaves stay, so that the tree verifies. What is
// interrupted is begun again where it was. The files hold what is gone until they are
// written anew (Cleanse).
func (db *DB) DisposeReadings(ctx context.Context, to int64, before civil.Date) error {
	from, err := db.ReadingsGone(ctx)
	for ; err == nil && from < to; from += goneAtOnce {
		err = db.exec(ctx, func(x Execer) error {
			until := min(from+goneAtOnce, to)
			if _, err := x.ExecContext(ctx, `update read_log_head set gone = $1 where one = 1 and gone < $1`, until); err != nil {
				return err
			}
			if _, err := x.ExecContext(ctx, `delete from read_log where num in (select reading from read_log_seal where position >= $1 and position < $2)`, from, until); err != nil {
				return err
			}
			return tookAway(ctx, x)
		})
	}
	if err != nil {
		return fmt.Errorf("dispose of readings: %w", err)
	}
	for more := true; more; {
		err := db.exec(ctx, func(x Execer) error {
			result, err := x.ExecContext(ctx, `delete from read_log_shown where (person, day, actor, on_behalf, part) in
				(select person, day, actor, on_behalf, part from read_log_shown where day < $1 limit $2)`, before, goneAtOnce)
			if err != nil {
				return err
			}
			n, err := result.RowsAffected()
			if more = n == goneAtOnce; n == 0 || err != nil {
				return err
			}
			return tookAway(ctx, x)
		})
		if err != nil {
			return fmt.Errorf("dispose of readings: %w", err)
		}
	}
	return nil
}
