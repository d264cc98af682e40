package main

import (
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/engine"
	"stadga/internal/org"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/visits/visitsql"
	"stadga/internal/webkit"
)

// One of the staff was with two who live together. Both visits are put aside, and
// someone else shares the time as the agreement says: an hour is an hour, whosever it is.
func TestAVisitToTwoWhoLiveTogetherIsPaidOnce(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	berta, sture := w.ordered("2026-0601", "Berta"), w.ordered("2026-0602", "Sture")
	persons := engine.Bind(w.r.Engine, peoplesql.Persons())
	lives := func(o delivery.Line, street string) {
		w.do(persons.Step(o.Person.ID, people.ChangeContact{Contact: people.Contact{Address: street}}))
	}
	w.pass(3)
	marie, nils, day := w.login(w.marie), w.colleague("Nils Provgren"), w.today()
	lists := visitsql.Lists{DB: w.r.Store.Reader()}
	minutes := func() (all int) {
		t.Helper()
		for _, o := range []delivery.Line{berta, sture} {
			made, err := lists.LedgerOf(t.Context(), o.ID, day.MonthStart(), 0, 10)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range made {
				if v.Paid() {
					all += v.Rated.Day
				}
			}
		}
		return all
	}
	marie.sends(ends(1, berta.ID, day.At(7, 0), day.At(8, 0), "tagg", "tagg")...)
	marie.sends(ends(2, sture.ID, day.At(7, 0), day.At(8, 0), "tagg", "tagg")...)
	if n := minutes(); n != 0 {
		t.Errorf("%d minutes are paid while both visits lie at the same time", n)
	}
	page := "/utforare/besok/" + idOf(t, wireID(10)).String()
	lives(berta, "Ågatan 1")
	lives(sture, "Ågatan 3")
	nils.open(page).says("Samma medarbetare är registrerad på två besök samtidigt.").silent("Samma besök hos två som bor ihop")
	lives(sture, "Ågatan 1")
	marie.open(page).says("Samma besök hos två som bor ihop", "Tiden delas lika.", "07:00–07:30, 30 minuter", "07:30–08:00, 30 minuter").
		fill(page + "/dela").says("Någon annan än den som gjorde besöket")
	nils.open(page).fill(page+"/dela").at(page).says("Före rättelse", "Besöket gjordes samtidigt hos två som bor ihop. Tiden delas lika.", "07:00–07:30").silent("Att reda ut", "Samma besök hos två")
	nils.open("/utforare/besok/" + idOf(t, wireID(20)).String()).says("07:30–08:00").silent("Att reda ut")
	if n := minutes(); n != 60 {
		t.Errorf("%d minutes are paid for an hour", n)
	}

	// Corrected so that they lie at the same time again, neither is paid.
	nils.open(page).fill(page, "from", "07:00", "to", "07:50", "why", "Marie ringde.").at(page).says("Samma medarbetare är registrerad på två besök samtidigt.")
	if n := minutes(); n != 0 {
		t.Errorf("%d minutes are paid twice", n)
	}

	tomas := w.staff("Tomas Provgrind", org.Controller)
	const agreements = "/ekonomi/avtal"
	tomas.open(agreements).says("Ett besök hos två som bor ihop").fill(agreements, "provider", w.norr.String(), "number", "A-7", "from", "2026-01-01", "price", "500", "sharing", "beviljad").at(agreements)
	nils.open(page).says("Tiden delas efter hur mycket de båda besluten ger i månaden.").fill(page + "/dela").at(page).silent("Att reda ut")
	if n := minutes(); n != 60 {
		t.Errorf("%d minutes are paid for an hour", n)
	}
}

// The page tells nobody that two live together when the address of one is hidden.
func TestSharingTellsNothingOfAHiddenAddress(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	berta, sture := w.ordered("2026-0601", "Berta"), w.ordered("2026-0602", "Sture")
	persons := engine.Bind(w.r.Engine, peoplesql.Persons())
	for _, o := range []delivery.Line{berta, sture} {
		w.do(persons.Step(o.Person.ID, people.ChangeContact{Contact: people.Contact{Address: "Ågatan 1"}}))
	}
	w.pass(3)
	marie, day := w.login(w.marie), w.today()
	marie.sends(ends(1, berta.ID, day.At(7, 0), day.At(8, 0), "tagg", "tagg")...)
	marie.sends(ends(2, sture.ID, day.At(7, 0), day.At(8, 0), "tagg", "tagg")...)
	page := "/utforare/besok/" + idOf(t, wireID(10)).String()
	marie.open(page).says("bor på samma adress")
	w.do(persons.Step(sture.Person.ID, people.SetProtection{Kind: people.SecrecyMark}))
	marie.open(page).says("Samma medarbetare är registrerad på två besök samtidigt.").silent("bor på samma adress", "Samma besök hos två")
}

// A decision that is extended takes its order with it: what is done after the old last
// day lies within the order, and is paid.
func TestAnOrderRunsAsLongAsItsDecision(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o := w.ordered("2026-0601", "Berta")
	lines, err := w.services("2026-0601")
	if err != nil || len(lines) != 1 || lines[0].Until.IsZero() {
		t.Fatalf("%+v %v", lines, err)
	}
	old := lines[0].Until
	w.pass(old.DaysSince(w.today()) - 10)
	page := "/arende/2026-0601/beslut/1/forlang/" + lines[0].ID.String()
	w.login(w.eva).open(page).fill(page, "until", old.AddMonths(6).String(), "reason", "Utredningen hinns inte.", "inquiry", w.today().AddMonths(1).String()).at("/arende/2026-0601/beslut/1")
	w.pass(15)
	marie, day := w.login(w.marie), w.today()
	marie.sends(ends(1, o.ID, day.At(7, 0), day.At(8, 0), "tagg", "tagg")...)
	marie.open("/utforare/besok/" + idOf(t, wireID(10)).String()).silent("Besöket ligger utanför tiden för beslutet.")
	marie.open("/utforare/uppdrag/" + o.ID.String()).says("Gäller till " + webkit.PlainDay(old.AddMonths(6), day))
	if n := w.paid(o.ID); n != 1 {
		t.Errorf("%d visits are paid, want 1", n)
	}
}
