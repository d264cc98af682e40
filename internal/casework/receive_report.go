package casework

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

// ReceiveConcernReport registers what a report (orosanmälan) says about one
// child, with the protection assessment where it is made at once. A report on
// several children is one such act for each, in the same form.
type ReceiveConcernReport struct {
	Case           ids.Case
	Person         ids.Person
	Received       time.Time
	Channel        Channel
	Reporter       Reporter
	Content        IntakeContent
	Together       []ids.Intake
	FeedbackWanted bool
	Protection     ProtectionAssessment // zero: not made yet
	Officer        ids.User             // zero: unassigned
}

// Action names the act.
func (ReceiveConcernReport) Action() string { return "intake.receive" }

// Asks for the case, to see whether an inquiry runs already.
func (cmd ReceiveConcernReport) Asks() duty.Subject {
	return duty.Subject{Kind: "case", ID: cmd.Case.ID}
}

// Decide registers the report. Nothing that is only wished for stops it: a
// report must never wait outside the record.
func (cmd ReceiveConcernReport) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	if in.Exists() {
		return nil, fault.New(fault.Conflict, "intake.received-already")
	}
	var says, feedback *fault.Error
	if strings.TrimSpace(cmd.Content.Says) == "" {
		says = fault.Field("says", "intake.concern-missing")
	}
	if cmd.FeedbackWanted && !cmd.Reporter.Mandated {
		feedback = fault.Field("feedback", "intake.feedback-mandated-only")
	}
	var role, danger *fault.Error
	if cmd.Reporter.Role == "" {
		role = fault.Field("role", "intake.reporter-role-missing")
	}
	if cmd.Content.Danger == "" {
		danger = fault.Field("danger", "intake.danger-missing")
	}
	var result, reasons, when *fault.Error
	if cmd.Protection.Result != "" {
		result, reasons, when = cmd.Protection.check(cmd.Received, env)
	}
	if err := fault.Join(checkReceived(cmd.Received, env), checkChannel(cmd.Channel), role, says, danger, result, reasons, when, feedback); err != nil {
		return nil, err
	}
	events := []journal.Event{IntakeReceived{
		Case: cmd.Case, Person: cmd.Person, Area: Children, Kind: ConcernReport,
		Received: cmd.Received, Channel: cmd.Channel, Reporter: cmd.Reporter, Content: cmd.Content,
		Together: cmd.Together, FeedbackWanted: cmd.FeedbackWanted, RunningInquiry: runningInquiry(env.Facts),
	}}
	if cmd.Protection.Result != "" {
		events = append(events, ProtectionAssessed{Assessment: cmd.Protection.at(env)})
	}
	if !cmd.Officer.IsZero() {
		events = append(events, IntakeAssigned{Officer: cmd.Officer})
	}
	return events, nil
}

// checkReceived holds inkom to what can be true. It is never guessed: the days
// run from it, not from when someone typed it in.
func checkReceived(received time.Time, env act.Env) *fault.Error {
	switch {
	case received.IsZero():
		return fault.Field("received", "intake.received-missing")
	case received.After(env.Now):
		return &fault.Error{Kind: fault.Invalid, Field: "received", Text: "intake.received-in-future", Args: map[string]any{"today": env.Today}}
	case civil.DayOf(received).Before(env.Today.AddMonths(-24)):
		return fault.Field("received", "intake.received-long-ago")
	}
	return nil
}

func checkChannel(c Channel) *fault.Error {
	if c.Words() == "" {
		return fault.Field("channel", "intake.channel-missing")
	}
	return nil
}
