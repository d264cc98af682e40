package simulate

import (
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
)

// terms give the reasons of a decision that is not the usual.
func (w *script) terms(kind casework.ServiceKind, given casework.Extent, p *Person, day civil.Date) casework.Terms {
	var t casework.Terms
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
	if kind.PaidByHour() && given.Count > 8 && lot%25 == 0 {
		t.Margin = casework.Margin{Hours: 2, Why: "Behovet skiftar mycket mellan veckorna medan medicinen ställs in."}
	}
	return t
}

// had tells whether an earlier decision in the case gave the same service. If it
// gave more, the new one is tried against the level of the act.
func (l *caseLine) had(item *Item) bool {
	for _, made := range l.decisions {
		for _, was := range made.items {
			if was != item && was.Kind == item.Kind && given(was) {
				return true
			}
		}
	}
	return false
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
