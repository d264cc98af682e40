//go:build unix

package main

import (
	"database/sql"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"

	"stadga/internal/store/pgtest"
)

// Whoever watches the server learns whether it works and how much it does, and
// nobody's name: words that stand for persons are put wherever a user can put
// them, the database is broken under the pages, and neither log nor figures hold
// one of them.
func TestWatchersSeeWhetherItWorksAndNobodysName(t *testing.T) {
	db, dir := pgtest.Database(t), t.TempDir()
	addr, watch := freePort(t), freePort(t)
	address := "http://" + addr
	l := newLogin(t, address)
	var traced lockedBuffer
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(&traced, r.Body); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(collector.Close)
	config := settingsIn(t, dir, "stadga.yaml", addr+"\nmatvarden: "+watch+"\nlogg: json\nsparning: "+collector.URL, l.boardYAML("socialnamnden", "Socialnämnden", address, db))
	ran(t, dir, "organisation", "norrsala.yaml", "--db", db, "--board", "socialnamnden")
	server := startServe(t, dir, config, addr)

	for _, where := range []string{address, "http://" + watch} {
		for _, path := range []string{"/healthz", "/readyz"} {
			if status, _, body := read(t, http.DefaultClient, where+path); status != http.StatusOK || body != "ok\n" {
				t.Errorf("%s%s: %d %s", where, path, status, body)
			}
		}
	}
	if status, _, _ := read(t, http.DefaultClient, address+"/metrics"); status != http.StatusNotFound {
		t.Errorf("the figures are told to everyone: %d", status)
	}

	canaries := []string{"Kanariefagel", "198001022394", "19800102-2394", "Eva Ek", "104233", "hemligt"}
	c := l.as("104233", address)
	mischief := func() {
		t.Helper()
		for _, path := range []string{"/sok?q=Kanariefagel", "/person/19800102-2394", "/arende/Kanariefagel", "/kvalitet/Kanariefagel", "/Kanariefagel"} {
			r, err := http.NewRequest(http.MethodGet, address+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("User-Agent", "Kanariefagel 198001022394")
			r.Header.Set("Referer", address+"/person/19800102-2394")
			r.Header.Set("X-Forwarded-For", "Kanariefagel")
			resp, err := c.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
		}
		for _, path := range []string{"/sok", "/kvalitet/rapportera", "/utkast", "/logga-in/svar", "/logga-ut/tjanst"} {
			form := url.Values{"q": {"19800102-2394"}, "what": {"Kanariefagel slog sig"}, "danger": {"nej"}, "utkast": {"Kanariefagel"}, "logout_token": {"Kanariefagel"}}
			resp, err := c.PostForm(address+path, form)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
		}
	}
	mischief()
	if _, _, figures := read(t, http.DefaultClient, "http://"+watch+"/metrics"); !strings.Contains(figures, `stadga_database_up{board="socialnamnden"} 1`) ||
		!strings.Contains(figures, `route="GET /min-dag",status="200"`) {
		t.Errorf("the figures lack what they promise:\n%s", figures)
	}

	broken, err := sql.Open("pgx", db)
	if err != nil {
		t.Fatal(err)
	}
	defer broken.Close()
	for _, table := range []string{"deviation", "outbox", "person", "draft"} {
		if _, err := broken.Exec("alter table " + table + " rename to borta_" + table); err != nil {
			t.Fatal(err)
		}
	}
	mischief()
	if status, _, body := read(t, http.DefaultClient, address+"/readyz"); status != http.StatusServiceUnavailable || body != "socialnamnden svarar inte\n" {
		t.Errorf("without its tables: %d %s", status, body)
	}
	if status, _, _ := read(t, http.DefaultClient, address+"/healthz"); status != http.StatusOK {
		t.Errorf("the process lives and says %d", status)
	}
	_, _, figures := read(t, http.DefaultClient, "http://"+watch+"/metrics")
	if !strings.Contains(figures, `stadga_database_up{board="socialnamnden"} 0`) {
		t.Errorf("the figures do not tell that the database is gone:\n%s", figures)
	}
	server.stop(syscall.SIGTERM)
	said, spans := server.said.String(), traced.String()
	if !strings.Contains(spans, "GET /min-dag") || !strings.Contains(spans, "socialnamnden") {
		t.Errorf("%d bytes of spans tell of no page", len(spans))
	}
	if !strings.Contains(said, `"msg":"request failed"`) {
		t.Errorf("nothing was logged of pages that failed:\n%s", said)
	}
	for _, line := range strings.Split(strings.TrimSpace(said), "\n")[1:] { // the first says where the board is
		if !json.Valid([]byte(line)) {
			t.Errorf("no JSON: %s", line)
		}
	}
	for _, canary := range canaries {
		if strings.Contains(said, canary) {
			t.Errorf("the log tells %q:\n%s", canary, said)
		}
		if strings.Contains(figures, canary) {
			t.Errorf("the figures tell %q", canary)
		}
		if strings.Contains(spans, canary) {
			t.Errorf("the spans tell %q", canary)
		}
	}
}
