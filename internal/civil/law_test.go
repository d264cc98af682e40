package civil_test

import (
	"testing"

	"stadga/internal/civil"
)

// The vectors of law.md 2.1: how a period set by law is counted, and where its
// last day lands when it falls on a day off.
func TestCountingTime(t *testing.T) {
	days := func(n int) func(civil.Date) civil.Date {
		return func(d civil.Date) civil.Date { return d.AddDays(n) }
	}
	weeks := func(n int) func(civil.Date) civil.Date {
		return func(d civil.Date) civil.Date { return d.AddWeeks(n) }
	}
	months := func(n int) func(civil.Date) civil.Date {
		return func(d civil.Date) civil.Date { return d.AddMonths(n) }
	}
	for name, tt := range map[string]struct {
		start           string
		within          func(civil.Date) civil.Date
		strict, shifted string
	}{
		"14 days end on Christmas Day":                   {"2026-12-11", days(14), "2026-12-25", "2026-12-28"},
		"3 weeks end on New Year's Eve":                  {"2026-12-10", weeks(3), "2026-12-31", "2027-01-04"},
		"3 weeks end on Epiphany":                        {"2026-12-16", weeks(3), "2027-01-06", "2027-01-07"},
		"3 weeks end on Midsummer Eve":                   {"2027-06-04", weeks(3), "2027-06-25", "2027-06-28"},
		"4 months from the 31st end in February":         {"2026-10-31", months(4), "2027-02-28", "2027-03-01"},
		"4 months from the 31st end in a leap year":      {"2027-10-31", months(4), "2028-02-29", "2028-02-29"},
		"4 months end on Christmas Eve":                  {"2026-08-24", months(4), "2026-12-24", "2026-12-28"},
		"6 months from the 31st end in February":         {"2026-08-31", months(6), "2027-02-28", "2027-03-01"},
		"1 week ends on Christmas Day":                   {"2026-12-18", weeks(1), "2026-12-25", "2026-12-28"},
		"1 week ends on Good Friday":                     {"2027-03-19", weeks(1), "2027-03-26", "2027-03-30"},
		"3 months from the 30th end in February":         {"2026-11-30", months(3), "2027-02-28", "2027-03-01"},
		"received Tuesday after Easter, RÅ 1999 not 181": {"1999-03-16", weeks(3), "1999-04-06", "1999-04-06"},
	} {
		t.Run(name, func(t *testing.T) {
			strict := tt.within(civil.MustParse(tt.start))
			if strict.String() != tt.strict {
				t.Errorf("the last day by the wording is %s, want %s", strict, tt.strict)
			}
			if shifted := civil.Shift(strict); shifted.String() != tt.shifted {
				t.Errorf("the last day when it moves is %s, want %s", shifted, tt.shifted)
			}
		})
	}
}

// 120 days are never later than four months and at most three days earlier, so
// the two are never the same rule.
func TestMonthsAreNotDays(t *testing.T) {
	lengths := map[int][2]int{1: {28, 31}, 2: {59, 62}, 3: {89, 92}, 4: {120, 123}, 6: {181, 184}}
	for months, want := range lengths {
		least, most := 1000, 0
		for d := civil.On(2024, 1, 1); d.Before(civil.On(2032, 1, 1)); d = d.AddDays(1) {
			n := d.AddMonths(months).DaysSince(d)
			least, most = min(least, n), max(most, n)
		}
		if least != want[0] || most != want[1] {
			t.Errorf("%d months are %d–%d days, want %d–%d", months, least, most, want[0], want[1])
		}
	}
}

func TestPaperPostCountsAsReceivedTheWorkingDayBefore(t *testing.T) { // förvaltningslagen 22 §
	for arrived, want := range map[string]string{
		"2026-11-24": "2026-11-23",
		"2026-11-23": "2026-11-20",
		"2027-03-30": "2027-03-25", // over Easter
	} {
		if got := civil.MustParse(arrived).AddWorkingDays(-1); got.String() != want {
			t.Errorf("arrived %s counts as %s, want %s", arrived, got, want)
		}
	}
}
