package simulate

import (
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// prepare takes the matter up in the group before it is decided, where the routine
// of the day says so.
func (w *script) prepare(a *Application, inquiry ids.Investigation, cmd casework.ConcludeInvestigation) {
	day := civil.DayOf(a.Decided)
	if _, _, listed := w.preparation.Lists(cmd.Tried, day); !listed {
		return
	}
	manager := head(a.Officer)
	at := latest(a.Decided.Add(-20*time.Minute), a.Opened.Add(a.Decided.Sub(a.Opened)/2))
	w.do(at, a.Officer, one(func() engine.Step {
		return w.investigations.Step(inquiry.ID, casework.RecordPreparation{Preparation: casework.CasePreparation{
			On: day, Managers: []ids.User{w.actors[manager].User}, Others: []ids.User{w.actors[a.Officer].User}, Result: casework.PreparedSupports,
			Comment: "Gruppen gick igenom behovet och vad som har prövats tidigare.",
		}})
	}))
}
