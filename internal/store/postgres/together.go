package postgres

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"stadga/internal/engine"
	"stadga/internal/store"
)

// A gathering is a transaction in which statements whose answers nobody needs yet
// wait for each other, and are sent together: the first of them is what begins it.
type gathering struct {
	*sql.Conn
	waiting []statement
	begun   bool
	err     error // the first fault of one that waited
}

type statement struct {
	query string
	args  []any
	least int // rows that it writes or finds, unless another was first
	told  func(rows int64)

	number func(num int64) // is told the number of the one row it writes; nil: it gives none
}

var _ interface {
	store.Execer
	store.Later
} = (*gathering)(nil)

// gather begins a transaction whose commit waits for the disk, and for the standby
// where there is one, whatever the session, its user or the database has lowered.
func gather(conn *sql.Conn) *gathering {
	g := &gathering{Conn: conn}
	g.waiting = append(g.waiting,
		statement{query: `begin isolation level read committed`, told: func(int64) { g.begun = true }},
		statement{query: `select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') not in ('on', 'remote_apply')`, told: func(int64) {}})
	return g
}

// mostWaiting bounds what is kept in memory.
const mostWaiting = 100

// Later lets a statement wait.
func (g *gathering) Later(ctx context.Context, query string, args []any, least int, told func(rows int64)) error {
	return g.later(ctx, statement{query: query, args: slices.Clone(args), least: least, told: told})
}

// LaterNumber lets a statement wait that writes one row and gives its number.
func (g *gathering) LaterNumber(ctx context.Context, query string, args []any, told func(num int64)) error {
	return g.later(ctx, statement{query: query, args: slices.Clone(args), least: 1, number: told})
}

func (g *gathering) later(ctx context.Context, s statement) error {
	g.waiting = append(g.waiting, s)
	if len(g.waiting) < mostWaiting {
		return nil
	}
	return g.Now(ctx)
}

// Number asks for a number after what waits.
func (g *gathering) Number(ctx context.Context, query string, args []any) (num int64, found bool, err error) {
	err = g.send(ctx, func(batch *pgx.Batch) { batch.Queue(query, args...) }, func(answers pgx.BatchResults) error {
		err := answers.QueryRow().Scan(&num)
		if found = err == nil; errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		return err
	})
	return num, found, err
}

// Now sends what waits.
func (g *gathering) Now(ctx context.Context) error {
	if len(g.waiting) == 0 {
		return g.err
	}
	return g.send(ctx, nil, nil)
}

// commit ends the transaction, in one message with what waits. What another may
// have been before is sent first: whether it was is known when it has been run.
func (g *gathering) commit(ctx context.Context) error {
	if !g.begun || slices.ContainsFunc(g.waiting, func(s statement) bool { return s.least > 0 }) {
		if err := g.Now(ctx); err != nil {
			return err
		}
	}
	var said map[string]any
	return g.send(ctx, func(batch *pgx.Batch) { batch.Queue("commit") }, func(answers pgx.BatchResults) error {
		tag, err := answers.Exec()
		if err != nil {
			return err
		}
		return committed(tag, said)
	}, func(conn *pgx.Conn) {
		said = conn.PgConn().CustomData()
		delete(said, warned)
	})
}

// send sends what waits, and a last statement where there is one, and hears the
// answers. A server that meets a fault passes over what comes after it.
func (g *gathering) send(ctx context.Context, last func(*pgx.Batch), hear func(pgx.BatchResults) error, before ...func(*pgx.Conn)) error {
	if g.err != nil {
		return g.err
	}
	waiting := g.waiting
	g.waiting = nil
	g.err = g.Raw(func(driver any) (err error) {
		conn := driver.(*stdlib.Conn).Conn()
		for _, do := range before {
			do(conn)
		}
		batch := &pgx.Batch{}
		for _, s := range waiting {
			batch.Queue(s.query, s.args...)
		}
		if last != nil {
			last(batch)
		}
		answers := conn.SendBatch(ctx, batch)
		defer func() {
			if closed := answers.Close(); err == nil {
				err = closed
			}
		}()
		for _, s := range waiting {
			if err := s.hear(answers); err != nil {
				return err
			}
		}
		if hear == nil {
			return nil
		}
		return hear(answers)
	})
	return g.err
}

// hear takes the answer of a statement that waited.
func (s statement) hear(answers pgx.BatchResults) error {
	if s.number != nil {
		var num int64
		err := answers.QueryRow().Scan(&num)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return engine.ErrRace
		case err != nil:
			return err
		}
		s.number(num)
		return nil
	}
	tag, err := answers.Exec()
	switch {
	case err != nil:
		return err
	case tag.RowsAffected() < int64(s.least):
		return engine.ErrRace
	}
	s.told(tag.RowsAffected())
	return nil
}

// ExecContext sends what waits, and runs a statement.
func (g *gathering) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := g.Now(ctx); err != nil {
		return nil, err
	}
	return g.Conn.ExecContext(ctx, query, args...)
}

// QueryContext sends what waits, and asks.
func (g *gathering) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := g.Now(ctx); err != nil {
		return nil, err
	}
	return g.Conn.QueryContext(ctx, query, args...)
}

// QueryRowContext sends what waits, and asks for one row. A fault of what waited
// cannot be carried by the row: the transaction ends with it whatever is done next.
func (g *gathering) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	_ = g.Now(ctx)
	return g.Conn.QueryRowContext(ctx, query, args...)
}
