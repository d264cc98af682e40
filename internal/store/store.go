// Package store keeps the record in a database: journal, facts, obligations,
// projections, outbox, drafts, attachments and the read log. One SQLite file or
// one PostgreSQL database holds one board (nämnd).
//
// SQL is written once, with $1 placeholders, for both engines. Ids are bytea,
// civil days and instants are text (civil.Date, civil.Stamp).
package store

import (
	"context"
	"database/sql"

	"stadga/internal/journal"
)

// A Queryer reads: a pool, or a transaction.
type Queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// An Execer reads and writes inside the act's transaction.
type Execer interface {
	Queryer
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// A Projection is a set of tables that is a function of events alone: no clock,
// no generated value that shows. It is written in the act's transaction and can
// be rebuilt alone.
type Projection struct {
	Name   string   // "cases"
	Tables []string // the tables it owns; nobody else writes them
	Schema []string // statements that create them, with their indexes
	Events []string // names of the events it reads
	Seeks  []string // indexes that Apply itself goes by; the others are laid aside while history is laid
	Apply  func(ctx context.Context, tx Execer, event journal.Recorded) error
}
