package caseweb

import (
	"context"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

// movedMost is how many streams of one kind a merge moves: more than any double has.
const movedMost = 200

// mergeSteps is the one act by which a double goes into the person it is: the
// double is marked, its lines follow to the person's cases, and those who had named
// the double name the person.
func mergeSteps(p Pages, v actView, in *webkit.Input, _ act.Form) ([]engine.Step, error) {
	ctx, double := v.r.Context(), v.file.Person
	other, err := p.Open(ctx, webkit.Actor(v.r), in.Text("into"))
	if err != nil {
		return nil, fault.Field("into", "case.number-unknown")
	}
	reason := in.Text("reason")
	steps := p.one(p.Persons.Step(double.ID.ID, people.Merge{Into: other.Person.ID, Reason: reason, Via: via(v)}))
	if other.Person.ID == double.ID {
		return steps, nil // refused by the act itself
	}
	cases, err := p.Register.CasesOf(ctx, double.ID)
	if err != nil {
		return nil, err
	}
	kept, err := p.Register.CasesOf(ctx, other.Person.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		to := c.ID
		for _, k := range kept {
			if k.Area == c.Area {
				to = k.ID
			}
		}
		more, err := p.moveCase(ctx, v, c, to, other.Person.ID, reason)
		if err != nil {
			return nil, err
		}
		steps = append(steps, more...)
	}
	whole, _, err := p.Persons.Load(ctx, double.ID.ID)
	if err != nil {
		return nil, err
	}
	if len(whole.Conflicts) > 0 {
		steps = append(steps, p.Persons.Step(other.Person.ID.ID, people.CarryConflicts{Of: whole.Conflicts, Via: via(v)}))
	}
	family, err := p.moveFamily(v, other.Person)
	return append(steps, family...), err
}

// moveCase moves a case, or what lies in it when the person has a case there already.
func (p Pages) moveCase(ctx context.Context, v actView, c casework.Case, to ids.Case, person ids.Person, reason string) ([]engine.Step, error) {
	orders, err := p.Carried(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	for _, o := range orders {
		if to != c.ID || o.Ended.IsZero() {
			return nil, fault.Field("into", "case.merge-with-orders")
		}
	}
	var steps []engine.Step
	if to == c.ID {
		steps = append(steps, p.Cases.Step(c.ID.ID, casework.MoveCase{Person: person, Reason: reason}))
	} else {
		steps = append(steps, p.Cases.Step(to.ID, casework.ReopenCase{Reason: "Något flyttades hit från en dubblett."}))
	}
	intakes, err := p.Register.IntakesOf(ctx, c.ID, movedMost)
	if err != nil {
		return nil, err
	}
	for _, in := range intakes {
		steps = append(steps, p.Intakes.Step(in.ID.ID, casework.MoveIntake{Case: to, Person: person}))
	}
	inquiries, err := p.Lines.InvestigationsOf(ctx, c.ID, movedMost)
	if err != nil {
		return nil, err
	}
	for i := len(inquiries) - 1; i >= 0; i-- { // the oldest first, so that numbers follow
		steps = append(steps, p.Investigations.Step(inquiries[i].ID.ID, casework.MoveInvestigation{Case: to, Person: person}))
	}
	decisions, err := p.Lines.DecisionsOf(ctx, c.ID, movedMost)
	if err != nil {
		return nil, err
	}
	for i := len(decisions) - 1; i >= 0; i-- {
		steps = append(steps, p.Decisions.Step(decisions[i].ID.ID, casework.MoveDecision{Case: to, Person: person}))
	}
	proposals, err := p.Lines.ProposalsOf(ctx, c.ID, movedMost)
	if err != nil {
		return nil, err
	}
	for _, l := range proposals {
		steps = append(steps, p.Proposals.Step(l.ID, casework.MoveProposal{Case: to, Person: person}))
	}
	coercions, err := p.Lines.CoercionsOf(ctx, c.ID, movedMost)
	if err != nil {
		return nil, err
	}
	for _, l := range coercions {
		steps = append(steps, p.Coercions.Step(l.ID, casework.MoveCoercion{Case: to, Person: person}))
	}
	notes, err := p.Register.Notes(ctx, c.ID, webkit.Now(v.r).AddDate(1, 0, 0), movedMost)
	if err != nil {
		return nil, err
	}
	for _, n := range notes {
		steps = append(steps, p.Notes.Step(n.ID.ID, casework.FollowPerson{Case: to, Person: person}))
	}
	if max(len(intakes), len(inquiries), len(decisions), len(proposals), len(coercions), len(notes)) == movedMost {
		return nil, fault.Field("into", "case.merge-too-large")
	}
	if to != c.ID && c.Closed.IsZero() {
		steps = append(steps, p.Cases.Step(c.ID.ID, casework.CloseCase{Reason: "Dubblett. Innehållet är flyttat: " + reason}))
	}
	return steps, nil
}

// moveFamily gives the person the guardians that only the double had, and lets
// those who had named the double as theirs name the person.
func (p Pages) moveFamily(v actView, kept people.Person) ([]engine.Step, error) {
	ctx, double, today := v.r.Context(), v.file.Person, webkit.Today(v.r)
	var steps []engine.Step
	for _, rel := range double.Relations {
		guardian := rel.Kind == people.Guardian && len(kept.Guardians(today)) > 0
		if rel.Running(today) && !guardian && rel.Person != kept.ID {
			steps = append(steps, p.Persons.Step(kept.ID.ID, people.AddRelation{
				Kind: rel.Kind, Person: rel.Person, Name: rel.Name, Phone: rel.Phone, Scope: rel.Scope, From: rel.From, Via: via(v),
			}))
		}
	}
	children, err := p.People.RelatedTo(ctx, double.ID, people.Guardian)
	if err != nil {
		return nil, err
	}
	for _, id := range children {
		child, err := p.People.Person(ctx, id)
		if err != nil {
			return nil, err
		}
		for _, rel := range child.Guardians(today) {
			if rel.Person == double.ID {
				last := today.AddDays(-1)
				if last.Before(rel.From) {
					last = rel.From
				}
				steps = append(steps,
					p.Persons.Step(id.ID, people.EndRelation{Number: rel.Number, Until: last, Via: via(v)}),
					p.Persons.Step(id.ID, people.AddRelation{Kind: people.Guardian, Person: kept.ID, Phone: rel.Phone, From: today, Via: via(v)}))
			}
		}
	}
	return steps, nil
}
