package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// promised are the headers that every answer has, whoever asks and whatever for.
var promised = map[string]string{
	"Content-Security-Policy":      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=()",
	"Strict-Transport-Security":    "max-age=63072000; includeSubDomains",
}

var wildcard = regexp.MustCompile(`\{[^}]*\}`)

// Every route of the table, with methods it has and has not, from the own pages
// and from another site: the headers stand, nothing but what never changes is
// kept by a browser, and nothing breaks.
func TestEveryAnswerHasTheHeaders(t *testing.T) {
	town := newHouse(t)
	site, err := newSite(town.record, siteConfig{Municipality: "Norrsala kommun", Board: "Socialnämnden", HTTPS: true, PickAccount: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	ask := func(method, path string, cross bool) {
		t.Helper()
		r := httptest.NewRequest(method, "https://stadga.norrsala.example"+path, nil)
		if cross {
			r.Header.Set("Sec-Fetch-Site", "cross-site")
		}
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		asked++
		for name, want := range promised {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s %s: %s is %q", method, path, name, got)
			}
		}
		if cache := w.Header().Get("Cache-Control"); cache != "no-store" && !strings.HasPrefix(path, "/statiskt/") {
			t.Errorf("%s %s: Cache-Control is %q", method, path, cache)
		}
		if w.Code >= 500 {
			t.Errorf("%s %s: %d", method, path, w.Code)
		}
		for _, told := range []string{"Server", "X-Powered-By", "Access-Control-Allow-Origin"} {
			if w.Header().Get(told) != "" {
				t.Errorf("%s %s tells %s", method, path, told)
			}
		}
	}
	for _, route := range site.Routes() {
		method, path := route.Method(), strings.Replace(wildcard.ReplaceAllString(route.Path(), "x"), "/x$", "/", 1)
		path = strings.ReplaceAll(path, "{$}", "")
		ask(method, path, false)
		ask(method, path, true)
		ask(http.MethodDelete, path, false)
	}
	ask(http.MethodGet, "/finns-inte", false)
	if asked < 100 {
		t.Errorf("only %d answers were looked at", asked)
	}
	limited := map[string]bool{}
	for _, route := range site.Routes() {
		limited[route.Pattern] = route.Most > 0
	}
	for _, pattern := range []string{"POST /sok", "POST /logga-in"} {
		if !limited[pattern] {
			t.Errorf("%s may be asked any number of times", pattern)
		}
	}
}
