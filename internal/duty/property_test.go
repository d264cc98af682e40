package duty_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

var begin = civil.On(2025, 5, 20)

func aDay(t *rapid.T, label string) civil.Date {
	return begin.AddDays(rapid.IntRange(0, 500).Draw(t, label))
}

func aSpan(t *rapid.T, label string) duty.Span {
	n := rapid.IntRange(1, 5).Draw(t, label)
	return rapid.SampledFrom([]duty.Span{{Days: 10 * n}, {Workdays: n}, {Weeks: n}, {Months: n}}).Draw(t, label+" unit")
}

// aRule draws a rule of any shape over the facts start, met, moved and end.
func aRule(t *rapid.T, id string, shapes ...duty.Shape) duty.Rule {
	silence := func(label string) duty.Silence {
		return rapid.SampledFrom([]duty.Silence{duty.No, duty.No, duty.No, duty.Unknown}).Draw(t, label)
	}
	r := duty.Rule{
		ID: id, Version: 1, Subject: "intake", Effect: duty.Stops,
		Shape:    rapid.SampledFrom(shapes).Draw(t, "shape"),
		Trigger:  duty.Want{Fact: "start", Silence: silence("start silence")},
		Per:      rapid.SampledFrom([]duty.Per{duty.Once, duty.EachFact, duty.EachAbout}).Draw(t, "per"),
		MetBy:    []duty.Want{{Fact: "met", Silence: silence("met silence")}},
		Recorded: rapid.Bool().Draw(t, "recorded"),
		ChosenBy: rapid.SampledFrom([]duty.ChosenBy{duty.ByEvent, duty.ByDue}).Draw(t, "by"),
	}
	r.Span = aSpan(t, "span")
	switch r.Shape {
	case duty.Within:
		r.Weekend = rapid.SampledFrom([]duty.Weekend{duty.Moves, duty.MayMove, duty.Stays}).Draw(t, "weekend")
		r.ExtendedBy = "moved"
		if rapid.IntRange(0, 4).Draw(t, "hours") == 0 {
			r.Span = duty.Span{Hours: 24}
		}
	case duty.Every:
		r.Per = duty.Once
		r.First = r.Span
	case duty.Count:
		r.Per, r.Times = duty.Once, rapid.IntRange(1, 2).Draw(t, "times")
		r.Period = rapid.SampledFrom([]duty.Period{duty.Monthly, duty.Quarterly}).Draw(t, "period")
	case duty.Standing:
		r.Valid = aSpan(t, "valid")
	case duty.Keep:
		r.Span = duty.Span{Months: 3}
	case duty.Forbids:
		r.MetBy = nil
	}
	if rapid.Bool().Draw(t, "ends") && r.Shape != duty.Forbids {
		r.EndedBy = []duty.Want{{Fact: "end"}}
	}
	if rapid.Bool().Draw(t, "waived") {
		r.WaivedBy = []duty.Waiver{{Want: duty.Want{Fact: "gone"}, Reason: "avliden"}}
	}
	return r
}

func aFact(t *rapid.T, name string) duty.Fact {
	f := duty.Fact{Name: name, Day: aDay(t, name), About: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, name+" about")}
	f.At = f.Day.At(rapid.IntRange(0, 23).Draw(t, name+" hour"), 0)
	f.Learned = f.At.AddDate(0, 0, rapid.IntRange(0, 3).Draw(t, name+" days until recorded"))
	if name == "moved" {
		f.Value = f.Day.AddDays(rapid.IntRange(1, 60).Draw(t, "moved by")).String()
	}
	return f
}

func someFacts(t *rapid.T) []duty.Fact {
	var facts []duty.Fact
	for _, name := range []string{"start", "met", "moved", "end", "gone"} {
		for range rapid.IntRange(0, 3).Draw(t, "number of "+name) {
			facts = append(facts, aFact(t, name))
		}
	}
	return facts
}

var everyShape = []duty.Shape{duty.Within, duty.Every, duty.Count, duty.Before, duty.Standing, duty.Forbids, duty.Ends, duty.Keep}

func drawnBook(t *rapid.T, shapes ...duty.Shape) (*duty.Book, []duty.Rule) {
	rules := []duty.Rule{aRule(t, "one", shapes...), aRule(t, "two", shapes...)}
	if rapid.Bool().Draw(t, "chained") {
		late := aRule(t, "three", duty.Within, duty.Forbids)
		late.AfterLate = "one"
		if late.Shape == duty.Forbids {
			late.Trigger = duty.Want{Fact: "moved"}
		}
		rules = append(rules, late)
	}
	book, err := duty.NewBook(rules)
	if err != nil {
		t.Fatal(err)
	}
	return book, rules
}

var subject = duty.Subject{Kind: "intake"}

// Whoever computes on a day and again on each day that it wakes knows as much on
// every day as one who computes afresh.
func TestWakingIsEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		book, _ := drawnBook(t, everyShape...)
		facts := duty.FactsOf(someFacts(t)...)
		day := aDay(t, "today")
		known := book.Compute(subject, facts, day)
		for range 250 {
			day = day.AddDays(1)
			fresh := book.Compute(subject, facts, day)
			if !known.Wakes.IsZero() && !day.Before(known.Wakes) {
				known = fresh
				continue
			}
			if told(known, day) != told(fresh, day) {
				t.Fatalf("on %v, asleep until %v:\nknew  %s\nafresh %s", day, known.Wakes, told(known, day), told(fresh, day))
			}
			if !reflect.DeepEqual(known.Obligations, fresh.Obligations) {
				t.Fatalf("on %v, asleep until %v:\nknew  %+v\nafresh %+v", day, known.Wakes, known.Obligations, fresh.Obligations)
			}
		}
	})
}

// One more of what meets a rule never makes anything late, nor undoes what was met.
func TestMeetingMoreNeverHurts(t *testing.T) {
	shapes := []duty.Shape{duty.Within, duty.Every, duty.Count, duty.Before, duty.Standing, duty.Ends}
	rapid.Check(t, func(t *rapid.T) {
		rule := aRule(t, "one", shapes...)
		rule.MetBy[0].Silence = duty.No // where absence says nothing, one fact more lets the rest be judged
		book, err := duty.NewBook([]duty.Rule{rule})
		if err != nil {
			t.Fatal(err)
		}
		facts := someFacts(t)
		today := aDay(t, "today")
		more := aFact(t, "met")
		if more.Day.After(today) {
			more.Day = today
			more.At, more.Learned = today.At(1, 0), today.At(1, 0)
		}
		before := book.Compute(subject, duty.FactsOf(facts...), today)
		after := book.Compute(subject, duty.FactsOf(append(slices.Clone(facts), more)...), today)
		count := func(c duty.Computed, state duty.State) int {
			n := 0
			for i := range c.Obligations {
				if c.Obligations[i].State(today) == state {
					n++
				}
			}
			return n
		}
		if count(after, duty.Late) > count(before, duty.Late) {
			t.Fatalf("%s: more is late after %v\nbefore %s\nafter  %s", rule.Shape, more, told(before, today), told(after, today))
		}
		if count(after, duty.Met) < count(before, duty.Met) {
			t.Fatalf("%s: less is met after %v\nbefore %s\nafter  %s", rule.Shape, more, told(before, today), told(after, today))
		}
	})
}

// What is unknown is never met, on any day.
func TestUnknownIsNeverMet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := aRule(t, "one", everyShape...)
		rule.MetBy = []duty.Want{{Fact: "never told", Silence: duty.Unknown}}
		book, err := duty.NewBook([]duty.Rule{rule})
		if err != nil {
			t.Fatal(err)
		}
		computed := book.Compute(subject, duty.FactsOf(someFacts(t)...), aDay(t, "today"))
		for i := range computed.Obligations {
			for day := begin; day.Before(begin.AddDays(600)); day = day.AddDays(30) {
				if state := computed.Obligations[i].State(day); state == duty.Met || state == duty.MetLate {
					t.Fatalf("%s on %v of %+v", state, day, computed.Obligations[i])
				}
			}
		}
	})
}

// A missing trigger whose silence says nothing cannot be judged, whatever else is known.
func TestUnknownTriggerCannotBeJudged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := aRule(t, "one", everyShape...)
		rule.Trigger = duty.Want{Fact: "never told", Silence: duty.Unknown}
		book, err := duty.NewBook([]duty.Rule{rule})
		if err != nil {
			t.Fatal(err)
		}
		today := aDay(t, "today")
		computed := book.Compute(subject, duty.FactsOf(someFacts(t)...), today)
		if got := told(computed, today); got != "one cannot be judged never told" {
			t.Fatalf("got %q", got)
		}
	})
}

// The order in which facts are handed in says nothing.
func TestOrderOfFactsSaysNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		book, _ := drawnBook(t, everyShape...)
		facts := someFacts(t)
		today := aDay(t, "today")
		shuffled := rapid.Permutation(facts).Draw(t, "shuffled")
		sorted := func(c duty.Computed) []string {
			var lines []string
			for i := range c.Obligations {
				one := duty.Computed{Obligations: c.Obligations[i : i+1]}
				lines = append(lines, told(one, today))
			}
			slices.Sort(lines)
			return lines
		}
		a, b := book.Compute(subject, duty.FactsOf(facts...), today), book.Compute(subject, duty.FactsOf(shuffled...), today)
		if !slices.Equal(sorted(a), sorted(b)) || a.Wakes != b.Wakes {
			t.Fatalf("%v\n%v", sorted(a), sorted(b))
		}
	})
}

// The days of an obligation stand in order, and a stop is late.
func TestDaysStandInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		book, _ := drawnBook(t, everyShape...)
		today := aDay(t, "today")
		computed := book.Compute(subject, duty.FactsOf(someFacts(t)...), today)
		late := 0
		keys := map[duty.Key]bool{}
		for i := range computed.Obligations {
			o := &computed.Obligations[i]
			if o.Shifted.Before(o.Strict) || !o.Wakes.IsZero() && !o.Wakes.After(today) {
				t.Fatalf("%+v", o)
			}
			if keys[o.Key()] {
				t.Fatalf("two obligations are called %+v", o.Key())
			}
			keys[o.Key()] = true
			if o.State(today) == duty.Late {
				late++
			}
		}
		if late != len(computed.Stops) {
			t.Fatalf("%d late, %d stops", late, len(computed.Stops))
		}
	})
}
