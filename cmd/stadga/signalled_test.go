package main

import (
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
)

// Given a carer who tells during a visit that something has changed, When the office sends
// it on, Then it is the order's signal, which the officer answers, and cannot be sent twice.
func TestWhatIsToldDuringAVisitBecomesTheOrdersSignal(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	o := w.ordered("2026-0601", "Berta")
	w.pass(1)
	marie := w.login(w.marie)
	at := w.now.Add(-time.Hour)
	marie.sends(sent{"id": wireID(1), "visit": wireID(9), "order": plainID(o.ID.ID), "seq": 1, "kind": "start", "at": at.Format(time.RFC3339), "how": "telefon"},
		sent{"id": wireID(2), "visit": wireID(9), "order": plainID(o.ID.ID), "seq": 2, "kind": "signal", "at": at.Add(time.Minute).Format(time.RFC3339), "choice": "samre", "text": "Trött i benen och ostadig."},
		sent{"id": wireID(3), "visit": wireID(9), "order": plainID(o.ID.ID), "seq": 3, "kind": "signal", "at": at.Add(2 * time.Minute).Format(time.RFC3339), "choice": "mer", "text": "Äter inte längre själv."})
	const page = "/utforare/besok/andringar"
	marie.open("/utforare/besok").says("Ändringar från besöken")
	marie.open(page).says("Berta", "Trött i benen och ostadig.", "Inte skickat")
	marie.open(page+"?valj="+wireID(2)).fill(page, "what", "").says("Inte skickat")
	form := marie.open(page + "?valj=" + wireID(2)).form(page)
	marie.post(page, form).says("Handläggaren har fått det", "Skickat till handläggaren")
	marie.post(page, form).says("Handläggaren har fått det")         // the same form is one act
	marie.open(page).says("Äter inte längre själv.", "Inte skickat") // what else was told still waits
	order, _, err := engine.Bind(w.r.Engine, deliverysql.Orders()).Load(t.Context(), o.ID.ID)
	if err != nil || len(order.Signals) != 1 || order.Signals[0].What != "Trött i benen och ostadig." || order.Signals[0].Kind != delivery.OtherHelp {
		t.Fatalf("got %+v, %v", order.Signals, err)
	}
	// What the office writes itself on the order is told of beside what still waits.
	one := "/utforare/uppdrag/" + o.ID.String()
	marie.open(one).fill(one+"/kvittera", "able", "har").open(one).fill(one+"/andrat-behov", "kind", "annat", "what", "Äter sämre.", "since", w.today().String())
	marie.open(page).says("Äter inte längre själv.", "Ni har anmält ett ändrat behov på uppdraget i dag").silent("Inte skickat")
	marie.open(page+"?valj="+wireID(3)).fill(page, "kind", "annat").says("Handläggaren har fått det")
	marie.open("/utforare/andrat-behov").says("Kommunen har inte svarat på 3 anmälningar.")
}
