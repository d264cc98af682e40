package simulate

import (
	"time"

	"stadga/internal/civil"
)

// The year: how much comes in each month, 100 in a mean month.
var (
	yearOfReports      = [12]float64{95, 100, 110, 100, 120, 105, 55, 85, 115, 115, 115, 85}
	yearOfApplications = [12]float64{118, 108, 104, 98, 96, 92, 82, 92, 102, 106, 104, 98}
	weekOfReports      = [7]float64{2, 24, 21, 19, 18, 14, 2} // from Sunday
	weekOfApplications = [7]float64{0, 23, 22, 21, 19, 15, 0}
)

// A rhythm draws the days of what comes in.
type rhythm struct {
	days  []civil.Date
	until []float64 // running sum of the weights
}

// newRhythm weighs each day of a span by its month and its day of the week.
func newRhythm(from, to civil.Date, year [12]float64, week [7]float64) rhythm {
	var r rhythm
	var sum float64
	for day := from; !day.After(to); day = day.AddDays(1) {
		_, month, _ := day.Parts()
		weight := year[month-1] * week[day.Weekday()]
		if week[time.Sunday] == 0 && !workday(day) {
			weight = 0
		}
		sum += weight
		r.days, r.until = append(r.days, day), append(r.until, sum)
	}
	return r
}

// day draws one day.
func (r rhythm) day(c chance) civil.Date {
	at := c.Float64() * r.until[len(r.until)-1]
	lo, hi := 0, len(r.until)-1
	for lo < hi {
		mid := (lo + hi) / 2
		if r.until[mid] <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return r.days[lo]
}

// workday tells whether offices are open.
func workday(day civil.Date) bool { return !civil.IsDayOff(day) }

// slide moves an office act that falls on a day off to the working day before.
func slide(day civil.Date) civil.Date {
	for !workday(day) {
		day = day.AddDays(-1)
	}
	return day
}

// next moves a day off to the working day after.
func next(day civil.Date) civil.Date { return civil.Shift(day) }

// officeHours weighs the hours from 7 to 16 for acts at the office, with tops at
// nine and two.
var officeHours = []float64{4, 11, 18, 13, 10, 5, 9, 15, 10, 5}

// office draws a moment of the working day.
func office(c chance, day civil.Date) time.Time {
	hour := 7 + c.weighted(officeHours)
	minute := c.IntN(60)
	if hour == 7 {
		minute = 30 + c.IntN(30)
	}
	return day.At(hour, minute).Add(time.Duration(c.IntN(60)) * time.Second)
}

// anyHour draws a moment when things happen to people: most in the daytime.
func anyHour(c chance, day civil.Date) time.Time {
	hours := []float64{2, 1, 1, 1, 1, 1, 2, 4, 10, 12, 11, 10, 8, 10, 11, 10, 7, 5, 5, 6, 6, 5, 4, 3}
	return day.At(c.weighted(hours), c.IntN(60)).Add(time.Duration(c.IntN(60)) * time.Second)
}

// reportHour draws when a report comes in: on working days most while schools
// and offices are open.
func reportHour(c chance, day civil.Date) time.Time {
	if workday(day) && c.happens(0.93) {
		return office(c, day)
	}
	return anyHour(c, day)
}

// atOffice moves an instant outside office hours to the next opening.
func atOffice(c chance, at time.Time) time.Time {
	day := civil.DayOf(at)
	switch open, shut := day.At(7, 30), day.At(17, 0); {
	case !workday(day) || at.After(shut):
		day = next(day.AddDays(1))
	case !at.Before(open):
		return at
	}
	return day.At(7, 30).Add(time.Duration(c.between(2, 70)) * time.Minute)
}

// after moves so many days from an instant, to an office moment of that day or
// the next working day.
func after(c chance, at time.Time, days float64) time.Time {
	day := next(civil.DayOf(at).AddDays(int(days + 0.5)))
	moment := office(c, day)
	if !moment.After(at) {
		moment = at.Add(time.Duration(c.between(7, 55)) * time.Minute)
	}
	return moment
}

// partway is an office moment so far from one instant to another, and always
// between them.
func partway(c chance, from, to time.Time, share float64) time.Time {
	at := atOffice(c, from.Add(time.Duration(share*float64(to.Sub(from)))))
	if at.Before(to) && at.After(from) {
		return at
	}
	return to.Add(-time.Duration((1 - share) * float64(min(to.Sub(from), 2*time.Hour))))
}

// summer makes lags a third longer in July and August, when every third officer
// is away.
func summer(at time.Time, days float64) float64 {
	if _, month, _ := civil.DayOf(at).Parts(); month == time.July || month == time.August {
		return days * 4 / 3
	}
	return days
}
