package visits

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// A LedgerVisit (besök i underlaget) is one registered visit with what it counts as
// and costs. Parts are not listed.
type LedgerVisit struct {
	ID     ids.Visit
	Target Target
	Day    civil.Date
	Done   Span
	Class  Class
	Rated  Rated
	Held   string // why it is not paid as long as nobody has decided about it
	Gone   string // "avliden" or "flyttat" when it lies after that day
	Known  time.Time
	Change time.Time // when what it counts as was last changed
	Why    string    // and why
}

// Paid tells whether the visit is in the sum.
func (v LedgerVisit) Paid() bool { return v.Held == "" && v.Gone == "" }

// Same tells whether a visit would come out as it stands.
func (v LedgerVisit) Same(r Rated) bool {
	r.Parts = nil
	return v.Rated.Day == r.Day && v.Rated.Night == r.Night && v.Rated.Priceless == r.Priceless && v.Rated.Price == r.Price &&
		v.Rated.Ore == r.Ore && v.Rated.Agreement == r.Agreement && v.Rated.Model == r.Model
}

// A MonthSum (månadssumma) is what the visits of one order come to in a month, at
// one price.
type MonthSum struct {
	Agreement string
	Model     Model
	Price     int64
	Planned   int // minutes, as the rest
	Visits    int // paid ones
	Minutes   int
	Day       int
	Night     int
	Priceless int
	Ore       int64
	Kinds     Kinds
	Held      int // visits that wait for a decision, or lie after a death
	HeldTime  int // their minutes
	HeldOre   int64
}

// Kinds (registreringssätt) counts visits by how they were registered (F-03).
type Kinds struct{ Both, In, Out, Manual int }

// An OrderMonth (uppdragsmånad) is all that is known of one order in one month.
type OrderMonth struct {
	Order    ids.Order
	Person   ids.Person
	Service  ids.Service
	Provider ids.Provider
	Decision ids.Decision
	Case     ids.Case
	Kind     string     // key of the service in the catalogue
	Name     string     // of the service
	Month    civil.Date // its first day
	Granted  int        // minutes of the decision in the month; 0: not counted in time
	Ordered  int        // minutes of the order in the month
	Sums     []MonthSum
	Changed  time.Time // when a visit in it was last changed
	Cause    Cause     // given by someone
}

// Total adds what the prices give.
func (m OrderMonth) Total() MonthSum {
	var t MonthSum
	for _, s := range m.Sums {
		t.Planned += s.Planned
		t.Visits += s.Visits
		t.Minutes += s.Minutes
		t.Day += s.Day
		t.Night += s.Night
		t.Priceless += s.Priceless
		t.Ore += s.Ore
		t.Kinds.Both += s.Kinds.Both
		t.Kinds.In += s.Kinds.In
		t.Kinds.Out += s.Kinds.Out
		t.Kinds.Manual += s.Kinds.Manual
		t.Held += s.Held
		t.HeldTime += s.HeldTime
		t.HeldOre += s.HeldOre
	}
	return t
}

// A ProviderMonth (utförarmånad) is what a provider's visits come to in a month.
type ProviderMonth struct {
	Provider ids.Provider
	Month    civil.Date
	Sum      MonthSum
	Locked   bool
	At       time.Time // closed last; zero: never
	Closed   int64     // öre, with what agreement and earlier months add and take away
}

// A BaseEntry (underlagspost) is one order of a month with what it is paid, line by
// line, or a correction of an earlier month.
type BaseEntry struct {
	OrderMonth
	Lines   []PaidLine
	Minutes int
	Ore     int64
	Why     string // of a correction: what changed
}

// Correction tells whether the entry is of an earlier month than the one it stands in.
func (e BaseEntry) Correction(month civil.Date) bool { return e.Month.Before(month.MonthStart()) }

// PerPerson puts the orders of each person together, so that time is compared person
// by person (F-13); those that differ most come first, and corrections are left out.
// One of several orders that has no cause leaves the person without.
func PerPerson(entries []BaseEntry, month civil.Date) []BaseEntry {
	at := map[ids.Person]int{}
	services := map[ids.Person]int{}
	var all []BaseEntry
	for _, e := range entries {
		if e.Correction(month) {
			continue
		}
		i, there := at[e.Person]
		if !there || e.Person.IsZero() {
			at[e.Person] = len(all)
			services[e.Person] = 1
			e.Sums = slices.Clone(e.Sums)
			all = append(all, e)
			continue
		}
		sum := &all[i]
		services[e.Person]++
		sum.Name = strconv.Itoa(services[e.Person]) + " insatser"
		sum.Granted, sum.Ordered = sum.Granted+e.Granted, sum.Ordered+e.Ordered
		sum.Sums = append(sum.Sums, e.Sums...)
		sum.Minutes, sum.Ore = sum.Minutes+e.Minutes, sum.Ore+e.Ore
		if sum.Cause == "" || e.Cause == "" {
			sum.Cause = ""
		}
	}
	slices.SortStableFunc(all, func(x, y BaseEntry) int { return cmp.Compare(y.Distance(), x.Distance()) })
	return all
}

// Distance is how far delivered is from granted, in per cent, whichever way.
func (m OrderMonth) Distance() int {
	off, _ := m.Off()
	return max(off, -off)
}

// Differs is how far delivered is from granted, as a page says it: "−12 %".
func (m OrderMonth) Differs() string {
	off, _ := m.Off()
	if off < 0 {
		return "−" + strconv.Itoa(-off) + "\u00a0%"
	}
	return "+" + strconv.Itoa(off) + "\u00a0%"
}

// Beyond tells whether delivered time is further from granted than is tolerated; 0
// per cent: nobody has decided how far that is.
func (m OrderMonth) Beyond(within int) bool { return within > 0 && m.Distance() > within }

// NeedGap tells whether the person seems to need more or less than the decision
// gives (F-25): somebody has said so, or delivered time is far from granted and
// nobody has said that something else lies behind.
func (m OrderMonth) NeedGap(within int) bool {
	return m.Granted > 0 && (m.Cause == MoreNeeded || m.Cause == LessNeeded || m.Cause == "" && m.Beyond(within))
}

// Off is how far delivered time is from granted, in per cent of the granted; false
// where nothing is granted in time.
func (m OrderMonth) Off() (percent int, known bool) {
	if m.Granted == 0 {
		return 0, false
	}
	return (m.Total().Minutes - m.Granted) * 100 / m.Granted, true
}

// A Deal (villkor för ersättning) is what an agreement says beside its prices, for
// one order and month.
type Deal struct {
	Agreement string
	Model     Model
	Ceiling   int    // per cent of the granted minutes that are paid at most; 0: none
	Months    []Part // with ByGranted: the days of each price in the month
}

// A Part (del av månad) is so many days at a price.
type Part struct {
	Days  int
	Price int64
}

// A PaidLine (ersättningsrad) is one line of what an order gives in a month. The
// lines of an order add up to what it is paid, to the öre.
type PaidLine struct {
	Kind    LineKind
	Price   int64
	Visits  int
	Minutes int
	Ore     int64
}

// A LineKind (slag av rad) says what a line is for.
type LineKind string

// The kinds of line.
const (
	DeliveredLine LineKind = "utford-tid"
	ActivityLine  LineKind = "utforda-besok"
	GrantedLine   LineKind = "beviljad-tid"
	CeilingLine   LineKind = "over-taket"
)

// Words is the line as a page says it.
func (k LineKind) Words() string {
	return map[LineKind]string{
		DeliveredLine: "Utförd tid 07–22", ActivityLine: "Utförda besök", GrantedLine: "Beviljad tid", CeilingLine: "Tid över avtalets tak",
	}[k]
}

// Settle works out what an order is paid for a month, line by line. Visits carry
// their öre already; what is over the ceiling is taken off at the lowest price
// first, rounded for each price with a half upwards, and never more than the price
// has given.
func (m OrderMonth) Settle(d Deal) []PaidLine {
	var lines []PaidLine
	sums := slices.Clone(m.Sums)
	slices.SortFunc(sums, func(a, b MonthSum) int {
		return cmp.Or(cmp.Compare(a.Agreement, b.Agreement), cmp.Compare(a.Model, b.Model), cmp.Compare(a.Price, b.Price))
	})
	minutes := 0
	for _, s := range sums {
		kind := DeliveredLine
		switch s.Model {
		case ByActivity:
			kind = ActivityLine
		case ByGranted, "":
			continue
		}
		if s.Visits == 0 && s.Ore == 0 {
			continue
		}
		paid := s.Day - s.Priceless
		lines = append(lines, PaidLine{Kind: kind, Price: s.Price, Visits: s.Visits, Minutes: paid, Ore: s.Ore})
		if kind == DeliveredLine {
			minutes += paid
		}
	}
	if over := minutes - m.Granted*d.Ceiling/100; d.Ceiling > 0 && m.Granted > 0 && over > 0 {
		lines = append(lines, beyond(lines, over)...)
	}
	if d.Model == ByGranted {
		lines = append(lines, granted(m.Granted, d.Months)...)
	}
	return lines
}

// beyond takes minutes off the lines, the lowest price first. Visits with several
// prices have none of their own, and come last.
func beyond(lines []PaidLine, over int) []PaidLine {
	var off []PaidLine
	byPrice := slices.Clone(lines)
	slices.SortStableFunc(byPrice, func(a, b PaidLine) int {
		return cmp.Or(cmp.Compare(several(a), several(b)), cmp.Compare(a.Price, b.Price))
	})
	for _, l := range byPrice {
		if l.Kind != DeliveredLine || l.Minutes == 0 || over == 0 {
			continue
		}
		n := min(over, l.Minutes)
		ore := l.Ore
		switch {
		case n == l.Minutes:
		case l.Price > 0:
			ore = min(Hours(l.Price, n), l.Ore)
		default:
			ore = (l.Ore*int64(n)*2 + int64(l.Minutes)) / (2 * int64(l.Minutes))
		}
		off = append(off, PaidLine{Kind: CeilingLine, Price: l.Price, Minutes: -n, Ore: -ore})
		over -= n
	}
	return off
}

func several(l PaidLine) int {
	if l.Price == 0 {
		return 1
	}
	return 0
}

// granted shares the granted minutes among the prices of the month by days, so that
// no minute is lost, and rounds each price by itself.
func granted(minutes int, parts []Part) []PaidLine {
	days := 0
	for _, p := range parts {
		days += p.Days
	}
	var lines []PaidLine
	sofar, given := 0, 0
	for _, p := range parts {
		sofar += p.Days
		n := minutes*sofar/days - given
		given += n
		if n > 0 {
			lines = append(lines, PaidLine{Kind: GrantedLine, Price: p.Price, Minutes: n, Ore: Hours(p.Price, n)})
		}
	}
	return lines
}

// Amount adds up lines.
func Amount(lines []PaidLine) (minutes int, ore int64) {
	for _, l := range lines {
		minutes += l.Minutes
		ore += l.Ore
	}
	return minutes, ore
}

// Prorated is how many of a month's minutes fall on some days of it, a begun minute
// left out.
func Prorated(minutes int, of civil.Date, from, until civil.Date) int {
	first, last := of.MonthStart(), of.MonthEnd()
	days := last.DaysSince(first) + 1
	if from.After(first) {
		first = from
	}
	if !until.IsZero() && until.Before(last) {
		last = until
	}
	return minutes * max(last.DaysSince(first)+1, 0) / days
}
