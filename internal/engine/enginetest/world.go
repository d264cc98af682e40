// Package enginetest gives tests a small world to act in: an engine over a
// store in memory, a clock that stands still, and ids from a seed.
//
//	w := enginetest.New(t)
//	intakes := engine.Bind(w.Engine, casework.IntakeKind)
//	_, err := intakes.Do(ctx, w.Form(anna), id, casework.Receive{…})
//	w.Clock.Set(civil.MustParse("2026-03-02").At(9, 0))
package enginetest

import (
	"context"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A World is an engine with what surrounds it.
type World struct {
	Engine   *engine.Engine
	Memory   *Memory
	Clock    *Clock
	IDs      ids.Source
	Registry *journal.Registry
	t        testing.TB
}

// New returns an empty world on Monday 2 March 2026 at nine, with no rules and
// with everyone allowed everything.
func New(t testing.TB) *World {
	return With(t, engine.NoRules{}, engine.AllowAll{})
}

// With is New with rules and access policies.
func With(t testing.TB, book engine.Book, access engine.Access) *World {
	w := &World{
		Memory: NewMemory(), Clock: At(civil.On(2026, time.March, 2).At(9, 0)), IDs: IDs(1),
		Registry: journal.NewRegistry(), t: t,
	}
	w.Engine = engine.New(engine.Config{
		Store: w.Memory, Registry: w.Registry, Book: book, Access: access, Clock: w.Clock.Now, IDs: w.IDs,
	})
	return w
}

// Form is a form that has just been shown to the actor.
func (w *World) Form(actor act.Actor) act.Form {
	return act.Form{ID: w.Engine.NewForm(), Actor: actor}
}

// Facts are what the record says of a subject itself.
func (w *World) Facts(s duty.Subject) []duty.Fact {
	w.t.Helper()
	var facts []duty.Fact
	w.read(func(ctx context.Context, r engine.Reader) error {
		chain, err := r.Chain(ctx, s, nil)
		if len(chain) > 0 {
			facts = chain[0].Facts
		}
		return err
	})
	return facts
}

// Obligations are those of a subject, by rule.
func (w *World) Obligations(s duty.Subject) []duty.Obligation {
	w.t.Helper()
	var obligations []duty.Obligation
	w.read(func(ctx context.Context, r engine.Reader) error {
		chain, err := r.Chain(ctx, s, nil)
		if err != nil || len(chain) == 0 {
			return err
		}
		obligations, err = r.Obligations(ctx, chain[0].Num)
		return err
	})
	return obligations
}

func (w *World) read(f func(context.Context, engine.Reader) error) {
	w.t.Helper()
	ctx := context.Background()
	if err := w.Memory.Read(ctx, func(r engine.Reader) error { return f(ctx, r) }); err != nil {
		w.t.Fatal(err)
	}
}

// A Clock stands still until it is told.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// At returns a clock that shows the instant.
func At(now time.Time) *Clock { return &Clock{now: now} }

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set makes the clock show the instant.
func (c *Clock) Set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// Add moves the clock on.
func (c *Clock) Add(d time.Duration) { c.Set(c.Now().Add(d)) }

// IDs is a source of ids that gives the same ones for the same seed, to any
// number of goroutines.
func IDs(seed uint64) ids.Source {
	var key [32]byte
	key[0], key[1] = byte(seed), byte(seed>>8)
	return ids.Source{Random: &seeded{r: rand.NewChaCha8(key)}}
}

type seeded struct {
	mu sync.Mutex
	r  io.Reader
}

func (s *seeded) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.r.Read(p)
}
