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

// ClosingStream is the name of the kind of stream: one for each provider and month.
const ClosingStream = "closing"

// A Closing (månadsstängning) is what was settled with one provider for one month.
// From its day on the month is locked: what changes backwards lands in a later
// month, as a line that names the month it is from.
type Closing struct {
	Provider ids.Provider
	Month    civil.Date // its first day
	Locked   bool
	Closed   time.Time // last
	By       ids.User  // who closed it last
	Read     time.Time // the lines are as the record stood then
	Lines    []ClosedLine
	Ore      int64
	Unlocked []Unlock
	Causes   map[ids.Order]Explanation
}

// A ClosedLine (underlagsrad) is what one order gives of one month.
type ClosedLine struct {
	Order   ids.Order
	From    civil.Date // first day of the month it is from; an earlier one is a correction
	Granted int        `json:",omitzero"` // minutes
	Minutes int        `json:",omitzero"` // paid
	Ore     int64
	Why     string `json:",omitzero"` // with a correction: what changed
}

// An Unlock (upplåsning) opens a closed month again.
type Unlock struct {
	At  time.Time
	By  ids.User
	Why string
}

// A Cause (orsak) is why what is delivered differs from what is granted (F-13).
type Cause string

// The causes.
const (
	InHospital  Cause = "sjukhus"
	Away        Cause = "borta"
	Turned      Cause = "tackat-nej"
	MoreNeeded  Cause = "storre-behov"
	LessNeeded  Cause = "mindre-behov"
	ShortOfHand Cause = "personalbrist"
	WrongEntry  Cause = "felregistrerat"
)

// Causes lists them in the order they are offered.
func Causes() []Cause {
	return []Cause{InHospital, Away, Turned, MoreNeeded, LessNeeded, ShortOfHand, WrongEntry}
}

// Words is the cause as a page says it.
func (c Cause) Words() string {
	return map[Cause]string{
		InHospital: "På sjukhus eller korttidsboende", Away: "Bortrest", Turned: "Har tackat nej till besök", MoreNeeded: "Behöver mer än beslutet ger",
		LessNeeded: "Behöver mindre än beslutet ger", ShortOfHand: "Personal saknades", WrongEntry: "Fel i registreringen",
	}[c]
}

// An Explanation (förklaring) is the cause someone gave for one order.
type Explanation struct {
	Cause Cause
	By    ids.User
	At    time.Time
}

// The events of a closing.
type (
	// MonthClosed settles the month as its lines say.
	MonthClosed struct {
		Provider ids.Provider
		Month    civil.Date
		Read     time.Time
		Lines    []ClosedLine
		Ore      int64
	}
	// MonthUnlocked opens it for corrections.
	MonthUnlocked struct{ Why string }
	// DifferenceExplained tells why an order's delivered time differs from its granted.
	DifferenceExplained struct {
		Provider ids.Provider
		Month    civil.Date
		Order    ids.Order
		Cause    Cause
	}
)

// EventName is for ever.
func (MonthClosed) EventName() string { return "closing.closed.v1" }

// EventName is for ever.
func (MonthUnlocked) EventName() string { return "closing.unlocked.v1" }

// EventName is for ever.
func (DifferenceExplained) EventName() string { return "closing.explained.v1" }

// ClosingEvents lists a zero value of each event of the stream.
func ClosingEvents() []journal.Event {
	return []journal.Event{MonthClosed{}, MonthUnlocked{}, DifferenceExplained{}}
}

// ClosingID is the stream of a provider's month.
func ClosingID(p ids.Provider, month civil.Date) ids.ID {
	return ids.Derive(ids.Act{ID: p.ID}, ClosingStream+" "+month.MonthStart().String())
}

// Fold takes one event into the closing.
func (c *Closing) Fold(r journal.Recorded) {
	switch e := r.Event.(type) {
	case MonthClosed:
		c.Provider, c.Month, c.Read, c.Lines, c.Ore = e.Provider, e.Month, e.Read, e.Lines, e.Ore
		c.Locked, c.Closed, c.By = true, r.At, r.Actor
	case MonthUnlocked:
		c.Locked = false
		c.Unlocked = append(c.Unlocked[:len(c.Unlocked):len(c.Unlocked)], Unlock{At: r.At, By: r.Actor, Why: e.Why})
	case DifferenceExplained:
		causes := map[ids.Order]Explanation{e.Order: {Cause: e.Cause, By: r.Actor, At: r.At}}
		for order, why := range c.Causes {
			if order != e.Order {
				causes[order] = why
			}
		}
		c.Causes = causes
	}
}

// Says gives no facts: a month belongs to no case.
func (Closing) Says() []duty.Said { return nil }

// Persons names no file: the lines name orders, as invoices do.
func (Closing) Persons() []ids.Person { return nil }

// CloseMonth settles a month.
type CloseMonth struct {
	Provider ids.Provider
	Month    civil.Date
	Read     time.Time
	Lines    []ClosedLine
	Held     int // visits that nobody has decided about
	Invoices int // that nobody has decided about
}

// Action names the act.
func (CloseMonth) Action() string { return "closing.close" }

// Decide closes a month that is over and in which nothing waits for anyone.
func (cmd CloseMonth) Decide(c Closing, env act.Env) ([]journal.Event, error) {
	switch {
	case c.Locked:
		return nil, fault.New(fault.Conflict, "closing.closed-already")
	case cmd.Provider.IsZero() || cmd.Month.IsZero():
		return nil, fault.New(fault.NotFound, "closing.unknown")
	case !env.Today.After(cmd.Month.MonthEnd()):
		return nil, fault.New(fault.Unmet, "closing.month-runs")
	case cmd.Held > 0:
		return nil, fault.New(fault.Unmet, "closing.visits-first")
	case cmd.Invoices > 0:
		return nil, fault.New(fault.Unmet, "closing.invoices-first")
	}
	e := MonthClosed{Provider: cmd.Provider, Month: cmd.Month.MonthStart(), Read: cmd.Read, Lines: cmd.Lines}
	for _, l := range cmd.Lines {
		e.Ore += l.Ore
	}
	return []journal.Event{e}, nil
}

// UnlockMonth opens a closed month for corrections, with a reason, by someone else
// than who closed it.
type UnlockMonth struct{ Why string }

// Action names the act.
func (UnlockMonth) Action() string { return "closing.unlock" }

// Decide unlocks what is locked.
func (cmd UnlockMonth) Decide(c Closing, env act.Env) ([]journal.Event, error) {
	switch {
	case !c.Locked:
		return nil, fault.New(fault.Unmet, "closing.open-already")
	case strings.TrimSpace(cmd.Why) == "":
		return nil, fault.Field("why", "closing.why-missing")
	case c.By == env.Actor.User:
		return nil, fault.New(fault.Unmet, "closing.second-person")
	}
	return []journal.Event{MonthUnlocked(cmd)}, nil
}

// Explain gives the cause of an order's difference in a month.
type Explain struct {
	Provider ids.Provider
	Month    civil.Date
	Order    ids.Order
	Cause    Cause
}

// Action names the act.
func (Explain) Action() string { return "closing.explain" }

// Decide takes a known cause; a new one replaces the old, which stays in the record.
func (cmd Explain) Decide(c Closing, _ act.Env) ([]journal.Event, error) {
	switch {
	case cmd.Order.IsZero() || cmd.Month.IsZero():
		return nil, fault.New(fault.NotFound, "closing.unknown")
	case !slices.Contains(Causes(), cmd.Cause):
		return nil, fault.Field("cause", "closing.cause-missing")
	case c.Causes[cmd.Order].Cause == cmd.Cause:
		return nil, nil
	}
	return []journal.Event{DifferenceExplained(cmd)}, nil
}

// TellCause is Explain by the provider, about an order of its own: it knows first
// that someone is in hospital.
type TellCause struct {
	Explain
	Service ids.Service // that the order is for
}

// Action names the act.
func (TellCause) Action() string { return "closing.tell_cause" }

// Asks for the service: the month itself says nothing of whose it is.
func (cmd TellCause) Asks() duty.Subject { return serviceOf(cmd.Service) }

// Decide takes a cause from the provider whose month it is.
func (cmd TellCause) Decide(c Closing, env act.Env) ([]journal.Event, error) {
	if cmd.Provider != env.Actor.Provider {
		return nil, fault.New(fault.NotFound, "closing.unknown")
	}
	return cmd.Explain.Decide(c, env)
}

// ClosingSentences holds what the month closing says to the user. FEL-3460 to 3519.
func ClosingSentences() fault.Catalogue {
	return fault.Catalogue{
		"closing.unknown":        {Number: 3460, Says: "Vi hittar ingen sådan månad. Gå tillbaka till listan."},
		"closing.closed-already": {Number: 3461, Says: "Månaden är redan stängd. Ladda om sidan."},
		"closing.month-runs":     {Number: 3462, Says: "Månaden är inte slut än. Den går att stänga från den första i nästa månad."},
		"closing.visits-first":   {Number: 3463, Says: "Det finns besök i månaden som ingen har tagit ställning till. Hantera dem först."},
		"closing.invoices-first": {Number: 3464, Says: "Det finns fakturor för månaden som varken är godkända eller återlämnade. Hantera dem först."},
		"closing.open-already":   {Number: 3465, Says: "Månaden är redan öppen. Ladda om sidan."},
		"closing.why-missing":    {Number: 3466, Says: "Skriv varför månaden låses upp. Skälet syns också efteråt."},
		"closing.second-person":  {Number: 3467, Says: "Du har själv stängt månaden. Någon annan behöver låsa upp den."},
		"closing.cause-missing":  {Number: 3468, Says: "Välj varför utförd tid skiljer sig från beviljad."},
	}
}
