package main

import (
	"database/sql"
	"slices"
	"testing"
	"time"

	_ "modernc.org/sqlite" // rows are laid beside the program

	"stadga/internal/civil"
	"stadga/internal/org"
)

// BenchmarkMonthPage opens the month of a provider with 2,200 orders and 200,000
// visits, as the controller does: the whole page, with its sums, its orders that
// differ most, and the odd visits counted. The rows are laid in bulk, as the
// projections write them.
//
//	go test -run '^$' -bench MonthPage -benchtime 1x ./cmd/stadga
func BenchmarkMonthPage(b *testing.B) {
	const orders, each, times = 2_200, 91, 200
	defer lessOften()()
	w := newTown(b, civil.On(2026, time.January, 1))
	tomas := w.staff("Tomas Grind", org.Controller)
	w.now = civil.On(2026, time.April, 2).At(9, 0)
	var number int
	var name, file string
	if err := w.r.Store.Reader().QueryRowContext(b.Context(), `pragma database_list`).Scan(&number, &name, &file); err != nil {
		b.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(20000)")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	// An order is a number; its ids are that number in sixteen bytes, with a letter first.
	of := func(letter string) string { return `cast(printf('` + letter + `%015d', n) as blob)` }
	count := func(n string) string {
		return `with recursive c(n) as (select 1 union all select n + 1 from c where n < ` + n + `) `
	}
	for _, statement := range []string{
		`insert into order_line (id, case_id, decision, service, person, provider, kind, name, extent, proof, plan_needed, minutes, wish, until, sent, started) ` + count("2200") +
			`select ` + of("o") + `, ` + of("c") + `, ` + of("d") + `, ` + of("s") + `, ` + of("p") + `, $1, 'hemtjanst-omvardnad', 'Hemtjänst', '1 timme per dag', 'besok', 0, 1800, '', '', '2026-01-02T08:00:00.000000Z', '2026-01-03' from c`,
		`insert into service_line (id, decision, case_id, person, kind, law, outcome, why, made, made_by, from_day, until, follow_up, extent, yearly, purpose, replaces) ` + count("2200") +
			`select ` + of("s") + `, ` + of("d") + `, ` + of("c") + `, ` + of("p") + `, 'hemtjanst-omvardnad', 'sol', 'bifall', '', '2026-01-02', x'', '2026-01-02', '', '', '1 timme per dag', 365, '', x'' from c where length($1) > 0`,
		`insert into visit (id, person, order_id, service, provider, day, done_from, done_to, minutes, class, day_minutes, price, ore, agreement, model, changed) ` + count("200200") +
			`select cast(printf('v%015d', n) as blob), cast(printf('p%015d', n % 2200 + 1) as blob), cast(printf('o%015d', n % 2200 + 1) as blob), cast(printf('s%015d', n % 2200 + 1) as blob), $1,
				printf('2026-03-%02d', n % 31 + 1), printf('2026-03-%02dT08:00:00.000000Z', n % 31 + 1), printf('2026-03-%02dT08:20:00.000000Z', n % 31 + 1), 20, 'tagg-in-och-ut', 20, 50100, 16700, 'HT-1', 'utford-tid', '2026-04-01T08:00:00.000000Z' from c`,
		`insert into month_sum select order_id, '2026-03', agreement, model, price, provider, person, service, 0, count(*), sum(minutes), sum(day_minutes), 0, 0, sum(ore), count(*), 0, 0, 0, 0, 0, 0, max(changed)
			from visit where provider = $1 group by order_id, agreement, model, price, provider, person, service`,
	} {
		if _, err := db.ExecContext(b.Context(), statement, w.norr); err != nil {
			b.Fatal(err)
		}
	}
	path := "/ekonomi/ersattning/" + w.norr.String() + "/2026-03"
	tomas.open(path).says("Visar 1–25 av 2 200", "33 433 400,00 kr")
	var took []time.Duration
	for b.Loop() {
		for range times {
			began := time.Now()
			if tomas.open(path); tomas.code != 200 {
				b.Fatalf("%d", tomas.code)
			}
			took = append(took, time.Since(began))
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(orders*each, "visits")
}
