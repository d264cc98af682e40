package storetest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine/enginetest"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// sameAsRecomputed: sixteen writers act at random on three streams of each of a
// few routes; then facts and obligations equal those computed from the journal
// alone.
func sameAsRecomputed(t *testing.T, open Open) {
	w := newWorld(t, open)
	const seed = 11
	var (
		parcels []ids.ID
		writers sync.WaitGroup
	)
	for i := range 12 {
		parcels = append(parcels, ids.ID{100, byte(i)})
	}
	for n := range 16 {
		random := rand.New(rand.NewPCG(seed, uint64(n)))
		writers.Go(func() {
			for range 12 {
				i := random.IntN(len(parcels))
				id, route := parcels[i], ids.ID{9, byte(i % 4)}
				var err error
				switch random.IntN(3) {
				case 0:
					_, err = w.parcels.Do(ctx, w.form(), id, enginetest.Send{Parcel: id, Route: route})
				case 1:
					_, err = w.parcels.Do(ctx, w.form(), id, enginetest.Handle{By: "Kim"})
				case 2:
					_, err = w.parcels.Do(ctx, w.form(), id, enginetest.Receive{})
				}
				if err != nil && fault.KindOf(err) == fault.Internal {
					t.Errorf("seed %d, writer %d: %v", seed, n, err)
				}
			}
		})
	}
	writers.Wait()

	facts := map[duty.Subject][]duty.Fact{}
	under := map[duty.Subject]duty.Subject{}
	kind := enginetest.ParcelKind()
	for _, id := range parcels {
		state, version, err := w.parcels.Load(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if version == 0 {
			continue
		}
		for _, said := range kind.Says(state) {
			facts[said.Subject] = append(facts[said.Subject], said.Facts...)
			if said.Under != (duty.Subject{}) {
				under[said.Subject] = said.Under
			}
		}
	}
	if len(facts) < 8 {
		t.Fatalf("seed %d: only %d subjects came about", seed, len(facts))
	}
	today := civil.DayOf(w.clock.Now())
	for subject, own := range facts {
		all := slices.Clone(own)
		for up, ok := under[subject]; ok; up, ok = under[up] {
			all = append(all, facts[up]...)
		}
		want := enginetest.Carriage{}.Compute(subject, duty.FactsOf(all...), today)
		got := w.obligations(t, subject)
		if len(got) != len(want.Obligations) {
			t.Errorf("seed %d: %v has %d obligations, want %d", seed, subject, len(got), len(want.Obligations))
			continue
		}
		for i, o := range got {
			if o.Strict != want.Obligations[i].Strict || o.MetBy.Name != want.Obligations[i].MetBy.Name {
				t.Errorf("seed %d: %v has %+v, want %+v", seed, subject, o, want.Obligations[i])
			}
		}
		if row := w.chain(t, subject)[0]; row.Wakes != want.Wakes || len(row.Facts) != len(own) {
			t.Errorf("seed %d: %v wakes %s with %d facts, want %s with %d", seed, subject, row.Wakes, len(row.Facts), want.Wakes, len(own))
		}
	}
}

// life lets parcels be sent, handled and received at random, a day apart.
func (w *world) life(t testing.TB, seed uint64, acts int) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 0))
	var sent []ids.ID
	for n := range acts {
		if n%10 == 9 {
			w.clock.Add(24 * time.Hour)
		}
		var err error
		switch i := random.IntN(4); {
		case i == 0 || len(sent) == 0:
			id := w.engine.NewID()
			sent = append(sent, id)
			_, err = w.parcels.Do(ctx, w.form(), id, enginetest.Send{Parcel: id, Route: w.engine.NewID()})
		case i == 1:
			_, err = w.parcels.Do(ctx, w.form(), sent[random.IntN(len(sent))], enginetest.Receive{})
		default:
			_, err = w.parcels.Do(ctx, w.form(), sent[random.IntN(len(sent))], enginetest.Handle{By: "Kim"})
		}
		if err != nil && fault.KindOf(err) != fault.Unmet {
			t.Fatal(err)
		}
	}
}

func rows(t testing.TB, q store.Queryer) string {
	t.Helper()
	found, err := q.QueryContext(ctx, `select id, route, sent, handled, arrived from parcel_list order by id`)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	var b strings.Builder
	for found.Next() {
		var id, route ids.ID
		var sent, arrived string
		var handled int
		if err := found.Scan(&id, &route, &sent, &handled, &arrived); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, id, route, sent, handled, arrived)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func rebuilt(t *testing.T, open Open) {
	for seed := range uint64(3) {
		w := openWorld(t, open, fmt.Sprint("rebuilt", seed), parcelList())
		w.life(t, seed, 60)
		live := rows(t, w.db.Reader())
		var told int
		if err := w.db.Rebuild(ctx, "parcels", func(done, total int) { told = done*1000 + total }); err != nil {
			t.Fatal(err)
		}
		if again := rows(t, w.db.Reader()); again != live || live == "" {
			t.Errorf("seed %d: rebuilt\n%s\nlive\n%s", seed, again, live)
		}
		if n := w.count(t, "journal"); told != n*1001 {
			t.Errorf("progress told %d, want %d of %d", told, n, n)
		}
		w.life(t, seed+100, 20) // the new tables take acts
		if err := w.db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func rebuiltUnderLoad(t *testing.T, open Open) {
	w := newWorld(t, open)
	w.life(t, 1, 30)
	stop := make(chan struct{})
	var writers sync.WaitGroup
	for range 4 {
		writers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					id := w.engine.NewID()
					if _, err := w.parcels.Do(ctx, w.form(), id, enginetest.Send{Parcel: id, Route: w.engine.NewID()}); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	for range 3 {
		if err := w.db.Rebuild(ctx, "parcels", func(int, int) {}); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	writers.Wait()
	if sent, listed := w.count(t, "journal where name = 'parcel.sent.v1'"), w.count(t, "parcel_list"); sent != listed || sent == 0 {
		t.Errorf("%d parcels were sent and %d are listed", sent, listed)
	}
}

func changedProjection(t *testing.T, open Open) {
	w := openWorld(t, open, "changed", parcelList())
	w.life(t, 5, 40)
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	changed := parcelList()
	changed.Schema = append(slices.Clone(changed.Schema), `create index parcel_list_arrived on parcel_list (arrived)`)
	again := openWorld(t, open, "changed", changed)
	if again.count(t, "parcel_list") != again.count(t, "journal where name = 'parcel.sent.v1'") {
		t.Error("the changed projection was not built from the journal")
	}
}

func asOf(t *testing.T, open Open) {
	w := newWorld(t, open)
	stood := map[time.Time]string{}
	for n := range 4 {
		w.life(t, uint64(n), 25)
		stood[w.clock.Now()] = rows(t, w.db.Reader())
		w.clock.Add(time.Second)
	}
	for _, at := range slices.SortedFunc(maps.Keys(stood), time.Time.Compare) {
		past, err := w.db.Replay(ctx, at, func(int, int) {}, "parcels")
		if err != nil {
			t.Fatal(err)
		}
		if got := rows(t, past); got != stood[at] {
			t.Errorf("at %s\n%s\nstood\n%s", at, got, stood[at])
		}
		if err := past.Close(); err != nil {
			t.Error(err)
		}
	}
}

// readsOnly: a replay for a projection of few events reads few.
func readsOnly(t *testing.T, open Open) {
	arrivals := store.Projection{
		Name: "arrivals", Tables: []string{"arrival_list"}, Events: []string{"parcel.arrived.v1"},
		Schema: []string{`create table arrival_list (parcel bytea not null)`},
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			_, err := tx.ExecContext(ctx, `insert into arrival_list (parcel) values ($1)`, r.Stream.ID)
			return err
		},
	}
	w := openWorld(t, open, "reads", parcelList(), arrivals)
	w.life(t, 3, 60)
	past, err := w.db.Replay(ctx, w.clock.Now(), func(int, int) {}, "arrivals")
	if err != nil {
		t.Fatal(err)
	}
	defer past.Close()
	arrived := w.count(t, "journal where name = 'parcel.arrived.v1'")
	if arrived == 0 || past.Events != arrived || arrived == w.count(t, "journal") {
		t.Errorf("%d events were read; %d of %d are arrivals", past.Events, arrived, w.count(t, "journal"))
	}
	if _, err := past.QueryContext(ctx, `select 1 from parcel_list`); err == nil {
		t.Error("the past holds a projection that was not asked for")
	}
}
