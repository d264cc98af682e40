package duty

import (
	"slices"

	"stadga/internal/journal"
)

// Statements gather what a stream says of its subjects while it is folded. Every
// method returns a new value and leaves the old one as it was, so a folded state
// can be copied and folded further.
type Statements struct {
	all []statement
}

type statement struct {
	of   Subject
	fact Fact
}

// Say adds a fact of that subject, known from the recorded event.
func (s Statements) Say(of Subject, from journal.Recorded, fact Fact) Statements {
	fact.Learned, fact.Origin, fact.Version = from.At, from.Stream, from.Version
	all := make([]statement, len(s.all)+1) // just so many: the next to be said is put in a copy anyway
	copy(all, s.all)
	all[len(s.all)] = statement{of, fact}
	s.all = all
	return s
}

// Unsay takes back the facts of that subject, name and about.
func (s Statements) Unsay(of Subject, name, about string) Statements {
	gone := func(st statement) bool { return st.of == of && st.fact.Name == name && st.fact.About == about }
	if slices.ContainsFunc(s.all, gone) {
		s.all = slices.DeleteFunc(slices.Clone(s.all), gone)
	}
	return s
}

// Replace says a fact instead of those of the same subject, name and about.
func (s Statements) Replace(of Subject, from journal.Recorded, fact Fact) Statements {
	return s.Unsay(of, fact.Name, fact.About).Say(of, from, fact)
}

// Move lets what was said of one subject be said of another instead.
func (s Statements) Move(from, to Subject) Statements {
	s.all = slices.Clone(s.all)
	for i := range s.all {
		if s.all[i].of == from {
			s.all[i].of = to
		}
	}
	return s
}

// Said lists the statements by subject, in the order the subjects were first
// spoken of. under tells what a subject stands under.
func (s Statements) Said(under func(Subject) Subject) []Said {
	var out []Said
	for _, st := range s.all {
		i := slices.IndexFunc(out, func(said Said) bool { return said.Subject == st.of })
		if i < 0 {
			i = len(out)
			out = append(out, Said{Subject: st.of, Under: under(st.of), Facts: make([]Fact, 0, len(s.all))})
		}
		out[i].Facts = append(out[i].Facts, st.fact)
	}
	return out
}
