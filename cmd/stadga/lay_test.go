package main

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/journal"
	"stadga/internal/simulate"
	"stadga/internal/store"
)

// While history is laid, indexes that no projection says it goes by are laid aside.
// One that goes by another would read its whole table for each event.
func TestWhatIsLaidIsFoundByTheIndexesThatAreLeft(t *testing.T) {
	ctx := t.Context()
	plan, err := simulate.NewPlan(simulate.World{Seed: 4, Inhabitants: 400, Months: 4, End: civil.On(2026, 11, 20).At(16, 0), Stories: true})
	if err != nil {
		t.Fatal(err)
	}
	seen := plans{asked: map[string]bool{}, whole: map[string]string{}}
	watched := projections()
	for i, p := range watched {
		watched[i].Apply = func(ctx context.Context, tx store.Execer, event journal.Recorded) error {
			return p.Apply(ctx, &watching{Execer: tx, plans: &seen}, event)
		}
	}
	clock := plan.Clock()
	r, err := openRecord(ctx, recordOptions{URL: inFolder(t), Name: inventedBoard, Clock: clock.Now, Random: simulate.IDs(4).Random, Fresh: true, Projections: watched})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	before := indexes(t, r)
	laid, err := r.lay(ctx)
	if err != nil {
		t.Fatal(err)
	}
	left := indexes(t, r)
	for _, p := range watched {
		for _, name := range p.Seeks {
			if !slices.Contains(left, name) {
				t.Errorf("%s is what %s goes by, and is not there", name, p.Name)
			}
		}
	}
	if len(left) >= len(before) {
		t.Errorf("%d indexes are left of %d", len(left), len(before))
	}
	e := engine.New(engine.Config{Inside: true, Store: laid.Ahead, Registry: r.Store.Registry(), Book: r.Book(), Access: simulate.NewDoor(r.door), Clock: clock.Now, IDs: r.IDs})
	if refused, err := plan.Live(ctx, e, clock, r.IDs, nil); err != nil || len(refused) > 0 {
		t.Fatal(refused, err)
	}
	if err := laid.settle(ctx); err != nil {
		t.Fatal(err)
	}
	if len(seen.asked) < 20 {
		t.Errorf("only %d questions were looked at", len(seen.asked))
	}
	for query, how := range seen.whole {
		t.Errorf("%s reads a whole table:\n%s", query, how)
	}
	if after := indexes(t, r); !slices.Equal(before, after) {
		t.Errorf("indexes after the laying: %v, before: %v", after, before)
	}
}

// indexes are the names of the record's indexes.
func indexes(t *testing.T, r *record) (names []string) {
	t.Helper()
	rows, err := r.Store.Reader().QueryContext(t.Context(), `select name from sqlite_master where type = 'index' order by name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return names
}

// plans are how the statements of projections find their rows.
type plans struct {
	asked map[string]bool
	whole map[string]string // by statement that reads a whole table
}

// A watching Execer asks of each statement, the first time it is run, how its rows
// are found.
type watching struct {
	store.Execer
	*plans
}

func (w *watching) look(ctx context.Context, query string, args []any) error {
	if w.asked[query] {
		return nil
	}
	w.asked[query] = true
	rows, err := w.Execer.QueryContext(ctx, "explain query plan "+query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	own := map[string]bool{"CONSTANT": true} // what the statement makes itself is read whole
	for rows.Next() {
		var id, parent, unused int
		var how string
		if err := rows.Scan(&id, &parent, &unused, &how); err != nil {
			return err
		}
		what, name, _ := strings.Cut(how, " ")
		name, _, _ = strings.Cut(name, " ")
		switch {
		case what == "CO-ROUTINE" || what == "MATERIALIZE":
			own[name] = true
		case what == "SCAN" && !own[name] && !strings.HasSuffix(how, "VALUES CLAUSE"):
			w.whole[query] = how
		}
	}
	return rows.Err()
}

func (w *watching) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := w.look(ctx, query, args); err != nil {
		return nil, err
	}
	return w.Execer.ExecContext(ctx, query, args...)
}

func (w *watching) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := w.look(ctx, query, args); err != nil {
		return nil, err
	}
	return w.Execer.QueryContext(ctx, query, args...)
}

func (w *watching) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if err := w.look(ctx, query, args); err != nil {
		w.whole[query] = err.Error()
	}
	return w.Execer.QueryRowContext(ctx, query, args...)
}
