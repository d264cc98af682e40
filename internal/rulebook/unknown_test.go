package rulebook_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/rulebook"
	all "stadga/internal/rulebook/vocabulary"
	"stadga/rules"
)

// Of every rule that ships, whatever is known: were some of it unknown, what was
// late, open or impossible to judge would not be met, and not fall away. And what
// is forbidden is broken, not applicable or impossible to judge, never met.
func TestWhatIsUnknownIsNeverForgiven(t *testing.T) {
	facts := all.All()
	trial := rulebook.NewTrial(t, rules.Files, facts)
	for _, r := range trial.Rules() {
		t.Run(r.ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				if wrong := forgiven(t, trial, r); wrong != "" {
					t.Fatal(wrong)
				}
			})
		})
	}
}

// The property catches a rule that takes silence for a no.
func TestForgivingTheUnknownIsCaught(t *testing.T) {
	facts := all.All()
	trial := rulebook.NewTrial(t, rules.Files, facts)
	rule := trial.Versions("child-prelim-14d")[0]
	caught := false
	rapid.Check(t, func(t *rapid.T) {
		s := drawSituation(t, trial, rule)
		deaf, err := trial.Unsure(rule.ID, nil) // the planted fault: what is not told reads as no
		if err != nil {
			t.Fatal(err)
		}
		caught = caught || s.forgivenBy(deaf) != ""
	})
	if !caught {
		t.Error("a rule that takes silence for a no was not caught")
	}
}

// A situation is what is known of a subject, and which names of it are taken away.
type situation struct {
	rule    *rulebook.Rule
	known   duty.Computed
	facts   []duty.Fact // those left
	hidden  []string
	today   civil.Date
	subject duty.Subject
}

func forgiven(t *rapid.T, trial rulebook.Trial, r *rulebook.Rule) string {
	s := drawSituation(t, trial, r)
	book, err := trial.Unsure(r.ID, s.hidden)
	if err != nil {
		t.Fatal(err)
	}
	return s.forgivenBy(book)
}

func drawSituation(t *rapid.T, trial rulebook.Trial, r *rulebook.Rule) situation {
	s := situation{rule: r, subject: duty.Subject{Kind: r.Subject}}
	example := rapid.SampledFrom(r.Examples).Draw(t, "example")
	s.today = example.On.AddDays(rapid.IntRange(-30, 200).Draw(t, "later"))
	given := slices.Clone(example.Facts)
	names := trial.Names(r.ID)
	for _, f := range given {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	names = slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
	for range rapid.IntRange(0, 4).Draw(t, "more facts") {
		given = append(given, drawFact(t, trial, rapid.SampledFrom(names).Draw(t, "name"), example.On))
	}
	// What has not been so or not been written by the day asked for is not known.
	given = slices.DeleteFunc(given, func(f duty.Fact) bool { return f.Day.After(s.today) || civil.DayOf(f.Learned).After(s.today) })
	full, err := trial.Unsure(r.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.known = full.Compute(s.subject, duty.FactsOf(given...), s.today)
	for _, name := range names {
		if rapid.IntRange(0, 3).Draw(t, "hide "+name) == 0 {
			s.hidden = append(s.hidden, name)
		}
	}
	for _, f := range given {
		if !slices.Contains(s.hidden, f.Name) {
			s.facts = append(s.facts, f)
		}
	}
	return s
}

func drawFact(t *rapid.T, trial rulebook.Trial, name string, around civil.Date) duty.Fact {
	f := duty.Fact{Name: name, Day: around.AddDays(rapid.IntRange(-200, 100).Draw(t, "day"))}
	f.At = f.Day.At(rapid.IntRange(0, 23).Draw(t, "hour"), 0)
	f.Learned = f.At.AddDate(0, 0, rapid.IntRange(0, 5).Draw(t, "recorded later"))
	f.About = rapid.SampledFrom([]string{"", "", "mamma", "pappa"}).Draw(t, "about")
	known, _ := trial.Fact(name)
	switch {
	case len(known.Words) > 0:
		f.Value = rapid.SampledFrom(known.Words).Draw(t, "word")
	case known.Type == duty.Bool:
		f.Value = strconv.FormatBool(rapid.Bool().Draw(t, "yes"))
	case known.Type == duty.Number:
		f.Value = strconv.Itoa(rapid.IntRange(0, 3).Draw(t, "number"))
	case known.Type == duty.Until:
		f.Value = f.Day.AddDays(rapid.IntRange(0, 90).Draw(t, "until")).String()
	case known.Type == duty.Text:
		f.Value = "ett skäl"
	}
	return f
}

// forgivenBy tells what the book, for which the hidden facts are unknown, calls
// met or nothing at all though it is not; empty when there is no such thing.
func (s situation) forgivenBy(book *duty.Book) string {
	unsure := book.Compute(s.subject, duty.FactsOf(s.facts...), s.today)
	unjudged := func(about string) bool {
		return slices.ContainsFunc(unsure.Obligations, func(o duty.Obligation) bool {
			return o.Rule == s.rule.ID && o.State(s.today) == duty.Undetermined && (o.About == about || o.About == "")
		})
	}
	for _, o := range s.known.Obligations {
		state := o.State(s.today)
		if o.Rule != s.rule.ID {
			continue
		}
		if s.rule.Shape == duty.Forbids && (state == duty.Met || state == duty.MetLate || state == duty.Open) {
			return "what is forbidden is " + string(state)
		}
		if state != duty.Late && state != duty.Open && state != duty.Undetermined {
			continue
		}
		i := slices.IndexFunc(unsure.Obligations, func(u duty.Obligation) bool { return u.Key() == o.Key() })
		switch {
		case i < 0 && !unjudged(o.About):
			return fmt.Sprintf("%s %s was %s, and is nothing without %s", o.Rule, o.About, state, strings.Join(s.hidden, ", "))
		case i < 0:
		case slices.Contains([]duty.State{duty.Met, duty.MetLate, duty.NotApplicable}, unsure.Obligations[i].State(s.today)):
			return fmt.Sprintf("%s %s was %s, and is %s without %s", o.Rule, o.About, state, unsure.Obligations[i].State(s.today), strings.Join(s.hidden, ", "))
		}
	}
	return ""
}
