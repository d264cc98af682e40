package main

import (
	"strings"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/visits/visitsql"
)

// Given an order and a file from the provider's planning system, When a row of it is
// wrong, Then each such row has a sentence with its line and nothing is planned; When it
// is mended, Then all of it is planned, and the same file again plans nothing more.
func TestPlannedVisitsAreReadInFromAFile(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o := w.ordered("2026-0601", "Berta") // an hour a day
	w.pass(2)
	w.do(engine.Bind(w.r.Engine, orgsql.Staff()).Step(w.marie.ID, org.IdentifyStaff{Login: "70114"}))
	const number = "19800102-2394"
	w.do(engine.Bind(w.r.Engine, peoplesql.Persons()).Step(o.Person.ID, people.CorrectNumber{Number: ids.MustParseIdentityNumber(number), Born: civil.On(1980, time.January, 2), Reason: "Känt av folkbokföringen"}))
	marie, order := w.login(w.marie), o.ID.String()
	const page, heading = "/utforare/slingor/las-in", "Datum;Start;Slut;Uppdrag;Personnummer;Insats;Medarbetare;Uppgifter;Antal\r\n"
	marie.open("/utforare/slingor").says("Läs in planerade besök")

	marie.upload(page, "besok.csv", heading+strings.Join([]string{
		"2026-03-09;08:00;08:30;" + order + ";;;70114;Dusch, frukost;",
		"9/3;08:00;08:30;" + order + ";;;;;",
		"2026-03-01;08:00;08:30;" + order + ";;;;;",
		"2026-03-10;åtta;08:30;" + order + ";;;;;",
		"2026-03-10;08:00;21:30;" + order + ";;;;;",
		"2026-03-10;08:00;08:30;12;;;;;",
		"2026-03-10;08:00;08:30;" + ids.Order{ID: w.r.Engine.NewID()}.String() + ";;;;;",
		"2026-03-10;08:00;08:30;;19800102-2394x;;;;",
		"2026-03-10;08:00;08:30;;;;;;",
		"2026-03-10;08:00;08:30;" + order + ";;;99999;;",
		"2026-03-10;08:00;08:30;" + order + ";;;;;nio",
		"2026-03-10;08:00",
		"2026-03-09;08.00;08.30;" + order + ";;;70114;;",
	}, "\r\n")).says(
		"Rad 3: skriv datum som 2026-03-09.", "Rad 4: datum ska vara i dag eller senare", "Rad 5: skriv start som 08:15.", "Rad 6: besöket är längre än tolv timmar",
		"Rad 7: uppdraget går inte att läsa", "Rad 8: ni har inget pågående uppdrag", "Rad 9: personnumret stämmer inte", "Rad 10: uppdrag eller personnummer saknas", "Rad 11: ingen hos er har det anställningsnumret",
		"Rad 12: antal är hur många", "Rad 13: raden har inte lika många kolumner", "Rad 14: besöket står redan på en rad ovanför")
	marie.upload(page, "besok.csv", "Datum;Slut\n").says("Kolumnen start saknas")
	marie.upload(page, "besok.csv", heading+"2026-03-09;08:00;19:59;"+order+";;;;;\n2026-03-10;08:00;19:59;"+order+";;;;;\n2026-03-11;08:00;19:59;"+order+";;;;;\n").says("Rad 2: besöken ryms inte i det som är beviljat för 2026-03")
	if got := w.plannedUnder(o.ID); got != 0 {
		t.Fatalf("%d visits are planned of files with faults", got)
	}

	good := heading + "2026-03-09;08:00;08:30;" + order + ";;;70114;Dusch, frukost;\r\n2026-03-09;22:30;00:15;;" + number + ";;;;2\r\n"
	marie.upload(page, "besok.csv", good).says("2 besök är planerade.")
	marie.upload(page, "besok.csv", good).says("0 besök är planerade.", "2 besök var redan planerade.")
	if got := w.plannedUnder(o.ID); got != 2 {
		t.Errorf("%d visits are planned", got)
	}
	marie.open("/utforare/slingor?dag=2026-03-09").says("Berta", "Marie Sund", "08:00–08:30", "22:30–00:15")
}

// plannedUnder counts the visits that are planned under an order.
func (w *town) plannedUnder(o ids.Order) int {
	w.t.Helper()
	ahead, err := visitsql.Lists{DB: w.r.Store.Reader()}.PlannedOf(w.t.Context(), o, w.today(), 100)
	if err != nil {
		w.t.Fatal(err)
	}
	return len(ahead)
}
