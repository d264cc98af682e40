package deskweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// Measures are the sums of the pages as they were last counted.
type Measures interface {
	Measured(ctx context.Context, view desk.View, by ...desk.Split) (desk.Measurement, map[desk.Split]desk.Sums, error)
	History(ctx context.Context, view desk.View, from civil.Date) (desk.Sums, error) // by month
	Recount(ctx context.Context, wait time.Duration) (desk.Counting, error)
}

// patience is how long a page waits for figures that are being counted.
const patience = time.Second

// A QualityPage is Kvalitet (P11), the self-check (Egenkontroll), and Granskning
// (P14) without identities.
type QualityPage struct {
	webkit.Page
	Groups  []PointGroup
	Edition string
	Empty   *webkit.Empty
	Working *webkit.Progress // the figures are being counted
	Heading string           // of the table
	Whole   bool             // the whole self-check, with its definitions
	Note    string           // whose rows are counted
	Counted string           // "Räknat 08:52."
	Recount string           // address that counts anew; empty: not offered
	Links   []webkit.Link
	Fetch   []webkit.Link // the same figures in other forms
	Units   []webkit.Link
	Flags   []webkit.Fact // providers above the level of manual registrations
	Flagged *webkit.Link
	Waste   []webkit.Fact // the controls of waste in welfare: money that is paid out wrongly (F-27)
}

// PointGroup is the control points of one area of the self-check.
type PointGroup struct {
	ID, Title, Words string
	Points           []PointRow
	Reconciles       []ReconcileRow
	Waiting          []WaitingRow
}

// PointRow is one control point with its lists.
type PointRow struct {
	Title, Says, Owner string
	Path               string // the point's own page
	Share              webkit.Share
	Met, Not, Unknown  string // addresses of the lists
	Spark              webkit.Spark
}

// ReconcileRow is two counts that must agree.
type ReconcileRow struct {
	Title, Says, Owner  string
	Left, Right         int
	LeftSays, RightSays string
	LeftPath, RightPath string
	Badge               webkit.Badge
}

// WaitingRow is a control point that cannot be judged, and why.
type WaitingRow struct {
	Title, Says, Owner string
	Why                []string
	Report             string       // that a report makes the figure, where no rule does
	Link               *webkit.Link // to it, for one who may read reports
}

// A reader is whose figures a page shows, and where its links lead.
type reader struct {
	view  desk.View
	root  string // /kvalitet or /granskning
	query url.Values
	words string // beside the heading
	note  string
}

// readerOf is the view of who asks, narrowed to a unit where that is chosen.
func (p Pages) readerOf(r *http.Request, root string) (reader, error) {
	view, ok := desk.ViewOf(webkit.Actor(r))
	if root == reviewRoot {
		view, ok = desk.View{Kind: desk.Everyone}, true
	}
	if !ok {
		return reader{}, fault.New(fault.NotFound, "desk.unknown-list")
	}
	rd := reader{view: view, root: root, query: url.Values{}}
	if chosen := r.URL.Query().Get("enhet"); chosen != "" && view.Kind == desk.Open {
		id, err := ids.Parse(chosen)
		if err != nil {
			return reader{}, fault.New(fault.NotFound, "desk.unknown-unit")
		}
		rd.view = desk.View{Kind: desk.OfUnit, ID: id}
		rd.query.Set("enhet", chosen)
	}
	const held = "Ärenden med skyddade personer som har en handläggare räknas bara hos handläggaren."
	switch rd.view.Kind {
	case desk.Everyone:
		rd.words, rd.note = "alla ärenden", "Raderna visas utan namn och nummer. Grupper med färre än fem personer visas inte."
	case desk.Open:
		rd.words, rd.note = "hela socialförvaltningen", held
	case desk.Own:
		rd.words, rd.note = "dina ärenden", "Här ser bara du dina egna ärenden. Personer jämförs inte med varandra."
	case desk.OfUnit:
		name, err := p.unitName(r, ids.Unit{ID: rd.view.ID})
		if err != nil {
			return reader{}, err
		}
		rd.words, rd.note = name, held
	}
	return rd, nil
}

const (
	qualityRoot = "/kvalitet"
	reviewRoot  = "/granskning"
)

// to is an address under the page, with what the reader has chosen kept.
func (rd reader) to(path string, more ...string) string {
	values := url.Values{}
	for key, of := range rd.query {
		values[key] = of
	}
	for i := 0; i+1 < len(more); i += 2 {
		values.Set(more[i], more[i+1])
	}
	if len(values) == 0 {
		return rd.root + path
	}
	return rd.root + path + "?" + values.Encode()
}

func (p Pages) getQuality(w http.ResponseWriter, r *http.Request) error {
	return p.showQuality(w, r, qualityRoot, false)
}

// getSelfCheck handles GET /kvalitet/egenkontroll: every control point of the
// book, also those that cannot be judged, with who answers for each.
func (p Pages) getSelfCheck(w http.ResponseWriter, r *http.Request) error {
	return p.showQuality(w, r, qualityRoot, true)
}

// getReview handles GET /granskning: the control objectives for the whole
// population. Nothing on the page writes.
func (p Pages) getReview(w http.ResponseWriter, r *http.Request) error {
	return p.showQuality(w, r, reviewRoot, true)
}

func (p Pages) showQuality(w http.ResponseWriter, r *http.Request, root string, whole bool) error {
	rd, err := p.readerOf(r, root)
	if err != nil {
		return err
	}
	taken, sums, working, err := p.measured(r, rd.view, desk.Whole, desk.ByMonth)
	if err != nil {
		return err
	}
	page := &QualityPage{Edition: p.Book.Edition(), Whole: whole, Working: working, Heading: "Kontrollpunkter", Note: rd.note}
	page.At = webkit.Place{Step: "kvalitet"}
	page.Title, page.Small = "Kvalitet", rd.words+", "+webkit.LongDay(webkit.Today(r))
	switch {
	case root == reviewRoot:
		page.Title, page.Small, page.Heading = "Granskning", webkit.LongDay(webkit.Today(r)), "Kontrollmål"
	case whole:
		page.Title, page.Back = "Egenkontroll", &webkit.Link{Path: rd.to(""), Words: "Kvalitet"}
	}
	if working != nil {
		webkit.ComeBack(w, r)
		page.Sentence = "Siffrorna räknas för första gången. Sidan visar dem när de är klara."
		return show(w, r, p, "kvalitet.html", page)
	}
	if format := r.URL.Query().Get("format"); format != "" {
		return p.exportPoints(w, r, rd, taken, sums, format)
	}
	moved, err := p.courseOf(r, rd, sums[desk.ByMonth])
	if err != nil {
		return err
	}
	p.fillQuality(page, rd, sums[desk.Whole][""], moved, whole, webkit.Leads(r, webkit.Link{Path: "/rapporter"}) != nil)
	page.Counted = countedAt(taken, webkit.Now(r))
	page.Fetch = fetchLinks(rd, r.URL.Path[len(root):])
	near := []webkit.Link{{Path: qualityRoot + "/avvikelser", Words: "Avvikelser"}, {Path: qualityRoot + "/registreringar", Words: "Manuella registreringar"}, {Path: "/ekonomi/fakturor", Words: "Fakturor"}}
	if root == reviewRoot {
		near = []webkit.Link{
			{Path: reviewRoot + "/egen-historik", Words: "Granska egen historik ur ett annat system"},
			{Path: reviewRoot + "/loggkontroll", Words: "Loggkontroll"},
			{Path: reviewRoot + "/historik", Words: "Registrets historik"},
		}
	}
	if !(whole && root == qualityRoot) {
		page.Links = append(webkit.LeadsTo(r, near...), page.Links...)
	}
	if root == qualityRoot && !whole {
		page.Links = append([]webkit.Link{{Path: rd.to("/egenkontroll"), Words: "Hela egenkontrollen"}}, page.Links...)
	}
	if root == qualityRoot && rd.view.Named() {
		page.Recount = rd.to("/rakna-om")
	}
	if p.Above != nil && root == qualityRoot && rd.view.Kind != desk.Own && rd.view.Kind != desk.OfUnit {
		if page.Flags, err = p.Above(r.Context()); err != nil {
			return err
		}
		if page.Waste, err = p.Waste(r.Context()); err != nil {
			return err
		}
		for i, row := range page.Waste {
			if row.Mend != nil {
				page.Waste[i].Mend = webkit.Leads(r, *row.Mend)
			}
		}
		page.Flagged = webkit.Leads(r, webkit.Link{Path: qualityRoot + "/registreringar", Words: "Manuella registreringar"})
	}
	if rd.view.Kind == desk.Open {
		if page.Units, err = p.unitLinks(r, rd); err != nil {
			return err
		}
	}
	return show(w, r, p, "kvalitet.html", page)
}

func fetchLinks(rd reader, at string) []webkit.Link {
	return []webkit.Link{{Path: rd.to(at, "format", "csv"), Words: "Hämta som CSV"}, {Path: rd.to(at, "format", "json"), Words: "Hämta som JSON"}}
}

// unitLinks lead to the same page of each unit with cases.
func (p Pages) unitLinks(r *http.Request, rd reader) ([]webkit.Link, error) {
	units, err := p.Queries.Units(r.Context(), webkit.Today(r))
	if err != nil {
		return nil, err
	}
	var links []webkit.Link
	for _, u := range units {
		if u.Cases {
			links = append(links, webkit.Link{Path: rd.to("", "enhet", u.ID.String()), Words: u.Name})
		}
	}
	return links, nil
}

// measured reads the kept sums; when none have been counted it lets them be, and
// tells how far that has come if it takes longer than one waits.
func (p Pages) measured(r *http.Request, view desk.View, by ...desk.Split) (desk.Measurement, map[desk.Split]desk.Sums, *webkit.Progress, error) {
	taken, sums, err := p.Measures.Measured(r.Context(), view, by...)
	if err != nil || taken.Num != 0 {
		return taken, sums, nil, err
	}
	going, err := p.Measures.Recount(r.Context(), patience)
	if err != nil {
		return taken, nil, nil, err
	}
	if going.Going {
		return taken, nil, progress(going), nil
	}
	taken, sums, err = p.Measures.Measured(r.Context(), view, by...)
	return taken, sums, nil, err
}

func progress(c desk.Counting) *webkit.Progress {
	return &webkit.Progress{ID: "rakning", Words: "Räknade regler", Done: c.Done, Of: max(c.Of, 1)}
}

// countedAt says when the figures were counted.
func countedAt(m desk.Measurement, now time.Time) string {
	return "Räknat " + webkit.DayAndTime(m.Taken, civil.DayOf(now)) + "."
}

// postRecount handles POST /kvalitet/rakna-om and /enhet/rakna-om: the figures are
// counted anew, in the background when it takes long.
func (p Pages) postRecount(w http.ResponseWriter, r *http.Request) error {
	view, ok := desk.ViewOf(webkit.Actor(r))
	if !ok || !view.Named() {
		return fault.New(fault.NotFound, "desk.unknown-list")
	}
	if _, err := p.Measures.Recount(r.Context(), patience); err != nil {
		return err
	}
	to := r.URL.Path[:len(r.URL.Path)-len("/rakna-om")]
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (p Pages) fillQuality(page *QualityPage, rd reader, all desk.Tallies, moved course, whole, reports bool) {
	under, judged, unknown, waiting, empty := 0, 0, 0, 0, 0
	for i, area := range desk.Areas() {
		group := PointGroup{ID: "omrade-" + strconv.Itoa(i), Title: area[1]}
		for _, point := range p.Book.Points() {
			switch {
			case point.Area != area[0]:
			case len(point.Over) == 0 || len(point.Waits) > 0:
				if point.Report == "" {
					waiting++
				}
				if whole {
					group.Waiting = append(group.Waiting, waitingRow(point, reports))
				}
			default:
				row := pointRow(point, all, rd)
				if row.Share.Of() == 0 {
					empty++
				} else {
					judged++
				}
				if row.Share.Of() == 0 && !whole {
					continue
				}
				row.Spark = moved.spark(rd, point)
				group.Points = append(group.Points, row)
				unknown += row.Share.Unknown
				if belowGoal(row.Share) {
					under++
				}
			}
		}
		for _, rec := range p.Book.Reconciles() {
			if rec.Area == area[0] {
				group.Reconciles = append(group.Reconciles, reconcileRow(rec, all, rd))
			}
		}
		if len(group.Points)+len(group.Reconciles)+len(group.Waiting) == 0 {
			if !whole {
				continue
			}
			group.Words = "Inga kontrollpunkter är antagna för området."
		}
		page.Groups = append(page.Groups, group)
	}
	if empty > 0 && !whole {
		page.Note += " " + webkit.Count(empty, "kontrollpunkt", "kontrollpunkter") + " utan något att bedöma står i hela egenkontrollen."
	}
	if judged+waiting+empty == 0 {
		page.Empty = &webkit.Empty{Sentence: "Det finns inga kontrollpunkter i den antagna regelboken."}
	}
	page.Strong = webkit.Thousands(under) + " av " + webkit.Count(judged, "kontrollpunkt", "kontrollpunkter") + " är under målet."
	page.Sentence = webkit.Count(unknown, "skyldighet kan inte bedömas", "skyldigheter kan inte bedömas") + " för att en uppgift saknas."
	if waiting > 0 {
		page.Sentence += " " + webkit.Count(waiting, "kontrollpunkt kan inte bedömas", "kontrollpunkter kan inte bedömas") + " alls än."
	}
}

func belowGoal(s webkit.Share) bool {
	return s.Goal > 0 && s.Judged() > 0 && s.Met*100 < s.Goal*s.Judged()
}

func pointRow(point desk.Point, tallies desk.Tallies, rd reader) PointRow {
	met, not, unknown := point.Share(tallies)
	at := "/" + point.Key
	return PointRow{
		Title: point.Title, Says: point.Says, Owner: point.Owner, Path: rd.to(at),
		Share: webkit.Share{Met: met, Not: not, Unknown: unknown, Goal: point.Goal},
		Met:   rd.to(at + "/" + desk.PartMet), Not: rd.to(at + "/" + desk.PartNot), Unknown: rd.to(at + "/" + desk.PartUnknown),
	}
}

func reconcileRow(rec desk.Reconcile, tallies desk.Tallies, rd reader) ReconcileRow {
	left, right, agree, known := rec.Agree(tallies)
	row := ReconcileRow{
		Title: rec.Title, Says: rec.Says, Owner: rec.Owner, Left: left, Right: right, LeftSays: rec.Left.Says, RightSays: rec.Right.Says,
		LeftPath: rd.to("/" + rec.Key + "/" + desk.PartLeft), RightPath: rd.to("/" + rec.Key + "/" + desk.PartRight),
	}
	switch {
	case !known:
		row.Badge = webkit.Badge{Lage: webkit.Oklar, Words: "kan inte bedömas"}
	case left+right == 0:
		row.Badge = webkit.Badge{Lage: webkit.Oklar, Words: "inget att stämma av"}
	case agree:
		row.Badge = webkit.Badge{Lage: webkit.Klar, Words: "lika många"}
	default:
		row.Badge = webkit.Badge{Lage: webkit.Idag, Words: "skiljer " + webkit.Thousands(max(left-right, right-left))}
	}
	return row
}

func waitingRow(point desk.Point, reports bool) WaitingRow {
	row := WaitingRow{Title: point.Title, Says: point.Says, Owner: point.Owner}
	for _, wait := range point.Waits {
		row.Why = append(row.Why, "Saknas: "+wait.Says+". Kommer med "+wait.From+".")
	}
	if point.Report != "" {
		row.Report = "Räknas i en rapport."
	}
	if point.Report != "" && reports {
		row.Link = &webkit.Link{Path: "/rapporter/" + point.Report, Words: "Se rapporten"}
	}
	return row
}

// lastMonths are the twelve months that end with the day's, "2026-03".
func lastMonths(today civil.Date) []string {
	var months []string
	for i := 11; i >= 0; i-- {
		months = append(months, firstOf(today).AddMonths(-i).String()[:7])
	}
	return months
}

// A course (utveckling) is how a point has moved, month by month: what fell due in
// each, or for what is to stand all the time, how it stood when each ended.
type course struct {
	byMonth, history desk.Sums
	months           []string
}

func (p Pages) courseOf(r *http.Request, rd reader, byMonth desk.Sums) (course, error) {
	c := course{byMonth: byMonth, months: lastMonths(webkit.Today(r))}
	var err error
	c.history, err = p.Measures.History(r.Context(), rd.view, civil.MustParse(c.months[0]+"-01"))
	return c, err
}

// A step of a course.
type step struct {
	month   string
	met, of int
	percent int // below nought: nothing to judge, or too few persons to be shown
}

// of is the course of a point; stands tells that it is of what stood.
func (c course) of(rd reader, point desk.Point) (steps []step, stands bool) {
	sums := c.byMonth
	if met, not, _ := point.Share(sums[""]); met+not > 0 {
		sums, stands = c.history, true
	}
	for _, month := range c.months {
		met, not, _ := point.Share(sums[month])
		s := step{month: month, met: met, of: met + not, percent: -1}
		if s.of > 0 && (rd.view.Named() || !sums[month].FewPersons(point.Over)) {
			s.percent = (200*met + s.of) / (2 * s.of)
		}
		steps = append(steps, s)
	}
	return steps, stands
}

// spark draws a point's share month by month.
func (c course) spark(rd reader, point desk.Point) webkit.Spark {
	s := webkit.Spark{Goal: point.Goal}
	steps, _ := c.of(rd, point)
	var judged []step
	for _, step := range steps {
		s.Percents = append(s.Percents, step.percent)
		if step.percent >= 0 {
			judged = append(judged, step)
		}
	}
	if len(judged) < 2 {
		return webkit.Spark{Words: "för få månader"}
	}
	since := shortMonth(judged[0].month, false)
	switch change := judged[len(judged)-1].percent - judged[0].percent; {
	case change > 0:
		s.Words = "upp " + strconv.Itoa(change) + " sedan " + since
	case change < 0:
		s.Words = "ner " + strconv.Itoa(-change) + " sedan " + since
	default:
		s.Words = "lika som i " + since
	}
	return s
}

// point finds a control point that can be counted.
func (p Pages) point(key string) (desk.Point, bool) {
	points := p.Book.Points()
	i := slices.IndexFunc(points, func(point desk.Point) bool { return point.Key == key && len(point.Over) > 0 })
	if i < 0 {
		return desk.Point{}, false
	}
	return points[i], true
}
