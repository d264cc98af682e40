package main

import (
	"context"
	"fmt"
	"slices"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/decideweb"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/release/releasesql"
	"stadga/internal/visits/visitsql"
	"stadga/internal/webkit"
)

// deciding answers what those pages ask of other areas.
type deciding struct {
	*record
	door pageDoor
}

// decidingRoutes are the officer's pages from an opened investigation to the last
// follow-up.
func decidingRoutes(record *record, c siteConfig, door pageDoor) []webkit.Route {
	r := deciding{record, door}
	return decideweb.Pages{
		Municipality: c.Municipality, Board: c.Board,
		Engine: r.Engine, Intakes: engine.Bind(r.Engine, casesql.Intakes()),
		Investigations: engine.Bind(r.Engine, casesql.Investigations()), Decisions: engine.Bind(r.Engine, casesql.Decisions()),
		Lists: casesql.Deciding{DB: r.Store.Reader()}, Delegation: r.delegation, Meetings: r.meetings, Preparation: r.preparation, Phrases: r.phrases,
		Documents: engine.Bind(r.Engine, casesql.Documents()), Guidelines: r.guidelines, Catalogue: r.catalogue, CarePlans: r.carePlans, Types: r.types, Indicators: r.indicators,
		Texts:     record.letterText,
		Coercions: engine.Bind(r.Engine, casesql.Coercions()),
		Proposals: engine.Bind(r.Engine, casesql.Proposals()),
		Releases:  engine.Bind(r.Engine, releasesql.Releases()),
		Others: decideweb.Others{
			Case: r.caseOf, Guardians: r.guardians, Names: r.names, Carried: r.carried, Ending: r.ending, Extending: r.extending, Rule: r.ruleWords,
			Trial: r.trial, May: door.May, Numbers: func(ctx context.Context, cases ...ids.Case) (map[ids.Case]string, error) {
				return casesql.Register{DB: r.Store.Reader()}.Numbers(ctx, cases)
			},
			Owed: casesql.Duties{DB: r.Store.Reader()}.OfSubject, Secrets: r.secrets,
			Staff: func(ctx context.Context, users ...ids.User) (map[ids.User]string, error) {
				return orgsql.Queries{DB: r.Store.Reader()}.Names(ctx, users)
			},
			Intervals:     func(day civil.Date) casework.FollowUpIntervals { return followUpIntervals(r.Book(), day) },
			FollowUpTimes: r.followUpTimes,
			Colleagues:    r.colleagues, Choices: r.providerChoices, Plan: r.coordinatedPlan, PlanGoals: r.planGoals,
			Waiting: func(ctx context.Context, c ids.Case) ([]casework.IntakeRow, error) {
				return casesql.Register{DB: r.Store.Reader()}.OpenIntakes(ctx, []ids.Case{c})
			},
		},
	}.Routes()
}

// caseOf finds a case by its number, with what its pages say of the person.
func (r deciding) caseOf(ctx context.Context, who act.Actor, number string, today civil.Date) (decideweb.Case, error) {
	c, err := r.door.openCase(ctx, who, number)
	if err != nil {
		return decideweb.Case{}, err
	}
	person, err := r.people().Person(ctx, c.Person)
	if err != nil {
		return decideweb.Case{}, err
	}
	bands, err := r.bands(ctx, who, today, c.Person)
	given := person.Name.Given
	if given == "" {
		given = person.Name.String()
	}
	band := bands[c.Person]
	band.Facts = append([]string{"Ärende " + c.Number}, band.Facts...)
	return decideweb.Case{
		ID: c.ID, Person: c.Person, Number: c.Number, Area: c.Area, Unit: c.Unit, Name: person.Name.String(), Given: given,
		Born: person.Born, Dead: person.Deceased, Band: band,
	}, err
}

// guardians lists who has custody of a child on the day.
func (r deciding) guardians(ctx context.Context, p ids.Person, today civil.Date) ([]ids.Person, error) {
	person, err := r.people().Person(ctx, p)
	var all []ids.Person
	for _, rel := range person.Relations {
		if rel.Kind == people.Guardian && !rel.Person.IsZero() && !today.Before(rel.From) && (rel.Until.IsZero() || !rel.Until.Before(today)) {
			all = append(all, rel.Person)
		}
	}
	return all, err
}

// colleagues lists who works in the unit on the day.
func (r deciding) colleagues(ctx context.Context, unit ids.Unit, day civil.Date) ([]decideweb.Colleague, error) {
	found, err := orgsql.Queries{DB: r.Store.Reader()}.StaffOf(ctx, unit, day)
	all := make([]decideweb.Colleague, len(found))
	for i, s := range found {
		at := s.On(day)
		all[i] = decideweb.Colleague{ID: s.ID, Name: s.Name, Title: at.Title, Manager: slices.Contains(at.Roles, org.Enhetschef)}
	}
	return all, err
}

// names tells what persons are called.
func (r deciding) names(ctx context.Context, who act.Actor, today civil.Date, persons ...ids.Person) (map[ids.Person]string, error) {
	bands, err := r.bands(ctx, who, today, persons...)
	all := make(map[ids.Person]string, len(bands))
	for id, band := range bands {
		all[id] = band.Name
	}
	return all, err
}

// secrets tells which of the persons have protected identity, and what of each
// may not stand in a letter to someone else. One who has got a new identity must
// not even be named.
func (r deciding) secrets(ctx context.Context, persons ...ids.Person) ([]decideweb.Secret, error) {
	found, err := r.people().Persons(ctx, persons)
	if err != nil {
		return nil, err
	}
	var all []decideweb.Secret
	for _, id := range persons {
		p := found[id]
		if p.Protection == people.NoProtection {
			continue
		}
		s := decideweb.Secret{Person: id, Kind: p.Name.String() + " har " + p.Protection.Words() + ". " + p.Protection.InLetters()}
		s.Values = append(p.Contact.Parts(), p.Number.Reveal())
		if p.Protection == people.AssumedIdentity {
			s.Values = append(s.Values, p.Name.String(), p.Name.Family)
		}
		all = append(all, s)
	}
	return all, nil
}

// providerChoices lists the providers that a letter tells one may choose.
func (r deciding) providerChoices(ctx context.Context, day civil.Date) ([]decideweb.ProviderChoice, error) {
	choices, err := r.choices(ctx, day)
	all := make([]decideweb.ProviderChoice, len(choices))
	for i, c := range choices {
		all[i] = decideweb.ProviderChoice{Name: c.Name, Default: c.Default, Services: c.Services}
	}
	return all, err
}

// coordinatedPlan is the plan that the case holds.
func (r deciding) coordinatedPlan(ctx context.Context, id ids.Case) (casework.CoordinatedPlan, error) {
	c, _, err := engine.Bind(r.Engine, casesql.Cases()).Load(ctx, id.ID)
	return c.Plan, err
}

// fourWeeks is how far back the follow-up form counts visits.
const fourWeeks = 28

// carried tells what the provider's side knows of a service.
func (r deciding) carried(ctx context.Context, s ids.Service, today civil.Date) (decideweb.Carried, error) {
	sum, err := visitsql.Lists{DB: r.Store.Reader()}.OfService(ctx, s, today.AddDays(-fourWeeks), today)
	if err != nil {
		return decideweb.Carried{}, err
	}
	out := decideweb.Carried{Started: sum.First, Visits: sum.Visits}
	orders, err := deliverysql.Lists{DB: r.Store.Reader()}.OfService(ctx, s)
	if err != nil || len(orders) == 0 {
		return out, err
	}
	latest := orders[len(orders)-1]
	out.PlanMade, out.PlanNext = latest.PlanMade, latest.PlanReview
	order, _, err := engine.Bind(r.Engine, deliverysql.Orders()).Load(ctx, latest.ID.ID)
	if err != nil {
		return out, err
	}
	for _, plan := range order.Plans {
		for _, review := range plan.Reviewed {
			out.Reviews = append(out.Reviews, decideweb.ProviderReview{On: review.On, Next: review.Next, Says: review.Says})
		}
	}
	slices.Reverse(out.Reviews)
	out.Reviews = out.Reviews[:min(5, len(out.Reviews))]
	for _, signal := range order.Signals {
		if day := civil.DayOf(signal.Sent); day.After(out.Signalled) {
			out.Signalled = day
		}
	}
	if out.Started.IsZero() {
		out.Started = latest.Started
	}
	choices, err := r.choices(ctx, today)
	for _, c := range choices {
		if c.ID == latest.Provider {
			out.Provider = c.Name
		}
	}
	return out, err
}

// ending ends the orders that carry a service out, with the service itself.
func (r deciding) ending(ctx context.Context, s ids.Service, on civil.Date, reason string) ([]engine.Step, error) {
	orders, err := deliverysql.Lists{DB: r.Store.Reader()}.OfService(ctx, s)
	if err != nil {
		return nil, err
	}
	end := delivery.EndedByDecision
	if reason == "egen-begaran" {
		end = delivery.EndedByWish
	}
	stream := engine.Bind(r.Engine, deliverysql.Orders())
	var steps []engine.Step
	for _, o := range orders {
		if o.Ended.IsZero() {
			steps = append(steps, stream.Step(o.ID.ID, delivery.End{On: on, Reason: end, Follows: true}))
		}
	}
	return steps, nil
}

// extending lists what else is done when a decision is extended: its orders run on, so
// that the visits lie within them.
func (r deciding) extending(ctx context.Context, s ids.Service, until civil.Date) ([]engine.Step, error) {
	orders, err := deliverysql.Lists{DB: r.Store.Reader()}.OfService(ctx, s)
	if err != nil {
		return nil, err
	}
	stream := engine.Bind(r.Engine, deliverysql.Orders())
	var steps []engine.Step
	for _, o := range orders {
		if o.Ended.IsZero() {
			steps = append(steps, stream.Step(o.ID.ID, delivery.Prolong{Until: until}))
		}
	}
	return steps, nil
}

// ruleWords gives what a rule asks and its citation, for those who sign.
func (r deciding) ruleWords(o *duty.Obligation) (says, basis string) {
	book := r.Book()
	return book.Title(o.Rule), book.Cited(o)
}

// trial is the law trace of a decision, in the words of the adopted book.
func (r deciding) trial(ctx context.Context, d ids.Decision) (decideweb.Trial, error) {
	all, err := r.Engine.Judged(ctx, journal.StreamID{Kind: "decision", ID: d.ID})
	if err != nil || len(all) == 0 {
		return decideweb.Trial{}, err
	}
	judged, book := all[0], r.Book()
	trial := decideweb.Trial{Day: judged.Day, Book: judged.Book[:min(12, len(judged.Book))]}
	words := func(name string) string {
		if f, ok := book.Fact(name); ok {
			return f.Says
		}
		return name
	}
	for _, s := range judged.Subjects {
		for _, f := range s.Findings {
			if f.State == duty.NotApplicable {
				continue
			}
			o := duty.Obligation{Rule: f.Rule, Version: f.Version}
			rule := decideweb.TriedRule{Title: book.Title(f.Rule), Basis: book.Cited(&o), ID: f.Rule, Version: f.Version, State: f.State, Due: f.Due}
			if f.Missing != "" {
				rule.Missing = words(f.Missing)
			}
			trial.Rules = append(trial.Rules, rule)
		}
	}
	for _, f := range judged.Facts {
		if f.Kind == "person" {
			continue // who the person is stands in the file, and not here once more
		}
		trial.Known = append(trial.Known, decideweb.KnownFact{Words: words(f.Name), Value: f.Value, Day: f.Day})
	}
	return trial, nil
}

// planGoals lists the goals of the implementation plans in force in a case, as the
// provider wrote them.
func (r deciding) planGoals(ctx context.Context, c ids.Case, today civil.Date) ([]decideweb.PlanGoal, error) {
	lines, err := deliverysql.Lists{DB: r.Store.Reader()}.OfCase(ctx, c, grantsShown)
	if err != nil {
		return nil, err
	}
	providers, err := orgsql.Queries{DB: r.Store.Reader()}.Providers(ctx, today)
	if err != nil {
		return nil, err
	}
	named := map[ids.Provider]string{}
	for _, p := range providers {
		named[p.ID] = ", " + p.Name
	}
	orders := engine.Bind(r.Engine, deliverysql.Orders())
	var all []decideweb.PlanGoal
	for _, l := range lines {
		if !l.Ended.IsZero() {
			continue
		}
		o, _, err := orders.Load(ctx, l.ID.ID)
		if err != nil {
			return nil, err
		}
		plan, made := o.CurrentPlan()
		if !made {
			continue
		}
		for n, g := range plan.Goals {
			all = append(all, decideweb.PlanGoal{Key: fmt.Sprintf("%s/%d", l.ID, n+1), Plan: l.Name + named[l.Provider], Text: g.Text, On: plan.Made})
		}
	}
	return all, nil
}
