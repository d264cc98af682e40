package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"stadga/internal/store"
)

// begin opens a transaction whose commit waits for the disk, and for the standby
// where there is one, whatever the session, its user or the database has lowered.
const begin = `begin isolation level read committed;
	select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') not in ('on', 'remote_apply')`

// ErrUnconfirmed is the answer to an act that the server has committed without
// waiting for the standby: it may be lost yet, and nobody may be told that it is saved.
var ErrUnconfirmed = errors.New("the server did not wait for its standby")

// warned is where a connection keeps the last warning of the server.
const warned = "stadga.warned"

// openPool opens connections that keep what the server warns of.
func openPool(url string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	config.OnNotice = func(c *pgconn.PgConn, n *pgconn.Notice) {
		if n.SeverityUnlocalized == "WARNING" {
			c.CustomData()[warned] = n.Message
		}
	}
	return stdlib.OpenDB(*config), nil
}

// transact runs f in a transaction and returns when it is durable. A connection
// that is left in the middle of one is thrown away by the pool.
func (db *DB) transact(ctx context.Context, f func(store.Execer) error) error {
	conn, err := db.begin(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	ended := false
	defer func() {
		if !ended {
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "rollback") // what stands in the way is told already
		}
		_ = conn.Close()
	}()
	if err := f(conn); err != nil {
		return err
	}
	err = conn.Raw(func(driver any) error { return commit(ctx, driver.(*stdlib.Conn).Conn()) })
	ended = err == nil || errors.Is(err, ErrUnconfirmed)
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// begin takes a connection and begins. That the server has closed one since it
// was last used is found out here, before anything is done; then another is taken.
func (db *DB) begin(ctx context.Context) (*sql.Conn, error) {
	for attempt := 1; ; attempt++ {
		conn, err := db.pool.Conn(ctx)
		if err != nil {
			return nil, err
		}
		if _, err = conn.ExecContext(ctx, begin); err == nil {
			return conn, nil
		}
		_ = conn.Close()
		if attempt == 3 || ctx.Err() != nil {
			return nil, err
		}
	}
}

// commit ends a transaction. Only a warning tells that the wait for the standby
// was cut short: the server has committed, and says so.
func commit(ctx context.Context, conn *pgx.Conn) error {
	said := conn.PgConn().CustomData()
	delete(said, warned)
	tag, err := conn.Exec(ctx, "commit")
	switch {
	case err != nil:
		return err
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
