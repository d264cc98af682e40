package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/quality/qualityweb"
	"stadga/internal/webkit/webtest"
)

// hire appoints one more to work in the town.
func (w *town) hire(name string, unit ids.Unit, roles ...org.Role) ids.User {
	w.t.Helper()
	user := ids.User{ID: w.r.Engine.NewID()}
	w.do(engine.Bind(w.r.Engine, orgsql.Staff()).Step(user.ID, org.AppointStaff{
		Name: name, Placement: org.Placement{Title: "medarbetare", Roles: roles, Unit: unit, From: w.today()},
	}))
	return user
}

// report follows Rapportera from the page one is on.
func (b *browser) report() *browser {
	b.w.t.Helper()
	r, err := http.NewRequest(http.MethodGet, b.w.server.URL+"/kvalitet/rapportera", nil)
	if err == nil {
		r.Header.Set("Referer", b.w.server.URL+b.path)
	}
	return b.send(r, err)
}

// From a report on a case page to an answer, by those who may and by nobody else.
func TestADeviationFromReportToAnswer(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	anna := w.person("Anna", "Svensson", civil.On(1941, time.May, 3))
	w.matter(anna, casework.Older, "2026-0299", "Jag behöver hjälp", "hemtjanst-dusch")
	per, anneli := w.hire("Per Holmstrand", w.unit, org.Enhetschef), w.hire("Anneli Kvist", w.unit, org.Kvalitet)
	revisor := w.hire("Sven-Erik Högdahl", w.unit, org.Revisor)
	const report, first, register = "/kvalitet/rapportera", "/kvalitet/avvikelse/A2026-0001", "/kvalitet/avvikelser"

	eva := w.login(w.eva)
	eva.open("/arende/2026-0299").says("Rapportera")
	eva.report().says("Vad hände?", "Är någon i fara just nu?", "Du kom från ärende 2026-0299").silent("Anna")
	eva.fill(report, "what", " ").says("Skriv vad som hände.", "Svara om någon är i fara", "Du kom från ärende 2026-0299")
	form := eva.form(report)
	form.Set("what", "Larmet svarade inte när hon ringde.")
	form.Set("danger", "ja")
	eva.post(report, form).at(first).says("Tack för din rapport", "A2026-0001", "Knuten till", "ärende 2026-0299", "Ja").silent("Vad är det?")
	eva.post(report, form).at(first) // a double click is one report
	eva.open(register).says("Mina rapporter", "A2026-0001", "Visar 1–1 av 1", "fara")

	// Marie, at the provider's, reports from nowhere and meets nothing of Eva's.
	marie := w.login(w.marie)
	marie.open("/utforare").report().silent("Du kom från")
	marie.fill(report, "what", "Nyckeln var borta.", "danger", "nej").at("/kvalitet/avvikelse/A2026-0002").says("inget ärende", "Hemtjänst Norr")
	marie.open(register).says("Vår verksamhet", "A2026-0002").silent("A2026-0001")
	marie.open(first).says("Vi hittar").silent("Larmet")
	// A form that says it came from a case one may not open ties to nothing.
	planted := marie.open(report).form(report)
	planted.Set("from", "/arende/2026-0299")
	planted.Set("link", "ja")
	planted.Set("what", "Provar")
	planted.Set("danger", "nej")
	marie.post(report, planted).says("inget ärende").silent("2026-0299")

	// An officer of another unit sees neither it nor the case; an auditor writes nothing.
	jonas := w.login(w.jonas)
	jonas.open(first).says("Vi hittar").silent("Larmet")
	jonas.open(register).silent("A2026-0001")
	jonas.open("/arende/2026-0299").report().silent("Du kom från")
	w.login(revisor).open("/granskning").silent("Rapportera").open(report).says("Vi hittar")

	// The quality officer sees that it is tied to a case; the manager runs it to its end.
	sas := w.login(anneli)
	sas.open(register+"?steg=rapporterad").says("3 avvikelser är öppna", "Visar 1–3 av 3", "inte bedömd")
	chef := w.login(per)
	chef.open(register).says("Min enhet", "A2026-0001").silent("A2026-0002")
	chef.open(first).says("Nu ska den bedömas", "i fara", "Larmet svarade inte", "Eva Ek")
	chef.fill(first+"/bedom", "kind", "lex-sarah", "type", "utebliven-insats", "severity", "4", "recurrence", "2").says("Välj om det är ett missförhållande")
	chef.fill(first+"/bedom", "kind", "lex-sarah", "type", "utebliven-insats", "severity", "4", "recurrence", "2", "grade", "allvarligt").at(first).says(
		"Anmäl den till IVO snarast", "4 av 4, Mycket allvarlig", "Allvarligt missförhållande", "inte än")
	sas.open(register+"?slag=lex-sarah").says("Visar 1–1 av 1", "Allvarligt missförhållande")
	chef.open("/enhet").says("1 Öppna lex Sarah-ärenden")
	lines := figuresOf(string(chef.body))
	if n, leads := lines[register+"?slag=lex-sarah&vy=enheten"]; n != 1 || !leads {
		t.Errorf("the line of lex Sarah leads elsewhere: %v", lines)
	}
	chef.open(register+"?slag=lex-sarah&vy=enheten").says("Visar 1–1 av 1", "A2026-0001")
	chef.open(first).fill(first+"/avsluta", "answer", "Tack").says("Skriv orsaken och minst en åtgärd", "Registrera anmälan till IVO först")
	chef.fill(first+"/ivo", "notified", "i morgon").says("Dagen ligger i framtiden")
	chef.fill(first+"/ivo", "notified", "i dag").at(first).says("Nu ska orsaken utredas")
	chef.fill(first+"/orsak", "cause", "Batteriet var slut.").says("Nu ska den åtgärdas", "Batteriet var slut")
	chef.fill(first+"/atgard", "action", "Batterierna bytta", "on", "i dag").says("Batterierna bytta", "Per Holmstrand")
	chef.fill(first+"/knyt", "case", "2026-9999").says("Vi hittar inget sådant ärende")
	chef.fill(first+"/avsluta", "answer", "Tack. Batterierna byts nu varje år.").at(first).says("Återkopplad", "Den som rapporterade har fått svar")
	chef.open("/enhet").says("0 Öppna lex Sarah-ärenden")
	eva.open(first).says("Svar till den som rapporterade", "Batterierna byts nu varje år").silent("Spara")
	eva.open(register).says("0 avvikelser är öppna").open(register + "?lage=avslutade").says("A2026-0001")
	if n := strings.Count(string(sas.open(register).body), "A2026-0001"); n != 0 {
		t.Errorf("a closed deviation is listed among the open %d times", n)
	}
}

func TestQualityTemplates(t *testing.T) {
	webtest.Templates(t, qualityweb.Templates(), map[string]any{
		"rapportera.html": &qualityweb.ReportPage{}, "avvikelser.html": &qualityweb.RegisterPage{}, "avvikelse.html": &qualityweb.DeviationPage{},
	})
}
