package storetest

import (
	"fmt"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/boards"
	"stadga/internal/engine"
	"stadga/internal/engine/enginetest"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// Bulk holds that a record built up in large transactions is the record that the
// same acts give one by one, refusals and all. A url is asked for twice.
func Bulk(t *testing.T, url func() string) {
	built := map[int]string{}
	for _, hold := range []int{0, 7} {
		clock := enginetest.New(t).Clock
		config := boards.Config{
			URL: url(), Name: "norr", Book: enginetest.Carriage{}, Access: engine.AllowAll{}, Clock: clock.Now,
			Random: enginetest.IDs(4).Random, Projections: []store.Projection{parcelList()}, Bulk: hold,
			Events: func(r *journal.Registry) { engine.Register(r, enginetest.ParcelKind()) },
		}
		b, err := boards.Open(ctx, config)
		if err != nil {
			t.Fatal(err)
		}
		parcels := engine.Bind(b.Engine, enginetest.ParcelKind())
		refused := 0
		for n := range 40 {
			id := ids.ID{1, byte(n)}
			form := act.Form{ID: ids.Act{ID: ids.ID{2, byte(n)}}, Actor: anna}
			cmd := enginetest.Send{Parcel: id, Route: ids.ID{3, byte(n / 5)}} // five to a route that takes three
			if _, err := parcels.Do(ctx, form, id, cmd); fault.KindOf(err) == fault.Unmet {
				refused++
			} else if err != nil {
				t.Fatal(err)
			}
			if n%5 == 1 { // what has not been committed is seen by the next act
				if _, version, err := parcels.Load(ctx, id); version != 1 || err != nil {
					t.Errorf("version %d, %v", version, err)
				}
			}
			clock.Add(time.Hour)
		}
		if refused != 16 {
			t.Errorf("%d were refused, want 16", refused)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		config.Bulk = 0
		again, err := boards.Open(ctx, config)
		if err != nil {
			t.Fatal(err)
		}
		built[hold] = rows(t, again.Store.Reader()) + record(t, again.Store)
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if built[0] != built[7] || built[0] == "" {
		t.Errorf("one by one\n%s\nin bulk\n%s", built[0], built[7])
	}
}

// record is what stands in journal, subjects and obligations, in words.
func record(t *testing.T, db *store.DB) string {
	t.Helper()
	found, err := db.Reader().QueryContext(ctx, `select j.name || ' ' || a.at || ' ' || b.body from journal j join act a on a.num = j.act
		join journal_body b on b.event = j.num
		union all select kind || ' ' || version || ' ' || wakes || ' ' || facts from subject
		union all select rule || ' ' || body from obligation order by 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	var all string
	for found.Next() {
		var line string
		if err := found.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all += line + "\n"
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// BenchRebuild builds a simple projection anew from a large journal, and says
// how many events a second it read. The goal is 20,000.
func BenchRebuild(b *testing.B, open Open) {
	const events = 60_000
	registry := journal.NewRegistry()
	engine.Register(registry, enginetest.ParcelKind())
	driver := open(b, "rebuild")
	db, err := store.New(ctx, driver, registry, parcelList())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := driver.Write(ctx, func(x store.Execer) error { return manyParcels(x, events) }); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	n := 0
	for b.Loop() {
		if err := db.Rebuild(ctx, "parcels", func(int, int) {}); err != nil {
			b.Fatal(err)
		}
		n += events
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(n)/time.Since(start).Seconds(), "events/s")
	var listed int
	if err := db.Reader().QueryRowContext(ctx, `select count(*) from parcel_list`).Scan(&listed); err != nil || listed != events/3 {
		b.Errorf("%d parcels are listed, want %d (%v)", listed, events/3, err)
	}
}

// manyParcels lays events of sent, handled and received parcels in a journal.
func manyParcels(x store.Execer, events int) error {
	var act int64
	none := []byte{}
	err := x.QueryRowContext(ctx, `insert into act (id, digest, actor, on_behalf, at, day, cause_act, cause_place)
		values ($1, $2, $2, $2, '2026-03-02T08:00:00.000000Z', '2026-03-02', $2, 0) returning num`, ids.ID{1}, none).Scan(&act)
	if err != nil {
		return err
	}
	var id ids.ID
	var stream int64
	for n := range events {
		version := n%3 + 1
		if version == 1 {
			id = ids.ID{7, byte(n >> 16), byte(n >> 8), byte(n)}
			if err := x.QueryRowContext(ctx, `insert into stream (kind, id, version) values ('parcel', $1, 3) returning num`, id).Scan(&stream); err != nil {
				return err
			}
		}
		name := [3]string{"parcel.sent.v1", "parcel.handled.v1", "parcel.arrived.v1"}[version-1]
		body := [3]string{
			fmt.Sprintf(`{"Parcel":"%s","Route":"%s","On":"2026-03-02"}`, id, ids.ID{9}), `{"By":"Kim","Paper":null}`, `{"On":"2026-03-04"}`,
		}[version-1]
		var event int64
		err := x.QueryRowContext(ctx, `insert into journal (stream, version, act, place, name, digest) values ($1, $2, $3, $4, $5, $6) returning num`,
			stream, version, act, n, name, none).Scan(&event)
		if err != nil {
			return err
		}
		if _, err := x.ExecContext(ctx, `insert into journal_body (event, salt, body) values ($1, $2, $3)`, event, none, body); err != nil {
			return err
		}
	}
	return nil
}
