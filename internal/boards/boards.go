// Package boards opens the record of a board (nämnd) and ties it to the engine
// that acts on it. Boards share nothing but the program: each has its own
// database, and secrecy runs between them.
package boards

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/store/postgres"
	"stadga/internal/store/sqlite"
)

// Config says which record to open and what surrounds it.
type Config struct {
	URL         string                  // sqlite:DIR, a folder with one file per board, or postgres://…, one board
	Name        string                  // of the board: a-z, 0-9 and hyphen
	Events      func(*journal.Registry) // makes known every event that the projections read
	Projections []store.Projection
	Book        engine.Book   // nil: no rules
	Access      engine.Access // nil: nothing may be done
	Clock       engine.Clock  // nil: the machine's
	Random      io.Reader     // nil: the machine's
	ReadOnly    bool          // another process may be acting
	Bulk        int           // above 0: commit only after so many acts
	Fresh       bool          // a record that is thrown away if it is not finished: a file is written without what would mend it
}

// A Board is one board's record and all that acts on it.
type Board struct {
	Name   string
	Store  *store.DB
	Engine *engine.Engine
	Access engine.Access
	Clock  engine.Clock
	IDs    ids.Source
}

// Name of a board as it stands in file names and addresses.
var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// Open opens a board.
func Open(ctx context.Context, c Config) (*Board, error) {
	if !nameForm.MatchString(c.Name) {
		return nil, fmt.Errorf("%q is no name of a board: a-z, 0-9 and hyphen", c.Name)
	}
	if c.Access == nil {
		c.Access = nobody{}
	}
	if c.Book == nil {
		c.Book = engine.NoRules{}
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	driver, err := open(ctx, c)
	if err != nil {
		return nil, err
	}
	registry := journal.NewRegistry()
	if c.Events != nil {
		c.Events(registry)
	}
	db, err := store.New(ctx, driver, registry, c.Projections...)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("board %s: %w", c.Name, err), driver.Shut())
	}
	source := ids.Source{Random: c.Random}
	return &Board{
		Name: c.Name, Store: db, Access: c.Access, Clock: c.Clock, IDs: source,
		Engine: engine.New(engine.Config{
			Store: db, Registry: registry, Book: c.Book, Access: c.Access, Clock: c.Clock, IDs: source,
			Inside: c.Bulk > 0,
		}),
	}, nil
}

// Close ends the board after what it was given to write.
func (b *Board) Close() error { return b.Store.Close() }

func open(ctx context.Context, c Config) (store.Driver, error) {
	kind, rest, _ := strings.Cut(c.URL, ":")
	switch kind {
	case "sqlite":
		if !c.ReadOnly {
			if err := os.MkdirAll(rest, 0o700); err != nil {
				return nil, fmt.Errorf("folder of the boards: %w", err)
			}
		}
		return sqlite.Open(ctx, filepath.Join(rest, c.Name+".db"), sqlite.Options{ReadOnly: c.ReadOnly, Hold: c.Bulk, Fresh: c.Fresh})
	case "postgres", "postgresql":
		return postgres.Open(ctx, c.URL, postgres.Options{ReadOnly: c.ReadOnly, Hold: c.Bulk})
	}
	return nil, errors.New("no such database: write sqlite:DIR or postgres://…")
}

// List names the boards of a folder of SQLite files.
func List(url string) ([]string, error) {
	dir, ok := strings.CutPrefix(url, "sqlite:")
	if !ok {
		return nil, fmt.Errorf("only a folder holds several boards: sqlite:DIR")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.db"))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, file := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(file), ".db"))
	}
	return names, nil
}
