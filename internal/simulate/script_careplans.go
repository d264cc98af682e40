package simulate

import (
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// carePlans writes the care plan of a child who is placed the day after the decision,
// and looks it over within each second year, as law asks at the least.
func (w *script) carePlans(made *signed, item *Item, service ids.Service, officer string, running func(time.Time) bool) {
	if !catalogue(item.Kind).CarePlanned() {
		return
	}
	c := newChance(w.Seed, "care plan "+service.String())
	template, _ := w.careTemplates.On(w.Today)
	why := ""
	for at := office(c, next(civil.DayOf(made.made).AddDays(1))); running(at) && !civil.DayOf(at).After(w.Today); at = office(c, next(civil.DayOf(at).AddMonths(c.between(14, 20)))) {
		on := civil.DayOf(at)
		cmd := casework.MakeCarePlan{Template: template, Plan: casework.CarePlan{Service: service, On: on, Review: on.AddMonths(6), Why: why, Parts: []casework.CarePlanPart{
			{Key: "stod", Text: pick(c, []string{"Fasta tider, läxhjälp varje vardag och en vuxen som är hemma när skolan slutar.", "Hjälp att komma till skolan, lugn på kvällen och tandvård som har blivit eftersatt."})},
			{Key: "umgange", Text: pick(c, []string{"Mamma varannan lördag, med umgängesstöd de första tre gångerna. Telefon på onsdagar.", "Pappa varannan helg. Syskonen träffas en gång i veckan efter skolan."})},
			{Key: "andra", Text: pick(c, []string{"Skolan har ett åtgärdsprogram. Regionen kallar till hälsoundersökning.", "Behövs inget utöver skolan och elevhälsan."})},
			{Key: "egen-syn", Text: pick(c, []string{"Vill bo kvar i närheten av sin skola och träffa sin hund.", "Är orolig för mamma. Tycker om familjen men vill veta hur länge."})},
			{Key: "vardnadshavare", Text: pick(c, []string{"Är med på planen och vill att skolan går före allt annat.", "Är med på planen men hade velat träffas oftare."})},
		}}}
		for _, g := range goalsOf(item) {
			g.By = on.AddMonths(6)
			cmd.Plan.Goals = append(cmd.Plan.Goals, g)
		}
		if why != "" {
			cmd.Plan.Parts = append(cmd.Plan.Parts, casework.CarePlanPart{Key: "lang-sikt", Text: "Bor kvar där. Frågan tas upp igen vid nästa översyn."})
		}
		w.do(at, officer, one(func() engine.Step { return w.decisions.Step(made.id.ID, cmd) }))
		why = "Har bott in sig. Kontakten hemma är oftare nu."
	}
}
