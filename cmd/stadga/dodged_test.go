package main

import (
	"context"
	"slices"
	"testing"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
)

// owed lists what a rule asks of a subject, as the record holds it.
func owed(t *testing.T, r *record, s duty.Subject, rule string) []duty.Obligation {
	t.Helper()
	all, err := casesql.Duties{DB: r.Store.Reader()}.OfSubject(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(o duty.Obligation) bool { return o.Rule != rule })
}

// A child of the house, with its case.
type childFile struct {
	person ids.Person
	file   ids.Case
}

func (h *house) child(number string) childFile {
	h.t.Helper()
	c := childFile{ids.Person{ID: h.Engine.NewID()}, ids.Case{ID: h.Engine.NewID()}}
	h.do(eva,
		engine.Bind(h.Engine, peoplesql.Persons()).Step(c.person.ID, people.Register{Name: people.Name{Given: "Noel", Family: "Prov"}, BornYear: 2014}),
		engine.Bind(h.Engine, casesql.Cases()).Step(c.file.ID, casework.OpenCase{Person: c.person, Area: casework.Children, Number: number, Officer: eva.User, Unit: eva.Unit}))
	return c
}

// look opens an investigation of whether the child needs protection.
func (h *house) look(c childFile) duty.Subject {
	h.t.Helper()
	id := h.Engine.NewID()
	h.do(eva, engine.Bind(h.Engine, casesql.Investigations()).Step(id, casework.OpenInvestigation{
		Case: c.file, Person: c.person, Kind: casework.InquiryChild, Ground: casework.GroundProtect, Started: "orosanmalan", Received: h.now, Question: "Behövs skydd?", Reason: "Oron är allvarlig.",
	}))
	return duty.Subject{Kind: "investigation", ID: id}
}

// To close an investigation and open another on the same child starts no new four
// months (JO 2565-2016): the time of both is one, and the days between are left out.
func TestBackToBackInquiriesAreJudgedTogether(t *testing.T) {
	h := newHouse(t)
	noel := h.child("2026-0501")
	file := duty.Subject{Kind: "case", ID: noel.file.ID}
	begun := civil.DayOf(h.now)
	first := h.look(noel)
	if chain := owed(t, h.record, file, "child-inquiry-chain"); len(chain) != 0 {
		t.Fatalf("one investigation is a chain: %+v", chain)
	}
	h.now = h.now.AddDate(0, 0, 100)
	h.dismiss(first.ID)
	h.now = h.now.AddDate(0, 0, 5)
	again := h.look(noel)
	chain := owed(t, h.record, file, "child-inquiry-chain")
	last := begun.AddMonths(4).AddDays(5)
	if len(chain) != 1 || chain[0].Strict != last || chain[0].State(last) != duty.Open || chain[0].State(last.AddDays(1)) != duty.Late {
		t.Fatalf("want one chain to %s, got %+v", last, chain)
	}
	alone := owed(t, h.record, again, "child-inquiry-4m")
	if len(alone) != 1 || alone[0].State(last.AddDays(1)) != duty.Open {
		t.Errorf("judged alone it has time left, which is what the chain is for: %+v", alone)
	}
	h.now = last.AddDays(3).At(9, 0)
	h.dismiss(again.ID)
	if chain := owed(t, h.record, file, "child-inquiry-chain"); len(chain) != 1 || chain[0].State(civil.DayOf(h.now)) != duty.MetLate {
		t.Errorf("closed three days too late: %+v", chain)
	}

	// What is opened after more than thirty days is not the same investigation.
	other := h.child("2026-0502")
	before := h.look(other)
	h.now = h.now.AddDate(0, 0, 20)
	h.dismiss(before.ID)
	h.now = h.now.AddDate(0, 0, 31)
	h.look(other)
	if chain := owed(t, h.record, duty.Subject{Kind: "case", ID: other.file.ID}, "child-inquiry-chain"); len(chain) != 0 {
		t.Errorf("31 days apart is a chain: %+v", chain)
	}
}

// Who has the matter may change; the day it came in does not.
func TestANewOfficerGetsNoNewTime(t *testing.T) {
	h := newHouse(t)
	melvin := h.child("2026-0503")
	intake, intakes := duty.Subject{Kind: "intake", ID: h.Engine.NewID()}, engine.Bind(h.Engine, casesql.Intakes())
	received := h.now
	h.do(eva, intakes.Step(intake.ID, casework.ReceiveConcernReport{
		Case: melvin.file, Person: melvin.person, Received: received, Channel: casework.ByPhone, Reporter: casework.Reporter{Role: "skola"},
		Content: casework.IntakeContent{Says: "Kommer inte till skolan.", Danger: "nej"}, Officer: eva.User,
	}))
	inquiry := h.look(melvin)
	give := func(days int, officer byte) {
		t.Helper()
		h.now = received.AddDate(0, 0, days)
		to := ids.User{ID: ids.ID{15: officer}}
		form := act.Form{ID: h.Engine.NewForm(), Actor: act.Actor{User: ids.User{ID: ids.ID{15: 50}}, Roles: []string{"enhetschef"}, Unit: eva.Unit}}
		if _, err := h.Engine.Do(context.Background(), form,
			intakes.Step(intake.ID, casework.AssignIntake{Officer: to}),
			engine.Bind(h.Engine, casesql.Cases()).Step(melvin.file.ID, casework.AssignCase{Officer: to, Unit: eva.Unit, Reason: "Ledighet"})); err != nil {
			t.Fatal(err)
		}
	}
	for n, days := range []int{3, 9, 13} {
		give(days, byte(60+n))
		in := civil.DayOf(received)
		if o := owed(t, h.record, intake, "child-prelim-14d"); len(o) != 1 || o[0].Ground.Day != in || o[0].Strict != in.AddDays(14) {
			t.Errorf("after %d days and %d officers the fourteen days run from %+v", days, n+1, o)
		}
		if o := owed(t, h.record, inquiry, "child-inquiry-4m"); len(o) != 1 || o[0].Ground.Day != in || o[0].Strict != in.AddMonths(4) {
			t.Errorf("after %d days and %d officers the four months run from %+v", days, n+1, o)
		}
	}
}

// What was meant to pass unseen stands on the pages of those who answer for it.
func caughtStories(t *testing.T, w *town) {
	t.Run("Noel, two investigations in a row", func(t *testing.T) {
		number, opened := w.inquiryOf("Noel", "Holmberg")
		chain := owed(t, w.r, w.file(number), "child-inquiry-chain")
		if len(chain) != 1 || chain[0].State(w.today()) != duty.Late || !chain[0].Ground.Day.Before(opened.AddDays(-90)) {
			t.Fatalf("the chain: %+v", chain)
		}
		w.login(w.named("Amir Rahimi")).open("/arende/"+number).says("Utredningar som följer på varandra", "JO 2565-2016")
		w.login(w.named("Helena Fors")).open("/min-dag?visa=forsenat").says("Utredningar som följer på varandra", number)
	})
	t.Run("Melvin, handed over", func(t *testing.T) {
		number := w.numberOf("Melvin", "Sandberg")
		w.login(w.named("Linnéa Bäck")).open("/arende/"+number).says("Förhandsbedömning inom fjorton dagar", "2 dagar försenad", "Tiden kan inte förlängas i efterhand")
	})
	t.Run("Karl-Erik, extended twice and never followed up", func(t *testing.T) {
		number := w.numberOf("Karl-Erik", "Nordin")
		c, err := casesql.Register{DB: w.r.Store.Reader()}.CaseByNumber(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		services, err := casesql.Deciding{DB: w.r.Store.Reader()}.ServicesOf(t.Context(), c.ID, 25)
		if err != nil {
			t.Fatal(err)
		}
		extended := 0
		for _, s := range services {
			of := duty.Subject{Kind: "service", ID: s.ID.ID}
			extended += len(owed(t, w.r, of, "local-extension-inquiry"))
			for _, o := range owed(t, w.r, of, "local-individual-followup-1y") {
				if o.MetBy.Name != "" {
					t.Errorf("met by %s on %s", o.MetBy.Name, o.MetBy.Day)
				}
			}
			if o := owed(t, w.r, of, "local-individual-followup-1y"); len(o) == 0 || o[0].State(w.today()) != duty.Late || o[0].Due().AddMonths(12).After(w.today()) {
				t.Errorf("the follow-up is not a year late: %+v", o)
			}
		}
		if extended != 2 {
			t.Errorf("%d extensions without a new assessment, want 2", extended)
		}
		w.login(w.named("Jonas Lund")).open("/arende/"+number+"/uppfoljning").says("aldrig").open("/arende/"+number).says("Individuppföljning varje år", "försenad")
	})
}

// file is the subject of a case.
func (w *town) file(number string) duty.Subject {
	w.t.Helper()
	c, err := casesql.Register{DB: w.r.Store.Reader()}.CaseByNumber(w.t.Context(), number)
	if err != nil {
		w.t.Fatal(err)
	}
	return duty.Subject{Kind: "case", ID: c.ID.ID}
}
