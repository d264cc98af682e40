package rules_test

import (
	"slices"
	"testing"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/rulebook"
	"stadga/internal/visits/visitsql"
)

// Each of the eight shapes is used by a rule that is on and waits for nothing.
func TestEveryShapeIsUsed(t *testing.T) {
	used := map[duty.Shape]string{}
	for _, r := range load(t).Rules() {
		if r.Off == "" && len(r.Waits) == 0 {
			used[r.Shape] = r.ID
		}
	}
	for _, shape := range []duty.Shape{duty.Within, duty.Every, duty.Count, duty.Before, duty.Standing, duty.Forbids, duty.Ends, duty.Keep} {
		if used[shape] == "" {
			t.Errorf("no rule in use has the shape %s", shape)
		}
	}
}

// A figure that a report makes names a report there is, and every area of the
// self-check has a figure that can be counted.
func TestEveryFigureCanBeFollowed(t *testing.T) {
	counted := map[string]bool{}
	for _, m := range load(t).Measures() {
		if m.Report != "" {
			if _, err := slices.Concat(casesql.Reports(), visitsql.Reports(visitsql.Services{})).Find(m.Report); err != nil {
				t.Errorf("%s is made by %q: %v", m.ID, m.Report, err)
			}
		}
		counted[m.Area] = counted[m.Area] || len(m.Waits) == 0
	}
	for _, area := range rulebook.Areas() {
		if !counted[area] {
			t.Errorf("no figure of %s can be counted", area)
		}
	}
}

// The book and the service catalogue say the same of who decides on a service
// and of which services may run until further notice.
func TestTheBookAgreesWithTheCatalogue(t *testing.T) {
	book, today := load(t), civil.MustParse("2026-03-12")
	for _, kind := range casework.ServiceCatalogue() {
		law := "SoL25"
		if kind.LSSNo > 0 {
			law = "LSS"
		}
		of := func(facts ...duty.Fact) duty.Computed {
			return book.Compute(duty.Subject{Kind: "service"}, duty.FactsOf(append(facts,
				duty.Fact{Name: "service.kind", Day: today, Value: kind.Key},
				duty.Fact{Name: "service.law", Day: today, Value: law},
				duty.Fact{Name: "service.granted", Day: today},
			)...), today)
		}
		stops := of(duty.Fact{Name: "decision.decider", Day: today, Value: "delegat"}).Stops
		if stopped := slices.ContainsFunc(stops, func(s duty.Stop) bool { return s.Rule == "deleg-utskott-sol" }); stopped != kind.Utskott {
			t.Errorf("%s by a delegate is stopped: %t, the catalogue asks for a committee: %t", kind.Key, stopped, kind.Utskott)
		}
		dated := slices.ContainsFunc(of().Obligations, func(o duty.Obligation) bool { return o.Rule == "local-end-date" })
		if dated != (kind.Period == casework.ToADate && kind.LSSNo == 0) {
			t.Errorf("%s needs an end date by the book: %t, by the catalogue its period is %v", kind.Key, dated, kind.Period)
		}
	}
}
