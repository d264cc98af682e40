package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // scratch databases are SQLite whatever holds the record
)

// A Scratch is a database beside the record in which projections are built from
// the journal: in a file for one that is to be swapped in, in memory for the
// record as it stood on some past day.
type Scratch struct {
	DB   *sql.DB
	Path string // of its file; empty in memory
	dir  string
	conn *Conn // the one that writes
}

func newScratch(ctx context.Context, inMemory bool) (_ *Scratch, err error) {
	s := &Scratch{}
	name := "file:/" + rand.Text() + "?vfs=memdb"
	if !inMemory {
		if s.dir, err = os.MkdirTemp("", "stadga-rebuild-"); err != nil {
			return nil, err
		}
		s.Path = filepath.Join(s.dir, "built.db")
		name = "file:" + s.Path + "?_pragma=journal_mode(off)&_pragma=synchronous(off)"
	}
	if s.DB, err = sql.Open("sqlite", name); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	conn, err := s.DB.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.conn = Prepared(conn, Unnumbered)
	return s, nil
}

func (s *Scratch) create(ctx context.Context, projections []Projection) error {
	for _, p := range projections {
		if err := CreateTables(ctx, s.conn, p, InSQLite); err != nil {
			return err
		}
	}
	return nil
}

// InSQLite writes a projection's statement for SQLite. There a column declared
// bytea has numeric affinity, and an index on a blob, such as an id of the
// record's, is not used when the two are compared.
func InSQLite(statement string) string { return strings.ReplaceAll(statement, " bytea", " blob") }

// Close drops the database.
func (s *Scratch) Close() error {
	var err error
	if s.conn != nil {
		err = s.conn.Close()
	}
	if s.DB != nil {
		err = errors.Join(err, s.DB.Close())
	}
	if s.dir != "" {
		err = errors.Join(err, os.RemoveAll(s.dir))
	}
	return err
}

// DropTables drops the tables of a projection where they are.
func DropTables(ctx context.Context, x Execer, p Projection) error {
	for _, table := range p.Tables {
		if _, err := x.ExecContext(ctx, `drop table if exists `+table); err != nil {
			return fmt.Errorf("drop the tables of %s: %w", p.Name, err)
		}
	}
	return nil
}

// CreateTables creates the tables of a projection, each statement as it is
// written for the database.
func CreateTables(ctx context.Context, x Execer, p Projection, written func(string) string) error {
	for _, statement := range p.Schema {
		if _, err := x.ExecContext(ctx, written(statement)); err != nil {
			return fmt.Errorf("create the tables of %s: %w", p.Name, err)
		}
	}
	return nil
}
