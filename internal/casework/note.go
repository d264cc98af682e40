package casework

import (
	"slices"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A NoteKind says what a note tells of.
type NoteKind string

// The kinds of note.
const (
	NotePlain    NoteKind = "anteckning"
	NotePhone    NoteKind = "telefonsamtal"
	NoteTalk     NoteKind = "samtal"
	NoteVisit    NoteKind = "hembesok"
	NoteDocument NoteKind = "handling"
)

// NoteKinds lists the kinds as a page shows them.
func NoteKinds() []NoteKind {
	return []NoteKind{NotePlain, NotePhone, NoteTalk, NoteVisit, NoteDocument}
}

// Words is the kind as a page shows it.
func (k NoteKind) Words() string {
	switch k {
	case NotePlain:
		return "Anteckning"
	case NotePhone:
		return "Telefonsamtal"
	case NoteTalk:
		return "Samtal"
	case NoteVisit:
		return "Hembesök"
	case NoteDocument:
		return "Handling"
	}
	return ""
}

// A Note (anteckning) is one entry in the file's journal. Once signed its text
// stands; a correction is shown beside what it corrects, and so is what the
// person objects to (SoL 14:6).
type Note struct {
	ID       ids.Note
	Case     ids.Case
	Person   ids.Person
	Kind     NoteKind
	Happened time.Time // when what it tells of took place
	Title    string
	Text     string
	Author   ids.User
	Written  time.Time
	Signed   time.Time // zero: not signed
	Earlier  []EarlierText
	Objects  []Objection
	Misfiled string   // why it belongs to another file; empty: it belongs here
	RightIn  ids.Case // the case it belongs to, when known
	MarkedBy ids.User
	Moved    bool // shown in the right file from here on

	last duty.Statements // that it is the last of a closed case's file
}

// An EarlierText is the wording a signed entry had before it was corrected.
type EarlierText struct {
	Was string
	Why string
	By  ids.User
	At  time.Time
}

// An Objection is what the person holds to be wrong in a note.
type Objection struct {
	On   civil.Date
	Says string
}

type (
	// NoteWritten holds an entry, signed or to be signed.
	NoteWritten struct {
		Case     ids.Case
		Person   ids.Person
		Kind     NoteKind
		Happened time.Time
		Title    string `json:",omitzero"`
		Text     string
		Signed   bool `json:",omitzero"`
		Closed   bool `json:",omitzero"` // the case was closed when it was written
	}
	// NoteRewritten holds another wording of an entry that is not signed yet.
	NoteRewritten struct {
		Title string `json:",omitzero"`
		Text  string
	}
	// NoteSigned makes the text stand.
	NoteSigned struct{}
	// NoteCorrected gives a signed entry another wording; the earlier one is kept.
	NoteCorrected struct {
		Text   string
		Reason string
	}
	// NoteObjected tells what the person holds to be wrong.
	NoteObjected struct{ Says string }
	// NoteMisfiled marks an entry as belonging to another file.
	NoteMisfiled struct {
		RightIn ids.Case `json:",omitzero"`
		Reason  string
	}
	// NoteMoved shows the entry in the right file, by a second person.
	NoteMoved struct {
		Case   ids.Case
		Person ids.Person
	}
)

// EventName is for ever.
func (NoteWritten) EventName() string { return "note.written.v1" }

// EventName is for ever.
func (NoteRewritten) EventName() string { return "note.rewritten.v1" }

// EventName is for ever.
func (NoteSigned) EventName() string { return "note.signed.v1" }

// EventName is for ever.
func (NoteCorrected) EventName() string { return "note.corrected.v1" }

// EventName is for ever.
func (NoteObjected) EventName() string { return "note.objected.v1" }

// EventName is for ever.
func (NoteMisfiled) EventName() string { return "note.misfiled.v1" }

// EventName is for ever.
func (NoteMoved) EventName() string { return "note.moved.v1" }

// NoteEvents lists a zero value of each event of the stream.
func NoteEvents() []journal.Event {
	return []journal.Event{
		NoteWritten{}, NoteRewritten{}, NoteSigned{}, NoteCorrected{}, NoteObjected{}, NoteMisfiled{}, NoteMoved{},
	}
}

// Fold takes one event into the note.
func (n *Note) Fold(r journal.Recorded) {
	n.ID = ids.Note{ID: r.Stream.ID}
	switch e := r.Event.(type) {
	case NoteWritten:
		n.Case, n.Person, n.Kind, n.Happened = e.Case, e.Person, e.Kind, e.Happened
		n.Title, n.Text, n.Author, n.Written = e.Title, e.Text, r.Actor, r.At
		if e.Signed {
			n.Signed = r.At
		}
		if e.Closed {
			n.last = n.last.Say(n.caseSubject(), r, duty.Fact{Name: "case.last_note", Day: r.Day})
		}
	case NoteRewritten:
		n.Title, n.Text = e.Title, e.Text
	case NoteSigned:
		n.Signed = r.At
	case NoteCorrected:
		n.Earlier = append(slices.Clip(n.Earlier), EarlierText{Was: n.Text, Why: e.Reason, By: r.Actor, At: r.At})
		n.Text = e.Text
	case NoteObjected:
		n.Objects = append(slices.Clip(n.Objects), Objection{On: r.Day, Says: e.Says})
	case NoteMisfiled:
		n.Misfiled, n.RightIn, n.MarkedBy = e.Reason, e.RightIn, r.Actor
	case NoteMoved:
		n.Case, n.Person, n.Moved = e.Case, e.Person, n.Misfiled != ""
	}
}

// Says names the case the note stands in, of which it says nothing to rules:
// what a rule needs to know is never left to the wording of a note. Only that a
// note came after the closing is said, since a file is kept from its last note.
func (n Note) Says() []duty.Said {
	under := duty.Subject{Kind: "person", ID: n.Person.ID}
	if said := n.last.Said(func(duty.Subject) duty.Subject { return under }); len(said) > 0 && !n.Moved {
		return said
	}
	return []duty.Said{{Subject: n.caseSubject(), Under: under}}
}

func (n Note) caseSubject() duty.Subject { return duty.Subject{Kind: "case", ID: n.Case.ID} }

// Persons names the file the stream belongs to.
func (n Note) Persons() []ids.Person { return []ids.Person{n.Person} }
