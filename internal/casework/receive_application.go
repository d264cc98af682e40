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

// ReceiveApplication registers what a person asks for (ansökan), in writing or
// by word of mouth; under LSS it is a request (begäran).
type ReceiveApplication struct {
	Case     ids.Case
	Person   ids.Person
	Area     Area
	Kind     IntakeKind
	Received time.Time
	Channel  Channel
	Content  IntakeContent
	Born     civil.Date // of the person, by which the area is checked; zero: not known
	Officer  ids.User   // zero: unassigned
}

// Action names the act.
func (ReceiveApplication) Action() string { return "intake.receive" }

// Asks for the case it belongs to.
func (cmd ReceiveApplication) Asks() duty.Subject {
	return duty.Subject{Kind: "case", ID: cmd.Case.ID}
}

// Decide registers the application.
func (cmd ReceiveApplication) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	if in.Exists() {
		return nil, fault.New(fault.Conflict, "intake.received-already")
	}
	var kind, says *fault.Error
	switch {
	case !cmd.Kind.Asked():
		kind = fault.Field("kind", "intake.kind-missing")
	case cmd.Kind == SupportRequest && cmd.Area != Disability && cmd.Area != Children:
		kind = fault.Field("kind", "intake.request-is-lss")
	}
	if strings.TrimSpace(cmd.Content.Says) == "" {
		says = fault.Field("says", "intake.wish-missing")
	}
	if err := fault.Join(kind, misplaced(cmd.Area, ageAt(cmd.Born, env.Today)), checkReceived(cmd.Received, env), checkChannel(cmd.Channel), says); err != nil {
		return nil, err
	}
	events := []journal.Event{IntakeReceived{
		Case: cmd.Case, Person: cmd.Person, Area: cmd.Area, Kind: cmd.Kind,
		Received: cmd.Received, Channel: cmd.Channel, Content: cmd.Content.whole(cmd.Kind), RunningInquiry: runningInquiry(env.Facts),
	}}
	if !cmd.Officer.IsZero() {
		events = append(events, IntakeAssigned{Officer: cmd.Officer})
	}
	return events, nil
}
