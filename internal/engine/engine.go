// Package engine carries one act from form to record: ask access, load the
// stream, fold it, let the command decide, compute the obligations of every
// subject whose facts changed, and commit all of it in one transaction.
package engine

import (
	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Command decides what happens to one stream: events, or what stands in the
// way. It is pure.
type Command[S any] interface {
	// Action names the act for the access policies: "investigation.decide".
	Action() string
	Decide(S, act.Env) ([]journal.Event, error)
}

// Asks is implemented by a command on a stream that does not exist yet, or that
// needs the facts of another subject than its stream's own.
type Asks interface {
	Asks() duty.Subject
}

// A Kind describes one kind of stream to the engine.
type Kind[S any] struct {
	Name    string                     // "investigation"; journal.StreamID.Kind
	Fold    func(*S, journal.Recorded) // must not alias what an earlier state holds
	Says    func(S) []duty.Said        // the facts it gives, and to which subjects
	Persons func(S) []ids.Person       // whose file it belongs to; the unit of disposal
	Events  []journal.Event            // a zero value of each event, for the registry
}
