package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/keeping/keepingsql"
	"stadga/internal/org"
	"stadga/internal/paper/papertest"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/release/releasesql"
)

// Given a child's file with a report by a neighbour, When the mother asks to read it,
// Then every part is tried, the line that names the neighbour is kept back by its
// paragraph on paper and nowhere else told, and what has changed since the decision
// does not go out (FL 10 §, OSL 26:5).
func TestAFileIsTriedPartByPartBeforeItGoesOut(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	mother := w.person("Mira", "Provlund", civil.On(1988, time.June, 1))
	elis := w.person("Elis", "Provlund", civil.On(2016, time.September, 9), mother)
	file := ids.Case{ID: w.r.Engine.NewID()}
	notes := engine.Bind(w.r.Engine, casesql.Notes())
	note := w.r.Engine.NewID()
	w.do(
		engine.Bind(w.r.Engine, casesql.Cases()).Step(file.ID, casework.OpenCase{Person: elis, Area: casework.Children, Number: "2026-0321", Officer: w.eva, Unit: w.unit}),
		engine.Bind(w.r.Engine, casesql.Intakes()).Step(w.r.Engine.NewID(), casework.ReceiveConcernReport{
			Case: file, Person: elis, Received: w.now.Add(-30 * time.Minute), Channel: casework.ByPhone, Officer: w.eva,
			Reporter: casework.Reporter{Role: "granne", Name: "Disa Granmark"}, Content: casework.IntakeContent{Says: "Elis står ute utan jacka. Det sa även läraren.", Danger: "nej"},
		}),
		notes.Step(note, casework.WriteNote{Case: file, Person: elis, Kind: casework.NotePhone, Happened: w.now, Text: "Talade med Disa Granmark. Hon är orolig.", Sign: true}),
	)
	eva := w.login(w.eva)
	const list = "/arende/2026-0321/utlamnande"
	eva.open("/arende/2026-0321").says("Någon vill läsa akten")
	eva.open(list).says("Ingen har begärt att få läsa akten")
	eva.fill(list, "asker", "vardnadshavare", "wants", "Hela akten").says("Skriv namnet på den som frågar")
	eva.fill(list, "name", "Mira Provlund")
	one := eva.path
	eva.says("2 av 2 delar återstår att pröva", "1 rad att se över", "inte prövad")
	if late := stateOf(t, w.r, duty.Subject{Kind: "case", ID: file.ID}, "party-access"); late != duty.Open {
		t.Errorf("what the mother is owed: %v", late)
	}

	// The program suggests what may have to be kept back; the officer decides.
	for _, key := range eva.parts(one) {
		eva.open(one + "/del/" + key)
		eva.says("Disa Granmark", "den kan behöva maskas")
		eva.fill(one + "/del/" + key).at(one)
	}
	eva.says("Allt är prövat, 2 delar", "rad maskad")
	eva.fill(one + "/beslut").says("Skriv varför något inte lämnas ut")
	eva.fill(one+"/beslut", "reasons", "Den som anmälde riskerar att skadas.").says("Det gör enhetschef, enligt punkt 3.3 i delegationsordningen")
	w.staff("Helena Provsson", org.Enhetschef).open(one).fill(one+"/beslut", "reasons", "Den som anmälde riskerar att skadas.").says("Akten lämnas ut delvis", "Delegationsordningen punkt 3.3")
	lena := w.staff("Lena Provsson", org.Namnd)
	lena.open("/delegationsbeslut").says("Inte lämna ut handling, helt eller delvis", "offentlighets- och sekretesslagen", "2026-0321", "punkt 3.3")
	eva.open(one).says("Hämta det som lämnas ut som PDF")

	eva.open(one+"/handlingar.pdf").onPaper("Elis står ute utan jacka. Det sa även läraren.", "[Uppgift borttagen, OSL 26 kap. 5 §]", "Hon är orolig.")
	if text := papertest.Text(t, eva.body); strings.Contains(text, "Granmark") {
		t.Errorf("who reported is told on paper: %s", text)
	}
	eva.open(one+"/beslut.pdf").onPaper("Vi lämnar ut handlingarna delvis", "Den som anmälde riskerar att skadas.", "OSL 26 kap. 5 §", "överklaga beslutet till kammarrätten", "inom tre veckor")

	// What has gone out stands, with what it was.
	eva.open(one).fill(one+"/lamna-ut", "how", "Hämtades på plats").says("Lämnades ut 2026-03-02, 2 delar, Hämtades på plats", "Filens kontrollsumma")
	if late := stateOf(t, w.r, duty.Subject{Kind: "case", ID: file.ID}, "party-access"); late != duty.Met {
		t.Errorf("what the mother was owed: %v", late)
	}
	eva.open(list).says("lämnas ut delvis")

	// The refusal is appealed, step by step.
	eva.open(one).fill(one+"/mottaget", "on", "2026-03-02").says("Överklagas senast 2026-03-23")
	eva.fill(one+"/overklagande", "on", "2026-03-02").says("Dag då det lämnades till kammarrätten")
	eva.fill(one+"/overklagande", "on", "2026-03-02").says("Hur avgjordes det?")
	eva.fill(one+"/overklagande", "on", "2026-03-02", "result", "avslag").says("Överklagandet avslogs")

	// Another wording is another paper: it does not go out on the old decision.
	w.do(notes.Step(note, casework.CorrectNote{Text: "Talade med Disa Granmark på Provgatan.", Reason: "Adressen saknades."}))
	eva.open(one + "/handlingar.pdf").says("har ändrats eller flyttats sedan beslutet")
	if eva.code == http.StatusOK {
		t.Error("a file that has changed since the decision goes out")
	}
	if jonas := w.login(w.jonas).open(one); jonas.code != http.StatusNotFound {
		t.Errorf("an officer who has not the case: %d", jonas.code)
	}
}

// Given a page with the parts of a file, When a part is corrected before its box is
// ticked and sent, Then it is not judged by what it said before, and a part of
// another's file cannot be given at all.
func TestAPartIsJudgedAsItWasShown(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	anna, sten := w.person("Anna", "Provberg", civil.On(1940, time.June, 1)), w.person("Sten", "Provdal", civil.On(1950, time.June, 1))
	w.matter(anna, casework.Older, "2026-0322", "Hjälp att handla")
	w.matter(sten, casework.Older, "2026-0323", "Hemlig önskan")
	eva := w.login(w.eva)
	notes, note := engine.Bind(w.r.Engine, casesql.Notes()), w.r.Engine.NewID()
	w.do(notes.Step(note, casework.WriteNote{Case: w.caseID("2026-0322"), Person: anna, Kind: casework.NotePlain, Happened: w.now, Text: "Allt är bra.", Sign: true}))
	const list = "/arende/2026-0322/utlamnande"
	eva.open(list).fill(list, "asker", "den-enskilde", "name", "Anna Provberg", "wants", "Allt")
	one, shown := eva.path, eva.shown()
	if len(shown) != 2 {
		t.Fatalf("%d parts are shown", len(shown))
	}
	w.do(notes.Step(note, casework.CorrectNote{Text: "Grannen Disa är otrevlig.", Reason: "Fel text."}))
	form := eva.form(one + "/hela")
	form["parts"] = append(shown, "note:"+w.r.Engine.NewID().String()+"@00")
	eva.post(one+"/hela", form)
	eva.says("1 av 2 delar återstår")
	if eva.forms(one+"/beslut") != nil {
		t.Error("a decision is offered while a part is not tried")
	}
	eva.post(one+"/beslut", eva.withAct(form, one))
	eva.says("Någon del av akten är inte prövad")
	form = eva.form(one + "/hela")
	form["parts"] = eva.shown()
	eva.post(one+"/hela", form)
	eva.fill(one + "/beslut").says("Akten lämnas ut.")
	eva.open(one+"/handlingar.pdf").onPaper("Grannen Disa är otrevlig.", "Stod förut: Allt är bra.", "Hjälp att handla")
	if text := papertest.Text(t, eva.body); strings.Contains(text, "Hemlig") {
		t.Error("another's file goes out")
	}
}

// Given a mother with protected registration, When the other guardian asks to read
// the child's file, Then the line that tells where she lives is marked to be seen over.
func TestWhereAProtectedGuardianLivesIsSeenOver(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	mother, father := w.person("Mira", "Provlund", civil.On(1988, time.June, 1)), w.person("Omar", "Provlund", civil.On(1986, time.June, 1))
	maja := w.person("Maja", "Provlund", civil.On(2018, time.May, 9), mother, father)
	w.matter(maja, casework.Children, "2026-0324", "Mamma bor på Provgatan 7. Maja mår bra.")
	persons := engine.Bind(w.r.Engine, peoplesql.Persons())
	w.do(persons.Step(mother.ID, people.ChangeContact{Contact: people.Contact{Address: "Provgatan 7", Phone: "0000-00 00 12"}}),
		persons.Step(mother.ID, people.SetProtection{Kind: people.ProtectedRegistration}))
	const list = "/arende/2026-0324/utlamnande"
	eva := w.login(w.eva)
	eva.open(list).fill(list, "asker", "vardnadshavare", "name", "Omar Provlund", "wants", "Hela akten").says("1 rad att se över")
}

// Every kind of stream in a person's file is read out to who has the right to it, or
// is said here to hold nothing of the matter.
func TestEveryKindOfStreamIsReadOutOrNamed(t *testing.T) {
	elsewhere := []string{"person", "visit", "home", "coordination", "release", "log_check", "emergency", "deviation"}
	known := map[string]bool{}
	for _, kind := range append(releasesql.Kinds(), elsewhere...) {
		known[kind] = true
	}
	for _, kind := range keepingsql.Kinds() {
		if !known[kind] {
			t.Errorf("say in releasesql how a %s is read out to a party, or here why not", kind)
		}
	}
}

// stateOf is the state of a rule about a subject today.
func stateOf(t *testing.T, r *record, s duty.Subject, rule string) duty.State {
	t.Helper()
	all, err := casesql.Duties{DB: r.Store.Reader()}.OfSubject(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range all {
		if o.Rule == rule {
			return o.State(civil.DayOf(r.Clock()))
		}
	}
	return duty.NotApplicable
}

// parts are the keys of the parts a request's page leads to.
func (b *browser) parts(one string) []string {
	var all []string
	for _, m := range strings.Split(string(b.body), `href="`+one+"/del/")[1:] {
		key, _, _ := strings.Cut(m, `"`)
		all = append(all, key)
	}
	return all
}

// shown are the values of the boxes that may be ticked.
func (b *browser) shown() []string {
	var all []string
	for _, m := range strings.Split(string(b.body), `name="parts" value="`)[1:] {
		value, _, _ := strings.Cut(m, `"`)
		all = append(all, value)
	}
	return all
}

// withAct is a form of the page with an act of its own, for a post that the page does not offer.
func (b *browser) withAct(form url.Values, one string) url.Values {
	fresh := b.form(one + "/hela")
	fresh.Set("reasons", form.Get("reasons"))
	return fresh
}
