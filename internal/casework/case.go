package casework

import (
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// An Area (område) is one of the four in which a person may have a case.
type Area string

// The four areas.
const (
	Older      Area = "aldre"
	Disability Area = "funktionsnedsattning"
	Children   Area = "barn"
	Adults     Area = "vuxen"
)

// Areas lists the areas as a page shows them.
func Areas() []Area { return []Area{Older, Disability, Children, Adults} }

// Words is the area as a page shows it.
func (a Area) Words() string {
	switch a {
	case Older:
		return "Äldre"
	case Disability:
		return "Funktionsnedsättning"
	case Children:
		return "Barn och unga"
	case Adults:
		return "Vuxen"
	}
	return ""
}

// InquiryKind is the slag of utredning that matters of the area lead to.
func (a Area) InquiryKind() InquiryKind {
	switch a {
	case Older:
		return InquiryOlder
	case Disability:
		return InquiryLSS
	case Children:
		return InquiryChild
	}
	return InquiryAdult
}

// A Case (ärende) is one person in one area, for years. It says who the officer
// is; its content lies in its lines, which are streams of their own.
type Case struct {
	ID      ids.Case
	Person  ids.Person
	Area    Area
	Number  string // "2026-0412": shown and searchable, carries no birth date
	Officer ids.User
	Unit    ids.Unit
	Opened  civil.Date
	Closed  civil.Date // zero: open

	Transfer CaseTransfer // the latest that was asked for
	Handover Handover     // as it stands

	CaseCare

	facts duty.Statements
}

// Subject is what rules call the case.
func (c Case) Subject() duty.Subject { return duty.Subject{Kind: "case", ID: c.ID.ID} }

type (
	// CaseOpened gives a person a case in an area.
	CaseOpened struct {
		Person  ids.Person
		Area    Area
		Number  string
		Officer ids.User `json:",omitzero"`
		Unit    ids.Unit `json:",omitzero"`
	}
	// CaseAssigned gives the case an officer. No date of any line moves.
	CaseAssigned struct {
		Officer ids.User
		Unit    ids.Unit
		From    ids.User `json:",omitzero"` // who had it before
		Reason  string   `json:",omitzero"`
	}
	// CaseClosed tells that nothing runs in the case.
	CaseClosed struct{ Reason string }
	// CaseReopened tells that something has come in again.
	CaseReopened struct{ Reason string }
)

// EventName is for ever.
func (CaseOpened) EventName() string { return "case.opened.v1" }

// EventName is for ever.
func (CaseAssigned) EventName() string { return "case.assigned.v1" }

// EventName is for ever.
func (CaseClosed) EventName() string { return "case.closed.v1" }

// EventName is for ever.
func (CaseReopened) EventName() string { return "case.reopened.v1" }

// CaseEvents lists a zero value of each event of the stream.
func CaseEvents() []journal.Event {
	return append([]journal.Event{CaseOpened{}, CaseAssigned{}, CaseClosed{}, CaseReopened{}, CaseMoved{}, CaseTransferAsked{}, CaseTransferReplied{}, CaseHandedOn{}}, caseCareEvents()...)
}

// Fold takes one event into the case.
func (c *Case) Fold(r journal.Recorded) {
	c.ID = ids.Case{ID: r.Stream.ID}
	say := func(name, value string) {
		c.facts = c.facts.Replace(c.Subject(), r, duty.Fact{Name: name, Day: r.Day, Value: value})
	}
	assign := func(officer ids.User, unit ids.Unit) {
		c.Officer, c.Unit = officer, unit
		if !officer.IsZero() {
			say("case.officer", officer.String())
		}
		if !unit.IsZero() {
			say("case.unit", unit.String())
		}
	}
	switch e := r.Event.(type) {
	case CaseOpened:
		c.Person, c.Area, c.Number, c.Opened = e.Person, e.Area, e.Number, r.Day
		say("case.opened", "")
		say("case.area", string(e.Area))
		assign(e.Officer, e.Unit)
	case CaseAssigned:
		assign(e.Officer, e.Unit)
	case CaseMoved:
		c.foldMoved(e)
	case CaseTransferAsked:
		c.Transfer = e.Transfer
	case CaseTransferReplied:
		c.Transfer.Answered, c.Transfer.Accepted, c.Transfer.Says = e.On, e.Accepted, e.Says
	case CaseHandedOn:
		needed := e.Handover.Status != HandoverUnneeded
		say("case.handover_needed", word(needed))
		if needed && c.Handover.To == "" {
			say("case.handover_planned", "") // the day it was first planned
		}
		c.Handover = e.Handover
	case CaseClosed:
		c.Closed = r.Day
		say("case.closed", "")
		say("case.last_note", "") // closing is itself an entry
	case CaseReopened:
		c.Closed = civil.Date{}
		c.facts = c.facts.Unsay(c.Subject(), "case.closed", "").Unsay(c.Subject(), "case.last_note", "")
	default:
		c.foldCare(r)
	}
}

// Says gives the case's facts to rules.
func (c Case) Says() []duty.Said {
	return c.facts.Said(func(duty.Subject) duty.Subject { return duty.Subject{Kind: "person", ID: c.Person.ID} })
}

// Persons names the file the stream belongs to.
func (c Case) Persons() []ids.Person { return []ids.Person{c.Person} }
