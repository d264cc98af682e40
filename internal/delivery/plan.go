package delivery

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// MakePlan makes a genomförandeplan, or a new one in place of the last. It is the
// provider's to write; one written by the ordering side is marked (E-12).
type MakePlan struct {
	Made          civil.Date
	Goals         []PlanGoal
	Collaboration string
	ReviewBy      civil.Date
	SharedOn      civil.Date
	Participation string // how the person took part, or why not
}

// Action names the act.
func (MakePlan) Action() string { return "order.make_plan" }

// Decide asks for what self-checks found missing: the day it was made, whether
// others take part, and when it is followed up (E-14). A plan goal that names a
// goal the decision lacks is refused; one that names none is kept and shown (E-15).
func (cmd MakePlan) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	if o.Acknowledged.IsZero() {
		return nil, fault.New(fault.Unmet, "order.acknowledge-first")
	}
	var made, goals, others, part, review, shared *fault.Error
	switch {
	case cmd.Made.IsZero() || cmd.Made.After(env.Today):
		made = fault.Field("made", "plan.made-day")
	case cmd.ReviewBy.IsZero():
		review = fault.Field("review_by", "plan.review-missing")
	case !cmd.ReviewBy.After(cmd.Made):
		review = fault.Field("review_by", "plan.review-before-made")
	case cmd.ReviewBy.After(cmd.Made.AddMonths(12)):
		review = fault.Field("review_by", "plan.review-too-far")
	}
	switch {
	case len(cmd.Goals) == 0:
		goals = fault.Field("goals", "plan.goals-missing")
	case slices.ContainsFunc(cmd.Goals, func(g PlanGoal) bool { return !o.hasGoal(g.Goal) }):
		goals = fault.Field("goals", "plan.goal-unknown")
	case slices.ContainsFunc(cmd.Goals, func(g PlanGoal) bool { return strings.TrimSpace(g.How) == "" }):
		goals = fault.Field("goals", "plan.how-missing")
	case slices.ContainsFunc(cmd.Goals, func(g PlanGoal) bool { return strings.TrimSpace(g.Activity) == "" }):
		goals = fault.Field("goals", "plan.activity-missing")
	}
	if strings.TrimSpace(cmd.Participation) == "" {
		part = fault.Field("participation", "plan.participation-missing")
	}
	if strings.TrimSpace(cmd.Collaboration) == "" {
		others = fault.Field("collaboration", "plan.collaboration-missing")
	}
	if !cmd.SharedOn.IsZero() && (cmd.SharedOn.Before(cmd.Made) || cmd.SharedOn.After(env.Today)) {
		shared = fault.Field("shared_on", "plan.shared-day")
	}
	if err := fault.Join(made, goals, part, others, review, shared); err != nil {
		return nil, err
	}
	return []journal.Event{PlanMade{Plan: Plan{
		Made: cmd.Made, Goals: cmd.Goals, Collaboration: cmd.Collaboration, ReviewBy: cmd.ReviewBy,
		SharedOn: cmd.SharedOn, ByAuthority: env.Actor.Provider.IsZero(), Participation: cmd.Participation,
	}}}, nil
}

func (o Order) hasGoal(key string) bool {
	return key == "" || slices.ContainsFunc(o.Goals, func(g Goal) bool { return g.Key == key })
}

// ReviewPlan follows the plan up and sets the next day (E-19).
type ReviewPlan struct{ Review Review }

// Action names the act.
func (ReviewPlan) Action() string { return "order.review_plan" }

// Decide reviews the plan in force.
func (cmd ReviewPlan) Decide(o Order, env act.Env) ([]journal.Event, error) {
	if err := o.open(); err != nil {
		return nil, err
	}
	plan, made := o.CurrentPlan()
	if !made {
		return nil, fault.New(fault.Unmet, "plan.make-first")
	}
	var on, says, next *fault.Error
	if r := cmd.Review; r.On.Before(plan.Made) || r.On.After(env.Today) {
		on = fault.Field("on", "plan.review-day")
	} else if !r.Next.After(r.On) || r.Next.After(r.On.AddMonths(12)) {
		next = fault.Field("next", "plan.next-review")
	}
	if strings.TrimSpace(cmd.Review.Says) == "" {
		says = fault.Field("says", "plan.review-text-missing")
	}
	if err := fault.Join(on, says, next); err != nil {
		return nil, err
	}
	return []journal.Event{PlanReviewed{Review: cmd.Review}}, nil
}

// ReadPlan is the officer's receipt for a new or changed plan (E-16).
type ReadPlan struct{}

// Action names the act.
func (ReadPlan) Action() string { return "order.read_plan" }

// Decide keeps the first reading of the plan in force.
func (ReadPlan) Decide(o Order, env act.Env) ([]journal.Event, error) {
	plan, made := o.CurrentPlan()
	switch {
	case !made:
		return nil, fault.New(fault.Unmet, "plan.make-first")
	case !plan.Read.IsZero():
		return nil, nil
	}
	return []journal.Event{PlanRead{On: env.Today}}, nil
}
