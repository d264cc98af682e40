package main

import (
	"testing"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/org"
)

// krav E-21: Den som placeras får en vårdplan efter egen mall och egen rutin. Målen hålls till samma krav som målen i beslut, ett mål som är svårt att mäta sägs, och en plan som saknas står som en brist i beslutet.
// bryt internal/casework/care_plan.go: «goalFault("goal", p.Goals, env.Today)}» → «nil}»
func TestACarePlanIsHeldToItsTemplateAndItsGoalsToTheGoalCheck(t *testing.T) {
	w := newTown(t, civil.On(2026, 1, 7))
	elis := w.ready("2026-0501", "Elis", casework.InquiryChild, casework.Children, "familjehem")
	w.ruled(elis.browser, w.staff("Lena Provsson", org.Namnd), elis.number, "placering", nil, "result", "enligt-forslaget")
	elis.open(elis.path + "?insats=familjehem")
	elis.grant("item0.goal", "m1").at(elis.path+"/1").says("Vårdplan saknas", "Skriv vårdplanen")
	lines, err := w.services(elis.number)
	if err != nil || len(lines) != 1 {
		t.Fatalf("%+v %v", lines, err)
	}
	owed := func(rule string) duty.Obligation {
		t.Helper()
		all, err := casesql.Duties{DB: w.r.Store.Reader()}.OfSubject(t.Context(), duty.Subject{Kind: "service", ID: lines[0].ID.ID})
		for _, o := range all {
			if o.Rule == rule {
				return o
			}
		}
		t.Fatalf("%s is not owed: %v %v", rule, all, err)
		return duty.Obligation{}
	}
	if o := owed("place-careplan"); !o.MetBy.Day.IsZero() {
		t.Errorf("nobody has made a plan, and it is met by %+v", o.MetBy)
	}
	plan := elis.path + "/1/vardplan/" + lines[0].ID.String()
	elis.open(plan).says("Läs rutinen för vårdplaner", "Det särskilda stöd som behövs", "SoF 10 kap. 2 §").
		fill(plan, "measure", "", "goal.1", "Ska må bra").says("Målet går inte att följa upp. Skriv hur man ser att det är nått", "Det särskilda stöd som behövs saknas i vårdplanen (SoF 10 kap. 2 §)", "Vad personen själv säger saknas")
	typed := []string{
		"goal.1", "Ska må bra", "measure.1", "Säger det själv", "by.1", "2026-06-30", "stod", "Läxhjälp och lugna kvällar.", "umgange", "Mamma varannan lördag.",
		"andra", "Regionen gör en hälsoundersökning.", "egen-syn", "Elis vill bo nära skolan.",
	}
	elis.open(plan).fill(plan, typed...).at(elis.path+"/1").says("Vårdplan 13 januari", "Läxhjälp och lugna kvällar.", "Ska må bra, senast 2026-06-30 (svårt att mäta)", "Ändra vårdplanen").silent("Vårdplan saknas")
	day := w.today()
	if o := owed("place-careplan"); o.MetBy.Day != day {
		t.Errorf("the plan is made %s, and the rule is met by %+v", day, o.MetBy)
	}
	elis.open("/arende/" + elis.number).says("Vårdplan skriven")
	elis.open("/rutin-for-vardplan").says("Rutin för vårdplaner", "Målen hålls till samma krav som målen i beslut")

	w.pass(60)
	elis.open(plan).says("Mamma varannan lördag.").fill(plan, "umgange", "Mamma varje lördag.").says("Skriv varför vårdplanen ändras.")
	elis.open(plan).fill(plan, "umgange", "Mamma varje lördag.", "why", "Mamma mår bättre.").at(elis.path+"/1").says("Mamma varje lördag.", "Mamma mår bättre.").silent("Mamma varannan lördag.")
	if o := owed("place-careplan"); o.MetBy.Day != day {
		t.Errorf("the plan was made %s, and the rule is met by %+v when it is revised", day, o.MetBy)
	}
}
