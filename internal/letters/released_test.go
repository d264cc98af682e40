package letters_test

import (
	"testing"

	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
	"stadga/internal/letters"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(letters.Events()...)
	journaltest.Released(t, r)
}
