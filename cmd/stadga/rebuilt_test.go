package main

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/jobs"
	"stadga/internal/simulate"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
)

// Every table beside the journal is what the journal gives, on both databases: as it
// was lived, and when it has been built anew in the database's own tables. What it is
// compared with is replayed in SQLite, so each database is also held to the other.
func TestEveryProjectionIsTheSameRebuilt(t *testing.T) {
	if testing.Short() {
		t.Skip("some months of an invented municipality are lived on each database")
	}
	end := civil.MustParse("2026-03-12").At(16, 0)
	for name, address := range addresses() {
		t.Run(name, func(t *testing.T) {
			url := address(t)
			if _, refused, err := liveNorrsala(t.Context(), url, simulate.World{Seed: 3, Inhabitants: 450, Months: 4, End: end, Stories: true}, true, nil); err != nil || len(refused) > 0 {
				t.Fatalf("refused %v (%v)", refused, err)
			}
			r := openLived(t, url, func() time.Time { return end })
			if err := jobs.NewRunner(r.Store, r.Clock, slog.New(slog.DiscardHandler), jobs.Deliver(r.Store, r.Engine, r.reactions()...)).Tick(t.Context()); err != nil {
				t.Fatal(err)
			}
			r.holdsTheJournal(t, "visit", "month_sum", "visit_oddity", "order_line", "order_goal", "order_signal", "order_alarm",
				"agreement", "agreed_share", "manual_level", "unexecuted_report", "family_home", "parent_group", "residence")
		})
	}
}

// What an invented municipality does too seldom is done by hand: months are closed,
// opened and corrected, invoices come in, visits are drawn, and services without a
// trial of need are counted.
func TestWhatIsPaidIsTheSameRebuilt(t *testing.T) {
	for name, address := range addresses() {
		t.Run(name, func(t *testing.T) {
			w, order, tomas, karin := paidIn(newTownAt(t, address(t), civil.On(2026, time.January, 1)))
			const list, draw, counter = "/ekonomi/fakturor", "/kvalitet/registreringar/stickprov", "/mottagning/utan-behovsprovning"
			services, err := w.services("2026-0501")
			if err != nil {
				t.Fatal(err)
			}
			orders, err := deliverysql.Lists{DB: w.r.Store.Reader()}.OfService(t.Context(), services[0].ID)
			if err != nil {
				t.Fatal(err)
			}
			o := orders[0]
			w.by(w.named("Rickard Alm"), o.Provider, engine.Bind(w.r.Engine, visitsql.Homes()).Step(o.ID.ID, visits.PutUpTag{
				Target: visits.Target{Person: o.Person, Order: o.ID, Service: o.Service, Provider: o.Provider}, Code: visits.NewCode(o.ID.ID), Place: "I hallen",
			}))
			month := "/ekonomi/ersattning/" + w.ronnen() + "/2026-01"
			tomas.upload(list, "januari.csv", csvColumns+billed("118", order, "1", "1230", "10270,50", "10270,50", "", ""))
			one := tomas.path
			tomas.fill(one+"/rad/1", "code", "registrerat-sent").says("Varje rad stämmer eller är hanterad.")
			karin.open(one).fill(one + "/godkann").says("Godkänd med 10 270,50 kr.")
			tomas.open(month).fill(month + "/stang").says("Stängd")
			tomas.open("/ekonomi/avtal").open(tomas.leads("HT-7"))
			tomas.fill(tomas.path+"/pris", "from", "2026-01-11", "price", "510")
			w.now = w.now.Add(time.Minute)
			w.tick(w.r.repricing())
			karin.open(month).fill(month+"/las-upp", "why", "Fel pris i avtalet.").says("Upplåst")
			tomas.upload(list, "igen.csv", csvColumns+billed("119", order, "1", "1200", "10020", "10020", "", ""))
			tomas.fill(tomas.path+"/aterlamna", "why", "Samma dagar som faktura 118.")
			w.pass(40)
			tomas.open("/kvalitet/registreringar").fill(draw, "month", "2026-01", "size", "5").says("0 av 1 besök är kontrollerat.")
			check := tomas.path + "/1"
			tomas.open(check).fill(check, "outcome", "stammer-inte", "note", "Besöket gjordes dagen efter.").says("1 av 1 besök är kontrollerat.")
			w.login(w.eva).open(counter).fill(counter, "kind", "traffpunkt", "from", "i dag", "count", "14", "age", "80-").says("14 gånger registrerade")
			w.r.holdsTheJournal(t, "closing", "closed_line", "invoice", "invoice_line", "spot_check", "spot_check_result", "unassessed", "home", "home_tag", "visit", "month_sum", "agreement")
		})
	}
}

// holdsTheJournal compares every table with what the journal gives, before and after
// it is built anew. The named tables must hold something, or nothing was tried.
func (r *record) holdsTheJournal(t *testing.T, filled ...string) {
	t.Helper()
	compare := func(how string) {
		t.Helper()
		differs, err := r.Store.Compare(t.Context(), func(int, int) {})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range differs {
			t.Errorf("%s: %s of %s has %d rows, and the journal gives %d", how, d.Table, d.Projection, d.Live, d.Replayed)
		}
	}
	compare("as it was lived")
	for _, p := range projections() {
		for _, table := range p.Tables {
			var n int
			if err := r.Store.Reader().QueryRowContext(t.Context(), `select count(*) from (select 1 from `+table+` limit 1) x`).Scan(&n); err != nil {
				t.Fatal(err)
			}
			if n == 0 && slices.Contains(filled, table) {
				t.Errorf("%s is empty: nothing was tried", table)
			}
			filled = slices.DeleteFunc(filled, func(name string) bool { return name == table })
		}
		if err := r.Store.Rebuild(t.Context(), p.Name, func(int, int) {}); err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
	}
	if len(filled) > 0 {
		t.Errorf("no projection has the tables %v", filled)
	}
	compare("rebuilt")
}
