package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/store"
	"stadga/internal/store/sqlite"
	"stadga/internal/webkit"
)

// BenchmarkQuality asks /kvalitet, a control point and /enhet of a board with
// STADGA_BENCH_CASES cases (2,000 unless said), each with five obligations of
// counted rules, of which some are met, late, open or cannot be judged. The rows are
// put straight into their tables, since what is measured is how they are read. It
// tells how long the counting takes, and the pages' times from what was kept.
//
//	STADGA_BENCH_CASES=1000000 go test -run '^$' -bench Quality -benchtime 1x -timeout 60m ./cmd/stadga
func BenchmarkQuality(b *testing.B) {
	cases, err := strconv.Atoi(cmp.Or(os.Getenv("STADGA_BENCH_CASES"), "2000"))
	if err != nil {
		b.Fatal(err)
	}
	ctx, dir := context.Background(), b.TempDir()
	now := civil.On(2026, time.March, 9).At(9, 0)
	open := func() *record {
		r, err := openRecord(ctx, recordOptions{URL: "sqlite:" + dir, Name: "bench", Clock: func() time.Time { return now }})
		if err != nil {
			b.Fatal(err)
		}
		return r
	}
	r := open()
	units, quality, director := benchStaff(b, r)
	rules := desk.CountedRules(deskBook{r}.Points(), deskBook{r}.Reconciles())
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
	layObligations(b, filepath.Join(dir, "bench.db"), cases, units, rules, civil.DayOf(now))
	r = open()
	defer func() {
		if err := r.Close(); err != nil {
			b.Error(err)
		}
	}()
	site, err := newSite(r, siteConfig{Municipality: "Norrsala kommun", Board: "Socialnämnden", PickAccount: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if going, err := r.measures.Recount(ctx, longestCounting); err != nil || going.Going {
		b.Fatalf("%+v %v", going, err)
	}
	counted := time.Since(began)
	accounts, err := site.Accounts.All(ctx)
	if err != nil {
		b.Fatal(err)
	}
	for _, page := range []struct {
		name, path string
		as         ids.User
	}{
		{"Kvalitet", "/kvalitet", quality}, {"Punkt", "/kvalitet/utredning-120-dagar", quality}, {"Enhet", "/enhet", director},
	} {
		b.Run(page.name, func(b *testing.B) {
			i := slices.IndexFunc(accounts, func(a webkit.Account) bool { return a.Actor.User == page.as })
			request := httptest.NewRequest(http.MethodGet, page.path, nil)
			request.AddCookie(logIn(b, site, accounts[i]))
			for range b.N {
				var times spread
				for range 200 {
					answer, began := httptest.NewRecorder(), time.Now()
					site.ServeHTTP(answer, request)
					times = append(times, time.Since(began))
					if answer.Code != http.StatusOK {
						b.Fatalf("%s: %d", page.path, answer.Code)
					}
				}
				slices.Sort(times)
				b.ReportMetric(times.at(50), "p50-ms")
				b.ReportMetric(times.at(95), "p95-ms")
				b.ReportMetric(counted.Seconds(), "counting-s")
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

const (
	longestCounting = 30 * time.Minute
	benchUnits      = 20
	benchEach       = 5 // obligations of a case
)

// benchStaff establishes units and two who see all of them.
func benchStaff(b *testing.B, r *record) (units []ids.Unit, quality, director ids.User) {
	b.Helper()
	stream, staff := engine.Bind(r.Engine, orgsql.Units()), engine.Bind(r.Engine, orgsql.Staff())
	start := civil.On(2020, time.January, 1)
	var steps []engine.Step
	for i := range benchUnits {
		unit := ids.Unit{ID: r.Engine.NewID()}
		units = append(units, unit)
		steps = append(steps, stream.Step(unit.ID, org.EstablishUnit{Name: fmt.Sprintf("Enhet %d", i), Side: org.Authority, Areas: []string{"aldre"}, From: start}))
	}
	quality, director = ids.User{ID: r.Engine.NewID()}, ids.User{ID: r.Engine.NewID()}
	for user, role := range map[ids.User]org.Role{quality: org.Kvalitet, director: org.Socialchef} {
		steps = append(steps, staff.Step(user.ID, org.AppointStaff{Name: string(role), Placement: org.Placement{Title: string(role), Roles: []org.Role{role}, Unit: units[0], From: start}}))
	}
	e := engine.New(engine.Config{Store: r.Store, Registry: r.Store.Registry(), Book: r.Book(), Access: engine.AllowAll{}, Clock: r.Clock, IDs: r.IDs})
	if _, err := e.Do(context.Background(), act.Form{ID: e.NewForm(), Actor: act.Actor{System: true}}, steps...); err != nil {
		b.Fatalf("%v %+v", err, fault.All(err))
	}
	return units, quality, director
}

// layObligations puts cases with obligations straight into the tables.
func layObligations(b *testing.B, file string, cases int, units []ids.Unit, rules []string, today civil.Date) {
	b.Helper()
	driver, err := sqlite.Open(context.Background(), file, sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	const atATime = 20_000
	for from := 0; from < cases; from += atATime {
		err := driver.Load(context.Background(), func(x store.Execer) error {
			for n := from; n < min(from+atATime, cases); n++ {
				if err := layCase(x, n, units[n%len(units)], rules, today); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := driver.Shut(); err != nil {
		b.Fatal(err)
	}
}

func layCase(x store.Execer, n int, unit ids.Unit, rules []string, today civil.Date) error {
	ctx := context.Background()
	id := func(kind byte) ids.ID { return ids.ID{kind, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n), 1} }
	file, intake := 1_000+2*n, 1_001+2*n
	officer := ids.User{ID: ids.ID{9, byte(n % 200), byte(n % 50), 1}}
	if n%50 == 0 {
		officer = ids.User{}
	}
	protection := ""
	if n%100 == 1 {
		protection = "sekretessmarkering"
	}
	statements := []struct {
		text string
		args []any
	}{
		{
			`insert into person (id, given, family, number, born, born_year, unborn, expected, address, phone, protection, deceased, moved, merged, registered)
			values ($1, 'Anna', 'Provberg', '', $2, 0, 0, '', '', '', $3, '', '', $4, '2026-01-01')`,
			[]any{id(2), today.AddDays(-n % 36_000).String(), protection, ids.ID{}},
		},
		{
			`insert into cases (id, number, person, area, officer, unit, opened, closed) values ($1, $2, $3, 'aldre', $4, $5, '2025-01-01', '')`,
			[]any{id(1), caseNumber(n), id(2), officer, unit},
		},
		{
			`insert into subject (num, kind, id, under, file, version, wakes, facts) values ($1, 'case', $2, 0, $1, 1, '', '{}'), ($3, 'intake', $4, $1, $1, 1, '', '{}')`,
			[]any{file, id(1), intake, id(3)},
		},
	}
	for _, s := range statements {
		if _, err := x.ExecContext(ctx, s.text, s.args...); err != nil {
			return err
		}
	}
	for i := range benchEach {
		due, met, missing := today.AddDays(-(n*7+i*31)%700), "", ""
		switch (n + i) % 20 {
		case 0: // late, or open
			due = due.AddDays(40)
		case 1:
			missing = "decision.received"
		case 2:
			met = due.AddDays(3).String()
		default:
			met = due.AddDays(-3).String()
		}
		_, err := x.ExecContext(ctx, `insert into obligation (subject, rule, about, nth, file, holder, owes, ground_day, due, alarm, due_at, met, met_at, until, kept, prior, waived, missing, never, body)
			values ($1, $2, '', 0, $3, $8, 'officer', $4, $5, $5, '', $6, '', '', '', 0, '', $7, 0, '{}')`,
			intake, rules[(n+i)%len(rules)], file, due.AddDays(-100).String(), due.String(), met, missing, officer)
		if err != nil {
			return err
		}
	}
	return nil
}
