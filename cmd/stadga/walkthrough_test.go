package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/org"
	"stadga/internal/webkit/webtest"
)

// A section of the walkthrough, and what it says that happens in it.
type section struct {
	title                   string
	prose                   string // without names, buttons and what pages say
	pages, presses          []string
	events, rules, sentence []string
}

var (
	named  = regexp.MustCompile("`([^`\n]+)`|\"([^\"\n]+)\"")
	ruleID = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)+$`)
	anchor = regexp.MustCompile(`(?s)<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>`)
)

// readWalkthrough reads docs/walkthrough.md, section by section.
func readWalkthrough(t *testing.T) []section {
	t.Helper()
	text, err := os.ReadFile("../../docs/walkthrough.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []section
	for i, part := range strings.Split(string(text), "\n## ") {
		if i == 0 {
			continue
		}
		s := section{title: strings.SplitN(part, "\n", 2)[0]}
		var prose []string
		for _, line := range strings.Split(part, "\n") {
			if said, ok := strings.CutPrefix(line, "> "); ok {
				s.sentence = append(s.sentence, strings.TrimSpace(said))
			} else {
				prose = append(prose, line)
			}
		}
		s.prose = strings.Join(strings.Fields(named.ReplaceAllString(strings.Join(prose[1:], "\n"), "")), " ")
		for _, m := range named.FindAllStringSubmatch(strings.Join(prose, "\n"), -1) {
			switch name := m[1]; {
			case m[2] != "":
				s.presses = append(s.presses, m[2])
			case strings.HasPrefix(name, "/"):
				s.pages = append(s.pages, name)
			case strings.HasSuffix(name, ".v1"):
				s.events = append(s.events, name)
			case ruleID.MatchString(name) && !strings.HasPrefix(name, "uppfoljning-"):
				s.rules = append(s.rules, name)
			}
		}
		all = append(all, s)
	}
	return all
}

// A walker goes through the program as the walkthrough says, and remembers what was
// seen on the way.
type walker struct {
	*town
	eva, marie, anneli *browser
	file, order        string // pages of the case and of the order
	paths              []string
	seen               strings.Builder
}

// saw remembers the page a browser is on.
func (w *walker) saw(b *browser) *browser {
	w.paths = append(w.paths, b.path)
	w.seen.WriteString(webtest.Words(b.body) + "\n")
	return b
}

// at opens a page and remembers it.
func (w *walker) at(b *browser, path string) *browser {
	w.t.Helper()
	b.open(path)
	if b.code != 200 {
		w.t.Fatalf("%s: %d", path, b.code)
	}
	return w.saw(b)
}

// sends posts a form and remembers the address and what came.
func (w *walker) sends(b *browser, action string, typed ...string) *browser {
	w.t.Helper()
	w.saw(b)
	b.fill(action, typed...)
	if b.code != 200 {
		w.t.Fatalf("%s (%d): %s", action, b.code, webtest.Words(b.body))
	}
	w.paths = append(w.paths, action)
	return w.saw(b)
}

// leads is where the link with the words leads.
func (b *browser) leads(words string) string {
	b.w.t.Helper()
	for _, m := range anchor.FindAllStringSubmatch(string(b.body), -1) {
		if strings.Contains(webtest.Words([]byte(m[2])), words) {
			return unescape(m[1])
		}
	}
	b.w.t.Fatalf("%s has no link %q: %s", b.path, words, webtest.Words(b.body))
	return ""
}

// The steps of the walkthrough, in its order.
func (w *walker) steps() []func() {
	part := func(key string) string { return w.file + "/utredning/1/" + key }
	write := func(key, text string) {
		w.at(w.eva, part(key))
		w.sends(w.eva, part(key)+"/skriv", "text", text, "klar", "ja")
	}
	return []func(){
		func() { // she applies
			const page = "/mottagning/ny-ansokan"
			w.at(w.eva, page)
			w.sends(w.eva, page, "person", "19420709-9146 Alma Provdal", "area", "aldre", "says", "Jag orkar inte duscha själv längre och är rädd att ramla.")
			w.file = w.eva.leads("Anteckna mer")
		},
		func() { // an investigation is opened
			w.at(w.eva, w.file)
			intake := w.eva.leads("Läs ansökan")
			w.at(w.eva, intake+"/beslut")
			w.sends(w.eva, intake+"/beslut", "outcome", "inleda", "question", "Vilken hjälp behöver Alma för att duscha tryggt?")
		},
		func() { // it is written
			w.pass(8)
			w.at(w.eva, w.file+"/utredning")
			write("situation", "Alma bor ensam i en lägenhet med badkar.")
			write("personlig-vard", "Klarar det mesta själv men kommer inte ur badkaret utan stöd.")
			w.sends(w.eva, part("personlig-vard/behov"), "need", "Att komma i och ur badkaret", "strength", "Tvättar sig själv sittande")
			w.sends(w.eva, part("personlig-vard/mal"), "goal", "Duscha två gånger i veckan utan att falla", "measure", "Alma och utföraren antecknar varje dusch", "by", "2026-08-01")
			w.at(w.eva, part("egna-ord"))
			w.sends(w.eva, part("egna-ord/skriv-ord"))
			w.at(w.eva, part("hembesok"))
			w.sends(w.eva, part("hembesok/hembesok"), "home_visit", "i dag")
			w.at(w.eva, part("barn-berors"))
			w.sends(w.eva, part("barn-berors/svara"), "children", "nej")
			write("bedomning", "Alma behöver stöd vid dusch för att leva under skäliga levnadsförhållanden.")
		},
		func() { // the document is ready
			w.at(w.eva, part("klart"))
			w.sends(w.eva, part("klart/klart"))
			w.at(w.eva, part("kommunicering"))
			w.sends(w.eva, part("kommunicering/stallning"), "need", "uppenbart-obehovlig", "reason", "Alma får det hon har ansökt om.")
		},
		func() { // the decision
			page := w.file + "/beslut"
			w.at(w.eva, page+"?insats=hemtjanst-dusch")
			w.sends(w.eva, page, "item0.outcome", "bifall", "item0.extent", "2", "item0.goal", "m1", "granska", "ja")
			w.sends(w.eva, page, "signera", "ja")
		},
		func() { // she receives it
			w.sends(w.eva, w.file+"/beslut/1/skicka", "how", "brev")
			w.pass(4)
			w.at(w.eva, w.file+"/beslut/1")
			w.sends(w.eva, w.file+"/beslut/1/mottaget", "received", "i dag", "proof", "telefonsamtal")
		},
		func() { // the order
			page := w.file + "/insatser"
			w.at(w.eva, page)
			w.sends(w.eva, page, "provider", w.norr.String())
			w.at(w.marie, "/utforare")
			w.order = w.marie.leads("Alma Provdal")
			w.at(w.marie, w.order)
			w.sends(w.marie, w.order+"/kvittera", "start", w.today().String(), "able", "har")
			plan := w.marie.leads("Upprätta genomförandeplan")
			w.at(w.marie, plan)
			form := w.marie.forms(plan)[0]
			form.Set("goal", "Tisdag och fredag förmiddag, helst samma personal.")
			form.Set("activity", "Dusch med stöd")
			form.Set("participation", "Alma valde dagarna.")
			form.Set("shared_on", w.today().String())
			form.Set("collaboration", "Ingen annan behövs.")
			w.saw(w.marie.post(plan, form))
		},
		func() { // the first visit
			w.pass(1)
			page := w.order + "/besok"
			w.at(w.marie, w.order)
			w.at(w.marie, page)
			w.sends(w.marie, page, "day", "i dag", "from", "08:10", "to", "08:30", "class", "tagg-in-och-ut")
			w.at(w.marie, w.order)
		},
		func() { // the follow-up
			w.pass(120)
			w.at(w.eva, w.file+"/uppfoljning")
			page := w.eva.leads("dusch")
			w.at(w.eva, page)
			w.sends(w.eva, page, "goal_m1", "natt", "effect", "Jag känner mig ren och vågar vara hemma.", "no_longer", "nej", "unmet_by", "inga", "indikator_inflytande", "ja")
		},
		func() { // the figure
			w.at(w.anneli, "/rapporter/uppfoljning-i-tid?fran=2026-01-01&till="+w.today().String())
			w.at(w.anneli, "/kvalitet")
			w.sends(w.anneli, "/kvalitet/rakna-om") // a job does so every quarter of an hour
			w.at(w.anneli, w.anneli.leads("Individuppföljning i tid"))
		},
	}
}

// TestTheWalkthroughIsWalked goes through the program step by step, as the document
// does, and holds every page, button, event, rule and sentence of each section to
// what happened in that step.
func TestTheWalkthroughIsWalked(t *testing.T) {
	town := newTown(t, civil.On(2026, time.February, 2))
	w := &walker{town: town, eva: town.login(town.eva), marie: town.login(town.marie)}
	w.anneli = town.login(town.hire("Anneli Kvist", town.unit, org.Kvalitet))
	sections, steps, figures := readWalkthrough(t), w.steps(), w.figures()
	if len(sections) != len(steps) {
		t.Fatalf("the walkthrough has %d sections and the walk %d steps", len(sections), len(steps))
	}
	for i, s := range sections {
		before := w.lastEvent()
		w.paths = nil
		w.seen.Reset()
		steps[i]()
		seen := strings.Join(strings.Fields(w.seen.String()), " ")
		for _, page := range s.pages {
			if !slices.ContainsFunc(w.paths, func(path string) bool { return shapedAs(path, page) }) {
				t.Errorf("%s: the page %s was not passed, but %v", s.title, page, w.paths)
			}
		}
		for _, words := range slices.Concat(s.presses, s.sentence) {
			if !strings.Contains(seen, words) {
				t.Errorf("%s: no page said %q: %s", s.title, words, seen)
			}
		}
		if happened := w.eventsAfter(before); !slices.Equal(happened, sorted(s.events)) {
			t.Errorf("%s: the events are %v, and the document says %v", s.title, happened, sorted(s.events))
		}
		w.holds(i, s, before, figures[i+1])
		for _, rule := range s.rules {
			if !w.owes(rule) {
				t.Errorf("%s: nothing is owed by the rule %s", s.title, rule)
			}
		}
	}
}

// shapedAs tells whether an address is of a page written with {nr} in it.
func shapedAs(path, page string) bool {
	var shape []string
	for _, part := range strings.Split(page, "/") {
		if strings.HasPrefix(part, "{") {
			shape = append(shape, `[^/]+`)
		} else {
			shape = append(shape, regexp.QuoteMeta(part))
		}
	}
	return regexp.MustCompile(`^` + strings.Join(shape, "/") + `$`).MatchString(path)
}

func sorted(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	return slices.Compact(names)
}

func (w *walker) lastEvent() (num int64) {
	w.t.Helper()
	if err := w.r.Store.Reader().QueryRowContext(w.t.Context(), `select coalesce(max(num), 0) from journal`).Scan(&num); err != nil {
		w.t.Fatal(err)
	}
	return num
}

func (w *walker) eventsAfter(num int64) []string {
	w.t.Helper()
	rows, err := w.r.Store.Reader().QueryContext(w.t.Context(), `select distinct name from journal where num > $1 order by name`, num)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			w.t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

func (w *walker) owes(rule string) bool {
	w.t.Helper()
	var n int
	if err := w.r.Store.Reader().QueryRowContext(w.t.Context(), `select count(*) from obligation where rule = $1`, rule).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n > 0
}
