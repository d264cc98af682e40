package storetest

import (
	"testing"
	"time"

	"stadga/internal/engine"
	"stadga/internal/engine/enginetest"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// overtaken: another act is committed between the planning of an act and its
// transaction, and moves what it was planned from.
func overtaken(t *testing.T, open Open) {
	t.Run("in its stream", func(t *testing.T) {
		w := newWorld(t, open)
		id := w.send(t, ids.ID{9})
		w.door.meanwhile = func() { w.do(t, id, enginetest.Handle{By: "Lo"}) }
		if receipt := w.do(t, id, enginetest.Handle{By: "Kim"}); receipt.Versions[journal.StreamID{Kind: "parcel", ID: id}] != 3 {
			t.Errorf("receipt %v, want version 3", receipt)
		}
		form := w.form()
		form.Shown = 3
		w.door.meanwhile = func() { w.do(t, id, enginetest.Handle{By: "Lo"}) }
		_, err := w.parcels.Do(ctx, form, id, enginetest.Handle{By: "Kim"})
		wantFault(t, err, fault.Conflict, "stream.moved")
	})
	t.Run("by the same form", func(t *testing.T) {
		w := newWorld(t, open)
		id, form := w.engine.NewID(), w.form()
		cmd := enginetest.Send{Parcel: id, Route: ids.ID{9}}
		w.door.meanwhile = func() {
			if _, err := w.parcels.Do(ctx, form, id, cmd); err != nil {
				t.Error(err)
			}
			w.clock.Add(time.Minute)
		}
		receipt, err := w.parcels.Do(ctx, form, id, cmd)
		if err != nil || w.count(t, "act") != 1 || !receipt.At.Equal(w.clock.Now().Add(-time.Minute)) {
			t.Errorf("receipt %v, %v", receipt, err)
		}
	})
	t.Run("in the facts it decided by", func(t *testing.T) {
		w := newWorld(t, open)
		w.send(t, ids.ID{9})
		w.send(t, ids.ID{9})
		w.door.meanwhile = func() { w.send(t, ids.ID{9}) }
		id := w.engine.NewID()
		_, err := w.parcels.Do(ctx, w.form(), id, enginetest.Send{Parcel: id, Route: ids.ID{9}})
		wantFault(t, err, fault.Unmet, "route.is-full")
	})
	t.Run("in the facts it was told and does not change", func(t *testing.T) {
		w := newWorld(t, open)
		id := w.send(t, ids.ID{9})
		w.door.meanwhile = func() { w.send(t, ids.ID{9}) }
		_, err := w.parcels.Do(ctx, w.form(), id, enginetest.Inspect{Route: ids.ID{9}})
		wantFault(t, err, fault.Unmet, "route.is-busy")
	})
	t.Run("by another program on the same record", func(t *testing.T) {
		w := newWorld(t, open)
		id := w.send(t, ids.ID{9})
		other := engine.New(engine.Config{
			Store: w.db, Registry: w.db.Registry(), Book: w.book, Access: w.door, Clock: w.clock.Now, IDs: enginetest.IDs(8),
		})
		theirs := engine.Bind(other, enginetest.ParcelKind())
		if _, err := theirs.Do(ctx, w.form(), id, enginetest.Handle{By: "Lo"}); err != nil {
			t.Fatal(err)
		}
		if receipt := w.do(t, id, enginetest.Handle{By: "Kim"}); receipt.Versions[journal.StreamID{Kind: "parcel", ID: id}] != 3 {
			t.Errorf("receipt %v, want version 3", receipt)
		}
		second := w.engine.NewID()
		if _, err := theirs.Do(ctx, w.form(), second, enginetest.Send{Parcel: second, Route: ids.ID{9}}); err != nil {
			t.Fatal(err)
		}
		_, err := w.parcels.Do(ctx, w.form(), id, enginetest.Inspect{Route: ids.ID{9}})
		wantFault(t, err, fault.Unmet, "route.is-busy")
	})
	t.Run("in the facts of what stands above", func(t *testing.T) {
		w := newWorld(t, open)
		id := w.send(t, ids.ID{9})
		stamp := w.engine.NewID()
		w.door.meanwhile = func() { w.do(t, id, enginetest.Receive{}) }
		if _, err := w.stamps.Do(ctx, w.form(), stamp, enginetest.PutStamp{ID: stamp, Parcel: id}); err != nil {
			t.Fatal(err)
		}
		if o := w.obligations(t, enginetest.StampSubject(stamp)); len(o) != 1 || o[0].MetBy.Name != "parcel.arrived" {
			t.Errorf("the stamp was judged without the arrival: %+v", o)
		}
	})
	t.Run("by what has come to stand below", func(t *testing.T) {
		w := newWorld(t, open)
		id := w.send(t, ids.ID{9})
		stamp := w.engine.NewID()
		w.book.meanwhile = func() {
			if _, err := w.stamps.Do(ctx, w.form(), stamp, enginetest.PutStamp{ID: stamp, Parcel: id}); err != nil {
				t.Error(err)
			}
		}
		w.do(t, id, enginetest.Receive{})
		if o := w.obligations(t, enginetest.StampSubject(stamp)); len(o) != 1 || o[0].MetBy.Name != "parcel.arrived" {
			t.Errorf("the stamp was not judged anew: %+v", o)
		}
	})
}
