package main

import (
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/org"
)

// Two officers have the form that ends the same service open, or that changes it.
// The later is told what stands now and loses no word; sent again it holds.
func TestTwoWhoEndAServiceAreTold(t *testing.T) {
	w := newTown(t, civil.On(2026, time.January, 7))
	const number, decision = "2026-0423", "/arende/2026-0423/beslut"
	w.matter(w.person("Rolf", "Provberg", civil.On(1946, time.May, 3)), casework.Older, number, "Jag behöver hjälp", "hemtjanst-omvardnad")
	eva, lund := w.login(w.eva), w.staff("Jan Lund", org.Handlaggare)
	w.investigated(eva, number, "1")
	eva.open(decision+"?insats=hemtjanst-omvardnad").fill(decision, "item0.outcome", "bifall", "item0.extent", "14", "item0.goal", "m1", "signera", "ja").at(decision + "/1")
	w.pass(30)
	services, err := w.services(number)
	if err != nil || len(services) != 1 {
		t.Fatalf("%d services, %v", len(services), err)
	}
	service := services[0].ID.String()
	end, extend := decision+"/1/avsluta/"+service, decision+"/1/forlang/"+service

	eva.open(end)
	lund.open(extend).fill(extend, "until", "2027-06-30", "reason", "Utredningen hinner inte bli klar.", "inquiry", "2026-03-01").at(decision + "/1")
	eva.fill(end, "reason", "egen-begaran", "goal_m1", "natt", "goal_syfte", "natt", "why", "Rolf flyttar till sin dotter.").
		says("Någon annan har ändrat medan du skrev. Jämför med det nya och skicka igen.", "2027-06-30")
	if typed := eva.form(end); typed.Get("why") != "Rolf flyttar till sin dotter." || typed.Get("reason") != "egen-begaran" {
		t.Errorf("what was typed is gone: %v", typed)
	}
	lund.open(decision + "/1").silent("Avslutad")
	lund.open(end)
	eva.fill(end, "on", w.today().String()).at(decision + "/1")
	lund.fill(end, "reason", "malen-natta", "why", "Målen är nådda.").says("Någon annan har ändrat medan du skrev")
	if typed := lund.form(end).Get("why"); typed != "Målen är nådda." {
		t.Errorf("what the later typed is gone: %q", typed)
	}
}

// Two officers have the form that merges the same double open. The later is told
// that the person has changed, and what was typed stands.
func TestTwoWhoMergeAPersonAreTold(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	for _, one := range []struct{ number, family string }{{"2026-0424", "Provgren"}, {"2026-0425", "Provgrehn"}} {
		w.matter(w.person("Gunnar", one.family, civil.Date{}), casework.Older, one.number, "Hjälp med städning")
	}
	eva, lund := w.login(w.eva), w.staff("Jan Lund", org.Handlaggare)
	const merge, name = "/arende/2026-0425/samma-person", "/arende/2026-0425/namn"
	eva.open(merge)
	lund.open(name).fill(name, "family", "Provdahl", "reason", "Han visade leg.").at("/arende/2026-0425")
	eva.fill(merge, "into", "2026-0424", "reason", "Samma adress.").says("Någon annan har ändrat medan du skrev", "Gunnar Provdahl märks som dubblett")
	if typed := eva.form(merge); typed.Get("reason") != "Samma adress." || typed.Get("into") != "2026-0424" {
		t.Errorf("what was typed is gone: %v", typed)
	}
	lund.open("/arende/2026-0425").silent("Dubblett")
	eva.fill(merge, "reason", "Samma adress och leg.").at("/arende/2026-0425").says("Dubblett")
}
