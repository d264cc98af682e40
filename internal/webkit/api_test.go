package webkit_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
)

// A slip is a page with one form, as an area's are.
type slipPage struct {
	webkit.Page
	Path string
	Form slipForm
	Days []slipDay
	none string
}

type slipForm struct {
	webkit.FormHead
	Text webkit.Field
}

type slipDay struct {
	webkit.Badge
	LawID string
}

// slips keeps what was posted, each act once, by the version the form showed.
type slips struct {
	kit     *webkit.Templates
	version int
	kept    map[ids.Act]string
}

func (s *slips) routes() []webkit.Route {
	return []webkit.Route{
		{Pattern: "GET /lapp/{nr}", Action: "slip.read", Handle: s.get},
		{Pattern: "POST /lapp/{nr}", Action: "slip.write", Handle: s.post},
		{Pattern: "POST /lapp/{nr}/bort", Action: "slip.write", Handle: s.drop},
		{Pattern: "GET /hem", Action: "desk.day", Handle: func(http.ResponseWriter, *http.Request) error { return nil }},
	}
}

func (s *slips) get(w http.ResponseWriter, r *http.Request) error {
	if r.PathValue("nr") != "1" {
		return fault.New(fault.NotFound, "web.not-found")
	}
	page := &slipPage{
		Page: webkit.Page{Title: "Lapp"}, Path: "/lapp/1", none: "syns inte",
		Days: []slipDay{{webkit.Badge{Lage: webkit.Sen, Words: "sen"}, "SoL 20:2"}},
	}
	page.Form = slipForm{FormHead: webkit.NewForm(r, s.version, ""), Text: webkit.Field{Name: "text", Label: "Text"}}
	return webkit.Show(w, r, s.kit, http.StatusOK, "galleri.html", page)
}

func (s *slips) post(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	text, form := in.Must("text"), webkit.Form(r)
	err := in.Err()
	if err == nil && form.Shown > 0 && form.Shown != s.version {
		err = fault.New(fault.Conflict, "stream.moved")
	}
	if err != nil {
		return webkit.Redo(w, r, s.kit, "galleri.html", &slipPage{}, err)
	}
	if _, done := s.kept[form.ID]; !done {
		s.version++
		s.kept[form.ID] = text
	}
	return webkit.Done(w, r, "/lapp/1")
}

// drop reads no field.
func (s *slips) drop(w http.ResponseWriter, r *http.Request) error {
	if webkit.Form(r).ID.IsZero() {
		return fault.New(fault.Invalid, "act.no-id")
	}
	clear(s.kept)
	return webkit.Done(w, r, "/lapp/1")
}

// A program sends a request with a key and reads the answer.
type program struct {
	t    *testing.T
	base string
	key  string
}

func (p program) send(method, path, body string, heads ...string) (int, http.Header, map[string]any) {
	p.t.Helper()
	r, err := http.NewRequest(method, p.base+webkit.APIRoot+path, bytes.NewBufferString(body))
	if err != nil {
		p.t.Fatal(err)
	}
	if p.key != "" {
		r.Header.Set("Authorization", "Bearer "+p.key)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(heads); i += 2 {
		r.Header.Set(heads[i], heads[i+1])
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	said := map[string]any{}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &said); err != nil {
			p.t.Fatalf("%s %s: %v: %s", method, path, err, raw)
		}
	}
	if answer.StatusCode >= 400 {
		if kind := answer.Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/problem+json") {
			p.t.Errorf("%s %s is refused as %s", method, path, kind)
		}
		for _, must := range []string{"type", "title", "status", "detail", "instance"} {
			if said[must] == nil {
				p.t.Errorf("%s %s: the problem has no %s: %s", method, path, must, raw)
			}
		}
	}
	return answer.StatusCode, answer.Header, said
}

var givenKey = regexp.MustCompile(`<code>([A-Za-z0-9_-]{43})</code>`)

func giveKey(t *testing.T, c *webtest.Client) string {
	t.Helper()
	form := c.Get("/profil/nycklar").Hidden()
	form.Set("program", "Uppföljning i kalkylblad")
	form.Set("till", "2026-06-10")
	page := c.Post("/profil/nycklar", form)
	m := givenKey.FindSubmatch(page.Body)
	if m == nil {
		t.Fatalf("no key was given: %s", page.Says())
	}
	return string(m[1])
}

const firstKey = "4c2b7f0e-9d53-4e1a-8a66-0d1f2b3c4d5e"

func newSlips(t *testing.T) (*slips, *webtest.World, program) {
	s := &slips{kit: newGallery(t).kit, version: 7, kept: map[ids.Act]string{}}
	door := webtest.Door(func(who act.Actor, action string) bool { return action != "slip.write" || who.User == eva.Actor.User })
	w := webtest.New(t, webtest.Accounts{eva, webtest.Account(2, "Emil Grahn", "systemforvaltare", "/hem")}, door, fault.Catalogue{
		"stream.moved": {Number: 102, Says: "Någon annan har ändrat."}, "act.no-id": {Number: 103, Says: "Formuläret saknar id."},
	}, s.routes()...)
	return s, w, program{t, w.Server.URL, giveKey(t, w.As(eva))}
}

// What a page shows a program reads as JSON, with the version it may build on, and what a
// form takes it posts, once however often it is sent.
func TestAProgramReadsAndPostsWhatPagesDo(t *testing.T) {
	s, _, p := newSlips(t)
	status, head, page := p.send(http.MethodGet, "/lapp/1", "")
	day := page["days"].([]any)[0].(map[string]any)
	if status != http.StatusOK || page["title"] != "Lapp" || day["words"] != "sen" || day["lawID"] != "SoL 20:2" {
		t.Fatalf("%d %v", status, page)
	}
	for _, around := range []string{"shell", "none"} {
		if _, told := page[around]; told {
			t.Errorf("the program is told %s", around)
		}
	}
	if head.Get("ETag") != `"7"` || page["form"].(map[string]any)["head"].(map[string]any)["ifMatch"] != `"7"` {
		t.Errorf("the version is not said: %s %v", head.Get("ETag"), page["form"])
	}
	if status, _, _ := p.send(http.MethodGet, "/lapp/1", "", "If-None-Match", `"7"`); status != http.StatusNotModified {
		t.Errorf("what is known is sent again: %d", status)
	}
	for range 3 {
		status, _, said := p.send(http.MethodPost, "/lapp/1", `{"text": "Ringt modern"}`, "Idempotency-Key", firstKey)
		if status != http.StatusOK || said["location"] != "/api/v1/lapp/1" {
			t.Fatalf("%d %v", status, said)
		}
	}
	if len(s.kept) != 1 || s.version != 8 {
		t.Errorf("sent three times, kept %d", len(s.kept))
	}
}

// Whatever is wrong with what a program sends, it is told in Swedish what, beside which
// field, and nothing is done.
func TestWhatAProgramSendsWronglyChangesNothing(t *testing.T) {
	s, _, p := newSlips(t)
	other := "4c2b7f0e-9d53-4e1a-8a66-0d1f2b3c4d5f"
	for name, c := range map[string]struct {
		path, body string
		heads      []string
		status     int
		field      string
	}{
		"an unknown field":             {"/lapp/1", `{"text": "a", "farg": "röd"}`, []string{"Idempotency-Key", other}, 400, "farg"},
		"a field where none is asked":  {"/lapp/1/bort", `{"text": "a"}`, []string{"Idempotency-Key", other}, 400, "text"},
		"a wrong type":                 {"/lapp/1", `{"text": {"a": 1}}`, []string{"Idempotency-Key", other}, 400, "text"},
		"a list in a list":             {"/lapp/1", `{"text": [["a"]]}`, []string{"Idempotency-Key", other}, 400, "text"},
		"nothing in a field":           {"/lapp/1", `{"text": null}`, []string{"Idempotency-Key", other}, 422, "text"},
		"no object":                    {"/lapp/1", `["a"]`, []string{"Idempotency-Key", other}, 400, ""},
		"cut off":                      {"/lapp/1", `{"text": "a`, []string{"Idempotency-Key", other}, 400, ""},
		"two objects":                  {"/lapp/1", `{"text": "a"}{"text": "b"}`, []string{"Idempotency-Key", other}, 400, ""},
		"no key of the act":            {"/lapp/1", `{"text": "a"}`, nil, 400, ""},
		"a key that is none":           {"/lapp/1", `{"text": "a"}`, []string{"Idempotency-Key", "ett"}, 400, ""},
		"a form":                       {"/lapp/1", `text=a`, []string{"Idempotency-Key", other, "Content-Type", "application/x-www-form-urlencoded"}, 415, ""},
		"an old version":               {"/lapp/1", `{"text": "a"}`, []string{"Idempotency-Key", other, "If-Match", `"6"`}, 412, ""},
		"a version that is none":       {"/lapp/1", `{"text": "a"}`, []string{"Idempotency-Key", other, "If-Match", `"sju"`}, 400, ""},
		"more than a form holds":       {"/lapp/1", `{"text": "` + strings.Repeat("a", 9<<20) + `"}`, []string{"Idempotency-Key", other}, 413, ""},
		"to a page that is not served": {"/finns-inte", `{}`, []string{"Idempotency-Key", other}, 404, ""},
		"to the log-in":                {"/logga-in", `{"konto": "` + eva.Actor.User.String() + `"}`, []string{"Idempotency-Key", other}, 404, ""},
	} {
		t.Run(name, func(t *testing.T) {
			status, _, said := program{t, p.base, p.key}.send(http.MethodPost, c.path, c.body, c.heads...)
			if status != c.status {
				t.Errorf("%d, want %d: %v", status, c.status, said)
			}
			if c.field != "" && (said["faults"] == nil || said["faults"].([]any)[0].(map[string]any)["field"] != c.field) {
				t.Errorf("the fault is not beside %s: %v", c.field, said)
			}
		})
	}
	if len(s.kept) > 0 || s.version != 7 {
		t.Errorf("something was done: %v", s.kept)
	}
	if status, _, _ := p.send(http.MethodPost, "/lapp/1", `{"text": "a"}`, "Idempotency-Key", other, "If-Match", `"7"`); status != http.StatusOK || len(s.kept) != 1 {
		t.Errorf("the version that stands is refused: %d", status)
	}
}

// A key opens what its giver may open, for as long as it holds, and nothing in a browser.
func TestAKeyIsNoLogInAndALogInNoKey(t *testing.T) {
	_, w, p := newSlips(t)
	for name, key := range map[string]string{"none": "", "another": strings.Repeat("A", 43), "no key at all": "x"} {
		if status, head, _ := (program{t, p.base, key}).send(http.MethodGet, "/lapp/1", ""); status != http.StatusUnauthorized || head.Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%s: %d", name, status)
		}
	}
	emil := webtest.Account(2, "Emil Grahn", "systemforvaltare", "/hem")
	theirs := program{t, p.base, giveKey(t, w.As(emil))}
	if status, _, _ := theirs.send(http.MethodPost, "/lapp/1", `{"text": "a"}`, "Idempotency-Key", firstKey); status != http.StatusNotFound {
		t.Errorf("one who may not write may through a program: %d", status)
	}
	browser, err := http.NewRequest(http.MethodGet, p.base+"/lapp/1", nil)
	if err != nil {
		t.Fatal(err)
	}
	browser.AddCookie(&http.Cookie{Name: "stadga", Value: p.key})
	browser.Header.Set("Authorization", "Bearer "+p.key)
	answer, err := http.DefaultTransport.RoundTrip(browser)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		t.Errorf("the key opens a page in a browser: %d", answer.StatusCode)
	}

	admin := w.As(emil).Get("/administration/inloggningar")
	if !strings.Contains(admin.Says(), "Eva Ek, handlaggare, genom programmet Uppföljning i kalkylblad") && !strings.Contains(admin.Says(), "genom programmet Uppföljning i kalkylblad") {
		t.Errorf("whoever runs the system does not see the key: %s", admin.Says())
	}
	desk := w.As(eva)
	if got := desk.Get("/lapp/1"); strings.Contains(string(got.Body), p.key) {
		t.Error("the key is shown again")
	}
	mark := sessionMark.FindSubmatch(desk.Get("/profil/nycklar").Body)
	desk.Post("/profil/nycklar/avsluta", url.Values{"inloggning": {string(mark[1])}})
	if status, _, _ := p.send(http.MethodGet, "/lapp/1", ""); status != http.StatusUnauthorized {
		t.Errorf("a key that is ended holds: %d", status)
	}
	for day, says := range map[string]string{"2026-03-11": "från i dag", "2027-03-20": "högst ett år"} {
		form := desk.Get("/profil/nycklar").Hidden()
		form.Set("program", "Ett till")
		form.Set("till", day)
		if got := desk.Post("/profil/nycklar", form); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Says(), says) {
			t.Errorf("a key until %s: %d %s", day, got.Status, got.Says())
		}
	}
}
