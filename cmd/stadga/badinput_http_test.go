package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
)

// events counts what the record holds.
func (w *town) events() (n int) {
	w.t.Helper()
	if err := w.r.Store.Reader().QueryRowContext(w.t.Context(), `select count(*) from journal`).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// raw sends bytes that no client would, and tells the status; 0: the line was closed.
func (w *town) raw(request string) int {
	w.t.Helper()
	line, err := net.Dial("tcp", w.server.Listener.Addr().String())
	if err != nil {
		w.t.Fatal(err)
	}
	defer line.Close()
	if err := line.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		w.t.Fatal(err)
	}
	if _, err := io.WriteString(line, request); err != nil {
		return 0 // the server hung up in the middle of it, as it may
	}
	if half, ok := line.(*net.TCPConn); ok {
		_ = half.CloseWrite() // a body that is shorter than it said ends here
	}
	answer, err := http.ReadResponse(bufio.NewReader(line), nil)
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	return answer.StatusCode
}

// hostile are headers as nobody honest writes them, by what they play with.
func hostile() map[string][]string {
	long := strings.Repeat("a", 9000)
	return map[string][]string{
		"host": {
			"Host: ", "Host: annan.example", "Host: stadga.example\r\nHost: annan.example", "Host: [::1", "Host: a b", "Host: " + long, "Host: \u00e5.example",
			"Host: stadga.example:99999", "Host: stadga.example@annan.example", "Host: ../../etc",
		},
		"length": {
			"Host: x\r\nContent-Length: -1", "Host: x\r\nContent-Length: 1e3", "Host: x\r\nContent-Length: 99999999999999999999", "Host: x\r\nContent-Length: 0x10",
			"Host: x\r\nContent-Length: 5\r\nContent-Length: 6", "Host: x\r\nContent-Length: 500", "Host: x\r\nContent-Length: 1", "Host: x\r\nContent-Length: +5",
			"Host: x\r\nContent-Length: 5, 5", "Host: x\r\nContent-Length:", "Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4", "Host: x\r\nTransfer-Encoding: gzip",
			"Host: x\r\nTransfer-Encoding: chunked, chunked", "Host: x\r\nTransfer-Encoding: xchunked", "Host: x\r\nTransfer-Encoding: chunked",
		},
		"range": {
			"Host: x\r\nRange: bytes=0-", "Host: x\r\nRange: bytes=-1", "Host: x\r\nRange: bytes=5-1", "Host: x\r\nRange: bytes=0-0,1-1,2-2,3-3", "Host: x\r\nRange: apor=1-2",
			"Host: x\r\nRange: bytes=99999999999999999999-", "Host: x\r\nRange: bytes=" + strings.Repeat("0-1,", 500) + "0-1", "Host: x\r\nIf-Range: \"x\"\r\nRange: bytes=0-1",
		},
		"cookie": {
			"Host: x\r\nCookie: stadga=", "Host: x\r\nCookie: stadga=" + long, "Host: x\r\nCookie: stadga=\x00\x01", "Host: x\r\nCookie: stadga=AAAA; stadga=BBBB", "Host: x\r\nCookie: stadga=../../x",
			"Host: x\r\nCookie: ;;;===;", "Host: x\r\nCookie: stadga=" + strings.Repeat("A", 43), "Host: x\r\nCookie: \"stadga\"=\"x", "Host: x\r\nCookie: __Host-stadga=x; Path=/", "Host: x\r\nCookie: " + strings.Repeat("a=b; ", 2000),
		},
		"method override": {
			"Host: x\r\nX-HTTP-Method-Override: DELETE", "Host: x\r\nX-Method-Override: PUT", "Host: x\r\nX-HTTP-Method: PATCH", "Host: x\r\nX-Original-URL: /granskning", "Host: x\r\nX-Rewrite-URL: /granskning",
			"Host: x\r\nX-Forwarded-Host: annan.example", "Host: x\r\nX-Forwarded-For: " + strings.Repeat("1.2.3.4, ", 500), "Host: x\r\nX-Forwarded-Proto: gopher", "Host: x\r\nForwarded: for=_x;host=annan", "Host: x\r\nUpgrade: h2c\r\nConnection: Upgrade",
		},
		"encoding": {
			"Host: x\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-16\r\nContent-Length: 3", "Host: x\r\nContent-Encoding: gzip\r\nContent-Length: 3", "Host: x\r\nAccept-Encoding: *;q=-1", "Host: x\r\nAccept-Language: " + long,
			"Host: x\r\nContent-Type: multipart/form-data\r\nContent-Length: 3", "Host: x\r\nContent-Type: multipart/form-data; boundary=\r\nContent-Length: 3", "Host: x\r\nContent-Type: text/xml\r\nContent-Length: 3", "Host: x\r\nContent-Type: application/json\r\nContent-Length: 3",
			"Host: x\r\nContent-Type: a/b; c=\"\r\nContent-Length: 3", "Host: x\r\nExpect: 100-continue\r\nContent-Length: 3", "Host: x\r\nExpect: 999-nej", "Host: x\r\nAccept: text/html;q=2, */*;;;",
		},
		"form": {
			"Host: x\r\nName : value", "Host: x\r\n folded: yes", "Host: x\r\n: nothing", "Host: x\r\nA\x00B: c", "Host: x\r\nA: b\x00c", "Host: x\r\nA: b\rc", "Host: x\r\nReferer: http://[", "Host: x\r\nReferer: javascript:alert(1)",
			"Host: x\r\nOrigin: null", "Host: x\r\nOrigin: https://annan.example", "Host: x\r\nSec-Fetch-Site: cross-site", "Host: x\r\nSec-Fetch-Site: \u00e5", "Host: x\r\n" + strings.Repeat("X-A: b\r\n", 3000) + "X-B: c", "Host: x\r\nUser-Agent: <script>alert(1)</script>",
		},
	}
}

// Requests as no browser writes them, to a page, a form, the log-in and what is not
// there: a status, nothing written, and the server goes on.
func TestHostileHeadersWriteNothing(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	w.matter(w.person("Anna", "Svensson", civil.On(1941, time.May, 3)), casework.Older, "2026-0501", "Hjälp med dusch")
	before, sent := w.events(), 0
	for about, headers := range hostile() {
		for _, header := range headers {
			for _, first := range []string{"GET /min-dag HTTP/1.1", "POST /sok HTTP/1.1", "POST /mottagning/ny-ansokan HTTP/1.1"} {
				sent++
				if code := w.raw(first + "\r\n" + header + "\r\n\r\na=b"); code >= 500 && code != http.StatusNotImplemented && code != http.StatusHTTPVersionNotSupported {
					t.Errorf("%s: %.80q to %s: %d", about, header, first, code)
				}
			}
		}
	}
	for _, first := range []string{
		"GET / HTTP/9.9", "GET /", "get /min-dag HTTP/1.1", "BREW /kaffe HTTP/1.1", "GET http://annan.example/ HTTP/1.1", "GET //annan.example/ HTTP/1.1", "GET /arende/../../etc/passwd HTTP/1.1", "GET /arende/%2e%2e%2f HTTP/1.1",
		"GET /%00 HTTP/1.1", "GET /%ff%fe HTTP/1.1", "GET /% HTTP/1.1", "GET /" + strings.Repeat("a/", 3000) + " HTTP/1.1", "GET /sok?q=%zz HTTP/1.1", "GET /sok?" + strings.Repeat("a=b&", 3000) + " HTTP/1.1", "CONNECT annan.example:443 HTTP/1.1",
		"TRACE /min-dag HTTP/1.1", "OPTIONS * HTTP/1.1", "PUT /min-dag HTTP/1.1", "DELETE /arende/2026-0501 HTTP/1.1", "PATCH /arende/2026-0501 HTTP/1.1", "HEAD /arende/2026-0501 HTTP/1.1", "\x16\x03\x01\x02\x00", "\r\n\r\n", "GET /min-dag HTTP/1.1\r\nHost: x\r\n\r\nGET /granskning HTTP/1.1",
		"PRI * HTTP/2.0", "GET /arende/2026-0501;jsessionid=1 HTTP/1.1", "GET /arende/2026\u20110501 HTTP/1.1", "GET /ARENDE/2026-0501 HTTP/1.1", "GET /arende/2026-0501/ HTTP/1.1", "GET /arende//2026-0501 HTTP/1.1",
	} {
		sent++
		if code := w.raw(first + "\r\nHost: x\r\n\r\n"); code >= 500 && code != http.StatusNotImplemented && code != http.StatusHTTPVersionNotSupported {
			t.Errorf("%.80q: %d", first, code)
		}
	}
	if after := w.events(); after != before {
		t.Errorf("%d events were written", after-before)
	}
	w.login(w.eva).open("/arende/2026-0501").says("Anna Svensson")
	t.Logf("%d requests", sent)
	if sent < 250 {
		t.Errorf("only %d requests were sent", sent)
	}
}

// A form is sent twice, with other words the second time, by someone else, and after
// the step it belongs to has passed: each is told so, and nothing more is written.
func TestFormsSentAgainAndOutOfOrderWriteNothing(t *testing.T) {
	w := newTown(t, civil.On(2026, time.March, 2))
	w.matter(w.person("Anna", "Svensson", civil.On(1941, time.May, 3)), casework.Older, "2026-0501", "Hjälp med dusch", "hemtjanst-dusch")
	eva, jonas := w.login(w.eva), w.login(w.jonas)
	const path, note = "/arende/2026-0501", "/arende/2026-0501/anteckning"
	form := eva.open(path).form(note)
	form.Set("text", "Anna ringde.")
	eva.postOnce(note, form)
	if eva.code != http.StatusSeeOther {
		t.Fatalf("the note is not written: %d", eva.code)
	}
	once := w.events()
	refused := func(what string, b *browser, code int, at string, values url.Values) {
		t.Helper()
		b.postOnce(at, values)
		if b.code != code || w.events() != once {
			t.Errorf("%s: %d, %d events more", what, b.code, w.events()-once)
		}
		if code >= 400 && !strings.Contains(string(b.body), "FEL-") {
			t.Errorf("%s: no sentence with a number", what)
		}
	}
	refused("the same again", eva, http.StatusSeeOther, note, form)
	for i, text := range []string{"Anna ringde inte.", "", " ", strings.Repeat("x", 5000), "<b>Anna</b>"} {
		other := url.Values{}
		for key, values := range form {
			other[key] = values
		}
		other.Set("text", text)
		eva.postOnce(note, other)
		if eva.code < 400 || eva.code >= 500 || w.events() != once {
			t.Errorf("the same act with other words %d: %d, %d events more", i, eva.code, w.events()-once)
		}
	}
	refused("by someone who does not see it", jonas, http.StatusNotFound, note, form)

	w.investigated(eva, "2026-0501", "1")
	const decision = path + "/beslut"
	late := eva.open(decision).form(decision)
	eva.fill(decision, "item0.outcome", "bifall", "item0.extent", "2", "item0.goal", "m1", "signera", "ja").at(decision + "/1")
	once = w.events()
	late.Set("akt", w.r.Engine.NewForm().String())
	late.Set("item0.outcome", "avslag")
	late.Set("signera", "ja")
	for i := range 3 {
		late.Set("akt", w.r.Engine.NewForm().String())
		eva.postOnce(decision, late)
		if eva.code < 400 || eva.code >= 500 || w.events() != once {
			t.Errorf("a decision after the decision, %d: %d, %d events more", i, eva.code, w.events()-once)
		}
	}
	for _, values := range []url.Values{{}, {"akt": {""}}, {"akt": {"inte-ett-id"}}, {"akt": {fmt.Sprint(form["akt"])}}} {
		eva.postOnce(note, values)
		if eva.code < 400 || eva.code >= 500 || w.events() != once {
			t.Errorf("a form without its act, %v: %d, %d events more", values, eva.code, w.events()-once)
		}
	}
}
