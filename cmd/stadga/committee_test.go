package main

import (
	"fmt"
	"maps"
	"net/url"
	"strings"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/delegation"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/org"
	"stadga/internal/webkit"
)

// upTo lets the days pass until that day.
func (w *town) upTo(day civil.Date) { w.pass(day.DaysSince(w.today())) }

// ruled is the address of the only proposal of the meeting that waits.
func (w *town) proposalAt(day civil.Date) string {
	w.t.Helper()
	lines, _, err := casesql.Deciding{DB: w.r.Store.Reader()}.Agenda(w.t.Context(), "utskott", day, 25, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, l := range lines {
		if l.Ruled.IsZero() {
			return "/sammantraden/utskott/" + day.String() + "/" + l.ID.String()
		}
	}
	w.t.Fatalf("nothing waits on the agenda of %s: %+v", day, lines)
	return ""
}

// agreed makes the committee decide as proposed, on the day of its next meeting.
func (w *town) agreed(eva, lena *browser, number, matter string, typed url.Values) (minutes string) {
	w.t.Helper()
	return w.ruled(eva, lena, number, matter, typed, "result", "enligt-forslaget")
}

// ruled makes the committee decide, on the day of its next meeting.
func (w *town) ruled(eva, lena *browser, number, matter string, typed url.Values, ruling ...string) (minutes string) {
	w.t.Helper()
	plan := delegation.NorrsalaMeetings().Of("utskott")
	day := plan.Next(w.today().AddDays(-1))
	path := "/arende/" + number + "/utskott"
	values := eva.open(path).form(path) // with what a draft holds, which is typed over
	maps.Copy(values, url.Values{"matter": {matter}, "meeting": {"utskott " + day.String()}, "text": {"Bifall enligt utredningen."}, "background": {"Skälen står i utredningen."}})
	maps.Copy(values, typed)
	eva.post(path, values).at(path).says("Förslaget väntar på Individutskottet")
	w.upTo(day)
	proposal := w.proposalAt(day)
	lena.open(proposal).fill(proposal, ruling...).says("§ ")
	line, _, err := casesql.Deciding{DB: w.r.Store.Reader()}.Agenda(w.t.Context(), "utskott", day, 25, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	return fmt.Sprintf("§ %d", line[len(line)-1].Paragraph)
}

// Story 10, on: a family home is nobody's to grant but the committee's. It goes as a
// proposal to a meeting, and comes back with day and paragraph.
func TestAPlacementGoesToTheCommitteeAndComesBack(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	elin := w.person("Elin", "Provlund", civil.On(2014, time.May, 9))
	w.matter(elin, casework.Children, "2026-0302", "Elin behöver bo någon annanstans", "familjehem")
	eva, lena := w.login(w.eva), w.staff("Lena Provsson", org.Namnd)
	const inquiry, part, decision, committee = "/arende/2026-0302/utredning", "/arende/2026-0302/utredning/1/", "/arende/2026-0302/beslut", "/arende/2026-0302/utskott"
	eva.open(inquiry).fill(inquiry, "question", "Behöver Elin ett familjehem?")
	eva.open(part+"natverk").fill(part+"natverk/skriv", "text", "Litet nätverk.", "klar", "ja")
	eva.fill(part+"natverk/behov", "need", "Behöver vuxna som orkar")
	eva.fill(part+"natverk/mal", "goal", "Gå i skolan varje dag", "measure", "Frånvaro under fem procent", "by", "2026-12-01")
	for _, key := range []string{"situation", "barnets-basta", "bedomning"} {
		eva.open(part+key).fill(part+key+"/skriv", "text", "Elin Provlund behöver trygghet.", "klar", "ja")
	}

	plan := delegation.NorrsalaMeetings().Of("utskott")
	meeting := plan.Next(w.today())
	propose := func(day civil.Date) *browser {
		return eva.open(committee).fillWith(committee, url.Values{
			"matter": {"placering"}, "meeting": {"utskott " + day.String()}, "text": {"Bevilja vård i familjehem."}, "background": {"Elin behöver trygghet."},
		})
	}
	propose(meeting).says("Barnets egen åsikt saknas")
	eva.open(part+"barnets-asikt").fill(part+"barnets-asikt/asikt", "childs_view", "Elin vill bo hos en annan familj.")
	propose(meeting.AddDays(1)).says("Det är inget sammanträde den dagen. Nästa är " + meeting.String())
	propose(meeting).at(committee).says("Förslaget väntar på Individutskottet")

	// The agenda says what is to be decided and about which case, and names nobody.
	agenda := "/sammantraden/utskott/" + meeting.String()
	lena.open("/sammantraden").says("Individutskottet", "kommande").open(agenda).says("Ärende 2026-0302", "Vård utanför hemmet", "SoL 30:6", "Eva Ek").silent("Elin", "Provlund", "familjehem")
	proposal := w.proposalAt(meeting)
	lena.open(proposal).says("Bevilja vård i familjehem.", "Elin behöver trygghet.")
	lena.fill(proposal, "result", "enligt-forslaget").says("Sammanträdet är först " + meeting.String())

	eva.open(part + "klart").fill(part + "klart/klart").says("Underlaget är klart")
	eva.open(part+"kommunicering").fill(part+"kommunicering/stallning", "need", "uppenbart-obehovlig", "reason", "Alla har varit med")
	grant := []string{"item0.outcome", "bifall", "item0.goal", "m1", "signera", "ja"}
	eva.open(decision).fill(decision, grant...).says("Familjehem beslutas av utskottet")

	w.upTo(meeting)
	lena.open(proposal).fill(proposal, "result", "annat").says("Här saknas text")
	lena.fill(proposal, "paragraph", "84", "result", "enligt-forslaget").at(agenda).says("§ 84, enligt förslaget")
	lena.open("/sammantraden").says("§ 84", "alla beslut inskrivna")
	eva.open(committee).says("§ 84, enligt förslaget")
	eva.open(decision).fill(decision, grant...).at(decision+"/1").says("Individutskottet, § 84", "sammanträdet "+webkit.LongDay(meeting))
	if strings.Contains(string(lena.open("/arende/2026-0302").body), "Elin") {
		t.Error("who writes the minutes reads the file")
	}
}

// What the chair decides because it cannot wait has a name and a reason, and is to
// be reported at the next meeting of the board.
func TestTheChairDecidesWhatCannotWait(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	anna := w.person("Anna", "Provberg", civil.On(1941, time.May, 3))
	w.matter(anna, casework.Older, "2026-0303", "Jag behöver hjälp", "hemtjanst-omvardnad")
	eva := w.login(w.eva)
	const decision = "/arende/2026-0303/beslut"
	w.investigated(eva, "2026-0303", "1")
	typed := []string{"item0.outcome", "bifall", "item0.extent", "22", "item0.goal", "m1", "mandate", "ordforande", "signera", "ja"}
	eva.open(decision+"?insats=hemtjanst-omvardnad").fill(decision, typed...).says("Skriv vilken ordförande eller ledamot")
	eva.fill(decision, append(typed, "member", "Ingrid Provsson")...).says("Skriv varför beslutet inte kunde vänta")
	next := delegation.NorrsalaMeetings().Of("namnd").Next(w.today())
	eva.fill(decision, append(typed, "member", "Ingrid Provsson", "urgent", "Anna skrivs ut i kväll.")...).at(decision+"/1").
		says("Ingrid Provsson, KL 6:39", "Anna skrivs ut i kväll.", "sammanträdet "+webkit.LongDay(next), "inte än")
	owed, err := casesql.Duties{DB: w.r.Store.Reader()}.OfSubject(t.Context(), duty.Subject{Kind: "decision", ID: w.decisionID("2026-0303")})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range owed {
		if o.Rule == "deleg-urgent-kl" && o.Strict == next && o.MetBy.Day.IsZero() {
			return
		}
	}
	t.Errorf("nobody owes the board to hear of it by %s: %+v", next, owed)
}

// Four decisions in the board's place: two refusals and a grant by delegation, and
// an extension. The list to the meeting holds each once, and once told it is empty.
//
// krav D-08: Delegationsbeslut samlar allt som är fattat i nämndens ställe och inte anmält, som lista, CSV och PDF, och varje beslut anmäls en gång.
// bryt internal/casework/casesql/delegated.go: «x.reported = $1 and x.body = 'delegat'» → «x.reported = $1 and x.body = 'utskott'»
func TestEveryDelegatedDecisionIsReportedOnce(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	eva, lena := w.login(w.eva), w.staff("Lena Provsson", org.Namnd)
	for n, name := range []string{"Anna", "Rolf", "Gunnar"} {
		number := fmt.Sprintf("2026-031%d", n)
		w.matter(w.person(name, "Provberg", civil.On(1941, time.May, 3+n)), casework.Older, number, "Jag behöver hjälp", "hemtjanst-omvardnad")
		w.investigated(eva, number, "1")
		decision := "/arende/" + number + "/beslut"
		typed := []string{"item0.outcome", "avslag", "reasons", "Behovet är tillgodosett.", "signera", "ja"}
		if n == 0 {
			typed = []string{"item0.outcome", "bifall", "item0.extent", "22", "item0.goal", "m1", "signera", "ja"}
		}
		eva.open(decision+"?insats=hemtjanst-omvardnad").fill(decision, typed...).at(decision + "/1")
	}
	plan := delegation.NorrsalaMeetings().Of("namnd")
	first := plan.Next(w.today())
	lena.open("/delegationsbeslut").says("3 beslut är fattade på delegation och inte anmälda", "2026-0310", "2026-0311", "2026-0312", "Avslag: Hemtjänst, personlig omvårdnad", "punkt 4.2").silent("Provberg")
	lena.says("De här besluten anmäls " + webkit.PlainDay(first, w.today()))
	lena.open("/delegationsbeslut.pdf").onPaper("Delegationsbeslut som inte är anmälda", "2026-0311")

	w.upTo(first)
	running, err := casesql.Deciding{DB: w.r.Store.Reader()}.ServicesOf(t.Context(), w.caseID("2026-0310"), 1)
	if err != nil || len(running) != 1 {
		t.Fatal(running, err)
	}
	lena.open("/delegationsbeslut").fill("/delegationsbeslut", "on", plan.Next(first).String()).says("Datumet ligger i framtiden")
	lena.fill("/delegationsbeslut", "on", first.String()).at("/delegationsbeslut").says("3 beslut anmäldes", "2026-0310")
	lena.open("/delegationsbeslut").says("Alla beslut är anmälda")

	w.pass(1)
	extend := "/arende/2026-0310/beslut/1/forlang/" + running[0].ID.String()
	eva.open(extend).fill(extend, "until", running[0].Until.AddDays(60).String(), "reason", "Utredningen hinns inte med.").at("/arende/2026-0310/beslut/1")
	lena.open("/delegationsbeslut").says("1 beslut är fattat", "Förlängning utan ny prövning: Hemtjänst, personlig omvårdnad").silent("2026-0311")
	second := plan.Next(w.today())
	w.upTo(second)
	lena.open("/delegationsbeslut").fill("/delegationsbeslut", "on", second.String()).at("/delegationsbeslut").says("1 beslut anmäldes")
	lena.open("/delegationsbeslut").says("Alla beslut är anmälda")
	lena.open("/delegationsbeslut.csv?dag=" + first.String())
	if lines := strings.Count(string(lena.body), "\n"); lines != 4 {
		t.Errorf("the list of the first meeting has %d lines: %s", lines, lena.body)
	}
	eva.open("/arende/2026-0310/beslut/1").says(webkit.LongDay(first)).silent("inte än")
}
