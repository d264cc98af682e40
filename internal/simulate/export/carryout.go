package export

import (
	"fmt"

	"stadga/internal/civil"
)

// carryOut writes how the decision was carried out; tooLong is the days the
// service went on after its decision.
func (w *world) carryOut(d decision, tooLong int) {
	threshold := "nonexec-threshold-3m"
	if d.law == "LSS" {
		threshold = "lss-nonexec-report"
	}
	if w.happens(0.01) { // not in the list at all: nobody can say
		w.truth.count("service-listed", unknown)
		w.truth.count(threshold, unknown)
		return
	}
	w.truth.count("service-listed", met)
	started := w.startOf(d)
	w.truth.count(threshold, w.answer(d.on.AddMonths(3), started))

	var ended, interrupted civil.Date
	why, pause := "", ""
	switch {
	case started.IsZero():
	case !d.until.IsZero():
		ended, why = w.known(d.until.AddDays(tooLong)), "Beslutet upphör"
		w.truth.count("service-after-expiry", w.answer(d.until, ended))
	case w.happens(0.02):
		interrupted, pause = w.known(started.AddDays(w.between(20, 200))), w.pick("Sjukhus", "Utföraren saknar personal")
	}
	if !interrupted.IsZero() {
		if w.happens(0.4) {
			ended, why = w.known(interrupted.AddDays(w.between(5, 150))), "Avliden"
		}
		w.truth.count("nonexec-threshold-interrupted-3m", w.answer(interrupted.AddMonths(3), ended))
	}
	if ended.IsZero() {
		why = ""
	}
	if interrupted.IsZero() {
		pause = ""
	}
	plan, reviewed, followed := w.plans(started, ended)
	w.executions.row(d.number, w.provider(), dashed(d.on), dashed(w.known(d.on.AddDays(w.between(0, 2)))), never(started), never(interrupted), pause, never(ended), why, dashed(plan), dashed(reviewed), dashed(followed))
	w.judgePlans(started, ended, plan, reviewed, followed)
}

// startOf draws the day the service began; no day when it has not.
func (w *world) startOf(d decision) civil.Date {
	switch {
	case d.renewed:
		return w.known(d.from)
	case w.happens(0.25): // verkställd = the decision's day, by habit
		return d.on
	case w.happens(0.007):
		return civil.Date{}
	case w.happens(0.007), d.service == "SÄBO" && w.happens(0.06):
		return w.known(d.on.AddDays(w.between(100, 160)))
	}
	return w.known(d.from.AddDays(w.between(0, 12)))
}

func (w *world) provider() string {
	return w.pick("Hemtjänst Norr", "Hemtjänst Söder", "Rönnens Hemtjänst AB", "Almvikens Omsorg AB")
}

// plans draws the days of plan, review and follow-up.
func (w *world) plans(started, ended civil.Date) (plan, reviewed, followed civil.Date) {
	if started.IsZero() {
		return plan, reviewed, followed
	}
	last := w.asOf
	if !ended.IsZero() {
		last = ended
	}
	within := func(day civil.Date) civil.Date {
		if day.After(last) || day.Before(started) {
			return civil.Date{}
		}
		return day
	}
	if w.happens(0.9) {
		plan = within(started.AddDays(w.between(5, 60)))
	}
	if !plan.IsZero() && w.happens(0.8) {
		reviewed = within(w.asOf.AddDays(-w.between(10, 170)))
	}
	if w.happens(0.5) {
		followed = within(w.asOf.AddDays(-w.between(20, 340)))
	} else {
		followed = within(w.asOf.AddDays(-w.between(400, 600)))
	}
	return plan, reviewed, followed
}

// judgePlans counts what the two local targets should find: only services that
// run are asked.
func (w *world) judgePlans(started, ended, plan, reviewed, followed civil.Date) {
	if started.IsZero() || !ended.IsZero() {
		return
	}
	w.truth.count("individual-followup-12m", w.current(started.AddMonths(12), followed, 12))
	latest := plan
	if reviewed.After(latest) {
		latest = reviewed
	}
	w.truth.count("plan-6m", w.current(started.AddDays(15), latest, 6))
}

// current is the answer where something not older than so many months is to be
// there, from the day first.
func (w *world) current(first, latest civil.Date, months int) string {
	switch {
	case latest.IsZero():
		return w.answer(first, civil.Date{})
	case w.asOf.After(latest.AddMonths(months)):
		return late
	}
	return met
}

// homeCare makes the client whose visits follow the decision; nil when it is
// not home care.
func (w *world) homeCare(person string, d decision) *client {
	if d.service != "HTJ" {
		return nil
	}
	c := &client{person: person, provider: w.provider(), periods: []period{{d.from, d.until, d.minutes}}, ratio: 0.86 + 0.24*w.rng.Float64()}
	switch lot := w.rng.Float64(); {
	case lot < 0.13:
		c.ratio = 0.45 + 0.2*w.rng.Float64()
	case lot < 0.18:
		c.ratio = 1.3 + 0.3*w.rng.Float64()
	}
	w.clients = append(w.clients, c)
	return c
}

// visits writes two years of visits, day by day, and counts what was delivered.
func (w *world) visits() {
	for day := w.From; !day.After(w.To); day = day.AddDays(1) {
		year, month, _ := day.Parts()
		length := civil.On(year, month+1, 1).DaysSince(civil.On(year, month, 1))
		for _, c := range w.clients {
			for _, p := range c.periods {
				if day.Before(p.from) || !p.until.IsZero() && day.After(p.until) {
					continue
				}
				c.balance += float64(p.minutes) / float64(length) * c.ratio
			}
			w.visitsOf(c, day, month == 7)
		}
	}
	for _, c := range w.clients {
		w.judgeClient(c)
	}
}

func (w *world) visitsOf(c *client, day civil.Date, july bool) {
	for start := w.between(7*60, 9*60); c.balance >= 8; start += w.between(90, 240) {
		minutes := min(w.between(10, 45), int(c.balance))
		c.balance -= float64(minutes)
		if start > 22*60+30 {
			start = 23*60 + 50 // over midnight
		}
		manual := 0.23
		if july {
			manual += 0.08
		}
		way, reason := "T", ""
		if w.happens(manual) {
			way, reason = "M", w.pick("Glömt", "Fel på taggen", "Saknar tagg")
		}
		state := met
		if way == "M" {
			state = late
		}
		// Some read the time as hours in decimals: 14,50 is half past two.
		from, to := clock(start), clock(start+minutes)
		if w.happens(0.02) && start%15 == 0 && minutes%15 == 0 {
			from, to = hours(start), hours(start+minutes)
		}
		planned := clock(start - w.between(0, 9))
		for hands := w.staffing(); hands > 0; hands-- { // double staffing is two rows
			w.truth.count("visit-manual", state)
			w.truth.count("visit-manual/"+c.provider, state)
			c.done += int64(minutes)
			w.visitRows.row(c.person, dashed(day), planned, clock(start+minutes), from, to, way, way, reason, "HTJ", c.provider, fmt.Sprintf("P%03d", 100*hands+w.between(1, 99)))
		}
		if start >= 23*60 {
			return
		}
	}
}

func (w *world) staffing() int {
	if w.happens(0.01) {
		return 2
	}
	return 1
}

func hours(minutes int) string {
	minutes %= 1440
	return decimal(minutes * 100 / 60)
}

// judgeClient counts whether what was delivered lies within a fifth of what was
// granted.
func (w *world) judgeClient(c *client) {
	for _, p := range c.periods {
		until := p.until
		if until.IsZero() || until.After(w.To) {
			until = w.To
		}
		for day := p.from; !day.After(until); {
			year, month, _ := day.Parts()
			first, next := civil.On(year, month, 1), civil.On(year, month+1, 1)
			end := next.AddDays(-1)
			if until.Before(end) {
				end = until
			}
			c.granted += int64(p.minutes) * int64(end.DaysSince(day)+1) / int64(next.DaysSince(first))
			day = next
		}
	}
	switch {
	case c.granted == 0:
		return
	case c.done == 0:
		w.truth.count("delivered-granted", unknown)
	case c.done*100/c.granted < 80 || c.done*100/c.granted > 120:
		w.truth.count("delivered-granted", late)
	default:
		w.truth.count("delivered-granted", met)
	}
}
