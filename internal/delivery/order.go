package delivery

import (
	"slices"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
)

// An Order (uppdrag) is what the officer hands over to a provider so that one
// service is carried out: goals, extent and the background chosen for it, never
// the investigation (E-04). A change of provider is a new order for the same
// service.
//
//	sent → acknowledged → start set → started → plan made → … → ended
//
// Nothing forces the order of the middle steps: a service may start before its
// plan is made, and often does.
type Order struct {
	Brief

	Sent         time.Time
	SentBy       ids.User
	Acknowledged time.Time
	SeenBy       ids.User
	Able         Ability    // whether the provider has competence and means (E-03)
	Capacity     string     // what it says of them
	StartDay     civil.Date // set by the provider; zero: not set
	StartSet     Mark
	Started      civil.Date // proven by a fact that suits the service; zero: not shown yet
	StartedBy    StartProof
	StartShown   Mark
	Alarm        Alarm      // installed and taken away, with staff and check list (E-30)
	PartlySince  civil.Date // zero: all that was granted is given, as far as is known
	PartlyLacks  string
	Handovers    []Handover // checked by each side at each end (E-36)
	News         []News     // what staff must know at once (E-29)
	Offers       []Offer
	WhyNotBegun  string     // reason given to IVO, once
	WaitsSince   civil.Date // the person wants to wait for a chosen provider (SoL 35:5)
	Interrupted  civil.Date // zero: running
	Plans        []Plan     // the last is the one in force
	PlanMade     Mark       // who made the one in force, and when
	CareContact  string     // "ja" or "nej": a fixed care contact was offered, or why not
	Contact      CareContact
	PlanOwner    ids.User // who writes the plan and keeps it; zero: nobody is named (E-22)
	Signals      []ChangeSignal
	Thread       []Message
	Ended        civil.Date
	EndReason    EndReason

	Changes    []ProviderChange // wishes for another provider; the last is the one that may wait
	MovedTo    ids.Order        // takes over; zero: none does
	MovesOn    civil.Date       // its first day
	HandedOver bool             // the person agrees that plans and questions go with it
	Views      []RelativeView   // who the person wants to see the visits (E-34)

	id   ids.Order
	said duty.Statements
}

// A Brief is what an order says when it is sent. It is the whole of what the
// provider learns from the authority.
type Brief struct {
	Case     ids.Case
	Decision ids.Decision
	Service  ids.Service
	Person   ids.Person
	Provider ids.Provider
	Chosen   bool // the person chose the provider; else it is the default one (LOV 9:2)

	Kind    string // key in the service catalogue
	Name    string // the service as pages say it
	Extent  string // "2 gånger per vecka"
	Minutes int    `json:",omitzero"` // a month, as decided; 0: the decision counts in something else
	Times   int    `json:",omitzero"` // visits or days a week, as decided; 0: less than one, or counted in something else
	Goals   []Goal
	Purpose string // for simple services that take no goals
	Risks   string // what staff must know: falls, keys, a dog
	Shared  string // further background that the officer chose to share
	Wish    civil.Date
	Until   civil.Date // the decision's last day; zero: until further notice
	Proof   StartProof
	Plan    bool // an implementation plan is required

	Choice     ProviderChoice `json:",omitzero"` // what the person wished for
	After      ids.Order      `json:",omitzero"` // the order that this one takes over from
	Own        bool           `json:",omitzero"` // the provider is the board's own operation, which assesses its means first (E-03)
	Health     bool           `json:",omitzero"` // municipal health care is responsible too (E-43)
	Outpatient bool           `json:",omitzero"` // öppenvård: no delivery without plan, goal, end and follow-up (E-37)
	Aims       bool           `json:",omitzero"` // the catalogue asks for purpose and goals; else either does (E-05)
	FollowUp   civil.Date     `json:",omitzero"` // planned in the decision
}

// A Mark is who did a thing in the program, and when.
type Mark struct {
	At time.Time
	By ids.User
}

// An Ability (kompetens och resurser) is what a provider answers when it accepts.
type Ability string

// Whole, or in part with what lacks; a provider that has not turns the order down.
const (
	AbleWhole  Ability = "har"
	AblePartly Ability = "delvis"
)

// A Goal of the decision as the provider sees it.
type Goal struct {
	Key  string
	Area string `json:",omitzero"` // life area it belongs to, as it is named
	Text string
	By   civil.Date
}

// A StartProof is the kind of fact that shows that a service has begun.
type StartProof string

// The proofs; a tick in a box is not one of them.
const (
	ByVisit        StartProof = "besok"
	ByMoveIn       StartProof = "inflytt"
	ByInstallation StartProof = "installation"
	ByMeeting      StartProof = "mote"
)

// An Offer is a place that was offered, and what the person answered.
type Offer struct {
	On     civil.Date
	What   string
	Answer OfferAnswer
}

// An OfferAnswer is yes or no.
type OfferAnswer string

// The answers to an offer.
const (
	Accepted OfferAnswer = "tackat-ja"
	Declined OfferAnswer = "tackat-nej"
)

// A Plan (genomförandeplan) is how the provider and the person will reach the
// goals of the decision. It holds the three things self-checks found missing:
// when it was made, whether others take part, and when it is followed up (E-14).
type Plan struct {
	Made          civil.Date
	Goals         []PlanGoal
	Collaboration string // with whom; "behövs inte" is also an answer
	ReviewBy      civil.Date
	SharedOn      civil.Date // the person got it; zero: not yet (E-17)
	ByAuthority   bool       // written by the ordering side, which is not its task (E-12)
	Reviewed      []Review
	Read          civil.Date // the officer has read it as it stands now (E-16)

	Participation string       `json:",omitzero"` // how the person took part, or why not
	Samples       []PlanSample `json:",omitzero"` // what those who tried its quality found (E-20)
}

// Gaps tells whether the plan lacks any of what a plan has to say: the day, who
// else takes part, the follow-up, how the person took part, and for each goal what
// is done and how (E-14). An older plan may, a new one is refused.
func (p Plan) Gaps() bool {
	lacks := func(text string) bool { return strings.TrimSpace(text) == "" }
	return p.Made.IsZero() || p.ReviewBy.IsZero() || lacks(p.Collaboration) || lacks(p.Participation) || len(p.Goals) == 0 ||
		slices.ContainsFunc(p.Goals, func(g PlanGoal) bool { return lacks(g.How) || lacks(g.Activity) })
}

// Loose counts the goals that no goal of the decision stands behind (E-15).
func (p Plan) Loose() int {
	n := 0
	for _, g := range p.Goals {
		if g.Goal == "" {
			n++
		}
	}
	return n
}

// author says which side wrote the plan.
func (p Plan) author() string {
	if p.ByAuthority {
		return "myndigheten"
	}
	return "utforaren"
}

// A PlanGoal is one goal of a plan, tied to a goal of the decision. An empty
// Goal is a plan goal that no decision goal stands behind: it is shown (E-15).
type PlanGoal struct {
	Goal string // key of the decision's goal
	Text string
	How  string // how it is done, when, by whom

	Activity string `json:",omitzero"` // what is done: shower, walk, meal (E-14)
}

// A Review (uppföljning av genomförandeplan) is the provider's own look at the plan.
type Review struct {
	On   civil.Date
	Says string
	Next civil.Date
}

// A ChangeSignal (ändrat behov) tells the authority that the need has grown,
// shrunk or changed. It is always answered (E-26).
type ChangeSignal struct {
	Number   int    // 1 for the first of the order
	Told     ids.ID // during a visit; zero: the office wrote it
	Kind     SignalKind
	What     string
	Since    civil.Date
	Sent     time.Time
	Answered time.Time
	Answer   string
	Leads    SignalResult
	Plan     civil.Date // the day the plan that came with it was made; zero: none was needed
}

// A SignalKind says which way the need has gone.
type SignalKind string

// The kinds of signal.
const (
	MoreHelp  SignalKind = "mer"
	LessHelp  SignalKind = "mindre"
	OtherHelp SignalKind = "annat"
)

// A SignalResult is what the authority does about a signal.
type SignalResult string

// The results of a signal.
const (
	NewInquiry SignalResult = "ny-utredning"
	NoChange   SignalResult = "ingen-andring"
	WithinPlan SignalResult = "ryms-i-planen"
	OtherView  SignalResult = "annan-bedomning" // the authority judges the need differently, and says why
)

// A Message is one line of the thread between officer and provider (E-28).
type Message struct {
	At           time.Time
	By           ids.User
	FromProvider bool
	Text         string
	Told         bool       // asks for no answer
	Way          ContactWay // zero: written in the thread
	Answer       string     // given in the same contact
}

// An EndReason says why an order ended.
type EndReason string

// The reasons an order ends.
const (
	EndedByDecision EndReason = "beslutet-slut"
	EndedByWish     EndReason = "egen-begaran"
	EndedByChange   EndReason = "byte-av-utforare"
	EndedByProvider EndReason = "utforaren-tackade-nej"
	EndedByDeath    EndReason = "avliden"
	EndedByMove     EndReason = "flyttat"
)

// Exists tells whether the order has been sent.
func (o Order) Exists() bool { return !o.Sent.IsZero() }

// Running tells whether the order is sent and not ended.
func (o Order) Running() bool { return o.Exists() && o.Ended.IsZero() }

// CurrentPlan is the plan in force; false when none has been made.
func (o Order) CurrentPlan() (Plan, bool) {
	if len(o.Plans) == 0 {
		return Plan{}, false
	}
	return o.Plans[len(o.Plans)-1], true
}

// GoalsWithoutPlan lists the goals of the decision that the plan in force does
// not touch; all of them when there is no plan.
func (o Order) GoalsWithoutPlan() []Goal {
	plan, _ := o.CurrentPlan()
	touched := map[string]bool{}
	for _, g := range plan.Goals {
		touched[g.Goal] = true
	}
	var missing []Goal
	for _, g := range o.Goals {
		if !touched[g.Key] {
			missing = append(missing, g)
		}
	}
	return missing
}

// Says gives the order's facts to its service.
func (o Order) Says() []duty.Said {
	if !o.Exists() {
		return nil
	}
	above := duty.Subject{Kind: "decision", ID: o.Decision.ID}
	if said := o.said.Said(func(duty.Subject) duty.Subject { return above }); len(said) > 0 {
		return said
	}
	return []duty.Said{{Subject: o.service(), Under: above}}
}

func (o Order) service() duty.Subject { return duty.Subject{Kind: "service", ID: o.Service.ID} }

// Persons names the file the order belongs to.
func (o Order) Persons() []ids.Person { return []ids.Person{o.Person} }
