// Package storetest is the one suite that every database passes.
package storetest

import (
	"context"
	"testing"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/engine/enginetest"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
)

// An Open makes an empty database and opens it; called again with the same name
// in one test, it opens the same database. It closes nothing: Close does.
type Open func(t testing.TB, name string) store.Driver

type world struct {
	db      *store.DB
	driver  store.Driver
	engine  *engine.Engine
	parcels *engine.Stream[enginetest.Parcel]
	stamps  *engine.Stream[enginetest.Stamp]
	clock   *enginetest.Clock
	door    *door
	book    *book
}

// A door lets everyone in, and lets a test act while another act is being planned.
type door struct{ meanwhile func() }

func (d *door) Ask(context.Context, engine.Question) error {
	if f := d.meanwhile; f != nil {
		d.meanwhile = nil
		f()
	}
	return nil
}

var (
	ctx  = context.Background()
	anna = act.Actor{User: ids.User{ID: ids.ID{1}}}
)

// newWorld opens a database for parcels, which is closed with the test.
func newWorld(t testing.TB, open Open) *world { return openWorld(t, open, "world", parcelList()) }

func openWorld(t testing.TB, open Open, name string, projections ...store.Projection) *world {
	t.Helper()
	registry := journal.NewRegistry()
	engine.Register(registry, enginetest.ParcelKind())
	engine.Register(registry, enginetest.StampKind())
	driver := open(t, name)
	db, err := store.New(ctx, driver, registry, projections...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &world{db: db, driver: driver, clock: enginetest.New(t).Clock, door: &door{}, book: &book{}}
	w.engine = engine.New(engine.Config{
		Store: db, Registry: registry, Book: w.book, Access: w.door,
		Clock: w.clock.Now, IDs: enginetest.IDs(7),
	})
	w.parcels = engine.Bind(w.engine, enginetest.ParcelKind())
	w.stamps = engine.Bind(w.engine, enginetest.StampKind())
	return w
}

// A book lets a test act while the rules of another act are computed.
type book struct {
	enginetest.Carriage
	meanwhile func()
}

func (b *book) Compute(s duty.Subject, facts duty.Facts, day civil.Date) duty.Computed {
	if f := b.meanwhile; f != nil {
		b.meanwhile = nil
		f()
	}
	return b.Carriage.Compute(s, facts, day)
}

func (w *world) form() act.Form { return act.Form{ID: w.engine.NewForm(), Actor: anna} }

func (w *world) do(t testing.TB, id ids.ID, cmd engine.Command[enginetest.Parcel]) engine.Receipt {
	t.Helper()
	receipt, err := w.parcels.Do(ctx, w.form(), id, cmd)
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

func (w *world) send(t testing.TB, route ids.ID) ids.ID {
	t.Helper()
	id := w.engine.NewID()
	w.do(t, id, enginetest.Send{Parcel: id, Route: route})
	return id
}

// chain reads a subject and what it stands under.
func (w *world) chain(t testing.TB, s duty.Subject) []engine.SubjectRow {
	t.Helper()
	var rows []engine.SubjectRow
	err := w.db.Read(ctx, func(r engine.Reader) (err error) {
		rows, err = r.Chain(ctx, s, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func (w *world) obligations(t testing.TB, s duty.Subject) []duty.Obligation {
	t.Helper()
	rows := w.chain(t, s)
	if len(rows) == 0 {
		return nil
	}
	var obligations []duty.Obligation
	err := w.db.Read(ctx, func(r engine.Reader) (err error) {
		obligations, err = r.Obligations(ctx, rows[0].Num)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return obligations
}

// count counts the rows of a table, or of the query behind from.
func (w *world) count(t testing.TB, from string, args ...any) int {
	t.Helper()
	var n int
	if err := w.db.Reader().QueryRowContext(ctx, "select count(*) from "+from, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// parcelList is a projection of one row per parcel.
func parcelList() store.Projection {
	return store.Projection{
		Name:   "parcels",
		Tables: []string{"parcel_list"},
		Schema: []string{
			`create table parcel_list (id bytea primary key, route bytea not null, sent text not null, handled integer not null, arrived text not null)`,
			`create index parcel_list_route on parcel_list (route, sent)`,
		},
		Events: []string{"parcel.sent.v1", "parcel.handled.v1", "parcel.arrived.v1"},
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			var err error
			switch e := r.Event.(type) {
			case enginetest.ParcelSent:
				_, err = tx.ExecContext(ctx, `insert into parcel_list (id, route, sent, handled, arrived) values ($1, $2, $3, 0, '')`, e.Parcel, e.Route, e.On)
			case enginetest.ParcelHandled:
				_, err = tx.ExecContext(ctx, `update parcel_list set handled = handled + 1 where id = $1`, r.Stream.ID)
			case enginetest.ParcelArrived:
				_, err = tx.ExecContext(ctx, `update parcel_list set arrived = $2 where id = $1`, r.Stream.ID, e.On)
			}
			return err
		},
	}
}
