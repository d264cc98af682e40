package control

import (
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// A Forecast (prognos för en utförares månad) is what a provider's month was expected to cost, and what it
// cost. Expected is the mean of the three months before it (F-21).
type Forecast struct {
	Provider         ids.Provider
	Month            civil.Date
	Expected, Actual int64 // öre
}

const (
	// MonthsBehind is how many months a forecast is made of.
	MonthsBehind = 3
	// ForecastOff is from how many per cent a forecast counts as off.
	ForecastOff = 10
	// CeilingFrom is from how many per cent of the granted time a person counts as
	// being at the ceiling (F-21). It ends at 100.
	CeilingFrom = 98
)

// Error is how far what it cost is from what was expected, in per cent of the
// expected, whichever way.
func (f Forecast) Error() int {
	if f.Expected == 0 {
		return 0
	}
	off := f.Actual - f.Expected
	return int((max(off, -off)*200 + f.Expected) / (2 * f.Expected))
}

// Off tells whether it was far from what was expected.
func (f Forecast) Off() bool { return f.Error() > ForecastOff }

// beginning is how small a part of the month a month before may be: one that is less
// than a tenth is of a provider that had not yet begun, and says nothing.
const beginning = 10

// Forecasts are the months of one provider that have three months before them in which
// it was at work.
func Forecasts(months []visits.ProviderMonth) []Forecast {
	ore := map[civil.Date]int64{}
	for _, m := range months {
		ore[m.Month] = m.Sum.Ore
	}
	var all []Forecast
	for _, m := range months {
		f := Forecast{Provider: m.Provider, Month: m.Month, Actual: m.Sum.Ore}
		for n := 1; n <= MonthsBehind; n++ {
			before, known := ore[m.Month.AddMonths(-n)]
			if !known || before*beginning < m.Sum.Ore {
				f.Expected = 0
				break
			}
			f.Expected += before
		}
		if f.Expected /= MonthsBehind; f.Expected > 0 {
			all = append(all, f)
		}
	}
	return all
}

// AtCeiling tells whether what was delivered lies just at what is granted: the drift
// that paying by delivered hour invites.
func AtCeiling(m visits.OrderMonth) bool {
	done := m.Total().Minutes
	return m.Granted > 0 && done*100 >= m.Granted*CeilingFrom && done <= m.Granted
}
