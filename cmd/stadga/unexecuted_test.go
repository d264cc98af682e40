package main

import (
	"log/slog"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/board"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/unexecutedweb"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/org"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
	"stadga/internal/webkit/webtest"
)

// krav E-07: Sidan Ej verkställda beslut listar beviljade insatser som inte har startat med dagar sedan beslutet, skäl och erbjudanden. Efter tre månader rapporteras de varje kvartal till IVO och revisorerna tills de är verkställda, SoL och LSS för sig, och rapporten Beslut till start visar dagarna.
// bryt internal/casework/decision_unexecuted.go: «return day.AddMonths(-unexecutedMonths)» → «return day.AddMonths(-12 * unexecutedMonths)»
func TestDecisionsNotCarriedOutAreReported(t *testing.T) {
	const root = "/rapporter/ej-verkstallda"
	w := newTown(t, civil.On(2026, 1, 7))
	karin := w.login(w.hire("Karin Åsberg", w.unit, org.Socialchef))
	d := w.decider("2026-0501", "Anna", "hemtjanst-omvardnad")
	d.grant("item0.extent", "22", "item0.goal", "m1").at(d.path + "/1")
	w.pass(40)
	karin.open("/rapporter").says("Ej verkställda beslut")
	karin.open(root).says("0 enligt SoL och 0 enligt LSS.", "2026-0501", "Ej verkställt, 40 dagar", "Skäl saknas, inget uppdrag är skickat")
	w.pass(60)
	services, err := w.services("2026-0501")
	if err != nil || len(services) != 1 {
		t.Fatalf("%v %v", services, err)
	}
	why := "reason-" + services[0].ID.String()
	karin.open(root).says("1 enligt SoL och 0 enligt LSS.", "Skäl, ärende 2026-0501").fill(root).says("Skriv varför beslutet inte är verkställt")
	karin.fill(root, why, "Ingen utförare har personal").at(root).says("första gången")
	if got := string(karin.open(root + "/ivo.csv?lag=sol").body); got != "Kvartal;Lag;Personnummer;Insats;Beslutsdatum;Typ;Sedan;Skäl;Antal erbjudanden;Rapporterat;Verkställt\r\n"+
		"2026-2;SoL;;Hemtjänst, personlig omvårdnad;2026-01-07;Ej verkställt;2026-01-07;Ingen utförare har personal;0;2026-04-17;\r\n" {
		t.Errorf("the file to IVO is %q", got)
	}
	karin.open(root+"/revisorer?kvartal=2026-2").says("1 beslut rapporterades.", "Ingen utförare har personal", "Ej verkställt, 100 dagar").silent("2026-0501", "Anna")
	karin.open(root+"/fullmaktige?kvartal=2026-2").says("Hemtjänst, personlig omvårdnad", "3–6 månader").silent("2026-0501", "Ingen utförare")

	// The next quarter asks anew, and keeps the reason that was given.
	w.pass(90)
	karin.open(root).says("1 enligt SoL", "inte för kvartalet, 1 gång förut")
	path := "/arende/2026-0501/insatser"
	d.open(path).fill(path, "provider", w.norr.String()).at(path)
	orders, err := deliverysql.Lists{DB: w.r.Store.Reader()}.OfService(t.Context(), services[0].ID)
	if err != nil || len(orders) != 1 {
		t.Fatalf("%v %v", orders, err)
	}
	w.carriesOut(orders[0].ID, delivery.Acknowledge{Able: delivery.AbleWhole})
	d.visit(orders[0])
	karin.open(root).says("0 enligt SoL och 0 enligt LSS.", "Verkställt 16 juli").fill(root + "/verkstallda").at(root).silent("Verkställt 16 juli")
	karin.open(root + "/revisorer?kvartal=2026-2").says("verkställt 2026-07-16, anmält 2026-07-16")
	karin.open("/rapporter/beslut-till-start?fran=2026-07-01&till=2026-07-31").says("Hemtjänst, personlig omvårdnad Alla utförare 1 190 190,0 0 0,0 %", "Hemtjänst, personlig omvårdnad Hemtjänst Norr 1 190", "0 av 1 insatser började inom 30 dagar")
	karin.open("/rapporter/beslut-till-start/lista?fran=2026-07-01&till=2026-07-31&kolumn=antal&rad=Hemtj%C3%A4nst%2C+personlig+omv%C3%A5rdnad&rad=Hemtj%C3%A4nst+Norr").says("1 rad", "2026-0501", "beslutat 2026-01-07, började 2026-07-16, 190 dagar")
}

// A break and a service given in part are reported after three months as well.
func TestBreaksAndPartsAreReported(t *testing.T) {
	const root = "/rapporter/ej-verkstallda"
	w := newTown(t, civil.On(2026, 1, 7))
	karin := w.login(w.hire("Karin Åsberg", w.unit, org.Socialchef))
	for _, number := range []string{"2026-0501", "2026-0502"} {
		d := w.decider(number, "Anna", "hemtjanst-omvardnad")
		d.grant("item0.extent", "22", "item0.goal", "m1").at(d.path + "/1")
		path := "/arende/" + number + "/insatser"
		d.open(path).fill(path, "provider", w.norr.String()).at(path)
		services, err := w.services(number)
		if err != nil {
			t.Fatal(err)
		}
		orders, err := deliverysql.Lists{DB: w.r.Store.Reader()}.OfService(t.Context(), services[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		w.carriesOut(orders[0].ID, delivery.Acknowledge{Able: delivery.AbleWhole})
		d.visit(orders[0])
		if number == "2026-0501" {
			w.carriesOut(orders[0].ID, delivery.Interrupt{On: w.today()})
		} else {
			w.carriesOut(orders[0].ID, delivery.GivePartly{Since: w.today(), Lacks: "Inköp och promenad"})
		}
	}
	w.pass(95)
	karin.open(root).says("2 enligt SoL", "Avbrott, 95 dagar", "Delvis verkställt, 95 dagar", "Inköp och promenad")
}

// The council is given the statistics once a quarter: how many, of what kinds and how
// long since the decision, with nobody named. What is given is kept as it was counted,
// with day and paragraph, and fulfils the duty of the quarter; a quarter in which
// nothing was given stays late. Nothing is given before IVO has been told.
func TestTheCouncilIsGivenTheStatisticsOfEachQuarter(t *testing.T) {
	const root = "/rapporter/ej-verkstallda"
	const council = root + "/fullmaktige"
	w := newTown(t, civil.On(2026, 1, 7))
	karin, lena := w.login(w.hire("Karin Åsberg", w.unit, org.Socialchef)), w.login(w.hire("Lena Mossberg", w.unit, org.Namnd))
	lena.open(council).says("Det är inte inskrivet när nämnden började")
	lena.fill(council+"/namnden", "on", "").says("Skriv den dag nämnden började svara för sina ärenden").fill(council+"/namnden", "on", "2025-12-01").at(council)
	d := w.decider("2026-0501", "Anna", "hemtjanst-omvardnad")
	d.grant("item0.extent", "22", "item0.goal", "m1").at(d.path + "/1")

	wake := jobs.NewRunner(w.r.Store, w.r.Clock, slog.New(slog.DiscardHandler), jobs.Wake(w.r.Store, w.r.Engine))
	pass := func(days int) {
		w.pass(days)
		if err := wake.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	pass(120) // to the seventh of May: the first quarter went by without anything given
	lena.open(council).says("första kvartalet 2026", "Sen, inget lämnades i kvartalet", "andra kvartalet 2026", "Lämnas senast 30 juni")
	lena.fill(council, "on", "2026-05-07", "ref", "KF § 45").says("Alla beslut är inte rapporterade till IVO och revisorerna")
	services, err := w.services("2026-0501")
	if err != nil {
		t.Fatal(err)
	}
	karin.open(root).fill(root, "reason-"+services[0].ID.String(), "Ingen utförare har personal").at(root)
	lena.open(council).says("1 beslut rapporterades.").fill(council, "on", "2026-05-07", "ref", " ").says("Skriv paragrafen i protokollet")
	lena.fill(council, "on", "2026-05-07", "ref", "KF § 45").at(council)
	lena.open(council).says("Lämnad till fullmäktige", "7 maj, KF § 45", "Hemtjänst, personlig omvårdnad", "Sen, inget lämnades i kvartalet").silent("2026-0501", "Anna", "Ingen utförare")
	if owed := w.boardOwes(); len(owed) != 2 || owed[0] != duty.Late || owed[1] != duty.Met {
		t.Errorf("the board's obligations are %v", owed)
	}

	// The next quarter is owed anew, and the given one stands as it was.
	pass(90)
	lena.open(council).says("tredje kvartalet 2026", "Lämnas senast 30 september")
	lena.open(council+"?kvartal=2026-2").says("1 beslut rapporterades.", "7 maj, KF § 45")
}

// boardOwes is how it stands with the quarters the board is to tell the council of.
func (w *town) boardOwes() (states []duty.State) {
	w.t.Helper()
	owed, err := casesql.Duties{DB: w.r.Store.Reader()}.OfSubject(w.t.Context(), duty.Subject{Kind: board.Subject, ID: board.ID()})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, o := range owed {
		if o.Rule == "nonexec-council" {
			states = append(states, o.StateAt(w.now))
		}
	}
	return states
}

func TestUnexecutedTemplates(t *testing.T) {
	webtest.Templates(t, unexecutedweb.Templates(), map[string]any{
		"ej-verkstallda.html": &unexecutedweb.Page{}, "ej-verkstallda-rapporterat.html": &unexecutedweb.ToldPage{},
		"ej-verkstallda-fullmaktige.html": &unexecutedweb.CouncilPage{},
	})
}

// carriesOut does an act of Hemtjänst Norr on its order.
func (w *town) carriesOut(order ids.Order, cmd engine.Command[delivery.Order]) {
	w.t.Helper()
	form := act.Form{ID: w.r.Engine.NewForm(), Actor: act.Actor{User: w.marie, Roles: []string{"utforare"}, Provider: w.norr, Own: true}}
	if _, err := engine.Bind(w.r.Engine, deliverysql.Orders()).Do(w.t.Context(), form, order.ID, cmd); err != nil {
		w.t.Fatal(err)
	}
}

// visit registers the visit of today that shows that the service has begun.
func (d decider) visit(o delivery.Line) {
	d.w.t.Helper()
	w := d.w
	at := w.today().At(8, 0)
	form := act.Form{ID: w.r.Engine.NewForm(), Actor: act.Actor{User: w.marie, Roles: []string{"utforare"}, Provider: w.norr}}
	if _, err := engine.Bind(w.r.Engine, visitsql.Visits()).Do(w.t.Context(), form, w.r.Engine.NewID(), visits.Register{
		Target: visits.Target{Person: o.Person, Order: o.ID, Service: o.Service, Provider: w.norr},
		Done:   visits.Span{From: at, To: at.Add(30 * time.Minute)}, Class: visits.TaggedBoth,
	}); err != nil {
		w.t.Fatal(err)
	}
}
