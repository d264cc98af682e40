package engine_test

import (
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
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

// What said the facts is kept once for each event, and is found again from each of
// them; one whose event is not there is told and not judged without it.
func TestAKeptFactIsFoundWithTheEventThatSaidIt(t *testing.T) {
	received, learned := ids.ID{15: 1}, time.Date(2026, 2, 24, 8, 0, 0, 0, time.UTC)
	var seen []duty.Fact
	book := told{&seen}
	kept := engine.RulesJudged{
		Sources: []engine.JudgedSource{{Learned: learned, Kind: "intake", Stream: received, Version: 3}},
		Facts: []engine.JudgedFact{
			{Name: "received", Source: 1},
			{Name: "channel", Value: "brev", Source: 1},
			{Name: "older", JudgedSource: engine.JudgedSource{Learned: learned, Kind: "case", Stream: received, Version: 2}}, // kept before there were sources
		},
		Subjects: []engine.JudgedSubject{{Kind: "intake", Facts: []int{0, 1, 2}}},
	}
	if other := kept.Replay(book); len(other) > 0 {
		t.Fatal(other)
	}
	for i, want := range []duty.Fact{
		{Name: "channel", Value: "brev", Learned: learned, Origin: journal.StreamID{Kind: "intake", ID: received}, Version: 3},
		{Name: "older", Learned: learned, Origin: journal.StreamID{Kind: "case", ID: received}, Version: 2},
		{Name: "received", Learned: learned, Origin: journal.StreamID{Kind: "intake", ID: received}, Version: 3},
	} {
		if seen[i] != want {
			t.Errorf("%s was judged as %+v", want.Name, seen[i])
		}
	}
	kept.Facts[0].Source = 2
	if other := kept.Replay(book); len(other) != 1 {
		t.Errorf("a fact from nowhere was judged: %v", other)
	}
}

// told keeps the facts it is asked of.
type told struct{ seen *[]duty.Fact }

func (b told) Compute(_ duty.Subject, facts duty.Facts, _ civil.Date) duty.Computed {
	for _, name := range []string{"channel", "older", "received"} {
		*b.seen = append(*b.seen, facts.All(name)...)
	}
	return duty.Computed{}
}
