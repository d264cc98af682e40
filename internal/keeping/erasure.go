package keeping

import (
	"regexp"
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// ErasureStream is the kind of an erasure's stream.
const ErasureStream = "erasure"

// An Erasure (borttagning) takes text out of the record that must not stand there at
// all, and nothing else: that it was written, when and by whom stays. Two persons
// decide it. It is kept for ever, and so holds no text that anyone has written.
//
//	föreslagen → beslutad (av en annan, som har läst texten) → borttagen
//	     └ avbruten
type Erasure struct {
	Of       ErasedText
	Proposed civil.Date
	By       ids.User
	Decided  civil.Date
	Second   ids.User
	Says     string     // the sentence that stands where the text was
	Done     civil.Date // the database is written anew, and the text is nowhere in it
}

// An ErasedText says which texts are to go, and why.
type ErasedText struct {
	Case     ids.Case
	Kind     string // of the stream they stand in
	ID       ids.ID
	Versions []int // the events of it
	Ground   EraseGround
	Asked    bool   `json:",omitzero"` // the person asked for it; else of the board's own motion
	Ref      string `json:",omitzero"` // number of the decision it rests on
}

// An EraseGround is why a text must not stand.
type EraseGround string

// The grounds. What a public authority holds is kept unless a law, or a decision
// under one, says that it may be destroyed: 10 § arkivlagen (1990:782).
const (
	ErasedByAuthority EraseGround = "myndighet" // an authority or a court has decided it
	ErasedUnlawful    EraseGround = "stod-saknas"
	ErasedByBoard     EraseGround = "namnd" // the board has decided that this may be destroyed
)

// EraseGrounds lists them in the order a page shows them.
func EraseGrounds() []EraseGround {
	return []EraseGround{ErasedByAuthority, ErasedUnlawful, ErasedByBoard}
}

// Words is the ground as a page shows it.
func (g EraseGround) Words() string {
	switch g {
	case ErasedByAuthority:
		return "En tillsynsmyndighet eller domstol har beslutat att uppgiften ska bort"
	case ErasedUnlawful:
		return "Uppgiften får inte behandlas (dataskyddsförordningen artikel 17.1 d)"
	case ErasedByBoard:
		return "Nämnden har beslutat att uppgiften får gallras (arkivlagen 10 §)"
	}
	return ""
}

// short is the ground in the sentence that stands where the text was.
func (g EraseGround) short() string {
	switch g {
	case ErasedByAuthority:
		return "beslut av myndighet eller domstol"
	case ErasedUnlawful:
		return "uppgiften fick inte behandlas, dataskyddsförordningen artikel 17.1 d"
	case ErasedByBoard:
		return "nämndens beslut om gallring, arkivlagen 10 §"
	}
	return ""
}

// refForm is a number of a decision, and no room for a text.
var refForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N} ./:§-]{0,39}$`)

// Instead is the sentence that stands where the text was.
func (t ErasedText) Instead(day, by, proposer string) string {
	var s strings.Builder
	s.WriteString("Texten är borttagen " + day + " av " + by + " på förslag av " + proposer + ". Skäl: " + t.Ground.short())
	if t.Ref != "" {
		s.WriteString(" (" + t.Ref + ")")
	}
	if t.Asked {
		s.WriteString(", på begäran av den enskilda")
	}
	return s.String() + "."
}

type (
	// ErasureProposed tells which texts, and why.
	ErasureProposed struct{ Of ErasedText }
	// ErasureDecided is the second person's. An act of journal.TextErased for each
	// event stands beside it.
	ErasureDecided struct{ Says string }
	// ErasureWithdrawn takes back what was proposed.
	ErasureWithdrawn struct{}
	// ErasureDone is the receipt that the database is written anew.
	ErasureDone struct{}
)

// EventName is for ever.
func (ErasureProposed) EventName() string  { return "erasure.proposed.v1" }
func (ErasureDecided) EventName() string   { return "erasure.decided.v1" }
func (ErasureWithdrawn) EventName() string { return "erasure.withdrawn.v1" }
func (ErasureDone) EventName() string      { return "erasure.done.v1" }

// ErasureEvents lists a zero value of each event of the stream.
func ErasureEvents() []journal.Event {
	return []journal.Event{ErasureProposed{}, ErasureDecided{}, ErasureWithdrawn{}, ErasureDone{}, journal.TextErased{}}
}

// Fold adds an event.
func (e *Erasure) Fold(r journal.Recorded) {
	switch v := r.Event.(type) {
	case ErasureProposed:
		e.Of, e.Proposed, e.By = v.Of, r.Day, r.Actor
		e.Of.Versions = slices.Clone(v.Of.Versions)
	case ErasureDecided:
		e.Decided, e.Second, e.Says = r.Day, r.Actor, v.Says
	case ErasureWithdrawn:
		*e = Erasure{}
	case ErasureDone:
		e.Done = r.Day
	}
}

// Subject is what the act speaks of: the case.
func (t ErasedText) Subject() duty.Subject { return duty.Subject{Kind: "case", ID: t.Case.ID} }

// Facts are none: it names the case it speaks of, and says nothing to rules.
func (e Erasure) Facts() []duty.Said {
	if e.Of.Case.IsZero() {
		return nil
	}
	return []duty.Said{{Subject: e.Of.Subject()}}
}

// Persons is nobody: what tells of an erasure stays when the file goes.
func (Erasure) Persons() []ids.Person { return nil }

// ProposeErasure proposes that texts are taken out.
type ProposeErasure struct{ Of ErasedText }

// Action names the act.
func (ProposeErasure) Action() string { return "erasure.propose" }

// Asks for the case.
func (cmd ProposeErasure) Asks() duty.Subject { return cmd.Of.Subject() }

// Decide wants a ground, and the number of the decision where the ground is one.
func (cmd ProposeErasure) Decide(e Erasure, _ act.Env) ([]journal.Event, error) {
	of := cmd.Of
	of.Ref = strings.TrimSpace(of.Ref)
	var faults []*fault.Error
	if !e.Proposed.IsZero() {
		return nil, fault.New(fault.Conflict, "erasure.proposed-already")
	}
	if len(of.Versions) == 0 {
		faults = append(faults, fault.Field("text", "erasure.choose-text"))
	}
	switch {
	case of.Ground.Words() == "":
		faults = append(faults, fault.Field("grund", "erasure.choose-ground"))
	case of.Ref == "" && of.Ground != ErasedUnlawful:
		faults = append(faults, fault.Field("nummer", "erasure.ref-missing"))
	}
	if of.Ref != "" && !refForm.MatchString(of.Ref) {
		faults = append(faults, fault.Field("nummer", "erasure.ref-form"))
	}
	if err := fault.Join(faults...); err != nil {
		return nil, err
	}
	return []journal.Event{ErasureProposed{Of: of}}, nil
}

// DecideErasure is the second person's decision. Left names, for each event, what is
// to stand in its place.
type DecideErasure struct {
	Case ids.Case
	Says string
	Left []journal.TextErased
}

// Action names the act.
func (DecideErasure) Action() string { return "erasure.decide" }

// Asks for the case.
func (cmd DecideErasure) Asks() duty.Subject { return duty.Subject{Kind: "case", ID: cmd.Case.ID} }

// Decide refuses the one who proposed it.
func (cmd DecideErasure) Decide(e Erasure, env act.Env) ([]journal.Event, error) {
	switch {
	case e.Proposed.IsZero() || e.Of.Case != cmd.Case:
		return nil, fault.New(fault.Unmet, "erasure.not-proposed")
	case !e.Decided.IsZero():
		return nil, fault.New(fault.Conflict, "erasure.decided-already")
	case e.By == env.Actor.User:
		return nil, fault.New(fault.Unmet, "erasure.same-person")
	case len(cmd.Left) != len(e.Of.Versions):
		return nil, fault.New(fault.Conflict, "erasure.decided-already") // another erasure was first to the same text
	}
	events := []journal.Event{ErasureDecided{Says: cmd.Says}}
	for _, left := range cmd.Left {
		events = append(events, left)
	}
	return events, nil
}

// WithdrawErasure takes back what nobody has decided.
type WithdrawErasure struct{ Case ids.Case }

// Action names the act.
func (WithdrawErasure) Action() string { return "erasure.withdraw" }

// Asks for the case.
func (cmd WithdrawErasure) Asks() duty.Subject { return duty.Subject{Kind: "case", ID: cmd.Case.ID} }

// Decide refuses what is decided.
func (cmd WithdrawErasure) Decide(e Erasure, _ act.Env) ([]journal.Event, error) {
	switch {
	case e.Proposed.IsZero() || e.Of.Case != cmd.Case:
		return nil, fault.New(fault.Unmet, "erasure.not-proposed")
	case !e.Decided.IsZero():
		return nil, fault.New(fault.Conflict, "erasure.decided-already")
	}
	return []journal.Event{ErasureWithdrawn{}}, nil
}

// FinishErasure is the program's receipt.
type FinishErasure struct{ Case ids.Case }

// Action names the act.
func (FinishErasure) Action() string { return "erasure.finish" }

// Asks for the case.
func (cmd FinishErasure) Asks() duty.Subject { return duty.Subject{Kind: "case", ID: cmd.Case.ID} }

// Decide refuses what nobody has decided, and does nothing twice.
func (FinishErasure) Decide(e Erasure, _ act.Env) ([]journal.Event, error) {
	switch {
	case e.Decided.IsZero():
		return nil, fault.New(fault.Conflict, "erasure.not-proposed")
	case !e.Done.IsZero():
		return nil, nil
	}
	return []journal.Event{ErasureDone{}}, nil
}
