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

// Register opens the record of a person: known by number, by name, as unborn,
// or not known at all.
type Register struct {
	Name     Name
	Number   ids.IdentityNumber
	Born     civil.Date
	BornYear int
	Unborn   bool
	Expected civil.Date
	Contact  Contact
}

// Action names the act.
func (Register) Action() string { return "person.register" }

// Decide registers the person once.
func (cmd Register) Decide(p Person, env act.Env) ([]journal.Event, error) {
	if p.Exists() {
		return nil, fault.New(fault.Conflict, "person.registered-already")
	}
	var born, number *fault.Error
	switch {
	case cmd.Born.After(env.Today):
		born = fault.Field("born", "person.born-in-future")
	case cmd.Unborn && (!cmd.Born.IsZero() || cmd.BornYear != 0):
		born = fault.Field("born", "person.unborn-has-birth-date")
	case cmd.BornYear != 0 && (cmd.BornYear < 1880 || cmd.BornYear > env.Today.Year()):
		born = fault.Field("born", "person.born-year-impossible")
	}
	if cmd.Unborn && !cmd.Number.IsZero() && cmd.Number.Kind() != ids.Reservnummer {
		number = fault.Field("number", "person.unborn-has-number")
	}
	if err := fault.Join(born, number); err != nil {
		return nil, err
	}
	return []journal.Event{PersonRegistered{
		Name: tidy(cmd.Name), Number: cmd.Number, Born: cmd.Born, BornYear: cmd.BornYear,
		Unborn: cmd.Unborn, Expected: cmd.Expected, Contact: cmd.Contact,
	}}, nil
}

func tidy(n Name) Name {
	return Name{Given: strings.Join(strings.Fields(n.Given), " "), Family: strings.Join(strings.Fields(n.Family), " ")}
}

// Via is the case in which something is done to a person's record, where it is
// done in one. Who may do it is then asked of the case: a person with protected
// identity is nobody's but theirs who have the case.
type Via struct {
	Case ids.Case `json:",omitzero"`
}

// Asks for the case; for the person alone when there is none.
func (v Via) Asks() duty.Subject {
	if v.Case.IsZero() {
		return duty.Subject{}
	}
	return duty.Subject{Kind: "case", ID: v.Case.ID}
}
