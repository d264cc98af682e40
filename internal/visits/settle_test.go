package visits_test

import (
	"math/big"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/visits"
)

// A second settlement of a month, written from the sentences of the handbook and
// not from the code: exact fractions, each visit's minutes by price, rounded at the
// end of each.
func settledAgain(made []visits.LedgerVisit, rates visits.Rates, granted, ceiling int) int64 {
	half := func(r *big.Rat) int64 { // a half öre upwards
		double := new(big.Int).Mul(r.Num(), big.NewInt(2))
		double.Add(double, r.Denom())
		return new(big.Int).Div(double, new(big.Int).Mul(r.Denom(), big.NewInt(2))).Int64()
	}
	cost := func(price int64, minutes int) int64 { return half(big.NewRat(price*int64(minutes), 60)) }
	minutes, ore := map[int64]int{}, map[int64]int64{} // by price
	for _, v := range made {
		if v.Held != "" || v.Gone != "" {
			continue
		}
		local := v.Done.From.In(civil.Stockholm)
		seven := time.Date(local.Year(), local.Month(), local.Day(), 7, 0, 0, 0, civil.Stockholm)
		ten := time.Date(local.Year(), local.Month(), local.Day(), 22, 0, 0, 0, civil.Stockholm)
		from, to := v.Done.From, v.Done.To
		if from.Before(seven) {
			from = seven
		}
		if to.After(ten) {
			to = ten
		}
		n := int(to.Sub(from).Seconds()) / 60
		if n <= 0 {
			continue
		}
		for _, r := range rates {
			if !v.Day.Before(r.From) && (r.Until.IsZero() || !v.Day.After(r.Until)) {
				minutes[r.Ore] += n
				ore[r.Ore] += cost(r.Ore, n)
				break
			}
		}
	}
	sum, all, lowest, highest := int64(0), 0, rates[0].Ore, rates[len(rates)-1].Ore
	if lowest > highest {
		lowest, highest = highest, lowest
	}
	for p, n := range minutes {
		sum, all = sum+ore[p], all+n
	}
	over := all - granted*ceiling/100
	if ceiling == 0 || granted == 0 || over <= 0 {
		return sum
	}
	for _, p := range []int64{lowest, highest} {
		switch n := min(over, minutes[p]); {
		case n == 0:
		case n == minutes[p]:
			sum, over = sum-ore[p], over-n
			minutes[p] = 0
		default:
			sum -= min(cost(p, n), ore[p])
			over = 0
		}
	}
	return sum
}

// T06: whatever is delivered in whatever month, the lines add up to the amount, and
// another settlement comes to the same öre. STADGA_MANADER says how many months.
func TestRandomMonthsComeToTheSameOreTwice(t *testing.T) {
	months := 500
	if os.Getenv("STADGA_MANADER") == "alla" {
		months = 100_000
	}
	c := rand.New(rand.NewPCG(6, 2026))
	for n := range months {
		month := civil.On(2024+c.IntN(3), time.Month(1+c.IntN(12)), 1)
		change := month.AddDays(c.IntN(28))
		old := int64(300_00 + c.IntN(30_000))
		rates := visits.Rates{
			{Agreement: "A", Model: visits.ByDelivered, From: month.AddMonths(-12), Until: change.AddDays(-1), Ore: old},
			{Agreement: "A", Model: visits.ByDelivered, From: change, Ore: old + 1 + int64(c.IntN(9_000))},
		}
		var made []visits.LedgerVisit
		m := visits.OrderMonth{Month: month, Granted: c.IntN(4_000)}
		deal := visits.Deal{Agreement: "A", Model: visits.ByDelivered, Ceiling: []int{0, 100, 110}[c.IntN(3)]}
		sums := map[int64]visits.MonthSum{}
		for range c.IntN(90) {
			from := month.AddDays(c.IntN(28)).Midnight().Add(time.Duration(5*3600+c.IntN(18*3600)) * time.Second)
			v := visits.LedgerVisit{Done: visits.Span{From: from, To: from.Add(time.Duration(60+c.IntN(3_000)) * time.Second)}, Day: civil.DayOf(from)}
			v.Rated = rates.Rate(v.Done)
			switch c.IntN(20) {
			case 0:
				v.Held = "overlapp"
			case 1:
				v.Gone = "avliden"
			}
			made = append(made, v)
			if !v.Paid() {
				continue
			}
			s := sums[v.Rated.Price]
			s.Agreement, s.Model, s.Price = v.Rated.Agreement, v.Rated.Model, v.Rated.Price
			s.Visits++
			s.Day, s.Priceless, s.Ore = s.Day+v.Rated.Day, s.Priceless+v.Rated.Priceless, s.Ore+v.Rated.Ore
			sums[v.Rated.Price] = s
		}
		for _, s := range sums {
			m.Sums = append(m.Sums, s)
		}
		_, got := visits.Amount(m.Settle(deal))
		if want := settledAgain(made, rates, m.Granted, deal.Ceiling); got != want {
			t.Fatalf("month %d (%s, change %s, granted %d, ceiling %d): %d öre, and again %d", n, month, change, m.Granted, deal.Ceiling, got, want)
		}
	}
}

// The three models side by side: ten hours granted, twelve delivered in six visits.
func TestThreeModelsOfTheSameMonth(t *testing.T) {
	month := civil.On(2026, time.March, 1)
	for name, tt := range map[string]struct {
		sum  visits.MonthSum
		deal visits.Deal
		want int64
	}{
		"delivered hours":    {visits.MonthSum{Model: visits.ByDelivered, Price: 500_00, Visits: 6, Day: 720, Ore: 6000_00}, visits.Deal{Model: visits.ByDelivered}, 6000_00},
		"with a ceiling":     {visits.MonthSum{Model: visits.ByDelivered, Price: 500_00, Visits: 6, Day: 720, Ore: 6000_00}, visits.Deal{Model: visits.ByDelivered, Ceiling: 100}, 5000_00},
		"performed visits":   {visits.MonthSum{Model: visits.ByActivity, Price: 300_00, Visits: 6, Day: 720, Ore: 1800_00}, visits.Deal{Model: visits.ByActivity}, 1800_00},
		"granted hours":      {visits.MonthSum{Model: visits.ByGranted, Price: 500_00, Visits: 6, Day: 720}, visits.Deal{Model: visits.ByGranted, Months: []visits.Part{{Days: 31, Price: 500_00}}}, 5000_00},
		"granted, two rates": {visits.MonthSum{Model: visits.ByGranted, Visits: 6, Day: 720}, visits.Deal{Model: visits.ByGranted, Months: []visits.Part{{Days: 10, Price: 500_00}, {Days: 21, Price: 600_00}}}, 1608_33 + 4070_00},
	} {
		m := visits.OrderMonth{Month: month, Granted: 600, Sums: []visits.MonthSum{tt.sum}}
		if minutes, ore := visits.Amount(m.Settle(tt.deal)); ore != tt.want {
			t.Errorf("%s: %d öre for %d minutes, want %d", name, ore, minutes, tt.want)
		}
	}
}
