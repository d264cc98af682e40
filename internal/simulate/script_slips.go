package simulate

import (
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// Shares of what goes wrong at the desk and is put right.
const (
	shareCorrected = 0.015 // of the visits: the time was wrong
	shareMisfiled  = 0.006 // of the notes after a home visit: written on the person seen before
)

// correct lets the provider's office put the end of a visit right the morning
// after.
func (w *script) correct(c chance, id ids.ID, desk string, cmd visits.Register) {
	done := cmd.Done
	if done.To = done.To.Add(-time.Duration(c.between(3, 25)) * time.Minute); !done.To.After(done.From) {
		return
	}
	at := office(c, next(civil.DayOf(cmd.Done.To).AddDays(3)))
	w.do(at, desk, one(func() engine.Step {
		return w.streams.visits.Step(id, visits.Correct{Service: cmd.Target.Service, Done: done, Why: "Telefonen stämplade ut först på nästa adress."})
	}))
}

// seen is whom an officer wrote of last.
type seen struct {
	line   *caseLine
	person *Person
}

// mayMisfile tells whether a slip of the pen could happen between the two: older
// people without protection, of whom no story is told, both in town.
func (w *script) mayMisfile(a *Application, before seen, at time.Time) bool {
	ordinary := func(p *Person) bool { return p.Protected == "" && !w.taken[p] && stays(p, civil.DayOf(at).AddDays(14)) }
	return a.Area == "aldre" && a.Officer != "ulla-norling" && before.person != a.Person && ordinary(a.Person) && ordinary(before.person)
}

// misfile lets it be found that a note was written on the one the officer saw
// before: marked by the officer, and moved by the group leader, for
// no one moves what they have marked.
func (w *script) misfile(note ids.ID, a *Application, right *caseLine, written time.Time) {
	found := after(w.texts, written, float64(w.texts.between(1, 6)))
	w.do(found, a.Officer, one(func() engine.Step {
		return w.notes.Step(note, casework.MarkMisfiled{RightIn: right.id, Reason: "Anteckningen gäller en annan person som jag träffade samma dag."})
	}))
	w.do(found.Add(90*time.Minute), "ulla-norling", one(func() engine.Step {
		return w.notes.Step(note, casework.MoveNote{Case: right.id, Person: w.known[a.Person]})
	}))
}
