//go:build linux

package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/store"
	"stadga/internal/torture"
)

// The torture tests are run short by `make test`, and in full by `make torture`.
// docs/reliability.md tells what each of them tries.

// usersAtWork is how many give orders at the same time.
const usersAtWork = 16

// lowestRate is how many acts a second must have been acknowledged before the
// fault, or the try does not count: where nothing is going on nothing can be lost.
const lowestRate = 50

// often is how many times something is tried: in full, or in short.
func often(t *testing.T, full, short int) int {
	t.Helper()
	switch {
	case os.Getenv("STADGA_TORTURE") == "full":
		return full
	case testing.Short():
		t.Skip("the torture tests are no part of -short")
	}
	return short
}

// A tally is what a part of the torture has come to. It is printed.
type tally struct {
	name       string
	began      time.Time
	tries      int // that count
	invalid    int // too little was going on
	saved      int // acts acknowledged
	found      torture.Findings
	wrong      []string // anything else
	verified   int      // times the whole log and all tables were gone through
	unreadable int      // images that could not be opened
	startTimes []time.Duration
	rates      []float64
}

func newTally(name string) *tally { return &tally{name: name, began: time.Now()} }

// count notes a try, if enough was going on.
func (y *tally) count(saved int, lasted time.Duration) {
	rate := float64(saved) / lasted.Seconds()
	if rate < lowestRate {
		y.invalid++
		return
	}
	y.tries++
	y.rates = append(y.rates, rate)
}

// busy lets a crew work until enough is going on, and on for a random while; it
// gives how many acts were acknowledged in the last moment before it returns.
func busy(crew *torture.Crew, chance *rand.Rand) (saved int, lasted time.Duration) {
	const moment = 300 * time.Millisecond
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); {
		before, began := crew.Saved(), time.Now()
		time.Sleep(moment)
		saved, lasted = crew.Saved()-before, time.Since(began)
		if float64(saved) >= lowestRate*lasted.Seconds() && chance.IntN(2) == 0 {
			break
		}
	}
	last := time.Duration(chance.Int64N(int64(moment)))
	before := crew.Saved()
	time.Sleep(last)
	return saved + crew.Saved() - before, lasted + last
}

// caught tells whether anything was found: a planted defect must be.
func (y *tally) caught() bool { return y.found.Any() || len(y.wrong) > 0 }

func (y *tally) add(f torture.Findings) {
	y.found.Lost = append(y.found.Lost, f.Lost...)
	y.found.Doubled = append(y.found.Doubled, f.Doubled...)
	y.found.Half = append(y.found.Half, f.Half...)
}

// report prints the tally; what is found fails the test.
func (y *tally) report(t *testing.T) {
	t.Helper()
	slices.Sort(y.startTimes)
	slices.Sort(y.rates)
	line := fmt.Sprintf("%s: %d counted, %d too quiet to count, %d acts acknowledged, %s; the log and all tables gone through %d times, %d other faults; %s",
		y.name, y.tries, y.invalid, y.saved, y.found, y.verified, len(y.wrong), time.Since(y.began).Round(time.Second))
	if n := len(y.startTimes); n > 0 {
		line += fmt.Sprintf("; up again after %s, at most %s", y.startTimes[n/2].Round(time.Millisecond), y.startTimes[n-1].Round(time.Millisecond))
	}
	if n := len(y.rates); n > 0 {
		line += fmt.Sprintf("; %.0f acts a second before the fault, at least %.0f", y.rates[n/2], y.rates[0])
	}
	t.Log(line)
	for _, wrong := range y.wrong[:min(len(y.wrong), 3)] {
		t.Log("  ", wrong)
	}
}

// must holds a part to have found nothing in enough tries.
func (y *tally) must(t *testing.T, tries int) {
	t.Helper()
	y.report(t)
	if y.caught() {
		t.Errorf("%s: what was acknowledged did not stay as it was", y.name)
	}
	if y.tries < tries {
		t.Errorf("%s: only %d of %d tries count", y.name, y.tries, tries)
	}
}

// mustCatch holds a part to have seen the defect that was planted, by what that
// defect does and not by something else.
func (y *tally) mustCatch(t *testing.T, caught bool) {
	t.Helper()
	y.report(t)
	if !caught {
		t.Errorf("%s: the planted defect was not caught", y.name)
	}
}

// lost tells whether something acknowledged is gone.
func (y *tally) lost() bool { return len(y.found.Lost) > 0 }

// says tells whether something else that is wrong was found, by its words.
func (y *tally) says(words string) bool {
	return slices.ContainsFunc(y.wrong, func(said string) bool { return strings.Contains(said, words) })
}

// tableDiffers tells whether a table is not what the events give.
func (y *tally) tableDiffers(table string) bool { return y.says("Tabellen " + table + " ") }

// A sealKeeper keeps checkpoints outside the record, as an auditor would.
type sealKeeper struct {
	key   string   // file with the open key
	marks []string // files
	dir   string
}

// keep takes a copy of the checkpoints that the program has written.
func (k *sealKeeper) keep(from string) error {
	written, err := filepath.Glob(filepath.Join(from, "sigill", torturedBoard, "*.txt"))
	if err != nil || len(written) == 0 {
		return err
	}
	slices.Sort(written)
	text, err := os.ReadFile(written[len(written)-1])
	if err != nil {
		return err
	}
	if k.key == "" {
		k.key = filepath.Join(from, "sigill", torturedBoard, publicKeyName)
	}
	if len(k.marks) > 0 {
		if last, err := os.ReadFile(k.marks[len(k.marks)-1]); err != nil || bytes.Equal(last, text) {
			return err
		}
	}
	path := filepath.Join(k.dir, fmt.Sprintf("mark-%d.txt", len(k.marks)))
	k.marks = append(k.marks, path)
	return os.WriteFile(path, text, 0o600)
}

// verify runs `stadga journal verify --rebuild` against every checkpoint kept,
// and gives what it says when the record is not what was sealed.
func (k *sealKeeper) verify(ctx context.Context, url string) (string, error) {
	var said bytes.Buffer
	err := verifyCommand{DB: url, Board: torturedBoard, Checkpoint: k.marks, Key: k.key, Rebuild: true}.Run(ctx, streams{Out: &said, Err: &said})
	if _, is := err.(touched); is {
		return strings.TrimSpace(said.String()), nil
	}
	return "", err
}

// later is how long after the act a planted defect writes its table.
const later = 2 * time.Millisecond

// outsideTheTransaction plants a defect: the table of notes is written by a
// transaction of its own, a moment after the act's.
func outsideTheTransaction(url string) ([]store.Projection, error) {
	dir, _ := strings.CutPrefix(url, "sqlite:")
	apart, err := sql.Open("sqlite", "file:"+filepath.Join(dir, torturedBoard+".db")+"?_pragma=busy_timeout(10000)&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	all := projections()
	at := slices.IndexFunc(all, func(p store.Projection) bool { return p.Name == "notes" })
	all[at] = apartFrom(all[at], apart)
	return all, nil
}

// plainly opens the file of a record for reading, by no code of the program.
func plainly(dir string) (*sql.DB, error) {
	return sql.Open("sqlite", "file:"+filepath.Join(dir, torturedBoard+".db")+"?mode=ro&_pragma=busy_timeout(10000)")
}
