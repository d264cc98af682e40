package extract_test

import (
	"testing"

	"stadga/internal/extract"
)

// A key of the record is read aloud as Swedish.
func TestKeysReadAsWords(t *testing.T) {
	for key, want := range map[string]string{
		"": "", "nej": "nej", "vet-inte": "vet inte", "behovs-inte": "behövs inte", "kan-inte-avgoras": "kan inte avgöras", "med-vardnadshavare": "med vårdnadshavare",
		"digital-brevlada": "digital brevlåda",
	} {
		if got := extract.Words(key); got != want {
			t.Errorf("%q reads %q, want %q", key, got, want)
		}
	}
}
