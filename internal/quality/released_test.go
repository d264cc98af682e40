package quality_test

import (
	"testing"

	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
	"stadga/internal/quality"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(quality.DeviationEvents()...)
	journaltest.Released(t, r)
}
