package visitsql

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/people"
	"stadga/internal/store"
	"stadga/internal/visits"
)

// A visit of which nothing was known is kept from its event alone. It must come to
// stand as one that is read back from its row, which is how a visit is kept that was
// planned or had begun: here the same registrations are laid both ways.
func TestAVisitIsKeptAlikeWhetherOrNotItsRowIsReadBack(t *testing.T) {
	fromEvent, readBack := emptyBook(t), emptyBook(t)
	for _, r := range aMonthOfVisits(600) {
		fromEvent.apply(t, r)
		if _, registered := r.Event.(visits.VisitRegistered); registered {
			r.Version = 2
		}
		readBack.apply(t, r)
	}
	for _, question := range []string{
		`select * from visit order by id`, `select * from month_sum order by order_id, month, agreement, model, price`,
		`select * from visit_oddity order by visit, kind`, `select * from visit_event order by id`,
	} {
		got, want := fromEvent.rows(t, question), readBack.rows(t, question)
		if len(got) != len(want) || len(got) < 10 {
			t.Fatalf("%s: %d rows, and %d where they are read back", question, len(got), len(want))
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s:\n%s\nand where it is read back\n%s", question, got[i], want[i])
			}
		}
	}
	found := map[string]bool{}
	for _, kind := range fromEvent.rows(t, `select distinct kind from visit_oddity`) {
		found[kind] = true
	}
	if len(found) < 10 {
		t.Errorf("only %v were found: the registrations try too little", found)
	}
}

// aMonthOfVisits are orders, a home with a tag, one who dies and one who moves, and so many
// visits of which many are odd.
func aMonthOfVisits(n int) []journal.Recorded {
	var all []journal.Recorded
	c := rand.New(rand.NewPCG(7, 2026))
	first := civil.On(2026, time.March, 2)
	happens := func(stream ids.ID, at time.Time, e journal.Event) {
		all = append(all, journal.Recorded{Envelope: journal.Envelope{Stream: journal.StreamID{ID: stream}, Version: 1, Name: e.EventName(), At: at.UTC(), Day: civil.DayOf(at)}, Event: e})
	}
	one := func(kind byte, n int) ids.ID { return laidID(kind, n+1) }
	for n := range 6 { // the seventh order is known to nobody
		happens(one(2, n), first.AddDays(n%3).At(8, 0), delivery.OrderSent{Brief: delivery.Brief{
			Person: ids.Person{ID: one(3, n)}, Service: ids.Service{ID: one(4, n)}, Provider: ids.Provider{ID: one(1, n%2)}, Until: first.AddDays(20),
		}})
	}
	happens(one(2, 0), first.At(8, 0), visits.TagPutUp{Target: visits.Target{Person: ids.Person{ID: one(3, 0)}, Provider: ids.Provider{ID: one(1, 0)}}, Code: "A1", Place: "hallen"})
	all[len(all)-1].Stream.Kind = visits.HomeStream
	happens(one(3, 1), first.AddDays(9).At(9, 0), people.Deceased{On: first.AddDays(8)})
	happens(one(3, 2), first.AddDays(9).At(9, 0), people.MovedAway{On: first.AddDays(10)})

	classes := []visits.Class{visits.TaggedBoth, visits.TaggedIn, visits.TaggedOut, visits.Manual}
	for i := range n {
		at := first.AddDays(c.IntN(24)).At(7+c.IntN(4), 10*c.IntN(6))
		order := c.IntN(7)
		e := visits.VisitRegistered{
			Target: visits.Target{Person: ids.Person{ID: one(3, order)}, Order: ids.Order{ID: one(2, order)}, Service: ids.Service{ID: one(4, order)}, Provider: ids.Provider{ID: one(1, c.IntN(2))}},
			Done:   visits.Span{From: at, To: at.Add(time.Duration(c.IntN(130)) * time.Minute)}, Class: classes[c.IntN(4)], With: c.IntN(3),
		}
		if c.IntN(8) == 0 {
			e.Target.Person = ids.Person{}
		}
		if c.IntN(3) > 0 {
			e.Staff = []ids.User{{ID: one(8, c.IntN(4))}}
		}
		if c.IntN(2) == 0 {
			e.Planned = visits.Span{From: at.Add(-5 * time.Minute), To: at.Add(20 * time.Minute)}
		}
		if c.IntN(2) == 0 {
			e.Out = visits.Mark{ID: one(9, 2*i), How: visits.ByTag, Tag: []string{"A1", "B2", ""}[c.IntN(3)], ClockOff: c.IntN(900) - 450, Sent: at.Add(time.Duration(c.IntN(40)) * time.Hour)}
			if c.IntN(3) > 0 {
				e.In = visits.Mark{ID: one(9, 2*i+1), How: visits.ByTag, Tag: "A1"}
			}
		}
		rated := visits.Rates{}.Rate(e.Done)
		rated.Price, rated.Ore, rated.Agreement = 40000, int64(rated.Day)*667, "avtal"
		if c.IntN(4) > 0 {
			e.Rated = &rated
		}
		happens(laidID(7, i+1), at.Add(3*time.Hour), e)
	}
	return all
}

// A book is a database with the tables of visits alone.
type book struct{ conn store.Execer }

func emptyBook(t *testing.T) book {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "besok.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	one := store.Prepared(conn, store.Unnumbered)
	if err := one.Plain("begin"); err != nil { // nothing here is to last
		t.Fatal(err)
	}
	if err := store.CreateTables(t.Context(), one, Projection(), store.InSQLite); err != nil {
		t.Fatal(err)
	}
	return book{one}
}

func (b book) apply(t *testing.T, r journal.Recorded) {
	t.Helper()
	if err := Projection().Apply(context.Background(), b.conn, r); err != nil {
		t.Fatal(err)
	}
}

// rows are the answers to a question, each as one text.
func (b book) rows(t *testing.T, question string) []string {
	t.Helper()
	rows, err := b.conn.QueryContext(context.Background(), question)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for rows.Next() {
		values, to := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			to[i] = &values[i]
		}
		if err := rows.Scan(to...); err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprint(values))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
