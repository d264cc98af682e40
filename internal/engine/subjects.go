package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/journal"
)

// An openSubject is a subject as the transaction read it, and as the act leaves it.
type openSubject struct {
	row   SubjectRow // as read; after write, as written. Num 0: new
	under *openSubject
	facts []duty.Fact // as the act leaves them

	changed bool // facts, or what it stands under
	judged  bool
	begun   bool // by this act
	counted bool // below is all that stands right under it in the record
	below   []duty.Subject
	differs bool               // an obligation is other than before
	put     []*duty.Obligation // those that are new or changed
	drop    []duty.Key         // those that are no more
	before  []duty.Obligation
	after   []duty.Obligation
	now     duty.Computed
	wakes   civil.Date
}

func (s *openSubject) oldFacts() []duty.Fact { return s.row.Facts }
func (s *openSubject) newFacts() []duty.Fact { return s.facts }

// chain opens a subject and all it stands under, lowest first.
func (p *plan) chain(ctx context.Context, subject duty.Subject) ([]*openSubject, error) {
	s, err := p.find(ctx, subject)
	if err != nil || s == nil {
		return nil, err
	}
	return s.chain(), nil
}

// depth is how much the subject stands under.
func (s *openSubject) depth() (n int) {
	for up := s.under; up != nil; up = up.under {
		n++
	}
	return n
}

func (s *openSubject) chain() []*openSubject {
	chain := make([]*openSubject, 0, 4)
	for ; s != nil; s = s.under {
		chain = append(chain, s)
	}
	return chain
}

// find opens a subject; nil when neither the record nor this act knows it.
func (p *plan) find(ctx context.Context, subject duty.Subject) (*openSubject, error) {
	if err := p.load(ctx, subject); err != nil {
		return nil, err
	}
	return p.subjects[subject], nil
}

// load reads those subjects that are not open, and all they stand under, at once.
func (p *plan) load(ctx context.Context, subjects ...duty.Subject) error {
	var missing []duty.Subject
	for _, s := range subjects {
		if p.subjects[s] == nil && !p.unknown[s] && s != (duty.Subject{}) && !slices.Contains(missing, s) {
			missing = append(missing, s)
		}
	}
	if p.ahead {
		missing = slices.DeleteFunc(missing, p.recall)
	}
	if len(missing) == 0 {
		return nil
	}
	rows, err := p.r.Chains(ctx, missing, p.likely(missing), p.e.subjects.facts)
	if err != nil {
		return fmt.Errorf("facts of %s: %w", missing[0].Kind, err)
	}
	p.open(rows)
	for _, s := range missing {
		p.unknown[s] = p.subjects[s] == nil
	}
	return nil
}

// recall opens a subject from memory, where all that it stands under is kept.
func (p *plan) recall(s duty.Subject) bool {
	if p.subjects[s] == nil {
		p.open(p.e.subjects.chain(s))
	}
	return p.subjects[s] != nil
}

// likely lists what subjects stood under when they were last seen, and the act
// has not read yet.
func (p *plan) likely(subjects []duty.Subject) []Num {
	var nums []Num
	for _, s := range subjects {
		for k, _ := p.e.subjects.Get(s); k.under != (duty.Subject{}); {
			k, _ = p.e.subjects.Get(k.under)
			if num := k.row.Num; num != 0 && p.byNum[num] == nil && !slices.Contains(nums, num) {
				nums = append(nums, num)
			}
		}
	}
	return nums
}

// open keeps rows that have been read, but for those the act has open already.
func (p *plan) open(rows []SubjectRow) {
	var fresh []*openSubject
	for _, row := range rows {
		if p.subjects[row.Subject] == nil {
			s := &openSubject{row: row, facts: row.Facts}
			p.subjects[row.Subject], p.byNum[row.Num] = s, s
			fresh = append(fresh, s)
		}
	}
	for _, s := range fresh {
		s.under = p.byNum[s.row.Under]
	}
}

// need opens a subject, or begins it.
func (p *plan) need(ctx context.Context, subject, under duty.Subject) (*openSubject, error) {
	s, err := p.find(ctx, subject)
	if err != nil {
		return nil, err
	}
	if s == nil {
		s = &openSubject{row: SubjectRow{Subject: subject}, changed: true}
		p.subjects[subject] = s
	}
	if under == (duty.Subject{}) || s.under != nil && s.under.row.Subject == under {
		return s, nil
	}
	above, err := p.need(ctx, under, duty.Subject{})
	if err != nil {
		return nil, err
	}
	for up := above; up != nil; up = up.under {
		if up == s {
			return nil, fmt.Errorf("%s would stand under itself", subject.Kind)
		}
	}
	s.under, s.changed = above, true
	return s, nil
}

// say replaces what a stream says of its subjects.
func (p *plan) say(ctx context.Context, stream *openStream, before, after []duty.Said) error {
	order, says := bySubject(after)
	for _, said := range before {
		if _, still := says[said.Subject]; !still {
			says[said.Subject] = duty.Said{Subject: said.Subject}
			order = append(order, said.Subject)
		}
	}
	all := slices.Clone(order)
	for _, subject := range order {
		all = append(all, says[subject].Under)
	}
	if err := p.load(ctx, all...); err != nil {
		return err
	}
	version := stream.version + len(stream.added)
	for _, subject := range order {
		said := says[subject]
		if len(said.Facts) == 0 && said.Under == (duty.Subject{}) && p.subjects[subject] == nil {
			continue // nothing is said any more of what is not known
		}
		s, err := p.need(ctx, subject, said.Under)
		if err != nil {
			return err
		}
		s.replace(stream.id, version, p.now, said.Facts)
	}
	return nil
}

func bySubject(said []duty.Said) ([]duty.Subject, map[duty.Subject]duty.Said) {
	var order []duty.Subject
	says := make(map[duty.Subject]duty.Said, len(said))
	for _, s := range said {
		one, seen := says[s.Subject]
		if !seen {
			order = append(order, s.Subject)
			says[s.Subject] = s
			continue
		}
		if s.Under != (duty.Subject{}) {
			one.Under = s.Under
		}
		one.Facts = append(one.Facts[:len(one.Facts):len(one.Facts)], s.Facts...)
		says[s.Subject] = one
	}
	return order, says
}

// replace puts what the stream now says in the place of what it said. Where the
// stream does not know which event brought a fact, it is this act's last, and a
// fact it said already keeps its event and the instant it was learned.
func (s *openSubject) replace(stream journal.StreamID, version int, now time.Time, facts []duty.Fact) {
	from, to := s.saidBy(stream)
	old, all := s.facts[from:to], make([]duty.Fact, 0, len(s.facts)-(to-from)+len(facts))
	all = append(all, s.facts[:from]...)
	same := len(old) == len(facts)
	for i, f := range facts {
		f.At = f.At.UTC().Truncate(time.Microsecond)
		f.Origin = stream
		if f.Version == 0 {
			f.Version, f.Learned = version, now
			for at := range old {
				if sameSaid(&old[at], &f) {
					f.Version, f.Learned = old[at].Version, old[at].Learned
					break
				}
			}
		}
		all = append(all, f)
		same = same && sameFact(&f, &old[i])
	}
	if same {
		return
	}
	s.facts = append(all, s.facts[to:]...)
	s.changed = true
}

// saidBy is where the facts of a stream stand, or would: facts are in the order of
// their streams.
func (s *openSubject) saidBy(stream journal.StreamID) (from, to int) {
	for from < len(s.facts) && compareStreams(s.facts[from].Origin, stream) < 0 {
		from++
	}
	for to = from; to < len(s.facts) && s.facts[to].Origin == stream; to++ {
	}
	return from, to
}

func sameSaid(a, b *duty.Fact) bool {
	return a.Name == b.Name && a.About == b.About && a.Value == b.Value && a.Day == b.Day && a.At.Equal(b.At)
}

func compareStreams(a, b journal.StreamID) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), slices.Compare(a.ID[:], b.ID[:]))
}

// factsOf gathers the facts of a chain, in an order that does not depend on
// which stream came last.
func factsOf(chain []*openSubject, which func(*openSubject) []duty.Fact) duty.Facts {
	parts := make([][]duty.Fact, 0, len(chain))
	for _, s := range chain {
		parts = append(parts, which(s))
	}
	return duty.FactsIn(parts...)
}
