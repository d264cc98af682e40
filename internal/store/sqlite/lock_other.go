//go:build !unix

package sqlite

import (
	"fmt"
	"os"
)

// lockFile takes the lock of a database. Where the system has no advisory lock
// on files, SQLite's own keeps two writers apart; only the early word is lost.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock file: %w", err)
	}
	return f, nil
}
