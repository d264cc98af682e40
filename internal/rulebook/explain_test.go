package rulebook_test

import (
	"strings"
	"testing"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/journal"
	"stadga/internal/rulebook"
)

func explained(t *testing.T, text, asOf string, facts ...duty.Fact) rulebook.Explanation {
	t.Helper()
	book := mustLoad(t, text)
	day := civil.MustParse(asOf)
	of := duty.FactsOf(facts...)
	computed := book.Compute(duty.Subject{Kind: "intake"}, of, day)
	if len(computed.Obligations) != 1 {
		t.Fatalf("%d obligations", len(computed.Obligations))
	}
	x, ok := book.Explain(&computed.Obligations[0], of, day)
	if !ok {
		t.Fatal("the book does not know its own rule")
	}
	return x
}

func stepsOf(x rulebook.Explanation) string {
	var lines []string
	for _, s := range x.Steps {
		line := s.Says
		if !s.Day.IsZero() {
			line += " → " + s.Day.String()
		}
		if !s.At.IsZero() {
			line += " → " + s.At.In(civil.Stockholm).Format("2006-01-02 15:04")
		}
		if s.Note != "" {
			line += " (" + s.Note + ")"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func concern(received string) []duty.Fact {
	day := civil.MustParse(received)
	return []duty.Fact{
		{Name: "intake.kind", Value: "orosanmalan", Day: day, Origin: journal.StreamID{Kind: "intake"}},
		{Name: "intake.received", Day: day, Origin: journal.StreamID{Kind: "intake"}},
	}
}

func TestWhyThisDay(t *testing.T) {
	x := explained(t, whole, "2026-03-12", concern("2026-02-24")...)
	if want := `Dagen då det började → 2026-02-24 (räknas inte med)
14 dagar läggs till → 2026-03-10
Är dagen en helg eller helgdag? → 2026-03-10 (Nej, en vanlig tisdag. Dagen flyttas inte.)
Sista dag → 2026-03-10`; stepsOf(x) != want {
		t.Errorf("steps:\n%s", stepsOf(x))
	}
	if x.State != duty.Late || x.Says != "Beslut inom fjorton dagar." || x.Cited[0] != "20 kap. 2 § socialtjänstlagen (2025:400)" {
		t.Errorf("%s, %q, %v", x.State, x.Says, x.Cited)
	}
	if want := "Version 2 av 2, i kraft från 1 juli 2025. Det är sista dagen som avgör vilken version som gäller."; x.Why != want {
		t.Errorf("why %q", x.Why)
	}
	if len(x.Meets) != 1 || x.Meets[0] != "Beslut att inleda eller inte" {
		t.Errorf("meets %v", x.Meets)
	}
	var used []string
	for _, u := range x.Used {
		used = append(used, u.Says+"/"+u.Value+"/"+u.Origin+"/"+u.Absent)
	}
	if want := "Inkom//intake/; Slag av aktualisering/Orosanmälan/intake/; Förlängd till///Finns inte i ärendet; Beslut att inleda eller inte///Finns inte i ärendet"; strings.Join(used, "; ") != want {
		t.Errorf("used %q", strings.Join(used, "; "))
	}
}

func TestWhyAHolidayMovesTheDay(t *testing.T) {
	x := explained(t, whole, "2026-12-20", concern("2026-12-11")...)
	if !strings.Contains(stepsOf(x), "→ 2026-12-28 (Ja, juldagen") || !strings.Contains(stepsOf(x), "Bevaka ändå 25 december 2026.") {
		t.Errorf("steps:\n%s", stepsOf(x))
	}
}

func TestWhyAnExtendedDay(t *testing.T) {
	facts := append(concern("2026-02-24"), duty.Fact{Name: "intake.extended", Day: civil.MustParse("2026-03-09"), Value: "2026-03-24"})
	x := explained(t, whole, "2026-03-12", facts...)
	if !strings.Contains(stepsOf(x), "Förlängd till en bestämd dag, beslutat 9 mars 2026 → 2026-03-24") || !strings.HasSuffix(stepsOf(x), "Sista dag → 2026-03-24") {
		t.Errorf("steps:\n%s", stepsOf(x))
	}
}

func TestWhyHours(t *testing.T) {
	text := strings.Replace(whole, `days: 14, weekend: "S*", extended_by: intake.extended`, "hours: 24", 1)
	text, _, _ = strings.Cut(text, "    examples:")
	text += `    examples:
      - {facts: {intake.kind: orosanmalan, intake.received: 2026-02-24 15:42, intake.decided: 2026-02-25 15:42}, want: met}
      - {facts: {intake.kind: orosanmalan, intake.received: 2026-02-24 15:42, intake.decided: 2026-02-25 15:43}, want: met late}
      - {facts: {intake.kind: orosanmalan, intake.received: 2026-02-24 15:42}, on: 2026-03-11, want: late}
      - {facts: {intake.kind: ansokan, intake.received: 2026-02-24 15:42}, want: not applicable}
      - {facts: {intake.kind: orosanmalan, intake.received: 2026-02-24}, want: cannot be judged}
`
	facts := concern("2026-02-24")
	facts[1].At = facts[1].Day.At(15, 42)
	x := explained(t, text, "2026-02-24", facts...)
	if want := `Då började det → 2026-02-24 15:42
24 timmar läggs till → 2026-02-25 15:42 (timmarna räknas också på helgen)
Senast → 2026-02-25 15:42`; stepsOf(x) != want {
		t.Errorf("steps:\n%s", stepsOf(x))
	}
}

func TestWhyItCannotBeJudged(t *testing.T) {
	text := strings.Replace(whole, "met_by: [intake.decided]", "met_by: [intake.outcome]", 1)
	text, _, _ = strings.Cut(text, "    examples:")
	text += `    examples:
      - {facts: {intake.kind: orosanmalan, intake.received: 2026-02-24, intake.outcome: 2026-02-25 = inleda}, want: met}
      - {facts: {intake.kind: orosanmalan, intake.received: 2026-02-24, intake.outcome: 2026-03-25 = inleda}, want: met late}
      - {facts: {intake.kind: ansokan, intake.received: 2026-02-24}, want: not applicable}
      - {facts: {intake.kind: orosanmalan, intake.received: 2026-02-24}, want: cannot be judged}
    without:
      late: utfallet är okänt tills det finns
`
	x := explained(t, text, "2026-03-12", concern("2026-02-24")...)
	last := x.Used[len(x.Used)-1]
	if x.State != duty.Undetermined || last.Name != "intake.outcome" || !last.Missing || !strings.HasPrefix(last.Absent, "Uppgiften saknas") {
		t.Errorf("%s, %+v", x.State, last)
	}
}

// A condition that meets a value it cannot read judges nothing, and says why.
func TestAValueThatCannotBeReadIsTheReason(t *testing.T) {
	text := strings.Replace(whole, `intake.kind == "orosanmalan"`, `intake.kind == "orosanmalan" && intake.children > 1`, 1)
	text, _, _ = strings.Cut(text, "    examples:")
	text += `    examples:
      - {facts: {intake.kind: orosanmalan, intake.children: 2, intake.received: 2026-02-24, intake.decided: 2026-02-25}, want: met}
      - {facts: {intake.kind: orosanmalan, intake.children: 2, intake.received: 2026-02-24, intake.decided: 2026-03-25}, want: met late}
      - {facts: {intake.kind: orosanmalan, intake.children: 2, intake.received: 2026-02-24}, on: 2026-03-25, want: late}
      - {facts: {intake.kind: ansokan, intake.children: 2, intake.received: 2026-02-24}, want: not applicable}
      - {facts: {intake.kind: orosanmalan, intake.children: flera, intake.received: 2026-02-24, intake.decided: 2026-02-25}, want: cannot be judged}
`
	facts := append(concern("2026-02-24"), duty.Fact{Name: "intake.children", Value: "flera", Day: civil.MustParse("2026-02-24")})
	x := explained(t, text, "2026-03-12", facts...)
	for _, u := range x.Used {
		if u.Name == "intake.children" && u.Missing && strings.HasPrefix(u.Value, "”flera” går inte att läsa") {
			return
		}
	}
	t.Errorf("%s, and the reason is not told: %+v", x.State, x.Used)
}

func TestAnObligationOfAnotherBookIsNotExplained(t *testing.T) {
	book := mustLoad(t, whole)
	o := &duty.Obligation{Rule: "annan", Version: 1}
	if _, ok := book.Explain(o, duty.FactsOf(), civil.MustParse("2026-03-12")); ok || book.Title("annan") != "annan" || book.Cited(o) != "" {
		t.Error("a rule that is not in the book was explained")
	}
}
