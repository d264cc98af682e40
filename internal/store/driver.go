package store

import (
	"context"
)

// A Driver is what the two databases do each in its own way.
type Driver interface {
	// Write runs f in one transaction and returns when it is durable. When f or
	// the commit meets engine.ErrRace it is run again from the beginning; an
	// error leaves no trace. f must not use the store by another way.
	Write(ctx context.Context, f func(Execer) error) error
	// Reader is for queries: it reads what is committed.
	Reader() Queryer
	// Read runs f on what the next act will find: what is committed, or in bulk
	// what is written and not yet committed.
	Read(ctx context.Context, f func(Queryer) error) error
	// LockWords end a select that locks its rows until the transaction ends,
	// alone or together with others who only hold them; empty where there is only
	// one writer.
	LockWords() (alone, together string)
	// Schema writes a statement that creates a projection's tables for this database.
	Schema(statement string) string
	// Joins tells whether one statement can write two tables, and spare a round trip.
	Joins() bool
	// Barrier, in a transaction, waits for every other that has written to the
	// journal and lets none begin to until this one ends.
	Barrier(ctx context.Context, tx Execer) error
	// Swap puts rows that have been built beside a projection in the place of its
	// tables, in one transaction behind a barrier, and ends it with finish.
	Swap(ctx context.Context, p Projection, built *Scratch, finish func(Execer) error) error
	// Load runs f in one transaction of its own, for many rows that nobody else
	// waits for. What fails leaves nothing, and is not tried again.
	Load(ctx context.Context, f func(Execer) error) error
	// Await, in a transaction, lets its commit wait until what others have
	// committed before is durable too.
	Await(ctx context.Context, x Execer) error
	// Mark writes the place of the nth argument of a statement with very many.
	Mark(n int) string
	// Numbered tells, in a transaction, that the rows of a table have been given
	// numbers up to last by another than the database.
	Numbered(ctx context.Context, x Execer, table string, last int64) error
	// Aside drops, in a transaction, the indexes of tables that only save time, but for
	// those named, and gives the statements that bring them back; none where what is
	// interrupted is not thrown away.
	Aside(ctx context.Context, x Execer, tables, but []string) (back []string, err error)
	// Cleanse writes anew what has been deleted from, so that no deleted byte is left
	// in the database's files, and says what it could not do; empty: nothing.
	Cleanse(ctx context.Context) (left string, err error)
	// Shut ends the store, after what it was given to write.
	Shut() error
}
