package main

import (
	"net/http"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/webkit/webtest"
)

// Where a protected person is reached is shown only for a reason, for a minute,
// and the reason stands in the log of readings.
func TestProtectedDetailsAreShownForAReasonAndAMinute(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	mother := w.person("Mira", "Provlund", civil.On(1988, time.June, 1))
	elis := w.person("Elis", "Provlund", civil.On(2016, time.September, 9), mother)
	w.matter(elis, casework.Children, "2026-0310", "Hjälp hemma")
	persons := engine.Bind(w.r.Engine, peoplesql.Persons())
	w.do(
		persons.Step(elis.ID, people.ChangeContact{Contact: people.Contact{Address: "Provgatan 7, 999 99 Provby", Phone: "0000-00 00 11"}}),
		persons.Step(mother.ID, people.ChangeContact{Contact: people.Contact{Address: "Provgatan 7, 999 99 Provby", Phone: "0000-00 00 12"}}),
	)
	eva := w.login(w.eva)
	eva.open("/arende/2026-0310").says("Provgatan 7")
	w.do(persons.Step(elis.ID, people.SetProtection{Kind: people.ProtectedRegistration}), persons.Step(mother.ID, people.SetProtection{Kind: people.SecrecyMark}))

	const path, details = "/arende/2026-0310", "/arende/2026-0310/kontaktuppgifter"
	eva.open(path).says("skyddad folkbokföring", "Skicka brev genom Skatteverket", "Adress dold", "Mira Provlund, skyddade personuppgifter").silent("Provgatan", "0000-00 00 1")
	eva.open(details).says("Skriv bara om adressen ska ändras").silent("Provgatan")
	if form := eva.form(details); form.Get("address") != "" || form.Get("phone") != "" {
		t.Errorf("the form holds what is hidden: %v", form)
	}
	eva.fill(details, "phone", "0000-00 00 13").at(path)

	const hidden = path + "/dolda-uppgifter"
	eva.open(hidden).silent("Provgatan", "0000-00 00 1")
	eva.fill(hidden, "reason", "vill").says("minst tio tecken").silent("Provgatan")
	if eva.code != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d", eva.code)
	}
	answer := eva.refreshAfter(hidden, "reason", "Ringer inför hembesöket i morgon")
	eva.says("Adress Provgatan 7, 999 99 Provby", "Telefon 0000-00 00 13", "Telefon till vårdnadshavare Mira Provlund 0000-00 00 12")
	if answer != "60; url="+path {
		t.Errorf("the page stays: %q", answer)
	}
	eva.open(path+"/lasningar").says("skyddade uppgifter", "Skäl: Ringer inför hembesöket i morgon")
	if jonas := w.login(w.jonas).open(hidden); jonas.code != http.StatusNotFound {
		t.Errorf("an officer who has not the case: %d %s", jonas.code, webtest.Words(jonas.body))
	}
}

// refreshAfter sends a form, and tells where the browser goes by itself, and when.
func (b *browser) refreshAfter(action string, typed ...string) string {
	b.w.t.Helper()
	b.fill(action, typed...)
	return b.head.Get("Refresh")
}

// The whole situation of a person: every line in every case the reader may see,
// the gaps in its thread, and the family.
func TestTheWholeSituation(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	mother := w.person("Mira", "Provlund", civil.On(1988, time.June, 1))
	elis := w.person("Elis", "Provlund", civil.On(2016, time.September, 9), mother)
	w.person("Alva", "Provlund", civil.On(2014, time.May, 3), mother)
	w.matter(elis, casework.Children, "2026-0311", "Hjälp hemma")
	w.matter(mother, casework.Adults, "2026-0312", "Stöd", "boendestod")
	eva := w.login(w.eva)
	w.investigated(eva, "2026-0312", "1")
	const decision = "/arende/2026-0312/beslut"
	eva.open(decision).fill(decision, "item0.outcome", "bifall", "item0.extent", "4", "item0.goal", "m1", "signera", "ja").at(decision + "/1")
	eva.open("/person/"+mother.String()).says("Hela situationen", "1 ärende som du kan se", "Ärende 2026-0312", "Vuxen", "Luckor i röd tråd", "Elis Provlund", "2026-0311", "Alva Provlund", "inget")
	eva.open("/person/"+elis.String()).says("Mira Provlund", "vårdnadshavare", "2026-0312", "syskon", "Ansökan")
}
