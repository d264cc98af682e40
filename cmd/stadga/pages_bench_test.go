//go:build unix

package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	crand "crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"stadga/internal/store"
	"stadga/internal/store/pgtest"
	"stadga/internal/webkit"
)

const (
	openRate      = 360 // requests a second, ten times the normal hour
	closedClients = 16
)

// BenchmarkPages asks Min dag, Ärenden, Ärende, and Ärende with five years of life,
// of a board with STADGA_BENCH_CASES cases (2,000 unless said; benchTown says of
// what kinds). With STADGA_BENCH_DIR the board is laid there once and used again.
// With STADGA_BENCH_DB=postgres it lies in a database of a PostgreSQL of its own.
//
//	STADGA_BENCH_CASES=100000 go test -run '^$' -bench Pages -benchtime 1x -timeout 60m ./cmd/stadga
//
// Open loop: requests leave at their times whether or not earlier ones have been
// answered, and the time is the server's own. Closed loop: sixteen clients, each
// waiting for its answer. cpu-ms is what one request takes of the processor with
// the client's part in it, which says on a busy machine what the times do not.
// With STADGA_BENCH_SECONDS=0 nothing else is measured. The same addresses are asked as
// programs ask them, which may take 1.2 times what the page takes.
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
	t.alike = make([]byte, 30_000)
	_, asking, least := t.alone(b, func(*rand.Rand) string { return "/" })
	b.Logf("asking for a page of %d bytes takes %.2f ms of the processor, %.2f at least", len(t.alike), asking, least)
	t.alike = nil
	for _, page := range []struct {
		name string
		path func(*rand.Rand) string
	}{
		{"MinDag", func(*rand.Rand) string { return "/min-dag" }},
		{"Arenden", func(*rand.Rand) string { return "/arenden" }},
		{"Arende", func(r *rand.Rand) string { return "/arende/" + caseNumber(r.IntN(cases)) }},
		{"LangtArende", func(r *rand.Rand) string { return "/arende/" + caseNumber(longCase(cases, r.IntN(longCases))) }},
		{"MinDagProgram", func(*rand.Rand) string { return webkit.APIRoot + "/min-dag" }},
		{"ArendenProgram", func(*rand.Rand) string { return webkit.APIRoot + "/arenden" }},
		{"ArendeProgram", func(r *rand.Rand) string { return webkit.APIRoot + "/arende/" + caseNumber(r.IntN(cases)) }},
	} {
		b.Run(page.name, func(b *testing.B) {
			for range b.N {
				alone, cpu, least := t.alone(b, page.path)
				b.ReportMetric(alone, "alone-ms")
				b.ReportMetric(cpu, "cpu-ms")
				b.ReportMetric(least, "least-cpu-ms")
				if t.openFor == 0 {
					continue
				}
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
	alike   []byte        // what is answered instead of any page, to tell what asking costs; nil: the pages
	mu      sync.Mutex
	times   []time.Duration // of the server, per answer
}

func serveTown(b *testing.B, cases int) *benchTown {
	b.Helper()
	ctx := context.Background()
	now := benchDay.At(9, 0)
	clock := func() time.Time { return now }
	url := benchBoard(b, cases)
	r, err := openRecord(ctx, recordOptions{URL: url, Name: "bench", Clock: clock})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := r.Close(); err != nil {
			b.Error(err)
		}
	})
	site, err := newSite(r, siteConfig{URL: url, Municipality: "Norrsala kommun", Board: "Socialnämnden", PickAccount: true, Programs: true, Log: slog.New(slog.DiscardHandler)})
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
	moving, stop := context.WithCancel(ctx)
	b.Cleanup(stop)
	go nowAndThen(moving, movesReserve, r.Store.MoveReserve, func(err error) { b.Error(err) })
	t.server = httptest.NewServer(t)
	b.Cleanup(t.server.Close)
	b.Cleanup(lessOften())
	return t
}

// benchBoard is the address of a board with so many cases.
func benchBoard(b *testing.B, cases int) string {
	b.Helper()
	if os.Getenv("STADGA_BENCH_DB") == "postgres" {
		url := pgtest.Durable(b)
		layTown(b, url, cases)
		return url
	}
	dir := filepath.Join(cmp.Or(os.Getenv("STADGA_BENCH_DIR"), b.TempDir()), strconv.Itoa(cases)+"-2")
	if _, err := os.Stat(dir); err != nil {
		layTown(b, "sqlite:"+dir, cases)
	}
	return "sqlite:" + dir
}

// ServeHTTP takes the server's own time of each answer.
func (t *benchTown) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if t.alike != nil {
		w.Header().Set("Content-Length", strconv.Itoa(len(t.alike)))
		_, _ = w.Write(t.alike) // who asks is told
		return
	}
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

// An asker is one connection to the server. It asks and reads with as little work as
// can be, since it takes it from the same processor.
type asker struct {
	conn net.Conn
	in   *bufio.Reader
}

func (t *benchTown) dial() (*asker, error) {
	conn, err := net.Dial("tcp", t.server.Listener.Addr().String())
	if err != nil {
		return nil, err
	}
	return &asker{conn, bufio.NewReaderSize(conn, 1<<16)}, nil
}

// get asks for a page as an officer whose page it is.
func (t *benchTown) get(a *asker, officer int, path string) error {
	if _, err := io.WriteString(a.conn, "GET "+path+" HTTP/1.1\r\nHost: localhost\r\nCookie: stadga="+t.cookies[officer]+"\r\n\r\n"); err != nil {
		return err
	}
	first, err := a.in.ReadString('\n')
	if err != nil {
		return err
	}
	if !strings.HasPrefix(first, "HTTP/1.1 200 ") {
		return fmt.Errorf("%s answered %s", path, first)
	}
	length := -1
	for {
		line, err := a.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		if size, is := bytes.CutPrefix(line, []byte("Content-Length: ")); is {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(size))); err != nil {
				return err
			}
		}
	}
	_, err = a.in.Discard(length)
	return err
}

// officerOf is one who may open the path: the officer of the case in it.
func (t *benchTown) officerOf(path string, r *rand.Rand) int {
	var n int
	if _, err := fmt.Sscanf(strings.TrimPrefix(path, webkit.APIRoot), "/arende/2026-%d", &n); err == nil {
		return n % officers(t.cases)
	}
	return r.IntN(officers(t.cases))
}

// alone is the server's median time when one asks at a time, and what a request
// takes of the processor with the client's part in it: in the middle batch of
// twenty, and in the one that other work on the machine disturbed least.
func (t *benchTown) alone(b *testing.B, path func(*rand.Rand) string) (median, cpu, least float64) {
	b.Helper()
	const batches, batch = 25, 20
	random := rand.New(rand.NewPCG(1, 2))
	t.times = t.times[:0]
	var took []float64
	a, err := t.dial()
	if err != nil {
		b.Fatal(err)
	}
	defer a.conn.Close()
	for range batches {
		before := processorTime(b)
		for range batch {
			p := path(random)
			if err := t.get(a, t.officerOf(p, random), p); err != nil {
				b.Fatal(err)
			}
		}
		took = append(took, float64((processorTime(b)-before).Microseconds())/1000/batch)
	}
	slices.Sort(took)
	if t.alike == nil {
		slices.Sort(t.times)
		median = spread(t.times).at(50)
	}
	return median, took[batches/2], took[0]
}

func (t *benchTown) openLoop(b *testing.B, path func(*rand.Rand) string) spread {
	b.Helper()
	idle := make(chan *asker, 4096)
	defer func() {
		close(idle)
		for a := range idle {
			a.conn.Close()
		}
	}()
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
			if err := t.askOne(idle, officer, p); err != nil {
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

// askOne asks on a connection that is idle, or on a new one.
func (t *benchTown) askOne(idle chan *asker, officer int, path string) error {
	var a *asker
	select {
	case a = <-idle:
	default:
		var err error
		if a, err = t.dial(); err != nil {
			return err
		}
	}
	if err := t.get(a, officer, path); err != nil {
		return errors.Join(err, a.conn.Close())
	}
	select {
	case idle <- a:
		return nil
	default:
		return a.conn.Close()
	}
}

func (t *benchTown) closedLoop(b *testing.B, path func(*rand.Rand) string) float64 {
	b.Helper()
	var asked sync.WaitGroup
	var mu sync.Mutex
	answers := 0
	began := time.Now()
	for c := range closedClients {
		asked.Go(func() {
			a, err := t.dial()
			if err != nil {
				b.Error(err)
				return
			}
			defer a.conn.Close()
			random := rand.New(rand.NewPCG(3, uint64(c)))
			n := 0
			for time.Since(began) < t.openFor/2 {
				p := path(random)
				if err := t.get(a, t.officerOf(p, random), p); err != nil {
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
