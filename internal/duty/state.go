package duty

import (
	"time"

	"stadga/internal/civil"
)

// Due is the last day on which meeting the obligation is in time; no day when
// the rule has none.
//
// Where the weekend rule moves the day, the later day counts: what is done on it
// is lawful by the wording of lag 1930:173 2 §. Alarm is the day to act on.
func (o *Obligation) Due() civil.Date {
	if o.Shifted.IsZero() {
		return o.Strict
	}
	return o.Shifted
}

// Alarm is the earliest of the obligation's days: the municipality's own, or the
// last day by the wording. Safety and liberty are guarded by this day, never by
// the shifted one.
func (o *Obligation) Alarm() civil.Date {
	if !o.Local.IsZero() && (o.Strict.IsZero() || o.Local.Before(o.Strict)) {
		return o.Local
	}
	return o.Strict
}

// State is the obligation's answer when the day asOf has ended.
func (o *Obligation) State(asOf civil.Date) State {
	return o.state(asOf, o.passed(asOf))
}

// StateAt is the obligation's answer at the instant now; it differs from State
// only for rules that count hours.
func (o *Obligation) StateAt(now time.Time) State {
	day := civil.DayOf(now)
	if o.DueAt.IsZero() {
		return o.State(day)
	}
	return o.state(day, now.After(o.DueAt))
}

func (o *Obligation) state(day civil.Date, passed bool) State {
	switch {
	case o.Missing != "":
		return Undetermined
	case o.Never:
		if o.metBy(day) {
			return Late
		}
		return NotApplicable
	case o.fellAway(day):
		return NotApplicable
	case !o.Before.IsZero() && o.metBy(day) && o.MetOn().Before(o.Before):
		return Late // destroyed too early: nothing done later mends it
	case !o.metBy(day):
		if passed || o.Prior && !day.Before(o.Ground.Day) {
			return Late
		}
		return Open
	case !o.Until.IsZero(): // what must be current is judged by today, not by when it first came
		switch {
		case !day.After(o.Until):
			return Met
		case passed:
			return Late
		}
		return Open
	case o.metLate():
		return MetLate
	}
	return Met
}

// Rests tells whether nothing more is to be done on the day asOf, though the
// obligation may have been late: it is met, or it fell away.
func (o *Obligation) Rests(asOf civil.Date) bool {
	if o.Never || !o.WaiveOn.IsZero() && !o.WaiveOn.After(asOf) {
		return true
	}
	return o.metBy(asOf) && (o.Until.IsZero() || !asOf.After(o.Until))
}

// fellAway tells whether the obligation was waived before it was met and before
// it was late: death on day 20 does not undo that day 14 was missed. What had to
// be current need be so no more.
func (o *Obligation) fellAway(day civil.Date) bool {
	if o.WaiveOn.IsZero() || o.WaiveOn.After(day) || o.Until.IsZero() && o.metBy(o.WaiveOn) {
		return false
	}
	return o.Due().IsZero() || !o.WaiveOn.After(o.Due())
}

// MetOn is the day that counts as the one it was met on; no day while it is not.
func (o *Obligation) MetOn() civil.Date {
	if o.Recorded {
		return civil.DayOf(o.MetBy.Learned)
	}
	return o.MetBy.Day
}

func (o *Obligation) metBy(day civil.Date) bool {
	on := o.MetOn()
	return !on.IsZero() && !on.After(day)
}

// passed tells whether the last day, or the day of the last hour, lies before
// the end of the day.
func (o *Obligation) passed(day civil.Date) bool {
	if !o.DueAt.IsZero() {
		return !civil.DayOf(o.DueAt).After(day)
	}
	return !o.Due().IsZero() && day.After(o.Due())
}

func (o *Obligation) metLate() bool {
	at := o.MetBy.At
	if o.Recorded {
		at = o.MetBy.Learned
	}
	if !o.DueAt.IsZero() && !at.IsZero() {
		return at.After(o.DueAt)
	}
	// Where only the day is known of what counts hours, the last day is in time.
	return !o.Due().IsZero() && o.MetOn().After(o.Due())
}
