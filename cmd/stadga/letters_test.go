package main

import (
	"net/http"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/org"
)

// Given a decision with its letter, When the municipality writes its own text about
// appeals, Then it is seen in a letter before it is used, letters of its day and later
// have it, and the letter that went out before keeps the text it had.
func TestALetterHasTheTextOfItsDay(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	decided := func(given, number string) string {
		person := w.person(given, "Provberg", civil.On(1940, time.June, 1))
		w.matter(person, casework.Older, number, "Hjälp med duschen", "hemtjanst-dusch")
		eva := w.login(w.eva)
		w.investigated(eva, number, "1")
		path := "/arende/" + number + "/beslut"
		eva.open(path).fill(path, "item0.outcome", "avslag", "item0.reasons", "Behovet är tillgodosett.", "signera", "ja").at(path + "/1")
		return path + "/1/brev"
	}
	before := decided("Anna", "2026-0341")
	w.login(w.eva).open(before).says("Så här har vi bedömt", "Vi prövade beslutet mot lagen. Det här är uppfyllt:").silent("nämnd:")
	emil := w.staff("Emil Krantz", org.Systemforvaltare)
	const list, text = "/administration/mallar", "/administration/mallar/overklaga"
	emil.open(list).says("Om du inte är nöjd", "programmets text")
	emil.open(text).fill(text, "says", "Ring oss.").says("Texten måste säga att överklagandet skickas till nämnden")
	emil.fill(text, "says", "Skriv till nämnden inom tre veckor. Förvaltningsrätten prövar saken.\n\nVi hjälper dig att skriva.", "from", "2026-03-01").says("Dagen har passerat")
	emil.fill(text, "from", "2026-03-09", "ref", "Nämnden § 14").says("Förslag: så står det i brevet från 9 mars 2026", "Vi hjälper dig att skriva.", "Läsbarhet")
	eva := w.login(w.eva)
	eva.open(before).says("Skriv under med namn, adress och telefonnummer").silent("Vi hjälper dig att skriva")
	emil.open(text).fill(text + "/i-bruk").says("Från 9 mars").silent("Förslag: så står det")
	if eva.open(list); eva.code != http.StatusNotFound && eva.code != http.StatusForbidden {
		t.Errorf("an officer writes standing texts: %d", eva.code)
	}

	w.pass(8)
	after := decided("Sten", "2026-0342")
	eva = w.login(w.eva)
	eva.open(after).says("Skriv till nämnden inom tre veckor", "Vi hjälper dig att skriva.", "Rätten att överklaga står i 35 kap. 1 § socialtjänstlagen (2025:400)").silent("Skriv under med namn")
	eva.open(before).says("Skriv under med namn, adress och telefonnummer").silent("Vi hjälper dig att skriva")
}
