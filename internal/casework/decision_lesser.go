package casework

import (
	"cmp"
	"slices"
	"strconv"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/journal"
)

// A running service, as the facts of the case tell it.
type running struct {
	about string
	made  civil.Date
	until civil.Date // zero: until further notice
	year  int        // extent over a year

	reserved bool // the decision says itself that it may be changed
}

// runningOf lists the favourable decisions on a kind of service that hold on a day.
func runningOf(kind string, day civil.Date, facts duty.Facts) []running {
	var out []running
	for _, f := range facts.All("case.favourable_running") {
		if f.Value != kind {
			continue
		}
		r := running{about: f.About, made: f.Day}
		for _, u := range facts.All("case.favourable_until") {
			if u.About == f.About {
				r.until, _ = civil.Parse(u.Value)
			}
		}
		r.reserved = slices.ContainsFunc(facts.All("case.favourable_reservation"), func(x duty.Fact) bool { return x.About == f.About })
		for _, e := range facts.All("case.favourable_extent") {
			if e.About == f.About {
				r.year, _ = strconv.Atoi(e.Value)
			}
		}
		if r.until.IsZero() || !r.until.Before(day) {
			out = append(out, r)
		}
	}
	return out
}

// lessThan tells whether the item gives less than what runs: fewer hours, or an
// earlier end.
func (it DecisionItem) lessThan(r running) bool {
	return it.Extent.Yearly() < r.year || !it.Until.IsZero() && (r.until.IsZero() || it.Until.Before(r.until))
}

// A Reduction is what a change takes from the person: the favourable decisions
// that still run and give more. Whether the change is lawful is for the rules of
// FL 37 § and SoL 14:9 to say; the record says what is changed, and on what ground.
type Reduction struct {
	Made      civil.Date // the oldest of the decisions; zero: nothing is taken
	OpenEnded bool       `json:",omitzero"` // all of them run until further notice
	Reserved  bool       `json:",omitzero"` // all of them say that they may be changed (FL 37 § p1)
}

// IsZero tells whether nothing is taken from the person.
func (r Reduction) IsZero() bool { return r.Made.IsZero() }

func (r Reduction) with(from running) Reduction {
	if r.IsZero() {
		return Reduction{Made: from.made, OpenEnded: from.until.IsZero(), Reserved: from.reserved}
	}
	if from.made.Before(r.Made) {
		r.Made = from.made
	}
	r.OpenEnded = r.OpenEnded && from.until.IsZero()
	r.Reserved = r.Reserved && from.reserved
	return r
}

// reduction is what the item takes from the favourable decisions that run.
func (it DecisionItem) reduction(facts duty.Facts) Reduction {
	var out Reduction
	for _, r := range runningOf(it.Kind, it.From, facts) {
		if it.lessThan(r) {
			out = out.with(r)
		}
	}
	return out
}

// unsaid asks for words where a ground is given.
func (l Lesser) unsaid(field string) *fault.Error {
	if l.Ground == "" || l.Why != "" {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Field: field, Text: "decision.say-why-less", Rule: "reconsider-may"}
}

// sayReduction says that the service takes something from the person.
func (d *Decision) sayReduction(r journal.Recorded, service duty.Subject, on civil.Date, taken Reduction, ground string) {
	if taken.IsZero() {
		return
	}
	for _, f := range []duty.Fact{
		{Name: "service.reduces", Day: on},
		{Name: "service.reduced_made", Day: taken.Made},
		{Name: "service.reduced_open_ended", Day: on, Value: strconv.FormatBool(taken.OpenEnded)},
		{Name: "service.reduced_reserved", Day: on, Value: strconv.FormatBool(taken.Reserved)},
		{Name: "service.lesser_ground", Day: on, Value: cmp.Or(ground, "ingen")},
	} {
		d.facts = d.facts.Replace(service, r, f)
	}
}

func untilWords(until civil.Date) string {
	if until.IsZero() {
		return "tills vidare"
	}
	return "till och med " + until.String()
}
