package webkit

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// A Handler answers one request. What it returns as an error becomes an error
// page; its kind (fault.Kind) chooses which.
type Handler func(w http.ResponseWriter, r *http.Request) error

// A Route is one line of the access list.
type Route struct {
	Pattern string // method and path, as http.ServeMux reads them: "GET /arende/{nr}"
	Action  string // asked of access before the handler runs: "case.read"; or Open
	Part    string // in Swedish, the part of a person's file it shows: "tidslinjen"; empty: shows none
	List    string // in Swedish, the list it shows of persons: "min dag"; of a form, empty: that of its page
	Upload  int64  // bytes that may be posted where files are; 0: what a form may hold
	Most    int    // requests a minute from one account, or one address before log-in; 0: any number
	Handle  Handler
}

// Open is the action of a page that needs no log-in: log-in itself, help, the
// state of operation and the stylesheet.
const Open = "open"

// Method returns the method of the pattern.
func (r Route) Method() string { method, _, _ := strings.Cut(r.Pattern, " "); return method }

// Path returns the path of the pattern.
func (r Route) Path() string { _, path, _ := strings.Cut(r.Pattern, " "); return path }

// withParts gives a form that may have to be shown again what its page shows: the
// page with the longest address that the form's own begins with.
func withParts(routes []Route) []Route {
	all := slices.Clone(routes)
	for i, form := range all {
		if form.Method() != http.MethodPost || form.Part != "" || form.List != "" {
			continue
		}
		longest := -1
		for _, page := range routes {
			if page.Method() != http.MethodGet || len(page.Path()) <= longest || !strings.HasPrefix(form.Path()+"/", page.Path()+"/") {
				continue
			}
			longest, all[i].List = len(page.Path()), cmp.Or(page.Part, page.List)
		}
	}
	return all
}

// checkRoutes finds what would make the table lie: a line without action, two
// lines for one pattern, a method that changes things without being POST.
func checkRoutes(routes []Route) error {
	var seen []string
	for _, r := range routes {
		switch {
		case r.Method() != http.MethodGet && r.Method() != http.MethodPost:
			return fmt.Errorf("webkit: %s: a route is GET or POST", r.Pattern)
		case r.Action == "":
			return fmt.Errorf("webkit: %s asks no action of access", r.Pattern)
		case r.Handle == nil:
			return fmt.Errorf("webkit: %s has no handler", r.Pattern)
		case r.Part != "" && r.Action == Open:
			return fmt.Errorf("webkit: %s shows part of a file to anyone", r.Pattern)
		case slices.Contains(seen, r.Pattern):
			return fmt.Errorf("webkit: %s stands twice", r.Pattern)
		case strings.ContainsAny(r.Path(), "åäöÅÄÖ"):
			return fmt.Errorf("webkit: %s: addresses are written without å, ä and ö", r.Pattern)
		}
		seen = append(seen, r.Pattern)
	}
	return nil
}
