package main

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
)

// What the policies have answered is remembered. Given an officer who has just read a
// case, When another task is given to her, Then the next page she asks for is refused and
// her menu leads there no more, in the same session and the same second; and what she is
// given back is hers at once.
func TestARoleThatIsTakenAwayIsGoneFromTheNextPage(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	person := w.person("Bertil", "Ek", civil.On(1940, time.May, 1))
	w.matter(person, casework.Older, "2026-0501", "Behöver hjälp med dusch.")
	place := func(role org.Role) {
		w.do(engine.Bind(w.r.Engine, orgsql.Staff()).Step(w.eva.ID, org.PlaceStaff{Placement: org.Placement{
			Title: "annan uppgift", Roles: []org.Role{role}, Unit: w.unit, From: w.today(),
		}}))
	}
	const file = "/arende/2026-0501"
	eva := w.login(w.eva)
	menu := func(leads bool) {
		t.Helper()
		if bytes.Contains(eva.body, []byte(`href="/arenden"`)) != leads {
			t.Errorf("%s: the menu leads to the cases: %v, want %v", eva.path, !leads, leads)
		}
	}
	eva.open(file).says("2026-0501")
	menu(true)
	place(org.Controller)
	if code := eva.open(file).code; code != http.StatusForbidden && code != http.StatusNotFound {
		t.Errorf("a controller is shown the case she had as an officer: %d", code)
	}
	eva.open("/rapporter")
	menu(false)
	if eva.code != http.StatusOK {
		t.Errorf("a controller is not shown the reports: %d", eva.code)
	}
	place(org.Handlaggare)
	eva.open(file).says("2026-0501")
	menu(true)
}
