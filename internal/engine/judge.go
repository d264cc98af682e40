package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
)

// judge computes the obligations of every subject whose facts the act changed,
// and of all that stands under those.
func (p *plan) judge(ctx context.Context) error {
	changed := p.changed()
	if err := p.lock(ctx, changed); err != nil {
		return err
	}
	if len(changed) == 0 {
		return nil
	}
	all, err := p.below(ctx, changed)
	if err != nil {
		return err
	}
	if len(all) > len(changed) {
		if err := p.lock(ctx, all); err != nil {
			return err
		}
	}
	for _, s := range all {
		if err := p.compute(ctx, s); err != nil {
			return err
		}
	}
	p.judged = all
	return nil
}

// below adds to subjects all that stands under them, what stands above first.
func (p *plan) below(ctx context.Context, subjects []*openSubject) ([]*openSubject, error) {
	all := map[*openSubject]bool{}
	for _, s := range subjects {
		all[s] = true
	}
	for level := subjects; len(level) > 0; {
		rows, err := p.rightBelow(ctx, level)
		if err != nil {
			return nil, err
		}
		level = nil
		for _, row := range rows {
			if s := p.subjects[row.Subject]; !all[s] {
				all[s] = true
				level = append(level, s)
			}
		}
	}
	return slices.SortedFunc(maps.Keys(all), byDepth), nil
}

// rightBelow opens what stands right under subjects.
func (p *plan) rightBelow(ctx context.Context, subjects []*openSubject) ([]SubjectRow, error) {
	if p.ahead {
		if rows, ok := p.recallBelow(subjects); ok {
			return rows, nil
		}
	}
	var nums []Num
	for _, s := range subjects {
		if s.counted, s.below = true, nil; s.row.Num != 0 {
			nums = append(nums, s.row.Num)
		}
	}
	if len(nums) == 0 {
		return nil, nil
	}
	slices.Sort(nums)
	rows, err := p.r.Below(ctx, nums, p.e.subjects.facts)
	if err != nil {
		return nil, fmt.Errorf("subjects below: %w", err)
	}
	p.open(rows)
	for _, row := range rows {
		above := p.byNum[row.Under]
		above.below = append(above.below, row.Subject)
	}
	return rows, nil
}

// recallBelow opens what stands right under subjects from memory; not ok when
// memory does not hold all of it.
func (p *plan) recallBelow(subjects []*openSubject) (rows []SubjectRow, ok bool) {
	for _, s := range subjects {
		if s.row.Num == 0 {
			continue
		}
		k, _ := p.e.subjects.Get(s.row.Subject)
		if !k.whole {
			return nil, false
		}
		for _, below := range k.below {
			if !p.recall(below) || p.subjects[below].row.Under != s.row.Num {
				return nil, false
			}
			rows = append(rows, p.subjects[below].row)
		}
		s.counted, s.below = true, k.below
	}
	return rows, true
}

// changed lists the subjects whose facts or place the act changed, in the order
// they are locked and written in.
func (p *plan) changed() []*openSubject {
	var changed []*openSubject
	for _, s := range p.subjects {
		if s.changed {
			changed = append(changed, s)
		}
	}
	slices.SortFunc(changed, byDepth)
	return changed
}

// byDepth puts what stands above before what stands under it, and is the same
// whenever the same subjects meet.
func byDepth(a, b *openSubject) int {
	if d := a.depth() - b.depth(); d != 0 {
		return d
	}
	return compareSubjects(a.row.Subject, b.row.Subject)
}

func compareSubjects(a, b duty.Subject) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), slices.Compare(a.ID[:], b.ID[:]))
}

// lock holds the subjects to be judged alone, and what they stand under and what
// was decided by together with other readers, and makes sure that none has moved
// since it was read.
func (p *plan) lock(ctx context.Context, judged []*openSubject) error {
	if p.tx == nil {
		return nil
	}
	change, hold := map[Num]bool{}, map[Num]bool{}
	for _, s := range judged {
		change[s.row.Num] = true
	}
	for _, s := range judged {
		for above := s; above != nil; above = above.under {
			if !change[above.row.Num] {
				hold[above.row.Num] = true
			}
		}
	}
	for _, s := range p.asked {
		if !change[s.row.Num] {
			hold[s.row.Num] = true
		}
	}
	return p.lockNums(ctx, change, hold)
}

func (p *plan) lockNums(ctx context.Context, change, hold map[Num]bool) error {
	delete(change, 0) // begun by this act
	delete(hold, 0)
	if len(change)+len(hold) == 0 {
		return nil
	}
	versions, err := p.tx.Lock(ctx, slices.Sorted(maps.Keys(change)), slices.Sorted(maps.Keys(hold)))
	if err != nil {
		return fmt.Errorf("lock subjects: %w", err)
	}
	for _, nums := range []map[Num]bool{change, hold} {
		for num := range nums {
			if version, found := versions[num]; !found || version != p.byNum[num].row.Version {
				return ErrRace
			}
		}
	}
	return nil
}

// hold makes sure, inside the transaction, that what an act was planned from and
// will not write itself is as it was, and stays so until the transaction ends.
// What it writes is held by the writing, which finds out the same.
func (p *plan) hold(ctx context.Context) error {
	for _, s := range p.streams {
		if len(s.added) > 0 {
			continue
		}
		if _, version, err := p.tx.Stream(ctx, s.id); err != nil || version != s.version {
			return errors.Join(err, ErrRace)
		}
	}
	hold := map[Num]int{}
	for _, s := range p.asked {
		if !s.writes() {
			hold[s.row.Num] = s.row.Version
		}
	}
	for _, s := range p.judged {
		for above := s; above != nil; above = above.under {
			if !above.writes() {
				hold[above.row.Num] = above.row.Version
			}
		}
	}
	delete(hold, 0) // begun by this act
	if len(hold) == 0 {
		return nil
	}
	if err := p.tx.Hold(ctx, hold); err != nil {
		return fmt.Errorf("hold subjects: %w", err)
	}
	return nil
}

// nothingNewBelow makes sure that nothing has come to stand under the subjects
// that the act judged: it would have to be judged with them. They are held by now.
func (p *plan) nothingNewBelow(ctx context.Context) error {
	var nums []Num
	for _, s := range p.judged {
		if !s.begun {
			nums = append(nums, s.row.Num)
		}
	}
	if len(nums) == 0 {
		return nil
	}
	rows, err := p.tx.Below(ctx, nums, p.e.subjects.facts)
	if err != nil {
		return fmt.Errorf("subjects below: %w", err)
	}
	for _, row := range rows {
		if p.subjects[row.Subject] == nil {
			return ErrRace
		}
	}
	return nil
}

func (p *plan) compute(ctx context.Context, s *openSubject) error {
	if s.row.Num != 0 {
		before, err := p.obligations(ctx, s)
		if err != nil {
			return err
		}
		s.before = before
	}
	book := *p.e.book.Load()
	chain := s.chain()
	s.now = book.Compute(s.row.Subject, factsOf(chain, (*openSubject).newFacts), p.today)
	s.after = s.now.Obligations
	s.wakes = p.wakes(s)
	s.judged = true
	if len(s.now.Stops) == 0 {
		return nil
	}
	// What was broken before the act does not stop the act.
	var broken []duty.Stop
	if s.row.Num != 0 {
		broken = book.Compute(s.row.Subject, factsOf(s.oldChain(p), (*openSubject).oldFacts), p.today).Stops
	}
	for _, stop := range s.now.Stops {
		if !slices.ContainsFunc(broken, func(b duty.Stop) bool { return b.Rule == stop.Rule && b.About == stop.About }) {
			p.stops = append(p.stops, stop)
		}
	}
	return nil
}

// wakes is the day on which a job looks at the subject: when its answer changes
// by itself; today, when this act made something late, or when the job is yet to
// come for what was late before. Only the job's own look clears that.
func (p *plan) wakes(s *openSubject) civil.Date {
	if p.woken {
		if next := s.now.Wakes; !next.IsZero() && !next.After(p.today) {
			return p.today.AddDays(1)
		}
		return s.now.Wakes
	}
	if !s.row.Wakes.IsZero() && !s.row.Wakes.After(p.today) {
		return s.row.Wakes
	}
	var before map[duty.Key]*duty.Obligation
	for i := range s.after {
		o := &s.after[i]
		if o.State(p.today) != duty.Late {
			continue
		}
		if before == nil {
			before = keyed(s.before)
		}
		if was := before[o.Key()]; was == nil || was.State(p.today) != duty.Late {
			return p.today
		}
	}
	return s.now.Wakes
}

// oldChain is what the subject stood under before the act.
func (s *openSubject) oldChain(p *plan) []*openSubject {
	var chain []*openSubject
	for ; s != nil; s = p.byNum[s.row.Under] {
		chain = append(chain, s)
	}
	return chain
}

func (p *plan) obligations(ctx context.Context, s *openSubject) ([]duty.Obligation, error) {
	if known, ok := p.e.subjects.at(s.row.Subject, s.row.Version); ok && known.judged {
		return known.obligations, nil
	}
	return p.r.Obligations(ctx, s.row.Num)
}

// writes tells whether the act writes the subject's row.
func (s *openSubject) writes() bool {
	return s.judged && (s.changed || s.moved() || s.differs || s.row.Wakes != s.wakes)
}

// moved tells whether the subject has come to lie in another case.
func (s *openSubject) moved() bool { return s.under != nil && s.row.File != s.under.file() }

// handed tells whether another has the case than before the act.
func (p *plan) handed(s *openSubject) bool {
	return holderIn(s.oldChain(p), (*openSubject).oldFacts) != s.holder()
}

// holder is who has the case that the subject lies in.
func (s *openSubject) holder() ids.User { return holderIn(s.chain(), (*openSubject).newFacts) }

func holderIn(chain []*openSubject, which func(*openSubject) []duty.Fact) ids.User {
	for _, s := range chain {
		if s.row.Subject.Kind == caseKind {
			return HolderIn(which(s))
		}
	}
	return ids.User{}
}

// settle works out which obligations of the judged subjects are to be written.
func (p *plan) settle() {
	for _, s := range p.judged {
		before, after := inOrder(s.before), inOrder(s.after)
		s.put, s.drop = make([]*duty.Obligation, 0, len(after)), nil
		for len(before)+len(after) > 0 {
			switch first := compareFirst(before, after); {
			case first < 0:
				s.drop = append(s.drop, before[0].Key())
				before = before[1:]
			case first > 0:
				s.put = append(s.put, after[0])
				after = after[1:]
			default:
				if !sameObligation(before[0], after[0]) {
					s.put = append(s.put, after[0])
				}
				before, after = before[1:], after[1:]
			}
		}
		if s.row.Num != 0 && (s.moved() || p.handed(s)) {
			s.put = inOrder(s.after)
		}
		s.differs = len(s.put)+len(s.drop) > 0
	}
}

// compareFirst tells which of two lists in order begins with the first key; an empty
// one comes last.
func compareFirst(a, b []*duty.Obligation) int {
	switch {
	case len(b) == 0:
		return -1
	case len(a) == 0:
		return 1
	}
	return compareKeys(a[0], b[0])
}

func compareKeys(a, b *duty.Obligation) int {
	return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.About, b.About), cmp.Compare(a.Nth, b.Nth))
}

// inOrder points out obligations in the order of their keys.
func inOrder(obligations []duty.Obligation) []*duty.Obligation {
	order := make([]*duty.Obligation, len(obligations))
	for i := range obligations {
		order[i] = &obligations[i]
	}
	slices.SortFunc(order, compareKeys)
	return order
}

// writeSubjects writes the subjects and obligations that changed, and no others.
func (p *plan) writeSubjects(ctx context.Context) error {
	many := 0
	for _, s := range p.judged {
		many += len(s.put)
	}
	owed := make([]Owed, 0, many)
	for _, s := range p.judged {
		if !s.writes() {
			continue
		}
		if err := p.writeSubject(ctx, s); err != nil {
			return err
		}
		for _, key := range s.drop {
			if err := p.tx.DropObligation(ctx, s.row.Num, key); err != nil {
				return err
			}
		}
		file, holder := s.file(), s.holder()
		for _, o := range s.put {
			owed = append(owed, Owed{Of: s.row.Num, File: file, Holder: holder, Obligation: o})
		}
	}
	if len(owed) == 0 {
		return nil
	}
	return p.tx.PutObligations(ctx, owed)
}

func (p *plan) writeSubject(ctx context.Context, s *openSubject) error {
	row := SubjectRow{
		Num: s.row.Num, Subject: s.row.Subject, Version: s.row.Version + 1, Wakes: s.wakes, Facts: s.facts,
	}
	if s.under != nil {
		row.Under, row.File = s.under.row.Num, s.under.file()
	}
	if row.Num == 0 {
		num, err := p.tx.AddSubject(ctx, row)
		if err != nil {
			return err
		}
		row.Num, s.begun = num, true
	} else if err := p.tx.PutSubject(ctx, row); err != nil {
		return err
	}
	s.row = row
	return nil
}

// file is the case a subject belongs to, the case itself included.
func (s *openSubject) file() Num { return s.row.InFile() }

func keyed(obligations []duty.Obligation) map[duty.Key]*duty.Obligation {
	named := make(map[duty.Key]*duty.Obligation, len(obligations))
	for i := range obligations {
		named[obligations[i].Key()] = &obligations[i]
	}
	return named
}

func sortedKeys(m map[duty.Key]*duty.Obligation) []duty.Key {
	return slices.SortedFunc(maps.Keys(m), func(a, b duty.Key) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.About, b.About), cmp.Compare(a.Nth, b.Nth))
	})
}

// sameObligation tells whether two obligations say the same.
func sameObligation(a, b *duty.Obligation) bool {
	if !a.DueAt.Equal(b.DueAt) || !sameFact(&a.Ground, &b.Ground) || !sameFact(&a.MetBy, &b.MetBy) {
		return false
	}
	same := *a
	same.DueAt, same.Ground, same.MetBy = b.DueAt, b.Ground, b.MetBy
	return same == *b
}

func sameFact(a, b *duty.Fact) bool {
	return sameSaid(a, b) && a.Origin == b.Origin && a.Version == b.Version && a.Learned.Equal(b.Learned)
}

func (p *plan) preview() Preview {
	var preview Preview
	for _, stream := range p.streams {
		for _, recorded := range stream.added {
			preview.Events = append(preview.Events, recorded.Event)
		}
	}
	preview.Stops = p.stops
	for _, s := range p.judged {
		preview.Subjects = append(preview.Subjects, s.row.Subject)
		before, after := keyed(s.before), keyed(s.after)
		for _, key := range sortedKeys(after) {
			was := before[key]
			switch o := after[key]; {
			case o.MetBy.Name != "" && !o.Never && (was == nil || was.MetBy.Name == ""):
				preview.Met = append(preview.Met, *o)
			case was == nil:
				preview.Appear = append(preview.Appear, *o)
			}
		}
		for _, key := range sortedKeys(before) {
			if after[key] == nil {
				preview.Vanish = append(preview.Vanish, *before[key])
			}
		}
	}
	return preview
}
