// Package engine carries one act from form to record: ask access, load the
// stream, fold it, let the command decide, compute the obligations of every
// subject whose facts changed, and commit all of it in one transaction.
//
//	Do ─┬─ plan:  open streams → ask access → decide → say facts
//	    │         → compute obligations → stops?
//	    └─ Store.Write: has anything moved? → act, events with their projections,
//	              subjects, obligations, outbox
//
// An act is planned beside what others write, and the transaction makes sure
// that every stream and subject it was planned from is as it was. Where another
// was first, the act is planned again inside the transaction, on the newer
// record.
package engine

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/recent"
)

// A Command decides what happens to one stream: events, or what stands in the
// way. It is pure, and plain data: its JSON is what tells a repeated post from
// another act under the same id.
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
	Says    func(S) []duty.Said        // the facts it gives, and to which subjects; the first is the stream's own subject
	Persons func(S) []ids.Person       // whose file it belongs to; the unit of disposal
	Events  []journal.Event            // a zero value of each event, for the registry

	Old     map[string]string // event names no longer written, each with the name that replaced it
	Upgrade journal.Upgrade   // reads the bodies of Old; nil when there are none
}

// A Book is the adopted rules.
type Book interface {
	// Compute gives all that the rules say of the subject on the day. It is pure.
	Compute(subject duty.Subject, facts duty.Facts, day civil.Date) duty.Computed
}

// A Question is what access is asked before a command decides.
type Question struct {
	Actor   act.Actor
	Action  string
	Stream  journal.StreamID
	Subject duty.Subject   // what the act speaks of
	Chain   []duty.Subject // the subject and all it stands under that the record knows, lowest first
	Facts   duty.Facts     // of the whole chain
	Gone    bool           // the stream has been written, and nothing is left of what it said
	Now     time.Time
	Today   civil.Date
}

// Access says who may do what.
type Access interface {
	// Ask answers nil when the act is allowed, and else a fault of kind
	// Forbidden or NotFound.
	Ask(ctx context.Context, q Question) error
}

// A Clock gives the instant of an act.
type Clock func() time.Time

// Config is what an engine is made of. Every field must be set.
type Config struct {
	Store    Store
	Registry *journal.Registry
	Book     Book
	Access   Access
	Clock    Clock
	IDs      ids.Source // its Random is read by several goroutines at once
	Inside   bool       // plan acts inside their transactions only: for bulk, where nobody else writes
}

// An Engine carries out acts on one board's record.
type Engine struct {
	store    Store
	registry *journal.Registry
	book     atomic.Pointer[Book]
	access   Access
	clock    Clock
	ids      ids.Source
	inside   bool
	past     recent.Memory[journal.StreamID, past]
	subjects subjectCache
}

// New returns an engine over a store.
func New(c Config) *Engine {
	e := &Engine{store: c.Store, registry: c.Registry, access: c.Access, clock: c.Clock, ids: c.IDs, inside: c.Inside}
	e.UseBook(c.Book)
	return e
}

// UseBook makes b the book that acts are judged by from now on.
func (e *Engine) UseBook(b Book) { e.book.Store(&b) }

// NewID makes an id of the present instant.
func (e *Engine) NewID() ids.ID { return e.ids.New(e.clock()) }

// NewForm makes the id of a form that is about to be shown.
func (e *Engine) NewForm() ids.Act { return ids.Act{ID: e.NewID()} }

// A Receipt is the record's answer to an act, given when it is durable.
type Receipt struct {
	Act      ids.Act
	At       time.Time
	Versions map[journal.StreamID]int // of each stream the act appended to, after it
}

// A Stream carries out acts on streams of one kind.
type Stream[S any] struct {
	engine *Engine
	kind   Kind[S]
}

// Bind ties a kind of stream to an engine and makes its events known. It is
// called while the program is wired together.
func Bind[S any](e *Engine, kind Kind[S]) *Stream[S] {
	Register(e.registry, kind)
	return &Stream[S]{engine: e, kind: kind}
}

// Register makes the events of a kind known, for readers of the journal that
// carry out no acts.
func Register[S any](r *journal.Registry, kind Kind[S]) {
	r.Add(kind.Events...)
	if slices.ContainsFunc(kind.Events, settles) {
		r.Add(RulesJudged{})
	}
	r.AddOld(kind.Upgrade, kind.Old)
}

// Do carries out a command on one stream.
func (s *Stream[S]) Do(ctx context.Context, form act.Form, id ids.ID, cmd Command[S]) (Receipt, error) {
	return s.engine.Do(ctx, form, s.Step(id, cmd))
}

// Load folds a stream; the zero state and version 0 when it does not exist.
func (s *Stream[S]) Load(ctx context.Context, id ids.ID) (S, int, error) {
	var state S
	var version int
	err := s.engine.store.Read(ctx, func(r Reader) error {
		past, err := s.engine.open(ctx, r, journal.StreamID{Kind: s.kind.Name, ID: id})
		if err != nil {
			return err
		}
		state, version = *new(S), past.version
		for _, event := range past.events {
			if event.Event != nil { // what has been disposed of folds to nothing
				s.kind.Fold(&state, event)
			}
		}
		return nil
	})
	return state, version, err
}

// A Step is one command on one stream, as part of an act over several.
type Step struct {
	stream  journal.StreamID
	action  string
	command any
	asks    duty.Subject
	fold    func(sofar any, past []journal.Recorded) decider // from what an earlier step of the act left, or from the events
}

// Action names what the step does, as the access policies know it.
func (s Step) Action() string { return s.action }

// Step makes a command part of an act over several streams.
func (s *Stream[S]) Step(id ids.ID, cmd Command[S]) Step {
	step := Step{
		stream:  journal.StreamID{Kind: s.kind.Name, ID: id},
		action:  cmd.Action(),
		command: cmd,
		fold: func(sofar any, past []journal.Recorded) decider {
			d := &folded[S]{kind: &s.kind, cmd: cmd}
			if state, ok := sofar.(S); ok {
				d.state, d.any = state, true
				return d
			}
			for _, event := range past {
				d.add(event)
			}
			return d
		},
	}
	if asks, ok := cmd.(Asks); ok {
		step.asks = asks.Asks()
	}
	return step
}

// A decider is a folded stream and the command upon it, whatever its state's type.
type decider interface {
	add(journal.Recorded)
	folded() any // the state, once something has been folded
	says() []duty.Said
	decide(act.Env) ([]journal.Event, error)
}

type folded[S any] struct {
	kind  *Kind[S]
	cmd   Command[S]
	state S
	any   bool // an event has been folded
}

func (f *folded[S]) add(event journal.Recorded) {
	if event.Event == nil {
		return
	}
	f.kind.Fold(&f.state, event)
	f.any = true
}

func (f *folded[S]) folded() any {
	if !f.any {
		return nil
	}
	return f.state
}

func (f *folded[S]) says() []duty.Said {
	if !f.any || f.kind.Says == nil {
		return nil
	}
	return f.kind.Says(f.state)
}

func (f *folded[S]) decide(env act.Env) ([]journal.Event, error) { return f.cmd.Decide(f.state, env) }

// errNothing ends an act in which no command had anything to record.
var errNothing = errors.New("engine: nothing to record")
