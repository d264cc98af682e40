package simulate

import (
	"time"

	"stadga/internal/civil"
)

// A Report (orosanmälan) is one form about one child or several of a family.
type Report struct {
	Received   time.Time
	Registered time.Time
	Channel    string // word of intake.channel
	Reporter   string // polis, skola, vard, myndighet, privat, anonym, egen-personal
	Reason     string // foralder, barnet, ovrigt
	Violence   bool   // violence in a close relation
	Feedback   bool   // the reporter wants to know
	Taker      string // staff who registered it
	Children   []*ChildReport
	Story      int // number of the story it tells; 0: background
}

// Mandated tells whether the reporter is bound by law to report (SoL 19:1).
func (r *Report) Mandated() bool { return r.Reporter != "privat" && r.Reporter != "anonym" }

// A ChildReport is what becomes of a report for one of its children.
type ChildReport struct {
	Child      *Person
	Assessed   time.Time // zero: the protection assessment is missing
	Protection string    // word of intake.protection_result
	Assessor   string
	Officer    string
	Assigned   time.Time
	Contacts   []Contact
	Heard      time.Time // talked with the child, with consent; zero: not
	Unheard    string    // why not
	ExtendedOn civil.Date
	ExtendedTo civil.Date
	Decided    time.Time // to open or not; zero: not decided in the time of the plan
	Outcome    string    // word of intake.outcome
	ToldOn     civil.Date
	Inquiry    *Inquiry // when one was opened
	Running    *Inquiry // that ran already
}

// A Contact is with a guardian during the preliminary assessment.
type Contact struct {
	Guardian *Person
	On       time.Time // zero: not contacted
	WhyNot   string
}

// An Inquiry (barnavårdsutredning) has four months to its closing decision.
type Inquiry struct {
	Child      *Person
	Officer    string
	Opened     time.Time
	Ground     string // word of investigation.ground
	Told       []*Person
	Talks      []time.Time // with the child
	Views      []*Person   // guardians whose view is written
	ExtendedOn civil.Date
	ExtendedTo civil.Date
	Why        string // reason for the extension
	Closed     time.Time
	Outcome    string // word of investigation.outcome
	Items      []*Item
	Story      int
}

// An Application (ansökan; begäran for LSS) of one person, with what came of it.
type Application struct {
	Person      *Person
	Area        string // word of case.area
	Kind        string // ansokan or begaran
	Received    time.Time
	Registered  time.Time
	Channel     string
	Officer     string
	Opened      time.Time
	HomeVisit   time.Time // zero: none
	Eligibility string    // LSS: word of investigation.eligibility
	Sent        time.Time // material sent to the person; zero: evidently unnecessary
	Withdrawn   bool
	Decided     time.Time
	Items       []*Item
	Imported    bool // made before the time of the plan, taken over from the old system
	Discharge   bool // began with a notice from hospital
	Wish        string
	Story       int
}

// An Item is one service (insats) of a decision and its life.
type Item struct {
	Kind       string // key in the catalogue of services
	Law        string // SoL01, SoL25 or LSS
	Outcome    string // word of service.outcome
	From       civil.Date
	Until      civil.Date // as first decided; zero: open-ended
	FollowUpOn civil.Date // planned; zero: left empty
	Minutes    int        // granted a month; 0 where the service has no hours
	Times      int        // granted a week, where the service is counted so; 0: twice
	Delivered  float64    // share of what is granted that is delivered; 0: as drawn
	Untold     bool       // a story tells how the decision reached the person
	Goals      []Goal
	Order      *Order
	FollowUps  []FollowUp
	Signals    []Signal
	Extensions []Extension
	ReceivedOn civil.Date // the person got the decision; zero: unknown
	Appealed   time.Time
	AppealWon  bool
	EndedOn    civil.Date
	EndedBy    string // avliden, flyttat, nytt-beslut, eget-onskemal, period-slut
}

// last is the last day of the service's period, extensions counted.
func (it *Item) last() civil.Date {
	if n := len(it.Extensions); n > 0 {
		return it.Extensions[n-1].Until
	}
	return it.Until
}

// A Goal is an individual goal of a service.
type Goal struct {
	Text  string
	By    civil.Date
	Vague bool
}

// An Order (uppdrag) to a provider.
type Order struct {
	Provider     string
	Sent         time.Time
	Acknowledged time.Time
	StartOn      civil.Date
	Started      time.Time // first visit, move-in, alarm installed
	Offered      []Offer
	Contact      civil.Date // a fixed care contact was offered; zero: not
	Plan         civil.Date // implementation plan made; zero: none
	PlanReviews  []civil.Date
	WhyNot       string     // reason that it has not been carried out
	WhyNotOn     civil.Date // when the officer gave it
}

// An Offer of a place.
type Offer struct {
	On       civil.Date
	Accepted bool
}

// A FollowUp (individuppföljning) against the goals.
type FollowUp struct {
	On      time.Time
	Reached string // ja, delvis, nej
}

// A Signal of changed need from the provider.
type Signal struct {
	Sent     time.Time
	Kind     string // mer-hjalp, mindre-hjalp, annat
	Answered time.Time
}

// An Extension without new trial ("teknisk förlängning").
type Extension struct {
	On    civil.Date
	Until civil.Date
}
