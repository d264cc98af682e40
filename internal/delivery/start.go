package delivery

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// ShowStart records the fact that shows that the service has begun: a move, an
// installed alarm, a first meeting. A service that begins with a visit is shown
// by the visit's own registration, never by this act (E-06, E-07).
type ShowStart struct {
	On civil.Date
	By StartProof
}

// Action names the act.
func (ShowStart) Action() string { return "order.show_start" }

// Decide accepts only the proof that suits the service.
func (cmd ShowStart) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	switch {
	case !o.Started.IsZero():
		return nil, fault.New(fault.Conflict, "order.started-already")
	case o.Proof == ByVisit:
		return nil, fault.New(fault.Unmet, "order.visit-shows-start")
	case cmd.By != o.Proof:
		return nil, fault.Field("by", "order.wrong-proof")
	case o.Proof == ByInstallation:
		return nil, fault.New(fault.Unmet, "order.install-shows-start")
	case cmd.On.IsZero():
		return nil, fault.Field("on", "order.start-missing")
	case cmd.On.After(env.Today):
		return nil, fault.Field("on", "order.start-in-future")
	case o.Outpatient && len(o.Plans) == 0:
		return nil, fault.New(fault.Unmet, "order.outpatient-plan-first")
	case o.unchecked(AtStart):
		return nil, fault.New(fault.Unmet, "order.handover-start-first")
	}
	return []journal.Event{Started{On: cmd.On, By: cmd.By}}, nil
}

// OfferPlace records an offered place and the answer. A declined offer does not
// make the decision carried out, but it is told to IVO.
type OfferPlace struct{ Offer Offer }

// Action names the act.
func (OfferPlace) Action() string { return "order.offer_place" }

// Decide keeps every offer.
func (cmd OfferPlace) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	var day, what, answer *fault.Error
	if cmd.Offer.On.IsZero() || cmd.Offer.On.After(env.Today) {
		day = fault.Field("on", "order.offer-day")
	}
	if strings.TrimSpace(cmd.Offer.What) == "" {
		what = fault.Field("what", "order.offer-what")
	}
	if cmd.Offer.Answer != Accepted && cmd.Offer.Answer != Declined {
		answer = fault.Field("answer", "order.offer-answer")
	}
	if err := fault.Join(day, what, answer); err != nil {
		return nil, err
	}
	return []journal.Event{PlaceOffered{Offer: cmd.Offer}}, nil
}

// ExplainDelay gives the reason, once, why a decision has not been carried out
// (SoL 34 kap. 1 §).
type ExplainDelay struct{ Reason string }

// Action names the act.
func (ExplainDelay) Action() string { return "order.explain_delay" }

// Decide keeps the reason; a better one replaces it in sight of both.
func (cmd ExplainDelay) Decide(o Order, _ act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	if strings.TrimSpace(cmd.Reason) == "" {
		return nil, fault.Field("reason", "order.delay-reason-missing")
	}
	return []journal.Event{DelayExplained{Reason: cmd.Reason}}, nil
}

// WishToWait records that the person wants to wait for a chosen provider. It
// takes away the special fee, not the report to IVO (SoL 35:5 st. 3).
type WishToWait struct{ On civil.Date }

// Action names the act.
func (WishToWait) Action() string { return "order.wish_to_wait" }

// Decide records the wish.
func (cmd WishToWait) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	if cmd.On.IsZero() || cmd.On.After(env.Today) {
		return nil, fault.Field("on", "order.day-not-past")
	}
	return []journal.Event{WaitWished{On: cmd.On}}, nil
}

// Interrupt records that a service that had begun is not given. Three months
// without it are reported like a decision never begun (SoL 34:1 st. 2).
type Interrupt struct{ On civil.Date }

// Action names the act.
func (Interrupt) Action() string { return "order.interrupt" }

// Decide interrupts what runs. Whether it runs is known from the order or, for a
// service that begins with a visit, from the visits' own fact.
func (cmd Interrupt) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	switch {
	case o.Started.IsZero() && !env.Facts.Has("order.started"):
		return nil, fault.New(fault.Unmet, "order.not-started")
	case !o.Interrupted.IsZero():
		return nil, fault.New(fault.Conflict, "order.interrupted-already")
	case cmd.On.IsZero() || cmd.On.After(env.Today):
		return nil, fault.Field("on", "order.day-not-past")
	}
	return []journal.Event{Interrupted{On: cmd.On}}, nil
}

// Resume records that an interrupted service is given again.
type Resume struct{ On civil.Date }

// Action names the act.
func (Resume) Action() string { return "order.resume" }

// Decide resumes what was interrupted, not before that day.
func (cmd Resume) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	switch {
	case o.Interrupted.IsZero():
		return nil, fault.New(fault.Unmet, "order.not-interrupted")
	case cmd.On.IsZero() || cmd.On.After(env.Today):
		return nil, fault.Field("on", "order.day-not-past")
	case cmd.On.Before(o.Interrupted):
		return nil, fault.Field("on", "order.resumed-before-interruption")
	}
	return []journal.Event{Resumed{On: cmd.On}}, nil
}
