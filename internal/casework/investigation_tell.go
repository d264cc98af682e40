package casework

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// TellConcerned records that one concerned was told of the investigation, or the
// special reason not to (SoL 20:4, earlier 11:2).
type TellConcerned struct {
	Who     ids.Person
	On      civil.Date
	How     string
	NotTold string // reason, instead of a day
}

// Action names the act for the access policies.
func (TellConcerned) Action() string { return "investigation.tell" }

// Decide records the day or the reason.
func (cmd TellConcerned) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	if cmd.NotTold != "" {
		return []journal.Event{ConcernedTold{Who: cmd.Who, NotTold: cmd.NotTold}}, nil
	}
	if f := happened("on", cmd.On, env); f != nil {
		return nil, f
	}
	if cmd.On.Before(i.Opened) {
		return nil, fault.Field("on", "investigation.told-before-opened")
	}
	return []journal.Event{ConcernedTold{Who: cmd.Who, On: cmd.On, How: cmd.How}}, nil
}
