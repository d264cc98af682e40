//go:build linux

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/torture"
)

// TestTortureKillSQLite kills the program by kill −9 in the middle of the work of
// 16 users, again and again, on a record in a file.
func TestTortureKillSQLite(t *testing.T) {
	cycles := often(t, 1000, 8)
	shape := shapes(t)
	y := newTally("kill -9 on SQLite")
	for round := uint64(1); y.tries < cycles && y.invalid <= 2*cycles; round++ {
		if err := killOften(t, y, min(cyclesOfARound, cycles-y.tries), round, shape, ""); err != nil {
			t.Fatal(err)
		}
	}
	y.must(t, cycles)

	for defect, caught := range map[string]func(*tally) bool{
		answerBeforeCommit: (*tally).lost,
		tableOutside:       func(y *tally) bool { return y.tableDiffers("note") },
	} {
		planted := newTally("planted: " + defect)
		for round := uint64(1); !caught(planted) && round <= 3; round++ {
			if err := killOften(t, planted, 3, round, shape, defect); err != nil {
				t.Fatal(err)
			}
		}
		planted.mustCatch(t, caught(planted))
	}
}

// cyclesOfARound is how many times a record is killed before a new one is begun,
// and each how many cycles the whole of it is gone through: what is checked in
// every cycle is every receipt since the last.
const (
	cyclesOfARound = 40
	cyclesOfALook  = 10
)

// killOften works and kills on a record of its own.
func killOften(t *testing.T, y *tally, cycles int, seed uint64, shape torture.Shape, defect string) error {
	dir, err := torture.Folder("stadga-torture-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	p := tortured{URL: "sqlite:" + dir, Socket: filepath.Join(dir, "socket"), Defect: defect}
	program, err := torture.Start(p.command())
	if err != nil {
		return err
	}
	defer func() { program.Kill() }()
	k := &killing{y: y, p: p, dir: dir, plain: func() (*sql.DB, error) { return plainly(dir) }, crew: torture.NewCrew(usersAtWork, seed, dailyErrands...), seals: &sealKeeper{dir: t.TempDir()}, shape: shape}
	if err := k.crew.Open(p.Socket, "case"); err != nil {
		return err
	}
	chance := rand.New(rand.NewPCG(seed, 1))
	for cycle := 1; cycle <= cycles; cycle++ {
		ended := make(chan struct{})
		go func() { defer close(ended); k.crew.Work(p.Socket, nil) }()
		saved, lasted := busy(k.crew, chance)
		program.Kill()
		<-ended
		if err := k.seals.keep(dir); err != nil {
			return err
		}
		if program, err = torture.Start(p.command()); err != nil {
			y.wrong = append(y.wrong, err.Error())
			return nil
		}
		y.startTimes = append(y.startTimes, program.Began)
		y.count(saved, lasted)
		if err := k.look(cycle%cyclesOfALook == 0); err != nil {
			return err
		}
	}
	return k.end(program)
}

// A killing is a record with those who work on it.
type killing struct {
	y     *tally
	p     tortured
	dir   string                  // with the folder of seals
	plain func() (*sql.DB, error) // the database by no code of the program
	crew  *torture.Crew
	seals *sealKeeper
	shape torture.Shape
	mark  torture.Mark
	typed []ids.Act         // acts that a page was asked for, outside the crew
	said  []torture.Receipt // and those that the page said are saved
}

// shapes lets every kind of act be done by one user before any fault, and learns
// how many events each gives.
func shapes(t *testing.T) torture.Shape {
	t.Helper()
	p := tortured{URL: inFolder(t), Socket: filepath.Join(t.TempDir(), "socket")}
	program, err := torture.Start(p.command())
	if err != nil {
		t.Fatal(err)
	}
	defer program.Kill()
	crew := torture.NewCrew(1, 99, dailyErrands...)
	if err := crew.Open(p.Socket, "case"); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	go func() {
		defer close(stop)
		err = torture.Until(t.Context(), time.Minute, func() error {
			if crew.Saved() < 2*len(dailyErrands) {
				return errors.New("not every errand is done")
			}
			return nil
		})
	}()
	crew.Work(p.Socket, stop)
	if err != nil {
		t.Fatal(err)
	}
	for _, grumble := range append(crew.Grumbles(), crew.Failures()...) {
		t.Fatal("in calm: ", grumble)
	}
	receipts, _ := crew.Held()
	var shape torture.Shape
	err = reading(p.URL, func(ctx context.Context, db *store.DB) error {
		shape, err = torture.Learn(ctx, db.Reader(), receipts)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range dailyErrands {
		if shape[kind] == 0 {
			t.Fatalf("no %s was done in calm", kind)
		}
	}
	return shape
}

// reading opens the record beside the program.
func reading(url string, f func(context.Context, *store.DB) error) error {
	ctx := context.Background()
	r, err := openRecord(ctx, recordOptions{URL: url, Name: torturedBoard, ReadOnly: true})
	if err != nil {
		return err
	}
	defer r.Close()
	return f(ctx, r.Store)
}

// look holds the record to the receipts since the last look; to the end, also its
// whole log to the checkpoints and its tables to what the events give.
func (k *killing) look(whole bool) error {
	receipts, open := k.crew.Held()
	receipts = append(receipts, k.said...)
	for _, id := range k.typed {
		open[id] = torture.Order{Act: id, Kind: "note"}
	}
	ctx := context.Background()
	q, err := k.plain()
	if err != nil {
		return err
	}
	defer q.Close()
	found, mark, err := torture.Check(ctx, q, k.shape, k.mark, receipts, open)
	if err != nil {
		return err
	}
	k.mark = mark
	k.y.add(found)
	if !whole {
		return nil
	}
	wrong, err := torture.Consistent(ctx, q)
	if err != nil {
		return err
	}
	k.y.wrong = append(k.y.wrong, wrong...)
	k.y.verified++
	said, err := k.seals.verify(ctx, k.p.URL)
	if said != "" {
		k.y.wrong = append(k.y.wrong, said)
	}
	return err
}

// command starts the program in the folder where it keeps its seals.
func (k *killing) command() *exec.Cmd {
	cmd := k.p.command()
	cmd.Dir = k.dir
	return cmd
}

// end lets the users have their answers and go, and looks through all of it.
func (k *killing) end(program *torture.Program) error {
	stop := make(chan struct{})
	close(stop)
	k.crew.Work(k.p.Socket, stop)
	if err := program.Stop(); err != nil {
		k.y.wrong = append(k.y.wrong, err.Error())
	}
	_, open := k.crew.Held()
	if len(open) > 0 {
		k.y.wrong = append(k.y.wrong, fmt.Sprintf("%d orders were not answered in calm", len(open)))
	}
	if err := k.seals.keep(k.dir); err != nil {
		return err
	}
	k.y.wrong = append(k.y.wrong, k.crew.Grumbles()...)
	k.y.saved += k.crew.Saved()
	k.mark = torture.Mark{}
	return k.look(true)
}

// apartFrom is a projection that forgets the act's transaction.
func apartFrom(p store.Projection, apart store.Execer) store.Projection {
	apply := p.Apply
	p.Apply = func(_ context.Context, _ store.Execer, event journal.Recorded) error {
		time.AfterFunc(later, func() {
			if err := apply(context.Background(), apart, event); err != nil {
				fmt.Fprintln(os.Stderr, "planted:", err)
			}
		})
		return nil
	}
	return p
}
