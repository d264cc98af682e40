package main

import (
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
)

// krav D-16: Rapporten Utförd tid mot beviljad tid visar per insats och handläggargrupp hur stor del av de beviljade timmarna som är utförd, med stapel, mening och tabell, öppnar listan av dem som ligger under 80 procent, och visar inga siffror för en grupp som är för liten.
// bryt internal/casework/casesql/delivered_reports.go: «d.yearly * 60 * days / 365» → «d.yearly * 60 * days / 360»
func TestGrantedTimeIsSetAgainstDelivered(t *testing.T) {
	w := newTown(t, civil.On(2026, 1, 1))
	karin := w.login(w.hire("Karin Åsberg", w.unit, org.Socialchef))
	officers := []ids.User{w.eva, w.hire("Bea Provgren", w.unit, org.Handlaggare), w.hire("Ceci Provgren", w.unit, org.Handlaggare)}
	share := map[string]int{"2026-0501": 100, "2026-0502": 100, "2026-0503": 52, "2026-0504": 100, "2026-0505": 150}
	for i, number := range []string{"2026-0501", "2026-0502", "2026-0503", "2026-0504", "2026-0505"} {
		d := w.decider(number, "Person"+string(rune('A'+i)), "hemtjanst-omvardnad")
		w.decidedBy(d, officers[i%3]).visited(31 * share[number] / 100)
	}
	// One more officer, of a unit of her own, with one person: too few to be shown.
	south := ids.Unit{ID: w.r.Engine.NewID()}
	w.do(engine.Bind(w.r.Engine, orgsql.Units()).Step(south.ID, org.EstablishUnit{Name: "Biståndsenheten Väst", Side: org.Authority, Areas: []string{"aldre"}, From: w.today()}))
	w.decidedBy(w.decider("2026-0506", "PersonF", "ledsagning"), w.hire("Disa Provgren", w.unit, org.Handlaggare))

	const report, period = "/rapporter/utfort-mot-beviljat", "?from=2026-01-01&till=2026-01-31"
	w.pass(30)
	karin.open(report+period).says(
		"Av 155,0 beviljade timmar är 155,0 utförda, 100,0 %. Lägst andel: Hemtjänst, personlig omvårdnad, Biståndsenheten, 100,0 %.",
		"Hemtjänst, personlig omvårdnad, Biståndsenheten 100,0 %, 155,0 av 155,0",
		"Ledsagning, Mindre grupper tillsammans visas inte: för få personer",
		"Hemtjänst, personlig omvårdnad Biståndsenheten 5 155,0 155,0 100,0 % 1 1",
		"Ledsagning Mindre grupper tillsammans – – – – – –",
	)
	karin.open("/rapporter/utfort-mot-beviljat/lista?fran=2026-01-01&till=2026-01-31&kolumn=lite&rad=Hemtj%C3%A4nst%2C+personlig+omv%C3%A5rdnad&rad=Bist%C3%A5ndsenheten").
		says("2026-0503", "beslut 2026-01-01: 16,0 av 31,0 timmar").silent("2026-0501", "2026-0505")
	karin.open("/rapporter/utfort-mot-beviljat/lista?fran=2026-01-01&till=2026-01-31&kolumn=insatser&rad=Ledsagning&rad=Mindre+grupper+tillsammans").silent("2026-0506")
	karin.open(report + "?fran=2026-01-01&till=2026-01-15").says("5 75,0 75,0")
	karin.open("/kvalitet/egenkontroll").says("Utfört mot beviljat").open(report)
}

// decidedBy lets an officer take over the case and grant one hour a day.
func (w *town) decidedBy(d decider, officer ids.User) decider {
	w.t.Helper()
	w.do(engine.Bind(w.r.Engine, casesql.Cases()).Step(w.caseID(d.number).ID, casework.AssignCase{Officer: officer, Unit: w.unit, Reason: "Avlastning"}))
	d.browser = w.login(officer)
	d.open(d.path)
	d.grant("item0.extent", "1", "item0.per", "dag", "item0.goal", "m1", "item0.beyond_why", "Ingen annan kan följa med till dialysen").at(d.path + "/1")
	return d
}

// visited orders the service and registers hours of visits, one hour a day and
// the rest on the last.
func (d decider) visited(hours int) {
	d.w.t.Helper()
	w, path := d.w, "/arende/"+d.number+"/insatser"
	d.open(path).fill(path, "provider", w.norr.String()).at(path)
	lines, err := w.services(d.number)
	if err != nil || len(lines) != 1 {
		w.t.Fatalf("%v %v", lines, err)
	}
	orders, err := deliverysql.Lists{DB: w.r.Store.Reader()}.OfService(w.t.Context(), lines[0].ID)
	if err != nil || len(orders) != 1 {
		w.t.Fatalf("%v %v", orders, err)
	}
	o, door := orders[0], engine.Bind(w.r.Engine, visitsql.Visits())
	var steps []engine.Step
	for n := range hours {
		at := w.today().AddDays(min(n, 30)).At(8, 0)
		steps = append(steps, door.Step(w.r.Engine.NewID(), visits.Register{
			Target: visits.Target{Person: o.Person, Order: o.ID, Service: o.Service, Provider: w.norr},
			Done:   visits.Span{From: at, To: at.Add(time.Hour)}, Class: visits.TaggedBoth,
		}))
	}
	now := w.now
	w.pass(31)
	form := act.Form{ID: w.r.Engine.NewForm(), Actor: act.Actor{User: w.marie, Roles: []string{"utforare"}, Provider: w.norr}}
	if _, err := w.r.Engine.Do(w.t.Context(), form, steps...); err != nil {
		w.t.Fatalf("%v %+v", err, fault.All(err))
	}
	w.now = now
}
