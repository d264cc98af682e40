package deskweb

import (
	"fmt"
	"net/http"
	"slices"

	"stadga/internal/act"
	"stadga/internal/desk"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// UnitPage is Enhet (P10).
type UnitPage struct {
	webkit.Page
	Whole      bool // the whole administration, for the director
	RollUp     []webkit.Figure
	Units      []UnitRow
	Risks      []webkit.Figure
	Loads      []LoadRow
	Most       int
	Flow       webkit.Chart
	Inflow     webkit.Chart
	InOut      string
	Points     []PointRow
	Read       string           // when the figures were read or counted
	PointsRead string           // when the control points were counted, where that is another time
	Recount    string           // address that counts anew; empty: not offered
	Working    *webkit.Progress // the figures are being counted for the first time
	MayGive    bool
}

// UnitRow is one unit's risks.
type UnitRow struct {
	Name    string
	Path    string
	Figures []webkit.Figure // by law, by local target, unassigned: each with its list
}

// LoadRow is one officer's load, by name and not by size.
type LoadRow struct {
	desk.Load
	Path string
	Bar  webkit.Load
}

// getUnit handles GET /enhet: the unit of the manager, or a unit the director
// has chosen, or the whole administration.
func (p Pages) getUnit(w http.ResponseWriter, r *http.Request) error {
	unit, name, err := p.unitOf(r)
	if err != nil {
		return err
	}
	page := &UnitPage{Whole: unit.IsZero(), MayGive: !unit.IsZero()}
	page.Title, page.Small = name, monthWords(webkit.Today(r))
	page.At = webkit.Place{Step: "enhet"}
	if page.Whole {
		err = p.fillWhole(w, r, page)
	} else {
		err = p.fillUnit(r, page, unit)
	}
	if err != nil {
		return err
	}
	return show(w, r, p, "enhet.html", page)
}

// fillWhole shows the whole administration as it was last counted: it would read
// every obligation of the record.
func (p Pages) fillWhole(w http.ResponseWriter, r *http.Request, page *UnitPage) error {
	view, now := desk.View{Kind: desk.Open}, webkit.Now(r)
	taken, sums, working, err := p.measured(r, view, desk.Whole, desk.ByUnit, desk.ByMonth)
	if err != nil {
		return err
	}
	if working != nil {
		webkit.ComeBack(w, r)
		page.Working, page.Sentence = working, "Siffrorna räknas för första gången. Sidan visar dem när de är klara."
		return nil
	}
	scope := p.Door.Scope(webkit.Actor(r))
	counted := func(figures []desk.Figure) (shown []webkit.Figure) {
		for _, f := range figures {
			shown = append(shown, p.figure(f, sums[desk.Whole][""][desk.FigureKey(f.Key)][desk.Counted], ids.Unit{}))
		}
		return shown
	}
	figures := desk.UnitFigures(p.Book, scope, ids.Unit{}, now)
	page.RollUp, page.Risks = counted(desk.RollUp(p.Book, scope, now)), counted(figures)
	if page.RollUp, err = p.others(r, page.RollUp); err != nil {
		return err
	}
	page.Strong, page.Sentence = unitSentence(page.Risks)
	page.Read, page.Recount = countedAt(taken, now), "/enhet/rakna-om"
	if page.Units, err = p.unitRows(r, figures, sums[desk.ByUnit]); err != nil {
		return err
	}
	page.Flow, page.Inflow, page.InOut = flowCharts(desk.Flows(sums[desk.ByMonth]))
	page.Points, err = p.pointRows(r, reader{view: view, root: qualityRoot}, sums)
	if err != nil {
		return err
	}
	return nil
}

// others adds the figures of other areas, as they are now.
func (p Pages) others(r *http.Request, figures []webkit.Figure) ([]webkit.Figure, error) {
	for _, count := range p.Others {
		f, err := count(r.Context(), webkit.Actor(r))
		if err != nil {
			return nil, err
		}
		figures = append(figures, f)
	}
	return figures, nil
}

// fillUnit shows a unit: its risks as they are now, and its control points as they
// were last counted.
func (p Pages) fillUnit(r *http.Request, page *UnitPage, unit ids.Unit) error {
	ctx, today, now := r.Context(), webkit.Today(r), webkit.Now(r)
	scope := p.Door.Scope(webkit.Actor(r))
	for _, f := range desk.UnitFigures(p.Book, scope, unit, now) {
		n, err := p.count(r, f)
		if err != nil {
			return err
		}
		page.Risks = append(page.Risks, p.figure(f, n, unit))
	}
	if webkit.Actor(r).Unit == unit {
		var err error
		if page.Risks, err = p.others(r, page.Risks); err != nil {
			return err
		}
	}
	page.Strong, page.Sentence = unitSentence(page.Risks)
	page.Read = "läst " + webkit.ClockTime(now)
	loads, err := p.Queries.Loads(ctx, unit, today)
	if err != nil {
		return err
	}
	page.Loads, page.Most = loadRows(loads)
	flow, err := p.Queries.Flow(ctx, scope, unit, firstOf(today).AddMonths(-11), today)
	if err != nil {
		return err
	}
	page.Flow, page.Inflow, page.InOut = flowCharts(flow)
	rd, err := p.readerOf(r, qualityRoot)
	if err != nil {
		return err
	}
	taken, sums, working, err := p.measured(r, rd.view, desk.Whole, desk.ByMonth)
	if err != nil || working != nil {
		page.PointsRead = "räknas just nu"
		return err
	}
	page.PointsRead = countedAt(taken, now)
	page.Points, err = p.pointRows(r, rd, sums)
	return err
}

// pointRows are the control points that can be counted.
func (p Pages) pointRows(r *http.Request, rd reader, sums map[desk.Split]desk.Sums) ([]PointRow, error) {
	moved, err := p.courseOf(r, rd, sums[desk.ByMonth])
	if err != nil {
		return nil, err
	}
	var rows []PointRow
	for _, point := range p.Book.Points() {
		if len(point.Over) == 0 || len(point.Waits) > 0 {
			continue
		}
		row := pointRow(point, sums[desk.Whole][""], rd)
		if row.Share.Of() == 0 {
			continue // nothing of it in the unit
		}
		row.Spark = moved.spark(rd, point)
		rows = append(rows, row)
	}
	return rows, nil
}

// unitOf is the unit the page speaks of; zero: the whole administration.
func (p Pages) unitOf(r *http.Request) (ids.Unit, string, error) {
	me := webkit.Actor(r)
	unit := me.Unit
	led := leads(me)
	if !slices.Contains(me.Roles, "enhetschef") && len(led) > 0 {
		unit = led[0] // of whom one stands in for
	}
	if me.Has("socialchef") {
		unit = ids.Unit{}
	}
	if s := r.URL.Query().Get("enhet"); s != "" && (me.Has("socialchef") || len(led) > 1) {
		id, err := ids.Parse(s)
		if err != nil || !me.Has("socialchef") && !slices.Contains(led, ids.Unit{ID: id}) {
			return ids.Unit{}, "", fault.New(fault.NotFound, "desk.unknown-unit")
		}
		unit = ids.Unit{ID: id}
	}
	if unit.IsZero() {
		return unit, "Hela förvaltningen", nil
	}
	name, err := p.unitName(r, unit)
	return unit, name, err
}

// leads are the units that one leads, oneself or for one who is away.
func leads(me act.Actor) []ids.Unit {
	var units []ids.Unit
	add := func(roles []string, unit ids.Unit) {
		if slices.Contains(roles, "enhetschef") && !unit.IsZero() && !slices.Contains(units, unit) {
			units = append(units, unit)
		}
	}
	add(me.Roles, me.Unit)
	for _, post := range me.Lent {
		add(post.Roles, post.Unit)
	}
	return units
}

// unitName is the name of a unit that there is today.
func (p Pages) unitName(r *http.Request, unit ids.Unit) (string, error) {
	units, err := p.Queries.Units(r.Context(), webkit.Today(r))
	if err != nil {
		return "", err
	}
	for _, u := range units {
		if u.ID == unit {
			return u.Name, nil
		}
	}
	return "", fault.New(fault.NotFound, "desk.unknown-unit")
}

// figure is a figure that leads to the list of the same selection.
func (p Pages) figure(f desk.Figure, n int, unit ids.Unit) webkit.Figure {
	path := "/enhet/lista/" + f.Key
	if !unit.IsZero() {
		path += "?enhet=" + unit.String()
	}
	figure := webkit.Figure{Path: path, Count: n, Words: f.Words, Sub: f.Note}
	if n > 0 {
		figure.Lage = lageOf(f.Key)
	}
	return figure
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

// unitColumns are the figures that units are shown beside each other with.
func unitColumns() []string { return []string{"lag", "lokalt-mal", "ofordelade"} }

// unitRows are the units with cases, worst first by law, not by score.
func (p Pages) unitRows(r *http.Request, figures []desk.Figure, byUnit desk.Sums) ([]UnitRow, error) {
	units, err := p.Queries.Units(r.Context(), webkit.Today(r))
	if err != nil {
		return nil, err
	}
	var rows []UnitRow
	for _, u := range units {
		if u.Cases {
			row := UnitRow{Name: u.Name, Path: "/enhet?enhet=" + u.ID.String()}
			for _, f := range figures {
				if slices.Contains(unitColumns(), f.Key) {
					row.Figures = append(row.Figures, p.figure(f, byUnit[u.ID.String()][desk.FigureKey(f.Key)][desk.Counted], u.ID))
				}
			}
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b UnitRow) int { return b.Figures[0].Count - a.Figures[0].Count })
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

// flowCharts are the open investigations at the end of each month, and what came
// in during it.
func flowCharts(flow []desk.Flow) (open, in webkit.Chart, inOut string) {
	open = webkit.Chart{ID: "oppna", Title: "Öppna utredningar vid månadens slut", Heads: []string{"Månad", "Öppna"}, Line: true}
	in = webkit.Chart{ID: "inkomna", Title: "Inkomna ärenden månad för månad", Heads: []string{"Månad", "Inkomna"}}
	if len(flow) == 0 {
		return open, in, ""
	}
	came := 0
	for i, f := range flow {
		label := shortMonth(f.Month, i == 0)
		open.Points = append(open.Points, webkit.Point{Label: label, Value: f.Open})
		in.Points = append(in.Points, webkit.Point{Label: label, Value: f.In})
		if i < len(flow)-1 {
			came += f.In
		}
	}
	last := flow[len(flow)-1]
	open.Sentence = webkit.Count(last.Open, "utredning är öppen", "utredningar är öppna")
	in.Sentence = webkit.Count(last.In, "ärende har kommit in", "ärenden har kommit in") + " den här månaden"
	if before := len(flow) - 1; before > 0 {
		open.Sentence += change(last.Open - flow[before-1].Open)
		in.Sentence += fmt.Sprintf(", %d i månaden i snitt under de %d månaderna före", (came+before/2)/before, before)
	}
	open.Sentence += "."
	in.Sentence += "."
	open.Source = "Den sista dagen i varje månad, den här månaden till och med i dag."
	in.Source = "Anmälningar och ansökningar på den dag de kom in, den här månaden till och med i dag."
	return open, in, fmt.Sprintf("Inkomna %d, avslutade utredningar %d den här månaden.", last.In, last.Out)
}

func change(n int) string {
	switch {
	case n > 0:
		return fmt.Sprintf(", %d fler än förra månaden", n)
	case n < 0:
		return fmt.Sprintf(", %d färre än förra månaden", -n)
	}
	return ", lika många som förra månaden"
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
		if !p.Door.Sees(webkit.Actor(r), c.File())[0] {
			p.Log.Error("a case was selected that access refuses", "case", c.ID.String())
			continue
		}
		list.Rows = append(list.Rows, webkit.ListRow{Path: caseAddress(c), Words: c.Number, Cells: []webkit.Cell{
			{Name: "Person", Words: person(r, c)}, {Name: "Område", Words: areaWords(c.Area)}, {Name: "Enhet", Words: c.UnitName},
		}})
	}
	return list, nil
}
