package casework

import (
	"stadga/internal/civil"
	"stadga/internal/ids"
)

// The events of a decision.
type (
	DecisionMade struct {
		Case          ids.Case
		Person        ids.Person
		Investigation ids.Investigation
		On            civil.Date
		Law           Law
		Outcome       InquiryOutcome
		Reasons       string `json:",omitzero"`
		Mandate       Mandate
		Items         []DecisionItem `json:",omitempty"`
		Against       bool           `json:",omitzero"`
		Team          Team           `json:",omitzero"` // that made a short decision
	}
	LetterSent struct {
		To      ids.Person
		How     string
		On      civil.Date
		Checked bool `json:",omitzero"` // read for what may reveal a protected identity
	}
	DecisionReceived struct {
		To    ids.Person
		On    civil.Date
		Proof string
	}
	AppealReceived struct {
		Appeal string // key, "o1" for the first
		On     civil.Date
		From   ids.Person
		Says   string `json:",omitzero"`
	}
	AppealTested struct {
		Appeal string
		Result string // "i-tid", "for-sent"
		Why    string
		On     civil.Date

		Mandate Mandate `json:",omitzero"` // of one that is dismissed; empty: the delegation order did not name such decisions
	}
	AppealReconsidered struct {
		Appeal  string
		Changed bool
		Why     string
		On      civil.Date

		Mandate Mandate `json:",omitzero"` // empty: the delegation order did not name such decisions
	}
	AppealForwarded struct {
		Appeal string
		On     civil.Date
	}
	CourtRuled struct {
		Appeal string
		Court  string
		Result string // "avslag", "bifall", "delvis-bifall", "aterforvisning", "avvisning"
		On     civil.Date

		Level  string `json:",omitzero"` // "forvaltningsratten", "kammarratten", "hogsta-forvaltningsdomstolen"
		Effect string `json:",omitzero"` // "star-fast", "upphavt", "andrat", "aterforvisat"
		What   string `json:",omitzero"` // what the board is to do
	}
	UnexecutedReported struct{ Report UnexecutedReport }
	ExecutionReported  struct {
		Service ids.Service
		Carried civil.Date
		On      civil.Date
	}
	ServiceFollowedUp        struct{ FollowUp FollowUp }
	ServiceExtendedUnchanged struct{ Extension TechnicalExtension }
	ServiceEnded             struct {
		Service ids.Service
		On      civil.Date
		Reason  string
		Why     string       `json:",omitzero"`
		Lesser  Lesser       `json:",omitzero"`
		Reduces Reduction    `json:",omitzero"`  // for "aterkallad"
		Level   StandardTest `json:",omitzero"`  // for "aterkallad"
		Mandate Mandate      `json:",omitzero"`  // for "aterkallad"; empty: not judged, before it was
		Kind    string       `json:",omitzero"`  // of the service, for "aterkallad"
		Results []GoalResult `json:",omitempty"` // goal by goal when it ended (G-20)
	}
	DecisionRectified struct {
		Field   string
		Was     string
		Now     string
		Why     string
		Service ids.Service `json:",omitzero"`
		Law     Law         `json:",omitzero"`
		Section string      `json:",omitzero"`
		Extent  Extent      `json:",omitzero"`
		Day     civil.Date  `json:",omitzero"`

		Deviation string  `json:",omitzero"` // number of the deviation that tells how it came about (D-23)
		Mandate   Mandate `json:",omitzero"` // empty: the delegation order did not name such decisions
	}
	DecisionAmended struct {
		Section string
		Service ids.Service
		Kind    string     // of the service
		Extent  Extent     `json:",omitzero"`
		Until   civil.Date `json:",omitzero"`
		Was     string
		Now     string
		Why     string
		On      civil.Date
		Mandate Mandate
		Lesser  Lesser       `json:",omitzero"`
		Reduces Reduction    `json:",omitzero"`
		Level   StandardTest `json:",omitzero"` // where it gives less
	}
	DecisionObjected struct {
		From ids.Person
		Says string
	}
	AppealStayed struct {
		Appeal string
		Court  string
		Lifted bool `json:",omitzero"` // the court let the decision apply again
		On     civil.Date
	}
	AppealedFurther struct {
		Appeal string
		Court  string // level
		By     string // "personen", "namnden"
		On     civil.Date
	}
	DecisionReported   struct{ On civil.Date }
	HomecomingRecorded struct {
		Service ids.Service
		On      civil.Date
	}
)

// Names that outlive any refactoring.

func (DecisionMade) EventName() string             { return "decision.made.v1" }
func (LetterSent) EventName() string               { return "decision.letter_sent.v1" }
func (DecisionReceived) EventName() string         { return "decision.received.v1" }
func (AppealReceived) EventName() string           { return "decision.appeal_received.v1" }
func (AppealTested) EventName() string             { return "decision.appeal_tested.v1" }
func (AppealReconsidered) EventName() string       { return "decision.appeal_reconsidered.v1" }
func (AppealForwarded) EventName() string          { return "decision.appeal_forwarded.v1" }
func (CourtRuled) EventName() string               { return "decision.court_ruled.v1" }
func (ServiceFollowedUp) EventName() string        { return "decision.service_followed_up.v1" }
func (ServiceExtendedUnchanged) EventName() string { return "decision.service_extended_unchanged.v1" }
func (UnexecutedReported) EventName() string       { return "decision.unexecuted_reported.v1" }
func (ExecutionReported) EventName() string        { return "decision.execution_reported.v1" }
func (ServiceEnded) EventName() string             { return "decision.service_ended.v1" }
func (DecisionRectified) EventName() string        { return "decision.rectified.v1" }
func (DecisionReported) EventName() string         { return "decision.reported.v1" }
func (DecisionAmended) EventName() string          { return "decision.amended.v1" }
func (DecisionObjected) EventName() string         { return "decision.objected.v1" }
func (AppealStayed) EventName() string             { return "decision.appeal_stayed.v1" }
func (AppealedFurther) EventName() string          { return "decision.appealed_further.v1" }
func (HomecomingRecorded) EventName() string       { return "decision.homecoming_recorded.v1" }

// What a decision's later life holds.
type (
	// A Notification (underrättelse) is the decision sent to one party. Received has no
	// day until someone records it.
	Notification struct {
		To       ids.Person
		How      string // "brev", "mottagningsbevis", "digital-brevlada", "overlamnat", "skatteverket"
		On       civil.Date
		Received civil.Date
		Proof    string
	}
	// An Appeal (överklagande) and what became of it.
	Appeal struct {
		Key        string // "o1"
		On         civil.Date
		From       ids.Person
		Says       string
		Tested     string
		TestedOn   civil.Date
		Considered civil.Date
		Changed    bool
		Forwarded  civil.Date
		Court      string
		Result     string
		RuledOn    civil.Date
		Rulings    []CourtRuling // by each court that has ruled
		At         string        // level of the court that has it
		FurtherBy  string        // who took it on: "personen", "namnden"
		FurtherOn  civil.Date
		Stayed     civil.Date // inhibition: the decision does not apply until the court has ruled
	}
	// A FollowUp (individuppföljning) says what a service gave, goal by goal.
	FollowUp struct {
		Service   ids.Service
		On        civil.Date
		Form      string // "hembesok", "telefon", "besok", "digitalt"
		Results   []GoalResult
		Effect    string
		UnmetNeed string     `json:",omitzero"`
		Next      string     // "fortsatter", "ny-utredning", "avslutas"
		NextOn    civil.Date `json:",omitzero"` // next follow-up

		Kind       FollowUpKind      `json:",omitzero"`
		UnmetBy    UnmetBy           `json:",omitzero"`
		UnmetKinds []string          `json:",omitempty"` // of UnmetKinds
		NoLonger   NoLonger          `json:",omitzero"`
		Answers    []IndicatorAnswer `json:",omitempty"` // to the municipality's indicators
	}
	// A GoalResult is how far one goal was reached (G-09).
	GoalResult struct {
		Goal   string // key of the goal; "syfte" where the service has a purpose only
		Result string // "natt", "delvis", "inte", "kan-inte-bedomas"
		Why    string `json:",omitzero"`
	}
	// A TechnicalExtension (förlängning utan ny prövning) lets a service run on the
	// same terms without anyone looking. It counts as no follow-up and books an inquiry.
	TechnicalExtension struct {
		Service   ids.Service
		Until     civil.Date
		Reason    string
		Requested bool       `json:",omitzero"` // the person asked for it; LSS demands it
		Inquiry   civil.Date // when the need is to be looked into
		Law       Law        // of the day it was decided
		On        civil.Date
		Mandate   Mandate
		Reported  civil.Date `json:",omitzero"` // to the board; known from a later event
	}
	// A Rectification (rättelse, FL 36 §) corrects an evident slip; what stood before is kept.
	Rectification struct {
		Field   string      // "skal", "lagrum", "omfattning", "fran", "till", "uppfoljning"; "datum" in words only
		Service ids.Service // of an extent or a day
		Was     string
		Now     string
		Why     string
		By      ids.User
		On      civil.Date

		Deviation string
	}
	// A CourtRuling (dom, domstolens avgörande) is what one court decided.
	CourtRuling struct {
		Level  string
		Court  string
		Result string
		Effect string
		What   string
		On     civil.Date
	}
)
