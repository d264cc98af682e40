package visits

import (
	"slices"
	"time"

	"stadga/internal/ids"
)

// A ToldLine says where something was told during a visit. What it says stands in
// the visit.
type ToldLine struct {
	ID       ids.ID // of the telling
	Visit    ids.Visit
	Provider ids.Provider
	Person   ids.Person
	Kind     TellingKind
	At       time.Time
}

// Telling is what was told under that id; false when it is not there any more.
func (v Visit) Telling(id ids.ID) (Telling, bool) {
	at := slices.IndexFunc(v.Told, func(t Telling) bool { return t.ID == id })
	if at < 0 {
		return Telling{}, false
	}
	return v.Told[at], true
}
