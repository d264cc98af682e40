package webkit

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
)

// A Reading is one part of a person's file that someone opened, or a page that
// showed who several persons are.
type Reading struct {
	At      time.Time
	Actor   act.Actor
	Action  string       // what access was asked: "case.read"
	Person  ids.Person   // whose file; zero: a list
	Shown   []ids.Person // those on the list
	Subject duty.Subject // what was opened: the case, investigation …
	Part    string       // "tidslinjen", from the route
	Ground  string       // why the reader may: "handläggare i ärendet"
	Source  string       // the network address of the reader's machine
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
	// Ground is the ground on which the role may do the action, in words for the log
	// of readings; empty: none is said.
	Ground(who act.Actor, action string) string
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
	return read(r, person, subject, visitOf(r).route.Action, reason)
}

// ReadBy is Read of what another action than the route's opens: less of the file.
func ReadBy(r *http.Request, person ids.Person, subject duty.Subject, action string) error {
	return read(r, person, subject, action, "")
}

func read(r *http.Request, person ids.Person, subject duty.Subject, action, reason string) error {
	v := visitOf(r)
	if v.route.Part == "" {
		return fmt.Errorf("webkit: %s shows no part of a file by the table of routes", v.route.Pattern)
	}
	ground, err := v.site.Door.Open(r.Context(), v.account.Actor, action, subject)
	if err != nil {
		return err
	}
	if reason != "" {
		ground += ". Skäl: " + reason
	}
	if err := v.log(r, Reading{Person: person, Subject: subject, Ground: ground}); err != nil {
		return err
	}
	v.read, v.opened = append(v.read, person), subject
	return nil
}

// log writes a line in the log of readings. Without it nothing is shown, and the
// page says so.
func (v *visit) log(r *http.Request, reading Reading) error {
	reading.At, reading.Actor, reading.Action, reading.Source = v.now, v.account.Actor, v.route.Action, v.site.clientAddress(r)
	reading.Part = v.route.Part
	if reading.Part == "" {
		reading.Part = v.route.List
	}
	if reading.Part == "" {
		reading.Part = v.route.Path()
	}
	if err := v.site.Readings.Log(r.Context(), reading); err != nil {
		return &fault.Error{Kind: fault.Internal, Text: "web.not-logged", Err: fmt.Errorf("log the reading: %w", err)}
	}
	return nil
}

// Shown notes that the answer to the request tells who persons are. They are
// logged together in one line when the answer is whole, durably and before its
// first byte, unless their files were logged as read. Whatever answers a page's
// question of who persons are calls it, so that no page can forget.
func Shown(ctx context.Context, persons ...ids.Person) {
	v, ok := ctx.Value(visitKey{}).(*visit)
	if !ok {
		return // no request: a job, or a command
	}
	for _, p := range persons {
		if !p.IsZero() && !slices.Contains(v.shown, p) {
			v.shown = append(v.shown, p)
		}
	}
}

// logShown logs those who are shown and whose files were not read.
func (v *visit) logShown(r *http.Request) error {
	shown := slices.DeleteFunc(v.shown, func(p ids.Person) bool { return slices.Contains(v.read, p) })
	if len(shown) == 0 {
		return nil
	}
	ground := v.site.Door.Ground(v.account.Actor, v.route.Action)
	if len(shown) == 1 {
		return v.log(r, Reading{Person: shown[0], Subject: v.opened, Ground: ground})
	}
	return v.log(r, Reading{Shown: shown, Subject: v.opened, Ground: ground})
}

// MemoryReadings keeps the read log in memory, for tests.
type MemoryReadings struct {
	mu   sync.Mutex
	all  []Reading
	down bool
}

// Log keeps the reading.
func (m *MemoryReadings) Log(_ context.Context, reading Reading) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down {
		return errors.New("the log of readings is down")
	}
	m.all = append(m.all, reading)
	return nil
}

// Break makes every line that comes after refused.
func (m *MemoryReadings) Break() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.down = true
}

// All returns what was read, in order.
func (m *MemoryReadings) All() []Reading {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.all)
}
