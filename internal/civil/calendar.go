package civil

import "time"

// The laws the calendar rests on.
const (
	holidayLaw = "lag (1989:253) om allmänna helgdagar"
	shiftLaw   = "lag (1930:173) om beräkning av lagstadgad tid 2 §"
)

// A dayOff is one row of the Swedish calendar: a day on which an act that law
// gives a last day for may wait until the next working day.
type dayOff struct {
	name        string
	law         string
	from, until Date // first and last day the row holds; zero: before our record, still
	in          func(year int) Date
}

// calendar lists the days off that are not every Saturday and Sunday. It is
// never changed while the program runs; a new law is a new row.
var calendar = []dayOff{
	{name: "nyårsdagen", law: holidayLaw, in: fixed(time.January, 1)},
	{name: "trettondedag jul", law: holidayLaw, in: fixed(time.January, 6)},
	{name: "långfredagen", law: holidayLaw, in: fromEaster(-2)},
	{name: "påskdagen", law: holidayLaw, in: fromEaster(0)},
	{name: "annandag påsk", law: holidayLaw, in: fromEaster(1)},
	{name: "första maj", law: holidayLaw, in: fixed(time.May, 1)},
	{name: "Kristi himmelsfärdsdag", law: holidayLaw, in: fromEaster(39)},
	{name: "pingstdagen", law: holidayLaw, in: fromEaster(49)},
	{name: "annandag pingst", law: holidayLaw, until: On(2004, time.December, 31), in: fromEaster(50)}, // gave way to 6 June by SFS 2004:1320
	{name: "nationaldagen", law: holidayLaw, from: On(2005, time.January, 1), in: fixed(time.June, 6)},
	{name: "midsommarafton", law: shiftLaw, in: saturdayFrom(time.June, 20, -1)},
	{name: "midsommardagen", law: holidayLaw, in: saturdayFrom(time.June, 20, 0)},
	{name: "alla helgons dag", law: holidayLaw, in: saturdayFrom(time.October, 31, 0)},
	{name: "julafton", law: shiftLaw, in: fixed(time.December, 24)},
	{name: "juldagen", law: holidayLaw, in: fixed(time.December, 25)},
	{name: "annandag jul", law: holidayLaw, in: fixed(time.December, 26)},
	{name: "nyårsafton", law: shiftLaw, in: fixed(time.December, 31)},
}

// The days off of these years are reckoned once, when the program starts: every
// deadline of every rule asks for them.
const firstReckoned, lastReckoned = 1950, 2150

var reckoned = reckon(firstReckoned, lastReckoned)

// reckon lists the days off of a run of years by day.
func reckon(first, last int) map[Date]dayOff {
	days := make(map[Date]dayOff, len(calendar)*(last-first+1))
	for year := first; year <= last; year++ {
		for _, off := range calendar {
			if day := off.in(year); off.holds(day) {
				days[day] = off
			}
		}
	}
	return days
}

// holds tells whether the row is in force on the day.
func (off dayOff) holds(day Date) bool {
	return !day.Before(off.from) && (off.until.IsZero() || !day.After(off.until))
}

func fixed(month time.Month, day int) func(int) Date {
	return func(year int) Date { return On(year, month, day) }
}

func fromEaster(days int) func(int) Date {
	return func(year int) Date { return easter(year).AddDays(days) }
}

// saturdayFrom is the first Saturday on or after a day of the year, moved some days.
func saturdayFrom(month time.Month, day, moved int) func(int) Date {
	return func(year int) Date {
		first := On(year, month, day)
		return first.AddDays(int(time.Saturday-first.Weekday()) + moved)
	}
}

// easter returns Easter Sunday by the Gregorian computus (Butcher's form).
func easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	month := (h + l - 7*m + 114) / 31
	day := (h+l-7*m+114)%31 + 1
	return On(year, time.Month(month), day)
}

// DayOff names why d is no working day and the law that says so: a public
// holiday, one of the three eves, a Saturday or a Sunday. Both are empty on a
// working day.
func DayOff(d Date) (name, law string) {
	if d.IsZero() {
		return "", ""
	}
	days := reckoned
	if year := d.Year(); year < firstReckoned || year > lastReckoned {
		days = reckon(year, year)
	}
	if off, ok := days[d]; ok {
		return off.name, off.law
	}
	switch d.Weekday() {
	case time.Saturday:
		return "lördag", shiftLaw
	case time.Sunday:
		return "söndag", holidayLaw
	}
	return "", ""
}

// IsDayOff tells whether d is a Saturday, Sunday, other public holiday,
// Midsummer, Christmas or New Year's Eve (lag 1930:173 2 §).
func IsDayOff(d Date) bool {
	if w := d.Weekday(); !d.IsZero() && (w == time.Saturday || w == time.Sunday) {
		return true // most days off, without asking the calendar
	}
	name, _ := DayOff(d)
	return name != ""
}

// Shift returns the day on which an act may still be done when its last day by
// law is d: d itself on a working day, else the next working day (lag 1930:173
// 2 §). Whether a rule's day moves at all is the rule's to say (law.md 2.1, S codes).
func Shift(d Date) Date {
	for IsDayOff(d) {
		d = d.AddDays(1)
	}
	return d
}

// AddWorkingDays moves n working days from d, backwards when n is negative; the
// start day is not counted. No day stays no day.
func (d Date) AddWorkingDays(n int) Date {
	step := 1
	if n < 0 {
		n, step = -n, -1
	}
	for n > 0 && !d.IsZero() {
		if d = d.AddDays(step); !IsDayOff(d) {
			n--
		}
	}
	return d
}
