package caseweb

import (
	"math"
	"net/http"
	"strings"

	"stadga/internal/access"
	"stadga/internal/casework"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// CasesPage is /arenden.
type CasesPage struct {
	webkit.Page
	Views []ViewLink
	List  webkit.Listing
	Note  string // rows that could not be shown
}

// A ViewLink is one of the views of the list.
type ViewLink struct {
	Path, Words string
	Current     bool
}

func (p Pages) getCases(w http.ResponseWriter, r *http.Request) error {
	ctx, query := r.Context(), r.URL.Query()
	scope := p.Door.Scope(webkit.Actor(r))
	closed := query.Get("avslutade") == "ja"
	views, view := viewsOf(scope, casework.View(query.Get("urval")))
	asked := webkit.NewPaging(r.URL, math.MaxInt32) // the page of the address, if there are so many
	found, count, err := p.Register.List(ctx, scope, view, closed, webkit.PageSize, asked.Offset())
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, count)
	if paging.Offset() != asked.Offset() {
		if found, _, err = p.Register.List(ctx, scope, view, closed, webkit.PageSize, paging.Offset()); err != nil {
			return err
		}
	}
	rows, hidden, err := p.caseRows(r, found)
	if err != nil {
		return err
	}
	page := &CasesPage{
		Page: webkit.Page{Title: "Ärenden", Sentence: casesSentence(view, closed, count)},
		List: webkit.Listing{
			Caption: "Ärenden", Rows: rows, Paging: paging,
			Columns: []webkit.Column{{Words: "Ärende"}, {Words: "Person"}, {Words: "Område"}, {Words: "Var det är"}, {Words: "Nästa frist"}, {Words: "Handläggare"}},
			Empty:   webkit.Empty{Sentence: "Inga ärenden här.", Support: "Sök på namn eller ärendenummer om du letar efter ett särskilt."},
		},
	}
	if hidden > 0 {
		page.Note = webkit.Count(hidden, "rad kunde inte visas", "rader kunde inte visas") + ". Fråga mottagningen."
	}
	for _, v := range views {
		page.Views = append(page.Views, ViewLink{Path: "/arenden?urval=" + string(v), Words: viewWords(v), Current: v == view && !closed})
	}
	page.Views = append(page.Views, ViewLink{Path: "/enhet/beredning", Words: "Ärendeberedning"})
	page.Views = append(page.Views, ViewLink{Path: "/arenden?avslutade=ja&urval=" + string(view), Words: "Avslutade", Current: closed})
	page.Views = append(page.Views, ViewLink{Path: "/arenden/utgaende?urval=" + string(view), Words: "Utgående beslut"})
	if view == casework.ViewUnit || closed {
		words := viewWords(view)
		if closed {
			words = "Avslutade"
		}
		page.List.Chips = []webkit.Chip{{Words: words, Without: "/arenden"}}
	}
	return p.show(w, r, "arenden.html", page)
}

func viewWords(v casework.View) string {
	switch v {
	case casework.ViewMine:
		return "Mina"
	case casework.ViewUnit:
		return "Enhetens"
	}
	return "Alla"
}

func casesSentence(view casework.View, closed bool, count int) string {
	words := webkit.Count(count, "pågående ärende", "pågående ärenden")
	if closed {
		words = webkit.Count(count, "avslutat ärende", "avslutade ärenden")
	}
	switch view {
	case casework.ViewMine:
		return "Du har " + words + "."
	case casework.ViewUnit:
		return "Enheten har " + words + "."
	}
	return "Du kan se " + words + "."
}

// caseRows makes rows of cases that the door confirms. SQL has narrowed the list
// to what the policies let through, so one that falls here means that the two
// disagree: the page says so and the alarm is raised.
func (p Pages) caseRows(r *http.Request, cases []casework.Case) (rows []webkit.ListRow, hidden int, err error) {
	ctx, today := r.Context(), webkit.Today(r)
	var of []ids.Case
	var named []ids.Person
	var officers []ids.User
	for _, c := range cases {
		of, named, officers = append(of, c.ID), append(named, c.Person), append(officers, c.Officer)
	}
	persons, err := p.People.Persons(ctx, named)
	if err != nil {
		return nil, 0, err
	}
	names, err := p.Staff.Names(ctx, officers)
	if err != nil {
		return nil, 0, err
	}
	waiting, err := p.Register.OpenIntakes(ctx, of)
	if err != nil {
		return nil, 0, err
	}
	nearest, err := p.Duties.Nearest(ctx, of)
	if err != nil {
		return nil, 0, err
	}
	running, err := p.Lines.Running(ctx, of, today)
	if err != nil {
		return nil, 0, err
	}
	files := make([]access.File, len(cases))
	for i, c := range cases {
		files[i] = fileOf(c, persons[c.Person].Protection, waiting)
	}
	seen := p.Door.OnFiles(webkit.Actor(r), "case.read", files)
	for i, c := range cases {
		person := persons[c.Person]
		if !seen[i].Allowed {
			hidden++
			p.Log.Error("a row was selected that access refuses", "case", c.ID.String())
			continue
		}
		officer := names[c.Officer]
		if officer == "" {
			officer = "ofördelat"
		}
		frist := webkit.Cell{Name: "Nästa frist", Words: "–"}
		if o, ok := nearest[c.ID]; ok {
			f := webkit.FristOf(o, webkit.Now(r))
			frist = webkit.Cell{Name: "Nästa frist", Badge: &f.Badge, Link: webkit.WhyLink("/arende/"+c.Number, o), Sub: strings.TrimSpace(p.Book().Title(o.Rule) + ", " + f.Before + " " + f.DayWords())}
		}
		rows = append(rows, webkit.ListRow{Path: "/arende/" + c.Number, Words: c.Number, Cells: []webkit.Cell{
			{Name: "Person", Words: listed(person, today)},
			{Name: "Område", Words: c.Area.Words()},
			{Name: "Var det är", Words: stageOf(c, waiting, running[c.ID])},
			frist,
			{Name: "Handläggare", Words: officer},
		}})
	}
	return rows, hidden, nil
}

// stageOf says in words how far the furthest running line of the case has come.
func stageOf(c casework.Case, waiting []casework.IntakeRow, runs casework.Running) string {
	var stages []string
	for _, in := range waiting {
		if in.Case == c.ID {
			stages = append(stages, lower(intakeStage(in)))
			break
		}
	}
	if runs.Investigations > 0 {
		stages = append(stages, "utredning pågår")
	}
	if runs.Services > 0 {
		stages = append(stages, webkit.Count(runs.Services, "insats", "insatser"))
	}
	switch {
	case !c.Closed.IsZero():
		return "Avslutat"
	case len(stages) == 0:
		return "Inget pågår"
	}
	return webkit.Capital(strings.Join(stages, ", "))
}

func intakeStage(in casework.IntakeRow) string {
	switch {
	case in.Kind != casework.ConcernReport:
		return in.Kind.Words() + " inkommen"
	case in.ProtectedAt.IsZero():
		return "Skyddsbedömning saknas"
	}
	return "Förhandsbedömning pågår"
}
