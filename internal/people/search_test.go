package people_test

import (
	"slices"
	"testing"

	"stadga/internal/people"
)

func TestSearchWords(t *testing.T) {
	for name, want := range map[string][]string{
		"Åsa-Karin Öberg":   {"åsa", "karin", "öberg"},
		"André  O'Brien":    {"andre", "o", "brien"},
		"  ":                nil,
		"Mikkel Sørensen":   {"mikkel", "sörensen"},
		"\x00 Lund\n Eva\t": {"lund", "eva"},
	} {
		if got := people.SearchWords(name); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}
