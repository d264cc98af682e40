// Package desk is what the pages that no single area owns are made of: a
// person's day (Min dag), a unit's risks (Enhet), the control points (Kvalitet,
// Granskning). It holds no rules of its own: every row is an obligation, and
// every figure is a Selection that both counts and lists, so that the figure on
// the page and the rows behind it are the same by construction (M-20).
package desk

import (
	"slices"
	"time"

	"stadga/internal/access"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
)

// A Case is what a list may say of the case an obligation lies in: never what
// the case is about (lag 2001:454 7 a §).
type Case struct {
	ID       ids.Case
	Number   string // "2026-0412"
	Area     string // "aldre", "funktionsnedsattning", "barn", "vuxen"
	Person   ids.Person
	Initials string // "A. S."
	Born     civil.Date
	BornYear int
	Secrecy  access.Secrecy // of the person
	Officer  ids.User       // zero: nobody has it
	Name     string         // of the officer
	Unit     ids.Unit
	UnitName string
	Provider ids.Provider
}

// File is the case as the access policies see it.
func (c Case) File() access.File {
	f := access.File{
		Subject: duty.Subject{Kind: "case", ID: c.ID.ID}, Area: c.Area, Unit: c.Unit,
		Provider: c.Provider, Secrecy: c.Secrecy, Person: c.Person,
	}
	if !c.Officer.IsZero() {
		f.Assigned = []ids.User{c.Officer}
	}
	return f
}

// A Row is one obligation in its case.
type Row struct {
	duty.Obligation           // without its subject where it has not been read yet
	Of              int64     // tells its subject from others; 0: its subject does
	File            int64     // tells the case from others; every row of a case has the same
	Case            Case      // without a number where it has not been read yet
	Order           ids.Order // on the provider's side: the order it lies in
}

// A Selection says which obligations are meant. The zero value of a field
// leaves that out of the question.
type Selection struct {
	Scope      access.Scope
	Users      []ids.User   // whose: the officer of the case
	Unit       ids.Unit     // in cases of the unit
	Unassigned bool         // in cases that nobody has
	Provider   ids.Provider // in its running orders
	Owes       []string     // "officer", "provider", "manager" …
	Rules      []string     // any of these; nil: every rule
	States     []duty.State // their answer at the instant Now; nil: every state
	Unmet      bool         // nothing has met them yet, whether late or not
	DueFrom    civil.Date   // last day on or after
	DueTo      civil.Date   // last day on or before; those without a last day count as due today
	MetOn      civil.Date   // met that day
	By         Split        // only the rows that have Value when they are split so
	Value      string
	From, To   civil.Date // last day, or where there is none the first, between these
	Begun      civil.Date // begun on or before
	Now        time.Time
}

// A CaseSelection says which open cases are meant.
type CaseSelection struct {
	Scope      access.Scope
	Unit       ids.Unit
	Users      []ids.User
	Unassigned bool
}

// A Unit is a unit as the pages name it.
type Unit struct {
	ID    ids.Unit
	Name  string
	Cases bool // it has cases of its own
}

// Today is the day of the selection in Stockholm.
func (s Selection) Today() civil.Date { return civil.DayOf(s.Now) }

// A Load is what one officer of a unit has.
type Load struct {
	User     ids.User
	Name     string
	Cases    int
	Running  int // open investigations, which weigh more
	Weighted int
}

// Heavier is what an open investigation adds to a case's weight. A case alone
// counts as one; the weights are the municipality's own (K-13).
const Heavier = 1

// Weigh sets what the officer's cases weigh.
func (l *Load) Weigh() { l.Weighted = l.Cases + Heavier*l.Running }

// A Flow is what came in and what ended in one month.
type Flow struct {
	Month   string // "2026-03"
	In, Out int
	Open    int // investigations open at the end of the month
}

// An Unsigned is a note that is older than the day and not signed.
type Unsigned struct {
	Case    Case
	Notes   int
	Written civil.Date // the oldest of them
}

// A Stopped is a draft of the user's that a rule stopped when it was last tried.
type Stopped struct {
	Case  Case
	Path  string // of its page
	Why   string
	Saved civil.Date
}

// A Cover is someone the person stands in for.
type Cover struct {
	User  ids.User
	Name  string
	Until civil.Date
}

// Group is one part of a day, in the order a person works through them.
type Group int

// The groups.
const (
	Late  Group = iota // its last day has passed
	Today              // at once, today, or late since this morning
	Week               // this week and next
	Later
)

// soon is how far ahead Min dag looks: this week and the next.
const soon = 10

// GroupOf says in which part of the day an obligation stands.
func GroupOf(o *duty.Obligation, now time.Time) Group {
	today := civil.DayOf(now)
	last := o.Due()
	if !o.DueAt.IsZero() {
		last = civil.DayOf(o.DueAt)
	}
	switch state := o.StateAt(now); {
	case state == duty.Late:
		return Late
	case state == duty.Undetermined:
		return Week
	case last.IsZero():
		return Today
	case last.DaysSince(today) <= 0:
		return Today
	case last.DaysSince(today) <= soon:
		return Week
	}
	return Later
}

// A Day is one person's day.
type Day struct {
	Groups map[Group][]*Row
	Boxes  []Box // cases by the days left of their nearest frist
}

// A Box counts cases whose nearest frist has so many days left.
type Box struct {
	Key      string
	Words    string
	From, To int // days left
	Cases    int
}

// Boxes are the four boxes of Min dag, empty. What is late lies in the first.
func Boxes() []Box {
	return []Box{
		{Key: "0-3", Words: "0–3 dagar", From: -1 << 20, To: 3},
		{Key: "4-7", Words: "4–7 dagar", From: 4, To: 7},
		{Key: "8-30", Words: "8–30 dagar", From: 8, To: 30},
		{Key: "over-30", Words: "mer än 30", From: 31, To: 1 << 20},
	}
}

// Arrange sorts open obligations into the groups of a day: inside each, law
// before local targets, and the last day nearest to today first (P1).
func Arrange(rows []Row, book Book, now time.Time) Day {
	day := Day{Groups: map[Group][]*Row{}, Boxes: Boxes()}
	today := civil.DayOf(now)
	nearest := map[int64]int{}
	for i := range rows {
		row := &rows[i]
		g := GroupOf(&row.Obligation, now)
		day.Groups[g] = append(day.Groups[g], row)
		left := DaysLeft(&row.Obligation, today)
		if was, ok := nearest[row.File]; !ok || left < was {
			nearest[row.File] = left
		}
	}
	for g := range day.Groups {
		slices.SortStableFunc(day.Groups[g], func(a, b *Row) int {
			if aLocal, bLocal := book.Local(a.Rule), book.Local(b.Rule); aLocal != bLocal {
				if aLocal {
					return 1
				}
				return -1
			}
			return distance(&a.Obligation, today) - distance(&b.Obligation, today)
		})
	}
	for _, left := range nearest {
		for i, box := range day.Boxes {
			if left >= box.From && left <= box.To {
				day.Boxes[i].Cases++
			}
		}
	}
	return day
}

// Sort puts rows in an order, those that are alike as they stood. A row is large: its
// place is found first, and it is moved once.
func Sort(rows []Row, compare func(a, b *Row) int) {
	from := make([]int, len(rows)) // place to place, where its row stands
	for i := range from {
		from[i] = i
	}
	slices.SortStableFunc(from, func(a, b int) int { return compare(&rows[a], &rows[b]) })
	for to := range from {
		if from[to] == to {
			continue
		}
		row, at := rows[to], to // a ring of rows, each of which takes the place of the next
		for from[at] != to {
			rows[at] = rows[from[at]]
			at, from[at] = from[at], at
		}
		rows[at], from[at] = row, at
	}
}

// DaysLeft is the days until the last day; 0 for what is to be done at once,
// negative when it is late.
func DaysLeft(o *duty.Obligation, today civil.Date) int {
	last := o.Due()
	if !o.DueAt.IsZero() {
		last = civil.DayOf(o.DueAt)
	}
	if last.IsZero() {
		return 0
	}
	return last.DaysSince(today)
}

func distance(o *duty.Obligation, today civil.Date) int {
	left := DaysLeft(o, today)
	return max(left, -left)
}

// Age is the whole years of the person on the day, as a list says it: "84 år",
// "ofödd" when the birth lies ahead, nothing when it cannot be told.
func (c Case) Age(day civil.Date) (years int, known bool) {
	switch {
	case !c.Born.IsZero():
		y, m, d := c.Born.Parts()
		ty, tm, td := day.Parts()
		years = ty - y
		if tm < m || tm == m && td < d {
			years--
		}
		return years, true
	case c.BornYear > 0:
		return day.Year() - c.BornYear, true
	}
	return 0, false
}
