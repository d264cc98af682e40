package visits_test

import (
	"testing"

	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
	"stadga/internal/visits"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(visits.VisitEvents()...)
	r.Add(visits.HomeEvents()...)
	r.Add(visits.KeyEvents()...)
	r.Add(visits.ClosingEvents()...)
	journaltest.Released(t, r)
}
