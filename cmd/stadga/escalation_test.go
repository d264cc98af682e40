package main

import (
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/org"
)

// Given an order that the provider has not acknowledged, When two working days have
// gone, Then the heads of both sides meet it, until it is acknowledged (UX-14).
func TestAnOrderNobodyAcknowledgesReachesBothHeads(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	_, order := w.order("2026-0601", w.norr)
	marie, per := w.login(w.marie), w.staff("Per Holmstrand", org.Enhetschef)
	w.pass(1)
	marie.open("/utforare").says("1 uppdrag att kvittera.").silent("gått vidare till cheferna")
	w.pass(1)
	marie.open("/utforare").says("1 uppdrag är inte kvitterat på två arbetsdagar. Det har gått vidare till cheferna hos både kommunen och er.")
	per.open("/enhet").says("1 Inte kvitterade uppdrag").open(per.leads("Inte kvitterade uppdrag")).says("2026-0601")
	one := "/utforare/uppdrag/" + order
	marie.open(one).fill(one+"/kvittera", "able", "har", "start", w.today().String())
	marie.open("/utforare").silent("gått vidare till cheferna")
	per.open("/enhet").says("0 Inte kvitterade uppdrag")
}
