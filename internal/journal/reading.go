package journal

import (
	"encoding/hex"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// A Reading (läsning) is one line of the log of readings: who opened which part
// of whose file, when, as what and on what ground (lag 2001:454, 10 §). It holds
// nothing of what was read.
type Reading struct {
	At       time.Time
	Actor    ids.User
	OnBehalf ids.User // whom the reader stood in for; zero: nobody
	Unit     ids.Unit
	Provider ids.Provider
	Roles    []string
	Action   string       // what access was asked: "case.read"
	Person   ids.Person   // whose file; zero: a list was shown
	Shown    []ids.Person // those on the list, in its order
	Kind     string       // of the subject that was opened
	ID       ids.ID
	Part     string // "utredningen"
	Ground   string // why the reader may, in words
	Source   string // the network address of the reader's machine
}

// Leaf is all that stands in the line, as it is sealed: one line for each part,
// in this order. A ground may hold what the reader wrote, so its line ends are
// written as spaces are not.
func (r Reading) Leaf() []byte {
	b := make([]byte, 0, 500)
	line := func(s string) { b = append(append(b, strings.NewReplacer(`\`, `\\`, "\n", `\n`).Replace(s)...), '\n') }
	line("stadga reading 1")
	line(civil.Stamp(r.At))
	line(r.Actor.String())
	line(r.OnBehalf.String())
	line(r.Unit.String())
	line(r.Provider.String())
	line(strings.Join(r.Roles, " "))
	line(r.Action)
	line(r.Person.String())
	line(hex.EncodeToString(PackPersons(r.Shown)))
	line(r.Kind)
	line(r.ID.String())
	line(r.Part)
	line(r.Ground)
	line(r.Source)
	return b
}

// LeafHash is the hash of the leaf in the tree of readings.
func (r Reading) LeafHash() [32]byte { return tlog.RecordHash(r.Leaf()) }

// ReadsOrigin is what the checkpoints of the tree of readings say they are of.
func ReadsOrigin(origin string) string { return origin + readsOf }

const readsOf = "/lasningar"

// OfReads tells whether the checkpoint is of the tree of readings.
func (c Checkpoint) OfReads() bool { return strings.HasSuffix(c.Origin, readsOf) }

// PackPersons writes ids after one another.
func PackPersons(persons []ids.Person) []byte {
	b := make([]byte, 0, len(persons)*len(ids.ID{}))
	for _, p := range persons {
		b = append(b, p.ID[:]...)
	}
	return b
}

// UnpackPersons reads them back. What is left over is none.
func UnpackPersons(b []byte) []ids.Person {
	const size = len(ids.ID{})
	var persons []ids.Person
	for ; len(b) >= size; b = b[size:] {
		persons = append(persons, ids.Person{ID: ids.ID(b[:size])})
	}
	return persons
}

// ReadingsDisposed tells that the oldest lines of the log of readings go: those below a
// position in its tree, which were before a day. Without such an act, a line that is
// gone has been taken away.
type ReadingsDisposed struct {
	Before civil.Date
	To     int64
	Count  int64
	Years  int    // how long lines are kept
	Ref    string // the decision that says so: "SN 2026/17 § 4"
}

// EventName is for ever.
func (ReadingsDisposed) EventName() string { return "record.readings_disposed.v1" }

// A SealedReading is a reading at its position in its tree.
type SealedReading struct {
	Position int64
	Leaf     []byte
	Reading  *Reading // nil: it is no longer there
	Unread   error    // what stands there cannot be read
}
