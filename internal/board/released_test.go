package board_test

import (
	"testing"

	"stadga/internal/board"
	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(board.Events()...)
	journaltest.Released(t, r)
}
