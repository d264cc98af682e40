// Package exchange is messages between boards (nämndmeddelanden). Boards of one
// deployment share nothing: secrecy runs between them. The only way from one to
// another is a message that an officer writes about a matter, with what is shared
// chosen and the ground for sharing it. It comes to the other board once, and the
// receipt comes back: when it was received, and by whom.
//
//	skickat → framme i den andra nämnden → mottaget, av vem → lagt i ett ärende
package exchange

import (
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/extract"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Letter (nämndmeddelande) is all that crosses from one board to another.
type Letter struct {
	From      string // name of the sending board in the deployment
	FromShown string
	To        string
	ToShown   string
	Kind      LetterKind
	Says      string
	Ground    ShareGround
	Why       string             // how the ground was found to hold
	Name      string             `json:",omitzero"` // of the person, where it is shared
	Number    ids.IdentityNumber `json:",omitzero"`
	CaseNo    string             `json:",omitzero"` // of the sending board
	By        string             // who wrote it
	Sent      time.Time
}

// A LetterKind says what is wanted of the other board.
type LetterKind string

// The kinds.
const (
	HandingOver LetterKind = "overlamnande"
	Asking      LetterKind = "fraga"
	Telling     LetterKind = "besked"
)

// LetterKinds lists them in the order a page shows them.
func LetterKinds() []LetterKind { return []LetterKind{HandingOver, Asking, Telling} }

// Words is the kind as a page shows it.
func (k LetterKind) Words() string {
	switch k {
	case HandingOver:
		return "Överlämnande"
	case Asking:
		return "Fråga"
	case Telling:
		return "Besked"
	}
	return ""
}

// A ShareGround is what lets a board tell another board what it holds secret.
type ShareGround string

// The grounds. The general override (OSL 10 kap. 27 §) is none of them: it does not
// hold for the secrecy of social services (law.md, general override).
const (
	Consent     ShareGround = "samtycke"
	SameSupport ShareGround = "stod"
	NeededCare  ShareGround = "vard"
	LawDemands  ShareGround = "lag"
	NoHarm      ShareGround = "utan-men"
)

// ShareGrounds lists them in the order a page shows them.
func ShareGrounds() []ShareGround {
	return []ShareGround{Consent, SameSupport, NeededCare, LawDemands, NoHarm}
}

// Words is the ground as a page shows it.
func (g ShareGround) Words() string {
	switch g {
	case Consent:
		return "Den enskilda samtycker (OSL 10 kap. 1 §, 12 kap. 2 §)"
	case SameSupport:
		return "Stöd till äldre eller till personer med funktionsnedsättning i samma kommun (OSL 26 kap. 9 c §)"
	case NeededCare:
		return "Nödvändig vård eller nödvändigt stöd till barn, vid skadligt bruk och beroende eller för ett väntat barn (OSL 26 kap. 9 §)"
	case LawDemands:
		return "En lag säger att uppgiften ska lämnas (OSL 10 kap. 28 §)"
	case NoHarm:
		return "Det står klart att ingen lider men (OSL 26 kap. 1 §)"
	}
	return ""
}

// A SentLetter (skickat nämndmeddelande) is a letter in the board that wrote it.
type SentLetter struct {
	Letter
	ID         ids.ID
	Case       ids.Case
	Person     ids.Person
	Delivered  time.Time // zero: it is on its way
	Received   time.Time
	ReceivedBy string
}

// An ArrivedLetter (nämndmeddelande som har kommit) is a letter in the board it was
// written to.
type ArrivedLetter struct {
	Letter
	ID         ids.ID
	Arrived    time.Time
	Received   time.Time
	By         ids.User
	ReceivedBy string
	Case       ids.Case // it was laid in; zero: none yet
	Person     ids.Person
}

// A LetterLine is a letter in a list.
type LetterLine struct {
	ID         ids.ID
	Board      string // the other one
	Kind       LetterKind
	At         time.Time // sent, or arrived
	Delivered  time.Time // of one that was sent
	Received   time.Time
	ReceivedBy string
}

type (
	// LetterSent tells that an officer has written to another board.
	LetterSent struct {
		Case   ids.Case
		Person ids.Person
		Letter Letter
	}
	// LetterDelivered tells that it stands in the other board's record.
	LetterDelivered struct{}
	// LetterReceipted is the receipt from the other board.
	LetterReceipted struct {
		At time.Time
		By string
	}
	// LetterArrived tells that another board has written.
	LetterArrived struct{ Letter Letter }
	// LetterReceived tells that someone has taken it in hand.
	LetterReceived struct{ By string }
	// LetterFiled lays it in a case.
	LetterFiled struct {
		Case   ids.Case
		Person ids.Person
	}
)

// EventName is for ever.
func (LetterSent) EventName() string      { return "letter.sent.v1" }
func (LetterDelivered) EventName() string { return "letter.delivered.v1" }
func (LetterReceipted) EventName() string { return "letter.receipted.v1" }
func (LetterArrived) EventName() string   { return "letter.arrived.v1" }
func (LetterReceived) EventName() string  { return "letter.received.v1" }
func (LetterFiled) EventName() string     { return "letter.filed.v1" }

// SentEvents lists a zero value of each event of a sent letter.
func SentEvents() []journal.Event {
	return []journal.Event{LetterSent{}, LetterDelivered{}, LetterReceipted{}}
}

// ArrivedEvents lists a zero value of each event of one that has arrived.
func ArrivedEvents() []journal.Event {
	return []journal.Event{LetterArrived{}, LetterReceived{}, LetterFiled{}}
}

// Fold adds an event.
func (s *SentLetter) Fold(r journal.Recorded) {
	s.ID = r.Stream.ID
	switch e := r.Event.(type) {
	case LetterSent:
		s.Letter, s.Case, s.Person = e.Letter, e.Case, e.Person
	case LetterDelivered:
		s.Delivered = r.At
	case LetterReceipted:
		s.Received, s.ReceivedBy = e.At, e.By
	}
}

// Says gives the case the day the letter was sent, and the day of the receipt.
func (s SentLetter) Says() []duty.Said {
	if s.Sent.IsZero() {
		return nil
	}
	facts := []duty.Fact{{Name: "case.letter_sent", About: s.ID.String(), Day: civil.DayOf(s.Sent)}}
	if !s.Received.IsZero() {
		facts = append(facts, duty.Fact{Name: "case.letter_received", About: s.ID.String(), Day: civil.DayOf(s.Received)})
	}
	return []duty.Said{{Subject: s.subject(), Under: duty.Subject{Kind: "person", ID: s.Person.ID}, Facts: facts}}
}

func (s SentLetter) subject() duty.Subject { return duty.Subject{Kind: "case", ID: s.Case.ID} }

// Persons names the file the stream belongs to.
func (s SentLetter) Persons() []ids.Person { return []ids.Person{s.Person} }

// Vocabulary lists the facts that letters give to rules.
func Vocabulary() []duty.FactType {
	return []duty.FactType{
		{Subject: "case", Name: "case.letter_sent", Type: duty.Day, Says: "ett meddelande skickades till en annan nämnd (About: meddelandet)"},
		{Subject: "case", Name: "case.letter_received", Type: duty.Day, Says: "den andra nämnden kvitterade meddelandet (About: meddelandet)"},
	}
}

// Fold adds an event.
func (a *ArrivedLetter) Fold(r journal.Recorded) {
	a.ID = r.Stream.ID
	switch e := r.Event.(type) {
	case LetterArrived:
		a.Letter, a.Arrived = e.Letter, r.At
	case LetterReceived:
		a.Received, a.By, a.ReceivedBy = r.At, r.Actor, e.By
	case LetterFiled:
		a.Case, a.Person = e.Case, e.Person
	}
}

// Persons names the file the stream belongs to, once it is laid in one.
func (a ArrivedLetter) Persons() []ids.Person { return []ids.Person{a.Person} }

// ArrivedSubject is what an act on a letter that has arrived speaks of.
func ArrivedSubject(id ids.ID) duty.Subject { return duty.Subject{Kind: "letter", ID: id} }

// Send writes to another board about a matter.
type Send struct {
	Case   ids.Case
	Person ids.Person
	Letter Letter
}

// Action names the act.
func (Send) Action() string { return "letter.send" }

// Asks for the case.
func (cmd Send) Asks() duty.Subject { return duty.Subject{Kind: "case", ID: cmd.Case.ID} }

// Decide wants a board, a text, and a ground with how it was found to hold.
func (cmd Send) Decide(s SentLetter, env act.Env) ([]journal.Event, error) {
	l := cmd.Letter
	l.Says, l.Why, l.Sent = strings.TrimSpace(l.Says), strings.TrimSpace(l.Why), env.Now
	var faults []*fault.Error
	need := func(missing bool, field, text string) {
		if missing {
			faults = append(faults, fault.Field(field, text))
		}
	}
	need(l.To == "" || l.To == l.From, "till", "letter.choose-board")
	need(l.Kind.Words() == "", "slag", "letter.choose-kind")
	need(l.Says == "", "text", "letter.text-missing")
	need(l.Ground.Words() == "", "stod", "letter.choose-ground")
	need(l.Why == "", "varfor", "letter.why-missing")
	if err := fault.Join(faults...); err != nil {
		return nil, err
	}
	if !s.Sent.IsZero() {
		return nil, fault.New(fault.Conflict, "letter.sent-already")
	}
	return []journal.Event{LetterSent{Case: cmd.Case, Person: cmd.Person, Letter: l}}, nil
}

// Deliver notes that the letter stands in the other board's record.
type Deliver struct{}

// Action names the act.
func (Deliver) Action() string { return "letter.deliver" }

// Decide notes it once.
func (Deliver) Decide(s SentLetter, _ act.Env) ([]journal.Event, error) {
	if s.Sent.IsZero() {
		return nil, fault.New(fault.NotFound, "letter.unknown")
	}
	if !s.Delivered.IsZero() {
		return nil, nil
	}
	return []journal.Event{LetterDelivered{}}, nil
}

// Receipt brings the other board's receipt.
type Receipt struct {
	At time.Time
	By string
}

// Action names the act.
func (Receipt) Action() string { return "letter.receipt" }

// Decide takes the first.
func (cmd Receipt) Decide(s SentLetter, _ act.Env) ([]journal.Event, error) {
	if s.Sent.IsZero() {
		return nil, fault.New(fault.NotFound, "letter.unknown")
	}
	if !s.Received.IsZero() {
		return nil, nil
	}
	return []journal.Event{LetterReceipted(cmd)}, nil
}

// Arrive puts another board's letter in this board's record.
type Arrive struct {
	ID     ids.ID
	Letter Letter
}

// Action names the act.
func (Arrive) Action() string { return "letter.arrive" }

// Asks for the letter.
func (cmd Arrive) Asks() duty.Subject { return ArrivedSubject(cmd.ID) }

// Decide takes it once.
func (cmd Arrive) Decide(a ArrivedLetter, _ act.Env) ([]journal.Event, error) {
	if !a.Arrived.IsZero() {
		return nil, nil
	}
	return []journal.Event{LetterArrived{Letter: cmd.Letter}}, nil
}

// Take is the receipt by the one who takes the letter in hand.
type Take struct {
	ID ids.ID
	By string // name
}

// Action names the act.
func (Take) Action() string { return "letter.take" }

// Asks for the letter.
func (cmd Take) Asks() duty.Subject { return ArrivedSubject(cmd.ID) }

// Decide takes the first.
func (cmd Take) Decide(a ArrivedLetter, _ act.Env) ([]journal.Event, error) {
	switch {
	case a.Arrived.IsZero():
		return nil, fault.New(fault.NotFound, "letter.unknown")
	case !a.Received.IsZero():
		return nil, fault.New(fault.Conflict, "letter.taken-already")
	}
	return []journal.Event{LetterReceived{By: cmd.By}}, nil
}

// File lays a letter in a case.
type File struct {
	ID     ids.ID
	Case   ids.Case
	Person ids.Person
}

// Action names the act.
func (File) Action() string { return "letter.file" }

// Asks for the case.
func (cmd File) Asks() duty.Subject { return duty.Subject{Kind: "case", ID: cmd.Case.ID} }

// Decide wants it taken in hand, and lays it in one case.
func (cmd File) Decide(a ArrivedLetter, _ act.Env) ([]journal.Event, error) {
	switch {
	case a.Received.IsZero():
		return nil, fault.New(fault.Unmet, "letter.take-first")
	case !a.Case.IsZero():
		return nil, fault.New(fault.Conflict, "letter.filed-already")
	}
	return []journal.Event{LetterFiled{Case: cmd.Case, Person: cmd.Person}}, nil
}

// FileText is what the letter says to who may read the file.
func (s SentLetter) FileText(extract.Naming) extract.Text {
	t := s.Letter.text("Meddelande till " + s.ToShown)
	t.At("Framme", s.Delivered)
	t.At("Mottaget", s.Received)
	t.Say("Mottaget av", s.ReceivedBy)
	return t
}

// FileText is what the letter says to who may read the file.
func (a ArrivedLetter) FileText(extract.Naming) extract.Text {
	t := a.Letter.text("Meddelande från " + a.FromShown)
	t.At("Kom in", a.Arrived)
	t.At("Mottaget", a.Received)
	t.Say("Mottaget av", a.ReceivedBy)
	return t
}

func (l Letter) text(title string) extract.Text {
	t := extract.Text{Title: title, Day: civil.DayOf(l.Sent)}
	t.Say("Slag", l.Kind.Words())
	t.Say("", l.Says)
	t.Say("Namn", l.Name)
	t.Say("Personnummer", l.Number.Reveal())
	t.Say("Ärendets nummer", l.CaseNo)
	t.Say("Varför uppgifterna fick lämnas", l.Ground.Words())
	t.Say("Prövningen", l.Why)
	t.Say("Skrivet av", l.By)
	return t
}
