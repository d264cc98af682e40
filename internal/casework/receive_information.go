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

// ReceiveInformation registers what reaches the board without being an application
// or a report on a child: concern for an adult, a coming discharge from hospital, a
// signal from a provider, a transfer that another municipality asks for, an opinion
// that a prosecutor asks for, or other knowledge. None of them has fourteen days:
// if it may lead to action, an inquiry is opened at once (SoL 14:2).
type ReceiveInformation struct {
	Case     ids.Case
	Person   ids.Person
	Area     Area
	Kind     IntakeKind
	Received time.Time
	Channel  Channel
	Reporter Reporter
	Content  IntakeContent
	Born     civil.Date // of the person, by which the area is checked; zero: not known
	Officer  ids.User
}

// Action names the act.
func (ReceiveInformation) Action() string { return "intake.receive" }

// Asks for the case it belongs to.
func (cmd ReceiveInformation) Asks() duty.Subject {
	return duty.Subject{Kind: "case", ID: cmd.Case.ID}
}

// Decide registers the information. What is said of a child is a concern report
// and goes there, with its protection assessment.
func (cmd ReceiveInformation) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	if in.Exists() {
		return nil, fault.New(fault.Conflict, "intake.received-already")
	}
	var kind, says *fault.Error
	switch {
	case !cmd.Kind.informs():
		kind = fault.Field("kind", "intake.kind-missing")
	case cmd.Kind == AdultConcern && cmd.Area == Children:
		kind = fault.Field("kind", "intake.child-is-concern-report")
	}
	if strings.TrimSpace(cmd.Content.Says) == "" {
		says = fault.Field("says", "intake.information-missing")
	}
	var municipality, answerBy *fault.Error
	switch {
	case cmd.Kind == TransferIn && strings.TrimSpace(cmd.Content.Municipality) == "":
		municipality = fault.Field("municipality", "intake.municipality-missing")
	case cmd.Kind == OpinionRequest && cmd.Content.AnswerBy.IsZero():
		answerBy = fault.Field("answer_by", "intake.answer-by-missing")
	}
	if err := fault.Join(kind, misplaced(cmd.Area, ageAt(cmd.Born, env.Today)), municipality, answerBy, checkReceived(cmd.Received, env), checkChannel(cmd.Channel), says); err != nil {
		return nil, err
	}
	events := []journal.Event{IntakeReceived{
		Case: cmd.Case, Person: cmd.Person, Area: cmd.Area, Kind: cmd.Kind,
		Received: cmd.Received, Channel: cmd.Channel, Reporter: cmd.Reporter, Content: cmd.Content.whole(cmd.Kind), RunningInquiry: runningInquiry(env.Facts),
	}}
	if !cmd.Officer.IsZero() {
		events = append(events, IntakeAssigned{Officer: cmd.Officer})
	}
	return events, nil
}
