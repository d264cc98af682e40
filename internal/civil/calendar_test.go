package civil_test

import (
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/se"
	"pgregory.net/rapid"

	"stadga/internal/civil"
)

func TestDayOffHasANameAndALaw(t *testing.T) {
	for day, want := range map[string]string{
		"2026-11-22": "söndag",
		"2026-11-21": "lördag",
		"2026-11-23": "",
		"2026-04-03": "långfredagen",
		"2026-04-05": "påskdagen",
		"2026-05-14": "Kristi himmelsfärdsdag",
		"2026-05-24": "pingstdagen",
		"2026-06-06": "nationaldagen",
		"2003-06-06": "", // a Friday, before it was a holiday
		"2004-05-31": "annandag pingst",
		"2005-05-16": "", // no holiday from 2005
		"2026-06-19": "midsommarafton",
		"2026-06-20": "midsommardagen",
		"2026-10-31": "alla helgons dag",
		"2025-11-01": "alla helgons dag",
		"2026-12-24": "julafton",
		"2026-12-26": "annandag jul",
		"2026-12-31": "nyårsafton",
		"2026-05-15": "",             // the day after Ascension is a working day in law
		"2026-04-02": "",             // Maundy Thursday too
		"1949-12-26": "annandag jul", // years that are not reckoned beforehand
		"2160-01-01": "nyårsdagen",
	} {
		name, law := civil.DayOff(civil.MustParse(day))
		if name != want || (law != "") != (want != "") {
			t.Errorf("%s is %q by %q, want %q", day, name, law, want)
		}
		if civil.IsDayOff(civil.MustParse(day)) != (want != "") {
			t.Errorf("IsDayOff(%s) says otherwise than DayOff", day)
		}
	}
}

// The library rickar/cal knows the same weekday holidays from 2005 on.
func TestCalendarAgreesWithAnother(t *testing.T) {
	other := cal.NewBusinessCalendar()
	other.AddHoliday(se.Holidays...)
	for d := civil.On(2005, 1, 1); d.Before(civil.On(2060, 1, 1)); d = d.AddDays(1) {
		y, m, day := d.Parts()
		if theirs := !other.IsWorkday(time.Date(y, m, day, 12, 0, 0, 0, time.UTC)); theirs != civil.IsDayOff(d) {
			name, _ := civil.DayOff(d)
			t.Errorf("%s (%s): day off %t with us, %t there", d, name, !theirs, theirs)
		}
	}
}

func anyDay(t *rapid.T) civil.Date {
	return civil.On(1990, 1, 1).AddDays(rapid.IntRange(0, 36500).Draw(t, "days after 1990"))
}

func TestShiftLandsOnTheNearestWorkingDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDay(t)
		shifted := civil.Shift(d)
		if civil.IsDayOff(shifted) || shifted.Before(d) {
			t.Fatalf("%s moved to %s", d, shifted)
		}
		for between := d; between.Before(shifted); between = between.AddDays(1) {
			if !civil.IsDayOff(between) {
				t.Fatalf("%s moved to %s past the working day %s", d, shifted, between)
			}
		}
		if civil.Shift(shifted) != shifted || shifted.DaysSince(d) > 5 {
			t.Fatalf("%s moved to %s", d, shifted)
		}
	})
}

func TestWorkingDaysAreCountedBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := civil.Shift(anyDay(t)), rapid.IntRange(0, 60).Draw(t, "n")
		end := d.AddWorkingDays(n)
		counted := 0
		for day := d; day.Before(end); {
			if day = day.AddDays(1); !civil.IsDayOff(day) {
				counted++
			}
		}
		if counted != n || end.AddWorkingDays(-n) != d {
			t.Fatalf("%d working days from %s gave %s: %d between, and back %s", n, d, end, counted, end.AddWorkingDays(-n))
		}
	})
}

func TestNoDayStaysNoDay(t *testing.T) {
	var none civil.Date
	for name, got := range map[string]civil.Date{
		"days": none.AddDays(3), "weeks": none.AddWeeks(2), "months": none.AddMonths(1),
		"working days": none.AddWorkingDays(2), "shift": civil.Shift(none), "month end": none.MonthEnd(),
		"month start": none.MonthStart(),
	} {
		if !got.IsZero() {
			t.Errorf("no day moved by %s became %s", name, got)
		}
	}
}
