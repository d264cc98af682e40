package contracts_test

import (
	"testing"

	"stadga/internal/contracts"
	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(contracts.AgreementEvents()...)
	r.Add(contracts.SharesEvents()...)
	journaltest.Released(t, r)
}
