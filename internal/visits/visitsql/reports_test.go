package visitsql_test

import (
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/people/peoplesql"
	"stadga/internal/report"
	"stadga/internal/store"
	"stadga/internal/store/sqlite"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
)

// Two providers in March: one types one visit of two, the other tags all of its
// own. A visit that is only planned, and one of April, are not counted.
func TestManualVisitsByMonthAndProvider(t *testing.T) {
	ctx, now := t.Context(), civil.On(2026, time.April, 20).At(9, 0)
	file, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "norr.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	registry := journal.NewRegistry()
	engine.Register(registry, visitsql.Visits())
	engine.Register(registry, peoplesql.Persons())
	engine.Register(registry, orgsql.Units())
	engine.Register(registry, orgsql.Staff())
	engine.Register(registry, orgsql.Absences())
	engine.Register(registry, orgsql.Providers())
	db, err := store.New(ctx, file, registry, visitsql.Projection(), orgsql.Projection())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	e := engine.New(engine.Config{
		Store: db, Registry: registry, Book: engine.NoRules{}, Access: engine.AllowAll{},
		Clock: func() time.Time { return now }, IDs: ids.Source{Random: rand.NewChaCha8([32]byte{7})},
	})
	do := func(step engine.Step) {
		t.Helper()
		if _, err := e.Do(ctx, act.Form{ID: e.NewForm(), Actor: act.Actor{User: ids.User{ID: ids.ID{15: 1}}}}, step); err != nil {
			t.Fatalf("%v: %+v", err, fault.All(err))
		}
	}
	providers, made := engine.Bind(e, orgsql.Providers()), engine.Bind(e, visitsql.Visits())
	approve := func(name string) ids.Provider {
		t.Helper()
		p := ids.Provider{ID: e.NewID()}
		do(providers.Step(p.ID, org.ApproveProvider{Name: name, Services: []string{"hemtjanst-dusch"}, From: civil.On(2025, 1, 1)}))
		return p
	}
	north, south := approve("Norrsala hemtjänst"), approve("Solsidan omsorg")
	target := func(p ids.Provider) visits.Target {
		return visits.Target{Person: ids.Person{ID: ids.ID{15: 2}}, Order: ids.Order{ID: ids.ID{15: 3}}, Service: ids.Service{ID: ids.ID{15: 4}}, Provider: p}
	}
	visit := func(p ids.Provider, day civil.Date, class visits.Class) {
		t.Helper()
		cmd := visits.Register{Target: target(p), Done: visits.Span{From: day.At(8, 0), To: day.At(8, 30)}, Class: class}
		if class != visits.TaggedBoth {
			cmd.Reason = visits.Technical
		}
		do(made.Step(e.NewID(), cmd))
	}
	march := civil.On(2026, time.March, 31)
	visit(north, march, visits.Manual)
	visit(north, march, visits.TaggedIn)
	visit(north, march.AddDays(1), visits.Manual)
	visit(south, march, visits.TaggedBoth)
	do(made.Step(e.NewID(), visits.Plan{Target: target(south), Span: visits.Span{From: march.At(9, 0), To: march.At(9, 30)}}))

	r, err := visitsql.Reports(visitsql.Services{}).Find("manuella-registreringar")
	if err != nil {
		t.Fatal(err)
	}
	a, err := r.Run(ctx, db.Reader(), report.Query{From: civil.On(2026, time.March, 1), To: march, AsOf: march})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range a.Rows {
		var cells []string
		for i, c := range r.Columns {
			cells = append(cells, c.Format(row[i]))
		}
		got = append(got, strings.ReplaceAll(strings.Join(cells, "|"), "\u2009", ""))
	}
	want := "2026-03|Norrsala hemtjänst|2|1|1|50,0 % 2026-03|Solsidan omsorg|1|0|0|0,0 %"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}
