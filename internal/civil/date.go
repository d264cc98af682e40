// Package civil counts time the way Swedish law does: whole days in Stockholm,
// months by the calendar, and a last day that moves when it falls on a day off.
//
// Nothing outside this package adds months, looks at weekdays or asks which day
// an instant belongs to (lag 1930:173, lag 1989:253, law.md 2.1).
package civil

import (
	"database/sql/driver"
	"fmt"
	"time"
	_ "time/tzdata" // Stockholm's rules travel with the binary
)

// Stockholm is the zone in which every civil day of the record lies.
var Stockholm = mustLoad("Europe/Stockholm")

func mustLoad(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic("civil: the zone data is compiled in and yet missing: " + err.Error())
	}
	return zone
}

// A Date (dag) is one civil day. The zero Date means "no day" and comes before
// every other. Dates are comparable with ==.
type Date struct {
	n int32 // days since 31 December of the year 0; 1 is 0001-01-01
}

const unixDay = 719163 // n of 1970-01-01

// On returns the day with that year, month and day of month, carrying what
// overflows as time.Date does.
func On(year int, month time.Month, day int) Date {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return Date{int32(floorDiv(t.Unix(), 86400) + unixDay)}
}

// DayOf returns the civil day in Stockholm at the instant t; no day for the zero instant.
func DayOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	y, m, d := t.In(Stockholm).Date()
	return On(y, m, d)
}

// Parse reads a day written 2026-03-02.
func Parse(s string) (Date, error) {
	if y, m, day, ok := readDay(s); ok {
		return On(y, m, day), nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("civil: %q is no day of the form 2026-03-02", s)
	}
	return On(t.Date()), nil
}

// MustParse is Parse for days written in code; it panics on a bad one.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// IsZero tells whether d is "no day".
func (d Date) IsZero() bool { return d.n == 0 }

// Midnight is the instant at which the day begins in Stockholm.
func (d Date) Midnight() time.Time {
	y, m, day := d.Parts()
	return time.Date(y, m, day, 0, 0, 0, 0, Stockholm)
}

// At is the instant in Stockholm at that hour and minute of the day.
func (d Date) At(hour, minute int) time.Time {
	y, m, day := d.Parts()
	return time.Date(y, m, day, hour, minute, 0, 0, Stockholm)
}

// Parts returns year, month and day of month.
func (d Date) Parts() (int, time.Month, int) { return d.utc().Date() }

// Year returns the calendar year.
func (d Date) Year() int { return d.utc().Year() }

// Month returns the calendar month.
func (d Date) Month() time.Month { return d.utc().Month() }

// MonthStart returns the first day of d's month. No day stays no day.
func (d Date) MonthStart() Date {
	if d.IsZero() {
		return d
	}
	y, m, _ := d.Parts()
	return On(y, m, 1)
}

// MonthEnd returns the last day of d's month. No day stays no day.
func (d Date) MonthEnd() Date {
	if d.IsZero() {
		return d
	}
	y, m, _ := d.Parts()
	return On(y, m+1, 1).AddDays(-1)
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// AddDays moves n days, backwards when n is negative. No day stays no day.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return Date{d.n + int32(n)}
}

// AddMonths moves n calendar months and keeps the day of month; where the month
// lacks that day its last day is taken (lag 1930:173 1 §). No day stays no day.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	y, m, day := d.Parts()
	first := On(y, m+time.Month(n), 1)
	if moved := first.AddDays(day - 1); !moved.After(first.MonthEnd()) {
		return moved
	}
	return first.MonthEnd()
}

// AddWeeks moves n weeks, to the same day of the week.
func (d Date) AddWeeks(n int) Date { return d.AddDays(7 * n) }

// AgeOn returns the whole years that someone born on d has lived on the day
// asked for, counted as AddMonths does: one born on 29 February is a year older
// on the 28th in other years. It is 0 before the birth.
func (d Date) AgeOn(day Date) int {
	if d.IsZero() || day.Before(d) {
		return 0
	}
	years := day.Year() - d.Year()
	if day.Before(d.AddMonths(12 * years)) {
		years--
	}
	return years
}

// DaysSince returns the number of days from e to d.
func (d Date) DaysSince(e Date) int { return int(d.n - e.n) }

// Before tells whether d comes before e.
func (d Date) Before(e Date) bool { return d.n < e.n }

// After tells whether d comes after e.
func (d Date) After(e Date) bool { return d.n > e.n }

// Compare orders days, no day first.
func (d Date) Compare(e Date) int { return int(d.n) - int(e.n) }

// String writes the day as 2026-03-02; no day is the empty string.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	y, m, day := d.Parts()
	if y < 0 || y > lastYear {
		return d.utc().Format(time.DateOnly)
	}
	return string(appendDay(make([]byte, 0, len(time.DateOnly)), y, m, day))
}

// MarshalText writes the day as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	if y, m, day, ok := readDay(string(b)); ok {
		*d = On(y, m, day)
		return nil
	}
	day, err := Parse(string(b))
	*d = day
	return err
}

func (d Date) utc() time.Time { return time.Unix(int64(d.n-unixDay)*86400, 0).UTC() }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Value stores the day as text, so that order, prefix and month mean the same
// in every database; no day is the empty string.
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads what Value stores.
func (d *Date) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*d = Date{}
		return nil
	case string:
		if v == "" {
			*d = Date{}
			return nil
		}
		day, err := Parse(v)
		*d = day
		return err
	case []byte:
		return d.UnmarshalText(v)
	}
	return fmt.Errorf("civil: a day cannot be read from %T", v)
}

const stampForm = "2006-01-02T15:04:05.000000Z"

// Stamp writes an instant as text of fixed width in UTC, sorted as time is; the
// zero instant is the empty string.
func Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.UTC()
	y, m, day := t.Date()
	if y < 0 || y > lastYear {
		return t.Format(stampForm)
	}
	hour, minute, second := t.Clock()
	b := appendDay(make([]byte, 0, len(stampForm)), y, m, day)
	b = appendDigits(append(b, 'T'), hour, 2)
	b = appendDigits(append(b, ':'), minute, 2)
	b = appendDigits(append(b, ':'), second, 2)
	b = appendDigits(append(b, '.'), t.Nanosecond()/1000, 6)
	return string(append(b, 'Z'))
}

// When writes an instant as people in Stockholm read it: "2026-03-02 08:53".
func When(t time.Time) string { return t.In(Stockholm).Format("2006-01-02 15:04") }

// ParseStamp reads what Stamp writes.
func ParseStamp(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, ok := readStamp(s); ok {
		return t, nil
	}
	t, err := time.Parse(stampForm, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("civil: %q is no stamp", s)
	}
	return t, nil
}
