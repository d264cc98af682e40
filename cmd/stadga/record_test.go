package main

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/delegation"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/jobs"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
)

// A house is the whole program on a real database, on a day that the test moves.
type house struct {
	*record
	t   *testing.T
	now time.Time
}

var eva = act.Actor{User: ids.User{ID: ids.ID{15: 1}}, Roles: []string{"handlaggare"}, Unit: ids.Unit{ID: ids.ID{15: 2}}}

func newHouse(t *testing.T) *house { return newHouseIn(t, inFolder(t)) }

func inFolder(t *testing.T) string { return "sqlite:" + t.TempDir() }

// newHouseIn opens the program on a database.
func newHouseIn(t *testing.T, url string) *house {
	t.Helper()
	h := &house{t: t, now: civil.On(2026, time.March, 9).At(9, 0)}
	h.record = h.again(url, 3)
	return h
}

// again opens the same database as another process would.
func (h *house) again(url string, seed byte) *record {
	h.t.Helper()
	r, err := openRecord(context.Background(), recordOptions{
		URL: url, Name: "socialnamnden", Clock: func() time.Time { return h.now }, Random: rand.NewChaCha8([32]byte{seed}),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() {
		if err := r.Close(); err != nil {
			h.t.Error(err)
		}
	})
	return r
}

func (h *house) do(who act.Actor, steps ...engine.Step) {
	h.t.Helper()
	if _, err := h.Engine.Do(context.Background(), act.Form{ID: h.Engine.NewForm(), Actor: who}, steps...); err != nil {
		h.t.Fatalf("%v: %+v", err, fault.All(err))
	}
}

// granted opens a case for Anna, grants her an alarm and sends the order.
func (h *house) granted() (person ids.Person, decision ids.Decision, order ids.ID) {
	h.t.Helper()
	return h.grantedTo(eva, "2026-0299", ids.Provider{ID: ids.ID{15: 9}})
}

// grantedTo is granted by another officer, under another number, to a provider.
func (h *house) grantedTo(eva act.Actor, number string, provider ids.Provider) (person ids.Person, decision ids.Decision, order ids.ID) {
	h.t.Helper()
	e := h.Engine
	person, decision, order = ids.Person{ID: e.NewID()}, ids.Decision{ID: e.NewID()}, e.NewID()
	file, inquiry, service := ids.Case{ID: e.NewID()}, e.NewID(), ids.Service{ID: e.NewID()}
	h.do(eva,
		engine.Bind(e, peoplesql.Persons()).Step(person.ID, people.Register{Name: people.Name{Given: "Anna", Family: "Svensson"}, BornYear: 1941}),
		engine.Bind(e, casesql.Cases()).Step(file.ID, casework.OpenCase{Person: person, Area: casework.Older, Number: number, Officer: eva.User, Unit: eva.Unit}))
	investigations := engine.Bind(e, casesql.Investigations())
	at := func(cmd engine.Command[casework.Investigation]) engine.Step { return investigations.Step(inquiry, cmd) }
	steps := []engine.Step{at(casework.OpenInvestigation{
		Case: file, Person: person, Kind: casework.InquiryOlder, Ground: casework.GroundSupport, Started: "ansokan", Received: h.now.Add(-time.Hour), Question: "Larm",
	})}
	for _, part := range casework.PartsOf(casework.InquiryOlder) {
		if part.Required {
			steps = append(steps, at(casework.WritePart{Part: part.Key, Text: "Utrett", Done: true}))
		}
	}
	signed := casework.MakeDecision{
		Case: file, Person: person, Investigation: ids.Investigation{ID: inquiry}, Kind: casework.InquiryOlder, Mandate: casework.Mandate{Body: "delegat", Order: delegation.Norrsala()},
		Reasons: "Behovet är utrett.", Items: []casework.DecisionItem{{Service: service, Kind: "trygghetslarm", Outcome: casework.Granted, From: civil.DayOf(h.now), FollowUp: civil.DayOf(h.now).AddMonths(6), Purpose: "Kunna larma"}},
	}
	h.do(eva, append(steps,
		at(casework.WriteOwnWords{Text: "Jag vill kunna larma"}), at(casework.RecordHomeVisit{On: civil.DayOf(h.now)}), at(casework.AskAboutChildren{Answer: "nej"}),
		at(casework.CompleteDocument{}), at(casework.ConsiderCommunication{Need: "uppenbart-obehovlig", Reason: "Fullt bifall"}),
		at(signed.Conclusion(decision)), engine.Bind(e, casesql.Decisions()).Step(decision.ID, signed))...)
	h.do(eva, engine.Bind(e, deliverysql.Orders()).Step(order, delivery.Send{Brief: delivery.Brief{
		Case: file, Decision: decision, Service: service, Person: person, Provider: provider,
		Kind: "trygghetslarm", Name: "Trygghetslarm", Extent: "ett larm", Purpose: "Kunna larma", Proof: delivery.ByInstallation,
	}}))
	return person, decision, order
}

// work runs the jobs until there is nothing more to do.
func (h *house) work() {
	h.t.Helper()
	runner := jobs.NewRunner(h.Store, h.Clock, slog.New(slog.DiscardHandler), jobs.Deliver(h.Store, h.Engine, h.reactions()...))
	if err := runner.Tick(context.Background()); err != nil {
		h.t.Fatal(err)
	}
}

func TestADeathStopsWhatRuns(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	person, decision, order := h.granted()
	o, _, err := engine.Bind(h.Engine, deliverysql.Orders()).Load(ctx, order)
	if err != nil {
		t.Fatal(err)
	}
	visit := h.Engine.NewID()
	planned := engine.Bind(h.Engine, visitsql.Visits())
	tomorrow := civil.DayOf(h.now).AddDays(1)
	h.do(act.Actor{User: ids.User{ID: ids.ID{15: 3}}, Roles: []string{"utforare"}, Provider: o.Provider}, planned.Step(visit, visits.Plan{
		Target: visits.Target{Person: person, Order: ids.Order{ID: order}, Service: o.Service, Provider: o.Provider},
		Span:   visits.Span{From: tomorrow.At(8, 0), To: tomorrow.At(8, 30)},
	}))
	h.work()

	died := civil.DayOf(h.now)
	h.do(eva, engine.Bind(h.Engine, peoplesql.Persons()).Step(person.ID, people.ReportDeath{On: died}))
	h.work()

	if o, _, err = engine.Bind(h.Engine, deliverysql.Orders()).Load(ctx, order); err != nil || o.Ended != died || o.EndReason != delivery.EndedByDeath {
		t.Errorf("the order: ended %v, %v (%v)", o.Ended, o.EndReason, err)
	}
	d, _, err := engine.Bind(h.Engine, casesql.Decisions()).Load(ctx, decision.ID)
	if err != nil || d.Items[0].Ended != died {
		t.Errorf("the service: %+v (%v)", d.Items, err)
	}
	v, _, err := planned.Load(ctx, visit)
	if err != nil || v.Cancelled == "" {
		t.Errorf("the planned visit stands: %+v (%v)", v, err)
	}
	obligations, err := h.obligations(ctx, person)
	if err != nil {
		t.Fatal(err)
	}
	// What the board owes about the decision itself does not end with the person.
	stays := []string{"local-deleg-report-2m", "local-goals-measurable", "local-participation"}
	for _, o := range obligations {
		state, rule, _ := strings.Cut(o, " ")
		if (state == string(duty.Open) || state == string(duty.Late)) && !slices.Contains(stays, rule) {
			t.Errorf("a frist still runs for the dead: %s", o)
		}
	}
}

// obligations lists the state and rule of every obligation of the person's file.
func (h *house) obligations(ctx context.Context, _ ids.Person) ([]string, error) {
	var all []string
	err := h.Store.Read(ctx, func(r engine.Reader) error {
		rows, err := r.Subjects(ctx, 0, 1000)
		if err != nil {
			return err
		}
		for _, row := range rows {
			owed, err := r.Obligations(ctx, row.Num)
			if err != nil {
				return err
			}
			for _, o := range owed {
				all = append(all, string(o.State(civil.DayOf(h.now).AddMonths(13)))+" "+o.Rule)
			}
		}
		return nil
	})
	return all, err
}

func TestAnOfficerOfAnotherUnitFindsNothing(t *testing.T) {
	h := newHouse(t)
	_, _, order := h.granted()
	other := act.Actor{User: ids.User{ID: ids.ID{15: 77}}, Roles: []string{"handlaggare"}, Unit: ids.Unit{ID: ids.ID{15: 78}}}
	_, err := engine.Bind(h.Engine, deliverysql.Orders()).Do(context.Background(), act.Form{ID: h.Engine.NewForm(), Actor: other}, order, delivery.Write{Text: "Hej"})
	if fault.KindOf(err) != fault.NotFound || err == nil {
		t.Errorf("got %v, want the words for what is not there", err)
	}
}
