package main

import (
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/people/peoplesql"
)

// A child was first registered as unknown, and investigated. When it is known who
// the child is, one act moves all there is to the child's own case: what came in,
// the investigation, the decision and the notes, each with its history.
func TestADoubleGoesIntoThePersonItIs(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	gunnar := w.person("Gunnar", "Provgren", civil.On(1944, time.May, 3))
	w.matter(gunnar, casework.Older, "2026-0401", "Hjälp med städning")
	double := w.person("Gunar", "Provgren", civil.Date{})
	w.matter(double, casework.Older, "2026-0402", "Jag vill ha ett larm", "trygghetslarm")
	w.matter(double, casework.Adults, "2026-0403", "Stöd", "boendestod")
	eva := w.login(w.eva)
	w.investigated(eva, "2026-0402", "1")
	const decision = "/arende/2026-0402/beslut"
	eva.open(decision).fill(decision, "item0.outcome", "avslag", "reasons", "Behovet kan tillgodoses hemma.", "signera", "ja").at(decision + "/1")
	eva.fill(decision+"/1/skicka", "how", "brev").says("Skickat till Gunar Provgren")
	eva.open("/arende/2026-0402").fill("/arende/2026-0402/anteckning", "text", "Gunnar ringde om städningen.")

	const merge = "/arende/2026-0402/samma-person"
	eva.open(merge).says("Gunar Provgren märks som dubblett").fill(merge, "into", "2026-9999", "reason", "Samma adress").says("Vi hittar inget ärende med det numret")
	eva.fill(merge, "into", "2026-0402").says("inte slås ihop med sig själv")
	eva.fill(merge, "into", "2026-0401").at("/arende/2026-0402").says("Dubblett", "Öppna den riktiga personen", "avslutat").silent("Gunnar ringde", "Trygghetslarm")

	eva.open("/arende/2026-0401").says("Gunnar ringde om städningen.", "flyttades hit från en dubblett", "Beslut: Trygghetslarm, avslag")
	eva.open("/arende/2026-0401/beslut/1").says("Skickat till Gunnar Provgren").silent("Gunar")
	eva.open("/arende/2026-0401/utredning/1").says("Gunnar Provgren")
	eva.open("/arende/2026-0403").says("Gunnar Provgren", "Ärendet flyttades hit från en dubblett").silent("Gunar ")
	eva.open("/person/"+gunnar.String()).says("2 ärenden som du kan se", "2026-0401", "2026-0403")

	facts, err := w.r.Engine.Facts(t.Context(), casework.Case{ID: w.caseID("2026-0401")}.Subject())
	if err != nil || facts.First("person.born").Day != civil.On(1944, time.May, 3) {
		t.Errorf("the case is not judged by who Gunnar is: %v %v", facts, err)
	}
	person, err := peoplesql.Queries{DB: w.r.Store.Reader()}.Person(t.Context(), double)
	if err != nil || person.MergedInto != gunnar {
		t.Errorf("the double: %+v %v", person, err)
	}
	before, version, err := engine.Bind(w.r.Engine, casesql.Decisions()).Load(t.Context(), w.decisionID("2026-0401"))
	if err != nil || before.Person != gunnar || version < 3 {
		t.Errorf("the decision's own stream: %+v, version %d, %v", before.Person, version, err)
	}
}

func (w *town) caseID(number string) ids.Case {
	w.t.Helper()
	c, err := casesql.Register{DB: w.r.Store.Reader()}.CaseByNumber(w.t.Context(), number)
	if err != nil {
		w.t.Fatal(err)
	}
	return c.ID
}

// decisionID is the stream of the case's first decision.
func (w *town) decisionID(number string) ids.ID {
	w.t.Helper()
	line, err := casesql.Deciding{DB: w.r.Store.Reader()}.Decision(w.t.Context(), w.caseID(number), 1)
	if err != nil {
		w.t.Fatal(err)
	}
	return line.ID.ID
}
