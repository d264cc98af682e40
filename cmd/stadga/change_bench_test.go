//go:build unix

package main

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/engine"
	"stadga/internal/ids"
)

// BenchmarkChangeOfOneCase hands one case after the other to another officer, on
// a board with 1,000 cases and on one with STADGA_BENCH_CASES (2,000 unless
// said), in turns in one run: what a change costs must not follow from how many
// cases there are. Every change computes the case and all that stands under it
// by the whole book. Each board has just been opened, so that nothing of it is in
// the program's memory.
func BenchmarkChangeOfOneCase(b *testing.B) {
	many, err := strconv.Atoi(cmp.Or(os.Getenv("STADGA_BENCH_CASES"), "2000"))
	if err != nil {
		b.Fatal(err)
	}
	const few, turns, changes = 1000, 10, 20
	small, large := newChanges(b, few), newChanges(b, many)
	for b.Loop() {
		var fewTook, manyTook []float64
		for range turns {
			fewTook = append(fewTook, small.change(b, changes))
			manyTook = append(manyTook, large.change(b, changes))
		}
		slices.Sort(fewTook)
		slices.Sort(manyTook)
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(fewTook[turns/2], "cpu-ms-of-1000")
		b.ReportMetric(manyTook[turns/2], "cpu-ms-of-many")
		b.ReportMetric(manyTook[turns/2]/fewTook[turns/2], "times")
	}
}

// changes are made to the cases of one board, one after the other.
type changes struct {
	engine *engine.Engine
	cases  *engine.Stream[casework.Case]
	count  int
	next   int
}

func newChanges(b *testing.B, cases int) *changes {
	b.Helper()
	dir := filepath.Join(cmp.Or(os.Getenv("STADGA_BENCH_DIR"), b.TempDir()), strconv.Itoa(cases))
	if _, err := os.Stat(dir); err != nil {
		layTown(b, "sqlite:"+dir, cases)
	}
	now := benchDay.At(9, 0)
	r, err := openRecord(context.Background(), recordOptions{URL: "sqlite:" + dir, Name: "bench", Clock: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := r.Close(); err != nil {
			b.Error(err)
		}
	})
	e := engine.New(engine.Config{
		Store: r.Store, Registry: r.Store.Registry(), Book: r.Book(), Access: engine.AllowAll{}, Clock: func() time.Time { return now }, IDs: r.IDs,
	})
	return &changes{engine: e, cases: engine.Bind(e, casesql.Cases()), count: cases}
}

// running gives the next of the cases that run.
func (c *changes) running() ids.Case {
	all := officers(c.count)
	n := c.next/all*runningEvery*all + c.next%all
	if n >= c.count {
		c.next, n = 0, 0
	}
	c.next++
	return benchCaseID(n)
}

// change hands over as many cases, and gives the milliseconds of the processor
// that each took.
func (c *changes) change(b *testing.B, n int) float64 {
	b.Helper()
	before := processorTime(b)
	for range n {
		file := c.running()
		to := ids.User{ID: c.engine.NewID()}
		form := act.Form{ID: c.engine.NewForm(), Actor: act.Actor{System: true}}
		if _, err := c.cases.Do(context.Background(), form, file.ID, casework.AssignCase{
			Officer: to, Unit: benchUnitID(0), Reason: "Prov av vad en ändring kostar.",
		}); err != nil {
			b.Fatal(err)
		}
	}
	return float64((processorTime(b) - before).Microseconds()) / 1000 / float64(n)
}
