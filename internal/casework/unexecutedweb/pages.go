// Package unexecutedweb is the pages about decisions that are not carried out (ej
// verkställda beslut): the report of each quarter to IVO and to the elected
// auditors, SoL and LSS apart, and the copy without identities for the council
// (SoL 34 kap. 1–3 §§, LSS 28 f–28 h §§).
package unexecutedweb

import (
	"context"
	"embed"
	"encoding/csv"
	"net/http"
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/sheet"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// Lists is what the pages ask of the record.
type Lists interface {
	Unexecuted(ctx context.Context, unit ids.Unit, q casework.Quarter, day civil.Date, limit int) ([]casework.UnexecutedLine, error)
	ReportedOpen(ctx context.Context, unit ids.Unit, q casework.Quarter, limit int) ([]casework.UnexecutedLine, error)
	Told(ctx context.Context, q casework.Quarter) ([]casework.ToldUnexecuted, error)
	ToldQuarters(ctx context.Context) ([]casework.Quarter, error)
}

// Pages serves the pages of one board.
type Pages struct {
	Engine    *engine.Engine
	Decisions *engine.Stream[casework.Decision]
	Lists     Lists
	// Numbers gives the full identity numbers of persons, for the file to IVO, and
	// notes that they were read.
	Numbers func(ctx context.Context, who act.Actor, persons []ids.Person) (map[ids.Person]string, error)

	kit *webkit.Templates
}

// linesMost is more than any board has waiting: beyond it the page says so.
const linesMost = 500

const root = "/rapporter/ej-verkstallda"

// Routes is the access list of the area.
func (p Pages) Routes() []webkit.Route {
	p.kit = Templates()
	return []webkit.Route{
		{Pattern: "GET " + root, Action: "desk.unit", List: "ej verkställda beslut", Handle: p.getPage},
		{Pattern: "POST " + root, Action: "decision.report-unexecuted", Handle: p.postReport},
		{Pattern: "POST " + root + "/verkstallda", Action: "decision.report-executed", Handle: p.postDone},
		{Pattern: "GET " + root + "/ivo.csv", Action: "desk.unit", List: "rapporten till IVO", Handle: p.getIVO},
		{Pattern: "GET " + root + "/revisorer", Action: "desk.reports", Handle: p.getAuditors},
		{Pattern: "GET " + root + "/fullmaktige", Action: "desk.reports", Handle: p.getCouncil},
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

func quarterOf(r *http.Request) (casework.Quarter, error) {
	s := r.URL.Query().Get("kvartal")
	if r.Method == http.MethodPost {
		s = webkit.SentOne(r, "kvartal")
	}
	if s == "" {
		return casework.QuarterOf(webkit.Today(r)), nil
	}
	q, ok := casework.ReadQuarter(s)
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

// due are the lines that the quarter's report takes up on the day.
func due(lines []casework.UnexecutedLine, lss bool, day civil.Date) []casework.UnexecutedLine {
	var out []casework.UnexecutedLine
	for _, l := range lines {
		if isLSS(l.Law) == lss && !l.Since.After(casework.UnexecutedSince(day)) {
			out = append(out, l)
		}
	}
	return out
}

func (p Pages) page(r *http.Request, typed webkit.Typed, failed string) (*Page, error) {
	quarter, err := quarterOf(r)
	if err != nil {
		return nil, err
	}
	today := webkit.Today(r)
	lines, err := p.Lists.Unexecuted(r.Context(), unitOf(r), quarter, today, linesMost)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		webkit.Shown(r.Context(), l.Person) // by the number of the case
	}
	page := &Page{Page: webkit.Page{Title: "Ej verkställda beslut", Small: quarter.Words(), Back: &webkit.Link{Path: "/rapporter", Words: "Rapporter"}}}
	counts := [2]int{}
	for i, lss := range []bool{false, true} {
		rows := due(lines, lss, today)
		counts[i] = len(rows)
		page.Laws = append(page.Laws, p.lawPart(r, quarter, lss, rows, typed, failed))
	}
	page.Strong = webkit.Thousands(counts[0]) + " enligt SoL och " + webkit.Thousands(counts[1]) + " enligt LSS."
	page.Sentence = "Beslut som inte är verkställda tre månader efter beslutet eller avbrottet rapporteras varje kvartal till IVO och revisorerna, tills de är verkställda."
	soon := slices.DeleteFunc(slices.Clone(lines), func(l casework.UnexecutedLine) bool {
		return !l.Since.After(casework.UnexecutedSince(today))
	})
	page.Soon = listing("Inte verkställda än, och tre månader har inte gått", soon, today, "Alla beviljade insatser är verkställda.")
	open, err := p.Lists.ReportedOpen(r.Context(), unitOf(r), quarter, linesMost)
	if err != nil {
		return nil, err
	}
	done := carried(open)
	for _, l := range done {
		webkit.Shown(r.Context(), l.Person)
	}
	page.Done = listing("Rapporterade förut, och verkställda sedan dess", done, today, "Inget som är rapporterat har blivit verkställt sedan dess.")
	if len(done) > 0 && quarter == casework.QuarterOf(today) {
		page.DoneForm = &Form{FormHead: webkit.NewForm(r, 0, ""), Path: root + "/verkstallda", Button: "Anmäl som verkställda"}
	}
	page.Links = []webkit.Link{
		{Path: root + "/revisorer?kvartal=" + string(quarter), Words: "Till revisorerna"},
		{Path: root + "/fullmaktige?kvartal=" + string(quarter), Words: "Till fullmäktige, utan identiteter"},
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

// carried are those that have been carried out since they were reported.
func carried(open []casework.UnexecutedLine) []casework.UnexecutedLine {
	return slices.DeleteFunc(open, func(l casework.UnexecutedLine) bool { return l.Cause != "" || l.Carried.IsZero() })
}

func (p Pages) lawPart(r *http.Request, quarter casework.Quarter, lss bool, rows []casework.UnexecutedLine, typed webkit.Typed, failed string) LawPart {
	part := LawPart{ID: "sol", Title: "Enligt socialtjänstlagen"}
	if lss {
		part.ID, part.Title = "lss", "Enligt LSS"
	}
	today := webkit.Today(r)
	part.List = listing(part.Title, rows, today, "Inget att rapportera. Då lämnas ingen rapport.")
	part.CSV = root + "/ivo.csv?lag=" + part.ID + "&kvartal=" + string(quarter)
	waits := slices.ContainsFunc(rows, func(l casework.UnexecutedLine) bool { return l.Reported.IsZero() })
	if !waits || quarter != casework.QuarterOf(today) {
		return part
	}
	part.Form = &Form{FormHead: webkit.NewForm(r, 0, ""), Path: root, Quarter: string(quarter), Law: part.ID, Button: "Rapportera till IVO och revisorerna"}
	if failed == part.ID {
		part.Form.FormHead = webkit.SameForm(r)
	} else {
		typed = webkit.Typed{}
	}
	for _, l := range rows {
		if l.Reported.IsZero() && l.Reason == "" {
			part.Form.Missing = append(part.Form.Missing, typed.Field(webkit.Field{
				Name: "reason-" + l.Service.String(), Label: "Skäl, ärende " + l.Number + ", " + nameOf(l.Kind), Help: "Varför är beslutet inte verkställt? En mening räcker.", Required: true,
			}))
		}
	}
	return part
}

func nameOf(kind string) string {
	if k, known := casework.ServiceByKey(kind); known {
		return k.Name
	}
	return kind
}

func listing(caption string, lines []casework.UnexecutedLine, today civil.Date, empty string) webkit.Listing {
	list := webkit.Listing{
		Caption: caption, Empty: webkit.Empty{Sentence: empty}, Paging: webkit.Paging{From: min(1, len(lines)), To: len(lines), Of: len(lines)},
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

// postReport reports all that are due under one act, in one act.
func (p Pages) postReport(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	quarter, law := casework.QuarterOf(webkit.Today(r)), in.Word("lag", "sol", "lss")
	lines, err := p.Lists.Unexecuted(r.Context(), unitOf(r), quarter, webkit.Today(r), linesMost)
	if err != nil {
		return err
	}
	var steps []engine.Step
	for _, l := range due(lines, law == "lss", webkit.Today(r)) {
		if !l.Reported.IsZero() {
			continue
		}
		field := "reason-" + l.Service.String()
		if l.Reason == "" {
			l.Reason = in.Text(field)
		}
		if l.Reason == "" {
			in.Add(fault.Field(field, "unexecuted.reason-missing"))
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
	open, err := p.Lists.ReportedOpen(r.Context(), unitOf(r), casework.QuarterOf(webkit.Today(r)), linesMost)
	if err != nil {
		return err
	}
	var steps []engine.Step
	for _, l := range carried(open) {
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

// getIVO is what was reported for a quarter under one act, as the file that is
// handed over: one row each, with identity number unless the person is protected.
func (p Pages) getIVO(w http.ResponseWriter, r *http.Request) error {
	quarter, err := quarterOf(r)
	if err != nil {
		return err
	}
	lss := r.FormValue("lag") == "lss"
	told, err := p.Lists.Told(r.Context(), quarter)
	if err != nil {
		return err
	}
	told = slices.DeleteFunc(told, func(t casework.ToldUnexecuted) bool { return isLSS(t.Law) != lss })
	var persons []ids.Person
	for _, t := range told {
		if !t.Hidden {
			persons = append(persons, t.Person)
		}
	}
	numbers, err := p.Numbers(r.Context(), webkit.Actor(r), persons)
	if err != nil {
		return err
	}
	name := map[bool]string{false: "sol", true: "lss"}[lss]
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="ej-verkstallda-`+name+`-`+string(quarter)+`.csv"`)
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	if err := out.Write([]string{"Kvartal", "Lag", "Personnummer", "Insats", "Beslutsdatum", "Typ", "Sedan", "Skäl", "Antal erbjudanden", "Rapporterat", "Verkställt"}); err != nil {
		return err
	}
	for _, t := range told {
		number := numbers[t.Person]
		if t.Hidden {
			number = "skyddade personuppgifter"
		}
		row := []string{
			string(t.Quarter), lawWords(t.Law), number, nameOf(t.Kind), t.Made.String(), t.Cause.Words(), t.Since.String(), t.Reason,
			webkit.Thousands(t.Offers), t.On.String(), t.Carried.String(),
		}
		for i := range row {
			row[i] = sheet.Cell(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func lawWords(l casework.Law) string {
	if isLSS(l) {
		return "LSS"
	}
	return "SoL"
}

// ToldPage is what was told for a quarter, for the auditors or the council; made to
// be printed.
type ToldPage struct {
	webkit.Page
	Lists []webkit.Listing
}

// getAuditors lists each case that was told for the quarter, without identity, and
// beside it what is known of it now.
func (p Pages) getAuditors(w http.ResponseWriter, r *http.Request) error {
	quarter, err := quarterOf(r)
	if err != nil {
		return err
	}
	told, err := p.Lists.Told(r.Context(), quarter)
	if err != nil {
		return err
	}
	today := webkit.Today(r)
	page := &ToldPage{Page: webkit.Page{Title: "Ej verkställda beslut till revisorerna", Small: quarter.Words(), Back: &webkit.Link{Path: "/rapporter", Words: "Rapporter"}}}
	page.Strong = webkit.Count(len(told), "beslut rapporterades.", "beslut rapporterades.")
	page.Sentence = "Raderna står som de rapporterades. Sista kolumnen visar vad som är känt i dag."
	for _, lss := range []bool{false, true} {
		list := webkit.Listing{
			Caption: map[bool]string{false: "Enligt socialtjänstlagen", true: "Enligt LSS"}[lss], Empty: webkit.Empty{Sentence: "Inget rapporterades."},
			Columns: []webkit.Column{{Words: "Rad"}, {Words: "Insats"}, {Words: "Typ"}, {Words: "Skäl och erbjudanden"}, {Words: "I dag"}},
		}
		for _, t := range told {
			if isLSS(t.Law) != lss {
				continue
			}
			why := t.Reason
			if t.Offers > 0 {
				why += ", " + webkit.Count(t.Offers, "erbjudande", "erbjudanden")
			}
			list.Rows = append(list.Rows, webkit.ListRow{Words: webkit.Thousands(len(list.Rows) + 1), Cells: []webkit.Cell{
				{Name: "Insats", Words: nameOf(t.Kind), Sub: "beslutat " + t.Made.String()},
				{Name: "Typ", Words: t.Cause.Words(), Sub: "sedan " + t.Since.String()},
				{Name: "Skäl", Words: why},
				{Name: "I dag", Words: nowWords(t, today)},
			}})
		}
		list.Paging = webkit.Paging{From: min(1, len(list.Rows)), To: len(list.Rows), Of: len(list.Rows)}
		page.Lists = append(page.Lists, list)
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "ej-verkstallda-rapporterat.html", page)
}

func nowWords(t casework.ToldUnexecuted, today civil.Date) string {
	switch {
	case !t.DoneTold.IsZero():
		return "verkställt " + t.Carried.String() + ", anmält " + t.DoneTold.String()
	case t.Cause == casework.NotBegun && !t.Begun.IsZero():
		return "verkställt " + t.Begun.String() + ", inte anmält"
	case !t.Ended.IsZero():
		return "insatsen avslutades " + t.Ended.String()
	}
	return t.Cause.Words() + ", " + webkit.Days(today.DaysSince(t.Since))
}

// ages are the bands of the council's table, by days since the decision or the break.
var ages = [...]struct {
	most  int
	words string
}{{182, "3–6 månader"}, {365, "6–12 månader"}, {1 << 30, "Över 12 månader"}}

// getCouncil counts what was told for a quarter: how many, of what kinds and how
// long, and nobody's name, number or case (SoL 34 kap. 3 §, LSS 28 h §).
func (p Pages) getCouncil(w http.ResponseWriter, r *http.Request) error {
	quarter, err := quarterOf(r)
	if err != nil {
		return err
	}
	told, err := p.Lists.Told(r.Context(), quarter)
	if err != nil {
		return err
	}
	page := &ToldPage{Page: webkit.Page{Title: "Ej verkställda beslut till fullmäktige", Small: quarter.Words(), Back: &webkit.Link{Path: "/rapporter", Words: "Rapporter"}}}
	page.Strong = webkit.Count(len(told), "beslut rapporterades.", "beslut rapporterades.")
	page.Sentence = "Antal, slag och hur lång tid som gått, den dag rapporten lämnades. Inga identiteter."
	for _, lss := range []bool{false, true} {
		page.Lists = append(page.Lists, councilList(told, lss))
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "ej-verkstallda-rapporterat.html", page)
}

func councilList(told []casework.ToldUnexecuted, lss bool) webkit.Listing {
	list := webkit.Listing{
		Caption: map[bool]string{false: "Enligt socialtjänstlagen", true: "Enligt LSS"}[lss], Empty: webkit.Empty{Sentence: "Inget rapporterades."},
		Columns: []webkit.Column{{Words: "Insats"}, {Words: "Typ"}},
	}
	for _, a := range ages {
		list.Columns = append(list.Columns, webkit.Column{Words: a.words, Number: true})
	}
	type key struct {
		kind  string
		cause casework.UnexecutedCause
	}
	counts, order := map[key][len(ages)]int{}, []key{}
	for _, t := range told {
		if isLSS(t.Law) != lss {
			continue
		}
		k := key{t.Kind, t.Cause}
		n, seen := counts[k]
		if !seen {
			order = append(order, k)
		}
		for i, a := range ages {
			if t.On.DaysSince(t.Since) <= a.most {
				n[i]++
				break
			}
		}
		counts[k] = n
	}
	for _, k := range order {
		row := webkit.ListRow{Words: nameOf(k.kind), Cells: []webkit.Cell{{Name: "Typ", Words: k.cause.Words()}}}
		for i, a := range ages {
			row.Cells = append(row.Cells, webkit.Cell{Name: a.words, Words: webkit.Thousands(counts[k][i]), Number: true})
		}
		list.Rows = append(list.Rows, row)
	}
	list.Paging = webkit.Paging{From: min(1, len(list.Rows)), To: len(list.Rows), Of: len(list.Rows)}
	return list
}
