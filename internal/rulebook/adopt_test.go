package rulebook_test

import (
	"testing"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
	"stadga/internal/journal/journaltest"
	"stadga/internal/rulebook"
)

var office = act.Env{Now: civil.MustParse("2026-03-02").At(9, 0), Today: civil.MustParse("2026-03-02")}

func adopt(t *testing.T, a *rulebook.Adoptions, cmd rulebook.Adopt) []journal.Event {
	t.Helper()
	events, err := cmd.Decide(*a, office)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		a.Fold(recorded(e))
	}
	return events
}

func recorded(e journal.Event) journal.Recorded {
	return journal.Recorded{Envelope: journal.Envelope{Day: office.Today}, Event: e}
}

func TestAdoptedBookIsKeptOnceAndReadsBack(t *testing.T) {
	book := mustLoad(t, whole)
	var a rulebook.Adoptions
	if events := adopt(t, &a, book.Adopt()); len(events) != 1 {
		t.Fatalf("first start: %v", events)
	}
	if events := adopt(t, &a, book.Adopt()); len(events) != 0 {
		t.Errorf("the same book again: %v", events)
	}
	if a.Now() != book.Digest() || a.Files["national/regel.yaml"] != whole {
		t.Errorf("kept %q", a.Files)
	}
}

func TestAChangedBookKeepsOnlyWhatChanged(t *testing.T) {
	first := rulebook.Adopt{Files: []rulebook.AdoptFile{{Path: "a.yaml", Text: "a"}, {Path: "b.yaml", Text: "b"}, {Path: "c.yaml", Text: "c"}}}
	second := rulebook.Adopt{Files: []rulebook.AdoptFile{{Path: "a.yaml", Text: "a"}, {Path: "b.yaml", Text: "b, ändrad"}}}
	var a rulebook.Adoptions
	adopt(t, &a, first)
	before := a
	event := adopt(t, &a, second)[0].(rulebook.RulebookAdopted)
	if event.Files[0].Text != "" || event.Files[1].Text != "b, ändrad" {
		t.Errorf("the event keeps %+v", event.Files)
	}
	if len(a.Files) != 2 || a.Files["a.yaml"] != "a" || a.Files["b.yaml"] != "b, ändrad" {
		t.Errorf("the book reads %v", a.Files)
	}
	if before.Files["b.yaml"] != "b" || len(before.Books) != 1 {
		t.Error("an earlier state was changed by folding further")
	}
}

func TestLocalRulesNeedADecision(t *testing.T) {
	for name, tt := range map[string]struct {
		file rulebook.AdoptFile
		says string
	}{
		"no decider":    {rulebook.AdoptFile{Path: "l.yaml", Text: "x", Local: true, On: office.Today}, "rulebook.decider-missing"},
		"no day":        {rulebook.AdoptFile{Path: "l.yaml", Text: "x", Local: true, By: "Socialnämnden"}, "rulebook.decider-missing"},
		"a day to come": {rulebook.AdoptFile{Path: "l.yaml", Text: "x", Local: true, By: "Socialnämnden", On: office.Today.AddDays(1)}, "rulebook.decided-in-future"},
	} {
		_, err := rulebook.Adopt{Files: []rulebook.AdoptFile{tt.file}}.Decide(rulebook.Adoptions{}, office)
		if all := fault.All(err); len(all) != 1 || all[0].Text != tt.says {
			t.Errorf("%s: %v", name, err)
		} else if _, known := rulebook.Sentences()[all[0].Text]; !known {
			t.Errorf("%s has no words", all[0].Text)
		}
	}
	if _, err := (rulebook.Adopt{}).Decide(rulebook.Adoptions{}, office); fault.KindOf(err) != fault.Invalid || err == nil {
		t.Errorf("no files: %v", err)
	}
}

func TestReleasedEvents(t *testing.T) {
	journaltest.Released(t, journal.NewRegistry(rulebook.Events()...), rulebook.RulebookAdopted{
		Digest: "d1",
		Files: []rulebook.AdoptedFile{
			{Path: "local/barn.yaml", Digest: "d2", Text: "rules: []", By: "Socialnämnden", On: civil.MustParse("2026-01-15"), Ref: "SN 2026/3 § 7"},
			{Path: "national/sol/orosanmalan.yaml", Digest: "d3"},
		},
	})
}
