//go:build unix

package main

import (
	"testing"

	"stadga/internal/store/pgtest"
)

// A runner ends the databases that tests were lent when they have run.
type runner struct{ *testing.M }

// Run runs the tests.
func (r runner) Run() int {
	roomy()
	return pgtest.Main(r.M)
}

// addresses are the databases that what the program does by itself is tried on.
func addresses() map[string]func(*testing.T) string {
	return map[string]func(*testing.T) string{"SQLite": inFolder, "PostgreSQL": func(t *testing.T) string { return pgtest.Database(t) }}
}
