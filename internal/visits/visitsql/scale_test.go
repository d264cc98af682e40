package visitsql

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the ledger is laid in a database of its own

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/visits"
	"stadga/internal/visits/ledgerweb"
)

// A ledger is a town's visits laid in bulk: rows as the projection writes them, each
// visit rated by the code that rates registrations, and the sums made by the
// projection's own statement. Nobody in it is invented with a name.
type ledger struct {
	db        *sql.DB
	first     civil.Date
	months    int
	providers []ids.Provider
	orders    []laidOrder
	made      map[orderPrice]*laidSum // what was laid, kept apart from the database
	visits    int
	slices    []laidVisit
}

type laidOrder struct {
	id       ids.Order
	person   ids.Person
	service  ids.Service
	provider int
	yearly   int // hours granted a year
}

type orderPrice struct {
	order, month int
	price        int64
}

type laidSum struct {
	visits, minutes int
	ore             int64
}

// A laidVisit is what a settlement in memory needs of a visit.
type laidVisit struct {
	order      int32
	day, night int16
	class      uint8
	paid       bool
	ore        int32
}

// The providers of the ledger: by delivered time, the same with a ceiling, by granted
// time and by visit.
func laidDeals() []visits.Deal {
	return []visits.Deal{
		{Agreement: "L-1", Model: visits.ByDelivered},
		{Agreement: "L-2", Model: visits.ByDelivered, Ceiling: 100},
		{Agreement: "L-3", Model: visits.ByGranted},
		{Agreement: "L-4", Model: visits.ByActivity},
	}
}

// prices are the two of the year, with the day the second holds from: in the middle of
// a month.
func (l *ledger) prices() (old, new int64, change civil.Date) {
	return 484_00, 501_00, l.first.AddMonths(l.months / 2).AddDays(14)
}

func (l *ledger) rates(provider int) visits.Rates {
	d := laidDeals()[provider]
	old, new, change := l.prices()
	return visits.Rates{
		{Agreement: d.Agreement, Model: d.Model, From: l.first.AddMonths(-12), Until: change.AddDays(-1), Ore: old},
		{Agreement: d.Agreement, Model: d.Model, From: change, Ore: new},
	}
}

// deal is what the agreement says of a month.
func (l *ledger) deal(provider int, month civil.Date) visits.Deal {
	d := laidDeals()[provider]
	if d.Model != visits.ByGranted {
		return d
	}
	old, new, change := l.prices()
	before := min(max(change.DaysSince(month), 0), month.MonthEnd().DaysSince(month)+1)
	if before > 0 {
		d.Months = append(d.Months, visits.Part{Days: before, Price: old})
	}
	if after := month.MonthEnd().DaysSince(month) + 1 - before; after > 0 {
		d.Months = append(d.Months, visits.Part{Days: after, Price: new})
	}
	return d
}

func laidID(kind byte, n int) (id ids.ID) {
	id[0] = kind
	binary.BigEndian.PutUint64(id[8:], uint64(n))
	return id
}

func (l *ledger) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := l.db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%v: %s", err, query)
	}
}

// lay makes a ledger of so many months, orders and visits an order and month.
func lay(t testing.TB, months, orders, each int) *ledger {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "bok.db")+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=cache_size(-65536)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	l := &ledger{db: db, first: civil.On(2026, time.January, 1), months: months, made: map[orderPrice]*laidSum{}}
	schema := slices.Concat(Projection().Schema, ClosingsProjection().Schema, []string{
		`create table order_line (id bytea primary key, case_id bytea not null, decision bytea not null, service bytea not null, person bytea not null, provider bytea not null,
			kind text not null, name text not null, minutes integer not null, until text not null, sent text not null, start_day text not null, started text not null, ended text not null)`,
		`create index order_line_provider on order_line (provider, sent, id)`,
		`create table service_line (id bytea primary key, from_day text not null, until text not null, ended text not null, yearly integer not null)`,
	})
	for _, statement := range schema {
		l.exec(t, store.InSQLite(statement))
	}
	for n := range laidDeals() {
		l.providers = append(l.providers, ids.Provider{ID: laidID(1, n+1)})
	}
	c := rand.New(rand.NewPCG(6, 2026))
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	l.layOrders(t, tx, c, orders)
	for month := range months {
		l.layMonth(t, tx, c, month, each)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	l.exec(t, addVisits+"id is not null"+gathered, 1, civil.Stamp(l.first.AddMonths(months).At(9, 0)))
	l.exec(t, "analyze")
	return l
}

func (l *ledger) layOrders(t testing.TB, tx *sql.Tx, c *rand.Rand, orders int) {
	t.Helper()
	for n := range orders {
		o := laidOrder{id: ids.Order{ID: laidID(2, n)}, person: ids.Person{ID: laidID(3, n)}, service: ids.Service{ID: laidID(4, n)}, provider: n % len(l.providers), yearly: 120 + c.IntN(900)}
		l.orders = append(l.orders, o)
		if _, err := tx.ExecContext(t.Context(), `insert into order_line values ($1, $2, $3, $4, $5, $6, 'hemtjanst-omvardnad', 'Hemtjänst', $7, '', $8, '', $9, '')`,
			o.id, laidID(5, n), laidID(6, n), o.service, o.person, l.providers[o.provider], o.yearly*5, civil.Stamp(l.first.AddDays(-20).At(9, 0)), l.first.AddDays(-10)); err != nil {
			t.Fatal(err)
		}
		if _, err := tx.ExecContext(t.Context(), `insert into service_line values ($1, $2, '', '', $3)`, o.service, l.first.AddDays(-30), o.yearly); err != nil {
			t.Fatal(err)
		}
	}
}

func (l *ledger) layMonth(t testing.TB, tx *sql.Tx, c *rand.Rand, number, each int) {
	t.Helper()
	in, err := tx.PrepareContext(t.Context(), `insert into visit (id, person, order_id, service, provider, day, done_from, done_to, minutes, class, known,
		held, gone, day_minutes, night_minutes, priceless, price, ore, agreement, model, changed) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21)`)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	month := l.first.AddMonths(number)
	days := month.MonthEnd().DaysSince(month) + 1
	classes := []visits.Class{visits.TaggedBoth, visits.TaggedBoth, visits.TaggedBoth, visits.TaggedIn, visits.TaggedOut, visits.Manual}
	for n, o := range l.orders {
		rates := l.rates(o.provider)
		for range each {
			day := month.AddDays(c.IntN(days))
			from := day.At(6, 0).Add(time.Duration(c.IntN(17*3600)) * time.Second)
			done := visits.Span{From: from, To: from.Add(time.Duration(300+c.IntN(2100)) * time.Second)}
			rated, held, gone, class := rates.Rate(done), "", "", c.IntN(len(classes))
			switch c.IntN(100) {
			case 0:
				held = string(visits.OddSamePerson)
			case 1:
				gone = "avliden"
			}
			if _, err := in.ExecContext(t.Context(), laidID(7, l.visits), o.person, o.id, o.service, l.providers[o.provider], civil.DayOf(from), civil.Stamp(done.From), civil.Stamp(done.To),
				done.Minutes(), string(classes[class]), civil.Stamp(done.To), held, gone, rated.Day, rated.Night, rated.Priceless, rated.Price, rated.Ore, rated.Agreement, string(rated.Model), civil.Stamp(done.To)); err != nil {
				t.Fatal(err)
			}
			l.visits++
			paid := held == "" && gone == ""
			l.slices = append(l.slices, laidVisit{order: int32(n), day: int16(rated.Day), night: int16(rated.Night), class: uint8(class), paid: paid, ore: int32(rated.Ore)})
			if !paid || rated.Price == 0 {
				continue
			}
			key := orderPrice{order: n, month: number, price: rated.Price}
			if l.made[key] == nil {
				l.made[key] = &laidSum{}
			}
			l.made[key].visits++
			l.made[key].minutes += rated.Day
			l.made[key].ore += rated.Ore
		}
	}
}

// base reads what the providers are paid, as the pages do.
func (l *ledger) base() ledgerweb.Base {
	return ledgerweb.Base{Lists: Lists{DB: l.db}, Deals: func(_ context.Context, p ids.Provider, month civil.Date) (func(visits.OrderMonth) visits.Deal, error) {
		d := l.deal(slices.Index(l.providers, p), month)
		return func(visits.OrderMonth) visits.Deal { return d }, nil
	}}
}

// again is what an order is paid for a month, worked out from what was laid by the
// handbook's sentences and exact fractions, and not by the code that settles.
func (l *ledger) again(order, number int) int64 {
	half := func(r *big.Rat) int64 {
		double := new(big.Int).Add(new(big.Int).Mul(r.Num(), big.NewInt(2)), r.Denom())
		return new(big.Int).Div(double, new(big.Int).Mul(r.Denom(), big.NewInt(2))).Int64()
	}
	cost := func(price int64, minutes int) int64 { return half(big.NewRat(price*int64(minutes), 60)) }
	o, month := l.orders[order], l.first.AddMonths(number)
	old, new, change := l.prices()
	granted := o.yearly * 60 / 12
	deal := laidDeals()[o.provider]
	if deal.Model == visits.ByGranted {
		days := month.MonthEnd().DaysSince(month) + 1
		before := granted * min(max(change.DaysSince(month), 0), days) / days
		return cost(old, before) + cost(new, granted-before)
	}
	sum, minutes := int64(0), 0
	for _, price := range []int64{old, new} {
		if s := l.made[orderPrice{order, number, price}]; s != nil {
			sum, minutes = sum+s.ore, minutes+s.minutes
		}
	}
	over := minutes - granted
	if deal.Ceiling == 0 || over <= 0 {
		return sum
	}
	for _, price := range []int64{old, new} {
		s := l.made[orderPrice{order, number, price}]
		if s == nil || over == 0 {
			continue
		}
		n := min(over, s.minutes)
		if n == s.minutes {
			sum -= s.ore
		} else {
			sum -= min(cost(price, n), s.ore)
		}
		over -= n
	}
	return sum
}

// A year of visits comes to the same öre wherever it is summed: visit by visit, line
// by line, order by order, provider by provider, in the closed months and when it is
// settled again by another hand. STADGA_AR=helt lays Norrsala's 1.1 million visits.
func TestAYearComesToTheSameOreEverywhere(t *testing.T) {
	orders, each := 60, 12
	if os.Getenv("STADGA_AR") == "helt" {
		orders, each = 1_000, 92
	}
	l := lay(t, 12, orders, each)
	ctx, base, lists := t.Context(), l.base(), Lists{DB: l.db}
	index := map[ids.Order]int{}
	for n, o := range l.orders {
		index[o.id] = n
	}
	year := int64(0)
	for number := range l.months {
		month := l.first.AddMonths(number)
		for n, p := range l.providers {
			entries, err := base.Entries(ctx, p, month)
			if err != nil {
				t.Fatal(err)
			}
			sum, visited := int64(0), int64(0)
			for _, e := range entries {
				minutes, ore := visits.Amount(e.Lines)
				if ore != e.Ore || minutes != e.Minutes {
					t.Fatalf("%s: the lines of an order give %d öre, and the order %d", month, ore, e.Ore)
				}
				if want := l.again(index[e.Order], number); e.Ore != want {
					t.Fatalf("%s, provider %d, order %d: %d öre, and again %d", month, n, index[e.Order], e.Ore, want)
				}
				sum, visited = sum+e.Ore, visited+e.Total().Ore
			}
			var inVisits int64
			if err := l.db.QueryRowContext(ctx, `select coalesce(sum(ore), 0) from visit where provider = $1 and day >= $2 and day <= $3 and held = '' and gone = ''`, p, month, month.MonthEnd()).Scan(&inVisits); err != nil {
				t.Fatal(err)
			}
			months, err := lists.ProviderMonths(ctx, p, month, month)
			if err != nil || len(months) != 1 || months[0].Sum.Ore != inVisits || visited != inVisits {
				t.Fatalf("%s, provider %d: visits give %d öre, orders %d and the month %+v: %v", month, n, inVisits, visited, months, err)
			}
			if model := laidDeals()[n]; model.Model == visits.ByDelivered && model.Ceiling == 0 && sum != inVisits {
				t.Fatalf("%s: %d öre is paid and the visits give %d", month, sum, inVisits)
			}
			closing := visits.MonthClosed{Provider: p, Month: month, Read: month.MonthEnd().At(9, 0), Lines: ledgerweb.Lines(entries)}
			for _, line := range closing.Lines {
				closing.Ore += line.Ore
			}
			var kept int64
			if err := l.closes(ctx, closing); err != nil {
				t.Fatal(err)
			}
			if err := l.db.QueryRowContext(ctx, `select sum(ore) from closed_line where provider = $1 and month = $2`, p, monthOf(month)).Scan(&kept); err != nil || kept != sum || closing.Ore != sum {
				t.Fatalf("%s, provider %d: closed with %d öre, lines keep %d, settled %d: %v", month, n, closing.Ore, kept, sum, err)
			}
			year += sum
		}
	}
	t.Logf("%d visits, %d öre", l.visits, year)
}

// BenchmarkSettle settles a month of a million visits: registration classes, minutes
// between 07 and 22, what is granted and its ceiling, an amount for each order and
// each provider. Beside it the leanest statement that answers the same from the rows
// of visits, the sums made anew from the rows, and plain Go over slices in memory.
//
//	go test -run '^$' -bench Settle -benchtime 3x ./internal/visits/visitsql
func BenchmarkSettle(b *testing.B) {
	orders := 11_000
	if testing.Short() {
		orders = 200
	}
	l := lay(b, 1, orders, 91)
	ctx, base := b.Context(), l.base()
	var settling, asking, anew, memory time.Duration
	var settled, asked int64
	for b.Loop() {
		began := time.Now()
		settled = 0
		for _, p := range l.providers {
			entries, err := base.Entries(ctx, p, l.first)
			if err != nil {
				b.Fatal(err)
			}
			for _, e := range entries {
				settled += e.Ore
			}
		}
		settling += time.Since(began)

		began = time.Now()
		asked = l.asks(b)
		asking += time.Since(began)

		began = time.Now()
		l.inMemory()
		memory += time.Since(began)

		began = time.Now()
		l.exec(b, `delete from month_sum`)
		l.exec(b, addVisits+"id is not null"+gathered, 1, civil.Stamp(l.first.At(9, 0)))
		anew += time.Since(began)
	}
	n := float64(b.N)
	b.ReportMetric(float64(l.visits), "visits")
	b.ReportMetric(float64(settling.Milliseconds())/n, "ms-settle")
	b.ReportMetric(float64(asking.Milliseconds())/n, "ms-leanest-sql")
	b.ReportMetric(settling.Seconds()/asking.Seconds(), "×-of-sql")
	b.ReportMetric(float64(anew.Milliseconds())/n, "ms-sums-anew")
	b.ReportMetric(float64(memory.Microseconds())/1000/n, "ms-in-memory")
	if settled == 0 || asked == 0 {
		b.Fatal("nothing is settled")
	}
}

// asks settles by one statement over the rows of visits, as lean as it can be written.
func (l *ledger) asks(t testing.TB) (sum int64) {
	t.Helper()
	rows, err := l.db.QueryContext(t.Context(), `select x.provider, x.order_id, x.both_, x.in_, x.out_, x.manual, x.minutes, s.yearly * 5 as granted,
			x.ore - case when x.minutes > s.yearly * 5 then (x.minutes - s.yearly * 5) * x.price / 60 else 0 end
		from (select provider, order_id, service, sum(class = 'tagg-in-och-ut') as both_, sum(class = 'tagg-in') as in_, sum(class = 'tagg-ut') as out_, sum(class = 'manuell') as manual,
				sum(day_minutes) as minutes, sum(ore) as ore, max(price) as price
			from visit where day >= $1 and day <= $2 and held = '' and gone = '' and done_from <> '' and cancelled = 0 group by order_id) x
		join service_line s on s.id = x.service`, l.first, l.first.MonthEnd())
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	totals := map[ids.ID]int64{}
	for rows.Next() {
		var provider, order ids.ID
		var both, in, out, manual, minutes, granted int
		var ore int64
		if err := rows.Scan(&provider, &order, &both, &in, &out, &manual, &minutes, &granted, &ore); err != nil {
			t.Fatal(err)
		}
		totals[provider] += ore
		sum += ore
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return sum
}

// inMemory settles slices that lie in memory: what no database can do faster.
func (l *ledger) inMemory() []int64 {
	type sum struct {
		kinds       [6]int
		day, night  int
		ore, capped int64
	}
	orders, totals := make([]sum, len(l.orders)), make([]int64, len(l.providers))
	for _, v := range l.slices {
		if !v.paid {
			continue
		}
		o := &orders[v.order]
		o.kinds[v.class]++
		o.day += int(v.day)
		o.night += int(v.night)
		o.ore += int64(v.ore)
	}
	for n := range orders {
		o, of := &orders[n], l.orders[n]
		o.capped = o.ore
		if granted := of.yearly * 5; o.day > granted {
			o.capped -= visits.Hours(484_00, o.day-granted)
		}
		totals[of.provider] += o.capped
	}
	return totals
}

// closes writes a closing's rows as the projection does.
func (l *ledger) closes(ctx context.Context, e visits.MonthClosed) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	r := journal.Recorded{Event: e, Envelope: journal.Envelope{At: e.Read}}
	r.Stream.ID = visits.ClosingID(e.Provider, e.Month)
	if err := applyClosing(ctx, tx, r); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
