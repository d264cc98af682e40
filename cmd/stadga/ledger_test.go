package main

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/jobs"
	"stadga/internal/org"
)

// tick runs jobs until they have nothing more to do.
func (w *town) tick(all ...jobs.Job) {
	w.t.Helper()
	if err := jobs.NewRunner(w.r.Store, w.r.Clock, slog.New(slog.DiscardHandler), all...).Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// paid is a town where Rönnen has delivered an hour a day for twenty days of January,
// at 501 kr, and one hour in the night; tomas is the controller and karin the head.
func paid(t *testing.T) (w *town, order string, tomas, karin *browser) {
	t.Helper()
	return paidIn(newTown(t, civil.On(2026, time.January, 1)))
}

// paidIn lets a town have an agreement that pays for a month.
func paidIn(empty *town) (w *town, order string, tomas, karin *browser) {
	w = empty
	w.t.Helper()
	order = w.ronnens()
	tomas, karin = w.staff("Tomas Grind", org.Controller), w.staff("Karin Åsberg", org.Socialchef)
	tomas.open("/ekonomi/avtal").fill("/ekonomi/avtal", "provider", w.ronnen(), "number", "HT-7", "from", "2026-01-01", "price", "501").says("501,00 kr")
	w.tick(w.r.repricing())
	return w, order, tomas, karin
}

// krav F-12: Registrerad tid står i underlaget för ersättning utan att någon skriver in den igen, besök för besök.
// bryt internal/visits/visitsql/sums.go: «$1 * paid * ore as ore» → «$1 * 0 * ore as ore»
//
// krav F-16: Tid på natten står för sig och betalas med anslag, inte per timme.
// bryt internal/visits/rate.go: « && hours[i] < dayEnds» → «»
//
// krav F-17: Underlaget för en utförare och månad går att följa ner till uppdraget, beslutet och varje besök med sitt pris, och att hämta som fil.
// bryt internal/visits/ledgerweb/order.go: «page.Visits.Rows = append(page.Visits.Rows, visitRow(v, a))» → «_ = visitRow(v, a)»
func TestWhatIsDeliveredIsThePaymentBase(t *testing.T) {
	w, order, tomas, _ := paid(t)
	tomas.open("/ekonomi/fakturor").open(tomas.leads("Ersättning till utförare")).says("Rönnens Hemtjänst AB", "januari 2026", "10 020,00 kr", "20 h", "1 h", "Öppen")
	month := "/ekonomi/ersattning/" + w.ronnen() + "/2026-01"
	tomas.open(month).says("10 020,00 kr", "Natt, betalas med anslag", "2026-0501", "Hemtjänst, personlig omvårdnad").silent("Bertil")
	tomas.open(month+"/"+order).says("Utförd tid 07–22", "501,00 kr", "Tagg in och ut", "HT-7", "Visar 1–21 av 21", "2026-01-0")
	file := string(tomas.open(month + "/underlag.csv").body)
	if want := ";1200;10020,00;"; !strings.Contains(file, want) || !strings.Contains(file, "summa;;;2026-01;;;;;;;10020,00") {
		t.Errorf("the file does not hold %s:\n%s", want, file)
	}
	// The provider sees the same, by name; another provider sees none of it.
	rickard := w.login(w.named("Rickard Alm"))
	rickard.open("/utforare").open(rickard.leads("Vår ersättning")).says("10 020,00 kr")
	rickard.open("/utforare/ersattning/2026-01").says("10 020,00 kr", "Bertil").silent("Stäng månaden")
	marie := w.login(w.marie)
	if marie.open("/utforare/ersattning/2026-01/" + order); marie.code != 404 {
		t.Errorf("another provider got %d", marie.code)
	}
}

// What changes backwards in a closed month becomes a correction in the next, with
// what, why and which month.
func TestAClosedMonthIsCorrectedInTheNext(t *testing.T) {
	w, _, tomas, karin := paid(t)
	month := "/ekonomi/ersattning/" + w.ronnen() + "/2026-0"
	tomas.open(month+"1").fill(month+"1/stang").says("Stängd", "Tomas Grind med 10 020,00 kr.").silent("Lås upp månaden")
	tomas.open("/ekonomi/avtal").open(tomas.leads("HT-7"))
	agreement := tomas.path
	tomas.fill(agreement+"/pris", "from", "2026-01-11", "price", "510")
	w.now = w.now.Add(time.Minute)
	w.tick(w.r.repricing())
	// What was closed stands; the ten hours that cost 9 kr more land in February.
	tomas.open(month + "1").says("10 020,00 kr")
	tomas.open(month+"2").says("Rättelse av januari 2026", "90,00 kr", "Avtalet HT-7 har ett annat pris från 2026-01-11.")
	w.pass(26)
	tomas.open(month + "2").fill(month + "2/stang").says("Tomas Grind med 90,00 kr.")
	tomas.open(month + "3").silent("Rättelse av januari 2026")
	// Only someone else unlocks, and says why.
	karin.open(month + "1").fill(month + "1/las-upp").says("Skriv varför månaden låses upp.")
	karin.fill(month+"1/las-upp", "why", "Fel pris i avtalet.").says("Upplåst", "Karin Åsberg: Fel pris i avtalet.", "10 110,00 kr")
}
