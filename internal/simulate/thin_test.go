package simulate

import (
	"context"
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
