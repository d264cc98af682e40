package simulate

import (
	"slices"
	"time"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// A rest is a visit of today that is still to be made when the demo opens.
type rest struct {
	carer string
	cmd   visits.Register
}

// plannedAhead are the providers that plan in the program; the others say nothing
// beforehand, and whether their visits are late cannot be told.
func plannedAhead() []string { return []string{"hemtjanst-norr", "ronnen", "almviken"} }

// keepRest keeps a visit that is not over when the demo opens.
func (w *script) keepRest(carer string, cmd visits.Register) {
	if civil.DayOf(cmd.Planned.From) == w.Today {
		provider := w.providerKey(cmd.Target.Provider)
		if w.rests == nil {
			w.rests = map[string][]rest{}
		}
		w.rests[provider] = append(w.rests[provider], rest{carer, cmd})
	}
}

// planRest plans what is left of the day, with who is to go. Of what should have begun
// one visit for each provider is late, and at one of them nobody came; the rest is not
// told of before it is over.
func (w *script) planRest() {
	for _, provider := range plannedAhead() {
		left := w.rests[provider]
		slices.SortStableFunc(left, func(a, b rest) int { return a.cmd.Planned.From.Compare(b.cmd.Planned.From) })
		var steps []engine.Step
		late, missed := 0, 0
		at := w.Today.At(0, 5)
		if at.After(w.End) {
			at = w.End
		}
		for _, r := range left {
			id := w.ids.New(at)
			switch due := r.cmd.Planned.From; {
			case due.After(w.End):
			case provider == "hemtjanst-norr" && missed == 0:
				missed++
				w.miss(id, r)
			case late == 0 && w.End.Sub(due) > visits.LateAfter:
				late++
			default:
				continue
			}
			steps = append(steps, w.streams.visits.Step(id, visits.Plan{Target: r.cmd.Target, Span: r.cmd.Planned, Staff: r.cmd.Staff}))
		}
		if len(steps) > 0 {
			w.do(at, contact(provider), func() []engine.Step { return steps })
		}
	}
}

// miss tells that nobody came.
func (w *script) miss(id ids.ID, r rest) {
	at := r.cmd.Planned.From.Add(10 * time.Minute)
	if at.After(w.End) {
		at = w.End
	}
	w.do(at, r.carer, one(func() engine.Step {
		return w.streams.visits.Step(id, visits.Take{Target: r.cmd.Target, Staff: []ids.User{w.actors[r.carer].User}, Entries: []visits.Entry{
			{Kind: "missed", At: at, Mark: visits.Mark{ID: w.ids.New(at), How: visits.ByPhone, Why: "Ordinarie blev sjuk och ingen vikarie fanns.", Sent: at}},
		}})
	}))
}
