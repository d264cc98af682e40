//go:build !unix

package qualitysql_test

import (
	"testing"

	"stadga/internal/store"
)

// bases are the databases that the register must read alike on.
func bases() map[string]func(*testing.T) store.Driver {
	return map[string]func(*testing.T) store.Driver{"SQLite": onSQLite}
}
