package visits

import (
	"slices"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Proposal (förslag till ändring) is a change of a registered visit that waits
// for a second person.
type Proposal struct {
	Kind ProposalKind
	At   time.Time
	By   ids.User
	Why  string
	Done Span   // of new times
	To   Target // of another person
}

// A ProposalKind says what is to be changed.
type ProposalKind string

// The kinds; empty: nothing waits.
const (
	NewTimes    ProposalKind = "tider"
	OtherPerson ProposalKind = "fel-person"
)

// The events of what takes two persons.
type (
	// CorrectionAsked is a correction by the one who registered the visit.
	CorrectionAsked struct {
		Done Span
		Why  string
	}
	// VisitMisfiled tells that the visit was registered on the wrong person, and whose it is.
	VisitMisfiled struct {
		To  Target
		Why string
	}
	// ProposalRefused lets the visit stand as it is.
	ProposalRefused struct{ Why string }
	// VisitMoved puts the visit under another order.
	VisitMoved struct {
		Target Target
		First  bool   `json:",omitzero"`
		Rated  *Rated `json:",omitempty"`
	}
)

// Names that outlive any refactoring.

func (CorrectionAsked) EventName() string { return "visit.correction_asked.v1" }
func (VisitMisfiled) EventName() string   { return "visit.misfiled.v1" }
func (ProposalRefused) EventName() string { return "visit.proposal_refused.v1" }
func (VisitMoved) EventName() string      { return "visit.moved.v1" }

func (v *Visit) foldProposal(r journal.Recorded) {
	switch e := r.Event.(type) {
	case CorrectionAsked:
		v.Waits = Proposal{Kind: NewTimes, At: r.At, By: r.Actor, Why: e.Why, Done: e.Done}
	case VisitMisfiled:
		v.Waits = Proposal{Kind: OtherPerson, At: r.At, By: r.Actor, Why: e.Why, To: e.To}
	case ProposalRefused:
		v.Waits = Proposal{}
	case VisitMoved:
		if v.First {
			old := duty.Subject{Kind: "service", ID: v.Service.ID}
			v.said = v.said.Unsay(old, "visit.first", "").Unsay(old, "order.started", "")
		}
		v.Target, v.First, v.Waits = e.Target, e.First, Proposal{}
		if e.Rated != nil {
			v.Rated = *e.Rated
		}
		v.sayStart(r)
	}
}

// madeBy tells whether the user made or registered the visit.
func (v Visit) madeBy(user ids.User) bool {
	return !user.IsZero() && (v.By == user || slices.Contains(v.Staff, user))
}

// MarkMisfiled tells that a visit was registered on the wrong person, as a note is
// that stands in the wrong file. Someone else moves it.
type MarkMisfiled struct {
	Service ids.Service // that the visit is under; zero: nobody knows
	To      Target
	Why     string
	Locked  bool // its month is closed
}

// Action names the act.
func (MarkMisfiled) Action() string { return "visit.mark_misfiled" }

// Asks for the service that it is to lie under: the sender has that.
func (cmd MarkMisfiled) Asks() duty.Subject { return serviceOf(cmd.To.Service) }

// Decide marks a visit that is another's.
func (cmd MarkMisfiled) Decide(v Visit, _ act.Env) ([]journal.Event, error) {
	switch {
	case !v.Exists() || v.Service != cmd.Service || v.Provider != cmd.To.Provider:
		return nil, fault.New(fault.NotFound, "visit.not-registered")
	case v.Waits.Kind != "":
		return nil, fault.New(fault.Conflict, "visit.waits-already")
	case cmd.Locked:
		return nil, fault.New(fault.Unmet, "visit.month-locked")
	case cmd.To.Order.IsZero() || cmd.To.Order == v.Order:
		return nil, fault.Field("order", "visit.right-order-missing")
	case strings.TrimSpace(cmd.Why) == "":
		return nil, fault.Field("why", "visit.correction-reason-missing")
	}
	return []journal.Event{VisitMisfiled{To: cmd.To, Why: cmd.Why}}, nil
}

// Settle answers a proposal: a second person makes the change, or lets it be.
type Settle struct {
	Service ids.Service // that the change speaks of
	Approve bool
	Why     string // needed when it is refused
	Locked  bool
	Rates   Rates `json:"-"`
}

// Action names the act.
func (Settle) Action() string { return "visit.settle" }

// Asks for the service that the change speaks of.
func (cmd Settle) Asks() duty.Subject { return serviceOf(cmd.Service) }

// Decide takes the answer of someone else than who asked and who made the visit.
func (cmd Settle) Decide(v Visit, env act.Env) ([]journal.Event, error) {
	w := v.Waits
	speaksOf := v.Service
	if w.Kind == OtherPerson {
		speaksOf = w.To.Service
	}
	switch {
	case w.Kind == "" || speaksOf != cmd.Service:
		return nil, fault.New(fault.NotFound, "visit.nothing-waits")
	case w.By == env.Actor.User || v.madeBy(env.Actor.User):
		return nil, fault.New(fault.Unmet, "visit.second-person-settles")
	case !cmd.Approve && strings.TrimSpace(cmd.Why) == "":
		return nil, fault.Field("kept", "visit.refusal-reason-missing")
	case !cmd.Approve:
		return []journal.Event{ProposalRefused{Why: cmd.Why}}, nil
	case cmd.Locked:
		return nil, fault.New(fault.Unmet, "visit.month-locked")
	}
	if w.Kind == NewTimes {
		rated := cmd.Rates.Rate(w.Done)
		return []journal.Event{VisitCorrected{Done: w.Done, Why: w.Why, Rated: &rated}}, nil
	}
	moved := VisitMoved{Target: w.To}
	if !v.Done.IsZero() {
		rated := cmd.Rates.Rate(v.Done)
		moved.Rated, moved.First = &rated, provesStart(env.Facts, civil.DayOf(v.Done.From))
	}
	return []journal.Event{moved}, nil
}
