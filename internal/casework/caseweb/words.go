package caseweb

import (
	"time"
	"unicode"
	"unicode/utf8"

	"stadga/internal/webkit"
)

// lower begins the words with a small letter, for the middle of a sentence.
func lower(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[size:]
}

// gapWords writes how long it was: "40 timmar", "3 dagar".
func gapWords(d time.Duration) string {
	if hours := int(d.Hours() + 0.5); hours < 72 {
		return webkit.Count(hours, "timme", "timmar")
	}
	return webkit.Days(int(d.Hours() / 24))
}
