package casework

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// A CoordinatedPlan (samordnad individuell plan, SIP) is made with the region when
// someone needs both, and consents (C-24; SoL 10:8–9, HSL 16:4).
type CoordinatedPlan struct {
	Needed     civil.Date `json:",omitzero"`
	Why        string     `json:",omitzero"`
	Consent    string     `json:",omitzero"` // how and when the person agreed to it
	Meeting    civil.Date `json:",omitzero"` // that the principals are called to
	Made       civil.Date
	Principals string // who takes part: municipality, region, school
	Goals      string
	Measures   string // which measures are needed
	Who        string // who is to do what
	Others     string // what is done by others than region and municipality
	Lead       string // who has the overall responsibility
	FollowUp   civil.Date
	FollowedUp civil.Date `json:",omitzero"`
	Result     string     `json:",omitzero"`
}

// Parts counts the four that the law asks for (SoL 10:8).
func (p CoordinatedPlan) Parts() int {
	n := 0
	for _, part := range []string{p.Measures, p.Who, p.Others, p.Lead} {
		if strings.TrimSpace(part) != "" {
			n++
		}
	}
	return n
}

type (
	// PlanNeeded tells that the person needs such a plan and agrees to it.
	PlanNeeded struct {
		On      civil.Date
		Why     string
		Consent string
	}
	// PlanCalled tells that the principals are called to a meeting.
	PlanCalled struct {
		On      civil.Date
		Meeting civil.Date
	}
	// PlanMade holds the plan.
	PlanMade struct{ Plan CoordinatedPlan }
	// PlanFollowedUp tells what came of it.
	PlanFollowedUp struct {
		On   civil.Date
		Says string
	}
)

// EventName is for ever.
func (PlanNeeded) EventName() string { return "case.sip_needed.v1" }

// EventName is for ever.
func (PlanCalled) EventName() string { return "case.sip_called.v1" }

// EventName is for ever.
func (PlanMade) EventName() string { return "case.sip_made.v1" }

// EventName is for ever.
func (PlanFollowedUp) EventName() string { return "case.sip_followed_up.v1" }

// NeedPlan records that the person needs a plan with the region, and consents.
type NeedPlan struct {
	On      civil.Date
	Why     string
	Consent string
}

// Action names the act for the access policies.
func (NeedPlan) Action() string { return "case.sip" }

// Decide records it. Without the person's consent no plan is begun.
func (cmd NeedPlan) Decide(c Case, env act.Env) ([]journal.Event, error) {
	if err := c.writable(); err != nil {
		return nil, err
	}
	wrong := []*fault.Error{happened("on", cmd.On, env), said("why", cmd.Why)}
	if said("consent", cmd.Consent) != nil {
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: "consent", Text: "case.sip-consent", Rule: "sip-make"})
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{PlanNeeded(cmd)}, nil
}

// CallToPlan calls the principals to a meeting about the plan.
type CallToPlan struct{ Meeting civil.Date }

// Action names the act for the access policies.
func (CallToPlan) Action() string { return "case.sip" }

// Decide calls to a coming meeting about a plan that is needed.
func (cmd CallToPlan) Decide(c Case, env act.Env) ([]journal.Event, error) {
	if c.Plan.Needed.IsZero() {
		return nil, fault.New(fault.Unmet, "case.sip-need-first")
	}
	if cmd.Meeting.Before(env.Today) {
		return nil, fault.Field("meeting", "case.sip-meeting")
	}
	return []journal.Event{PlanCalled{On: env.Today, Meeting: cmd.Meeting}}, nil
}

// MakePlan writes down the plan as it was agreed.
type MakePlan struct{ Plan CoordinatedPlan }

// Action names the act for the access policies.
func (MakePlan) Action() string { return "case.sip" }

// Decide takes a plan with its participants, goals, the law's parts and a day on
// which it is followed up.
func (cmd MakePlan) Decide(c Case, env act.Env) ([]journal.Event, error) {
	if c.Plan.Needed.IsZero() {
		return nil, fault.New(fault.Unmet, "case.sip-need-first")
	}
	p := cmd.Plan
	wrong := []*fault.Error{
		happened("made", p.Made, env), said("principals", p.Principals), said("goals", p.Goals), said("measures", p.Measures), said("who", p.Who), said("lead", p.Lead),
	}
	if !p.FollowUp.After(p.Made) {
		wrong = append(wrong, fault.Field("follow_up", "case.sip-follow-up"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	if strings.TrimSpace(p.Others) == "" {
		p.Others = "Inget"
	}
	return []journal.Event{PlanMade{p}}, nil
}

// FollowUpPlan tells what came of the plan.
type FollowUpPlan struct {
	On   civil.Date
	Says string
}

// Action names the act for the access policies.
func (FollowUpPlan) Action() string { return "case.sip" }

// Decide follows up a plan that is made.
func (cmd FollowUpPlan) Decide(c Case, env act.Env) ([]journal.Event, error) {
	if c.Plan.Made.IsZero() || !c.Plan.FollowedUp.IsZero() {
		return nil, fault.New(fault.Unmet, "case.sip-none")
	}
	wrong := []*fault.Error{happened("on", cmd.On, env), said("says", cmd.Says)}
	if !cmd.On.IsZero() && cmd.On.Before(c.Plan.Made) {
		wrong = append(wrong, fault.Field("on", "case.sip-before-made"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{PlanFollowedUp(cmd)}, nil
}
