package casework

import (
	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// AssignIntake (fördela) gives what came in to an officer. The day it came in
// stays, whoever has it (B-18).
type AssignIntake struct{ Officer ids.User }

// Action names the act.
func (AssignIntake) Action() string { return "intake.assign" }

// Decide assigns what waits; to the officer who has it, nothing changes.
func (cmd AssignIntake) Decide(in Intake, _ act.Env) ([]journal.Event, error) {
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case !in.Open():
		return nil, fault.New(fault.Unmet, "intake.decided-already")
	case cmd.Officer.IsZero():
		return nil, fault.Field("officer", "intake.officer-missing")
	case cmd.Officer == in.Officer:
		return nil, nil
	}
	return []journal.Event{IntakeAssigned{Officer: cmd.Officer, From: in.Officer}}, nil
}
