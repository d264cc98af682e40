package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/boards"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/engine/enginetest"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/journal"
)

var (
	ctx   = context.Background()
	anna  = act.Actor{User: ids.User{ID: ids.ID{1}}}
	there = ids.ID{7} // the route there
	back  = ids.ID{8} // and the route back
)

type world struct {
	*boards.Board
	clock   *enginetest.Clock
	parcels *engine.Stream[enginetest.Parcel]
}

func newWorld(t *testing.T) *world {
	w := &world{clock: enginetest.New(t).Clock}
	var err error
	w.Board, err = boards.Open(ctx, boards.Config{
		URL: "sqlite:" + t.TempDir(), Name: "norr", Book: enginetest.Carriage{}, Access: engine.AllowAll{},
		Clock: w.clock.Now, Random: enginetest.IDs(3).Random,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	w.parcels = engine.Bind(w.Engine, enginetest.ParcelKind())
	return w
}

func (w *world) do(t *testing.T, id ids.ID, cmd engine.Command[enginetest.Parcel]) {
	t.Helper()
	if _, err := w.parcels.Do(ctx, act.Form{ID: w.Engine.NewForm(), Actor: anna}, id, cmd); err != nil {
		t.Fatal(err)
	}
}

func (w *world) send(t *testing.T, route ids.ID) ids.ID {
	t.Helper()
	id := w.Engine.NewID()
	w.do(t, id, enginetest.Send{Parcel: id, Route: route})
	return id
}

// answer sends a parcel back for each that arrives.
func (w *world) answer() engine.Reaction {
	return engine.Reaction{
		Name: "parcel.answer", On: "parcel.arrived.v1",
		Run: func(_ context.Context, r journal.Recorded) ([]engine.Step, error) {
			id := ids.Derive(r.Ref.Act, "answer")
			return []engine.Step{w.parcels.Step(id, enginetest.Send{Parcel: id, Route: back})}, nil
		},
	}
}

func (w *world) facts(t *testing.T, s duty.Subject) []duty.Fact {
	t.Helper()
	var facts []duty.Fact
	err := w.Store.Read(ctx, func(r engine.Reader) error {
		chain, err := r.Chain(ctx, s, nil)
		if len(chain) > 0 {
			facts = chain[0].Facts
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

func (w *world) tick(t *testing.T, todo ...jobs.Job) {
	t.Helper()
	if err := jobs.NewRunner(w.Store, w.Clock, slog.Default(), todo...).Tick(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestAReactionFollowsOnce(t *testing.T) {
	w := newWorld(t)
	id := w.send(t, there)
	w.do(t, id, enginetest.Receive{})
	w.tick(t, jobs.Deliver(w.Store, w.Engine, w.answer()))
	w.tick(t, jobs.Deliver(w.Store, w.Engine, w.answer()))
	if n := len(w.facts(t, enginetest.RouteSubject(back))); n != 1 {
		t.Fatalf("%d parcels were sent back, want 1", n)
	}
	if left, err := w.Store.Outbox(ctx, 0, 10); len(left) != 0 || err != nil {
		t.Errorf("the outbox still holds %v, %v", left, err)
	}
	// A crash after the act and before it left the outbox: it is run again.
	var arrived journal.Recorded
	err := w.Store.Read(ctx, func(r engine.Reader) error {
		num, _, err := r.Stream(ctx, journal.StreamID{Kind: "parcel", ID: id})
		if err != nil {
			return err
		}
		events, err := r.Events(ctx, num, 1)
		if err == nil {
			arrived, err = w.Store.Registry().Read(events[0].Envelope, events[0].JSON)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if refusal, err := w.Engine.React(ctx, w.answer(), arrived); refusal != nil || err != nil {
		t.Errorf("again: %v, %v", refusal, err)
	}
	facts := w.facts(t, enginetest.RouteSubject(back))
	if len(facts) != 1 {
		t.Fatalf("%d parcels were sent back", len(facts))
	}
	events := w.events(t, facts[0].Origin)
	if events[0].Cause != arrived.Ref || !events[0].Actor.IsZero() {
		t.Errorf("the answer is by %s because of %v, want the system and %v", events[0].Actor, events[0].Cause, arrived.Ref)
	}
}

func (w *world) events(t *testing.T, id journal.StreamID) []engine.StoredEvent {
	t.Helper()
	var events []engine.StoredEvent
	err := w.Store.Read(ctx, func(r engine.Reader) error {
		num, _, err := r.Stream(ctx, id)
		if err == nil {
			events, err = r.Events(ctx, num, 0)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func TestARefusedReactionIsLeftToAPerson(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		w.send(t, back) // now the route back is full
	}
	w.do(t, w.send(t, there), enginetest.Receive{})
	w.tick(t, jobs.Deliver(w.Store, w.Engine, w.answer()))
	tasks, err := w.Store.Tasks(ctx, 10)
	if err != nil || len(tasks) != 1 || tasks[0].Name != "parcel.answer" || tasks[0].Fault.Text != "route.is-full" ||
		tasks[0].Stream.Kind != "parcel" || !tasks[0].At.Equal(w.clock.Now()) {
		t.Fatalf("tasks %+v, %v", tasks, err)
	}
	if left, _ := w.Store.Outbox(ctx, 0, 10); len(left) != 0 {
		t.Errorf("the refused act is still in the outbox: %v", left)
	}
	if err := w.Store.FinishTask(ctx, tasks[0].Num, anna.User, w.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if tasks, err := w.Store.Tasks(ctx, 10); len(tasks) != 0 || err != nil {
		t.Errorf("a task that is done waits: %v, %v", tasks, err)
	}
}

func TestAFailedReactionIsTriedAgainAndHoldsUpNobody(t *testing.T) {
	w := newWorld(t)
	var answered []ids.ID
	broken := true
	reaction := engine.Reaction{Name: "parcel.tell", On: "parcel.sent.v1", Run: func(_ context.Context, r journal.Recorded) ([]engine.Step, error) {
		if broken && len(answered) == 0 && r.Version == 1 && r.Event.(enginetest.ParcelSent).Route == there {
			return nil, errors.New("the line is down")
		}
		answered = append(answered, r.Stream.ID)
		return nil, nil
	}}
	first, second := w.send(t, there), w.send(t, back)
	runner := jobs.NewRunner(w.Store, w.Clock, slog.Default(), jobs.Deliver(w.Store, w.Engine, reaction))
	if err := runner.Tick(ctx); err == nil || !slices.Equal(answered, []ids.ID{second}) {
		t.Fatalf("answered %v, %v: want the second alone and an error", answered, err)
	}
	broken = false
	if err := runner.Tick(ctx); err != nil || !slices.Equal(answered, []ids.ID{second, first}) {
		t.Errorf("answered %v, %v", answered, err)
	}
}

// notice handles a parcel that is late.
func (w *world) notice() engine.Timed {
	return engine.Timed{Name: "parcel.notice", Rule: "arrive", Run: func(_ context.Context, late duty.Obligation) ([]engine.Step, error) {
		return []engine.Step{w.parcels.Step(late.Subject.ID, enginetest.Handle{By: "the clock"})}, nil
	}}
}

func (w *world) handled(t *testing.T, id ids.ID) int {
	t.Helper()
	state, _, err := w.parcels.Load(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return state.Handled
}

func TestTimeBringsAboutAnActOnce(t *testing.T) {
	w := newWorld(t)
	id := w.send(t, there)
	arrived := w.send(t, there)
	w.do(t, arrived, enginetest.Receive{})
	w.clock.Add(5 * 24 * time.Hour)
	w.tick(t, jobs.Wake(w.Store, w.Engine, w.notice()))
	if n := w.handled(t, id); n != 0 {
		t.Fatalf("noticed on the last day in time (%d)", n)
	}
	w.clock.Add(24 * time.Hour)
	for range 2 {
		w.tick(t, jobs.Wake(w.Store, w.Engine, w.notice()))
	}
	if n, other := w.handled(t, id), w.handled(t, arrived); n != 1 || other != 0 {
		t.Errorf("the late parcel was noticed %d times and the one in time %d, want 1 and 0", n, other)
	}
	if err := w.Engine.Wake(ctx, enginetest.ParcelSubject(id), []engine.Timed{w.notice()}, func(engine.Refusal) error { return nil }); err != nil {
		t.Error(err)
	}
	if n := w.handled(t, id); n != 1 {
		t.Errorf("noticed %d times after another look", n)
	}
}

// An act on the day the answer changes must not take the job's waking from it,
// and what is late from the first moment is noticed too.
func TestAnActDoesNotTakeTheWakingAway(t *testing.T) {
	w := newWorld(t)
	id := w.send(t, there)
	w.clock.Add(6 * 24 * time.Hour)
	w.send(t, there) // computes the first parcel too: it stands under the route
	w.tick(t, jobs.Wake(w.Store, w.Engine, w.notice()))
	if n := w.handled(t, id); n != 1 {
		t.Errorf("noticed %d times, want 1", n)
	}
	w.clock.Add(-6 * 24 * time.Hour)
	other := w.send(t, back)
	w.clock.Add(24 * time.Hour)
	w.send(t, back)
	w.send(t, back) // the route is full, and the other was due the day before
	w.tick(t, jobs.Wake(w.Store, w.Engine, w.notice()))
	if n := w.handled(t, other); n != 1 {
		t.Errorf("what an act made late was noticed %d times, want 1", n)
	}
}

func TestOneProcessAtATimeDoesAJob(t *testing.T) {
	w := newWorld(t)
	now := w.clock.Now()
	if got, err := w.Store.Lease(ctx, "outbox", "another", now, now.Add(time.Minute)); !got || err != nil {
		t.Fatal(got, err)
	}
	ran := 0
	job := jobs.Job{Name: "outbox", Run: func(context.Context) (bool, error) { ran++; return ran == 1, nil }}
	w.tick(t, job)
	if ran != 0 {
		t.Error("the job ran under another's lease")
	}
	w.clock.Add(time.Minute) // the other died
	w.tick(t, job)
	if ran != 2 {
		t.Errorf("ran %d times, want twice: it said there was more", ran)
	}
	w.tick(t, job) // another runner: the lease was given back
	if ran != 3 {
		t.Errorf("ran %d times, want 3", ran)
	}
}

func TestAJobRunsWhenItIsDue(t *testing.T) {
	w := newWorld(t)
	ran := 0
	runner := jobs.NewRunner(w.Store, w.Clock, slog.Default(),
		jobs.Job{Name: "hourly", Every: time.Hour, Run: func(context.Context) (bool, error) { ran++; return false, nil }})
	for range 4 { // at 0, 30, 60 and 90 minutes
		if err := runner.Tick(ctx); err != nil {
			t.Fatal(err)
		}
		w.clock.Add(30 * time.Minute)
	}
	if ran != 2 {
		t.Errorf("ran %d times in ninety minutes, want 2", ran)
	}
}
