package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// When two records turn out to be one person, every line of work of the double is
// moved by the same act: to the person's case in the area, or with the case itself
// where the person has none. Each line keeps its stream, and so its history; the
// move is an event in it.
type (
	// CaseMoved tells that the case is another person's: its own was a double.
	CaseMoved struct {
		Person ids.Person
		Was    ids.Person
		Reason string
	}
	// IntakeMoved tells that the intake belongs to that person's case.
	IntakeMoved struct {
		Case   ids.Case
		Person ids.Person
	}
	// InvestigationMoved tells that the investigation belongs to that person's case.
	InvestigationMoved struct {
		Case   ids.Case
		Person ids.Person
	}
	// DecisionMoved tells that the decision belongs to that person's case.
	DecisionMoved struct {
		Case   ids.Case
		Person ids.Person
	}
	// ProposalMoved tells that the proposal is in that person's case.
	ProposalMoved struct {
		Case   ids.Case
		Person ids.Person
	}
	// CoercionMoved tells that the matter of coercion is in that person's case.
	CoercionMoved struct {
		Case   ids.Case
		Person ids.Person
	}
)

// Names that outlive any refactoring.

func (CaseMoved) EventName() string          { return "case.moved.v1" }
func (IntakeMoved) EventName() string        { return "intake.moved.v1" }
func (InvestigationMoved) EventName() string { return "investigation.moved.v1" }
func (DecisionMoved) EventName() string      { return "decision.moved.v1" }
func (ProposalMoved) EventName() string      { return "proposal.moved.v1" }
func (CoercionMoved) EventName() string      { return "coercion.moved.v1" }

// MoveCase gives the case to the person that its own turned out to be.
type MoveCase struct {
	Person ids.Person
	Reason string
}

// Action names the act.
func (MoveCase) Action() string { return "person.merge" }

// Decide moves the case to someone else.
func (cmd MoveCase) Decide(c Case, _ act.Env) ([]journal.Event, error) {
	switch {
	case c.Opened.IsZero() || cmd.Person.IsZero():
		return nil, fault.New(fault.NotFound, "case.unknown")
	case cmd.Person == c.Person:
		return nil, nil
	}
	return []journal.Event{CaseMoved{Person: cmd.Person, Was: c.Person, Reason: cmd.Reason}}, nil
}

// MoveIntake moves an intake with its person.
type MoveIntake struct {
	Case   ids.Case
	Person ids.Person
}

// Action names the act.
func (MoveIntake) Action() string { return "person.merge" }

// Decide moves it.
func (cmd MoveIntake) Decide(in Intake, _ act.Env) ([]journal.Event, error) {
	if !in.Exists() {
		return nil, fault.New(fault.NotFound, "intake.unknown")
	}
	return []journal.Event{IntakeMoved(cmd)}, nil
}

// MoveInvestigation moves an investigation with its person.
type MoveInvestigation struct {
	Case   ids.Case
	Person ids.Person
}

// Action names the act.
func (MoveInvestigation) Action() string { return "person.merge" }

// Decide moves it.
func (cmd MoveInvestigation) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	if i.Opened.IsZero() {
		return nil, fault.New(fault.NotFound, "investigation.not-found")
	}
	return []journal.Event{InvestigationMoved(cmd)}, nil
}

// MoveDecision moves a decision with its person.
type MoveDecision struct {
	Case   ids.Case
	Person ids.Person
}

// Action names the act.
func (MoveDecision) Action() string { return "person.merge" }

// Decide moves it.
func (cmd MoveDecision) Decide(d Decision, _ act.Env) ([]journal.Event, error) {
	if d.Made.IsZero() {
		return nil, fault.New(fault.NotFound, "decision.not-found")
	}
	return []journal.Event{DecisionMoved(cmd)}, nil
}

// MoveProposal moves a proposal to committee or board with its person.
type MoveProposal struct {
	Case   ids.Case
	Person ids.Person
}

// Action names the act.
func (MoveProposal) Action() string { return "person.merge" }

// Decide moves it.
func (cmd MoveProposal) Decide(p Proposal, _ act.Env) ([]journal.Event, error) {
	if p.Made.IsZero() {
		return nil, fault.New(fault.NotFound, "proposal.not-found")
	}
	return []journal.Event{ProposalMoved(cmd)}, nil
}

// MoveCoercion moves a matter of coercion with its person.
type MoveCoercion struct {
	Case   ids.Case
	Person ids.Person
}

// Action names the act.
func (MoveCoercion) Action() string { return "person.merge" }

// Decide moves it.
func (cmd MoveCoercion) Decide(c Coercion, _ act.Env) ([]journal.Event, error) {
	if c.Begun.IsZero() {
		return nil, fault.New(fault.NotFound, "decision.not-found")
	}
	return []journal.Event{CoercionMoved(cmd)}, nil
}

// FollowPerson moves an entry of the journal with its person. Unlike a misfiled
// one it stands where it should.
type FollowPerson struct {
	Case   ids.Case
	Person ids.Person
}

// Action names the act.
func (FollowPerson) Action() string { return "person.merge" }

// Decide moves it.
func (cmd FollowPerson) Decide(n Note, _ act.Env) ([]journal.Event, error) {
	if n.Written.IsZero() {
		return nil, fault.New(fault.NotFound, "note.unknown")
	}
	return []journal.Event{NoteMoved(cmd)}, nil
}

func (c *Case) foldMoved(e CaseMoved) { c.Person = e.Person }

func (in *Intake) foldMoved(e IntakeMoved) {
	in.facts = in.facts.Move(caseSubject(in.Case), caseSubject(e.Case))
	in.Case, in.Person = e.Case, e.Person
}

// foldMoved lets what was said, sent and agreed by the person follow along.
func (i *Investigation) foldMoved(e InvestigationMoved) {
	was := i.Person
	i.facts = i.facts.Move(caseSubject(i.Case), caseSubject(e.Case))
	i.Case, i.Person = e.Case, e.Person
	i.Told, i.Sent, i.Consents = slices.Clone(i.Told), slices.Clone(i.Sent), slices.Clone(i.Consents)
	for n := range i.Told {
		follow(&i.Told[n].Who, was, e.Person)
	}
	for n := range i.Sent {
		follow(&i.Sent[n].Party, was, e.Person)
	}
	for n := range i.Consents {
		follow(&i.Consents[n].Guardian, was, e.Person)
	}
}

func (d *Decision) foldMoved(e DecisionMoved) {
	was := d.Person
	d.facts = d.facts.Move(caseSubject(d.Case), caseSubject(e.Case))
	d.Case, d.Person = e.Case, e.Person
	d.Letters, d.Appeals = slices.Clone(d.Letters), slices.Clone(d.Appeals)
	for n := range d.Letters {
		follow(&d.Letters[n].To, was, e.Person)
	}
	for n := range d.Appeals {
		follow(&d.Appeals[n].From, was, e.Person)
	}
}

func (p *Proposal) foldMoved(e ProposalMoved) {
	follow(&p.Guardian, p.Person, e.Person)
	p.facts = p.facts.Move(caseSubject(p.Case), caseSubject(e.Case))
	p.Case, p.Person = e.Case, e.Person
}

// foldMoved lets its case say where it stands; the measure's own facts are as they were.
func (c *Coercion) foldMoved(e CoercionMoved) { c.Case, c.Person = e.Case, e.Person }

func follow(who *ids.Person, was, is ids.Person) {
	if *who == was {
		*who = is
	}
}

func caseSubject(c ids.Case) duty.Subject { return duty.Subject{Kind: "case", ID: c.ID} }
