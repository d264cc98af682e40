package simulate

import (
	"fmt"
	"slices"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/people"
	"stadga/internal/visits"
)

// Shares of what goes wrong at the desk and is put right.
const (
	shareCorrected = 0.015 // of the visits: the time was wrong
	shareMisfiled  = 0.006 // of the notes after a home visit: written on the person seen before
	doublesYearly  = 10.0  // persons registered a second time, in the full town
)

// correctable tells whether a visit is long enough for its end to have been wrong.
func correctable(cmd visits.Register) bool { return cmd.Done.To.Sub(cmd.Done.From) >= 6*time.Minute }

// correct lets the provider's office put the end of a visit right the morning
// after.
func (w *script) correct(c chance, id ids.ID, desk string, cmd visits.Register) {
	done := cmd.Done
	minutes := int(done.To.Sub(done.From).Minutes())
	done.To = done.To.Add(-time.Duration(c.between(3, min(25, minutes-2))) * time.Minute)
	at := office(c, next(civil.DayOf(cmd.Done.To).AddDays(3)))
	w.do(at, desk, one(func() engine.Step {
		return w.streams.visits.Step(id, visits.Correct{
			Service: cmd.Target.Service, Done: done, Why: "Telefonen stämplade ut först på nästa adress.", Rates: w.rates(cmd.Target.Provider),
		})
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

// doubles lets some older people be registered once more by someone who did not
// find them, and be found some days later: the double is marked, what lay on it
// follows to the person it is, and the application turns out to be about what the
// person has already.
func (w *script) doubles() {
	c := newChance(w.Seed, "doubles")
	var known []*Person
	for _, p := range w.Town.People {
		if w.cases[caseKey{p, casework.Older}] != nil && !w.taken[p] && p.Protected == "" {
			known = append(known, p)
		}
	}
	days := newRhythm(w.Start, w.Today.AddDays(-14), yearOfApplications, weekOfApplications)
	for range max(w.count(c, doublesYearly), 1) {
		at := office(c, days.day(c))
		fits := slices.DeleteFunc(slices.Clone(known), func(p *Person) bool {
			return !w.since[p].Before(at.AddDate(0, 0, -30)) || !stays(p, civil.DayOf(at).AddDays(30))
		})
		if len(fits) > 0 {
			w.double(c, pick(c, fits), at)
		}
	}
}

func (w *script) double(c chance, p *Person, at time.Time) {
	taker := w.roster.officer(c, "bistand", civil.DayOf(at))
	person, line := ids.Person{ID: w.ids.New(at)}, ids.Case{ID: w.ids.New(at)}
	intake, note := ids.Intake{ID: w.ids.New(at)}, w.ids.New(at)
	who, year := w.actors[taker], civil.DayOf(at).Year()
	w.numbers[year]++
	number := w.numbers[year]
	w.do(at, taker, func() []engine.Step {
		return []engine.Step{
			w.persons.Step(person.ID, people.Register{Name: people.Name{Given: p.First, Family: p.Last}, Contact: people.Contact{Address: p.Street + ", 010 12 Norrsala"}}),
			w.streams.cases.Step(line.ID, casework.OpenCase{Person: person, Area: casework.Older, Number: fmt.Sprintf("%d-%04d", year, number), Officer: who.User, Unit: who.Unit}),
			w.intakes.Step(intake.ID, casework.ReceiveApplication{
				Case: line, Person: person, Area: casework.Older, Kind: casework.Application, Received: at, Channel: "telefon",
				Content: casework.IntakeContent{Says: "En son ringer och vill att " + p.First + " får hjälp hemma. Han har inte numret.", Services: []string{"hemtjanst-omvardnad"}}, Officer: who.User,
			}),
		}
	})
	w.do(at.Add(40*time.Minute), taker, one(func() engine.Step {
		return w.notes.Step(note, casework.WriteNote{
			Case: line, Person: person, Kind: casework.NotePhone, Title: "Samtal med en son", Sign: true,
			Text: "Sonen berättar att " + p.First + " har hjälp redan, men vet inte av vem. Jag söker i registret med adressen.",
		})
	}))
	found := after(c, at, float64(c.between(1, 6)))
	kept := w.cases[caseKey{p, casework.Older}].id
	const why = "Samma adress och namn. Sonen har bekräftat."
	w.do(found, taker, func() []engine.Step {
		return []engine.Step{
			w.persons.Step(person.ID, people.Merge{Into: w.known[p], Reason: why, Via: people.Via{Case: line}}),
			w.streams.cases.Step(kept.ID, casework.ReopenCase{Reason: "Något flyttades hit från en dubblett."}),
			w.intakes.Step(intake.ID, casework.MoveIntake{Case: kept, Person: w.known[p]}),
			w.notes.Step(note, casework.FollowPerson{Case: kept, Person: w.known[p]}),
			w.streams.cases.Step(line.ID, casework.CloseCase{Reason: "Dubblett. Innehållet är flyttat: " + why}),
		}
	})
	w.do(found.Add(25*time.Minute), taker, one(func() engine.Step {
		return w.intakes.Step(intake.ID, casework.DecideIntake{Outcome: casework.WrittenOffMatter, Reasons: "Sonen tog tillbaka ansökan när han fick veta att hjälpen redan är beviljad."})
	}))
}

// lastDayOfLeaver is the last working day of the officer who leaves.
func (p *Plan) lastDayOfLeaver() civil.Date { return slide(p.day(-75)) }

// untouchedAfterLeaving is how many cases nobody takes over.
const untouchedAfterLeaving = 3

// handOver lets the head give the cases of the officer who leaves to others, in
// the last week and the two that follow. Some in which nothing happens are
// forgotten.
func (w *script) handOver() {
	c, last := newChance(w.Seed, "leaver"), w.lastDayOfLeaver()
	w.do(last.At(15, 30), administrator, one(func() engine.Step {
		return w.streams.staff.Step(w.actors[leaver].User.ID, org.EndStaff{Until: last})
	}))
	busy := w.busyAfter(last)
	forgotten := 0
	for _, p := range w.Town.People {
		line := w.cases[caseKey{p, casework.Older}]
		if line == nil || line.officer != leaver || !stays(p, last.AddDays(20)) || !w.since[p].Before(last.AddDays(-6).Midnight()) {
			continue
		}
		if !busy[p] && forgotten < untouchedAfterLeaving {
			forgotten++
			continue
		}
		at := office(c, next(last.AddDays(c.between(-4, 10))))
		to := w.actors[w.roster.officer(c, "bistand", last.AddDays(11))]
		w.do(at, head(leaver), one(func() engine.Step {
			return w.streams.cases.Step(line.id.ID, casework.AssignCase{Officer: to.User, Unit: to.Unit, Reason: "Britta slutar."})
		}))
	}
}

// busyAfter tells for whom something happens after a day.
func (w *script) busyAfter(day civil.Date) map[*Person]bool {
	busy := make(map[*Person]bool)
	for _, a := range w.Applications {
		happens := a.Decided.IsZero() || civil.DayOf(a.Decided).AddDays(40).After(day)
		for _, item := range a.Items {
			for _, f := range item.FollowUps {
				happens = happens || civil.DayOf(f.On).After(day)
			}
			for _, s := range item.Signals {
				happens = happens || civil.DayOf(s.Sent).AddDays(60).After(day)
			}
			for _, e := range item.Extensions {
				happens = happens || e.On.After(day)
			}
			happens = happens || item.EndedOn.After(day)
		}
		if happens {
			busy[a.Person] = true
		}
	}
	return busy
}
