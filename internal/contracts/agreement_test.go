package contracts_test

import (
	"testing"
	"time"

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
