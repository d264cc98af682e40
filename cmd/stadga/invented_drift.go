//go:build drift

package main

// Nothing is invented in real operation.
type inventedCommands struct{}
