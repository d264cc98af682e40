//go:build !unix

package simulate

import "testing"

// urls are the databases that history is laid in.
func urls() map[string]func(*testing.T) string {
	return map[string]func(*testing.T) string{"SQLite": onSQLite}
}
