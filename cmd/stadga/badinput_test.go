package main

import (
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/org"
	"stadga/internal/webkit/webtest"
)

// What people, paste and mischief put into fields.
func nasty() map[string]string {
	return map[string]string{
		"empty":              "",
		"only spaces":        "   \t  ",
		"200 pages":          strings.Repeat("Hon berättar att dagarna är långa och att nätterna är värre. ", 10_000),
		"emoji":              "Mår 😀 bra 👩‍👧 ❤️",
		"html":               "<script>alert('hej')</script><b>fet</b>",
		"no such day":        "2026-02-30",
		"a far future":       "9999-12-31",
		"before everything":  "0001-01-01",
		"wrong personnummer": "20160702-0000",
		"another one":        "191212121212x",
		"a huge number":      "99999999999999999999",
		"a large number":     "4000000000",
		"less than nothing":  "-1",
		"a broken byte":      "hej\xff\x00hej",
		"an id of nothing":   "00000000-0000-0000-0000-000000000000",
		"sql":                "'; drop table person; --",
	}
}

// Every form of the house, for an officer, a manager and a provider: whatever is
// typed, the answer is a page with a sentence and a number, or it is saved; what
// was typed is still there, and nothing breaks.
func TestBadInputInEveryForm(t *testing.T) {
	if testing.Short() {
		t.Skip("posts some thousand forms")
	}
	t.Parallel()
	w, browsers := newBusyTown(t)
	hit, posts := map[string]bool{}, 0
	for _, b := range browsers {
		for _, form := range b.everyForm(somePages()...) {
			pattern := w.pattern(form.action)
			if hit[pattern] || pattern == "POST /logga-ut" || pattern == "POST /logga-in" {
				continue
			}
			hit[pattern] = true
			for name, value := range nasty() {
				posts++
				for _, complaint := range b.tryForm(form, name, value) {
					t.Error(complaint)
				}
			}
		}
	}
	if posts < 200 || len(hit) < 40 {
		t.Errorf("only %d inputs to %d addresses: %v", posts, len(hit), slices.Sorted(maps.Keys(hit)))
	}
	t.Logf("%d inputs to %d addresses", posts, len(hit))
}

// newBusyTown is a town where most kinds of matter are under way, with an officer, a
// manager and a provider.
func newBusyTown(t *testing.T) (*town, []*browser) {
	t.Helper()
	w := newTown(t, civil.On(2026, time.March, 2))
	anna := w.person("Anna", "Svensson", civil.On(1941, time.May, 3))
	w.matter(anna, casework.Older, "2026-0501", "Hjälp med dusch", "hemtjanst-dusch")
	eva := w.login(w.eva)
	w.investigated(eva, "2026-0501", "1")
	const decision = "/arende/2026-0501/beslut"
	eva.open(decision).fill(decision, "item0.outcome", "bifall", "item0.extent", "2", "item0.goal", "m1", "signera", "ja").at(decision + "/1")
	elis := w.person("Elis", "Provlund", civil.On(2016, time.September, 9), w.person("Mira", "Provlund", civil.On(1988, time.June, 1)))
	w.matter(elis, casework.Children, "2026-0502", "Ensam på kvällarna")
	w.matter(w.person("Gunnar", "Provgren", civil.On(1944, time.May, 3)), casework.Older, "2026-0503", "Städning", "hemtjanst-service")
	eva.open("/arende/2026-0503/utredning").fill("/arende/2026-0503/utredning", "question", "Behov av städning")
	w.carryOut(anna, "2026-0501")
	boss := w.staff("Per Chef", org.Enhetschef, org.Kvalitet)
	return w, []*browser{eva, boss, w.login(w.marie)}
}

// tryForm fills every field that people type in with the value, and tells what is
// wrong with the answer: it is none of the house's, or something was written although
// it was refused.
func (b *browser) tryForm(form foundForm, name, value string) (complaints []string) {
	b.w.t.Helper()
	values := url.Values{}
	maps.Copy(values, form.values)
	typed := false
	for field := range form.values {
		if !slices.Contains([]string{"akt", "visad", "utkast", "avser", "blankett", "sedd"}, field) {
			if len(value) < 1000 || field == form.prose {
				values[field] = []string{value} // nobody pastes 200 pages into every field at once
			}
			typed = true
		}
	}
	if !typed {
		return nil
	}
	complain := func(format string, args ...any) {
		complaints = append(complaints, form.action+", "+name+": "+fmt.Sprintf(format, args...))
	}
	values.Set("akt", b.w.r.Engine.NewForm().String())
	before := b.w.events()
	b.postOnce(form.action, values)
	if after := b.w.events(); b.code >= 400 && after != before {
		complain("%d, and %d events were written", b.code, after-before)
	}
	switch {
	case b.code >= 500:
		complain("%d: %s", b.code, webtest.Words(b.body))
		return complaints
	case b.code < 400 || b.code == http.StatusNotFound:
		return complaints // saved, shown, or about something that is not there
	case !strings.Contains(string(b.body), "FEL-"):
		complain("%d without a sentence and number: %s", b.code, webtest.Words(b.body))
	}
	says := html.UnescapeString(string(b.body))
	if strings.Contains(string(b.body), "<script>alert") {
		complain("the page runs what was typed")
	}
	if kept := strings.TrimSpace(value); b.code == http.StatusUnprocessableEntity && form.prose != "" && kept != "" && utf8.ValidString(value) && !strings.Contains(says, kept) {
		complain("what was typed in %s is gone: %.600s", form.prose, webtest.Words(b.body))
	}
	return complaints
}

// The check of forms complains of a handler that writes before it looks at what was
// sent, answers without a sentence, stops, or throws away what was typed.
func TestAFaultWithBadInputIsSeen(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	w.matter(w.person("Anna", "Svensson", civil.On(1941, time.May, 3)), casework.Older, "2026-0501", "Hjälp med dusch")
	eva := w.login(w.eva)
	forms := eva.open("/arende/2026-0501").forms("/arende/2026-0501/anteckning")
	if len(forms) == 0 {
		t.Fatal("no form to write a note in")
	}
	note := foundForm{action: "/arende/2026-0501/anteckning", values: forms[0], prose: "text"}
	late := url.Values{}
	maps.Copy(late, note.values)
	late.Set("happened", "9999-12-31")
	note.values = late
	sound := w.server.Config.Handler
	if all := eva.tryForm(note, "a far future", "9999-12-31"); len(all) > 0 {
		t.Fatalf("a handler without faults: %v", all)
	}
	posts := func(plant func(rw http.ResponseWriter, r *http.Request)) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost {
				plant(rw, r)
				return
			}
			sound.ServeHTTP(rw, r)
		})
	}
	number := 600
	for what, plant := range map[string]http.Handler{
		"an act before the form is looked at": posts(func(rw http.ResponseWriter, r *http.Request) {
			number++
			w.matter(w.person("Gun", "Provberg", civil.On(1941, time.May, 3)), casework.Older, fmt.Sprintf("2026-0%d", number), "Hjälp")
			sound.ServeHTTP(rw, r)
		}),
		"a stop": posts(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusInternalServerError) }),
		"no sentence": posts(func(rw http.ResponseWriter, _ *http.Request) {
			rw.WriteHeader(http.StatusUnprocessableEntity)
		}),
		"what was typed is gone": posts(func(rw http.ResponseWriter, _ *http.Request) {
			rw.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = io.WriteString(rw, "Datumet går inte att läsa. FEL-0010")
		}),
	} {
		w.server.Config.Handler = plant
		if len(eva.tryForm(note, "a far future", "9999-12-31")) == 0 {
			t.Errorf("%s is not seen", what)
		}
	}
	w.server.Config.Handler = sound
}

// A foundForm is a form of some page: where it goes, what it holds, and the field
// for running text, if it has one.
type foundForm struct {
	page   string // where it was met
	action string
	values url.Values
	filled url.Values // as someone in a hurry fills it in
	prose  string
}

var (
	radioChoice = regexp.MustCompile(`<input type="radio" name="([^"]*)" value="([^"]+)"`)
	plainInput  = regexp.MustCompile(`<input(?: class="[^"]*")? id="[^"]*" name="([^"]*)" value=""([^>]*)>`)
)

// inAHurry fills in a form: the first choice of each, today, and a few words.
func inAHurry(form string, today civil.Date) url.Values {
	values := fieldsOf(form)
	for _, m := range radioChoice.FindAllStringSubmatch(form, -1) {
		if !values.Has(m[1]) {
			values.Set(m[1], unescape(m[2]))
		}
	}
	for _, m := range selectTag.FindAllStringSubmatch(form, -1) {
		for _, o := range option.FindAllStringSubmatch(m[2], -1) {
			if values.Get(m[1]) == "" {
				values.Set(m[1], unescape(o[1]))
			}
		}
	}
	for _, m := range plainInput.FindAllStringSubmatch(form, -1) {
		switch {
		case strings.Contains(m[2], "data-dag"):
			values.Set(m[1], today.String())
		case strings.Contains(m[2], "numeric"):
			values.Set(m[1], "1")
		default:
			values.Set(m[1], "Prov")
		}
	}
	return values
}

// somePages are those that the walk begins at.
func somePages() []string {
	return []string{
		"/min-dag", "/mottagning", "/arenden", "/enhet", "/utforare", "/utforare/besok", "/arende/2026-0501", "/arende/2026-0502", "/arende/2026-0503/utredning",
	}
}

// everyForm walks from some pages, a few pages of each kind, and gathers
// the forms it meets.
func (b *browser) everyForm(from ...string) []foundForm {
	b.w.t.Helper()
	queue := from
	seen, shapes := map[string]bool{}, map[string]int{}
	var all []foundForm
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		before, _, _ := strings.Cut(path, "?")
		shape := shapeless.ReplaceAllString(before, "N")
		if seen[path] || shapes[shape] == alike || strings.HasPrefix(path, "/statiskt/") {
			continue
		}
		seen[path] = true
		shapes[shape]++
		if b.open(path); b.code != http.StatusOK {
			continue
		}
		for _, m := range formTag.FindAllStringSubmatch(string(b.body), -1) {
			f := foundForm{page: path, action: unescape(m[1]), values: fieldsOf(m[2]), filled: inAHurry(m[2], b.w.today())}
			if area := areaTag.FindStringSubmatch(m[2]); area != nil {
				f.prose = area[1]
			}
			for _, group := range groupName.FindAllStringSubmatch(m[2], -1) {
				f.values.Add(group[1], "")
			}
			all = append(all, f)
		}
		for _, m := range linkTo.FindAllStringSubmatch(string(b.body), -1) {
			queue = append(queue, html.UnescapeString(m[1]))
		}
	}
	return all
}
