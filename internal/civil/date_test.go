package civil_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"stadga/internal/civil"
)

func TestDayTurnsAtMidnightInStockholm(t *testing.T) {
	for instant, want := range map[string]string{
		"2026-03-02T22:59:59Z": "2026-03-02",
		"2026-03-02T23:00:00Z": "2026-03-03",
		"2026-07-02T21:59:59Z": "2026-07-02", // summer time
		"2026-07-02T22:00:00Z": "2026-07-03",
		"2026-10-24T22:00:00Z": "2026-10-25", // the night summer time ends
		"2026-10-25T22:59:59Z": "2026-10-25",
	} {
		at, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := civil.DayOf(at); got.String() != want {
			t.Errorf("%s is %s in Stockholm, want %s", instant, got, want)
		}
	}
	if !civil.DayOf(time.Time{}).IsZero() {
		t.Error("no instant has a day")
	}
}

func TestDaysAreNumberedAsTheCalendarDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 3_000_000).Draw(t, "days")
		d := civil.On(1, time.January, 1).AddDays(n)
		want := time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
		if d.String() != want.Format(time.DateOnly) || d.Weekday() != want.Weekday() {
			t.Fatalf("day %d is %s, want %s", n, d, want.Format(time.DateOnly))
		}
		if back, err := civil.Parse(d.String()); err != nil || back != d {
			t.Fatalf("%s reads back as %s (%v)", d, back, err)
		}
		if civil.DayOf(d.Midnight()) != d || civil.DayOf(d.Midnight().Add(-time.Second)) == d {
			t.Fatalf("%s does not begin at its midnight", d)
		}
	})
}

func TestMonthsKeepTheDayOrTakeTheLast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDay(t), rapid.IntRange(-240, 240).Draw(t, "months")
		moved := d.AddMonths(n)
		_, _, day := d.Parts()
		y, m, _ := d.Parts()
		_, _, got := moved.Parts()
		if moved.MonthStart() != civil.On(y, m+time.Month(n), 1) {
			t.Fatalf("%s and %d months is %s: another month", d, n, moved)
		}
		if got != day && (got > day || moved != moved.MonthEnd()) {
			t.Fatalf("%s and %d months is %s: neither the same day nor the last", d, n, moved)
		}
	})
}

func TestAge(t *testing.T) {
	for name, tt := range map[string]struct {
		born, on string
		want     int
	}{
		"the day before the 15th birthday": {"2011-05-20", "2026-05-19", 14},
		"on the 15th birthday":             {"2011-05-20", "2026-05-20", 15},
		"born on a leap day, 28 February":  {"2008-02-29", "2026-02-28", 18},
		"born on a leap day, 27 February":  {"2008-02-29", "2026-02-27", 17},
		"the day of birth":                 {"2026-11-22", "2026-11-22", 0},
		"not born yet":                     {"2027-01-10", "2026-11-22", 0},
		"a hundred and one":                {"1925-06-03", "2026-11-22", 101},
	} {
		t.Run(name, func(t *testing.T) {
			if got := civil.MustParse(tt.born).AgeOn(civil.MustParse(tt.on)); got != tt.want {
				t.Errorf("%d years, want %d", got, tt.want)
			}
		})
	}
}

func TestPeriodHoldsBothItsEnds(t *testing.T) {
	spring := civil.Period{From: civil.On(2026, 3, 1), Until: civil.On(2026, 5, 31)}
	open := civil.Period{From: civil.On(2026, 5, 31)}
	for day, want := range map[string]bool{
		"2026-02-28": false, "2026-03-01": true, "2026-05-31": true, "2026-06-01": false,
	} {
		if spring.Contains(civil.MustParse(day)) != want {
			t.Errorf("%s lies in %s: %t", day, spring, !want)
		}
	}
	if !open.Contains(civil.On(2099, 1, 1)) || open.Contains(civil.Date{}) {
		t.Error("until further notice holds every later day, and never no day")
	}
	if common, some := spring.Common(open); !some || common.Days() != 1 {
		t.Errorf("%s and %s share %s", spring, open, common)
	}
	if spring.Overlaps(civil.Period{From: civil.On(2026, 6, 1)}) {
		t.Error("a period that starts the day after does not overlap")
	}
	if spring.Days() != 92 || open.Days() != 0 || (civil.Period{From: civil.On(2026, 2, 1), Until: civil.On(2026, 1, 1)}).IsValid() {
		t.Error("days are counted with both ends, and an end before its start is no period")
	}
}

func TestPeriodsShareWhatBothContain(t *testing.T) {
	period := func(t *rapid.T, name string) civil.Period {
		var p civil.Period
		if rapid.Bool().Draw(t, name+" has a start") {
			p.From = civil.On(2026, 1, rapid.IntRange(1, 60).Draw(t, name+" from"))
		}
		if rapid.Bool().Draw(t, name+" has an end") {
			p.Until = civil.On(2026, 1, rapid.IntRange(1, 60).Draw(t, name+" until"))
		}
		return p
	}
	rapid.Check(t, func(t *rapid.T) {
		p, q := period(t, "p"), period(t, "q")
		common, _ := p.Common(q)
		overlap := false
		for d := civil.On(2025, 12, 1); d.Before(civil.On(2026, 4, 1)); d = d.AddDays(1) {
			both := p.Contains(d) && q.Contains(d)
			overlap = overlap || both
			if common.Contains(d) != both {
				t.Fatalf("%s: in both %s and %s %t, in %s %t", d, p, q, both, common, !both)
			}
		}
		if p.Overlaps(q) != overlap {
			t.Fatalf("%s and %s overlap: %t", p, q, !overlap)
		}
	})
}

func TestDatabaseFormsReadBack(t *testing.T) {
	for _, d := range []civil.Date{{}, civil.On(2026, 11, 22)} {
		stored, err := d.Value()
		if err != nil {
			t.Fatal(err)
		}
		var back civil.Date
		if err := back.Scan(stored); err != nil || back != d {
			t.Errorf("%q reads back as %q (%v)", d, back, err)
		}
	}
	at := time.Date(2026, 11, 22, 9, 30, 0, 123456000, time.UTC)
	if back, err := civil.ParseStamp(civil.Stamp(at)); err != nil || !back.Equal(at) {
		t.Errorf("%s reads back as %s (%v)", at, back, err)
	}
	var d civil.Date
	if d.Scan("2026-13-01") == nil || d.Scan(7) == nil {
		t.Error("what is no day was read as one")
	}
}

// TestDaysAndStampsAreWrittenAsTheirFormsSay holds what is written and read by hand
// to what package time makes of the same forms, also where there is no such day.
func TestDaysAndStampsAreWrittenAsTheirFormsSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMicro(rapid.Int64Range(-70_000_000_000_000_000, 260_000_000_000_000_000).Draw(t, "instant")).UTC()
		if got, want := civil.Stamp(at), at.Format("2006-01-02T15:04:05.000000Z"); got != want {
			t.Errorf("%v is stamped %s, want %s", at, got, want)
		}
		y, m, d := at.Date()
		if got, want := civil.On(y, m, d).String(), at.Format(time.DateOnly); got != want {
			t.Errorf("%v is written %s, want %s", at, got, want)
		}
		number := func(most int) int { return rapid.IntRange(0, most).Draw(t, "number") }
		day := fmt.Sprintf("%04d-%02d-%02d", number(9999), number(13), number(32))
		stamp := fmt.Sprintf("%sT%02d:%02d:%02d.%06dZ", day, number(25), number(61), number(61), number(999_999))
		want, wrong := time.Parse(time.DateOnly, day)
		if got, err := civil.Parse(day); (err == nil) != (wrong == nil) || err == nil && got != civil.On(want.Date()) {
			t.Errorf("%s is read as %v (%v), want %v (%v)", day, got, err, want, wrong)
		}
		want, wrong = time.Parse("2006-01-02T15:04:05.000000Z", stamp)
		if got, err := civil.ParseStamp(stamp); (err == nil) != (wrong == nil) || err == nil && got != want {
			t.Errorf("%s is read as %v (%v), want %v (%v)", stamp, got, err, want, wrong)
		}
	})
}
