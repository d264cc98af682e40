package rules_test

import (
	"strings"
	"testing"

	"stadga/internal/civil"
	"stadga/internal/rulebook"
	"stadga/rules"
)

// Where a rule has been replaced by another version, its examples show which of
// the two judges a line that lies on either side of the change, and one that was
// open across it.
func TestOldLawJudgesOldDays(t *testing.T) {
	book, err := rulebook.Load(rules.Files, vocabulary())
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for _, rule := range book.Rules() {
		versions := book.Versions(rule.ID)
		for i := 1; i < len(versions); i++ {
			changed++
			before, after, across := false, false, false
			for _, x := range rule.Examples {
				first, last := daysOf(x)
				open := !first.After(versions[i-1].To) && !last.Before(versions[i].From)
				across = across || open && (x.Version == i || x.Version == i+1)
				before = before || x.Version == i && !open
				after = after || x.Version == i+1 && !open
			}
			where := versions[i].From
			if !before {
				t.Errorf("%s: no example shows that the old version judges a line closed before %s", rule.ID, where)
			}
			if !after {
				t.Errorf("%s: no example shows that the new version judges a line begun from %s", rule.ID, where)
			}
			if !across {
				t.Errorf("%s: no example shows which version judges a line open across %s", rule.ID, where)
			}
		}
	}
	if changed < 20 {
		t.Errorf("only %d changes of version in the book", changed)
	}
}

// daysOf is the first and the last day of the line an example speaks of. What is
// so of the person, as when they were born, is no part of the line.
func daysOf(x rulebook.Example) (first, last civil.Date) {
	first, last = x.On, x.On
	for _, f := range x.Facts {
		if strings.HasPrefix(f.Name, "person.") {
			continue
		}
		if f.Day.Before(first) {
			first = f.Day
		}
		if f.Day.After(last) {
			last = f.Day
		}
	}
	return first, last
}
