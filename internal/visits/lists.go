package visits

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// A Line is one visit as a list shows it.
type Line struct {
	ID        ids.Visit
	Person    ids.Person
	Order     ids.Order
	Service   ids.Service
	Provider  ids.Provider
	Day       civil.Date
	Planned   Span
	Done      Span
	Minutes   int
	Class     Class
	Reason    ManualReason
	Corrected int // how many times
	Cancelled bool
	Begun     time.Time // a start is known; zero: none
	Missed    bool
	Staff     ids.User // the first of them
	With      int      // how many were there, or are to be; 0: nobody is named
	Odd       int      // how much about it is to be handled
	Held      bool     // it is not paid as it stands
	Gone      string   // "avliden" or "flyttat" when it lies after that day
}

// A Sum is what was done under an order or a service in a period.
type Sum struct {
	Visits  int
	Minutes int
	First   civil.Date // first registered day ever, whatever the period
}

// An Oddity is one thing that is odd about a visit, and whether someone has
// answered for it.
type Oddity struct {
	Kind    OddityKind
	Other   ids.Visit // that it lies at the same time as; zero: none
	Handled bool
	Pays    bool // it is paid as it stands
}

// An Expected (väntat) is what the record knows beforehand of what a message speaks of.
type Expected struct {
	Taken   map[ids.ID]ids.Visit       // events that have had their effect, and on what
	Targets map[ids.Order]Target       // of orders, whoever has them
	Senders map[ids.Visit]ids.Provider // whose the visits are that are there
}

// A DayCount is how the planned visits of one day stand.
type DayCount struct {
	Planned      int
	Late         int // due and not begun
	Unended      int // begun, and should have ended an hour ago
	Unregistered int // past their end, and nothing is registered
	Missed       int // told not to have been made
}

// Amiss is how many of them are not as they were planned, as far as is known.
func (n DayCount) Amiss() int { return n.Late + n.Missed + n.Unregistered }

// LateAfter is how long after its time a visit that has not begun is late.
const LateAfter = 15 * time.Minute

// Standing is how a visit stands at an instant of its day.
func (l Line) Standing(now time.Time) Standing {
	switch {
	case l.Missed:
		return StandsMissed
	case l.Cancelled || l.Planned.IsZero() || !l.Done.IsZero():
		return ""
	case !l.Begun.IsZero():
		if now.Sub(l.Planned.To) > time.Hour {
			return StandsUnended
		}
		return StandsBegun
	case now.After(l.Planned.To):
		return StandsUnregistered
	case now.Sub(l.Planned.From) > LateAfter:
		return StandsLate
	}
	return ""
}

// A Standing is how a planned visit stands.
type Standing string

// How it may stand; empty: as planned, or done.
const (
	StandsBegun        Standing = "pagar"
	StandsLate         Standing = "sent"
	StandsUnended      Standing = "utan-slut"
	StandsUnregistered Standing = "oregistrerat"
	StandsMissed       Standing = "uteblivet"
)
