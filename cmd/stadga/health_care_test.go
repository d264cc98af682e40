package main

import (
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/org"
)

// krav E-43: Insatser där kommunens hälso- och sjukvård också ansvarar är märkta, och MAS har en egen lista med deras avvikelser och uppföljningar och en rad på Min dag.
// bryt internal/quality/qualityweb/report.go: «scope.All, scope.Kinds = true, health» → «scope.All = true»
func TestWhatConcernsHealthCareReachesMAS(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	mas, sas := w.staff("Göran Sjödal", org.Kvalitet, org.Mas), w.staff("Anneli Kvist", org.Kvalitet)
	const list, report = "/kvalitet/avvikelser?vy=halso-och-sjukvard", "/kvalitet/rapportera"
	mas.open("/min-dag").silent("Hälso- och sjukvård")

	_, home := w.order("2026-0601", w.norr)
	orders, id := engine.Bind(w.r.Engine, deliverysql.Orders()), w.r.Engine.NewID()
	o, _, err := orders.Load(t.Context(), orderID(t, home))
	if err != nil {
		t.Fatal(err)
	}
	brief := o.Brief
	brief.Kind, brief.Name, brief.Health, brief.Proof = "dagverksamhet", "Dagverksamhet", true, delivery.ByMeeting
	w.as(act.Actor{User: w.eva, Roles: []string{"handlaggare"}, Unit: w.unit}, orders.Step(id, delivery.Send{Brief: brief}))
	marie := w.login(w.marie)
	marie.open("/utforare/uppdrag/" + id.String()).says("Avvikelser och uppföljning når MAS.")
	for path, what := range map[string]string{home: "Tvätten blev inte gjord.", id.String(): "Fel medicin delades ut på dagverksamheten."} {
		marie.open("/utforare/uppdrag/"+path).report().fill(report, "what", what, "danger", "nej").says("Tack för din rapport")
	}
	mas.open("/min-dag").says("1 öppen avvikelse.", "insatser där kommunens hälso- och sjukvård också ansvarar")
	mas.open(list).says("Hälso- och sjukvård", "Fel medicin delades ut", "Ingen uppföljning är gjord").silent("Tvätten blev inte gjord")
	sas.open("/min-dag").silent("hälso- och sjukvård också ansvarar")
	sas.open(list).silent("Uppföljningar där")

	granted := w.decider("2026-0602", "Bertil", "dagverksamhet")
	granted.grant("item0.extent", "2", "item0.goal", "m1", "item0.follow_up", "2026-03-20").at(granted.path + "/1")
	mas.open(list).says("Uppföljningar där kommunens hälso- och sjukvård ansvarar", "Dagverksamhet", "senast")
}
