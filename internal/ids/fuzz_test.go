package ids_test

import (
	"strings"
	"testing"

	"stadga/internal/ids"
)

// What is read as an id is written as it was read, but for the case of its letters.
func FuzzParseID(f *testing.F) {
	for _, seed := range []string{"019cd177-9100-7b14-8508-f4a593c0e165", "019CD177-9100-7B14-8508-F4A593C0E165", "00000000-0000-0000-0000-000000000000", "019cd177", "../..", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if id, err := ids.Parse(text); err == nil && !id.IsZero() && id.String() != strings.ToLower(text) {
			t.Errorf("%q is read as %s", text, id)
		}
	})
}
