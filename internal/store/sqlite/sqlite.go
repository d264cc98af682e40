// Package sqlite keeps a board's record in one SQLite file.
//
// One goroutine writes and commits for all who wait; readers have connections
// of their own, which cannot write. A lock file beside the database keeps a
// second process from writing; it may open the record to read.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"stadga/internal/engine"
	"stadga/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Options choose how a file is opened.
type Options struct {
	ReadOnly bool // another process may be writing
	Hold     int  // above 0: commit only after so many acts (store.NewGroup)
	Fresh    bool // a file that is thrown away if it is not finished: nothing is kept to mend it by
}

// A DB is one open file.
type DB struct {
	pool   *sql.DB // read only
	reads  *store.Pool
	writer *sql.DB
	group  *store.Group
	bulk   bool
	fresh  bool
	lock   *os.File
}

var _ store.Driver = (*DB)(nil)

// readers is how many connections read at once. Each may keep cacheSize.
const (
	readers   = 8
	cacheSize = "-8192" // KiB
)

const pragmas = "_pragma=busy_timeout(10000)&_pragma=cache_size(" + cacheSize + ")"

// How a file is kept: so that what is committed stays whatever happens, or so
// that very much is written soon. The first that opens it again to write in
// earnest makes it durable.
const (
	durable   = "&_pragma=journal_mode(wal)&_pragma=synchronous(full)"
	throwaway = "&_pragma=journal_mode(memory)&_pragma=synchronous(off)&_pragma=cache_size(-131072)"
)

// Open opens the file at path, and makes it when it is missing.
func Open(ctx context.Context, path string, o Options) (_ *DB, err error) {
	db := &DB{bulk: o.Hold > 0, fresh: o.Fresh}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("open %s: %w", path, err), db.Shut())
		}
	}()
	if !o.ReadOnly {
		if db.lock, err = lockFile(path + ".lock"); err != nil {
			return db, err
		}
		if err := db.openWriter(ctx, path, o); err != nil {
			return db, err
		}
	}
	db.pool, err = sql.Open("sqlite", "file:"+path+"?mode=ro&"+pragmas+"&_pragma=query_only(1)")
	if err != nil {
		return db, err
	}
	db.pool.SetMaxOpenConns(readers)
	db.pool.SetMaxIdleConns(readers)
	db.reads = &store.Pool{DB: db.pool}
	return db, db.pool.PingContext(ctx)
}

func (db *DB) openWriter(ctx context.Context, path string, o Options) error {
	var err error
	keeping := durable
	if o.Fresh {
		keeping = throwaway
	}
	db.writer, err = sql.Open("sqlite", "file:"+path+"?_txlock=immediate&"+pragmas+
		// What a savepoint keeps of a page stays in memory: by itself it spills to a file.
		"&_pragma=temp_store(memory)"+
		keeping+"&_pragma=secure_delete(on)")
	if err != nil {
		return err
	}
	db.writer.SetMaxOpenConns(1)
	db.writer.SetMaxIdleConns(1)
	if err := migrate(ctx, db.writer); err != nil {
		return err
	}
	conn, err := db.writer.Conn(ctx)
	if err != nil {
		return err
	}
	db.group = store.NewGroup(store.Prepared(conn, store.Unnumbered), "begin immediate", o.Hold)
	return nil
}

func migrate(ctx context.Context, writer *sql.DB) error {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(database.DialectSQLite3, writer, folder, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// Write runs f in a transaction that others may share. What another made stale
// is run once more: from then on it reads what it writes upon.
func (db *DB) Write(ctx context.Context, f func(store.Execer) error) error {
	if db.group == nil {
		return errors.New("the record is open for reading only")
	}
	err := db.group.Write(ctx, f)
	for again := 0; again < 3 && errors.Is(err, engine.ErrRace); again++ {
		err = db.group.Write(ctx, f)
	}
	if noRoom(err) {
		return store.Full(err)
	}
	return err
}

// noRoom tells whether the disk is full.
func noRoom(err error) bool {
	var said *driver.Error
	return errors.As(err, &said) && said.Code()&0xff == lib.SQLITE_FULL
}

// Load runs f in one transaction of its own.
func (db *DB) Load(ctx context.Context, f func(store.Execer) error) error {
	if db.group == nil {
		return errors.New("the record is open for reading only")
	}
	return db.group.Whole(ctx, f)
}

// Mark is a bare question mark: a number would be looked up for each argument
// among all that come before it.
func (db *DB) Mark(int) string { return "?" }

// Numbered does nothing: the next number is one more than the last row's.
func (db *DB) Numbered(context.Context, store.Execer, string, int64) error { return nil }

// Aside drops indexes of a file that is thrown away if it is not finished.
func (db *DB) Aside(ctx context.Context, x store.Execer, tables, but []string) ([]string, error) {
	if !db.fresh {
		return nil, nil
	}
	rows, err := x.QueryContext(ctx, `select name, tbl_name, sql from sqlite_master where type = 'index' and sql like 'create index %' order by rowid`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var dropped, back []string
	for rows.Next() {
		var name, table, made string
		if err := rows.Scan(&name, &table, &made); err != nil {
			return nil, err
		}
		if slices.Contains(tables, table) && !slices.Contains(but, name) {
			dropped, back = append(dropped, name), append(back, made)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for _, name := range dropped {
		if _, err := x.ExecContext(ctx, "drop index "+name); err != nil {
			return nil, fmt.Errorf("lay %s aside: %w", name, err)
		}
	}
	return back, nil
}

// Reader reads what is committed.
func (db *DB) Reader() store.Queryer { return db.reads }

// Read reads what is committed; in bulk, what is written.
func (db *DB) Read(ctx context.Context, f func(store.Queryer) error) error {
	if db.bulk {
		return db.group.Write(ctx, func(x store.Execer) error { return f(x) })
	}
	return f(db.reads)
}

// LockWords are empty: there is one writer.
func (db *DB) LockWords() (alone, together string) { return "", "" }

// Schema writes a projection's statement for SQLite.
func (db *DB) Schema(statement string) string { return store.InSQLite(statement) }

// Joins is false: an insert in a with clause is not understood.
func (db *DB) Joins() bool { return false }

// Barrier holds by itself: there is one writer.
func (db *DB) Barrier(context.Context, store.Execer) error { return nil }

// Await does nothing: what is not durable cannot be seen.
func (db *DB) Await(context.Context, store.Execer) error { return nil }

// Swap copies what has been built into the record in one transaction. Readers
// see the old tables until it is committed.
func (db *DB) Swap(ctx context.Context, p store.Projection, built *store.Scratch, finish func(store.Execer) error) error {
	if db.group == nil {
		return errors.New("the record is open for reading only")
	}
	return db.group.Alone(ctx, func(c *store.Conn) (err error) {
		if err := c.Plain("attach database $1 as built", built.Path); err != nil {
			return err
		}
		defer func() {
			// Statements prepared on the tables that are gone would keep them.
			err = errors.Join(err, c.Forget(), c.Plain("detach database built"))
		}()
		if err := c.Plain("begin immediate"); err != nil {
			return err
		}
		if err := swap(ctx, c, p, finish); err != nil {
			return errors.Join(err, c.Plain("rollback"))
		}
		return c.Plain("commit")
	})
}

func swap(ctx context.Context, c *store.Conn, p store.Projection, finish func(store.Execer) error) error {
	for _, table := range p.Tables {
		if err := c.Plain("drop table if exists main." + table); err != nil {
			return err
		}
	}
	for _, statement := range p.Schema {
		if err := c.Plain(store.InSQLite(statement)); err != nil {
			return err
		}
	}
	for _, table := range p.Tables {
		if err := c.Plain("insert into main." + table + " select * from built." + table); err != nil {
			return err
		}
	}
	return finish(c)
}

// Shut ends the writer after what it was given, and closes the file.
func (db *DB) Shut() error {
	var err error
	if db.group != nil {
		err = db.group.Close()
	}
	if db.writer != nil {
		err = errors.Join(err, db.writer.Close())
	}
	if db.pool != nil {
		err = errors.Join(err, db.pool.Close())
	}
	if db.lock != nil {
		err = errors.Join(err, db.lock.Close())
	}
	return err
}
