package main

import (
	"bytes"
	"regexp"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// again opens a second investigation in a case whose first is over.
func (w *town) again(number string) (inquiry string) {
	w.t.Helper()
	c, line := w.inquiryIn(number)
	w.do(engine.Bind(w.r.Engine, casesql.Investigations()).Step(w.r.Engine.NewID(), casework.OpenInvestigation{
		Case: c.ID, Person: c.Person, Kind: line.Kind, Ground: line.Ground, Started: "annan-uppgift", Received: w.now, Question: "Behövs skydd?", Reason: "Ny oro.",
	}))
	return "/arende/" + number + "/utredning/2"
}

// A part of a new investigation is written beside the same part of the last one, and
// the page tells which sentences are new and which are gone.
func TestTheLastInvestigationStandsBeside(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	w.protecting("2026-0701", "Noor")
	w.written("2026-0701", "halsa", "Noor är frisk. Noor har inte varit hos tandläkaren på tre år. Hörseln är prövad.")
	w.written("2026-0701", "omsorg", "Mamma lagar middag varje dag.")
	w.dismissed("2026-0701")
	w.pass(200)
	inquiry := w.again("2026-0701")
	eva := w.login(w.eva)
	at := inquiry + "/halsa"
	eva.open(at).says("Förra utredningen", "Inte skriven än", "Utredning 1", "Noor har inte varit hos tandläkaren på tre år.", "Oförändrat").silent("Det som står nu")
	eva.fill(at+"/skriv", "text", "Noor är frisk. Tänderna är lagade. Hörseln är prövad.").at(at)
	eva.says("Ändrad", "Understruket är nytt. Överstruket står inte kvar.", "Det som står nu")
	for _, marked := range []string{"<del>Noor har inte varit hos tandläkaren på tre år. </del>", "<ins>Tänderna är lagade. </ins>"} {
		if !bytes.Contains(eva.body, []byte(marked)) {
			t.Errorf("the page does not mark %s", marked)
		}
	}
	eva.open(inquiry+"/omsorg").fill(inquiry+"/omsorg/oforandrat").says("Oförändrad", "Oförändrat sedan")
	w.written("2026-0701", "sakerhet", "Grinden är lagad.")

	const compare = "/arende/2026-0701/utredning/2/jamfor"
	eva.open(inquiry + "/situation").says("Jämför del för del")
	eva.open(compare).at(compare).says("2 delar av 3 är nya eller ändrade.", "Hälsa Ändrad", "Grundläggande omsorg Oförändrad", "Säkerhet Ny", "Delen skrevs inte i den tidigare utredningen.", "Grinden är lagad.")
	if eva.open("/arende/2026-0701/utredning/1/jamfor"); eva.code != 404 {
		t.Errorf("the first investigation is compared with nothing (%d)", eva.code)
	}
	if jonas := w.login(w.jonas).open(compare); jonas.code != 404 {
		t.Errorf("an officer who has not the case compares (%d)", jonas.code)
	}
}

// A need is typed once: with its goals it is taken over from the last investigation,
// and where it is from is told on the page, in the letter and in the file, also when it
// has been changed.
func TestANeedIsTypedOnce(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	eva, first := w.login(w.eva), w.protecting("2026-0701", "Noor")
	at := first + "/kanslor"
	eva.open(at).fill(at+"/behov", "need", "Noor behöver någon att prata med om natten.", "strength", "Noor säger själv till.")
	eva.open(at).fill(at+"/mal", "need", "b1", "goal", "Somna före klockan tio fyra kvällar i veckan", "measure", "Noors egen lista", "by", "2026-06-01")
	w.dismissed("2026-0701")
	w.pass(200)
	inquiry := w.again("2026-0701")
	at = inquiry + "/kanslor"
	eva.open(at).says("Behov i utredning 1", "Noor behöver någon att prata med om natten.", "Mål: Somna före klockan tio", "Skrivet måndag 2 mars 2026 av Eva Ek.")
	form := eva.form(at + "/ta-over")
	eva.fill(at+"/ta-over").at(at).says("Ur utredning 1, skrivet måndag 2 mars 2026 av Eva Ek", "Resurs Noor säger själv till.", "Noors egen lista").silent("Ta över behov och mål", "senast måndag 1 juni 2026")
	form.Set("akt", w.r.Engine.NewForm().String())
	eva.post(at+"/ta-over", form)
	if _, i := w.inquiryIn("2026-0701"); len(w.needs(i.ID)) != 1 {
		t.Errorf("taken over twice: %v", w.needs(i.ID))
	}

	eva.open(at).fillWith(at+"/andra-behov", map[string][]string{"blankett": {"andra-b1"}, "need": {"Noor behöver någon att prata med på kvällen."}, "strength": {"Noor säger själv till."}}).at(at)
	eva.says("Noor behöver någon att prata med på kvällen.", "Ur utredning 1, skrivet måndag 2 mars 2026 av Eva Ek, ändrat här").silent("om natten")
	_, line := w.inquiryIn("2026-0701")
	eva.open(inquiry+"/kommunicering").fill(inquiry+"/kommunicering/stallning", "need", "behovs").at(inquiry + "/kommunicering")
	letter := regexp.MustCompile(`/underlag\?till=[0-9a-f-]+`).Find(eva.body)
	eva.open(inquiry + string(letter)).says("på kvällen. (Ur utredning 1, skrivet måndag 2 mars 2026 av Eva Ek, ändrat här.)")
	i, _, err := engine.Bind(w.r.Engine, casesql.Investigations()).Load(t.Context(), line.ID.ID)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, said := range i.FileText(func(ids.ID) string { return "Eva Ek" }).Text {
		found = found || said == "Hämtat: ur utredning 1, skrivet 2026-03-02 av Eva Ek, ändrat här"
	}
	if !found {
		t.Error("the file does not tell where the need is from")
	}
}

// needs are what an investigation holds of needs.
func (w *town) needs(of ids.Investigation) []casework.Need {
	w.t.Helper()
	i, _, err := engine.Bind(w.r.Engine, casesql.Investigations()).Load(w.t.Context(), of.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return i.Needs
}

// A goal of the provider's plan is taken over where the need is investigated again.
func TestAGoalIsTakenFromThePlan(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	eva, first := w.readyOlder("2026-0299", "hemtjanst-omvardnad")
	eva.open(first+"/hembesok").fill(first+"/hembesok/hembesok", "home_visit", "2026-03-02")
	eva.complete(first)
	const decide = "/arende/2026-0299/beslut"
	eva.open(decide+"?insats=hemtjanst-omvardnad").fill(decide, "item0.outcome", "bifall", "item0.goal", "m1", "item0.extent", "4", "reasons", "Anna behöver hjälp.").says("Beslut 1")
	c, _ := w.inquiryIn("2026-0299")
	lines, err := w.lists().ServicesOf(t.Context(), c.ID, 5)
	if err != nil || len(lines) != 1 {
		t.Fatalf("%v %v", lines, err)
	}
	orders, id := engine.Bind(w.r.Engine, deliverysql.Orders()), w.r.Engine.NewID()
	w.do(orders.Step(id, delivery.Send{Brief: delivery.Brief{
		Case: c.ID, Decision: lines[0].Decision, Service: lines[0].ID, Person: c.Person, Provider: w.norr,
		Kind: "hemtjanst-omvardnad", Name: "Hemtjänst, personlig omvårdnad", Extent: "4 timmar i veckan", Proof: delivery.ByVisit, Plan: true,
		Goals: []delivery.Goal{{Key: "m1", Text: "Vara uppe till frukost varje dag"}},
	}}))
	inquiry := w.again("2026-0299")
	at := inquiry + "/personlig-vard"
	eva.open(at).silent("Hämta ett mål ur en genomförandeplan").fill(at + "/ta-over").says("Ur utredning 1")
	norr := act.Form{ID: w.r.Engine.NewForm(), Actor: act.Actor{User: w.marie, Roles: []string{"utforare"}, Provider: w.norr}}
	plan := delivery.MakePlan{Made: w.today(), Goals: []delivery.PlanGoal{{Goal: "m1", Text: "Vara uppe till frukost varje dag", Activity: "Frukost", How: "Väck i tid."}}, Participation: "Ville vakna själv.", Collaboration: "behövs inte", ReviewBy: w.today().AddMonths(6)}
	if _, err := w.r.Engine.Do(t.Context(), norr, orders.Step(id, delivery.Acknowledge{}), orders.Step(id, plan)); err != nil {
		t.Fatal(err)
	}
	eva.open(at).says("Hämta ett mål ur en genomförandeplan", "Vara uppe till frukost varje dag (Hemtjänst, personlig omvårdnad, Hemtjänst Norr)")
	eva.fill(at + "/ta-mal").at(at).says("Ur genomförandeplanen för Hemtjänst, personlig omvårdnad, Hemtjänst Norr, skrivet måndag 2 mars 2026").silent("Hämta ett mål ur")
}
