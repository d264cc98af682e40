package main

import (
	"strings"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/delegation"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
)

// Given a delegation order that lets an officer open an inquiry and correct a slip, but
// not dismiss a matter or refuse to hand out a file, When Eva does each of them, Then
// she is told who may; and what was decided stands once in the list to the board.
func TestWhoMayDecideWithoutAService(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	eva, lena := w.login(w.eva), w.staff("Lena Provsson", org.Namnd)
	number := w.reported(600, told{received: w.now.Add(-2 * time.Hour), assessed: time.Hour})[0]
	rows, err := casesql.Register{DB: w.r.Store.Reader()}.OpenIntakes(t.Context(), []ids.Case{w.caseID(number)})
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	intake := "/arende/" + number + "/aktualisering/" + rows[0].ID.String()
	eva.open(intake+"/forlang").fill(intake+"/forlang", "until", w.today().AddDays(20).String(), "reasons", "Barnet ligger på sjukhus.").at(intake)
	eva.open(intake+"/beslut").fill(intake+"/beslut", "outcome", "avvisad", "reasons", "Hör inte hit.").
		says("Du har inte delegation att besluta det här: Avvisa ett ärende. Det gör enhetschef, enligt punkt 2.2 i delegationsordningen (SN 2025/61 § 58)")
	ground := casework.GroundsOf(casework.InquiryChild, w.today())[0]
	eva.fill(intake+"/beslut", "outcome", "inleda", "ground", string(ground), "reasons", "", "question", "Behöver Noor skydd?")
	eva.open(intake).says("Delegationsordningen punkt 2.1, SN 2025/61 § 58")
	part := "/arende/" + number + "/utredning/1/forlangning"
	eva.open(part).fill(part+"/forlang", "until", w.today().AddDays(150).String(), "reason", "Skolan är inte hörd än.").says("Delegationsordningen punkt 2.3")

	// Each decision is told of, also about one whose data are protected: by the number
	// of the case, which tells nothing to who may not open it, and never by name.
	w.do(engine.Bind(w.r.Engine, peoplesql.Persons()).Step(rows[0].Person.ID, people.SetProtection{Kind: people.ProtectedRegistration}))
	lena.open("/delegationsbeslut").says("3 beslut är fattade på delegation", "Förlänga förhandsbedömning", "Inleda utredning", "Förlänga utredning", "punkt 2.1", number, "Eva Ek").silent("Noor")
	lena.open("/delegationsbeslut.pdf").onPaper("Förlänga utredning", "punkt 2.3", number)
	meeting := delegation.NorrsalaMeetings().Of("namnd").Next(w.today())
	w.upTo(meeting)
	lena.open("/delegationsbeslut").fill("/delegationsbeslut", "on", meeting.String()).at("/delegationsbeslut").says("3 beslut anmäldes")
	lena.open("/delegationsbeslut").says("Alla beslut är anmälda").says("beslut")
	lena.open("/delegationsbeslut.csv?dag=" + meeting.String())
	if told := strings.Count(string(lena.body), number); told != 3 {
		t.Errorf("the list of the meeting tells of %d decisions: %s", told, lena.body)
	}

	// An order that does not name such decisions judges nothing, and says so.
	eva.open("/delegationsordning").says("Avvisa ett ärende", "enhetschef").silent("Beslut som ingen punkt tar upp")
	eva.open("/delegationsordning?dag=2025-06-30").says("Beslut som ingen punkt tar upp", "Stadga prövar inte vem som fattar dem", "Inleda utredning")
}
