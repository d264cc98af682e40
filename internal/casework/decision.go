package casework

import (
	"slices"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Decision (beslut) settles what was applied for, or closes an inquiry. Its
// stream begins when it is signed and holds its later life:
//
//	made → sent → received → (appealed → tested → reconsidered → forwarded)
//	each service: granted → followed up … → (extended unchanged) → ended
type Decision struct {
	ID            ids.Decision
	Case          ids.Case
	Person        ids.Person
	Investigation ids.Investigation
	Made          civil.Date
	By            ids.User
	Law           Law
	Section       string // of the law, where a rectification has named it; else the catalogue's
	Outcome       InquiryOutcome
	Reasons       string
	Mandate       Mandate
	Team          Team             // that made a short decision
	Signed        []DecisionItem   // as they were signed, slips corrected: what the letter says
	Items         []DecidedService // as they stand
	Against       bool             // goes against the person, wholly or in part
	Letters       []Notification
	Appeals       []Appeal
	FollowUps     []FollowUp
	Corrections   []Rectification
	Changes       []DecisionChange
	Objections    []DecisionObjection
	Reported      civil.Date
	Unreported    int // decisions of its later life in the board's place that the board has not heard of
	Unexecuted    []UnexecutedReport
	CarePlans     []CarePlan // of its services, the oldest first

	facts duty.Statements
}

// An Outcome (utfall) is the answer to one service applied for.
type Outcome string

// The outcomes. The last two end without trial and are counted apart (D-02).
const (
	Granted       Outcome = "bifall"
	PartlyGranted Outcome = "delvis-bifall"
	Refused       Outcome = "avslag"
	Dismissed     Outcome = "avvisning"
	WrittenOff    Outcome = "avskrivning"
)

// Gives tells whether the outcome gives the person a service.
func (o Outcome) Gives() bool { return o == Granted || o == PartlyGranted }

// Words is the outcome as a page says it.
func (o Outcome) Words() string {
	switch o {
	case Granted:
		return "Bifall"
	case PartlyGranted:
		return "Delvis bifall"
	case Refused:
		return "Avslag"
	case Dismissed:
		return "Avvisning"
	case WrittenOff:
		return "Avskrivning"
	}
	return ""
}

// A DecisionItem is the decision on one service.
type DecisionItem struct {
	Service  ids.Service
	Kind     string // key in the service catalogue
	Applied  string `json:",omitzero"` // what was asked for, as said
	Outcome  Outcome
	Why      string      `json:",omitzero"` // reason of a dismissal or a writing-off: "atertagen", "flyttat", "avliden"; "for-sent", "inte-behorig", "ofullstandig"
	Reasons  string      `json:",omitzero"` // for this item; else the decision's own hold
	Extent   Extent      `json:",omitzero"`
	Purpose  string      `json:",omitzero"`
	Goals    []Goal      `json:",omitempty"`
	From     civil.Date  `json:",omitzero"`
	Until    civil.Date  `json:",omitzero"` // last day; zero: until further notice (tills vidare)
	Limit    string      `json:",omitzero"` // reason for a time limit where the service is open-ended
	FollowUp civil.Date  `json:",omitzero"`
	Replaces ids.Service `json:",omitzero"` // running service that this one takes over
	Lesser   Lesser      `json:",omitzero"` // right to give less than what runs
	// Reservation (förbehåll) is what the decision says may change it later (FL 37 § p1).
	Reservation string    `json:",omitzero"`
	Reduces     Reduction `json:",omitzero"` // what it takes from decisions that run, found when it is signed
	Terms
}

// A DecidedService is an item with its later life. Until and FollowUp are as they
// stand after it.
type DecidedService struct {
	DecisionItem
	Extended  []TechnicalExtension
	Home      civil.Date // latest homecoming from hospital with changed services
	Ended     civil.Date // zero: it runs
	EndReason string
	Results   []GoalResult // goal by goal when it ended
}

// Running tells whether the service is given and has not ended by that day.
func (it DecidedService) Running(day civil.Date) bool {
	return it.Outcome.Gives() && (it.Ended.IsZero() || it.Ended.After(day)) && (it.Until.IsZero() || !it.Until.Before(day))
}

// A Lesser is the ground on which a favourable decision may be changed to the
// person's disadvantage.
type Lesser struct {
	Ground string // "egen-begaran", "forbehall", "sakerhet", "vilseledande", "14-9"
	Why    string
}

// Subject is what rules call the decision.
func (d Decision) Subject() duty.Subject { return duty.Subject{Kind: "decision", ID: d.ID.ID} }

// Item finds the item of a service.
func (d Decision) Item(service ids.Service) (DecidedService, bool) {
	at := slices.IndexFunc(d.Items, func(it DecidedService) bool { return it.Service == service })
	if at < 0 {
		return DecidedService{}, false
	}
	return d.Items[at], true
}

// ReceivedOn is the day that party got the decision; no day while it is unknown.
func (d Decision) ReceivedOn(party ids.Person) civil.Date { return d.letter(party).Received }

// letter is what was sent to that party; its days are missing when nothing was.
// SentTo tells whether the decision has been sent to the party.
func (d Decision) SentTo(party ids.Person) bool { return !d.letter(party).On.IsZero() }

func (d Decision) letter(to ids.Person) Notification {
	for _, l := range d.Letters {
		if l.To == to {
			return l
		}
	}
	return Notification{To: to}
}

// DecisionEvents lists a zero value of each event of the stream.
func DecisionEvents() []journal.Event {
	return []journal.Event{
		DecisionMade{},
		LetterSent{},
		DecisionReceived{},
		AppealReceived{},
		AppealTested{},
		AppealReconsidered{},
		AppealForwarded{},
		CourtRuled{},
		ServiceFollowedUp{},
		ServiceExtendedUnchanged{},
		ServiceEnded{},
		DecisionRectified{},
		DecisionAmended{},
		DecisionObjected{},
		AppealStayed{},
		AppealedFurther{},
		DecisionReported{},
		HomecomingRecorded{},
		DecisionMoved{},
		UnexecutedReported{},
		ExecutionReported{},
		CarePlanMade{},
	}
}

// Says gives the decision's facts, each service its own, and the case those of
// favourable decisions that run.
func (d Decision) Says() []duty.Said { return d.facts.Said(d.under) }

// Persons names the file the decision belongs to.
func (d Decision) Persons() []ids.Person { return []ids.Person{d.Person} }

func (d Decision) under(s duty.Subject) duty.Subject {
	switch s.Kind {
	case "service":
		return d.Subject()
	case "decision":
		return duty.Subject{Kind: "case", ID: d.Case.ID}
	}
	return duty.Subject{Kind: "person", ID: d.Person.ID}
}
