package delivery

import "stadga/internal/civil"

// OrderedTime (beställd tid) is the minutes a month that an order carries, and the
// days it runs (F-13, F-19).
type OrderedTime struct {
	Minutes     int        // a month; 0: the order counts in something else
	From, Until civil.Date // zero Until: until further notice
}

// In is how much of it falls on days that lie in one month: as large a part of the
// month's minutes as the days on which the order ran are of the month's.
func (t OrderedTime) In(from, to civil.Date) int64 {
	month := int64(to.MonthEnd().DaysSince(to.MonthStart())) + 1
	if t.From.After(from) {
		from = t.From
	}
	if !t.Until.IsZero() && t.Until.Before(to) {
		to = t.Until
	}
	return max(0, int64(t.Minutes)*(int64(to.DaysSince(from))+1)/month)
}

// Ordered is the time the order carries: from the day it began, or was to begin, or
// was sent, until it ended or runs out.
func (o Order) Ordered() OrderedTime {
	return orderedTime(o.Minutes, civil.DayOf(o.Sent), o.StartDay, o.Started, o.Until, o.Ended)
}

// Ordered is the time the order carries.
func (l Line) Ordered() OrderedTime {
	return orderedTime(l.Minutes, civil.DayOf(l.Sent), l.StartDay, l.Started, l.Until, l.Ended)
}

func orderedTime(minutes int, sent, startDay, started, until, ended civil.Date) OrderedTime {
	t := OrderedTime{Minutes: minutes, From: sent, Until: until}
	if !startDay.IsZero() {
		t.From = startDay
	}
	if !started.IsZero() {
		t.From = started
	}
	if !ended.IsZero() && (until.IsZero() || ended.Before(until)) {
		t.Until = ended
	}
	return t
}
