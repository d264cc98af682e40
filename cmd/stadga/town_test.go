package main

import (
	"bytes"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/paper/papertest"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
)

// A town is a small municipality on a real record, with the rules and the door it
// is served with, and a clock that the test moves. Everyone in it is invented.
type town struct {
	t      testing.TB
	r      *record
	now    time.Time
	server *httptest.Server
	site   *webkit.Site

	eva, marie ids.User
	jonas      ids.User // an officer of another unit
	unit       ids.Unit
	norr       ids.Provider
}

func newTown(t testing.TB, start civil.Date) *town {
	t.Helper()
	return newTownAt(t, "sqlite:"+t.TempDir(), start)
}

// newTownAt is a town on the database at the address.
func newTownAt(t testing.TB, address string, start civil.Date) *town {
	t.Helper()
	w := &town{t: t, now: start.At(9, 0)}
	var err error
	w.r, err = openRecord(t.Context(), recordOptions{
		URL: address, Name: "prov", Clock: func() time.Time { return w.now }, Random: rand.NewChaCha8([32]byte{3}),
	})
	if err != nil {
		t.Fatal(err)
	}
	site, err := newSite(w.r, siteConfig{
		Municipality: "Norrsala kommun", Board: "Socialnämnden", Invented: "Påhittade personer.", PickAccount: true, Programs: true, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.site, w.server = site, httptest.NewServer(site)
	t.Cleanup(func() {
		w.server.Close()
		if err := w.r.Close(); err != nil {
			t.Error(err)
		}
	})
	w.unit, w.norr = ids.Unit{ID: w.r.Engine.NewID()}, ids.Provider{ID: w.r.Engine.NewID()}
	w.eva, w.marie, w.jonas = ids.User{ID: w.r.Engine.NewID()}, ids.User{ID: w.r.Engine.NewID()}, ids.User{ID: w.r.Engine.NewID()}
	south := ids.Unit{ID: w.r.Engine.NewID()}
	units, staff, providers := engine.Bind(w.r.Engine, orgsql.Units()), engine.Bind(w.r.Engine, orgsql.Staff()), engine.Bind(w.r.Engine, orgsql.Providers())
	w.do(
		units.Step(w.unit.ID, org.EstablishUnit{Name: "Biståndsenheten", Side: org.Authority, Areas: []string{"aldre", "barn", "vuxen"}, From: start}),
		providers.Step(w.norr.ID, org.ApproveProvider{Name: "Hemtjänst Norr", Own: true, Services: []string{"hemtjanst-dusch", "hemtjanst-omvardnad"}, From: start}),
		staff.Step(w.eva.ID, org.AppointStaff{Name: "Eva Ek", Placement: org.Placement{Title: "biståndshandläggare", Roles: []org.Role{org.Handlaggare}, Unit: w.unit, From: start}}),
		units.Step(south.ID, org.EstablishUnit{Name: "Biståndsenheten Söder", Side: org.Authority, Areas: []string{"aldre"}, From: start}),
		staff.Step(w.jonas.ID, org.AppointStaff{Name: "Jonas Lund", Placement: org.Placement{Title: "biståndshandläggare", Roles: []org.Role{org.Handlaggare}, Unit: south, From: start}}),
		staff.Step(w.marie.ID, org.AppointStaff{Name: "Marie Sund", Placement: org.Placement{Title: "enhetschef", Roles: []org.Role{org.Utforare}, Provider: w.norr, From: start}}),
	)
	return w
}

// do carries out what stands outside the pages under test.
func (w *town) do(steps ...engine.Step) {
	w.t.Helper()
	form := act.Form{ID: w.r.Engine.NewForm(), Actor: act.Actor{User: w.eva, Roles: []string{"handlaggare", "mottagning", "systemforvaltare"}, Unit: w.unit}}
	if _, err := w.r.Engine.Do(w.t.Context(), form, steps...); err != nil {
		w.t.Fatalf("%v %+v", err, fault.All(err))
	}
}

func (w *town) today() civil.Date { return civil.DayOf(w.now) }

// pass lets days go by.
func (w *town) pass(days int) { w.now = w.now.AddDate(0, 0, days) }

// A browser is one without scripts, on the page it last saw.
type browser struct {
	w    *town
	user ids.User
	http *http.Client
	path string
	body []byte
	code int
	head http.Header
}

func (w *town) login(user ids.User) *browser {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	b := &browser{w: w, user: user, http: &http.Client{Jar: jar}}
	b.post("/logga-in", url.Values{"konto": {user.String()}})
	return b
}

// open gets a page, logging in again when the session has run out.
func (b *browser) open(path string) *browser {
	b.w.t.Helper()
	for range 2 {
		r, err := http.NewRequest(http.MethodGet, b.w.server.URL+path, nil)
		if b.send(r, err); b.path != "/logga-in" {
			break
		}
		b.post("/logga-in", url.Values{"konto": {b.user.String()}})
	}
	return b
}

func (b *browser) post(path string, values url.Values) *browser {
	b.w.t.Helper()
	r, err := http.NewRequest(http.MethodPost, b.w.server.URL+path, strings.NewReader(values.Encode()))
	if err == nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return b.send(r, err)
}

// postOnce posts and follows no redirect.
func (b *browser) postOnce(path string, values url.Values) {
	b.w.t.Helper()
	follow := b.http.CheckRedirect
	b.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	b.post(path, values)
	b.http.CheckRedirect = follow
}

// pattern is the line of the access list that a post to the path meets.
func (w *town) pattern(path string) string {
	path, _, _ = strings.Cut(path, "?")
	mux := http.NewServeMux()
	for _, route := range w.site.Routes() {
		mux.HandleFunc(route.Pattern, func(http.ResponseWriter, *http.Request) {})
	}
	_, pattern := mux.Handler(httptest.NewRequest(http.MethodPost, path, nil))
	return pattern
}

// staff is someone in the unit with the roles.
func (w *town) staff(name string, roles ...org.Role) *browser {
	w.t.Helper()
	id := ids.User{ID: w.r.Engine.NewID()}
	w.do(engine.Bind(w.r.Engine, orgsql.Staff()).Step(id.ID, org.AppointStaff{Name: name, Placement: org.Placement{
		Title: string(roles[0]), Roles: roles, Unit: w.unit, From: w.today(),
	}}))
	return w.login(id)
}

func (b *browser) send(r *http.Request, err error) *browser {
	b.w.t.Helper()
	if err != nil {
		b.w.t.Fatal(err)
	}
	answer, err := b.http.Do(r)
	if err != nil {
		b.w.t.Fatal(err)
	}
	defer answer.Body.Close()
	if b.body, err = io.ReadAll(answer.Body); err != nil {
		b.w.t.Fatal(err)
	}
	b.path, b.code, b.head = answer.Request.URL.Path, answer.StatusCode, answer.Header
	if bytes.Contains(b.body, []byte("<html")) {
		webtest.HTML(b.w.t, b.body)
	}
	return b
}

// fill sends the form of the page that goes to the address, with its own hidden
// fields and prefilled values, and with what is typed.
func (b *browser) fill(action string, typed ...string) *browser {
	b.w.t.Helper()
	values := b.form(action)
	for i := 0; i < len(typed); i += 2 {
		values.Set(typed[i], typed[i+1])
	}
	return b.post(action, values)
}

// fillWith sends the one of several forms to the same address that holds the value
// of the first key, with what is typed.
func (b *browser) fillWith(action string, typed url.Values) *browser {
	b.w.t.Helper()
	for _, values := range b.forms(action) {
		same := true
		for _, key := range []string{"who", "guardian", "party", "to", "blankett"} {
			same = same && (!typed.Has(key) || values.Get(key) == "" || values.Get(key) == typed.Get(key))
		}
		if same {
			for key := range typed {
				values[key] = typed[key]
			}
			return b.post(action, values)
		}
	}
	b.w.t.Fatalf("%s holds no form to %s for %v", b.path, action, typed)
	return nil
}

var (
	formTag   = regexp.MustCompile(`(?s)<form[^>]*action="([^"]*)"[^>]*method="post"[^>]*>(.*?)</form>`)
	inputTag  = regexp.MustCompile(`<input([^>]*)>`)
	areaTag   = regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>`)
	selectTag = regexp.MustCompile(`(?s)<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>`)
	groupName = regexp.MustCompile(`<input type="(?:radio|checkbox)" name="([^"]*)"`)
	option    = regexp.MustCompile(`<option value="([^"]*)"( selected)?>`)
	attribute = regexp.MustCompile(`([a-z]+)="([^"]*)"`)
)

// form reads the values a browser would send with the first form to the address.
func (b *browser) form(action string) url.Values {
	b.w.t.Helper()
	all := b.forms(action)
	if len(all) == 0 {
		b.w.t.Fatalf("%s holds no form to %s: %s", b.path, action, webtest.Words(b.body))
	}
	return all[0]
}

func (b *browser) forms(action string) []url.Values {
	var all []url.Values
	for _, m := range formTag.FindAllStringSubmatch(string(b.body), -1) {
		if m[1] != action {
			continue
		}
		all = append(all, fieldsOf(m[2]))
	}
	return all
}

// fieldsOf reads the values a browser would send with a form.
func fieldsOf(form string) url.Values {
	values := url.Values{}
	for _, in := range inputTag.FindAllStringSubmatch(form, -1) {
		at := map[string]string{}
		for _, a := range attribute.FindAllStringSubmatch(in[1], -1) {
			at[a[1]] = unescape(a[2])
		}
		if (at["type"] == "radio" || at["type"] == "checkbox") && !strings.HasSuffix(in[1], " checked") {
			continue
		}
		values.Add(at["name"], at["value"])
	}
	for _, in := range areaTag.FindAllStringSubmatch(form, -1) {
		values.Set(in[1], unescape(in[2]))
	}
	for _, in := range selectTag.FindAllStringSubmatch(form, -1) {
		options := option.FindAllStringSubmatch(in[2], -1)
		if len(options) > 0 {
			values.Set(in[1], options[0][1])
		}
		for _, o := range options {
			if o[2] != "" {
				values.Set(in[1], o[1])
			}
		}
	}
	return values
}

func unescape(s string) string {
	return strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(s)
}

func (b *browser) says(sentences ...string) *browser {
	b.w.t.Helper()
	words := webtest.Words(b.body)
	for _, s := range sentences {
		if !strings.Contains(words, s) {
			b.w.t.Fatalf("%s (%d) does not say %q: %s", b.path, b.code, s, words)
		}
	}
	return b
}

// onPaper holds the answer to be a PDF that says the sentences.
func (b *browser) onPaper(sentences ...string) *browser {
	b.w.t.Helper()
	if got := b.head.Get("Content-Type"); got != "application/pdf" {
		b.w.t.Fatalf("%s answered %d with %s", b.path, b.code, got)
	}
	text := papertest.Text(b.w.t, b.body)
	for _, s := range sentences {
		if !strings.Contains(text, s) {
			b.w.t.Errorf("%s does not say %q on paper, but: %s", b.path, s, text)
		}
	}
	return b
}

func (b *browser) silent(sentences ...string) *browser {
	b.w.t.Helper()
	words := webtest.Words(b.body)
	for _, s := range sentences {
		if strings.Contains(words, s) {
			b.w.t.Fatalf("%s says %q: %s", b.path, s, words)
		}
	}
	return b
}

func (b *browser) at(path string) *browser {
	b.w.t.Helper()
	if b.path != path || b.code != http.StatusOK {
		b.w.t.Fatalf("at %s (%d), want %s: %s", b.path, b.code, path, webtest.Words(b.body))
	}
	return b
}

// person registers someone, with the guardians of a child.
func (w *town) person(given, family string, born civil.Date, guardians ...ids.Person) ids.Person {
	w.t.Helper()
	persons := engine.Bind(w.r.Engine, peoplesql.Persons())
	id := ids.Person{ID: w.r.Engine.NewID()}
	steps := []engine.Step{persons.Step(id.ID, people.Register{Name: people.Name{Given: given, Family: family}, Born: born})}
	for _, g := range guardians {
		steps = append(steps, persons.Step(id.ID, people.AddRelation{Kind: people.Guardian, Person: g, From: born}))
	}
	w.do(steps...)
	return id
}

// matter opens a case for the person and takes in what is applied for.
func (w *town) matter(person ids.Person, area casework.Area, number, says string, services ...string) {
	w.t.Helper()
	w.asked(person, area, casework.Application, number, says, services...)
}

func (w *town) asked(person ids.Person, area casework.Area, kind casework.IntakeKind, number, says string, services ...string) {
	w.t.Helper()
	cases, intakes := engine.Bind(w.r.Engine, casesql.Cases()), engine.Bind(w.r.Engine, casesql.Intakes())
	id := ids.Case{ID: w.r.Engine.NewID()}
	w.do(
		cases.Step(id.ID, casework.OpenCase{Person: person, Area: area, Number: number, Officer: w.eva, Unit: w.unit}),
		intakes.Step(w.r.Engine.NewID(), casework.ReceiveApplication{
			Case: id, Person: person, Area: area, Kind: kind, Received: w.now.Add(-time.Hour), Channel: casework.ByPhone,
			Content: casework.IntakeContent{Says: says, Services: services}, Officer: w.eva,
		}),
	)
}

// lists reads the tables of investigations and decisions.
func (w *town) lists() casesql.Deciding { return casesql.Deciding{DB: w.r.Store.Reader()} }
