package simulate

import (
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
)

// terms give the reasons of a decision that is not the usual.
func (w *script) terms(kind casework.ServiceKind, given casework.Extent, p *Person, day civil.Date) casework.Terms {
	var t casework.Terms
	t.Level.Why = p.First + " klarar mer själv nu, och det som är kvar täcks av insatsen." // kept only where less is given than before
	lot := lotOf(p)
	if span, _, ok := w.usual.Span(casework.StandardTimes, kind.Key, day); ok && span.Beside(given) != casework.Within {
		t.Outside = casework.StandardDeviation{Why: nth(lot,
			"Två i personalen behövs vid varje förflyttning.", "Måltiderna tar lång tid, för sväljningen är försämrad.", p.First+" gör mycket själv och behöver mindre än de flesta.",
		), With: "Ulla Norling", On: day}
	}
	if span, _, ok := w.usual.Span(casework.BoardGuideline, kind.Key, day); ok && span.Beside(given) == casework.Above {
		t.Beyond = casework.Generosity{Why: nth(lot,
			p.First+" har ingen annan som kan följa med till träning och vänner.", "Familjen har två barn med funktionsnedsättning och ingen avlastning i övrigt.",
		)}
	}
	if kind.Agreed {
		t.Agreed = casework.GoalAgreement{With: "Ylva Brandt", On: day}
	}
	if kind.Key == "hvb" {
		t.Outer = casework.ExternalPlacement{
			Council: day, Seats: []string{"skolpsykolog", "socialsekreterare", "chef-boende", "chef-myndighet", "ifo-chef"},
			NotHome: "Inget av kommunens egna boenden har skola och behandling på samma ställe.", Reason: p.First + " behöver personal dygnet runt och en skola som fungerar.",
			Options: []casework.PlacementOption{{Name: "Granbackens HVB", Cost: 330_000}, {Name: "Sjöviks behandlingshem", Cost: 385_000}, {Name: "HVB Tallmon", Cost: 290_000}},
		}
	}
	if kind.PaidByHour() && given.Count > 8 && lot%25 == 0 {
		t.Margin = casework.Margin{Hours: 2, Why: "Behovet skiftar mycket mellan veckorna medan medicinen ställs in."}
	}
	return t
}

// nth is the text that falls to a lot.
func nth(lot int, texts ...string) string { return texts[lot%len(texts)] }

// lotOf is a number of the person's own, so that no other draw moves.
func lotOf(p *Person) int { return p.Born.DaysSince(civil.On(1900, time.January, 1)) }

// escorted is how many hours a month of the two LSS services that go by the hour.
func escorted(kind string, p *Person) int {
	switch kind {
	case "lss-ledsagarservice":
		return 6 + lotOf(p)%14
	case "lss-avlosarservice":
		return 10 + lotOf(p)%19
	}
	return 0
}
