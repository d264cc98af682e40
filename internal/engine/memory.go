package engine

import (
	"slices"

	"stadga/internal/duty"
	"stadga/internal/journal"
	"stadga/internal/recent"
)

// The engine keeps in memory the decoded events of streams, and subjects with
// their facts, obligations and what stands under them, as they were when an act
// last read or wrote them. An act may be planned from memory alone: the
// transaction then names every version it was planned from, and an act planned
// from what is no longer so is planned again. What is kept can be dropped at any
// time and can never do harm; folded states are not kept, since a caller may
// change them.

// past is what memory holds of a stream, up to some version.
type past struct {
	num    Num
	events []journal.Recorded
}

// known is what memory holds of a subject at one version, and of what stands
// right under it.
type known struct {
	row         SubjectRow // Num 0: nothing
	under       duty.Subject
	obligations []duty.Obligation
	judged      bool // obligations are those of this version

	below []duty.Subject
	whole bool // nothing else is known to stand under it
}

type subjectCache struct {
	recent.Memory[duty.Subject, known]
}

func (c *subjectCache) at(s duty.Subject, version int) (known, bool) {
	k, ok := c.Get(s)
	return k, ok && k.row.Num != 0 && k.row.Version == version
}

func (c *subjectCache) facts(s duty.Subject, version int) ([]duty.Fact, bool) {
	k, ok := c.at(s, version)
	return k.row.Facts, ok
}

// chain is a subject and all it stands under, lowest first; nothing when memory
// does not hold all of them.
func (c *subjectCache) chain(s duty.Subject) []SubjectRow {
	var rows []SubjectRow
	for s != (duty.Subject{}) {
		k, _ := c.Get(s)
		if k.row.Num == 0 {
			return nil
		}
		rows = append(rows, k.row)
		s = k.under
	}
	return rows
}

// remember keeps in memory what an act read and wrote; called when that is durable.
func (p *plan) remember() {
	for _, s := range p.streams {
		if len(s.added) > 0 {
			p.e.past.Put(s.id, past{s.num, append(s.events[:len(s.events):len(s.events)], s.added...)})
		}
	}
	for _, s := range p.subjects {
		if s == nil || s.row.Num == 0 {
			continue
		}
		p.e.subjects.Update(s.row.Subject, s.known)
	}
	for _, s := range p.judged {
		if s.under != nil && s.row.Num != 0 {
			p.e.subjects.Update(s.under.row.Subject, func(k known) known {
				if k.whole && !slices.Contains(k.below, s.row.Subject) {
					k.below = append(slices.Clip(k.below), s.row.Subject)
				}
				return k
			})
		}
	}
}

// known is what memory is to hold of the subject, given what it holds.
func (s *openSubject) known(was known) known {
	if was.row.Version > s.row.Version {
		return was
	}
	k := known{row: s.row, below: was.below, whole: was.whole}
	if s.under != nil {
		k.under = s.under.row.Subject
	}
	switch {
	case s.judged:
		k.obligations, k.judged = s.after, true
	case was.row.Version == s.row.Version:
		k.obligations, k.judged = was.obligations, was.judged
	}
	if s.counted || s.begun {
		k.below, k.whole = s.below, true
	}
	return k
}
