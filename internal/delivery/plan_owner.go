package delivery

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// The events around a plan.
type (
	// PlanOwnerNamed says who writes the plan and keeps it.
	PlanOwnerNamed struct{ Owner ids.User }
	// PlanShared says that the person got the plan in force as it stands.
	PlanShared struct {
		On  civil.Date
		How string
	}
	// PlanSampled keeps what someone who tried the quality of a plan found.
	PlanSampled struct{ Sample PlanSample }
)

// EventName is for ever.
func (PlanOwnerNamed) EventName() string { return "order.plan_owner_named.v1" }

// EventName is for ever.
func (PlanShared) EventName() string { return "order.plan_shared.v1" }

// EventName is for ever.
func (PlanSampled) EventName() string { return "order.plan_sampled.v1" }

// A PlanSample (stickprov av plan) is a look at the quality of one plan (E-20).
type PlanSample struct {
	On      civil.Date
	Verdict PlanVerdict
	Says    string
}

// A PlanVerdict says how good a plan is.
type PlanVerdict string

// The verdicts.
const (
	GoodPlan    PlanVerdict = "god"
	LackingPlan PlanVerdict = "brister"
	PoorPlan    PlanVerdict = "underkand"
)

// Words is the verdict as pages say it.
func (v PlanVerdict) Words() string {
	switch v {
	case GoodPlan:
		return "god kvalitet"
	case LackingPlan:
		return "har brister"
	case PoorPlan:
		return "behöver göras om"
	}
	return ""
}

// foldPlan takes one event around a plan into the order.
func (o *Order) foldPlan(r journal.Recorded) {
	switch e := r.Event.(type) {
	case PlanOwnerNamed:
		o.PlanOwner = e.Owner
	case PlanShared:
		o.lastPlan().SharedOn = e.On
	case PlanSampled:
		plan := o.lastPlan()
		plan.Samples = append(slices.Clip(plan.Samples), e.Sample)
	case OrderProlonged:
		o.Until = e.Until
	case RelativeViewWished, RelativeViewEnded:
		o.foldViews(r)
	default:
		o.foldChoice(r)
	}
}

// NamePlanOwner says who of the provider's staff writes the plan: without a name it
// is nobody's task (E-22).
type NamePlanOwner struct{ Owner ids.User }

// Action names the act.
func (NamePlanOwner) Action() string { return "order.name_plan_owner" }

// Decide names one at a time.
func (cmd NamePlanOwner) Decide(o Order, _ act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	switch {
	case cmd.Owner.IsZero():
		return nil, fault.Field("owner", "plan.owner-missing")
	case cmd.Owner == o.PlanOwner:
		return nil, nil
	}
	return []journal.Event{PlanOwnerNamed(cmd)}, nil
}

// SharePlan records that the person got the plan, and how (E-17).
type SharePlan struct {
	On  civil.Date
	How string
}

// Action names the act.
func (SharePlan) Action() string { return "order.share_plan" }

// Decide shares the plan in force, from the day it was made.
func (cmd SharePlan) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	plan, made := o.CurrentPlan()
	if !made {
		return nil, fault.New(fault.Unmet, "plan.make-first")
	}
	var on, how *fault.Error
	if cmd.On.IsZero() || cmd.On.Before(plan.Made) || cmd.On.After(env.Today) {
		on = fault.Field("on", "plan.shared-day")
	}
	if strings.TrimSpace(cmd.How) == "" {
		how = fault.Field("how", "plan.shared-how")
	}
	if err := fault.Join(on, how); err != nil {
		return nil, err
	}
	return []journal.Event{PlanShared(cmd)}, nil
}

// SamplePlan judges the quality of the plan in force. It is for the side that gave
// the order, not for who wrote the plan (E-20).
type SamplePlan struct {
	Verdict PlanVerdict
	Says    string
}

// Action names the act.
func (SamplePlan) Action() string { return "order.sample_plan" }

// Decide wants words with a verdict that is not good.
func (cmd SamplePlan) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if !o.Exists() {
		return nil, fault.New(fault.NotFound, "order.unknown")
	}
	if _, made := o.CurrentPlan(); !made {
		return nil, fault.New(fault.Unmet, "plan.make-first")
	}
	var verdict, says *fault.Error
	if cmd.Verdict.Words() == "" {
		verdict = fault.Field("verdict", "plan.verdict-missing")
	}
	if cmd.Verdict != GoodPlan && strings.TrimSpace(cmd.Says) == "" {
		says = fault.Field("says", "plan.verdict-reason-missing")
	}
	if err := fault.Join(verdict, says); err != nil {
		return nil, err
	}
	return []journal.Event{PlanSampled{Sample: PlanSample{On: env.Today, Verdict: cmd.Verdict, Says: cmd.Says}}}, nil
}

// LastTold is the day of the latest change of the plan: made or followed up (E-17).
func (p Plan) LastTold() civil.Date {
	if n := len(p.Reviewed); n > 0 {
		return p.Reviewed[n-1].On
	}
	return p.Made
}
