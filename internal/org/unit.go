package org

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Side is one of the two branches that secrecy runs between (OSL 26:1, 8:2).
type Side string

// The two branches.
const (
	Authority Side = "myndighet"
	Delivery  Side = "utforande"
)

// A Unit (enhet) is a part of the administration, for as long as it existed.
type Unit struct {
	ID     ids.Unit
	Name   string
	Side   Side
	Areas  []string // areas of its cases: "aldre", "barn" …; empty for a unit without cases
	Intake bool     // takes what comes in (mottagning) for its areas
	Under  ids.Unit
	From   civil.Date
	Until  civil.Date // last day; zero: still there
}

// EstablishUnit starts a unit.
type EstablishUnit struct {
	Name   string
	Side   Side
	Areas  []string
	Intake bool
	Under  ids.Unit
	From   civil.Date
}

// Action names the act.
func (EstablishUnit) Action() string { return "unit.establish" }

// Decide establishes the unit once.
func (cmd EstablishUnit) Decide(u Unit, _ act.Env) ([]journal.Event, error) {
	switch {
	case !u.From.IsZero():
		return nil, fault.New(fault.Conflict, "unit.established-already")
	case strings.TrimSpace(cmd.Name) == "":
		return nil, fault.Field("name", "unit.name-missing")
	case cmd.Side != Authority && cmd.Side != Delivery:
		return nil, fault.Field("side", "unit.side-missing")
	case cmd.From.IsZero():
		return nil, fault.Field("from", "unit.from-missing")
	}
	return []journal.Event{UnitEstablished(cmd)}, nil
}

// RenameUnit gives the unit another name from a day; reports of earlier days
// keep the old one.
type RenameUnit struct {
	Name string
	From civil.Date
}

// Action names the act.
func (RenameUnit) Action() string { return "unit.rename" }

// Decide renames a unit that exists.
func (cmd RenameUnit) Decide(u Unit, _ act.Env) ([]journal.Event, error) {
	switch {
	case u.From.IsZero():
		return nil, fault.New(fault.NotFound, "unit.unknown")
	case strings.TrimSpace(cmd.Name) == "":
		return nil, fault.Field("name", "unit.name-missing")
	case cmd.From.Before(u.From):
		return nil, fault.Field("from", "unit.from-missing")
	}
	return []journal.Event{UnitRenamed(cmd)}, nil
}

// CloseUnit tells the unit's last day.
type CloseUnit struct{ Until civil.Date }

// Action names the act.
func (CloseUnit) Action() string { return "unit.close" }

// Decide closes a unit that exists.
func (cmd CloseUnit) Decide(u Unit, _ act.Env) ([]journal.Event, error) {
	switch {
	case u.From.IsZero():
		return nil, fault.New(fault.NotFound, "unit.unknown")
	case cmd.Until.IsZero() || cmd.Until.Before(u.From):
		return nil, fault.Field("until", "unit.until-before-from")
	}
	return []journal.Event{UnitClosed(cmd)}, nil
}

type (
	// UnitEstablished starts a unit.
	UnitEstablished struct {
		Name   string
		Side   Side
		Areas  []string
		Intake bool
		Under  ids.Unit
		From   civil.Date
	}
	// UnitRenamed gives it another name from a day.
	UnitRenamed struct {
		Name string
		From civil.Date
	}
	// UnitClosed tells its last day.
	UnitClosed struct{ Until civil.Date }
)

// EventName is for ever.
func (UnitEstablished) EventName() string { return "unit.established.v1" }

// EventName is for ever.
func (UnitRenamed) EventName() string { return "unit.renamed.v1" }

// EventName is for ever.
func (UnitClosed) EventName() string { return "unit.closed.v1" }

// UnitEvents lists a zero value of each event of the stream.
func UnitEvents() []journal.Event {
	return []journal.Event{UnitEstablished{}, UnitRenamed{}, UnitClosed{}}
}

// Fold takes one event into the unit.
func (u *Unit) Fold(r journal.Recorded) {
	u.ID = ids.Unit{ID: r.Stream.ID}
	switch e := r.Event.(type) {
	case UnitEstablished:
		u.Name, u.Side, u.Areas, u.Intake, u.Under, u.From = e.Name, e.Side, e.Areas, e.Intake, e.Under, e.From
	case UnitRenamed:
		u.Name = e.Name
	case UnitClosed:
		u.Until = e.Until
	}
}

// Says gives no facts: no rule of these threads asks about a unit.
func (Unit) Says() []duty.Said { return nil }

// Persons names no file: a unit is nobody's.
func (Unit) Persons() []ids.Person { return nil }
