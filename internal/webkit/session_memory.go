package webkit

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"stadga/internal/ids"
)

// MemorySessions keeps sessions in memory, for tests and for a demo that loses
// its log-ins when it stops.
type MemorySessions struct {
	mu       sync.Mutex
	all      map[[32]byte]Session
	attempts map[[32]byte]memoryAttempt
}

type memoryAttempt struct {
	asked   []byte
	expires time.Time
}

// NewMemorySessions returns an empty store of sessions.
func NewMemorySessions() *MemorySessions {
	return &MemorySessions{all: map[[32]byte]Session{}, attempts: map[[32]byte]memoryAttempt{}}
}

// Begin keeps the session.
func (m *MemorySessions) Begin(_ context.Context, s Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all[s.Token] = s
	return nil
}

// Find returns the session; the zero Session when there is none.
func (m *MemorySessions) Find(_ context.Context, token [32]byte) (Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.all[token], nil
}

// Extend moves the end of the session.
func (m *MemorySessions) Extend(_ context.Context, token [32]byte, until time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.all[token]
	if !ok {
		return errors.New("webkit: the session has ended")
	}
	s.Expires = until
	m.all[token] = s
	return nil
}

// End forgets the session.
func (m *MemorySessions) End(_ context.Context, token [32]byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.all, token)
	return nil
}

// EndOf forgets the sessions of one log-in at the service, or of one user there.
func (m *MemorySessions) EndOf(_ context.Context, subject, sid string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.all, func(_ [32]byte, s Session) bool {
		return subject+sid != "" && (subject == "" || s.Subject == subject) && (sid == "" || s.SID == sid)
	})
	return nil
}

// EndOthers forgets the user's sessions but one.
func (m *MemorySessions) EndOthers(_ context.Context, user ids.User, but [32]byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.all, func(token [32]byte, s Session) bool { return s.User == user && token != but })
	return nil
}

// Running lists the sessions that have not run out, the newest first.
func (m *MemorySessions) Running(_ context.Context, now time.Time, of ids.User, limit int) ([]Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []Session
	for _, s := range m.all {
		if now.Before(s.Expires) && (of.IsZero() || s.User == of) {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b Session) int {
		return cmp.Or(b.Began.Compare(a.Began), bytes.Compare(a.Token[:], b.Token[:]))
	})
	return all[:min(limit, len(all))], nil
}

// BeginAttempt keeps what was asked.
func (m *MemorySessions) BeginAttempt(_ context.Context, token [32]byte, asked []byte, _, expires time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.attempts[token] = memoryAttempt{asked, expires}
	return nil
}

// TakeAttempt hands out what was asked, once.
func (m *MemorySessions) TakeAttempt(_ context.Context, token [32]byte, now time.Time) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	a := m.attempts[token]
	delete(m.attempts, token)
	if !now.Before(a.expires) {
		return nil, nil
	}
	return a.asked, nil
}

// RunOut lets every session run out.
func (m *MemorySessions) RunOut(now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for token, s := range m.all {
		s.Expires = now
		m.all[token] = s
	}
}
