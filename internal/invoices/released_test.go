package invoices_test

import (
	"testing"

	"stadga/internal/invoices"
	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(invoices.Events()...)
	journaltest.Released(t, r)
}
