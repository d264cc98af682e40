package simulate

import (
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// secretary writes the minutes of committee and board.
const secretary = "lena-mossberg"

// A laying is what goes from an officer to the committee.
type laying struct {
	line    *caseLine
	person  *Person
	inquiry ids.Investigation
	matter  string
	text    string
	officer string
	ready   time.Time // when the material was complete
	decided time.Time // when the officer signs on the committee's decision

	outer *casework.ExternalPlacement // of the item decided on; nil: of no place
}

// beforeCommittee lays a proposal before individutskottet, at the last meeting of
// the plan before it is signed or, where the material was not ready by then, at an
// extra one that day. The mandate is known when the meeting has been held.
func (w *script) beforeCommittee(l laying) *casework.Mandate {
	plan := w.meetings.Of("utskott")
	mandate := &casework.Mandate{Body: "utskott"}
	w.laid[l.inquiry] = mandate
	proposal := w.ids.New(l.decided.Add(-time.Hour))
	day := plan.Latest(civil.DayOf(l.decided))
	proposed, ruled := l.ready.Add(40*time.Minute), day.At(10, 30)
	extra := !day.After(civil.DayOf(proposed))
	if extra {
		day = civil.DayOf(l.decided)
		proposed, ruled = l.decided.Add(-50*time.Minute), l.decided.Add(-20*time.Minute)
	} else if !ruled.Before(l.decided) {
		ruled = l.decided.Add(-20 * time.Minute)
	}
	var outer casework.ExternalPlacement
	if l.outer != nil && !l.outer.IsZero() {
		l.outer.Council = civil.DayOf(proposed) // the council has met before the committee does
		outer = *l.outer
	}
	w.do(proposed, l.officer, one(func() engine.Step {
		return w.proposals.Step(proposal, casework.MakeProposal{
			Case: l.line.id, Person: w.known[l.person], Investigation: l.inquiry, Matter: l.matter, Outer: outer, Body: plan.Body, Meeting: day, Extra: extra, Text: l.text,
			Background: "Utredningen visar att barnet inte får det skydd eller stöd det behöver hemma. Frivilliga insatser i hemmet är prövade.", Plan: plan,
		})
	}))
	w.do(ruled, secretary, one(func() engine.Step {
		w.paragraphs[day.Year()]++
		ruling := casework.CommitteeRuling{Paragraph: w.paragraphs[day.Year()]}
		mandate.Proposal, mandate.Minutes = proposal, ruling.Minutes()
		return w.proposals.Step(proposal, casework.RuleOnProposal{Paragraph: ruling.Paragraph, Result: "enligt-forslaget"})
	}))
	return mandate
}
