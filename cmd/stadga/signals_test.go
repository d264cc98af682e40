package main

import (
	"testing"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/org"
)

// krav E-24: En anmälan om ändrat behov från utföraren syns genast som en uppgift i mottagningen i den enhet som har ärendet, leder dit den besvaras, och försvinner när den är besvarad.
// bryt internal/delivery/deliveryweb/signals.go: «if err != nil || n == 0 {» → «if err != nil || n < 9 {»
func TestAChangedNeedReachesTheReception(t *testing.T) {
	w := newTown(t, civil.On(2026, 1, 7))
	order, d := w.signalled()
	ulla := w.login(w.hire("Ulla Norling", w.unit, org.Mottagning))
	ulla.open("/mottagning").says("1 anmälan om ändrat behov att svara på")
	ulla.open("/andrat-behov").says("1 anmälan väntar på svar.", "2026-0501", "Mindre hjälp")
	d.open("/arende/2026-0501/insatser").fill("/arende/2026-0501/insatser/"+order.ID.String()+"/svara", "answer", "Vi följer upp", "leads", "annan-bedomning")
	ulla.open("/mottagning").silent("ändrat behov att svara på")
	ulla.open("/andrat-behov").says("Alla anmälningar är besvarade.")
}

// krav E-25: Tiden från anmälan om ändrat behov till svar och till nytt beslut visas för båda sidor med median, andel över fem arbetsdagar och äldsta obesvarade, och rapporten delar upp den på utförare och handläggare.
// bryt internal/delivery/signal_sum.go: «return days[(len(days)-1)/2]» → «return days[0] + 1»
func TestBothSidesSeeHowLongSignalsWait(t *testing.T) {
	w := newTown(t, civil.On(2026, 1, 7))
	karin := w.login(w.hire("Karin Åsberg", w.unit, org.Socialchef))
	order, d := w.signalled()
	w.pass(12)
	marie := w.login(w.marie)
	marie.open("/utforare/andrat-behov").says("Kommunen har inte svarat på 1 anmälan.", "Äldsta obesvarade 12 dagar", "Längre än fem arbetsdagar 1 av 1, 100 %", "Tid till svar, median inget svar än")
	d.open("/andrat-behov").says("Äldsta obesvarade 12 dagar", "Längre än fem arbetsdagar 1 av 1, 100 %")
	d.open("/arende/2026-0501/insatser").fill("/arende/2026-0501/insatser/"+order.ID.String()+"/svara", "answer", "Vi följer upp", "leads", "ny-utredning")
	for _, b := range []*browser{marie.open("/utforare/andrat-behov"), d.open("/andrat-behov")} {
		b.says("Tid till svar, median 12 dagar", "Äldsta obesvarade ingen väntar")
	}
	karin.open("/rapporter/andrat-behov-tider?fran=2026-01-01&till=2026-01-31").says("1 av 1 anmälningar är besvarade. 1 väntade längre än fem arbetsdagar.", "Hemtjänst Norr Eva Ek 1 1 12 1 100,0 % – –")
}

// krav E-27: Nämndens rapport visar hur många anmälningar om ändrat behov som kom in, besvarades och ledde till mer, mindre eller ingen ändring, med stapel, mening och tabell.
// bryt internal/delivery/signal_sum.go: «case s.After > s.Before:» → «case s.After > 9*s.Before:»
func TestTheBoardSeesWhatSignalsLedTo(t *testing.T) {
	const month = "?fran=2026-01-01&till=2026-01-31"
	w := newTown(t, civil.On(2026, 1, 7))
	karin := w.login(w.hire("Karin Åsberg", w.unit, org.Socialchef))
	order, d := w.signalled()
	karin.open("/rapporter/andrat-behov-foljd"+month).says("1 anmälningar kom in och 0 är besvarade", "Mindre hjälp 1 0 0 0 0 0 1")
	d.open("/arende/2026-0501/insatser").fill("/arende/2026-0501/insatser/"+order.ID.String()+"/svara", "answer", "Vi utreder", "leads", "ny-utredning")
	karin.open("/rapporter/andrat-behov-foljd" + month).says("Mindre hjälp 1 1 0 0 0 1 0")
	w.pass(10)
	w.investigated(d.browser, "2026-0501", "2")
	d.open(d.path + "?insats=hemtjanst-omvardnad")
	d.grant("item0.extent", "30", "item0.goal", "m1").at(d.path + "/2")
	karin.open("/rapporter/andrat-behov-foljd"+month).says("1 anmälningar kom in och 1 är besvarade: 1 ledde till mer, 0 till mindre, 0 till ingen ändring.", "Mindre hjälp 1 1 1 0 0 0 0")
}

// signalled grants and orders 22 hours a month and has the provider signal that less
// is needed.
func (w *town) signalled() (delivery.Line, decider) {
	w.t.Helper()
	d := w.decider("2026-0501", "Anna", "hemtjanst-omvardnad")
	d.grant("item0.extent", "22", "item0.goal", "m1").at(d.path + "/1")
	path := "/arende/2026-0501/insatser"
	d.open(path).fill(path, "provider", w.norr.String()).at(path)
	lines, err := deliverysql.Lists{DB: w.r.Store.Reader()}.OfCase(w.t.Context(), w.caseID("2026-0501"), 5)
	if err != nil || len(lines) != 1 {
		w.t.Fatalf("%v %v", lines, err)
	}
	for _, cmd := range []engine.Command[delivery.Order]{
		delivery.Acknowledge{Able: delivery.AbleWhole},
		delivery.Signal{Kind: delivery.LessHelp, What: "Går upp själv på morgonen", Since: w.today()},
	} {
		w.carriesOut(lines[0].ID, cmd)
	}
	return lines[0], d
}
