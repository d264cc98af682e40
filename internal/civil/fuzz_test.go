package civil_test

import (
	"testing"

	"stadga/internal/civil"
)

// What is read as a day or an instant is written as it was read: nothing else is.
func FuzzDate(f *testing.F) {
	for _, seed := range []string{"2026-03-12", "2024-02-29", "2026-02-29", "0000-00-00", "9999-12-31", "2026-3-1", "２０２６-03-12", "2026-03-02T07:53:01.000500Z", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := civil.Parse(text); err == nil && d.String() != text {
			t.Errorf("%q is read as %s", text, d)
		}
		if at, err := civil.ParseStamp(text); err == nil && civil.Stamp(at) != text {
			t.Errorf("%q is read as %s", text, civil.Stamp(at))
		}
	})
}
