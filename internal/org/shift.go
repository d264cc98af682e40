package org

import (
	"slices"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// An OnCallShift (jourpass) is when someone is on duty as socialjour: what the
// role opens is open only then, and a manager reviews it afterwards.
type OnCallShift struct {
	ID       ids.Shift
	User     ids.User
	From     time.Time
	Until    time.Time // when it ends by itself, or was ended
	Told     []ids.User
	Reviewed time.Time // zero: not yet
	Reviewer ids.User
	Says     string // what the reviewer found

	facts duty.Statements
}

// ShiftLongest is how long a shift lasts at most, in hours: a day and night.
const ShiftLongest = 24

// BeginShift begins the actor's shift.
type BeginShift struct {
	Hours int
	Told  []ids.User // the managers who review it
}

// Action names the act.
func (BeginShift) Action() string { return "shift.begin" }

// Decide begins a shift that ends by itself.
func (cmd BeginShift) Decide(s OnCallShift, env act.Env) ([]journal.Event, error) {
	switch {
	case !s.From.IsZero():
		return nil, fault.New(fault.Conflict, "shift.begun-already")
	case cmd.Hours < 1 || cmd.Hours > ShiftLongest:
		return nil, fault.Field("hours", "shift.hours-missing")
	case len(cmd.Told) == 0:
		return nil, fault.New(fault.Unmet, "shift.nobody-to-tell")
	}
	return []journal.Event{ShiftBegun{Until: env.Now.Add(time.Duration(cmd.Hours) * time.Hour), Told: cmd.Told}}, nil
}

// EndShift ends the shift before its time.
type EndShift struct{}

// Action names the act.
func (EndShift) Action() string { return "shift.end" }

// Decide ends a shift that goes on.
func (EndShift) Decide(s OnCallShift, env act.Env) ([]journal.Event, error) {
	switch {
	case s.From.IsZero():
		return nil, fault.New(fault.NotFound, "shift.unknown")
	case !env.Now.Before(s.Until):
		return nil, nil
	}
	return []journal.Event{ShiftEnded{}}, nil
}

// ReviewShift says that a manager has gone through what was done in the shift.
type ReviewShift struct{ Says string }

// Action names the act.
func (ReviewShift) Action() string { return "shift.review" }

// Decide takes one review, of a shift that is over, by another than the one on duty.
func (cmd ReviewShift) Decide(s OnCallShift, env act.Env) ([]journal.Event, error) {
	switch {
	case s.From.IsZero():
		return nil, fault.New(fault.NotFound, "shift.unknown")
	case s.User == env.Actor.User:
		return nil, fault.New(fault.Unmet, "shift.own-review")
	case env.Now.Before(s.Until):
		return nil, fault.New(fault.Unmet, "shift.goes-on")
	case !s.Reviewed.IsZero():
		return nil, fault.New(fault.Conflict, "shift.reviewed-already")
	case strings.TrimSpace(cmd.Says) == "":
		return nil, fault.Field("says", "shift.says-missing")
	}
	return []journal.Event{ShiftReviewed(cmd)}, nil
}

type (
	// ShiftBegun tells who is on duty and until when, and who reviews it.
	ShiftBegun struct {
		Until time.Time
		Told  []ids.User
	}
	// ShiftEnded tells that the shift ended before its time.
	ShiftEnded struct{}
	// ShiftReviewed tells what a manager found.
	ShiftReviewed struct{ Says string }
)

// EventName is for ever.
func (ShiftBegun) EventName() string { return "shift.begun.v1" }

// EventName is for ever.
func (ShiftEnded) EventName() string { return "shift.ended.v1" }

// EventName is for ever.
func (ShiftReviewed) EventName() string { return "shift.reviewed.v1" }

// ShiftEvents lists a zero value of each event of the stream.
func ShiftEvents() []journal.Event {
	return []journal.Event{ShiftBegun{}, ShiftEnded{}, ShiftReviewed{}}
}

// Subject is what rules call the shift.
func (s OnCallShift) Subject() duty.Subject { return duty.Subject{Kind: "shift", ID: s.ID.ID} }

// Fold takes one event into the shift.
func (s *OnCallShift) Fold(r journal.Recorded) {
	s.ID = ids.Shift{ID: r.Stream.ID}
	switch e := r.Event.(type) {
	case ShiftBegun:
		s.User, s.From, s.Until, s.Told = r.Actor, r.At, e.Until, slices.Clone(e.Told)
		s.facts = s.facts.Say(s.Subject(), r, duty.Fact{Name: "shift.begun", Day: r.Day, At: r.At, Value: r.Actor.String()})
		for _, user := range e.Told {
			s.facts = s.facts.Say(s.Subject(), r, duty.Fact{Name: "shift.told", About: user.String(), Day: r.Day})
		}
	case ShiftEnded:
		s.Until = r.At
	case ShiftReviewed:
		s.Reviewed, s.Reviewer, s.Says = r.At, r.Actor, e.Says
		s.facts = s.facts.Say(s.Subject(), r, duty.Fact{Name: "shift.reviewed", Day: r.Day})
	}
}

// Facts gives the shift's facts to rules.
func (s OnCallShift) Facts() []duty.Said {
	return s.facts.Said(func(duty.Subject) duty.Subject { return duty.Subject{} })
}

// Persons names no file.
func (OnCallShift) Persons() []ids.Person { return nil }
