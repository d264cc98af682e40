package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// SendLetter records how and when the decision was sent to a party (underrättelse, FL 33 §).
type SendLetter struct {
	To  ids.Person
	How string
	On  civil.Date
}

// Action names the act for the access policies.
func (SendLetter) Action() string { return "decision.send" }

// Decide records the sending. Nothing is sent to one who has died.
func (cmd SendLetter) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	if d.Made.IsZero() {
		return nil, fault.New(fault.NotFound, "decision.not-found")
	}
	if cmd.To == d.Person && env.Facts.Has("person.deceased") {
		return nil, fault.New(fault.Unmet, "decision.person-deceased")
	}
	wrong := []*fault.Error{notBefore("sent", cmd.On, d.Made, env)}
	if !slices.Contains([]string{"brev", "mottagningsbevis", "digital-brevlada", "overlamnat"}, cmd.How) {
		wrong = append(wrong, fault.Field("how", "decision.how-sent"))
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{LetterSent(cmd)}, nil
}

// RecordReceived records the day a party got the decision (delfående) and what
// shows it. The time to appeal runs from that day; before it is known there is no
// last day (JO 3372-2017).
type RecordReceived struct {
	To    ids.Person
	On    civil.Date
	Proof string
}

// Action names the act for the access policies.
func (RecordReceived) Action() string { return "decision.send" }

// Decide records the day.
func (cmd RecordReceived) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	letter := d.letter(cmd.To)
	if letter.On.IsZero() {
		return nil, fault.New(fault.Unmet, "decision.send-first")
	}
	if err := fault.Join(notBefore("received", cmd.On, letter.On, env), written("proof", cmd.Proof)); err != nil {
		return nil, err
	}
	return []journal.Event{DecisionReceived(cmd)}, nil
}

// ReportToBoard records that a decision by delegation was reported (KL 6:40).
type ReportToBoard struct{ On civil.Date }

// Action names the act for the access policies.
func (ReportToBoard) Action() string { return "decision.report" }

// Decide records the day.
func (cmd ReportToBoard) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	if d.Made.IsZero() {
		return nil, fault.New(fault.NotFound, "decision.not-found")
	}
	if f := notBefore("on", cmd.On, d.Made, env); f != nil {
		return nil, f
	}
	return []journal.Event{DecisionReported(cmd)}, nil
}

// Rectify corrects an evident slip in a signed decision (FL 36 §). Old and new
// stand side by side (D-23).
type Rectify struct {
	Field string
	Was   string
	Now   string
	Why   string
}

// Action names the act for the access policies.
func (Rectify) Action() string { return "decision.rectify" }

// Decide corrects the slip.
func (cmd Rectify) Decide(d Decision, _ act.Env) ([]journal.Event, error) {
	if d.Made.IsZero() {
		return nil, fault.New(fault.NotFound, "decision.not-found")
	}
	if cmd.Field == "skal" {
		cmd.Was = d.Reasons
	}
	if err := fault.Join(written("was", cmd.Was), written("now", cmd.Now), written("why", cmd.Why)); err != nil {
		return nil, err
	}
	return []journal.Event{DecisionRectified(cmd)}, nil
}

// notBefore refuses a day that is missing, has not come, or lies before another.
func notBefore(field string, on, earliest civil.Date, env act.Env) *fault.Error {
	switch {
	case on.IsZero():
		return fault.Field(field, "decision.day-missing")
	case on.After(env.Today):
		return fault.Field(field, "decision.day-in-future")
	case on.Before(earliest):
		return &fault.Error{Kind: fault.Invalid, Field: field, Text: "decision.day-too-early", Args: map[string]any{"earliest": earliest}}
	}
	return nil
}

func written(field, text string) *fault.Error {
	if text == "" {
		return fault.Field(field, "decision.write-something")
	}
	return nil
}
