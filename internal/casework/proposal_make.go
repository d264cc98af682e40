package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// MakeProposal lays a proposal before the committee or the board at one of its
// meetings. A child's own view, or why the child was not heard, stands there first
// (SoL 2025:400 3:2–3; LSS 8 §).
type MakeProposal struct {
	Case          ids.Case
	Person        ids.Person
	Investigation ids.Investigation
	Matter        string
	Body          string
	Meeting       civil.Date
	Extra         bool   // called beside the plan
	Text          string // of the decision proposed
	Background    string
	Guardian      ids.Person
	Outer         ExternalPlacement // of a placement outside the municipality's own homes

	Plan MeetingPlan `json:"-"` // of the body; never recorded
}

// Action names the act for the access policies.
func (MakeProposal) Action() string { return "proposal.make" }

// Asks names the investigation, whose facts say what is still missing; without one, the case.
func (cmd MakeProposal) Asks() duty.Subject {
	if cmd.Investigation.IsZero() {
		return caseSubject(cmd.Case)
	}
	return duty.Subject{Kind: "investigation", ID: cmd.Investigation.ID}
}

// Decide lays it before the meeting.
func (cmd MakeProposal) Decide(p Proposal, env act.Env) ([]journal.Event, error) {
	if !p.Made.IsZero() {
		return nil, fault.New(fault.Conflict, "proposal.made-already")
	}
	matter, known := CommitteeMatterBy(cmd.Matter)
	wrong := []*fault.Error{written("text", cmd.Text), written("background", cmd.Background)}
	if !known {
		wrong = append(wrong, fault.Field("matter", "proposal.choose-matter"))
	}
	if cmd.Body != "utskott" && cmd.Body != "namnd" {
		wrong = append(wrong, fault.Field("body", "proposal.choose-body"))
	}
	if matter.Board && cmd.Body == "utskott" {
		wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "meeting", Text: "proposal.board-itself", Rule: "deleg-never"})
	}
	wrong = append(wrong, meets("meeting", cmd.Meeting, cmd.Extra, cmd.Plan, env))
	if !cmd.Investigation.IsZero() && aboutChild(env.Facts, env.Today) && !env.Facts.Has("investigation.child_view") {
		wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "childs_view", Text: "investigation.childs-view-first", Rule: "lss-child-best-interests"})
	}
	if !cmd.Outer.IsZero() {
		wrong = append(wrong, cmd.Outer.lacks(same, env.Today)...)
	}
	if matter.Guardian {
		wrong = append(wrong, cmd.oneAgrees(env.Facts))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	e := ProposalMade{
		Case: cmd.Case, Person: cmd.Person, Investigation: cmd.Investigation, Matter: cmd.Matter, Body: cmd.Body,
		Meeting: cmd.Meeting, Extra: cmd.Extra, Text: cmd.Text, Background: cmd.Background, Outer: cmd.Outer,
	}
	if matter.Guardian {
		e.Guardian = cmd.Guardian
	}
	return []journal.Event{e}, nil
}

// oneAgrees asks for the one guardian's consent before the committee may decide
// without the other's (FB 6:13 a).
func (cmd MakeProposal) oneAgrees(facts duty.Facts) *fault.Error {
	if cmd.Guardian.IsZero() {
		return fault.Field("guardian", "proposal.choose-guardian")
	}
	agrees := func(f duty.Fact) bool {
		return f.Value == "ja" && f.About != cmd.Guardian.String() && f.About != cmd.Person.String()
	}
	if !slices.ContainsFunc(facts.All("investigation.consent"), agrees) {
		return &fault.Error{Kind: fault.Unmet, Field: "guardian", Text: "investigation.one-guardian-must-agree", Rule: "child-guardians-consent"}
	}
	return nil
}

// meets refuses a day on which the body does not meet, or that has passed.
func meets(field string, day civil.Date, extra bool, plan MeetingPlan, env act.Env) *fault.Error {
	switch {
	case day.IsZero():
		return fault.Field(field, "decision.day-missing")
	case day.Before(env.Today):
		return fault.Field(field, "proposal.meeting-passed")
	case !extra && !plan.On(day):
		return &fault.Error{Kind: fault.Invalid, Field: field, Text: "proposal.no-meeting", Args: map[string]any{"next": plan.Next(env.Today)}}
	}
	return nil
}

// WithdrawProposal takes a proposal off the agenda.
type WithdrawProposal struct{ Why string }

// Action names the act for the access policies.
func (WithdrawProposal) Action() string { return "proposal.make" }

// Decide withdraws what has not been decided.
func (cmd WithdrawProposal) Decide(p Proposal, _ act.Env) ([]journal.Event, error) {
	if err := p.waiting(); err != nil {
		return nil, err
	}
	if f := written("why", cmd.Why); f != nil {
		return nil, f
	}
	return []journal.Event{ProposalWithdrawn(cmd)}, nil
}
