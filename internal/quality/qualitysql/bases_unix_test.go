//go:build unix

package qualitysql_test

import (
	"os"
	"testing"

	"stadga/internal/store"
	"stadga/internal/store/pgtest"
	"stadga/internal/store/postgres"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// bases are the databases that the register must read alike on.
func bases() map[string]func(*testing.T) store.Driver {
	return map[string]func(*testing.T) store.Driver{
		"SQLite": onSQLite,
		"PostgreSQL": func(t *testing.T) store.Driver {
			db, err := postgres.Open(t.Context(), pgtest.Database(t), postgres.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return db
		},
	}
}
