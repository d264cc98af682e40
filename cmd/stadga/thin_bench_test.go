//go:build unix

package main

import (
	"cmp"
	"io"
	"os"
	"strconv"
	"testing"
	"time"
)

// BenchmarkThin lays short lives of about five acts: STADGA_BENCH_LIVES of them, 3,000
// unless said. A million in twenty minutes are 833 a second.
//
//	STADGA_BENCH_LIVES=30000 go test -run '^$' -bench Thin -benchtime 1x -timeout 60m ./cmd/stadga
func BenchmarkThin(b *testing.B) {
	lives, err := strconv.Atoi(cmp.Or(os.Getenv("STADGA_BENCH_LIVES"), "3000"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		cmd := simulateCommand{DB: "sqlite:" + b.TempDir() + "/thin", Persons: lives, Years: 3, Seed: 1, Thin: true}
		began, used := time.Now(), processorTime(b)
		if err := cmd.Run(b.Context(), streams{Out: io.Discard, Err: io.Discard}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(lives)/time.Since(began).Seconds(), "lives/s")
		b.ReportMetric(float64((processorTime(b)-used).Microseconds())/1000/float64(lives), "cpu-ms/life")
	}
	b.ReportMetric(0, "ns/op")
}
