package org

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// An Absence (frånvaro) is days away and who stands in.
type Absence struct {
	ID      ids.Absence
	User    ids.User
	StandIn ids.User // zero: nobody, and the manager is told
	From    civil.Date
	Until   civil.Date // last day away
}

// BeginAbsence tells that someone is or will be away.
type BeginAbsence struct {
	User    ids.User
	StandIn ids.User
	From    civil.Date
	Until   civil.Date
}

// Action names the act.
func (BeginAbsence) Action() string { return "absence.begin" }

// Decide takes an absence without stand-in too: it must be seen, not refused.
func (cmd BeginAbsence) Decide(a Absence, _ act.Env) ([]journal.Event, error) {
	switch {
	case !a.From.IsZero():
		return nil, fault.New(fault.Conflict, "absence.begun-already")
	case cmd.User.IsZero():
		return nil, fault.Field("user", "absence.user-missing")
	case cmd.From.IsZero():
		return nil, fault.Field("from", "absence.from-missing")
	}
	if err := checkCover(cmd.User, cmd.StandIn, cmd.From, cmd.Until); err != nil {
		return nil, err
	}
	return []journal.Event{AbsenceBegun(cmd)}, nil
}

// ChangeAbsence gives the absence another stand-in or last day.
type ChangeAbsence struct {
	StandIn ids.User
	Until   civil.Date
}

// Action names the act.
func (ChangeAbsence) Action() string { return "absence.change" }

// Decide changes an absence that was begun.
func (cmd ChangeAbsence) Decide(a Absence, _ act.Env) ([]journal.Event, error) {
	if a.From.IsZero() {
		return nil, fault.New(fault.NotFound, "absence.unknown")
	}
	if err := checkCover(a.User, cmd.StandIn, a.From, cmd.Until); err != nil {
		return nil, err
	}
	return []journal.Event{AbsenceChanged(cmd)}, nil
}

func checkCover(user, standIn ids.User, from, until civil.Date) error {
	switch {
	case user == standIn:
		return fault.Field("stand_in", "absence.stands-in-for-itself")
	case until.IsZero() || until.Before(from):
		return fault.Field("until", "absence.until-before-from")
	}
	return nil
}

type (
	// AbsenceBegun tells days away and who stands in.
	AbsenceBegun struct {
		User    ids.User
		StandIn ids.User
		From    civil.Date
		Until   civil.Date
	}
	// AbsenceChanged gives another stand-in or last day.
	AbsenceChanged struct {
		StandIn ids.User
		Until   civil.Date
	}
)

// EventName is for ever.
func (AbsenceBegun) EventName() string { return "absence.begun.v1" }

// EventName is for ever.
func (AbsenceChanged) EventName() string { return "absence.changed.v1" }

// AbsenceEvents lists a zero value of each event of the stream.
func AbsenceEvents() []journal.Event {
	return []journal.Event{AbsenceBegun{}, AbsenceChanged{}}
}

// Fold takes one event into the absence.
func (a *Absence) Fold(r journal.Recorded) {
	a.ID = ids.Absence{ID: r.Stream.ID}
	switch e := r.Event.(type) {
	case AbsenceBegun:
		a.User, a.StandIn, a.From, a.Until = e.User, e.StandIn, e.From, e.Until
	case AbsenceChanged:
		a.StandIn, a.Until = e.StandIn, e.Until
	}
}

// Says gives no facts: who owes is joined with absence when it is read.
func (Absence) Says() []duty.Said { return nil }

// Persons names no file.
func (Absence) Persons() []ids.Person { return nil }
