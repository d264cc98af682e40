package export

import (
	"fmt"

	"stadga/internal/civil"
)

// A child is one person with one case, however many reports.
type child struct {
	person, caseNr string
	born           int
	inquired       bool // no second chain of inquiries on the same child, to keep the truth plain
}

// children makes reports of concern and what follows on them.
func (w *world) children() {
	kids := make([]*child, max(2, w.perYear(1000)))
	for i := range kids {
		kids[i] = &child{person: w.person(), caseNr: w.caseNumber(), born: w.From.Year() - w.between(0, 16)}
	}
	for left := w.perYear(1920); left > 0; {
		a := kids[w.rng.IntN(len(kids))]
		day := w.day()
		if left > 1 && w.happens(0.15) {
			b := kids[w.rng.IntN(len(kids))]
			if a != b && w.happens(0.5) {
				w.siblings(a, day)
			} else {
				w.report(a, day)
				w.report(b, day)
			}
			left -= 2
			continue
		}
		w.report(a, day)
		left--
	}
}

// siblings writes one report on two children as one row, as some officers do.
// The second child has no row of its own anywhere else.
func (w *world) siblings(a *child, day civil.Date) {
	r := w.makeReport(day)
	w.judgeReport(r)
	w.judgeReport(r)
	second := w.person()
	w.writeReport(r, a.person+"+"+second, a.caseNr, a.born)
	w.open(a, r)
}

func (w *world) report(c *child, day civil.Date) {
	r := w.makeReport(day)
	w.judgeReport(r)
	w.writeReport(r, c.person, c.caseNr, c.born)
	w.open(c, r)
}

// A report is one report of concern as the list has it.
type report struct {
	received, assessed, decided civil.Date
	hour, assessedHour          int // minutes after midnight; -1: not filled in
	outcome                     string
}

func (w *world) makeReport(day civil.Date) report {
	r := report{received: day, hour: w.between(7*60, 17*60), assessedHour: -1}
	hours := 0
	switch lot := w.rng.Float64(); {
	case lot < 0.01: // never assessed
	case lot < 0.92:
		hours = w.between(0, 5)
		r.assessed = day
	case lot < 0.97:
		hours = w.between(14, 22)
		r.assessed = day.AddDays(1)
	default:
		hours = w.between(26, 90)
		r.assessed = day.AddDays(3)
	}
	if !r.assessed.IsZero() {
		total := r.hour + hours*60
		r.assessed, r.assessedHour = day.AddDays(total/1440), total%1440
	}
	if w.known(r.assessed).IsZero() {
		r.assessed, r.assessedHour = civil.Date{}, -1
	}
	if w.happens(0.35) { // the list has a column for the time of day, and few fill it in
		r.hour, r.assessedHour = -1, -1
	}
	switch lot := w.rng.Float64(); {
	case lot < 0.38:
		r.outcome = "Inleda"
	case lot < 0.50:
		r.outcome = "Pågår"
	default:
		r.outcome = "Ej inleda"
	}
	r.decided = day.AddDays(w.between(1, 13))
	if r.outcome != "Pågår" && w.happens(0.07) {
		r.decided = day.AddDays(w.between(19, 45))
	}
	if r.decided = w.known(r.decided); r.decided.IsZero() {
		r.outcome = ""
	}
	return r
}

// judgeReport counts what the checks should find in the report.
func (w *world) judgeReport(r report) {
	if r.assessed.IsZero() {
		w.truth.count("child-protection-assessment", late)
	} else {
		w.truth.count("child-protection-assessment", met)
	}
	switch limit := r.received.AddDays(1); {
	case r.hour < 0:
		w.truth.count("local-protection-24h", unknown)
	case r.assessed.IsZero() && limit.After(w.asOf):
		w.truth.count("local-protection-24h", open)
	case r.assessed.IsZero():
		w.truth.count("local-protection-24h", late)
	case r.assessed.After(limit) || r.assessed == limit && r.assessedHour > r.hour:
		w.truth.count("local-protection-24h", metLate)
	default:
		w.truth.count("local-protection-24h", met)
	}
	if r.outcome != "Pågår" {
		w.truth.count("child-prelim-14d", w.answer(civil.Shift(r.received.AddDays(14)), r.decided))
	}
}

func (w *world) writeReport(r report, persons, caseNr string, born int) {
	at := func(minutes int) string {
		if minutes < 0 {
			return ""
		}
		return clock(minutes)
	}
	registered := r.received
	if !w.happens(0.4) { // Inkom = Registrerad by habit
		registered = r.received.AddDays(w.between(0, 2))
	}
	result := ""
	if !r.assessed.IsZero() {
		result = w.pick("Behov av omedelbart skydd", "Inget behov", "Inget behov", "Inget behov")
	}
	row := []string{
		persons, fmt.Sprint(born), caseNr, w.number("A"), "Orosanmälan barn", dashed(r.received), at(r.hour), dashed(w.known(registered)),
		w.pick("Polis", "Skola", "Förskola", "Hälso- och sjukvård", "Annan myndighet", "Privatperson", "Anonym"),
		dashed(r.assessed), at(r.assessedHour), result, r.outcome, dashed(r.decided), "Mottagning barn och unga", w.pick("LIBA", "MORI", "PEHE"),
	}
	w.intakes.row(row...)
	if w.happens(0.005) { // the same row once more
		w.intakes.row(row...)
	}
}

// open makes the inquiry that a report led to.
func (w *world) open(c *child, r report) {
	if r.outcome != "Inleda" || c.inquired {
		return
	}
	c.inquired = true
	closed := w.inquiry(c.caseNr, r.decided)
	if closed.IsZero() || !w.happens(0.06) {
		return
	}
	// Closed and opened again under a new number: what the chain is to find.
	again := closed.AddDays(w.between(1, 28))
	if w.known(again).IsZero() {
		return
	}
	last := w.inquiry(c.caseNr, again)
	due := r.decided.AddMonths(4).AddDays(again.DaysSince(closed))
	w.truth.count("child-inquiry-chain", w.answer(due, last))
}

// inquiry writes one child inquiry and returns the day it was closed; no day
// while it runs.
func (w *world) inquiry(caseNr string, opened civil.Date) civil.Date {
	limit := civil.Shift(opened.AddMonths(4))
	var decided, until civil.Date
	days := w.between(40, 116)
	word := "aldrig"
	switch lot := w.rng.Float64(); {
	case lot < 0.06: // extended in time, to a stated day
		decided, until = opened.AddMonths(4).AddDays(-w.between(2, 20)), opened.AddMonths(4).AddDays(60)
		days = w.between(130, 175)
		word = "i-tid"
	case lot < 0.09: // extended when the time had run out
		decided, until = opened.AddMonths(4).AddDays(w.between(2, 15)), opened.AddMonths(4).AddDays(60)
		days = w.between(140, 175)
		word = "for-sent"
	case lot < 0.12: // run over without a word
		days = w.between(130, 170)
	}
	if w.known(decided).IsZero() {
		decided, until, word = civil.Date{}, civil.Date{}, "aldrig"
	}
	closed := w.known(opened.AddDays(days))
	state := w.answer(limit, closed)
	w.truth.count("child-inquiry-4m", state)
	w.truth.count("child-inquiry-4m/"+word, state)
	w.truth.count("child-inquiry-extend", func() string {
		if word == "i-tid" {
			return w.answer(until, closed)
		}
		return state
	}())
	cause := ""
	if !closed.IsZero() {
		cause = w.pick("Avslutas utan insats", "Insats", "Insats", "Avslutas utan insats")
	}
	law := "SoL 20 kap. 3 §"
	if opened.Before(civil.MustParse("2025-07-01")) || w.happens(0.1) { // the old words live on
		law = "SoL 11 kap. 2 §"
	}
	w.inquiries.row(w.number("U"), caseNr, "Barnavårdsutredning", law, compact(opened), compact(opened.AddMonths(4)), compact(decided), compact(until), compact(closed), cause, "Utredning barn och unga")
	return closed
}
