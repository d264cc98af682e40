// Package unexecutedweb is the pages about decisions that are not carried out (ej
// verkställda beslut): the report of each quarter to IVO and to the elected
// auditors, SoL and LSS apart, and the copy without identities for the council
// (SoL 34 kap. 1–3 §§, LSS 28 f–28 h §§).
package unexecutedweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"strings"

	"stadga/internal/act"
	"stadga/internal/board"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// Lists is what the pages ask of the record.
type Lists interface {
	Unexecuted(ctx context.Context, s casework.UnexecutedSelection, offset, limit int) ([]casework.UnexecutedLine, error)
	CountUnexecuted(ctx context.Context, s casework.UnexecutedSelection) (casework.UnexecutedCounts, error)
	Told(ctx context.Context, q civil.Quarter) ([]casework.ToldUnexecuted, error)
	ToldQuarters(ctx context.Context) ([]civil.Quarter, error)
}

// Pages serves the pages of one board.
type Pages struct {
	Engine    *engine.Engine
	Decisions *engine.Stream[casework.Decision]
	Lists     Lists
	// Numbers gives the full identity numbers of persons, for the file to IVO, and
	// notes that they were read.
	Numbers func(ctx context.Context, who act.Actor, persons []ids.Person) (map[ids.Person]string, error)

	// Board is what the board answers for itself, Owed what the rules say of it, and
	// May whether somebody may do an act.
	Board *engine.Stream[board.Board]
	Owed  func(ctx context.Context, s duty.Subject) ([]duty.Obligation, error)
	May   func(who act.Actor, action string) bool

	kit *webkit.Templates
}

// reportedAtOnce bounds what one act reports; what is left is reported by the next.
const reportedAtOnce = 200

const (
	root    = "/rapporter/ej-verkstallda"
	council = root + "/fullmaktige"
)

// Routes is the access list of the area.
func (p Pages) Routes() []webkit.Route {
	p.kit = Templates()
	return []webkit.Route{
		{Pattern: "GET " + root, Action: "desk.unit", List: "ej verkställda beslut", Handle: p.getPage},
		{Pattern: "POST " + root, Action: "decision.report-unexecuted", Handle: p.postReport},
		{Pattern: "POST " + root + "/verkstallda", Action: "decision.report-executed", Handle: p.postDone},
		{Pattern: "GET " + root + "/ivo.csv", Action: "desk.unit", List: "rapporten till IVO", Handle: p.getIVO},
		{Pattern: "GET " + root + "/revisorer", Action: "desk.reports", Handle: p.getAuditors},
		{Pattern: "GET " + council, Action: "desk.reports", Handle: p.getCouncil},
		{Pattern: "POST " + council, Action: "board.tell-council", Handle: p.postCouncil},
		{Pattern: "POST " + council + "/namnden", Action: "board.establish", Handle: p.postEstablish},
	}
}

// Page is /rapporter/ej-verkstallda.
type Page struct {
	webkit.Page
	Laws     []LawPart
	Done     webkit.Listing // reported before, and carried out since
	DoneForm *Form
	Soon     webkit.Listing // waits, and three months have not gone
	Links    []webkit.Link
	Quarters []webkit.Link
}

// A LawPart is what is to be reported under one act.
type LawPart struct {
	ID, Title string
	List      webkit.Listing
	Form      *Form
	CSV       string
	More      string // what one act does not take up; empty: it takes all
}

// A Form reports what is listed.
type Form struct {
	webkit.FormHead
	Path, Quarter, Law, Button string
	Missing                    []webkit.Field // a reason for each that lacks one
}

// unitOf is the unit whose cases the reader reports; the director reports all.
func unitOf(r *http.Request) ids.Unit {
	if me := webkit.Actor(r); !me.Has("socialchef") {
		return me.Unit
	}
	return ids.Unit{}
}

func quarterOf(r *http.Request) (civil.Quarter, error) {
	s := r.URL.Query().Get("kvartal")
	if r.Method == http.MethodPost {
		s = webkit.SentOne(r, "kvartal")
	}
	if s == "" {
		return civil.QuarterOf(webkit.Today(r)), nil
	}
	q, ok := civil.ReadQuarter(s)
	if !ok {
		return q, fault.New(fault.NotFound, "web.not-found")
	}
	return q, nil
}

// isLSS parts the two acts: each has its own report.
func isLSS(l casework.Law) bool { return l == casework.LSS }

func (p Pages) getPage(w http.ResponseWriter, r *http.Request) error {
	page, err := p.page(r, webkit.Typed{}, "")
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "ej-verkstallda.html", page)
}

func (p Pages) selection(r *http.Request, quarter civil.Quarter, stage casework.UnexecutedStage, lss bool) casework.UnexecutedSelection {
	return casework.UnexecutedSelection{Unit: unitOf(r), Quarter: quarter, Day: webkit.Today(r), Stage: stage, LSS: lss}
}

// list draws one page of a selection. The page has several lists, and the address
// tells which of them is turned.
func (p Pages) list(r *http.Request, id, caption, empty string, s casework.UnexecutedSelection, of int) (webkit.Listing, error) {
	u := &url.URL{Path: root}
	q := url.Values{"lista": {id}}
	if s.Quarter != civil.QuarterOf(s.Day) {
		q.Set("kvartal", string(s.Quarter))
	}
	if asked := r.URL.Query(); asked.Get("lista") == id {
		q.Set("sida", asked.Get("sida"))
	}
	u.RawQuery = q.Encode()
	paging := webkit.NewPaging(u, of)
	lines, err := p.Lists.Unexecuted(r.Context(), s, paging.Offset(), webkit.PageSize)
	if err != nil {
		return webkit.Listing{}, err
	}
	for _, l := range lines {
		webkit.Shown(r.Context(), l.Person) // by the number of the case
	}
	list := listing(caption, lines, s.Day, empty)
	list.Paging = paging
	return list, nil
}

func (p Pages) page(r *http.Request, typed webkit.Typed, failed string) (*Page, error) {
	quarter, err := quarterOf(r)
	if err != nil {
		return nil, err
	}
	today := webkit.Today(r)
	counts, err := p.Lists.CountUnexecuted(r.Context(), p.selection(r, quarter, "", false))
	if err != nil {
		return nil, err
	}
	page := &Page{Page: webkit.Page{Title: "Ej verkställda beslut", Small: quarter.Words(), Back: &webkit.Link{Path: "/rapporter", Words: "Rapporter"}}}
	for i, lss := range []bool{false, true} {
		part, err := p.lawPart(r, quarter, lss, counts.Due[i], counts.Untold[i], typed, failed)
		if err != nil {
			return nil, err
		}
		page.Laws = append(page.Laws, part)
	}
	page.Strong = webkit.Thousands(counts.Due[0]) + " enligt SoL och " + webkit.Thousands(counts.Due[1]) + " enligt LSS."
	page.Sentence = "Beslut som inte är verkställda tre månader efter beslutet eller avbrottet rapporteras varje kvartal till IVO och revisorerna, tills de är verkställda."
	if page.Soon, err = p.list(r, "snart", "Inte verkställda än, och tre månader har inte gått", "Alla beviljade insatser är verkställda.", p.selection(r, quarter, casework.Soon, false), counts.Soon); err != nil {
		return nil, err
	}
	if page.Done, err = p.list(r, "klara", "Rapporterade förut, och verkställda sedan dess", "Inget som är rapporterat har blivit verkställt sedan dess.", p.selection(r, quarter, casework.CarriedOut, false), counts.CarriedOut); err != nil {
		return nil, err
	}
	if counts.CarriedOut > 0 && quarter == civil.QuarterOf(today) {
		page.DoneForm = &Form{FormHead: webkit.NewForm(r, 0, ""), Path: root + "/verkstallda", Button: "Anmäl som verkställda"}
	}
	page.Links = []webkit.Link{
		{Path: root + "/revisorer?kvartal=" + string(quarter), Words: "Till revisorerna"},
		{Path: council + "?kvartal=" + string(quarter), Words: "Till fullmäktige, utan identiteter"},
	}
	told, err := p.Lists.ToldQuarters(r.Context())
	if err != nil {
		return nil, err
	}
	for _, q := range told {
		page.Quarters = append(page.Quarters, webkit.Link{Path: root + "/revisorer?kvartal=" + string(q), Words: "Rapporterat " + q.Words()})
	}
	return page, nil
}

func (p Pages) lawPart(r *http.Request, quarter civil.Quarter, lss bool, due, untold int, typed webkit.Typed, failed string) (LawPart, error) {
	part := LawPart{ID: "sol", Title: "Enligt socialtjänstlagen"}
	if lss {
		part.ID, part.Title = "lss", "Enligt LSS"
	}
	var err error
	if part.List, err = p.list(r, part.ID, part.Title, "Inget att rapportera. Då lämnas ingen rapport.", p.selection(r, quarter, casework.Due, lss), due); err != nil {
		return part, err
	}
	part.CSV = root + "/ivo.csv?lag=" + part.ID + "&kvartal=" + string(quarter)
	if untold == 0 || quarter != civil.QuarterOf(webkit.Today(r)) {
		return part, nil
	}
	part.Form = &Form{FormHead: webkit.NewForm(r, 0, ""), Path: root, Quarter: string(quarter), Law: part.ID, Button: "Rapportera till IVO och revisorerna"}
	if failed == part.ID {
		part.Form.FormHead = webkit.SameForm(r)
	} else {
		typed = webkit.Typed{}
	}
	lines, err := p.Lists.Unexecuted(r.Context(), p.selection(r, quarter, casework.Untold, lss), 0, reportedAtOnce)
	for _, l := range lines {
		if l.Reason == "" && len(part.Form.Missing) < webkit.PageSize {
			part.Form.Missing = append(part.Form.Missing, typed.Field(webkit.Field{
				Name: reasonOf(l), Label: "Skäl, ärende " + l.Number + ", " + nameOf(l.Kind), Help: "Varför är beslutet inte verkställt? En mening räcker.", Required: true,
			}))
			webkit.Shown(r.Context(), l.Person)
		}
	}
	if untold > len(lines) {
		part.More = "Högst " + webkit.Thousands(reportedAtOnce) + " rapporteras åt gången. Rapportera igen tills listan säger att alla är rapporterade."
	}
	return part, err
}

// reasonOf is the field in which a missing reason is asked for.
func reasonOf(l casework.UnexecutedLine) string { return "reason-" + l.Service.String() }

func nameOf(kind string) string {
	if k, known := casework.ServiceByKey(kind); known {
		return k.Name
	}
	return kind
}

func listing(caption string, lines []casework.UnexecutedLine, today civil.Date, empty string) webkit.Listing {
	list := webkit.Listing{
		Caption: caption, Empty: webkit.Empty{Sentence: empty},
		Columns: []webkit.Column{{Words: "Ärende"}, {Words: "Insats"}, {Words: "Väntat"}, {Words: "Skäl och erbjudanden"}, {Words: "Rapporterat"}},
	}
	for _, l := range lines {
		list.Rows = append(list.Rows, webkit.ListRow{Path: "/arende/" + l.Number + "/insatser", Words: l.Number, Cells: []webkit.Cell{
			{Name: "Insats", Words: nameOf(l.Kind), Sub: "beslutat " + webkit.PlainDay(l.Made, today)},
			{Name: "Väntat", Badge: waited(l, today)},
			{Name: "Skäl", Words: reasons(l, today)},
			{Name: "Rapporterat", Words: reported(l, today)},
		}})
	}
	return list
}

func waited(l casework.UnexecutedLine, today civil.Date) *webkit.Badge {
	if l.Cause == "" {
		return &webkit.Badge{Lage: webkit.Klar, Words: "Verkställt " + webkit.PlainDay(l.Carried, today)}
	}
	b := webkit.Badge{Lage: webkit.Snart, Words: l.Cause.Words() + ", " + webkit.Days(today.DaysSince(l.Since))}
	if !l.Since.After(casework.UnexecutedSince(today)) {
		b.Lage = webkit.Sen
	}
	return &b
}

func reasons(l casework.UnexecutedLine, today civil.Date) string {
	words := []string{l.Reason}
	if l.Reason == "" {
		words[0] = "Skäl saknas"
	}
	if !l.Ordered {
		words = append(words, "inget uppdrag är skickat")
	}
	if l.Offers > 0 {
		words = append(words, webkit.Count(l.Offers, "erbjudande lämnat", "erbjudanden lämnade"))
	}
	if !l.Waits.IsZero() {
		words = append(words, "vill själv vänta på vald utförare sedan "+webkit.PlainDay(l.Waits, today))
	}
	return strings.Join(words, ", ")
}

func reported(l casework.UnexecutedLine, today civil.Date) string {
	switch {
	case !l.Reported.IsZero():
		return webkit.PlainDay(l.Reported, today) + ", " + ordinal(l.Times)
	case l.Times > 0:
		return "inte för kvartalet, " + webkit.Count(l.Times, "gång", "gånger") + " förut"
	}
	return "inte än"
}

func ordinal(times int) string {
	if times == 1 {
		return "första gången"
	}
	return webkit.Thousands(times) + " gånger"
}

// postReport reports what is due under one act, the longest wait first, so many as
// one act takes. What lacks a reason that the form did not ask for waits for the next.
func (p Pages) postReport(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	quarter, law := civil.QuarterOf(webkit.Today(r)), in.Word("lag", "sol", "lss")
	lines, err := p.Lists.Unexecuted(r.Context(), p.selection(r, quarter, casework.Untold, law == "lss"), 0, reportedAtOnce)
	if err != nil {
		return err
	}
	var steps []engine.Step
	asked := 0
	for _, l := range lines {
		if l.Reason == "" {
			if asked++; asked > webkit.PageSize {
				continue
			}
			if l.Reason = in.Text(reasonOf(l)); l.Reason == "" {
				in.Add(fault.Field(reasonOf(l), "unexecuted.reason-missing"))
			}
		}
		steps = append(steps, p.Decisions.Step(l.Decision.ID, casework.ReportUnexecuted{Report: casework.UnexecutedReport{
			Service: l.Service, Quarter: quarter, Cause: l.Cause, Since: l.Since, Reason: l.Reason, Offers: l.Offers, Hidden: l.Hidden,
		}}))
	}
	if err = in.Err(); err == nil && len(steps) > 0 {
		_, err = p.Engine.Do(r.Context(), webkit.Form(r), steps...)
	}
	return p.answer(w, r, in, law, err)
}

// postDone tells that what was reported has been carried out.
func (p Pages) postDone(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	lines, err := p.Lists.Unexecuted(r.Context(), p.selection(r, civil.QuarterOf(webkit.Today(r)), casework.CarriedOut, false), 0, reportedAtOnce)
	if err != nil {
		return err
	}
	var steps []engine.Step
	for _, l := range lines {
		steps = append(steps, p.Decisions.Step(l.Decision.ID, casework.ReportExecuted{Service: l.Service, Carried: l.Carried}))
	}
	if len(steps) > 0 {
		_, err = p.Engine.Do(r.Context(), webkit.Form(r), steps...)
	}
	return p.answer(w, r, in, "", err)
}

func (p Pages) answer(w http.ResponseWriter, r *http.Request, in *webkit.Input, law string, err error) error {
	if err == nil {
		return webkit.Done(w, r, root)
	}
	page, failed := p.page(r, in.Again(err), law)
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "ej-verkstallda.html", page, err)
}
