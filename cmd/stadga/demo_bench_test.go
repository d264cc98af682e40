//go:build unix

package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// BenchmarkDemo lays the demo's history and opens its log-in: the seconds until an
// account can be picked, and those of the processor. The goal is fifteen seconds on
// two cores, with the program built.
//
//	go test -run '^$' -bench Demo -benchtime 1x ./cmd/stadga
func BenchmarkDemo(b *testing.B) {
	for b.Loop() {
		cmd := demoCommand{Data: b.TempDir()}
		began, used := time.Now(), processorTime(b)
		ctx, stop := context.WithCancel(b.Context())
		site, done := &replaceable{}, make(chan error, 1)
		site.show(http.NotFoundHandler())
		go func() { done <- cmd.open(ctx, io.Discard, "http://localhost", site, &building{}) }()
		for open := false; !open; {
			select {
			case err := <-done:
				b.Fatal("ended before it opened:", err)
			case <-time.After(20 * time.Millisecond):
			}
			answer := httptest.NewRecorder()
			site.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/logga-in", nil))
			open = strings.Contains(answer.Body.String(), `name="konto"`)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s")
		b.ReportMetric((processorTime(b) - used).Seconds(), "cpu-s")
		stop()
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(0, "ns/op")
}
