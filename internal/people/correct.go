package people

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// CorrectName says what the person is called.
type CorrectName struct {
	Name   Name
	Reason string
	Via
}

// Action names the act.
func (CorrectName) Action() string { return "person.correct_name" }

// Decide keeps the old name in the record and lets the new one hold.
func (cmd CorrectName) Decide(p Person, _ act.Env) ([]journal.Event, error) {
	name := tidy(cmd.Name)
	switch {
	case !p.Exists():
		return nil, fault.New(fault.NotFound, "person.unknown")
	case name == Name{}:
		return nil, fault.Field("name", "person.name-missing")
	case strings.TrimSpace(cmd.Reason) == "":
		return nil, fault.Field("reason", "person.reason-missing")
	case name == p.Name:
		return nil, nil
	}
	return []journal.Event{NameCorrected{Name: name, Reason: cmd.Reason}}, nil
}

// GiveName says what someone is called who stands in the register without a name,
// when what comes in tells it. A name that stands there is not changed.
type GiveName struct {
	Name   Name
	Reason string
	Intake ids.Intake // what came in
}

// Action names the act: it is a part of registering the person.
func (GiveName) Action() string { return "person.register" }

// Asks for what came in: whoever may take it in may say whom it is about.
func (cmd GiveName) Asks() duty.Subject { return duty.Subject{Kind: "intake", ID: cmd.Intake.ID} }

// Decide gives the first name; one that has a name keeps it.
func (cmd GiveName) Decide(p Person, _ act.Env) ([]journal.Event, error) {
	name := tidy(cmd.Name)
	switch {
	case !p.Exists():
		return nil, fault.New(fault.NotFound, "person.unknown")
	case p.Name != Name{} || name == Name{}:
		return nil, nil
	}
	return []journal.Event{NameCorrected{Name: name, Reason: cmd.Reason}}, nil
}

// CorrectNumber gives the person its number, first or new.
type CorrectNumber struct {
	Number ids.IdentityNumber
	Born   civil.Date
	Reason string
	Via
}

// Action names the act.
func (CorrectNumber) Action() string { return "person.correct_number" }

// Decide keeps the old number in the record and lets the new one hold. That no
// one else has the number is held by the register of persons, where all are seen.
func (cmd CorrectNumber) Decide(p Person, env act.Env) ([]journal.Event, error) {
	switch {
	case !p.Exists():
		return nil, fault.New(fault.NotFound, "person.unknown")
	case cmd.Number.IsZero():
		return nil, fault.Field("number", "person.number-missing")
	case cmd.Born.After(env.Today):
		return nil, fault.Field("number", "person.born-in-future")
	case strings.TrimSpace(cmd.Reason) == "":
		return nil, fault.Field("reason", "person.reason-missing")
	case cmd.Number == p.Number:
		return nil, nil
	}
	return []journal.Event{NumberCorrected{Number: cmd.Number, Born: cmd.Born, Reason: cmd.Reason}}, nil
}

// CorrectBirth says when the person was born. For an unborn child it is the birth.
type CorrectBirth struct {
	Born   civil.Date
	Reason string
	Via
}

// Action names the act.
func (CorrectBirth) Action() string { return "person.correct_birth" }

// Decide lets the day hold; rules that count age are judged again.
func (cmd CorrectBirth) Decide(p Person, env act.Env) ([]journal.Event, error) {
	switch {
	case !p.Exists():
		return nil, fault.New(fault.NotFound, "person.unknown")
	case cmd.Born.IsZero():
		return nil, fault.Field("born", "person.born-missing")
	case cmd.Born.After(env.Today):
		return nil, fault.Field("born", "person.born-in-future")
	case cmd.Born == p.Born:
		return nil, nil
	}
	return []journal.Event{BirthCorrected{Born: cmd.Born, Reason: cmd.Reason}}, nil
}

// ChangeContact says where the person is reached.
type ChangeContact struct {
	Contact Contact
	Via
}

// Action names the act.
func (ChangeContact) Action() string { return "person.change_contact" }

// Decide lets the new contact hold.
func (cmd ChangeContact) Decide(p Person, _ act.Env) ([]journal.Event, error) {
	if !p.Exists() {
		return nil, fault.New(fault.NotFound, "person.unknown")
	}
	if cmd.Contact == p.Contact {
		return nil, nil
	}
	return []journal.Event{ContactChanged{Contact: cmd.Contact}}, nil
}

// Merge marks the record as a double of another, which holds from now on.
type Merge struct {
	Into   ids.Person
	Reason string
	Via
}

// Action names the act.
func (Merge) Action() string { return "person.merge" }

// Decide marks the double. Its lines of work are moved by other steps of the same
// act, each in its own stream.
func (cmd Merge) Decide(p Person, _ act.Env) ([]journal.Event, error) {
	switch {
	case !p.Exists():
		return nil, fault.New(fault.NotFound, "person.unknown")
	case cmd.Into.IsZero() || cmd.Into == p.ID:
		return nil, fault.Field("into", "person.merge-with-itself")
	case !p.MergedInto.IsZero():
		return nil, fault.New(fault.Conflict, "person.merged-already")
	case strings.TrimSpace(cmd.Reason) == "":
		return nil, fault.Field("reason", "person.reason-missing")
	}
	return []journal.Event{MergedInto{Person: cmd.Into, Reason: cmd.Reason}}, nil
}
