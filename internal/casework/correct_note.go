package casework

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// CorrectNote gives a signed entry another wording, beside the one it had.
type CorrectNote struct {
	Text   string
	Reason string
}

// Action names the act.
func (CorrectNote) Action() string { return "note.correct" }

// Decide corrects what is signed, with a reason.
func (cmd CorrectNote) Decide(n Note, _ act.Env) ([]journal.Event, error) {
	text := strings.TrimSpace(cmd.Text)
	switch {
	case n.Written.IsZero():
		return nil, fault.New(fault.NotFound, "note.unknown")
	case n.Signed.IsZero():
		return nil, fault.New(fault.Unmet, "note.not-signed")
	case text == "":
		return nil, fault.Field("text", "note.text-missing")
	case strings.TrimSpace(cmd.Reason) == "":
		return nil, fault.Field("reason", "note.reason-missing")
	case text == n.Text:
		return nil, nil
	}
	return []journal.Event{NoteCorrected{Text: text, Reason: strings.TrimSpace(cmd.Reason)}}, nil
}

// ObjectToNote tells what the person holds to be wrong in the entry. It adds and
// never alters (SoL 14:6).
type ObjectToNote struct{ Says string }

// Action names the act.
func (ObjectToNote) Action() string { return "note.object" }

// Decide takes the person's words.
func (cmd ObjectToNote) Decide(n Note, _ act.Env) ([]journal.Event, error) {
	switch {
	case n.Written.IsZero():
		return nil, fault.New(fault.NotFound, "note.unknown")
	case strings.TrimSpace(cmd.Says) == "":
		return nil, fault.Field("says", "note.objection-missing")
	}
	return []journal.Event{NoteObjected{Says: strings.TrimSpace(cmd.Says)}}, nil
}

// MarkMisfiled marks an entry as made on the wrong person (felregistrering). Its
// text is hidden from then on, until a second person has moved it.
type MarkMisfiled struct {
	RightIn ids.Case // zero: not known yet
	Reason  string
}

// Action names the act.
func (MarkMisfiled) Action() string { return "note.mark_misfiled" }

// Decide marks once, with a reason.
func (cmd MarkMisfiled) Decide(n Note, _ act.Env) ([]journal.Event, error) {
	switch {
	case n.Written.IsZero():
		return nil, fault.New(fault.NotFound, "note.unknown")
	case n.Misfiled != "":
		return nil, fault.New(fault.Conflict, "note.misfiled-already")
	case cmd.RightIn == n.Case:
		return nil, fault.Field("right", "note.already-in-that-case")
	case strings.TrimSpace(cmd.Reason) == "":
		return nil, fault.Field("reason", "note.reason-missing")
	}
	return []journal.Event{NoteMisfiled{RightIn: cmd.RightIn, Reason: strings.TrimSpace(cmd.Reason)}}, nil
}

// MoveNote shows a marked entry in the right file.
type MoveNote struct {
	Case   ids.Case
	Person ids.Person
}

// Action names the act.
func (MoveNote) Action() string { return "note.move" }

// Decide lets another than the one who marked it move it.
func (cmd MoveNote) Decide(n Note, env act.Env) ([]journal.Event, error) {
	switch {
	case n.Misfiled == "" || n.Moved:
		return nil, fault.New(fault.Unmet, "note.not-misfiled")
	case n.MarkedBy == env.Actor.User:
		return nil, fault.New(fault.Unmet, "note.second-person-moves")
	case cmd.Case.IsZero() || cmd.Case == n.Case || cmd.Person.IsZero():
		return nil, fault.Field("right", "note.already-in-that-case")
	}
	return []journal.Event{NoteMoved(cmd)}, nil
}
