package duty

import (
	"slices"

	"stadga/internal/civil"
)

// A Measure (mått) is a share: of the obligations that some rules give, those
// that went well.
type Measure struct {
	ID   string
	Over []string // rules
	Good []State  // counted in the numerator
	Of   []State  // counted in the denominator; what cannot be judged stands apart
}

// A Figure is a measure's answer, with the list behind it.
type Figure struct {
	Good, Of     int
	Undetermined int
	Failing      []Obligation // in the denominator and not in the numerator
	Unjudged     []Obligation
}

// Judge counts the obligations at the end of the day asOf.
func (m Measure) Judge(obligations []Obligation, asOf civil.Date) Figure {
	var f Figure
	for i := range obligations {
		f.Add(m, &obligations[i], asOf)
	}
	return f
}

// Add counts one obligation more, so that a figure can be made while reading.
func (f *Figure) Add(m Measure, o *Obligation, asOf civil.Date) {
	if !slices.Contains(m.Over, o.Rule) {
		return
	}
	switch state := o.State(asOf); {
	case state == Undetermined:
		f.Undetermined++
		f.Unjudged = append(f.Unjudged, *o)
	case slices.Contains(m.Good, state):
		f.Good++
		f.Of++
	case slices.Contains(m.Of, state):
		f.Of++
		f.Failing = append(f.Failing, *o)
	}
}

// A Reconcile (avstämning) holds two counts against each other.
type Reconcile struct {
	ID          string
	Left, Right Tally
}

// A Tally counts obligations of some rules that are in some states.
type Tally struct {
	Over   []string
	States []State
}

// Count is the number of obligations the tally counts, and the number it cannot judge.
func (t Tally) Count(obligations []Obligation, asOf civil.Date) (n, undetermined int) {
	for i := range obligations {
		o := &obligations[i]
		if !slices.Contains(t.Over, o.Rule) {
			continue
		}
		switch state := o.State(asOf); {
		case slices.Contains(t.States, state):
			n++
		case state == Undetermined:
			undetermined++
		}
	}
	return n, undetermined
}

// Judge answers whether the two counts agree. When one of them holds something
// that cannot be judged they can agree only by chance, and neither can they.
func (r Reconcile) Judge(obligations []Obligation, asOf civil.Date) (state State, left, right int) {
	left, unsureLeft := r.Left.Count(obligations, asOf)
	right, unsureRight := r.Right.Count(obligations, asOf)
	switch {
	case unsureLeft+unsureRight > 0:
		return Undetermined, left, right
	case left+right == 0:
		return NotApplicable, left, right
	case left == right:
		return Met, left, right
	}
	return Late, left, right
}
