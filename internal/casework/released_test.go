package casework_test

import (
	"testing"

	"stadga/internal/casework"
	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
)

func TestReleasedEvents(t *testing.T) {
	r := journal.NewRegistry()
	r.Add(casework.CaseEvents()...)
	r.Add(casework.IntakeEvents()...)
	r.Add(casework.InvestigationEvents()...)
	r.Add(casework.DecisionEvents()...)
	r.Add(casework.NoteEvents()...)
	r.Add(casework.CoordinationEvents()...)
	r.Add(casework.GuidelineEvents()...)
	r.Add(casework.ProposalEvents()...)
	r.Add(casework.CoercionEvents()...)
	journaltest.Released(t, r)
}
