package main

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"stadga/internal/access"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/paper"
	"stadga/internal/paper/papertest"
	"stadga/internal/people"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
	policies "stadga/rules/access"
)

var (
	percented = regexp.MustCompile(`(?:%[0-9A-Fa-f]{2})+`)
	escaped   = regexp.MustCompile(`\\u[0-9a-f]{4}`)
)

// wordsOf is all that an answer says, in every way that words are written in one:
// headers and body, links, pages, lists for spreadsheets and machines, prints and
// what is packed.
func wordsOf(t testing.TB, answer *httptest.ResponseRecorder) string {
	t.Helper()
	var all bytes.Buffer
	if err := answer.Header().Write(&all); err != nil {
		t.Fatal(err)
	}
	body := answer.Body.Bytes()
	switch {
	case bytes.HasPrefix(body, []byte("%PDF")):
		all.WriteString(papertest.Text(t, body))
	case bytes.HasPrefix(body, []byte("PK\x03\x04")):
		packed, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		for _, member := range packed.File {
			all.WriteString(member.Name)
			f, err := member.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(&all, f); err != nil {
				t.Fatal(err)
			}
			f.Close()
		}
	default:
		all.Write(body)
	}
	said := html.UnescapeString(all.String())
	said = percented.ReplaceAllStringFunc(said, func(s string) string {
		if plain, err := url.PathUnescape(s); err == nil {
			return plain
		}
		return s
	})
	return escaped.ReplaceAllStringFunc(said, func(s string) string {
		if n, err := strconv.ParseUint(s[2:], 16, 32); err == nil {
			return string(rune(n))
		}
		return s
	})
}

// A leak planted on each surface is found by the same look through the answers.
func TestEveryPlantedLeakIsFound(t *testing.T) {
	a := newAviary(t)
	var letter bytes.Buffer
	if err := paper.Write(&letter, paper.Document{Title: "Beslut", Blocks: []paper.Block{paper.Text("Rör Jävkanarie.")}}); err != nil {
		t.Fatal(err)
	}
	surfaces := map[string]func(http.ResponseWriter){
		"page": func(w http.ResponseWriter) { io.WriteString(w, "<p>J&auml;vkanarie</p>") },
		"list": func(w http.ResponseWriter) { io.WriteString(w, `<td><a href="/arende/2026-0309">1 ärende</a></td>`) },
		"link": func(w http.ResponseWriter) { io.WriteString(w, `<a href="/sok?inget=J%C3%A4vkanarie">Sök</a>`) },
		"redirect": func(w http.ResponseWriter) {
			w.Header().Set("Location", "/sok?q=J%c3%a4vkanarie")
			w.WriteHeader(http.StatusSeeOther)
		},
		"header": func(w http.ResponseWriter) {
			w.Header().Set("Content-Disposition", `attachment; filename="2026-0309.csv"`)
		},
		"cookie":          func(w http.ResponseWriter) { http.SetCookie(w, &http.Cookie{Name: "senast", Value: "2026-0309"}) },
		"error":           func(w http.ResponseWriter) { http.Error(w, "no row for Textkanarie9", http.StatusInternalServerError) },
		"list to machine": func(w http.ResponseWriter) { io.WriteString(w, `{"namn":"J\u00e4vkanarie"}`) },
		"spreadsheet":     func(w http.ResponseWriter) { io.WriteString(w, "\ufeffNummer;Namn\r\n1;Anmälarkanarie9\r\n") },
		"print":           func(w http.ResponseWriter) { w.Write(letter.Bytes()) },
		"packed": func(w http.ResponseWriter) {
			packed := zip.NewWriter(w)
			f, err := packed.Create("xl/sharedStrings.xml")
			if err == nil {
				_, err = io.WriteString(f, "<t>Jävkanarie</t>")
			}
			if err == nil {
				err = packed.Close()
			}
			if err != nil {
				t.Error(err)
			}
		},
	}
	for surface, spoil := range surfaces {
		spoiled := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { spoil(w) })
		leaked, _, asked := a.walk(spoiled, func(name string, route webkit.Route) bool {
			return name == hasTheCases && route.Pattern == "GET /arenden"
		})
		if len(leaked) == 0 || asked == 0 || asked > 2 { // a page that answers is asked for by a program too
			t.Errorf("%s: of %d answers no leak is found", surface, asked)
		}
	}
	toPrograms := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, webkit.APIRoot+"/") { // the page's template leaves it out
			io.WriteString(w, `{"namn":"Jävkanarie"}`)
		}
	})
	if leaked, _, _ := a.walk(toPrograms, func(name string, route webkit.Route) bool {
		return name == hasTheCases && route.Pattern == "GET /arenden"
	}); len(leaked) != 1 {
		t.Errorf("what only programs are told is found %d times", len(leaked))
	}
	slog.New(slog.NewTextHandler(&a.log, nil)).Error("no row", "name", "Jävkanarie")
	if !slices.ContainsFunc(a.canaries, func(c canary) bool { return strings.Contains(a.log.String(), c.word) }) {
		t.Error("a name in the log is not found")
	}
}

// without is the door with one policy taken away.
func without(t *testing.T, policy string) *access.Door {
	t.Helper()
	files, found := fstest.MapFS{}, false
	one := regexp.MustCompile(`(?s)@id\("` + policy + `"\).*?;\n`)
	err := fs.WalkDir(policies.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(policies.Files, name)
		if one.Match(text) {
			found, text = true, one.ReplaceAll(text, nil)
		}
		files[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil || !found {
		t.Fatalf("no policy %s (%v)", policy, err)
	}
	d, err := access.New(files)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// With the policy about protection, or the one about conflicts, taken away the
// pages tell what they must not, and the canaries find it.
func TestAPolicyTakenAwayIsFoundByTheCanaries(t *testing.T) {
	t.Parallel()
	for policy, who := range map[string]string{"skyddad-bara-tilldelade": colleague, "javig-ser-inget": hasTheCases} {
		a := newAviary(t)
		a.r.door = without(t, policy)
		site, err := newSite(a.r, siteConfig{Municipality: "Norrsala kommun", Board: "Socialnämnden", PickAccount: true, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		a.site = site
		leaked, _, _ := a.walk(site, func(name string, route webkit.Route) bool {
			return name == who && strings.HasPrefix(route.Pattern, "GET /arende/{nr}")
		})
		if len(leaked) == 0 {
			t.Errorf("without %s nothing leaks to the %s", policy, who)
		}
	}
}

// same is a page without what differs by itself: ids of forms.
func same(page string) string { return shapeless.ReplaceAllString(page, "N") }

// Cases that one may see nothing of change no page, list or count for one: every
// page is the same with them and without. The figures of the whole board stand
// apart, and say so in the handbook: they are the same for all who read them.
func TestAHiddenCaseChangesNoCount(t *testing.T) {
	a := newAviary(t)
	outside := []string{"handläggare i annan enhet", "utförare", "omsorgspersonal", "enhetschef", "mottagning", "systemforvaltare", "loggranskare", "controller", "namnd"}
	pages := func() map[string]string {
		all := map[string]string{}
		for _, name := range outside {
			for _, route := range a.site.Routes() {
				whole := strings.HasPrefix(route.Path(), "/kvalitet") || strings.HasPrefix(route.Path(), "/granskning") || strings.HasPrefix(route.Path(), "/rapporter") || strings.HasPrefix(route.Path(), "/driftlage") || route.Path() == "/administration/inloggningar" // who is logged in changes by the asking
				if route.Method() == http.MethodGet && !strings.Contains(route.Path(), "{") && !whole {
					answer := a.ask(a.site, name, http.MethodGet, route.Path(), nil)
					all[name+" "+route.Path()] = strconv.Itoa(answer.Code) + same(answer.Body.String())
				}
			}
		}
		return all
	}
	before := pages()
	a.hide(4, people.SecrecyMark)
	a.lay(8, "Räknekanarie", a.users[hasTheOther])
	changed := 0
	for page, says := range pages() {
		if says != before[page] {
			changed++
			t.Errorf("%s is changed by a case that is hidden from them:\n%s\nbefore:\n%s", page, webtest.Words([]byte(says)), webtest.Words([]byte(before[page])))
		}
	}
	if len(before) < 50 {
		t.Errorf("only %d pages were compared", len(before))
	}
	// One who may see a case does see that there is one more.
	own := a.ask(a.site, hasTheOther, http.MethodGet, "/arenden", nil).Body.String()
	a.matterOf(a.person("Synlig", "Provgren", a.today().AddMonths(-900)), hasTheOther)
	if a.ask(a.site, hasTheOther, http.MethodGet, "/arenden", nil).Body.String() == own {
		t.Error("a case of one's own changes nothing either: the comparison sees nothing")
	}
}

func (a *aviary) matterOf(person ids.Person, officer string) {
	a.t.Helper()
	a.do(engine.Bind(a.r.Engine, casesql.Cases()).Step(a.r.Engine.NewID(), casework.OpenCase{Person: person, Area: casework.Older, Number: "2026-0399", Officer: a.users[officer], Unit: a.unit}))
}

// classes are the middle times of two addresses, asked in turn.
func (a *aviary) classes(to http.Handler, name string, tries int, one, other string) (first, second time.Duration) {
	var times [2][]time.Duration
	for i := range tries * 2 {
		began := time.Now()
		a.ask(to, name, http.MethodGet, []string{one, other}[i%2], nil)
		times[i%2] = append(times[i%2], time.Since(began))
	}
	for i := range times {
		slices.Sort(times[i])
	}
	return times[0][tries/2], times[1][tries/2]
}

// sameClass is the greatest difference of middle times that is no difference
// (reliability.md 8).
const sameClass = 5 * time.Millisecond

// A case that is closed to one is answered as one that is not there: in words, and
// in time.
func TestAClosedCaseIsAnsweredAsNone(t *testing.T) {
	a := newAviary(t)
	tries := 200
	if testing.Short() {
		tries = 25
	}
	for name := range a.users {
		for _, n := range a.nests {
			for _, path := range []string{"", "/utredning", "/insatser", "/lasningar", "/jav"} {
				mine := slices.ContainsFunc(a.canaries, func(c canary) bool { return c.word == n.number && slices.Contains(c.may, name) })
				if mine {
					continue
				}
				none, shut := a.ask(a.site, name, http.MethodGet, "/arende/2026-0999"+path, nil), a.ask(a.site, name, http.MethodGet, "/arende/"+n.number+path, nil)
				if none.Code != shut.Code || strings.ReplaceAll(none.Body.String(), "2026-0999", n.number) != shut.Body.String() {
					t.Errorf("%s: %s of %s is not answered as of none: %d, %d", name, path, n.number, shut.Code, none.Code)
				}
			}
		}
	}
	for name, shut := range map[string]string{colleague: "/arende/2026-0301", hasTheCases: "/arende/2026-0309", "handläggare i annan enhet": "/arende/2026-0309"} {
		none, closed := a.classes(a.site, name, tries, "/arende/2026-0999", shut)
		if d := (closed - none).Abs(); d > sameClass {
			t.Errorf("%s: %s takes %v, and no case %v", name, shut, closed, none)
		}
	}
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "0301") {
			time.Sleep(2 * sameClass)
		}
		a.site.ServeHTTP(w, r)
	})
	if none, closed := a.classes(slow, colleague, 25, "/arende/2026-0999", "/arende/2026-0301"); (closed - none).Abs() <= sameClass {
		t.Errorf("an answer that takes longer is not told from one that does not: %v, %v", closed, none)
	}
}
