// Package rules carries the rule files. Read them with rulebook.Load.
package rules

import "embed"

// Files holds national/: what law says to every municipality.
//
//go:embed national
var Files embed.FS
