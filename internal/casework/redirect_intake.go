package casework

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// IntakeRedirected tells that the matter belongs to another department. The day it
// came in stays, and with it every frist (B-18).
type IntakeRedirected struct {
	Case    ids.Case
	Area    Area
	Kind    IntakeKind
	WasCase ids.Case
	WasArea Area
	Reason  string
}

func (IntakeRedirected) EventName() string { return "intake.redirected.v1" }

// RedirectIntake gives what came in to the department where it belongs by age and
// need (rätt tillhörighet). Nobody has it there until someone takes it.
type RedirectIntake struct {
	Case   ids.Case // the person's case in the other area
	Area   Area
	Reason string
}

// Action names the act.
func (RedirectIntake) Action() string { return "intake.redirect" }

// Decide redirects what is not decided. A report of concern stays with the children
// as long as the person is one; of an adult it is concern for an adult.
func (cmd RedirectIntake) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	kind := in.Kind
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case !in.Open():
		return nil, fault.New(fault.Unmet, "intake.decided-already")
	case cmd.Area.Words() == "" || cmd.Area == in.Area:
		return nil, fault.Field("area", "intake.same-area")
	case strings.TrimSpace(cmd.Reason) == "":
		return nil, fault.Field("reason", "intake.redirect-reason-missing")
	case kind == ConcernReport && (aboutChild(env.Facts, env.Today) || ageOn(env.Facts, env.Today) < 0):
		return nil, fault.Field("area", "intake.child-stays-with-children")
	case kind == ConcernReport:
		kind = AdultConcern
	}
	if stop := misplaced(cmd.Area, ageOn(env.Facts, env.Today)); stop != nil {
		return nil, stop
	}
	return []journal.Event{IntakeRedirected{Case: cmd.Case, Area: cmd.Area, Kind: kind, WasCase: in.Case, WasArea: in.Area, Reason: strings.TrimSpace(cmd.Reason)}}, nil
}

func (in *Intake) foldRedirected(r journal.Recorded, e IntakeRedirected) {
	in.facts = in.facts.Move(caseSubject(in.Case), caseSubject(e.Case))
	in.Case, in.Area, in.Kind, in.Officer = e.Case, e.Area, e.Kind, ids.User{}
	in.facts = in.facts.Replace(in.Subject(), r, duty.Fact{Name: "intake.kind", Day: r.Day, Value: string(e.Kind)}).
		Unsay(in.Subject(), "intake.assigned", "")
}
