package rules_test

import (
	"strings"
	"testing"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/delegation"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/rulebook"
	facts "stadga/internal/rulebook/vocabulary"
	"stadga/rules"
)

func vocabulary() []duty.FactType { return facts.All() }

// Loading tries every example of every rule.
func TestEveryRuleLoadsAndItsExamplesHold(t *testing.T) {
	if _, err := rulebook.Load(rules.Files, vocabulary()); err != nil {
		t.Fatal(err)
	}
}

// A decision that gives less than one that runs is taken as it is signed, and
// stopped by the book: FL 37 § and SoL 14:9 stand in one place.
func TestTheBookStopsALessFavourableDecision(t *testing.T) {
	book, err := rulebook.Load(rules.Files, vocabulary())
	if err != nil {
		t.Fatal(err)
	}
	today := civil.MustParse("2026-03-12")
	for name, tt := range map[string]struct {
		made, until, ground string
		reserved            bool
		stops               string
	}{
		"no ground":                       {"2026-01-07", "2026-08-01", "", false, "reconsider-may"},
		"at own request":                  {"2026-01-07", "2026-08-01", "egen-begaran", false, ""},
		"a reservation that nobody wrote": {"2026-01-07", "2026-08-01", "forbehall", false, "reconsider-may"},
		"a reservation in the decision":   {"2026-01-07", "2026-08-01", "forbehall", true, ""},
		"14:9 on a decision to a date":    {"2026-01-07", "2026-08-01", "14-9", false, "reconsider-open-ended"},
		"14:9 on one of June 2025":        {"2025-06-30", "", "14-9", false, "reconsider-open-ended"},
		"14:9 on one of July 2025":        {"2025-07-01", "", "14-9", false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			running := []duty.Fact{
				{Name: "investigation.decided", Day: today},
				{Name: "case.favourable_running", About: "s1", Day: civil.MustParse(tt.made), Value: "hemtjanst-omvardnad"},
				{Name: "case.favourable_extent", About: "s1", Value: "264"},
			}
			if tt.until != "" {
				running = append(running, duty.Fact{Name: "case.favourable_until", About: "s1", Value: tt.until})
			}
			if tt.reserved {
				running = append(running, duty.Fact{Name: "case.favourable_reservation", About: "s1"})
			}
			env := act.Env{Now: today.At(9, 0), Today: today, Facts: duty.FactsOf(running...), Actor: act.Actor{Roles: []string{"handlaggare"}}}
			item := casework.DecisionItem{
				Service: ids.Service{ID: ids.ID{15: 1}}, Kind: "hemtjanst-omvardnad", Outcome: casework.Granted,
				Extent: casework.Extent{Count: 14, Per: casework.PerMonth}, From: today, Until: today.AddMonths(3), FollowUp: today.AddMonths(2),
				Goals:   []casework.Goal{{Key: "m1", Text: "Anna duschar själv två gånger i veckan", Measure: "antal gånger", By: today.AddMonths(2)}},
				Purpose: "Klara sig hemma", Lesser: casework.Lesser{Ground: tt.ground},
			}
			item.Level.Why = "Rolf klarar påklädningen själv."
			if tt.ground != "" {
				item.Lesser.Why = "Rolf klarar mer själv."
			}
			events, err := casework.MakeDecision{Kind: casework.InquiryOlder, Items: []casework.DecisionItem{item}, Mandate: casework.Mandate{Body: "delegat", Order: delegation.Norrsala()}}.Decide(casework.Decision{}, env)
			if err != nil {
				t.Fatal(err)
			}
			var d casework.Decision
			d.Fold(journal.Recorded{Envelope: journal.Envelope{At: env.Now, Day: today}, Event: events[0]})
			var known []duty.Fact
			for _, said := range d.Says() {
				known = append(known, said.Facts...)
			}
			var stopped []string
			for _, stop := range book.Compute(duty.Subject{Kind: "service"}, duty.FactsOf(known...), today).Stops {
				stopped = append(stopped, stop.Rule)
			}
			if got := strings.Join(stopped, " "); got != tt.stops {
				t.Errorf("stopped by %q, want %q", got, tt.stops)
			}
		})
	}
}
