// Package reportweb is the pages of reports: /rapporter.
package reportweb

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/report"
	"stadga/internal/store"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// A Past is the record as it stood, for as long as it is needed.
type Past interface {
	store.Queryer
	Close() error
}

// Pages serves the pages of one board.
type Pages struct {
	Reports func() report.List // as the adopted book makes them
	Now     store.Queryer      // the record as it stands
	// Replay builds what the record held at an instant, telling how far it has come.
	Replay func(ctx context.Context, upTo time.Time, progress func(done, all int), projections ...string) (Past, error)

	// Named gives the numbers of those of the cases that one may open.
	Named func(ctx context.Context, who act.Actor, cases []ids.Case) (map[ids.Case]string, error)

	// Also are pages of other areas that stand first among the reports, each with
	// what it holds; shown to those who may open them.
	Also []AlsoLink

	// Provider is the name of the provider that someone works for.
	Provider func(ctx context.Context, who act.Actor) (string, error)

	kit   *webkit.Templates
	works *webkit.Works
}

// An AlsoLink leads to a report that has pages of its own.
type AlsoLink struct {
	Link webkit.Link
	Says string
}

// Routes is the access list of the area.
func (p Pages) Routes() []webkit.Route {
	p.kit, p.works = Templates(), &webkit.Works{Unit: "Lästa händelser"}
	return []webkit.Route{
		{Pattern: "GET /rapporter", Action: "desk.reports", Handle: p.getList},
		{Pattern: "GET /rapporter/{nyckel}", Action: "desk.reports", Handle: p.getReport},
		{Pattern: "GET /rapporter/{nyckel}/lista", Action: "desk.reports", List: "det som en siffra räknar", Handle: p.getBehind},
		{Pattern: "GET " + ownPath, Action: "order.list", Handle: p.getOwn},
		{Pattern: "GET " + ownPath + "/lista", Action: "order.list", List: "månadsrapportens lista", Handle: p.getOwnBehind},
	}
}

// ListPage is /rapporter.
type ListPage struct {
	webkit.Page
	Groups []Group
}

// A Group is reports under one heading.
type Group struct {
	ID, Title string
	List      webkit.Listing
}

func (p Pages) getList(w http.ResponseWriter, r *http.Request) error {
	page := &ListPage{
		Page: webkit.Page{Title: "Rapporter", Sentence: "Varje siffra har en definition i ord och räknas om varje gång sidan öppnas."},
	}
	also := webkit.Listing{Caption: "Lagstadgade rapporter", Columns: []webkit.Column{{Words: "Rapport"}, {Words: "Så räknas den"}}}
	for _, l := range p.Also {
		if link := webkit.Leads(r, l.Link); link != nil {
			also.Rows = append(also.Rows, webkit.ListRow{Path: link.Path, Words: link.Words, Cells: []webkit.Cell{{Name: "Så räknas den", Words: l.Says}}})
		}
	}
	if n := len(also.Rows); n > 0 {
		also.Paging = webkit.Paging{From: 1, To: n, Of: n}
		page.Groups = append(page.Groups, Group{ID: "lagstadgade", Title: "Lagstadgade rapporter", List: also})
	}
	for _, rep := range p.Reports() {
		title := rep.Group
		if title == "" {
			title = "Rapporter"
		}
		i := slices.IndexFunc(page.Groups, func(g Group) bool { return g.Title == title })
		if i < 0 {
			i = len(page.Groups)
			page.Groups = append(page.Groups, Group{ID: "grupp-" + strconv.Itoa(i), Title: title, List: webkit.Listing{
				Caption: title, Columns: []webkit.Column{{Words: "Rapport"}, {Words: "Så räknas den"}},
			}})
		}
		list := &page.Groups[i].List
		list.Rows = append(list.Rows, webkit.ListRow{
			Path: "/rapporter/" + rep.Key, Words: rep.Title, Cells: []webkit.Cell{{Name: "Så räknas den", Words: rep.Says[0]}},
		})
		list.Paging = webkit.Paging{From: 1, To: len(list.Rows), Of: len(list.Rows)}
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "rapporter.html", page)
}

// ReportPage is /rapporter/{nyckel}: definition, period, table.
type ReportPage struct {
	webkit.Page
	Says           []string
	From, To, AsOf webkit.Field
	Heads          []report.Column
	Rows           [][]ReportCell
	CSV, JSON, PDF string
	Working        *webkit.Progress // the record is being read again
	Plots          []*Plot
}

// A Plot is the bars of a report, with a sentence before them.
type Plot struct {
	ID              string
	Title, Sentence string
	Bars            []Bar
}

// A Bar is a part of a whole, with the row it stands for and its numbers in words.
type Bar struct {
	Words, Says string
	Hidden      bool // too few persons for its numbers to be shown
	Share       webkit.Share
}

// A ReportCell is a value, and the address of the list behind it.
type ReportCell struct{ Words, Path string }

// getReport answers for a period in the address, so that reload and a shared
// link keep the view. Without one it is the year so far.
func (p Pages) getReport(w http.ResponseWriter, r *http.Request) error {
	rep, err := p.Reports().Find(r.PathValue("nyckel"))
	if err != nil {
		return &fault.Error{Kind: fault.NotFound, Text: "report.unknown", Err: err}
	}
	return p.show(w, r, rep, &webkit.Link{Path: "/rapporter", Words: "Rapporter"})
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, rep report.Report, back *webkit.Link) error {
	today := webkit.Today(r)
	q, wrong := period(r.URL.Query(), today)
	page := &ReportPage{
		Page: webkit.Page{Title: rep.Title, Back: back},
		Says: rep.Says, Heads: rep.Columns,
		From: field("fran", "Från och med", q.From, ""), To: field("till", "Till och med", q.To, ""),
		AsOf: field("som-det-var", "Som det var känt", q.AsOf, "Välj en tidigare dag för att se rapporten som den hade sett ut då."),
	}
	if wrong != nil {
		return webkit.Redo(w, r, p.kit, "rapport.html", page, wrong)
	}
	answer, working, err := p.answer(r.Context(), rep, q, today)
	if err != nil {
		return err
	}
	if working != nil {
		page.Sentence = "Rapporten räknas på det som var känt " + webkit.PlainDay(q.AsOf, today) + ". Sidan visar den när den är klar."
		page.Working = working
		webkit.ComeBack(w, r)
		return webkit.Show(w, r, p.kit, http.StatusOK, "rapport.html", page)
	}
	switch format := r.URL.Query().Get("format"); format {
	case "csv":
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="`+rep.Key+`.csv"`)
		return answer.Write(w, format)
	case "json":
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		return answer.Write(w, format)
	case "pdf":
		w.Header().Set("Content-Type", "application/pdf")
		w.Header().Set("Content-Disposition", `inline; filename="`+rep.Key+`.pdf"`)
		return answer.Write(w, format)
	}
	page.Sentence = webkit.PlainDay(q.From, today) + "–" + webkit.PlainDay(q.To, today) + ", " + rep.AsOfWords() + " " + webkit.PlainDay(q.AsOf, today) + "."
	for _, row := range answer.Rows {
		var cells []ReportCell
		for i, c := range rep.Columns {
			cell := ReportCell{Words: c.Format(row[i])}
			// What was known another day is read again, and its list with it.
			if rep.Opens(c) && row[i].Number > 0 && q.AsOf == today {
				cell.Path = behindPath(r.URL.Path, q, rep, row, c)
			}
			cells = append(cells, cell)
		}
		page.Rows = append(page.Rows, cells)
	}
	for i, drawn := range []*report.Plot{rep.Plot, rep.Also} {
		if p := plot(rep, drawn, answer.Rows); p != nil {
			p.ID = "plot-" + strconv.Itoa(i+1)
			page.Plots = append(page.Plots, p)
		}
	}
	fetch := func(format string) string {
		return r.URL.Path + "?" + url.Values{"fran": {q.From.String()}, "till": {q.To.String()}, "som-det-var": {q.AsOf.String()}, "format": {format}}.Encode()
	}
	page.CSV, page.JSON, page.PDF = fetch("csv"), fetch("json"), fetch("pdf")
	return webkit.Show(w, r, p.kit, http.StatusOK, "rapport.html", page)
}

// plot draws one bar for each row. A part larger than its whole fills the bar.
func plot(rep report.Report, drawn *report.Plot, rows []report.Row) *Plot {
	if drawn == nil || len(rows) == 0 {
		return nil
	}
	at := func(name string) int {
		return slices.IndexFunc(rep.Columns, func(c report.Column) bool { return c.Name == name })
	}
	part, whole := at(drawn.Part), at(drawn.Whole)
	p := &Plot{Title: drawn.Title, Sentence: drawn.Says(rows)}
	largest := report.N(0)
	if drawn.Draws != nil {
		rows = slices.DeleteFunc(slices.Clone(rows), func(row report.Row) bool { return !drawn.Draws(row) })
	}
	for _, row := range rows {
		largest.Number = max(largest.Number, row[part].Number)
	}
	for _, row := range rows {
		var texts []string
		for i, c := range rep.Columns {
			if c.Unit == report.Text {
				texts = append(texts, row[i].Text)
			}
		}
		n, of := row[part], largest
		if whole >= 0 {
			of = row[whole]
		}
		bar := Bar{Words: strings.Join(texts, ", "), Hidden: n.Unknown || of.Unknown}
		if !bar.Hidden {
			c := rep.Columns[part]
			if bar.Says = c.Format(n); whole >= 0 {
				bar.Says = report.Column{Unit: report.Share}.Format(report.Of(n.Number, of.Number)) + ", " + bar.Says + " av " + c.Format(of)
			}
			met := min(n.Number, of.Number)
			bar.Share = webkit.Share{Met: int(met), Not: int(of.Number - met)}
		}
		p.Bars = append(p.Bars, bar)
	}
	return p
}

func field(name, label string, day civil.Date, help string) webkit.Field {
	return webkit.Typed{}.Field(webkit.Field{Name: name, Label: label, Value: day.String(), Help: help})
}

// period reads the three days of the address.
func period(in url.Values, today civil.Date) (report.Query, error) {
	q := report.Query{From: civil.On(today.Year(), time.January, 1), To: today, AsOf: today}
	var wrong []*fault.Error
	for _, day := range []struct {
		name string
		to   *civil.Date
	}{{"fran", &q.From}, {"till", &q.To}, {"som-det-var", &q.AsOf}} {
		if s := in.Get(day.name); s != "" {
			read, ok := webkit.ReadDay(s, today)
			if !ok {
				wrong = append(wrong, fault.Field(day.name, "report.day-unknown"))
				continue
			}
			*day.to = read
		}
	}
	switch {
	case len(wrong) > 0:
	case q.To.Before(q.From):
		wrong = append(wrong, fault.Field("till", "report.period-backwards"))
	case q.AsOf.After(today):
		wrong = append(wrong, fault.Field("som-det-var", "report.as-of-in-future"))
	}
	return q, fault.Join(wrong...)
}

// answer asks the record as it stands, or as it stood at the end of an earlier
// day. The latter is read again in the background, and told of while it works.
func (p Pages) answer(ctx context.Context, rep report.Report, q report.Query, today civil.Date) (report.Answer, *webkit.Progress, error) {
	if rep.Today || !q.AsOf.Before(today) {
		a, err := rep.Run(ctx, p.Now, q)
		return a, nil, err
	}
	key := fmt.Sprintf("%s %+v", rep.Key, q)
	done, working, err := p.works.Get(key, func(tell func(at, of int)) (any, error) {
		background, cancel := context.WithTimeout(context.Background(), longest)
		defer cancel()
		past, err := p.Replay(background, q.AsOf.AddDays(1).Midnight(), tell, rep.Projections...)
		if err != nil {
			return report.Answer{}, err
		}
		a, err := rep.Run(background, past, q)
		if closed := past.Close(); err == nil {
			err = closed
		}
		return a, err
	})
	if err != nil || working != nil {
		return report.Answer{}, working, err
	}
	return done.(report.Answer), nil, nil
}

const longest = 30 * time.Minute // for a replay
