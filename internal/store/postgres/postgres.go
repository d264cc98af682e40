// Package postgres keeps a board's record in one PostgreSQL database.
//
// Acts are ordinary concurrent transactions at read committed. What two of them
// must not both do rests on unique constraints and on row locks taken in the
// order of numbers, never on the isolation level. Nothing rests on the session,
// so that the database may be reached through a pooler of transactions.
package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver named pgx
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"

	"stadga/internal/engine"
	"stadga/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Options choose how a database is opened.
type Options struct {
	ReadOnly bool
	Hold     int // above 0: commit only after so many acts (store.NewGroup)

	// Dial is how the server is reached; nil: as its address says.
	Dial pgconn.DialFunc
}

// A DB is one open database.
type DB struct {
	pool     *sql.DB
	group    *store.Group // only in bulk
	readOnly bool
}

var _ store.Driver = (*DB)(nil)

// connections is how many acts and queries run at once in one process.
const connections = 32

// Open opens the database at url. It must have been made with collation C, so
// that order, prefix and month mean what they mean in the other database.
func Open(ctx context.Context, url string, o Options) (_ *DB, err error) {
	var plain *PlainLineError
	if err := CheckLine(url); errors.As(err, &plain) {
		return nil, err
	}
	pool, err := openPool(url, o.Dial)
	if err != nil {
		return nil, errors.New("the address of the database cannot be read: write postgres://user@host/name")
	}
	db := &DB{pool: pool, readOnly: o.ReadOnly}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("open the database: %w", err), db.Shut())
		}
	}()
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	var byBytes bool
	if err := pool.QueryRowContext(ctx, `select 'a' > 'B' and 'é' > 'z'`).Scan(&byBytes); err != nil {
		return db, err
	}
	if !byBytes {
		return db, errors.New("it sorts by a language: make it with createdb --template=template0 --encoding=UTF8 --locale=C")
	}
	if o.ReadOnly {
		return db, nil
	}
	if err := migrate(ctx, pool); err != nil {
		return db, err
	}
	if o.Hold > 0 {
		conn, err := pool.Conn(ctx)
		if err != nil {
			return db, err
		}
		db.group = store.NewGroup(store.Prepared(conn, nil), "begin", o.Hold)
	}
	return db, nil
}

func migrate(ctx context.Context, pool *sql.DB) error {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	locker, err := lock.NewPostgresTableLocker()
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	provider, err := goose.NewProvider(database.DialectPostgres, pool, folder,
		goose.WithDisableGlobalRegistry(true), goose.WithLocker(locker))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	pending, err := provider.HasPending(ctx)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if !pending {
		return nil
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// attempts bounds how often an act is planned again. Each time another act has
// got in, so that it is reached only where something is wrong.
const attempts = 200

// Write runs f in a transaction, and again when another was first.
func (db *DB) Write(ctx context.Context, f func(store.Execer) error) error {
	switch {
	case db.readOnly:
		return errors.New("the record is open for reading only")
	case db.group != nil:
		return db.group.Write(ctx, f)
	}
	for attempt := 1; ; attempt++ {
		err := db.transact(ctx, f)
		if err == nil || !isRace(err) || attempt == attempts {
			return err
		}
		// Apart by chance, so that two who met do not meet again.
		pause := time.Duration(rand.Int64N(int64(min(attempt, 20)) * int64(500*time.Microsecond)))
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func isRace(err error) bool {
	if errors.Is(err, engine.ErrRace) {
		return true
	}
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01") // serialization failure, deadlock
}

// Load runs f in one transaction of its own.
func (db *DB) Load(ctx context.Context, f func(store.Execer) error) error {
	switch {
	case db.readOnly:
		return errors.New("the record is open for reading only")
	case db.group != nil:
		return db.group.Whole(ctx, f)
	}
	return db.transact(ctx, f)
}

// Mark is the number of the argument.
func (db *DB) Mark(n int) string { return "$" + strconv.Itoa(n) }

// Numbered moves the sequence past the numbers given.
func (db *DB) Numbered(ctx context.Context, x store.Execer, table string, last int64) error {
	_, err := x.ExecContext(ctx, `select setval(pg_get_serial_sequence($1, 'num'), greatest($2::bigint, 1), $2::bigint > 0)`, table, last)
	return err
}

// Aside lays nothing aside: what is interrupted here stays.
func (db *DB) Aside(context.Context, store.Execer, []string, []string) ([]string, error) {
	return nil, nil
}

// Reader reads what is committed.
func (db *DB) Reader() store.Queryer { return db.pool }

// Read reads what is committed; in bulk, what is written.
func (db *DB) Read(ctx context.Context, f func(store.Queryer) error) error {
	if db.group != nil {
		return db.group.Write(ctx, func(x store.Execer) error { return f(x) })
	}
	return f(db.pool)
}

// LockWords lock rows until the transaction ends.
func (db *DB) LockWords() (alone, together string) { return "for update", "for share" }

// Schema is the statement as it stands.
func (db *DB) Schema(statement string) string { return statement }

// Joins is true: a with clause may insert.
func (db *DB) Joins() bool { return true }

// Barrier waits for every transaction that has written to the journal.
func (db *DB) Barrier(ctx context.Context, tx store.Execer) error {
	_, err := tx.ExecContext(ctx, `lock table journal in share mode`)
	return err
}

// Shut commits what bulk holds, and closes the connections.
func (db *DB) Shut() error {
	var err error
	if db.group != nil {
		err = db.group.Close()
	}
	return errors.Join(err, db.pool.Close())
}
