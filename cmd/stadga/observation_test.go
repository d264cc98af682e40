package main

import (
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/org"
)

// krav C-21: En insats börjar före beslutet bara som observationsuppdrag med skrivet syfte och slutdag, som har en frist för återrapporten och ska vara avslutat innan underlaget är klart. Varje annan insats som har börjat före beslutet står i listan Insats före beslut.
// bryt internal/casework/investigation_observation.go: «o.Until.Before(o.From) ||» → «o.Until.IsZero() && o.From.IsZero() ||»
func TestAServiceIsTriedBeforeTheDecisionOnlyAsAnObservation(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	eva, inquiry := w.readyOlder("2026-0299", "trygghetslarm")
	eva.open(inquiry+"/hembesok").fill(inquiry+"/hembesok/hembesok", "home_visit", "2026-03-02")
	const file = "/arende/2026-0299"
	at := inquiry + "/observation"
	order := func(fields ...string) *browser {
		return eva.open(at).fill(at+"/ge", append([]string{"service", "korttidsboende", "extent", "varje natt", "assignee", "Strandhagen", "from", "2026-03-02", "due", "2026-03-18"}, fields...)...)
	}
	order("purpose", "Klarar Anna natten med tillsyn?").says("Skriv en slutdag. En observation pågår högst fyra veckor.")
	order("until", "2026-03-15").says("Här saknas text")
	order("purpose", "Klarar Anna natten med tillsyn?", "until", "2026-03-30", "due", "2026-03-30").says("högst fyra veckor")
	order("purpose", "Klarar Anna natten med tillsyn?", "until", "2026-03-15", "due", "2026-03-14").says("Välj slutdagen eller en senare dag")
	order("purpose", "Klarar Anna natten med tillsyn?", "until", "2026-03-15").at(at)
	eva.says("Uppdrag 1: Korttidsboende", "Klarar Anna natten med tillsyn?", "varje natt. Utförs av Strandhagen.", "Dag 1 av 14", "Senast onsdag 18 mars 2026")
	eva.open(file).says("Observationen återrapporteras", "16 dagar kvar", "Observationsuppdrag till och med 2026-03-15")
	eva.open(inquiry + "/klart").says("Ett observationsuppdrag väntar på återrapport").fill(inquiry + "/klart/klart").silent("Underlaget är klart.")

	w.pass(17)
	eva.open(file).says("1 dag försenad")
	eva.open(at).says("Återrapport Saknas").fill(at+"/aterrapport", "reported", "2026-03-19").says("Här saknas text")
	eva.open(at).fill(at+"/aterrapport", "reported", "2026-03-19", "says", "Anna gick upp tre gånger varje natt och hittade tillbaka när någon gick bredvid.")
	eva.open(at).says("Anna gick upp tre gånger varje natt").silent("Saknas")
	order("purpose", "Räcker larm på dörren?", "from", "2026-03-10", "until", "2026-03-25", "due", "2026-03-25").says("efter att observationen hade börjat")
	eva.open(at).fill(at+"/avbryt", "why", "Anna ville inte längre.").says("Avbrutet Anna ville inte längre.")
	eva.open(file).says("Observationen återrapporterad", "Observationen avbruten").silent("Observationen återrapporteras")
	eva.complete(inquiry)

	t.Run("what begins before the decision in another way is listed", func(t *testing.T) {
		const decide = file + "/beslut"
		eva.open(decide+"?insats=trygghetslarm").fill(decide, "item0.outcome", "bifall", "item0.goal", "m1", "item0.from", "2026-03-23", "item0.purpose", "Kunna larma", "reasons", "Anna behöver kunna larma.").says("Beslut 1")
		c, _ := w.inquiryIn("2026-0299")
		lines, err := w.lists().ServicesOf(t.Context(), c.ID, 5)
		if err != nil || len(lines) != 1 {
			t.Fatalf("%v %v", lines, err)
		}
		sas := w.staff("Anneli Kvist", org.Kvalitet)
		const list = "/kvalitet/insats-fore-beslut/inte-uppfyllda"
		sas.open(list).silent("2026-0299")
		id, orders := w.r.Engine.NewID(), engine.Bind(w.r.Engine, deliverysql.Orders())
		w.do(orders.Step(id, delivery.Send{Brief: delivery.Brief{
			Case: c.ID, Decision: lines[0].Decision, Service: lines[0].ID, Person: c.Person, Provider: w.norr,
			Kind: "trygghetslarm", Name: "Trygghetslarm", Extent: "ett larm", Purpose: "Kunna larma", Proof: delivery.ByInstallation,
		}}))
		w.do(orders.Step(id, delivery.InstallAlarm{Check: delivery.AlarmCheck{On: civil.On(2026, time.March, 16), Staff: "Kim Prov", Note: "Allt provat"}}))
		w.pass(1)
		sas.open(list).says("2026-0299")
	})
}

// An investigation that is opened as an observation is not finished without one.
func TestAnInvestigationByObservationHasItsAssignment(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	mother := w.person("Siv", "Kimsson", civil.On(1985, time.May, 3))
	w.matter(w.person("Kim", "Kimsson", civil.On(2015, time.May, 3), mother), casework.Children, "2026-0703", "Behöver hjälp hemma")
	eva := w.login(w.eva)
	const page = "/arende/2026-0703/utredning"
	eva.open(page).fill(page, "type", "observation", "question", "Räcker öppenvård?").at(page)
	eva.open(page + "/1/klart").says("Skriv observationsuppdraget: insats, syfte, omfattning, vem som utför det och slutdag.")
	at := page + "/1/observation"
	eva.open(at).fill(at+"/ge", "service", "familjebehandling", "purpose", "Hur svarar föräldrarna på stödet?", "extent", "två möten i veckan", "assignee", "Familjeenheten",
		"from", "2026-03-03", "until", "2026-03-20", "due", "2026-03-24").says("Uppdrag 1: ", "Hur svarar föräldrarna på stödet?")
	eva.open(page + "/1/klart").says("väntar på återrapport").silent("Skriv observationsuppdraget")
}
