package org

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

// A Role (roll) is what access policies grant rights to.
type Role string

// The roles. A title ("biståndshandläggare") is a label beside them.
const (
	Handlaggare      Role = "handlaggare"
	Mottagning       Role = "mottagning"
	Socialjour       Role = "socialjour"
	Enhetschef       Role = "enhetschef"
	Socialchef       Role = "socialchef"
	Kvalitet         Role = "kvalitet"
	Mas              Role = "mas" // medicinskt ansvarig sjuksköterska; beside kvalitet, and adds a list of her or his own (E-43)
	Utforare         Role = "utforare"
	Omsorgspersonal  Role = "omsorgspersonal"
	Controller       Role = "controller"
	Namnd            Role = "namnd"
	Revisor          Role = "revisor"
	Loggranskare     Role = "loggranskare"
	Systemforvaltare Role = "systemforvaltare"
)

// Roles lists every role there is.
func Roles() []Role {
	return []Role{
		Handlaggare, Mottagning, Socialjour, Enhetschef, Socialchef, Kvalitet, Mas, Utforare,
		Omsorgspersonal, Controller, Namnd, Revisor, Loggranskare, Systemforvaltare,
	}
}

// A Staff member (medarbetare) is one who logs in.
type Staff struct {
	ID         ids.User
	Name       string
	Login      string      // employee number, or another lasting name that the log-in service knows them by; empty: cannot log in there
	Placements []Placement // by From, the last one holds
	Left       civil.Date  // last day; zero: still here

	PhonesEmptied time.Time // phones made ready before this are emptied at their next contact; zero: never ordered
}

// A Placement is where a member of staff works, as what, from a day.
type Placement struct {
	Title    string
	Roles    []Role
	Unit     ids.Unit
	Provider ids.Provider // for staff of a provider; else zero
	From     civil.Date
}

// On returns the placement that held on the day; the zero Placement when none did.
func (s Staff) On(day civil.Date) Placement {
	var held Placement
	if !s.Left.IsZero() && s.Left.Before(day) {
		return held
	}
	for _, p := range s.Placements {
		if !p.From.After(day) {
			held = p
		}
	}
	return held
}

// AppointStaff takes on someone who logs in.
type AppointStaff struct {
	Name      string
	Placement Placement
}

// Action names the act.
func (AppointStaff) Action() string { return "staff.appoint" }

// Decide appoints once, with at least one role.
func (cmd AppointStaff) Decide(s Staff, _ act.Env) ([]journal.Event, error) {
	if len(s.Placements) > 0 {
		return nil, fault.New(fault.Conflict, "staff.appointed-already")
	}
	if strings.TrimSpace(cmd.Name) == "" {
		return nil, fault.Field("name", "staff.name-missing")
	}
	if err := cmd.Placement.check(); err != nil {
		return nil, err
	}
	return []journal.Event{StaffAppointed(cmd)}, nil
}

// IdentifyStaff tells what the municipality's log-in service knows someone by
// (inloggningsnamn): an employee number, and never a personnummer.
type IdentifyStaff struct{ Login string }

// Action names the act.
func (IdentifyStaff) Action() string { return "staff.identify" }

// Decide refuses a personnummer: it would stand in the organisation for all to see.
func (cmd IdentifyStaff) Decide(s Staff, env act.Env) ([]journal.Event, error) {
	switch {
	case len(s.Placements) == 0:
		return nil, fault.New(fault.NotFound, "staff.unknown")
	case strings.TrimSpace(cmd.Login) == "" || strings.TrimSpace(cmd.Login) != cmd.Login || len(cmd.Login) > 200:
		return nil, fault.Field("login", "staff.login-missing")
	}
	if _, err := ids.ParseIdentityNumber(cmd.Login, env.Today); err == nil {
		return nil, fault.Field("login", "staff.login-personnummer")
	}
	if s.Login == cmd.Login {
		return nil, fault.New(fault.Conflict, "staff.login-same")
	}
	return []journal.Event{StaffIdentified(cmd)}, nil
}

// OneLogin is the only one of those found by a login; two are nobody.
func OneLogin(found []Staff) (Staff, error) {
	switch len(found) {
	case 0:
		return Staff{}, fault.New(fault.NotFound, "staff.unknown")
	case 1:
		return found[0], nil
	}
	return Staff{}, fault.New(fault.Conflict, "staff.login-twice")
}

// PlaceStaff moves someone to another unit, title or set of roles from a day.
type PlaceStaff struct{ Placement Placement }

// Action names the act.
func (PlaceStaff) Action() string { return "staff.place" }

// Decide lets placements follow each other in time.
func (cmd PlaceStaff) Decide(s Staff, _ act.Env) ([]journal.Event, error) {
	if len(s.Placements) == 0 {
		return nil, fault.New(fault.NotFound, "staff.unknown")
	}
	if err := cmd.Placement.check(); err != nil {
		return nil, err
	}
	if cmd.Placement.From.Before(s.Placements[len(s.Placements)-1].From) {
		return nil, fault.Field("from", "staff.placed-before-the-last")
	}
	return []journal.Event{StaffPlaced(cmd)}, nil
}

// EndStaff tells the last day of someone who leaves. From the day after, no
// role holds.
type EndStaff struct{ Until civil.Date }

// Action names the act.
func (EndStaff) Action() string { return "staff.end" }

// Decide ends one who is here.
func (cmd EndStaff) Decide(s Staff, _ act.Env) ([]journal.Event, error) {
	switch {
	case len(s.Placements) == 0:
		return nil, fault.New(fault.NotFound, "staff.unknown")
	case cmd.Until.IsZero():
		return nil, fault.Field("until", "staff.until-missing")
	}
	return []journal.Event{StaffLeft(cmd)}, nil
}

func (p Placement) check() error {
	switch {
	case p.From.IsZero():
		return fault.Field("from", "staff.from-missing")
	case len(p.Roles) == 0:
		return fault.Field("roles", "staff.role-missing")
	case p.Unit.IsZero() == p.Provider.IsZero():
		return fault.Field("unit", "staff.unit-or-provider")
	}
	for _, r := range p.Roles {
		if !slices.Contains(Roles(), r) {
			return fault.Field("roles", "staff.role-unknown")
		}
	}
	return nil
}

type (
	// StaffAppointed takes on someone who logs in.
	StaffAppointed struct {
		Name      string
		Placement Placement
	}
	// StaffIdentified tells what the log-in service knows them by.
	StaffIdentified struct{ Login string }
	// StaffPlaced moves someone from a day.
	StaffPlaced struct{ Placement Placement }
	// StaffLeft tells the last day.
	StaffLeft struct{ Until civil.Date }
)

// EventName is for ever.
func (StaffAppointed) EventName() string { return "staff.appointed.v1" }

// EventName is for ever.
func (StaffIdentified) EventName() string { return "staff.identified.v1" }

// EventName is for ever.
func (StaffPlaced) EventName() string { return "staff.placed.v1" }

// EventName is for ever.
func (StaffLeft) EventName() string { return "staff.left.v1" }

// StaffEvents lists a zero value of each event of the stream.
func StaffEvents() []journal.Event {
	return []journal.Event{StaffAppointed{}, StaffIdentified{}, StaffPlaced{}, StaffLeft{}, PhonesEmptied{}}
}

// Fold takes one event into the member of staff.
func (s *Staff) Fold(r journal.Recorded) {
	s.ID = ids.User{ID: r.Stream.ID}
	switch e := r.Event.(type) {
	case StaffAppointed:
		s.Name, s.Placements = e.Name, []Placement{e.Placement}
	case StaffIdentified:
		s.Login = e.Login
	case StaffPlaced:
		s.Placements = append(slices.Clip(s.Placements), e.Placement)
	case StaffLeft:
		s.Left = e.Until
	case PhonesEmptied:
		s.PhonesEmptied = r.At
	}
}

// Says gives no facts: no rule of these threads asks about staff.
func (Staff) Says() []duty.Said { return nil }

// Persons names no file.
func (Staff) Persons() []ids.Person { return nil }
