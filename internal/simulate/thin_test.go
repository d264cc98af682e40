package simulate

import (
	"context"
	"testing"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// TestThinLivesReachADecision lays short lives and counts what they left.
func TestThinLivesReachADecision(t *testing.T) {
	dir, rules := t.TempDir(), book(t)
	board, _ := open(t, dir, 1, rules, 50)
	const cases = 150
	thin := Thin{Seed: 1, Cases: cases, End: civil.On(2026, 11, 20).At(10, 0), Years: 3, Engine: func(store engine.Store, clock engine.Clock, source ids.Source) *engine.Engine {
		return engine.New(engine.Config{Store: store, Registry: board.Store.Registry(), Book: rules, Access: engine.AllowAll{}, Clock: clock, IDs: source})
	}}
	told := 0
	if err := thin.Lay(context.Background(), board.Store, func(done int) { told = max(told, done) }); err != nil {
		t.Fatal(err)
	}
	if err := board.Close(); err != nil {
		t.Fatal(err)
	}
	again, _ := open(t, dir, 1, nil, 0)
	defer again.Close()
	for query, want := range map[string]int{
		`select count(*) from journal where name = 'decision.made.v1'`: cases,
		`select count(*) from act`:                                     5 * cases,
		`select count(*) from subject where kind = 'person'`:           cases,
		`select count(*) from stream where kind = 'case'`:              cases,
	} {
		var got int
		if err := again.Store.Reader().QueryRowContext(context.Background(), query).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %d, want %d (%v)", query, got, want, err)
		}
	}
	if told != cases {
		t.Errorf("told of %d lives", told)
	}
}
