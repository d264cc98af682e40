package recent_test

import (
	"testing"

	"stadga/internal/recent"
)

func TestAMemoryForgetsWhatIsOldAndNoMore(t *testing.T) {
	var m recent.Memory[int, int]
	for n := range 3 * recent.Most {
		m.Put(n, n)
	}
	for _, tt := range []struct {
		key  int
		kept bool
	}{{0, false}, {recent.Most - 1, false}, {recent.Most, true}, {3*recent.Most - 1, true}, {3 * recent.Most, false}} {
		if value, kept := m.Get(tt.key); kept != tt.kept || kept && value != tt.key {
			t.Errorf("%d: kept %v as %d, want %v", tt.key, kept, value, tt.kept)
		}
	}
	m.Update(recent.Most, func(was int) int { return was + 1 })
	if value, _ := m.Get(recent.Most); value != recent.Most+1 {
		t.Errorf("updated to %d, want %d", value, recent.Most+1)
	}
	m.Forget()
	if _, kept := m.Get(recent.Most); kept {
		t.Error("kept though everything was to be forgotten")
	}
}
