package contracts

import (
	"slices"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Contract (avtal) is what the board has agreed with one provider: from when,
// and what it pays for a delivered hour, by date. A price never changes in place:
// a new one holds from its day, and what was delivered before keeps the old.
type Contract struct {
	Terms
	Prices []Price // by day
	Ended  civil.Date

	id ids.ID
}

// Terms (villkor) are what an agreement says when it is signed.
type Terms struct {
	Provider ids.Provider
	Number   string // as it stands on the agreement, and on invoices
	From     civil.Date
}

// A Price (pris) is what a delivered hour costs between 07 and 22, from a day on.
// The night is grant-funded (F-16).
type Price struct {
	From civil.Date
	Ore  int64 // for an hour
}

// AgreementStream is the name of the kind of stream.
const AgreementStream = "agreement"

// The events of an agreement.
type (
	// AgreementSigned begins it with its first price.
	AgreementSigned struct {
		Terms Terms
		Price Price
	}
	// PriceSet holds what an hour costs from a day on.
	PriceSet struct{ Price Price }
	// AgreementEnded tells its last day.
	AgreementEnded struct{ On civil.Date }
)

// EventName is for ever.
func (AgreementSigned) EventName() string { return "agreement.signed.v1" }

// EventName is for ever.
func (PriceSet) EventName() string { return "agreement.price_set.v1" }

// EventName is for ever.
func (AgreementEnded) EventName() string { return "agreement.ended.v1" }

// AgreementEvents lists a zero value of each event of the stream.
func AgreementEvents() []journal.Event {
	return []journal.Event{AgreementSigned{}, PriceSet{}, AgreementEnded{}}
}

// Fold takes one event into the agreement.
func (a *Contract) Fold(r journal.Recorded) {
	a.id = r.Stream.ID
	switch e := r.Event.(type) {
	case AgreementSigned:
		a.Terms = e.Terms
		a.set(e.Price)
	case PriceSet:
		a.set(e.Price)
	case AgreementEnded:
		a.Ended = e.On
	}
}

// set puts a price in its place; one for the same day replaces it.
func (a *Contract) set(p Price) {
	at, there := slices.BinarySearchFunc(a.Prices, p, func(x, y Price) int { return x.From.Compare(y.From) })
	prices := slices.Clone(a.Prices)
	if there {
		prices[at] = p
	} else {
		prices = slices.Insert(prices, at, p)
	}
	a.Prices = prices
}

// Exists tells whether it has been signed.
func (a Contract) Exists() bool { return a.Number != "" }

// Says gives no facts yet: what follows an agreement up will.
func (Contract) Says() []duty.Said { return nil }

// Persons names no file.
func (Contract) Persons() []ids.Person { return nil }

// PriceOn is the price of an hour on a day; false when the agreement holds none.
func (a Contract) PriceOn(day civil.Date) (Price, bool) {
	if day.Before(a.From) || !a.Ended.IsZero() && day.After(a.Ended) {
		return Price{}, false
	}
	var found Price
	for _, p := range a.Prices {
		if p.From.After(day) {
			break
		}
		found = p
	}
	return found, found.Ore > 0
}

// SignAgreement begins an agreement with its first price.
type SignAgreement struct {
	Terms Terms
	Price int64 // öre for an hour, from the first day
}

// Action names the act.
func (SignAgreement) Action() string { return "agreement.sign" }

// highest is more than any hour costs: an öre written as a krona is found.
const highest = 2_000_00

// Decide signs once, for a known provider and price.
func (cmd SignAgreement) Decide(a Contract, _ act.Env) ([]journal.Event, error) {
	if a.Exists() {
		return nil, fault.New(fault.Conflict, "agreement.signed-already")
	}
	var provider, number, from *fault.Error
	if cmd.Terms.Provider.IsZero() {
		provider = fault.Field("provider", "agreement.provider-missing")
	}
	if strings.TrimSpace(cmd.Terms.Number) == "" {
		number = fault.Field("number", "agreement.number-missing")
	}
	if cmd.Terms.From.IsZero() {
		from = fault.Field("from", "agreement.from-missing")
	}
	if err := fault.Join(provider, number, from, priced(cmd.Price)); err != nil {
		return nil, err
	}
	return []journal.Event{AgreementSigned{Terms: cmd.Terms, Price: Price{From: cmd.Terms.From, Ore: cmd.Price}}}, nil
}

func priced(ore int64) *fault.Error {
	if ore <= 0 || ore > highest {
		return fault.Field("price", "agreement.price-wrong")
	}
	return nil
}

// SetPrice gives an hour a new price from a day on, also one that has passed: the
// invoices that are still open are then matched by it.
type SetPrice struct{ Price Price }

// Action names the act.
func (SetPrice) Action() string { return "agreement.set_price" }

// Decide takes a price for a day within the agreement.
func (cmd SetPrice) Decide(a Contract, _ act.Env) ([]journal.Event, error) {
	if !a.Exists() {
		return nil, fault.New(fault.NotFound, "agreement.unknown")
	}
	var from *fault.Error
	switch day := cmd.Price.From; {
	case day.IsZero():
		from = fault.Field("from", "agreement.price-day-missing")
	case day.Before(a.From) || !a.Ended.IsZero() && day.After(a.Ended):
		from = fault.Field("from", "agreement.price-outside")
	}
	if err := fault.Join(from, priced(cmd.Price.Ore)); err != nil {
		return nil, err
	}
	if slices.Contains(a.Prices, cmd.Price) {
		return nil, nil
	}
	return []journal.Event{PriceSet(cmd)}, nil
}

// EndAgreement tells its last day.
type EndAgreement struct{ On civil.Date }

// Action names the act.
func (EndAgreement) Action() string { return "agreement.end" }

// Decide ends what was signed, on a day it holds.
func (cmd EndAgreement) Decide(a Contract, _ act.Env) ([]journal.Event, error) {
	switch {
	case !a.Exists():
		return nil, fault.New(fault.NotFound, "agreement.unknown")
	case cmd.On.IsZero() || cmd.On.Before(a.From):
		return nil, fault.Field("on", "agreement.end-before-from")
	case cmd.On == a.Ended:
		return nil, nil
	}
	return []journal.Event{AgreementEnded(cmd)}, nil
}

// The hours of the day that are paid by the hour (F-15).
const (
	paidFrom = 7
	paidTo   = 22
)

// PaidMinutes is how many whole minutes of a span lie between 07 and 22 in
// Stockholm, by day. A begun minute is left out.
func PaidMinutes(from, to time.Time) map[civil.Date]int64 {
	paid := map[civil.Date]int64{}
	for day := civil.DayOf(from); !day.After(civil.DayOf(to)); day = day.AddDays(1) {
		begin, end := day.At(paidFrom, 0), day.At(paidTo, 0)
		if from.After(begin) {
			begin = from
		}
		if to.Before(end) {
			end = to
		}
		if minutes := int64(end.Sub(begin) / time.Minute); minutes > 0 {
			paid[day] += minutes
		}
	}
	return paid
}

// Amount is what so many minutes cost by the agreements of a provider, in öre: for
// each price the minutes at it, rounded once to whole öre with a half upwards.
// priceless is the minutes that no price holds for.
func Amount(agreements []Contract, minutes map[civil.Date]int64) (ore, priceless int64) {
	at := map[int64]int64{} // minutes by price
	for day, n := range minutes {
		priced := false
		for _, a := range agreements {
			if p, ok := a.PriceOn(day); ok {
				at[p.Ore] += n
				priced = true
				break
			}
		}
		if !priced {
			priceless += n
		}
	}
	for price, n := range at {
		ore += (price*n*2 + 60) / 120
	}
	return ore, priceless
}

// Sentences holds what the area says to the user. FEL-3400 to 3419.
func Sentences() fault.Catalogue {
	return fault.Catalogue{
		"agreement.unknown":           {Number: 3400, Says: "Vi hittar inget sådant avtal. Gå tillbaka till listan."},
		"agreement.signed-already":    {Number: 3401, Says: "Avtalet är redan upplagt. Ladda om sidan och fortsätt där."},
		"agreement.provider-missing":  {Number: 3402, Says: "Välj utföraren som avtalet gäller."},
		"agreement.number-missing":    {Number: 3403, Says: "Skriv avtalets nummer, så som det står på fakturorna."},
		"agreement.from-missing":      {Number: 3404, Says: "Skriv vilken dag avtalet börjar gälla."},
		"agreement.price-wrong":       {Number: 3405, Says: "Skriv priset för en timme i kronor, till exempel 501 eller 501,50. Det högsta är 2 000 kronor."},
		"agreement.price-day-missing": {Number: 3406, Says: "Skriv från vilken dag priset gäller."},
		"agreement.price-outside":     {Number: 3407, Says: "Avtalet gäller inte den dagen. Välj en dag inom avtalet."},
		"agreement.end-before-from":   {Number: 3408, Says: "Skriv avtalets sista dag. Den kan inte ligga före den första."},
	}
}
