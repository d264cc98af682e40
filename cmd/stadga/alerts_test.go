package main

import (
	"log/slog"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
)

// concern takes in a report about a child that nobody has assessed.
func (w *town) concern(child ids.Person, number string) ids.ID {
	w.t.Helper()
	file, intake := ids.Case{ID: w.r.Engine.NewID()}, w.r.Engine.NewID()
	w.do(
		engine.Bind(w.r.Engine, casesql.Cases()).Step(file.ID, casework.OpenCase{Person: child, Area: casework.Children, Number: number, Officer: w.eva, Unit: w.unit}),
		engine.Bind(w.r.Engine, casesql.Intakes()).Step(intake, casework.ReceiveConcernReport{
			Case: file, Person: child, Received: w.now.Add(-30 * time.Minute), Channel: casework.ByPhone, Reporter: casework.Reporter{Role: "skola", Mandated: true},
			Content: casework.IntakeContent{Says: "Rädd för att gå hem.", Danger: "ja"}, Officer: w.eva,
		}))
	return intake
}

// deliver runs the reactions to what is in the outbox.
func (w *town) deliver() {
	w.t.Helper()
	runner := jobs.NewRunner(w.r.Store, w.r.Clock, slog.New(slog.DiscardHandler), jobs.Deliver(w.r.Store, w.r.Engine, w.r.reactions()...))
	if err := runner.Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// A child who needs protection now stands on top of the manager's day, with its
// hour, until a manager has answered; then the record tells who and when.
func TestAManagerAnswersThatAChildNeedsProtection(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	helena, per := w.hire("Helena Fors", w.unit, org.Enhetschef), w.hire("Petra Hed", w.unit, org.Enhetschef)
	karin := w.hire("Karin Åsberg", w.unit, org.Socialchef)
	elis := w.person("Elis", "Provlund", civil.On(2018, time.September, 9))
	intake := w.concern(elis, "2026-0301")
	eva, chef := w.login(w.eva), w.login(helena)
	chef.open("/min-dag").silent("behöver skydd nu", "Kvittera")

	assess := "/arende/2026-0301/aktualisering/" + intake.String() + "/skydd"
	eva.open(assess).fill(assess, "protection", "behovs-inte", "protection_reasons", "Mormor hämtar.")
	w.deliver()
	chef.open("/min-dag").silent("behöver skydd nu")
	w.now = w.now.Add(10 * time.Minute)
	eva.open(assess).fill(assess, "protection", "behovs", "protection_reasons", "Kan inte vara hemma i natt.")
	w.deliver()
	w.deliver() // the outbox is read again after a crash

	chef.open("/min-dag").says("Ett barn behöver skydd nu.", "E. P., 7 år, ärende 2026-0301", "1 timme kvar", "Lokalt mål")
	eva.open("/min-dag").silent("Ett barn behöver skydd nu.")
	w.now = w.now.Add(70 * time.Minute)
	chef.open("/min-dag").says("Ett barn behöver skydd nu.", "10 minuter försenad")
	post := "/min-dag/kvittera/" + intake.String()
	form := chef.form(post)
	// Nobody who was not told may answer, and the director is not among them.
	for _, other := range []ids.User{w.eva, w.jonas, karin, w.marie} {
		w.login(other).post(post, form).silent("Kvitterat")
	}
	chef.open("/min-dag").says("Ett barn behöver skydd nu.")
	chef.fill(post).at("/min-dag").says("Kvitterat att E. P., 7 år, ärende 2026-0301 behöver skydd: Helena Fors, i dag 10:20").silent("Ett barn behöver skydd nu.")
	other := w.login(per)
	other.open("/min-dag").says("Helena Fors, i dag 10:20").silent("Ett barn behöver skydd nu.")
	other.post(post, form).at("/min-dag").says("Helena Fors, i dag 10:20") // too late by a minute: nothing to mend
	eva.open("/arende/2026-0301").says("Chefen underrättades om att barnet behöver skydd", "Chefen kvitterade att barnet behöver skydd", "Helena Fors")

	in, _, err := engine.Bind(w.r.Engine, casesql.Intakes()).Load(t.Context(), intake)
	if err != nil || in.ReceiptedBy != helena || len(in.AlertedTo) != 2 {
		t.Errorf("answered by %v of %v (%v)", in.ReceiptedBy, in.AlertedTo, err)
	}
	w.pass(1)
	chef.open("/min-dag").silent("Kvitterat att")

	// A new assessment is a new alert; who stands in for the manager answers it.
	eva.open(assess).fill(assess, "protection", "behovs", "protection_reasons", "Pappa har hotat igen.")
	w.deliver()
	w.do(engine.Bind(w.r.Engine, orgsql.Absences()).Step(w.r.Engine.NewID(), org.BeginAbsence{User: helena, StandIn: w.jonas, From: w.today(), Until: w.today()}))
	jonas := w.login(w.jonas)
	jonas.open("/min-dag").says("Ett barn behöver skydd nu.", "E. P.", "ärende 2026-0301") // the stand-in may what the manager may
	jonas.fill(post).at("/min-dag").says("Kvitterat att E. P., 7 år, ärende 2026-0301 behöver skydd: Jonas Lund")
}

// Where the unit has no manager, the managers of other units for children are told.
func TestAnAlertFindsAManager(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	south := ids.Unit{ID: w.r.Engine.NewID()}
	w.do(engine.Bind(w.r.Engine, orgsql.Units()).Step(south.ID, org.EstablishUnit{Name: "Utredning barn", Side: org.Authority, Areas: []string{"barn"}, From: w.today()}))
	own, err := w.r.managersOf(t.Context(), w.unit)
	if err != nil || len(own) != 0 {
		t.Fatalf("%v %v", own, err)
	}
	karin := w.hire("Karin Åsberg", w.unit, org.Socialchef)
	if to, err := w.r.managersOf(t.Context(), w.unit); err != nil || len(to) != 1 || to[0] != karin {
		t.Errorf("with a director alone: %v (%v)", to, err)
	}
	helena := w.hire("Helena Fors", south, org.Enhetschef)
	if to, err := w.r.managersOf(t.Context(), w.unit); err != nil || len(to) != 1 || to[0] != helena {
		t.Errorf("with another unit's manager: %v (%v)", to, err)
	}
}
