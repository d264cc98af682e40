package casework

import (
	"strings"

	"stadga/internal/civil"
)

// A Phrase (fras) fits anyone, and so says nothing of this person (C-19, D-04).
type Phrase struct {
	Words string
	From  civil.Date
	Until civil.Date // last day; zero: in force
	Ref   string     // where the list was decided
}

// Phrases are the municipality's own, with their revisions, read from a dated file
// (casework/routines).
type Phrases []Phrase

// In finds the first phrase of the day's list that stands in the text.
func (all Phrases) In(text string, day civil.Date) (Phrase, bool) {
	text = strings.ToLower(text)
	for _, p := range all {
		if !day.Before(p.From) && (p.Until.IsZero() || !day.After(p.Until)) && strings.Contains(text, p.Words) {
			return p, true
		}
	}
	return Phrase{}, false
}
