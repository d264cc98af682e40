package contracts

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Repricing (omräkning) is the work of giving visits that are already registered
// the price that a change backwards gives them, some at a time.
type Repricing struct {
	From    civil.Date // the first day it touches; zero: there is nothing to do
	Why     string     // what changed, as a sentence
	After   Place      // how far it has come
	Looked  int        // visits, since it began
	Changed int        // of them, those that got another price
}

// A Place (plats i ordningen) is a visit in the order of day and id.
type Place struct {
	Day   civil.Date `json:",omitzero"`
	Visit ids.Visit  `json:",omitzero"`
}

// Waits tells whether visits are left to look at.
func (r Repricing) Waits() bool { return !r.From.IsZero() }

// VisitsRepriced tells how far it has come.
type VisitsRepriced struct {
	After   Place
	Looked  int
	Changed int
	Done    bool
}

// EventName is for ever.
func (VisitsRepriced) EventName() string { return "agreement.visits_repriced.v1" }

// backwards lets what is changed from a day that has passed be worked out anew. A
// change on top of one that is not done begins again from the earliest day.
func (a *Contract) backwards(r journal.Recorded, from civil.Date, why string) {
	if from.After(r.Day) {
		return
	}
	if a.Repricing.Waits() && a.Repricing.From.Before(from) {
		from = a.Repricing.From
	}
	a.Repricing = Repricing{From: from, Why: why}
}

func (a *Contract) repriced(e VisitsRepriced) {
	a.Repricing.After = e.After
	a.Repricing.Looked += e.Looked
	a.Repricing.Changed += e.Changed
	if e.Done {
		a.Repricing.From = civil.Date{}
	}
}

// Reprice notes that some visits have been looked at: in the same act as those that
// got another price.
type Reprice struct {
	Was     Place // where the visits were looked for from
	After   Place
	Looked  int
	Changed int
	Done    bool
}

// Action names the act.
func (Reprice) Action() string { return "agreement.reprice" }

// Decide goes on from where it was: a change in between begins again.
func (cmd Reprice) Decide(a Contract, _ act.Env) ([]journal.Event, error) {
	if !a.Repricing.Waits() || a.Repricing.After != cmd.Was {
		return nil, fault.New(fault.Conflict, "agreement.repricing-moved")
	}
	return []journal.Event{VisitsRepriced{After: cmd.After, Looked: cmd.Looked, Changed: cmd.Changed, Done: cmd.Done}}, nil
}
