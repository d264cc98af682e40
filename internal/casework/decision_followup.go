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
type FollowUpService struct {
	FollowUp FollowUp

	Intervals  FollowUpIntervals `json:"-"` // by the rules of the day
	Indicators Indicators        `json:"-"` // that the municipality asks of the service on the day
}

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
	wrong := []*fault.Error{notBefore("on", f.On, d.Made, env), written("effect", f.Effect)}
	if !slices.Contains([]string{"hembesok", "telefon", "besok", "digitalt"}, f.Form) {
		wrong = append(wrong, fault.Field("form", "decision.follow-up-form"))
	}
	wrong = append(wrong, judged(it, f.Results)...)
	wrong = append(wrong, f.asked()...)
	wrong = append(wrong, cmd.Indicators.lacks(f.Answers)...)
	kind, known := ServiceByKey(it.Kind)
	months := cmd.Intervals.Of(kind)
	switch {
	case !slices.Contains([]string{"fortsatter", "ny-utredning", "avslutas"}, f.Next):
		wrong = append(wrong, fault.Field("next", "decision.choose-next"))
	case f.Next == "fortsatter" && !f.NextOn.After(f.On):
		wrong = append(wrong, fault.Field("next_on", "decision.next-follow-up"))
	case f.Next == "fortsatter" && known && f.NextOn.After(f.On.AddMonths(months)):
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: "next_on", Text: "decision.follow-up-late", Args: map[string]any{"day": f.On.AddMonths(months), "months": months}})
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{ServiceFollowedUp{FollowUp: f}}, nil
}

// judged holds the results to the goals of the service: each has one, on the same
// scale, and why where it is not reached (G-09).
func judged(it DecidedService, results []GoalResult) []*fault.Error {
	var wrong []*fault.Error
	for _, g := range it.FollowUpGoals() {
		at := slices.IndexFunc(results, func(r GoalResult) bool { return r.Goal == g.Key })
		switch {
		case at < 0 || !slices.Contains([]string{"natt", "delvis", "inte", "kan-inte-bedomas"}, results[at].Result):
			wrong = append(wrong, fault.Field("goal_"+g.Key, "decision.judge-each-goal"))
		case results[at].Result != "natt" && results[at].Why == "":
			wrong = append(wrong, fault.Field("why_"+g.Key, "decision.why-not-reached"))
		}
	}
	return wrong
}

// asked holds the follow-up to what is always asked: what called for it, whether the
// service is still needed, and what needs it leaves unmet (G-06, G-16, G-17).
func (f FollowUp) asked() []*fault.Error {
	var wrong []*fault.Error
	lacks := func(when bool, f *fault.Error) {
		if when {
			wrong = append(wrong, f)
		}
	}
	lacks(!slices.Contains(FollowUpKinds(), f.Kind), fault.Field("kind", "follow-up.choose-kind"))
	lacks(!f.NoLonger.known(), fault.Field("no_longer", "follow-up.still-needed"))
	lacks(!slices.Contains([]UnmetBy{NothingUnmet, UnmetWeCould, UnmetOthersCould, UnmetNotKnown}, f.UnmetBy), fault.Field("unmet_by", "follow-up.ask-unmet"))
	if f.UnmetBy.Some() {
		lacks(len(f.UnmetKinds) == 0 || slices.ContainsFunc(f.UnmetKinds, func(key string) bool {
			return !slices.ContainsFunc(UnmetKinds(), func(k [2]string) bool { return k[0] == key })
		}), fault.Field("unmet_kinds", "follow-up.which-unmet"))
		lacks(f.UnmetNeed == "", fault.Field("unmet", "follow-up.describe-unmet"))
	}
	return wrong
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
