package deskweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"stadga/internal/desk"
	"stadga/internal/fault"
	"stadga/internal/webkit"
)

// A PointPage is one control point: its share, how it has moved, how it divides,
// and what cannot be judged.
type PointPage struct {
	webkit.Page
	Share   webkit.Share
	Parts   []webkit.Link
	Facts   []webkit.Fact
	Trend   webkit.Chart
	Splits  []SplitTable
	Lacks   []LackRow
	Working *webkit.Progress
	Note    string
	Counted string
	Fetch   []webkit.Link
}

// SplitTable is a point divided one way, in the order of names and never of
// results.
type SplitTable struct {
	ID, Title, Head string
	Rows            []SplitRow
	Left            string // what is not shown, and why
}

// SplitRow is one part of a point.
type SplitRow struct {
	Words             string
	Hidden            bool // too few persons to be shown
	Share             webkit.Share
	Met, Not, Unknown string
}

// LackRow is why some cannot be judged, and who can mend it.
type LackRow struct {
	Why, Who string
	Count    int
	Path     string
}

// getPoint handles GET /kvalitet/{punkt} and GET /granskning/{punkt}.
func (p Pages) getPoint(root string) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		rd, err := p.readerOf(r, root)
		if err != nil {
			return err
		}
		point, ok := p.point(r.PathValue("punkt"))
		if !ok {
			return fault.New(fault.NotFound, "desk.unknown-list")
		}
		page := &PointPage{Note: rd.note}
		page.At = webkit.Place{Step: "kvalitet"}
		page.Title, page.Small, page.Sentence = point.Title, rd.words, point.Says
		page.Back = &webkit.Link{Path: rd.to(""), Words: headOf(root)}
		by := append([]desk.Split{desk.Whole, desk.ByMonth, desk.ByLack}, desk.Splits()...)
		taken, sums, working, err := p.measured(r, rd.view, by...)
		if err != nil {
			return err
		}
		if working != nil {
			webkit.ComeBack(w, r)
			page.Working = working
			return show(w, r, p, "kontrollpunkt.html", page)
		}
		tables, err := p.splits(r, rd, point, sums)
		if err != nil {
			return err
		}
		if format := r.URL.Query().Get("format"); format != "" {
			return p.exportPoint(w, r, point, taken, sums, tables, format)
		}
		row := pointRow(point, sums[desk.Whole][""], rd)
		page.Share, page.Splits, page.Counted = row.Share, tables, countedAt(taken, webkit.Now(r))
		page.Strong = row.Share.Percent() + ", " + row.Share.Words() + "."
		page.Parts = partLinks(row)
		page.Facts = pointFacts(point)
		moved, err := p.courseOf(r, rd, sums[desk.ByMonth])
		if err != nil {
			return err
		}
		page.Trend = moved.chart(rd, point)
		page.Lacks = p.lacks(rd, point, sums[desk.ByLack])
		page.Fetch = fetchLinks(rd, "/"+point.Key)
		return show(w, r, p, "kontrollpunkt.html", page)
	}
}

func headOf(root string) string {
	if root == reviewRoot {
		return "Granskning"
	}
	return "Kvalitet"
}

func partLinks(row PointRow) []webkit.Link {
	return []webkit.Link{
		{Path: row.Met, Words: "Uppfyllda " + webkit.Thousands(row.Share.Met)},
		{Path: row.Not, Words: "Inte uppfyllda " + webkit.Thousands(row.Share.Not)},
		{Path: row.Unknown, Words: "Kan inte bedömas " + webkit.Thousands(row.Share.Unknown)},
	}
}

func pointFacts(point desk.Point) []webkit.Fact {
	goal := "Inget mål är satt."
	if point.Goal > 0 {
		goal = strconv.Itoa(point.Goal) + "\u00a0%"
	}
	return []webkit.Fact{
		{Label: "Mål", Value: goal},
		{Label: "Svarar för siffran", Value: point.Owner},
		{Label: "Listan visar", Value: point.Behind},
	}
}

// chart draws the share month by month.
func (c course) chart(rd reader, point desk.Point) webkit.Chart {
	steps, stands := c.of(rd, point)
	chart := webkit.Chart{
		ID: "utveckling", Title: "Andel uppfyllda, månad för månad", Heads: []string{"Månad", "Andel"},
		Line: true, Goal: float64(point.Goal), Top: 100, Unit: "\u00a0%",
		Source: "Varje månad visar det som hade sin sista dag då, så som det bedöms i dag. Månader utan något att bedöma är utelämnade.",
	}
	if stands {
		chart.Source = "Varje månad visar hur det var när siffran senast räknades den månaden."
	}
	for _, step := range steps {
		if step.percent >= 0 {
			chart.Points = append(chart.Points, webkit.Point{Label: shortMonth(step.month, len(chart.Points) == 0), Value: step.percent})
		}
	}
	if n := len(chart.Points); n > 1 {
		first, last := chart.Points[0], chart.Points[n-1]
		chart.Sentence = "Andelen var " + strconv.Itoa(first.Value) + "\u00a0% i " + first.Label + " och " + strconv.Itoa(last.Value) + "\u00a0% i " + last.Label + "."
		return chart
	}
	chart.Points = nil
	chart.Sentence = "Utvecklingen syns när det finns två månader att jämföra."
	return chart
}

// splits divides a point each way that its reader may see.
func (p Pages) splits(r *http.Request, rd reader, point desk.Point, sums map[desk.Split]desk.Sums) ([]SplitTable, error) {
	names, err := p.namesOf(r)
	if err != nil {
		return nil, err
	}
	months := lastMonths(webkit.Today(r))
	var tables []SplitTable
	for _, by := range rd.splits() {
		of := sums[by]
		if by == desk.ByMonth {
			of = desk.Sums{}
			for _, month := range months {
				of[month] = sums[by][month]
			}
		}
		parts, alone := point.Divide(by, of, names, rd.view.Named())
		t := SplitTable{ID: "efter-" + string(by), Title: splitTitle(by), Head: by.Head()}
		if alone {
			t.Left = "Grupper med färre än tre handläggare visas inte, för att personer inte ska kunna jämföras."
		}
		for _, part := range parts {
			at := func(list string) string {
				return rd.to("/"+point.Key+"/"+list, "indelning", string(by), "varde", part.Value)
			}
			row := SplitRow{
				Words: part.Words, Hidden: part.Hidden, Share: webkit.Share{Met: part.Met, Not: part.Not, Unknown: part.Unknown, Goal: point.Goal},
				Met: at(desk.PartMet), Not: at(desk.PartNot), Unknown: at(desk.PartUnknown),
			}
			if by == desk.ByMonth {
				row.Words = shortMonth(part.Value, true)
			}
			t.Rows = append(t.Rows, row)
		}
		if len(parts) == 1 && parts[0].Value == "" {
			continue // it says no more than the whole
		}
		if len(t.Rows) > 0 || t.Left != "" {
			tables = append(tables, t)
		}
	}
	return tables, nil
}

func splitTitle(by desk.Split) string {
	if by == desk.ByMonth {
		return "Månad för månad"
	}
	return "Efter " + strings.ToLower(by.Head())
}

// splits are the ways that a reader may see a figure divided. An officer's own
// rows are too few to say anything but how they have moved.
func (rd reader) splits() []desk.Split {
	by := []desk.Split{desk.ByMonth}
	for _, split := range desk.Splits() {
		if rd.view.Kind != desk.Own && (rd.view.Kind != desk.OfUnit || split != desk.ByUnit) {
			by = append(by, split)
		}
	}
	return by
}

func (p Pages) namesOf(r *http.Request) (desk.Names, error) {
	return desk.NamesOf(r.Context(), p.Queries, webkit.Today(r))
}

// lacks lists why some cannot be judged, most first, and who can mend it.
func (p Pages) lacks(rd reader, point desk.Point, byLack desk.Sums) []LackRow {
	var rows []LackRow
	for value, tallies := range byLack {
		if _, _, n := point.Share(tallies); n > 0 {
			fact, owes, _ := strings.Cut(value, " ")
			rows = append(rows, LackRow{
				Why: "Saknas: " + p.Book.FactWords(fact), Who: whoMends(owes, point.Owner), Count: n,
				Path: rd.to("/"+point.Key+"/"+desk.PartUnknown, "indelning", string(desk.ByLack), "varde", value),
			})
		}
	}
	slices.SortFunc(rows, func(a, b LackRow) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Path, b.Path)
	})
	return rows
}

// whoMends is who writes what is missing: the one who owes it, else the one who
// answers for the figure.
func whoMends(owes, owner string) string {
	switch owes {
	case "officer":
		return "Handläggaren fyller i."
	case "manager":
		return "Enhetschefen fyller i."
	case "provider":
		return "Utföraren fyller i."
	}
	return "Svarar för siffran: " + owner + "."
}

// A PartPage is the list behind one part of a control point.
type PartPage struct {
	webkit.Page
	Parts  []webkit.Link
	List   webkit.Listing
	Hidden string
}

// getPart handles GET /kvalitet/{punkt}/{del} and GET /granskning/{punkt}/{del}.
// The list is read now; the figure that led here may be some minutes older.
func (p Pages) getPart(root string) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		rd, err := p.readerOf(r, root)
		if err != nil {
			return err
		}
		all, err := p.selected(r, rd)
		if err != nil {
			return err
		}
		part := r.PathValue("del")
		page := &PartPage{}
		var s desk.Selection
		if point, ok := p.point(r.PathValue("punkt")); ok {
			if s, ok = point.Part(part, all); !ok {
				return fault.New(fault.NotFound, "desk.unknown-list")
			}
			page.Title, page.Small = point.Title, partWords(part)
			page.Back = &webkit.Link{Path: rd.to("/" + point.Key), Words: point.Title}
			if part == desk.PartNot {
				page.Sentence = point.Behind
			}
		} else if s, err = p.side(r, part, all, page); err != nil {
			return err
		} else {
			page.Back = &webkit.Link{Path: rd.to(""), Words: headOf(root)}
		}
		n, err := p.Queries.Count(r.Context(), s)
		if err != nil {
			return err
		}
		page.Strong = webkit.Count(n, "rad", "rader") + "."
		if all.By != desk.Whole {
			names, err := p.namesOf(r)
			if err != nil {
				return err
			}
			page.List.Chips = []webkit.Chip{{Words: p.chosen(names, all), Without: rd.to("/" + r.PathValue("punkt") + "/" + part)}}
		}
		if rd.view.Named() {
			err = p.namedRows(r, page, s, n)
		} else {
			err = p.namelessRows(r, page, s, n)
		}
		if err != nil {
			return err
		}
		return show(w, r, p, "kontrollpunkt-lista.html", page)
	}
}

// selected are the rows of the view, or those of one value of a split.
func (p Pages) selected(r *http.Request, rd reader) (desk.Selection, error) {
	s := rd.view.Selection(webkit.Now(r))
	by, value := desk.Split(r.URL.Query().Get("indelning")), r.URL.Query().Get("varde")
	switch {
	case by == desk.Whole:
		return s, nil
	case by != desk.ByLack && !slices.Contains(rd.splits(), by):
		return s, fault.New(fault.NotFound, "desk.unknown-list")
	case by == desk.ByGroup:
		names, err := p.namesOf(r)
		if err != nil {
			return s, err
		}
		if names.Alone(value) {
			return s, fault.New(fault.NotFound, "desk.unknown-list")
		}
	}
	s.By, s.Value = by, value
	return s, nil
}

// chosen names the value that a list is of.
func (p Pages) chosen(names desk.Names, s desk.Selection) string {
	if s.By == desk.ByLack {
		fact, _, _ := strings.Cut(s.Value, " ")
		return "Saknas: " + p.Book.FactWords(fact)
	}
	return names.Words(s.By, s.Value)
}

// side finds one of the two counts of a reconciliation.
func (p Pages) side(r *http.Request, part string, all desk.Selection, page *PartPage) (desk.Selection, error) {
	for _, rec := range p.Book.Reconciles() {
		if rec.Key != r.PathValue("punkt") {
			continue
		}
		s, ok := rec.Part(part, all)
		if !ok {
			break
		}
		page.Title, page.Small = rec.Title, rec.Left.Says
		if part == desk.PartRight {
			page.Small = rec.Right.Says
		}
		return s, nil
	}
	return desk.Selection{}, fault.New(fault.NotFound, "desk.unknown-list")
}

func partWords(part string) string {
	switch part {
	case desk.PartMet:
		return "uppfyllda"
	case desk.PartNot:
		return "inte uppfyllda"
	}
	return "kan inte bedömas"
}

func (p Pages) namedRows(r *http.Request, page *PartPage, s desk.Selection, n int) error {
	chips := page.List.Chips
	list, hidden, err := p.rowList(r, page.Title, s, n)
	page.List, page.Hidden = list, hidden
	page.List.Chips = chips
	return err
}

// namelessRows shows rows without anything that tells who they are about.
func (p Pages) namelessRows(r *http.Request, page *PartPage, s desk.Selection, n int) error {
	paging := webkit.NewPaging(r.URL, n)
	rows, err := p.Queries.Rows(r.Context(), s, paging.Offset(), webkit.PageSize)
	if err != nil {
		return err
	}
	page.List.Caption, page.List.Paging, page.List.Empty = page.Title, paging, emptyList()
	page.List.Columns = []webkit.Column{{Words: "Rad"}, {Words: "Område"}, {Words: "Enhet"}, {Words: "Började"}, {Words: "Bedömning"}}
	reviews := webkit.Leads(r, webkit.Link{Path: reviewRoot}) != nil
	for i, row := range rows {
		f := p.frist(row, r)
		judged := webkit.Cell{Name: "Bedömning", Badge: &f.Badge, Sub: f.Ground}
		if reviews {
			judged.Link = webkit.WhyLink(reviewRoot, row.Obligation)
		}
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Words: strconv.Itoa(paging.Offset() + i + 1), Cells: []webkit.Cell{
			{Name: "Område", Words: areaWords(row.Case.Area)},
			{Name: "Enhet", Words: row.Case.UnitName},
			{Name: "Började", Words: row.Ground.Day.String()},
			judged,
		}})
	}
	return nil
}

func emptyList() webkit.Empty {
	return webkit.Empty{Sentence: "Listan är tom.", Support: "Siffran är noll, och det finns inget att öppna."}
}
