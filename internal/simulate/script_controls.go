package simulate

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/visits/control"
)

// toleratedOff is how far delivered time may be from granted, in per cent.
const toleratedOff = 20

// paymentRisks lets the director enter how far delivered time may be from granted
// (F-13), and the risk analysis of paying by delivered hour (F-20). One of its
// drawbacks has nothing that watches over it.
func (w *script) paymentRisks() {
	at := w.opening.AddDate(0, 0, 2).Add(time.Hour)
	day := civil.DayOf(at)
	w.do(at, "karin-asberg", func() []engine.Step {
		return []engine.Step{
			w.streams.tolerances.Step(control.ToleranceID(), control.SetTolerance{Level: control.Level{Percent: toleratedOff, From: day, By: "Socialnämnden", On: day, Ref: "SN 2024/31 § 19"}}),
			w.streams.risks.Step(control.RiskID(), control.AnalyseRisk{Made: control.Analysed{By: "Staben och ekonomi", On: day, Ref: "SN 2024/31 bilaga 3"}}),
		}
	})
	for i, d := range []control.Drawback{
		{Says: "Kostnaden är svår att förutse när varje timme betalas.", Watch: control.WatchForecast},
		{Says: "Varje rättad minut ger administration.", Watch: control.WatchCorrections},
		{Says: "Utförd tid dras mot det som är beviljat.", Watch: control.WatchCeiling},
		{Says: "Tid som skrivs för hand är svår att kontrollera.", Watch: control.WatchTyped},
		{Says: "Minuterna säger inget om hur bra besöket var."},
	} {
		w.do(at.Add(time.Duration(i+1)*time.Minute), "karin-asberg", one(func() engine.Step {
			return w.streams.risks.Step(control.RiskID(), control.NameDrawback{Drawback: d})
		}))
	}
}

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
