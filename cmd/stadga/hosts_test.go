//go:build unix

package main

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
)

// Two boards in one server, each behind its host name: what stands in one is on
// no page of the other, a log-in at one is none at the other, and a log-in that
// began at one cannot end at the other.
func TestNoBoardIsReachedThroughAnothersHost(t *testing.T) {
	dir, addr := t.TempDir(), freePort(t)
	_, port, _ := strings.Cut(addr, ":")
	social, older := "http://127.0.0.1:"+port, "http://localhost:"+port
	l := newLogin(t, social, older)
	config := settingsIn(t, dir, "stadga.yaml", addr,
		l.boardYAML("social", "Socialnämnden", social, "sqlite:register")+l.boardYAML("aldre", "Äldrenämnden", older, "sqlite:register"))
	for _, board := range []string{"social", "aldre"} {
		ran(t, dir, "organisation", "norrsala.yaml", "--db", "sqlite:register", "--board", board)
	}
	startServe(t, dir, config, addr)

	const canary = "Kanariefågel i trapphuset"
	atSocial, atOlder := l.as("104233", social), l.as("104233", older)
	deviate(t, atSocial, social, canary)
	const deviation = "/kvalitet/avvikelse/A" // and the year and number
	_, _, mine := read(t, atSocial, social+"/kvalitet/avvikelser?vy=mina")
	at := strings.Index(mine, deviation)
	if at < 0 {
		t.Fatal("the deviation is not in the own board's register")
	}
	number := mine[at+len(deviation)-1 : at+len(deviation)+9]
	if _, _, body := read(t, atSocial, social+"/kvalitet/avvikelse/"+number); !strings.Contains(body, canary) {
		t.Fatalf("%s is not shown at its own board", number)
	}
	for _, path := range []string{"/kvalitet/avvikelse/" + number, "/kvalitet/avvikelser?vy=mina", "/min-dag", "/arenden", "/mottagning", "/sok?q=" + number, "/driftlage", "/profil"} {
		status, _, body := read(t, atOlder, older+path)
		if strings.Contains(body, canary) || strings.Contains(body, number) && strings.HasPrefix(path, "/kvalitet/avvikelser") {
			t.Errorf("%s at the other board shows what is not its own (%d)", path, status)
		}
	}
	if status, _, _ := read(t, atOlder, older+"/kvalitet/avvikelse/"+number); status != http.StatusNotFound {
		t.Errorf("the other board answers %d", status)
	}

	// The same cookie, carried over by hand.
	from, to := mustParse(t, social), mustParse(t, older)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	jar.SetCookies(to, atSocial.Jar.Cookies(from))
	if _, path, _ := read(t, &http.Client{Jar: jar}, older+"/min-dag"); path != "/logga-in" {
		t.Errorf("a log-in at one board opens %s at the other", path)
	}

	// A log-in begun at one and answered at the other.
	began := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := began.Get(social + "/logga-in/borja")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	asked := mustParse(t, resp.Header.Get("Location"))
	jar.SetCookies(to, jar.Cookies(from))
	if status, _, body := read(t, began, older+"/logga-in/svar?code=kod&state="+url.QueryEscape(asked.Query().Get("state"))); status != http.StatusForbidden || !strings.Contains(body, "FEL-0022") {
		t.Errorf("a log-in that began at the other board: %d", status)
	}
}

func mustParse(t *testing.T, address string) *url.URL {
	t.Helper()
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
