package casework

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

type (
	// ParticipationWritten tells how the person has taken part.
	ParticipationWritten struct{ Participation Participation }

	// A Participation (delaktighet) is how the person has taken part in the
	// investigation, or why not (C-18).
	Participation struct {
		Text string `json:",omitzero"`
		Not  string `json:",omitzero"`
	}
)

// EventName is for ever.
func (ParticipationWritten) EventName() string { return "investigation.participation_written.v1" }

// WriteParticipation writes how the person has taken part, or why not.
type WriteParticipation struct {
	Text string
	Not  string
}

// Action names the act for the access policies.
func (WriteParticipation) Action() string { return "investigation.write" }

// Decide writes the one or the other.
func (cmd WriteParticipation) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	if err := i.writable(); err != nil {
		return nil, err
	}
	p := Participation{Text: strings.TrimSpace(cmd.Text), Not: strings.TrimSpace(cmd.Not)}
	if p == (Participation{}) {
		return nil, fault.Field("participation", "investigation.participation-or-reason")
	}
	return []journal.Event{ParticipationWritten{p}}, nil
}
