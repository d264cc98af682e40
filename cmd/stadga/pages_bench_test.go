//go:build unix

package main

import (
	"cmp"
	"context"
	crand "crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"stadga/internal/store"
)

const (
	openRate      = 360 // requests a second, ten times the normal hour
	closedClients = 16
)

// BenchmarkPages asks Min dag, Ärenden and Ärende of a board with
// STADGA_BENCH_CASES cases (2,000 unless said; benchTown says of what kinds).
// With STADGA_BENCH_DIR the board is laid there once and used again.
//
//	STADGA_BENCH_CASES=100000 go test -run '^$' -bench Pages -benchtime 1x -timeout 60m ./cmd/stadga
//
// Open loop: requests leave at their times whether or not earlier ones have been
// answered, and the time is the server's own. Closed loop: sixteen clients, each
// waiting for its answer. cpu-ms is what one request takes of the processor with
// the client's part in it, which says on a busy machine what the times do not.
func BenchmarkPages(b *testing.B) {
	cases, err := strconv.Atoi(cmp.Or(os.Getenv("STADGA_BENCH_CASES"), "2000"))
	if err != nil {
		b.Fatal(err)
	}
	seconds, err := strconv.Atoi(cmp.Or(os.Getenv("STADGA_BENCH_SECONDS"), "10"))
	if err != nil {
		b.Fatal(err)
	}
	t := serveTown(b, cases)
	t.openFor = time.Duration(seconds) * time.Second
	for _, page := range []struct {
		name string
		path func(*rand.Rand) string
	}{
		{"MinDag", func(*rand.Rand) string { return "/min-dag" }},
		{"Arenden", func(*rand.Rand) string { return "/arenden" }},
		{"Arende", func(r *rand.Rand) string { return "/arende/" + caseNumber(r.IntN(cases)) }},
	} {
		b.Run(page.name, func(b *testing.B) {
			for range b.N {
				alone, cpu := t.alone(b, page.path)
				b.ReportMetric(alone, "alone-ms")
				b.ReportMetric(cpu, "cpu-ms")
				open := t.openLoop(b, page.path)
				b.ReportMetric(open.at(50), "p50-ms")
				b.ReportMetric(open.at(95), "p95-ms")
				b.ReportMetric(open.at(99), "p99-ms")
				b.ReportMetric(t.closedLoop(b, page.path), "closed-req/s")
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// A benchTown is a served board.
type benchTown struct {
	server  *httptest.Server
	site    http.Handler
	cases   int
	openFor time.Duration // how long the open loop sends
	cookies []string      // of each officer
	mu      sync.Mutex
	times   []time.Duration // of the server, per answer
}

func serveTown(b *testing.B, cases int) *benchTown {
	b.Helper()
	ctx := context.Background()
	dir := filepath.Join(cmp.Or(os.Getenv("STADGA_BENCH_DIR"), b.TempDir()), strconv.Itoa(cases))
	now := benchDay.At(9, 0)
	clock := func() time.Time { return now }
	if _, err := os.Stat(dir); err != nil {
		layTown(b, "sqlite:"+dir, cases)
	}
	r, err := openRecord(ctx, recordOptions{URL: "sqlite:" + dir, Name: "bench", Clock: clock})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := r.Close(); err != nil {
			b.Error(err)
		}
	})
	site, err := newSite(r, siteConfig{Municipality: "Norrsala kommun", Board: "Socialnämnden", PickAccount: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	t := &benchTown{site: site, cases: cases}
	for i := range officers(cases) {
		officer := officerID(i)
		raw := [32]byte([]byte(crand.Text() + "------")[:32])
		session := store.Session{Token: sha256.Sum256(raw[:]), User: officer, Began: now, Expires: now.Add(time.Hour)}
		if err := r.Store.BeginSession(ctx, session); err != nil {
			b.Fatal(err)
		}
		t.cookies = append(t.cookies, base64.RawURLEncoding.EncodeToString(raw[:]))
	}
	t.server = httptest.NewServer(t)
	b.Cleanup(t.server.Close)
	b.Cleanup(lessOften())
	return t
}

// ServeHTTP takes the server's own time of each answer.
func (t *benchTown) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	t.site.ServeHTTP(w, r)
	took := time.Since(began)
	t.mu.Lock()
	t.times = append(t.times, took)
	t.mu.Unlock()
}

// A spread of times in order.
type spread []time.Duration

func (s spread) at(percent int) float64 {
	return float64(s[min(len(s)-1, len(s)*percent/100)].Microseconds()) / 1000
}

// get asks for a page as an officer whose page it is.
func (t *benchTown) get(client *http.Client, officer int, path string) error {
	r, err := http.NewRequest(http.MethodGet, t.server.URL+path, nil)
	if err != nil {
		return err
	}
	r.AddCookie(&http.Cookie{Name: "stadga", Value: t.cookies[officer]})
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.Request.URL.Path != path {
		return fmt.Errorf("%s answered %d at %s", path, answer.StatusCode, answer.Request.URL.Path)
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return err
}

// officerOf is one who may open the path: the officer of the case in it.
func (t *benchTown) officerOf(path string, r *rand.Rand) int {
	var n int
	if _, err := fmt.Sscanf(path, "/arende/2026-%d", &n); err == nil {
		return n % officers(t.cases)
	}
	return r.IntN(officers(t.cases))
}

// alone is the server's median time when one asks at a time, and what a request
// takes of the processor.
func (t *benchTown) alone(b *testing.B, path func(*rand.Rand) string) (median, cpu float64) {
	b.Helper()
	const asked = 400
	random := rand.New(rand.NewPCG(1, 2))
	t.times = t.times[:0]
	before := processorTime(b)
	for range asked {
		p := path(random)
		if err := t.get(http.DefaultClient, t.officerOf(p, random), p); err != nil {
			b.Fatal(err)
		}
	}
	cpu = float64((processorTime(b) - before).Microseconds()) / 1000 / asked
	slices.Sort(t.times)
	return spread(t.times).at(50), cpu
}

func (t *benchTown) openLoop(b *testing.B, path func(*rand.Rand) string) spread {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}
	random := rand.New(rand.NewPCG(1, 2))
	t.times = t.times[:0]
	var sent sync.WaitGroup
	failed := make(chan error, 1)
	began := time.Now()
	for i := range int(openRate * t.openFor.Seconds()) {
		time.Sleep(time.Until(began.Add(time.Duration(i) * time.Second / openRate)))
		p := path(random)
		officer := t.officerOf(p, random)
		sent.Go(func() {
			if err := t.get(client, officer, p); err != nil {
				select {
				case failed <- err:
				default:
				}
			}
		})
	}
	sent.Wait()
	select {
	case err := <-failed:
		b.Fatal(err)
	default:
	}
	slices.Sort(t.times)
	return slices.Clone(t.times)
}

func (t *benchTown) closedLoop(b *testing.B, path func(*rand.Rand) string) float64 {
	b.Helper()
	var asked sync.WaitGroup
	var mu sync.Mutex
	answers := 0
	began := time.Now()
	for c := range closedClients {
		asked.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			random := rand.New(rand.NewPCG(3, uint64(c)))
			n := 0
			for time.Since(began) < t.openFor/2 {
				p := path(random)
				if err := t.get(client, t.officerOf(p, random), p); err != nil {
					b.Error(err)
					return
				}
				n++
			}
			mu.Lock()
			answers += n
			mu.Unlock()
		})
	}
	asked.Wait()
	return float64(answers) / time.Since(began).Seconds()
}
