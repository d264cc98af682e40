package main

import (
	"log/slog"
	"slices"
	"testing"

	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/webkit"
)

// Every line of the access list asks an action that the policies know: one they
// do not know is denied to everyone. Every role may open the page it begins at.
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
	for _, role := range org.Roles() {
		place := org.Placement{Roles: []org.Role{role}, Unit: ids.Unit{ID: ids.ID{1}}}
		if role == org.Utforare || role == org.Omsorgspersonal {
			place.Unit, place.Provider = ids.Unit{}, ids.Provider{ID: ids.ID{2}}
		}
		a := account(org.Staff{ID: ids.User{ID: ids.ID{3}}, Placements: []org.Placement{place}})
		i := slices.IndexFunc(site.Routes(), func(route webkit.Route) bool { return route.Pattern == "GET "+a.Start })
		if i < 0 {
			t.Errorf("%s begins at %s, which is not served", role, a.Start)
			continue
		}
		if route := site.Routes()[i]; route.Action != webkit.Open && !r.door.May(a.Actor.Who(r.Clock()), route.Action) {
			t.Errorf("%s begins at %s and may not %s", role, a.Start, route.Action)
		}
	}
	if n := len(site.Routes()); n < 30 {
		t.Errorf("only %d routes are served", n)
	}
}
