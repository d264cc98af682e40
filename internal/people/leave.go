package people

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// ReportDeath tells the day of death. Services, letters and frister stop by the
// rules that read it.
type ReportDeath struct {
	On civil.Date
	Via
}

// Action names the act.
func (ReportDeath) Action() string { return "person.report_death" }

// Decide takes one day of death.
func (cmd ReportDeath) Decide(p Person, env act.Env) ([]journal.Event, error) {
	switch {
	case !p.Exists():
		return nil, fault.New(fault.NotFound, "person.unknown")
	case cmd.On.IsZero():
		return nil, fault.Field("on", "person.death-day-missing")
	case cmd.On.After(env.Today):
		return nil, fault.Field("on", "person.death-in-future")
	case !p.Born.IsZero() && cmd.On.Before(p.Born):
		return nil, fault.Field("on", "person.death-before-birth")
	case cmd.On == p.Deceased:
		return nil, nil
	}
	return []journal.Event{Deceased{On: cmd.On}}, nil
}

// ReportMove tells the last day in the municipality.
type ReportMove struct {
	On civil.Date
	To string
	Via
}

// Action names the act.
func (ReportMove) Action() string { return "person.report_move" }

// Decide takes a day that is or is to come: a move is often known before.
func (cmd ReportMove) Decide(p Person, _ act.Env) ([]journal.Event, error) {
	switch {
	case !p.Exists():
		return nil, fault.New(fault.NotFound, "person.unknown")
	case cmd.On.IsZero():
		return nil, fault.Field("on", "person.move-day-missing")
	case cmd.On == p.Moved:
		return nil, nil
	}
	return []journal.Event{MovedAway{On: cmd.On, To: cmd.To}}, nil
}

// ReportReturn tells that the person lives in the municipality again.
type ReportReturn struct {
	On civil.Date
	Via
}

// Action names the act.
func (ReportReturn) Action() string { return "person.report_return" }

// Decide takes back a move.
func (cmd ReportReturn) Decide(p Person, env act.Env) ([]journal.Event, error) {
	switch {
	case p.Moved.IsZero():
		return nil, fault.New(fault.Unmet, "person.has-not-moved")
	case cmd.On.IsZero() || cmd.On.After(env.Today):
		return nil, fault.Field("on", "person.move-day-missing")
	}
	return []journal.Event{MovedBack{On: cmd.On}}, nil
}
