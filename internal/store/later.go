package store

import (
	"context"
	"database/sql"
	"errors"

	"stadga/internal/engine"
)

// A Later is an Execer that lets statements wait, and sends those that wait
// together: with the next question, or with the commit. A server is then not
// waited for once for each. What goes wrong with one is told when it is sent, and
// ends the transaction.
type Later interface {
	// Later lets a statement wait. How many rows it wrote, or found, is told when it
	// has been run; fewer than least are a race.
	Later(ctx context.Context, query string, args []any, least int, told func(rows int64)) error
	// LaterNumber lets a statement wait that writes one row and gives its number, which
	// is told when it has been run; no row is a race.
	LaterNumber(ctx context.Context, query string, args []any, told func(num int64)) error
	// Number asks for one number after what waits; not found when there is no row.
	Number(ctx context.Context, query string, args []any) (num int64, found bool, err error)
	// Now sends what waits.
	Now(ctx context.Context) error
}

// waits is the result of a statement that may still wait.
type waits struct {
	ctx   context.Context
	later Later
	rows  int64
}

func (w *waits) RowsAffected() (int64, error) {
	err := w.later.Now(w.ctx)
	return w.rows, err
}

func (w *waits) LastInsertId() (int64, error) {
	return 0, errors.New("the number of a row is asked for with returning")
}

var _ sql.Result = (*waits)(nil)

// one runs a statement that writes one row, unless another transaction was first.
func (c *counted) one(ctx context.Context, query string, args ...any) error {
	if later, ok := c.Execer.(Later); ok {
		return later.Later(ctx, query, args, 1, func(n int64) { c.rows += n })
	}
	result, err := c.ExecContext(ctx, query, args...)
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		err = engine.ErrRace
	}
	return err
}

// all asks for so many rows, of which there are fewer where another transaction
// was first.
func (c *counted) all(ctx context.Context, many int, query string, args ...any) error {
	if later, ok := c.Execer.(Later); ok {
		return later.Later(ctx, query, args, many, func(int64) {})
	}
	rows, err := c.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	found := 0
	err = each(rows, func() error {
		found++
		return nil
	})
	if err == nil && found < many {
		err = engine.ErrRace
	}
	return err
}

// number asks for one number.
func (c *counted) number(ctx context.Context, query string, args ...any) (num int64, found bool, err error) {
	if later, ok := c.Execer.(Later); ok {
		return later.Number(ctx, query, args)
	}
	err = c.QueryRowContext(ctx, query, args...).Scan(&num)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return num, err == nil, err
}
