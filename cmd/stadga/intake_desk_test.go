package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/visits/visitsql"
)

// colleague is one more who leads at the town's own provider.
func (w *town) colleague(name string) *browser {
	w.t.Helper()
	id := ids.User{ID: w.r.Engine.NewID()}
	w.do(engine.Bind(w.r.Engine, orgsql.Staff()).Step(id.ID, org.AppointStaff{Name: name, Placement: org.Placement{
		Title: "samordnare", Roles: []org.Role{org.Utforare}, Provider: w.norr, From: w.today(),
	}}))
	return w.login(id)
}

// What is put aside is answered by someone else than who made the visit, with a
// reason; what cannot have been made to the person is never paid.
func TestWhatIsPutAsideIsHandledWithAReason(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o := w.ordered("2026-0601", "Berta")
	w.pass(3)
	marie, nils, day := w.login(w.marie), w.colleague("Nils Provgren"), w.today()
	marie.sends(ends(1, o.ID, day.AddDays(-2).At(6, 0), day.AddDays(-2).At(6, 30), "tagg", "tagg")...)
	marie.sends(ends(2, ids.Order{ID: ids.ID{7}}, day.At(6, 0), day.At(6, 30), "tagg", "tagg")...)
	marie.sends(ends(3, o.ID, day.AddDays(-1).At(6, 0), day.At(6, 30), "tagg", "tagg")[:1]...)
	const list = "/utforare/besok/att-reda-ut"
	late, unknown := "/utforare/besok/"+idOf(t, wireID(10)).String(), "/utforare/besok-okant/"+idOf(t, wireID(20)).String()
	marie.open("/utforare/besok").says("2 besök att reda ut.")
	nils.open(list).says("Berta", "Besöket registrerades mer än ett dygn efter att det gjordes.", "Okänd person", "Uppdraget finns inte.", "Besök utan slut", "06:00–")

	marie.open(late).fill(late+"/utred", "pays", "ja", "found", "Telefonen var urladdad.").says("Någon annan än den som gjorde besöket avgör om det ska ersättas.")
	nils.open(late).fill(late+"/utred", "pays", "ja").says("Skriv vad du har kommit fram till.")
	if n := w.paid(o.ID); n != 0 {
		t.Errorf("%d paid before anyone has answered", n)
	}
	nils.open(late).fill(late+"/utred", "pays", "ja", "found", "Telefonen var urladdad. Jag har frågat Marie.").
		says("Utrett", "ersätts: Telefonen var urladdad. Jag har frågat Marie.").silent("Att reda ut")
	if n := w.paid(o.ID); n != 1 {
		t.Errorf("%d paid after it was found right, want 1", n)
	}

	handle := strings.Replace(unknown, "-okant", "", 1) + "/utred"
	nils.open(unknown).silent("Besöket stämmer och ersätts").fill(handle, "pays", "nej", "found", "Fel kod i systemet.").at(unknown)
	never := "/utforare/besok/" + idOf(t, wireID(30)).String()
	nils.open(never).says("Besöket har börjat och saknar slut.").
		fill(never+"/avsluta", "end_day", day.AddDays(-1).String(), "end_to", "06:40", "end_reason", "tekniskt-fel").says("06:00–06:40", "Tagg i hemmet", "För hand")
	nils.open(list).says("1 av 1").silent("Okänd person", "Besök utan slut")
}

// Who made a visit asks for new times or another person, and someone else settles
// it. A month that is closed is not corrected.
func TestCorrectionsTakeTwo(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o, beside := w.ordered("2026-0601", "Berta"), w.ordered("2026-0602", "Ceder")
	w.pass(2)
	marie, nils, day := w.login(w.marie), w.colleague("Nils Provgren"), w.today()
	marie.sends(ends(1, o.ID, day.At(6, 0), day.At(6, 30), "tagg", "tagg")...)
	page := "/utforare/besok/" + idOf(t, wireID(10)).String()
	lists := visitsql.Lists{DB: w.r.Store.Reader()}
	minutes := func(service ids.Service) int {
		t.Helper()
		sum, err := lists.OfService(t.Context(), service, day, day)
		if err != nil {
			t.Fatal(err)
		}
		return sum.Minutes
	}

	marie.open(page).fill(page, "from", "06:00", "to", "06:20", "why", "Jag glömde stämpla ut.").says("Väntar på en andra person", "06:00–06:20")
	if n := minutes(o.Service); n != 30 {
		t.Errorf("%d minutes before anyone else has answered, want 30", n)
	}
	marie.open(page).fill(page+"/svara", "answer", "ja").says("Någon annan än den som gjorde besöket")
	nils.open(page).fill(page+"/svara", "answer", "ja").says("Före rättelse", "Jag glömde stämpla ut.").silent("Väntar på en andra person")
	if n := minutes(o.Service); n != 20 {
		t.Errorf("%d minutes, want 20", n)
	}
	nils.open(page).fill(page, "from", "06:00", "to", "06:25", "why", "Marie ringde.").says("06:00–06:25").silent("Väntar på en andra person")

	move := page + "/flytta"
	marie.open(move).says("Ceder").silent("Berta").fill(move, "order", beside.ID.String(), "why", "Jag var hos Ceder.").at(page).says("Flyttas till", "Ceder")
	nils.open(page).fill(page+"/svara", "answer", "nej").says("Skriv varför besöket ska stå kvar")
	nils.open(page).fill(page+"/svara", "answer", "ja").at(page).says("Ceder")
	if mine, other := minutes(o.Service), minutes(beside.Service); mine != 0 || other != 25 {
		t.Errorf("%d minutes left and %d moved, want 0 and 25", mine, other)
	}
}

// A provider's own system sends visits with a key that is shown once, works for
// nothing else, and is ended.
func TestAProvidersSystemSendsWithItsKey(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o := w.ordered("2026-0601", "Berta")
	w.pass(2)
	marie, day := w.login(w.marie), w.today()
	const keys = "/utforare/nycklar"
	marie.open(keys).fill(keys).says("Skriv vilket system som ska ha nyckeln.")
	marie.open(keys).fill(keys, "name", "Planeringen").says("Kopiera nyckeln nu")
	found := regexp.MustCompile(`<code>(stadga_[A-Z2-7]+)</code>`).FindSubmatch(marie.body)
	if found == nil {
		t.Fatalf("no key is shown: %s", marie.body)
	}
	key := string(found[1])
	marie.open(keys).says("Planeringen").silent(key)
	if rows := rowsOf(t, w.r.Store.Reader(), `select digest from system_key`); len(rows) != 1 || rows[0] == key {
		t.Errorf("what is kept: %v", rows)
	}
	send := func(key, path string, events ...sent) int {
		t.Helper()
		body, err := json.Marshal(map[string]any{"now": w.now.Format(time.RFC3339Nano), "events": events})
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequest(http.MethodPost, w.server.URL+path, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+key)
		answer, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer.StatusCode
	}
	visit := ends(1, o.ID, day.At(6, 0), day.At(6, 30), "tagg", "tagg")
	for name, tt := range map[string]struct {
		key, path string
		want      int
	}{
		"no key": {"", "/api/besok", http.StatusUnauthorized}, "another key": {key + "A", "/api/besok", http.StatusUnauthorized},
		"the key elsewhere": {key, "/besok/handelser", http.StatusSeeOther}, "the key": {key, "/api/besok", http.StatusOK},
	} {
		if got := send(tt.key, tt.path, visit...); got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
	marie.open("/utforare/besok").says("1 besök i dag.")
	marie.open(keys)
	marie.fill(regexp.MustCompile(keys + `/[^"]+/avsluta`).FindString(string(marie.body))).says("avslutad")
	if got := send(key, "/api/besok", ends(2, o.ID, day.At(7, 0), day.At(7, 30), "tagg", "tagg")...); got != http.StatusUnauthorized {
		t.Errorf("an ended key: %d", got)
	}
}
