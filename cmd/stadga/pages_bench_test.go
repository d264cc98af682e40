package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/store"
)

const (
	benchOfficers = 100
	openRate      = 360 // requests a second, ten times the normal hour
	openFor       = 10 * time.Second
	closedClients = 16
)

// BenchmarkPages asks Min dag, Ärenden and Ärende of a board with
// STADGA_BENCH_CASES cases (2,000 unless said), each with an application whose
// clock runs, shared by a hundred officers.
//
//	STADGA_BENCH_CASES=100000 go test -run '^$' -bench Pages -benchtime 1x -timeout 60m ./cmd/stadga
//
// Open loop: requests leave at their times whether or not earlier ones have been
// answered, and the time is the server's own. Closed loop: sixteen clients, each
// waiting for its answer.
func BenchmarkPages(b *testing.B) {
	cases, err := strconv.Atoi(cmp.Or(os.Getenv("STADGA_BENCH_CASES"), "2000"))
	if err != nil {
		b.Fatal(err)
	}
	t := serveTown(b, cases)
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
				b.ReportMetric(t.alone(b, page.path), "alone-ms")
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

func caseNumber(n int) string { return fmt.Sprintf("2026-%06d", n) }

// A benchTown is a served board.
type benchTown struct {
	server  *httptest.Server
	site    http.Handler
	cookies []string // of each officer
	mu      sync.Mutex
	times   []time.Duration // of the server, per answer
}

func serveTown(b *testing.B, cases int) *benchTown {
	b.Helper()
	ctx, dir := context.Background(), b.TempDir()
	monday := civil.On(2026, time.March, 9)
	now := monday.At(9, 0)
	clock := func() time.Time { return now }
	officers := layTown(b, ctx, "sqlite:"+dir, clock, cases, monday)

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
	t := &benchTown{site: site}
	for i, officer := range officers {
		raw := [32]byte{byte(i), byte(i >> 8), 1}
		session := store.Session{Token: sha256.Sum256(raw[:]), User: officer, Began: now, Expires: now.Add(time.Hour)}
		if err := r.Store.BeginSession(ctx, session); err != nil {
			b.Fatal(err)
		}
		t.cookies = append(t.cookies, base64.RawURLEncoding.EncodeToString(raw[:]))
	}
	t.server = httptest.NewServer(t)
	b.Cleanup(t.server.Close)
	return t
}

// layTown fills a new board by real commands: a person, a case and an
// application each, in one act.
func layTown(b *testing.B, ctx context.Context, url string, clock engine.Clock, cases int, day civil.Date) []ids.User {
	b.Helper()
	r, err := openRecord(ctx, recordOptions{URL: url, Name: "bench", Clock: clock, Bulk: 200, Random: rand.NewChaCha8([32]byte{9})})
	if err != nil {
		b.Fatal(err)
	}
	e := engine.New(engine.Config{
		Store: r.Store, Registry: r.Store.Registry(), Book: r.Book(), Access: engine.AllowAll{}, Clock: clock, IDs: r.IDs,
	})
	units, staff := engine.Bind(e, orgsql.Units()), engine.Bind(e, orgsql.Staff())
	persons, register, intakes := engine.Bind(e, peoplesql.Persons()), engine.Bind(e, casesql.Cases()), engine.Bind(e, casesql.Intakes())
	do := func(steps ...engine.Step) {
		if _, err := e.Do(ctx, act.Form{ID: e.NewForm(), Actor: act.Actor{System: true}}, steps...); err != nil {
			b.Fatalf("%v %+v", err, fault.All(err))
		}
	}
	var officers []ids.User
	var homes []ids.Unit
	for i := range benchOfficers {
		if i%10 == 0 {
			unit := ids.Unit{ID: e.NewID()}
			do(units.Step(unit.ID, org.EstablishUnit{Name: fmt.Sprintf("Enhet %d", i/10), Side: org.Authority, Areas: []string{"aldre"}, From: day.AddMonths(-24)}))
			homes = append(homes, unit)
		}
		officer := ids.User{ID: e.NewID()}
		do(staff.Step(officer.ID, org.AppointStaff{Name: fmt.Sprintf("Handläggare %d", i), Placement: org.Placement{
			Title: "handläggare", Roles: []org.Role{org.Handlaggare}, Unit: homes[len(homes)-1], From: day.AddMonths(-24),
		}}))
		officers = append(officers, officer)
	}
	for i := range cases {
		person, file, intake := ids.Person{ID: e.NewID()}, ids.Case{ID: e.NewID()}, ids.Intake{ID: e.NewID()}
		officer := i % benchOfficers
		do(
			persons.Step(person.ID, people.Register{Name: people.Name{Given: "Person", Family: "Nummer" + strconv.Itoa(i)}, BornYear: 1930 + i%30}),
			register.Step(file.ID, casework.OpenCase{Person: person, Area: casework.Older, Number: caseNumber(i), Officer: officers[officer], Unit: homes[officer/10]}),
			intakes.Step(intake.ID, casework.ReceiveApplication{
				Case: file, Person: person, Area: casework.Older, Kind: casework.Application, Channel: casework.ByPhone, Officer: officers[officer],
				Received: clock().Add(-time.Duration(1+i%400) * time.Hour), Content: casework.IntakeContent{Says: "Hjälp med dusch"},
			}))
	}
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
	return officers
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
func officerOf(path string, r *rand.Rand) int {
	var n int
	if _, err := fmt.Sscanf(path, "/arende/2026-%d", &n); err == nil {
		return n % benchOfficers
	}
	return r.IntN(benchOfficers)
}

// alone is the server's median time when one asks at a time.
func (t *benchTown) alone(b *testing.B, path func(*rand.Rand) string) float64 {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	t.times = t.times[:0]
	for range 200 {
		p := path(random)
		if err := t.get(http.DefaultClient, officerOf(p, random), p); err != nil {
			b.Fatal(err)
		}
	}
	slices.Sort(t.times)
	return spread(t.times).at(50)
}

func (t *benchTown) openLoop(b *testing.B, path func(*rand.Rand) string) spread {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}
	random := rand.New(rand.NewPCG(1, 2))
	t.times = t.times[:0]
	var sent sync.WaitGroup
	failed := make(chan error, 1)
	began := time.Now()
	for i := range int(openRate * openFor.Seconds()) {
		time.Sleep(time.Until(began.Add(time.Duration(i) * time.Second / openRate)))
		p := path(random)
		officer := officerOf(p, random)
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
			for time.Since(began) < openFor/2 {
				p := path(random)
				if err := t.get(client, officerOf(p, random), p); err != nil {
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
