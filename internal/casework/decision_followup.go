package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// FollowUpService records an individual follow-up (individuppföljning): for each
// goal how far it was reached, what the service has meant, and what comes next
// (SoL 5:2; G-01, G-08, G-09).
type FollowUpService struct{ FollowUp FollowUp }

// Action names the act for the access policies.
func (FollowUpService) Action() string { return "decision.follow-up" }

// FollowUpGoals lists what a follow-up answers: the goals of the item, or its
// purpose as one goal with the key "syfte".
func (it DecisionItem) FollowUpGoals() []Goal {
	if len(it.Goals) > 0 {
		return it.Goals
	}
	return []Goal{{Key: "syfte", Text: it.Purpose}}
}

// Decide records the follow-up of a service that was given.
func (cmd FollowUpService) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	f := cmd.FollowUp
	it, ok := d.Item(f.Service)
	if !ok || !it.Outcome.Gives() {
		return nil, fault.New(fault.NotFound, "decision.no-such-service")
	}
	kind, known := ServiceByKey(it.Kind)
	wrong := []*fault.Error{notBefore("on", f.On, d.Made, env), written("effect", f.Effect)}
	if !slices.Contains([]string{"hembesok", "telefon", "besok", "digitalt"}, f.Form) {
		wrong = append(wrong, fault.Field("form", "decision.follow-up-form"))
	}
	for _, g := range it.FollowUpGoals() {
		at := slices.IndexFunc(f.Results, func(r GoalResult) bool { return r.Goal == g.Key })
		switch {
		case at < 0 || !slices.Contains([]string{"natt", "delvis", "inte", "kan-inte-bedomas"}, f.Results[at].Result):
			wrong = append(wrong, fault.Field("goal_"+g.Key, "decision.judge-each-goal"))
		case f.Results[at].Result != "natt" && f.Results[at].Why == "":
			wrong = append(wrong, fault.Field("why_"+g.Key, "decision.why-not-reached"))
		}
	}
	switch {
	case !slices.Contains([]string{"fortsatter", "ny-utredning", "avslutas"}, f.Next):
		wrong = append(wrong, fault.Field("next", "decision.choose-next"))
	case f.Next == "fortsatter" && !f.NextOn.After(f.On):
		wrong = append(wrong, fault.Field("next_on", "decision.next-follow-up"))
	case f.Next == "fortsatter" && known && f.NextOn.After(f.On.AddMonths(kind.Follow)):
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: "next_on", Text: "decision.follow-up-late", Args: map[string]any{"day": f.On.AddMonths(kind.Follow), "months": kind.Follow}})
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{ServiceFollowedUp(cmd)}, nil
}

// RecordHomecoming notes that the person came home from hospital with changed
// services; a follow-up is due soon after (G-03).
type RecordHomecoming struct {
	Service ids.Service
	On      civil.Date
}

// Action names the act for the access policies.
func (RecordHomecoming) Action() string { return "decision.follow-up" }

// Decide records the day.
func (cmd RecordHomecoming) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	if it, ok := d.Item(cmd.Service); !ok || !it.Running(env.Today) {
		return nil, fault.New(fault.NotFound, "decision.no-such-service")
	}
	if f := notBefore("on", cmd.On, d.Made, env); f != nil {
		return nil, f
	}
	return []journal.Event{HomecomingRecorded(cmd)}, nil
}

// unjudged counts the goals whose result could not be told.
func (f FollowUp) unjudged() int {
	n := 0
	for _, r := range f.Results {
		if r.Result == "kan-inte-bedomas" {
			n++
		}
	}
	return n
}
