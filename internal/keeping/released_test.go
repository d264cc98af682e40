package keeping_test

import (
	"testing"

	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
	"stadga/internal/keeping"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(keeping.Events()...)
	r.Add(keeping.ErasureEvents()...)
	r.Add(keeping.ReadingsEvents()...)
	journaltest.Released(t, r)
}
