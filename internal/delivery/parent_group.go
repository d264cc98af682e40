package delivery

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// GroupStream is the kind of the streams of parent groups.
const GroupStream = "parent_group"

// A ParentGroup (föräldragrupp) meets some times and is evaluated after the last
// (E-41). It is given without a trial of need, so nobody is named in it (SoL 11:5).
type ParentGroup struct {
	Kind        GroupKind
	Name        string
	First, Last civil.Date
	Sessions    int
	Parents     int // who came to the first session
	Evaluation  GroupEvaluation
}

// A GroupKind (slag av föräldragrupp) is what a group is for.
type GroupKind string

// The kinds of group.
const (
	InteractionGroup GroupKind = "samspel"
	DisputeGroup     GroupKind = "vardnadstvist"
	OtherGroup       GroupKind = "annan"
)

// GroupKinds lists the kinds as a page shows them.
func GroupKinds() []GroupKind { return []GroupKind{InteractionGroup, DisputeGroup, OtherGroup} }

// Words is the kind as pages say it.
func (k GroupKind) Words() string {
	switch k {
	case InteractionGroup:
		return "Vägledande samspel"
	case DisputeGroup:
		return "Föräldrar i vårdnadstvist"
	case OtherGroup:
		return "Annan föräldragrupp"
	}
	return ""
}

// A GroupEvaluation (utvärdering av föräldragrupp) is made after the last session.
type GroupEvaluation struct {
	On        civil.Date
	Completed int // parents who came to most sessions
	Helped    int // of them who say it has helped
	Says      string
}

type (
	// GroupBegun holds a group with those who take part.
	GroupBegun struct {
		Kind        GroupKind
		Name        string
		First, Last civil.Date
		Sessions    int
		Parents     int
	}
	// GroupEvaluated holds what came of it.
	GroupEvaluated struct{ Evaluation GroupEvaluation }
)

// EventName is for ever.
func (GroupBegun) EventName() string { return "parent_group.begun.v1" }

// EventName is for ever.
func (GroupEvaluated) EventName() string { return "parent_group.evaluated.v1" }

// GroupEvents lists a zero value of each event of the stream.
func GroupEvents() []journal.Event { return []journal.Event{GroupBegun{}, GroupEvaluated{}} }

// Fold takes one event into the group.
func (g *ParentGroup) Fold(r journal.Recorded) {
	switch e := r.Event.(type) {
	case GroupBegun:
		g.Kind, g.Name, g.First, g.Last, g.Sessions, g.Parents = e.Kind, e.Name, e.First, e.Last, e.Sessions, e.Parents
	case GroupEvaluated:
		g.Evaluation = e.Evaluation
	}
}

// Says gives rules nothing.
func (ParentGroup) Says() []duty.Said { return nil }

// Persons is nobody: a group counts those who come.
func (ParentGroup) Persons() []ids.Person { return nil }

// BeginGroup writes a group in.
type BeginGroup struct {
	Kind        GroupKind
	Name        string
	First, Last civil.Date
	Sessions    int
	Parents     int
}

// Action names the act.
func (BeginGroup) Action() string { return "group.begin" }

// The most sessions and parents of a group.
const (
	mostSessions = 100
	mostParents  = 200
)

// Decide begins once.
func (cmd BeginGroup) Decide(g ParentGroup, _ act.Env) ([]journal.Event, error) {
	if !g.First.IsZero() {
		return nil, fault.New(fault.Conflict, "group.begun-already")
	}
	var kind, name, first, last, sessions, parents *fault.Error
	if cmd.Kind.Words() == "" {
		kind = fault.Field("kind", "group.kind-missing")
	}
	if strings.TrimSpace(cmd.Name) == "" {
		name = fault.Field("name", "group.name-missing")
	}
	if cmd.First.IsZero() {
		first = fault.Field("first", "group.first-missing")
	} else if cmd.Last.Before(cmd.First) {
		last = fault.Field("last", "group.last-before-first")
	}
	if cmd.Sessions < 1 || cmd.Sessions > mostSessions {
		sessions = fault.Field("sessions", "group.sessions-wrong")
	}
	if cmd.Parents < 1 || cmd.Parents > mostParents {
		parents = fault.Field("parents", "group.parents-wrong")
	}
	if err := fault.Join(kind, name, first, last, sessions, parents); err != nil {
		return nil, err
	}
	return []journal.Event{GroupBegun(cmd)}, nil
}

// EvaluateGroup tells what came of a group.
type EvaluateGroup struct{ Evaluation GroupEvaluation }

// Action names the act.
func (EvaluateGroup) Action() string { return "group.evaluate" }

// Decide evaluates after the last session, once.
func (cmd EvaluateGroup) Decide(g ParentGroup, env act.Env) ([]journal.Event, error) {
	e := cmd.Evaluation
	switch {
	case g.First.IsZero():
		return nil, fault.New(fault.NotFound, "group.unknown")
	case !g.Evaluation.On.IsZero():
		return nil, fault.New(fault.Conflict, "group.evaluated-already")
	case env.Today.Before(g.Last):
		return nil, fault.New(fault.Unmet, "group.not-over")
	case e.On.Before(g.Last) || e.On.After(env.Today):
		return nil, fault.Field("on", "group.evaluation-day")
	case e.Completed < 0 || e.Completed > g.Parents || e.Helped < 0 || e.Helped > e.Completed:
		return nil, fault.Field("completed", "group.more-than-came")
	case strings.TrimSpace(e.Says) == "":
		return nil, fault.Field("says", "group.evaluation-text")
	}
	return []journal.Event{GroupEvaluated(cmd)}, nil
}
