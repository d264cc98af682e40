package simulate

import (
	"cmp"
	"slices"
	"time"

	"stadga/internal/board"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// A waiting is a granted service that has not begun.
type waiting struct {
	decision ids.Decision
	service  ids.Service
	item     *Item
	made     civil.Date
	hidden   bool
}

// unexecuted lets the director tell IVO and the auditors, in the last month of each
// quarter that has passed, of the decisions that are not carried out, and of those
// that have been since; and the secretary give the council the numbers. The first
// whole quarter the council got none (SoL 34 kap. 1–3 §§).
func (w *script) unexecuted() {
	opened := civil.DayOf(w.opening).AddDays(2)
	w.do(opened.At(11, 0), secretary, one(func() engine.Step {
		return w.streams.boards.Step(board.ID(), board.Establish{On: opened})
	}))
	given, told := w.granted(), map[ids.Service]bool{}
	for first, q := true, civil.QuarterOf(opened); q.Last().Before(w.Today); q = civil.QuarterOf(q.Last().AddDays(1)) {
		if q.First().Before(opened) {
			continue // a broken quarter owes nothing
		}
		day := slide(q.Last().AddDays(-16))
		w.tellExecuted(day, given, told)
		counts := w.tellUnexecuted(day, q, given, told)
		meeting := slide(q.Last().AddDays(-6))
		if !first {
			w.do(meeting.At(15, 30), secretary, one(func() engine.Step {
				return w.streams.boards.Step(board.ID(), board.TellCouncil{Report: board.CouncilReport{Quarter: q, On: meeting, Ref: "Kommunfullmäktiges protokoll, delgivningar", Lines: counts}})
			}))
		}
		first = false
	}
}

// granted lists what has been granted, in the order it was decided.
func (w *script) granted() []waiting {
	var all []waiting
	for key, lines := range w.cases {
		for _, made := range lines.decisions {
			for n, item := range made.items {
				if given(item) && item.Kind != "forsorjningsstod" {
					all = append(all, waiting{made.id, made.ids[n], asKnown(item, key.person), civil.DayOf(made.made), key.person.Protected != ""})
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b waiting) int {
		return cmp.Or(a.made.Compare(b.made), cmp.Compare(a.service.String(), b.service.String()))
	})
	return all
}

// asKnown is the item with the last day that is known of it in town.
func asKnown(item *Item, p *Person) *Item {
	known := *item
	known.EndedOn = ending(item, p)
	return &known
}

// begunBy tells whether the service has begun on the day.
func (x waiting) begunBy(day civil.Date) bool {
	return x.item.Order != nil && !x.item.Order.Started.IsZero() && !civil.DayOf(x.item.Order.Started).After(day)
}

// runs tells whether the service has neither ended nor run out on the day.
func (x waiting) runs(day civil.Date) bool {
	item := x.item
	return (item.EndedOn.IsZero() || item.EndedOn.After(day)) && (item.Until.IsZero() || !item.last().Before(day))
}

// tellExecuted tells of what has been reported and has begun since.
func (w *script) tellExecuted(day civil.Date, given []waiting, told map[ids.Service]bool) {
	var steps []engine.Step
	for _, x := range given {
		if told[x.service] && x.begunBy(day) {
			delete(told, x.service)
			steps = append(steps, w.decisions.Step(x.decision.ID, casework.ReportExecuted{Service: x.service, Carried: civil.DayOf(x.item.Order.Started)}))
		}
	}
	w.inPortions(day.At(9, 10), steps)
}

// tellUnexecuted tells of what has waited three months, and counts it.
func (w *script) tellUnexecuted(day civil.Date, q civil.Quarter, given []waiting, told map[ids.Service]bool) []board.CouncilLine {
	var steps []engine.Step
	var counts []board.CouncilLine
	for _, x := range given {
		if x.made.After(casework.UnexecutedSince(day)) || x.begunBy(day) || !x.runs(day) {
			continue
		}
		why := "Uppdraget är inte skickat till någon utförare än."
		if o := x.item.Order; o != nil && o.WhyNot != "" && !o.WhyNotOn.After(day) {
			why = o.WhyNot
		} else if o != nil {
			why = "Utföraren har inte personal att börja med."
		}
		told[x.service] = true
		steps = append(steps, w.decisions.Step(x.decision.ID, casework.ReportUnexecuted{Report: casework.UnexecutedReport{
			Service: x.service, Quarter: q, Cause: casework.NotBegun, Since: x.made, Reason: why, Hidden: x.hidden,
		}}))
		counts = board.CountIn(counts, board.CouncilLine{LSS: x.item.Law == "LSS", Kind: x.item.Kind, Cause: string(casework.NotBegun)}, x.made, day)
	}
	w.inPortions(day.At(10, 0), steps)
	return counts
}

// inPortions lets the director do steps, fifty in an act.
func (w *script) inPortions(at time.Time, steps []engine.Step) {
	for some := range slices.Chunk(steps, 50) {
		w.do(at, "karin-asberg", func() []engine.Step { return some })
		at = at.Add(time.Minute)
	}
}
