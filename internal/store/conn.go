package store

import (
	"context"
	"database/sql"
	"errors"
)

// A Conn is one connection that prepares each statement once. What has begun on
// it runs to its end even when the caller goes away: half an act is worse than a
// late one, and others may be waiting for the same commit.
type Conn struct {
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
	write    func(query string) string // as the database is to read it
}

// Prepared wraps a connection, and writes statements as its database is to read them:
// Unnumbered for SQLite; nil: as they are. It is for one goroutine at a time.
func Prepared(conn *sql.Conn, write func(query string) string) *Conn {
	if write == nil {
		write = func(query string) string { return query }
	}
	return &Conn{conn: conn, prepared: map[string]*sql.Stmt{}, write: write}
}

var _ Execer = (*Conn)(nil)

// maxPrepared bounds the statements kept: those whose text holds a list differ
// by its length.
const maxPrepared = 1000

func (c *Conn) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := c.prepared[query]; ok {
		return s, nil
	}
	if len(c.prepared) >= maxPrepared {
		if err := c.Forget(); err != nil {
			return nil, err
		}
	}
	s, err := c.conn.PrepareContext(ctx, c.write(query))
	if err != nil {
		return nil, err
	}
	c.prepared[query] = s
	return s, nil
}

// Forget closes what has been prepared.
func (c *Conn) Forget() error {
	var err error
	for query, s := range c.prepared {
		err = errors.Join(err, s.Close())
		delete(c.prepared, query)
	}
	return err
}

// ExecContext runs a statement.
func (c *Conn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	ctx = context.WithoutCancel(ctx)
	s, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// QueryContext runs a query.
func (c *Conn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx = context.WithoutCancel(ctx)
	s, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext runs a query of one row.
func (c *Conn) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	ctx = context.WithoutCancel(ctx)
	s, err := c.statement(ctx, query)
	if err != nil {
		return c.conn.QueryRowContext(ctx, query, args...) // which meets the same fault and carries it
	}
	return s.QueryRowContext(ctx, args...)
}

// Plain runs statements that are not to be prepared: begin, commit, attach.
func (c *Conn) Plain(query string, args ...any) error {
	_, err := c.conn.ExecContext(context.Background(), query, args...)
	return err
}

// Close closes the connection.
func (c *Conn) Close() error { return errors.Join(c.Forget(), c.conn.Close()) }
