//go:build unix

package main

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/delegation"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/simulate"
	"stadga/internal/store"
)

// The board that pages are measured on has up to 360 officers, as a municipality
// of 150,000 inhabitants (reliability.md 11), who share its cases. Of an
// officer's cases five in six are closed. Of those that run a third has an
// application that waits, a third an open investigation, and a third a decision
// with a service that runs. All beyond the first hundred thousand are closed: what
// lies in an archive is what grows, and not an officer's work.
//
// Beside them stand cases with five years of life: 200 signed notes and an
// investigation of many parts, some 600 events.
const (
	benchOfficers = 360
	benchUnit     = 10 // officers
	runningEvery  = 6
	runningMost   = 100_000

	longCases = 72 // one for every fifth officer
	longNotes = 200
	longParts = 190
)

// longCase is the place of the nth case with a long life among all cases.
func longCase(cases, n int) int { return cases + n*5 }

// benchDay is the Monday on which the pages are asked for.
var benchDay = civil.On(2026, time.March, 9)

func officers(cases int) int { return min(benchOfficers, max(1, cases/20)) }

func officerID(n int) ids.User { return ids.User{ID: ids.ID{0xbe, byte(n >> 8), byte(n), 15: 1}} }

func benchUnitID(n int) ids.Unit   { return ids.Unit{ID: ids.ID{0xbe, byte(n >> 8), byte(n), 15: 2}} }
func caseNumber(n int) string      { return fmt.Sprintf("2026-%06d", n) }
func benchCaseID(n int) ids.Case   { return ids.Case{ID: benchID(n, 3)} }
func benchID(n int, k byte) ids.ID { return ids.ID{0xbf, byte(n >> 16), byte(n >> 8), byte(n), 15: k} }

// layTown fills a new board, by the commands that an officer's forms give.
func layTown(b testing.TB, url string, cases int) {
	b.Helper()
	ctx := context.Background()
	r, err := openRecord(ctx, recordOptions{URL: url, Name: "bench", Random: rand.NewChaCha8([32]byte{9})})
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	into, err := r.Store.Load(ctx, nil)
	if err != nil {
		b.Fatal(err)
	}
	const layers = 2
	layer := make([]*townLayer, layers)
	for n := range layer { // one after the other: they share the register of events
		layer[n] = newTownLayer(ctx, r, into, byte(n))
	}
	layer[0].staff(cases)
	if err := layer[0].settle(ctx); err != nil {
		b.Fatal(err)
	}
	var laying sync.WaitGroup
	for n, l := range layer {
		laying.Go(func() {
			for i := n; i < cases && l.err == nil; i += layers {
				l.life(i, cases)
				if i/layers%2000 == 1999 {
					l.err = cmp.Or(l.err, l.ahead.Settle(ctx))
				}
			}
			for i := n; i < longCases && l.err == nil; i += layers {
				l.longLife(longCase(cases, i), cases)
				l.err = cmp.Or(l.err, l.ahead.Settle(ctx))
			}
			l.err = l.settle(ctx)
		})
	}
	laying.Wait()
	for _, l := range layer {
		if l.err != nil {
			b.Fatalf("%v %+v", l.err, fault.All(l.err))
		}
	}
	if err := into.Close(ctx); err != nil {
		b.Fatal(err)
	}
}

// A townLayer lays a part of the town. It stops at its first error.
type townLayer struct {
	now    time.Time
	ahead  *simulate.Ahead
	engine *engine.Engine
	err    error

	units          *engine.Stream[org.Unit]
	members        *engine.Stream[org.Staff]
	persons        *engine.Stream[people.Person]
	cases          *engine.Stream[casework.Case]
	intakes        *engine.Stream[casework.Intake]
	investigations *engine.Stream[casework.Investigation]
	decisions      *engine.Stream[casework.Decision]
	notes          *engine.Stream[casework.Note]
}

func newTownLayer(ctx context.Context, r *record, into *store.Load, seed byte) *townLayer {
	l := &townLayer{ahead: simulate.NewAhead(ctx, into)}
	e := engine.New(engine.Config{
		Store: l.ahead, Registry: r.Store.Registry(), Book: r.Book(), Access: engine.AllowAll{},
		Clock: func() time.Time { return l.now }, IDs: ids.Source{Random: rand.NewChaCha8([32]byte{8, seed})},
	})
	l.engine = e
	l.units, l.members = engine.Bind(e, orgsql.Units()), engine.Bind(e, orgsql.Staff())
	l.persons, l.cases, l.intakes = engine.Bind(e, peoplesql.Persons()), engine.Bind(e, casesql.Cases()), engine.Bind(e, casesql.Intakes())
	l.investigations, l.decisions = engine.Bind(e, casesql.Investigations()), engine.Bind(e, casesql.Decisions())
	l.notes = engine.Bind(e, casesql.Notes())
	return l
}

func (l *townLayer) do(at time.Time, actor ids.User, steps ...engine.Step) {
	if l.err != nil {
		return
	}
	l.now = at
	_, l.err = l.engine.Do(context.Background(), act.Form{ID: l.engine.NewForm(), Actor: act.Actor{User: actor, Roles: []string{"handlaggare"}}}, steps...)
}

func (l *townLayer) settle(ctx context.Context) error {
	if l.err != nil {
		return l.err
	}
	return l.ahead.Settle(ctx)
}

func (l *townLayer) staff(cases int) {
	from := benchDay.AddMonths(-24)
	for i := range officers(cases) {
		unit := benchUnitID(i / benchUnit)
		if i%benchUnit == 0 {
			l.do(from.At(8, 0), ids.User{}, l.units.Step(unit.ID, org.EstablishUnit{
				Name: fmt.Sprintf("Enhet %d", i/benchUnit), Side: org.Authority, Areas: []string{"aldre"}, From: from,
			}))
		}
		l.do(from.At(8, 0), ids.User{}, l.members.Step(officerID(i).ID, org.AppointStaff{Name: fmt.Sprintf("Handläggare %d", i), Placement: org.Placement{
			Title: "handläggare", Roles: []org.Role{org.Handlaggare}, Unit: unit, From: from,
		}}))
	}
}

// life lays one case.
func (l *townLayer) life(n, cases int) {
	place := n % officers(cases)
	officer, person, file := officerID(place), ids.Person{ID: benchID(n, 4)}, benchCaseID(n)
	intake, inquiry := benchID(n, 5), ids.Investigation{ID: benchID(n, 6)}
	turn := n / officers(cases) // among the officer's cases
	runs := turn%runningEvery == 0 && n < runningMost
	received := benchDay.At(9, 0).Add(-time.Duration(1+n%400) * time.Hour)
	if !runs {
		received = received.AddDate(0, 0, -40-n%600)
	}
	steps := []engine.Step{
		l.persons.Step(person.ID, people.Register{Name: people.Name{Given: "Person", Family: "Nummer" + strconv.Itoa(n)}, BornYear: 1930 + n%30}),
		l.cases.Step(file.ID, casework.OpenCase{Person: person, Area: casework.Older, Number: caseNumber(n), Officer: officer, Unit: benchUnitID(place / benchUnit)}),
		l.intakes.Step(intake, casework.ReceiveApplication{
			Case: file, Person: person, Area: casework.Older, Kind: casework.Application, Channel: casework.ByPhone, Officer: officer,
			Received: received, Content: casework.IntakeContent{Says: "Hjälp med dusch"},
		}),
	}
	if !runs {
		l.do(received.Add(time.Minute), officer, append(steps,
			l.intakes.Step(intake, casework.DecideIntake{Outcome: casework.WrittenOffMatter, Reasons: "Sökanden tog tillbaka sin ansökan."}),
			l.cases.Step(file.ID, casework.CloseCase{Reason: "Inget mer att göra."}))...)
		return
	}
	l.do(received.Add(time.Minute), officer, steps...)
	far := turn / runningEvery % 3
	if far == 0 {
		return
	}
	ground := casework.GroundsOf(casework.InquiryOlder, civil.DayOf(received))[0]
	l.do(received.Add(10*time.Minute), officer,
		l.intakes.Step(intake, casework.DecideIntake{Outcome: casework.Opened, Ground: ground, Investigation: inquiry}),
		l.investigations.Step(inquiry.ID, casework.OpenInvestigation{
			Case: file, Person: person, Intake: ids.Intake{ID: intake}, Kind: casework.InquiryOlder, Ground: ground, Started: "ansokan",
			Received: received, Question: "Behövs trygghetslarm?",
		}))
	if far == 1 {
		return
	}
	l.decide(n, received.Add(20*time.Minute), officer, person, file, inquiry)
}

// longLife lays a case that has gone on for five years.
func (l *townLayer) longLife(n, cases int) {
	place := n % officers(cases)
	officer, person, file := officerID(place), ids.Person{ID: benchID(n, 4)}, benchCaseID(n)
	intake, inquiry := benchID(n, 5), ids.Investigation{ID: benchID(n, 6)}
	received := benchDay.AddMonths(-60).At(9, 0)
	l.do(received.Add(time.Minute), officer,
		l.persons.Step(person.ID, people.Register{Name: people.Name{Given: "Person", Family: "Lång" + strconv.Itoa(n)}, BornYear: 1940}),
		l.cases.Step(file.ID, casework.OpenCase{Person: person, Area: casework.Older, Number: caseNumber(n), Officer: officer, Unit: benchUnitID(place / benchUnit)}),
		l.intakes.Step(intake, casework.ReceiveApplication{
			Case: file, Person: person, Area: casework.Older, Kind: casework.Application, Channel: casework.ByPhone, Officer: officer,
			Received: received, Content: casework.IntakeContent{Says: "Hjälp med dusch"},
		}))
	ground := casework.GroundsOf(casework.InquiryOlder, civil.DayOf(received))[0]
	l.do(received.Add(10*time.Minute), officer,
		l.intakes.Step(intake, casework.DecideIntake{Outcome: casework.Opened, Ground: ground, Investigation: inquiry}),
		l.investigations.Step(inquiry.ID, casework.OpenInvestigation{
			Case: file, Person: person, Intake: ids.Intake{ID: intake}, Kind: casework.InquiryOlder, Ground: ground, Started: "ansokan",
			Received: received, Question: "Behövs trygghetslarm?",
		}))
	const between = 8 * 24 * time.Hour
	seen := 0
	for i := range longParts {
		l.do(received.Add(time.Duration(i+1)*between), officer,
			l.investigations.Step(inquiry.ID, casework.WritePart{Part: "situation", Text: fmt.Sprintf("Har ramlat %d gånger.", i+1), Done: true, Seen: seen}))
		seen = i + 2 // the stream begins with that it was opened
	}
	for i := range longNotes {
		at := received.Add(time.Duration(i+1)*between + time.Hour)
		id := ids.ID{0xbd, byte(n >> 16), byte(n >> 8), byte(n), byte(i), 15: 9}
		l.do(at, officer, l.notes.Step(id, casework.WriteNote{Case: file, Person: person, Kind: casework.NotePhone, Happened: at, Title: "Samtal med dottern", Text: benchWords}))
		l.do(at.Add(time.Hour), officer, l.notes.Step(id, casework.SignNote{}))
	}
}

// benchWords are as long as an ordinary note.
var benchWords = strings.Repeat("Ringde dottern, som var på väg dit. ", 12)

// decide writes the inquiry and grants an alarm.
func (l *townLayer) decide(n int, at time.Time, officer ids.User, person ids.Person, file ids.Case, inquiry ids.Investigation) {
	write := func(cmd engine.Command[casework.Investigation]) engine.Step {
		return l.investigations.Step(inquiry.ID, cmd)
	}
	day := civil.DayOf(at.Add(time.Hour))
	decision := ids.Decision{ID: benchID(n, 7)}
	cmd := casework.MakeDecision{
		Case: file, Person: person, Investigation: inquiry, Kind: casework.InquiryOlder, Reasons: "Behovet är utrett.",
		Mandate: casework.Mandate{Body: "delegat", Order: delegation.Norrsala()},
		Items: []casework.DecisionItem{{
			Service: ids.Service{ID: benchID(n, 8)}, Kind: "trygghetslarm", Outcome: casework.Granted, Purpose: "Trygghet hemma", From: day, FollowUp: day.AddMonths(5),
		}},
	}
	l.do(at, officer,
		write(casework.WritePart{Part: "situation", Text: "Bor ensam och har ramlat två gånger.", Done: true}),
		write(casework.WriteOwnWords{Text: "Jag vill kunna ringa på hjälp."}),
		write(casework.AskAboutChildren{Answer: "nej"}),
		write(casework.RecordHomeVisit{Reason: "Behovet är tydligt av samtalet."}),
		write(casework.WritePart{Part: "bedomning", Text: "Behöver kunna larma.", Done: true}),
		write(casework.ConsiderCommunication{Need: "uppenbart-obehovlig", Reason: "Ansökan bifalls helt."}),
		write(casework.CompleteDocument{}))
	l.do(at.Add(time.Hour), officer, write(cmd.Conclusion(decision)), l.decisions.Step(decision.ID, cmd))
	l.do(at.Add(2*time.Hour), officer, l.decisions.Step(decision.ID, casework.SendLetter{To: person, How: "brev", On: civil.DayOf(at.Add(2 * time.Hour))}))
}

// processorTime is what this process has used so far.
func processorTime(b testing.TB) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
