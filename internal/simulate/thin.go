package simulate

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/store"
)

// Thin lays many short lives of about five acts each: someone applies, it is
// looked into, written, decided and told. They are for trying how the record
// carries a million cases, not for looking at.
type Thin struct {
	Seed  int64
	Cases int
	End   time.Time
	Years int

	// Engine makes an engine over a store that is filled ahead, on a clock.
	Engine func(store engine.Store, clock engine.Clock, source ids.Source) *engine.Engine

	together int // lives that are held in memory before they are settled; 0: thinTogether
}

// thinWorkers lay lives side by side; each has its own clock, ids and memory.
const thinWorkers = 2

// thinTogether is how many lives of a worker are held in memory before they are
// settled, behind the next as many.
const thinTogether = 2000

// Lay lays the lives into a store. Which life is written first depends on the
// machine; what each life holds follows from the seed. It tells how many are laid,
// one call at a time.
func (t Thin) Lay(ctx context.Context, record *store.DB, tell func(done int)) error {
	into, err := record.Load(ctx, nil)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var one sync.Mutex // tells one at a time
	done := 0
	count := func() {
		one.Lock()
		defer one.Unlock()
		done++
		tell(done)
	}
	var working sync.WaitGroup
	list, err := readNames(namesText)
	if err != nil {
		return err
	}
	workers := make([]*thinWorker, thinWorkers)
	for n := range workers { // one after the other: they share the register of events
		w := &thinWorker{Thin: t, names: list, clock: &Clock{}, chance: newChance(t.Seed, fmt.Sprintf("thin %d", n)), ahead: NewAhead(ctx, into)}
		w.engine = t.Engine(w.ahead, w.clock.Now, ids.Source{Random: newChance(t.Seed, fmt.Sprintf("thin ids %d", n))})
		w.streams = bind(w.engine)
		workers[n] = w
	}
	for n, w := range workers {
		working.Go(func() {
			if err := w.work(ctx, n, count); err != nil {
				stop(err)
			}
		})
	}
	working.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return into.Close(ctx)
}

// A thinWorker lays every life whose number falls to it.
type thinWorker struct {
	Thin
	streams
	chance chance
	names  names
	clock  *Clock
	ahead  *Ahead
	engine *engine.Engine
}

func (w *thinWorker) work(ctx context.Context, first int, tell func()) error {
	for n := first; n < w.Cases && ctx.Err() == nil; n += thinWorkers {
		if err := w.life(ctx, n); err != nil {
			return fmt.Errorf("life %d: %w", n, err)
		}
		tell()
		if together := cmp.Or(w.together, thinTogether); n/thinWorkers%together == together-1 {
			if err := w.ahead.SettleBehind(ctx); err != nil {
				return err
			}
		}
	}
	return w.ahead.Settle(ctx)
}

// life lays one life.
func (w *thinWorker) life(ctx context.Context, n int) error {
	c, e, s := w.chance, w.engine, w.streams
	// In the order of time, as at an office: what is written together lies together.
	span := 365 * w.Years
	day := next(civil.DayOf(w.End).AddDays(n*span/w.Cases - span - c.between(40, 47)))
	at := office(c, day)
	sex := Woman
	if c.happens(0.4) {
		sex = Man
	}
	born := civil.On(1925, time.January, 1).AddDays(n / 900)
	actor := act.Actor{User: ids.User{ID: ids.ID{6: 0x70, 15: byte(1 + n%12)}}, Roles: []string{"handlaggare"}}
	do := func(lag time.Duration, steps ...engine.Step) error {
		at = at.Add(lag)
		w.clock.set(at)
		_, err := e.Do(ctx, act.Form{ID: e.NewForm(), Actor: actor}, steps...)
		return err
	}
	w.clock.set(at)
	person, kase := ids.Person{ID: e.NewID()}, ids.Case{ID: e.NewID()}
	intake, inquiry := ids.Intake{ID: e.NewID()}, ids.Investigation{ID: e.NewID()}
	who := &Person{First: w.names.firstName(c, sex, born.Year()), Last: w.names.surname(c), Sex: sex, Born: born}
	item := &Item{Kind: "trygghetslarm", Outcome: "bifall", Goals: []Goal{{Text: goalTexts["trygghetslarm"][0].Text}}}
	if err := do(0,
		s.persons.Step(person.ID, people.Register{
			Name: people.Name{Given: who.First, Family: who.Last}, Born: born, Number: ids.NewReservnummer(born, n%900),
			Contact: people.Contact{Address: w.names.address(c)},
		}),
		s.cases.Step(kase.ID, casework.OpenCase{Person: person, Area: casework.Older, Number: fmt.Sprintf("%d-%07d", day.Year(), n+1), Officer: actor.User}),
		s.intakes.Step(intake.ID, casework.ReceiveApplication{
			Case: kase, Person: person, Area: casework.Older, Kind: casework.Application, Received: at, Channel: casework.ByPhone,
			Content: casework.IntakeContent{Says: wishes[item.Kind], Services: []string{item.Kind}}, Officer: actor.User,
		})); err != nil {
		return err
	}
	ground := casework.GroundsOf(casework.InquiryOlder, day)[0]
	if err := do(time.Duration(c.between(20, 90))*time.Minute,
		s.intakes.Step(intake.ID, casework.DecideIntake{Outcome: casework.Opened, Ground: ground, Investigation: inquiry}),
		s.investigations.Step(inquiry.ID, casework.OpenInvestigation{
			Case: kase, Person: person, Intake: intake, Kind: casework.InquiryOlder, Ground: ground, Started: "ansokan", Template: s.ofKind(casework.InquiryOlder, day),
			Received: at.Add(-time.Hour * 2), Question: "Behövs trygghetslarm?",
		})); err != nil {
		return err
	}
	write := func(cmd engine.Command[casework.Investigation]) engine.Step {
		return s.investigations.Step(inquiry.ID, cmd)
	}
	if err := do(time.Duration(c.between(20, 24*26))*time.Hour,
		write(casework.WritePart{Part: "situation", Text: situation(c, who, "aldre"), Done: true}),
		write(casework.WriteOwnWords{Text: wishes[item.Kind]}),
		write(casework.AskAboutChildren{Answer: "nej"}),
		write(casework.RecordHomeVisit{Reason: "Behovet är tydligt av samtalet."}),
		write(casework.WritePart{Part: "bedomning", Text: assessment(who, item.Outcome), Done: true}),
		write(casework.ConsiderCommunication{Need: "uppenbart-obehovlig", Reason: "Ansökan bifalls helt."}),
		write(casework.CompleteDocument{})); err != nil {
		return err
	}
	decision := ids.Decision{ID: e.NewID()}
	decided := civil.DayOf(at.Add(time.Hour))
	cmd := casework.MakeDecision{
		Case: kase, Person: person, Investigation: inquiry, Kind: casework.InquiryOlder, Mandate: s.mandate(), Reasons: assessment(who, item.Outcome),
		Items: []casework.DecisionItem{{
			Service: ids.Service{ID: e.NewID()}, Kind: item.Kind, Outcome: casework.Granted, Purpose: item.Goals[0].Text, From: decided, FollowUp: decided.AddMonths(5),
		}},
	}
	if err := do(time.Hour, write(cmd.Conclusion(decision)), s.decisions.Step(decision.ID, cmd)); err != nil {
		return err
	}
	return do(20*time.Minute, s.decisions.Step(decision.ID, casework.SendLetter{To: person, How: "brev", On: civil.DayOf(at.Add(20 * time.Minute))}))
}
