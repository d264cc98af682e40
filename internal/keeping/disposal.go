// Package keeping is how long files are kept and how they end: gallring. Its unit
// is the person's file (personakt). Two persons bring a disposal about, and
// what it leaves says who, when and on which ground, and nothing of whom.
//
//	föreslagen → godkänd (av en annan) → gallrad
//	     └ avbruten            spärrad: ingen av dem
package keeping

import (
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Stream is the kind of a disposal's stream; its id is the person's.
const Stream = "disposal"

// A Disposal (gallring) is what becomes of one person's file. It is kept for ever,
// and so holds no text that anyone has written.
type Disposal struct {
	Person   ids.Person
	Cases    []ids.Case // of the file, when it was proposed
	Rules    []string   // that give the ground
	Due      civil.Date // last day of the calendar year in which it must be done
	Proposed civil.Date
	By       ids.User
	Approved civil.Date
	Second   ids.User
	Done     civil.Date // what was in the file is gone
	Bodies   int        // events that lost what they said
	Papers   int        // attachments that are gone
	Held     string     // the ground of a legal hold; empty: none
	HeldBy   ids.User
}

// The grounds of a legal hold: what is asked of a file must not be gone.
const (
	HoldCourt      = "domstol"
	HoldSupervise  = "tillsyn"
	HoldDisclosure = "utlamnande"
	HoldComplaint  = "klagomal"
)

// HoldGrounds lists them in the order a page shows them.
func HoldGrounds() []string {
	return []string{HoldCourt, HoldSupervise, HoldDisclosure, HoldComplaint}
}

// HoldWords is a ground as a page shows it.
func HoldWords(ground string) string {
	switch ground {
	case HoldCourt:
		return "Mål i domstol"
	case HoldSupervise:
		return "Tillsyn pågår"
	case HoldDisclosure:
		return "Begäran om utlämnande"
	case HoldComplaint:
		return "Klagomål utreds"
	}
	return ""
}

// A PersonFile (personakt) is all that stands of one person, seen as what is to be
// kept or disposed of.
type PersonFile struct {
	Person  ids.Person
	Cases   []ids.Case
	Numbers []string   // of the cases
	Rules   []string   // that give the ground
	Due     civil.Date // last day of the year in which the first of them must be gone
	Blocked string     // what stands in the way, in Swedish; empty: nothing
	Held    string     // the ground of a legal hold
}

type (
	// DisposalProposed tells which files, and by which rules.
	DisposalProposed struct {
		Person ids.Person
		Cases  []ids.Case
		Rules  []string
		Due    civil.Date
	}
	// DisposalApproved is the second person's.
	DisposalApproved struct{}
	// DisposalWithdrawn takes back what was proposed, and what was approved.
	DisposalWithdrawn struct{}
	// DisposalDone is the receipt.
	DisposalDone struct{ Bodies, Papers int }
	// FileHeld stops a disposal for as long as the ground lasts.
	FileHeld struct {
		Person ids.Person
		Ground string
	}
	// FileReleased ends a hold.
	FileReleased struct{}
)

// EventName is for ever.
func (DisposalProposed) EventName() string  { return "disposal.proposed.v1" }
func (DisposalApproved) EventName() string  { return "disposal.approved.v1" }
func (DisposalWithdrawn) EventName() string { return "disposal.withdrawn.v1" }
func (DisposalDone) EventName() string      { return "disposal.done.v1" }
func (FileHeld) EventName() string          { return "disposal.held.v1" }
func (FileReleased) EventName() string      { return "disposal.released.v1" }

// Events lists a zero value of each event of the stream.
func Events() []journal.Event {
	return []journal.Event{DisposalProposed{}, DisposalApproved{}, DisposalWithdrawn{}, DisposalDone{}, FileHeld{}, FileReleased{}}
}

// Fold adds an event.
func (d *Disposal) Fold(r journal.Recorded) {
	switch e := r.Event.(type) {
	case DisposalProposed:
		d.Person, d.Cases, d.Rules, d.Due = e.Person, slices.Clone(e.Cases), slices.Clone(e.Rules), e.Due
		d.Proposed, d.By = r.Day, r.Actor
	case DisposalApproved:
		d.Approved, d.Second = r.Day, r.Actor
	case DisposalWithdrawn:
		d.Proposed, d.By, d.Approved, d.Second = civil.Date{}, ids.User{}, civil.Date{}, ids.User{}
	case DisposalDone:
		d.Done, d.Bodies, d.Papers = r.Day, e.Bodies, e.Papers
	case FileHeld:
		d.Person, d.Held, d.HeldBy = e.Person, e.Ground, r.Actor
	case FileReleased:
		d.Held, d.HeldBy = "", ids.User{}
	}
}

// Says gives rules the day each case was destroyed, from the approval until it is
// done: a rule that keeps the file for ever stops the approval, and what was owed
// is met.
func (d Disposal) Says() []duty.Said {
	if d.Approved.IsZero() || !d.Done.IsZero() {
		return nil
	}
	var said []duty.Said
	for _, c := range d.Cases {
		said = append(said, duty.Said{
			Subject: duty.Subject{Kind: "case", ID: c.ID}, Under: duty.Subject{Kind: "person", ID: d.Person.ID},
			Facts: []duty.Fact{{Name: "case.destroyed", Day: d.Approved}},
		})
	}
	return said
}

// Persons is nobody: what tells of a disposal is not disposed of with the file.
func (Disposal) Persons() []ids.Person { return nil }

// Propose proposes that a file is disposed of.
type Propose DisposalProposed

// Action names the act.
func (Propose) Action() string { return "disposal.propose" }

// Asks for the person.
func (cmd Propose) Asks() duty.Subject { return duty.Subject{Kind: "person", ID: cmd.Person.ID} }

// Decide refuses a file that is held, proposed already, or gone.
func (cmd Propose) Decide(d Disposal, env act.Env) ([]journal.Event, error) {
	switch {
	case d.Held != "":
		return nil, fault.New(fault.Unmet, "disposal.held")
	case !d.Proposed.IsZero():
		return nil, fault.New(fault.Conflict, "disposal.proposed-already")
	case len(cmd.Cases) == 0 || len(cmd.Rules) == 0:
		return nil, fault.New(fault.Unmet, "disposal.not-due")
	}
	return []journal.Event{DisposalProposed(cmd)}, nil
}

// Approve is the second person's yes. What is in the file is then gone for good.
type Approve struct{ Person ids.Person }

// Action names the act.
func (Approve) Action() string { return "disposal.approve" }

// Asks for the person.
func (cmd Approve) Asks() duty.Subject { return duty.Subject{Kind: "person", ID: cmd.Person.ID} }

// Decide refuses the one who proposed it.
func (Approve) Decide(d Disposal, env act.Env) ([]journal.Event, error) {
	switch {
	case d.Proposed.IsZero():
		return nil, fault.New(fault.Unmet, "disposal.not-proposed")
	case !d.Approved.IsZero():
		return nil, fault.New(fault.Conflict, "disposal.approved-already")
	case d.Held != "":
		return nil, fault.New(fault.Unmet, "disposal.held")
	case d.By == env.Actor.User:
		return nil, fault.New(fault.Unmet, "disposal.same-person")
	}
	return []journal.Event{DisposalApproved{}}, nil
}

// Withdraw takes back a proposal that nobody has approved.
type Withdraw struct{ Person ids.Person }

// Action names the act.
func (Withdraw) Action() string { return "disposal.withdraw" }

// Asks for the person.
func (cmd Withdraw) Asks() duty.Subject { return duty.Subject{Kind: "person", ID: cmd.Person.ID} }

// Decide refuses what is approved.
func (Withdraw) Decide(d Disposal, _ act.Env) ([]journal.Event, error) {
	switch {
	case d.Proposed.IsZero():
		return nil, fault.New(fault.Unmet, "disposal.not-proposed")
	case !d.Approved.IsZero():
		return nil, fault.New(fault.Conflict, "disposal.approved-already")
	}
	return []journal.Event{DisposalWithdrawn{}}, nil
}

// Lapse is the program's no to what two persons have approved: something has come
// since, so that the file they looked at is not the file that would be gone.
type Lapse struct{ Person ids.Person }

// Action names the act: how an approved disposal ended is the program's to say.
func (Lapse) Action() string { return Finish{}.Action() }

// Asks for the person.
func (cmd Lapse) Asks() duty.Subject { return duty.Subject{Kind: "person", ID: cmd.Person.ID} }

// Decide refuses what nobody has approved.
func (Lapse) Decide(d Disposal, _ act.Env) ([]journal.Event, error) {
	if d.Approved.IsZero() || !d.Done.IsZero() {
		return nil, fault.New(fault.Conflict, "disposal.not-approved")
	}
	return []journal.Event{DisposalWithdrawn{}}, nil
}

// Hold stops the disposal of a file.
type Hold FileHeld

// Action names the act.
func (Hold) Action() string { return "disposal.hold" }

// Asks for the person.
func (cmd Hold) Asks() duty.Subject { return duty.Subject{Kind: "person", ID: cmd.Person.ID} }

// Decide refuses a ground that is none, and a file that is held or gone. One that is
// approved and not yet gone is stopped on its way.
func (cmd Hold) Decide(d Disposal, _ act.Env) ([]journal.Event, error) {
	switch {
	case HoldWords(cmd.Ground) == "":
		return nil, fault.Field("grund", "disposal.hold-ground")
	case d.Held != "":
		return nil, fault.New(fault.Conflict, "disposal.held-already")
	case !d.Done.IsZero():
		return nil, fault.New(fault.Conflict, "disposal.gone-already")
	}
	return []journal.Event{FileHeld(cmd)}, nil
}

// Release ends a hold.
type Release struct{ Person ids.Person }

// Action names the act.
func (Release) Action() string { return "disposal.release" }

// Asks for the person.
func (cmd Release) Asks() duty.Subject { return duty.Subject{Kind: "person", ID: cmd.Person.ID} }

// Decide refuses where nothing is held.
func (Release) Decide(d Disposal, _ act.Env) ([]journal.Event, error) {
	if d.Held == "" {
		return nil, fault.New(fault.Conflict, "disposal.not-held")
	}
	return []journal.Event{FileReleased{}}, nil
}

// Finish is the program's receipt that what was approved is done.
type Finish struct {
	Person         ids.Person
	Bodies, Papers int
}

// Action names the act.
func (Finish) Action() string { return "disposal.finish" }

// Asks for the person.
func (cmd Finish) Asks() duty.Subject { return duty.Subject{Kind: "person", ID: cmd.Person.ID} }

// Decide refuses what nobody has approved.
func (cmd Finish) Decide(d Disposal, _ act.Env) ([]journal.Event, error) {
	if d.Approved.IsZero() || !d.Done.IsZero() {
		return nil, fault.New(fault.Conflict, "disposal.not-approved")
	}
	return []journal.Event{DisposalDone{Bodies: cmd.Bodies, Papers: cmd.Papers}}, nil
}
