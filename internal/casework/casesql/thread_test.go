package casesql_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"
	"time"

	"stadga/internal/access"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/people/peoplesql"
	"stadga/internal/store"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
)

// Each step of Anna's thread closes one gap and leaves the next one open.
func TestTheThreadFollowsANeedToItsResult(t *testing.T) {
	d := newDesk(t, deliverysql.Projection(), visitsql.Projection())
	orders, door := engine.Bind(d.engine, deliverysql.Orders()), engine.Bind(d.engine, visitsql.Visits())
	_, decision, service := d.decided()
	order, provider := d.engine.NewID(), ids.Provider{ID: ids.ID{15: 9}}
	links := func() []casework.Link {
		t.Helper()
		out, err := casesql.Deciding{DB: planned{t, d.db.Reader()}}.Thread(ctx, annas, d.today())
		if err != nil || len(out) != 2 {
			t.Fatalf("%+v, %v", out, err)
		}
		return out
	}

	shower, lonely := links()[0], links()[1]
	if shower.Need != "Klarar inte att duscha själv" || shower.Goal == "" || shower.Service != "hemtjanst-dusch" || shower.DecisionNo != 1 || !shower.OrderSent.IsZero() {
		t.Errorf("decided and not handed over: %+v", shower)
	}
	if lonely.Goal != "" || lonely.Service != "" || !lonely.Closed {
		t.Errorf("a need without goal: %+v", lonely)
	}

	d.do(orders.Step(order, delivery.Send{Brief: delivery.Brief{
		Case: annas, Decision: ids.Decision{ID: decision}, Service: service, Person: anna, Provider: provider, Kind: "hemtjanst-dusch", Name: "Dusch", Extent: "2 gånger i veckan",
		Goals: []delivery.Goal{{Key: "m1", Text: "Duscha tryggt", By: d.today().AddMonths(3)}}, Proof: delivery.ByVisit, Plan: true,
	}}))
	if l := links()[0]; l.OrderSent.IsZero() || !l.OrderSeen.IsZero() || !l.PlanNeeded {
		t.Errorf("sent and not seen: %+v", l)
	}
	d.now = d.now.Add(4 * time.Hour)
	d.do(orders.Step(order, delivery.Acknowledge{}))
	d.do(orders.Step(order, delivery.MakePlan{
		Made: d.today(), Goals: []delivery.PlanGoal{{Goal: "m1", Text: "Dusch", Activity: "Dusch", How: "Tisdag och fredag"}}, Participation: "Anna valde dagarna.", Collaboration: "behövs inte", ReviewBy: d.today().AddMonths(6),
	}))
	if l := links()[0]; l.OrderSeen.IsZero() || l.PlanMade != d.today() || !l.PlanTouches || !l.Started.IsZero() {
		t.Errorf("planned and not begun: %+v", l)
	}
	visit := func() {
		d.do(door.Step(d.engine.NewID(), visits.Register{
			Target: visits.Target{Person: anna, Order: ids.Order{ID: order}, Service: service, Provider: provider},
			Done:   visits.Span{From: d.now.Add(-time.Hour), To: d.now.Add(-30 * time.Minute)}, Class: visits.TaggedBoth,
		}))
	}
	d.now = d.now.AddDate(0, 0, 2)
	first := d.today()
	visit()
	d.now = d.now.AddDate(0, 0, 30)
	visit()
	if l := links()[0]; l.Started != first || l.Visits != 1 || l.LastVisit != d.today() {
		t.Errorf("two visits, one of the last four weeks: %+v", l)
	}
	d.do(d.decisions.Step(decision, casework.FollowUpService{FollowUp: casework.FollowUp{
		Kind: casework.SystematicFollowUp, NoLonger: casework.StillNeeded, UnmetBy: casework.NothingUnmet,
		Service: service, On: d.today(), Form: "hembesok", Effect: "Tryggare", Next: "avslutas", Results: []casework.GoalResult{{Goal: "m1", Result: "natt"}},
	}}))
	if l := links()[0]; l.Result != "natt" || l.ResultOn != d.today() {
		t.Errorf("followed up: %+v", l)
	}
}

// No list of the officer's grows with what it does not show.
func TestListsGoByIndex(t *testing.T) {
	d := newDesk(t)
	_, _, service := d.decided()
	q := casesql.Deciding{DB: planned{t, d.db.Reader()}}
	for name, err := range map[string]error{
		"investigations": second(q.InvestigationsOf(ctx, annas, 25)), "decisions": second(q.DecisionsOf(ctx, annas, 25)), "decision": second(q.Decision(ctx, annas, 1)),
		"services": second(q.ServicesOf(ctx, annas, 25)), "running": second(q.RunningOf(ctx, anna)),
		"same goal": second(q.SameGoal(ctx, "Duscha tryggt två gånger i veckan", annas)), "goals": second(q.GoalsOf(ctx, service)),
		"what runs": second(q.Running(ctx, []ids.Case{annas}, d.today())),
		"nearest":   second(casesql.Duties{DB: planned{t, d.db.Reader()}}.Nearest(ctx, []ids.Case{annas})),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatRunsInACaseIsCounted(t *testing.T) {
	d := newDesk(t)
	_, _, service := d.decided()
	q := casesql.Deciding{DB: d.db.Reader()}
	runs := func(day civil.Date) casework.Running {
		t.Helper()
		found, err := q.Running(ctx, []ids.Case{{ID: ids.ID{15: 99}}, annas}, day)
		if err != nil || len(found) > 1 {
			t.Fatalf("%v, %v", found, err)
		}
		return found[annas]
	}
	before := runs(d.today())
	lines, err := q.ServicesOf(ctx, annas, 25)
	if err != nil {
		t.Fatal(err)
	}
	if before.Services != len(lines) || before.Services == 0 {
		t.Errorf("%+v, of %d services granted", before, len(lines))
	}
	d.do(d.decisions.Step(lines[0].Decision.ID, casework.EndService{Service: service, On: d.today(), Reason: "egen-begaran", Results: []casework.GoalResult{{Goal: "m1", Result: "natt"}}}))
	if after := runs(d.today()); after.Services != before.Services-1 {
		t.Errorf("after one has ended %+v, before %+v", after, before)
	}
}

// What an officer has closed, in the years, does not make the list of what is
// open dearer.
func TestOpenCasesAreFoundPastTheClosed(t *testing.T) {
	d := newDesk(t, casesql.CasesProjection(), peoplesql.Projection())
	scope := access.Scope{Users: []ids.User{{ID: ids.ID{1}}}, Unit: ids.Unit{ID: ids.ID{2}}}
	for view, index := range map[casework.View]string{casework.ViewMine: "cases_officer_open", casework.ViewUnit: "cases_unit_open"} {
		read := &remembering{Queryer: d.db.Reader()}
		if _, _, err := (casesql.Register{DB: read}).List(ctx, scope, view, false, 25, 0); err != nil {
			t.Fatal(err)
		}
		for _, plan := range read.plans {
			if !strings.Contains(plan, index) {
				t.Errorf("%s does not go by %s: %s", view, index, plan)
			}
		}
		if len(read.plans) != 2 {
			t.Errorf("%s: %d plans, want those of the list and its count", view, len(read.plans))
		}
	}
}

// remembering keeps the plan of what it is asked.
type remembering struct {
	store.Queryer
	plans []string
}

func (r *remembering) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	r.plans = append(r.plans, plan(ctx, r.Queryer, query, args))
	return r.Queryer.QueryContext(ctx, query, args...)
}

func (r *remembering) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	r.plans = append(r.plans, plan(ctx, r.Queryer, query, args))
	return r.Queryer.QueryRowContext(ctx, query, args...)
}

func plan(ctx context.Context, db store.Queryer, query string, args []any) string {
	rows, err := db.QueryContext(ctx, "explain query plan "+query, args...)
	if err != nil {
		return err.Error()
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var id, parent, none int
		var detail string
		if err := rows.Scan(&id, &parent, &none, &detail); err != nil {
			return err.Error()
		}
		lines = append(lines, detail)
	}
	return strings.Join(lines, "; ")
}

func TestAGoalInOthersWordsIsCounted(t *testing.T) {
	d := newDesk(t)
	d.decided()
	q := casesql.Deciding{DB: d.db.Reader()}
	for name, tt := range map[string]struct {
		text string
		not  ids.Case
		want int
	}{
		"in her own case":          {"Duscha tryggt två gånger i veckan", annas, 0},
		"in someone else's":        {"Duscha tryggt två gånger i veckan", ids.Case{ID: ids.ID{15: 99}}, 1},
		"in nobody's, other words": {"Duscha tryggt varje dag", ids.Case{ID: ids.ID{15: 99}}, 0},
	} {
		if got, err := q.SameGoal(ctx, tt.text, tt.not); err != nil || got != tt.want {
			t.Errorf("%s: %d, %v; want %d", name, got, err, tt.want)
		}
	}
}

func second[T any](_ T, err error) error { return err }
