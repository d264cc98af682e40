package contracts_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/contracts"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

var (
	ronnen  = ids.Provider{ID: ids.ID{15: 7}}
	january = civil.On(2026, time.January, 1)
)

// signed is Rönnen's agreement: 322 kr from the beginning, 390 kr from June.
func signed(t *testing.T) contracts.Contract {
	t.Helper()
	var a contracts.Contract
	do(t, &a, contracts.SignAgreement{Terms: contracts.Terms{Provider: ronnen, Number: "HT-7", From: january}, Price: 322_00})
	do(t, &a, contracts.SetPrice{Price: contracts.Price{From: civil.On(2026, time.June, 1), Ore: 390_00}})
	return a
}

func do(t *testing.T, a *contracts.Contract, cmd interface {
	Decide(contracts.Contract, act.Env) ([]journal.Event, error)
},
) {
	t.Helper()
	events, err := cmd.Decide(*a, act.Env{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		a.Fold(journal.Recorded{Event: e})
	}
}

func TestThePriceOfTheDayOfTheVisitHolds(t *testing.T) {
	a := signed(t)
	for day, want := range map[string]int64{"2025-12-31": 0, "2026-01-01": 322_00, "2026-05-31": 322_00, "2026-06-01": 390_00, "2027-01-01": 390_00} {
		d, _ := civil.Parse(day)
		if got, _ := a.PriceOn(d); got.Ore != want {
			t.Errorf("an hour on %s costs %d, wanted %d", day, got.Ore, want)
		}
	}
	do(t, &a, contracts.EndAgreement{On: civil.On(2026, time.June, 30)})
	if _, ok := a.PriceOn(civil.On(2026, time.July, 1)); ok {
		t.Error("an agreement that has ended has a price")
	}
}

func TestOnlyMinutesBetweenSevenAndTenArePaidByTheHour(t *testing.T) {
	day := civil.On(2026, time.May, 4)
	for name, tt := range map[string]struct {
		from, to time.Time
		want     map[civil.Date]int64
	}{
		"a day visit":            {day.At(8, 15), day.At(8, 45), map[civil.Date]int64{day: 30}},
		"begins before seven":    {day.At(6, 40), day.At(7, 20), map[civil.Date]int64{day: 20}},
		"ends after ten":         {day.At(21, 50), day.At(22, 30), map[civil.Date]int64{day: 10}},
		"the night":              {day.At(22, 30), day.AddDays(1).At(6, 30), map[civil.Date]int64{}},
		"over midnight":          {day.At(21, 0), day.AddDays(1).At(8, 0), map[civil.Date]int64{day: 60, day.AddDays(1): 60}},
		"a begun minute":         {day.At(8, 0), day.At(8, 10).Add(59 * time.Second), map[civil.Date]int64{day: 10}},
		"the day the clock goes": {civil.On(2026, time.March, 29).At(1, 0), civil.On(2026, time.March, 29).At(8, 0), map[civil.Date]int64{civil.On(2026, time.March, 29): 60}},
	} {
		t.Run(name, func(t *testing.T) {
			got := contracts.PaidMinutes(tt.from, tt.to)
			if len(got) != len(tt.want) {
				t.Errorf("got %v, wanted %v", got, tt.want)
			}
			for d, n := range tt.want {
				if got[d] != n {
					t.Errorf("%s: %d minutes, wanted %d", d, got[d], n)
				}
			}
		})
	}
}

// Whatever was done on whatever days: what is paid is the minutes of each price times
// it, off by at most half an öre for each price, and no minute is lost.
func TestTheAmountIsTheMinutesByPriceToTheOre(t *testing.T) {
	a := signed(t)
	rapid.Check(t, func(t *rapid.T) {
		minutes, exact, without := map[civil.Date]int64{}, int64(0), int64(0)
		for range rapid.IntRange(0, 60).Draw(t, "days") {
			day := january.AddDays(rapid.IntRange(-20, 300).Draw(t, "day"))
			n := rapid.Int64Range(1, 900).Draw(t, "minutes")
			minutes[day] += n
			if p, ok := a.PriceOn(day); ok {
				exact += p.Ore * n // in sixtieths of an öre
			} else {
				without += n
			}
		}
		ore, priceless := contracts.Amount([]contracts.Contract{a}, minutes)
		if off := ore*60 - exact; off > 60 || off < -60 || priceless != without {
			t.Fatalf("%d öre for %d sixtieths; %d minutes without price, wanted %d", ore, exact, priceless, without)
		}
	})
}

func TestAPriceThatCannotBeIsRefused(t *testing.T) {
	a := signed(t)
	for name, cmd := range map[string]interface {
		Decide(contracts.Contract, act.Env) ([]journal.Event, error)
	}{
		"before the agreement": contracts.SetPrice{Price: contracts.Price{From: january.AddDays(-1), Ore: 400_00}},
		"nothing":              contracts.SetPrice{Price: contracts.Price{From: january, Ore: 0}},
		"öre for kronor":       contracts.SetPrice{Price: contracts.Price{From: january, Ore: 39_000_00}},
		"ends before it began": contracts.EndAgreement{On: january.AddDays(-1)},
		"signed twice":         contracts.SignAgreement{Terms: a.Terms, Price: 1_00},
	} {
		if _, err := cmd.Decide(a, act.Env{}); fault.KindOf(err) == fault.Internal || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
