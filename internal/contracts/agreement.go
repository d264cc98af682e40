package contracts

import (
	"cmp"
	"slices"
	"strings"

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

	Repricing Repricing

	id ids.ID
}

// Terms (villkor) are what an agreement says when it is signed.
type Terms struct {
	Provider ids.Provider
	Number   string // as it stands on the agreement, and on invoices
	From     civil.Date

	Model    Model    `json:",omitzero"`  // empty: by delivered hour
	Services []string `json:",omitempty"` // keys of the catalogue; none: all that the provider carries out
	Ceiling  int      `json:",omitzero"`  // per cent of the granted minutes of a month that are paid at most; 0: no ceiling
	Sharing  Sharing  `json:",omitzero"`  // of a visit to two who live together; empty: alike
	Areas    []Area   `json:",omitempty"` // where prices differ by area; none: the same everywhere
}

// A Model (ersättningsmodell) is what the agreement pays by (F-14).
type Model string

// The three models.
const (
	ByDelivered Model = "utford-tid"
	ByGranted   Model = "beviljad-tid"
	ByActivity  Model = "utford-aktivitet"
)

// Models lists them as they are offered.
func Models() []Model { return []Model{ByDelivered, ByGranted, ByActivity} }

// Words is the model as a page says it.
func (m Model) Words() string {
	switch m {
	case ByGranted:
		return "Beviljad tid"
	case ByActivity:
		return "Utförda besök"
	}
	return "Utförd tid"
}

// Unit is what a price of the model is for.
func (m Model) Unit() string {
	if m == ByActivity {
		return "ett besök"
	}
	return "en timme"
}

// A Sharing (delningsregel i avtal) is how the time is shared when one of the staff is
// with two who live together at the same time: no minute is paid twice.
type Sharing string

// The two ways.
const (
	SharedAlike     Sharing = "lika"
	SharedByGranted Sharing = "beviljad"
)

// Words is the way as a page says it.
func (s Sharing) Words() string {
	if s == SharedByGranted {
		return "Efter hur mycket de båda besluten ger i månaden"
	}
	return "Lika"
}

// An Area (område) is a part of the municipality with a price of its own, known by
// its postal codes.
type Area struct {
	Name  string
	Codes []string // five digits
}

// A Price (pris) is what an hour, or a visit, costs from a day on, between two hours
// of the day and in one area where the agreement says so (F-15). The night is
// grant-funded (F-16).
type Price struct {
	From   civil.Date
	Ore    int64
	Area   string `json:",omitzero"` // empty: where no other price of the area holds
	Begins int    `json:",omitzero"` // hour of the day; with Ends zero: 07 to 22
	Ends   int    `json:",omitzero"`
}

// Hours is the part of the day that a price holds for: from, and until.
func (p Price) Hours() (begins, ends int) {
	if p.Ends == 0 {
		return paidFrom, paidTo
	}
	return p.Begins, p.Ends
}

// place orders prices: by day, and within a day those of an area and of some hours
// before those of all.
func (p Price) place(q Price) int {
	return cmp.Or(p.From.Compare(q.From), strings.Compare(q.Area, p.Area), cmp.Compare(q.Begins, p.Begins), cmp.Compare(q.Ends, p.Ends))
}

// AreaOf is the area of an address; empty: none of the agreement's.
func (t Terms) AreaOf(address string) string {
	digits := strings.ReplaceAll(address, " ", "")
	for _, a := range t.Areas {
		if slices.ContainsFunc(a.Codes, func(code string) bool { return strings.Contains(digits, code) }) {
			return a.Name
		}
	}
	return ""
}

// Covers tells whether the agreement is about a service.
func (t Terms) Covers(kind string) bool {
	return len(t.Services) == 0 || slices.Contains(t.Services, kind)
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
	return []journal.Event{AgreementSigned{}, PriceSet{}, AgreementEnded{}, VisitsRepriced{}}
}

// Fold takes one event into the agreement.
func (a *Contract) Fold(r journal.Recorded) {
	a.id = r.Stream.ID
	switch e := r.Event.(type) {
	case AgreementSigned:
		a.Terms = e.Terms
		a.set(e.Price)
		a.backwards(r, e.Price.From, "Avtalet "+a.Number+" lades upp, och gäller från "+e.Terms.From.String()+".")
	case PriceSet:
		a.set(e.Price)
		a.backwards(r, e.Price.From, "Avtalet "+a.Number+" har ett annat pris från "+e.Price.From.String()+".")
	case AgreementEnded:
		first := e.On
		if !a.Ended.IsZero() && a.Ended.Before(first) {
			first = a.Ended
		}
		a.Ended = e.On
		a.backwards(r, first.AddDays(1), "Avtalet "+a.Number+" upphörde "+e.On.String()+".")
	case VisitsRepriced:
		a.repriced(e)
	}
}

// set puts a price in its place; one for the same day replaces it.
func (a *Contract) set(p Price) {
	at, there := slices.BinarySearchFunc(a.Prices, p, Price.place)
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

// PriceOn is the price on a day, where no area or hours have one of their own; false
// when the agreement holds none.
func (a Contract) PriceOn(day civil.Date) (Price, bool) {
	if day.Before(a.From) || !a.Ended.IsZero() && day.After(a.Ended) {
		return Price{}, false
	}
	var found Price
	for _, p := range a.Prices {
		if !p.From.After(day) && p.plain() {
			found = p
		}
	}
	return found, found.Ore > 0
}

func (p Price) plain() bool { return p.Area == "" && p.Ends == 0 }

// SignAgreement begins an agreement with its first price.
type SignAgreement struct {
	Terms Terms
	Price int64 // öre for an hour or a visit, from the first day
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
	var model, ceiling, areas *fault.Error
	if cmd.Terms.Model != "" && !slices.Contains(Models(), cmd.Terms.Model) {
		model = fault.Field("model", "agreement.model-missing")
	}
	if cmd.Terms.Ceiling < 0 || cmd.Terms.Ceiling > highestCeiling {
		ceiling = fault.Field("ceiling", "agreement.ceiling-wrong")
	}
	var sharing *fault.Error
	if !slices.Contains([]Sharing{"", SharedAlike, SharedByGranted}, cmd.Terms.Sharing) {
		sharing = fault.Field("sharing", "agreement.sharing-missing")
	}
	if slices.ContainsFunc(cmd.Terms.Areas, Area.Faulty) {
		areas = fault.Field("codes", "agreement.areas-wrong")
	}
	if err := fault.Join(provider, number, from, model, ceiling, sharing, areas, priced(cmd.Price)); err != nil {
		return nil, err
	}
	return []journal.Event{AgreementSigned{Terms: cmd.Terms, Price: Price{From: cmd.Terms.From, Ore: cmd.Price}}}, nil
}

// highestCeiling is a ceiling that holds nothing back any more, in per cent.
const highestCeiling = 200

// Faulty tells whether the area lacks a name, or a postal code is no five digits.
func (a Area) Faulty() bool {
	return strings.TrimSpace(a.Name) == "" || len(a.Codes) == 0 ||
		slices.ContainsFunc(a.Codes, func(c string) bool { return len(c) != 5 || strings.Trim(c, "0123456789") != "" })
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
	var area, hours *fault.Error
	if cmd.Price.Area != "" && !slices.ContainsFunc(a.Areas, func(x Area) bool { return x.Name == cmd.Price.Area }) {
		area = fault.Field("area", "agreement.area-unknown")
	}
	if p := cmd.Price; (p.Begins != 0 || p.Ends != 0) && (p.Begins < 0 || p.Ends > 24 || p.Begins >= p.Ends) {
		hours = fault.Field("ends", "agreement.hours-wrong")
	}
	if err := fault.Join(from, area, hours, priced(cmd.Price.Ore)); err != nil {
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

// The hours of the day that are paid where the agreement says nothing else (F-15).
const (
	paidFrom = 7
	paidTo   = 22
)

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
		"agreement.model-missing":     {Number: 3409, Says: "Välj vad avtalet betalar för: utförd tid, beviljad tid eller utförda besök."},
		"agreement.ceiling-wrong":     {Number: 3410, Says: "Skriv taket i hela procent av den beviljade tiden, från 1 till 200. Lämna tomt om avtalet inte har något tak."},
		"agreement.areas-wrong":       {Number: 3411, Says: "Skriv postnumren med fem siffror och komma mellan, till exempel 73130, 73131."},
		"agreement.area-unknown":      {Number: 3412, Says: "Avtalet har inget sådant område. Välj ett av avtalets områden, eller inget."},
		"agreement.hours-wrong":       {Number: 3413, Says: "Skriv hela timmar mellan 0 och 24, den första före den sista. Lämna båda tomma för 07–22."},
		"agreement.repricing-moved":   {Number: 3414, Says: "Avtalet har ändrats medan besöken räknades om. Omräkningen börjar om av sig själv."},
		"agreement.sharing-missing":   {Number: 3415, Says: "Välj hur tiden delas när två som bor ihop får besök samtidigt."},
		"agreement.area-nameless":     {Number: 3416, Says: "Skriv vad området heter, till exempel Centrum."},
		"agreement.end-before-from":   {Number: 3408, Says: "Skriv avtalets sista dag. Den kan inte ligga före den första."},
	}
}
