package org

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// An EmergencyAccess (nödåtkomst) opens the file of a case to someone who
// otherwise may not read it, for an hour, and owes a review (lag 2001:454, 10 §).
type EmergencyAccess struct {
	ID       ids.Emergency
	Case     ids.Case
	Person   ids.Person
	By       ids.User
	At       time.Time
	Reason   string
	Told     []ids.User // managers
	Reviewed time.Time  // zero: not yet
	Reviewer ids.User
	Verdict  Verdict
	Says     string // what the reviewer found

	facts duty.Statements
}

// A Verdict (bedömning) is what a review of an access comes to.
type Verdict string

// The verdicts.
const (
	Justified    Verdict = "motiverad"
	NotJustified Verdict = "inte-motiverad" // goes on as a deviation
)

// Words is the verdict as a page shows it.
func (v Verdict) Words() string {
	switch v {
	case Justified:
		return "Motiverad"
	case NotJustified:
		return "Inte motiverad"
	}
	return ""
}

const reasonMin = 10 // characters: a word is no reason

// OpenEmergency opens the case to the actor for an hour.
type OpenEmergency struct {
	Case   ids.Case
	Person ids.Person
	Reason string
	Told   []ids.User // the managers who are told and review it
}

// Action names the act.
func (OpenEmergency) Action() string { return "emergency.open" }

// Asks for the case.
func (cmd OpenEmergency) Asks() duty.Subject { return duty.Subject{Kind: "case", ID: cmd.Case.ID} }

// Decide opens once, for a reason, when there is someone to tell.
func (cmd OpenEmergency) Decide(e EmergencyAccess, _ act.Env) ([]journal.Event, error) {
	switch {
	case !e.At.IsZero():
		return nil, fault.New(fault.Conflict, "emergency.opened-already")
	case utf8.RuneCountInString(strings.TrimSpace(cmd.Reason)) < reasonMin:
		return nil, fault.Field("reason", "emergency.reason-missing")
	case len(cmd.Told) == 0:
		return nil, fault.New(fault.Unmet, "emergency.nobody-to-tell")
	}
	return []journal.Event{EmergencyOpened(cmd)}, nil
}

// ReviewEmergency says whether the access was justified.
type ReviewEmergency struct {
	Verdict Verdict
	Says    string
}

// Action names the act.
func (ReviewEmergency) Action() string { return "emergency.review" }

// Decide takes one review, by another than the one who opened.
func (cmd ReviewEmergency) Decide(e EmergencyAccess, env act.Env) ([]journal.Event, error) {
	switch {
	case e.At.IsZero():
		return nil, fault.New(fault.NotFound, "emergency.unknown")
	case e.By == env.Actor.User:
		return nil, fault.New(fault.Unmet, "emergency.own-review")
	case !e.Reviewed.IsZero():
		return nil, fault.New(fault.Conflict, "emergency.reviewed-already")
	case cmd.Verdict != Justified && cmd.Verdict != NotJustified:
		return nil, fault.Field("verdict", "emergency.verdict-missing")
	case strings.TrimSpace(cmd.Says) == "":
		return nil, fault.Field("says", "emergency.says-missing")
	}
	return []journal.Event{EmergencyReviewed(cmd)}, nil
}

type (
	// EmergencyOpened tells that a file was opened in an emergency.
	EmergencyOpened struct {
		Case   ids.Case
		Person ids.Person
		Reason string
		Told   []ids.User
	}
	// EmergencyReviewed tells what a manager found of it.
	EmergencyReviewed struct {
		Verdict Verdict
		Says    string
	}
)

// EventName is for ever.
func (EmergencyOpened) EventName() string { return "emergency.opened.v1" }

// EventName is for ever.
func (EmergencyReviewed) EventName() string { return "emergency.reviewed.v1" }

// EmergencyEvents lists a zero value of each event of the stream.
func EmergencyEvents() []journal.Event {
	return []journal.Event{EmergencyOpened{}, EmergencyReviewed{}}
}

// Subject is what rules call the access.
func (e EmergencyAccess) Subject() duty.Subject {
	return duty.Subject{Kind: "emergency", ID: e.ID.ID}
}

func (e EmergencyAccess) of() duty.Subject { return duty.Subject{Kind: "case", ID: e.Case.ID} }

// Fold takes one event into the access.
func (e *EmergencyAccess) Fold(r journal.Recorded) {
	e.ID = ids.Emergency{ID: r.Stream.ID}
	switch event := r.Event.(type) {
	case EmergencyOpened:
		e.Case, e.Person, e.By, e.At, e.Reason, e.Told = event.Case, event.Person, r.Actor, r.At, event.Reason, slices.Clone(event.Told)
		e.facts = e.facts.Say(e.Subject(), r, duty.Fact{Name: "emergency.opened", Day: r.Day, At: r.At, Value: r.Actor.String()})
		for _, user := range event.Told {
			e.facts = e.facts.Say(e.Subject(), r, duty.Fact{Name: "emergency.told", About: user.String(), Day: r.Day})
		}
		// The door reads it from the case, and from all that stands under it.
		e.facts = e.facts.Say(e.of(), r, duty.Fact{Name: "case.emergency_opened", About: r.Actor.String(), Day: r.Day, At: r.At})
	case EmergencyReviewed:
		e.Reviewed, e.Reviewer, e.Verdict, e.Says = r.At, r.Actor, event.Verdict, event.Says
		e.facts = e.facts.Say(e.Subject(), r, duty.Fact{Name: "emergency.reviewed", Day: r.Day})
	}
}

// Facts gives the access's facts to rules.
func (e EmergencyAccess) Facts() []duty.Said {
	return e.facts.Said(func(s duty.Subject) duty.Subject {
		if s == e.Subject() {
			return e.of()
		}
		return duty.Subject{}
	})
}

// Persons names the file the stream belongs to.
func (e EmergencyAccess) Persons() []ids.Person { return []ids.Person{e.Person} }
