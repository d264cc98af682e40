package casework

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// WritePart writes the text of one part of the investigation.
type WritePart struct {
	Part string
	Text string
	Done bool       // nothing more is to be written here
	Seen int        // version of the part that the form showed; 0: it was not written yet
	Kept civil.Date // the day the text is from, when nothing has changed since an earlier investigation
}

// Action names the act for the access policies.
func (WritePart) Action() string { return "investigation.write" }

// Decide writes the part as long as the document is not completed, and never over
// what someone else wrote since the form was shown.
func (cmd WritePart) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	if err := i.draftable(cmd.Part); err != nil {
		return nil, err
	}
	if cmd.Seen != i.Part(cmd.Part).Version {
		return nil, &fault.Error{Kind: fault.Conflict, Field: "text", Text: "investigation.part-moved"}
	}
	if f := said("text", cmd.Text); f != nil {
		return nil, f
	}
	return []journal.Event{PartWritten{Part: cmd.Part, Text: cmd.Text, Done: cmd.Done, Kept: cmd.Kept}}, nil
}

// SetPartAside says that a part does not apply here (ej aktuell), and why. A life
// area that was never opened needs no such reason.
type SetPartAside struct {
	Part   string
	Reason string
}

// Action names the act for the access policies.
func (SetPartAside) Action() string { return "investigation.write" }

// Decide sets the part aside.
func (cmd SetPartAside) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	if err := i.draftable(cmd.Part); err != nil {
		return nil, err
	}
	if f := said("reason", cmd.Reason); f != nil {
		return nil, f
	}
	return []journal.Event{PartSetAside{Part: cmd.Part, Reason: cmd.Reason}}, nil
}

// CorrectPart corrects a part of a completed document. What stood before remains
// to be read beside it (rättelse; arkivlagen 10 §).
type CorrectPart struct {
	Part string
	Text string
	Why  string
}

// Action names the act for the access policies.
func (CorrectPart) Action() string { return "investigation.correct" }

// Decide corrects the part.
func (cmd CorrectPart) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	switch {
	case i.Opened.IsZero():
		return nil, fault.New(fault.NotFound, "investigation.not-found")
	case i.Ready.IsZero():
		return nil, fault.New(fault.Unmet, "investigation.correct-when-ready")
	case i.Part(cmd.Part).Text == "":
		return nil, fault.Field("part", "investigation.nothing-to-correct")
	}
	if err := fault.Join(said("text", cmd.Text), said("why", cmd.Why)); err != nil {
		return nil, err
	}
	return []journal.Event{PartCorrected(cmd)}, nil
}

// WriteOwnWords keeps what the person says in its own words; it is fetched from
// the application and may be added to.
type WriteOwnWords struct{ Text string }

// Action names the act for the access policies.
func (WriteOwnWords) Action() string { return "investigation.write" }

// Decide writes the words.
func (cmd WriteOwnWords) Decide(i Investigation, _ act.Env) ([]journal.Event, error) {
	if err := i.drafting(); err != nil {
		return nil, err
	}
	if f := said("own_words", cmd.Text); f != nil {
		return nil, f
	}
	return []journal.Event{OwnWordsWritten(cmd)}, nil
}

// drafting tells what stops someone from writing in the document.
func (i Investigation) drafting() error {
	if err := i.writable(); err != nil {
		return err
	}
	if !i.Ready.IsZero() {
		return fault.New(fault.Conflict, "investigation.document-locked")
	}
	return nil
}

func (i Investigation) draftable(part string) error {
	if err := i.drafting(); err != nil {
		return err
	}
	if _, ok := i.PartNamed(part); !ok {
		return fault.Field("part", "investigation.no-such-part")
	}
	return nil
}
