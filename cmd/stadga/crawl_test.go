package main

import (
	"context"
	"fmt"
	"html"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/simulate"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
)

var (
	shapeless = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d{4}`)
	pointPath = regexp.MustCompile(`^/(kvalitet|granskning)/[a-z0-9-]+`)
	linkTo    = regexp.MustCompile(`href="(/(?:&#\d+;|[^"#])*)`)
	whyOf     = regexp.MustCompile(`(/varfor/[a-z]+)/N/.*`)
	finding   = regexp.MustCompile(`(?s)<div class="frist".*?</div>|<td[^>]*data-namn="(?:Frist|Nästa frist)">.*?</td>|<p class="skal-till">.*?</p>`)
	reviewed  = regexp.MustCompile(`(?s)<td[^>]*data-namn="Bedömning">.*?</td>`) // of one finding, in the lists of Granskning
	partPath  = regexp.MustCompile(`^/granskning/[^/]+/[^/]+$`)
	figures   = []*regexp.Regexp{
		regexp.MustCompile(`<a href="([^"]+)"><b>([\d\x{00a0}]+)</b>`),
		regexp.MustCompile(`<a class="hel" href="([^"]+)">([\d\x{00a0}]+) (?:av|inte uppfyl)`),
		regexp.MustCompile(`<a href="([^"]+)">([\d\x{00a0}]+) kan inte bedömas`),
		regexp.MustCompile(`data-namn="(?:Inte uppfyllt|Kan inte bedömas|Antal|Lagfrist bryts|Lokalt mål bryts|Ofördelade)"[^>]*><a href="([^"]+)">([\d\x{00a0}]+)`),
		regexp.MustCompile(`(?:data-namn="Avstämning">|, )<a href="([^"]+)">([\d\x{00a0}]+)</a>`),
	}
)

// figuresOf finds every figure of a page that opens a list, by the list's address.
func figuresOf(body string) map[string]int {
	all := map[string]int{}
	for _, shape := range figures {
		for _, m := range shape.FindAllStringSubmatch(body, -1) {
			if n, err := strconv.Atoi(strings.ReplaceAll(m[2], "\u00a0", "")); err == nil {
				all[html.UnescapeString(m[1])] = n
			}
		}
	}
	return all
}

// In a small Norrsala with its stories, every link that a page shows to someone
// leads somewhere for that someone, every page keeps what pages promise, every
// figure opens a list of as many rows, and nobody but those who have the case
// meets the name of a person with protected identity.
func TestEveryoneWalksTheWholeHouse(t *testing.T) {
	if testing.Short() {
		t.Skip("lives half a year of an invented municipality")
	}
	t.Parallel()
	end := civil.MustParse("2026-03-12").At(16, 0)
	address := "sqlite:" + t.TempDir()
	world := simulate.World{Seed: 1, Inhabitants: 800, Months: 6, End: end, Stories: true}
	_, refused, err := liveNorrsala(t.Context(), address, world, true, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(refused) > 0 {
		var all strings.Builder
		tellRefused(&all, refused)
		t.Error(all.String())
	}
	r, err := openRecord(t.Context(), recordOptions{URL: address, Name: inventedBoard, Clock: func() time.Time { return end }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	config := siteConfig{Municipality: "Norrsala kommun", Board: "Socialnämnden", PickAccount: true, Log: slog.New(slog.DiscardHandler)}
	site, err := newSite(r, config)
	if err != nil {
		t.Fatal(err)
	}
	protected := protectedNames(t, r)
	if len(protected) == 0 {
		t.Fatal("nobody in the world has protected identity")
	}
	accounts, err := site.Accounts.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// Those whom the stories speak of come first: they have something to look at.
	shown := func(a webkit.Account) bool {
		return slices.ContainsFunc(simulate.Staff(), func(p simulate.Post) bool { return p.Name == a.Name && p.Shown != "" })
	}
	slices.SortStableFunc(accounts, func(a, b webkit.Account) int {
		switch {
		case shown(a) == shown(b):
			return 0
		case shown(a):
			return -1
		}
		return 1
	})
	seen, told, known := map[string]bool{}, map[string]bool{}, marksOf(t, r)
	ways, walked, who := routingOf(site), map[string]map[string]bool{}, map[string]webkit.Account{}
	for _, account := range accounts {
		role := strings.Join(account.Actor.Roles, " ")
		if seen[role] {
			continue
		}
		seen[role] = true
		t.Run(account.Name+", "+role, func(t *testing.T) {
			walked[role], who[role] = map[string]bool{}, account
			pages := walk(t, site, account, protected, told, readers{r, known}, ways, walked[role])
			nothingShown(t, r, config, account, known, pages)
		})
	}
	t.Run("what is left out", func(t *testing.T) { leftOut(t, site, r, walked, who) })
	t.Run("without identities", func(t *testing.T) { reviewTellsOfNobody(t, site, r, accounts) })
	checkLawAtSteps(t, site, r, accounts, told)
	if len(seen) < 8 {
		t.Errorf("only %d roles walked", len(seen))
	}
}

// A walk opens every route that it is shown the way to, and few pages of each: two
// cases are as good as thirty. Where the address names what is shown, as that of a
// report does, some more are opened.
const (
	alike    = 2 // pages that differ by what they are about alone
	perRoute = 6 // pages of one route
)

// A routing finds the route of an address.
type routing struct{ mux *http.ServeMux }

func routingOf(site *webkit.Site) routing {
	ways := routing{http.NewServeMux()}
	for _, route := range site.Routes() {
		if strings.HasPrefix(route.Pattern, "GET ") {
			ways.mux.Handle(route.Pattern, http.NotFoundHandler())
		}
	}
	return ways
}

func (ways routing) of(path string) string {
	_, pattern := ways.mux.Handler(httptest.NewRequest(http.MethodGet, path, nil))
	return pattern
}

// unwalked are routes that no link leads to in the world walked, each with why.
// What else is left out fails.
var unwalked = map[string]string{
	"GET /statiskt/{fil}":                              "no page: its files are fetched by pages",
	"GET /{$}":                                         "sends each to the own first page",
	"GET /logga-in":                                    "they have logged in",
	"GET /granskning/{punkt}":                          "a control objective leads straight to its parts",
	"GET /granskning/historik/sigill/{dag}":            "nothing has been sealed in a world just laid",
	"GET /granskning/historik/sigill/lasningar/{dag}":  "nothing has been sealed in a world just laid",
	"GET /arende/{nr}/utredning/{no}/underlag":         "only while a finished document waits for its decision",
	"GET /arende/{nr}/utredning/{no}/underlag.pdf":     "only while a finished document waits for its decision",
	"GET /mottagning/kvitto/{id}":                      "the answer to a report that was posted",
	"GET /arende/{nr}/dolda-uppgifter":                 "the way to it is a button that posts",
	"GET /brev-att-skicka.pdf":                         "every letter in the world walked is sent",
	"GET /ekonomi/fakturor/{id}":                       "no invoice has come in in the world walked",
	"GET /ekonomi/fakturor/{id}/fil":                   "no invoice has come in in the world walked",
	"GET /kvalitet/registreringar/stickprov/{id}":      "nobody has drawn visits in the world walked",
	"GET /kvalitet/registreringar/stickprov/{id}/{nr}": "nobody has drawn visits in the world walked",
	"GET /sok": "a form that is sent",
	"GET /arende/{nr}/aktualisering/{id}/hav-sparr":             "nobody has locked contacts",
	"GET /arende/{nr}/aktualisering/{id}/kortbeslut":            "no team has a matter of its kind",
	"GET /arende/{nr}/aktualisering/{id}/inskrivning":           "nobody is in hospital",
	"GET /arende/{nr}/aktualisering/{id}/utskrivningsplanering": "nobody is in hospital",
	"GET /arende/{nr}/aktualisering/{id}/utskrivningsklar":      "nobody is in hospital",
	"GET /arende/{nr}/aktualisering/{id}/lamnat-sjukhuset":      "nobody is in hospital",
	"GET /arende/{nr}/aktualisering/{id}/svara-kommunen":        "no other municipality asks",
	"GET /arende/{nr}/aktualisering/{id}/yttrande":              "no court asks for an opinion",
	"GET /arende/{nr}/aktualisering/{id}/ungdomstjanst":         "no court has sentenced anyone",
	"GET /arende/{nr}/anteckning/{id}/andra":                    "every note is signed",
	"GET /arende/{nr}/anteckning/{id}/flytta":                   "every misfiled note has been moved",
	"GET /arende/{nr}/beslut/{no}/vardplan/{insats}":            "nobody meets a decision on care outside the home in the world walked",
	"GET /arende/{nr}/tvang/{akt}":                              "nobody is in care under LVU or LVM in the world walked",
	"GET /arende/{nr}/nummer":                                   "everyone has a number",
	"GET /arende/{nr}/hav-skydd":                                "those who have a protected file are not the first of their role",
	"GET /arende/{nr}/samma-person":                             "the doubles are merged",
	"GET /arende/{nr}/hav-jav":                                  "nobody is in conflict",
	"GET /arende/{nr}/overflyttning/svar":                       "no other municipality asks",
	"GET /arende/{nr}/samordning/steg":                          "nobody coordinates",
	"GET /arende/{nr}/samordning/klart":                         "nobody coordinates",
	"GET /arende/{nr}/samordning/avsluta":                       "nobody coordinates",
	"GET /granskning/loggkontroll/{id}":                         "nobody has read oddly",
	"GET /jour/{id}":                                            "nobody has been on call lately",
	"GET /administration/gallring/{akt}":                        "no file is old enough",
	"GET /arende/{nr}/utlamnande/{begaran}":                     "nobody has asked for documents",
	"GET /arende/{nr}/utlamnande/{begaran}/del/{del}":           "nobody has asked for documents",
	"GET /arende/{nr}/utlamnande/{begaran}/handlingar.pdf":      "nobody has asked for documents",
	"GET /arende/{nr}/utlamnande/{begaran}/beslut.pdf":          "nobody has asked for documents",
	"GET /arende/{nr}/samtycke/nod-genomgang":                   "nobody has read without consent",
	"GET /arende/{nr}/sip/kalla":                                "nobody has a plan with others",
	"GET /arende/{nr}/sip/plan":                                 "nobody has a plan with others",
	"GET /arende/{nr}/sip/uppfoljning":                          "nobody has a plan with others",
	"GET /arende/{nr}/namnder/{id}":                             "there is one board",
	"GET /namndpost/{id}":                                       "there is one board",
	"GET /utforare/besok-okant/{nr}":                            "nobody has sent a visit for an order that is not",
	"GET /utforare/uppdrag/{nr}/narstaende/besok.pdf":           "nobody has wished to show visits to anyone",
	"GET /arende/{nr}/insatser/{uppdrag}/narstaende/besok.pdf":  "nobody has wished to show visits to anyone",
	"GET /utforare/larm":                                        "no alarm is installed in the world walked",
	"GET /besok/laget":                                          "no page: the phone's scripts ask for it",
	"GET /besok/rutt":                                           "no page: the phone's scripts ask for it",
	"GET /besok/skal":                                           "no page: the phone keeps it for when there is no network",
	"GET /besok/arbetare.js":                                    "no page: the phone's service worker",
	"GET /nodatkomst/{id}":                                      "nobody has broken the glass",
}

// leftOut tells of each role what it may open and met no way to, and fails where
// nobody met one.
func leftOut(t *testing.T, site *webkit.Site, r *record, walked map[string]map[string]bool, who map[string]webkit.Account) {
	for _, role := range slices.Sorted(maps.Keys(walked)) {
		var missed []string
		for _, route := range site.Routes() {
			may := route.Action == webkit.Open || r.door.May(who[role].Actor.Who(r.Clock()), route.Action)
			if strings.HasPrefix(route.Pattern, "GET ") && may && !walked[role][route.Pattern] {
				missed = append(missed, route.Pattern)
			}
		}
		t.Logf("%s opened %d routes, and may open %d more that no link led to: %s", role, len(walked[role]), len(missed), strings.Join(missed, ", "))
	}
	for _, route := range site.Routes() {
		if !strings.HasPrefix(route.Pattern, "GET ") {
			continue
		}
		met := false
		for _, routes := range walked {
			met = met || routes[route.Pattern]
		}
		switch why, known := unwalked[route.Pattern]; {
		case met && known:
			t.Errorf("%s is walked, and is said not to be: %s", route.Pattern, why)
		case !met && !known:
			t.Errorf("nobody is led to %s", route.Pattern)
		}
	}
}

// walk follows every link. It returns the pages, and of each whether it told of anyone.
func walk(t *testing.T, site *webkit.Site, account webkit.Account, protected map[string]allowed, told map[string]bool, logged readers, ways routing, walked map[string]bool) map[string]bool {
	opened := map[string]bool{}
	cookie := logIn(t, site, account)
	get := func(path string) *httptest.ResponseRecorder {
		request := httptest.NewRequest(http.MethodGet, path, nil)
		request.AddCookie(cookie)
		answer := httptest.NewRecorder()
		site.ServeHTTP(answer, request)
		return answer
	}
	findings := 0
	defer func() {
		if sees := []string{"handlaggare", "revisor", "enhetschef", "utforare"}; findings == 0 && slices.ContainsFunc(account.Actor.Roles, func(role string) bool { return slices.Contains(sees, role) }) {
			t.Error("no finding was met on the way")
		}
	}()
	queue, found, shapes := []string{account.Start}, map[string]bool{account.Start: true}, map[string]int{}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		before, _, _ := strings.Cut(path, "?")
		shape := whyOf.ReplaceAllString(shapeless.ReplaceAllString(before, "N"), "$1") // one rule is explained as another
		if before != "/kvalitet/egenkontroll" && before != "/kvalitet/avvikelser" {
			shape = pointPath.ReplaceAllString(shape, "/$1/N") // one control point is as good as forty
		}
		route := ways.of(path)
		if shapes[shape] == alike || shapes[route] == perRoute {
			continue
		}
		shapes[shape]++
		shapes[route]++
		since := logged.last(t)
		answer := get(path)
		if answer.Code != http.StatusOK {
			t.Errorf("%s leads to %d", path, answer.Code)
			continue
		}
		walked[route] = true
		body := answer.Body.String()
		lawToldOn(body, told)
		if !strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html") {
			continue
		}
		unlogged, wrote := logged.unlogged(t, webtest.Words([]byte(body)), since)
		if opened[path] = wrote; len(unlogged) > 0 {
			t.Errorf("%s tells of %v and the log of readings does not", path, unlogged)
		}
		for _, problem := range webtest.Problems([]byte(body)) {
			t.Errorf("%s: %s", path, problem)
		}
		shown := finding.FindAllString(body, -1)
		if partPath.MatchString(before) {
			shown = append(shown, reviewed.FindAllString(body, -1)...)
		}
		for _, found := range shown {
			if findings++; !strings.Contains(found, "/varfor/") && !strings.Contains(found, "startar vid beslutet") && !strings.Contains(found, `data-namn="Nästa frist">–`) {
				t.Errorf("%s shows a finding without a why: %s", path, found)
			}
		}
		says := webtest.Words([]byte(body))
		for name, may := range protected {
			if strings.Contains(says, name) && !may.has(account.Actor) {
				t.Errorf("%s shows the name of someone with protected identity", path)
			}
		}
		for to, n := range figuresOf(body) {
			list := webtest.Words(get(to).Body.Bytes())
			if n > 0 && !strings.Contains(list, " av "+strings.Join(strings.Fields(webkit.Thousands(n)), " ")) {
				t.Errorf("%s says %d, and %s lists something else", path, n, to)
			}
			if n == 0 && strings.Contains(list, "Visar 1–") {
				t.Errorf("%s says nothing, and %s lists rows", path, to)
			}
		}
		for _, m := range linkTo.FindAllStringSubmatch(body, -1) {
			to := html.UnescapeString(m[1])
			if !found[to] && !strings.HasPrefix(to, "/statiskt/") && to != "/" {
				found[to] = true
				queue = append(queue, to)
			}
		}
	}
	return opened
}

func logIn(t testing.TB, site *webkit.Site, account webkit.Account) *http.Cookie {
	t.Helper()
	request := httptest.NewRequest(http.MethodPost, "/logga-in", strings.NewReader(url.Values{"konto": {account.Actor.User.String()}}.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	// Each sits at a machine of their own: so many log-ins from one are refused.
	request.RemoteAddr = fmt.Sprintf("192.0.2.%d:1234", account.Actor.User.ID[15])
	answer := httptest.NewRecorder()
	site.ServeHTTP(answer, request)
	cookies := answer.Result().Cookies()
	if len(cookies) == 0 {
		t.Fatalf("log-in of %s: %d", account.Name, answer.Code)
	}
	return cookies[len(cookies)-1]
}

// protectedNames are the names of persons with protected identity, each with
// the officers of the cases they stand in and the providers of their orders.
func protectedNames(t *testing.T, r *record) map[string]allowed {
	t.Helper()
	rows, err := r.Store.Reader().QueryContext(context.Background(), `select p.given || ' ' || p.family, c.officer, coalesce(o.provider, c.officer)
		from person p left join person_relation rel on rel.other = p.id
		join cases c on c.person = p.id or c.person = rel.person
		left join order_line o on o.case_id = c.id
		where p.protection <> ''`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names := map[string]allowed{}
	for rows.Next() {
		var name string
		var officer ids.User
		var provider ids.Provider
		if err := rows.Scan(&name, &officer, &provider); err != nil {
			t.Fatal(err)
		}
		a := names[name]
		a.users, a.providers = append(a.users, officer), append(a.providers, provider)
		names[name] = a
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return names
}

// allowed are those who may meet a protected name.
type allowed struct {
	users     []ids.User
	providers []ids.Provider
}

func (a allowed) has(who act.Actor) bool {
	return slices.ContainsFunc(a.users, func(u ids.User) bool { return u.IsZero() || u == who.User || slices.Contains(who.Covers, u) }) ||
		slices.Contains(a.providers, who.Provider)
}

// reviewTellsOfNobody opens every control objective, its splits and its lists as an
// auditor and as a controller, and looks for each name, number and case of the world.
func reviewTellsOfNobody(t *testing.T, site *webkit.Site, r *record, accounts []webkit.Account) {
	secret := identities(t, r)
	if len(secret) < 200 {
		t.Fatalf("only %d names and numbers to look for", len(secret))
	}
	for _, role := range []string{"revisor", "controller"} {
		i := slices.IndexFunc(accounts, func(a webkit.Account) bool { return slices.Contains(a.Actor.Roles, role) })
		cookie, own := logIn(t, site, accounts[i]), accounts[i].Name
		root := map[string]string{"revisor": "/granskning", "controller": "/kvalitet"}[role]
		opened, queue, found := 0, []string{root}, map[string]bool{root: true}
		for len(queue) > 0 && opened < 120 {
			path := queue[0]
			queue = queue[1:]
			request := httptest.NewRequest(http.MethodGet, path, nil)
			request.AddCookie(cookie)
			answer := httptest.NewRecorder()
			site.ServeHTTP(answer, request)
			opened++
			body := answer.Body.String()
			says := " " + strings.ReplaceAll(webtest.Words([]byte(body)), own, "") + " "
			if strings.Contains(body, "/arende/") || strings.Contains(body, "/person/") {
				t.Errorf("%s, %s leads to someone's file", role, path)
			}
			for _, word := range strings.Fields(says) {
				if secret[strings.Trim(word, ".,:;()")] {
					t.Errorf("%s, %s shows %s", role, path, word)
				}
			}
			words := strings.Fields(says)
			for n := range words[:max(0, len(words)-1)] {
				if secret[strings.Trim(words[n]+" "+words[n+1], ".,:;()")] {
					t.Errorf("%s, %s names %s %s", role, path, words[n], words[n+1])
				}
			}
			for _, m := range linkTo.FindAllStringSubmatch(body, -1) {
				if to := html.UnescapeString(m[1]); !found[to] && strings.HasPrefix(to, root+"/") && !strings.HasPrefix(to, "/kvalitet/avvikelse") {
					found[to] = true
					queue = append(queue, to)
				}
			}
		}
		if opened < 60 {
			t.Errorf("%s opened only %d pages", role, opened)
		}
	}
}

// identities are every name, identity number and case number of the world, of
// persons and of those who work there.
func identities(t *testing.T, r *record) map[string]bool {
	t.Helper()
	rows, err := r.Store.Reader().QueryContext(t.Context(), `select given || ' ' || family from person where family <> '' union select number from person where number <> ''
		union select number from cases union select name from staff`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	secret := map[string]bool{}
	for rows.Next() {
		var word string
		if err := rows.Scan(&word); err != nil {
			t.Fatal(err)
		}
		secret[word] = true
	}
	return secret
}
