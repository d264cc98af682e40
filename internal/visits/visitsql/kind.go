package visitsql

import (
	"stadga/internal/engine"
	"stadga/internal/visits"
)

// Visits tells the engine how visits are folded and what they say.
func Visits() engine.Kind[visits.Visit] {
	return engine.Kind[visits.Visit]{
		Name: "visit", Fold: (*visits.Visit).Fold, Says: visits.Visit.Says, Persons: visits.Visit.Persons, Events: visits.VisitEvents(),
	}
}
