// Package journal describes the record (journal): what happened, as events in
// streams. It holds no storage; store keeps the events and engine appends them.
//
// Nothing in the record is edited. A correction is a new event that names what
// it corrects and why.
package journal

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// An Event is one thing that happened, in the past tense. Its name, such as
// "intake.received.v1", is for ever: it outlives the Go type that carries it.
type Event interface {
	EventName() string
}

// A StreamID names one stream: its kind ("intake", "investigation") and its id.
type StreamID struct {
	Kind string
	ID   ids.ID
}

// String writes kind/id.
func (s StreamID) String() string { return s.Kind + "/" + s.ID.String() }

// A Ref names one event for ever: the act that brought it and its place in that act.
type Ref struct {
	Act   ids.Act
	Index int // 0 for the first event of the act
}

// An Envelope is what stands about an event beside its body.
type Envelope struct {
	Stream   StreamID
	Version  int // 1 for the first event of the stream
	Ref      Ref
	Name     string
	At       time.Time  // the instant it was recorded
	Day      civil.Date // the same in Stockholm
	Actor    ids.User   // who did it; the zero User is the system itself
	OnBehalf ids.User   // whose duty it was, when a stand-in acted
	Cause    Ref        // the event this follows from; zero for an act by a person
	Digest   [32]byte   // over the body's salt and bytes
}

// A Recorded event is an event with its envelope, as streams are folded from.
type Recorded struct {
	Envelope
	Event Event // nil when the body has been disposed of or erased
}
