package main

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
)

const csvColumns = "fakturanummer;fakturadatum;forfallodag;valuta;leverantor;organisationsnummer;period_fran;period_till;rad;uppdrag;insats;antal;enhet;pris;belopp;moms_procent;moms_kategori;summa_utan_moms;moms;summa_att_betala;slag;krediterar\n"

// billed writes one line of a CSV invoice for January.
func billed(number, order, line, minutes, net, sum, kind, credits string) string {
	return number + ";2026-02-02;2026-03-04;SEK;Rönnens Hemtjänst AB;556677-8899;2026-01-01;2026-01-31;" + line + ";" + order + ";Hemtjänst;" + minutes + ";MIN;8,35;" +
		net + ";0;E;" + sum + ";0;" + sum + ";" + kind + ";" + credits + "\n"
}

// upload sends a file as a browser does.
func (b *browser) upload(action, name, content string) *browser {
	b.w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for key, values := range b.openForm(action) {
		if err := form.WriteField(key, values); err != nil {
			b.w.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("fil", name)
	if err == nil {
		_, err = part.Write([]byte(content))
	}
	if err != nil {
		b.w.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		b.w.t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, b.w.server.URL+action, &body)
	if err == nil {
		r.Header.Set("Content-Type", form.FormDataContentType())
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return b.send(r, err)
}

// openForm is the hidden fields of the page at the address.
func (b *browser) openForm(action string) map[string]string {
	b.w.t.Helper()
	fields := map[string]string{}
	for key, values := range b.open(action).form(action) {
		fields[key] = values[0]
	}
	return fields
}

// ronnens is a private provider with the order of a person, and what it delivered
// in January: an hour a day, and on the first Sunday also an hour in the night.
func (w *town) ronnens() (order string) {
	w.t.Helper()
	private := ids.Provider{ID: w.r.Engine.NewID()}
	w.do(engine.Bind(w.r.Engine, orgsql.Providers()).Step(private.ID, org.ApproveProvider{
		Name: "Rönnens Hemtjänst AB", OrgNumber: "556677-8899", Services: []string{"hemtjanst-dusch", "hemtjanst-omvardnad"}, From: w.today(),
	}))
	rickard := ids.User{ID: w.r.Engine.NewID()}
	w.do(engine.Bind(w.r.Engine, orgsql.Staff()).Step(rickard.ID, org.AppointStaff{Name: "Rickard Alm", Placement: org.Placement{
		Title: "verksamhetschef", Roles: []org.Role{org.Utforare}, Provider: private, From: w.today(),
	}}))
	d := w.decidedBy(w.decider("2026-0501", "Bertil", "hemtjanst-omvardnad"), w.eva)
	path := "/arende/2026-0501/insatser"
	d.open(path).fill(path, "provider", private.String()).at(path)
	lines, err := w.services("2026-0501")
	if err != nil || len(lines) != 1 {
		w.t.Fatalf("%v %v", lines, err)
	}
	orders, err := deliverysql.Lists{DB: w.r.Store.Reader()}.OfService(w.t.Context(), lines[0].ID)
	if err != nil || len(orders) != 1 {
		w.t.Fatalf("%v %v", orders, err)
	}
	o, door := orders[0], engine.Bind(w.r.Engine, visitsql.Visits())
	var steps []engine.Step
	visit := func(at time.Time) {
		steps = append(steps, door.Step(w.r.Engine.NewID(), visits.Register{
			Target: visits.Target{Person: o.Person, Order: o.ID, Service: o.Service, Provider: private},
			Done:   visits.Span{From: at, To: at.Add(time.Hour)}, Class: visits.TaggedBoth,
		}))
	}
	for n := range 20 {
		visit(w.today().AddDays(n).At(9, 30))
	}
	visit(w.today().AddDays(3).At(23, 0))
	w.pass(33)
	form := act.Form{ID: w.r.Engine.NewForm(), Actor: act.Actor{User: rickard, Roles: []string{"utforare"}, Provider: private}}
	if _, err := w.r.Engine.Do(w.t.Context(), form, steps...); err != nil {
		w.t.Fatalf("%v %+v", err, fault.All(err))
	}
	return o.ID.String()
}

// krav F-18: Varje fakturarad jämförs med utförd tid och avtalets pris, och fakturan går inte att godkänna förrän någon annan har hanterat varje skillnad med en orsak.
// bryt internal/invoices/acts.go: « || len(v.Waiting(cmd.Matches)) > 0» → «»
func TestAnInvoiceIsApprovedOnlyWhenEachDifferenceIsHandled(t *testing.T) {
	w := newTown(t, civil.On(2026, time.January, 1))
	order := w.ronnens()
	tomas, karin := w.staff("Tomas Grind", org.Controller), w.staff("Karin Åsberg", org.Socialchef)
	const list, agreements = "/ekonomi/fakturor", "/ekonomi/avtal"

	// Without an agreement no line can be accepted.
	tomas.upload(list, "januari.csv", csvColumns+billed("118", order, "1", "1230", "10270,50", "10270,50", "", "")).
		says("Faktura 118", "1 rad skiljer sig.", "Avtalet har inget pris de dagarna.", "Hemtjänst, personlig omvårdnad").silent("Godta raden", "Bertil")
	one := tomas.path
	tomas.open(agreements).fill(agreements, "provider", w.ronnen(), "number", "HT-7", "from", "2026-01-01", "price", "501").says("501,00 kr")
	w.tick(w.r.repricing()) // the visits were registered before

	// 20 hours by day are delivered; the hour in the night is grant-funded.
	tomas.open(one).says("Raden begär mer tid än som är utförd mellan 07 och 22.", "20 h", "20 h 30 min", "10 020,00 kr", "10 270,50 kr", "för radens dagar")
	karin.open(one).silent("Godkänn fakturan")
	karin.post(one+"/godkann", karin.form(one+"/aterlamna")).says("Det finns rader som skiljer sig. Hantera dem först.")
	tomas.fill(one + "/rad/1").says("Välj varför skillnaden kan godtas.")
	tomas.fill(one+"/rad/1", "code", "registrerat-sent").says("Varje rad stämmer eller är hanterad.", "Godtagen: Besöken är gjorda, men registreras senare").silent("Godkänn fakturan")
	karin.open(one).fill(one+"/godkann").says("Godkänd med 10 270,50 kr.", "Karin Åsberg")

	// The same file again is the same invoice; other content under its number is not.
	tomas.upload(list, "januari.csv", csvColumns+billed("118", order, "1", "1230", "10270,50", "10270,50", "", "")).at(one)
	tomas.upload(list, "nummer-118.csv", csvColumns+billed("118", order, "1", "60", "501", "501", "", "")).at(one).says("En annan fil med samma nummer", "10 270,50 kr")
	tomas.upload(list, "igen.csv", csvColumns+billed("119", order, "1", "1200", "10020", "10020", "", "")).
		says("En annan faktura begär betalt för samma uppdrag och dagar.").silent("Godta raden")
	again := tomas.path
	tomas.fill(again + "/aterlamna").says("Skriv varför fakturan återlämnas.")
	tomas.fill(again+"/aterlamna", "note", "Januari är redan betald.").says("Återlämnad, inget betalas.")

	// What was too much is taken back once, after the invoice was approved.
	w.now = w.now.Add(time.Minute)
	tomas.upload(list, "kredit.csv", csvColumns+billed("120", order, "1", "30", "250,50", "250,50", "kredit", "118")).says("Kreditfaktura 120", "Varje rad stämmer")
	credit := tomas.path
	karin.open(credit).fill(credit + "/godkann").says("Godkänd med −250,50 kr.")

	// What attacks or contradicts itself has a place on the list, and nothing more.
	bomb := `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "&b;&b;"><!ENTITY b "x">]><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">&a;</Invoice>`
	tomas.upload(list, "bomb.xml", bomb).says("Fil som inte går att läsa", "Filen har en dokumenttyp (DOCTYPE).", "STADGA-02").silent("Godta anmärkningarna", "Godkänn fakturan")
	tomas.upload(list, "fel-summa.csv", csvColumns+billed("121", order, "1", "60", "501", "502", "", "")).
		says("Fakturan motsäger sig själv.", "Där står 502,00, det ska vara 501,00.").silent("Godta anmärkningarna")
	tomas.upload(list, "euro.csv", csvColumns+strings.Replace(billed("122", order, "1", "60", "501", "501", "", ""), "SEK", "EUR", 1)).
		says("Fakturan är inte i svenska kronor.").silent("Godta anmärkningarna", "Godta raden")
	tomas.open(list).says("3 fakturor väntar.", "bomb.xml")
	tomas.open(list+"?visa=godkanda").says("2 fakturor är godkända.", "118", "120")
	tomas.upload(list, "", "").says("Välj en fil")

	// Nobody else sees any of it.
	eva := w.login(w.eva)
	if eva.open(one); eva.code != http.StatusNotFound && eva.code != http.StatusForbidden {
		t.Errorf("an officer who has no part in it got %d", eva.code)
	}
}

// ronnen is the private provider, as the form of an agreement offers it.
func (w *town) ronnen() string {
	w.t.Helper()
	all, err := orgsql.Queries{DB: w.r.Store.Reader()}.Providers(w.t.Context(), w.today())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, p := range all {
		if !p.Own {
			return p.ID.String()
		}
	}
	w.t.Fatal("there is no private provider")
	return ""
}

// An agreement may have areas with prices of their own, each written on a row with its
// postal codes, and a visit costs the price of the area the person lives in.
func TestAVisitCostsThePriceOfItsArea(t *testing.T) {
	w := newTown(t, civil.On(2026, time.January, 1))
	w.ronnens()
	tomas := w.staff("Tomas Grind", org.Controller)
	const agreements = "/ekonomi/avtal"
	signed := []string{"provider", w.ronnen(), "number", "HT-7", "from", "2026-01-01", "price", "322"}
	tomas.open(agreements).fill(agreements, append(signed, "area", "Centrum", "codes", "731 30, 7313")...).says("Skriv postnumren med fem siffror och komma mellan")
	tomas.fill(agreements, append(signed, "area", "", "codes", "", "area.2", "", "codes.2", "73190")...).says("Skriv vad området heter")
	if typed := tomas.form(agreements); typed.Get("codes.2") != "73190" {
		t.Errorf("what was typed is gone: %v", typed)
	}
	tomas.fill(agreements, append(signed, "area", "Centrum", "codes", "731 30, 73131", "area.2", "Landet", "codes.2", "73190")...).says("322,00 kr")
	tomas.open(tomas.leads("HT-7")).says("Område Centrum", "73130, 73131", "Område Landet", "73190")
	one := tomas.path
	tomas.fill(one+"/pris", "from", "2026-01-01", "area", "Landet", "price", "420").says("Landet", "420,00 kr")
	services, err := w.services("2026-0501")
	if err != nil {
		t.Fatal(err)
	}
	orders, err := deliverysql.Lists{DB: w.r.Store.Reader()}.OfService(t.Context(), services[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	w.do(engine.Bind(w.r.Engine, peoplesql.Persons()).Step(orders[0].Person.ID, people.ChangeContact{Contact: people.Contact{Address: "Byvägen 3, 731 90 Norrsala"}}))
	w.tick(w.r.repricing())
	tomas.open("/ekonomi/ersattning/" + w.ronnen() + "/2026-01").says("8 400,00 kr") // twenty hours at 420
}

// krav F-15: Priset för en utförd timme mellan 07 och 22 gäller från sin dag: besök före den dagen kostar det gamla priset och besök efter det nya, och en faktura jämförs med båda.
// bryt internal/visits/rate.go: «return !day.Before(r.From) && (» → «return (»
func TestEachVisitCostsThePriceOfItsDay(t *testing.T) {
	w := newTown(t, civil.On(2026, time.January, 1))
	order := w.ronnens()
	tomas := w.staff("Tomas Grind", org.Controller)
	const list, agreements = "/ekonomi/fakturor", "/ekonomi/avtal"
	tomas.open(agreements).fill(agreements, "provider", w.ronnen(), "number", "HT-7", "from", "2026-01-01", "price", "322").says("322,00 kr")
	tomas.open(tomas.leads("HT-7"))
	one := tomas.path
	tomas.fill(one+"/pris", "from", "2026-01-11", "price", "390").says("322,00 kr", "390,00 kr")
	tomas.fill(one+"/pris", "from", "2025-12-31", "price", "390").says("Avtalet gäller inte den dagen.")
	tomas.open(one).says("Besöken från 1 januari räknas om")
	w.tick(w.r.repricing()) // the visits were registered before the agreement was
	tomas.open(one).silent("räknas om").says("20 besök har räknats om")
	// Ten hours at 322 and ten at 390 are 7 120 kr.
	net := "7120"
	file := csvColumns + strings.Replace(billed("118", order, "1", "1200", net, net, "", ""), ";8,35;", fmt.Sprintf(";%s;", "5,9333333333"), 1)
	tomas.upload(list, "januari.csv", file).says("Varje rad stämmer eller är hanterad.", "7 120,00 kr")
	invoice := tomas.path
	// A price that changes backwards is what the open invoice is matched by.
	tomas.open(one).fill(one+"/pris", "from", "2026-01-11", "price", "400")
	w.tick(w.r.repricing())
	tomas.open(invoice).says("Tiden stämmer, men beloppet följer inte avtalets pris.", "7 220,00 kr")
}
