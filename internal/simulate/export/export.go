// Package export writes the five lists that a system administrator would take
// out of Norrsala's system (norrsala.md 7): intakes, investigations, decisions,
// executions and visits, with titles above the headings, a line of sums below,
// several ways of writing a day, and the dirt that such lists have.
//
// Beside the files stands the truth: how many matters each of the twelve checks
// should find, counted while the matters were made and without the rulebook, so
// that an audit of the files can be held to it.
//
// Everyone is invented and has no name, only a running number and a birth year.
package export

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"stadga/internal/civil"
)

// Options say how large a municipality, over what time, and by which lot.
type Options struct {
	Seed        uint64
	Inhabitants int        // 50,000 is the whole of Norrsala
	From, To    civil.Date // first and last day of the period; the lists are taken out the day after
}

// TwoYears is the period of the example: the new act begins inside it.
func TwoYears(seed uint64, inhabitants int) Options {
	return Options{Seed: seed, Inhabitants: inhabitants, From: civil.MustParse("2024-09-01"), To: civil.MustParse("2026-08-31")}
}

// A Tally is how many matters a check should find, by answer.
type Tally struct {
	Met, MetLate, Late, Open, Undetermined int // Late: not done at all
}

// A Truth is what an audit of the files should find, by rule.
type Truth struct {
	Rules map[string]*Tally
	Rows  map[string]int // by file, doubles included
}

func (t *Truth) count(rule, state string) {
	tally := t.Rules[rule]
	if tally == nil {
		tally = &Tally{}
		t.Rules[rule] = tally
	}
	switch state {
	case met:
		tally.Met++
	case metLate:
		tally.MetLate++
	case late:
		tally.Late++
	case open:
		tally.Open++
	case unknown:
		tally.Undetermined++
	}
}

const (
	met     = "met"
	metLate = "met late"
	late    = "late"
	open    = "open"
	unknown = "cannot be judged"
)

// Write makes the municipality and writes its five lists to the folder.
func Write(dir string, o Options) (Truth, error) {
	w := &world{
		Options: o, asOf: o.To, rng: rand.New(rand.NewPCG(o.Seed, 0x5374616467)),
		truth: Truth{Rules: map[string]*Tally{}, Rows: map[string]int{}},
	}
	if err := w.create(dir); err != nil {
		return w.truth, err
	}
	w.children()
	w.adults()
	w.visits()
	return w.truth, w.close()
}

// A world is the municipality while it is made.
type world struct {
	Options
	asOf  civil.Date
	rng   *rand.Rand
	truth Truth

	intakes, inquiries, decisions, executions, visitRows *listFile
	people, cases, numbers                               int
	decider                                              string    // who signs the decision being written
	clients                                              []*client // those with hours of home care
}

func (w *world) create(dir string) error {
	for _, f := range []struct {
		to      **listFile
		name    string
		headers []string
	}{
		{&w.intakes, "aktualiseringar", []string{"Löpnr person", "Födelseår", "Ärendenr", "Akt-id", "Typ", "Inkom datum", "Inkom tid", "Registrerad", "Anmälare kategori", "Skyddsbedömning datum", "Skyddsbedömning tid", "Skyddsbedömning resultat", "Beslut", "Beslutsdatum", "Enhet", "Handläggare"}},
		{&w.inquiries, "utredningar", []string{"Utredningsnr", "Ärendenr", "Typ", "Lagrum", "Inledd", "Planerad klar", "Förlängningsbeslut datum", "Förlängd till", "Avslutad", "Avslutsorsak", "Enhet"}},
		{&w.decisions, "beslut", []string{"Beslutsnr", "Utredningsnr", "Insats", "Lagrum", "Resultat", "Beslutsdatum", "Fr.o.m.", "T.o.m.", "Omfattning", "Omf. enhet", "Beslutsfattare", "Delgivet datum"}},
		{&w.executions, "verkstalligheter", []string{"Beslutsnr", "Utförare", "Uppdrag skickat", "Mottaget", "Verkställd fr.o.m.", "Avbrott fr.o.m.", "Avbrott orsak", "Avslutad", "Avslutsorsak", "Genomförandeplan datum", "Plan uppföljd", "Senaste individuppföljning"}},
		{&w.visitRows, "besok", []string{"Person löpnr", "Datum", "Planerad in", "Planerad ut", "Registrerad in", "Registrerad ut", "Sätt in", "Sätt ut", "Orsak", "Insats", "Utförare", "Personal-id"}},
	} {
		file, err := createList(filepath.Join(dir, f.name+".csv"), f.headers, w.To.AddDays(1))
		if err != nil {
			return err
		}
		*f.to = file
	}
	return nil
}

func (w *world) close() error {
	for _, f := range []*listFile{w.intakes, w.inquiries, w.decisions, w.executions, w.visitRows} {
		if f == nil {
			continue
		}
		w.truth.Rows[filepath.Base(f.file.Name())] = f.rows
		if err := f.close(); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) person() string { w.people++; return fmt.Sprint(100000 + w.people) }

func (w *world) caseNumber() string {
	w.cases++
	return fmt.Sprintf("%d-%05d", w.From.Year(), w.cases)
}

func (w *world) number(prefix string) string {
	w.numbers++
	return fmt.Sprintf("%s%07d", prefix, w.numbers)
}

func (w *world) happens(share float64) bool { return w.rng.Float64() < share }

// between draws a whole number, both ends included.
func (w *world) between(lo, hi int) int { return lo + w.rng.IntN(hi-lo+1) }

func (w *world) pick(from ...string) string { return from[w.rng.IntN(len(from))] }

// day draws a day of the period, with the year's shape: few in July, most in
// spring and autumn, hardly any at weekends.
func (w *world) day() civil.Date {
	month := [12]float64{95, 100, 110, 100, 120, 105, 55, 85, 115, 115, 115, 85}
	for {
		day := w.From.AddDays(w.rng.IntN(w.To.DaysSince(w.From) + 1))
		_, m, _ := day.Parts()
		chance := month[m-1] / 120
		if weekday := day.Weekday(); weekday == 0 || weekday == 6 {
			chance *= 0.1
		}
		if w.happens(chance) {
			return day
		}
	}
}

// known is the day, or no day when the lists were taken out before it came.
func (w *world) known(day civil.Date) civil.Date {
	if day.After(w.asOf) {
		return civil.Date{}
	}
	return day
}

// answer is what a duty with that last day comes to, done on that day.
func (w *world) answer(due, done civil.Date) string {
	switch {
	case !done.IsZero() && !done.After(due):
		return met
	case !done.IsZero():
		return metLate
	case w.asOf.After(due):
		return late
	}
	return open
}

// perYear is how many of something happen in the period, of a yearly number in
// the whole of Norrsala.
func (w *world) perYear(norrsala float64) int {
	years := float64(w.To.DaysSince(w.From)+1) / 365.25
	return int(norrsala*years*float64(w.Inhabitants)/50000 + 0.5)
}

// A listFile is one list being written.
type listFile struct {
	file *os.File
	out  *encoder
	rows int
}
