// Package board is what the board (nämnd) itself answers for. So far it holds what
// the council is told each quarter of decisions that are not carried out, and the
// words that other rules ask about the board; the meetings, items and reports that
// say those are yet to come.
package board

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Stream is the kind of the one stream in which a board keeps what it answers for
// itself.
const Stream = Subject

// ID is the id of that stream, and of the board as a subject of rules.
func ID() ids.ID { return ids.Derive(ids.Act{}, Stream) }

// A Board (nämnd) is since when it answers, and what it has told the council.
type Board struct {
	Established civil.Date
	Council     []CouncilReport // in the order they were handed over

	said duty.Statements
}

// Establish writes in the day the board began to answer for its matters. What is
// owed every quarter is counted from the first whole quarter after it.
type Establish struct{ On civil.Date }

// Action names the act for the access policies.
func (Establish) Action() string { return "board.establish" }

// Decide takes the day once.
func (cmd Establish) Decide(b Board, env act.Env) ([]journal.Event, error) {
	switch {
	case !b.Established.IsZero():
		return nil, fault.New(fault.Conflict, "board.established-already")
	case cmd.On.IsZero() || cmd.On.After(env.Today):
		return nil, fault.Field("on", "board.established-when")
	}
	return []journal.Event{Established(cmd)}, nil
}

type (
	// Established tells when the board began to answer.
	Established struct{ On civil.Date }
	// CouncilTold tells that the council was given a quarter's statistics.
	CouncilTold struct{ Report CouncilReport }
)

// EventName is for ever.
func (Established) EventName() string { return "board.established.v1" }

// EventName is for ever.
func (CouncilTold) EventName() string { return "board.council_told.v1" }

// Events lists a zero value of each event of the stream.
func Events() []journal.Event { return []journal.Event{Established{}, CouncilTold{}} }

// Fold takes one event into the board.
func (b *Board) Fold(r journal.Recorded) {
	subject := duty.Subject{Kind: Subject, ID: r.Stream.ID}
	switch e := r.Event.(type) {
	case Established:
		b.Established = e.On
		b.said = b.said.Say(subject, r, duty.Fact{Name: "board.established", Day: e.On})
	case CouncilTold:
		b.Council = append(slices.Clip(b.Council), e.Report)
		b.said = b.said.Say(subject, r, duty.Fact{Name: "board.nonexec_to_council", Day: e.Report.On})
	}
}

// Says gives the board its facts. It stands under nothing.
func (b Board) Says() []duty.Said {
	return b.said.Said(func(duty.Subject) duty.Subject { return duty.Subject{} })
}

// Persons names no file.
func (Board) Persons() []ids.Person { return nil }
