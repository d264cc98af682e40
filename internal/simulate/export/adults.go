package export

import (
	"fmt"
	"math"

	"stadga/internal/civil"
)

// A client is one who has hours of home care.
type client struct {
	person   string
	provider string
	periods  []period
	ratio    float64 // delivered of granted
	balance  float64 // minutes that are still to be delivered
	granted  int64
	done     int64
}

// A period is a decision on hours of home care.
type period struct {
	from, until civil.Date // no until: until further notice
	minutes     int        // a month
}

// adults makes applications, decisions and what was done with them.
func (w *world) adults() {
	for range w.perYear(3300) {
		w.application("SoL")
	}
	for range w.perYear(198) {
		w.application("LSS")
	}
}

func (w *world) application(law string) {
	person, caseNr, received := w.person(), w.caseNumber(), w.day()
	typ, days, check := "Ansökan", 3+int(35*math.Pow(w.rng.Float64(), 1.95)), "application-settled-sol"
	if law == "LSS" {
		typ, days, check = "Begäran LSS", w.between(20, 130), "application-settled-lss"
	}
	if w.happens(0.02) {
		days = w.between(200, 300) // forgotten, and some of them for good
		if w.happens(0.8) {
			days = 100000
		}
	}
	settled := civil.Date{}
	if days < 100000 {
		settled = w.known(received.AddDays(days))
	}
	w.truth.count(check, w.answer(received.AddMonths(6), settled))
	w.intakes.row(person, fmt.Sprint(1932+w.between(0, 60)), caseNr, w.number("A"), typ, dashed(received), "", dashed(received), "Den enskilde", "", "", "", "", "", "Biståndsenheten", w.pick("EVEK", "JOLU", "SAHA", "MAOH"))

	outcome, cause := "Bifall", ""
	if !settled.IsZero() {
		cause = "Beslut"
		refused := 0.006
		if law == "LSS" {
			refused = 0.19
		}
		switch lot := w.rng.Float64(); {
		case lot < 0.04:
			cause, outcome = w.pick("Återtagen", "Avvisad"), ""
		case lot < 0.04+refused:
			outcome = "Avslag"
		}
		w.truth.count("inquiry-outcome", met)
	}
	number, opened := w.number("U"), received.AddDays(w.between(0, 2))
	if w.known(opened).IsZero() {
		opened = received
	}
	ground := "SoL 14 kap. 2 §"
	switch {
	case law == "LSS":
		ground = "LSS 7 §"
	case opened.Before(civil.MustParse("2025-07-01")) || w.happens(0.1):
		ground = "SoL 11 kap. 1 §"
	}
	kind := "Utredning äldre"
	if law == "LSS" {
		kind = "Utredning LSS"
	}
	w.inquiries.row(number, caseNr, kind, ground, compact(opened), "", "", "", compact(settled), cause, "Biståndsenheten")
	if cause == "Beslut" {
		w.decide(person, number, caseNr, law, outcome, settled)
	}
}

// decide writes the decision that an application came to, and its later life.
func (w *world) decide(person, inquiry, caseNr, law, outcome string, on civil.Date) {
	service := w.pick("HTJ", "HTJ", "LARM", "SÄBO", "DAGV")
	if law == "LSS" {
		service = w.pick("DAGLIG", "BOSTAD", "KONTAKT")
	}
	number := w.number("B")
	d := decision{number: number, inquiry: inquiry, service: service, law: law, on: on, from: on.AddDays(w.between(0, 10)), minutes: w.between(10, 60) * 60}
	if outcome == "Avslag" {
		w.refused(d)
		return
	}
	if law == "SoL" && w.happens(0.03) {
		w.refusedRow(d) // a part granted and a part refused: one number, two rows
	}
	w.truth.count("decision-refused", met)
	w.truth.count("decision-refused/"+d.lawWord(), met)
	if service == "HTJ" || service == "DAGV" {
		d.until = d.from.AddMonths(w.pickInt(6, 12)).AddDays(-1)
	}
	w.granted(d)
	c := w.homeCare(person, d)
	fate := w.fateOf(d)
	tooLong := 0
	if fate == runsOut && w.happens(0.2) {
		tooLong = w.between(10, 60) // goes on though the decision has run out
	}
	w.carryOut(d, tooLong)
	if fate != "" && fate != runsOut {
		w.renew(caseNr, d, c, fate)
	}
}

func (w *world) pickInt(from ...int) int { return from[w.rng.IntN(len(from))] }

// A decision as the list has it.
type decision struct {
	number, inquiry, service, law string
	on, from, until               civil.Date
	minutes                       int // a month, of home care
	renewed                       bool
}

func (d decision) lawWord() string {
	switch {
	case d.law == "LSS":
		return "LSS"
	case d.on.Before(civil.MustParse("2025-07-01")):
		return "SoL01"
	}
	return "SoL25"
}

func (d decision) lawText() string {
	switch d.lawWord() {
	case "LSS":
		return "LSS 9 §"
	case "SoL01":
		return "SoL 4 kap. 1 §"
	}
	return "SoL 11 kap. 1 §"
}

func (w *world) refused(d decision) {
	w.refusedRow(d)
	w.delegation()
	w.truth.count("decision-refused", late)
	w.truth.count("decision-refused/"+d.lawWord(), late)
	w.decider = ""
}

// refusedRow writes what was refused; it carries the number of its decision.
func (w *world) refusedRow(d decision) {
	w.decisions.row(d.number, d.inquiry, d.service, d.lawText(), "Avslag", dotted(d.on), "", "", "", "", w.signature(), "")
}

// signature draws who decided: once for each decision, since its rows share it.
func (w *world) signature() string {
	if w.decider == "" {
		w.decider = w.pick("EVEK", "JOLU", "SAHA", "MAOH", "ULNO")
		if w.happens(0.01) {
			w.decider = "VIK1" // a stand-in that no delegation names
		}
	}
	return w.decider
}

// delegation counts whether the one who decided may do so.
func (w *world) delegation() {
	if w.signature() == "VIK1" {
		w.truth.count("decision-delegated", late)
		return
	}
	w.truth.count("decision-delegated", met)
}

func (w *world) granted(d decision) {
	until := dotted(d.until)
	if d.until.IsZero() && w.happens(0.5) {
		until = "31.12.9999"
	}
	amount, unit := "", ""
	if d.service == "HTJ" {
		amount, unit = decimal(d.minutes*100/60), "tim/mån"
	}
	received := ""
	if w.happens(0.42) {
		received = dotted(w.known(d.on.AddDays(w.between(2, 14))))
	}
	w.decisions.row(d.number, d.inquiry, d.service, d.lawText(), "Bifall", dotted(d.on), dotted(d.from), until, amount, unit, w.signature(), received)
	w.delegation()
	w.decider = ""
}

// What happens when a decision runs out.
const (
	runsOut   = "ends, with no more to come"
	sameAgain = "the same again, without looking"
	withGap   = "anew, after some days"
	overlaps  = "anew, before the old ends"
	seamless  = "anew, the next day"
)

// fateOf draws what follows on the decision; nothing while it still runs.
func (w *world) fateOf(d decision) string {
	if d.until.IsZero() || w.known(d.until.AddDays(1)).IsZero() {
		return ""
	}
	switch lot := w.rng.Float64(); {
	case lot < 0.10:
		return runsOut
	case lot < 0.25:
		return sameAgain
	case lot < 0.30 && !w.known(d.until.AddDays(14)).IsZero():
		return withGap
	case lot < 0.34:
		return overlaps
	}
	return seamless
}

// renew makes the period that follows, until further notice.
func (w *world) renew(caseNr string, d decision, c *client, fate string) {
	next := d
	next.number, next.from, next.until, next.renewed = w.number("B"), d.until.AddDays(1), civil.Date{}, true
	next.on = d.until.AddDays(-w.between(15, 30))
	switch fate {
	case withGap:
		next.from = next.from.AddDays(w.between(2, 12))
		w.truth.count("service-gap", late)
	case overlaps:
		next.from = next.from.AddDays(-w.between(2, 12))
		w.truth.count("service-overlap", late)
	case sameAgain:
		w.truth.count("technical-extension", late)
	default:
		w.truth.count("technical-extension", met)
	}
	if fate != sameAgain {
		w.anew(caseNr, d, &next)
	}
	w.truth.count("decision-refused", met)
	w.truth.count("decision-refused/"+next.lawWord(), met)
	w.granted(next)
	if c != nil {
		c.periods = append(c.periods, period{next.from, next.until, next.minutes})
	}
	w.carryOut(next, 0)
}

// anew writes the inquiry that the new period rests on.
func (w *world) anew(caseNr string, d decision, next *decision) {
	next.inquiry = w.number("U")
	if next.service == "HTJ" && w.happens(0.5) {
		next.minutes += 60 * w.between(1, 10)
	}
	opened := next.on.AddDays(-w.between(3, 20))
	w.inquiries.row(next.inquiry, caseNr, "Ny prövning", "SoL 14 kap. 2 §", compact(opened), "", "", "", compact(next.on), "Beslut", "Biståndsenheten")
}
