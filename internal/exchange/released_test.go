package exchange_test

import (
	"testing"

	"stadga/internal/exchange"
	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(exchange.SentEvents()...)
	r.Add(exchange.ArrivedEvents()...)
	journaltest.Released(t, r)
}
