package visits_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"stadga/internal/civil"
	"stadga/internal/visits"
)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", s, civil.Stockholm)
	if err != nil {
		panic(err)
	}
	return t
}

// The seed's two prices: 322 kr an hour, and 390 from summer 2017.
var seed = visits.Rates{
	{Agreement: "HT-1", Model: visits.ByDelivered, From: civil.On(2016, 1, 1), Until: civil.On(2017, 6, 30), Ore: 322_00},
	{Agreement: "HT-1", Model: visits.ByDelivered, From: civil.On(2017, 7, 1), Ore: 390_00},
}

func TestAVisitIsRatedByItsDayAndHours(t *testing.T) {
	evening := visits.Rates{
		{Agreement: "A", Model: visits.ByDelivered, From: civil.On(2016, 1, 1), Begins: 18, Ends: 22, Ore: 480_00},
		{Agreement: "A", Model: visits.ByDelivered, From: civil.On(2016, 1, 1), Ore: 360_00},
	}
	byVisit := visits.Rates{{Agreement: "A", Model: visits.ByActivity, From: civil.On(2016, 1, 1), Ore: 250_00}}
	granted := visits.Rates{{Agreement: "A", Model: visits.ByGranted, From: civil.On(2016, 1, 1), Ore: 360_00}}
	for name, tt := range map[string]struct {
		rates    visits.Rates
		from, to string
		want     visits.Rated
	}{
		"the last day of the old price": {
			seed, "2017-06-30 08:00:00", "2017-06-30 09:00:00",
			visits.Rated{Day: 60, Price: 322_00, Ore: 322_00, Agreement: "HT-1", Model: visits.ByDelivered},
		},
		"the first day of the new": {
			seed, "2017-07-01 08:00:00", "2017-07-01 08:30:00",
			visits.Rated{Day: 30, Price: 390_00, Ore: 195_00, Agreement: "HT-1", Model: visits.ByDelivered},
		},
		"a half öre upwards, and a begun minute left out": {
			seed, "2017-06-30 08:00:00", "2017-06-30 08:05:59",
			visits.Rated{Day: 5, Price: 322_00, Ore: 26_83, Agreement: "HT-1", Model: visits.ByDelivered},
		},
		"evening into the night": {
			seed, "2017-06-30 21:45:30", "2017-06-30 22:15:00",
			visits.Rated{Day: 14, Night: 15, Price: 322_00, Ore: 75_13, Agreement: "HT-1", Model: visits.ByDelivered},
		},
		"over midnight and a change of price, both within the night": {
			seed, "2017-06-30 23:00:00", "2017-07-01 01:00:00",
			visits.Rated{Night: 120},
		},
		"over midnight and a change of price, from evening to morning": {
			seed, "2017-06-30 21:00:00", "2017-07-01 08:00:00",
			visits.Rated{Day: 120, Night: 540, Ore: 712_00, Agreement: "HT-1", Model: visits.ByDelivered, Parts: []visits.RatedPart{
				{Day: civil.On(2017, 6, 30), Minutes: 60, Price: 322_00, Ore: 322_00, Agreement: "HT-1", Model: visits.ByDelivered},
				{Day: civil.On(2017, 7, 1), Minutes: 60, Price: 390_00, Ore: 390_00, Agreement: "HT-1", Model: visits.ByDelivered},
			}},
		},
		"the night the clock is put forward has an hour less": {
			seed, "2018-03-24 23:00:00", "2018-03-25 08:00:00",
			visits.Rated{Day: 60, Night: 420, Price: 390_00, Ore: 390_00, Agreement: "HT-1", Model: visits.ByDelivered},
		},
		"and the night it is put back an hour more": {
			seed, "2017-10-28 23:00:00", "2017-10-29 07:00:00",
			visits.Rated{Night: 540},
		},
		"before the first price": {seed, "2015-12-31 08:00:00", "2015-12-31 09:00:00", visits.Rated{Day: 60, Priceless: 60}},
		"an evening price": {
			evening, "2016-02-01 17:30:00", "2016-02-01 18:30:00",
			visits.Rated{Day: 60, Ore: 420_00, Agreement: "A", Model: visits.ByDelivered, Parts: []visits.RatedPart{
				{Day: civil.On(2016, 2, 1), Minutes: 30, Price: 360_00, Ore: 180_00, Agreement: "A", Model: visits.ByDelivered},
				{Day: civil.On(2016, 2, 1), Minutes: 30, Price: 480_00, Ore: 240_00, Agreement: "A", Model: visits.ByDelivered},
			}},
		},
		"paid by the visit": {
			byVisit, "2016-02-01 17:30:00", "2016-02-01 18:30:00",
			visits.Rated{Day: 60, Price: 250_00, Ore: 250_00, Agreement: "A", Model: visits.ByActivity},
		},
		"paid by the visit, in the night": {byVisit, "2016-02-01 23:30:00", "2016-02-01 23:45:00", visits.Rated{Night: 15}},
		"paid by what is granted": {
			granted, "2016-02-01 17:30:00", "2016-02-01 18:30:00",
			visits.Rated{Day: 60, Price: 360_00, Agreement: "A", Model: visits.ByGranted},
		},
		"ends before it begins": {seed, "2017-06-30 09:00:00", "2017-06-30 08:00:00", visits.Rated{}},
	} {
		if got := tt.rates.Rate(visits.Span{From: at(tt.from), To: at(tt.to)}); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", name, got, tt.want)
		}
	}
}

// A second implementation, written minute by minute: each whole minute of a piece
// is asked for by itself. A piece begins anew at midnight, 07, 22 and where the
// price changes.
func minuteByMinute(rates visits.Rates, done visits.Span) (day, night int, ore int64) {
	minutes := map[int64]int{}
	price := func(t time.Time) int64 {
		on := civil.DayOf(t)
		for _, r := range rates {
			from, to := r.Begins, r.Ends
			if from == 0 && to == 0 {
				from, to = 7, 22
			}
			if h := t.In(civil.Stockholm).Hour(); !on.Before(r.From) && (r.Until.IsZero() || !on.After(r.Until)) && h >= from && h < to {
				return r.Ore
			}
		}
		return 0
	}
	light := func(t time.Time) bool { h := t.In(civil.Stockholm).Hour(); return h >= 7 && h < 22 }
	seconds := 0
	for now := done.From; now.Before(done.To); now = now.Add(time.Second) {
		seconds++
		next := now.Add(time.Second)
		broken := !next.Before(done.To) || civil.DayOf(now) != civil.DayOf(next) || light(now) != light(next) || price(now) != price(next)
		if !broken {
			continue
		}
		if light(now) {
			day += seconds / 60
		} else {
			night += seconds / 60
		}
		minutes[price(now)] += seconds / 60
		seconds = 0
	}
	for p, n := range minutes {
		whole, rest := p*int64(n)/60, p*int64(n)%60
		if rest >= 30 {
			whole++
		}
		ore += whole
	}
	return day, night, ore
}

func TestRatingAgreesWithOneThatAsksEachSecond(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		change := civil.On(2026, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"))
		rates := visits.Rates{
			{Agreement: "A", Model: visits.ByDelivered, From: civil.On(2025, 1, 1), Until: change.AddDays(-1), Ore: rapid.Int64Range(100_00, 600_00).Draw(t, "old")},
			{Agreement: "A", Model: visits.ByDelivered, From: change, Begins: 18, Ends: 22, Ore: rapid.Int64Range(600_01, 700_00).Draw(t, "evening")},
			{Agreement: "A", Model: visits.ByDelivered, From: change, Ore: rapid.Int64Range(100_00, 600_00).Draw(t, "new")},
		}
		from := change.Midnight().Add(time.Duration(rapid.IntRange(-30*3600, 30*3600).Draw(t, "from")) * time.Second)
		done := visits.Span{From: from, To: from.Add(time.Duration(rapid.IntRange(1, 14*3600).Draw(t, "length")) * time.Second)}
		got := rates.Rate(done)
		day, night, ore := minuteByMinute(rates, done)
		if got.Day != day || got.Night != night || got.Ore != ore {
			t.Fatalf("%v: day %d night %d öre %d, want %d, %d, %d", done, got.Day, got.Night, got.Ore, day, night, ore)
		}
		sum := int64(0)
		for _, p := range got.Parts {
			sum += p.Ore
		}
		if len(got.Parts) > 0 && sum != got.Ore {
			t.Fatalf("the parts give %d and the visit %d", sum, got.Ore)
		}
	})
}
