package delegation_test

import (
	"testing"

	"stadga/internal/casework/delegation"
	"stadga/rules"
)

// A delegation order is read whole or refused.
func FuzzDelegation(f *testing.F) {
	f.Add(rules.Delegation)
	f.Add([]byte("editions: [{from: 2026-13-01}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if order, err := delegation.Read(text); err == nil && len(order) == 0 {
			t.Errorf("%q is read as an order of nothing", text)
		}
	})
}
