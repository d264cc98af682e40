package engine

import (
	"context"
	"fmt"
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

// A Reaction is a later act that an event brings about in another area. It is
// run from the outbox, by the program itself, under access like any act. Its act
// id follows from the event and its name, so that running it again does nothing.
type Reaction struct {
	Name string // for ever: "order.stop-when-deceased"
	On   string // event name
	Run  func(ctx context.Context, event journal.Recorded) ([]Step, error)
}

// A Timed act is what time itself brings about: a deviation on day 121, a
// measure that lapses. It is run once for each obligation of a rule that answers
// so. Where the program itself is to do what the rule asks, that is as long as it
// is not done: then nothing is missed by a job that was not run for some days,
// though what took too long has ended since.
type Timed struct {
	Name string // for ever: "deviation.open-when-late"
	Rule string
	When []duty.State // the answers it is run on; nil: late
	Run  func(ctx context.Context, o duty.Obligation) ([]Step, error)
}

// meets tells whether the obligation brings the act about on the day.
func (t Timed) meets(o *duty.Obligation, today civil.Date) bool {
	if t.Rule != o.Rule {
		return false
	}
	state := o.State(today)
	return slices.Contains(t.When, state) || len(t.When) == 0 && state == duty.Late
}

// A Refusal is an act by the program itself that was refused, and so is left to
// a person.
type Refusal struct {
	Name   string           // of the reaction or timed act
	Cause  journal.Ref      // the event that brought it about; for a timed act, its own act id
	Stream journal.StreamID // what its first command spoke to
	At     time.Time
	Fault  *fault.Error // the first
}

// React runs a reaction to an event. An error means that it should be tried again.
func (e *Engine) React(ctx context.Context, r Reaction, event journal.Recorded) (*Refusal, error) {
	label := fmt.Sprintf("reaction %s %d", r.Name, event.Ref.Index)
	form := act.Form{ID: ids.Act{ID: ids.Derive(event.Ref.Act, label)}, Actor: act.Actor{System: true}}
	return e.follow(ctx, r.Name, form, event.Ref, func() ([]Step, error) { return r.Run(ctx, event) })
}

// follow carries out, once, what something else brought about.
func (e *Engine) follow(ctx context.Context, name string, form act.Form, cause journal.Ref, steps func() ([]Step, error)) (*Refusal, error) {
	var first journal.StreamID
	var failed *fault.Error
	for range attempts {
		done, err := e.isDone(ctx, form.ID)
		if done || err != nil {
			return nil, err
		}
		todo, err := steps()
		if err == nil && len(todo) > 0 {
			first = todo[0].stream
			_, err = e.do(ctx, form, cause, todo)
		}
		if err == nil {
			return nil, nil
		}
		all := fault.All(err)
		if len(all) == 0 || all[0].Kind == fault.Internal || all[0].Kind == fault.Wait {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if failed = all[0]; failed.Kind != fault.Conflict {
			break
		}
	}
	if done, err := e.isDone(ctx, form.ID); done || err != nil {
		return nil, err // another process was first, and decided otherwise
	}
	return &Refusal{Name: name, Cause: cause, Stream: first, At: e.now(), Fault: failed}, nil
}

// attempts is how often what follows is tried while it meets a conflict: what its
// commands were made from, such as the next free number, may be another's by then.
const attempts = 4

func (e *Engine) isDone(ctx context.Context, id ids.Act) (bool, error) {
	var done bool
	err := e.store.Read(ctx, func(r Reader) error {
		row, err := r.Act(ctx, id)
		done = row != nil
		return err
	})
	return done, err
}

// Wake looks at a subject because time has passed: it carries out what time
// brings about there, hands what was refused to leave, and then computes the
// subject anew – last, so that what failed on the way is tried again.
func (e *Engine) Wake(ctx context.Context, s duty.Subject, timed []Timed, leave func(Refusal) error) error {
	owed, today, err := e.owed(ctx, s, len(timed) > 0)
	if err != nil {
		return err
	}
	for _, o := range owed {
		for _, t := range timed {
			if !t.meets(&o, today) {
				continue
			}
			form := SystemForm(timedName(t, o))
			refusal, err := e.follow(ctx, t.Name, form, journal.Ref{}, func() ([]Step, error) { return t.Run(ctx, o) })
			if err == nil && refusal != nil {
				refusal.Cause = journal.Ref{Act: form.ID}
				err = leave(*refusal)
			}
			if err != nil {
				return err
			}
		}
	}
	return e.recompute(ctx, true, s)
}

// timedName names a timed act by rule and version, subject and due date, so that
// it happens once.
func timedName(t Timed, o duty.Obligation) string {
	return strings.Join([]string{
		"timed", t.Name, o.Rule, fmt.Sprint(o.Version), o.Subject.Kind, o.Subject.ID.String(), o.About,
		o.Due().String(), civil.Stamp(o.DueAt),
	}, " ")
}

// owed computes the obligations of a subject today, where anything asks for them.
func (e *Engine) owed(ctx context.Context, s duty.Subject, asked bool) (owed []duty.Obligation, today civil.Date, err error) {
	if !asked {
		return nil, today, nil
	}
	err = e.store.Read(ctx, func(r Reader) error {
		p := e.newPlan(r, act.Form{})
		chain, err := p.chain(ctx, s)
		if err != nil || len(chain) == 0 {
			return err
		}
		today = p.today
		owed = (*e.book.Load()).Compute(s, factsOf(chain, (*openSubject).oldFacts), p.today).Obligations
		return nil
	})
	return owed, today, err
}

// recompute computes subjects anew, though none of their facts has changed.
func (e *Engine) recompute(ctx context.Context, woken bool, subjects ...duty.Subject) error {
	var done *plan
	err := e.store.Write(ctx, func(tx Tx) error {
		done = nil
		p := e.newPlan(tx, act.Form{})
		p.tx, p.woken = tx, woken
		for _, subject := range subjects {
			s, err := p.find(ctx, subject)
			if err != nil {
				return err
			}
			if s != nil {
				p.judged = append(p.judged, s)
			}
		}
		if err := p.lock(ctx, p.judged); err != nil {
			return err
		}
		for _, s := range p.judged {
			if err := p.compute(ctx, s); err != nil {
				return err
			}
		}
		p.settle()
		done = p
		return p.writeSubjects(ctx)
	})
	if err != nil {
		return fmt.Errorf("compute anew: %w", err)
	}
	done.remember()
	return nil
}

// atOnce is how many subjects are computed anew in one transaction.
const atOnce = 200

// RecomputeAll computes every subject anew, as when another book is adopted.
// Progress is told how many are done.
func (e *Engine) RecomputeAll(ctx context.Context, progress func(done int)) error {
	var after Num
	for done := 0; ; {
		last, looked, err := e.RecomputeSome(ctx, after, atOnce, nil)
		if err != nil || looked == 0 {
			return err
		}
		after = last
		done += looked
		progress(done)
	}
}

// Waking lists subjects whose answer changes by itself today or earlier.
func (e *Engine) Waking(ctx context.Context, limit int) ([]duty.Subject, error) {
	var waking []duty.Subject
	err := e.store.Read(ctx, func(r Reader) (err error) {
		waking, err = r.Waking(ctx, civil.DayOf(e.now()), limit)
		return err
	})
	return waking, err
}
