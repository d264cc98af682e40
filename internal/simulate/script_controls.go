package simulate

import (
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/visits/control"
)

// acceptedManual is how many per cent of a provider's visits the board accepts as
// typed. Two of Norrsala's providers lie above it (norrsala.md 3).
const acceptedManual = 25

// manualLevel lets the director enter what the board has decided (F-05).
func (w *script) manualLevel() {
	at := w.opening.AddDate(0, 0, 2)
	day := civil.DayOf(at)
	w.do(at, "karin-asberg", one(func() engine.Step {
		return w.streams.levels.Step(control.LevelID(), control.SetLevel{Level: control.Level{Percent: acceptedManual, From: day, By: "Socialnämnden", On: day, Ref: "SN 2024/31 § 18"}})
	}))
}
