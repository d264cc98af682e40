package main

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/org"
	"stadga/internal/review"
	"stadga/internal/review/reviewsql"
	"stadga/internal/webkit/webtest"
)

// control runs the jobs of the log control once, whatever they last did.
func (w *town) control(seed string) {
	w.t.Helper()
	all := []jobs.Job{jobs.SealReads(w.r.Store), w.r.looking(), w.r.sampling(bytes.NewReader([]byte(seed)))}
	if err := jobs.NewRunner(w.r.Store, w.r.Clock, slog.New(slog.DiscardHandler), all...).Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// waiting are the log checks that wait.
func (w *town) waiting() []review.LogCheckRow {
	w.t.Helper()
	rows, err := reviewsql.Queue{DB: w.r.Store.Reader()}.Rows(w.t.Context(), false, 0, 100)
	if err != nil {
		w.t.Fatal(err)
	}
	return rows
}

// A snooper's reading comes before the reviewer, who cannot decide on her own.
func TestAnOddReadingIsReviewed(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	anna := w.person("Anna", "Provdotter", civil.On(1941, time.May, 3))
	w.matter(anna, casework.Older, "2026-0420", "Hjälp med dusch", "hemtjanst-dusch")
	w.matter(w.person("Siv", "Lundprov", civil.On(1950, time.May, 3)), casework.Older, "2026-0421", "Hjälp med dusch", "hemtjanst-dusch")
	reviewer, snoop := w.staff("Rut Viklund", org.Loggranskare), w.staff("Sture Lundprov", org.Handlaggare)
	rut, sture := reviewer.user, snoop.user

	w.login(w.eva).open("/arende/2026-0420") // her own case
	snoop.open("/arende/2026-0421")          // one of his name, in the unit's cases
	w.control("0123456789abcdef")
	w.control("0123456789abcdef")
	raised := w.waiting()
	if len(raised) != 1 || raised[0].Reader != sture || strings.Join(raised[0].Kinds, " ") != "samma-efternamn utan-uppdrag" {
		t.Fatalf("raised %+v", raised)
	}
	path := "/granskning/loggkontroll/" + raised[0].ID.String()
	reviewer.open("/granskning/loggkontroll").says("1 läsning väntar på bedömning", "Sture Lundprov", "Siv Lundprov", "samma ovanliga efternamn", "Väntar")
	reviewer.open(path).says("ärendesidan", "De kan vara släkt", "16 mars", "Läsningen hörde till arbetet", "Anmäld vidare")
	reviewer.fill(path, "outcome", "fragat").says("Skriv vad du har kontrollerat")
	if reviewer.code != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d", reviewer.code)
	}
	w.pass(1)
	reviewer = w.login(rut)
	reviewer.open(path).fill(path, "outcome", "fragat", "reason", "Han säger att han öppnade fel ärende.").at("/granskning/loggkontroll").says("0 läsningar väntar")
	reviewer.open("/granskning/loggkontroll?visa=bedomda").says("Medarbetaren är tillfrågad")
	reviewer.open(path).says("Han säger att han öppnade fel ärende.", "Rut Viklund")
	if eva := w.login(w.eva).open("/granskning/loggkontroll"); eva.code != http.StatusNotFound {
		t.Errorf("an officer sees the queue: %d %s", eva.code, webtest.Words(eva.body))
	}

	t.Run("her own, and the sample that draws everything", func(t *testing.T) {
		w.now = civil.On(2026, time.April, 1).At(9, 0)
		w.control("fedcba9876543210")
		var own review.LogCheckRow
		for _, c := range w.waiting() {
			if !c.Drawn.Month.IsZero() && c.Reader == rut {
				own = c
			}
		}
		if own.ID.IsZero() {
			t.Fatalf("her readings of the queue are not among the drawn: %+v", w.waiting())
		}
		path := "/granskning/loggkontroll/" + own.ID.String()
		reviewer := w.login(rut)
		reviewer.open(path).says("Det här är dina egna läsningar", "Frö", "66656463626139383736353433323130").silent("Spara bedömningen")
		checks := len(w.waiting())
		w.control("0000000000000000")
		if again := len(w.waiting()); again != checks {
			t.Errorf("the month was drawn again: %d and then %d", checks, again)
		}
	})
	t.Run("one's own readings", func(t *testing.T) {
		eva := w.login(w.eva)
		eva.open("/profil").says("Dina läsningar")
		eva.open("/profil/lasningar").says("ärendesidan", "Anna Provdotter", "127.0.0.1").silent("Lundprov")
	})
}

// Night, emergency and many at once, through the log as it is written.
func TestWhatIsOddIsFoundInTheLog(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	var numbers []string
	for n := range 42 {
		number := "2026-05" + string(rune('0'+n/10)) + string(rune('0'+n%10))
		w.matter(w.person("Test"+string(rune('a'+n%26))+string(rune('a'+n/26)), "Provson", civil.On(1941, time.May, 3)), casework.Older, number, "Hjälp med dusch", "hemtjanst-dusch")
		numbers = append(numbers, number)
	}
	eva := w.login(w.eva)
	for _, number := range numbers {
		eva.open("/arende/" + number)
	}
	w.control("0123456789abcdef")
	if raised := w.waiting(); len(raised) != 2 || raised[0].Kinds[0] != "manga" {
		t.Errorf("of 42 in an hour the last two are raised: %+v", raised)
	}
	w.now = civil.On(2026, time.March, 3).At(23, 30)
	w.login(w.eva).open("/arende/" + numbers[0])
	w.control("0123456789abcdef")
	if raised := w.waiting(); len(raised) != 3 || raised[2].Kinds[0] != "natt" || raised[2].Person == (ids.Person{}) {
		t.Errorf("in the night: %+v", raised)
	}
}
