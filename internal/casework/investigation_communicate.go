package casework

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// ConsiderCommunication settles whether the parties are to see the material before
// the decision (kommunicering, FL 25 §): needed, evidently unnecessary, or an
// exception, the last two with a reason.
type ConsiderCommunication struct {
	Need   string // "behovs", "uppenbart-obehovlig", "undantag"
	Reason string
}

// Action names the act for the access policies.
func (ConsiderCommunication) Action() string { return "investigation.communicate" }

// Decide records the standpoint.
func (cmd ConsiderCommunication) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	switch {
	case !slices.Contains([]string{"behovs", "uppenbart-obehovlig", "undantag"}, cmd.Need):
		return nil, fault.Field("need", "investigation.communication-choice")
	case cmd.Need != "behovs" && cmd.Reason == "":
		return nil, &fault.Error{Kind: fault.Invalid, Field: "reason", Text: "investigation.communication-reason", Rule: "communicate"}
	}
	return []journal.Event{CommunicationConsidered{Communication(cmd)}}, nil
}

// SendMaterial records that the material was sent to one party, and by when the
// party may answer.
type SendMaterial struct {
	Party    ids.Person
	On       civil.Date
	How      string
	AnswerBy civil.Date
	Checked  bool // read for what may reveal someone with protected identity
	Guarded  bool // someone else in the matter than the party has protected identity
}

// Action names the act for the access policies.
func (SendMaterial) Action() string { return "investigation.communicate" }

// Decide records the sending. The law gives no number of days, only that they are
// stated. What goes to someone else than the one with protected identity is read first.
func (cmd SendMaterial) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	wrong := []*fault.Error{happened("sent", cmd.On, env)}
	if cmd.Party.IsZero() {
		wrong = append(wrong, fault.Field("party", "investigation.choose-party"))
	}
	if !cmd.AnswerBy.After(cmd.On) {
		wrong = append(wrong, &fault.Error{Kind: fault.Invalid, Field: "answer_by", Text: "investigation.answer-by", Rule: "communicate"})
	}
	protection := env.Facts.Value("person.protected")
	guarded := cmd.Guarded || cmd.Party != i.Person && protection != "" && protection != "ingen"
	if guarded && !cmd.Checked {
		wrong = append(wrong, &fault.Error{Kind: fault.Unmet, Field: "checked", Text: "investigation.check-for-protected"})
	}
	if err := fault.Join(wrong...); err != nil {
		return nil, err
	}
	return []journal.Event{MaterialSentToParty{Party: cmd.Party, On: cmd.On, How: cmd.How, AnswerBy: cmd.AnswerBy, Checked: guarded}}, nil
}

// RecordAnswer keeps what a party says of the material, or that it has nothing to add.
type RecordAnswer struct {
	Party ids.Person
	On    civil.Date
	Says  string
}

// Action names the act for the access policies.
func (RecordAnswer) Action() string { return "investigation.communicate" }

// Decide records the answer of a party that was sent the material.
func (cmd RecordAnswer) Decide(i Investigation, env act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(i.Sent, func(s MaterialSent) bool { return s.Party == cmd.Party }) {
		return nil, fault.Field("party", "investigation.not-sent-to-party")
	}
	if f := happened("answered", cmd.On, env); f != nil {
		return nil, f
	}
	return []journal.Event{PartyAnswered(cmd)}, nil
}

// heard tells whether every party has answered or had its time to (FL 25 §).
func (i Investigation) heard(parties []ids.Person, today civil.Date) bool {
	for _, p := range parties {
		if !slices.ContainsFunc(i.Sent, func(s MaterialSent) bool {
			return s.Party == p && (!s.Answered.IsZero() || s.AnswerBy.Before(today))
		}) {
			return false
		}
	}
	return true
}
