package main

import (
	"bytes"
	"compress/gzip"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/visits"
	"stadga/internal/visits/phoneweb"
	"stadga/internal/visits/visitsql"
	"stadga/internal/webkit/webtest"
)

func TestPhoneTemplates(t *testing.T) {
	webtest.Templates(t, phoneweb.Templates(), map[string]any{
		"besok.html": &phoneweb.DayPage{}, "besok-pagar.html": &phoneweb.VisitPage{}, "utkorg.html": &phoneweb.PlainPage{},
		"chef.html": &phoneweb.PlainPage{}, "skal.html": &phoneweb.PlainPage{},
	})
	webtest.Templates(t, phoneweb.OfficeTemplates(), map[string]any{"utkorg-las-in.html": &phoneweb.OutboxPage{}, "telefoner.html": &phoneweb.PhonesPage{}})
}

// onRoute puts a visit on someone's route.
func (w *town) onRoute(o delivery.Line, carer ids.User, from time.Time, tasks ...string) ids.Visit {
	w.t.Helper()
	id := ids.Visit{ID: w.r.Engine.NewID()}
	form := act.Form{ID: w.r.Engine.NewForm(), Actor: act.Actor{User: w.marie, Roles: []string{"utforare"}, Provider: o.Provider}}
	target := visits.Target{Person: o.Person, Order: o.ID, Service: o.Service, Provider: o.Provider}
	plan := visits.Plan{Target: target, Span: visits.Span{From: from, To: from.Add(30 * time.Minute)}, Staff: []ids.User{carer}, Tasks: tasks}
	if _, err := w.r.Engine.Do(w.t.Context(), form, engine.Bind(w.r.Engine, visitsql.Visits()).Step(id.ID, plan)); err != nil {
		w.t.Fatal(err)
	}
	return id
}

// wireRoute is the route as a phone fetches it.
type wireRoute struct {
	Call  string
	Stops []struct {
		Visit, Order, Name, Address, Important string
		Protected, Missed                      bool
		Begun, Ended                           time.Time
		Tasks                                  []string
		Notes, Changes                         []struct{ Text string }
	}
}

func (b *browser) route() (r wireRoute) {
	b.w.t.Helper()
	b.open("/besok/rutt")
	if err := json.Unmarshal(b.body, &r); err != nil {
		b.w.t.Fatalf("%v: %s", err, b.body)
	}
	return r
}

func phonePath(v ids.Visit) string { return "/besok/" + plainID(v.ID) }

// krav E-33: I besökets eget flöde skriver omsorgspersonalen social dokumentation när besöket avslutas, och utföraren läser den på besökets sida.
// bryt internal/visits/phoneweb/pages.go: «if text := in.Text("note"); text != "" {» → «if text := in.Text("note"); text == "-" {»
func TestACarerMakesAVisitAndWritesOfIt(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o := w.ordered("2026-0601", "Berta")
	w.pass(1)
	fatima := w.carer("Fatima Nur", "omsorgspersonal", w.norr)
	first := w.onRoute(o, fatima.user, w.now.Add(10*time.Minute), "Dusch", "Tvätt")
	w.onRoute(o, fatima.user, w.now.Add(2*time.Hour), "Lunch")
	fatima.open("/besok").says("Kvar i dag 2 av 2", "Berta", "Dusch · Tvätt", "Starta besök")
	start := fatima.form(phonePath(first))
	start.Set("sort", "start")
	fatima.post(phonePath(first), start).says("Startade", "Det här är gjort", "Avsluta besök")
	fatima.post(phonePath(first), start) // pressed twice
	w.now = w.now.Add(25 * time.Minute)
	fatima.open(phonePath(first))
	end := fatima.form(phonePath(first))
	end.Set("sort", "end")
	end.Set("note", "Sov bra och åt hela frukosten.")
	end["done"] = []string{"Dusch"}
	fatima.post(phonePath(first), end).says("Välj varför det inte blev gjort")
	end.Set("not_done", "Ville inte i dag")
	fatima.post(phonePath(first), end).open("/besok").says("Kvar i dag 1 av 2", "Senaste anteckningarna: 1", "Sov bra och åt hela frukosten.")
	marie := w.login(w.marie)
	marie.open("/utforare/besok/"+first.String()).says("Sov bra och åt hela frukosten.", "Inte gjort", "Tvätt", "Ville inte i dag", "För hand").silent("två gånger")
	if r := fatima.route(); len(r.Stops) != 2 || r.Stops[0].Ended.IsZero() || len(r.Stops[0].Notes) != 1 {
		t.Errorf("got %+v", r)
	}
}

// krav E-29: När dagpersonalen märker att behovet har ändrats eller lämnar över en nyckel står det överst på nattpersonalens kort vid telefonens nästa kontakt, och hos en privat utförare stannar det hos den.
// bryt cmd/stadga/phone.go: «sees[line.Provider] = who.Own && other.Own» → «sees[line.Provider] = !other.Own»
func TestNightStaffLearnAtOnceWhatTheDayFound(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o := w.ordered("2026-0601", "Berta")
	w.pass(1)
	night, company := w.ownProvider("Nattpatrullen"), w.private("Kvarnby Omsorg AB")
	day := w.carer("Fatima Nur", "omsorgspersonal", w.norr)
	owl, guest := w.carer("Olof Natt", "omsorgspersonal", night), w.carer("Gäst Kvarn", "omsorgspersonal", company)
	w.onRoute(w.orderOf(o, night), owl.user, w.now.Add(6*time.Hour))
	owl.open("/besok").silent("ostadig", "nyckelskåpet")
	day.sends(
		sent{"id": wireID(1), "visit": wireID(9), "order": plainID(o.ID.ID), "seq": 1, "kind": "signal", "at": w.now.Format(time.RFC3339), "choice": "mer", "text": "Är ostadig på kvällen."},
		sent{"id": wireID(2), "visit": wireID(9), "order": plainID(o.ID.ID), "seq": 2, "kind": "signal", "at": w.now.Format(time.RFC3339), "choice": "nyckel", "text": "Ligger i nyckelskåpet."},
	)
	w.now = w.now.Add(time.Minute)
	owl.open("/besok").says("Nytt sedan du var här senast", "Behöver mer hjälp: Är ostadig på kvällen.", "Nyckel: Ligger i nyckelskåpet.")
	if r := owl.route(); len(r.Stops) != 1 || len(r.Stops[0].Changes) < 2 {
		t.Errorf("the phone got %+v", r)
	}
	w.onRoute(w.orderOf(o, company), guest.user, w.now.Add(7*time.Hour))
	guest.open("/besok").says("Berta").silent("ostadig", "nyckelskåpet")
}

// Given a person with protected identity on the route, When the phone fetches it, Then
// it gets the time and the coordinator's number and nothing of the person.
func TestAProtectedPersonIsNeverOnThePhone(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o := w.ordered("2026-0601", "Berta")
	w.pass(1)
	fatima := w.carer("Fatima Nur", "omsorgspersonal", w.norr)
	id := w.onRoute(o, fatima.user, w.now.Add(time.Hour), "Dusch")
	fatima.open("/besok").says("Berta")
	w.do(engine.Bind(w.r.Engine, peoplesql.Persons()).Step(o.Person.ID, people.SetProtection{Kind: people.SecrecyMark, Reason: "Hot"}))
	fatima.open("/besok").says("Skyddat besök", "Ring samordnaren").silent("Berta", "Dusch")
	r := fatima.route()
	if len(r.Stops) != 1 || !r.Stops[0].Protected || r.Stops[0].Order != "" || bytes.Contains(fatima.body, []byte("Berta")) {
		t.Errorf("the phone got %s", fatima.body)
	}
	if fatima.open(phonePath(id)); fatima.code != http.StatusNotFound {
		t.Errorf("the visit is opened with %d", fatima.code)
	}
}

// Given fifteen visits with notes, When the phone fetches what it keeps, Then the route is
// at most 60 kB compressed and the shell at most 150 kB, and every file of it is there.
func TestThePhoneKeepsLittle(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o := w.ordered("2026-0601", "Berta")
	w.pass(1)
	fatima := w.carer("Fatima Nur", "omsorgspersonal", w.norr)
	for n := range 15 {
		w.onRoute(o, fatima.user, w.now.Add(time.Duration(n)*30*time.Minute), "Dusch", "Frukost", "Tvätt")
	}
	fatima.sends(sent{"id": wireID(1), "visit": wireID(9), "order": plainID(o.ID.ID), "seq": 1, "kind": "note", "at": w.now.Format(time.RFC3339), "text": strings.Repeat("Lång anteckning. ", 200)})
	if r := fatima.route(); len(r.Stops) != 15 {
		t.Fatalf("got %d stops", len(r.Stops))
	}
	if n := squeezed(t, fatima.body); n > 60_000 {
		t.Errorf("the route is %d bytes compressed", n)
	}
	worker := string(fatima.open("/besok/arbetare.js").body)
	list := worker[strings.Index(worker, "["):strings.Index(worker, ";")]
	var shell []string
	if err := json.Unmarshal([]byte(list), &shell); err != nil || len(shell) < 8 {
		t.Fatalf("%v: %s", err, list)
	}
	total := 0
	for _, path := range append(shell, "/besok/skal") {
		if fatima.open(path); fatima.code != http.StatusOK {
			t.Errorf("%s answers %d", path, fatima.code)
		}
		total += len(fatima.body)
	}
	if total > 150_000 {
		t.Errorf("the shell is %d bytes", total)
	}
	if strings.Contains(string(fatima.open("/besok/skal").body), "Berta") || fatima.head.Get("Cache-Control") != "no-store" {
		t.Error("the shell tells of someone")
	}
	if fatima.open("/besok/app.webmanifest"); !json.Valid(fatima.body) {
		t.Errorf("the manifest is %s", fatima.body)
	}
}

func squeezed(t *testing.T, body []byte) int {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := io.Copy(z, bytes.NewReader(body)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// Given a phone that is lost, When who leads the provider empties it, Then the phone is
// told at its next contact; and nobody empties the phones of another provider.
func TestALostPhoneIsEmptiedAtItsNextContact(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	fatima, other := w.carer("Fatima Nur", "omsorgspersonal", w.norr), w.carer("Gäst Kvarn", "omsorgspersonal", w.private("Kvarnby Omsorg AB"))
	wipe := func(b *browser) string {
		var s struct{ Wipe, Now string }
		if err := json.Unmarshal(b.open("/besok/laget").body, &s); err != nil || s.Now == "" {
			t.Fatalf("%v: %s", err, b.body)
		}
		return s.Wipe
	}
	if wipe(fatima) != "" {
		t.Fatal("it is emptied before anyone asked")
	}
	const page = "/utforare/besok/telefoner"
	marie := w.login(w.marie)
	form := marie.open(page).says("Fatima Nur").silent("Gäst Kvarn").form(page)
	form.Set("vem", other.user.String())
	if marie.post(page, form); marie.code != http.StatusNotFound || wipe(other) != "" {
		t.Errorf("another provider's phone is emptied: %d", marie.code)
	}
	marie.open(page).fill(page).says("Tömning beställd")
	if wipe(fatima) == "" {
		t.Error("the phone is not told")
	}
}

// What passes the wire is read by the same words in Go and in the scripts.
func TestTheOutboxIsReadInByTheOffice(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o := w.ordered("2026-0601", "Berta")
	w.pass(1)
	fatima, marie := w.carer("Fatima Nur", "omsorgspersonal", w.norr), w.login(w.marie)
	const page = "/utforare/besok/utkorg"
	file, code := lockedOutbox(t, fatima.user, ends(1, o.ID, w.now.Add(-time.Hour), w.now.Add(-30*time.Minute), "telefon", "telefon"))
	marie.open(page).fill(page, "text", file, "code", "00000-00000-00000-00000").says("Koden öppnar inte texten")
	marie.open(page).fill(page, "text", "något annat", "code", code).says("Texten går inte att läsa")
	for range 2 {
		marie.open(page).fill(page, "text", file, "code", strings.ToLower(strings.ReplaceAll(code, "-", " "))).says("Utkorgen är inläst")
	}
	v, _, err := engine.Bind(w.r.Engine, visitsql.Visits()).Load(t.Context(), idOf(t, wireID(10)))
	if err != nil || v.Done.Minutes() != 30 || len(v.Doubled) != 0 || len(v.Staff) != 1 || v.Staff[0] != fatima.user {
		t.Errorf("got %+v, %v", v, err)
	}
	strange, code := lockedOutbox(t, w.eva, nil)
	marie.open(page).fill(page, "text", strange, "code", code).says("hör till någon som inte arbetar hos er")
}

// ownProvider approves another of the municipality's own.
func (w *town) ownProvider(name string) ids.Provider {
	w.t.Helper()
	id := ids.Provider{ID: w.r.Engine.NewID()}
	w.do(engine.Bind(w.r.Engine, orgsql.Providers()).Step(id.ID, org.ApproveProvider{Name: name, Own: true, Services: []string{"hemtjanst-omvardnad"}, From: w.today()}))
	return id
}

// lockedOutbox is what a phone exports, and the code it shows.
func lockedOutbox(t *testing.T, user ids.User, events []sent) (file, code string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"user": plainID(user.ID), "now": "2026-03-02T08:00:00.000Z", "events": events})
	if err != nil {
		t.Fatal(err)
	}
	code = "7K2QA-9XW4M-T0B1C-5RZ8H"
	salt, nonce := make([]byte, 16), make([]byte, 12)
	key, err := pbkdf2.Key(sha256.New, code, salt, 600_000, 32)
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	raw := append(append(salt, nonce...), lock.Seal(nil, nonce, body, nil)...)
	return "STADGA-UTKORG-1 " + base64.StdEncoding.EncodeToString(raw) + "\n", code
}

// orderOf is an order of the same service with another provider: the person has help from both.
func (w *town) orderOf(like delivery.Line, p ids.Provider) delivery.Line {
	w.t.Helper()
	orders := engine.Bind(w.r.Engine, deliverysql.Orders())
	was, _, err := orders.Load(w.t.Context(), like.ID.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	brief := was.Brief
	brief.Provider = p
	like.ID, like.Provider = ids.Order{ID: w.r.Engine.NewID()}, p
	w.do(orders.Step(like.ID.ID, delivery.Send{Brief: brief}))
	return like
}

// Given a carer and who leads the provider, When three hours pass without a request, Then
// the carer is still logged in, on a phone that has closed its browser, and the other is not.
func TestACarerLogsInOnceAShift(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	fatima, marie := w.carer("Fatima Nur", "omsorgspersonal", w.norr), w.login(w.marie)
	w.now = w.now.Add(3 * time.Hour)
	asks := func(b *browser) string {
		r, err := http.NewRequest(http.MethodGet, w.server.URL+"/profil", nil)
		return b.send(r, err).path
	}
	if got := asks(fatima); got != "/profil" {
		t.Errorf("the carer is sent to %s", got)
	}
	if got := asks(marie); got != "/logga-in" {
		t.Errorf("who leads the provider is sent to %s", got)
	}
	w.now = w.now.Add(8 * time.Hour)
	if got := asks(fatima); got != "/logga-in" {
		t.Errorf("after the shift the carer is sent to %s", got)
	}
}
