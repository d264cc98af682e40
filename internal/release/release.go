// Package release is what goes out of a file to someone who asks for it:
// partsinsyn (FL 10 §) and utlämnande av allmän handling (TF 2 kap.). Every part
// of the file is tried for secrecy before anything leaves, and what left stands
// for as long as the file does.
//
//	begärd → prövad del för del → beslutad → utlämnad
//	                                  └ nekad, helt eller delvis → överklagad → kammarrätten
package release

import (
	"slices"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// Stream is the kind of a request's stream.
const Stream = "release"

// An Asker is who asks to see the file, seen as what the law gives.
type Asker string

// The askers.
const (
	AskerSelf      Asker = "den-enskilde"
	AskerParty     Asker = "annan-part"
	AskerGuardian  Asker = "vardnadshavare"
	AskerAuthority Asker = "myndighet"
	AskerPublic    Asker = "allmanheten"
)

// Askers lists them as a page shows them.
func Askers() []Asker {
	return []Asker{AskerSelf, AskerGuardian, AskerParty, AskerAuthority, AskerPublic}
}

// Words is the asker as a page shows it.
func (a Asker) Words() string {
	switch a {
	case AskerSelf:
		return "Personen själv, eller ett ombud"
	case AskerGuardian:
		return "Vårdnadshavare"
	case AskerParty:
		return "Annan part i ärendet"
	case AskerAuthority:
		return "Annan myndighet"
	case AskerPublic:
		return "Någon annan"
	}
	return ""
}

// IsParty tells whether the right to the material follows from being a party (FL 10 §).
func (a Asker) IsParty() bool {
	return a == AskerSelf || a == AskerGuardian || a == AskerParty
}

// A Ground (sekretessgrund) is the paragraph by which a passage is kept back.
type Ground string

// The grounds that a file in social services meets (law.md 3.2 and 5.5).
const (
	GroundPerson   Ground = "osl-26-1"
	GroundReporter Ground = "osl-26-5"
	GroundChild    Ground = "osl-12-3"
	GroundAddress  Ground = "osl-21-3"
	GroundShelter  Ground = "osl-26-14"
	GroundParty    Ground = "osl-10-3"
)

// Grounds lists them as a page shows them.
func Grounds() []Ground {
	return []Ground{GroundPerson, GroundReporter, GroundChild, GroundAddress, GroundShelter, GroundParty}
}

// Cited is the paragraph as a letter and a masked line cite it.
func (g Ground) Cited() string {
	switch g {
	case GroundPerson:
		return "OSL 26 kap. 1 §"
	case GroundReporter:
		return "OSL 26 kap. 5 §"
	case GroundChild:
		return "OSL 12 kap. 3 §"
	case GroundAddress:
		return "OSL 21 kap. 3 §"
	case GroundShelter:
		return "OSL 26 kap. 14 b §"
	case GroundParty:
		return "OSL 10 kap. 3 §"
	}
	return ""
}

// Words says what the ground protects.
func (g Ground) Words() string {
	switch g {
	case GroundPerson:
		return "Någon annans personliga förhållanden"
	case GroundReporter:
		return "Den som anmälde, när det finns risk för våld eller allvarlig skada"
	case GroundChild:
		return "Barnet kan lida betydande men om vårdnadshavaren får veta det"
	case GroundAddress:
		return "Adress eller annat som visar var någon som förföljs finns"
	case GroundShelter:
		return "Uppgift om ett skyddat boende"
	case GroundParty:
		return "Det är av synnerlig vikt att uppgiften inte lämnas till parten"
	}
	return ""
}

// A Tried is the outcome for one part of the file: which of its lines are kept
// back. It holds no text of the part, only what it was when it was read.
type Tried struct {
	Part   string // "note:" and its id
	Title  string
	Digest string // of the lines, as they were read
	Masked []Mask `json:",omitzero"`
	Whole  Ground `json:",omitzero"` // the whole part is kept back; empty: it goes out
	By     ids.User
	On     civil.Date
}

// A Mask keeps one line back.
type Mask struct {
	Line   int
	Ground Ground
}

// Ground is by which the line is kept back; empty when it goes out.
func (t Tried) Ground(line int) Ground {
	if t.Whole != "" {
		return t.Whole
	}
	for _, m := range t.Masked {
		if m.Line == line {
			return m.Ground
		}
	}
	return ""
}

// Outcome words: what the decision gave.
const (
	Given   = "utlamnad"
	Partly  = "delvis"
	Refused = "nekad"
)

// A Release (utlämnande) is one request to see the file of one case.
type Release struct {
	ID       ids.ID
	Case     ids.Case
	Person   ids.Person // whose file it is
	Asker    Asker
	Name     string // of who asks; an official document may be asked for without one
	Wants    string // what is asked for
	Asked    civil.Date
	Tried    []Tried
	Decided  civil.Date
	Decider  ids.User
	Outcome  string // Given, Partly or Refused
	Reasons  string
	Point    string     // of the delegation order by which it was decided; empty: not judged
	Ref      string     // where that order was decided
	Reported civil.Date // the meeting of the board that heard of it
	Sent     civil.Date // the refusal was received by who asked
	Out      []HandOut
	Appeal   Appeal
}

// A HandOut tells of papers that went out.
type HandOut struct {
	On     civil.Date
	How    string
	By     ids.User
	Digest string // of the file that went out
	Parts  int    // in it, whole or masked
}

// An Appeal of a refusal goes to kammarrätten (OSL 6 kap. 8 §).
type Appeal struct {
	On        civil.Date // it came in
	Forwarded civil.Date
	Ruled     civil.Date
	Result    string
}

// Of is what was tried of the part.
func (r Release) Of(part string) (Tried, bool) {
	at := slices.IndexFunc(r.Tried, func(t Tried) bool { return t.Part == part })
	if at < 0 {
		return Tried{}, false
	}
	return r.Tried[at], true
}

// Reads tells whether the part was tried as it reads now.
func (r Release) Reads(part, digest string) bool {
	t, ok := r.Of(part)
	return ok && t.Digest == digest
}

// KeptBack lists the grounds by which something is kept back, in the order of Grounds.
func (r Release) KeptBack() []Ground {
	var all []Ground
	for _, g := range Grounds() {
		if slices.ContainsFunc(r.Tried, func(t Tried) bool {
			return t.Whole == g || slices.ContainsFunc(t.Masked, func(m Mask) bool { return m.Ground == g })
		}) {
			all = append(all, g)
		}
	}
	return all
}

type (
	// Asked tells that someone wants to see the file.
	Asked struct {
		Case   ids.Case
		Person ids.Person
		Asker  Asker
		Name   string `json:",omitzero"`
		Wants  string
		On     civil.Date
	}
	// PartsTried tells how parts of the file were judged.
	PartsTried struct{ Parts []Tried }
	// Decided tells what the board gives and what it keeps back.
	Decided struct {
		Outcome string
		Reasons string `json:",omitzero"`
		Point   string `json:",omitzero"` // of the delegation order, found when it was decided
		Ref     string `json:",omitzero"` // where that order was decided
	}
	// Reported tells that the board has heard of the decision.
	Reported struct{ On civil.Date }
	// HandedOut tells that papers went out.
	HandedOut struct {
		On     civil.Date
		How    string
		Digest string
		Parts  int
	}
	// RefusalReceived tells the day from which the time for appeal runs.
	RefusalReceived struct{ On civil.Date }
	// AppealReceived tells that the refusal is appealed.
	AppealReceived struct{ On civil.Date }
	// AppealForwarded tells that kammarrätten has it.
	AppealForwarded struct{ On civil.Date }
	// CourtRuled tells what kammarrätten said.
	CourtRuled struct {
		On     civil.Date
		Result string
	}
)

// EventName is for ever.
func (Asked) EventName() string           { return "release.asked.v1" }
func (PartsTried) EventName() string      { return "release.parts_tried.v1" }
func (Decided) EventName() string         { return "release.decided.v1" }
func (HandedOut) EventName() string       { return "release.handed_out.v1" }
func (Reported) EventName() string        { return "release.reported.v1" }
func (RefusalReceived) EventName() string { return "release.refusal_received.v1" }
func (AppealReceived) EventName() string  { return "release.appeal_received.v1" }
func (AppealForwarded) EventName() string { return "release.appeal_forwarded.v1" }
func (CourtRuled) EventName() string      { return "release.court_ruled.v1" }

// Events lists a zero value of each event of the stream.
func Events() []journal.Event {
	return []journal.Event{Asked{}, PartsTried{}, Decided{}, Reported{}, HandedOut{}, RefusalReceived{}, AppealReceived{}, AppealForwarded{}, CourtRuled{}}
}

// Fold adds an event.
func (r *Release) Fold(rec journal.Recorded) {
	r.ID = rec.Stream.ID
	switch e := rec.Event.(type) {
	case Asked:
		r.Case, r.Person, r.Asker, r.Name, r.Wants, r.Asked = e.Case, e.Person, e.Asker, e.Name, e.Wants, e.On
	case PartsTried:
		r.Tried = slices.Clone(r.Tried)
		for _, t := range e.Parts {
			t.By, t.On = rec.Actor, rec.Day
			r.Tried = slices.DeleteFunc(r.Tried, func(was Tried) bool { return was.Part == t.Part })
			r.Tried = append(r.Tried, t)
		}
	case Decided:
		r.Decided, r.Decider, r.Outcome, r.Reasons = rec.Day, rec.Actor, e.Outcome, e.Reasons
		r.Point, r.Ref = e.Point, e.Ref
	case Reported:
		r.Reported = e.On
	case HandedOut:
		r.Out = append(slices.Clip(r.Out), HandOut{On: e.On, How: e.How, By: rec.Actor, Digest: e.Digest, Parts: e.Parts})
	case RefusalReceived:
		r.Sent = e.On
	case AppealReceived:
		r.Appeal.On = e.On
	case AppealForwarded:
		r.Appeal.Forwarded = e.On
	case CourtRuled:
		r.Appeal.Ruled, r.Appeal.Result = e.On, e.Result
	}
}

// Says gives the case what rules ask of a request: the day it came in and the day
// it was answered. A party's right is FL 10 §, everyone's is TF 2 kap.
func (r Release) Says() []duty.Said {
	about := r.ID.String()
	asked, answered := "case.document_requested", duty.Fact{Name: "case.document_answered", About: about, Day: r.Decided, Value: r.Outcome}
	if r.Asker.IsParty() {
		asked, answered = "case.material_requested", duty.Fact{Name: "case.material_given", About: about, Day: r.Decided}
	}
	facts := []duty.Fact{{Name: asked, About: about, Day: r.Asked}}
	if r.answered() {
		if len(r.Out) > 0 {
			answered.Day = r.Out[0].On
		}
		facts = append(facts, answered)
	}
	return []duty.Said{{Subject: caseSubject(r.Case), Facts: facts}}
}

// answered tells whether who asked has got what the decision gives. What is to go
// out has not been given until it has gone.
func (r Release) answered() bool {
	return !r.Decided.IsZero() && (r.Outcome == Refused || len(r.Out) > 0)
}

func caseSubject(c ids.Case) duty.Subject { return duty.Subject{Kind: "case", ID: c.ID} }

// Persons names the file the request belongs to.
func (r Release) Persons() []ids.Person { return []ids.Person{r.Person} }
