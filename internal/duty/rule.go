package duty

import "stadga/internal/civil"

// A Shape is how a rule binds: the eight that the statutes use.
type Shape string

// The shapes.
const (
	Within   Shape = "within"   // something is done within a time of a fact
	Every    Shape = "every"    // something is done again within a time of the last
	Count    Shape = "count"    // something is done n times in each period
	Before   Shape = "before"   // an act requires that something is there
	Standing Shape = "standing" // something current is there all the time
	Forbids  Shape = "never"    // something must not happen
	Ends     Shape = "ends"     // a measure has a longest time
	Keep     Shape = "keep"     // something is kept so long, and is gone by a day
)

// A Weekend says whether lag 1930:173 2 § moves the last day to the next working
// day (the S codes of law.md 2.1).
type Weekend string

// The codes.
const (
	Moves     Weekend = "S+" // settled: a private party's own measure
	MayMove   Weekend = "S*" // covered by the wording, but alarm on the unmoved day
	Stays     Weekend = "S-" // longest times, ages, hours, intervals, local targets
	Unsettled Weekend = "S?" // not settled: as MayMove
)

// An Effect is what a rule does when an act would break it.
type Effect string

// The effects.
const (
	Stops Effect = "stop" // the act is refused
	Warns Effect = "warn" // the act is allowed and the breach is shown
	Tells Effect = "tell" // shown as a time, never as a breach by the officer
)

// A ChosenBy names the date that chooses among a rule's versions (law.md 1.2).
type ChosenBy string

// The dates.
const (
	ByEvent    ChosenBy = "event"    // the day of the fact that starts it
	ByDecision ChosenBy = "decision" // the day of the decision the rule names
	ByDue      ChosenBy = "due"      // the last day to perform it
	ByClosing  ChosenBy = "closing"  // the day the matter was closed
	ByBreach   ChosenBy = "breach"   // the day it was broken
)

// A Span is a length of time in one unit; the zero Span is no length.
type Span struct {
	Hours, Days, Workdays, Weeks, Months, Years int
}

// IsZero tells whether the span has no length.
func (s Span) IsZero() bool { return s == Span{} }

// After is the last day of the span counted from start, which is itself not
// counted. Weeks, months and years end on the same weekday or number (lag
// 1930:173 1 §). Hours are counted by instants and not here.
func (s Span) After(start civil.Date) civil.Date {
	switch {
	case s.Workdays > 0:
		return start.AddWorkingDays(s.Workdays)
	case s.Months > 0 || s.Years > 0:
		return start.AddMonths(s.Months + 12*s.Years)
	}
	return start.AddDays(s.Days + 7*s.Weeks)
}

// A Per says how many obligations one subject has by a rule.
type Per string

// The ways.
const (
	Once      Per = "once"  // one, from the first of the facts that start it
	EachFact  Per = "fact"  // one for each such fact
	EachAbout Per = "about" // one for each thing such facts are about
)

// A Want is a fact that a rule looks for.
type Want struct {
	Fact     string
	Values   []string // one of these; empty: any
	AnyAbout bool     // counts whatever it is about
	Silence  Silence  // what its absence means
}

// A Truth is the answer of a condition.
type Truth int8

// Unsure is the answer when a fact that decides is missing.
const (
	False Truth = iota
	True
	Unsure
)

// A Condition judges facts, with the fact that started the obligation at hand.
// When it is Unsure it names the missing fact.
type Condition func(facts *Facts, ground *Fact) (Truth, string)

// A Chain sums obligations whose grounds follow close on each other, so that
// closing and opening again does not start a new clock.
type Chain struct {
	ClosedBy Want // the fact that closes a link, with the same About
	Gap      int  // days between closing and opening within which links belong together
}

// A Rule is one version of one rule, ready to compute. What shape needs which
// field stands beside the field.
type Rule struct {
	ID      string
	Version int    // 1 for the oldest
	Says    string // what it asks, one Swedish sentence
	Basis   string // the citation as it is printed
	Subject string
	Shape   Shape
	Effect  Effect
	Owes    string

	From, To  civil.Date // in force; zero To: still is
	ChosenBy  ChosenBy
	ChosenOn  Want      // the fact whose day chooses, for ByDecision and ByClosing
	Applies   Condition // nil: always
	Trigger   Want      // the fact that starts it; for never: the fact that is forbidden
	AfterLate string    // instead of Trigger, or with never: the rule whose lateness starts it
	Per       Per
	Each      Want // a fact: one obligation for each thing it is about ("person.guardian")

	Span       Span      // within, every, ends, keep; standing: time to get the first
	First      Span      // every: time to the first, if not Span
	DueBy      Want      // within: the last day is what this fact says, instead of Span
	Weekend    Weekend   // within
	Local      Span      // within: the municipality's own shorter time
	ExtendedBy string    // within: a fact that moves the last day, if it came before that day
	Chain      Chain     // within
	MetBy      []Want    // any of them
	Recorded   bool      // the day it was recorded counts, not the day it happened
	Holds      Condition // before: met when it holds; never: broken when it holds
	Times      int       // count
	Period     Period    // count
	Valid      Span      // standing: how long one is current
	EndedBy    []Want    // the duty ceases that day: without a trace in time, and late for good, but resting, if it was late already
	WaivedBy   []Waiver  // the duty falls away, with a reason
}

// A Waiver is a fact that makes an obligation fall away, and why in words.
type Waiver struct {
	Want
	Reason string
}

// A Period is a stretch of the calendar in which something is counted.
type Period string

// The periods.
const (
	Monthly   Period = "month"
	Quarterly Period = "quarter"
	Yearly    Period = "year"
)

// first is the first day of the period that holds the day.
func (p Period) first(day civil.Date) civil.Date {
	year, month, _ := day.Parts()
	switch p {
	case Quarterly:
		return civil.On(year, (month-1)/3*3+1, 1)
	case Yearly:
		return civil.On(year, 1, 1)
	}
	return civil.On(year, month, 1)
}

// next is the first day of the period after the one that begins on first.
func (p Period) next(first civil.Date) civil.Date {
	switch p {
	case Quarterly:
		return first.AddMonths(3)
	case Yearly:
		return first.AddMonths(12)
	}
	return first.AddMonths(1)
}

// inForce tells whether the version is in force on the day.
func (r *Rule) inForce(day civil.Date) bool {
	return !day.Before(r.From) && (r.To.IsZero() || !day.After(r.To))
}
