package duty

import "cmp"

// Facts are what is known of one subject and of all it stands under.
type Facts struct {
	byName map[string][]Fact
}

// FactsOf gathers facts. Those of one name are kept by day, hour and the instant
// they were learned, whatever order they are given in; of one day, a fact whose
// hour is not known comes first.
func FactsOf(facts ...Fact) Facts {
	f := Facts{byName: make(map[string][]Fact, len(facts))}
	for _, fact := range facts {
		all := append(f.byName[fact.Name], fact)
		for i := len(all) - 1; i > 0 && all[i].order(&all[i-1]) < 0; i-- {
			all[i], all[i-1] = all[i-1], all[i]
		}
		f.byName[fact.Name] = all
	}
	return f
}

func (f *Fact) order(g *Fact) int {
	return cmp.Or(f.Day.Compare(g.Day), f.At.Compare(g.At), f.Learned.Compare(g.Learned))
}

// All lists the facts of that name, earliest first.
func (f Facts) All(name string) []Fact { return f.byName[name] }

// Has tells whether there is a fact of that name.
func (f Facts) Has(name string) bool { return len(f.byName[name]) > 0 }

// First returns the earliest fact of that name; the zero Fact when there is none.
func (f Facts) First(name string) Fact {
	if all := f.byName[name]; len(all) > 0 {
		return all[0]
	}
	return Fact{}
}

// Last returns the latest fact of that name; the zero Fact when there is none.
func (f Facts) Last(name string) Fact {
	if all := f.byName[name]; len(all) > 0 {
		return all[len(all)-1]
	}
	return Fact{}
}

// Value returns the value of the latest fact of that name; empty when there is none.
func (f Facts) Value(name string) string { return f.Last(name).Value }
