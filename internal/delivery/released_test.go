package delivery_test

import (
	"testing"

	"stadga/internal/delivery"
	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(delivery.OrderEvents()...)
	r.Add(delivery.UnassessedEvents()...)
	r.Add(delivery.HomeEvents()...)
	r.Add(delivery.GroupEvents()...)
	r.Add(delivery.ResidenceEvents()...)
	journaltest.Released(t, r)
}
