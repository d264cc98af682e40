package casework

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// An InquiryOutcome (utfall) is how an investigation ended.
type InquiryOutcome string

// The outcomes of an investigation.
const (
	EndedInService    InquiryOutcome = "insats"
	EndedInRefusal    InquiryOutcome = "avslag"
	ClosedWithoutCare InquiryOutcome = "avslutas-utan-insats" // ClosedWithoutService of the glossary
	EndedInLVU        InquiryOutcome = "lvu-ansokan"
	EndedInApproval   InquiryOutcome = "familjehem-godkant" // of a family home (C-20)
	EndedUnapproved   InquiryOutcome = "familjehem-inte-godkant"
	EndedInDismissal  InquiryOutcome = "avvisad"
	EndedInWritingOff InquiryOutcome = "avskriven"
)

// The events of an investigation. Each carries only what happened; who and when
// stand in its envelope. A day in an event is when it was so.
type (
	InvestigationOpened struct {
		Case     ids.Case
		Person   ids.Person
		Intake   ids.Intake `json:",omitzero"`
		Kind     InquiryKind
		Ground   Ground
		Started  string
		Received time.Time
		On       civil.Date
		Question string
		Reason   string
		Team     Team    `json:",omitzero"` // that makes a short decision
		Type     string  `json:",omitzero"` // key of the template
		Template string  `json:",omitzero"` // its version
		Mandate  Mandate `json:",omitzero"` // where no intake led to it, and the delegation order names such decisions
	}
	ConcernedTold struct {
		Who     ids.Person
		On      civil.Date `json:",omitzero"`
		How     string     `json:",omitzero"`
		NotTold string     `json:",omitzero"` // reason, instead of a day
	}
	PartWritten struct {
		Part string
		Text string
		Done bool       `json:",omitzero"`
		Kept civil.Date `json:",omitzero"` // the day the text is from, taken over unchanged from an earlier investigation
	}
	PartSetAside struct {
		Part   string
		Reason string
	}
	PartCorrected struct {
		Part string
		Text string
		Why  string
	}
	NeedDescribed struct{ Need Need }
	GoalSet       struct{ Goal Goal }

	OwnWordsWritten  struct{ Text string }
	HomeVisitMade    struct{ On civil.Date }
	HomeVisitSkipped struct{ Reason string }
	ChildrenAsked    struct{ Answer string }
	ChildTalkedTo    struct{ Talk ChildTalk }

	ChildsViewWritten    struct{ View ChildsView }
	GuardiansViewWritten struct{ View GuardianView }
	ConsentRecorded      struct{ Consent GuardianConsent }
	ConsentByCommittee   struct{ Consent CommitteeConsent }
	EligibilityAssessed  struct {
		Group string
		Why   string
	}

	Interviewed struct{ Interview Interview }

	CommunicationConsidered struct{ Communication Communication }
	MaterialSentToParty     struct {
		Party    ids.Person
		On       civil.Date
		How      string
		AnswerBy civil.Date
		Checked  bool `json:",omitzero"` // it was read for what may reveal someone with protected identity
	}
	PartyAnswered struct {
		Party ids.Person
		On    civil.Date
		Says  string // empty: nothing to add
	}

	InvestigationExtended struct{ Extension InvestigationExtension }
	DocumentCompleted     struct {
		On   civil.Date
		Used []UsedGuideline `json:",omitzero"`
	}
	InvestigationDecided struct {
		On       civil.Date
		Outcome  InquiryOutcome
		Decision ids.Decision
		Listed   bool `json:",omitzero"` // of a kind that is prepared in the group before it is decided
	}
	AftercareDecided struct {
		On      civil.Date
		Reason  string
		Mandate Mandate `json:",omitzero"` // empty: the delegation order did not name such decisions
	}
	// InvestigationReported tells that the board has heard of what was decided in its place.
	InvestigationReported struct{ On civil.Date }
	AftercareEnded        struct {
		On  civil.Date
		Why string
	}
)

// Names that outlive any refactoring.

func (InvestigationOpened) EventName() string     { return "investigation.opened.v1" }
func (ConcernedTold) EventName() string           { return "investigation.concerned_told.v1" }
func (PartWritten) EventName() string             { return "investigation.part_written.v1" }
func (PartSetAside) EventName() string            { return "investigation.part_set_aside.v1" }
func (PartCorrected) EventName() string           { return "investigation.part_corrected.v1" }
func (NeedDescribed) EventName() string           { return "investigation.need_described.v1" }
func (GoalSet) EventName() string                 { return "investigation.goal_set.v1" }
func (OwnWordsWritten) EventName() string         { return "investigation.own_words_written.v1" }
func (HomeVisitMade) EventName() string           { return "investigation.home_visit_made.v1" }
func (HomeVisitSkipped) EventName() string        { return "investigation.home_visit_skipped.v1" }
func (ChildrenAsked) EventName() string           { return "investigation.children_asked.v1" }
func (ChildTalkedTo) EventName() string           { return "investigation.child_talked_to.v1" }
func (ChildsViewWritten) EventName() string       { return "investigation.childs_view_written.v1" }
func (GuardiansViewWritten) EventName() string    { return "investigation.guardians_view_written.v1" }
func (ConsentRecorded) EventName() string         { return "investigation.consent_recorded.v1" }
func (ConsentByCommittee) EventName() string      { return "investigation.consent_by_committee.v1" }
func (EligibilityAssessed) EventName() string     { return "investigation.eligibility_assessed.v1" }
func (Interviewed) EventName() string             { return "investigation.interviewed.v1" }
func (CommunicationConsidered) EventName() string { return "investigation.communication_considered.v1" }
func (MaterialSentToParty) EventName() string     { return "investigation.material_sent.v1" }
func (PartyAnswered) EventName() string           { return "investigation.party_answered.v1" }
func (InvestigationExtended) EventName() string   { return "investigation.extended.v1" }
func (DocumentCompleted) EventName() string       { return "investigation.document_completed.v1" }
func (InvestigationDecided) EventName() string    { return "investigation.decided.v1" }
func (AftercareDecided) EventName() string        { return "investigation.aftercare_decided.v1" }
func (InvestigationReported) EventName() string   { return "investigation.reported.v1" }
func (AftercareEnded) EventName() string          { return "investigation.aftercare_ended.v1" }

// What an investigation holds.
type (
	// Told says when one concerned was told that an investigation was opened (SoL 20:4), or why not.
	Told struct {
		Who     ids.Person
		On      civil.Date
		How     string
		NotTold string
	}
	// PartText is what is written in one part, with its earlier wordings after a correction.
	PartText struct {
		Key      string
		Text     string
		Done     bool
		SetAside string     // why the part does not apply
		Kept     civil.Date // the day the text is from, when it is an earlier investigation's, unchanged
		Version  int        // of the stream when it was last written: what a form showed
		By       ids.User   // who wrote it last
		Earlier  []EarlierText
	}
	// UsedGuideline (använt underlag) is a version that an assessment rests on (C-23).
	UsedGuideline struct {
		Key     string
		Kind    GuidelineKind
		Title   string
		Version string
		From    civil.Date
	}
	// An Interview (intervju) is the result of an interview by an instrument: the
	// ratings that the interviewer gave, never its questions (C-08).
	Interview struct {
		Instrument string
		On         civil.Date
		By         string // the interviewer
		Areas      []InterviewArea
	}
	// An InterviewArea (område i intervjun) is the result of one area.
	InterviewArea struct {
		Key    string
		Rating int    // 0–9 by the interviewer: how much help is needed
		Says   string `json:",omitzero"`
	}
	// A Need (behov) is what the person cannot meet alone, within one life area.
	Need struct {
		Key      string // "b1", unique within the investigation
		Area     string // key of the part
		Text     string
		Strength string  `json:",omitzero"` // what the person can do
		Hard     string  `json:",omitzero"` // what makes it hard
		Origin   *Origin `json:",omitzero"` // when it was taken over
	}
	// A ChildTalk is one conversation with the child (C-14).
	ChildTalk struct {
		On   civil.Date
		Form string // "enskilt", "med-vardnadshavare", "telefon"
	}
	// ChildsView (barnets åsikt) is what the child says, or why it was not heard.
	ChildsView struct {
		Text     string `json:",omitzero"`
		NotHeard string `json:",omitzero"`
	}
	// GuardianView is how one guardian sees the proposal, or why it was not asked.
	GuardianView struct {
		Guardian ids.Person
		Text     string `json:",omitzero"`
		NotHeard string `json:",omitzero"`
	}
	// GuardianConsent is a guardian's answer to the measure (FB 6:11, 6:13).
	GuardianConsent struct {
		Guardian ids.Person
		Answer   string // "ja" or "nej"; no answer for one who cannot be reached
		To       string // what the answer is about
		On       civil.Date
		Suitable string `json:",omitzero"` // of the child itself: why it is suitable without the guardians (SoL 21:1)
	}
	// CommitteeConsent is the committee's decision instead of one guardian's consent (FB 6:13 a).
	CommitteeConsent struct {
		Guardian ids.Person // whose consent it stands for
		On       civil.Date // the meeting
		Minutes  string     // its paragraph: "§ 84"
		Reason   string
	}
	// Communication says whether the parties are to see the material (FL 25 §).
	Communication struct {
		Need   string // "behovs", "uppenbart-obehovlig", "undantag"
		Reason string `json:",omitzero"`
	}
	// MaterialSent is the material sent to one party, and its answer.
	MaterialSent struct {
		Party    ids.Person
		On       civil.Date
		How      string
		AnswerBy civil.Date
		Answered civil.Date
		Says     string
	}
	// InvestigationExtension (förlängning) lets a child inquiry run to a stated day (SoL 20:3).
	InvestigationExtension struct {
		Until  civil.Date
		Reason string
		On     civil.Date
		Late   bool `json:",omitzero"` // decided after the time had run out: extends nothing

		Mandate Mandate `json:",omitzero"` // empty: the delegation order did not name such decisions
	}
	// AftercareFollowUp (uppföljning enligt 23 kap.) follows a child after the inquiry, six months at most.
	AftercareFollowUp struct {
		On     civil.Date
		Reason string
		Ended  civil.Date
	}
)
