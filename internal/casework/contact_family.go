package casework

import (
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// RecordContact writes down one contact of the preliminary assessment, or why a
// guardian or the child was not contacted.
type RecordContact struct {
	With     ContactWith
	Guardian ids.Person
	On       civil.Date
	Says     string
	Basis    ContactBasis
	NotDone  string // reason, instead of a day
	Happened bool   // a contact without basis that has been taken all the same: it is written as it was
}

// Action names the act.
func (RecordContact) Action() string { return "intake.record_contact" }

// Decide keeps the contacts narrow: family, reporter and own files are free,
// others need consent, and the child is talked to with a guardian's consent or
// when mature enough to decide itself (JO 3891-2014; law.md child-prelim-contacts,
// child-prelim-child-talk). What has happened is recorded even so, as a breach:
// a record that refuses what was done would be untrue.
func (cmd RecordContact) Decide(in Intake, env act.Env) ([]journal.Event, error) {
	switch {
	case !in.Exists():
		return nil, fault.New(fault.NotFound, "intake.unknown")
	case in.Kind != ConcernReport:
		return nil, fault.New(fault.Unmet, "intake.no-preliminary-assessment")
	case !in.Open():
		return nil, fault.New(fault.Unmet, "intake.decided-already")
	case cmd.With.Words() == "":
		return nil, fault.Field("with", "intake.contact-with-missing")
	case cmd.With == WithGuardian && cmd.Guardian.IsZero():
		return nil, fault.Field("guardian", "intake.guardian-missing")
	}
	contact := IntakeContact{With: cmd.With, Guardian: cmd.Guardian, Says: strings.TrimSpace(cmd.Says), Basis: cmd.Basis}
	if reason := strings.TrimSpace(cmd.NotDone); reason != "" {
		if cmd.With != WithGuardian && cmd.With != WithChild {
			return nil, fault.Field("not_done", "intake.not-done-is-for-guardians")
		}
		return []journal.Event{IntakeContacted{Contact: IntakeContact{With: cmd.With, Guardian: cmd.Guardian, NotDone: reason}}}, nil
	}
	switch {
	case cmd.On.IsZero():
		return nil, fault.Field("on", "intake.contact-day-missing")
	case cmd.On.After(env.Today):
		return nil, fault.Field("on", "intake.contact-in-future")
	case cmd.On.Before(civil.DayOf(in.Received)):
		return nil, fault.Field("on", "intake.contact-before-received")
	}
	contact.On = cmd.On
	if stop := cmd.stop(in); stop != nil && !cmd.Happened {
		return nil, stop
	}
	needsBasis := cmd.With == WithOther || cmd.With == WithChild
	switch {
	case !needsBasis:
		contact.Basis = ""
	case cmd.Basis != ByConsent && (cmd.Basis != ByMaturity || cmd.With != WithChild):
		contact.Basis = NoBasis
	}
	return []journal.Event{IntakeContacted{Contact: contact}}, nil
}

// stop tells why the contact may not be taken.
func (cmd RecordContact) stop(in Intake) *fault.Error {
	family := cmd.With == WithGuardian || cmd.With == WithChild || cmd.With == WithFamily
	switch {
	case family && in.Locked != "":
		return fault.Field("with", "intake.contacts-locked")
	case cmd.With == WithOther && cmd.Basis != ByConsent:
		return fault.Field("basis", "intake.others-need-consent")
	case cmd.With == WithChild && cmd.Basis != ByConsent && cmd.Basis != ByMaturity:
		return fault.Field("basis", "intake.child-talk-needs-basis")
	}
	return nil
}

// LockContacts tells that nobody in the family may be contacted now, because it
// could put the child in danger.
type LockContacts struct{ Reason string }

// Action names the act.
func (LockContacts) Action() string { return "intake.lock_contacts" }

// Decide locks, with a reason.
func (cmd LockContacts) Decide(in Intake, _ act.Env) ([]journal.Event, error) {
	switch {
	case !in.Open():
		return nil, fault.New(fault.Unmet, "intake.decided-already")
	case strings.TrimSpace(cmd.Reason) == "":
		return nil, fault.Field("reason", "intake.lock-reason-missing")
	}
	return []journal.Event{IntakeContactsLocked(cmd)}, nil
}

// ReleaseContacts takes the lock away.
type ReleaseContacts struct{ Reason string }

// Action names the act.
func (ReleaseContacts) Action() string { return "intake.release_contacts" }

// Decide releases what is locked, with a reason.
func (cmd ReleaseContacts) Decide(in Intake, _ act.Env) ([]journal.Event, error) {
	switch {
	case in.Locked == "":
		return nil, fault.New(fault.Unmet, "intake.not-locked")
	case strings.TrimSpace(cmd.Reason) == "":
		return nil, fault.Field("reason", "intake.lock-reason-missing")
	}
	return []journal.Event{IntakeContactsReleased(cmd)}, nil
}
