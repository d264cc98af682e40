//go:build !unix

package main

import "testing"

// A runner runs the tests.
type runner struct{ *testing.M }

// Run runs the tests.
func (r runner) Run() int {
	roomy()
	return r.M.Run()
}

// addresses are the databases that what the program does by itself is tried on.
func addresses() map[string]func(*testing.T) string {
	return map[string]func(*testing.T) string{"SQLite": inFolder}
}
