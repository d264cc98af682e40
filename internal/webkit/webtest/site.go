package webtest

import (
	"bytes"
	"context"
	"html"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/jba/templatecheck"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// Templates type-checks every page of an area against the struct it is shown
// with, so that a misspelt field fails the test and not the user.
func Templates(t *testing.T, kit *webkit.Templates, pages map[string]any) {
	t.Helper()
	for _, name := range kit.Names() {
		if _, ok := pages[name]; !ok {
			t.Errorf("%s: no struct is said for the page", name)
		}
	}
	for name, page := range pages {
		tmpl := kit.Lookup(name)
		if tmpl == nil {
			t.Errorf("%s: there is no such page", name)
			continue
		}
		if err := templatecheck.CheckHTML(tmpl, page); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A World is a small site in memory.
type World struct {
	*webkit.Site
	Server   *httptest.Server
	Sessions *webkit.MemorySessions
	Drafts   *webkit.MemoryDrafts
	Readings *webkit.MemoryReadings
	Log      *bytes.Buffer
	t        *testing.T
}

// Now is the instant at which a World stands: torsdag 12 mars 2026, 08:52.
func Now() time.Time { return time.Date(2026, 3, 12, 7, 52, 0, 0, time.UTC) }

// A Door lets in by the action alone; a nil Door lets everyone do everything.
type Door func(who act.Actor, action string) bool

// May answers by the action.
func (d Door) May(who act.Actor, action string) bool { return d == nil || d(who, action) }

// Open answers by the action, whatever the subject.
func (d Door) Open(_ context.Context, who act.Actor, action string, _ duty.Subject) (string, error) {
	if !d.May(who, action) {
		return "", fault.New(fault.NotFound, "web.not-found")
	}
	return "handläggare i ärendet", nil
}

// Ground is the same for all.
func (d Door) Ground(act.Actor, string) string { return "rollens uppgift" }

// Accounts is a fixed list of accounts.
type Accounts []webkit.Account

// All lists them.
func (a Accounts) All(context.Context) ([]webkit.Account, error) { return a, nil }

// Of finds one.
func (a Accounts) Of(_ context.Context, user ids.User) (webkit.Account, error) {
	for _, account := range a {
		if account.Actor.User == user {
			return account, nil
		}
	}
	return webkit.Account{}, fault.New(fault.NotFound, "web.not-found")
}

// Account makes an account with one role.
func Account(n byte, name, role, start string) webkit.Account {
	return webkit.Account{
		Actor: act.Actor{User: ids.User{ID: ids.ID{15: n}}, Roles: []string{role}},
		Name:  name, Title: role, Icon: "i-jag", Start: start,
	}
}

// New serves the routes to the accounts. A nil door lets everyone do everything.
func New(t *testing.T, accounts Accounts, door Door, words fault.Catalogue, routes ...webkit.Route) *World {
	t.Helper()
	w := &World{
		Sessions: webkit.NewMemorySessions(), Drafts: &webkit.MemoryDrafts{Now: Now}, Readings: &webkit.MemoryReadings{},
		Log: &bytes.Buffer{}, t: t,
	}
	site, err := webkit.New(webkit.Config{
		Municipality: "Norrsala kommun", Board: "Socialnämnden", Invented: "Påhittade personer.",
		Now: Now, IDs: ids.Source{Random: rand.NewChaCha8([32]byte{1})},
		Words: words, Sessions: w.Sessions, Accounts: accounts, Drafts: w.Drafts, Readings: w.Readings,
		Door: door, Log: slog.New(slog.NewTextHandler(w.Log, nil)), PickAccount: true, Programs: true, Routes: routes,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Site = site
	w.Server = httptest.NewServer(site)
	t.Cleanup(w.Server.Close)
	return w
}

// A Client is a browser without scripts.
type Client struct {
	http *http.Client
	w    *World
}

// An Answer is what came back, redirects followed.
type Answer struct {
	Status int
	Path   string // where it ended
	Body   []byte
	Header http.Header
}

// Says is what the page says.
func (a Answer) Says() string { return Words(a.Body) }

// As logs the account in and returns its browser.
func (w *World) As(account webkit.Account) *Client {
	w.t.Helper()
	c := w.Anyone()
	if got := c.Post("/logga-in", url.Values{"konto": {account.Actor.User.String()}, "till": {"/hem-finns-inte"}}); got.Path != "/hem-finns-inte" {
		w.t.Fatalf("log-in of %s ended at %s", account.Name, got.Path)
	}
	return c
}

// Anyone is a browser that is not logged in.
func (w *World) Anyone() *Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return &Client{http: &http.Client{Jar: jar}, w: w}
}

// Get opens a page and holds every HTML answer to what pages promise.
func (c *Client) Get(path string) Answer {
	c.w.t.Helper()
	return c.do(http.NewRequest(http.MethodGet, c.w.Server.URL+path, nil))
}

// Post sends a form as a browser on the same page would.
func (c *Client) Post(path string, form url.Values) Answer {
	c.w.t.Helper()
	return c.PostBody(path, "application/x-www-form-urlencoded", bytes.NewBufferString(form.Encode()))
}

// PostBody sends any body as a browser on the same page would: files, or what no
// browser sends.
func (c *Client) PostBody(path, kind string, body io.Reader) Answer {
	c.w.t.Helper()
	r, err := http.NewRequest(http.MethodPost, c.w.Server.URL+path, body)
	if err == nil {
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return c.do(r, err)
}

func (c *Client) do(r *http.Request, err error) Answer {
	c.w.t.Helper()
	if err != nil {
		c.w.t.Fatal(err)
	}
	resp, err := c.http.Do(r)
	if err != nil {
		c.w.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		c.w.t.Fatal(err)
	}
	a := Answer{Status: resp.StatusCode, Path: resp.Request.URL.Path, Body: body, Header: resp.Header}
	if resp.Header.Get("Content-Type") == "text/html; charset=utf-8" && resp.Header.Get("Content-Disposition") == "" {
		for _, problem := range Problems(body) {
			c.w.t.Errorf("%s %s: %s", r.Method, r.URL.Path, problem)
		}
	}
	return a
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)

// Hidden returns the hidden fields of the page's forms, so that a test posts
// what a browser would.
func (a Answer) Hidden() url.Values {
	form := url.Values{}
	for _, m := range hiddenField.FindAllSubmatch(a.Body, -1) {
		form.Set(string(m[1]), html.UnescapeString(string(m[2])))
	}
	return form
}
