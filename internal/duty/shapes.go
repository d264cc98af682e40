package duty

import (
	"time"

	"stadga/internal/civil"
)

// shape works out the obligation, or several, that the rule's shape gives.
func (c *computation) shape(r *Rule, ground *Fact, o *Obligation) {
	switch r.Shape {
	case Within:
		c.within(r, o)
	case Every:
		c.every(r, o)
	case Count:
		c.count(r, o)
	case Before:
		c.before(r, ground, o)
	case Standing:
		c.standing(r, o)
	case Forbids:
		c.forbid(r, ground, o)
	case Ends:
		o.Strict = r.Span.After(o.Ground.Day)
		o.Shifted = o.Strict // a longest time is never moved (NJA 1948 s. 550)
		c.finish(r, o)
	case Keep:
		c.keep(r, o)
	}
}

func (c *computation) within(r *Rule, o *Obligation) {
	switch {
	case r.DueBy.Fact != "":
		said := c.facts.Last(r.DueBy.Fact)
		if o.Strict = said.runsTo(); o.Strict.IsZero() {
			if o.Strict = said.Day; o.Strict.IsZero() && o.Missing == "" {
				o.Missing = r.DueBy.Fact
			}
		}
		o.Shifted = r.Weekend.shift(o.Strict)
		if !said.At.IsZero() && said.Value == "" { // a deadline with an hour is kept or missed by the hour
			o.DueAt = said.At
		}
	case r.Span.Hours > 0:
		if o.Ground.At.IsZero() {
			if o.Missing == "" {
				o.Missing = o.Ground.Name // the day is known but not the hour
			}
			break
		}
		o.DueAt = o.Ground.At.Add(time.Duration(r.Span.Hours) * time.Hour)
		o.Strict = civil.DayOf(o.DueAt)
		o.Shifted = o.Strict
	case !r.Span.IsZero():
		o.Strict = r.Span.After(o.Ground.Day)
		o.Shifted = r.Weekend.shift(o.Strict)
	}
	if r.ExtendedBy != "" {
		c.extend(r, o)
	}
	if !r.Local.IsZero() {
		o.Local = r.Local.After(o.Ground.Day)
	}
	c.finish(r, o)
}

// extend moves the last day by each extension that was decided while time still
// ran. One decided too late moves nothing: running over without a decision is
// the breach.
func (c *computation) extend(r *Rule, o *Obligation) {
	all := c.facts.All(r.ExtendedBy)
	for i := range all {
		f := &all[i]
		if to := f.runsTo(); !f.Day.After(o.Shifted) && to.After(o.Strict) && sameAbout(f, o.About) {
			o.Strict, o.Shifted = to, to // a stated day is the day stated
		}
	}
}

// every gives one obligation for each stretch between two facts that meet it,
// and one for the stretch that runs.
func (c *computation) every(r *Rule, o *Obligation) {
	ends := c.endOf(r, o)
	span := r.Span
	if !r.First.IsZero() {
		span = r.First
	}
	from, on := &o.Ground, o.Ground.Day
	for {
		turn := *o
		turn.Ground = *from
		turn.Strict = span.After(on)
		turn.Shifted = turn.Strict // an interval to keep within is never moved
		met := c.firstMet(r, on, o.About)
		if met == nil {
			if !ends.IsZero() && !ends.After(turn.Strict) {
				return
			}
			turn.Missing = c.unknownMet(r, turn.Missing)
			c.rest(&turn, ends)
		} else {
			turn.met(r, met)
		}
		c.finishWith(r, &turn)
		if met == nil {
			return
		}
		from, on, span = met, r.counted(met), r.Span
	}
}

// firstMet is the earliest fact after the day that meets the rule.
func (c *computation) firstMet(r *Rule, after civil.Date, about string) *Fact {
	var first *Fact
	for i := range r.MetBy {
		all := c.facts.All(r.MetBy[i].Fact)
		for j := range all {
			f := &all[j]
			if r.MetBy[i].speaks(f, about) && r.counted(f).After(after) && (first == nil || r.counted(f).Before(r.counted(first))) {
				first = f
			}
		}
	}
	return first
}

// count gives one obligation for each whole period since the ground, the one
// that runs included.
func (c *computation) count(r *Rule, o *Obligation) {
	ends := c.endOf(r, o)
	first := r.Period.first(o.Ground.Day)
	if first.Before(o.Ground.Day) {
		first = r.Period.next(first) // a broken period owes nothing
	}
	if first.After(c.today) {
		c.answer.Wakes = earliest(c.answer.Wakes, first)
	}
	for ; !first.After(c.today); first = r.Period.next(first) {
		next := r.Period.next(first)
		turn := *o
		turn.Strict = next.AddDays(-1)
		turn.Shifted = turn.Strict
		if met := c.nthMet(r, first, turn.Strict, o.About); met != nil {
			turn.met(r, met)
		} else if !ends.IsZero() && !ends.After(turn.Strict) {
			return
		} else {
			turn.Missing = c.unknownMet(r, turn.Missing)
			c.rest(&turn, ends)
		}
		if next.After(c.today) {
			turn.Wakes = next
		}
		c.finishWith(r, &turn)
	}
}

// nthMet is the fact that fills the number, within the days from first to last.
func (c *computation) nthMet(r *Rule, first, last civil.Date, about string) *Fact {
	n := 0
	for i := range r.MetBy {
		all := c.facts.All(r.MetBy[i].Fact)
		for j := range all {
			f := &all[j]
			if on := r.counted(f); !r.MetBy[i].speaks(f, about) || on.Before(first) || on.After(last) {
				continue
			}
			if n++; n == r.Times {
				return f
			}
		}
	}
	return nil
}

func (c *computation) before(r *Rule, ground *Fact, o *Obligation) {
	o.Prior = true
	o.Strict = o.Ground.Day
	o.Shifted = o.Strict
	if r.Holds != nil && c.earliestMet(r, o) == nil {
		switch truth, missing := r.Holds(c.facts, ground); truth {
		case True:
			o.met(r, ground)
		case Unsure:
			o.Missing = missing
		}
		c.finishWith(r, o)
		return
	}
	c.finish(r, o)
}

// standing judges whether something current is there today.
func (c *computation) standing(r *Rule, o *Obligation) {
	if ends := c.endOf(r, o); !ends.IsZero() {
		if !ends.After(c.today) {
			return
		}
		o.Wakes = ends
	}
	o.Strict = r.Span.After(o.Ground.Day)
	var best *Fact
	var lasts civil.Date // of best; no day: for good
	for i := range r.MetBy {
		all := c.facts.All(r.MetBy[i].Fact)
		for j := range all {
			f := &all[j]
			if !r.MetBy[i].speaks(f, o.About) {
				continue
			}
			if on := r.counted(f); on.After(c.today) {
				o.Wakes = earliest(o.Wakes, on)
				continue
			}
			until := f.runsTo()
			if until.IsZero() && !r.Valid.IsZero() {
				until = r.Valid.After(f.Day)
			}
			if best == nil || !lasts.IsZero() && (until.IsZero() || until.After(lasts)) {
				best, lasts = f, until
			}
		}
	}
	if best == nil {
		o.Missing = c.unknownMet(r, o.Missing)
	} else {
		o.met(r, best)
		if o.Until = lasts; lasts.After(o.Strict) {
			o.Strict = lasts
		}
	}
	o.Shifted = o.Strict
	c.finishWith(r, o)
}

func (c *computation) forbid(r *Rule, ground *Fact, o *Obligation) {
	if r.Holds != nil {
		switch truth, missing := r.Holds(c.facts, ground); truth {
		case False:
			return
		case Unsure:
			o.Missing = missing
		}
	}
	o.Never = true
	o.met(r, ground)
	c.finishWith(r, o)
}

// forbidSince forbids the trigger from the day another rule became late.
func (c *computation) forbidSince(r *Rule, late *Fact) {
	all := c.facts.All(r.Trigger.Fact)
	if len(all) == 0 && r.Trigger.Silence == Unknown {
		c.unjudged(r, &Fact{}, late.About, r.Trigger.Fact)
	}
	for i := range all {
		if f := &all[i]; r.Trigger.fits(f) && sameAbout(f, late.About) && !f.Day.Before(late.Day) {
			if o, applies := c.judge(r, f, late.About); applies {
				c.forbid(r, f, &o)
			}
		}
	}
}

// unsureSince keeps each trigger that would be forbidden if the other rule was
// late, which cannot be known.
func (c *computation) unsureSince(r *Rule, other *Obligation) {
	all := c.facts.All(r.Trigger.Fact)
	for i := range all {
		if f := &all[i]; r.Trigger.fits(f) && sameAbout(f, other.About) {
			c.unjudged(r, f, other.About, other.Missing)
		}
	}
}

// keep forbids that a thing is destroyed before its time, and asks that it is
// gone by the end of the calendar year after.
func (c *computation) keep(r *Rule, o *Obligation) {
	o.Before = r.Span.After(o.Ground.Day)
	year := Yearly.next(Yearly.first(o.Before))
	o.Strict = Yearly.next(year).AddDays(-1)
	o.Shifted = o.Strict
	c.finish(r, o)
}

// chains joins grounds that follow close on each other, and gives one obligation
// for each chain of two links or more. The days between links are not counted.
func (c *computation) chains(r *Rule, opened []Fact) {
	if len(opened) > 1 && r.Chain.ClosedBy.Silence == Unknown && !c.facts.Has(r.Chain.ClosedBy.Fact) {
		c.unjudged(r, &opened[0], "", r.Chain.ClosedBy.Fact) // nor is it known which of them make a chain
		return
	}
	for i := 0; i < len(opened); {
		first, between := &opened[i], 0
		closed := c.closing(r, opened[i].About)
		j := i + 1
		for ; j < len(opened) && closed != nil && opened[j].Day.DaysSince(closed.Day) <= r.Chain.Gap; j++ {
			if gap := opened[j].Day.DaysSince(closed.Day); gap > 0 {
				between += gap
			}
			closed = c.closing(r, opened[j].About)
		}
		if j-i > 1 {
			if o, applies := c.judge(r, first, first.About); applies {
				o.Strict = r.Span.After(first.Day).AddDays(between)
				o.Shifted = r.Weekend.shift(o.Strict)
				if closed != nil {
					o.met(r, closed)
				}
				c.finishWith(r, &o)
			}
		}
		i = j
	}
}

func (c *computation) closing(r *Rule, about string) *Fact {
	all := c.facts.All(r.Chain.ClosedBy.Fact)
	for i := range all {
		if all[i].About == about {
			return &all[i]
		}
	}
	return nil
}

// finish looks for what meets the obligation and keeps it.
func (c *computation) finish(r *Rule, o *Obligation) {
	met, ends := c.earliestMet(r, o), c.endOf(r, o)
	ceased := !ends.IsZero() && !o.Prior && (o.Strict.IsZero() || !ends.After(o.Strict))
	switch {
	case met != nil && !(ceased && r.counted(met).After(ends)): // what comes after the end wakes nothing
		o.met(r, met)
	case ceased:
		return
	default:
		o.Missing = c.unknownMet(r, o.Missing)
		if !o.Prior {
			c.rest(o, ends)
		}
	}
	c.finishWith(r, o)
}

// ended is why an obligation rests that was late when its time came to an end.
const ended = "Det som skulle göras gäller något som är avslutat. Att det inte gjordes i tid står kvar."

// rest lets what was not done in time be, once it has ended: nobody can do it any
// more, so nobody is reminded of it, and it stays late in every figure.
func (c *computation) rest(o *Obligation, ends civil.Date) {
	switch {
	case ends.IsZero():
	case ends.After(c.today):
		o.Wakes = earliest(o.Wakes, ends)
	default:
		o.Waived, o.WaiveOn = ended, ends
	}
}

// finishWith notes what makes the obligation fall away, and keeps it.
func (c *computation) finishWith(r *Rule, o *Obligation) {
	for i := range r.WaivedBy {
		w := &r.WaivedBy[i]
		all := c.facts.All(w.Fact)
		for j := range all {
			f := &all[j]
			if w.speaks(f, o.About) && (o.WaiveOn.IsZero() || f.Day.Before(o.WaiveOn)) {
				o.Waived, o.WaiveOn = w.Reason, f.Day
			}
		}
	}
	c.add(r, o)
}

// earliestMet is the fact that meets the obligation first. Where each fact
// starts an obligation of its own, what came before it meets nothing.
func (c *computation) earliestMet(r *Rule, o *Obligation) *Fact {
	var first *Fact
	for i := range r.MetBy {
		all := c.facts.All(r.MetBy[i].Fact)
		for j := range all {
			f := &all[j]
			if !r.MetBy[i].speaks(f, o.About) || r.Per == EachFact && !o.Prior && f.precedes(&o.Ground) {
				continue
			}
			if first == nil || r.sooner(f, first) {
				first = f
			}
		}
	}
	return first
}

// unknownMet names the first fact that could meet the rule and whose absence
// says nothing; else what was missing already.
func (c *computation) unknownMet(r *Rule, missing string) string {
	if missing != "" {
		return missing
	}
	for i := range r.MetBy {
		if r.MetBy[i].Silence == Unknown {
			return r.MetBy[i].Fact
		}
	}
	return ""
}

// endOf is the day the duty ceases; no day while it does not.
func (c *computation) endOf(r *Rule, o *Obligation) civil.Date {
	var ends civil.Date
	for i := range r.EndedBy {
		all := c.facts.All(r.EndedBy[i].Fact)
		for j := range all {
			if r.EndedBy[i].speaks(&all[j], o.About) {
				ends = earliest(ends, all[j].Day)
			}
		}
	}
	return ends
}

// met notes the fact that meets the obligation.
func (o *Obligation) met(r *Rule, f *Fact) {
	o.MetBy, o.Recorded = *f, r.Recorded
}

// counted is the day of the fact that the rule counts.
func (r *Rule) counted(f *Fact) civil.Date {
	if r.Recorded {
		return civil.DayOf(f.Learned)
	}
	return f.Day
}

// sooner tells whether f counts as earlier than g. Of one day, a fact whose hour
// is not known comes first: what is not known is not held against anyone.
func (r *Rule) sooner(f, g *Fact) bool {
	if a, b := r.counted(f), r.counted(g); a != b {
		return a.Before(b)
	}
	if r.Recorded {
		return f.Learned.Before(g.Learned)
	}
	return f.At.Before(g.At)
}

// speaks tells whether the fact has a wanted value and is about the thing.
func (w *Want) speaks(f *Fact, about string) bool {
	return w.fits(f) && (w.AnyAbout || sameAbout(f, about))
}

// sameAbout tells whether the fact can speak of the thing: it does so when it is
// about it, or about nothing in particular.
func sameAbout(f *Fact, about string) bool {
	return about == "" || f.About == "" || f.About == about
}

// precedes tells whether f came before g: by the hour when both have one.
func (f *Fact) precedes(g *Fact) bool {
	if !f.At.IsZero() && !g.At.IsZero() {
		return f.At.Before(g.At)
	}
	return f.Day.Before(g.Day)
}

// runsTo is the day the fact's value names; no day when it names none.
func (f *Fact) runsTo() civil.Date {
	if f.Value == "" {
		return civil.Date{}
	}
	day, err := civil.Parse(f.Value)
	if err != nil {
		return civil.Date{} // the value says something else than a day
	}
	return day
}

// shift is the last day with the weekend rule, where the code lets it move.
func (w Weekend) shift(day civil.Date) civil.Date {
	switch w {
	case Moves, MayMove, Unsettled:
		return civil.Shift(day)
	}
	return day
}

// IsZero tells whether nothing is summed.
func (ch Chain) IsZero() bool { return ch.ClosedBy.Fact == "" }
