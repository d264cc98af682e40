package main

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/rulebook"
)

// The director copies a rule of law, sees what it would have done, is refused
// without decider, day and reference, decides it, changes its number and lets it
// end; the history stands, and an old matter is judged by the rule of its day.
//
// krav G-04: En ändrad frist tas inte i bruk utan vem som har beslutat, dag och var det står, och den gamla regeln står kvar med sina dagar.
// bryt internal/rulebook/decide.go: «if strings.TrimSpace(a.By) == "" {» → «if false {»
func TestTheMunicipalityDecidesARuleOfItsOwn(t *testing.T) {
	w := newTown(t, civil.On(2026, time.February, 2))
	if err := w.r.adopt(t.Context()); err != nil {
		t.Fatal(err)
	}
	karin := ids.User{ID: w.r.Engine.NewID()}
	w.do(engine.Bind(w.r.Engine, orgsql.Staff()).Step(karin.ID, org.AppointStaff{
		Name: "Karin Åsberg", Placement: org.Placement{Title: "socialchef", Roles: []org.Role{org.Socialchef}, Unit: w.unit, From: w.today()},
	}))
	anna := w.person("Anna", "Svensson", civil.On(1941, time.May, 3))
	w.matter(anna, casework.Older, "2026-0299", "Jag vill kunna duscha igen.", "hemtjanst-dusch")
	const inquiry = "/arende/2026-0299/utredning"
	w.login(w.eva).open(inquiry).fill(inquiry, "question", "Hjälp med dusch")
	w.pass(30)

	const rule, form = "/administration/frister/local-inquiry-120d", "/administration/frister/local-inquiry-120d/forslag"
	const decision = "/administration/frister/local-inquiry-120d/beslut"
	b := w.login(karin)
	b.open("/administration/frister").says("regler gäller", "kommunens egna", "Gäller sedan")
	b.open("/administration/frister?visa=egna&sida=3").says("Utredning inom 120 dagar", "Socialnämnden i Norrsala")
	b.open(rule).says("Ändra talet", "120 dagar", "SN 2021/118 § 95", "Historik")
	b.open(form).says("Nytt tal", "I dag är tiden 120 dagar")
	b.open(form + "?tal=120&enhet=days&rubrik=Utredning&mening=Klar+i+tid").says("Talet är detsamma som i dag")
	b.open(form + "?tal=20&enhet=days&rubrik=Utredning&mening=Klar+inom+120+dagar").says("Meningen säger fortfarande 120")
	tried := form + "?tal=20&enhet=days&rubrik=Utredning+i+tid&mening=En+utredning+är+avslutad+inom+20+dagar."
	tried = strings.ReplaceAll(tried, "ä", "%C3%A4")
	for b.open(tried); b.head.Get("Refresh") != ""; b.open(tried) {
		b.says("Förslaget prövas")
		time.Sleep(10 * time.Millisecond)
	}
	b.says("Av 1 bedömning de senaste tolv månaderna hade 1 fått ett annat svar.", "pågår", "försenad", "2026-0299", "Från 120 dagar till 20 dagar.", "Skriv in beslutet")

	b.fill(decision).says("Skriv vem som har beslutat", "Skriv vilken dag beslutet fattades", "Skriv var beslutet finns", "Skriv vilken dag regeln börjar gälla")
	b.fill(decision, "beslutare", "Socialnämnden", "beslutad", "2026-03-01", "referens", "SN 2026/118 § 95", "fran", "2026-02-01").
		says("En regel kan inte börja gälla före den dag den beslutades")
	if n := len(w.adopted().Decisions); n != 0 {
		t.Fatalf("%d rules were decided by what was refused", n)
	}
	b.fill(decision, "beslutare", "Socialnämnden", "beslutad", "2026-03-01", "referens", "SN 2026/118 § 95", "fran", "2026-03-10").at(rule)
	b.says("Från 10 mars 2026", "20 dagar", "120 dagar", "Socialnämnden 1 mars 2026", "SN 2026/118 § 95", "–9 mars 2026")
	runner := jobs.NewRunner(w.r.Store, w.r.Clock, slog.New(slog.DiscardHandler), w.r.applyBook())
	for range 2 {
		if err := runner.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
	}

	w.login(w.eva).open("/arende/2026-0299").says("Anna")
	bo := w.person("Bo", "Berg", civil.On(1938, time.May, 3))
	w.pass(10)
	w.matter(bo, casework.Older, "2026-0300", "Jag vill ha mat.", "hemtjanst-dusch")
	w.login(w.eva).open("/arende/2026-0300/utredning").fill("/arende/2026-0300/utredning", "question", "Hjälp med mat")
	for number, want := range map[string]string{"2026-0299": "2026-06-02", "2026-0300": "2026-04-03"} {
		var due string
		err := w.r.Store.Reader().QueryRowContext(t.Context(), `select o.due from obligation o join subject f on f.num = o.file
			join cases c on c.id = f.id where c.number = $1 and o.rule = 'local-inquiry-120d'`, number).Scan(&due)
		if err != nil || due != want {
			t.Errorf("%s is due %s, want %s by the rule of its day: %v", number, due, want, err)
		}
	}

	b.open(form+"?sluta=ja").says("Låt regeln sluta gälla", "bedöms fortfarande av den")
	for b.head.Get("Refresh") != "" {
		time.Sleep(10 * time.Millisecond)
		b.open(form + "?sluta=ja")
	}
	b.says("ingen bedömning").fill(decision, "beslutare", "Socialnämnden", "beslutad", "i dag", "referens", "SN 2026/200 § 3", "fran", "2026-05-01").at(rule)
	b.says("Regeln har slutat gälla", "–30 april 2026")
	b.open("/administration/frister/child-prelim-14d/forslag").says("Kopiera som egen regel", "gäller vid sidan av lagen")
}

// Others than those who may do not see the pages, and cannot post to them.
func TestOthersDoNotDecideRules(t *testing.T) {
	w := newTown(t, civil.On(2026, time.February, 2))
	chief := ids.User{ID: w.r.Engine.NewID()}
	w.do(engine.Bind(w.r.Engine, orgsql.Staff()).Step(chief.ID, org.AppointStaff{
		Name: "Lena Holm", Placement: org.Placement{Title: "enhetschef", Roles: []org.Role{org.Enhetschef}, Unit: w.unit, From: w.today()},
	}))
	for _, path := range []string{"/administration/frister", "/administration/frister/child-prelim-14d/forslag"} {
		if b := w.login(w.eva).open(path); b.code == http.StatusOK && b.path == path {
			t.Errorf("an officer opened %s", path)
		}
	}
	b := w.login(chief)
	b.open("/administration/frister/local-inquiry-120d").says("Bara den som svarar för förvaltningen").silent("Ändra talet")
	if b.open("/administration/frister/local-inquiry-120d/forslag"); b.code == http.StatusOK && strings.HasSuffix(b.path, "forslag") {
		t.Error("a unit manager opened the form")
	}
}

// adopted is what the record keeps of the books it has gone by.
func (w *town) adopted() rulebook.Adoptions {
	w.t.Helper()
	kept, _, err := engine.Bind(w.r.Engine, adoptions()).Load(w.t.Context(), rulebook.StreamID())
	if err != nil {
		w.t.Fatal(err)
	}
	return kept
}
