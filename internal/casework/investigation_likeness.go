package casework

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// LikenessAnswered tells why a text that the program questioned is right as it
// stands: it is the person's own although it holds a common phrase, or reads as
// another's (C-19, D-04).
type LikenessAnswered struct {
	Text string // key of the part, or of the goal
	Why  string
}

// EventName is for ever.
func (LikenessAnswered) EventName() string { return "investigation.likeness_answered.v1" }

// AnswerLikeness answers a warning with a reason. A warning never stops anyone, and
// need not be answered.
type AnswerLikeness struct {
	Text string
	Why  string
}

// Action names the act for the access policies.
func (AnswerLikeness) Action() string { return "investigation.write" }

// Decide takes a reason for a text that stands there.
func (cmd AnswerLikeness) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	_, goal := i.Goal(cmd.Text)
	if !goal && i.Part(cmd.Text).Text == "" {
		return nil, fault.Field("text", "investigation.nothing-to-answer")
	}
	if f := said("why", cmd.Why); f != nil {
		return nil, f
	}
	return []journal.Event{LikenessAnswered{Text: cmd.Text, Why: strings.TrimSpace(cmd.Why)}}, nil
}

// AnswerTo is the reason given for a text, empty when none is.
func (i Investigation) AnswerTo(text string) string {
	for _, a := range i.Answered {
		if a.Text == text {
			return a.Why
		}
	}
	return ""
}
