package main

import (
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// krav F-02: Besök i hemtjänst, avlösning, ledsagning och trygghetslarm registreras på samma sätt, och besökets sida visar start, slut, det som blev gjort och det som avvek från uppdraget.
// bryt internal/visits/visitweb/correct.go: «Fact{Label: "Inte gjort", Value: task.What» → «Fact{Label: "Inte gjort", Value: ""»
func TestEveryServiceInTheHomeIsRegisteredWithWhatWasDone(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o := w.ordered("2026-0601", "Berta")
	w.pass(2)
	marie, day := w.login(w.marie), w.today()
	for n, service := range []struct{ kind, name, done, left string }{
		{"hemtjanst-omvardnad", "Hemtjänst, personlig omvårdnad", "Frukost", "Dusch"},
		{"avlosning", "Avlösning i hemmet", "Sällskap", "Promenad"},
		{"ledsagning", "Ledsagning", "Följa till tandläkaren", "Handla på vägen"},
		{"trygghetslarm", "Trygghetslarm", "Svara på larmet", "Byta batteri"},
	} {
		order := w.orderFor(o, service.kind, service.name)
		from := day.At(2+n, 10)
		visit := ends(n+1, order, from, from.Add(25*time.Minute), "tagg", "tagg")
		visit[1]["tasks"], visit[1]["notDone"] = []string{service.done}, []map[string]string{{"what": service.left, "why": "Ville inte i dag"}}
		told := sent{"id": wireID(100 + n), "visit": visit[0]["visit"], "order": visit[0]["order"], "seq": 3, "kind": "deviation", "at": from.Add(20 * time.Minute).Format(time.RFC3339), "text": "Det avvek i " + service.kind}
		if a := marie.sends(append(visit, told)...); len(a.Stored) != 3 {
			t.Fatalf("%s: %+v", service.kind, a)
		}
		marie.open("/utforare/besok/"+idOf(t, wireID((n+1)*10)).String()).says(
			"Registrerat", clockOf(from)+"–"+clockOf(from.Add(25*time.Minute)), service.done, "Inte gjort "+service.left, "Ville inte i dag", "Det avvek i "+service.kind)
	}
}

// clockOf is a time of day as the pages write it.
func clockOf(at time.Time) string { return at.In(civil.Stockholm).Format("15:04") }

// orderFor is an order of another service to the same person and provider.
func (w *town) orderFor(like delivery.Line, kind, name string) ids.Order {
	w.t.Helper()
	orders := engine.Bind(w.r.Engine, deliverysql.Orders())
	was, _, err := orders.Load(w.t.Context(), like.ID.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	brief, id := was.Brief, ids.Order{ID: w.r.Engine.NewID()}
	brief.Kind, brief.Name = kind, name
	w.do(orders.Step(id.ID, delivery.Send{Brief: brief}))
	return id
}
