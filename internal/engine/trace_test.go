package engine_test

import (
	"testing"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
)

func TestReleasedEvents(t *testing.T) {
	journaltest.Released(t, journal.NewRegistry(engine.RulesJudged{}))
}

// What was kept of a decision gives the same answers by the same book; another
// book, or a changed fact, is told.
func TestAKeptJudgementReplays(t *testing.T) {
	day := civil.MustParse("2026-03-11")
	book := func(days int) *duty.Book {
		b, err := duty.NewBook([]duty.Rule{{
			ID: "prelim", Version: 1, Subject: "intake", Shape: duty.Within, Trigger: duty.Want{Fact: "received"}, Span: duty.Span{Days: days}, MetBy: []duty.Want{{Fact: "decided"}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	kept := engine.RulesJudged{
		Day:   day,
		Facts: []engine.JudgedFact{{Name: "received", Day: civil.MustParse("2026-02-24")}, {Name: "decided", Day: day}},
		Subjects: []engine.JudgedSubject{{Kind: "intake", Facts: []int{0, 1}, Findings: []engine.Finding{
			{Rule: "prelim", Version: 1, State: duty.MetLate, Due: civil.MustParse("2026-03-10")},
		}}},
	}
	if other := kept.Replay(book(14)); len(other) > 0 {
		t.Errorf("the same book answers otherwise: %v", other)
	}
	if other := kept.Replay(book(30)); len(other) != 1 {
		t.Errorf("another book was not noticed: %v", other)
	}
	kept.Facts[1].Day = civil.MustParse("2026-03-10")
	if other := kept.Replay(book(14)); len(other) != 1 {
		t.Errorf("a changed fact was not noticed: %v", other)
	}
}
