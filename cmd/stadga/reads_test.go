package main

import (
	"context"
	"errors"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/quality/qualitysql"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
)

// marks are what a page may tell of persons by: full names and case numbers, each
// with those it may mean.
type marks map[string][]ids.Person

// marksOf are the marks of every person in the record. A name that someone at work
// has too is no mark.
func marksOf(t *testing.T, r *record) marks {
	t.Helper()
	all := marks{}
	rows, err := r.Store.Reader().QueryContext(t.Context(), `select given || ' ' || family, id from person
			where family <> '' and not exists (select 1 from staff s where s.name = given || ' ' || family)
		union all select number, person from cases`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var mark string
		var person ids.Person
		if err := rows.Scan(&mark, &person); err != nil {
			t.Fatal(err)
		}
		all[mark] = append(all[mark], person)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// in are the marks that stand in what a page says.
func (m marks) in(says string) []string {
	var found []string
	for mark := range m {
		// A deviation's number is a case's with a letter before it.
		if strings.Contains(strings.ReplaceAll(says, qualitysql.Prefix+mark, ""), mark) {
			found = append(found, mark)
		}
	}
	return found
}

// readers hold what pages tell of persons to the log of readings.
type readers struct {
	r     *record
	known marks
}

// last is the number of the latest line.
func (l readers) last(t *testing.T) int64 {
	t.Helper()
	var last int64
	if err := l.r.Store.Reader().QueryRowContext(t.Context(), `select coalesce(max(num), 0) from read_log`).Scan(&last); err != nil {
		t.Fatal(err)
	}
	return last
}

// readSince are the persons that lines after a number are about.
func readSince(t *testing.T, r *record, after int64) []ids.Person {
	t.Helper()
	rows, err := r.Store.Reader().QueryContext(t.Context(), `select person, shown, part from read_log where num > $1`, after)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []ids.Person
	for rows.Next() {
		var person ids.Person
		var shown []byte
		var part string
		if err := rows.Scan(&person, &shown, &part); err != nil {
			t.Fatal(err)
		}
		if part == "" || strings.HasPrefix(part, "/") {
			t.Errorf("a reading of %q: the page's line in the table of routes does not say what it shows", part)
		}
		all = append(append(all, person), journal.UnpackPersons(shown)...)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// unlogged are the marks a page tells of without a line in the log that says so;
// wrote tells whether there is any line.
func (l readers) unlogged(t *testing.T, says string, since int64) (marks []string, wrote bool) {
	t.Helper()
	logged := readSince(t, l.r, since)
	return slices.DeleteFunc(l.known.in(says), func(mark string) bool {
		return slices.ContainsFunc(l.known[mark], func(p ids.Person) bool { return slices.Contains(logged, p) })
	}), len(logged) > 0
}

// forgetful is a log of readings that does not write of one part.
type forgetful struct {
	readings
	part string
}

func (f forgetful) Log(ctx context.Context, reading webkit.Reading) error {
	if reading.Part == f.part {
		return nil
	}
	return f.readings.Log(ctx, reading)
}

// The search for what is shown and not logged finds a planted route that forgets:
// a part of a file, and a list.
func TestAForgottenReadingIsFound(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	w.matter(w.person("Anna", "Provdotter", civil.On(1941, time.May, 3)), casework.Older, "2026-0420", "Hjälp med dusch", "hemtjanst-dusch")
	config := siteConfig{Municipality: "Norrsala kommun", Board: "Socialnämnden", PickAccount: true, Log: slog.New(slog.DiscardHandler)}
	l := readers{w.r, marksOf(t, w.r)}
	for path, part := range map[string]string{"/arende/2026-0420": "ärendesidan", "/arenden": "ärendelistan"} {
		for _, forgets := range []bool{false, true} {
			log := forgetful{readings{w.r.Store}, "ingen"}
			if forgets {
				log.part = part
			}
			site, err := newSiteLogging(w.r, config, log)
			if err != nil {
				t.Fatal(err)
			}
			since := l.last(t)
			request := httptest.NewRequest(http.MethodGet, path, nil)
			request.AddCookie(logIn(t, site, webkit.Account{Actor: act.Actor{User: w.eva}}))
			answer := httptest.NewRecorder()
			site.ServeHTTP(answer, request)
			missing, _ := l.unlogged(t, webtest.Words(answer.Body.Bytes()), since)
			if forgets && len(missing) == 0 {
				t.Errorf("%s showed someone without a line, and nothing was said", path)
			}
			if !forgets && len(missing) > 0 {
				t.Errorf("%s tells of %v and the log of readings does not", path, missing)
			}
		}
	}
}

// brokenLog is a log of readings that cannot be written to.
type brokenLog struct{}

func (brokenLog) Log(context.Context, webkit.Reading) error { return errors.New("disk full") }

// nothingShown opens the pages as the account while the log of readings is down:
// none tells of anyone, and those that would say in Swedish why they do not.
func nothingShown(t *testing.T, r *record, config siteConfig, account webkit.Account, m marks, paths map[string]bool) {
	t.Helper()
	config.Log = slog.New(slog.DiscardHandler)
	site, err := newSiteLogging(r, config, brokenLog{})
	if err != nil {
		t.Fatal(err)
	}
	cookie := logIn(t, site, account)
	for path, shows := range paths {
		request := httptest.NewRequest(http.MethodGet, path, nil)
		request.AddCookie(cookie)
		answer := httptest.NewRecorder()
		site.ServeHTTP(answer, request)
		says := webtest.Words(answer.Body.Bytes())
		if found := m.in(says); len(found) > 0 {
			t.Errorf("%s tells of %v while the log is down", path, found)
		}
		if shows && (answer.Code != http.StatusServiceUnavailable || !strings.Contains(says, "läsloggen går inte att skriva i")) {
			t.Errorf("%s answers %d while the log is down: %s", path, answer.Code, html.EscapeString(says))
		}
	}
}
