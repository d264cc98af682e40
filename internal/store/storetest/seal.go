package storetest

import (
	"slices"
	"sync"
	"testing"

	"stadga/internal/engine"
	"stadga/internal/engine/enginetest"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// sealed adds to the suite what the seal promises.
func sealed() map[string]func(*testing.T, Open) {
	return map[string]func(*testing.T, Open){
		"every event is sealed once while sixteen write":  sealedUnderLoad,
		"laid history is sealed":                          sealedRest,
		"a reaction waits for the seal":                   outboxWaits,
		"a changed record is found":                       tampered,
		"every reading is sealed once while sixteen read": readsUnderLoad,
		"a changed log of readings is found":              readsTampered,
	}
}

// verify holds the record to itself and to checkpoints.
func (w *world) verify(t *testing.T, marks ...journal.Checkpoint) *journal.Verifier {
	t.Helper()
	v := journal.NewVerifier(marks...)
	_, strays, err := w.db.EachSealed(ctx, func(int, int) {}, func(s journal.Sealed) error { v.Sealed(s); return nil })
	if err != nil {
		t.Fatal(err)
	}
	v.End(strays)
	return v
}

func (w *world) seal(t *testing.T) {
	t.Helper()
	for {
		n, err := w.db.Seal(ctx, 7)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

func sealedUnderLoad(t *testing.T, open Open) {
	w := newWorld(t, open)
	done := make(chan struct{})
	var sealers, writers sync.WaitGroup
	for range 2 { // two processes, each sure that it holds the lease
		sealers.Go(func() {
			for {
				if _, err := w.db.Seal(ctx, 5); err != nil {
					t.Error(err)
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for n := range 16 {
		writers.Go(func() {
			for m := range 12 {
				id := w.engine.NewID()
				if _, err := w.parcels.Do(ctx, w.form(), id, enginetest.Send{Parcel: id, Route: ids.ID{byte(n), byte(m)}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	close(done)
	sealers.Wait()
	w.seal(t)
	v := w.verify(t)
	if events := w.count(t, "journal"); !v.Untouched() || int(v.Size()) != events {
		t.Fatalf("%d of %d events are sealed, found %+v", v.Size(), events, v.Findings)
	}
	size, root, err := w.db.Head(ctx)
	if err != nil || size != v.Size() || root != v.Root() {
		t.Errorf("the tiles say %d %v (%v), the events %d %v", size, root, err, v.Size(), v.Root())
	}
}

func sealedRest(t *testing.T, open Open) {
	w := newWorld(t, open)
	for n := range 9 {
		w.send(t, ids.ID{byte(n)})
	}
	if _, err := w.db.Seal(ctx, 2); err != nil {
		t.Fatal(err)
	}
	// Laid acts do not pass through the outbox, and wait for their seal until they get it.
	if err := w.driver.Write(ctx, func(x store.Execer) error {
		_, err := x.ExecContext(ctx, `delete from outbox`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if v := w.verify(t); !v.Untouched() {
		t.Errorf("what waits for its seal is accused: %+v", v.Findings)
	}
	var after int64
	for {
		_, next, err := w.db.SealRest(ctx, after, 4)
		if err != nil {
			t.Fatal(err)
		}
		if next == 0 {
			break
		}
		after = next
	}
	if v := w.verify(t); !v.Untouched() || v.Size() != 9 {
		t.Errorf("%d events are sealed, found %+v", v.Size(), v.Findings)
	}
}

func outboxWaits(t *testing.T, open Open) {
	w := newWorld(t, open)
	w.send(t, ids.ID{1})
	if waiting, err := w.db.Outbox(ctx, 0, 10); err != nil || len(waiting) != 0 {
		t.Fatalf("%d acts are handed on before they are sealed (%v)", len(waiting), err)
	}
	w.seal(t)
	if waiting, err := w.db.Outbox(ctx, 0, 10); err != nil || len(waiting) != 1 {
		t.Errorf("%d acts are handed on, want one (%v)", len(waiting), err)
	}
}

// A superuser takes away what guards the record, changes it, and makes the seal
// agree with the change as well as can be done without the key.
func tampered(t *testing.T, open Open) {
	unguard := []string{
		`drop trigger journal_no_update`, `drop trigger journal_no_delete`, `drop trigger journal_seal_no_update`,
		`drop trigger journal_seal_no_delete`, `drop trigger act_no_update`, `drop trigger act_no_delete`,
	}
	postgres := []string{`alter table journal disable trigger user`, `alter table journal_seal disable trigger user`, `alter table act disable trigger user`}
	type change struct {
		sql    []string
		reseal bool // leaves are written anew over what now stands
		want   journal.Tampering
	}
	swap := []string{
		`update journal_seal set position = -1 where position = 20`, `update journal_seal set position = 20 where position = 31`,
		`update journal_seal set position = 31 where position = -1`,
	}
	for name, c := range map[string]change{
		"nothing":                  {},
		"actor":                    {[]string{`update act set actor = on_behalf where num = 12`}, false, journal.Changed},
		"actor, resealed":          {[]string{`update act set actor = on_behalf where num = 12`}, true, journal.Diverged},
		"instant":                  {[]string{`update act set at = replace(at, '2026', '2025') where num = 12`}, false, journal.Changed},
		"instant, resealed":        {[]string{`update act set at = replace(at, '2026', '2025') where num = 12`}, true, journal.Diverged},
		"name":                     {[]string{`update journal set name = 'parcel.lost.v1' where num = 12`}, false, journal.Changed},
		"body":                     {[]string{`update journal_body set body = replace(body, '{', '{ ') where event = 12`}, false, journal.BodyChanged},
		"salt":                     {[]string{`update journal_body set salt = (select salt from journal_body where event = 13) where event = 12`}, false, journal.BodyChanged},
		"body moved":               {[]string{`delete from journal_body where event = 13`, `update journal_body set event = 13 where event = 12`}, false, journal.BodyChanged},
		"removed":                  {[]string{`delete from journal where num = 12`}, false, journal.Missing},
		"removed with its seal":    {[]string{`delete from journal where num = 12`, `delete from journal_seal where event = 12`}, false, journal.Gap},
		"removed, moved up":        {[]string{`delete from journal where num = 40`, `delete from journal_seal where event = 40`, `update journal_head set size = size - 1`}, false, journal.Short},
		"swapped":                  {swap, false, journal.Diverged},
		"swapped numbers":          {[]string{`update journal set num = -1 where num = 12`, `update journal set num = 12 where num = 13`, `update journal set num = 13 where num = -1`}, false, journal.Changed},
		"swapped numbers resealed": {[]string{`update journal set num = -1 where num = 12`, `update journal set num = 12 where num = 13`, `update journal set num = 13 where num = -1`}, true, journal.BodyChanged},
		"doubled":                  {[]string{`insert into journal (num, stream, version, act, place, name, digest) select 1000, stream, version + 1, act, place + 1, name, digest from journal where num = 12`}, false, journal.Stray},
		"sealed again":             {[]string{`update journal_seal set leaf = (select leaf from journal_seal where position = 5) where position = 6`}, false, journal.Changed},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, open)
			for n := range 40 {
				w.send(t, ids.ID{byte(n)})
			}
			w.seal(t)
			size, root, err := w.db.Head(ctx)
			if err != nil {
				t.Fatal(err)
			}
			kept := journal.Checkpoint{Origin: "stadga/prov", Size: size, Root: root, At: w.clock.Now()}
			// Every delivered act has left the outbox, so that what is put in beside shows.
			err = w.db.Delivered(ctx, allActs(t, w), nil)
			if err != nil {
				t.Fatal(err)
			}
			guards := unguard
			if w.driver.Joins() {
				guards = postgres
			}
			err = w.driver.Write(ctx, func(x store.Execer) error {
				for _, statement := range slices.Concat(guards, c.sql) {
					if _, err := x.ExecContext(ctx, statement); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if c.reseal {
				reseal(t, w)
			}
			v := w.verify(t, kept)
			switch {
			case c.want == 0 && !v.Untouched():
				t.Fatalf("an untouched record is accused: %+v", v.Findings)
			case c.want != 0 && (v.Untouched() || v.Findings[0].Kind != c.want):
				t.Fatalf("found %+v, want %d", v.Findings, c.want)
			}
			for _, f := range v.Findings {
				if f.Words() == "" {
					t.Errorf("%+v has no words", f)
				}
			}
		})
	}
}

func allActs(t *testing.T, w *world) []engine.Num {
	t.Helper()
	var acts []engine.Num
	for {
		var after engine.Num
		if len(acts) > 0 {
			after = acts[len(acts)-1]
		}
		some, err := w.db.Outbox(ctx, after, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(some) == 0 {
			return acts
		}
		for _, d := range some {
			acts = append(acts, d.Act)
		}
	}
}

// reseal writes every leaf anew, as one who can write the database would.
func reseal(t *testing.T, w *world) {
	t.Helper()
	leaves := map[int64][32]byte{}
	if _, _, err := w.db.EachSealed(ctx, func(int, int) {}, func(s journal.Sealed) error {
		leaves[s.Position] = s.Event.LeafHash()
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	err := w.driver.Write(ctx, func(x store.Execer) error {
		for position, leaf := range leaves {
			if _, err := x.ExecContext(ctx, `update journal_seal set leaf = $1 where position = $2`, leaf[:], position); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
