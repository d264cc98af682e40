package webkit_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
)

var eva = webtest.Account(1, "Eva Ek", "handlaggare", "/min-dag")

func TestEveryPartPassesWhatPagesPromise(t *testing.T) {
	w := webtest.New(t, webtest.Accounts{eva}, nil, nil, newGallery(t).routes()...)
	got := w.As(eva).Get("/galleri")
	if got.Status != http.StatusOK {
		t.Fatalf("status %d: %s", got.Status, got.Says())
	}
	for _, want := range []string{"2 dagar försenad", "gränsen var tis 10 mars", "kan inte bedömas", "genast", "Plan saknas", "inte än", "Visar 1–25 av 212", "72 %", "166 av 231"} {
		if !strings.Contains(got.Says(), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestPagesCarryAStrictPolicy(t *testing.T) {
	w := webtest.New(t, webtest.Accounts{eva}, nil, nil, newGallery(t).routes()...)
	got := w.As(eva).Get("/galleri")
	policy := got.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy: %s", policy)
	}
	if got.Header.Get("Cache-Control") != "no-store" {
		t.Error("a page with personal data may be kept by the browser")
	}
	if css := w.Anyone().Get("/statiskt/stil.css"); css.Status != http.StatusOK || !strings.HasPrefix(css.Header.Get("Content-Type"), "text/css") {
		t.Errorf("stylesheet: %d %s", css.Status, css.Header.Get("Content-Type"))
	}
}

func TestLogInSendsOneBack(t *testing.T) {
	w := webtest.New(t, webtest.Accounts{eva}, nil, nil, newGallery(t).routes()...)
	browser := w.Anyone()
	asked := browser.Get("/galleri?sida=2")
	if asked.Path != "/logga-in" {
		t.Fatalf("a stranger ended at %s", asked.Path)
	}
	form := asked.Hidden()
	form.Set("konto", eva.Actor.User.String())
	if got := browser.Post("/logga-in", form); got.Path != "/galleri" || !strings.Contains(got.Says(), "Visar 26–50 av 212") {
		t.Errorf("after log-in: %s", got.Path)
	}
	if got := browser.Post("/logga-ut", nil); got.Path != "/logga-in" {
		t.Errorf("after log-out: %s", got.Path)
	}
	if got := browser.Get("/galleri"); got.Path != "/logga-in" {
		t.Errorf("logged out and still at %s", got.Path)
	}
}

func TestLogInGoesNowhereElse(t *testing.T) {
	w := webtest.New(t, webtest.Accounts{eva}, nil, nil, newGallery(t).routes()...)
	for _, evil := range []string{"https://elak.example/", "//elak.example/", `/\elak.example`} {
		if got := w.Anyone().Post("/logga-in", url.Values{"konto": {eva.Actor.User.String()}, "till": {evil}}); got.Path != "/min-dag" {
			t.Errorf("%s led to %s", evil, got.Path)
		}
	}
}

func TestNoAccessLooksLikeNoSuchCase(t *testing.T) {
	may := func(who act.Actor, action string) bool { return action != "gallery.read" }
	closed := webtest.New(t, webtest.Accounts{eva}, may, nil, newGallery(t).routes()...)
	open := webtest.New(t, webtest.Accounts{eva}, nil, nil, newGallery(t).routes()...)
	refused, missing := closed.As(eva).Get("/akt/2026-0299"), open.As(eva).Get("/akt/saknas")
	if refused.Status != http.StatusNotFound || missing.Status != refused.Status {
		t.Errorf("refused %d, missing %d", refused.Status, missing.Status)
	}
	cut := func(a webtest.Answer) string { _, main, _ := strings.Cut(string(a.Body), "<main"); return main }
	if cut(refused) != cut(missing) {
		t.Error("the two pages differ")
	}
	if !strings.Contains(refused.Says(), "Vi hittar inget sådant ärende.") {
		t.Errorf("words: %s", refused.Says())
	}
}

func TestAPanicShowsNothingOfItself(t *testing.T) {
	w := webtest.New(t, webtest.Accounts{eva}, nil, nil, newGallery(t).routes()...)
	got := w.Anyone().Get("/panik")
	if got.Status != http.StatusInternalServerError || !strings.Contains(got.Says(), "FEL-0007") {
		t.Errorf("%d %s", got.Status, got.Says())
	}
	for _, secret := range []string{"Provdal", "194105191234", "goroutine"} {
		if strings.Contains(string(got.Body), secret) {
			t.Errorf("the page shows %q", secret)
		}
	}
	if strings.Contains(w.Log.String(), "Provdal") || strings.Contains(w.Log.String(), "194105191234") {
		t.Error("the log holds personal data")
	}
}

func TestAFormFromElsewhereIsRefused(t *testing.T) {
	g := newGallery(t)
	w := webtest.New(t, webtest.Accounts{eva}, nil, nil, g.routes()...)
	r, err := http.NewRequest(http.MethodPost, w.Server.URL+"/galleri", strings.NewReader("oro=x"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden || len(g.done) > 0 {
		t.Errorf("status %d, saved %d", resp.StatusCode, len(g.done))
	}
}

func TestWhatIsWrongStandsBesideTheFieldAndNothingIsLost(t *testing.T) {
	g := newGallery(t)
	w := webtest.New(t, webtest.Accounts{eva}, nil, nil, g.routes()...)
	browser := w.As(eva)
	form := browser.Get("/galleri").Hidden()
	act := form.Get("akt")
	form.Set("dag", "31 februari")
	form.Set("tid", "08:53")
	form.Set("barn.2", "160616")
	form.Set("slag", "omsorg")
	form.Set("fara", "nej")
	got := browser.Post("/galleri", form)
	if got.Status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", got.Status)
	}
	for _, want := range []string{"2 uppgifter behöver rättas", "Datumet går inte att läsa.", "Fyll i uppgiften.", "FEL-0010"} {
		if !strings.Contains(got.Says(), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	body := string(got.Body)
	for _, kept := range []string{`value="31 februari"`, `value="160616"`, `value="omsorg" checked`, `value="nej" checked`, `href="#dag"`, `aria-invalid="true"`, act} {
		if !strings.Contains(body, kept) {
			t.Errorf("the form has lost %s", kept)
		}
	}
	form.Set("dag", "i går")
	form.Set("oro", "Elis kom utan jacka.")
	if got := browser.Post("/galleri", form); got.Status != http.StatusOK || len(g.done) != 1 {
		t.Errorf("mended form: %d, saved %d", got.Status, len(g.done))
	}
}

func TestADraftComesBackAndGoesWhenSigned(t *testing.T) {
	g := newGallery(t)
	w := webtest.New(t, webtest.Accounts{eva}, nil, nil, g.routes()...)
	browser := w.As(eva)
	form := browser.Get("/galleri").Hidden()
	form.Set("oro", "Halvskriven mening om Elis")
	if got := browser.Post("/utkast", form); got.Path != "/min-dag" {
		t.Fatalf("Fortsätt senare led to %s", got.Path)
	}
	again := browser.Get("/galleri")
	if !strings.Contains(again.Says(), "Halvskriven mening om Elis") || !strings.Contains(again.Says(), "Sparat 08:52:00") {
		t.Error("the draft did not come back")
	}
	other := webtest.Account(2, "Jonas Lund", "handlaggare", "/min-dag")
	w2 := webtest.New(t, webtest.Accounts{eva, other}, nil, nil, g.routes()...)
	w2.As(eva).Post("/utkast", form)
	if strings.Contains(w2.As(other).Get("/galleri").Says(), "Halvskriven") {
		t.Error("someone else sees the draft")
	}
	form.Set("dag", "i dag")
	form.Set("tid", "08:00")
	form.Set("fara", "nej")
	browser.Post("/galleri", form)
	if strings.Contains(browser.Get("/galleri").Says(), "Halvskriven") {
		t.Error("the draft is left after signing")
	}
}

func TestWhatWasPostedAfterLogOutComesBackAsADraft(t *testing.T) {
	g := newGallery(t)
	w := webtest.New(t, webtest.Accounts{eva}, nil, nil, g.routes()...)
	browser := w.As(eva)
	form := browser.Get("/galleri").Hidden()
	form.Set("oro", "Skriven medan inloggningen tog slut")
	w.Sessions.RunOut(webtest.Now())
	if got := browser.Post("/galleri", form); got.Path != "/logga-in" || len(g.done) > 0 {
		t.Fatalf("posted after the end, and ended at %s", got.Path)
	}
	if strings.Contains(browser.Get("/galleri").Says(), "Skriven") {
		t.Error("one who is logged out sees the draft")
	}
	if got := w.As(eva).Get("/galleri"); !strings.Contains(got.Says(), "Skriven medan inloggningen tog slut") {
		t.Error("what was written is gone")
	}
	other := form
	other.Set("oro", "Skriven av ingen")
	if got := w.Anyone().Post("/galleri", other); got.Path != "/logga-in" {
		t.Errorf("a stranger ended at %s", got.Path)
	}
	if strings.Contains(w.As(eva).Get("/galleri").Says(), "Skriven av ingen") {
		t.Error("a stranger wrote into a draft")
	}
}

func TestADraftSurvivesLogOut(t *testing.T) {
	w := webtest.New(t, webtest.Accounts{eva}, nil, nil, newGallery(t).routes()...)
	browser := w.As(eva)
	form := browser.Get("/galleri").Hidden()
	form.Set("oro", "Halvskriven")
	browser.Post("/utkast", form)
	browser.Post("/logga-ut", nil)
	if got := w.As(eva).Get("/galleri"); !strings.Contains(got.Says(), "Halvskriven") {
		t.Error("the draft is gone after log-out")
	}
}

func TestOneAccountAsksOnlySoOften(t *testing.T) {
	var asked int
	search := webkit.Route{Pattern: "POST /leta", Action: "x.search", Most: 3, Handle: func(http.ResponseWriter, *http.Request) error { asked++; return nil }}
	other := webtest.Account(2, "Jonas Lund", "handlaggare", "/min-dag")
	w := webtest.New(t, webtest.Accounts{eva, other}, nil, nil, search)
	browser := w.As(eva)
	for range 3 {
		browser.Post("/leta", nil)
	}
	got := browser.Post("/leta", nil)
	if got.Status != http.StatusTooManyRequests || got.Header.Get("Retry-After") == "" || !strings.Contains(got.Says(), "FEL-0020") || asked != 3 {
		t.Errorf("the fourth: %d, %d were let through", got.Status, asked)
	}
	if got := w.As(other).Post("/leta", nil); got.Status != http.StatusOK {
		t.Errorf("another account is made to wait: %d", got.Status)
	}
}

func TestAScriptIsToldThatTheLogInHasEnded(t *testing.T) {
	w := webtest.New(t, webtest.Accounts{eva}, nil, nil, newGallery(t).routes()...)
	r, err := http.NewRequest(http.MethodPost, w.Server.URL+"/utkast", strings.NewReader("utkast=galleri&oro=text"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("status %d: the script would take a log-in page for a saved draft", resp.StatusCode)
	}
}

func TestNothingOfAFileIsShownUnlogged(t *testing.T) {
	w := webtest.New(t, webtest.Accounts{eva}, nil, nil, newGallery(t).routes()...)
	browser := w.As(eva)
	if got := browser.Get("/akt/2026-0299"); got.Status != http.StatusOK {
		t.Errorf("status %d", got.Status)
	}
	log := w.Readings.All()
	if len(log) != 1 || log[0].Part != "tidslinjen" || log[0].Ground != "handläggare i ärendet" || log[0].Actor.User != eva.Actor.User {
		t.Errorf("log: %+v", log)
	}
	if got := browser.Get("/tyst/2026-0299"); got.Status != http.StatusInternalServerError || strings.Contains(got.Says(), "Alma") {
		t.Errorf("a page that did not log its reading: %d", got.Status)
	}
}

// A log that looks at what has been sent when a line is written.
type watching struct {
	webkit.MemoryReadings
	sent func() int
	late bool
}

func (l *watching) Log(ctx context.Context, reading webkit.Reading) error {
	l.late = l.late || l.sent() > 0
	return l.MemoryReadings.Log(ctx, reading)
}

func TestAReadingIsLoggedBeforeTheFirstByte(t *testing.T) {
	alma, elis := ids.Person{ID: ids.ID{1}}, ids.Person{ID: ids.ID{2}}
	routes := []webkit.Route{
		{Pattern: "GET /lista", Action: "case.list", List: "listan", Handle: func(w http.ResponseWriter, r *http.Request) error {
			if _, err := io.WriteString(w, "Alma och Elis"); err != nil {
				return err
			}
			webkit.Shown(r.Context(), alma, ids.Person{}, elis, alma)
			return nil
		}},
		{Pattern: "POST /lista/spara", Action: "case.list", Handle: func(w http.ResponseWriter, r *http.Request) error {
			webkit.Shown(r.Context(), elis)
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, err := io.WriteString(w, "Elis")
			return err
		}},
		{Pattern: "GET /akt", Action: "case.read", Part: "akten", Handle: func(w http.ResponseWriter, r *http.Request) error {
			webkit.Shown(r.Context(), alma)
			if _, err := io.WriteString(w, strings.Repeat("Alma ", 10_000)); err != nil {
				return err
			}
			return webkit.Read(r, alma, duty.Subject{Kind: "case", ID: alma.ID})
		}},
		{Pattern: "GET /vidare", Action: "case.list", List: "listan", Handle: func(w http.ResponseWriter, r *http.Request) error {
			webkit.Shown(r.Context(), alma)
			http.Redirect(w, r, "/lista", http.StatusSeeOther)
			return nil
		}},
	}
	log := &watching{}
	w := webtest.New(t, webtest.Accounts{eva}, nil, nil, routes...)
	config := w.Config
	config.Readings, config.Routes, config.Words = log, routes, nil
	site, err := webkit.New(config)
	if err != nil {
		t.Fatal(err)
	}
	cookie := func() *http.Cookie {
		answer := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "/logga-in", strings.NewReader("konto="+eva.Actor.User.String()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		site.ServeHTTP(answer, r)
		cookies := answer.Result().Cookies()
		return cookies[len(cookies)-1]
	}()
	ask := func(method, path string) *httptest.ResponseRecorder {
		answer := httptest.NewRecorder()
		log.sent = func() int { return answer.Body.Len() }
		r := httptest.NewRequest(method, path, nil)
		r.AddCookie(cookie)
		site.ServeHTTP(answer, r)
		return answer
	}
	for _, tt := range []struct{ method, path string }{{"GET", "/lista"}, {"POST", "/lista/spara"}, {"GET", "/akt"}, {"GET", "/vidare"}} {
		if answer := ask(tt.method, tt.path); answer.Code >= 500 {
			t.Errorf("%s: %d", tt.path, answer.Code)
		}
	}
	if log.late {
		t.Error("a line was written when bytes had been sent")
	}
	all := log.All()
	if len(all) != 3 || !slices.Equal(all[0].Shown, []ids.Person{alma, elis}) || all[0].Part != "listan" || all[1].Person != elis || all[1].Part != "listan" ||
		all[2].Person != alma || all[2].Part != "akten" || all[2].Action != "case.read" || all[2].Source == "" {
		t.Errorf("logged %+v", all)
	}
	log.Break()
	for _, path := range []string{"/lista", "/akt"} {
		answer := ask("GET", path)
		says := webtest.Words(answer.Body.Bytes())
		if answer.Code != http.StatusServiceUnavailable || strings.Contains(says, "Alma") || !strings.Contains(says, "läsloggen går inte att skriva i") {
			t.Errorf("%s answers %d while the log is down: %s", path, answer.Code, says)
		}
	}
}

func TestATableThatLiesIsRefused(t *testing.T) {
	ok := func(http.ResponseWriter, *http.Request) error { return errors.New("not reached") }
	for name, routes := range map[string][]webkit.Route{
		"no action":         {{Pattern: "GET /a", Handle: ok}},
		"no handler":        {{Pattern: "GET /a", Action: "a.read"}},
		"twice":             {{Pattern: "GET /a", Action: "a.read", Handle: ok}, {Pattern: "GET /a", Action: "b.read", Handle: ok}},
		"other method":      {{Pattern: "DELETE /a", Action: "a.read", Handle: ok}},
		"a file for anyone": {{Pattern: "GET /a", Action: webkit.Open, Part: "tidslinjen", Handle: ok}},
		"å in the address":  {{Pattern: "GET /ärenden", Action: "a.read", Handle: ok}},
	} {
		if _, err := webkit.New(webkit.Config{Routes: routes}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestTheMenuHasAtMostFiveEntries(t *testing.T) {
	var routes []webkit.Route
	g := newGallery(t)
	for _, path := range []string{"/mottagning", "/arenden", "/enhet", "/utforare", "/besok", "/kvalitet", "/rapporter", "/granskning", "/driftlage"} {
		routes = append(routes, webkit.Route{Pattern: "GET " + path, Action: "gallery.read", Handle: g.get})
	}
	many := webtest.Account(3, "Per Holmstrand", "enhetschef", "/min-dag")
	many.Actor.Roles = []string{"enhetschef", "handlaggare", "kvalitet"}
	w := webtest.New(t, webtest.Accounts{many}, nil, nil, append(g.routes(), routes...)...)
	got := string(w.As(many).Get("/kvalitet").Body)
	_, menu, _ := strings.Cut(got, `<nav class="meny"`)
	menu, _, _ = strings.Cut(menu, "</nav>")
	if n := strings.Count(menu, "<li>"); n != 5 {
		t.Errorf("%d entries", n)
	}
}
