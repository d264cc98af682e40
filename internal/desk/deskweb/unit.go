package deskweb

import (
	"fmt"
	"net/http"
	"slices"

	"stadga/internal/access"
	"stadga/internal/desk"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// UnitPage is Enhet (P10).
type UnitPage struct {
	webkit.Page
	Whole   bool // the whole administration, for the director
	RollUp  []webkit.Figure
	Units   []UnitRow
	Risks   []webkit.Figure
	Loads   []LoadRow
	Most    int
	Flow    webkit.Chart
	InOut   string
	Points  []PointRow
	Read    string // the time at which the figures were read
	MayGive bool
}

// UnitRow is one unit's risks.
type UnitRow struct {
	Name                   string
	Law, Local, Unassigned int
	Path                   string
}

// LoadRow is one officer's load, by name and not by size.
type LoadRow struct {
	desk.Load
	Path string
	Bar  webkit.Load
}

// PointRow is one control point with its lists.
type PointRow struct {
	Title, Says       string
	Share             webkit.Share
	Met, Not, Unknown string // addresses of the lists
}

// getUnit handles GET /enhet: the unit of the manager, or a unit the director
// has chosen, or the whole administration.
func (p Pages) getUnit(w http.ResponseWriter, r *http.Request) error {
	ctx, me, today, now := r.Context(), webkit.Actor(r), webkit.Today(r), webkit.Now(r)
	scope := p.Door.Scope(me)
	unit, name, err := p.unitOf(r)
	if err != nil {
		return err
	}
	page := &UnitPage{Whole: unit.IsZero(), Read: webkit.ClockTime(now), MayGive: !unit.IsZero()}
	page.Title, page.Small = name, monthWords(today)
	page.At = webkit.Place{Step: "enhet"}
	if page.Whole {
		lines, err := p.counted(r, desk.RollUp(p.Book, scope, now), ids.Unit{})
		if err != nil {
			return err
		}
		page.RollUp = lines
		if page.Units, err = p.unitRows(r, scope); err != nil {
			return err
		}
	}
	figures := desk.UnitFigures(p.Book, scope, unit, now)
	if page.Risks, err = p.counted(r, figures, unit); err != nil {
		return err
	}
	page.Strong, page.Sentence = unitSentence(page.Risks)
	if !page.Whole {
		loads, err := p.Queries.Loads(ctx, unit, today)
		if err != nil {
			return err
		}
		page.Loads, page.Most = loadRows(loads)
	}
	flow, err := p.Queries.Flow(ctx, scope, unit, firstOf(today).AddMonths(-11), today)
	if err != nil {
		return err
	}
	page.Flow, page.InOut = flowChart(flow)
	if page.Points, err = p.points(r, scope, unit, "/kvalitet", p.Book.Points()...); err != nil {
		return err
	}
	return show(w, r, p, "enhet.html", page)
}

// unitOf is the unit the page speaks of; zero: the whole administration.
func (p Pages) unitOf(r *http.Request) (ids.Unit, string, error) {
	me := webkit.Actor(r)
	unit := me.Unit
	if slices.Contains(me.Roles, "socialchef") {
		unit = ids.Unit{}
		if s := r.URL.Query().Get("enhet"); s != "" {
			id, err := ids.Parse(s)
			if err != nil {
				return ids.Unit{}, "", fault.New(fault.NotFound, "desk.unknown-unit")
			}
			unit = ids.Unit{ID: id}
		}
	}
	if unit.IsZero() {
		return unit, "Hela förvaltningen", nil
	}
	units, err := p.Queries.Units(r.Context(), webkit.Today(r))
	if err != nil {
		return ids.Unit{}, "", err
	}
	for _, u := range units {
		if u.ID == unit {
			return unit, u.Name, nil
		}
	}
	return ids.Unit{}, "", fault.New(fault.NotFound, "desk.unknown-unit")
}

// counted counts figures; each leads to the list of the same selection.
func (p Pages) counted(r *http.Request, figures []desk.Figure, unit ids.Unit) ([]webkit.Figure, error) {
	var shown []webkit.Figure
	for _, f := range figures {
		n, err := p.count(r, f)
		if err != nil {
			return nil, err
		}
		path := "/enhet/lista/" + f.Key
		if !unit.IsZero() {
			path += "?enhet=" + unit.String()
		}
		figure := webkit.Figure{Path: path, Count: n, Words: f.Words}
		if n > 0 {
			figure.Lage = lageOf(f.Key)
		}
		shown = append(shown, figure)
	}
	return shown, nil
}

func (p Pages) count(r *http.Request, f desk.Figure) (int, error) {
	if f.Cases {
		return p.Queries.CountCases(r.Context(), unassigned(f.Selection))
	}
	return p.Queries.Count(r.Context(), f.Selection)
}

func unassigned(s desk.Selection) desk.CaseSelection {
	return desk.CaseSelection{Scope: s.Scope, Unit: s.Unit, Unassigned: true}
}

func lageOf(key string) webkit.Lage {
	switch key {
	case "lag", "utan-skyddsbedomning", "over-fyra-manader", "ej-verkstallda":
		return webkit.Sen
	case "ofordelade":
		return webkit.Idag
	case "oklara":
		return webkit.Oklar
	}
	return webkit.Snart
}

func unitSentence(risks []webkit.Figure) (strong, rest string) {
	byWords := map[string]int{}
	for _, f := range risks {
		byWords[f.Words] = f.Count
	}
	law, free := byWords["Lagfrist bryts"], byWords["Ofördelade"]
	switch {
	case law == 0 && free == 0:
		return "Inga risker denna vecka.", ""
	case law == 0:
		strong = "Ingen lagfrist bryts den här veckan."
	default:
		strong = webkit.Count(law, "lagfrist bryts", "lagfrister bryts") + " den här veckan om inget görs."
	}
	if free > 0 {
		rest = webkit.Count(free, "ärende saknar handläggare", "ärenden saknar handläggare") + "."
	}
	return strong, rest
}

// unitRows are the units with cases, worst first by law, not by score.
func (p Pages) unitRows(r *http.Request, scope access.Scope) ([]UnitRow, error) {
	units, err := p.Queries.Units(r.Context(), webkit.Today(r))
	if err != nil {
		return nil, err
	}
	counts := map[string]map[ids.Unit]int{}
	for _, f := range desk.UnitFigures(p.Book, scope, ids.Unit{}, webkit.Now(r)) {
		if f.Cases {
			counts[f.Key], err = p.Queries.CasesByUnit(r.Context(), unassigned(f.Selection))
		} else {
			counts[f.Key], err = p.Queries.ByUnit(r.Context(), f.Selection)
		}
		if err != nil {
			return nil, err
		}
	}
	var rows []UnitRow
	for _, u := range units {
		if u.Cases {
			rows = append(rows, UnitRow{
				Name: u.Name, Path: "/enhet?enhet=" + u.ID.String(),
				Law: counts["lag"][u.ID], Local: counts["lokalt-mal"][u.ID], Unassigned: counts["ofordelade"][u.ID],
			})
		}
	}
	slices.SortStableFunc(rows, func(a, b UnitRow) int { return b.Law - a.Law })
	return rows, nil
}

func loadRows(loads []desk.Load) ([]LoadRow, int) {
	most := 1
	for i := range loads {
		loads[i].Weigh()
		most = max(most, loads[i].Weighted)
	}
	var rows []LoadRow
	for _, l := range loads {
		rows = append(rows, LoadRow{
			Load: l, Path: "/enhet/fordela?fran=" + l.User.String(),
			Bar: webkit.Load{Cases: l.Cases, Weighted: l.Weighted, Most: most},
		})
	}
	return rows, most
}

func flowChart(flow []desk.Flow) (webkit.Chart, string) {
	chart := webkit.Chart{ID: "oppna", Title: "Öppna utredningar vid månadens slut", Heads: []string{"Månad", "Öppna"}, Line: true}
	if len(flow) == 0 {
		return chart, ""
	}
	for i, f := range flow {
		chart.Points = append(chart.Points, webkit.Point{Label: shortMonth(f.Month, i == 0), Value: f.Open})
	}
	last := flow[len(flow)-1]
	chart.Sentence = webkit.Count(last.Open, "utredning är öppen", "utredningar är öppna")
	if len(flow) > 1 {
		switch change := last.Open - flow[len(flow)-2].Open; {
		case change > 0:
			chart.Sentence += fmt.Sprintf(", %d fler än förra månaden", change)
		case change < 0:
			chart.Sentence += fmt.Sprintf(", %d färre än förra månaden", -change)
		}
	}
	chart.Sentence += "."
	chart.Source = "Den sista dagen i varje månad, den här månaden till och med i dag."
	return chart, fmt.Sprintf("Inkomna %d, avslutade %d den här månaden.", last.In, last.Out)
}

// UnitListPage is the list behind a figure.
type UnitListPage struct {
	webkit.Page
	List   webkit.Listing
	Hidden string
}

// getUnitList handles GET /enhet/lista/{siffra}.
func (p Pages) getUnitList(w http.ResponseWriter, r *http.Request) error {
	scope, now := p.Door.Scope(webkit.Actor(r)), webkit.Now(r)
	unit, name, err := p.unitOf(r)
	if err != nil {
		return err
	}
	figures := desk.UnitFigures(p.Book, scope, unit, now)
	if unit.IsZero() {
		figures = append(figures, desk.RollUp(p.Book, scope, now)...)
	}
	i := slices.IndexFunc(figures, func(f desk.Figure) bool { return f.Key == r.PathValue("siffra") })
	if i < 0 {
		return fault.New(fault.NotFound, "desk.unknown-list")
	}
	f := figures[i]
	n, err := p.count(r, f)
	if err != nil {
		return err
	}
	page := &UnitListPage{}
	page.Title, page.Small = f.Words, name
	page.Strong, page.Sentence = webkit.Thousands(n)+".", f.Says
	page.Back = &webkit.Link{Path: "/enhet", Words: "Enhet"}
	if f.Cases {
		page.List, err = p.caseList(r, unassigned(f.Selection), n)
	} else {
		page.List, page.Hidden, err = p.rowList(r, f.Words, f.Selection, n)
	}
	if err != nil {
		return err
	}
	return show(w, r, p, "enhet-lista.html", page)
}

func (p Pages) rowList(r *http.Request, caption string, s desk.Selection, n int) (webkit.Listing, string, error) {
	paging := webkit.NewPaging(r.URL, n)
	rows, err := p.Queries.Rows(r.Context(), s, paging.Offset(), webkit.PageSize)
	if err != nil {
		return webkit.Listing{}, "", err
	}
	rows, hidden := p.confirmed(r, rows)
	return p.rowsAsList(r, caption, rows, n), hiddenWords(hidden), nil
}

func (p Pages) caseList(r *http.Request, s desk.CaseSelection, n int) (webkit.Listing, error) {
	paging := webkit.NewPaging(r.URL, n)
	cases, err := p.Queries.Cases(r.Context(), s, paging.Offset(), webkit.PageSize)
	if err != nil {
		return webkit.Listing{}, err
	}
	list := webkit.Listing{
		Caption: "Ärenden", Paging: paging,
		Columns: []webkit.Column{{Words: "Ärende"}, {Words: "Person"}, {Words: "Område"}, {Words: "Enhet"}},
		Empty:   webkit.Empty{Sentence: "Alla ärenden har en handläggare."},
	}
	for _, c := range cases {
		if !p.Door.Sees(webkit.Actor(r), c.File()) {
			p.Log.Error("a case was selected that access refuses", "case", c.ID.String())
			continue
		}
		list.Rows = append(list.Rows, webkit.ListRow{Path: caseAddress(c), Words: c.Number, Cells: []webkit.Cell{
			{Name: "Person", Words: person(c, webkit.Today(r))}, {Name: "Område", Words: areaWords(c.Area)}, {Name: "Enhet", Words: c.UnitName},
		}})
	}
	return list, nil
}
