package duty

import (
	"fmt"
	"slices"

	"stadga/internal/civil"
)

// A Book is an adopted set of rules, by the kind of subject they speak of.
type Book struct {
	kinds map[string][]*Rule
}

// NewBook orders rules so that one whose lateness starts another is computed
// before it. Versions of one rule share their subject.
func NewBook(rules []Rule) (*Book, error) {
	byID := map[string][]*Rule{}
	var ids []string
	for i := range rules {
		r := &rules[i]
		if len(byID[r.ID]) == 0 {
			ids = append(ids, r.ID)
		} else if byID[r.ID][0].Subject != r.Subject {
			return nil, fmt.Errorf("duty: the versions of %s speak of different subjects", r.ID)
		}
		byID[r.ID] = append(byID[r.ID], r)
	}
	b := &Book{kinds: map[string][]*Rule{}}
	placed := map[string]int{} // 1: being placed, 2: placed
	var place func(id string) error
	place = func(id string) error {
		switch placed[id] {
		case 1:
			return fmt.Errorf("duty: the lateness of %s starts itself", id)
		case 2:
			return nil
		}
		placed[id] = 1
		for _, r := range byID[id] {
			if r.AfterLate == "" {
				continue
			}
			first := byID[r.AfterLate]
			if len(first) == 0 || first[0].Subject != r.Subject {
				return fmt.Errorf("duty: %s waits for %s, which is no rule about its subject", id, r.AfterLate)
			}
			if err := place(r.AfterLate); err != nil {
				return err
			}
		}
		placed[id] = 2
		subject := byID[id][0].Subject
		b.kinds[subject] = append(b.kinds[subject], byID[id]...)
		return nil
	}
	for _, id := range ids {
		if err := place(id); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// Kinds lists the kinds of subject that some rule speaks of, sorted.
func (b *Book) Kinds() []string {
	var kinds []string
	for kind := range b.kinds {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

// Compute answers every rule about the subject from what is known of it and of
// all it stands under. It asks nothing but its arguments.
func (b *Book) Compute(subject Subject, facts Facts, today civil.Date) Computed {
	rules := b.kinds[subject.Kind]
	if len(rules) == 0 {
		return Computed{}
	}
	facts = facts.indexed()
	c := computation{subject: subject, facts: &facts, today: today}
	for _, r := range rules {
		c.apply(r)
	}
	return c.answer
}

// A computation gathers the answer about one subject.
type computation struct {
	subject Subject
	facts   *Facts
	today   civil.Date
	answer  Computed
}

func (c *computation) apply(r *Rule) {
	switch {
	case r.AfterLate != "":
		c.afterLate(r)
	case !c.facts.Has(r.Trigger.Fact):
		if r.Trigger.Silence == Unknown && (r.To.IsZero() || r.ChosenOn.Fact != "") { // no ground to choose a version by: the one in force answers
			c.unjudged(r, &Fact{}, "", r.Trigger.Fact)
		}
	default:
		c.grounds(r)
	}
}

// afterLate starts the rule from the lateness of another. Where it cannot be
// known whether the other was late, this one cannot be judged either.
func (c *computation) afterLate(r *Rule) {
	late, unsure := c.lateness(r.AfterLate)
	for i := range late {
		if r.Shape == Forbids {
			c.forbidSince(r, &late[i])
		} else {
			c.start(r, &late[i], late[i].About)
		}
	}
	for i := range unsure {
		switch o := &unsure[i]; {
		case r.Shape != Forbids:
			c.unjudged(r, &Fact{}, o.About, o.Missing)
		case c.facts.Has(r.Trigger.Fact):
			c.unsureSince(r, o)
		case r.Trigger.Silence == Unknown:
			c.unjudged(r, &Fact{}, o.About, r.Trigger.Fact)
		}
	}
}

// grounds starts the rule from its trigger: once, for each fact, or for each
// thing the facts are about.
func (c *computation) grounds(r *Rule) {
	all := c.facts.All(r.Trigger.Fact)
	switch {
	case !r.Chain.IsZero():
		c.chains(r, all)
	case r.Shape == Keep:
		for i := len(all) - 1; i >= 0; i-- { // kept from the last
			if r.Trigger.fits(&all[i]) {
				c.start(r, &all[i], "")
				return
			}
		}
	default:
		for i := range all {
			if !r.Trigger.fits(&all[i]) {
				continue
			}
			switch {
			case r.Per == EachFact || r.Shape == Forbids: // each breach stands by itself
				c.start(r, &all[i], all[i].About)
			case r.Per == EachAbout:
				if !aboutBefore(all[:i], all[i].About) {
					c.start(r, &all[i], all[i].About)
				}
			default:
				c.start(r, &all[i], "")
				return
			}
		}
	}
}

func aboutBefore(earlier []Fact, about string) bool {
	for i := range earlier {
		if earlier[i].About == about {
			return true
		}
	}
	return false
}

// start begins the rule from one ground, once for each thing Each is about.
func (c *computation) start(r *Rule, ground *Fact, about string) {
	if r.Each.Fact == "" {
		if o, applies := c.judge(r, ground, about); applies {
			c.shape(r, ground, &o)
		}
		return
	}
	all := c.facts.All(r.Each.Fact)
	if len(all) == 0 && r.Each.Silence == Unknown { // there may be some, and we do not know whom
		c.unjudged(r, ground, about, r.Each.Fact)
		return
	}
	for i := range all {
		if aboutBefore(all[:i], all[i].About) {
			continue
		}
		if o, applies := c.judge(r, ground, all[i].About); applies {
			c.shape(r, ground, &o)
		}
	}
}

// judge asks whether the rule applies, and begins the obligation it gives.
func (c *computation) judge(r *Rule, ground *Fact, about string) (o Obligation, applies bool) {
	if r.Applies != nil {
		truth, missing := r.Applies(c.facts, ground)
		if truth == False {
			return o, false
		}
		o.Missing = missing
	}
	o.Rule, o.Version, o.Subject, o.About, o.Ground, o.Owes = r.ID, r.Version, c.subject, about, *ground, r.Owes
	return o, true
}

// add keeps the obligation if the version is the one its date chooses. Where no
// day can be named, the version still in force answers.
func (c *computation) add(r *Rule, o *Obligation) {
	switch day, missing := c.chooses(r, o); {
	case missing != "":
		o.Missing = missing
		if !r.To.IsZero() {
			return
		}
	case day.IsZero():
		if !r.To.IsZero() || r.ChosenOn.Fact != "" {
			return // what was never decided is under no version
		}
	case !r.inForce(day):
		return
	}
	for i := len(c.answer.Obligations) - 1; i >= 0; i-- {
		before := &c.answer.Obligations[i]
		if before.Rule != o.Rule {
			break
		}
		if before.About == o.About {
			o.Nth = before.Nth + 1
			break
		}
	}
	o.Wakes = earliest(o.wakes(c.today), o.Wakes)
	c.answer.Wakes = earliest(c.answer.Wakes, o.Wakes)
	if c.answer.Obligations == nil {
		c.answer.Obligations = make([]Obligation, 0, usual)
	}
	c.answer.Obligations = append(c.answer.Obligations, *o)
	if r.Effect == Stops && o.State(c.today) == Late {
		c.answer.Stops = append(c.answer.Stops, Stop{Rule: o.Rule, About: o.About, Basis: r.Basis, Says: r.Says})
	}
}

// usual is how many obligations a subject mostly has; one with more is no slower
// than it was.
const usual = 8

// chooses returns the day that chooses the version, or the fact that is missing
// to know it.
func (c *computation) chooses(r *Rule, o *Obligation) (day civil.Date, missing string) {
	switch r.ChosenBy {
	case ByDecision, ByClosing:
		day = c.facts.Last(r.ChosenOn.Fact).Day
		if day.IsZero() && r.ChosenOn.Silence == Unknown {
			missing = r.ChosenOn.Fact
		}
		return day, missing
	case ByDue:
		day = o.Strict
	case ByBreach:
		day = o.lateOn()
	}
	if day.IsZero() {
		day = o.Ground.Day
	}
	if r.Shape == Every && o.Missing != "" && o.MetBy.Day.IsZero() && !day.IsZero() && day.Before(c.today) {
		day = c.today // what met it is not known, and so not which stretch runs: the version of today answers
	}
	return day, ""
}

// lateness returns, for each obligation of the rule that is or was late today,
// the day it became so, as a fact to start from; and those that cannot be judged.
func (c *computation) lateness(rule string) (late []Fact, unsure []Obligation) {
	for i := range c.answer.Obligations {
		o := &c.answer.Obligations[i]
		if o.Rule != rule {
			continue
		}
		switch o.State(c.today) {
		case Late, MetLate:
		case Undetermined:
			unsure = append(unsure, *o)
			continue
		default:
			continue
		}
		ground := o.Ground
		ground.Name, ground.About, ground.Day = Lateness+rule, o.About, o.lateOn()
		ground.At = ground.Day.Midnight()
		late = append(late, ground)
	}
	return late, unsure
}

// Lateness begins the name of a ground that is the lateness of the rule named after it.
const Lateness = "late:"

// lateOn is the first day on which the obligation, unmet, was late; no day when
// it has no last day.
func (o *Obligation) lateOn() civil.Date {
	switch {
	case o.Never:
		return o.MetOn()
	case o.Prior:
		return o.Ground.Day
	case !o.DueAt.IsZero():
		return civil.DayOf(o.DueAt)
	}
	return o.Due().AddDays(1)
}

// wakes is the next day after today on which the state changes by itself. It
// can do so on four days only.
func (o *Obligation) wakes(today civil.Date) civil.Date {
	var next civil.Date
	for _, day := range [...]civil.Date{o.lateOn(), o.MetOn(), o.WaiveOn, o.Until.AddDays(1)} {
		if day.After(today) && o.State(day) != o.State(day.AddDays(-1)) {
			next = earliest(next, day)
		}
	}
	return next
}

// earliest is the earlier of two days, where no day is not a day.
func earliest(a, b civil.Date) civil.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// fits tells whether the fact has one of the wanted values.
func (w *Want) fits(f *Fact) bool {
	return len(w.Values) == 0 || slices.Contains(w.Values, f.Value)
}

// unjudged keeps an obligation that cannot be judged, since a fact is missing
// that tells whom or what it would be about.
func (c *computation) unjudged(r *Rule, ground *Fact, about, missing string) {
	if o, applies := c.judge(r, ground, about); applies {
		o.Missing = missing
		c.add(r, &o)
	}
}
