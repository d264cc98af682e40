package main

import (
	"log/slog"
	"testing"

	"stadga/internal/webkit"
)

// Every line of the access list asks an action that the policies know: one they
// do not know is denied to everyone.
func TestEveryRouteAsksAKnownAction(t *testing.T) {
	r, err := openRecord(t.Context(), recordOptions{URL: "sqlite:" + t.TempDir(), Name: "prov"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	site, err := newSite(r, siteConfig{Municipality: "Norrsala kommun", Board: "Socialnämnden", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range site.Routes() {
		if route.Action != webkit.Open && !r.door.Knows(route.Action) {
			t.Errorf("%s asks %s, which no policy knows", route.Pattern, route.Action)
		}
	}
	if n := len(site.Routes()); n < 30 {
		t.Errorf("only %d routes are served", n)
	}
}
