package casework

import (
	"cmp"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Proposal (förslag till beslut) takes a matter from an officer to the committee
// or the board, and brings the decision back with its day and paragraph:
//
//	proposed → (postponed …) → ruled, or withdrawn
type Proposal struct {
	ID            ids.ID
	Case          ids.Case
	Person        ids.Person
	Investigation ids.Investigation
	Matter        string // key of the kind of matter
	Body          string // "utskott", "namnd"
	Meeting       civil.Date
	Extra         bool   // the meeting stands in no plan
	Text          string // of the decision proposed
	Background    string
	Guardian      ids.Person // whose consent the decision stands in for (FB 6:13 a)
	Outer         ExternalPlacement
	Made          civil.Date
	By            ids.User
	Withdrawn     civil.Date
	Ruling        *CommitteeRuling

	facts duty.Statements
}

// A CommitteeRuling (utskottets beslut) is what the minutes say.
type CommitteeRuling struct {
	On        civil.Date
	Paragraph int
	Result    string // "enligt-forslaget", "annat", "aterremiss"
	Text      string `json:",omitzero"` // where it is not as proposed: what was decided, or what is to be done first
}

// Minutes is the paragraph as a decision cites it: "§ 84".
func (r CommitteeRuling) Minutes() string { return "§ " + digits(r.Paragraph) }

// Settles tells whether the matter is decided; one sent back is not.
func (r CommitteeRuling) Settles() bool { return r.Result != "aterremiss" }

// Waits tells whether the committee has yet to take it up.
func (p Proposal) Waits() bool { return !p.Made.IsZero() && p.Withdrawn.IsZero() && p.Ruling == nil }

// Words is what the matter is called on an agenda.
func (p Proposal) Words() string { return MatterWords(p.Matter) }

// MatterWords is what a kind of matter is called on an agenda.
func MatterWords(key string) string {
	m, _ := CommitteeMatterBy(key)
	return cmp.Or(m.Words, key)
}

// The events of a proposal.
type (
	ProposalMade struct {
		Case          ids.Case
		Person        ids.Person
		Investigation ids.Investigation `json:",omitzero"`
		Matter        string
		Body          string
		Meeting       civil.Date
		Extra         bool   `json:",omitzero"`
		Text          string // of the decision proposed
		Background    string
		Guardian      ids.Person        `json:",omitzero"`
		Outer         ExternalPlacement `json:",omitzero"` // of a placement outside the municipality's own homes
	}
	ProposalPostponed struct {
		Meeting civil.Date
		Why     string
	}
	ProposalWithdrawn struct{ Why string }
	ProposalRuled     struct{ Ruling CommitteeRuling }
)

func (ProposalMade) EventName() string      { return "proposal.made.v1" }
func (ProposalPostponed) EventName() string { return "proposal.postponed.v1" }
func (ProposalWithdrawn) EventName() string { return "proposal.withdrawn.v1" }
func (ProposalRuled) EventName() string     { return "proposal.ruled.v1" }

// ProposalEvents lists a zero value of each event of the stream.
func ProposalEvents() []journal.Event {
	return []journal.Event{ProposalMade{}, ProposalPostponed{}, ProposalWithdrawn{}, ProposalRuled{}, ProposalMoved{}}
}

// Fold takes one event into the proposal.
func (p *Proposal) Fold(r journal.Recorded) {
	switch e := r.Event.(type) {
	case ProposalMade:
		p.ID, p.Case, p.Person, p.Investigation = r.Stream.ID, e.Case, e.Person, e.Investigation
		p.Matter, p.Body, p.Meeting, p.Extra = e.Matter, e.Body, e.Meeting, e.Extra
		p.Text, p.Background, p.Guardian, p.Made, p.By = e.Text, e.Background, e.Guardian, r.Day, r.Actor
		p.Outer = e.Outer
		p.facts = p.facts.Say(caseSubject(p.Case), r, duty.Fact{Name: "case.proposed", About: p.ID.String(), Day: r.Day, Value: e.Matter})
	case ProposalPostponed:
		p.Meeting, p.Extra = e.Meeting, false
	case ProposalWithdrawn:
		p.Withdrawn = r.Day
	case ProposalMoved:
		p.foldMoved(e)
	case ProposalRuled:
		p.Ruling = &e.Ruling
		if e.Ruling.Settles() {
			p.facts = p.facts.Say(caseSubject(p.Case), r, duty.Fact{Name: "case.committee_decided", About: p.ID.String(), Day: e.Ruling.On, Value: p.Body + " " + e.Ruling.Minutes()})
			if p.Matter == PlacementMatter {
				p.facts = p.facts.Say(caseSubject(p.Case), r, duty.Fact{Name: "case.placement_ruled", About: p.ID.String(), Day: e.Ruling.On, Value: p.placed()})
			}
		}
	}
}

// What a settled proposal of a placement was about: the municipality's own homes, or
// outside them; or the minutes say something else than was proposed.
const (
	placedAtHome  = "egna"
	placedOutside = "utanfor"
	placedOther   = "annat"
)

func (p Proposal) placed() string {
	switch {
	case p.Ruling.Result != "enligt-forslaget":
		return placedOther
	case p.Outer.IsZero():
		return placedAtHome
	}
	return placedOutside
}

// Says gives the case what has been proposed and decided.
func (p Proposal) Says() []duty.Said {
	return p.facts.Said(func(duty.Subject) duty.Subject { return duty.Subject{Kind: "person", ID: p.Person.ID} })
}

// Persons names the file the proposal belongs to.
func (p Proposal) Persons() []ids.Person { return []ids.Person{p.Person} }
