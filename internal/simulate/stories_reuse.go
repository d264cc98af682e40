package simulate

import (
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/journal"
)

// reuse lets the officer write a need and its goal in the first of two inquiries, and
// take them over in the second with their origin, and change what is no longer so.
func (p *Plan) reuse(first, second *Inquiry) {
	need := casework.Need{Key: "b1", Area: "kanslor", Text: "Noel behöver någon som möter upp på morgonen.", Strength: "Noel trivs när han väl är i skolan."}
	goal := casework.Goal{Key: "m1", Need: "b1", Text: "Vara i skolan fyra dagar av fem", Measure: "Skolans närvarolista, en gång i veckan"}
	written := p.at(-84, 15, 0)
	p.inInquiry(first, written, func(*script) []engine.Command[casework.Investigation] {
		return []engine.Command[casework.Investigation]{
			casework.WritePart{Part: need.Area, Text: "Noel kommer till skolan två dagar av fem. Han har vänner i klassen. Engelska och matematik går bra.", Done: true},
			casework.DescribeNeed{Area: need.Area, Text: need.Text, Strength: need.Strength},
			casework.SetGoal{Goal: casework.Goal{Need: goal.Need, Text: goal.Text, Measure: goal.Measure}},
		}
	})
	p.inInquiry(second, p.at(-12, 10, 20), func(w *script) []engine.Command[casework.Investigation] {
		before := casework.Investigation{}
		for n, e := range []journal.Event{casework.InvestigationOpened{Person: w.known[first.Child]}, casework.NeedDescribed{Need: need}, casework.GoalSet{Goal: goal}} {
			before.Fold(journal.Recorded{Envelope: journal.Envelope{
				Stream: journal.StreamID{Kind: "investigation", ID: w.inquiries[first].ID}, Version: n + 1, At: written, Day: civil.DayOf(written), Actor: w.actors[first.Officer].User,
			}, Event: e})
		}
		return []engine.Command[casework.Investigation]{
			casework.WritePart{Part: need.Area, Text: "Noel kommer till skolan tre dagar av fem. Han har vänner i klassen. Engelska och matematik går bra."},
			casework.TakeNeed{Before: before, Number: 1, Key: need.Key},
			casework.DescribeNeed{Key: "b1", Area: need.Area, Text: "Noel behöver någon som möter upp på måndagar och tisdagar.", Strength: need.Strength},
		}
	})
}
