package rulebook_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/rulebook"
)

// awaiting is the small world where nothing tells of decisions yet.
func awaiting() []duty.FactType {
	facts := vocabulary()
	for i := range facts {
		if facts[i].Name == "intake.decided" {
			facts[i].Awaits = "beslutens register"
		}
	}
	return facts
}

// A rule that nothing can meet yet is loaded and tried, says what it waits for,
// and gives no obligation to fill anyone's list with.
func TestWhatNothingTellsYetIsSaidOnceOfTheRule(t *testing.T) {
	figure := `
measures:
  - {id: andel, title: Andel i tid, says: Av alla., step: aktualisera, area: utreda, owner: enhetschef, behind: De sena., over: [prelim]}
`
	files := fstest.MapFS{"regel.yaml": {Data: []byte(whole + figure)}}
	today := civil.MustParse("2026-03-12")
	late := duty.FactsOf(
		duty.Fact{Name: "intake.kind", Day: today, Value: "orosanmalan"},
		duty.Fact{Name: "intake.received", Day: civil.MustParse("2026-02-24")},
	)
	book, err := rulebook.Load(files, awaiting())
	if err != nil {
		t.Fatal(err)
	}
	if got := book.Compute(duty.Subject{Kind: "intake"}, late, today).Obligations; len(got) != 0 {
		t.Errorf("got %v", got)
	}
	want := rulebook.Wait{Fact: "intake.decided", Says: "beslut att inleda eller inte", From: "beslutens register"}
	if waits := book.Rule("prelim", 2).Waits; len(waits) != 1 || waits[0] != want {
		t.Errorf("the rule waits for %v", waits)
	}
	if waits := book.Measures()[0].Waits; len(waits) != 1 || waits[0] != want {
		t.Errorf("the measure waits for %v", waits)
	}

	// Another source may tell it, and is judged.
	told, err := rulebook.LoadFor([]rulebook.File{{Path: "regel.yaml", Text: whole + figure}}, awaiting(), map[string]duty.Silence{"intake.kind": duty.No, "intake.received": duty.No, "intake.decided": duty.No, "intake.extended": duty.No})
	if err != nil {
		t.Fatal(err)
	}
	if got := told.Compute(duty.Subject{Kind: "intake"}, late, today).Obligations; len(got) != 1 || got[0].State(today) != duty.Late {
		t.Errorf("told, got %v", got)
	}
}

// What can also be met by something that is told waits for nothing, but is
// judged only when that has happened.
func TestOneWayThatIsToldIsEnough(t *testing.T) {
	book, err := rulebook.Load(fstest.MapFS{"regel.yaml": {Data: []byte(strings.Replace(whole, "met_by: [intake.decided]", "met_by: [intake.decided, intake.mandated = true]", 1))}}, awaiting())
	if err != nil {
		t.Fatal(err)
	}
	today := civil.MustParse("2026-03-12")
	facts := []duty.Fact{{Name: "intake.kind", Day: today, Value: "orosanmalan"}, {Name: "intake.received", Day: civil.MustParse("2026-02-24")}}
	state := func(facts ...duty.Fact) duty.State {
		o := book.Compute(duty.Subject{Kind: "intake"}, duty.FactsOf(facts...), today).Obligations
		if len(o) != 1 {
			t.Fatalf("got %v", o)
		}
		return o[0].State(today)
	}
	if got := state(facts...); got != duty.Undetermined {
		t.Errorf("unmet is %s", got)
	}
	if got := state(append(facts, duty.Fact{Name: "intake.mandated", Day: today.AddDays(-10), Value: "true"})...); got != duty.Met {
		t.Errorf("met is %s", got)
	}
}
