package main

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"maps"
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
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/webkit"
)

// A canary is a word that stands in one place of the record and may be met only
// by some, by the names they have in the aviary.
type canary struct {
	word string
	may  []string
}

// A nest is one person's file: the values an address may name it by.
type nest struct{ number, person, file, intake, family string }

// An aviary is a town with canary words in what is protected – name, address,
// telephone, case number, who reported and what was said – of one person of each
// kind of protection, and of one whom the officer has a conflict of interest about.
type aviary struct {
	*town
	canaries []canary
	nests    []nest
	users    map[string]ids.User
	at       map[string]*http.Cookie
	shown    time.Time // when they logged in
	log      bytes.Buffer
}

const (
	hasTheCases = "handläggaren i ärendena"
	hasTheOther = "handläggaren i det ärende som hen är jävig i"
	colleague   = "kollega i enheten"
	itsManager  = "chef för enheten"
	childDesk   = "mottagning i barnområdet"
	onTheShift  = "socialjour i tjänst"
)

func newAviary(t *testing.T) *aviary {
	t.Helper()
	a := &aviary{town: newTown(t, civil.On(2026, time.March, 2)), users: map[string]ids.User{}, at: map[string]*http.Cookie{}}
	a.users[hasTheCases], a.users["handläggare i annan enhet"], a.users["utförare"] = a.eva, a.jonas, a.marie
	a.users[hasTheOther] = a.hire("Kim Berg", a.unit, org.Handlaggare)
	a.users[colleague], a.users[itsManager] = a.hire("Bo Kvist", a.unit, org.Handlaggare), a.hire("Per Dahl", a.unit, org.Enhetschef)
	south, children := ids.Unit{ID: a.r.Engine.NewID()}, ids.Unit{ID: a.r.Engine.NewID()}
	a.do(engine.Bind(a.r.Engine, orgsql.Units()).Step(children.ID, org.EstablishUnit{Name: "Barnenheten", Side: org.Authority, Areas: []string{"barn"}, From: a.today()}))
	a.users[childDesk] = a.hire("Linnéa Holm", children, org.Mottagning)
	a.users[onTheShift] = a.hire("Cecilia Moberg", children, org.Socialjour)
	for _, role := range org.Roles() {
		if role == org.Utforare || role == org.Omsorgspersonal {
			carer := ids.User{ID: a.r.Engine.NewID()}
			a.do(engine.Bind(a.r.Engine, orgsql.Staff()).Step(carer.ID, org.AppointStaff{Name: "Prov " + string(role), Placement: org.Placement{
				Title: "medarbetare", Roles: []org.Role{role}, Provider: a.norr, From: a.today(),
			}}))
			a.users[string(role)] = carer
			continue
		}
		a.users[string(role)] = a.hire("Prov "+string(role), south, role)
	}
	shift := act.Form{ID: a.r.Engine.NewForm(), Actor: act.Actor{User: a.users[onTheShift], Roles: []string{"socialjour"}, Unit: children}}
	_, err := a.r.Engine.Do(t.Context(), shift, engine.Bind(a.r.Engine, orgsql.Shifts()).Step(a.r.Engine.NewID(), org.BeginShift{Hours: 24, Told: []ids.User{a.users[itsManager]}}))
	if err != nil {
		t.Fatal(err)
	}
	for i, kind := range []people.Protection{people.ProtectedRegistration, people.SecrecyMark, people.AssumedIdentity} {
		a.hide(i+1, kind)
	}
	a.conflicted()
	site, err := newSite(a.r, siteConfig{Municipality: "Norrsala kommun", Board: "Socialnämnden", PickAccount: true, Programs: true, Log: slog.New(slog.NewTextHandler(&a.log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	a.site = site
	return a
}

// lay opens a case with a report in it, and names its canaries.
func (a *aviary) lay(n int, family string, officer ids.User) (ids.Person, nest) {
	a.t.Helper()
	person := a.person("Provbarn", family, civil.On(2014, time.May, 3))
	file, intake := ids.Case{ID: a.r.Engine.NewID()}, a.r.Engine.NewID()
	found := nest{fmt.Sprintf("2026-03%02d", n), person.String(), file.String(), intake.String(), family}
	a.do(
		engine.Bind(a.r.Engine, casesql.Cases()).Step(file.ID, casework.OpenCase{Person: person, Area: casework.Children, Number: found.number, Officer: officer, Unit: a.unit}),
		engine.Bind(a.r.Engine, casesql.Intakes()).Step(intake, casework.ReceiveConcernReport{
			Case: file, Person: person, Received: a.now.Add(-30 * time.Minute), Channel: casework.ByPhone, Officer: officer,
			Reporter: casework.Reporter{Role: "granne", Name: fmt.Sprintf("Anmälarkanarie%d", n)}, Content: casework.IntakeContent{Says: fmt.Sprintf("Textkanarie%d.", n), Danger: "nej"},
		}))
	a.nests = append(a.nests, found)
	return person, found
}

func (a *aviary) hide(n int, kind people.Protection) {
	a.t.Helper()
	person, found := a.lay(n, fmt.Sprintf("Namnkanarie%d", n), a.eva)
	persons := engine.Bind(a.r.Engine, peoplesql.Persons())
	street, phone := fmt.Sprintf("Gatukanarie%d", n), fmt.Sprintf("0000-00 00 7%d", n)
	a.do(persons.Step(person.ID, people.ChangeContact{Contact: people.Contact{Address: street + " 7, 999 99 Provby", Phone: phone}}),
		persons.Step(person.ID, people.SetProtection{Kind: kind}))
	// The number alone is seen by who hands the case out, and by who keeps the files.
	a.canaries = append(a.canaries, canary{found.number, []string{hasTheCases, itsManager, "socialchef", "systemforvaltare"}})
	for _, word := range []string{found.family, fmt.Sprintf("Anmälarkanarie%d", n), fmt.Sprintf("Textkanarie%d", n)} {
		a.canaries = append(a.canaries, canary{word, []string{hasTheCases}})
	}
	a.canaries = append(a.canaries, canary{word: street}, canary{word: phone}) // shown for a reason, and for a minute
}

// conflicted lays the case that the officer of the others must see nothing of.
func (a *aviary) conflicted() {
	a.t.Helper()
	person, found := a.lay(9, "Jävkanarie", a.users[hasTheOther])
	a.do(engine.Bind(a.r.Engine, peoplesql.Persons()).Step(person.ID, people.ReportConflict{Why: "Syster."})) // by Eva
	readers := []string{hasTheOther, colleague, itsManager, "socialchef", "kvalitet"}
	for _, word := range []string{"Anmälarkanarie9", "Textkanarie9"} {
		a.canaries = append(a.canaries, canary{word, readers})
	}
	readers = append(readers, childDesk, onTheShift) // that the child has a case
	a.canaries = append(a.canaries, canary{found.family, readers}, canary{found.number, append(slices.Clone(readers), "systemforvaltare")})
}

// ask sends one request as someone, logging in anew before the session runs out.
func (a *aviary) ask(to http.Handler, name, method, path string, form url.Values) *httptest.ResponseRecorder {
	a.t.Helper()
	if a.now.Sub(a.shown) > 10*time.Minute {
		a.shown = a.now
		clear(a.at)
	}
	if a.at[name] == nil {
		a.at[name] = logIn(a.t, a.site, webkit.Account{Actor: act.Actor{User: a.users[name]}, Name: name})
	}
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(a.at[name])
	answer := httptest.NewRecorder()
	to.ServeHTTP(answer, r)
	return answer
}

// leaks are the canaries that an answer tells of someone who may not meet them;
// what the asker wrote in the address themselves is no answer.
func (a *aviary) leaks(name, path string, form url.Values, answer *httptest.ResponseRecorder) (leaked []string, met int) {
	a.t.Helper()
	said := wordsOf(a.t, answer)
	path, query, _ := strings.Cut(path, "?")
	own := []string{path, query}
	for _, values := range form {
		own = append(own, values...)
	}
	for _, c := range a.canaries {
		left := said
		for _, wrote := range own {
			if strings.Contains(wrote, c.word) {
				left = strings.ReplaceAll(strings.ReplaceAll(left, url.QueryEscape(wrote), ""), wrote, "")
			}
		}
		switch {
		case !strings.Contains(left, c.word):
		case slices.Contains(c.may, name):
			met++
		default:
			leaked = append(leaked, c.word)
		}
	}
	return leaked, met
}

var pathValue = regexp.MustCompile(`\{([a-z]+)\.*\}`)

// What stands for the values of an address that name no file: a route with one
// that is not named here is covered by nobody.
func namedValues() map[string]string {
	return map[string]string{
		"slag": "case", "regel": "child-prelim-14d", "siffra": "lag", "punkt": "skyddsbedomning", "del": "uppfyllda",
		"no": "1", "dag": "2026-03-02", "fil": "stil.css", "nyckel": "barn", "steg": "godkann", "mall": "overklaga", "organ": "utskott",
		"besok": "00000000000000000000000000000001", "version": "0",
		"manad": "2026-03",
	}
}

// addresses are those of a route, about each of the nests by each of its names;
// one where the route names no file.
func (a *aviary) addresses(route webkit.Route) []string {
	a.t.Helper()
	var all []string
	fill := func(number, id string) {
		all = append(all, pathValue.ReplaceAllStringFunc(route.Path(), func(value string) string {
			switch key := strings.Trim(value, "{}."); key {
			case "nr":
				return number
			case "id", "uppdrag", "insats", "akt", "begaran", "forslag", "utforare":
				return id
			default:
				if namedValues()[key] == "" {
					a.t.Errorf("%s: say in this test what stands for %s", route.Pattern, value)
				}
				return namedValues()[key]
			}
		}))
	}
	if !strings.ContainsAny(route.Path(), "{") {
		all = append(all, route.Path())
	} else {
		for i, n := range a.nests {
			fill(n.number, n.intake)
			if whole := i == 0 || i == len(a.nests)-1; whole && !testing.Short() {
				fill(n.number, n.person)
				fill(n.number, n.file)
			}
			if i == 0 {
				fill(n.person, n.person) // where the number of the case goes, too
			}
		}
	}
	if strings.HasPrefix(route.Path(), "/rapporter/") {
		for _, format := range []string{"csv", "json", "pdf"} {
			all = append(all, strings.ReplaceAll(route.Path(), "{nyckel}", "barn")+"?format="+format)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// walk asks every line of the access list as everyone who is chosen, and gathers
// what leaks, what was met by those who may, and how many answers were looked through.
func (a *aviary) walk(to http.Handler, chosen func(name string, route webkit.Route) bool) (leaked []string, met, asked int) {
	a.t.Helper()
	for _, name := range slices.Sorted(maps.Keys(a.users)) {
		a.now = a.now.Add(2 * time.Minute)
		for _, route := range a.site.Routes() {
			if strings.HasPrefix(route.Path(), "/logga-ut") || !chosen(name, route) {
				continue
			}
			for i, path := range a.addresses(route) {
				form := url.Values{"akt": {a.r.Engine.NewForm().String()}, "q": {a.nests[i%len(a.nests)].family}}
				answer := a.ask(to, name, route.Method(), path, form)
				asked++
				words, n := a.leaks(name, path, form, answer)
				met += n
				for _, word := range words {
					leaked = append(leaked, fmt.Sprintf("%s: %s %s tells %s", name, route.Method(), path, word))
				}
				if answer.Code >= 500 {
					leaked = append(leaked, fmt.Sprintf("%s: %s %s: %d", name, route.Method(), path, answer.Code))
				}
				// What the page's template leaves out, its struct must not hold: a program reads that.
				if route.Method() != http.MethodGet || route.Action == webkit.Open || answer.Code != http.StatusOK {
					continue
				}
				answer = a.ask(to, name, http.MethodGet, webkit.APIRoot+path, nil)
				asked++
				words, n = a.leaks(name, path, form, answer)
				met += n
				for _, word := range words {
					leaked = append(leaked, fmt.Sprintf("%s: a program that asks for %s is told %s", name, path, word))
				}
				if answer.Code != http.StatusOK {
					leaked = append(leaked, fmt.Sprintf("%s: a program that asks for %s gets %d, and a browser the page", name, path, answer.Code))
				}
			}
		}
	}
	return leaked, met, asked
}

func everywhere(string, webkit.Route) bool { return true }

// Every line of the access list is asked as every role, about files with canary
// words in what is protected, of each of the three kinds of protection and of a
// conflict of interest. None leaves the server for one who may not meet it: in page,
// list, count, export, print, error, header, link or log.
func TestNoCanaryLeavesTheServer(t *testing.T) {
	t.Parallel()
	a := newAviary(t)
	leaked, met, asked := a.walk(a.site, everywhere)
	for _, l := range leaked {
		t.Error(l)
	}
	for _, c := range a.canaries {
		if strings.Contains(a.log.String(), c.word) {
			t.Errorf("the log tells %s", c.word)
		}
	}
	t.Logf("%d answers, %d canaries met by those who may", asked, met)
	if asked < 10_000 {
		t.Errorf("only %d answers were looked through", asked)
	}
	if met < 100 {
		t.Errorf("%d canaries were met by those who may: too few to be found", met)
	}
}

// Real forms, as the officer's and the manager's pages hold them, are sent by
// everyone else: nothing of what is protected is in the answer or where it leads.
func TestNoCanaryLeavesByAForm(t *testing.T) {
	if testing.Short() {
		t.Skip("posts some thousand forms")
	}
	t.Parallel()
	a := newAviary(t)
	a.server.Config.Handler = a.site
	var forms []foundForm
	seen := map[string]bool{}
	for _, holder := range []string{hasTheCases, hasTheOther, itsManager} {
		for _, form := range a.login(a.users[holder]).everyForm("/min-dag", "/mottagning", "/arenden", "/enhet", "/arende/2026-0301", "/arende/2026-0309") {
			if !seen[form.action] && !strings.HasPrefix(form.action, "/logga-") {
				seen[form.action] = true
				forms = append(forms, form)
			}
		}
	}
	posted := 0
	for _, name := range slices.Sorted(maps.Keys(a.users)) {
		if name == hasTheCases || name == hasTheOther || name == itsManager {
			continue // theirs are the forms
		}
		a.now = a.now.Add(2 * time.Minute)
		for _, form := range forms {
			values := url.Values{}
			maps.Copy(values, form.values)
			values.Set("akt", a.r.Engine.NewForm().String())
			answer := a.ask(a.site, name, http.MethodPost, form.action, values)
			posted++
			words, _ := a.leaks(name, form.action, values, answer)
			for _, word := range words {
				t.Errorf("%s: POST %s tells %s (%d)", name, form.action, word, answer.Code)
			}
			if answer.Code >= 500 {
				t.Errorf("%s: POST %s: %d", name, form.action, answer.Code)
			}
		}
	}
	t.Logf("%d forms of %d addresses", posted, len(forms))
	if posted < 400 {
		t.Errorf("only %d forms were sent", posted)
	}
}
