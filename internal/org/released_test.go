package org_test

import (
	"testing"

	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
	"stadga/internal/org"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(org.UnitEvents()...)
	r.Add(org.StaffEvents()...)
	r.Add(org.ProviderEvents()...)
	r.Add(org.AbsenceEvents()...)
	r.Add(org.EmergencyEvents()...)
	r.Add(org.ShiftEvents()...)
	r.Add(org.BorderEvents()...)
	journaltest.Released(t, r)
}
