package rulebook

import (
	"io/fs"
	"testing"

	"stadga/internal/duty"
)

// A Trial computes one rule, with what it waits for, where some facts are not told.
type Trial struct {
	l *loader
	*Book
}

// NewTrial reads the files.
func NewTrial(t *testing.T, files fs.FS, facts []duty.FactType) Trial {
	t.Helper()
	found, err := ReadFiles(files)
	if err != nil {
		t.Fatal(err)
	}
	l, book, err := read(found, facts, vocabularyOf(facts), loading{})
	if err != nil {
		t.Fatal(err)
	}
	return Trial{l, book}
}

// Unsure is a book of one rule in which the absence of these facts says nothing.
func (tr Trial) Unsure(rule string, names []string) (*duty.Book, error) {
	return tr.l.alone(rule, tr.l.vocabulary.unsure(names))
}

// Names lists the facts that a rule may read.
func (tr Trial) Names(rule string) []string {
	var names []string
	for id := rule; id != "" && tr.l.entries[id] != nil; id = tr.l.entries[id].versions[0].AfterLate {
		for _, d := range tr.l.entries[id].versions {
			names = append(names, factsIn(d.Condition+" "+d.Requires, tr.facts)...)
			names = append(names, d.Trigger.Fact, d.Each.Fact, d.ExtendedBy, d.DueBy.Fact, d.ChosenOn.Fact, d.Chain.ClosedBy.Fact)
			for _, wants := range [][]duty.Want{d.MetBy, d.EndedBy} {
				for _, w := range wants {
					names = append(names, w.Fact)
				}
			}
			for _, w := range d.WaivedBy {
				names = append(names, w.Fact)
			}
		}
	}
	return names
}
