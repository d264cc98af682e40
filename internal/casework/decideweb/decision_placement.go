package decideweb

import (
	"fmt"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/webkit"
)

// placementFields ask for what a placement outside the municipality's own homes
// rests on: the resource council, the reason and three alternatives (D-19, D-20).
func placementFields(field func(string, webkit.Field) webkit.Field) []Falt {
	var seats []string
	for _, seat := range casework.CouncilSeats() {
		seats = append(seats, seat[0], seat[1])
	}
	out := []Falt{
		radio(field("outer", webkit.Field{Label: "Ligger platsen utanför kommunens egna boenden?", Value: "nej", Options: webkit.YesNo()})),
		day(field("council", webkit.Field{Label: "Resursrådet tog upp ärendet den"})),
		check(field("seats", webkit.Field{Label: "Med i resursrådet", Options: webkit.Options(seats...)})),
		area(field("not_home", webkit.Field{Label: "Varför kan behovet inte tillgodoses på hemmaplan?", Rows: 2})),
		area(field("placement_reason", webkit.Field{Label: "Skäl för placeringen", Rows: 2})),
	}
	for n := range casework.PlacementOptions {
		out = append(out, text(field(optionName(n), webkit.Field{Label: fmt.Sprintf("Alternativ %d", n+1)})),
			text(field(costName(n), webkit.Field{Label: fmt.Sprintf("Beräknad kostnad för alternativ %d", n+1), Size: "kort", Unit: "kr per dygn"})))
	}
	return append(out, text(field("urgent", webkit.Field{Label: "Varför kan placeringen inte vänta på resursrådet?", Help: "Bara när lagen kräver en plats genast."})))
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
