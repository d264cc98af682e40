package visits

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A SystemKey (nyckel) lets a provider's own system send visits in the provider's
// name, and do nothing else. The record keeps only its digest.
type SystemKey struct {
	Provider ids.Provider
	Name     string // of the system
	Digest   string
	Given    time.Time // zero: not
	Ended    time.Time // zero: it holds
}

// KeyStream is the name of the kind of stream.
const KeyStream = "system_key"

// The events of a key.
type (
	KeyGiven struct {
		Provider ids.Provider
		Name     string
		Digest   string
	}
	KeyEnded struct{}
)

// Names that outlive any refactoring.

func (KeyGiven) EventName() string { return "system_key.given.v1" }
func (KeyEnded) EventName() string { return "system_key.ended.v1" }

// KeyEvents lists a zero value of each event of the stream.
func KeyEvents() []journal.Event { return []journal.Event{KeyGiven{}, KeyEnded{}} }

// Fold takes one event into the key.
func (k *SystemKey) Fold(r journal.Recorded) {
	switch e := r.Event.(type) {
	case KeyGiven:
		k.Provider, k.Name, k.Digest, k.Given = e.Provider, e.Name, e.Digest, r.At
	case KeyEnded:
		k.Ended = r.At
	}
}

// Says gives no facts.
func (SystemKey) Says() []duty.Said { return nil }

// Persons names no file.
func (SystemKey) Persons() []ids.Person { return nil }

// DigestOf is what is kept of a key.
func DigestOf(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// GiveKey gives a system of the actor's provider a key.
type GiveKey struct {
	Provider ids.Provider
	Name     string
	Digest   string
}

// Action names the act.
func (GiveKey) Action() string { return "system_key.give" }

// Decide gives a key once, to the actor's own provider.
func (cmd GiveKey) Decide(k SystemKey, env act.Env) ([]journal.Event, error) {
	switch {
	case cmd.Provider.IsZero() || cmd.Provider != env.Actor.Provider:
		return nil, fault.New(fault.NotFound, "key.unknown")
	case !k.Given.IsZero():
		return nil, fault.New(fault.Conflict, "key.given-already")
	case strings.TrimSpace(cmd.Name) == "":
		return nil, fault.Field("name", "key.name-missing")
	}
	return []journal.Event{KeyGiven(cmd)}, nil
}

// EndKey ends a key: nothing is received with it any more.
type EndKey struct{}

// Action names the act.
func (EndKey) Action() string { return "system_key.end" }

// Decide ends a key of the actor's own provider.
func (EndKey) Decide(k SystemKey, env act.Env) ([]journal.Event, error) {
	switch {
	case k.Given.IsZero() || k.Provider != env.Actor.Provider:
		return nil, fault.New(fault.NotFound, "key.unknown")
	case !k.Ended.IsZero():
		return nil, nil
	}
	return []journal.Event{KeyEnded{}}, nil
}

// A KeyLine is one key as the list shows it.
type KeyLine struct {
	ID    ids.ID
	Name  string
	Given time.Time
	Ended time.Time // zero: it holds
}
