package casework

import (
	"slices"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// A PreparationPoint is one line of the local routine for case preparation
// (ärendeberedning): kinds of service that are discussed in the group before they
// are decided on, and between which days (C-22).
type PreparationPoint struct {
	Words    string
	Services []string // keys in the service catalogue
	From     civil.Date
	Until    civil.Date // last day; zero: in force
	Ref      string     // where it was decided
}

// A PreparationRoutine is the municipality's own, with its revisions, read from a
// dated file (casework/routines).
type PreparationRoutine []PreparationPoint

// Lists finds the line by which one of the services is prepared on the day.
func (r PreparationRoutine) Lists(services []string, day civil.Date) (PreparationPoint, string, bool) {
	for _, p := range r {
		if day.Before(p.From) || !p.Until.IsZero() && day.After(p.Until) {
			continue
		}
		for _, s := range services {
			if slices.Contains(p.Services, s) {
				return p, s, true
			}
		}
	}
	return PreparationPoint{}, "", false
}

// A PreparationResult (vad beredningen kom fram till) is advice: preparation decides nothing.
type PreparationResult string

// What a preparation comes to. One that asks for more leaves the decision stopped.
const (
	PreparedSupports PreparationResult = "stodjer"
	PreparedChanges  PreparationResult = "andra"
	PreparedOpposes  PreparationResult = "avrader"
	PreparedMore     PreparationResult = "komplettera"
)

// PreparationResults lists them as a form shows them.
func PreparationResults() []PreparationResult {
	return []PreparationResult{PreparedSupports, PreparedChanges, PreparedOpposes, PreparedMore}
}

// Words is the result as a page shows it; empty for what is no result.
func (r PreparationResult) Words() string {
	switch r {
	case PreparedSupports:
		return "Gruppen stödjer förslaget"
	case PreparedChanges:
		return "Gruppen föreslår ändringar"
	case PreparedOpposes:
		return "Gruppen avråder"
	case PreparedMore:
		return "Underlaget ska kompletteras och tas upp igen"
	}
	return ""
}

// A PreparationRow is one investigation on the group's list.
type PreparationRow struct {
	Case     Case
	Number   int // of the investigation in its case
	Meeting  civil.Date
	Services []string
	AskedBy  ids.User
	Held     civil.Date
	Result   PreparationResult
}
