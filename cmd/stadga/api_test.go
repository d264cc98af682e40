package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/webkit"
)

var (
	apiLines = regexp.MustCompile("(?s)```sh\n(.*?)```")
	keyShown = regexp.MustCompile(`<code>([A-Za-z0-9_-]{43})</code>`)
)

// keyFor lets the officer give a program a key, through the page.
func (w *town) keyFor(b *browser) string {
	w.t.Helper()
	b.open("/profil/nycklar").fill("/profil/nycklar", "program", "Provprogrammet", "till", w.today().AddDays(30).String())
	m := keyShown.FindStringSubmatch(string(b.body))
	if m == nil {
		w.t.Fatal("no key was given")
	}
	return m[1]
}

// asks sends a request of a program and returns its answer.
func (w *town) asks(key, method, path, body string, heads ...string) (int, http.Header, string) {
	w.t.Helper()
	r, err := http.NewRequest(method, w.server.URL+webkit.APIRoot+path, bytes.NewBufferString(body))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(heads); i += 2 {
		r.Header.Set(heads[i], heads[i+1])
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(said)
}

// The example of docs/api.md works as it stands, against a town as the demo serves it.
func TestTheTenLinesForProgramsWork(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed, and the example of docs/api.md uses it: apt-get install curl")
	}
	t.Parallel()
	w := newTown(t, civil.On(2026, time.March, 12))
	w.matter(w.person("Alma", "Provdal", civil.On(1941, time.May, 19)), casework.Older, "2026-0142", "Önskar hjälp i hemmet.", "hemtjanst-dusch")
	text, err := os.ReadFile("../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	m := apiLines.FindSubmatch(text)
	if m == nil {
		t.Fatal("docs/api.md has no example")
	}
	lines := strings.ReplaceAll(string(m[1]), "http://localhost:8080", w.server.URL)
	lines = strings.ReplaceAll(lines, "klistra-in-nyckeln", w.keyFor(w.login(w.eva)))
	if n := strings.Count(strings.TrimSpace(lines), "\n") + 1; n > 10 {
		t.Errorf("the ten lines are %d", n)
	}
	run := exec.CommandContext(t.Context(), "sh", "-eu", "-c", lines)
	run.Dir = t.TempDir()
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if said := strings.TrimSpace(string(out)); !strings.Contains(said, `{"location":"/api/v1/arende/2026-0142"}`) || !strings.HasSuffix(said, "1") || !strings.Contains(strings.ToLower(said), "etag:") {
		t.Errorf("the example says %s", said)
	}
	w.login(w.eva).open("/arende/2026-0142").says("Ringde och bokade tid för hembesök.")
}

// An act that a program sends again is one act, and the same key with something else is
// refused; what it reads is in the log of readings in the name of the key's giver.
func TestWhatAProgramSendsAgainIsDoneOnce(t *testing.T) {
	t.Parallel()
	w := newTown(t, civil.On(2026, time.March, 12))
	w.matter(w.person("Alma", "Provdal", civil.On(1941, time.May, 19)), casework.Older, "2026-0142", "Önskar hjälp i hemmet.", "hemtjanst-dusch")
	key := w.keyFor(w.login(w.eva))
	count := func(query string) (n int) {
		if err := w.r.Store.Reader().QueryRowContext(t.Context(), query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	const id = "4c2b7f0e-9d53-4e1a-8a66-0d1f2b3c4d5e"
	for range 20 {
		if status, _, said := w.asks(key, http.MethodPost, "/arende/2026-0142/anteckning", `{"kind": "samtal", "text": "Samtal om duschen."}`, "Idempotency-Key", id); status != http.StatusOK {
			t.Fatalf("%d %s", status, said)
		}
	}
	status, _, said := w.asks(key, http.MethodPost, "/arende/2026-0142/anteckning", `{"kind": "samtal", "text": "Något annat."}`, "Idempotency-Key", id)
	if status < 400 {
		t.Errorf("the same key with something else is taken: %d %s", status, said)
	}
	if n := count(`select count(*) from journal where name like 'note.%'`); n != 1 {
		t.Errorf("one note sent twenty times is %d events", n)
	}
	before := count(`select count(*) from read_log`)
	status, _, said = w.asks(key, http.MethodGet, "/arende/2026-0142", "")
	var page map[string]any
	if err := json.Unmarshal([]byte(said), &page); err != nil || status != http.StatusOK {
		t.Fatalf("%d %v", status, err)
	}
	if n := count(`select count(*) from read_log`); n != before+1 {
		t.Errorf("a reading by a program is %d lines in the log", n-before)
	}
	if status, _, said := w.asks(key, http.MethodGet, "/arende/2026-9999", ""); status != http.StatusNotFound || !strings.Contains(said, "FEL-0004") {
		t.Errorf("a case that is not there: %d %s", status, said)
	}
	if w.login(w.jonas).open("/arende/2026-0142").code != http.StatusNotFound {
		t.Fatal("the officer of another unit may open the case: the test says nothing")
	}
	for _, open := range []string{"/openapi.json", "/api-info"} {
		if status, _, said := w.asks("", http.MethodGet, open, ""); status != http.StatusOK || !json.Valid([]byte(said)) {
			t.Errorf("%s: %d", open, status)
		}
	}
	other := w.keyFor(w.login(w.jonas))
	if status, _, _ := w.asks(other, http.MethodGet, "/arende/2026-0142", ""); status != http.StatusNotFound {
		t.Errorf("a program of an officer of another unit opens the case: %d", status)
	}
}
