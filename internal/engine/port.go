package engine

import (
	"context"
	"errors"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Num is the small integer by which rows are tied inside one database.
type Num int64

// ErrRace is what a store answers when another transaction was first. The act
// is then planned again on the newer record.
var ErrRace = errors.New("another transaction was first")

// A Store keeps the record.
type Store interface {
	// Write runs f in one transaction and returns when it is durable. It runs f
	// again, from the beginning, when f or the commit meets ErrRace; an error of
	// f leaves no trace.
	Write(ctx context.Context, f func(Tx) error) error
	// Read runs f on the record as it stands.
	Read(ctx context.Context, f func(Reader) error) error
}

// A Reader reads what an act is planned from.
type Reader interface {
	// Act finds an act by its id; nil when there is none.
	Act(ctx context.Context, id ids.Act) (*ActRow, error)
	// Stream finds a stream; Num and version are 0 when there is none.
	Stream(ctx context.Context, id journal.StreamID) (Num, int, error)
	// Events reads the events of a stream after a version, in order.
	Events(ctx context.Context, stream Num, after int) ([]StoredEvent, error)
	// Chain reads a subject and all it stands under, itself first; empty when
	// the record does not know it.
	Chain(ctx context.Context, s duty.Subject, known Known) ([]SubjectRow, error)
	// Chains reads subjects and all they stand under; those that the record does
	// not know are left out. It may give others too, and is spared a step for each
	// that was likely to be among them.
	Chains(ctx context.Context, subjects []duty.Subject, likely []Num, known Known) ([]SubjectRow, error)
	// Below reads what stands right under subjects.
	Below(ctx context.Context, subjects []Num, known Known) ([]SubjectRow, error)
	// Obligations reads the obligations of a subject, in the order of their keys.
	Obligations(ctx context.Context, subject Num) ([]duty.Obligation, error)
	// Waking lists subjects whose answer changes on or before the day, in order.
	Waking(ctx context.Context, day civil.Date, limit int) ([]duty.Subject, error)
	// Subjects lists every subject after one in order of number, for recomputing all.
	Subjects(ctx context.Context, after Num, limit int) ([]SubjectRow, error)
}

// Known gives the facts of a subject that are already in memory, if they are of
// that version, and spares the store from reading them again.
type Known func(subject duty.Subject, version int) ([]duty.Fact, bool)

// A Tx reads and writes inside one transaction.
type Tx interface {
	Reader
	// AddAct records the act of the transaction; false when its id is taken, and then
	// nothing is written. An act that surely is new need not be waited for: an id
	// that is taken all the same is then a race, which may be told first when
	// something else is asked for.
	AddAct(ctx context.Context, row ActRow, surely bool) (bool, error)
	// AddStream records a new stream at the version the act takes it to; one
	// that another transaction has just recorded is a race.
	AddStream(ctx context.Context, id journal.StreamID, version int) (Num, error)
	// MoveStream takes a stream from one version to another; a stream that is no
	// longer at the first is a race.
	MoveStream(ctx context.Context, stream Num, from, to int) error
	// Append adds the events of the act to the journal, with their bodies, puts
	// the act in the outbox, and applies the projections that read the events.
	Append(ctx context.Context, events []NewEvent) error
	// Lock holds subjects until the transaction ends, those to be changed alone
	// and the others together with their other readers, and gives the version of
	// each. It locks in the order of numbers.
	Lock(ctx context.Context, change, hold []Num) (map[Num]int, error)
	// Hold holds subjects together with their other readers until the transaction
	// ends; one that is no longer at the version given is a race, which may be told
	// first when the transaction ends.
	Hold(ctx context.Context, versions map[Num]int) error
	// AddSubject records a new subject; one that another transaction has just
	// recorded is a race.
	AddSubject(ctx context.Context, row SubjectRow) (Num, error)
	// PutSubject writes what has changed of a subject, from the version before; one
	// that is no longer at that version is a race.
	PutSubject(ctx context.Context, row SubjectRow) error
	// PutObligations writes obligations, each under its subject and key.
	PutObligations(ctx context.Context, owed []Owed) error
	// DropObligation takes away an obligation that no rule gives any more.
	DropObligation(ctx context.Context, subject Num, key duty.Key) error
	// DropDraft takes away the draft of a person under a form's key.
	DropDraft(ctx context.Context, person ids.User, form string) error
}

// An ActRow is what is recorded of an act as a whole.
type ActRow struct {
	ID       ids.Act
	Digest   [32]byte // over the commands and the streams they were given to
	Actor    ids.User
	OnBehalf ids.User
	At       time.Time
	Cause    journal.Ref
	Versions map[journal.StreamID]int // of the streams appended to, after the act; only when read
}

// A StoredEvent is an event as it is read: the envelope and the bytes of its body.
type StoredEvent struct {
	journal.Envelope
	JSON []byte // nil when the body has been disposed of
	Left bool   // its text has been taken out, and JSON is what is left
}

// A NewEvent is an event on its way into the journal.
type NewEvent struct {
	journal.Recorded
	Stream Num
	Body   journal.Body
}

// A SubjectRow is one subject with what every stream says of it. Facts lie in
// their subject's row, so that an act reads and writes one row per subject.
type SubjectRow struct {
	Num     Num
	Subject duty.Subject
	Under   Num // 0 at the top
	File    Num // the case it belongs to; 0 for a case itself and for what stands above one
	Version int
	Wakes   civil.Date
	Facts   []duty.Fact // sorted by stream; each names the stream that says so
}

// InFile is the case that what is owed of the subject lies in, also of the case
// itself; 0: none.
func (s SubjectRow) InFile() Num {
	if s.Subject.Kind == caseKind {
		return s.Num
	}
	return s.File
}

// caseKind is the kind of subject that is a person's file in one area.
const caseKind = "case"

// An Owed is an obligation on its way into its row.
type Owed struct {
	Of     Num      // the subject's row
	File   Num      // that of its case; 0: none
	Holder ids.User // who has the case; zero: nobody, or there is none
	*duty.Obligation
}

// factHolder is said of a case: who has it.
const factHolder = "case.officer"

// HolderIn is who has a case, by the facts of the case; zero: nobody. It lies
// beside what is owed, so that a person's day is found by one index whatever
// else the record holds.
func HolderIn(facts []duty.Fact) ids.User {
	for i := len(facts) - 1; i >= 0; i-- {
		if facts[i].Name == factHolder {
			id, err := ids.Parse(facts[i].Value)
			if err != nil {
				return ids.User{} // what is no id names nobody
			}
			return ids.User{ID: id}
		}
	}
	return ids.User{}
}

// A Preview is what an act would do, shown before it is signed.
type Preview struct {
	Events   []journal.Event
	Appear   []duty.Obligation // that no one owed before
	Met      []duty.Obligation // that the act fulfils
	Vanish   []duty.Obligation // that fall away
	Stops    []duty.Stop       // rules that would refuse the act
	Subjects []duty.Subject    // whose obligations were judged
}

// An AllowAll lets everyone do everything: for tests and for building up an
// invented municipality.
type AllowAll struct{}

// Ask allows.
func (AllowAll) Ask(context.Context, Question) error { return nil }

// NoRules is the empty book.
type NoRules struct{}

// Compute finds nothing.
func (NoRules) Compute(duty.Subject, duty.Facts, civil.Date) duty.Computed { return duty.Computed{} }

// SystemForm is the form of an act by the program itself, named by what brings
// it about so that it happens once.
func SystemForm(because string) act.Form {
	return act.Form{ID: ids.Act{ID: ids.Derive(ids.Act{}, because)}, Actor: act.Actor{System: true}}
}
