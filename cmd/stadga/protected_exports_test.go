package main

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
)

// The numbers of two cases with the same acts in them: of one with protected personal
// data, and of one without, by which it is known that the lists are of both.
const guardedCase, plainCase = "2026-0321", "2026-0322"

// decided gives two elders a case each with a decision, and hides the one of them.
func (a *aviary) decided() {
	a.t.Helper()
	eva := a.login(a.eva)
	for n, number := range []string{guardedCase, plainCase} {
		family := []string{"Exportkanarie", "Provberg"}[n]
		who := a.person("Majken", family, civil.On(1941, time.May, 3+n))
		a.matter(who, casework.Older, number, "Jag behöver hjälp", "hemtjanst-omvardnad")
		a.investigated(eva, number, "1")
		decision := "/arende/" + number + "/beslut"
		eva.open(decision+"?insats=hemtjanst-omvardnad").fill(decision, "item0.outcome", "bifall", "item0.extent", "22", "item0.goal", "m1", "signera", "ja").at(decision + "/1")
		if number == plainCase {
			continue
		}
		persons := engine.Bind(a.r.Engine, peoplesql.Persons())
		a.do(persons.Step(who.ID, people.ChangeContact{Contact: people.Contact{Address: "Exportgatukanarie 7, 999 99 Provby", Phone: "0000-00 00 91"}}),
			persons.Step(who.ID, people.SetProtection{Kind: people.ProtectedRegistration}))
		a.canaries = append(a.canaries, canary{word: family}, canary{word: "Exportgatukanarie"}, canary{word: "0000-00 00 91"},
			// The board hears of each delegated decision by the number of its case (KL 7:8).
			canary{guardedCase, []string{hasTheCases, itsManager, "socialchef", "systemforvaltare", "namnd"}})
	}
	if err := a.r.measures.Due(a.t.Context(), 0); err != nil {
		a.t.Fatal(err)
	}
}

var linked = regexp.MustCompile(`href="(/[^"#]*)`)

// takeAway opens the lists, reports and figures that one is shown the way to, and all
// that can be taken away from them. It answers with what was taken away, with what
// that tells of the hidden, and with how much of it tells of the other.
//
// every is for all control points; else one stands for the others.
func (a *aviary) takeAway(to http.Handler, name string, every bool) (taken map[string]string, leaks []string, plain int) {
	a.t.Helper()
	taken = map[string]string{}
	asked := map[string]bool{}
	queue := []string{"/min-dag", "/brev-att-skicka", "/delegationsbeslut", "/rapporter", "/kvalitet", "/granskning", "/arenden", "/enhet"}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if asked[exportShape(path, every)] {
			continue
		}
		asked[exportShape(path, every)] = true
		answer := a.ask(to, name, http.MethodGet, path, nil)
		if answer.Code != http.StatusOK {
			continue
		}
		if kind := answer.Header().Get("Content-Type"); strings.HasPrefix(kind, "text/html") && answer.Header().Get("Content-Disposition") == "" {
			for _, link := range linked.FindAllStringSubmatch(answer.Body.String(), -1) {
				if next := unescape(link[1]); ofMany(next) {
					queue = append(queue, next)
				}
			}
			continue
		}
		taken[path] = answer.Header().Get("Content-Type")
		words, _ := a.leaks(name, path, nil, answer)
		for _, word := range words {
			leaks = append(leaks, fmt.Sprintf("%s: %s tells %s", name, path, word))
		}
		if strings.Contains(wordsOf(a.t, answer), plainCase) {
			plain++
		}
	}
	return taken, leaks, plain
}

var ofPoint = regexp.MustCompile(`^/(kvalitet|granskning|rapporter)/[^/?]+`)

// exportShape is an address without what tells one answer of the same list from
// another: days, cells and pages, and which control point or report. One of each is
// taken away, in every form it is offered.
func exportShape(path string, every bool) string {
	path, query, _ := strings.Cut(path, "?")
	if path != "/kvalitet/avvikelser" && !every {
		path = ofPoint.ReplaceAllString(path, "/$1/{punkt}")
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return path
	}
	return path + " " + values.Get("format") + " " + values.Get("vy") + " " + values.Get("slag") + " " + values.Get("urval")
}

var ofOne = regexp.MustCompile(`^/(arende|person|logga|statiskt|utkast|varfor|hjalp|profil|administration|granskning/varfor|kvalitet/varfor|kvalitet/avvikelse|utforare/uppdrag|mottagning/ny|aktualisering)(/|$)`)

// ofMany tells whether an address is a list, a figure or something to take away of
// many, and not one person's file or a setting of the page.
func ofMany(path string) bool {
	path, query, _ := strings.Cut(path, "?")
	return !ofOne.MatchString(path) && !strings.Contains(query, "sida=")
}

// Story 6: Maja's mother has protected registration, and Maja stands on no export or
// mass print. Every role takes away all that it is shown the way to, in every form
// that is offered. Nothing of it tells name, address or telephone of the protected, not
// even to their own officer, nor the case number to who may not know of the case; and
// the lists are such as tell of others in the same situation.
func TestNoExportTellsOfTheProtected(t *testing.T) {
	a := newAviary(t)
	a.server.Config.Handler = a.site
	a.decided()
	kinds, all := map[string]int{}, 0
	for _, name := range []string{
		hasTheCases, colleague, itsManager, childDesk, "utförare", "kvalitet", "socialchef", "namnd", "controller", "revisor", "loggranskare", "systemforvaltare",
	} {
		if a.users[name].IsZero() {
			t.Fatalf("nobody is %s", name)
		}
		a.now = a.now.Add(2 * time.Minute)
		taken, leaks, plain := a.takeAway(a.site, name, name == "kvalitet")
		for _, leak := range leaks {
			t.Error(leak)
		}
		for _, kind := range taken {
			kind, _, _ = strings.Cut(kind, ";")
			kinds[kind]++
		}
		all += plain
		t.Logf("%s took away %d, of which %d tell of the other", name, len(taken), plain)
	}
	for _, kind := range []string{"text/csv", "application/json", "application/pdf"} {
		if kinds[kind] < 5 {
			t.Errorf("only %d of %s were taken away: %v", kinds[kind], kind, kinds)
		}
	}
	if all < 3 {
		t.Errorf("%d exports tell of who is not protected: too few to be told from", all)
	}
	t.Run("planted", a.plantedExports)
}

// plantedExports writes the protected name, or the address, in what is taken away,
// and sees that the same walk finds it.
func (a *aviary) plantedExports(t *testing.T) {
	for _, kind := range []string{"text/csv", "application/json"} {
		for _, word := range []string{"Exportkanarie", "Exportgatukanarie 7"} {
			spoiled := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				answer := httptest.NewRecorder()
				a.site.ServeHTTP(answer, r)
				maps.Copy(w.Header(), answer.Header())
				w.WriteHeader(answer.Code)
				_, _ = w.Write(answer.Body.Bytes())
				if strings.HasPrefix(answer.Header().Get("Content-Type"), kind) {
					_, _ = io.WriteString(w, word)
				}
			})
			a.now = a.now.Add(2 * time.Minute)
			_, leaks, _ := a.takeAway(spoiled, "namnd", false)
			if canary, _, _ := strings.Cut(word, " "); !slices.ContainsFunc(leaks, func(leak string) bool { return strings.HasSuffix(leak, " tells "+canary) }) {
				t.Errorf("%q planted in every %s is not found", word, kind)
			}
		}
	}
}
