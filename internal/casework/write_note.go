package casework

import (
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// WriteNote adds an entry to the journal of a case, signed at once or later.
type WriteNote struct {
	Case     ids.Case
	Person   ids.Person
	Kind     NoteKind
	Happened time.Time // zero: now
	Title    string
	Text     string
	Sign     bool
}

// Action names the act.
func (WriteNote) Action() string { return "note.write" }

// Asks for the case the note stands in.
func (cmd WriteNote) Asks() duty.Subject { return duty.Subject{Kind: "case", ID: cmd.Case.ID} }

// Decide takes an entry with text, of something that has happened.
func (cmd WriteNote) Decide(n Note, env act.Env) ([]journal.Event, error) {
	if !n.Written.IsZero() {
		return nil, fault.New(fault.Conflict, "note.written-already")
	}
	var text, kind, happened *fault.Error
	if strings.TrimSpace(cmd.Text) == "" {
		text = fault.Field("text", "note.text-missing")
	}
	if cmd.Kind.Words() == "" {
		kind = fault.Field("kind", "note.kind-missing")
	}
	if cmd.Happened.After(env.Now) {
		happened = fault.Field("happened", "note.happened-in-future")
	}
	if err := fault.Join(text, kind, happened); err != nil {
		return nil, err
	}
	at := cmd.Happened
	if at.IsZero() {
		at = env.Now
	}
	return []journal.Event{NoteWritten{
		Case: cmd.Case, Person: cmd.Person, Kind: cmd.Kind, Happened: at,
		Title: strings.TrimSpace(cmd.Title), Text: strings.TrimSpace(cmd.Text), Signed: cmd.Sign,
		Closed: env.Facts.Has("case.closed"),
	}}, nil
}

// RewriteNote changes the wording of an entry that is not signed yet.
type RewriteNote struct {
	Title string
	Text  string
}

// Action names the act.
func (RewriteNote) Action() string { return "note.rewrite" }

// Decide lets only the author change what is not signed.
func (cmd RewriteNote) Decide(n Note, env act.Env) ([]journal.Event, error) {
	switch {
	case n.Written.IsZero():
		return nil, fault.New(fault.NotFound, "note.unknown")
	case !n.Signed.IsZero():
		return nil, fault.New(fault.Unmet, "note.is-signed")
	case n.Author != env.Actor.User:
		return nil, fault.New(fault.Unmet, "note.not-the-author")
	case strings.TrimSpace(cmd.Text) == "":
		return nil, fault.Field("text", "note.text-missing")
	}
	return []journal.Event{NoteRewritten{Title: strings.TrimSpace(cmd.Title), Text: strings.TrimSpace(cmd.Text)}}, nil
}

// SignNote makes the text stand.
type SignNote struct{}

// Action names the act.
func (SignNote) Action() string { return "note.sign" }

// Decide lets the author sign once.
func (SignNote) Decide(n Note, env act.Env) ([]journal.Event, error) {
	switch {
	case n.Written.IsZero():
		return nil, fault.New(fault.NotFound, "note.unknown")
	case !n.Signed.IsZero():
		return nil, nil
	case n.Author != env.Actor.User:
		return nil, fault.New(fault.Unmet, "note.not-the-author")
	}
	return []journal.Event{NoteSigned{}}, nil
}
