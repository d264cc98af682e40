package casework

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// AskFeedback tells that a mandated reporter wants to know whether an inquiry is
// opened (SoL 19:6). It can be asked later too.
type AskFeedback struct{}

// Action names the act.
func (AskFeedback) Action() string { return "intake.ask_feedback" }

// Decide notes the wish once.
func (AskFeedback) Decide(in Intake, _ act.Env) ([]journal.Event, error) {
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case !in.Reporter.Mandated:
		return nil, fault.Field("feedback", "intake.feedback-mandated-only")
	case !in.FeedbackWanted.IsZero():
		return nil, nil
	}
	return []journal.Event{IntakeFeedbackAsked{}}, nil
}

// GiveFeedback tells that the reporter was told: opened, not opened, or already
// running, and nothing else (OSL 26:9 a).
type GiveFeedback struct {
	On  civil.Date
	How string
}

// Action names the act.
func (GiveFeedback) Action() string { return "intake.give_feedback" }

// Decide takes feedback to a mandated reporter, after there is something to tell.
func (cmd GiveFeedback) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case !in.Reporter.Mandated:
		return nil, fault.New(fault.Unmet, "intake.feedback-mandated-only")
	case in.Open():
		return nil, fault.New(fault.Unmet, "intake.feedback-before-decision")
	case cmd.On.IsZero() || cmd.On.After(env.Today) || cmd.On.Before(in.Decided):
		return nil, fault.Field("on", "intake.feedback-day-wrong")
	case strings.TrimSpace(cmd.How) == "":
		return nil, fault.Field("how", "intake.feedback-how-missing")
	}
	return []journal.Event{IntakeFeedbackGiven(cmd)}, nil
}

// OfferMeeting tells whether a meeting between child, guardians and reporter was
// offered (SoL 19:5); no, with a reason, is an answer too.
type OfferMeeting struct {
	Offered bool
	Reason  string
}

// Action names the act.
func (OfferMeeting) Action() string { return "intake.offer_meeting" }

// Decide takes yes, or no with a reason.
func (cmd OfferMeeting) Decide(in Intake, _ act.Env) ([]journal.Event, error) {
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case !in.Reporter.Mandated:
		return nil, fault.New(fault.Unmet, "intake.meeting-mandated-only")
	case !cmd.Offered && strings.TrimSpace(cmd.Reason) == "":
		return nil, fault.Field("reason", "intake.meeting-reason-missing")
	}
	return []journal.Event{IntakeMeetingOffered(cmd)}, nil
}
