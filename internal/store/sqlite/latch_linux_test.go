package sqlite

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
)

func TestALatchIsHeldByOneThread(t *testing.T) {
	for _, again := range []bool{false, true} {
		table := &latches{}
		table.all.Store(new([]*latch))
		place := table.add(again)
		held, most, n := 0, 0, 0
		var all sync.WaitGroup
		for thread := range int32(8) {
			all.Go(func() {
				for range 1000 {
					l := table.at(place)
					l.take(thread + 1)
					if again {
						l.take(thread + 1)
						if !l.try(thread + 1) {
							t.Error("who holds a latch that may be taken again was kept from it")
						}
					}
					held++
					most, n = max(most, held), n+1
					held--
					if again {
						l.leave()
						l.leave()
					}
					l.leave()
				}
			})
		}
		all.Wait()
		if most != 1 || n != 8000 {
			t.Errorf("taken again %v: %d held it at a time, %d times of 8000", again, most, n)
		}
	}
}

func TestALatchThatIsHeldIsNotTaken(t *testing.T) {
	for _, again := range []bool{false, true} {
		l := &latch{again: again}
		l.take(1)
		if l.try(2) {
			t.Errorf("taken again %v: another thread has taken what is held", again)
		}
		l.leave()
		if !l.try(2) {
			t.Errorf("taken again %v: nobody holds it, and it could not be taken", again)
		}
	}
}

func TestAPlaceIsGivenToOneLatchAtATime(t *testing.T) {
	table := &latches{}
	table.all.Store(new([]*latch))
	first, second := table.add(true), table.add(false)
	if first == second || table.at(first) == table.at(second) {
		t.Fatal("two latches are one")
	}
	was := table.at(first)
	table.drop(first)
	if third := table.add(true); third != first || table.at(third) == was {
		t.Errorf("a place that was given back is %d and not %d, or holds the old latch", third, first)
	}
}

// SQLite takes our latches only when it has not begun.
func TestSQLiteTakesOurLatches(t *testing.T) {
	db, err := Open(context.Background(), filepath.Join(t.TempDir(), "a.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(*ours.all.Load()); n <= lastStatic+1 {
		t.Errorf("%d latches: SQLite has taken none for its connections", n)
	}
	if err := db.Shut(); err != nil {
		t.Error(err)
	}
}
