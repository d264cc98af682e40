package casework

import (
	"slices"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// PlannedDays is how many days the service was to last as it was signed, first and last
// day counted; 0 for one that was granted until further notice (G-20).
func (d Decision) PlannedDays(service ids.Service) int {
	at := slices.IndexFunc(d.Signed, func(it DecisionItem) bool { return it.Service == service })
	if at < 0 || d.Signed[at].Until.IsZero() {
		return 0
	}
	return d.Signed[at].Until.DaysSince(d.Signed[at].From) + 1
}

// LastedDays is how many days the service has lasted by a day, or lasted until it ended.
// It counts from the day it began, else from the decision's first day; 0 before that.
func (it DecidedService) LastedDays(began, by civil.Date) int {
	from := it.From
	if !began.IsZero() {
		from = began
	}
	if !it.Ended.IsZero() && it.Ended.Before(by) {
		by = it.Ended
	}
	return max(by.DaysSince(from)+1, 0)
}
