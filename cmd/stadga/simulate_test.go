package main

import (
	"strings"
	"testing"

	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/simulate"
)

// A life tells what it left out, and why, in words and not in keys.
func TestTheRefusedAreTold(t *testing.T) {
	var out strings.Builder
	tellRefused(&out, nil)
	if got := out.String(); got != "Ingen handling avvisades.\n" {
		t.Errorf("nothing refused: %q", got)
	}
	out.Reset()
	tellRefused(&out, []simulate.Refusal{{
		At: civil.MustParse("2026-03-12").At(9, 30), By: "eva-ek", Does: "decision.send", Err: fault.New(fault.Unmet, "decision.send-first"),
	}})
	for _, want := range []string{"inte är gjorda: 1", "2026-03-12 09:30:00 eva-ek, decision.send: Beslutet är inte skickat", "FEL-2534"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q does not say %q", out.String(), want)
		}
	}
}
