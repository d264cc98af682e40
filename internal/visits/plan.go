package visits

import (
	"slices"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Series (serie) is visits at the same time on some days of each week.
type Series struct {
	From     civil.Date
	Until    civil.Date // counted
	Weekdays []time.Weekday
	Hour     int
	Minute   int
	Minutes  int // of each visit
}

// LongestSeries is how many days ahead a series is laid.
const LongestSeries = 92

// Spans lists the visits of the series. A time that a change of the clocks takes
// away is the hour after; a visit has its minutes whatever the clocks do.
func (s Series) Spans() []Span {
	var all []Span
	for day := s.From; !day.After(s.Until) && day.DaysSince(s.From) <= LongestSeries; day = day.AddDays(1) {
		if slices.Contains(s.Weekdays, day.Weekday()) {
			from := day.At(s.Hour, s.Minute)
			all = append(all, Span{From: from, To: from.Add(time.Duration(s.Minutes) * time.Minute)})
		}
	}
	return all
}

// A Planning (planering) is what is planned under an order in a period, beside what
// is granted and what was registered (E-32).
type Planning struct {
	Month      civil.Date // its first day
	Granted    int        // minutes a month; 0: the decision counts in something else
	Planned    int        // minutes
	Visits     int        // planned
	Done       int        // minutes registered
	Registered int        // visits
}

// WithinFrame tells whether visits fit in what is granted for each month beside what
// is planned in it already. How the time is spread within the month is the
// provider's and the person's to choose (E-31).
func WithinFrame(granted int, planned map[civil.Date]int, spans []Span) *fault.Error {
	if granted == 0 {
		return nil
	}
	sums := map[civil.Date]int{}
	for _, s := range spans {
		sums[civil.DayOf(s.From).MonthStart()] += s.Minutes()
	}
	for month, more := range sums {
		if sum := planned[month] + more; sum > granted {
			return &fault.Error{Kind: fault.Invalid, Field: "minutes", Text: "visit.beyond-frame", Args: map[string]any{"month": month.String()[:7], "minutes": sum, "granted": granted}}
		}
	}
	return nil
}

// Replan gives a planned visit another time or other staff.
type Replan struct {
	Service ids.Service
	Span    Span
	Staff   []ids.User
}

// VisitReplanned keeps the new plan.
type VisitReplanned struct {
	Span  Span
	Staff []ids.User `json:",omitempty"`
}

// EventName is for ever.
func (VisitReplanned) EventName() string { return "visit.replanned.v1" }

// Action names the act.
func (Replan) Action() string { return "visit.plan" }

// Asks for the service: the visit itself says nothing of whose it is.
func (cmd Replan) Asks() duty.Subject { return serviceOf(cmd.Service) }

// Decide changes what is planned and not begun.
func (cmd Replan) Decide(v Visit, env act.Env) ([]journal.Event, error) {
	switch {
	case v.Planned.IsZero() || v.Service != cmd.Service || v.Cancelled != "" || !v.Done.IsZero() || !v.Begun.IsZero():
		return nil, fault.New(fault.Unmet, "visit.nothing-to-cancel")
	case !cmd.Span.From.Before(cmd.Span.To):
		return nil, fault.Field("plan_minutes", "visit.ends-before-it-begins")
	case gone(env.Facts, civil.DayOf(cmd.Span.From)):
		return nil, fault.New(fault.Unmet, "visit.person-gone")
	case cmd.Span == v.Planned && slices.Equal(cmd.Staff, v.Staff):
		return nil, nil
	}
	return []journal.Event{VisitReplanned{Span: cmd.Span, Staff: cmd.Staff}}, nil
}

// TasksOf reads the tasks of a visit from a line, parted by commas.
func TasksOf(line string) []string {
	var all []string
	for part := range strings.SplitSeq(line, ",") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}
