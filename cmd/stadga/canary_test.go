package main

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/webkit"
)

// A canary is a word that stands in one place of the record and may be met only
// by some.
type canary struct {
	word string
	may  []ids.User
}

var pathValue = regexp.MustCompile(`\{([a-z]+)\.*\}`)

// Every line of the access list is asked as every role, about files with canary
// words in what is protected: the hidden address, the name of a protected person,
// the one who reported, and the case that the reader has a conflict of interest
// about. None leaves the server for one who may not meet it, in page, header or
// log; and a case one may not see is answered as one that is not there.
func TestNoCanaryLeavesTheServer(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	persons := engine.Bind(w.r.Engine, peoplesql.Persons())
	elis := w.person("Elis", "Namnkanarie", civil.On(2016, time.September, 9))
	w.concern(elis, "2026-0301")
	w.do(persons.Step(elis.ID, people.ChangeContact{Contact: people.Contact{Address: "Gatukanarie 7, 999 99 Provby", Phone: "0000-00 00 71"}}),
		persons.Step(elis.ID, people.SetProtection{Kind: people.ProtectedRegistration}))
	alva := w.person("Alva", "Jävkanarie", civil.On(2014, time.May, 3))
	kim := w.hire("Kim Berg", w.unit, org.Handlaggare)
	alvas := ids.Case{ID: w.r.Engine.NewID()}
	w.do(engine.Bind(w.r.Engine, casesql.Cases()).Step(alvas.ID, casework.OpenCase{Person: alva, Area: casework.Children, Number: "2026-0302", Officer: kim, Unit: w.unit}),
		engine.Bind(w.r.Engine, casesql.Intakes()).Step(w.r.Engine.NewID(), casework.ReceiveConcernReport{
			Case: alvas, Person: alva, Received: w.now.Add(-30 * time.Minute), Channel: casework.ByPhone, Officer: kim,
			Reporter: casework.Reporter{Role: "granne", Name: "Anmälarkanarie"}, Content: casework.IntakeContent{Says: "Textkanarie.", Danger: "nej"},
		}),
		persons.Step(alva.ID, people.ReportConflict{Why: "Syster."})) // by Eva
	canaries := []canary{
		{word: "Gatukanarie"}, {word: "0000-00 00 71"}, {"Namnkanarie", []ids.User{w.eva}},
	}
	hidden := []string{"Jävkanarie", "Anmälarkanarie", "Textkanarie", "2026-0302"} // from Eva, and from all outside the unit and its managers

	var log bytes.Buffer
	site, err := newSite(w.r, siteConfig{Municipality: "Norrsala kommun", Board: "Socialnämnden", PickAccount: true, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(cookie *http.Cookie, method, path string) *httptest.ResponseRecorder {
		var body io.Reader
		if method == http.MethodPost {
			body = strings.NewReader(url.Values{"q": {"kanarie"}}.Encode())
		}
		r := httptest.NewRequest(method, path, body)
		if method == http.MethodPost {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		r.AddCookie(cookie)
		answer := httptest.NewRecorder()
		site.ServeHTTP(answer, r)
		return answer
	}
	// What stands for the values of an address: a route with one that is not named
	// here is covered by nobody.
	other := w.r.Engine.NewID().String()
	named := map[string]string{
		"id": other, "slag": "case", "regel": "child-prelim-14d", "siffra": "lag", "punkt": "skyddsbedomning", "del": "uppfyllda", "uppdrag": other,
		"no": "1", "insats": other, "dag": "2026-03-02", "fil": "stil.css", "nyckel": "barn", "akt": other, "steg": "godkann", "begaran": other,
	}
	users := map[string]ids.User{"handlaggare i ärendet": w.eva, "handlaggare i annan enhet": w.jonas, "utforare": w.marie}
	south := ids.Unit{ID: w.r.Engine.NewID()}
	for _, role := range org.Roles() {
		if role != org.Utforare && role != org.Omsorgspersonal && role != org.Socialchef && role != org.Kvalitet {
			users[string(role)] = w.hire("Prov "+string(role), south, role)
		}
	}
	asked, met := 0, 0
	for name, user := range users {
		w.now = w.now.Add(2 * time.Minute)
		cookie := logIn(t, site, webkit.Account{Actor: act.Actor{User: user}, Name: name})
		for _, route := range site.Routes() {
			if route.Path() == "/logga-ut" {
				continue
			}
			for _, nr := range []string{"2026-0301", "2026-0302", elis.String(), alva.String()} {
				unknown := ""
				path := pathValue.ReplaceAllStringFunc(route.Path(), func(value string) string {
					key := strings.Trim(value, "{}.")
					if key == "nr" {
						return nr
					}
					if named[key] == "" {
						unknown = value
					}
					return named[key]
				})
				if unknown != "" {
					t.Errorf("%s: say in this test what stands for %s", route.Pattern, unknown)
					break
				}
				answer := ask(cookie, route.Method(), path)
				asked++
				var head bytes.Buffer
				if err := answer.Header().Write(&head); err != nil {
					t.Fatal(err)
				}
				left := head.String() + answer.Body.String()
				for _, c := range canaries {
					switch {
					case !strings.Contains(left, c.word):
					case slices.Contains(c.may, user):
						met++
					default:
						t.Errorf("%s: %s %s tells %s", name, route.Method(), path, c.word)
					}
				}
				for _, word := range hidden {
					if strings.Contains(strings.ReplaceAll(left, path, ""), word) {
						t.Errorf("%s: %s %s tells %s", name, route.Method(), path, word)
					}
				}
				if !strings.Contains(route.Path(), "{nr}") {
					break
				}
			}
		}
		if user == w.eva {
			continue
		}
		for _, path := range []string{"", "/utredning", "/insatser", "/lasningar", "/jav"} {
			none, shut := ask(cookie, http.MethodGet, "/arende/2026-0999"+path), ask(cookie, http.MethodGet, "/arende/2026-0301"+path)
			if none.Code != shut.Code || strings.ReplaceAll(none.Body.String(), "2026-0999", "2026-0301") != shut.Body.String() {
				t.Errorf("%s: %s of a closed case is not answered as of none: %d, %d", name, path, shut.Code, none.Code)
			}
		}
	}
	for _, word := range append(hidden, "Gatukanarie", "0000-00 00 71", "Namnkanarie") {
		if strings.Contains(log.String(), word) {
			t.Errorf("the log tells %s", word)
		}
	}
	t.Logf("%d answers", asked)
	if asked < 1000 {
		t.Errorf("only %d answers were looked through", asked)
	}
	if met == 0 {
		t.Error("nobody met a canary that may: there is none to find")
	}
}
