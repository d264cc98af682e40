package duty_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"stadga/internal/civil"
	"stadga/internal/duty"
)

// A fact is written "name day", "name day=value", "name/about day" or
// "name day=value recorded-day". Facts with an hour are written by hour().
func fact(s string) duty.Fact {
	var f duty.Fact
	parts := strings.Fields(s)
	f.Name, f.About, _ = strings.Cut(parts[0], "/")
	day, value, _ := strings.Cut(parts[1], "=")
	f.Day, f.Value = civil.MustParse(day), value
	f.Learned = f.Day.At(12, 0)
	if len(parts) > 2 {
		f.Learned = civil.MustParse(parts[2]).At(12, 0)
	}
	return f
}

func facts(written ...string) []duty.Fact {
	var all []duty.Fact
	for _, s := range written {
		all = append(all, fact(s))
	}
	return all
}

func hour(name, day string, h, m int) duty.Fact {
	f := fact(name + " " + day)
	f.At = f.Day.At(h, m)
	return f
}

func want(names ...string) []duty.Want {
	var all []duty.Want
	for _, name := range names {
		all = append(all, duty.Want{Fact: name})
	}
	return all
}

func bookOf(t *testing.T, rules ...duty.Rule) *duty.Book {
	t.Helper()
	for i := range rules {
		if rules[i].Subject == "" {
			rules[i].Subject = "intake"
		}
		if rules[i].ID == "" {
			rules[i].ID = "rule"
		}
		if rules[i].Version == 0 {
			rules[i].Version = 1
		}
	}
	book, err := duty.NewBook(rules)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// told writes an answer as one line per obligation: rule/about#nth due state.
func told(a duty.Computed, today civil.Date) string {
	var lines []string
	for i := range a.Obligations {
		o := &a.Obligations[i]
		line := o.Rule
		if o.Version > 1 {
			line += "@" + string(rune('0'+o.Version))
		}
		if o.About != "" {
			line += "/" + o.About
		}
		if due := o.Due(); !due.IsZero() {
			line += " " + due.String()
		}
		line += " " + string(o.State(today))
		if o.Missing != "" {
			line += " " + o.Missing
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

type judged struct {
	given []duty.Fact
	on    string
	then  string
}

func judge(t *testing.T, rules []duty.Rule, tests map[string]judged) {
	t.Helper()
	book := bookOf(t, rules...)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			today := civil.MustParse(tt.on)
			answer := book.Compute(duty.Subject{Kind: rules[0].Subject}, duty.FactsOf(tt.given...), today)
			if got := told(answer, today); got != tt.then {
				t.Errorf("got  %q\nwant %q", got, tt.then)
			}
		})
	}
}

func TestWithinDays(t *testing.T) {
	rule := duty.Rule{
		Shape: duty.Within, Trigger: duty.Want{Fact: "received"}, Span: duty.Span{Days: 14}, Weekend: duty.MayMove,
		MetBy: want("decided"), ExtendedBy: "extended",
		WaivedBy: []duty.Waiver{{Want: duty.Want{Fact: "deceased"}, Reason: "avliden"}},
	}
	judge(t, []duty.Rule{rule}, map[string]judged{
		"nothing came in":             {nil, "2026-03-01", ""},
		"runs on the last day":        {facts("received 2026-02-24"), "2026-03-10", "rule 2026-03-10 open"},
		"late the day after":          {facts("received 2026-02-24"), "2026-03-11", "rule 2026-03-10 late"},
		"met on the last day":         {facts("received 2026-02-24", "decided 2026-03-10"), "2026-04-01", "rule 2026-03-10 met"},
		"met the day after":           {facts("received 2026-02-24", "decided 2026-03-11"), "2026-04-01", "rule 2026-03-10 met late"},
		"not met yet on a past day":   {facts("received 2026-02-24", "decided 2026-03-20"), "2026-03-12", "rule 2026-03-10 late"},
		"a holiday moves it":          {facts("received 2026-12-11"), "2026-12-28", "rule 2026-12-28 open"},
		"extended in time":            {facts("received 2026-02-24", "extended 2026-03-10=2026-03-20"), "2026-03-20", "rule 2026-03-20 open"},
		"extended too late":           {facts("received 2026-02-24", "extended 2026-03-11=2026-03-20"), "2026-03-12", "rule 2026-03-10 late"},
		"extended twice":              {facts("received 2026-02-24", "extended 2026-03-10=2026-03-20", "extended 2026-03-19=2026-03-31"), "2026-03-25", "rule 2026-03-31 open"},
		"died before the last day":    {facts("received 2026-02-24", "deceased 2026-03-09"), "2026-04-01", "rule 2026-03-10 not applicable"},
		"died when it was late":       {facts("received 2026-02-24", "deceased 2026-03-12"), "2026-04-01", "rule 2026-03-10 late"},
		"died when it was met":        {facts("received 2026-02-24", "decided 2026-03-01", "deceased 2026-03-05"), "2026-04-01", "rule 2026-03-10 met"},
		"the first report counts":     {facts("received 2026-02-24", "received 2026-03-02"), "2026-03-01", "rule 2026-03-10 open"},
		"order of facts is no matter": {facts("received 2026-03-02", "received 2026-02-24"), "2026-03-01", "rule 2026-03-10 open"},
	})
}

func TestAlarmComesBeforeTheShiftedDay(t *testing.T) {
	book := bookOf(t, duty.Rule{Shape: duty.Within, Trigger: duty.Want{Fact: "received"}, Span: duty.Span{Days: 14}, Weekend: duty.MayMove, Local: duty.Span{Days: 10}, MetBy: want("decided")})
	today := civil.MustParse("2026-12-11")
	o := book.Compute(duty.Subject{Kind: "intake"}, duty.FactsOf(fact("received 2026-12-11")), today).Obligations[0]
	if o.Strict.String() != "2026-12-25" || o.Shifted.String() != "2026-12-28" || o.Local.String() != "2026-12-21" {
		t.Errorf("strict %v, shifted %v, local %v", o.Strict, o.Shifted, o.Local)
	}
	if o.Alarm() != o.Local {
		t.Errorf("alarm %v is not the municipality's earlier day", o.Alarm())
	}
	if o.Wakes.String() != "2026-12-29" {
		t.Errorf("wakes %v, but the answer changes when the shifted day has passed", o.Wakes)
	}
}

func TestWithinHours(t *testing.T) {
	book := bookOf(t, duty.Rule{Shape: duty.Within, Trigger: duty.Want{Fact: "received"}, Span: duty.Span{Hours: 24}, Weekend: duty.Stays, MetBy: want("assessed")})
	compute := func(given ...duty.Fact) duty.Obligation {
		return book.Compute(duty.Subject{Kind: "intake"}, duty.FactsOf(given...), civil.MustParse("2026-03-28")).Obligations[0]
	}
	// The clock goes forward on 29 March 2026: 24 hours after 15:42 is 16:42.
	o := compute(hour("received", "2026-03-28", 15, 42))
	for _, tt := range []struct {
		at   time.Time
		then duty.State
	}{
		{civil.MustParse("2026-03-29").At(16, 42), duty.Open},
		{civil.MustParse("2026-03-29").At(16, 43), duty.Late},
	} {
		if got := o.StateAt(tt.at); got != tt.then {
			t.Errorf("at %v: %s, want %s", tt.at, got, tt.then)
		}
	}
	in := compute(hour("received", "2026-03-28", 15, 42), hour("assessed", "2026-03-29", 16, 42))
	if got := in.State(civil.MustParse("2026-04-01")); got != duty.Met {
		t.Errorf("assessed in the last minute: %s", got)
	}
	out := compute(hour("received", "2026-03-28", 15, 42), hour("assessed", "2026-03-29", 16, 43))
	if got := out.State(civil.MustParse("2026-04-01")); got != duty.MetLate {
		t.Errorf("assessed a minute late: %s", got)
	}
	unknown := compute(fact("received 2026-03-28"))
	if got := unknown.State(civil.MustParse("2026-04-01")); got != duty.Undetermined || unknown.Missing != "received" {
		t.Errorf("hour of receipt unknown: %s, missing %q", got, unknown.Missing)
	}
}

func TestWithinPromptlyHasNoDay(t *testing.T) {
	judge(t, []duty.Rule{{Shape: duty.Within, Trigger: duty.Want{Fact: "received"}, MetBy: want("assessed")}}, map[string]judged{
		"never late by itself": {facts("received 2020-01-01"), "2026-01-01", "rule open"},
		"met whenever it came": {facts("received 2020-01-01", "assessed 2025-01-01"), "2026-01-01", "rule met"},
	})
}

func TestWithinWorkdays(t *testing.T) {
	judge(t, []duty.Rule{{Shape: duty.Within, Trigger: duty.Want{Fact: "sent"}, Per: duty.EachAbout, Span: duty.Span{Workdays: 5}, MetBy: want("answered")}}, map[string]judged{
		"each signal has its own": {
			facts("sent/a 2026-03-06", "sent/b 2026-03-09", "answered/a 2026-03-12"), "2026-03-16",
			"rule/a 2026-03-13 met; rule/b 2026-03-16 open",
		},
		"Easter is not counted": {facts("sent/a 2026-04-01"), "2026-04-01", "rule/a 2026-04-10 open"},
	})
}

func TestWithinForEachFact(t *testing.T) {
	judge(t, []duty.Rule{{Shape: duty.Within, Trigger: duty.Want{Fact: "interrupted"}, Per: duty.EachFact, Span: duty.Span{Months: 3}, MetBy: want("resumed")}}, map[string]judged{
		"what came before the second break does not mend it": {
			facts("interrupted 2026-01-10", "resumed 2026-02-01", "interrupted 2026-03-10"), "2026-06-11",
			"rule 2026-04-10 met; rule 2026-06-10 late",
		},
	})
}

func TestWithinADayTheFactsName(t *testing.T) {
	judge(t, []duty.Rule{{Shape: duty.Within, Trigger: duty.Want{Fact: "received"}, DueBy: duty.Want{Fact: "deadline"}, MetBy: []duty.Want{{Fact: "ended", Silence: duty.Unknown}}}}, map[string]judged{
		"in time":              {facts("received 2026-01-01", "deadline 2026-03-01", "ended 2026-03-01"), "2026-04-01", "rule 2026-03-01 met"},
		"late":                 {facts("received 2026-01-01", "deadline 2026-03-01", "ended 2026-03-02"), "2026-04-01", "rule 2026-03-01 met late"},
		"no end is not an end": {facts("received 2026-01-01", "deadline 2026-03-01"), "2026-04-01", "rule 2026-03-01 cannot be judged ended"},
		"no deadline":          {facts("received 2026-01-01", "ended 2026-03-02"), "2026-04-01", "rule cannot be judged deadline"},
		"a minute late by the hour": {
			append(facts("received 2026-01-01"), hour("deadline", "2026-03-01", 14, 0), hour("ended", "2026-03-01", 14, 1)), "2026-04-01",
			"rule 2026-03-01 met late",
		},
		"a minute early by the hour": {
			append(facts("received 2026-01-01"), hour("deadline", "2026-03-01", 14, 0), hour("ended", "2026-03-01", 13, 59)), "2026-04-01",
			"rule 2026-03-01 met",
		},
	})
}

func TestWithinForEachGuardian(t *testing.T) {
	judge(t, []duty.Rule{{Shape: duty.Within, Trigger: duty.Want{Fact: "received"}, Each: duty.Want{Fact: "guardian"}, Span: duty.Span{Days: 14}, MetBy: want("contacted", "not_contacted")}}, map[string]judged{
		"one obligation each": {
			facts("received 2026-01-01", "guardian/a 2020-01-01", "guardian/b 2020-01-01", "contacted/a 2026-01-05"), "2026-01-20",
			"rule/a 2026-01-15 met; rule/b 2026-01-15 late",
		},
		"a reason also meets it": {
			facts("received 2026-01-01", "guardian/a 2020-01-01", "not_contacted/a 2026-01-05=hot"), "2026-01-20",
			"rule/a 2026-01-15 met",
		},
	})
}

func TestTheDayItWasRecordedMayCount(t *testing.T) {
	judge(t, []duty.Rule{{Shape: duty.Within, Trigger: duty.Want{Fact: "happened"}, Span: duty.Span{Days: 1}, MetBy: want("noted"), Recorded: true}}, map[string]judged{
		"written the same day": {facts("happened 2026-01-12", "noted 2026-01-12 2026-01-13"), "2026-02-01", "rule 2026-01-13 met"},
		"written afterwards":   {facts("happened 2026-01-12", "noted 2026-01-12 2026-01-20"), "2026-02-01", "rule 2026-01-13 met late"},
	})
}

func TestEvery(t *testing.T) {
	rule := duty.Rule{
		Shape: duty.Every, Trigger: duty.Want{Fact: "granted"}, First: duty.Span{Months: 3}, Span: duty.Span{Months: 6},
		MetBy: want("reviewed"), EndedBy: want("ended"),
	}
	judge(t, []duty.Rule{rule}, map[string]judged{
		"the first has its own time": {facts("granted 2026-01-31"), "2026-04-30", "rule 2026-04-30 open"},
		"each stretch is judged": {
			facts("granted 2026-01-31", "reviewed 2026-05-02", "reviewed 2026-10-01"), "2027-04-02",
			"rule 2026-04-30 met late; rule 2026-11-02 met; rule 2027-04-01 late",
		},
		"nothing more when it ends in time": {facts("granted 2026-01-31", "reviewed 2026-03-01", "ended 2026-08-01"), "2027-01-01", "rule 2026-04-30 met"},
		"an end too late undoes nothing":    {facts("granted 2026-01-31", "ended 2026-08-01"), "2027-01-01", "rule 2026-04-30 late"},
		"month ends are clamped":            {facts("granted 2026-01-31", "reviewed 2026-08-31"), "2026-09-01", "rule 2026-04-30 met late; rule 2027-02-28 open"},
	})
	// Begun before the version, it may have been met many times since.
	rule.MetBy, rule.From = []duty.Want{{Fact: "reviewed", Silence: duty.Unknown}}, civil.MustParse("2026-06-01")
	rule.ChosenBy = duty.ByDue
	judge(t, []duty.Rule{rule}, map[string]judged{
		"what met it is not known": {facts("granted 2025-01-31"), "2026-09-01", "rule 2025-04-30 cannot be judged reviewed"},
	})
}

func TestWhatHasEndedIsNotWoken(t *testing.T) {
	rule := duty.Rule{
		Shape: duty.Within, Trigger: duty.Want{Fact: "received"}, Span: duty.Span{Days: 14}, MetBy: want("decided"), EndedBy: want("ended"),
	}
	judge(t, []duty.Rule{rule}, map[string]judged{
		"met before it ended":           {facts("received 2026-02-24", "decided 2026-03-02", "ended 2026-03-04"), "2026-04-01", "rule 2026-03-10 met"},
		"done though it had ended":      {facts("received 2026-02-24", "ended 2026-03-04", "decided 2026-03-20"), "2026-04-01", ""},
		"ended when it was late":        {facts("received 2026-02-24", "ended 2026-03-12"), "2026-04-01", "rule 2026-03-10 late"},
		"ended when late, and done too": {facts("received 2026-02-24", "ended 2026-03-12", "decided 2026-03-20"), "2026-04-01", "rule 2026-03-10 met late"},
	})
}

func TestCount(t *testing.T) {
	rule := duty.Rule{Shape: duty.Count, Trigger: duty.Want{Fact: "began"}, Times: 2, Period: duty.Monthly, MetBy: want("called"), EndedBy: want("ended")}
	judge(t, []duty.Rule{rule}, map[string]judged{
		"a broken month owes nothing": {facts("began 2026-01-15"), "2026-01-31", ""},
		"each whole month is judged": {
			facts("began 2026-01-01", "called 2026-01-05", "called 2026-01-06", "called 2026-02-06"), "2026-03-10",
			"rule 2026-01-31 met; rule 2026-02-28 late; rule 2026-03-31 open",
		},
		"it ends": {facts("began 2026-01-01", "called 2026-01-05", "called 2026-01-06", "ended 2026-02-10"), "2026-06-10", "rule 2026-01-31 met"},
	})
	judge(t, []duty.Rule{{Shape: duty.Count, Trigger: duty.Want{Fact: "began"}, Times: 1, Period: duty.Quarterly, MetBy: want("reported")}}, map[string]judged{
		"once a quarter": {facts("began 2026-02-01", "reported 2026-05-31"), "2026-07-01", "rule 2026-06-30 met; rule 2026-09-30 open"},
	})
	judge(t, []duty.Rule{{Shape: duty.Count, Trigger: duty.Want{Fact: "began"}, Times: 1, Period: duty.Yearly, MetBy: want("reported")}}, map[string]judged{
		"once a year": {facts("began 2024-06-01", "reported 2025-12-31"), "2026-07-01", "rule 2025-12-31 met; rule 2026-12-31 open"},
	})
}

func TestBefore(t *testing.T) {
	rule := duty.Rule{Shape: duty.Before, Trigger: duty.Want{Fact: "decided"}, MetBy: want("communicated"), Effect: duty.Stops}
	judge(t, []duty.Rule{rule}, map[string]judged{
		"nothing is owed before the act": {facts("communicated 2026-01-01"), "2026-01-02", ""},
		"there before":                   {facts("communicated 2026-01-01", "decided 2026-01-02"), "2026-01-02", "rule 2026-01-02 met"},
		"there the same day":             {facts("communicated 2026-01-02", "decided 2026-01-02"), "2026-01-02", "rule 2026-01-02 met"},
		"missing is broken at once":      {facts("decided 2026-01-02"), "2026-01-02", "rule 2026-01-02 late"},
		"done afterwards":                {facts("decided 2026-01-02", "communicated 2026-01-05"), "2026-01-06", "rule 2026-01-02 met late"},
	})
	holds := func(value string) duty.Condition {
		return func(facts *duty.Facts, _ *duty.Fact) (duty.Truth, string) {
			switch {
			case !facts.Has("by"):
				return duty.Unsure, "by"
			case facts.Value("by") == value:
				return duty.True, ""
			}
			return duty.False, ""
		}
	}
	judge(t, []duty.Rule{{Shape: duty.Before, Trigger: duty.Want{Fact: "decided"}, Holds: holds("anna")}}, map[string]judged{
		"the condition holds":     {facts("decided 2026-01-02", "by 2026-01-01=anna"), "2026-01-02", "rule 2026-01-02 met"},
		"it does not":             {facts("decided 2026-01-02", "by 2026-01-01=bo"), "2026-01-02", "rule 2026-01-02 late"},
		"a fact in it is missing": {facts("decided 2026-01-02"), "2026-01-02", "rule 2026-01-02 cannot be judged by"},
	})
}

func TestStopsAreWhatIsBrokenToday(t *testing.T) {
	book := bookOf(t, duty.Rule{
		Shape: duty.Before, Trigger: duty.Want{Fact: "decided"}, Per: duty.EachAbout, MetBy: want("communicated"),
		Effect: duty.Stops, Says: "Kommunicera först.", Basis: "FL 25 §",
	})
	today := civil.MustParse("2026-01-02")
	given := facts("decided/a 2026-01-01", "decided/b 2026-01-02", "communicated/a 2026-01-01")
	stops := book.Compute(duty.Subject{Kind: "intake"}, duty.FactsOf(given...), today).Stops
	if want := []duty.Stop{{Rule: "rule", About: "b", Basis: "FL 25 §", Says: "Kommunicera först."}}; !slices.Equal(stops, want) {
		t.Errorf("stopped by %v, want %v", stops, want)
	}
}

func TestStanding(t *testing.T) {
	rule := duty.Rule{
		Shape: duty.Standing, Trigger: duty.Want{Fact: "started"}, Span: duty.Span{Days: 15}, Valid: duty.Span{Months: 6},
		MetBy: want("planned"), EndedBy: want("ended"),
	}
	judge(t, []duty.Rule{rule}, map[string]judged{
		"time to make the first":    {facts("started 2026-01-01"), "2026-01-16", "rule 2026-01-16 open"},
		"none made":                 {facts("started 2026-01-01"), "2026-01-17", "rule 2026-01-16 late"},
		"current on its last day":   {facts("started 2026-01-01", "planned 2026-01-10"), "2026-07-10", "rule 2026-07-10 met"},
		"no longer current":         {facts("started 2026-01-01", "planned 2026-01-10"), "2026-07-11", "rule 2026-07-10 late"},
		"renewed":                   {facts("started 2026-01-01", "planned 2026-01-10", "planned 2026-09-01"), "2026-10-01", "rule 2027-03-01 met"},
		"a plan to come is no plan": {facts("started 2026-01-01", "planned 2026-02-10"), "2026-01-20", "rule 2026-01-16 late"},
		"nothing once it has ended": {facts("started 2026-01-01", "ended 2026-03-01"), "2026-03-01", ""},
	})
}

func TestNever(t *testing.T) {
	rule := duty.Rule{
		Shape: duty.Forbids, Trigger: duty.Want{Fact: "talked", Values: []string{"ingen-grund"}}, Effect: duty.Warns,
	}
	judge(t, []duty.Rule{rule}, map[string]judged{
		"nothing is never met": {facts("talked 2026-01-01=samtycke"), "2026-01-02", ""},
		"each breach stands":   {facts("talked 2026-01-01=ingen-grund", "talked 2026-01-03=ingen-grund"), "2026-01-05", "rule late; rule late"},
	})
}

func TestEnds(t *testing.T) {
	judge(t, []duty.Rule{{Shape: duty.Ends, Trigger: duty.Want{Fact: "began"}, Span: duty.Span{Months: 6}, MetBy: want("ended")}}, map[string]judged{
		"may run to its last day":      {facts("began 2026-08-31"), "2027-02-28", "rule 2027-02-28 open"},
		"a Sunday gives no day more":   {facts("began 2026-08-31"), "2027-03-01", "rule 2027-02-28 late"},
		"ended in time":                {facts("began 2026-08-31", "ended 2027-02-28"), "2027-03-01", "rule 2027-02-28 met"},
		"ended after its longest time": {facts("began 2026-08-31", "ended 2027-03-01"), "2027-03-01", "rule 2027-02-28 met late"},
	})
}

func TestKeep(t *testing.T) {
	judge(t, []duty.Rule{{Shape: duty.Keep, Trigger: duty.Want{Fact: "noted"}, Span: duty.Span{Years: 5}, MetBy: want("destroyed")}}, map[string]judged{
		"counted from the last note":    {facts("noted 2018-05-01", "noted 2020-03-15"), "2026-12-31", "rule 2026-12-31 open"},
		"still there after its time":    {facts("noted 2020-03-15"), "2027-01-01", "rule 2026-12-31 late"},
		"destroyed when it should be":   {facts("noted 2020-03-15", "destroyed 2025-03-15"), "2027-01-01", "rule 2026-12-31 met"},
		"destroyed too early":           {facts("noted 2020-03-15", "destroyed 2025-03-14"), "2027-01-01", "rule 2026-12-31 late"},
		"destroyed, but after its time": {facts("noted 2020-03-15", "destroyed 2027-03-14"), "2027-04-01", "rule 2026-12-31 met late"},
	})
}

func TestLatenessStartsAnother(t *testing.T) {
	rules := []duty.Rule{
		{ID: "deviation", Shape: duty.Within, AfterLate: "limit", MetBy: want("reported"), Span: duty.Span{Days: 0}},
		{ID: "no-late-extension", Shape: duty.Forbids, AfterLate: "limit", Trigger: duty.Want{Fact: "extended"}},
		{ID: "limit", Shape: duty.Within, Trigger: duty.Want{Fact: "opened"}, Span: duty.Span{Months: 4}, ExtendedBy: "extended", MetBy: want("closed")},
	}
	judge(t, rules, map[string]judged{
		"not while it runs":  {facts("opened 2026-01-01"), "2026-05-01", "limit 2026-05-01 open"},
		"from the day after": {facts("opened 2026-01-01"), "2026-05-02", "limit 2026-05-01 late; deviation open"},
		"and it is not undone by being met late": {
			facts("opened 2026-01-01", "closed 2026-06-01", "reported 2026-05-03"), "2026-07-01",
			"limit 2026-05-01 met late; deviation met",
		},
		"extended too late": {
			facts("opened 2026-01-01", "extended 2026-05-02=2026-08-01"), "2026-05-02",
			"limit 2026-05-01 late; deviation open; no-late-extension late",
		},
		"extended in time": {facts("opened 2026-01-01", "extended 2026-05-01=2026-08-01"), "2026-05-02", "limit 2026-08-01 open"},
	})
}

// What hangs on something unknown cannot be judged: whom it is about, whether
// another rule was late, when a link of a chain was closed.
func TestUnknownIsNotNothing(t *testing.T) {
	received := duty.Want{Fact: "received", Silence: duty.Unknown}
	rules := map[string][]duty.Rule{
		"each": {{Shape: duty.Within, Trigger: duty.Want{Fact: "opened"}, Each: duty.Want{Fact: "guardian", Silence: duty.Unknown}, Span: duty.Span{Days: 7}, MetBy: want("told")}},
		"late": {
			{ID: "limit", Shape: duty.Within, Trigger: received, Span: duty.Span{Days: 7}, MetBy: want("closed")},
			{ID: "deviation", Shape: duty.Within, AfterLate: "limit", Span: duty.Span{Days: 1}, MetBy: want("reported")},
			{ID: "no-late-extension", Shape: duty.Forbids, AfterLate: "limit", Trigger: duty.Want{Fact: "extended"}},
		},
		"chain": {{Shape: duty.Within, Trigger: duty.Want{Fact: "opened"}, Per: duty.EachAbout, Span: duty.Span{Months: 4}, Chain: duty.Chain{ClosedBy: duty.Want{Fact: "closed", Silence: duty.Unknown}, Gap: 30}, MetBy: want("closed")}},
	}
	judge(t, rules["each"], map[string]judged{
		"whom it is about": {facts("opened 2026-01-01"), "2026-02-01", "rule cannot be judged guardian"},
	})
	judge(t, rules["late"], map[string]judged{
		"whether another was late": {facts("extended 2026-03-01"), "2026-03-02", "limit cannot be judged received; deviation cannot be judged received; no-late-extension cannot be judged received"},
		"nothing was extended":     {facts("noted 2026-03-01"), "2026-03-02", "limit cannot be judged received; deviation cannot be judged received"},
	})
	judge(t, rules["chain"], map[string]judged{
		"when the first was closed": {facts("opened/a 2026-01-01", "opened/b 2026-03-01"), "2026-09-01", "rule cannot be judged closed"},
		"one alone is no chain":     {facts("opened/a 2026-01-01"), "2026-09-01", ""},
	})
}

func TestChainsAreSummed(t *testing.T) {
	rule := duty.Rule{
		Shape: duty.Within, Trigger: duty.Want{Fact: "opened"}, Per: duty.EachAbout, Span: duty.Span{Months: 4},
		Chain: duty.Chain{ClosedBy: duty.Want{Fact: "closed"}, Gap: 30}, MetBy: want("closed"),
	}
	judge(t, []duty.Rule{rule}, map[string]judged{
		"one inquiry is no chain": {facts("opened/a 2026-01-01"), "2026-06-01", ""},
		"far apart is no chain":   {facts("opened/a 2026-01-01", "closed/a 2026-02-01", "opened/b 2026-03-04"), "2026-06-01", ""},
		"back to back is one, and the days between do not count": {
			facts("opened/a 2026-01-01", "closed/a 2026-04-20", "opened/b 2026-04-30", "closed/b 2026-08-20"), "2026-09-01",
			"rule/a 2026-05-11 met late",
		},
		"still running": {facts("opened/a 2026-01-01", "closed/a 2026-04-20", "opened/b 2026-04-20"), "2026-05-02", "rule/a 2026-05-01 late"},
	})
}

func TestVersionIsChosenByTheDateTheRuleNames(t *testing.T) {
	versions := func(by duty.ChosenBy) []duty.Rule {
		old := duty.Rule{
			Shape: duty.Within, Version: 1, To: civil.MustParse("2025-06-30"), ChosenBy: by, ChosenOn: duty.Want{Fact: "made"},
			Trigger: duty.Want{Fact: "received"}, Span: duty.Span{Days: 14}, MetBy: want("decided"),
		}
		fresh := old
		fresh.Version, fresh.From, fresh.To = 2, civil.MustParse("2025-07-01"), civil.Date{}
		return []duty.Rule{old, fresh}
	}
	over := facts("received 2025-06-20") // due 4 July
	for name, tt := range map[string]struct {
		by    duty.ChosenBy
		given []duty.Fact
		then  string
	}{
		"event":              {duty.ByEvent, over, "rule 2025-07-04 open"},
		"due":                {duty.ByDue, over, "rule@2 2025-07-04 open"},
		"breach":             {duty.ByBreach, over, "rule@2 2025-07-04 open"},
		"decision before":    {duty.ByDecision, append(facts("made 2025-06-30"), over...), "rule 2025-07-04 open"},
		"decision after":     {duty.ByDecision, append(facts("made 2025-07-01"), over...), "rule@2 2025-07-04 open"},
		"no decision at all": {duty.ByDecision, over, ""},
	} {
		t.Run(name, func(t *testing.T) {
			judge(t, versions(tt.by), map[string]judged{"": {tt.given, "2025-07-02", tt.then}})
		})
	}
}

func TestUnknownTrigger(t *testing.T) {
	rule := duty.Rule{Shape: duty.Within, Trigger: duty.Want{Fact: "received", Silence: duty.Unknown}, Span: duty.Span{Weeks: 3}, MetBy: want("appealed")}
	old := rule
	old.Version, old.To = 1, civil.MustParse("2025-06-30")
	rule.Version, rule.From = 2, civil.MustParse("2025-07-01")
	judge(t, []duty.Rule{old, rule}, map[string]judged{
		"cannot be judged, and says what is missing": {nil, "2026-01-01", "rule@2 cannot be judged received"},
		"known": {facts("received 2026-12-10"), "2026-12-31", "rule@2 2026-12-31 open"},
	})
}

func TestBookRefuses(t *testing.T) {
	for name, rules := range map[string][]duty.Rule{
		"lateness of itself":       {{ID: "a", AfterLate: "a"}},
		"lateness in a ring":       {{ID: "a", AfterLate: "b"}, {ID: "b", AfterLate: "a"}},
		"lateness of no rule":      {{ID: "a", AfterLate: "b"}},
		"lateness of another kind": {{ID: "a", AfterLate: "b"}, {ID: "b", Subject: "case"}},
		"two subjects":             {{ID: "a"}, {ID: "a", Version: 2, Subject: "case"}},
	} {
		if _, err := duty.NewBook(rules); err == nil {
			t.Errorf("%s: a book was made", name)
		}
	}
}

// A service ends. What was to be done by a day while it ran, and was not, stays
// late on every later day; nobody is reminded of it from the day it ended. What
// need not be done yet when it ended was never missed.
func TestWhatEndedLateRestsAndStaysLate(t *testing.T) {
	start := civil.MustParse("2026-02-02")
	rapid.Check(t, func(t *rapid.T) {
		due, ends := rapid.IntRange(1, 60).Draw(t, "days to do it in"), rapid.IntRange(0, 120).Draw(t, "ended after")
		done, asked := rapid.IntRange(0, 200).Draw(t, "done after"), rapid.IntRange(0, 200).Draw(t, "asked after")
		isDone := rapid.Bool().Draw(t, "done")
		rule := duty.Rule{
			ID: "rule", Version: 1, Subject: "intake", Shape: rapid.SampledFrom([]duty.Shape{duty.Within, duty.Every}).Draw(t, "shape"), Trigger: duty.Want{Fact: "started"},
			Span: duty.Span{Days: due}, MetBy: want("planned"), EndedBy: want("ended"),
		}
		said := []string{"started " + start.String()}
		if ends <= asked {
			said = append(said, "ended "+start.AddDays(ends).String())
		}
		if isDone = isDone && rule.Shape == duty.Within; isDone && done <= asked {
			said = append(said, "planned "+start.AddDays(done).String())
		}
		day := start.AddDays(asked)
		book, err := duty.NewBook([]duty.Rule{rule})
		if err != nil {
			t.Fatal(err)
		}
		computed := book.Compute(duty.Subject{Kind: "intake"}, duty.FactsOf(facts(said...)...), day)
		ceased, met := ends <= asked && ends <= due, isDone && done <= asked && (ends > due || ends > asked || done <= ends)
		if ceased && !met {
			if len(computed.Obligations) > 0 {
				t.Fatalf("%v on %s: %d obligations, and nothing was missed", said, day, len(computed.Obligations))
			}
			return
		}
		if len(computed.Obligations) != 1 {
			t.Fatalf("%v on %s: %d obligations", said, day, len(computed.Obligations))
		}
		o := &computed.Obligations[0]
		expected := duty.Open
		switch {
		case met && done <= due:
			expected = duty.Met
		case met:
			expected = duty.MetLate
		case asked > due:
			expected = duty.Late
		}
		if got := o.State(day); got != expected {
			t.Fatalf("%v on %s: %s, want %s", said, day, got, expected)
		}
		if rests := met || ends <= asked; o.Rests(day) != rests {
			t.Fatalf("%v on %s, %s: rests is %v, want %v", said, day, o.State(day), o.Rests(day), rests)
		}
		if !computed.Wakes.IsZero() && !computed.Wakes.After(day) {
			t.Fatalf("%v on %s: wakes %s", said, day, computed.Wakes)
		}
	})
}
