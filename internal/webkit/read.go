package webkit

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/ids"
)

// A Reading is one part of a person's file that someone opened.
type Reading struct {
	At      time.Time
	Actor   act.Actor
	Person  ids.Person   // whose file
	Subject duty.Subject // what was opened: the case, investigation …
	Part    string       // "tidslinjen", from the route
	Ground  string       // why the reader may: "handläggare i ärendet"
}

// Readings is the read log. Log returns only when the row is durable; on an
// error nothing is shown.
type Readings interface {
	Log(ctx context.Context, reading Reading) error
}

// A Door is asked before anything is shown or done.
type Door interface {
	// May tells whether the role may do the action at all, before any case is known.
	May(who act.Actor, action string) bool
	// Open answers with the ground on which the actor may do the action on the
	// subject, in words for the read log, or with a fault of kind NotFound.
	Open(ctx context.Context, who act.Actor, action string, subject duty.Subject) (ground string, err error)
}

// Read asks access for the route's action on the subject and logs that the
// request opens the route's part of the file, durably, before the first byte of
// the answer can leave (design.md 5). Call it first in the handler, once for
// each person whose file the page shows.
func Read(r *http.Request, person ids.Person, subject duty.Subject) error {
	return ReadFor(r, person, subject, "")
}

// ReadFor is Read where the reader has said why: the reason is kept in the log
// with the ground.
func ReadFor(r *http.Request, person ids.Person, subject duty.Subject, reason string) error {
	v := visitOf(r)
	if v.route.Part == "" {
		return fmt.Errorf("webkit: %s shows no part of a file by the table of routes", v.route.Pattern)
	}
	ground, err := v.site.Door.Open(r.Context(), v.account.Actor, v.route.Action, subject)
	if err != nil {
		return err
	}
	if reason != "" {
		ground += ". Skäl: " + reason
	}
	err = v.site.Readings.Log(r.Context(), Reading{
		At: v.now, Actor: v.account.Actor, Person: person, Subject: subject, Part: v.route.Part, Ground: ground,
	})
	if err != nil {
		return fmt.Errorf("log the reading: %w", err)
	}
	v.read, v.opened = true, subject
	return nil
}

// MemoryReadings keeps the read log in memory, for tests.
type MemoryReadings struct {
	mu  sync.Mutex
	all []Reading
}

// Log keeps the reading.
func (m *MemoryReadings) Log(_ context.Context, reading Reading) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all = append(m.all, reading)
	return nil
}

// All returns what was read, in order.
func (m *MemoryReadings) All() []Reading {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.all)
}
