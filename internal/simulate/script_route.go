package simulate

import (
	"slices"
	"time"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// The route of the one carer who logs in: eleven visits today, of which five are left
// when the demo opens, and as many tomorrow.
const (
	routeStops = 11
	routeLeft  = 5
	routeStep  = 35 * time.Minute // between two starts
	routeVisit = 25 * time.Minute
)

const (
	fatima       = "fatima-nasser"
	routePlanner = "kim-dahl"
)

// planRoute puts visits on Fatima's route, and lets her make those that lie before the
// demo opens. What she wrote and what the day staff found changed are hers to hand over.
func (w *script) planRoute() {
	homes := w.homesOf("hemtjanst-norr", routeStops)
	if len(homes) == 0 || w.actors[fatima].User.IsZero() {
		return
	}
	w.routed = map[ids.Person]bool{}
	for _, h := range homes {
		w.routed[h.target.Person] = true
	}
	left := min(routeLeft, len(homes))
	first := w.End.Truncate(5 * time.Minute).Add(10*time.Minute - time.Duration(len(homes)-left)*routeStep)
	// A demo that opens at night has a day that begins then.
	step := routeStep
	if midnight := w.Today.At(0, 0); first.Before(midnight) {
		step = max(w.End.Sub(midnight)/time.Duration(len(homes)), time.Minute)
		first = midnight
	}
	for n, h := range homes {
		span := visits.Span{From: first.Add(time.Duration(n) * step)}
		span.To = span.From.Add(min(routeVisit, step-step/5))
		id := w.plan(h, span)
		if n < len(homes)-left && span.To.Before(w.End) {
			w.makeStop(n, id, h, span)
		}
	}
	tomorrow := w.Today.AddDays(1).At(7, 20)
	for n, h := range homes {
		from := tomorrow.Add(time.Duration(n) * routeStep)
		w.plan(h, visits.Span{From: from, To: from.Add(routeVisit)})
	}
}

// homesOf lists homes that a provider comes to today, one for each person.
func (w *script) homesOf(provider string, most int) []home {
	var found []home
	for _, h := range w.homes {
		known := slices.ContainsFunc(found, func(o home) bool { return o.target.Person == h.target.Person })
		running := h.from.Before(w.Today) && (h.until.IsZero() || w.Today.AddDays(1).Before(h.until)) && (w.Today.Before(h.pause.from) || !w.Today.Before(h.pause.until))
		if h.provider == provider && running && !known && len(found) < most {
			found = append(found, h)
		}
	}
	return found
}

func (w *script) plan(h home, span visits.Span) ids.ID {
	at := w.Today.AddDays(-1).At(14, 10)
	if h.from.After(civil.DayOf(at)) {
		at = w.Today.At(0, 5)
	}
	id := w.ids.New(at)
	w.do(at, routePlanner, one(func() engine.Step {
		return w.streams.visits.Step(id, visits.Plan{Target: h.target, Span: span, Staff: []ids.User{w.actors[fatima].User}})
	}))
	return id
}

// makeStop registers a planned visit as the phone does.
func (w *script) makeStop(n int, id ids.ID, h home, span visits.Span) {
	mark := func(at time.Time) visits.Mark {
		return visits.Mark{ID: w.ids.New(at), How: visits.ByPhone, Sent: at}
	}
	begun, ended := span.From.Add(time.Minute), span.To.Add(-time.Minute)
	entries := []visits.Entry{{Kind: "start", At: begun, Mark: mark(begun)}}
	for _, told := range routeTold() {
		if told.stop == n {
			entries = append(entries, visits.Entry{Kind: told.kind, At: ended, Mark: mark(ended), Text: told.text, Choice: told.choice})
		}
	}
	entries = append(entries, visits.Entry{Kind: "end", At: ended, Mark: mark(ended)})
	w.do(ended.Add(20*time.Second), fatima, one(func() engine.Step {
		return w.streams.visits.Step(id, visits.Take{Target: h.target, Staff: []ids.User{w.actors[fatima].User}, Entries: entries})
	}))
}

// routeTold is what was written on the way.
func routeTold() []struct {
	stop               int
	kind, text, choice string
} {
	return []struct {
		stop               int
		kind, text, choice string
	}{
		{0, "note", "Sov bra. Åt hela frukosten och ville sitta vid fönstret.", ""},
		{2, "note", "Ville inte duscha i dag, tvättade sig vid handfatet. Bestämde fredag i stället.", ""},
		{2, "signal", "Trött i benen och ostadig på väg till badrummet.", "samre"},
		{4, "note", "Dottern var på besök och lämnade ny tvätt.", ""},
		{4, "signal", "Reservnyckeln ligger nu i nyckelskåpet på kontoret.", "nyckel"},
	}
}
