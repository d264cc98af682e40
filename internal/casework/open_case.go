package casework

import (
	"regexp"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A case number is the year and a running number of that year.
var caseNumber = regexp.MustCompile(`^\d{4}-\d{4,}$`)

// OpenCase gives a person a case in an area. That the person has no other case
// there is held by the register of cases, where all are seen.
type OpenCase struct {
	Person  ids.Person
	Area    Area
	Number  string // drawn before the act
	Officer ids.User
	Unit    ids.Unit
}

// Action names the act.
func (OpenCase) Action() string { return "case.open" }

// Decide opens the case once.
func (cmd OpenCase) Decide(c Case, _ act.Env) ([]journal.Event, error) {
	switch {
	case !c.Opened.IsZero():
		return nil, fault.New(fault.Conflict, "case.opened-already")
	case cmd.Person.IsZero():
		return nil, fault.Field("person", "case.person-missing")
	case cmd.Area.Words() == "":
		return nil, fault.Field("area", "case.area-missing")
	case !caseNumber.MatchString(cmd.Number):
		return nil, fault.New(fault.Internal, "case.number-malformed")
	}
	return []journal.Event{CaseOpened(cmd)}, nil
}
