package casework

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

type (
	// ObservationOrdered tells that a service is to be tried before the decision.
	ObservationOrdered struct{ Order ObservationOrder }
	// ObservationReported tells what was seen.
	ObservationReported struct {
		Number int
		On     civil.Date
		Says   string
	}
	// ObservationEnded tells that it was broken off, with nothing to report.
	ObservationEnded struct {
		Number int
		On     civil.Date
		Why    string
	}

	// An ObservationOrder (observationsuppdrag) is the only way in which a service may
	// begin before the investigation is finished: with a question that it is to
	// answer, and a last day (C-21).
	ObservationOrder struct {
		Number   int    // within the investigation, from 1
		Service  string // key in the service catalogue
		Purpose  string // the question it is to answer
		Extent   string // how much, in words: "varje natt"
		Assignee string // who carries it out
		From     civil.Date
		Until    civil.Date // last day
		Due      civil.Date // the day the report is to have come
		Written  civil.Date
		Reported civil.Date `json:",omitzero"`
		Says     string     `json:",omitzero"`
		Ended    civil.Date `json:",omitzero"` // broken off
		Why      string     `json:",omitzero"`
	}
)

// EventName is for ever.
func (ObservationOrdered) EventName() string { return "investigation.observation_ordered.v1" }

// EventName is for ever.
func (ObservationReported) EventName() string { return "investigation.observation_reported.v1" }

// EventName is for ever.
func (ObservationEnded) EventName() string { return "investigation.observation_ended.v1" }

// ObservationDays is how long an observation lasts at most, both days counted
// (Norrsala's routine for observation assignments: four weeks).
const ObservationDays = 28

// Open tells whether a report is still to come.
func (o ObservationOrder) Open() bool { return o.Reported.IsZero() && o.Ended.IsZero() }

// LateWritten tells whether it was written after it had begun.
func (o ObservationOrder) LateWritten() bool { return o.Written.After(o.From) }

// OrderObservation orders an observation.
type OrderObservation struct{ Order ObservationOrder }

// Action names the act for the access policies.
func (OrderObservation) Action() string { return "investigation.observe" }

// Decide gives it the next number, once it has purpose, extent and last day.
func (cmd OrderObservation) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.drafting(); err != nil {
		return nil, err
	}
	o := cmd.Order
	wrong := []*fault.Error{said("purpose", o.Purpose), said("extent", o.Extent), said("assignee", o.Assignee)}
	if kind, known := ServiceByKey(o.Service); !known || !slices.Contains(kind.For, i.Kind) {
		wrong = append(wrong, fault.Field("service", "investigation.observation-service"))
	}
	if o.From.IsZero() || o.From.Before(i.Opened) {
		wrong = append(wrong, fault.Field("from", "investigation.observation-from"))
	}
	if o.Until.Before(o.From) || !o.Until.Before(o.From.AddDays(ObservationDays)) {
		wrong = append(wrong, fault.Field("until", "investigation.observation-until"))
	}
	if o.Due.Before(o.Until) {
		wrong = append(wrong, fault.Field("due", "investigation.observation-due"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{ObservationOrdered{ObservationOrder{
		Number: len(i.Observations) + 1, Service: o.Service, Purpose: strings.TrimSpace(o.Purpose), Extent: strings.TrimSpace(o.Extent),
		Assignee: strings.TrimSpace(o.Assignee), From: o.From, Until: o.Until, Due: o.Due, Written: env.Today,
	}}}, nil
}

// ReportObservation records what was seen, when the observation is over.
type ReportObservation struct {
	Number int
	On     civil.Date // the day the report came
	Says   string
}

// Action names the act for the access policies.
func (ReportObservation) Action() string { return "investigation.observe" }

// Decide takes the report of one that is waited for.
func (cmd ReportObservation) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	o, err := i.observed(cmd.Number)
	if err != nil {
		return nil, err
	}
	wrong := []*fault.Error{happened("reported", cmd.On, env), said("says", cmd.Says)}
	if !cmd.On.IsZero() && cmd.On.Before(o.From) {
		wrong = append(wrong, fault.Field("reported", "investigation.observation-not-begun"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{ObservationReported(cmd)}, nil
}

// EndObservation breaks an observation off without a report.
type EndObservation struct {
	Number int
	On     civil.Date
	Why    string
}

// Action names the act for the access policies.
func (EndObservation) Action() string { return "investigation.observe" }

// Decide ends one that is under way, or that never began.
func (cmd EndObservation) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if _, err := i.observed(cmd.Number); err != nil {
		return nil, err
	}
	if err := fault.Join(happened("ended", cmd.On, env), said("why", cmd.Why)); err != nil {
		return nil, err
	}
	return []journal.Event{ObservationEnded(cmd)}, nil
}

// observed finds an observation that a report is still to come from.
func (i Investigation) observed(number int) (ObservationOrder, error) {
	if err := i.writable(); err != nil {
		return ObservationOrder{}, err
	}
	at := slices.IndexFunc(i.Observations, func(o ObservationOrder) bool { return o.Number == number && o.Open() })
	if at < 0 {
		return ObservationOrder{}, fault.Field("number", "investigation.no-such-observation")
	}
	return i.Observations[at], nil
}

// observing tells what the document lacks of observations: a report that is to come,
// or in an investigation of that type the assignment itself.
func (i Investigation) observing() *fault.Error {
	switch {
	case slices.ContainsFunc(i.Observations, ObservationOrder.Open):
		return &fault.Error{Kind: fault.Unmet, Field: "observation", Text: "investigation.observation-open"}
	case i.Template.Key == observationType && len(i.Observations) == 0:
		return &fault.Error{Kind: fault.Unmet, Field: "observation", Text: "investigation.observation-needed"}
	}
	return nil
}

// observationType is the key of the template for investigations that are made as an observation.
const observationType = "observation"

// foldObservation folds what is said of observations.
func (i *Investigation) foldObservation(r journal.Recorded, say func(duty.Fact)) {
	change := func(number int, to func(*ObservationOrder)) {
		i.Observations = slices.Clone(i.Observations)
		for n := range i.Observations {
			if i.Observations[n].Number == number {
				to(&i.Observations[n])
			}
		}
	}
	switch e := r.Event.(type) {
	case ObservationOrdered:
		i.Observations = add(i.Observations, e.Order)
		say(duty.Fact{Name: "investigation.observation_ordered", About: digits(e.Order.Number), Day: e.Order.Written, Value: e.Order.Due.String()})
	case ObservationReported:
		change(e.Number, func(o *ObservationOrder) { o.Reported, o.Says = e.On, e.Says })
		say(duty.Fact{Name: "investigation.observation_ended", About: digits(e.Number), Day: e.On})
	case ObservationEnded:
		change(e.Number, func(o *ObservationOrder) { o.Ended, o.Why = e.On, e.Why })
		say(duty.Fact{Name: "investigation.observation_ended", About: digits(e.Number), Day: e.On})
	}
}
