package simulate

import (
	"time"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// registers writes the family homes, the parent groups and the places of the
// residences.
func (w *script) registers() {
	at := w.opening.AddDate(0, 0, 1).Add(5 * time.Hour)
	next := func() time.Time {
		at = at.Add(7 * time.Minute)
		return at
	}
	from := civil.DayOf(w.opening).AddDays(-1)
	for _, home := range []delivery.KeepHome{
		{Name: "Granliden", Kinds: []delivery.HomeKind{delivery.ChildHome}, Capacity: 3, Taken: 2},
		{Name: "Solbacken", Kinds: []delivery.HomeKind{delivery.ChildHome, delivery.EmergencyCare}, Capacity: 2, Taken: 2},
		{Name: "Åkerhuset", Kinds: []delivery.HomeKind{delivery.ParentHome}, Capacity: 2, Taken: 0},
		{Name: "Sjövik", Kinds: []delivery.HomeKind{delivery.EmergencyCare}, Capacity: 2, Taken: 1},
	} {
		home.From = from.AddMonths(-8)
		id := ids.Derive(ids.Act{}, "home "+home.Name)
		w.do(next(), "jakob-sellin", one(func() engine.Step { return w.streams.homes.Step(id, home) }))
	}
	for _, p := range []struct {
		provider, kind string
		places         int
	}{{"lindgarden", "sarskilt-boende", 62}, {"strandhagen", "sarskilt-boende", 54}, {"lindgarden", "korttidsboende", 8}} {
		cmd := delivery.SetPlaces{Provider: w.providers[p.provider], Kind: p.kind, Places: p.places, From: from}
		w.do(next(), controller, one(func() engine.Step {
			return w.streams.residences.Step(delivery.ResidenceID(cmd.Provider, cmd.Kind), cmd)
		}))
	}
	for _, g := range []struct {
		begin  delivery.BeginGroup
		starts int // days from today
		helped int // of those who completed; below nought: not evaluated
	}{
		{delivery.BeginGroup{Kind: delivery.InteractionGroup, Name: "Vägledande samspel, första gruppen", Sessions: 8, Parents: 9}, -150, 6},
		{delivery.BeginGroup{Kind: delivery.DisputeGroup, Name: "Barn i föräldrars fokus", Sessions: 6, Parents: 8}, -80, -1},
		{delivery.BeginGroup{Kind: delivery.InteractionGroup, Name: "Vägledande samspel, andra gruppen", Sessions: 8, Parents: 7}, -20, -1},
	} {
		begin := g.begin
		begin.First = slide(w.Today.AddDays(g.starts))
		begin.Last = begin.First.AddDays(7 * (begin.Sessions - 1))
		id, said := ids.Derive(ids.Act{}, "group "+begin.Name), slide(begin.First).At(16, 5)
		if said.Before(at) {
			continue
		}
		w.do(said, "ylva-brandt", one(func() engine.Step { return w.streams.groups.Step(id, begin) }))
		if g.helped >= 0 {
			day := slide(begin.Last.AddDays(9))
			w.do(day.At(11, 20), "ylva-brandt", one(func() engine.Step {
				return w.streams.groups.Step(id, delivery.EvaluateGroup{Evaluation: delivery.GroupEvaluation{
					On: day, Completed: begin.Parents - 1, Helped: g.helped, Says: "De flesta säger att de lyssnar mer på barnet. Två ville ha fler träffar.",
				}})
			}))
		}
	}
}
