package delivery

import (
	"slices"

	"stadga/internal/civil"
)

// SignalLimit is within how many working days a signal is answered (local rule
// local-signal-5wd).
const SignalLimit = 5

// A FollowedSignal is a signal with what came of it: the first decision on the
// service, or on the same kind of service in the case, after the signal.
type FollowedSignal struct {
	SignalLine
	Decided civil.Date // zero: no new decision
	Before  int        // the extent granted when the signal came, over a year
	After   int        // the extent that the new decision grants
	Ended   bool       // the new decision gives nothing
}

// A Change is what a signal led to.
type Change string

// Led up, down, to no change, or not settled yet (E-27).
const (
	ChangeUp      Change = "mer"
	ChangeDown    Change = "mindre"
	ChangeNone    Change = "ingen-andring"
	ChangePending Change = "pagar"
	ChangeWaits   Change = "obesvarad"
)

// Led is what the signal led to: what was decided counts before what was answered.
func (s FollowedSignal) Led() Change {
	switch {
	case s.Answered.IsZero() && s.Decided.IsZero():
		return ChangeWaits
	case !s.Decided.IsZero() && s.Leads != NoChange && s.Leads != OtherView && s.Leads != WithinPlan:
		switch {
		case s.Ended || s.After < s.Before:
			return ChangeDown
		case s.After > s.Before:
			return ChangeUp
		}
		return ChangeNone
	case s.Leads == NewInquiry:
		return ChangePending
	}
	return ChangeNone
}

// A SignalSum is how signals have been answered: what both sides see (E-25).
type SignalSum struct {
	In, Answered int
	Days         int // median of days to the answer; -1: none is answered
	Over         int // answered after the limit, or unanswered and past it
	Oldest       int // days that the oldest unanswered has waited; -1: none waits
	DaysToNew    int // median of days to a new decision; -1: none has led to one
	Led          map[Change]int
}

// SumSignals sums signals as they stand on the day. A median is the middle one, of
// an even number the lower of the two.
func SumSignals(all []FollowedSignal, today civil.Date) SignalSum {
	sum := SignalSum{In: len(all), Days: -1, Oldest: -1, DaysToNew: -1, Led: map[Change]int{}}
	var answers, decisions []int
	for _, s := range all {
		sent, until := civil.DayOf(s.Sent), today
		if s.Answered.IsZero() {
			sum.Oldest = max(sum.Oldest, today.DaysSince(sent))
		} else {
			until = civil.DayOf(s.Answered)
			sum.Answered++
			answers = append(answers, until.DaysSince(sent))
		}
		if WorkingDays(sent, until) > SignalLimit {
			sum.Over++
		}
		if !s.Decided.IsZero() {
			decisions = append(decisions, max(0, s.Decided.DaysSince(sent)))
		}
		sum.Led[s.Led()]++
	}
	sum.Days, sum.DaysToNew = median(answers), median(decisions)
	return sum
}

func median(days []int) int {
	if len(days) == 0 {
		return -1
	}
	slices.Sort(days)
	return days[(len(days)-1)/2]
}

// WorkingDays counts the working days after from, up to and with to.
func WorkingDays(from, to civil.Date) int {
	n := 0
	for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
		if !civil.IsDayOff(d) {
			n++
		}
	}
	return n
}
