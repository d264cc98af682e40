//go:build unix

package simulate

import (
	"os"
	"testing"

	"stadga/internal/store/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// urls are the databases that history is laid in.
func urls() map[string]func(*testing.T) string {
	return map[string]func(*testing.T) string{"SQLite": onSQLite, "PostgreSQL": func(t *testing.T) string { return pgtest.Database(t) }}
}
