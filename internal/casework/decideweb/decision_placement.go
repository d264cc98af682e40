package decideweb

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/webkit"
)

// placementFields ask for what a placement outside the municipality's own homes
// rests on: the resource council, the reason and three alternatives (D-19, D-20).
// What the proposal said already is filled in.
func placementFields(field func(string, webkit.Field) webkit.Field, said casework.ExternalPlacement) []Falt {
	known := func(name, value string, f webkit.Field) webkit.Field {
		f.Value, f.Prefilled = value, value != ""
		return field(name, f)
	}
	var seats []webkit.Option
	for _, seat := range casework.CouncilSeats() {
		seats = append(seats, webkit.Option{Value: seat[0], Words: seat[1], Chosen: slices.Contains(said.Seats, seat[0])})
	}
	outer := "ja"
	if said.IsZero() {
		outer = "nej"
	}
	out := []Falt{
		radio(field("outer", webkit.Field{Label: "Ligger platsen utanför kommunens egna boenden?", Value: outer, Options: webkit.YesNo()})),
		day(known("council", said.Council.String(), webkit.Field{Label: "Resursrådet tog upp ärendet den"})),
		check(field("seats", webkit.Field{Label: "Med i resursrådet", Options: seats})),
		area(known("not_home", said.NotHome, webkit.Field{Label: "Varför kan behovet inte tillgodoses på hemmaplan?", Rows: 2})),
		area(known("placement_reason", said.Reason, webkit.Field{Label: "Skäl för placeringen", Rows: 2})),
	}
	for n := range casework.PlacementOptions {
		var name, cost string
		if n < len(said.Options) {
			name, cost = said.Options[n].Name, strconv.FormatInt(said.Options[n].Cost/orePerKrona, 10)
		}
		out = append(out, text(known(optionName(n), name, webkit.Field{Label: fmt.Sprintf("Alternativ %d", n+1)})),
			text(known(costName(n), cost, webkit.Field{Label: fmt.Sprintf("Beräknad kostnad för alternativ %d", n+1), Size: "kort", Unit: "kr per dygn"})))
	}
	return append(out, text(known("urgent", said.Urgent, webkit.Field{Label: "Varför kan placeringen inte vänta på resursrådet?", Help: "Bara när lagen kräver en plats genast."})))
}

// proposedPlacement is what the latest settled proposal says of a placement outside
// the municipality's own homes.
func (p Pages) proposedPlacement(r *http.Request, settled []casework.ProposalLine) (casework.ExternalPlacement, error) {
	for _, l := range settled {
		if l.Matter == casework.PlacementMatter {
			proposal, _, err := p.Proposals.Load(r.Context(), l.ID)
			return proposal.Outer, err
		}
	}
	return casework.ExternalPlacement{}, nil
}

func optionName(n int) string { return fmt.Sprintf("option%d", n) }

func costName(n int) string { return fmt.Sprintf("cost%d", n) }

const orePerKrona = 100

func readPlacement(in *webkit.Input, name func(string) string) casework.ExternalPlacement {
	var known []string
	for _, seat := range casework.CouncilSeats() {
		known = append(known, seat[0])
	}
	p := casework.ExternalPlacement{
		Council: in.Day(name("council")), Seats: in.Words(name("seats"), known...), NotHome: in.Text(name("not_home")),
		Reason: in.Text(name("placement_reason")), Urgent: in.Text(name("urgent")),
	}
	for n := range casework.PlacementOptions {
		if cost := name(costName(n)); in.Text(name(optionName(n))) != "" || in.Text(cost) != "" {
			p.Options = append(p.Options, casework.PlacementOption{Name: in.Text(name(optionName(n))), Cost: int64(in.Number(cost)) * orePerKrona})
		}
	}
	if p.IsZero() {
		p.Options = make([]casework.PlacementOption, 1) // outside, and nothing of it is written yet
	}
	return p
}

func placementFacts(p casework.ExternalPlacement, today civil.Date) []webkit.Fact {
	if p.IsZero() {
		return nil
	}
	var seats []string
	for _, seat := range casework.CouncilSeats() {
		for _, there := range p.Seats {
			if there == seat[0] {
				seats = append(seats, seat[1])
			}
		}
	}
	out := []webkit.Fact{{Label: "Kunde inte vänta på resursrådet", Value: p.Urgent}}
	if !p.Council.IsZero() {
		out = []webkit.Fact{
			{Label: "Resursrådet", Value: webkit.PlainDay(p.Council, today) + ". Med: " + strings.Join(seats, ", ")},
			{Label: "Varför inte på hemmaplan", Value: p.NotHome},
			{Label: "Skäl för placeringen", Value: p.Reason},
		}
	}
	for n, o := range p.Options {
		out = append(out, webkit.Fact{Label: fmt.Sprintf("Alternativ %d", n+1), Value: fmt.Sprintf("%s, beräknat %d kr per dygn", o.Name, o.Cost/orePerKrona)})
	}
	return out
}
