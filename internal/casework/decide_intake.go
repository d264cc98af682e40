package casework

import (
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// DecideIntake settles what came in: an inquiry is opened or not, runs already,
// or the matter is dismissed or written off. Opening the investigation's own
// stream is another step of the same act.
type DecideIntake struct {
	Outcome       IntakeOutcome
	Ground        Ground            // of the inquiry that is opened
	Investigation ids.Investigation // opened by this act, or already running
	Reasons       string
	Late          string // why it took longer than the fourteen days
	GroundReason  string // why a ground that is unusual for the age or the services is right

	Order DelegationOrder `json:"-"` // the board's, handed in and never recorded
}

// Action names the act.
func (DecideIntake) Action() string { return "intake.decide" }

// Decide settles an open intake.
func (cmd DecideIntake) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case !in.Open():
		return nil, fault.New(fault.Conflict, "intake.decided-already")
	// A report is not settled before someone has looked whether the child is
	// safe, whatever the outcome (SoL 20:1, also where an inquiry runs).
	case in.Kind == ConcernReport && in.Assessed() == nil:
		return nil, fault.New(fault.Unmet, "intake.assess-first")
	case in.Kind == TransferIn && in.Answered == nil:
		return nil, fault.New(fault.Unmet, "intake.answer-municipality-first")
	}
	if err := cmd.checkOutcome(in, env); err != nil {
		return nil, err
	}
	// Late is told, not refused: the decision is owed all the more.
	if in.Kind == ConcernReport && env.Today.After(in.LastDay()) && strings.TrimSpace(cmd.Late) == "" {
		return nil, &fault.Error{Kind: fault.Invalid, Field: "late", Text: "intake.late-reason-missing", Args: map[string]any{"day": in.LastDay()}}
	}
	mandate, other := cmd.mandate(in, env)
	if other != nil {
		return nil, other
	}
	return []journal.Event{IntakeDecided{
		On: env.Today, Outcome: cmd.Outcome, Ground: cmd.Ground, Reasons: strings.TrimSpace(cmd.Reasons),
		Investigation: cmd.Investigation, Late: strings.TrimSpace(cmd.Late), GroundReason: strings.TrimSpace(cmd.GroundReason),
		Mandate: mandate,
	}}, nil
}

// mandate is by what right the matter is settled so. That it is handed to an inquiry
// that runs, and that an application is tried, is no decision of anyone's.
func (cmd DecideIntake) mandate(in Intake, env act.Env) (Mandate, *fault.Error) {
	if !in.Delegable(cmd.Outcome) {
		return Mandate{}, nil
	}
	return cmd.Order.Judge(cmd.Outcome.delegable(), env)
}

// Delegable tells whether settling the matter so is a decision that takes a right.
func (in Intake) Delegable(o IntakeOutcome) bool {
	return o != "" && o != AlreadyRunning && (o != Opened || !in.Kind.Asked())
}

// delegable is the decision that the outcome is.
func (o IntakeOutcome) delegable() Delegable {
	switch o {
	case Opened:
		return DecideToOpen
	case NotOpened:
		return DecideNotToOpen
	case DismissedMatter:
		return DismissIntake
	}
	return WriteOffIntake
}

func (cmd DecideIntake) checkOutcome(in Intake, env act.Env) error {
	reasoned := strings.TrimSpace(cmd.Reasons) != ""
	switch cmd.Outcome {
	case Opened:
		switch {
		case !slices.Contains(GroundsOf(in.InquiryKind(), env.Today), cmd.Ground):
			return fault.Field("ground", "intake.ground-missing")
		case cmd.Investigation.IsZero():
			return fault.New(fault.Internal, "intake.investigation-missing")
		}
		return cmd.checkGround(in, ageOn(env.Facts, env.Today))
	case NotOpened:
		switch {
		// No application is turned away untried (B-10).
		case in.Kind.Asked():
			return fault.Field("outcome", "intake.application-must-be-tried")
		case !reasoned:
			return fault.Field("reasons", "intake.reasons-missing")
		}
		return cmd.checkSpoken(in, env)
	case AlreadyRunning:
		switch {
		// The one that ran when the report came in has taken it up, also where it
		// has been closed since.
		case in.Kind == ConcernReport && !in.Running && !runningInquiry(env.Facts):
			return fault.Field("outcome", "intake.no-inquiry-runs")
		case cmd.Investigation.IsZero():
			return fault.Field("outcome", "intake.no-inquiry-runs")
		}
	case DismissedMatter:
		if !reasoned {
			return fault.Field("reasons", "intake.reasons-missing")
		}
	case WrittenOffMatter:
		switch {
		// Only the one who asked can take it back; a report lives on without its reporter.
		case in.Kind == ConcernReport && !env.Facts.Has("person.deceased") && !env.Facts.Has("person.moved"):
			return fault.Field("outcome", "intake.report-is-not-withdrawn")
		case !reasoned:
			return fault.Field("reasons", "intake.reasons-missing")
		}
	default:
		return fault.Field("outcome", "intake.outcome-missing")
	}
	return nil
}

// checkSpoken holds "inte inleda" back until each guardian has been contacted and
// the child has been spoken to, or it is written why not (B-07). To open is never
// held back by it.
func (cmd DecideIntake) checkSpoken(in Intake, env act.Env) error {
	if in.Kind != ConcernReport {
		return nil
	}
	for _, g := range env.Facts.All("person.guardian") {
		id, err := ids.Parse(g.About)
		if err != nil || !in.GuardianAnswered(ids.Person{ID: id}) {
			return fault.New(fault.Unmet, "intake.guardian-unanswered")
		}
	}
	if !in.ChildAnswered() && env.Facts.Value("person.unborn") != "true" {
		return fault.New(fault.Unmet, "intake.child-unanswered")
	}
	return nil
}

// InquiryKind is the slag of utredning that the matter leads to.
func (in Intake) InquiryKind() InquiryKind {
	switch {
	case in.Kind == SupportRequest:
		return InquiryLSS
	case in.Area == Disability:
		return InquiryAdult // an application under SoL by one with a disability
	}
	return in.Area.InquiryKind()
}
