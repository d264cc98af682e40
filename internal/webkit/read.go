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

// Read logs that the request opens the route's part of the file, durably,
// before the first byte of the answer can leave (design.md 5). Call it once for
// each person whose file the page shows.
func Read(r *http.Request, person ids.Person, subject duty.Subject, ground string) error {
	v := visitOf(r)
	if v.route.Part == "" {
		return fmt.Errorf("webkit: %s shows no part of a file by the table of routes", v.route.Pattern)
	}
	err := v.site.Readings.Log(r.Context(), Reading{
		At: v.now, Actor: v.account.Actor, Person: person, Subject: subject, Part: v.route.Part, Ground: ground,
	})
	if err != nil {
		return fmt.Errorf("log the reading: %w", err)
	}
	v.read = true
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
