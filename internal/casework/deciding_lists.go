package casework

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Running (pågående) is how much runs in a case.
type Running struct{ Investigations, Services int }

// An InvestigationLine is one investigation as a list shows it.
type InvestigationLine struct {
	ID       ids.Investigation
	Case     ids.Case
	Person   ids.Person
	Number   int // within its case, from 1
	Kind     InquiryKind
	Ground   Ground
	Started  string
	Received time.Time
	Opened   civil.Date
	Question string
	Extended civil.Date // by decisions made in time
	Ready    civil.Date
	Decided  civil.Date
	Outcome  InquiryOutcome
	Decision ids.Decision
}

// A DecisionLine is one decision as a list shows it.
type DecisionLine struct {
	ID            ids.Decision
	Case          ids.Case
	Person        ids.Person
	Investigation ids.Investigation
	Number        int // within its case, from 1
	Made          civil.Date
	By            ids.User
	Law           Law
	Outcome       InquiryOutcome
	Against       bool
	Sent          civil.Date
	Received      civil.Date // by the person; no day while it is unknown
	Appeals       int
}

// A FollowUpLine (uppföljning i en lista) is one follow-up of a granted service, due
// or made.
type FollowUpLine struct {
	Case   ids.Case
	Person ids.Person
	Kind   string     // key in the service catalogue
	Due    civil.Date // the next
	Made   civil.Date // zero: not made
}

// A GoalSum (bedömda mål) is how many goals of a service have been judged, and how many
// of them were reached.
type GoalSum struct{ Judged, Reached int }

// A ServiceLine is one item of a decision as a list shows it.
type ServiceLine struct {
	ID         ids.Service
	Decision   ids.Decision
	Case       ids.Case
	Person     ids.Person
	Kind       string // key in the service catalogue
	Law        Law
	Outcome    Outcome
	Made       civil.Date
	From       civil.Date
	Until      civil.Date // zero: until further notice
	Ended      civil.Date
	EndReason  string
	FollowUp   civil.Date // planned
	FollowedUp civil.Date // the latest
	Extent     string     // in words
	Yearly     int        // the extent over a year, in the unit of the service
	Purpose    string
}

// A Link (led i röda tråden) follows one need from the investigation to the
// result. What is missing is empty: that is the gap.
type Link struct {
	Need, Area  string
	Goal        string
	Decision    ids.Decision
	DecisionNo  int
	Made        civil.Date
	Service     string // key in the catalogue; empty: a goal without a service
	Extent      string
	Outcome     Outcome
	OrderSent   time.Time
	OrderSeen   time.Time
	PlanNeeded  bool
	PlanMade    civil.Date
	PlanTouches bool // the plan in force takes up this goal
	Started     civil.Date
	Visits      int
	LastVisit   civil.Date
	Result      string // of the latest follow-up
	ResultOn    civil.Date
	FollowUp    civil.Date // planned
	Inquiry     int        // number of the investigation
	Closed      bool       // the investigation is decided
}

// An ExpiringService (utgående insats) is a service whose time runs out, with what
// has been done about it.
type ExpiringService struct {
	Service  ServiceLine
	Case     Case
	Decision int        // its number in the case
	Inquiry  civil.Date // the day an investigation that still runs was opened; zero: none runs
	Extended int        // how many times without a new trial
}

// A ProposalLine is one proposal as an agenda shows it: the number of the case and
// what is to be decided, and nobody's name.
type ProposalLine struct {
	ID            ids.ID
	Case          ids.Case
	Number        string // of the case
	Person        ids.Person
	Investigation ids.Investigation
	Matter        string
	Body          string
	Meeting       civil.Date
	Made          civil.Date
	By            ids.User
	Withdrawn     bool
	Ruled         civil.Date
	Paragraph     int
	Result        string
}

// A MeetingLine is one meeting of a body with how far its agenda has come.
type MeetingLine struct {
	Body         string
	Day          civil.Date
	Items, Ruled int
	From, To     int // paragraphs; 0 until some are ruled
}

// A DelegatedLine is one decision made in the board's place, as it is reported.
type DelegatedLine struct {
	Of       journal.StreamID // where it was recorded: a decision, an intake, an investigation, a request to read a file
	Case     ids.Case
	Person   ids.Person
	Number   string // of the case
	No       int    // of the decision in its case; 0: it is no decision on a service of its own
	Made     civil.Date
	By       ids.User
	Law      Law    // of a decision on a service
	What     string // the outcome, "forlangning", or a Delegable
	Service  string // key in the catalogue, of what was changed in a decision
	Body     string
	Point    string // of the delegation order
	Reported civil.Date
}

// A CoercionLine is one matter of coercion as a list shows it.
type CoercionLine struct {
	ID       ids.ID
	Law      Coercive
	Begun    civil.Date
	Latest   string // key of the latest step
	LatestOn civil.Date
	ByLaw    string // rule by which it ended, when time itself ended it
}
