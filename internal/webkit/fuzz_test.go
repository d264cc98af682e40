package webkit_test

import (
	"testing"

	"stadga/internal/civil"
	"stadga/internal/webkit"
)

// Whatever is typed as a day or a time is read as one, or not at all.
func FuzzTyped(f *testing.F) {
	for _, seed := range []string{"i dag", "12 mars", "2026-03-12", "12/3", "31 februari", "08:53", "8.53", "24:00", "０８:５３", "-1", ""} {
		f.Add(seed)
	}
	today := civil.MustParse("2026-03-12")
	f.Fuzz(func(t *testing.T, text string) {
		if day, ok := webkit.ReadDay(text, today); ok && day.IsZero() {
			t.Errorf("%q is read as no day", text)
		}
		if hour, minute, ok := webkit.ReadTime(text); ok && (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
			t.Errorf("%q is read as %d:%d", text, hour, minute)
		}
	})
}
