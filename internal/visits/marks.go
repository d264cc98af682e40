package visits

import (
	"slices"
	"time"

	"stadga/internal/ids"
	"stadga/internal/journal"
)

// How one end of a visit was registered (F-01).
type How string

// The ways. Only a tag proves that someone was there.
const (
	ByTag      How = "tagg"      // read or typed from the tag in the home
	ByPersonal How = "personlig" // the staff's own tag against a reader
	ByPhone    How = "telefon"   // a tap, and nothing read
	ByHand     How = "manuell"   // the time was typed
)

// A Mark (stämpling) says how one end of a visit was registered, and how well its
// time is known.
type Mark struct {
	ID       ids.ID       `json:",omitzero"` // of the event, as its sender named it: it has at most one effect
	How      How          `json:",omitzero"`
	Tag      string       `json:",omitzero"` // what was read or typed
	Reason   ManualReason `json:",omitzero"`
	Why      string       `json:",omitzero"`
	ClockOff int          `json:",omitzero"` // seconds that the sender's clock was ahead, negative: behind; the time kept is put right
	Guessed  bool         `json:",omitzero"` // the sender had been restarted: how wrong its clock was then is taken from how wrong it was later
	Sent     time.Time    `json:",omitzero"` // when it reached the server
}

// IsZero tells whether the end has no mark.
func (m Mark) IsZero() bool { return m == Mark{} }

// tagged tells whether something in the home or of the staff was read.
func (m Mark) tagged() bool { return m.How == ByTag || m.How == ByPersonal }

// ClassOf is the class (F-03) of a visit with those two marks.
func ClassOf(in, out Mark) Class {
	switch {
	case in.tagged() && out.tagged():
		return TaggedBoth
	case in.tagged():
		return TaggedIn
	case out.tagged():
		return TaggedOut
	}
	return Manual
}

// An Outcome (utfall) says that the visit was made and the person did not take it.
type Outcome string

// The outcomes; empty: the person got what was planned.
const (
	Declined Outcome = "avbojt"
	Absent   Outcome = "franvarande"
)

// A Telling is what staff wrote during a visit: a note, a change of need, a deviation.
type Telling struct {
	ID     ids.ID
	Kind   TellingKind
	At     time.Time
	By     ids.User
	Text   string
	Choice string
}

// A TellingKind says what was told.
type TellingKind string

// The kinds.
const (
	ToldNote      TellingKind = "note"
	ToldSignal    TellingKind = "signal"
	ToldDeviation TellingKind = "deviation"
)

// A Doubling (dubblett) is an end that was registered again. The first stands.
type Doubling struct {
	End  string // "start", "end" or "missed"
	At   time.Time
	Mark Mark
}

// The events of what a phone or a provider's own system sends.
type (
	// VisitStarted tells that staff came, before anything tells that they left.
	VisitStarted struct {
		Target  Target
		Planned Span `json:",omitzero"`
		At      time.Time
		Mark    Mark
		Staff   []ids.User `json:",omitempty"`
		Rated   *Rated     `json:",omitempty"` // when the end came first: what the whole visit then counts as
	}
	// VisitMissed tells that a visit that was due was not made (E-35).
	VisitMissed struct {
		Target Target
		At     time.Time
		Mark   Mark
		Why    string
		Staff  []ids.User `json:",omitempty"`
	}
	// VisitDoubled keeps an end that was registered again.
	VisitDoubled struct{ Doubling Doubling }
	// VisitTold keeps what staff wrote during the visit. Signal and deviation
	// become acts where they belong.
	VisitTold struct {
		Target Target
		Kind   TellingKind
		At     time.Time
		Mark   Mark
		Text   string
		Choice string `json:",omitzero"`
		Danger bool   `json:",omitzero"` // of a deviation: someone is in danger now
	}
)

// foldMarked takes an event of what was sent into the visit.
func (v *Visit) foldMarked(r journal.Recorded) {
	switch e := r.Event.(type) {
	case VisitStarted:
		v.Target, v.Begun, v.In = e.Target, e.At, e.Mark
		if !v.Done.IsZero() { // its end came first
			if e.At.Before(v.Done.To) {
				v.Done.From = e.At
			}
			v.Class, v.Rated = ClassOf(v.In, v.Out), e.Rated.Of(v.Done)
			return
		}
		if !e.Planned.IsZero() {
			v.Planned = e.Planned
		}
		v.Staff = e.Staff
	case VisitMissed:
		v.Target, v.Missed, v.missed, v.Staff = e.Target, e.Why, e.Mark.ID, e.Staff
	case VisitDoubled:
		v.Doubled = append(slices.Clip(v.Doubled), e.Doubling)
	case VisitTold:
		v.Target = e.Target
		v.Told = append(slices.Clip(v.Told), Telling{ID: e.Mark.ID, Kind: e.Kind, At: e.At, By: r.Actor, Text: e.Text, Choice: e.Choice})
	case OddityHandled:
		v.handle(r, e)
	}
}

// took tells whether what the sender named so has had its effect.
func (v Visit) took(id ids.ID) bool {
	return v.In.ID == id || v.Out.ID == id || v.missed == id ||
		slices.ContainsFunc(v.Doubled, func(d Doubling) bool { return d.Mark.ID == id }) ||
		slices.ContainsFunc(v.Told, func(t Telling) bool { return t.ID == id })
}
