package main

import (
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/keeping/keepingweb"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
)

// Two who answer for the system find a file whose time has come, hold it, let it
// go, and dispose of it; the page shows numbers and never who it is.
func TestTwoPersonsDisposeOfAFileOnThePage(t *testing.T) {
	w := newTown(t, civil.On(2019, time.March, 11))
	e := w.r.Engine
	birgitta, karin := ids.User{ID: e.NewID()}, ids.User{ID: e.NewID()}
	staff := engine.Bind(e, orgsql.Staff())
	appoint := func(id ids.User, name string, role org.Role) engine.Step {
		return staff.Step(id.ID, org.AppointStaff{Name: name, Placement: org.Placement{Title: string(role), Roles: []org.Role{role}, Unit: w.unit, From: w.today()}})
	}
	person, file := ids.Person{ID: e.NewID()}, ids.Case{ID: e.NewID()}
	w.do(appoint(birgitta, "Birgitta Ahl", org.Systemforvaltare), appoint(karin, "Karin Bo", org.Socialchef),
		engine.Bind(e, peoplesql.Persons()).Step(person.ID, people.Register{Name: people.Name{Given: "Gallerstina", Family: "Markörsson"}, Born: civil.On(1931, time.May, 3)}),
		engine.Bind(e, casesql.Cases()).Step(file.ID, casework.OpenCase{Person: person, Area: casework.Older, Number: "2019-0007", Officer: w.eva, Unit: w.unit}))
	w.do(engine.Bind(e, casesql.Cases()).Step(file.ID, casework.CloseCase{Reason: "Klart."}))
	w.now = civil.On(2026, time.March, 9).At(9, 0)
	if err := e.RecomputeAll(t.Context(), func(int) {}); err != nil {
		t.Fatal(err)
	}
	path := keepingweb.Root + "/" + person.String()
	first, second := w.login(birgitta), w.login(karin)
	first.open(keepingweb.Root).says("1 akt har nått sin tid.", "2019-0007", "31 december 2025", "Akten gallras fem år efter sista anteckningen").silent("Gallerstina", "Markörsson")
	first.open(path).says("1 ärende", "SoL 16 kap. 1 §").silent("Gallerstina", "Markörsson")
	first.fill(path+"/sparra", "grund", "").says("Välj varför akten ska sparas.")
	first.open(path).fill(path+"/sparra", "grund", "tillsyn").says("Akten är spärrad: tillsyn pågår.").silent("Föreslå gallring")
	first.fill(path + "/hav").says("Föreslå gallring")
	first.fill(path + "/foresla").says("Du föreslog gallringen.").silent("Godkänn gallringen")
	second.open(keepingweb.Root).says("väntar på en andra person", "av Birgitta Ahl")
	second.open(path).fill(path + "/godkann").says("Gallringen är godkänd")
	run := func() {
		t.Helper()
		if _, err := w.r.disposing().Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}

	// A new case is opened before the night: nothing goes, and two must look again.
	later := ids.Case{ID: e.NewID()}
	w.do(engine.Bind(e, casesql.Cases()).Step(later.ID, casework.OpenCase{Person: person, Area: casework.Adults, Number: "2026-0001", Officer: w.eva, Unit: w.unit}))
	run()
	if now, _, err := engine.Bind(e, casesql.Cases()).Load(t.Context(), later.ID); err != nil || now.Number != "2026-0001" {
		t.Fatalf("what came after the approval is gone: %+v %v", now, err)
	}
	first.open(path).says("Ärendet 2026-0001 pågår.").silent("Gallringen är godkänd", "Gallrad akt")
	first.open(keepingweb.Root).says("Ingen gallring väntar på en andra person.")
	w.do(engine.Bind(e, casesql.Cases()).Step(later.ID, casework.CloseCase{Reason: "Fel person."}))
	w.now = civil.On(2032, time.March, 9).At(9, 0)
	if err := e.RecomputeAll(t.Context(), func(int) {}); err != nil {
		t.Fatal(err)
	}
	run() // the old approval is no approval of what has come since
	first.open(path).fill(path + "/foresla").says("Du föreslog gallringen.")
	second.open(path).fill(path + "/godkann").says("Gallringen är godkänd")
	run()
	first.open(keepingweb.Root).says("Ingen akt har nått sin tid.", "Birgitta Ahl", "Karin Bo", "händelser")
	first.open(path).says("Gallrad akt", "Karin Bo")
	if w.login(w.eva).open(keepingweb.Root).code == 200 {
		t.Error("an officer opens the queue")
	}
}
