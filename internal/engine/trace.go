package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// RulesJudged is what the rules said when something was decided, kept in the
// decision's own stream: the book, the facts, each rule that applied with its
// version, and its answer. It goes with the stream's bodies when they are
// disposed of, and the same book gives the same answers from it (law trace).
type RulesJudged struct {
	Book     string          `json:"book"` // digest
	Day      civil.Date      `json:"day"`
	Sources  []JudgedSource  `json:"sources,omitempty"`
	Facts    []JudgedFact    `json:"facts"`
	Subjects []JudgedSubject `json:"subjects"`
}

// EventName is for ever.
func (RulesJudged) EventName() string { return "rules.judged.v1" }

// A Settling event decides something: what the rules said is kept with it.
type Settling interface{ Settles() }

func settles(e journal.Event) bool {
	_, ok := e.(Settling)
	return ok
}

// A JudgedSource is an event that said facts, and when.
type JudgedSource struct {
	Learned time.Time `json:"learned,omitzero"`
	Kind    string    `json:"kind,omitempty"`
	Stream  ids.ID    `json:"stream,omitzero"`
	Version int       `json:"version,omitempty"`
}

// A JudgedFact is a fact that was known. Source is the place among Sources, from
// one, of the event that said so: an event says many facts, and who it was fills
// more than they do. A judgement kept before there were sources has it in
// each fact instead.
type JudgedFact struct {
	Name   string     `json:"name"`
	About  string     `json:"about,omitempty"`
	Day    civil.Date `json:"day,omitzero"`
	At     time.Time  `json:"at,omitzero"`
	Value  string     `json:"value,omitempty"`
	Source int        `json:"source,omitempty"`
	JudgedSource
}

// A JudgedSubject is a subject with what was known of it, as numbers of Facts,
// and each finding.
type JudgedSubject struct {
	Kind     string    `json:"kind"`
	ID       ids.ID    `json:"id"`
	Facts    []int     `json:"facts"`
	Findings []Finding `json:"findings"`
}

// A Finding is the answer of one rule.
type Finding struct {
	Rule    string     `json:"rule"`
	Version int        `json:"version"`
	About   string     `json:"about,omitempty"`
	Nth     int        `json:"nth,omitempty"`
	State   duty.State `json:"state"`
	Due     civil.Date `json:"due,omitzero"`
	Missing string     `json:"missing,omitempty"`
}

// A digested book has a name by which it is found again.
type digested interface{ Digest() string }

// trace adds, to each stream in which the act settles something, what the rules
// said of the subjects that the stream speaks of.
func (p *plan) trace() {
	book := *p.e.book.Load()
	named, ok := book.(digested)
	if !ok {
		return
	}
	for _, s := range p.streams {
		if s.settled == nil {
			continue
		}
		judged := RulesJudged{Book: named.Digest(), Day: p.today}
		known, sources := make(map[JudgedFact]int, manyFacts), make(map[JudgedSource]int, manySources)
		for _, subject := range p.judged {
			if !slices.Contains(s.settled, subject.row.Subject) {
				continue
			}
			one := JudgedSubject{Kind: subject.row.Subject.Kind, ID: subject.row.Subject.ID, Findings: findings(subject.now.Obligations, p.today)}
			for _, above := range subject.chain() {
				for _, f := range above.newFacts() {
					source := JudgedSource{Learned: f.Learned.UTC(), Kind: f.Origin.Kind, Stream: f.Origin.ID, Version: f.Version}
					from := sources[source]
					if from == 0 {
						judged.Sources = append(judged.Sources, source)
						from = len(judged.Sources)
						sources[source] = from
					}
					fact := JudgedFact{Name: f.Name, About: f.About, Day: f.Day, At: f.At.UTC(), Value: f.Value, Source: from}
					n, seen := known[fact]
					if !seen {
						if judged.Facts == nil {
							judged.Facts = make([]JudgedFact, 0, manyFacts)
						}
						n = len(judged.Facts)
						known[fact] = n
						judged.Facts = append(judged.Facts, fact)
					}
					one.Facts = append(one.Facts, n)
				}
			}
			judged.Subjects = append(judged.Subjects, one)
		}
		s.added = append(s.added, p.record(s, judged))
	}
}

// manyFacts is about how many are known when something is decided, and manySources
// how many events said them.
const (
	manyFacts   = 48
	manySources = 12
)

// fact is a fact as the rules were told of it; not ok when what it points to is
// not there.
func (j RulesJudged) fact(n int) (fact duty.Fact, ok bool) {
	if n < 0 || n >= len(j.Facts) {
		return fact, false
	}
	f := j.Facts[n]
	source := f.JudgedSource
	if f.Source != 0 {
		if f.Source < 0 || f.Source > len(j.Sources) {
			return fact, false
		}
		source = j.Sources[f.Source-1]
	}
	return duty.Fact{
		Name: f.Name, About: f.About, Day: f.Day, At: f.At, Value: f.Value, Learned: source.Learned,
		Origin: journal.StreamID{Kind: source.Kind, ID: source.Stream}, Version: source.Version,
	}, true
}

func findings(obligations []duty.Obligation, day civil.Date) []Finding {
	all := make([]Finding, 0, len(obligations))
	for i := range obligations {
		o := &obligations[i]
		all = append(all, Finding{Rule: o.Rule, Version: o.Version, About: o.About, Nth: o.Nth, State: o.State(day), Due: o.Due(), Missing: o.Missing})
	}
	slices.SortFunc(all, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.About, b.About), a.Nth-b.Nth)
	})
	return all
}

// Replay judges the kept facts again by a book, and tells each finding that
// comes out otherwise; none when the book gives what was kept.
func (j RulesJudged) Replay(book Book) []string {
	var other []string
	for _, subject := range j.Subjects {
		var facts []duty.Fact
		for _, n := range subject.Facts {
			f, ok := j.fact(n)
			if !ok {
				return append(other, fmt.Sprintf("%s: uppgift %d finns inte", subject.Kind, n))
			}
			facts = append(facts, f)
		}
		computed := book.Compute(duty.Subject{Kind: subject.Kind, ID: subject.ID}, duty.FactsIn(facts), j.Day)
		again := findings(computed.Obligations, j.Day)
		if slices.Equal(again, subject.Findings) {
			continue
		}
		for i := range max(len(again), len(subject.Findings)) {
			switch {
			case i >= len(again):
				other = append(other, fmt.Sprintf("%s saknas", subject.Findings[i].Rule))
			case i >= len(subject.Findings):
				other = append(other, fmt.Sprintf("%s har tillkommit", again[i].Rule))
			case again[i] != subject.Findings[i]:
				other = append(other, fmt.Sprintf("%s var %s och blir %s", subject.Findings[i].Rule, subject.Findings[i].State, again[i].State))
			}
		}
	}
	return other
}

// Judged reads what the rules said each time something was decided in a stream; none
// when nothing was, or when it has been disposed of.
func (e *Engine) Judged(ctx context.Context, stream journal.StreamID) ([]RulesJudged, error) {
	var all []RulesJudged
	err := e.store.Read(ctx, func(r Reader) error {
		all = all[:0]
		past, err := e.open(ctx, r, stream)
		if err != nil {
			return err
		}
		for _, event := range past.events {
			if judged, ok := event.Event.(RulesJudged); ok {
				all = append(all, judged)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("what the rules said of %s: %w", stream.Kind, err)
	}
	return all, nil
}
