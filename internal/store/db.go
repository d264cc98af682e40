package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"stadga/internal/engine"
	"stadga/internal/journal"
)

// A DB is the record of one board in a database. It is the engine's store.
type DB struct {
	Tree        // over the events
	driver      Driver
	registry    *journal.Registry
	projections []Projection
	readers     map[string][]Projection // by event name
	rows        atomic.Int64
	acts        atomic.Int64
	puts        sync.Map // statements that write obligations, by the number of rows
	reserve     atomic.Pointer[Reserve]
	shut        sync.Once
	shutErr     error
}

var _ engine.Store = (*DB)(nil)

// New returns the record behind a driver. The projections are created where
// they are missing, and rebuilt where their definition has changed.
func New(ctx context.Context, driver Driver, registry *journal.Registry, projections ...Projection) (*DB, error) {
	db := &DB{Tree: eventTree(driver), driver: driver, registry: registry, projections: projections, readers: map[string][]Projection{}}
	owner := map[string]string{}
	for _, p := range projections {
		for _, table := range p.Tables {
			if other, taken := owner[table]; taken {
				return nil, fmt.Errorf("the table %s belongs to both %s and %s", table, other, p.Name)
			}
			owner[table] = p.Name
		}
		for _, name := range p.Events {
			db.readers[name] = append(db.readers[name], p)
		}
	}
	if err := db.prepare(ctx); err != nil {
		return nil, err
	}
	return db, nil
}

// Reader is for queries: it reads what is committed.
func (db *DB) Reader() Queryer { return db.driver.Reader() }

// Registry is what the journal is read by.
func (db *DB) Registry() *journal.Registry { return db.registry }

// Close ends the store, after what it was given to write.
func (db *DB) Close() error {
	db.shut.Do(func() { db.shutErr = errors.Join(db.shutReserve(context.Background()), db.driver.Shut()) })
	return db.shutErr
}

// Written counts the acts and the rows written since the store was opened: each
// row inserted, changed or taken away, in every table.
func (db *DB) Written() (acts, rows int64) { return db.acts.Load(), db.rows.Load() }

// Write runs f in one transaction and returns when it is durable.
func (db *DB) Write(ctx context.Context, f func(engine.Tx) error) error {
	var t *tx
	err := db.driver.Write(ctx, func(x Execer) error {
		t = newTx(db, x)
		return f(t)
	})
	if err == nil {
		db.rows.Add(t.x.rows)
		db.acts.Add(t.acts)
	}
	return err
}

// Read runs f on the record as it stands.
func (db *DB) Read(ctx context.Context, f func(engine.Reader) error) error {
	return db.driver.Read(ctx, func(q Queryer) error { return f(&reader{q: q}) })
}

// exec runs one transaction of the store's own.
func (db *DB) exec(ctx context.Context, f func(Execer) error) error {
	return db.driver.Write(ctx, f)
}
