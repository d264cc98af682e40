package casework

import (
	"fmt"
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// MakeDecision signs a decision: the answer to each service applied for, or the
// closing of a child inquiry without one. It is the second step of an act whose
// first closes the investigation (ConcludeInvestigation).
type MakeDecision struct {
	Case          ids.Case
	Person        ids.Person
	Investigation ids.Investigation
	Kind          InquiryKind
	Closing       InquiryOutcome // ClosedWithoutCare or EndedInLVU when there are no items
	Items         []DecisionItem
	Reasons       string
	Mandate       Mandate
	Team          Team // that makes a short decision

	Routine    PreparationRoutine `json:"-"` // what is prepared in the group first
	Guidelines Guidelines         `json:"-"` // what is usual on the day
	Intervals  FollowUpIntervals  `json:"-"` // by the rules of the day
}

// Outcome is how the investigation ends by these items.
func (cmd MakeDecision) Outcome() InquiryOutcome {
	has := func(o ...Outcome) bool {
		return slices.ContainsFunc(cmd.Items, func(it DecisionItem) bool { return slices.Contains(o, it.Outcome) })
	}
	switch {
	case len(cmd.Items) == 0:
		return cmd.Closing
	case has(Granted, PartlyGranted):
		return EndedInService
	case has(Refused):
		return EndedInRefusal
	case has(Dismissed):
		return EndedInDismissal
	}
	return EndedInWritingOff
}

// Conclusion is the first step of the same act: it closes the investigation.
func (cmd MakeDecision) Conclusion(decision ids.Decision) ConcludeInvestigation {
	out := ConcludeInvestigation{Decision: decision, Outcome: cmd.Outcome(), Mandate: cmd.Mandate, Routine: cmd.Routine}
	for _, it := range cmd.Items {
		if it.Outcome.Gives() {
			out.Granted = append(out.Granted, it.Kind)
		}
		if it.Outcome.Gives() || it.Outcome == Refused {
			out.Tried = append(out.Tried, it.Kind)
		}
	}
	return out
}

// Action names the act for the access policies.
func (MakeDecision) Action() string { return "decision.make" }

// Asks names the investigation, since the decision does not exist yet.
func (cmd MakeDecision) Asks() duty.Subject {
	return duty.Subject{Kind: "investigation", ID: cmd.Investigation.ID}
}

// Decide signs the decision.
func (cmd MakeDecision) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	switch {
	case !d.Made.IsZero():
		return nil, fault.New(fault.Conflict, "decision.already-made")
	case !env.Facts.Has("investigation.decided"):
		return nil, fault.New(fault.Unmet, "decision.investigate-first")
	case len(cmd.Items) == 0 && !cmd.Closing.closes():
		return nil, fault.Field("items", "decision.say-what-is-decided")
	}
	mandate, f := cmd.Mandate.over(cmd.kinds(), cmd.Closing, env)
	wrong := []*fault.Error{f}
	law := SoLOf(env.Today)
	if cmd.Kind == InquiryLSS {
		law = LSS
	}
	if cmd.Reasons == "" && len(cmd.Items) == 0 {
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: "reasons", Text: "decision.give-reasons", Rule: "decision-reasons"})
	}
	for n, it := range cmd.followed().Items {
		wrong = append(wrong, cmd.check(n, it, env)...)
	}
	wrong = append(wrong, cmd.asProposed(env))
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	items := slices.Clone(cmd.followed().Items)
	for n := range items {
		if items[n].Outcome.Gives() {
			items[n] = cmd.settled(items[n], env)
		}
	}
	return []journal.Event{DecisionMade{
		Case: cmd.Case, Person: cmd.Person, Investigation: cmd.Investigation, On: env.Today, Law: law, Outcome: cmd.Outcome(),
		Reasons: cmd.Reasons, Mandate: mandate, Items: items, Against: cmd.against(), Team: cmd.Team,
	}}, nil
}

// kinds lists the services the delegate needs a right to decide on. A committee's
// service is asked for by name instead (decision.by-committee).
func (cmd MakeDecision) kinds() []string {
	var out []string
	for _, it := range cmd.Items {
		if kind, known := ServiceByKey(it.Kind); known && !kind.Utskott {
			out = append(out, it.Kind)
		}
	}
	return out
}

// against tells whether the decision gives the person less than asked for, or less
// than what ran.
func (cmd MakeDecision) against() bool {
	return slices.ContainsFunc(cmd.Items, func(it DecisionItem) bool {
		return it.Outcome == PartlyGranted || it.Outcome == Refused || it.Outcome == Dismissed ||
			it.Outcome.Gives() && (it.Limit != "" || it.Lesser.Ground != "" && it.Lesser.Ground != "egen-begaran")
	})
}

// ItemField names a field of item n in a form: "item0.goal".
func ItemField(n int, name string) string { return fmt.Sprintf("item%d.%s", n, name) }

func (cmd MakeDecision) check(n int, it DecisionItem, env act.Env) []*fault.Error {
	field := func(name string) string { return ItemField(n, name) }
	kind, known := ServiceByKey(it.Kind)
	if !known || !slices.Contains(kind.For, cmd.Kind) {
		return []*fault.Error{fault.Field(field("kind"), "decision.service-not-in-catalogue")}
	}
	if it.Outcome.Words() == "" {
		return []*fault.Error{fault.Field(field("outcome"), "decision.choose-outcome")}
	}
	var wrong []*fault.Error
	stop := func(when bool, f *fault.Error) {
		if when {
			wrong = append(wrong, f)
		}
	}
	unreasoned := it.Reasons == "" && cmd.Reasons == ""
	stop(unreasoned && (it.Outcome == PartlyGranted || it.Outcome == Refused || it.Outcome == Dismissed),
		&fault.Error{Kind: fault.Invalid, Field: field("reasons"), Text: "decision.reasons-against", Args: map[string]any{"outcome": it.Outcome.Words()}, Rule: "decision-reasons"})
	stop(it.Outcome == WrittenOff && !slices.Contains([]string{"atertagen", "flyttat", "avliden"}, it.Why), fault.Field(field("why"), "decision.why-written-off"))
	stop(it.Outcome == Dismissed && !slices.Contains([]string{"for-sent", "inte-behorig", "ofullstandig"}, it.Why), fault.Field(field("why"), "decision.why-dismissed"))
	if !it.Outcome.Gives() {
		return wrong
	}
	stop(kind.Utskott && !cmd.Mandate.committee(), &fault.Error{Kind: fault.Unmet, Field: "mandate", Text: "decision.by-committee", Args: map[string]any{"service": kind.Name}, Rule: "deleg-utskott-sol"})
	if cmd.Kind == InquiryShort {
		kind.Goal = ShortPurpose
	}
	stop(kind.Unit != Piece && !it.Extent.complete(), fault.Field(field("extent"), "decision.say-how-much"))
	wrong = append(wrong, checkGoals(field, kind, it, env.Today)...)
	wrong = append(wrong, checkPeriod(field, cmd.Intervals.followed(kind), it, env.Today)...)
	wrong = append(wrong, cmd.checkTerms(field, kind, it, env)...)
	stop(cmd.Kind == InquiryShort && (it.Until.IsZero() || it.Until.After(it.From.AddDays(shortLongest))),
		&fault.Error{Kind: fault.Invalid, Field: field("until"), Text: "decision.short-too-long", Args: map[string]any{"days": shortLongest}})
	return append(wrong, it.Lesser.unsaid(field("lesser")))
}

// checkGoals holds an item to the goal rule of its service (D-03): a purpose, and
// goals that can be followed up. A vague goal is told of on the page and does not stop.
func checkGoals(field func(string) string, kind ServiceKind, it DecisionItem, today civil.Date) []*fault.Error {
	var wrong []*fault.Error
	if it.Purpose == "" {
		wrong = append(wrong, fault.Field(field("purpose"), "decision.say-purpose"))
	}
	if kind.Goal == ShortPurpose {
		return wrong
	}
	if len(it.Goals) == 0 && kind.Goal == ActivityGoal {
		return wrong
	}
	return append(wrong, goalFault(field("goal"), it.Goals, today))
}

// goalFault is what the first of the goals lacks to be followed up; a plan or decision
// without goals lacks one.
func goalFault(field string, goals []Goal, today civil.Date) *fault.Error {
	if len(goals) == 0 {
		return fault.Field(field, "decision.set-goal")
	}
	for _, g := range goals {
		switch {
		case !g.Complete():
			return fault.Field(field, "decision.goal-measure-and-day")
		case !g.By.After(today):
			return fault.Field(field, "decision.goal-day-passed")
		}
	}
	return nil
}

// checkPeriod holds an item to the period rule of its service (D-05, D-06, D-18).
func checkPeriod(field func(string) string, kind ServiceKind, it DecisionItem, today civil.Date) []*fault.Error {
	var wrong []*fault.Error
	switch {
	case it.From.IsZero():
		wrong = append(wrong, fault.Field(field("from"), "decision.say-from"))
	case it.Until.IsZero() && kind.Period == ToADate:
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: field("until"), Text: "decision.say-until", Args: map[string]any{"service": kind.Name}})
	case !it.Until.IsZero() && !it.Until.After(it.From):
		wrong = append(wrong, fault.Field(field("until"), "decision.until-before-from"))
	case !it.Until.IsZero() && kind.Period == OpenEnded && it.Limit == "":
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: field("limit"), Text: "decision.limit-needs-reason", Args: map[string]any{"service": kind.Name}})
	}
	months := kind.FollowWithin(it.Until)
	latest := it.From.AddMonths(months)
	switch {
	case it.FollowUp.IsZero() || !it.FollowUp.After(today):
		wrong = append(wrong, fault.Field(field("follow_up"), "decision.say-follow-up"))
	case !it.From.IsZero() && it.FollowUp.After(latest):
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: field("follow_up"), Text: "decision.follow-up-late", Args: map[string]any{"day": latest, "months": months}})
	case !it.Until.IsZero() && it.FollowUp.After(it.Until):
		wrong = append(wrong, fault.Field(field("follow_up"), "decision.follow-up-after-end"))
	}
	return wrong
}
