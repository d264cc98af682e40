package quality

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
)

// A Deviation (avvikelse) is one thing that departed from what should be. What
// was reported stands as it was written; everything later is added to it.
type Deviation struct {
	Report
	Reported time.Time
	By       ids.User // zero: the program itself
	Class    Classification
	Classed  time.Time
	Cause    string
	Actions  []Action
	Notified civil.Date // to IVO; zero: not
	Closed   time.Time
	Answer   string // to the one who reported

	id   ids.Deviation
	said duty.Statements
}

// A Report (rapport) is what is said when a deviation is reported. It asks so
// little that nobody puts it off (H-29).
type Report struct {
	Number   string // "A2026-0017": what the reporter gets and may ask about
	What     string
	Where    string // where and when, in the reporter's words
	Danger   bool   // someone is in danger now
	Unit     ids.Unit
	Provider ids.Provider
	Link     Link
	Type     DeviationType // said at once only by the program, which knows it
}

// A Link (koppling) ties a deviation to what it is about. It is shown only to
// those who may see what it leads to.
type Link struct {
	Case          ids.Case
	Person        ids.Person
	Investigation ids.Investigation
	Order         ids.Order
}

// A DeviationKind parts deviations from what comes from outside and from what
// law wants reported, without overlap (H-34).
type DeviationKind string

// The kinds.
const (
	OfOurs    DeviationKind = "avvikelse"
	Complaint DeviationKind = "klagomal"
	Opinion   DeviationKind = "synpunkt"
	LexSarah  DeviationKind = "lex-sarah"
)

// DeviationKinds lists the kinds in the order they are offered.
func DeviationKinds() []DeviationKind {
	return []DeviationKind{OfOurs, Complaint, Opinion, LexSarah}
}

// Words is the kind in Swedish.
func (k DeviationKind) Words() string {
	switch k {
	case OfOurs:
		return "Avvikelse"
	case Complaint:
		return "Klagomål"
	case Opinion:
		return "Synpunkt"
	case LexSarah:
		return "Lex Sarah"
	}
	return ""
}

// A DeviationType says what went wrong (H-32).
type DeviationType string

// The types.
const (
	NotDelivered  DeviationType = "utebliven-insats"
	TookTooLong   DeviationType = "utredningstid"
	WrongGround   DeviationType = "fel-lagrum"
	LateIncoming  DeviationType = "sen-anmalan"
	Administering DeviationType = "handlaggning"
	OtherType     DeviationType = "annat"
)

// DeviationTypes lists the types in the order they are offered.
func DeviationTypes() []DeviationType {
	return []DeviationType{NotDelivered, TookTooLong, WrongGround, LateIncoming, Administering, OtherType}
}

// Words is the type in Swedish.
func (t DeviationType) Words() string {
	switch t {
	case NotDelivered:
		return "Insatsen gavs inte"
	case TookTooLong:
		return "Utredningen drog ut på tiden"
	case WrongGround:
		return "Fel lagrum"
	case LateIncoming:
		return "Det som kom in togs om hand för sent"
	case Administering:
		return "Annat fel i handläggningen"
	case OtherType:
		return "Annat"
	}
	return ""
}

// A Malpractice (missförhållande) is how grave a lex Sarah report is, by SoL 27
// kap. 2 and 6 §§.
type Malpractice string

// The four that the act knows.
const (
	IsMalpractice   Malpractice = "missforhallande"
	RiskOf          Malpractice = "pataglig-risk"
	IsSerious       Malpractice = "allvarligt"
	RiskOfSerious   Malpractice = "pataglig-risk-allvarligt"
	notAMalpractice Malpractice = ""
)

// Malpractices lists the grades, the gravest first.
func Malpractices() []Malpractice {
	return []Malpractice{IsSerious, RiskOfSerious, IsMalpractice, RiskOf}
}

// Words is the grade in Swedish.
func (m Malpractice) Words() string {
	switch m {
	case IsMalpractice:
		return "Missförhållande"
	case RiskOf:
		return "Påtaglig risk för missförhållande"
	case IsSerious:
		return "Allvarligt missförhållande"
	case RiskOfSerious:
		return "Påtaglig risk för allvarligt missförhållande"
	}
	return ""
}

// Serious tells whether IVO must be told (SoL 27:6).
func (m Malpractice) Serious() bool { return m == IsSerious || m == RiskOfSerious }

// A Classification (bedömning av avvikelse) is what the manager makes of it.
// Severity and recurrence are the four by four of patient safety work, and local;
// the grade of malpractice is law.
type Classification struct {
	Kind       DeviationKind
	Type       DeviationType
	Severity   int // 1 to 4
	Recurrence int // 1 to 4: how likely it is to happen again
	Grade      Malpractice
}

// An Action (åtgärd) is what has been done about it.
type Action struct {
	What string
	On   civil.Date
	By   ids.User
}

// A Stage (läge) is how far a deviation has come, on the page's bar.
type Stage string

// The stages, in order.
const (
	StageReported  Stage = "rapporterad"
	StageClassed   Stage = "bedomd"
	StageExplained Stage = "utredd"
	StageActed     Stage = "atgardad"
	StageClosed    Stage = "avslutad"
)

// Stages lists the stages in order.
func Stages() []Stage {
	return []Stage{StageReported, StageClassed, StageExplained, StageActed, StageClosed}
}

// Words is the stage in Swedish.
func (s Stage) Words() string {
	switch s {
	case StageReported:
		return "Rapporterad"
	case StageClassed:
		return "Bedömd"
	case StageExplained:
		return "Utredd"
	case StageActed:
		return "Åtgärdad"
	case StageClosed:
		return "Återkopplad"
	}
	return ""
}

// Stage is the last stage the deviation has reached.
func (d Deviation) Stage() Stage {
	switch {
	case !d.Closed.IsZero():
		return StageClosed
	case len(d.Actions) > 0:
		return StageActed
	case d.Cause != "":
		return StageExplained
	case !d.Classed.IsZero():
		return StageClassed
	}
	return StageReported
}

// Exists tells whether the deviation has been reported.
func (d Deviation) Exists() bool { return !d.Reported.IsZero() }

// Subject is what rules and the access policies call the deviation.
func (d Deviation) Subject() duty.Subject { return duty.Subject{Kind: Stream, ID: d.id.ID} }

// Stream is the name of the kind of stream, and of its subject.
const Stream = "deviation"

// Says gives facts to the deviation itself, and to the investigation that took
// too long. The deviation stands under nothing: who may read it does not follow
// from who may read the case.
func (d Deviation) Says() []duty.Said {
	if !d.Exists() {
		return nil
	}
	said := d.said.Said(func(duty.Subject) duty.Subject { return duty.Subject{} })
	if inquiry := d.tooLong(); !inquiry.IsZero() {
		said = append(said, duty.Said{
			Subject: duty.Subject{Kind: "investigation", ID: inquiry.ID},
			Under:   duty.Subject{Kind: "case", ID: d.Link.Case.ID},
			Facts:   []duty.Fact{{Name: "investigation.deviation_reported", Day: civil.DayOf(d.Reported)}},
		})
	}
	return said
}

// tooLong is the investigation that the deviation says took too long; zero: none.
func (d Deviation) tooLong() ids.Investigation {
	if d.Type == TookTooLong || d.Class.Type == TookTooLong {
		return d.Link.Investigation
	}
	return ids.Investigation{}
}

// Persons names whose file the deviation belongs to; nobody's when it is tied to
// no case.
func (d Deviation) Persons() []ids.Person {
	if d.Link.Person.IsZero() {
		return nil
	}
	return []ids.Person{d.Link.Person}
}
