package duty

import "cmp"

// Facts are what is known of one subject and of all it stands under. Those of
// one name are kept by day, hour and the instant they were learned, whatever
// order they are given in; of one day, a fact whose hour is not known comes first.
type Facts struct {
	parts [][]Fact // as they were given, until they are indexed

	named map[string]int // place in spans
	spans []span
	all   []Fact // those of one name together
}

// A span is where the facts of one name stand.
type span struct{ from, to int }

// FactsOf gathers facts.
func FactsOf(facts ...Fact) Facts { return FactsIn(facts).indexed() }

// FactsIn gathers facts that nobody changes any more, without looking at them.
// Every step of an act gathers the facts of its chain, and most ask for a few
// names at most.
func FactsIn(parts ...[]Fact) Facts { return Facts{parts: parts} }

// Only keeps the facts of certain names, for one who asks for some few of them
// again and again: a file has many facts, and each question goes through them all.
func (f Facts) Only(wanted func(name string) bool) Facts {
	if f.named != nil {
		return f // is asked by name
	}
	var some []Fact
	for _, part := range f.parts {
		for i := range part {
			if wanted(part[i].Name) {
				some = append(some, part[i])
			}
		}
	}
	return FactsIn(some)
}

// indexed is the same, ready to be asked for many names.
func (f Facts) indexed() Facts {
	if f.named != nil {
		return f
	}
	n := 0
	for _, part := range f.parts {
		n += len(part)
	}
	// Counted first and then put in place: one slice for each name was most of
	// what this cost.
	g := Facts{named: make(map[string]int, n), all: make([]Fact, n)}
	places := make([]int, 0, n)
	for _, part := range f.parts {
		for i := range part {
			place, seen := g.named[part[i].Name]
			if !seen {
				place = len(g.spans)
				g.named[part[i].Name] = place
				g.spans = append(g.spans, span{})
			}
			g.spans[place].to++
			places = append(places, place)
		}
	}
	from := 0
	for i, s := range g.spans {
		g.spans[i] = span{from, from}
		from += s.to
	}
	for _, part := range f.parts {
		for i := range part {
			s := &g.spans[places[0]]
			places = places[1:]
			g.all[s.to] = part[i]
			sink(g.all[s.from : s.to+1])
			s.to++
		}
	}
	return g
}

// sink moves the last fact to its place among those before it.
func sink(facts []Fact) {
	for at := len(facts) - 1; at > 0 && facts[at].order(&facts[at-1]) < 0; at-- {
		facts[at], facts[at-1] = facts[at-1], facts[at]
	}
}

func (f *Fact) order(g *Fact) int {
	return cmp.Or(f.Day.Compare(g.Day), f.At.Compare(g.At), f.Learned.Compare(g.Learned))
}

// All lists the facts of that name, earliest first.
func (f Facts) All(name string) []Fact {
	if f.named != nil {
		place, known := f.named[name]
		if !known {
			return nil
		}
		s := f.spans[place]
		return f.all[s.from:s.to:s.to]
	}
	var all []Fact
	for _, part := range f.parts {
		for i := range part {
			if part[i].Name == name {
				all = append(all, part[i])
				sink(all)
			}
		}
	}
	return all
}

// Has tells whether there is a fact of that name.
func (f Facts) Has(name string) bool {
	if f.named != nil {
		_, known := f.named[name]
		return known
	}
	for _, part := range f.parts {
		for i := range part {
			if part[i].Name == name {
				return true
			}
		}
	}
	return false
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
func (f Facts) Value(name string) string { return f.Last(name).Value }
