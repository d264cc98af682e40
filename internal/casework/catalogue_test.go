package casework_test

import (
	"testing"

	"stadga/internal/casework"
)

// An extent is handed over as figures: minutes a month for what is granted in
// hours, times a week for what is granted in times, days or nights (F-13).
func TestAnExtentAsFigures(t *testing.T) {
	for name, tt := range map[string]struct {
		unit           casework.Unit
		extent         casework.Extent
		minutes, times int
	}{
		"22 hours a month":   {casework.Hours, casework.Extent{Count: 22, Per: casework.PerMonth}, 1320, 0},
		"3 hours a week":     {casework.Hours, casework.Extent{Count: 3, Per: casework.PerWeek}, 780, 0},
		"2 times a week":     {casework.Times, casework.Extent{Count: 2, Per: casework.PerWeek}, 0, 2},
		"twice a day":        {casework.Times, casework.Extent{Count: 2, Per: casework.PerDay}, 0, 14},
		"30 nights a month":  {casework.Nights, casework.Extent{Count: 30, Per: casework.PerMonth}, 0, 7},
		"once a month":       {casework.Times, casework.Extent{Count: 1, Per: casework.PerMonth}, 0, 0},
		"a place at a house": {casework.Piece, casework.Extent{}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			yearly := tt.extent.Yearly()
			if m, n := tt.unit.MonthlyMinutes(yearly), tt.unit.WeeklyTimes(yearly); m != tt.minutes || n != tt.times {
				t.Errorf("got %d minutes a month and %d times a week, want %d and %d", m, n, tt.minutes, tt.times)
			}
		})
	}
}
