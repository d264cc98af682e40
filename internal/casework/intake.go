package casework

import (
	"slices"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// An IntakeKind is the slag of aktualisering.
type IntakeKind string

// The kinds. Only a concern report has fourteen days and a protection assessment
// (SoL 20:1–2); an application asks, a request asks under LSS 8 §.
const (
	ConcernReport    IntakeKind = "orosanmalan"
	Application      IntakeKind = "ansokan"
	SupportRequest   IntakeKind = "begaran"
	AdultConcern     IntakeKind = "oro-vuxen"
	OtherInformation IntakeKind = "annan-information"
	// What others tell or ask the board.
	HospitalDischarge  IntakeKind = "utskrivning"
	SignalFromProvider IntakeKind = "andrat-behov"
	TransferIn         IntakeKind = "overflyttning"
	OpinionRequest     IntakeKind = "yttrande"
	YouthService       IntakeKind = "ungdomstjanst"
)

// Words is the kind as a page shows it.
func (k IntakeKind) Words() string {
	switch k {
	case ConcernReport:
		return "Orosanmälan"
	case Application:
		return "Ansökan"
	case SupportRequest:
		return "Begäran enligt LSS"
	case AdultConcern:
		return "Oro för vuxen"
	case OtherInformation:
		return "Annan information"
	case HospitalDischarge:
		return "Utskrivning från sjukhus"
	case SignalFromProvider:
		return "Signal om ändrat behov"
	case TransferIn:
		return "Överflyttning från annan kommun"
	case OpinionRequest:
		return "Begäran om yttrande om ung lagöverträdare"
	case YouthService:
		return "Dom på ungdomstjänst"
	}
	return ""
}

// Asked tells whether the person asked for it, so that it must be tried (B-10).
func (k IntakeKind) Asked() bool { return k == Application || k == SupportRequest }

// A Channel is the way a matter came in.
type Channel string

// The channels.
const (
	ByPhone     Channel = "telefon"
	ByVisit     Channel = "besok"
	ByEmail     Channel = "e-post"
	ByEService  Channel = "e-tjanst"
	ByLetter    Channel = "brev"
	ByEmergency Channel = "socialjour"
	ByOther     Channel = "annat"
)

// Channels lists the channels as a page shows them.
func Channels() []Channel {
	return []Channel{ByPhone, ByVisit, ByEmail, ByEService, ByLetter, ByEmergency, ByOther}
}

// Words is the channel as a page shows it.
func (c Channel) Words() string {
	switch c {
	case ByPhone:
		return "Telefon"
	case ByVisit:
		return "Besök"
	case ByEmail:
		return "E-post"
	case ByEService:
		return "E-tjänst"
	case ByLetter:
		return "Brev"
	case ByEmergency:
		return "Socialjour"
	case ByOther:
		return "Annat sätt"
	}
	return ""
}

// Present tells whether a matter comes in at the moment it is told, so that a
// form may suggest now. All else reached the board before someone opened it.
func (c Channel) Present() bool { return c == ByPhone || c == ByVisit }

// A Reporter (anmälare) is the one who told. It is not a party.
type Reporter struct {
	Role      string // "skola", "polis", "privatperson" …
	Mandated  bool   // bound to report by SoL 19:1–3
	Anonymous bool
	Name      string `json:",omitzero"`
	Contact   string `json:",omitzero"`
}

// A ProtectionResult answers whether the child needs protection now.
type ProtectionResult string

// The answers. One that cannot be given yet is no assessment: it stays owed.
const (
	ProtectionNeeded    ProtectionResult = "behovs"
	ProtectionNotNeeded ProtectionResult = "behovs-inte"
	ProtectionUnclear   ProtectionResult = "kan-inte-avgoras"
)

// A ProtectionAssessment (skyddsbedömning) says whether the child needs
// protection now, why, when that was weighed and by whom.
type ProtectionAssessment struct {
	Result  ProtectionResult
	Reasons string
	At      time.Time
	MadeBy  string `json:",omitzero"` // who weighed it, when not the one who registers: the emergency duty
}

// An IntakeOutcome is how a matter that came in was settled.
type IntakeOutcome string

// The outcomes.
const (
	Opened           IntakeOutcome = "inleda"
	NotOpened        IntakeOutcome = "inte-inleda"
	AlreadyRunning   IntakeOutcome = "pagar-redan"
	DismissedMatter  IntakeOutcome = "avvisad"   // Dismissed: not tried
	WrittenOffMatter IntakeOutcome = "avskriven" // WrittenOff: withdrawn, moved, deceased
)

// Words is the outcome as a page shows it.
func (o IntakeOutcome) Words() string {
	switch o {
	case Opened:
		return "Utredning inleds"
	case NotOpened:
		return "Utredning inleds inte"
	case AlreadyRunning:
		return "Utredning pågår redan"
	case DismissedMatter:
		return "Avvisad"
	case WrittenOffMatter:
		return "Avskriven"
	}
	return ""
}

// An Intake (aktualisering) is something that reached the board and may lead to
// action, about one person. A report on three children is three of them.
//
//	received → protection assessed → contacts → (extended) → decided → feedback
type Intake struct {
	ID         ids.Intake
	Case       ids.Case
	Person     ids.Person
	Area       Area
	Kind       IntakeKind
	Received   time.Time // inkom: every frist runs from here
	Registered time.Time // when someone typed it in: starts nothing
	TakenBy    ids.User  // who did
	Channel    Channel
	Reporter   Reporter
	Content    IntakeContent
	Together   []ids.Intake // the other children of the same report
	Running    bool         // a child inquiry ran when it came in

	Assessments []ProtectionAssessment
	Needed      time.Time // when it was written that the child needs protection now; zero: it does not
	Alerted     time.Time // when the managers were told so
	AlertedTo   []ids.User
	Receipted   time.Time // when one of them had seen it
	ReceiptedBy ids.User
	Contacts    []IntakeContact
	Locked      string // why nobody in the family may be contacted now; empty: no lock
	Officer     ids.User
	Extended    civil.Date // last day after an extension
	Extension   string     // its exceptional reasons

	Decided       civil.Date
	Outcome       IntakeOutcome
	Ground        Ground
	Reasons       string
	GroundReason  string            // why an unusual ground is right
	Mandate       Mandate           // by which it was settled; empty: not judged
	Unreported    int               // decisions in the board's place that it has not heard of
	Investigation ids.Investigation // opened by it, or already running

	FeedbackWanted time.Time
	FeedbackGiven  civil.Date
	MeetingOffered bool
	MeetingAnswer  string // why no meeting was offered
	MeetingKnown   bool

	Stay      HospitalStay
	Plannings []DischargePlanning
	Answered  *TransferAnswer // to the municipality that asked for a transfer
	Opinion   civil.Date      // given
	Started   civil.Date      // youth service
	Questions []QuestionAnswer

	facts duty.Statements
}

// IntakeContent is what was told or asked, in the words of the one who did.
type IntakeContent struct {
	Says           string   // what the concern is, or what is asked for
	Worries        []string `json:",omitzero"` // kinds of concern
	Danger         string   `json:",omitzero"` // violence or danger right now: "ja", "nej", "vet-inte"
	Services       []string `json:",omitzero"` // services asked for, keys of the catalogue
	ContactWay     string   `json:",omitzero"` // how the person wants to be reached
	Interpreter    string   `json:",omitzero"` // language, or empty: none needed
	Representative string   `json:",omitzero"` // who speaks for the person

	Source       IntakeSource `json:",omitzero"`
	Target       TargetGroup  `json:",omitzero"`
	Residence    Residence    `json:",omitzero"`
	Municipality string       `json:",omitzero"` // that asks for a transfer
	AnswerBy     civil.Date   `json:",omitzero"` // last day to give an opinion
}

// An IntakeContact is one contact during the preliminary assessment, or the
// reason why a guardian was not contacted.
type IntakeContact struct {
	With     ContactWith
	Guardian ids.Person   `json:",omitzero"`
	On       civil.Date   `json:",omitzero"`
	Says     string       `json:",omitzero"`
	Basis    ContactBasis `json:",omitzero"`
	NotDone  string       `json:",omitzero"` // reason, instead of a day
}

// ContactWith says with whom.
type ContactWith string

// Whom a preliminary assessment may contact: the family, the reporter and the
// board's own files (JO). Others only with consent.
const (
	WithGuardian ContactWith = "vardnadshavare"
	WithChild    ContactWith = "barnet"
	WithFamily   ContactWith = "familj"
	WithReporter ContactWith = "anmalare"
	WithOwnFiles ContactWith = "egna-akter"
	WithOther    ContactWith = "annan"
)

// Words is the one contacted as a page shows it.
func (c ContactWith) Words() string {
	switch c {
	case WithGuardian:
		return "Vårdnadshavare"
	case WithChild:
		return "Barnet"
	case WithFamily:
		return "Annan i familjen"
	case WithReporter:
		return "Anmälaren"
	case WithOwnFiles:
		return "Egna akter"
	case WithOther:
		return "Någon annan"
	}
	return ""
}

// A ContactBasis says what a contact that is not free rests on.
type ContactBasis string

// The bases. A contact that was taken without one is recorded as such.
const (
	ByConsent  ContactBasis = "samtycke"
	ByMaturity ContactBasis = "moget" // the child is mature enough to decide itself
	NoBasis    ContactBasis = "ingen-grund"
)

// Exists tells whether the intake has been received.
func (in Intake) Exists() bool { return !in.Received.IsZero() }

// Open tells whether it waits for a decision.
func (in Intake) Open() bool { return in.Exists() && in.Decided.IsZero() }

// Subject is what rules call the intake.
func (in Intake) Subject() duty.Subject { return duty.Subject{Kind: "intake", ID: in.ID.ID} }

// LastDay is the last day of a preliminary assessment: fourteen days from the day
// the report came in, moved to a working day where lag 1930:173 2 § moves it, or
// the day it was extended to. No day for other kinds.
func (in Intake) LastDay() civil.Date {
	switch {
	case in.Kind != ConcernReport:
		return civil.Date{}
	case !in.Extended.IsZero():
		return in.Extended
	}
	return civil.Shift(civil.DayOf(in.Received).AddDays(14))
}

// Assessed is the latest protection assessment that gives an answer; nil when
// there is none.
func (in Intake) Assessed() *ProtectionAssessment {
	for _, a := range slices.Backward(in.Assessments) {
		if a.Result != ProtectionUnclear {
			return &a
		}
	}
	return nil
}

// GuardianAnswered tells whether the guardian was contacted, or why not is written.
func (in Intake) GuardianAnswered(guardian ids.Person) bool {
	return slices.ContainsFunc(in.Contacts, func(c IntakeContact) bool {
		return c.With == WithGuardian && c.Guardian == guardian
	})
}

// ChildAnswered tells whether the child was spoken to, or why not is written.
func (in Intake) ChildAnswered() bool {
	return slices.ContainsFunc(in.Contacts, func(c IntakeContact) bool { return c.With == WithChild })
}

// runningInquiry tells whether a child inquiry is open in the case.
func runningInquiry(facts duty.Facts) bool {
	closed := map[string]bool{}
	for _, f := range facts.All("case.child_inquiry_closed") {
		closed[f.About] = true
	}
	return slices.ContainsFunc(facts.All("case.child_inquiry_opened"), func(f duty.Fact) bool { return !closed[f.About] })
}

// Persons names the file the stream belongs to.
func (in Intake) Persons() []ids.Person { return []ids.Person{in.Person} }

// Says gives the intake's facts to rules.
func (in Intake) Says() []duty.Said {
	return in.facts.Said(func(s duty.Subject) duty.Subject {
		if s.Kind == "case" {
			return duty.Subject{Kind: "person", ID: in.Person.ID}
		}
		return duty.Subject{Kind: "case", ID: in.Case.ID}
	})
}

// IntakeEvents lists a zero value of each event of the stream.
func IntakeEvents() []journal.Event {
	return []journal.Event{
		IntakeReceived{},
		IntakeReceiptCorrected{},
		ProtectionAssessed{},
		ManagersAlerted{},
		AlertReceipted{},
		IntakeContacted{},
		IntakeContactsLocked{},
		IntakeContactsReleased{},
		IntakeExtended{},
		IntakeAssigned{},
		IntakeDecided{},
		IntakeReported{},
		IntakeFeedbackAsked{},
		IntakeFeedbackGiven{},
		IntakeMeetingOffered{},
		IntakeMoved{},
		IntakeRedirected{},
		AdmissionTold{},
		DischargePlanned{},
		DischargeReady{},
		LeftHospital{},
		TransferAnswered{},
		OpinionGiven{},
		YouthServiceStarted{},
		QuestionsAnswered{},
	}
}
