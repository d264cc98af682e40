package civil

// A Period (tid, giltighetstid) is a run of whole days, both ends included. No
// From means as long back as anyone asks, no Until means until further notice
// (tills vidare).
type Period struct {
	From, Until Date
}

// IsValid tells whether the period holds at least one day.
func (p Period) IsValid() bool { return p.Until.IsZero() || !p.Until.Before(p.From) }

// Contains tells whether d lies in the period; no day lies in none.
func (p Period) Contains(d Date) bool {
	return !d.IsZero() && !d.Before(p.From) && (p.Until.IsZero() || !d.After(p.Until))
}

// Common returns the days that lie in both periods, and whether there are any.
func (p Period) Common(q Period) (Period, bool) {
	if q.From.After(p.From) {
		p.From = q.From
	}
	if p.Until.IsZero() || !q.Until.IsZero() && q.Until.Before(p.Until) {
		p.Until = q.Until
	}
	return p, p.IsValid()
}

// Overlaps tells whether some day lies in both periods.
func (p Period) Overlaps(q Period) bool {
	_, some := p.Common(q)
	return p.IsValid() && q.IsValid() && some
}

// Days counts the days of the period; 0 when an end is open or none lies in it.
func (p Period) Days() int {
	if p.From.IsZero() || p.Until.IsZero() || !p.IsValid() {
		return 0
	}
	return p.Until.DaysSince(p.From) + 1
}

// String writes 2026-03-02–2026-08-31, with an open end left empty.
func (p Period) String() string { return p.From.String() + "–" + p.Until.String() }
