package postgres

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"stadga/internal/store"
)

// ErrUnconfirmed is the answer to an act that the server has committed without
// waiting for the standby: it may be lost yet, and nobody may be told that it is saved.
var ErrUnconfirmed = errors.New("the server did not wait for its standby")

// warned is where a connection keeps the last warning of the server.
const warned = "stadga.warned"

// openPool opens connections that keep what the server warns of.
func openPool(url string, dial pgconn.DialFunc) (*sql.DB, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	if dial != nil {
		config.DialFunc = dial
	}
	config.OnNotice = func(c *pgconn.PgConn, n *pgconn.Notice) {
		if n.SeverityUnlocalized == "WARNING" {
			c.CustomData()[warned] = n.Message
		}
	}
	return stdlib.OpenDB(*config), nil
}

// transact runs f in a transaction and returns when it is durable. That the server
// has closed a connection since it was last used is found out when the transaction
// begins, before anything is done; then another is taken.
func (db *DB) transact(ctx context.Context, f func(store.Execer) error) error {
	for attempt := 1; ; attempt++ {
		conn, err := db.pool.Conn(ctx)
		if err != nil {
			return fmt.Errorf("begin: %w", err)
		}
		g := gather(conn)
		err = within(ctx, g, f)
		if err == nil || g.begun || g.err == nil || attempt == 3 || ctx.Err() != nil {
			return err
		}
	}
}

// within runs f in a transaction and ends it. A connection that is left in the
// middle of one is thrown away by the pool.
func within(ctx context.Context, g *gathering, f func(store.Execer) error) error {
	ended := false
	defer func() {
		if !ended && g.begun {
			_, _ = g.Conn.ExecContext(context.WithoutCancel(ctx), "rollback") // what stands in the way is told already
		}
		_ = g.Close()
	}()
	if err := f(g); err != nil {
		return cmp.Or(g.err, err) // the first is why the second came
	}
	err := g.commit(ctx)
	ended = err == nil || errors.Is(err, ErrUnconfirmed)
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// committed reads the server's answer to a commit. Only a warning tells that the
// wait for the standby was cut short: the server has committed, and says so.
func committed(tag pgconn.CommandTag, said map[string]any) error {
	switch {
	case tag.String() != "COMMIT":
		return pgx.ErrTxCommitRollback
	case said[warned] != nil:
		return fmt.Errorf("%w: %v", ErrUnconfirmed, said[warned])
	}
	return nil
}

// Await lets the commit of this transaction wait for all that stands before it in
// the server's log: an act found there may be one whose own wait was cut short.
func (db *DB) Await(ctx context.Context, x store.Execer) error {
	_, err := x.ExecContext(ctx, `select pg_logical_emit_message(true, 'stadga', '')`)
	return err
}
