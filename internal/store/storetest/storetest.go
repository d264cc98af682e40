package storetest

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/engine/enginetest"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// Run runs the suite.
func Run(t *testing.T, open Open) {
	for name, test := range map[string]func(*testing.T, Open){
		"an act is read back whole":                 actIsReadBack,
		"five hundred double posts are one record":  doublePosts,
		"an act id serves one content":              usedAct,
		"sixteen writers on one stream all get in":  oneStream,
		"sixteen writers give what one would give":  sameAsRecomputed,
		"an act over several streams is whole":      severalStreams,
		"an act is planned again when overtaken":    overtaken,
		"the record cannot be changed":              fixedRecord,
		"a refused act leaves no trace":             refused,
		"what was committed is there when reopened": reopened,
		"facts of what stands above reach below":    below,
		"a projection is rebuilt equal":             rebuilt,
		"a projection is rebuilt while acts go on":  rebuiltUnderLoad,
		"a changed projection is built at the door": changedProjection,
		"the record as it stood":                    asOf,
		"a replay reads only its events":            readsOnly,
		"only what changed is written":              onlyChanged,
		"drafts go when the act is signed":          drafts,
		"attachments":                               attachments,
		"readings are kept":                         readings,
		"sessions":                                  sessions,
		"log-in attempts":                           attempts,
	} {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
	for name, test := range sealed() {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
}

func actIsReadBack(t *testing.T, open Open) {
	w := newWorld(t, open)
	id, form := w.engine.NewID(), w.form()
	form.Actor.OnBehalf = ids.User{ID: ids.ID{2}}
	if _, err := w.parcels.Do(ctx, form, id, enginetest.Send{Parcel: id, Route: ids.ID{9}}); err != nil {
		t.Fatal(err)
	}
	var events []engine.StoredEvent
	err := w.db.Read(ctx, func(r engine.Reader) error {
		num, version, err := r.Stream(ctx, journal.StreamID{Kind: "parcel", ID: id})
		if err != nil || version != 1 {
			t.Errorf("version %d, %v", version, err)
		}
		events, err = r.Events(ctx, num, 0)
		return err
	})
	if err != nil || len(events) != 1 {
		t.Fatalf("%d events, %v", len(events), err)
	}
	e := events[0]
	if e.Stream.ID != id || e.Version != 1 || e.Ref != (journal.Ref{Act: form.ID}) || e.Name != "parcel.sent.v1" ||
		!e.At.Equal(w.clock.Now()) || e.Day.String() != "2026-03-02" || e.Actor != anna.User || e.OnBehalf != form.Actor.OnBehalf {
		t.Errorf("envelope %+v", e.Envelope)
	}
	var salt []byte
	if err := w.db.Reader().QueryRowContext(ctx, `select salt from journal_body`).Scan(&salt); err != nil {
		t.Fatal(err)
	}
	if body := (journal.Body{Salt: [journal.SaltSize]byte(salt), JSON: e.JSON}); body.Digest() != e.Digest {
		t.Error("the digest is not that of salt and body")
	}
	if acts := w.count(t, "outbox o join act a on a.num = o.act where a.id = $1", form.ID); acts != 1 {
		t.Errorf("the outbox holds the act %d times", acts)
	}
}

func doublePosts(t *testing.T, open Open) {
	w := newWorld(t, open)
	id, form := w.engine.NewID(), w.form()
	var posts sync.WaitGroup
	receipts := make([]engine.Receipt, 500)
	for i := range receipts {
		posts.Go(func() {
			var err error
			receipts[i], err = w.parcels.Do(ctx, form, id, enginetest.Send{Parcel: id, Route: ids.ID{9}})
			if err != nil {
				t.Error(err)
			}
		})
	}
	posts.Wait()
	stream := journal.StreamID{Kind: "parcel", ID: id}
	for _, r := range receipts {
		if r.Act != form.ID || !r.At.Equal(receipts[0].At) || len(r.Versions) != 1 || r.Versions[stream] != 1 {
			t.Fatalf("receipts %v and %v", r, receipts[0])
		}
	}
	for _, table := range []string{"act", "journal", "journal_body", "outbox", "parcel_list"} {
		if n := w.count(t, table); n != 1 {
			t.Errorf("%s holds %d rows, want 1", table, n)
		}
	}
}

func usedAct(t *testing.T, open Open) {
	w := newWorld(t, open)
	id, form := w.send(t, ids.ID{9}), w.form()
	if _, err := w.parcels.Do(ctx, form, id, enginetest.Handle{By: "Kim"}); err != nil {
		t.Fatal(err)
	}
	_, err := w.parcels.Do(ctx, form, id, enginetest.Handle{By: "Lo"})
	wantFault(t, err, fault.Conflict, "act.used")
	_, err = w.parcels.Do(ctx, act.Form{ID: form.ID, Actor: act.Actor{User: ids.User{ID: ids.ID{3}}}}, id, enginetest.Handle{By: "Kim"})
	wantFault(t, err, fault.Conflict, "act.used")
}

// oneStream: commands that only add are decided again until they get in.
func oneStream(t *testing.T, open Open) {
	w := newWorld(t, open)
	id := w.send(t, ids.ID{9})
	var writers sync.WaitGroup
	for range 16 {
		writers.Go(func() {
			for range 5 {
				if _, err := w.parcels.Do(ctx, w.form(), id, enginetest.Handle{By: "Kim"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	state, version, err := w.parcels.Load(ctx, id)
	if err != nil || version != 81 || state.Handled != 80 {
		t.Errorf("version %d, handled %d, %v: want 81, 80", version, state.Handled, err)
	}
}

func severalStreams(t *testing.T, open Open) {
	w := newWorld(t, open)
	var steps []engine.Step
	for range 4 {
		id := w.engine.NewID()
		steps = append(steps, w.parcels.Step(id, enginetest.Send{Parcel: id, Route: ids.ID{9}}))
	}
	_, err := w.engine.Do(ctx, w.form(), steps...)
	wantFault(t, err, fault.Unmet, "route.is-full")
	for _, table := range []string{"act", "stream", "journal", "subject", "obligation", "outbox", "parcel_list"} {
		if n := w.count(t, table); n != 0 {
			t.Errorf("%s holds %d rows of a refused act", table, n)
		}
	}
	receipt, err := w.engine.Do(ctx, w.form(), steps[:3]...)
	if err != nil || len(receipt.Versions) != 3 || w.count(t, "act") != 1 || w.count(t, "journal") != 3 {
		t.Errorf("receipt %v, %v", receipt, err)
	}
}

func fixedRecord(t *testing.T, open Open) {
	driver := open(t, "fixed")
	registry := journal.NewRegistry()
	db, err := store.New(ctx, driver, registry)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, fill := range []string{
		`insert into act (num, id, digest, actor, on_behalf, at, day, cause_act, cause_place) values (1, $1, $1, $1, $1, '', '', $1, 0)`,
		`insert into journal (num, stream, version, act, place, name, digest) values (1, 1, 1, 1, 0, 'x', $1)`,
		`insert into journal_seal (position, event, leaf) values (1, 1, $1)`,
	} {
		if err := driver.Write(ctx, func(x store.Execer) error {
			_, err := x.ExecContext(ctx, fill, []byte{1})
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, change := range []string{
		`update act set at = '2000'`, `delete from act`, `update journal set name = 'y'`, `delete from journal`,
		`update journal_seal set event = 2`, `delete from journal_seal`,
	} {
		err := driver.Write(ctx, func(x store.Execer) error {
			_, err := x.ExecContext(ctx, change)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "the record is not changed") {
			t.Errorf("%s: %v", change, err)
		}
	}
}

func refused(t *testing.T, open Open) {
	w := newWorld(t, open)
	id := w.send(t, ids.ID{9})
	w.clock.Set(time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC)) // a Sunday
	before := w.count(t, "act")
	_, err := w.parcels.Do(ctx, w.form(), id, enginetest.Receive{})
	wantFault(t, err, fault.Unmet, "rule.stops")
	if w.count(t, "act") != before || w.count(t, "journal") != 1 || w.count(t, "parcel_list where arrived <> ''") != 0 {
		t.Error("the refused act left rows")
	}
	if _, err := w.parcels.Preview(ctx, w.form(), id, enginetest.Receive{}); err != nil || w.count(t, "journal") != 1 {
		t.Errorf("preview: %v, or it wrote", err)
	}
}

func reopened(t *testing.T, open Open) {
	w := openWorld(t, open, "again", parcelList())
	id := w.send(t, ids.ID{9})
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	again := openWorld(t, open, "again", parcelList())
	state, version, err := again.parcels.Load(ctx, id)
	if err != nil || version != 1 || state.Route != (ids.ID{9}) {
		t.Errorf("%+v, version %d, %v", state, version, err)
	}
	if rows := again.chain(t, enginetest.ParcelSubject(id)); len(rows) != 2 || len(rows[0].Facts) != 1 || rows[1].Subject.Kind != "route" {
		t.Errorf("chain %+v", rows)
	}
	if _, err := w.parcels.Do(ctx, w.form(), id, enginetest.Receive{}); err == nil {
		t.Error("a shut store took an act")
	}
}

func below(t *testing.T, open Open) {
	w := newWorld(t, open)
	first := w.send(t, ids.ID{9})
	due := func() string { return w.obligations(t, enginetest.ParcelSubject(first))[0].Strict.String() }
	if due() != "2026-03-07" {
		t.Fatalf("due %s, want five days on", due())
	}
	w.send(t, ids.ID{9})
	w.send(t, ids.ID{9})
	if due() != "2026-03-02" {
		t.Errorf("due %s, want the same day when the route is full", due())
	}
	o := w.obligations(t, enginetest.ParcelSubject(first))[0]
	if o.Ground.Name != "parcel.sent" || o.Ground.Origin.ID != first || !o.Ground.Learned.Equal(w.clock.Now()) || o.Owes != "carrier" {
		t.Errorf("obligation %+v", o)
	}
}

func onlyChanged(t *testing.T, open Open) {
	w := newWorld(t, open)
	id := w.send(t, ids.ID{9})
	version := func(s duty.Subject) int { return w.chain(t, s)[0].Version }
	parcel, route := version(enginetest.ParcelSubject(id)), version(enginetest.RouteSubject(ids.ID{9}))
	_, rows := w.db.Written()
	w.do(t, id, enginetest.Handle{By: "Kim"})
	if version(enginetest.ParcelSubject(id)) != parcel || version(enginetest.RouteSubject(ids.ID{9})) != route {
		t.Error("an event without facts moved a subject")
	}
	// act, stream, journal, body, outbox, one projection
	if _, now := w.db.Written(); now-rows != 6 {
		t.Errorf("%d rows written, want 6", now-rows)
	}
	_, rows = w.db.Written()
	w.do(t, id, enginetest.Receive{})
	if version(enginetest.ParcelSubject(id)) != parcel+1 || version(enginetest.RouteSubject(ids.ID{9})) != route {
		t.Error("only the parcel's facts changed")
	}
	// as above, and the parcel with its obligation
	if _, now := w.db.Written(); now-rows != 8 {
		t.Errorf("%d rows written, want 8", now-rows)
	}
}

func wantFault(t *testing.T, err error, kind fault.Kind, text string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != kind || f.Text != text {
		t.Errorf("%v, want %s", err, text)
	}
}
