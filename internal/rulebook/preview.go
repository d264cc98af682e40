package rulebook

import (
	"cmp"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// A Preview (förhandsgranskning) holds a changed book against the findings of
// today, subject by subject. It keeps counts only; who wants the list takes each
// change as it is found.
type Preview struct {
	Then  *Book // the changed book
	Now   *Book // the book in force, for subjects whose findings are due to be computed anew
	Today civil.Date
	Since civil.Date        // only what began on or after this day; zero: everything
	Stead map[string]string // a rule of the changed book → the rule whose findings it is held against
	Only  map[string]bool   // rules of the changed book; nil: every rule

	counts map[string]*Effect
}

// A Change is one finding that the changed book would give otherwise. A state
// that is empty means that there was, or would be, no finding.
type Change struct {
	Rule    string
	Subject duty.Subject
	File    duty.Subject // the case
	About   string
	Began   civil.Date
	Was, Is duty.State
	WasDue  civil.Date
	IsDue   civil.Date
}

// An Effect counts what the changed book does to the findings of one rule.
type Effect struct {
	Rule    string
	Was, Is map[duty.State]int
	Changed int
	Moves   map[[2]duty.State]int // of those changed: from one state to another
}

// See holds one subject against the changed book: owed are its findings as the
// record has them, current unless it is to be woken by today.
func (p *Preview) See(subject, file duty.Subject, facts duty.Facts, owed []duty.Obligation, wakes civil.Date, found func(Change) error) error {
	if !wakes.IsZero() && !wakes.After(p.Today) {
		owed = p.Now.Compute(subject, facts, p.Today).Obligations
	}
	is := p.Then.Compute(subject, facts, p.Today).Obligations
	before := map[duty.Key]*duty.Obligation{}
	for i := range owed {
		before[owed[i].Key()] = &owed[i]
	}
	for i := range is {
		o := &is[i]
		if p.Only != nil && !p.Only[o.Rule] {
			continue
		}
		key := o.Key()
		if stead := p.Stead[o.Rule]; stead != "" {
			key.Rule = stead
		}
		was := before[key]
		if p.Stead[o.Rule] == "" {
			delete(before, key)
		}
		if err := p.note(o.Rule, subject, file, was, o, found); err != nil {
			return err
		}
	}
	for _, key := range sortedKeys(before) {
		if p.Only == nil || p.Only[key.Rule] {
			if err := p.note(key.Rule, subject, file, before[key], nil, found); err != nil {
				return err
			}
		}
	}
	return nil
}

func sortedKeys(m map[duty.Key]*duty.Obligation) []duty.Key {
	keys := make([]duty.Key, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b duty.Key) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.About, b.About), a.Nth-b.Nth)
	})
	return keys
}

func (p *Preview) note(rule string, subject, file duty.Subject, was, is *duty.Obligation, found func(Change) error) error {
	c := Change{Rule: rule, Subject: subject, File: file}
	for _, side := range []struct {
		o     *duty.Obligation
		state *duty.State
		due   *civil.Date
	}{{was, &c.Was, &c.WasDue}, {is, &c.Is, &c.IsDue}} {
		if side.o != nil {
			*side.state, *side.due = side.o.State(p.Today), side.o.Due()
			c.About, c.Began = side.o.About, side.o.Ground.Day
		}
	}
	if c.Began.Before(p.Since) {
		return nil
	}
	effect := p.effect(rule)
	if was != nil {
		effect.Was[c.Was]++
	}
	if is != nil {
		effect.Is[c.Is]++
	}
	if c.Was == c.Is && c.WasDue == c.IsDue {
		return nil
	}
	effect.Changed++
	effect.Moves[[2]duty.State{c.Was, c.Is}]++
	return found(c)
}

func (p *Preview) effect(rule string) *Effect {
	if p.counts == nil {
		p.counts = map[string]*Effect{}
	}
	if p.counts[rule] == nil {
		p.counts[rule] = &Effect{Rule: rule, Was: map[duty.State]int{}, Is: map[duty.State]int{}, Moves: map[[2]duty.State]int{}}
	}
	return p.counts[rule]
}

// Effects are the counts so far, by rule.
func (p *Preview) Effects() []Effect {
	var all []Effect
	for _, e := range p.counts {
		all = append(all, *e)
	}
	slices.SortFunc(all, func(a, b Effect) int { return cmp.Compare(a.Rule, b.Rule) })
	return all
}

// Changed is how many findings the changed book would give otherwise.
func (p *Preview) Changed() int {
	n := 0
	for _, e := range p.counts {
		n += e.Changed
	}
	return n
}
