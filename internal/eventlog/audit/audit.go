// Package audit holds a whole population of matters against a rulebook
// (egenkontroll av hela beståndet) and tells what it found so that an auditor
// can believe it: every share as n of N with the list behind, what cannot be
// judged before what can, ten hits and ten non-hits drawn by seed, and no
// verdict – that is for people.
package audit

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/eventlog"
)

// A Check (kontroll) is one rule as the report shows it.
type Check struct {
	ID      string
	Title   string
	Says    string // the rule in a Swedish sentence
	Cited   string // the law, decision or routine it rests on
	Local   bool   // the municipality's own target, not law
	Subject string // kind of subject it speaks of
	Shape   duty.Shape
	Sure    string   // a word of caution when the reading of the law is not settled
	Counted bool     // counts something that is no fault, for a measure or a reconcile
	By      []string // facts whose values the answers are also counted by
}

// A Tally (summering) counts the answers of one rule. Applies is the sum of Met,
// Late, Open and Undetermined.
type Tally struct {
	Applies      int `json:"applies"`
	Met          int `json:"met"`          // in time
	Late         int `json:"late"`         // missed its time, met afterwards or not
	Open         int `json:"open"`         // time still runs
	Undetermined int `json:"undetermined"` // cannot be judged
	MetLate      int `json:"met_late"`     // those of Late that were met afterwards
}

// NotMet counts what missed its time and has not been done since.
func (t Tally) NotMet() int { return t.Late - t.MetLate }

// Judged counts what could be judged and is no longer open.
func (t Tally) Judged() int { return t.Met + t.Late }

// A Missing counts what cannot be judged for lack of one fact.
type Missing struct {
	Fact string
	Says string // the fact in Swedish
	N    int
}

// A Finding (träff) is one obligation of one subject, by its numbers in the files.
type Finding struct {
	Rule    string
	State   duty.State
	Subject string // its number
	About   string
	Root    string // number of the topmost subject: the person, in lists
	Place   eventlog.Place
	Began   civil.Date
	Due     civil.Date
	DueAt   time.Time
	Done    civil.Date
	DoneAt  time.Time
	Missing string
}

// A RuleResult is what was found by one rule.
type RuleResult struct {
	Check
	Tally
	Reasons []Missing // why some cannot be judged, most frequent first
	Days    Days      // from start to done, of those done
	Hits    []Finding // ten drawn by seed among those late
	Others  []Finding // ten drawn by seed among those met
	Parts   []Part    // the same tally by what the facts of By say
}

// A Part (del) is the tally of those of one kind.
type Part struct {
	Values []string
	Tally
}

// A Run is one audit: what is asked.
type Run struct {
	Reading eventlog.Reading
	Book    *duty.Book
	Checks  []Check // in the order the report shows them
	Figures []Counted
	Says    map[string]string // the facts in Swedish
	AsOf    civil.Date
	Seed    uint64
	Lists   *Lists       // told every finding; nil: nobody listens
	Stop    func() error // asked now and then whether to go on; nil: never
}

// A Result is all that was found.
type Result struct {
	Material eventlog.Material
	Rules    []RuleResult
	Figures  []Figure
	AsOf     civil.Date
	Seed     uint64
}

// Do reads the material and judges every subject in it.
func (r *Run) Do() (Result, error) {
	j := newJudge(r)
	material, err := r.Reading.Read(j.matter)
	if err != nil {
		return Result{}, err
	}
	rules := j.results()
	return Result{Material: material, Rules: rules, Figures: figures(r.Figures, rules), AsOf: r.AsOf, Seed: r.Seed}, nil
}

// A judge computes the rules of one matter after the other and keeps the sums.
type judge struct {
	run   *Run
	kinds map[string]bool
	byID  map[string]*sums
	says  map[string]string
}

type sums struct {
	check   Check
	tally   Tally
	parts   map[string]*Part
	missing map[string]int
	days    dayCounts
	hits    draw
	others  draw
}

func newJudge(r *Run) *judge {
	j := &judge{run: r, kinds: map[string]bool{}, byID: map[string]*sums{}}
	for _, kind := range r.Book.Kinds() {
		j.kinds[kind] = true
	}
	for _, c := range r.Checks {
		j.byID[c.ID] = &sums{check: c, parts: map[string]*Part{}, missing: map[string]int{}, days: dayCounts{}}
	}
	j.says = r.Says
	return j
}

// saidOf is what each fact is called in Swedish: as the mapping calls it, else
// as its area does, without what is explained in brackets there.
func saidOf(m *eventlog.Mapping, areas []duty.FactType) map[string]string {
	says := map[string]string{}
	for _, f := range slices.Concat(areas, m.Vocabulary()) {
		if words, _, _ := strings.Cut(f.Says, " ("); words != "" {
			says[f.Name] = words
		}
	}
	return says
}

func (j *judge) matter(m *eventlog.Matter) error {
	if j.run.Stop != nil {
		if err := j.run.Stop(); err != nil {
			return err
		}
	}
	for _, s := range m.Subjects {
		if !j.kinds[s.Kind] {
			continue
		}
		facts := s.Known()
		computed := j.run.Book.Compute(duty.Subject{Kind: s.Kind}, facts, j.run.AsOf)
		for i := range computed.Obligations {
			if err := j.count(m, s, facts, &computed.Obligations[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (j *judge) count(m *eventlog.Matter, s *eventlog.Subject, facts duty.Facts, o *duty.Obligation) error {
	sums := j.byID[o.Rule]
	state := o.State(j.run.AsOf)
	if sums == nil || state == duty.NotApplicable {
		return nil
	}
	f := Finding{
		Rule: o.Rule, State: state, Subject: s.Number, About: o.About, Root: m.Root, Place: s.Place,
		Began: o.Ground.Day, Due: o.Due(), DueAt: o.DueAt, Missing: o.Missing,
	}
	if !o.MetBy.Day.After(j.run.AsOf) {
		f.Done, f.DoneAt = o.MetBy.Day, o.MetBy.At
	}
	sums.tally.add(state)
	if part := sums.partOf(facts, o); part != nil {
		part.add(state)
	}
	switch state {
	case duty.Met:
		sums.others.offer(j.run.Seed, f)
	case duty.Late, duty.MetLate:
		sums.hits.offer(j.run.Seed, f)
	case duty.Undetermined:
		sums.missing[o.Missing]++
	}
	if (state == duty.Met || state == duty.MetLate) && !f.Began.IsZero() && !f.Done.IsZero() {
		sums.days[f.Done.DaysSince(f.Began)]++
	}
	if j.run.Lists != nil {
		return j.run.Lists.add(f)
	}
	return nil
}

func (t *Tally) add(state duty.State) {
	t.Applies++
	switch state {
	case duty.Met:
		t.Met++
	case duty.Late:
		t.Late++
	case duty.MetLate:
		t.Late++
		t.MetLate++
	case duty.Open:
		t.Open++
	case duty.Undetermined:
		t.Undetermined++
	}
}

// mostParts bounds a table: one by each person's number is no table.
const mostParts = 5000

// partOf is the part of the table that the obligation belongs to; nil when the
// rule has no table.
func (s *sums) partOf(facts duty.Facts, o *duty.Obligation) *Part {
	if len(s.check.By) == 0 {
		return nil
	}
	values := make([]string, len(s.check.By))
	for i, name := range s.check.By {
		if name == eventlog.Month {
			values[i] = o.Ground.Day.String()
			values[i] = values[i][:min(len(values[i]), len("2006-01"))]
		} else {
			values[i] = facts.Value(name)
		}
	}
	key := strings.Join(values, "\x00")
	part := s.parts[key]
	if part == nil {
		if len(s.parts) >= mostParts {
			return nil
		}
		part = &Part{Values: values}
		s.parts[key] = part
	}
	return part
}

func (j *judge) results() []RuleResult {
	var all []RuleResult
	for _, c := range j.run.Checks {
		s := j.byID[c.ID]
		r := RuleResult{Check: c, Tally: s.tally, Days: s.days.summary(), Hits: s.hits.drawn(), Others: s.others.drawn()}
		for fact, n := range s.missing {
			says := j.says[fact]
			if says == "" {
				says = fact
			}
			r.Reasons = append(r.Reasons, Missing{fact, says, n})
		}
		for _, part := range s.parts {
			r.Parts = append(r.Parts, *part)
		}
		slices.SortFunc(r.Parts, func(a, b Part) int { return slices.Compare(a.Values, b.Values) })
		slices.SortFunc(r.Reasons, func(a, b Missing) int {
			return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Fact, b.Fact))
		})
		all = append(all, r)
	}
	return all
}

// Drawn is how many of each are drawn for comparison by hand.
const Drawn = 10

// A draw takes findings by lot: those whose digest with the seed is least. The
// lot depends on seed, rule and number alone – not on the order of the files –
// so that anyone can draw the same again.
type draw struct {
	lots []lot
}

type lot struct {
	rank    uint64
	finding Finding
}

func (d *draw) offer(seed uint64, f Finding) {
	rank := rankOf(seed, f)
	if len(d.lots) == Drawn && rank >= d.lots[Drawn-1].rank {
		return
	}
	at, _ := slices.BinarySearchFunc(d.lots, rank, func(l lot, rank uint64) int { return cmp.Compare(l.rank, rank) })
	d.lots = slices.Insert(d.lots, at, lot{rank, f})
	if len(d.lots) > Drawn {
		d.lots = d.lots[:Drawn]
	}
}

func rankOf(seed uint64, f Finding) uint64 {
	text := strconv.FormatUint(seed, 10) + "\x00" + f.Rule + "\x00" + f.Subject + "\x00" + f.About + "\x00" + f.Began.String()
	sum := sha256.Sum256([]byte(text))
	return binary.BigEndian.Uint64(sum[:8])
}

func (d *draw) drawn() []Finding {
	var all []Finding
	for _, l := range d.lots {
		all = append(all, l.finding)
	}
	return all
}

// Days sums up the days from start to done.
type Days struct {
	N      int
	Median int // days; of an even number the lower of the two in the middle
	Ninety int // days within which nine of ten were done
}

// dayCounts counts how many took so many days.
type dayCounts map[int]int

func (d dayCounts) summary() Days {
	var lengths []int
	n := 0
	for days, count := range d {
		lengths = append(lengths, days)
		n += count
	}
	slices.Sort(lengths)
	at := func(rank int) int {
		for _, days := range lengths {
			if rank -= d[days]; rank < 0 {
				return days
			}
		}
		return 0
	}
	if n == 0 {
		return Days{}
	}
	return Days{N: n, Median: at((n - 1) / 2), Ninety: at((n*9+9)/10 - 1)}
}
