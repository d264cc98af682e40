package main

import (
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/org"
)

// The chair takes Elis in charge at night. It is submitted in time and confirmed, but
// nobody applies for care: when the four weeks are out it has ended, by law.
func TestATakingInChargeEndsByLaw(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	elis := w.person("Elis", "Provlund", civil.On(2016, time.September, 9))
	w.do(engine.Bind(w.r.Engine, casesql.Cases()).Step(w.r.Engine.NewID(), casework.OpenCase{Person: elis, Area: casework.Children, Number: "2026-0301", Officer: w.eva, Unit: w.unit}))
	eva, lena := w.login(w.eva), w.staff("Lena Provsson", org.Namnd)
	const force = "/arende/2026-0301/tvang"
	taken := []string{"why", "Elis kan inte vara hemma i natt.", "mandate", "ordforande"}
	eva.open(force).says("Inget beslut enligt LVU eller LVM", "Omedelbart omhändertagande beslutat").silent("LVM 13 §")
	eva.open(force+"?steg=lvu.applied").fill(force, "why", "Ansökan", "answer", "true", "mandate", "ordforande").says("Beslut enligt LVU 4 § kan inte fattas av ordföranden")
	eva.open(force+"?steg=lvu.taken").fill(force, taken...).says("Skriv vilken ordförande eller ledamot")
	eva.fill(force, append(taken, "member", "Ingrid Provsson", "urgent", "Natten mot söndag.")...).says("Omhändertagandet underställs inom en vecka", "Ingrid Provsson, LVU 6 §", "9 mars")
	one := eva.path
	step := func(key string, typed ...string) {
		t.Helper()
		eva.open(one+"?steg="+key).fill(one, typed...).at(one)
	}
	step("lvu.taken_executed")
	w.pass(2)
	step("lvu.submitted")
	eva.silent("Omhändertagandet underställs inom en vecka")
	w.pass(3)
	step("lvu.taken_confirmed")
	eva.says("Ansökan om vård inom fyra veckor", "30 mars")
	w.upTo(civil.On(2026, time.March, 30))
	if err := wakeAll(t.Context(), w.r.Engine, w.r.timed()); err != nil {
		t.Fatal(err)
	}
	eva.open(one).silent("av sig självt")
	w.pass(1)
	if err := wakeAll(t.Context(), w.r.Engine, w.r.timed()); err != nil {
		t.Fatal(err)
	}
	eva.open(one).says("Omhändertagandet upphörde av sig självt tisdag 31 mars 2026", "LVU 8–9 §§").silent("Rätten förlängde tiden")
	eva.open(force).says("upphörde enligt lag")
	lena.open("/sammantraden")
}
