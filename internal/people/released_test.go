package people_test

import (
	"testing"

	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
	"stadga/internal/people"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(people.PersonEvents()...)
	journaltest.Released(t, r)
}
