package release_test

import (
	"testing"

	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
	"stadga/internal/release"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(release.Events()...)
	journaltest.Released(t, r)
}
