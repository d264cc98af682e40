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
	To      ids.Person
	How     string
	On      civil.Date
	Checked bool // read for what may reveal someone with protected identity
	Guarded bool // someone else in the matter than the receiver has protected identity
}

// Action names the act for the access policies.
func (SendLetter) Action() string { return "decision.send" }

// Decide records the sending. Nothing is sent to one who has died, a letter to
// someone else than the one with protected identity is read first, and one whose
// address is in no register is reached through Skatteverket (law.md 5.5).
func (cmd SendLetter) Decide(d Decision, env act.Env) ([]journal.Event, error) {
	if d.Made.IsZero() {
		return nil, fault.New(fault.NotFound, "decision.not-found")
	}
	if cmd.To == d.Person && env.Facts.Has("person.deceased") {
		return nil, fault.New(fault.Unmet, "decision.person-deceased")
	}
	protection := env.Facts.Value("person.protected")
	guarded := cmd.Guarded || cmd.To != d.Person && protection != "" && protection != "ingen"
	wrong := []*fault.Error{notBefore("sent", cmd.On, d.Made, env)}
	switch {
	case !slices.Contains([]string{"brev", "mottagningsbevis", "digital-brevlada", "overlamnat", "skatteverket"}, cmd.How):
		wrong = append(wrong, fault.Field("how", "decision.how-sent"))
	case cmd.To == d.Person && protection == "skyddad-folkbokforing" && (cmd.How == "brev" || cmd.How == "mottagningsbevis"):
		wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "how", Text: "decision.send-through-skatteverket"})
	}
	if guarded && !cmd.Checked {
		wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "checked", Text: "decision.check-for-protected"})
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{LetterSent{To: cmd.To, How: cmd.How, On: cmd.On, Checked: guarded}}, nil
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
