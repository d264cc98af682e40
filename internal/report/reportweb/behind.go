package reportweb

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/webkit"
)

// BehindPage is the list behind one figure of a report.
type BehindPage struct {
	webkit.Page
	List webkit.Listing
}

func behindPath(path string, q report.Query, rep report.Report, row report.Row, c report.Column) string {
	values := url.Values{"fran": {q.From.String()}, "till": {q.To.String()}, "kolumn": {c.Name}}
	for i, text := range rep.Columns {
		if text.Unit == report.Text {
			values.Add("rad", row[i].Text)
		}
	}
	return path + "/lista?" + values.Encode()
}

// getBehind lists what a figure counts. A case that the reader may not open is
// counted and not named.
func (p Pages) getBehind(w http.ResponseWriter, r *http.Request) error {
	rep, err := p.Reports().Find(r.PathValue("nyckel"))
	if err != nil {
		return &fault.Error{Kind: fault.NotFound, Text: "report.unknown", Err: err}
	}
	return p.behind(w, r, rep, "/rapporter/"+rep.Key, func(it report.Item, number string) webkit.ListRow {
		if it.Case.IsZero() {
			return webkit.ListRow{Words: "Utan ärende"}
		}
		if number == "" {
			return webkit.ListRow{Words: "Du har inte åtkomst till ärendet"}
		}
		return webkit.ListRow{Words: number, Path: "/arende/" + number}
	})
}

// behind lists what a figure counts, each row led to as the page says.
func (p Pages) behind(w http.ResponseWriter, r *http.Request, rep report.Report, path string, led func(it report.Item, number string) webkit.ListRow) error {
	asked := r.URL.Query()
	column := slices.IndexFunc(rep.Columns, func(c report.Column) bool { return c.Name == asked.Get("kolumn") })
	if column < 0 || !rep.Opens(rep.Columns[column]) {
		return &fault.Error{Kind: fault.NotFound, Text: "report.unknown"}
	}
	today := webkit.Today(r)
	q, wrong := period(asked, today)
	if wrong != nil {
		return &fault.Error{Kind: fault.NotFound, Text: "report.unknown", Err: wrong}
	}
	asking := webkit.NewPaging(r.URL, math.MaxInt32)
	items, of, err := rep.Behind(r.Context(), p.Now, q, asked["rad"], asked.Get("kolumn"), asking.Offset(), webkit.PageSize)
	if err != nil {
		return err
	}
	var cases []ids.Case
	for _, it := range items {
		if !it.Case.IsZero() {
			cases = append(cases, it.Case)
		}
	}
	named, err := p.Named(r.Context(), webkit.Actor(r), cases)
	if err != nil {
		return err
	}
	back := behindBack(asked)
	page := &BehindPage{Page: webkit.Page{
		Title: rep.Title, Small: rep.Columns[column].Title, Strong: webkit.Count(of, "rad", "rader") + ".",
		Sentence: strings.Join(asked["rad"], ", ") + ". " + webkit.PlainDay(q.From, today) + "–" + webkit.PlainDay(q.To, today) + ".",
		Back:     &webkit.Link{Path: path + "?" + back.Encode(), Words: rep.Title},
	}}
	first := "Ärende"
	if path == ownPath {
		first = "Sida"
	}
	page.List = webkit.Listing{
		Caption: rep.Columns[column].Title, Columns: []webkit.Column{{Words: first}, {Words: "Vad"}},
		Empty: webkit.Empty{Sentence: "Inget räknas i perioden."},
	}
	for _, it := range items {
		row := led(it, named[it.Case])
		row.Cells = []webkit.Cell{{Name: "Vad", Words: it.Says}}
		page.List.Rows = append(page.List.Rows, row)
	}
	page.List.Paging = webkit.NewPaging(r.URL, of)
	return webkit.Show(w, r, p.kit, http.StatusOK, "rapport-lista.html", page)
}

// behindBack is the period of the report that the list was opened from.
func behindBack(asked url.Values) url.Values {
	return url.Values{"fran": {asked.Get("fran")}, "till": {asked.Get("till")}}
}
