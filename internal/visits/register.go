package visits

import (
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Plan puts a visit in the plan.
type Plan struct {
	Target Target
	Span   Span
	Staff  []ids.User
	Tasks  []string
	With   int
}

// Action names the act.
func (Plan) Action() string { return "visit.plan" }

// Asks for the facts of the service, and so of the person.
func (cmd Plan) Asks() duty.Subject { return duty.Subject{Kind: "service", ID: cmd.Target.Service.ID} }

// Decide plans nothing for one who has died or moved away by then.
func (cmd Plan) Decide(v Visit, env act.Env) ([]journal.Event, error) {
	if v.Exists() {
		return nil, fault.New(fault.Conflict, "visit.exists-already")
	}
	if !cmd.Span.From.Before(cmd.Span.To) {
		return nil, fault.Field("to", "visit.ends-before-it-begins")
	}
	if gone(env.Facts, civil.DayOf(cmd.Span.From)) {
		return nil, fault.New(fault.Unmet, "visit.person-gone")
	}
	return []journal.Event{VisitPlanned(cmd)}, nil
}

// Cancel takes a planned visit out of the plan.
type Cancel struct {
	Service ids.Service `json:",omitzero"` // that it is planned for; the program itself need not say
	Why     string
}

// Action names the act.
func (Cancel) Action() string { return "visit.cancel" }

// Asks for the service: the visit itself says nothing of whose it is.
func (cmd Cancel) Asks() duty.Subject { return serviceOf(cmd.Service) }

// Decide cancels what is planned and not made.
func (cmd Cancel) Decide(v Visit, _ act.Env) ([]journal.Event, error) {
	switch {
	case v.Planned.IsZero() || !v.Done.IsZero() || !cmd.Service.IsZero() && cmd.Service != v.Service:
		return nil, fault.New(fault.Unmet, "visit.nothing-to-cancel")
	case v.Cancelled != "":
		return nil, nil
	case strings.TrimSpace(cmd.Why) == "":
		return nil, fault.Field("why", "visit.cancel-reason-missing")
	}
	return []journal.Event{VisitCancelled{Why: cmd.Why}}, nil
}

// Register tells that a visit was made. Oddities – late, long, overlapping,
// after a death – are kept and listed; only what cannot have happened is refused.
type Register struct {
	Target  Target
	Planned Span
	Done    Span
	Class   Class
	Reason  ManualReason
	Why     string
	Tasks   []string
	NotDone []Task
	Staff   []ids.User
	In, Out Mark  // as a phone would have sent them; zero: written at a desk
	Rates   Rates `json:"-"` // a repeated post is the same whatever a price has become meanwhile
}

// Action names the act.
func (Register) Action() string { return "visit.register" }

// Asks for the facts of the service: has anything shown that it began?
func (cmd Register) Asks() duty.Subject {
	return duty.Subject{Kind: "service", ID: cmd.Target.Service.ID}
}

const longest = 24 * time.Hour

// Decide registers the visit once.
func (cmd Register) Decide(v Visit, env act.Env) ([]journal.Event, error) {
	if !v.Done.IsZero() {
		return nil, fault.New(fault.Conflict, "visit.registered-already")
	}
	var target, from, to, reason, why *fault.Error
	if cmd.Target.Order.IsZero() || cmd.Target.Person.IsZero() || cmd.Target.Service.IsZero() {
		target = fault.Field("order", "visit.order-missing")
	}
	switch d := cmd.Done; {
	case d.From.IsZero():
		from = fault.Field("from", "visit.start-missing")
	case d.From.After(env.Now):
		from = fault.Field("from", "visit.start-in-future")
	case d.To.IsZero():
		to = fault.Field("to", "visit.end-missing")
	case !d.To.After(d.From):
		to = fault.Field("to", "visit.ends-before-it-begins")
	case d.To.After(env.Now):
		to = fault.Field("to", "visit.end-in-future")
	case d.To.Sub(d.From) > longest:
		to = fault.Field("to", "visit.longer-than-a-day")
	}
	switch cmd.Class {
	case TaggedBoth:
	case TaggedIn, TaggedOut, Manual:
		if !cmd.Reason.known() {
			reason = fault.Field("reason", "visit.reason-missing")
		} else if cmd.Reason == Other && strings.TrimSpace(cmd.Why) == "" {
			why = fault.Field("why", "visit.reason-text-missing")
		}
	default:
		reason = fault.Field("class", "visit.class-missing")
	}
	if err := fault.Join(target, from, to, reason, why); err != nil {
		return nil, err
	}
	rated := cmd.Rates.Rate(cmd.Done)
	return []journal.Event{VisitRegistered{
		Target: cmd.Target, Planned: cmd.Planned, Done: cmd.Done, Class: cmd.Class, Reason: cmd.Reason, Why: cmd.Why,
		Tasks: cmd.Tasks, NotDone: cmd.NotDone, Staff: cmd.Staff, First: provesStart(env.Facts, civil.DayOf(cmd.Done.From)), In: cmd.In, Out: cmd.Out,
		Rated: &rated,
	}}, nil
}

func (r ManualReason) known() bool {
	return r == Outside || r == Technical || r == NoReader || r == Other
}

// provesStart tells whether a visit on that day is earlier than all that has
// shown the service's start. A visit entered late may move the start back.
func provesStart(facts duty.Facts, day civil.Date) bool {
	for _, f := range facts.All("order.started") {
		if !day.Before(f.Day) {
			return false
		}
	}
	return true
}

// gone tells whether the person has died or moved before the day.
func gone(facts duty.Facts, day civil.Date) bool {
	for _, name := range []string{"person.deceased", "person.moved"} {
		if f := facts.Last(name); !f.Day.IsZero() && day.After(f.Day) {
			return true
		}
	}
	return false
}

// Correct changes the times of a registered visit. The old ones stay in sight. Who
// made or registered the visit asks for it, and someone else settles that.
type Correct struct {
	Service ids.Service // that the visit is for
	Done    Span
	Why     string
	Locked  bool  // its month is closed
	Rates   Rates `json:"-"`
}

// Action names the act.
func (Correct) Action() string { return "visit.correct" }

// Asks for the service: the visit itself says nothing of whose it is.
func (cmd Correct) Asks() duty.Subject { return duty.Subject{Kind: "service", ID: cmd.Service.ID} }

// Decide corrects what is registered.
func (cmd Correct) Decide(v Visit, env act.Env) ([]journal.Event, error) {
	if v.Done.IsZero() || cmd.Service != v.Service { // another's service opens no door
		return nil, fault.New(fault.Unmet, "visit.not-registered")
	}
	var from, to, why *fault.Error
	switch d := cmd.Done; {
	case d.From.IsZero() || d.From.After(env.Now):
		from = fault.Field("from", "visit.start-in-future")
	case !d.To.After(d.From):
		to = fault.Field("to", "visit.ends-before-it-begins")
	case d.To.After(env.Now):
		to = fault.Field("to", "visit.end-in-future")
	case d.To.Sub(d.From) > longest:
		to = fault.Field("to", "visit.longer-than-a-day")
	}
	if strings.TrimSpace(cmd.Why) == "" {
		why = fault.Field("why", "visit.correction-reason-missing")
	}
	if err := fault.Join(from, to, why); err != nil {
		return nil, err
	}
	switch {
	case cmd.Locked:
		return nil, fault.New(fault.Unmet, "visit.month-locked")
	case v.Waits.Kind != "":
		return nil, fault.New(fault.Conflict, "visit.waits-already")
	case v.madeBy(env.Actor.User):
		return []journal.Event{CorrectionAsked{Done: cmd.Done, Why: cmd.Why}}, nil
	}
	rated := cmd.Rates.Rate(cmd.Done)
	return []journal.Event{VisitCorrected{Done: cmd.Done, Why: cmd.Why, Rated: &rated}}, nil
}
