package main

import (
	"strings"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/org"
	"stadga/internal/visits/visitsql"
	"stadga/internal/webkit/webtest"
)

// krav E-31: Besöken läggs de dagar som passar personen, och planeringen stoppar bara det som inte ryms i månadens beviljade tid.
// bryt internal/visits/plan.go: «sum > granted {» → «sum > 2*granted {»
// krav E-32: Planeringen visar hur ofta och hur mycket beslutet säger, bredvid det som är planerat och det som är registrerat varje månad.
// bryt internal/visits/visitsql/planning.go: «sum(minutes), sum(case» → «sum(0), sum(case»
func TestVisitsArePlannedWithinWhatIsGranted(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o := w.ordered("2026-0601", "Berta") // an hour a day
	w.pass(2)
	marie, day := w.login(w.marie), w.today()
	page := "/utforare/uppdrag/" + o.ID.String() + "/planering"
	until := civil.On(2026, time.March, 31).String()
	marie.open(page).says("Beslutet säger:").fill(page, "until", until, "at", "08:00", "minutes", "30").says("Välj minst en dag i veckan.")
	marie.open(page).fill(page, "until", until, "at", "08:00", "minutes", "700", "weekdays", "1", "staff", w.marie.String()).says("Besöken ryms inte i det som är beviljat för 2026-03")
	marie.open(page).fill(page, "until", until, "at", "08:00", "minutes", "120", "weekdays", "1", "staff", w.marie.String(), "tasks", "Dusch, frukost").
		at(page).says("8 h 00 min", "4 besök", "Planerade besök")
	marie.sends(ends(1, o.ID, day.At(6, 0), day.At(7, 10), "tagg", "tagg")...)
	marie.open(page).says("1 h 10 min", "1 besök")
	marie.open("/utforare/slingor?dag=2026-03-09").says("Berta", "Marie Sund", "08:00–10:00")

	ahead, err := visitsql.Lists{DB: w.r.Store.Reader()}.PlannedOf(t.Context(), o.ID, day, 10)
	if err != nil || len(ahead) != 4 {
		t.Fatalf("%v %v", ahead, err)
	}
	visit := "/utforare/besok/" + ahead[0].ID.String()
	marie.open(visit).fill(visit+"/planera-om", "plan_at", "09:30", "plan_minutes", "60").says("09:30–10:30")
	marie.open(visit).fill(visit+"/stall-in", "stop_why", "").says("Skriv varför besöket ställs in.")
	marie.open(visit).fill(visit+"/stall-in", "stop_why", "Dottern är på besök.").at(visit)
	marie.open(page).fill(page+"/stall-in", "stop_day", "2026-03-20", "stop_why", "Sjukhus.").at(page).says("1 av 1")
}

// krav E-35: En insats som inte blev av rapporteras från besöket och blir en avvikelse hos utföraren.
// bryt cmd/stadga/visited.go: «On: visits.VisitMissed{}.EventName()» → «On: visits.VisitCancelled{}.EventName()»
// krav F-26: Sena, uteblivna och oregistrerade besök syns samma dag hos utföraren.
// bryt internal/visits/lists.go: «now.After(l.Planned.To):» → «now.Before(l.Planned.To):»
func TestWhatDoesNotHappenIsSeenTheSameDay(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o := w.ordered("2026-0601", "Berta")
	w.pass(2)
	marie, day := w.login(w.marie), w.today()
	page := "/utforare/uppdrag/" + o.ID.String() + "/planering"
	for _, at := range []string{"06:00", "08:35", "07:00", "10:00"} {
		marie.open(page).fill(page, "from", day.String(), "until", day.String(), "at", at, "minutes", "30", "weekdays", "3").at(page)
	}
	ahead, err := visitsql.Lists{DB: w.r.Store.Reader()}.PlannedOf(t.Context(), o.ID, day, 10)
	if err != nil || len(ahead) != 4 {
		t.Fatalf("%v %v", ahead, err)
	}
	missed := sent{"id": wireID(1), "visit": plainID(ahead[1].ID.ID), "order": plainID(o.ID.ID), "seq": 1, "kind": "missed", "at": day.At(7, 40).Format(time.RFC3339), "how": "telefon", "why": "Ingen vikarie fanns."}
	if a := marie.sends(missed); len(a.Stored) != 1 {
		t.Fatalf("%+v", a)
	}
	marie.open("/utforare/besok").says("1 besök skulle ha börjat", "1 besök blev inte av", "1 besök är förbi utan registrering", "Uteblivet", "Sent, har inte börjat", "Oregistrerat")
	if n := strings.Count(webtest.Words(marie.body), "Oregistrerat"); n != 1 {
		t.Errorf("%d visits are said to be past and not registered; one is", n)
	}

	ulla := w.login(w.hire("Ulla Berg", w.unit, org.Enhetschef))
	ulla.open("/enhet").says("3 Besök sena eller uteblivna av 4 planerade i dag").open("/enhet/besok-i-dag").
		says("3 besök är sena, uteblivna eller oregistrerade.", "Uteblivet", "Sent, har inte börjat", "Oregistrerat", "Visar 1–3 av 3").silent("Berta")

	w.deliver()
	marie.open("/kvalitet/avvikelser").says("Ingen vikarie fanns.")

	w.pass(1) // nothing is planned
	ulla.open("/enhet").says("– Besök sena eller uteblivna går inte att bedöma").open("/enhet/besok-i-dag").says("Går inte att bedöma.").silent("0 besök")
}
