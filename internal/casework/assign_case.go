package casework

import (
	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// AssignCase gives the case an officer, first or new. What has come in keeps
// the day it came in: a new officer is no new time (B-18).
type AssignCase struct {
	Officer ids.User
	Unit    ids.Unit
	Reason  string
}

// Action names the act.
func (AssignCase) Action() string { return "case.assign" }

// Decide assigns an open case; to the officer it has, nothing changes.
func (cmd AssignCase) Decide(c Case, _ act.Env) ([]journal.Event, error) {
	switch {
	case c.Opened.IsZero():
		return nil, fault.New(fault.NotFound, "case.unknown")
	case !c.Closed.IsZero():
		return nil, fault.New(fault.Unmet, "case.is-closed")
	case cmd.Officer.IsZero():
		return nil, fault.Field("officer", "case.officer-missing")
	case cmd.Officer == c.Officer && cmd.Unit == c.Unit:
		return nil, nil
	}
	return []journal.Event{CaseAssigned{Officer: cmd.Officer, Unit: cmd.Unit, From: c.Officer, Reason: cmd.Reason}}, nil
}
