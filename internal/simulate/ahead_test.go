package simulate

import (
	"context"
	"database/sql"
	"fmt"
	"testing"

	"stadga/internal/civil"
	"stadga/internal/engine"
)

// TestBulkLeavesTheSameRecord lives one world act by act and one ahead of what is
// written: journal, subjects and obligations must be the same.
func TestBulkLeavesTheSameRecord(t *testing.T) {
	world := World{Seed: 5, Inhabitants: 300, Months: 4, End: civil.On(2026, 11, 20).At(10, 0), Stories: true}
	rules := book(t)
	slow, fast := t.TempDir(), t.TempDir()
	live(t, slow, world, rules)

	board, clock := open(t, fast, world.Seed, rules, 10)
	load, err := board.Store.Load(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ahead := NewAhead(context.Background(), load)
	e := engine.New(engine.Config{
		Inside: true,
		Store:  ahead, Registry: board.Store.Registry(), Book: rules, Access: door(t), Clock: clock.Now, IDs: board.IDs,
	})
	plan, err := NewPlan(world)
	if err != nil {
		t.Fatal(err)
	}
	if refused, err := plan.Live(context.Background(), e, clock, board.IDs, nil); err != nil || len(refused) > 0 {
		t.Fatal(refused, err)
	}
	if err := ahead.Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := board.Close(); err != nil {
		t.Fatal(err)
	}

	one, n := journalOf(t, slow)
	if other, m := journalOf(t, fast); one != other || n == 0 {
		t.Errorf("two journals, of %d and %d events", n, m)
	}
	before, after := subjectsOf(t, slow), subjectsOf(t, fast)
	if len(before) == 0 || len(before) != len(after) {
		t.Errorf("%d rows of subjects and obligations against %d", len(before), len(after))
	}
	for row := range before {
		if !after[row] {
			t.Errorf("missing in bulk: %s", row)
		}
	}
}

// subjectsOf is every subject with its facts, and every obligation with its
// subject.
func subjectsOf(t *testing.T, dir string) map[string]bool {
	t.Helper()
	board, _ := open(t, dir, 1, nil, 0)
	defer board.Close()
	found := make(map[string]bool)
	for _, query := range []string{
		`select s.kind || ' ' || hex(s.id) || ' under ' || coalesce(hex(u.id), '') || ' file ' || coalesce(hex(f.id), '') || ' ' || s.version || ' ' || s.wakes, s.facts
			from subject s left join subject u on u.num = s.under left join subject f on f.num = s.file`,
		`select hex(s.id) || ' ' || o.rule || ' ' || o.about || ' ' || o.nth || ' file ' || coalesce(hex(f.id), '') || ' held by ' || hex(o.holder), o.body
			from obligation o join subject s on s.num = o.subject left join subject f on f.num = o.file`,
	} {
		rows, err := board.Store.Reader().QueryContext(context.Background(), query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var key, body sql.RawBytes
			if err := rows.Scan(&key, &body); err != nil {
				t.Fatal(err)
			}
			found[fmt.Sprintf("%s: %s", key, body)] = true
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		_ = rows.Close()
	}
	return found
}
