package duty

import (
	"slices"

	"stadga/internal/journal"
)

// Statements gather what a stream says of its subjects while it is folded. Every
// method returns a new value and leaves the old one as it was, so a folded state
// can be copied and folded further: the statements hang together backwards, and
// two states may share the first of them.
type Statements struct {
	last *statement
}

type statement struct {
	of     Subject
	fact   Fact
	before *statement
	n      int // 1 for the first
}

// Say adds a fact of that subject, known from the recorded event.
func (s Statements) Say(of Subject, from journal.Recorded, fact Fact) Statements {
	fact.Learned, fact.Origin, fact.Version = from.At, from.Stream, from.Version
	return s.with(of, fact)
}

func (s Statements) with(of Subject, fact Fact) Statements {
	added := &statement{of: of, fact: fact, before: s.last, n: 1}
	if s.last != nil {
		added.n += s.last.n
	}
	return Statements{added}
}

// all lists the statements in the order they were made.
func (s Statements) all() []*statement {
	if s.last == nil {
		return nil
	}
	all := make([]*statement, s.last.n)
	for st := s.last; st != nil; st = st.before {
		all[st.n-1] = st
	}
	return all
}

// changed is the same but for those statements that change makes others of, or
// takes away.
func (s Statements) changed(change func(*statement) (of Subject, keep bool)) Statements {
	var kept Statements
	for _, st := range s.all() {
		switch of, keep := change(st); {
		case !keep:
		case of == st.of && st.before == kept.last:
			kept.last = st
		default:
			kept = kept.with(of, st.fact)
		}
	}
	return kept
}

// Unsay takes back the facts of that subject, name and about.
func (s Statements) Unsay(of Subject, name, about string) Statements {
	return s.changed(func(st *statement) (Subject, bool) {
		return st.of, st.of != of || st.fact.Name != name || st.fact.About != about
	})
}

// Replace says a fact instead of those of the same subject, name and about.
func (s Statements) Replace(of Subject, from journal.Recorded, fact Fact) Statements {
	return s.Unsay(of, fact.Name, fact.About).Say(of, from, fact)
}

// Move lets what was said of one subject be said of another instead.
func (s Statements) Move(from, to Subject) Statements {
	return s.changed(func(st *statement) (Subject, bool) {
		if st.of == from {
			return to, true
		}
		return st.of, true
	})
}

// Said lists the statements by subject, in the order the subjects were first
// spoken of. under tells what a subject stands under.
func (s Statements) Said(under func(Subject) Subject) []Said {
	all := s.all()
	var out []Said
	var many []int              // statements of each
	of := make([]int, len(all)) // place in out
	for i, st := range all {
		of[i] = slices.IndexFunc(out, func(said Said) bool { return said.Subject == st.of })
		if of[i] < 0 {
			of[i] = len(out)
			out, many = append(out, Said{Subject: st.of, Under: under(st.of)}), append(many, 0)
		}
		many[of[i]]++
	}
	for i := range out {
		out[i].Facts = make([]Fact, 0, many[i])
	}
	for i, st := range all {
		said := &out[of[i]]
		said.Facts = append(said.Facts, st.fact)
	}
	return out
}
