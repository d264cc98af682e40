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

// A Coercion (ärende om tvång) is one measure under LVU or LVM from its first
// decision to its end, with what the court did between. What time itself ends is
// written as a fact by law, by the program.
type Coercion struct {
	ID     ids.ID
	Case   ids.Case
	Person ids.Person
	Law    Coercive
	Begun  civil.Date
	Steps  []CoerciveStep

	facts duty.Statements
}

// A CoerciveStep (steg i ett ärende om tvång) is one act that was done.
type CoerciveStep struct {
	Act      string // key
	On       civil.Date
	Answer   string       `json:",omitzero"` // to what the act also asks
	Until    civil.Date   `json:",omitzero"`
	Why      string       `json:",omitzero"`
	Mandate  Mandate      `json:",omitzero"`
	Decision ids.Decision `json:",omitzero"`
	Told     civil.Date   `json:",omitzero"` // the parties, of the decision
	Reported civil.Date   `json:",omitzero"` // to the board, where the chair decided
	ByLaw    string       `json:",omitzero"` // rule whose time ran out; empty: someone did it
	By       ids.User     `json:"-"`
}

// The events of a matter of coercion.
type (
	CoerciveStepTaken struct {
		Case   ids.Case
		Person ids.Person
		Law    Coercive
		Step   CoerciveStep
	}
	CoerciveDecisionTold struct {
		Decision ids.Decision
		On       civil.Date
	}
	CoerciveDecisionReported struct {
		Decision ids.Decision
		On       civil.Date
	}
)

func (CoerciveStepTaken) EventName() string        { return "coercion.step_taken.v1" }
func (CoerciveDecisionTold) EventName() string     { return "coercion.decision_told.v1" }
func (CoerciveDecisionReported) EventName() string { return "coercion.decision_reported.v1" }

// CoercionEvents lists a zero value of each event of the stream.
func CoercionEvents() []journal.Event {
	return []journal.Event{CoerciveStepTaken{}, CoerciveDecisionTold{}, CoerciveDecisionReported{}, CoercionMoved{}}
}

// Subject is what rules call the matter.
func (c Coercion) Subject() duty.Subject { return duty.Subject{Kind: "coercion", ID: c.ID} }

// Done tells whether an act stands.
func (c Coercion) Done(key string) bool {
	return slices.ContainsFunc(c.Steps, func(s CoerciveStep) bool { return s.Act == key })
}

// May tells whether an act can come next.
func (c Coercion) May(a CoerciveAct) bool {
	stands := func(key string) bool { return c.Done(key) }
	return (c.Law == "" || c.Law == a.Law) && (len(a.After) == 0 || slices.ContainsFunc(a.After, stands)) && !slices.ContainsFunc(a.Before, stands)
}

// Lapsed is the latest step that time itself brought about; false when there is none.
func (c Coercion) Lapsed() (CoerciveStep, bool) {
	for _, s := range slices.Backward(c.Steps) {
		if s.ByLaw != "" {
			return s, true
		}
	}
	return CoerciveStep{}, false
}

// Fold takes one event into the matter.
func (c *Coercion) Fold(r journal.Recorded) {
	change := func(d ids.Decision, set func(*CoerciveStep)) {
		c.Steps = slices.Clone(c.Steps)
		for i := range c.Steps {
			if c.Steps[i].Decision == d {
				set(&c.Steps[i])
			}
		}
	}
	switch e := r.Event.(type) {
	case CoerciveStepTaken:
		if c.Begun.IsZero() {
			c.ID, c.Case, c.Person, c.Law, c.Begun = r.Stream.ID, e.Case, e.Person, e.Law, e.Step.On
		}
		step := e.Step
		step.By = r.Actor
		c.Steps = add(c.Steps, step)
		c.sayStep(r, step)
	case CoercionMoved:
		c.foldMoved(e)
	case CoerciveDecisionTold:
		change(e.Decision, func(s *CoerciveStep) { s.Told = e.On })
		c.facts = c.facts.Say(decisionSubject(e.Decision), r, duty.Fact{Name: "decision.sent", Day: e.On, Value: "overlamnat"})
	case CoerciveDecisionReported:
		change(e.Decision, func(s *CoerciveStep) { s.Reported = e.On })
		c.facts = c.facts.Say(decisionSubject(e.Decision), r, duty.Fact{Name: "decision.reported", Day: e.On})
	}
}

func decisionSubject(d ids.Decision) duty.Subject { return duty.Subject{Kind: "decision", ID: d.ID} }

// sayStep gives rules the step, and the decision it rests on.
func (c *Coercion) sayStep(r journal.Recorded, s CoerciveStep) {
	a, _ := CoerciveActBy(s.Act)
	fact := duty.Fact{Name: s.Act, Day: s.On}
	if a.Until {
		fact.Value = s.Until.String()
	}
	c.facts = c.facts.Say(c.Subject(), r, fact)
	if a.Asks != "" && s.Answer != "" {
		c.facts = c.facts.Say(c.Subject(), r, duty.Fact{Name: a.Asks, Day: s.On, Value: s.Answer})
	}
	if s.Decision.IsZero() {
		return
	}
	of := decisionSubject(s.Decision)
	for _, f := range []duty.Fact{
		{Name: "decision.made"},
		{Name: "decision.decider", Value: s.Mandate.Body},
		{Name: "decision.provision", Value: a.Provision},
		{Name: "decision.mandate", Value: s.Mandate.Minutes + s.Mandate.Member},
		{Name: "decision.delegated", Value: "false"},
		{Name: "decision.reasons", Value: "true"},
	} {
		f.Day = s.On
		c.facts = c.facts.Say(of, r, f)
	}
	if !s.Mandate.Next.IsZero() {
		c.facts = c.facts.Say(of, r, duty.Fact{Name: "decision.next_meeting", Day: s.On, Value: s.Mandate.Next.String()})
	}
}

// Says gives the matter's facts and those of its decisions.
func (c Coercion) Says() []duty.Said {
	return c.facts.Said(func(duty.Subject) duty.Subject { return caseSubject(c.Case) })
}

// Persons names the file the matter belongs to.
func (c Coercion) Persons() []ids.Person { return []ids.Person{c.Person} }

// TakeCoerciveStep writes that a step of the matter was done. A decision says by what
// right: the committee's at a meeting or, where the statute lets the chair decide,
// who and why it could not wait (SoL 2025:400 30:7–12).
type TakeCoerciveStep struct {
	Case     ids.Case
	Person   ids.Person
	Act      string
	On       civil.Date
	Answer   string
	Until    civil.Date
	Why      string
	Mandate  Mandate
	Decision ids.Decision
}

// Action names the act for the access policies.
func (TakeCoerciveStep) Action() string { return "coercion.step" }

// Asks names the case, since the matter may not exist yet.
func (cmd TakeCoerciveStep) Asks() duty.Subject { return caseSubject(cmd.Case) }

// Decide writes the step where it can come next.
func (cmd TakeCoerciveStep) Decide(c Coercion, env act.Env) ([]journal.Event, error) {
	a, known := CoerciveActBy(cmd.Act)
	switch {
	case !known:
		return nil, fault.Field("act", "coercion.choose-step")
	case !c.May(a):
		return nil, fault.New(fault.Conflict, "coercion.not-now")
	}
	earliest := c.Begun
	wrong := []*fault.Error{notBefore("on", cmd.On, earliest, env)}
	step := CoerciveStep{Act: cmd.Act, On: cmd.On, Why: cmd.Why}
	if a.Asks != "" {
		if !slices.ContainsFunc(a.Answers, func(one [2]string) bool { return one[0] == cmd.Answer }) {
			wrong = append(wrong, fault.Field("answer", "coercion.answer"))
		}
		step.Answer = cmd.Answer
	}
	if a.Until {
		if !cmd.Until.After(cmd.On) {
			wrong = append(wrong, fault.Field("until", "coercion.until"))
		}
		step.Until = cmd.Until
	}
	if a.Provision != "" {
		mandate, f := cmd.Mandate.coercive(a, env)
		wrong = append(wrong, f, written("why", cmd.Why))
		step.Mandate, step.Decision = mandate, cmd.Decision
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{CoerciveStepTaken{Case: cmd.Case, Person: cmd.Person, Law: a.Law, Step: step}}, nil
}

// coercive is the mandate of a decision on coercion: the committee's at the lowest.
func (m Mandate) coercive(a CoerciveAct, env act.Env) (Mandate, *fault.Error) {
	switch {
	case m.Body == "delegat":
		return m, &fault.Error{Kind: fault.Unmet, Field: "mandate", Text: "coercion.by-committee", Args: map[string]any{"provision": a.Provision}, Rule: "deleg-utskott-lvu"}
	case m.Body == "ordforande" && !a.Chair:
		return m, &fault.Error{Kind: fault.Unmet, Field: "mandate", Text: "coercion.not-by-chair", Args: map[string]any{"provision": a.Provision}, Rule: "deleg-utskott-lvu"}
	}
	m.Provision = a.Provision
	return m.ofBoard(env)
}

// LapseByLaw writes that a measure ended by itself when its time ran out.
type LapseByLaw struct {
	Act  string // fact with which it ends
	Rule string
	On   civil.Date
}

// Action names the act for the access policies.
func (LapseByLaw) Action() string { return "coercion.lapse" }

// Decide ends what has not ended.
func (cmd LapseByLaw) Decide(c Coercion, _ act.Env) ([]journal.Event, error) {
	if c.Begun.IsZero() || c.Done(cmd.Act) {
		return nil, nil
	}
	return []journal.Event{CoerciveStepTaken{Case: c.Case, Person: c.Person, Law: c.Law, Step: CoerciveStep{Act: cmd.Act, On: cmd.On, ByLaw: cmd.Rule}}}, nil
}

// TellOfCoercion writes that the parties were told of a decision (FL 33 §), or the
// board's meeting of one by the chair.
type TellOfCoercion struct {
	Decision ids.Decision
	Board    bool
	On       civil.Date
}

// Action names the act for the access policies.
func (TellOfCoercion) Action() string { return "coercion.step" }

// Decide writes the day once.
func (cmd TellOfCoercion) Decide(c Coercion, env act.Env) ([]journal.Event, error) {
	at := slices.IndexFunc(c.Steps, func(s CoerciveStep) bool { return !s.Decision.IsZero() && s.Decision == cmd.Decision })
	if at < 0 {
		return nil, fault.New(fault.NotFound, "decision.not-found")
	}
	s := c.Steps[at]
	if f := notBefore("on", cmd.On, s.On, env); f != nil {
		return nil, f
	}
	switch {
	case cmd.Board && s.Mandate.Body == "ordforande" && s.Reported.IsZero():
		return []journal.Event{CoerciveDecisionReported{Decision: cmd.Decision, On: cmd.On}}, nil
	case !cmd.Board && s.Told.IsZero():
		return []journal.Event{CoerciveDecisionTold{Decision: cmd.Decision, On: cmd.On}}, nil
	}
	return nil, fault.New(fault.Conflict, "coercion.told-already")
}
