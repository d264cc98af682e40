package casesql_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/delegation"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/simulate"
	"stadga/internal/store"
	"stadga/internal/store/sqlite"
)

var ctx = context.Background()

// A desk is an officer at work on a record in SQLite, on a day that the test moves.
type desk struct {
	t              *testing.T
	db             *store.DB
	engine         *engine.Engine
	investigations *engine.Stream[casework.Investigation]
	decisions      *engine.Stream[casework.Decision]
	now            time.Time
}

func newDesk(t *testing.T, more ...store.Projection) *desk {
	t.Helper()
	d := &desk{t: t, now: civil.On(2026, time.February, 2).At(9, 0)}
	file, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "norr.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	registry := journal.NewRegistry()
	engine.Register(registry, casesql.Investigations())
	engine.Register(registry, casesql.Decisions())
	d.db, err = store.New(ctx, file, registry, append(more, casesql.InvestigationProjection(), casesql.DecisionProjection())...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.db.Close(); err != nil {
			t.Error(err)
		}
	})
	d.over(d.db, 7)
	return d
}

// over lets the desk act on a store.
func (d *desk) over(s engine.Store, seed byte) {
	d.engine = engine.New(engine.Config{
		Store: s, Registry: d.db.Registry(), Book: engine.NoRules{}, Access: engine.AllowAll{},
		Clock: func() time.Time { return d.now }, IDs: ids.Source{Random: rand.NewChaCha8([32]byte{seed})},
	})
	d.investigations = engine.Bind(d.engine, casesql.Investigations())
	d.decisions = engine.Bind(d.engine, casesql.Decisions())
}

// much lets the desk act many times at once, ahead of its record.
func (d *desk) much(acts func(settle func())) {
	d.t.Helper()
	into, err := d.db.Load(ctx, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	ahead := simulate.NewAhead(ctx, into)
	settle := func() {
		d.t.Helper()
		if err := ahead.Settle(ctx); err != nil {
			d.t.Fatal(err)
		}
	}
	d.over(ahead, 8)
	acts(settle)
	settle()
	if err := into.Close(ctx); err != nil {
		d.t.Fatal(err)
	}
	d.over(d.db, 9)
}

func (d *desk) do(steps ...engine.Step) {
	d.t.Helper()
	form := act.Form{ID: d.engine.NewForm(), Actor: act.Actor{User: ids.User{ID: ids.ID{15: 1}}, Roles: []string{"handlaggare"}}}
	if _, err := d.engine.Do(ctx, form, steps...); err != nil {
		d.t.Fatalf("%v: %+v", err, fault.All(err))
	}
}

func (d *desk) today() civil.Date { return civil.DayOf(d.now) }

var (
	annas = ids.Case{ID: ids.ID{15: 2}}
	anna  = ids.Person{ID: ids.ID{15: 3}}
)

// decided takes an application for help with showers to a signed decision.
func (d *desk) decided() (inquiry, decision ids.ID, service ids.Service) {
	d.t.Helper()
	inquiry, decision, service = d.engine.NewID(), d.engine.NewID(), ids.Service{ID: d.engine.NewID()}
	d.do(d.investigations.Step(inquiry, casework.OpenInvestigation{
		Case: annas, Person: anna, Kind: casework.InquiryOlder, Ground: casework.GroundSupport, Started: "ansokan", Received: d.now, Question: "Hjälp med dusch",
	}))
	goal := casework.Goal{Key: "m1", Need: "b1", Text: "Duscha tryggt två gånger i veckan", Measure: "Anna duschar utan rädsla", By: d.today().AddMonths(4)}
	d.now = d.now.AddDate(0, 0, 8)
	d.do(
		d.investigations.Step(inquiry, casework.DescribeNeed{Area: "personlig-vard", Text: "Klarar inte att duscha själv"}),
		d.investigations.Step(inquiry, casework.SetGoal{Goal: goal}),
		d.investigations.Step(inquiry, casework.DescribeNeed{Area: "relationer", Text: "Träffar sällan någon"}),
		d.investigations.Step(inquiry, casework.WritePart{Part: "situation", Text: "Bor ensam", Done: true}),
		d.investigations.Step(inquiry, casework.WritePart{Part: "bedomning", Text: "Behöver hjälp", Done: true}),
		d.investigations.Step(inquiry, casework.WriteOwnWords{Text: "Jag vill duscha utan att vara rädd"}),
		d.investigations.Step(inquiry, casework.RecordHomeVisit{On: d.today()}),
		d.investigations.Step(inquiry, casework.AskAboutChildren{Answer: "nej"}),
		d.investigations.Step(inquiry, casework.CompleteDocument{}),
		d.investigations.Step(inquiry, casework.ConsiderCommunication{Need: "uppenbart-obehovlig", Reason: "Fullt bifall"}),
	)
	signed := casework.MakeDecision{
		Case: annas, Person: anna, Investigation: ids.Investigation{ID: inquiry}, Kind: casework.InquiryOlder,
		Mandate: casework.Mandate{Body: "delegat", Order: delegation.Norrsala()},
		Items: []casework.DecisionItem{{
			Service: service, Kind: "hemtjanst-dusch", Outcome: casework.Granted, Extent: casework.Extent{Count: 2, Per: casework.PerWeek},
			Purpose: "Kunna duscha hemma", Goals: []casework.Goal{goal}, From: d.today(), Until: d.today().AddMonths(12), FollowUp: d.today().AddMonths(6),
		}},
	}
	d.do(d.investigations.Step(inquiry, signed.Conclusion(ids.Decision{ID: decision})), d.decisions.Step(decision, signed))
	return inquiry, decision, service
}

func TestListsFollowTheDecision(t *testing.T) {
	d := newDesk(t)
	_, decision, service := d.decided()
	q := casesql.Deciding{DB: d.db.Reader()}

	lines, err := q.InvestigationsOf(ctx, annas, 10)
	if err != nil || len(lines) != 1 {
		t.Fatalf("%v, %v", lines, err)
	}
	if l := lines[0]; l.Number != 1 || l.Outcome != casework.EndedInService || l.Decided != d.today() || l.Decision.ID != decision || l.Received.IsZero() {
		t.Errorf("got %+v", l)
	}

	d.now = d.now.AddDate(0, 0, 3)
	d.do(d.decisions.Step(decision, casework.SendLetter{To: anna, How: "brev", On: d.today()}))
	made, err := q.Decision(ctx, annas, 1)
	if err != nil || made.Sent != d.today() || !made.Received.IsZero() {
		t.Errorf("a letter that was sent and not known to be received: %+v, %v", made, err)
	}
	d.now = d.now.AddDate(0, 0, 4)
	d.do(d.decisions.Step(decision, casework.RecordReceived{To: anna, On: d.today(), Proof: "telefonsamtal"}))
	if made, _ = q.Decision(ctx, annas, 1); made.Received != d.today() {
		t.Errorf("got %+v", made)
	}
	if _, err := q.Decision(ctx, annas, 2); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a decision that is not there: %v", err)
	}

	d.now = d.now.AddDate(0, 6, 0)
	d.do(d.decisions.Step(decision, casework.FollowUpService{FollowUp: casework.FollowUp{
		Kind: casework.SystematicFollowUp, NoLonger: casework.StillNeeded, UnmetBy: casework.NothingUnmet,
		Service: service, On: d.today(), Form: "hembesok", Effect: "Tryggare", Next: "fortsatter", NextOn: d.today().AddMonths(5),
		Results: []casework.GoalResult{{Goal: "m1", Result: "delvis", Why: "En av två"}},
	}}))
	services, err := q.ServicesOf(ctx, annas, 10)
	if err != nil || len(services) != 1 || services[0].FollowedUp != d.today() || services[0].FollowUp != d.today().AddMonths(5) || services[0].Extent != "2 gånger i veckan" {
		t.Errorf("got %+v, %v", services, err)
	}

	until := services[0].Until
	d.do(d.decisions.Step(decision, casework.ExtendUnchanged{
		Service: service, Until: until.AddMonths(6), Reason: "Utredningen hinns inte", Inquiry: d.today().AddDays(30),
		Mandate: casework.Mandate{Body: "delegat", Order: delegation.Norrsala()},
	}))
	if running, err := q.RunningOf(ctx, anna); err != nil || len(running) != 1 {
		t.Errorf("running: %+v, %v", running, err)
	}
	d.do(d.decisions.Step(decision, casework.StopServices{Reason: "avliden", On: d.today()}))
	if running, _ := q.RunningOf(ctx, anna); len(running) != 0 {
		t.Errorf("runs after death: %+v", running)
	}
}

func TestRebuiltIsTheSameAsLive(t *testing.T) {
	d := newDesk(t)
	d.decided()
	d.decided()
	q := casesql.Deciding{DB: d.db.Reader()}
	before, err := q.DecisionsOf(ctx, annas, 10)
	if err != nil || len(before) != 2 || before[0].Number != 2 {
		t.Fatalf("%+v, %v", before, err)
	}
	for _, p := range []string{"investigations", "decisions"} {
		if err := d.db.Rebuild(ctx, p, func(int, int) {}); err != nil {
			t.Fatal(err)
		}
	}
	after, err := q.DecisionsOf(ctx, annas, 10)
	if err != nil || len(after) != 2 || after[0] != before[0] || after[1] != before[1] {
		t.Errorf("rebuilt %+v, %v; live %+v", after, err, before)
	}
}
