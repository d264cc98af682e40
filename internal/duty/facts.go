package duty

import "cmp"

// Facts are what is known of one subject and of all it stands under.
type Facts struct {
	named map[string]int // place in spans
	spans []span
	all   []Fact // those of one name together
}

// A span is where the facts of one name stand.
type span struct{ from, to int }

// FactsOf gathers facts. Those of one name are kept by day, hour and the instant
// they were learned, whatever order they are given in; of one day, a fact whose
// hour is not known comes first.
func FactsOf(facts ...Fact) Facts {
	// Counted first and then put in place: acts gather facts more often than
	// anything else, and one slice for each name was most of what that cost.
	f := Facts{named: make(map[string]int, len(facts)), all: make([]Fact, len(facts))}
	places := make([]int, len(facts))
	for i := range facts {
		place, seen := f.named[facts[i].Name]
		if !seen {
			place = len(f.spans)
			f.named[facts[i].Name] = place
			f.spans = append(f.spans, span{})
		}
		f.spans[place].to++
		places[i] = place
	}
	from := 0
	for i, s := range f.spans {
		f.spans[i] = span{from, from}
		from += s.to
	}
	for i := range facts {
		s := &f.spans[places[i]]
		f.all[s.to] = facts[i]
		for at := s.to; at > s.from && f.all[at].order(&f.all[at-1]) < 0; at-- {
			f.all[at], f.all[at-1] = f.all[at-1], f.all[at]
		}
		s.to++
	}
	return f
}

func (f *Fact) order(g *Fact) int {
	return cmp.Or(f.Day.Compare(g.Day), f.At.Compare(g.At), f.Learned.Compare(g.Learned))
}

// All lists the facts of that name, earliest first.
func (f Facts) All(name string) []Fact {
	place, known := f.named[name]
	if !known {
		return nil
	}
	s := f.spans[place]
	return f.all[s.from:s.to:s.to]
}

// Has tells whether there is a fact of that name.
func (f Facts) Has(name string) bool {
	_, known := f.named[name]
	return known
}

// First returns the earliest fact of that name; the zero Fact when there is none.
func (f Facts) First(name string) Fact {
	if all := f.All(name); len(all) > 0 {
		return all[0]
	}
	return Fact{}
}

// Last returns the latest fact of that name; the zero Fact when there is none.
func (f Facts) Last(name string) Fact {
	if all := f.All(name); len(all) > 0 {
		return all[len(all)-1]
	}
	return Fact{}
}

// Value returns the value of the latest fact of that name; empty when there is none.
func (f Facts) Value(name string) string {
	if all := f.All(name); len(all) > 0 {
		return all[len(all)-1].Value
	}
	return ""
}
