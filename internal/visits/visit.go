package visits

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Visit (besök) is one time that staff of a provider were with a person under
// one order. It is planned, registered, or both; what was registered is never
// refused for looking odd, and a correction keeps what stood there before.
type Visit struct {
	Target
	Planned   Span
	Cancelled string    // why a planned visit is not made; empty: it stands
	Begun     time.Time // as its start mark tells; zero: no start has come
	Missed    string    // why a visit that was due was not made; empty: nothing says so
	Done      Span
	In, Out   Mark // of the two ends; the zero Mark: that end has none
	Outcome   Outcome
	With      int // how many of the staff were there; 0: one
	Class     Class
	Reason    ManualReason
	Why       string // with ManualReason other
	Tasks     []string
	NotDone   []Task // planned and not done, each with why
	Staff     []ids.User
	First     bool // no earlier fact showed that the service had begun
	Known     time.Time
	Corrected []Correction
	Rated     Rated // what it counts as and costs; a visit from before prices were worked in has none
	Told      []Telling
	Doubled   []Doubling
	Handled   map[OddityKind]Handling
	By        ids.User // who registered it
	Waits     Proposal // a change that a second person is to settle

	id     ids.Visit
	missed ids.ID // the event that told Missed
	said   duty.Statements
}

// A Target is what a visit is for.
type Target struct {
	Person   ids.Person
	Order    ids.Order
	Service  ids.Service
	Provider ids.Provider
}

// A Span is from one instant to another; over midnight is one span.
type Span struct{ From, To time.Time }

// IsZero tells whether the span is unknown.
func (s Span) IsZero() bool { return s.From.IsZero() && s.To.IsZero() }

// Minutes is the whole minutes of the span, begun minutes left out.
func (s Span) Minutes() int { return int(s.To.Sub(s.From) / time.Minute) }

// A Class says how the visit was registered (F-03).
type Class string

// The four classes.
const (
	TaggedBoth Class = "tagg-in-och-ut"
	TaggedIn   Class = "tagg-in"
	TaggedOut  Class = "tagg-ut"
	Manual     Class = "manuell"
)

// A ManualReason says why a visit, or one end of it, was typed (F-06).
type ManualReason string

// The four reasons.
const (
	Outside   ManualReason = "utanfor-hemmet"
	Technical ManualReason = "tekniskt-fel"
	NoReader  ManualReason = "vill-inte-ha-lasare"
	Other     ManualReason = "annat"
)

// A Task that was planned and not done.
type Task struct{ What, Why string }

// A Correction keeps the times as they stood before.
type Correction struct {
	At  time.Time
	Was Span
	Why string
}

// The events of a visit. A visit whose start and end are both known travels in
// one event.
type (
	VisitPlanned struct {
		Target Target
		Span   Span
		Staff  []ids.User `json:",omitempty"`
		Tasks  []string   `json:",omitempty"`
		With   int        `json:",omitzero"` // how many of the staff are to be there
	}
	VisitCancelled  struct{ Why string }
	VisitRegistered struct {
		Target  Target
		Planned Span `json:",omitzero"`
		Done    Span
		Class   Class
		Reason  ManualReason `json:",omitzero"`
		Why     string       `json:",omitzero"`
		Tasks   []string     `json:",omitempty"`
		NotDone []Task       `json:",omitempty"`
		Staff   []ids.User   `json:",omitempty"`
		First   bool         `json:",omitzero"`
		Rated   *Rated       `json:",omitempty"` // nil: from before prices were worked in
		In      Mark         `json:",omitzero"`
		Out     Mark         `json:",omitzero"`
		Outcome Outcome      `json:",omitzero"`
		With    int          `json:",omitzero"`
	}
	VisitCorrected struct {
		Done  Span
		Why   string
		Rated *Rated    `json:",omitempty"`
		With  ids.Visit `json:",omitzero"` // that the time was shared with
	}
)

// Names that outlive any refactoring.

func (VisitPlanned) EventName() string    { return "visit.planned.v1" }
func (VisitCancelled) EventName() string  { return "visit.cancelled.v1" }
func (VisitRegistered) EventName() string { return "visit.registered.v1" }
func (VisitCorrected) EventName() string  { return "visit.corrected.v1" }
func (VisitStarted) EventName() string    { return "visit.started.v1" }
func (VisitMissed) EventName() string     { return "visit.missed.v1" }
func (VisitDoubled) EventName() string    { return "visit.doubled.v1" }
func (VisitTold) EventName() string       { return "visit.told.v1" }
func (OddityHandled) EventName() string   { return "visit.oddity_handled.v1" }

// VisitEvents lists a zero value of each event of the stream.
func VisitEvents() []journal.Event {
	return []journal.Event{
		VisitPlanned{},
		VisitCancelled{},
		VisitRegistered{},
		VisitCorrected{},
		VisitStarted{},
		VisitMissed{},
		VisitDoubled{},
		VisitTold{},
		OddityHandled{},
		VisitRated{},
		VisitReplanned{},
		CorrectionAsked{},
		VisitMisfiled{},
		ProposalRefused{},
		VisitMoved{},
	}
}

// Fold takes one event into the visit.
func (v *Visit) Fold(r journal.Recorded) {
	v.id = ids.Visit{ID: r.Stream.ID}
	switch e := r.Event.(type) {
	case VisitPlanned:
		v.Target, v.Planned, v.Staff, v.Tasks, v.With = e.Target, e.Span, e.Staff, e.Tasks, e.With
	case VisitReplanned:
		v.Planned, v.Staff = e.Span, e.Staff
	case VisitCancelled:
		v.Cancelled = e.Why
	case VisitRegistered:
		v.Target, v.Done, v.Class, v.Reason, v.Why = e.Target, e.Done, e.Class, e.Reason, e.Why
		if !e.Planned.IsZero() {
			v.Planned = e.Planned
		}
		v.Tasks, v.NotDone, v.Staff, v.First, v.Known = e.Tasks, e.NotDone, e.Staff, e.First, r.At
		v.Rated = e.Rated.Of(e.Done)
		v.By = r.Actor
		v.In, v.Out, v.Outcome, v.With = e.In, e.Out, e.Outcome, e.With
		if !e.In.IsZero() || e.Out.IsZero() { // written at a desk it has both ends
			v.Begun = e.Done.From
		}
		v.sayStart(r)
	case VisitCorrected:
		v.Corrected = append(v.Corrected[:len(v.Corrected):len(v.Corrected)], Correction{At: r.At, Was: v.Done, Why: e.Why})
		v.Done, v.Waits = e.Done, Proposal{}
		v.Rated = e.Rated.Of(e.Done)
		v.sayStart(r)
	case VisitRated:
		v.Rated = e.Rated
	default:
		v.foldMarked(r)
		v.foldProposal(r)
	}
}

// sayStart lets the first visit prove that the service has begun.
func (v *Visit) sayStart(r journal.Recorded) {
	if !v.First {
		return
	}
	of := duty.Subject{Kind: "service", ID: v.Service.ID}
	day := civil.DayOf(v.Done.From)
	v.said = v.said.
		Replace(of, r, duty.Fact{Name: "visit.first", Day: day, At: v.Done.From}).
		Replace(of, r, duty.Fact{Name: "order.started", Day: day, Value: "besok"})
}

// Exists tells whether the visit is planned or registered.
func (v Visit) Exists() bool {
	return !v.Planned.IsZero() || !v.Done.IsZero() || !v.Begun.IsZero() || v.Missed != "" || len(v.Told) > 0
}

// Says gives a fact only when the visit was the first: the second of an order
// changes nothing that a rule asks about.
func (v Visit) Says() []duty.Said {
	return v.said.Said(func(duty.Subject) duty.Subject { return duty.Subject{} })
}

// Persons names the file the visit belongs to; none where nobody knows yet whom
// it was made to.
func (v Visit) Persons() []ids.Person {
	if v.Person.IsZero() {
		return nil
	}
	return []ids.Person{v.Person}
}
