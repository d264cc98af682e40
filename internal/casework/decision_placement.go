package casework

import (
	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/extract"
	"stadga/internal/fault"
)

// An ExternalPlacement (extern placering) is a placement outside the municipality's
// own homes: what the resource council found, and what there was to choose from
// (D-19, D-20). Law may demand a place before the council can meet; then it says why.
type ExternalPlacement struct {
	Council civil.Date        // the resource council talked it over
	Seats   []string          `json:",omitempty"` // who sat there, of CouncilSeats
	NotHome string            // why it cannot be met at home
	Reason  string            // why this placement
	Options []PlacementOption `json:",omitempty"`
	Urgent  string            `json:",omitzero"` // why it could not wait for the council
}

// A PlacementOption (alternativ) is one place there was, with what it is estimated to cost.
type PlacementOption struct {
	Name string
	Cost int64 // öre a day and night, estimated
}

// PlacementOptions is how many alternatives a proposal states.
const PlacementOptions = 3

// CouncilSeats are the six seats of the resource council (resursråd, A-26), key and words.
func CouncilSeats() [][2]string {
	return [][2]string{
		{"arbetsterapeut", "Arbetsterapeut från hälso- och sjukvården"},
		{"skolpsykolog", "Skolpsykolog"},
		{"socialsekreterare", "Socialsekreterare"},
		{"chef-boende", "Enhetschef för boende och insatser"},
		{"chef-myndighet", "Enhetschef för myndighetsavdelningen"},
		{"ifo-chef", "Verksamhetschef för IFO"},
	}
}

// IsZero tells whether the place is one of the municipality's own.
func (p ExternalPlacement) IsZero() bool {
	return p.Council.IsZero() && len(p.Seats) == 0 && p.NotHome == "" && p.Reason == "" && len(p.Options) == 0 && p.Urgent == ""
}

// Ready tells whether the council has met and the proposal states what it must.
func (p ExternalPlacement) Ready(today civil.Date) bool { return len(p.lacks(same, today)) == 0 }

func same(name string) string { return name }

// lacks is what stands in the way of proposing or deciding the placement.
func (p ExternalPlacement) lacks(field func(string) string, today civil.Date) []*fault.Error {
	if p.Urgent != "" {
		return nil
	}
	var wrong []*fault.Error
	stop := func(when bool, f *fault.Error) {
		if when {
			wrong = append(wrong, f)
		}
	}
	stop(p.Council.IsZero() || p.Council.After(today), fault.Field(field("council"), "decision.council-first"))
	stop(len(p.Seats) == 0, fault.Field(field("seats"), "decision.council-seats"))
	stop(p.NotHome == "", fault.Field(field("not_home"), "decision.why-not-home"))
	stop(p.Reason == "", fault.Field(field("placement_reason"), "decision.placement-reason"))
	whole := 0
	for _, o := range p.Options {
		if o.Name != "" && o.Cost > 0 {
			whole++
		}
	}
	stop(whole < PlacementOptions, fault.Field(field("option0"), "decision.three-options"))
	return wrong
}

// asProposed holds the placements of a decision to what the committee was told: a
// place outside the municipality's own homes stood in the proposal as one, and one
// that stood there so is decided so (D-19). Where the minutes say something else than
// was proposed, they are what the decision follows.
func (cmd MakeDecision) asProposed(env act.Env) *fault.Error {
	told, outside, first := "", false, ""
	for _, f := range env.Facts.All("case.placement_ruled") {
		if f.About == cmd.Mandate.Proposal.String() {
			told = f.Value
		}
	}
	for n, it := range cmd.Items {
		kind, _ := ServiceByKey(it.Kind)
		if !kind.Utskott || !it.Outcome.Gives() {
			continue
		}
		if first == "" || !it.Outer.IsZero() && !outside {
			first = ItemField(n, "outer")
		}
		outside = outside || !it.Outer.IsZero()
	}
	switch {
	case first == "":
		return nil
	case told == placedAtHome && outside:
		return &fault.Error{Kind: fault.Unmet, Field: first, Text: "decision.placement-proposed-at-home"}
	case told == placedOutside && !outside:
		return &fault.Error{Kind: fault.Unmet, Field: first, Text: "decision.placement-proposed-outside"}
	}
	return nil
}

// tell tells it to the one who reads the file.
func (p ExternalPlacement) tell(to *extract.Text) {
	to.On("Resursrådet", p.Council)
	for _, seat := range p.Seats {
		to.Say("Med i resursrådet", extract.Words(seat))
	}
	to.Say("Varför det inte går på hemmaplan", p.NotHome)
	to.Say("Skäl för placeringen", p.Reason)
	for _, o := range p.Options {
		to.Say("Alternativ", o.Name)
	}
	to.Say("Varför det inte kunde vänta på resursrådet", p.Urgent)
}

// A GoalAgreement (överenskomna mål) is that the investigation and the unit that
// carries out the treatment agree on the goals: for the first the one who signs,
// for the other someone named (D-21).
type GoalAgreement struct {
	With string // of the unit
	On   civil.Date
}

// lacks holds a treatment of a family to goals that both sides have agreed on.
func (a GoalAgreement) lacks(field func(string) string, goals []Goal, today civil.Date) []*fault.Error {
	var wrong []*fault.Error
	if a.With == "" || a.On.IsZero() || a.On.After(today) {
		wrong = append(wrong, fault.Field(field("agreed"), "decision.agree-on-goals"))
	}
	for _, g := range goals {
		if g.Vague() {
			return append(wrong, &fault.Error{Kind: fault.Invalid, Field: field("goal"), Text: "decision.goal-concrete", Args: map[string]any{"goal": g.Text}})
		}
	}
	return wrong
}
