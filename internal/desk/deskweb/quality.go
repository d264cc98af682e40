package deskweb

import (
	"net/http"
	"slices"
	"strconv"

	"stadga/internal/access"
	"stadga/internal/desk"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// QualityPage is Kvalitet (P11), and Granskning (P14) without identities.
type QualityPage struct {
	webkit.Page
	Groups   []PointGroup
	Edition  string
	Empty    *webkit.Empty
	Review   bool
	Register *webkit.Link // to the register of deviations
}

// PointGroup is the control points of one area of the process.
type PointGroup struct {
	ID, Title string
	Points    []PointRow
}

func (p Pages) getQuality(w http.ResponseWriter, r *http.Request) error {
	page, err := p.qualityPage(r, p.Door.Scope(webkit.Actor(r)), "/kvalitet")
	if err != nil {
		return err
	}
	page.Title, page.Small = "Kvalitet", "hela socialförvaltningen, "+webkit.LongDay(webkit.Today(r))
	page.Register = webkit.Leads(r, webkit.Link{Path: "/kvalitet/avvikelser", Words: "Avvikelser"})
	return show(w, r, p, "kvalitet.html", page)
}

// getReview handles GET /granskning: the control objectives for the whole
// population. Nothing on the page writes.
func (p Pages) getReview(w http.ResponseWriter, r *http.Request) error {
	page, err := p.qualityPage(r, everyone(), "/granskning")
	if err != nil {
		return err
	}
	page.Title, page.Small, page.Review = "Granskning", webkit.LongDay(webkit.Today(r)), true
	return show(w, r, p, "kvalitet.html", page)
}

// everyone is the whole population, protected persons too: rows without
// identities tell nothing of who they are.
func everyone() access.Scope { return access.Scope{All: true, Nameless: true} }

func (p Pages) qualityPage(r *http.Request, scope access.Scope, root string) (*QualityPage, error) {
	page := &QualityPage{Edition: p.Book.Edition()}
	page.At = webkit.Place{Step: "kvalitet"}
	under, unknown, all := 0, 0, 0
	byStep := map[string][]PointRow{}
	points := p.Book.Points()
	rows, err := p.points(r, scope, ids.Unit{}, root, points...)
	if err != nil {
		return nil, err
	}
	for i, point := range points {
		row := rows[i]
		byStep[point.Step] = append(byStep[point.Step], row)
		all++
		unknown += row.Share.Unknown
		if row.Share.Goal > 0 && row.Share.Judged() > 0 && row.Share.Met*100 < row.Share.Goal*row.Share.Judged() {
			under++
		}
	}
	for i, step := range desk.Steps() {
		if rows := byStep[step[0]]; len(rows) > 0 {
			page.Groups = append(page.Groups, PointGroup{ID: "omrade-" + strconv.Itoa(i), Title: step[1], Points: rows})
		}
	}
	if all == 0 {
		page.Empty = &webkit.Empty{Sentence: "Det finns inga kontrollpunkter i den antagna regelboken."}
	}
	page.Strong = webkit.Thousands(under) + " av " + webkit.Count(all, "kontrollpunkt", "kontrollpunkter") + " är under målet."
	page.Sentence = webkit.Count(unknown, "skyldighet kan inte bedömas", "skyldigheter kan inte bedömas") + " för att en uppgift saknas."
	return page, nil
}

// points are the control points of one unit, or of all, counted in one reading.
func (p Pages) points(r *http.Request, scope access.Scope, unit ids.Unit, root string, points ...desk.Point) ([]PointRow, error) {
	rules := []string{}
	for _, point := range points {
		rules = append(rules, point.Over...)
	}
	tallies, err := p.Queries.Tally(r.Context(), desk.Selection{Scope: scope, Unit: unit, Rules: rules, Now: webkit.Now(r)})
	if err != nil {
		return nil, err
	}
	var rows []PointRow
	for _, point := range points {
		rows = append(rows, pointRow(point, tallies, unit, root))
	}
	return rows, nil
}

func pointRow(point desk.Point, tallies desk.Tallies, unit ids.Unit, root string) PointRow {
	met, not, unknown := point.Share(tallies)
	address := func(part string) string {
		path := root + "/" + point.Key + "/" + part
		if !unit.IsZero() {
			path += "?enhet=" + unit.String()
		}
		return path
	}
	return PointRow{
		Title: point.Title, Says: point.Says,
		Share: webkit.Share{Met: met, Not: not, Unknown: unknown, Goal: point.Goal},
		Met:   address(desk.PartMet), Not: address(desk.PartNot), Unknown: address(desk.PartUnknown),
	}
}

// PointPage is the list behind one part of a control point.
type PointPage struct {
	webkit.Page
	Share  webkit.Share
	Parts  []webkit.Link
	Part   string
	List   webkit.Listing
	Hidden string
}

func (p Pages) getPoint(w http.ResponseWriter, r *http.Request) error {
	page, s, n, err := p.pointPage(r, p.Door.Scope(webkit.Actor(r)), "/kvalitet")
	if err != nil {
		return err
	}
	page.Back = &webkit.Link{Path: "/kvalitet", Words: "Kvalitet"}
	if page.List, page.Hidden, err = p.rowList(r, page.Title, s, n); err != nil {
		return err
	}
	return show(w, r, p, "kontrollpunkt.html", page)
}

// getReviewPoint handles GET /granskning/{punkt}/{del}: the same rows without
// anything that tells who they are about.
func (p Pages) getReviewPoint(w http.ResponseWriter, r *http.Request) error {
	page, s, n, err := p.pointPage(r, everyone(), "/granskning")
	if err != nil {
		return err
	}
	page.Back = &webkit.Link{Path: "/granskning", Words: "Granskning"}
	paging := webkit.NewPaging(r.URL, n)
	rows, err := p.Queries.Rows(r.Context(), s, paging.Offset(), webkit.PageSize)
	if err != nil {
		return err
	}
	page.List = webkit.Listing{
		Caption: page.Title, Paging: paging,
		Columns: []webkit.Column{{Words: "Rad"}, {Words: "Område"}, {Words: "Enhet"}, {Words: "Började"}, {Words: "Bedömning"}},
		Empty:   webkit.Empty{Sentence: "Listan är tom.", Support: "Siffran är noll, och det finns inget att öppna."},
	}
	for i, row := range rows {
		f := p.frist(row, r)
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Words: strconv.Itoa(paging.Offset() + i + 1), Cells: []webkit.Cell{
			{Name: "Område", Words: areaWords(row.Case.Area)},
			{Name: "Enhet", Words: row.Case.UnitName},
			{Name: "Började", Words: row.Ground.Day.String()},
			{Name: "Bedömning", Badge: &f.Badge, Sub: f.Ground},
		}})
	}
	return show(w, r, p, "kontrollpunkt.html", page)
}

func (p Pages) pointPage(r *http.Request, scope access.Scope, root string) (*PointPage, desk.Selection, int, error) {
	points := p.Book.Points()
	i := slices.IndexFunc(points, func(point desk.Point) bool { return point.Key == r.PathValue("punkt") })
	if i < 0 {
		return nil, desk.Selection{}, 0, fault.New(fault.NotFound, "desk.unknown-list")
	}
	point, part := points[i], r.PathValue("del")
	s, ok := point.Part(part, scope, webkit.Now(r))
	if !ok {
		return nil, desk.Selection{}, 0, fault.New(fault.NotFound, "desk.unknown-list")
	}
	if id, err := ids.Parse(r.URL.Query().Get("enhet")); err == nil {
		s.Unit = ids.Unit{ID: id}
	}
	rows, err := p.points(r, scope, s.Unit, root, point)
	if err != nil {
		return nil, desk.Selection{}, 0, err
	}
	row := rows[0]
	n, err := p.Queries.Count(r.Context(), s)
	if err != nil {
		return nil, desk.Selection{}, 0, err
	}
	page := &PointPage{Share: row.Share, Part: part}
	page.Title, page.Sentence = point.Title, point.Says
	page.Strong = row.Share.Percent() + ", " + row.Share.Words() + "."
	page.Parts = []webkit.Link{
		{Path: row.Met, Words: "Uppfyllda " + webkit.Thousands(row.Share.Met)},
		{Path: row.Not, Words: "Inte uppfyllda " + webkit.Thousands(row.Share.Not)},
		{Path: row.Unknown, Words: "Kan inte bedömas " + webkit.Thousands(row.Share.Unknown)},
	}
	return page, s, n, nil
}
