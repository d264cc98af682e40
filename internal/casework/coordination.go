package casework

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

// A Coordination (samordning) is the one view that several departments share of a
// person's matters: who does what, how far each has come, and the next step they
// have agreed on (B-17, B-19). It holds nothing of what the files say.
type Coordination struct {
	ID      ids.ID
	Case    ids.Case // it was begun in
	Person  ids.Person
	Begun   civil.Date
	Need    string // what is to be coordinated
	Basis   string // consent, or why it may be shared without
	Routine string // what the departments have agreed to do, in their own words
	Outside []OutsideParty
	Steps   []AgreedStep
	Ended   civil.Date
}

// An OutsideParty (part utanför nämnden) takes part without a file here: a school,
// the region.
type OutsideParty struct{ Who, Role string }

// An AgreedStep (överenskommet steg) is what someone has undertaken to do.
type AgreedStep struct {
	Number int
	What   string
	Who    string // name, or department
	By     civil.Date
	Done   civil.Date `json:",omitzero"`
}

// Next is the step to be done first; false when all are done.
func (c Coordination) Next() (AgreedStep, bool) {
	open := slices.DeleteFunc(slices.Clone(c.Steps), func(s AgreedStep) bool { return !s.Done.IsZero() })
	if len(open) == 0 {
		return AgreedStep{}, false
	}
	return slices.MinFunc(open, func(a, b AgreedStep) int { return a.By.Compare(b.By) }), true
}

type (
	// CoordinationBegun tells that departments work together about someone.
	CoordinationBegun struct {
		Case    ids.Case
		Person  ids.Person
		Need    string
		Basis   string
		Routine string
		Outside []OutsideParty `json:",omitzero"`
	}
	// StepAgreed holds one agreed step.
	StepAgreed struct{ Step AgreedStep }
	// StepDone tells that it is done.
	StepDone struct {
		Number int
		On     civil.Date
	}
	// CoordinationEnded tells that nothing more is to be coordinated.
	CoordinationEnded struct{ Reason string }
)

func (CoordinationBegun) EventName() string { return "coordination.begun.v1" }
func (StepAgreed) EventName() string        { return "coordination.step_agreed.v1" }
func (StepDone) EventName() string          { return "coordination.step_done.v1" }
func (CoordinationEnded) EventName() string { return "coordination.ended.v1" }

// CoordinationEvents lists a zero value of each event of the stream.
func CoordinationEvents() []journal.Event {
	return []journal.Event{CoordinationBegun{}, StepAgreed{}, StepDone{}, CoordinationEnded{}}
}

// Fold takes one event into the coordination.
func (c *Coordination) Fold(r journal.Recorded) {
	c.ID = r.Stream.ID
	switch e := r.Event.(type) {
	case CoordinationBegun:
		c.Case, c.Person, c.Begun, c.Need, c.Basis, c.Routine, c.Outside = e.Case, e.Person, r.Day, e.Need, e.Basis, e.Routine, e.Outside
	case StepAgreed:
		c.Steps = add(c.Steps, e.Step)
	case StepDone:
		c.Steps = slices.Clone(c.Steps)
		for i := range c.Steps {
			if c.Steps[i].Number == e.Number {
				c.Steps[i].Done = e.On
			}
		}
	case CoordinationEnded:
		c.Ended = r.Day
	}
}

// Says names the case it was begun in; it gives rules no facts.
func (c Coordination) Says() []duty.Said {
	return []duty.Said{{Subject: caseSubject(c.Case), Under: duty.Subject{Kind: "person", ID: c.Person.ID}}}
}

// Persons names the file the stream belongs to.
func (c Coordination) Persons() []ids.Person { return []ids.Person{c.Person} }

// BeginCoordination opens the shared view, with what it rests on.
type BeginCoordination struct {
	Case    ids.Case
	Person  ids.Person
	Need    string
	Basis   string
	Routine string
	Outside []OutsideParty
}

// Action names the act.
func (BeginCoordination) Action() string { return "coordination.begin" }

// Asks for the case it is begun in.
func (cmd BeginCoordination) Asks() duty.Subject { return caseSubject(cmd.Case) }

// Decide begins once. To share takes consent or another ground, written down.
func (cmd BeginCoordination) Decide(c Coordination, _ act.Env) ([]journal.Event, error) {
	if !c.Begun.IsZero() {
		return nil, fault.New(fault.Conflict, "coordination.begun-already")
	}
	var basis *fault.Error
	if strings.TrimSpace(cmd.Basis) == "" {
		basis = fault.Field("basis", "coordination.basis-missing")
	}
	if err := fault.Join(said("need", cmd.Need), basis, said("routine", cmd.Routine)); err != nil {
		return nil, err
	}
	return []journal.Event{CoordinationBegun(cmd)}, nil
}

// AgreeStep writes down what someone has undertaken, from one of the files.
type AgreeStep struct {
	Case ids.Case // of the one who writes
	What string
	Who  string
	By   civil.Date
}

// Action names the act.
func (AgreeStep) Action() string { return "coordination.agree" }

// Asks for the writer's own case.
func (cmd AgreeStep) Asks() duty.Subject { return caseSubject(cmd.Case) }

// Decide takes a step with someone to do it and a day.
func (cmd AgreeStep) Decide(c Coordination, env act.Env) ([]journal.Event, error) {
	if err := c.running(); err != nil {
		return nil, err
	}
	var by *fault.Error
	if cmd.By.Before(env.Today) {
		by = fault.Field("by", "coordination.step-day")
	}
	if err := fault.Join(said("what", cmd.What), said("who", cmd.Who), by); err != nil {
		return nil, err
	}
	return []journal.Event{StepAgreed{Step: AgreedStep{Number: len(c.Steps) + 1, What: strings.TrimSpace(cmd.What), Who: strings.TrimSpace(cmd.Who), By: cmd.By}}}, nil
}

// FinishStep tells that an agreed step is done.
type FinishStep struct {
	Case   ids.Case
	Number int
}

// Action names the act.
func (FinishStep) Action() string { return "coordination.agree" }

// Asks for the writer's own case.
func (cmd FinishStep) Asks() duty.Subject { return caseSubject(cmd.Case) }

// Decide takes a step that waits.
func (cmd FinishStep) Decide(c Coordination, env act.Env) ([]journal.Event, error) {
	if err := c.running(); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(c.Steps, func(s AgreedStep) bool { return s.Number == cmd.Number && s.Done.IsZero() }) {
		return nil, fault.Field("number", "coordination.no-such-step")
	}
	return []journal.Event{StepDone{Number: cmd.Number, On: env.Today}}, nil
}

// EndCoordination closes the shared view.
type EndCoordination struct {
	Case   ids.Case
	Reason string
}

// Action names the act.
func (EndCoordination) Action() string { return "coordination.agree" }

// Asks for the writer's own case.
func (cmd EndCoordination) Asks() duty.Subject { return caseSubject(cmd.Case) }

// Decide ends what runs, with a reason.
func (cmd EndCoordination) Decide(c Coordination, _ act.Env) ([]journal.Event, error) {
	if err := c.running(); err != nil {
		return nil, err
	}
	if err := fault.Join(said("reason", cmd.Reason)); err != nil {
		return nil, err
	}
	return []journal.Event{CoordinationEnded{Reason: strings.TrimSpace(cmd.Reason)}}, nil
}

func (c Coordination) running() error {
	if c.Begun.IsZero() || !c.Ended.IsZero() {
		return fault.New(fault.Unmet, "coordination.not-running")
	}
	return nil
}
