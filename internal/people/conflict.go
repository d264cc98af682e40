package people

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A ConflictOfInterest (jäv) keeps a member of staff from everything that
// concerns the person (FL 16–18 §§): the cases are hidden from the one concerned.
type ConflictOfInterest struct {
	User  ids.User
	Why   string
	Since civil.Date
}

// ReportConflict tells of one's own conflict of interest, at once (FL 18 §).
type ReportConflict struct {
	Why string
	Via
}

// Action names the act.
func (ReportConflict) Action() string { return "person.report_conflict" }

// Decide takes what one tells of oneself; a reason is needed, since another must
// be able to judge it.
func (cmd ReportConflict) Decide(p Person, env act.Env) ([]journal.Event, error) {
	return p.declare(env.Actor.User, cmd.Why)
}

// FindConflict says that someone has a conflict of interest, by a manager.
type FindConflict struct {
	User ids.User
	Why  string
	Via
}

// Action names the act.
func (FindConflict) Action() string { return "person.find_conflict" }

// Decide takes the finding of a manager.
func (cmd FindConflict) Decide(p Person, _ act.Env) ([]journal.Event, error) {
	if cmd.User.IsZero() {
		return nil, fault.Field("user", "person.conflict-of-whom")
	}
	return p.declare(cmd.User, cmd.Why)
}

func (p Person) declare(user ids.User, why string) ([]journal.Event, error) {
	switch {
	case !p.Exists():
		return nil, fault.New(fault.NotFound, "person.unknown")
	case strings.TrimSpace(why) == "":
		return nil, fault.Field("why", "person.conflict-why")
	case p.Conflicted(user):
		return nil, nil
	}
	return []journal.Event{ConflictDeclared{User: user, Why: why}}, nil
}

// LiftConflict says that the conflict of interest has ended, or that there was none.
type LiftConflict struct {
	User   ids.User
	Reason string
	Via
}

// Action names the act.
func (LiftConflict) Action() string { return "person.lift_conflict" }

// Decide lifts what holds. Nobody lifts one's own (FL 18 §).
func (cmd LiftConflict) Decide(p Person, env act.Env) ([]journal.Event, error) {
	switch {
	case !p.Conflicted(cmd.User):
		return nil, fault.New(fault.Unmet, "person.no-conflict")
	case cmd.User == env.Actor.User:
		return nil, fault.New(fault.Unmet, "person.own-conflict")
	case strings.TrimSpace(cmd.Reason) == "":
		return nil, fault.Field("reason", "person.reason-missing")
	}
	return []journal.Event{ConflictLifted{User: cmd.User, Reason: cmd.Reason}}, nil
}

// CarryConflicts takes over the conflicts of interest that a double has when it
// goes into the person: nobody gets to see by a merge what was hidden from them.
type CarryConflicts struct {
	Of []ConflictOfInterest
	Via
}

// Action names the act: it is part of a merge.
func (CarryConflicts) Action() string { return "person.merge" }

// Decide declares those that the person has not.
func (cmd CarryConflicts) Decide(p Person, _ act.Env) ([]journal.Event, error) {
	var all []journal.Event
	for _, c := range cmd.Of {
		if !p.Conflicted(c.User) {
			all = append(all, ConflictDeclared{User: c.User, Why: c.Why})
		}
	}
	return all, nil
}

type (
	// ConflictDeclared tells that a member of staff may not take part.
	ConflictDeclared struct {
		User ids.User
		Why  string
	}
	// ConflictLifted tells that the member of staff may take part again.
	ConflictLifted struct {
		User   ids.User
		Reason string
	}
)

// EventName is for ever.
func (ConflictDeclared) EventName() string { return "person.conflict_declared.v1" }

// EventName is for ever.
func (ConflictLifted) EventName() string { return "person.conflict_lifted.v1" }

// Conflicted tells whether the member of staff has a conflict of interest.
func (p Person) Conflicted(user ids.User) bool {
	return slices.ContainsFunc(p.Conflicts, func(c ConflictOfInterest) bool { return c.User == user })
}

// foldConflict takes who may not take part.
func (p *Person) foldConflict(r journal.Recorded) {
	switch e := r.Event.(type) {
	case ConflictDeclared:
		p.Conflicts = append(slices.Clip(p.Conflicts), ConflictOfInterest{User: e.User, Why: e.Why, Since: r.Day})
		p.say(r, duty.Fact{Name: "person.conflict", About: e.User.String(), Day: r.Day})
	case ConflictLifted:
		p.Conflicts = slices.DeleteFunc(slices.Clone(p.Conflicts), func(c ConflictOfInterest) bool { return c.User == e.User })
		p.said = p.said.Unsay(p.subject(), "person.conflict", e.User.String())
	}
}
