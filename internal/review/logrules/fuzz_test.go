package logrules_test

import (
	"testing"

	"stadga/internal/review/logrules"
	"stadga/rules"
)

// A file is read whole or refused.
func FuzzLogRules(f *testing.F) {
	f.Add(rules.LogControl)
	f.Add([]byte("beslutad: &a {av: *a}"))
	f.Add([]byte("stickprov: 1e9"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if odd, err := logrules.Read(text); err == nil && (odd.Sample < 1 || odd.Sample > 500) {
			t.Errorf("%q is read with a sample of %d", text, odd.Sample)
		}
	})
}
