package engine_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/engine/enginetest"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

func TestFiveHundredDoublePostsAreOneRecord(t *testing.T) {
	w := newWorld(t)
	id, form := w.Engine.NewID(), w.Form(anna)
	receipts := make([]engine.Receipt, 500)
	var posts sync.WaitGroup
	for i := range receipts {
		posts.Go(func() {
			receipt, err := w.parcels.Do(ctx, form, id, enginetest.Send{Parcel: id, Route: ids.ID{9}})
			if err != nil {
				t.Error(err)
			}
			receipts[i] = receipt
		})
	}
	posts.Wait()
	if n := len(w.Memory.Journal()); n != 1 {
		t.Errorf("the journal holds %d events, want 1", n)
	}
	stream := journal.StreamID{Kind: "parcel", ID: id}
	for i, receipt := range receipts {
		if receipt.Act != form.ID || receipt.Versions[stream] != 1 || !receipt.At.Equal(receipts[0].At) {
			t.Fatalf("receipt %d is %v, want %v", i, receipt, receipts[0])
		}
	}
}

func TestAnActIDServesOneContentAndOneActor(t *testing.T) {
	w := newWorld(t)
	id := w.send(t, ids.ID{9})
	form := w.Form(anna)
	if _, err := w.parcels.Do(ctx, form, id, enginetest.Handle{By: "Kim"}); err != nil {
		t.Fatal(err)
	}
	other := w.send(t, ids.ID{9})
	for name, again := range map[string]func() error{
		"other content": func() error { _, err := w.parcels.Do(ctx, form, id, enginetest.Handle{By: "Lo"}); return err },
		"other stream":  func() error { _, err := w.parcels.Do(ctx, form, other, enginetest.Handle{By: "Kim"}); return err },
		"other action":  func() error { _, err := w.parcels.Do(ctx, form, id, enginetest.Receive{}); return err },
		"other actor": func() error {
			_, err := w.parcels.Do(ctx, act.Form{ID: form.ID, Actor: bengt}, id, enginetest.Handle{By: "Kim"})
			return err
		},
	} {
		wantFault(t, name, again(), fault.Conflict, "act.used")
	}
}

func TestAFormThatShowedAnOlderVersionIsAConflict(t *testing.T) {
	w := newWorld(t)
	id := w.send(t, ids.ID{9})
	form := w.Form(anna)
	form.Shown = 1
	if _, err := w.parcels.Do(ctx, w.Form(bengt), id, enginetest.Handle{By: "Kim"}); err != nil {
		t.Fatal(err)
	}
	_, err := w.parcels.Do(ctx, form, id, enginetest.Handle{By: "Lo"})
	wantFault(t, "shown 1 of 2", err, fault.Conflict, "stream.moved")

	form.Shown = 2
	if _, err := w.parcels.Do(ctx, form, id, enginetest.Handle{By: "Lo"}); err != nil {
		t.Errorf("the form that showed version 2: %v", err)
	}
}

// The form showed two parcels. Whichever of them has moved since, neither is touched.
func TestAFormCarriesEveryStreamItShowed(t *testing.T) {
	w := newWorld(t)
	one, two := w.send(t, ids.ID{9}), w.send(t, ids.ID{9})
	seen := func(version int) act.Seen {
		return act.Seen{Stream: journal.StreamID{Kind: "parcel", ID: two}, Version: version}
	}
	form := w.Form(anna)
	form.Shown, form.Also = 1, []act.Seen{seen(1)}
	both := []engine.Step{w.parcels.Step(one, enginetest.Handle{By: "Lo"}), w.parcels.Step(two, enginetest.Handle{By: "Lo"})}
	if _, err := w.parcels.Do(ctx, w.Form(bengt), two, enginetest.Handle{By: "Kim"}); err != nil {
		t.Fatal(err)
	}
	_, err := w.Engine.Do(ctx, form, both...)
	wantFault(t, "the second has moved", err, fault.Conflict, "stream.moved")
	if _, version, err := w.parcels.Load(ctx, one); err != nil || version != 1 {
		t.Errorf("the first is at version %d (%v), want untouched", version, err)
	}

	form.Also = []act.Seen{seen(2)}
	if _, err := w.Engine.Do(ctx, form, both...); err != nil {
		t.Errorf("the form that showed both as they stand: %v", err)
	}
	if _, err := w.Engine.Do(ctx, w.Form(anna), both...); err != nil {
		t.Errorf("one that only adds: %v", err)
	}
}

func TestAnActOverSeveralStreamsIsAllOrNothing(t *testing.T) {
	w := newWorld(t)
	var steps []engine.Step
	for range 4 {
		id := w.Engine.NewID()
		steps = append(steps, w.parcels.Step(id, enginetest.Send{Parcel: id, Route: ids.ID{9}}))
	}
	_, err := w.Engine.Do(ctx, w.Form(anna), steps...)
	wantFault(t, "the fourth sees the facts of three", err, fault.Unmet, "route.is-full")
	if n := len(w.Memory.Journal()); n != 0 {
		t.Fatalf("the refused act left %d events", n)
	}
	receipt, err := w.Engine.Do(ctx, w.Form(anna), steps[:3]...)
	if err != nil {
		t.Fatal(err)
	}
	if len(receipt.Versions) != 3 || len(w.Facts(enginetest.RouteSubject(ids.ID{9}))) != 3 {
		t.Errorf("versions %v, facts %v: want three of each", receipt.Versions, w.Facts(enginetest.RouteSubject(ids.ID{9})))
	}
}

func TestObligationsFollowFactsOfTheSubjectAndOfWhatItStandsUnder(t *testing.T) {
	w := newWorld(t)
	today := civil.DayOf(w.Clock.Now())
	first := w.send(t, ids.ID{9})
	w.send(t, ids.ID{9})
	if due := w.Obligations(enginetest.ParcelSubject(first))[0].Strict; due != today.AddDays(5) {
		t.Fatalf("due %s, want five days on", due)
	}
	w.send(t, ids.ID{9})
	if due := w.Obligations(enginetest.ParcelSubject(first))[0].Strict; due != today {
		t.Errorf("due %s after the third parcel changed the route, want %s", due, today)
	}
	if _, err := w.parcels.Do(ctx, w.Form(anna), first, enginetest.Receive{}); err != nil {
		t.Fatal(err)
	}
	if met := w.Obligations(enginetest.ParcelSubject(first))[0].MetBy; met.Name != "parcel.arrived" || met.Version != 2 {
		t.Errorf("met by %+v", met)
	}
}

func TestAFactKeepsTheInstantItWasLearned(t *testing.T) {
	w := newWorld(t)
	sent := w.Clock.Now()
	id := w.send(t, ids.ID{9})
	w.Clock.Add(48 * time.Hour)
	if _, err := w.parcels.Do(ctx, w.Form(anna), id, enginetest.Receive{}); err != nil {
		t.Fatal(err)
	}
	facts := w.Facts(enginetest.ParcelSubject(id))
	if len(facts) != 2 || !facts[0].Learned.Equal(sent) || facts[0].Version != 1 || !facts[1].Learned.Equal(w.Clock.Now()) {
		t.Errorf("facts %+v", facts)
	}
}

func TestARuleThatStopsRefusesTheActWithItsRule(t *testing.T) {
	w := newWorld(t)
	id := w.send(t, ids.ID{9})
	w.Clock.Set(civil.MustParse("2026-03-08").At(12, 0)) // a Sunday
	_, err := w.parcels.Do(ctx, w.Form(anna), id, enginetest.Receive{})
	wantFault(t, "on a Sunday", err, fault.Unmet, "rule.stops")
	if rule := fault.All(err)[0].Rule; rule != "no-sunday" {
		t.Errorf("refused by %q", rule)
	}
	preview, err := w.parcels.Preview(ctx, w.Form(anna), id, enginetest.Receive{})
	if err != nil || len(preview.Stops) != 1 || len(preview.Met) != 1 || len(preview.Events) != 1 {
		t.Errorf("preview %+v, %v: want one event, one met, one stop", preview, err)
	}
	if _, version, _ := w.parcels.Load(ctx, id); version != 1 {
		t.Errorf("version %d after a refusal and a preview, want 1", version)
	}
}

func TestAnActWithNothingToRecordLeavesNoTrace(t *testing.T) {
	w := newWorld(t)
	id := w.send(t, ids.ID{9})
	form := w.Form(anna)
	receipt, err := w.parcels.Do(ctx, form, id, enginetest.Handle{})
	if err != nil || receipt.Versions[journal.StreamID{Kind: "parcel", ID: id}] != 1 {
		t.Errorf("receipt %v, %v", receipt, err)
	}
	if _, err := w.parcels.Do(ctx, form, id, enginetest.Handle{By: "Kim"}); err != nil {
		t.Errorf("the form still serves: %v", err)
	}
}

type onlyAnna struct{ asked *engine.Question }

func (a onlyAnna) Ask(_ context.Context, q engine.Question) error {
	*a.asked = q
	if q.Actor.User != anna.User {
		return fault.New(fault.Forbidden, "access.denied")
	}
	return nil
}

func TestAccessIsAskedWithTheFactsOfTheChain(t *testing.T) {
	var asked engine.Question
	w := enginetest.With(t, enginetest.Carriage{}, onlyAnna{&asked})
	world := world{World: w, parcels: engine.Bind(w.Engine, enginetest.ParcelKind())}
	id := world.send(t, ids.ID{9})
	_, err := world.parcels.Do(ctx, w.Form(bengt), id, enginetest.Receive{})
	wantFault(t, "bengt", err, fault.Forbidden, "access.denied")
	if asked.Action != "parcel.receive" || asked.Subject != enginetest.ParcelSubject(id) || !asked.Facts.Has("route.parcel") ||
		len(asked.Chain) != 2 || asked.Chain[1] != (duty.Subject{Kind: "route", ID: ids.ID{9}}) {
		t.Errorf("asked %+v", asked)
	}
}

func wantFault(t *testing.T, when string, err error, kind fault.Kind, text string) {
	t.Helper()
	all := fault.All(err)
	if len(all) != 1 || all[0].Kind != kind || all[0].Text != text {
		t.Errorf("%s: %v, want %s", when, err, text)
	}
}
