package visitweb

import (
	"context"
	"net/http"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

// TodayPath is where the day's visits that are not as planned are listed for the
// authority's managers.
const TodayPath = "/enhet/besok-i-dag"

// TodayPage is /enhet/besok-i-dag: the day's planned visits that are late, were missed or
// are past with nothing registered, at all providers (F-26). It names nobody.
type TodayPage struct {
	webkit.Page
	Providers webkit.Listing
	Visits    webkit.Listing
}

// A NamedProvider is one that may have visits today.
type NamedProvider struct {
	ID   ids.Provider
	Name string
}

// DayLists are what the day's figure and its list ask of the visits' own table.
type DayLists interface {
	DayOfProvider(ctx context.Context, p ids.Provider, day civil.Date, now time.Time) (visits.DayCount, error)
	NotAsPlanned(ctx context.Context, p ids.Provider, day civil.Date, now time.Time, offset, limit int) ([]visits.Line, error)
}

// A today is how the day's planned visits stand at each provider.
type today struct {
	providers []NamedProvider
	counts    []visits.DayCount
	planned   int
	amiss     int
}

func readToday(ctx context.Context, lists DayLists, providers []NamedProvider, now time.Time) (today, error) {
	t := today{providers: providers}
	for _, p := range providers {
		n, err := lists.DayOfProvider(ctx, p.ID, civil.DayOf(now), now)
		if err != nil {
			return today{}, err
		}
		t.counts = append(t.counts, n)
		t.planned, t.amiss = t.planned+n.Planned, t.amiss+n.Amiss()
	}
	return t, nil
}

// TodayFigure is the day's visits that are not as planned, of those that are planned. A
// day on which nothing is planned says that it cannot be judged.
func TodayFigure(ctx context.Context, lists DayLists, providers []NamedProvider, now time.Time) (webkit.Figure, error) {
	t, err := readToday(ctx, lists, providers, now)
	f := webkit.Figure{Path: TodayPath, Count: t.amiss, Words: "Besök sena eller uteblivna", Sub: "av " + webkit.Count(t.planned, "planerat i dag", "planerade i dag")}
	if t.planned == 0 {
		f.Unknown, f.Sub = true, "går inte att bedöma: inget besök är planerat i dag"
	}
	if t.amiss > 0 {
		f.Lage = webkit.Snart
	}
	return f, err
}

func (p Pages) getToday(w http.ResponseWriter, r *http.Request) error {
	ctx, now := r.Context(), webkit.Now(r)
	providers, err := p.Others.Providers(ctx, webkit.Today(r))
	if err != nil {
		return err
	}
	t, err := readToday(ctx, p.Lists, providers, now)
	if err != nil {
		return err
	}
	page := &TodayPage{Page: webkit.Page{Title: "Besök i dag", Small: webkit.LongDay(webkit.Today(r)), Back: &webkit.Link{Path: "/enhet", Words: "Enhet"}}, Providers: t.list()}
	page.Strong = webkit.Count(t.amiss, "besök är sent, uteblivet eller oregistrerat.", "besök är sena, uteblivna eller oregistrerade.")
	page.Sentence = "Av " + webkit.Count(t.planned, "planerat besök i dag.", "planerade besök i dag.") + " Det ändras under dagen."
	if t.planned == 0 {
		page.Strong, page.Sentence = "Går inte att bedöma.", "Inget besök är planerat i Stadga i dag, så ingen vet vilka som skulle ha gjorts."
	}
	paging := webkit.NewPaging(r.URL, t.amiss)
	page.Visits = webkit.Listing{
		Caption: "Besök som inte är som planerat", Paging: paging, Columns: []webkit.Column{{Words: "Planerat"}, {Words: "Utförare"}, {Words: "Läge"}},
		Empty: webkit.Empty{Sentence: "Alla planerade besök är gjorda eller väntar på sin tid."},
	}
	skip, left := paging.Offset(), webkit.PageSize
	for i, one := range t.providers {
		n := t.counts[i].Amiss()
		if skip >= n {
			skip -= n
			continue
		}
		lines, err := p.Lists.NotAsPlanned(ctx, one.ID, webkit.Today(r), now, skip, left)
		if err != nil {
			return err
		}
		skip, left = 0, left-len(lines)
		for _, l := range lines {
			planned := "inte planerat"
			if !l.Planned.IsZero() {
				planned = webkit.ClockTime(l.Planned.From) + "–" + webkit.ClockTime(l.Planned.To)
			}
			page.Visits.Rows = append(page.Visits.Rows, webkit.ListRow{Words: planned, Cells: []webkit.Cell{
				{Name: "Utförare", Words: one.Name}, {Name: "Läge", Badge: standingBadge(l.Standing(now))},
			}})
		}
		if left <= 0 {
			break
		}
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-i-dag.html", page)
}

func (t today) list() webkit.Listing {
	list := webkit.Listing{
		Caption: "Utförare för utförare", Columns: []webkit.Column{{Words: "Utförare"}, {Words: "Sena", Number: true}, {Words: "Uteblivna", Number: true}, {Words: "Oregistrerade", Number: true}, {Words: "Planerade", Number: true}},
		Empty: webkit.Empty{Sentence: "Ingen utförare har uppdrag i dag."}, Paging: webkit.Paging{From: min(1, len(t.providers)), To: len(t.providers), Of: len(t.providers)},
	}
	for i, one := range t.providers {
		n := t.counts[i]
		row := webkit.ListRow{Words: one.Name}
		for _, c := range []struct {
			name string
			n    int
		}{{"Sena", n.Late}, {"Uteblivna", n.Missed}, {"Oregistrerade", n.Unregistered}, {"Planerade", n.Planned}} {
			cell := webkit.Cell{Name: c.name, Words: webkit.Thousands(c.n), Number: true}
			if n.Planned == 0 {
				cell.Words = "–"
			}
			row.Cells = append(row.Cells, cell)
		}
		if n.Planned == 0 {
			row.Sub = "Inget är planerat, så det går inte att bedöma."
		}
		list.Rows = append(list.Rows, row)
	}
	return list
}
