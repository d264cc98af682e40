package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
)

// carer hires someone at a provider.
func (w *town) carer(name string, role org.Role, at ids.Provider) *browser {
	w.t.Helper()
	id := ids.User{ID: w.r.Engine.NewID()}
	w.do(engine.Bind(w.r.Engine, orgsql.Staff()).Step(id.ID, org.AppointStaff{Name: name, Placement: org.Placement{
		Title: string(role), Roles: []org.Role{role}, Provider: at, From: w.today(),
	}}))
	return w.login(id)
}

// private approves a provider that is not the municipality's own.
func (w *town) private(name string) ids.Provider {
	w.t.Helper()
	id := ids.Provider{ID: w.r.Engine.NewID()}
	w.do(engine.Bind(w.r.Engine, orgsql.Providers()).Step(id.ID, org.ApproveProvider{Name: name, OrgNumber: "5560360793", Services: []string{"trygghetslarm"}, From: w.today()}))
	return id
}

// order is one that Eva has sent, in a case with the number.
func (w *town) order(number string, to ids.Provider) (ids.Person, string) {
	w.t.Helper()
	h := &house{record: w.r, t: w.t.(*testing.T), now: w.now}
	person, _, order := h.grantedTo(act.Actor{User: w.eva, Roles: []string{"handlaggare"}, Unit: w.unit}, number, to)
	return person, order.String()
}

const border = "/administration/grans"

// Given an order that the own operation carries out, When the board decides that
// need governs, Then who leads it reads the case behind the order, and only that; and
// the case closes with the order, or when the board decides that the border is kept.
func TestTheBorderBetweenTheBranchesIsTheBoardsDecision(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	person, order := w.order("2026-0341", w.norr)
	asked := w.r.Engine.NewID()
	w.do(engine.Bind(w.r.Engine, casesql.Intakes()).Step(asked, casework.ReceiveApplication{
		Case: w.caseID("2026-0341"), Person: person, Area: casework.Older, Kind: casework.Application, Received: w.now.Add(-time.Hour), Channel: casework.ByPhone,
		Content: casework.IntakeContent{Says: "Textkanarie."}, Officer: w.eva,
	}))
	marie, emil := w.login(w.marie), w.staff("Emil Krantz", org.Systemforvaltare)
	const file = "/arende/2026-0341"
	of := "/utforare/uppdrag/" + order

	marie.open(of).silent("Ärende 2026-0341")
	if marie.open(file); marie.code != http.StatusNotFound {
		t.Fatalf("the border is kept, and the case answers %d", marie.code)
	}
	emil.open("/driftlage").says("Gränsen gäller")
	emil.open("/administration/frister").says("Gränsen mellan myndighet och utförande")
	emil.open(border).says("Gränsen gäller", "Från början").fill(border, "border", "behov").says("Skriv vem som har beslutat", "Skriv vilken dag beslutet fattades", "Skriv var beslutet finns")
	emil.fill(border, "by", "Socialnämnden", "on", "2026-03-03", "ref", "SN 2026/41 § 12").says("Dagen kan inte ligga framåt i tiden")
	emil.fill(border, "on", "2026-02-24").says("Behovet styr i egen regi", "Socialnämnden beslutade", "24 februari", "SN 2026/41 § 12", "Inskrivet av Emil Krantz")
	emil.open("/driftlage").says("Behovet styr i egen regi")
	if eva := w.login(w.eva).open(border); eva.code != http.StatusForbidden && eva.code != http.StatusNotFound {
		t.Errorf("an officer opens the page: %d", eva.code)
	}

	marie.open(of).says("Ärende 2026-0341")
	marie.open(file).says("Anna Svensson", "Ansökan kom in").silent("Öppna ansökan", "Textkanarie")
	if marie.open(file + "/aktualisering/" + asked.String()); marie.code != http.StatusNotFound {
		t.Errorf("what has come in is opened: %d", marie.code)
	}
	w.login(w.eva).open(file).says("Öppna ansökan")
	w.login(w.eva).open(file+"/lasningar").says("Marie Sund", "uppdrag i egen regi, behovet styr")
	for _, closed := range []string{"/arenden", "/sok", "/enhet"} {
		if marie.open(closed); marie.code == http.StatusOK {
			t.Errorf("%s opens too", closed)
		}
	}
	if marie.post(file+"/anteckning", nil); marie.code == http.StatusOK {
		t.Errorf("a note is taken: %d", marie.code)
	}

	emil.open(border).fill(border, "border", "behov", "by", "Socialnämnden", "on", "2026-03-01", "ref", "§ 13").says("Det gäller redan")
	emil.fill(border, "border", "galler", "on", "2026-02-01").says("Beslutet är äldre än det som gäller")
	emil.fill(border, "on", "2026-03-01").says("Gränsen gäller.", "§ 13")
	if marie.open(file); marie.code != http.StatusNotFound {
		t.Errorf("the border is kept again, and the case answers %d", marie.code)
	}
}

// In random worlds, with either decision, SQL and policies together open the cases
// that the words open: those where the own operation has a running order, for who
// leads it, and where the person is not protected.
func TestTheBorderOpensWhatTheWordsSay(t *testing.T) {
	const seed = 12
	r := rand.New(rand.NewPCG(seed, 4))
	w := newTown(t, civil.On(2026, time.March, 2))
	ronnen := w.private("Rönnens Omsorg AB")
	carers := map[string]*browser{
		"leder egen regi": w.login(w.marie), "omsorgspersonal i egen regi": w.carer("Fatima Nur", org.Omsorgspersonal, w.norr),
		"leder privat": w.carer("Rickard Alm", org.Utforare, ronnen),
	}
	type made struct {
		number             string
		by                 ids.Provider
		protected, running bool
	}
	var all []made
	orders, persons := engine.Bind(w.r.Engine, deliverysql.Orders()), engine.Bind(w.r.Engine, peoplesql.Persons())
	for n := range 10 {
		m := made{number: fmt.Sprintf("2026-04%02d", n), by: []ids.Provider{w.norr, ronnen}[r.IntN(2)], protected: r.IntN(4) == 0, running: r.IntN(3) > 0}
		person, order := w.order(m.number, m.by)
		id, err := ids.Parse(order)
		if err != nil {
			t.Fatal(err)
		}
		if !m.running {
			w.do(orders.Step(id, delivery.End{On: w.today(), Reason: delivery.EndedByWish}))
		}
		if m.protected {
			w.do(persons.Step(person.ID, people.SetProtection{Kind: people.SecrecyMark}))
		}
		all = append(all, m)
	}
	door := pageDoor{gate{w.r.door, w.r.log, w.r.alarms}, w.r}
	opened := map[access.Border]int{}
	for _, decided := range []access.Border{access.BorderKept, access.BorderNeed} {
		if decided == access.BorderNeed {
			w.do(engine.Bind(w.r.Engine, orgsql.Borders()).Step(org.BorderID(), org.DecideBorder{Border: decided, By: "Socialnämnden", On: w.today(), Ref: "§ 1"}))
		}
		for name, b := range carers {
			for _, m := range all {
				want := decided == access.BorderNeed && name == "leder egen regi" && m.by == w.norr && m.running && !m.protected
				if b.open("/arende/" + m.number); (b.code == http.StatusOK) != want {
					t.Errorf("seed %d, %q, %s, %+v: the page answers %d", seed, decided, name, m, b.code)
				}
				account, err := accounts{orgsql.Queries{DB: w.r.Store.Reader()}, peoplesql.Queries{DB: w.r.Store.Reader()}, w.r.Clock, w.r.sideOf}.Of(t.Context(), b.user)
				if err != nil {
					t.Fatal(err)
				}
				_, err = door.Open(t.Context(), account.Actor, "case.read", duty.Subject{Kind: "case", ID: w.caseID(m.number).ID})
				if (err == nil) != want {
					t.Errorf("seed %d, %q, %s, %+v: the door answers %v", seed, decided, name, m, err)
				}
				if want {
					opened[decided]++
				}
			}
		}
	}
	if opened[access.BorderKept] != 0 || opened[access.BorderNeed] < 2 {
		t.Errorf("opened %v: the world tries nothing", opened)
	}
}
