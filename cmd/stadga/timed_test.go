package main

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/delegation"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/org"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/quality"
	"stadga/internal/quality/qualitysql"
	"stadga/internal/simulate"
)

// inquiry opens a case and an investigation in it.
func (h *house) inquiry(number string) ids.ID {
	h.t.Helper()
	e := h.Engine
	person, file, id := ids.Person{ID: e.NewID()}, ids.Case{ID: e.NewID()}, e.NewID()
	h.do(eva,
		engine.Bind(e, peoplesql.Persons()).Step(person.ID, people.Register{Name: people.Name{Given: "Anna", Family: "Prov"}, BornYear: 1941}),
		engine.Bind(e, casesql.Cases()).Step(file.ID, casework.OpenCase{Person: person, Area: casework.Older, Number: number, Officer: eva.User, Unit: eva.Unit}),
		engine.Bind(e, casesql.Investigations()).Step(id, casework.OpenInvestigation{
			Case: file, Person: person, Kind: casework.InquiryOlder, Ground: casework.GroundSupport, Started: "ansokan", Received: h.now, Question: "Larm",
		}))
	return id
}

// dismiss ends an investigation.
func (h *house) dismiss(id ids.ID) {
	h.t.Helper()
	inquiries, decisions := engine.Bind(h.Engine, casesql.Investigations()), engine.Bind(h.Engine, casesql.Decisions())
	inquiry, _, err := inquiries.Load(context.Background(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	kind := "trygghetslarm"
	if inquiry.Kind == casework.InquiryChild {
		kind = "familjebehandling"
	}
	decision := ids.Decision{ID: h.Engine.NewID()}
	signed := casework.MakeDecision{
		Case: inquiry.Case, Person: inquiry.Person, Investigation: ids.Investigation{ID: id}, Kind: inquiry.Kind, Mandate: casework.Mandate{Body: "delegat", Order: delegation.Norrsala()},
		Reasons: "Anna tar tillbaka sin ansökan.", Items: []casework.DecisionItem{{Service: ids.Service{ID: h.Engine.NewID()}, Kind: kind, Outcome: casework.WrittenOff, Why: "atertagen"}},
	}
	h.do(eva, inquiries.Step(id, signed.Conclusion(decision)), decisions.Step(decision.ID, signed))
}

// morning runs the job that wakes subjects.
func (h *house) morning() {
	h.t.Helper()
	runner := jobs.NewRunner(h.Store, h.Clock, slog.New(slog.DiscardHandler), jobs.Wake(h.Store, h.Engine, h.timed()...))
	if err := runner.Tick(context.Background()); err != nil {
		h.t.Fatal(err)
	}
}

// raised lists the register of deviations, newest first, and the tasks left to people.
func (h *house) raised() []quality.DeviationRow {
	h.t.Helper()
	rows, err := qualitysql.Register{DB: h.Store.Reader()}.Rows(context.Background(), quality.Selection{Scope: quality.RegisterScope{All: true}}, 0, 25)
	if err != nil {
		h.t.Fatal(err)
	}
	tasks, err := h.Store.Tasks(context.Background(), 10)
	if err != nil || len(tasks) > 0 {
		h.t.Fatalf("left to a person: %+v (%v)", tasks, err)
	}
	return rows
}

// agree holds the two sides of the reconciliation against each other.
func (h *house) agree() (state duty.State, passed, raised int) {
	h.t.Helper()
	var all []duty.Obligation
	err := h.Store.Read(context.Background(), func(r engine.Reader) error {
		rows, err := r.Subjects(context.Background(), 0, 1000)
		for _, row := range rows {
			if err == nil {
				var owed []duty.Obligation
				owed, err = r.Obligations(context.Background(), row.Num)
				all = append(all, owed...)
			}
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, rec := range h.Book().Reconciles() {
		if rec.ID == "avvikelser-over-120" {
			return rec.Judge(all, civil.DayOf(h.now))
		}
	}
	h.t.Fatal("the book holds no reconciliation of deviations")
	return "", 0, 0
}

// On the day, on the day after some days off, and when the investigation ended in
// between: one deviation, whatever the job does.
func TestTimeRaisesADeviationOnce(t *testing.T) {
	for name, address := range addresses() {
		t.Run(name, func(t *testing.T) {
			h := newHouseIn(t, address(t))
			begun := h.now
			slow := h.inquiry("2026-0001")
			h.now = begun.AddDate(0, 0, 120)
			h.morning()
			if rows := h.raised(); len(rows) != 0 {
				t.Fatalf("raised on day 120: %+v", rows)
			}
			h.now = begun.AddDate(0, 0, 121)
			for range 3 {
				h.morning()
			}
			rows := h.raised()
			if len(rows) != 1 || !rows[0].By.IsZero() || rows[0].Number != "A2026-0001" || rows[0].Type != quality.TookTooLong || rows[0].Unit != eva.Unit ||
				!strings.Contains(rows[0].What, "120 dagar") {
				t.Fatalf("on day 121: %+v", rows)
			}
			d, _, err := engine.Bind(h.Engine, qualitysql.Deviations()).Load(t.Context(), rows[0].ID.ID)
			if err != nil || d.Link.Investigation.ID != slow || d.Link.Case.IsZero() {
				t.Errorf("it is tied to %+v (%v)", d.Link, err)
			}
			h.now = begun.AddDate(0, 0, 140)
			h.dismiss(slow)
			h.morning()
			if n := len(h.raised()); n != 1 {
				t.Errorf("%d deviations after it was closed", n)
			}

			// The job is not run for some days, and one of two has ended meanwhile.
			begun = h.now
			h.inquiry("2026-0002")
			ended := h.inquiry("2026-0003")
			inTime := h.inquiry("2026-0004")
			h.now = begun.AddDate(0, 0, 100)
			h.dismiss(inTime)
			h.now = begun.AddDate(0, 0, 125)
			h.dismiss(ended)
			if state, passed, raised := h.agree(); state != duty.Late || passed != 3 || raised != 1 {
				t.Errorf("a miss is not seen: %s, %d passed and %d raised", state, passed, raised)
			}
			h.now = begun.AddDate(0, 0, 131)
			h.morning()
			h.morning()
			if rows := h.raised(); len(rows) != 3 {
				t.Errorf("caught up to %d deviations, want 3: %+v", len(rows), rows)
			}
			if state, passed, raised := h.agree(); state != duty.Met || passed != 3 || raised != 3 {
				t.Errorf("afterwards: %s, %d passed and %d raised", state, passed, raised)
			}
		})
	}
}

// Two processes look at the same investigations at the same time, and at others.
func TestTwoProcessesRaiseADeviationOnce(t *testing.T) {
	for name, address := range addresses() {
		t.Run(name, func(t *testing.T) {
			url := address(t)
			h := newHouseIn(t, url)
			processes := []*record{h.record, h.record}
			if name != "SQLite" { // whose folder one process holds; there two goroutines are as near as it comes
				processes[1] = h.again(url, 4)
			}
			var slow []duty.Subject
			for n := range 8 {
				slow = append(slow, duty.Subject{Kind: "investigation", ID: h.inquiry("2026-000" + string(rune('1'+n)))})
			}
			h.now = h.now.AddDate(0, 0, 121)
			var both sync.WaitGroup
			for _, r := range processes {
				both.Go(func() {
					for _, s := range slow {
						if err := r.Engine.Wake(t.Context(), s, r.timed(), func(no engine.Refusal) error { return no.Fault }); err != nil {
							t.Errorf("%v", err)
						}
					}
				})
			}
			both.Wait()
			rows := h.raised()
			numbers, about := map[string]bool{}, map[ids.Case]bool{}
			for _, row := range rows {
				numbers[row.Number], about[row.Case] = true, true
			}
			if len(rows) != len(slow) || len(numbers) != len(slow) || len(about) != len(slow) {
				t.Errorf("%d deviations with %d numbers about %d cases, want %d of each", len(rows), len(numbers), len(about), len(slow))
			}
		})
	}
}

// What the job misses stands on Kvalitet as two counts that differ, and agrees
// again when it has run.
//
// krav C-03: När en utredning passerar dag 120 upprättas en avvikelse av sig själv, och Egenkontroll ställer antalet utredningar bredvid antalet avvikelser.
// bryt cmd/stadga/timed.go: «When: []duty.State{duty.Open, duty.Late}» → «When: []duty.State{duty.Met}»
func TestAMissedDeviationIsSeenOnTheQualityPage(t *testing.T) {
	w := newTown(t, civil.On(2026, time.January, 7))
	anna := w.person("Anna", "Svensson", civil.On(1941, time.May, 3))
	w.matter(anna, casework.Older, "2026-0299", "Jag behöver hjälp", "hemtjanst-dusch")
	eva := w.login(w.eva)
	const inquiry = "/arende/2026-0299/utredning"
	eva.open(inquiry).fill(inquiry, "question", "Hjälp med dusch")
	anneli := w.hire("Anneli Kvist", w.unit, org.Kvalitet)
	per := w.hire("Per Holmstrand", w.unit, org.Enhetschef)
	count := func() {
		t.Helper()
		w.now = w.now.Add(time.Hour) // the figures grow old
		if err := w.r.measures.Due(t.Context(), time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	w.pass(121)
	count()
	sas := w.login(anneli)
	sas.open("/kvalitet/egenkontroll").says("1 utredningar över 120 dagar, 0 avvikelser upprättade för dem", "skiljer 1")

	if err := wakeAll(t.Context(), w.r.Engine, w.r.timed()); err != nil {
		t.Fatal(err)
	}
	count()
	sas.open("/kvalitet/egenkontroll").says("1 utredningar över 120 dagar, 1 avvikelser upprättade för dem", "lika många")
	sas.open("/kvalitet/avvikelser?typ=utredningstid").says("Visar 1–1 av 1", "av Stadga", "mer än 120 dagar")
	chef := w.login(per)
	chef.open("/kvalitet/avvikelse/A2026-0001").says("Stadga, av sig självt", "ärende 2026-0299, utredning 1", "Biståndsenheten", "inleddes 2026-01-07", "den 2026-05-07")
	chef.fill("/kvalitet/avvikelse/A2026-0001/bedom", "kind", "avvikelse", "severity", "2", "recurrence", "3").says("Nu ska orsaken utredas", "Utredningen drog ut på tiden")
	eva.open("/kvalitet/avvikelse/A2026-0001").says("Vi hittar") // it is the manager's to explain
}

// Stories 3, 4, 5 and 7 of Norrsala show what their last column says.
func TestWhatTriesToSlipByIsCaught(t *testing.T) {
	if testing.Short() {
		t.Skip("lives half a year of an invented municipality")
	}
	w := livedTown(t, simulate.World{Seed: 1, Inhabitants: 300, Months: 6, End: civil.MustParse("2026-03-12").At(16, 0), Stories: true})
	t.Run("Tuva, over four months", func(t *testing.T) { tuvaIsCaught(t, w) })
	caughtStories(t, w)
}

func tuvaIsCaught(t *testing.T, w *town) {
	number, opened := w.inquiryOf("Tuva", "Engström")
	passed := opened.AddDays(121)

	amir := w.login(w.named("Amir Rahimi"))
	amir.open("/min-dag").says("T. E., 13")
	amir.open("/arende/"+number).says("Tuva Engström", "6 dagar försenad")
	amir.open("/arende/"+number+"/utredning/1/forlangning").says("Hög arbetsbelastning", "Den räknas inte", "inget särskilt skäl")
	amir.open("/arende/"+number+"/utredning/1/kanslor").says("Tuva ska må bra", "svårt att mäta")

	sas := w.login(w.named("Anneli Kvist"))
	sas.open("/kvalitet/avvikelser?typ=utredningstid&lage=alla").says("ärende", "av Stadga")
	at := deviationOf(t, w.r, number)
	if civil.DayOf(at.Reported) != passed || !at.By.IsZero() {
		t.Errorf("Tuva's deviation was raised %s by %q, want %s by the program", at.Reported, at.By, passed)
	}
	sas.open("/kvalitet/avvikelse/"+at.Number).says("ärende "+number+", utredning 1", "Stadga, av sig självt")
	if err := w.r.measures.Due(t.Context(), time.Minute); err != nil {
		t.Fatal(err)
	}
	sas.open("/kvalitet/egenkontroll").says("avvikelser upprättade för dem", "lika många")
}

// deviationOf is the one deviation of a case.
func deviationOf(t *testing.T, r *record, number string) quality.DeviationRow {
	t.Helper()
	c, err := casesql.Register{DB: r.Store.Reader()}.CaseByNumber(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	q := qualitysql.Register{DB: r.Store.Reader()}
	s := quality.Selection{Scope: quality.RegisterScope{All: true}}
	n, err := q.Count(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := q.Rows(t.Context(), s, 0, n)
	if err != nil {
		t.Fatal(err)
	}
	rows = slices.DeleteFunc(rows, func(row quality.DeviationRow) bool { return row.Case != c.ID })
	if len(rows) != 1 {
		t.Fatalf("%d deviations of %s", len(rows), number)
	}
	return rows[0]
}
