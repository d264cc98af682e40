package casework

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// The events of an intake. Who did it and when it was recorded stand in the envelope.
type (
	// IntakeReceived tells that a matter reached the board. When it was
	// registered is the envelope's instant.
	IntakeReceived struct {
		Case           ids.Case
		Person         ids.Person
		Area           Area
		Kind           IntakeKind
		Received       time.Time
		Channel        Channel
		Reporter       Reporter      `json:",omitzero"`
		Content        IntakeContent `json:",omitzero"`
		Together       []ids.Intake  `json:",omitzero"`
		FeedbackWanted bool          `json:",omitzero"`
		RunningInquiry bool          `json:",omitzero"` // a child inquiry ran when it came in
	}
	// IntakeReceiptCorrected says when it really came in.
	IntakeReceiptCorrected struct {
		Received time.Time
		Was      time.Time
		Reason   string
	}
	// ProtectionAssessed holds one protection assessment.
	ProtectionAssessed struct{ Assessment ProtectionAssessment }
	// ManagersAlerted tells whom the program told that the child needs protection now.
	ManagersAlerted struct {
		Case ids.Case
		To   []ids.User
	}
	// AlertReceipted tells that a manager has seen it.
	AlertReceipted struct{}
	// IntakeContacted holds one contact, or why a guardian was not contacted.
	IntakeContacted struct{ Contact IntakeContact }
	// IntakeContactsLocked tells that nobody in the family may be contacted now.
	IntakeContactsLocked struct{ Reason string }
	// IntakeContactsReleased takes the lock away.
	IntakeContactsReleased struct{ Reason string }
	// IntakeExtended gives the preliminary assessment more days.
	IntakeExtended struct {
		Until   civil.Date
		Reasons string
		Mandate Mandate `json:",omitzero"` // empty: the delegation order did not name such decisions
	}
	// IntakeAssigned gives it to an officer; the day it came in stays.
	IntakeAssigned struct {
		Officer ids.User
		From    ids.User `json:",omitzero"`
	}
	// IntakeDecided settles it.
	IntakeDecided struct {
		On            civil.Date
		Outcome       IntakeOutcome
		Ground        Ground            `json:",omitzero"`
		Reasons       string            `json:",omitzero"`
		Investigation ids.Investigation `json:",omitzero"`
		Late          string            `json:",omitzero"` // why it took longer than the fourteen days
		GroundReason  string            `json:",omitzero"` // why an unusual ground is right
		Mandate       Mandate           `json:",omitzero"` // empty: the delegation order did not name such decisions
	}
	// IntakeReported tells that the board has heard of what was decided in its place.
	IntakeReported struct{ On civil.Date }
	// IntakeFeedbackAsked tells that the reporter wants to know.
	IntakeFeedbackAsked struct{}
	// IntakeFeedbackGiven tells that the reporter was told.
	IntakeFeedbackGiven struct {
		On  civil.Date
		How string
	}
	// IntakeMeetingOffered tells whether a meeting with the reporter was offered (SoL 19:5).
	IntakeMeetingOffered struct {
		Offered bool
		Reason  string `json:",omitzero"`
	}
)

// Names that outlive any refactoring.

// EventName is for ever.
func (IntakeReceived) EventName() string { return "intake.received.v1" }

// EventName is for ever.
func (IntakeReceiptCorrected) EventName() string { return "intake.receipt_corrected.v1" }

// EventName is for ever.
func (ProtectionAssessed) EventName() string { return "intake.protection_assessed.v1" }

// EventName is for ever.
func (ManagersAlerted) EventName() string { return "intake.managers_alerted.v1" }

// EventName is for ever.
func (AlertReceipted) EventName() string { return "intake.alert_receipted.v1" }

// EventName is for ever.
func (IntakeContacted) EventName() string { return "intake.contacted.v1" }

// EventName is for ever.
func (IntakeContactsLocked) EventName() string { return "intake.contacts_locked.v1" }

// EventName is for ever.
func (IntakeContactsReleased) EventName() string { return "intake.contacts_released.v1" }

// EventName is for ever.
func (IntakeExtended) EventName() string { return "intake.extended.v1" }

// EventName is for ever.
func (IntakeAssigned) EventName() string { return "intake.assigned.v1" }

// EventName is for ever.
func (IntakeDecided) EventName() string  { return "intake.decided.v1" }
func (IntakeReported) EventName() string { return "intake.reported.v1" }

// EventName is for ever.
func (IntakeFeedbackAsked) EventName() string { return "intake.feedback_asked.v1" }

// EventName is for ever.
func (IntakeFeedbackGiven) EventName() string { return "intake.feedback_given.v1" }

// EventName is for ever.
func (IntakeMeetingOffered) EventName() string { return "intake.meeting_offered.v1" }

// Fold takes one event into the intake.
func (in *Intake) Fold(r journal.Recorded) {
	in.ID = ids.Intake{ID: r.Stream.ID}
	say := func(f duty.Fact) { in.facts = in.facts.Say(in.Subject(), r, f) }
	set := func(f duty.Fact) { in.facts = in.facts.Replace(in.Subject(), r, f) }
	at := func(name string, at time.Time) duty.Fact {
		return duty.Fact{Name: name, Day: civil.DayOf(at), At: at}
	}
	switch e := r.Event.(type) {
	case IntakeReceived:
		in.Case, in.Person, in.Area, in.Kind = e.Case, e.Person, e.Area, e.Kind
		in.Received, in.Registered, in.TakenBy, in.Channel = e.Received, r.At, r.Actor, e.Channel
		in.Reporter, in.Content, in.Together, in.Running = e.Reporter, e.Content, e.Together, e.RunningInquiry
		set(duty.Fact{Name: "intake.kind", Day: r.Day, Value: string(e.Kind)})
		set(at("intake.received", e.Received))
		set(at("intake.registered", r.At))
		set(duty.Fact{Name: "intake.channel", Day: r.Day, Value: string(e.Channel)})
		set(duty.Fact{Name: "intake.reporter_mandated", Day: r.Day, Value: word(e.Reporter.Mandated)})
		set(duty.Fact{Name: "intake.running_inquiry", Day: r.Day, Value: word(e.RunningInquiry)})
		if e.FeedbackWanted {
			in.FeedbackWanted = e.Received
			set(at("intake.feedback_wanted", e.Received))
		}
		in.sayWhatIsAsked(r)
	case IntakeReceiptCorrected:
		in.Received = e.Received
		set(at("intake.received", e.Received))
	case ProtectionAssessed:
		in.Assessments = append(in.Assessments[:len(in.Assessments):len(in.Assessments)], e.Assessment)
		say(duty.Fact{Name: "intake.protection_result", Day: civil.DayOf(e.Assessment.At), Value: string(e.Assessment.Result)})
		// "Kan inte avgöras nu" answers nothing: the duty to assess at once stands.
		if e.Assessment.Result != ProtectionUnclear {
			say(at("intake.protection_assessed", e.Assessment.At))
		}
		switch e.Assessment.Result {
		case ProtectionNeeded:
			in.Needed = r.At
			say(at("intake.protection_needed", r.At))
		case ProtectionNotNeeded:
			in.Needed = time.Time{}
		}
	case ManagersAlerted, AlertReceipted:
		in.foldAlert(r)
	case IntakeContacted:
		in.foldContact(r, e.Contact)
	case IntakeContactsLocked:
		in.Locked = e.Reason
	case IntakeContactsReleased:
		in.Locked = ""
	case IntakeExtended:
		in.Extended, in.Extension = e.Until, e.Reasons
		in.hold(e.Mandate)
		say(duty.Fact{Name: "intake.extended", Day: r.Day, Value: e.Until.String()})
	case IntakeAssigned:
		if in.Officer.IsZero() {
			say(at("intake.first_assigned", r.At))
		}
		in.Officer = e.Officer
		f := at("intake.assigned", r.At)
		f.Value = e.Officer.String()
		set(f)
	case IntakeDecided:
		in.Decided, in.Outcome, in.Ground, in.Reasons, in.Investigation = e.On, e.Outcome, e.Ground, e.Reasons, e.Investigation
		in.GroundReason, in.Mandate = e.GroundReason, e.Mandate
		in.hold(e.Mandate)
		set(duty.Fact{Name: "intake.decided", Day: e.On})
		set(duty.Fact{Name: "intake.outcome", Day: e.On, Value: string(e.Outcome)})
	case IntakeReported:
		in.Unreported = 0
	case IntakeFeedbackAsked:
		in.FeedbackWanted = r.At
		set(at("intake.feedback_wanted", r.At))
	case IntakeFeedbackGiven:
		in.FeedbackGiven = e.On
		say(duty.Fact{Name: "intake.feedback_given", Day: e.On})
	case IntakeMoved:
		in.foldMoved(e)
	case IntakeRedirected:
		in.foldRedirected(r, e)
	case AdmissionTold, DischargePlanned, DischargeReady, LeftHospital:
		in.foldDischarge(r)
	case TransferAnswered, OpinionGiven, YouthServiceStarted:
		in.foldAnswers(r)
	case QuestionsAnswered:
		in.Questions = e.Answers
	case IntakeMeetingOffered:
		in.MeetingKnown, in.MeetingOffered, in.MeetingAnswer = true, e.Offered, e.Reason
		set(duty.Fact{Name: "intake.meeting_offered", Day: r.Day, Value: word(e.Offered)})
	}
}

func (in *Intake) foldContact(r journal.Recorded, c IntakeContact) {
	in.Contacts = append(in.Contacts[:len(in.Contacts):len(in.Contacts)], c)
	say := func(f duty.Fact) { in.facts = in.facts.Say(in.Subject(), r, f) }
	switch {
	case c.With == WithGuardian && c.NotDone != "":
		say(duty.Fact{Name: "intake.guardian_not_contacted", About: c.Guardian.String(), Day: r.Day, Value: c.NotDone})
	case c.With == WithGuardian:
		say(duty.Fact{Name: "intake.guardian_contacted", About: c.Guardian.String(), Day: c.On})
	case c.With == WithChild && c.NotDone != "":
		say(duty.Fact{Name: "intake.child_not_talked", Day: r.Day, Value: c.NotDone})
	case c.With == WithChild:
		say(duty.Fact{Name: "intake.child_talked", Day: c.On, Value: string(c.Basis)})
	case c.With == WithOther:
		say(duty.Fact{Name: "intake.other_contact", Day: c.On, Value: word(c.Basis == ByConsent)})
	}
}

func word(yes bool) string {
	if yes {
		return "true"
	}
	return "false"
}

// hold counts a decision that the board is to hear of.
func (in *Intake) hold(m Mandate) {
	if m.Reportable() {
		in.Unreported++
	}
}
