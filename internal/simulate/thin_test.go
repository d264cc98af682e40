package simulate

import (
	"context"
	"maps"
	"testing"

	"stadga/internal/act"
	"stadga/internal/boards"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

func onSQLite(t *testing.T) string { return "sqlite:" + t.TempDir() }

// TestThinLivesReachADecision lays short lives and counts what they left, and
// then lets someone write in the record as on any day.
func TestThinLivesReachADecision(t *testing.T) {
	for name, url := range urls() {
		t.Run(name, func(t *testing.T) { thinLives(t, url(t)) })
	}
}

// TestThinLivesFollowTheirSeed lays the same lives settled seldom, settled often and
// as any acts, one by one: what stands in the record is the same to the last byte.
// Only which life is written first depends on the machine. Another seed gives
// other lives.
func TestThinLivesFollowTheirSeed(t *testing.T) {
	rules := book(t)
	lay := func(seed int64, together int, behind bool) (journal [32]byte, events int, subjects map[string]bool) {
		t.Helper()
		dir := t.TempDir()
		board, _ := open(t, dir, 9, rules, 0)
		thin := Thin{Seed: seed, Cases: 24, End: civil.On(2026, 11, 20).At(10, 0), Years: 3, together: together, Engine: func(store engine.Store, clock engine.Clock, source ids.Source) *engine.Engine {
			if !behind {
				store = board.Store
			}
			return engine.New(engine.Config{Inside: true, Store: store, Registry: board.Store.Registry(), Book: rules, Access: engine.AllowAll{}, Clock: clock, IDs: source})
		}}
		if err := thin.Lay(t.Context(), board.Store, func(int) {}); err != nil {
			t.Fatal(err)
		}
		if err := board.Close(); err != nil {
			t.Fatal(err)
		}
		journal, events = journalBy(t, dir, "stream.kind, stream.id, journal.version")
		return journal, events, subjectsOf(t, dir)
	}
	seldom, events, subjects := lay(1, 100, true)
	if events < 24*10 || len(subjects) < 24*10 {
		t.Fatalf("%d events, and %d subjects and obligations", events, len(subjects))
	}
	for name, other := range map[string]struct {
		together int
		behind   bool
	}{"settled often": {together: 3, behind: true}, "act by act": {together: 100}} {
		journal, n, standing := lay(1, other.together, other.behind)
		if journal != seldom || n != events {
			t.Errorf("%s: another journal, of %d events and not %d", name, n, events)
		}
		if !maps.Equal(standing, subjects) {
			t.Errorf("%s: other subjects or obligations, %d and not %d", name, len(standing), len(subjects))
		}
	}
	if journal, _, _ := lay(2, 100, true); journal == seldom {
		t.Error("another seed gives the same lives")
	}
}

func thinLives(t *testing.T, url string) {
	ctx, rules := context.Background(), book(t)
	end := civil.On(2026, 11, 20).At(10, 0)
	clock := &Clock{now: end}
	board, err := boards.Open(ctx, boards.Config{URL: url, Name: "socialnamnden", Book: rules, Access: engine.AllowAll{}, Clock: clock.Now, Random: IDs(9).Random})
	if err != nil {
		t.Fatal(err)
	}
	defer board.Close()
	const cases = 150
	thin := Thin{Seed: 1, Cases: cases, End: end, Years: 3, together: 20, Engine: func(store engine.Store, clock engine.Clock, source ids.Source) *engine.Engine {
		return engine.New(engine.Config{Inside: true, Store: store, Registry: board.Store.Registry(), Book: rules, Access: engine.AllowAll{}, Clock: clock, IDs: source})
	}}
	told := 0
	if err := thin.Lay(ctx, board.Store, func(done int) { told = max(told, done) }); err != nil {
		t.Fatal(err)
	}
	count := func(query string) (n int) {
		t.Helper()
		if err := board.Store.Reader().QueryRowContext(ctx, query).Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
	for query, want := range map[string]int{
		`select count(*) from journal where name = 'decision.made.v1'`:                                         cases,
		`select count(*) from act`:                                                                             5 * cases,
		`select count(*) from outbox`:                                                                          0,
		`select count(*) from subject where kind = 'person'`:                                                   cases,
		`select count(*) from stream where kind = 'case'`:                                                      cases,
		`select count(*) from journal j join stream s on s.num = j.stream where j.version > s.version`:         0,
		`select count(*) from obligation o where not exists (select 1 from subject s where s.num = o.subject)`: 0,
	} {
		if got := count(query); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
	if told != cases {
		t.Errorf("told of %d lives", told)
	}

	s := bind(board.Engine)
	id := board.Engine.NewID()
	form := act.Form{ID: board.Engine.NewForm(), Actor: act.Actor{User: ids.User{ID: ids.ID{1}}}}
	if _, err := s.cases.Do(ctx, form, id, casework.OpenCase{Person: ids.Person{ID: board.Engine.NewID()}, Area: casework.Older, Number: "2026-0001", Officer: form.Actor.User}); err != nil {
		t.Errorf("an ordinary act after the history: %v", err)
	}
}
