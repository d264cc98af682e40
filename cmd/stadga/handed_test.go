package main

import (
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// What is owed in a case follows whoever has the case, at once and all of it: Min
// dag is found by who has it.
func TestWhatIsOwedFollowsTheCase(t *testing.T) {
	w := newTown(t, civil.On(2026, time.February, 2))
	anna := w.person("Anna", "Svensson", civil.On(1941, time.May, 3))
	w.matter(anna, casework.Older, "2026-0299", "Jag vill kunna duscha igen.", "hemtjanst-dusch")
	const inquiry = "/arende/2026-0299/utredning"
	w.login(w.eva).open(inquiry).fill(inquiry, "question", "Hjälp med dusch")
	of := func(officer ids.User) (held int) {
		t.Helper()
		var astray int
		err := w.r.Store.Reader().QueryRowContext(t.Context(), `select count(case when o.holder = $1 then 1 end), count(case when o.holder <> c.officer then 1 end)
			from obligation o join subject f on f.num = o.file join cases c on c.id = f.id`, officer).Scan(&held, &astray)
		if err != nil || astray > 0 {
			t.Fatalf("%d obligations are held by another than the case's officer: %v", astray, err)
		}
		return held
	}
	before := of(w.eva)
	if before == 0 {
		t.Fatal("the officer has nothing to do")
	}
	w.login(w.eva).open("/min-dag").says("2026-0299")

	file, err := casesql.Register{DB: w.r.Store.Reader()}.CaseByNumber(t.Context(), "2026-0299")
	if err != nil {
		t.Fatal(err)
	}
	w.do(engine.Bind(w.r.Engine, casesql.Cases()).Step(file.ID.ID, casework.AssignCase{Officer: w.jonas, Unit: file.Unit, Reason: "Ledighet"}))
	if left, now := of(w.eva), of(w.jonas); left != 0 || now != before {
		t.Errorf("%d of %d obligations went with the case, and %d stayed", now, before, left)
	}
	w.login(w.jonas).open("/min-dag").says("2026-0299")
	w.login(w.eva).open("/min-dag").silent("2026-0299")
}
