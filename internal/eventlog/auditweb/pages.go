// Package auditweb is the page where a municipality or an auditor holds another
// system's lists against the rulebook: /granskning/egen-historik. Nothing that
// is sent there is kept.
package auditweb

import (
	"context"
	"embed"
	"html/template"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/eventlog"
	"stadga/internal/eventlog/audit"
	"stadga/internal/fault"
	"stadga/internal/rulebook"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// mostSent is how much may be sent at once, in bytes: two years of visits of a
// middle-sized municipality are a hundred million.
const mostSent = 512 << 20

// Pages is what the page is made of.
type Pages struct {
	Rules      func() []rulebook.File // the book gone by now
	Vocabulary []duty.FactType
	Mapping    []byte // where the choices begin: Norrsala's five lists
	Program    string // version of the program
	// Scan tells whether a file is harmful; nil: no scanner is set up.
	Scan func(ctx context.Context, file io.Reader) (harmful bool, err error)

	kit *webkit.Templates
}

// Routes is the page's part of the access list.
func (p Pages) Routes() []webkit.Route {
	p.kit = Templates()
	return []webkit.Route{
		{Pattern: "GET /granskning/egen-historik", Action: "audit.lists", Handle: p.get},
		{Pattern: "POST /granskning/egen-historik", Action: "audit.lists", Upload: mostSent, Handle: p.post},
	}
}

// HistoryPage is /granskning/egen-historik: files, columns and, when they have
// been chosen, the report.
type HistoryPage struct {
	webkit.Page
	Owner          webkit.Field
	From, To, AsOf webkit.Field
	Seed           webkit.Field
	Sums           bool
	Lists          []ListChoice
	Mapping        string // as it was fitted, to be kept beside the files
	Report         template.HTML
}

// A ListChoice is one list of the mapping: which file it is, and its columns.
type ListChoice struct {
	Name    string
	File    webkit.Field
	Columns []webkit.Field
}

const mappingName = "mapping.yaml"

func (p Pages) get(w http.ResponseWriter, r *http.Request) error {
	page, err := p.page(url{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "egen-historik.html", page)
}

// post reads what was sent into a folder of its own that is gone before the
// answer is: first only to show the columns, then to judge.
func (p Pages) post(w http.ResponseWriter, r *http.Request) error {
	temp, err := os.MkdirTemp("", "stadga-egen-historik-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	sent, err := receive(r, temp)
	if err != nil {
		return err
	}
	for _, name := range sent.files {
		if err := p.inspect(r.Context(), filepath.Join(temp, name)); err != nil {
			return err
		}
	}
	page, err := p.page(sent.values)
	if err != nil {
		return err
	}
	judged, err := p.answer(r, page, sent)
	if problems := words(err); len(problems) > 0 {
		for _, text := range problems {
			page.Problems = append(page.Problems, webkit.Problem{Words: text})
		}
		return webkit.Show(w, r, p.kit, http.StatusUnprocessableEntity, "egen-historik.html", page)
	}
	if err != nil {
		return err
	}
	if judged == nil {
		return webkit.Show(w, r, p.kit, http.StatusOK, "egen-historik.html", page)
	}
	if sent.values.get("svar") == "fil" {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="egen-historik.html"`)
		return judged.WriteHTML(w)
	}
	if page.Report, err = judged.Body(); err != nil {
		return err
	}
	page.Title, page.Sentence = "Egen historik, granskad", judged.Mapping.Says
	return webkit.Show(w, r, p.kit, http.StatusOK, "egen-historik.html", page)
}

// answer fills the page with the columns of the files, or judges them; nothing
// is judged before someone has looked at the columns.
func (p Pages) answer(r *http.Request, page *HistoryPage, sent sending) (*audit.Report, error) {
	if len(sent.files) == 0 {
		return nil, &eventlog.Fault{Place: eventlog.Place{File: "Filer"}, Text: "Välj minst en fil."}
	}
	template, err := p.template(sent)
	if err != nil {
		return nil, err
	}
	mapping, err := eventlog.ParseMapping(mappingName, template)
	if err != nil {
		return nil, err
	}
	heads, err := sent.headings()
	if err != nil {
		return nil, err
	}
	page.Lists = choices(mapping, heads, sent.values)
	if sent.values.get("steg") != "granska" {
		page.Strong = webkit.Count(len(sent.files), "fil är läst.", "filer är lästa.")
		page.Sentence = "Se efter att kolumnerna är rätt, och granska sedan. Är filerna borta ur rutan väljer du dem igen: de sparas inte."
		return nil, nil
	}
	fitting, err := fitting(page, sent, webkit.Today(r))
	if err != nil {
		return nil, err
	}
	text, err := eventlog.Fit(mappingName, template, fitting)
	if err != nil {
		return nil, err
	}
	if mapping, err = eventlog.ParseMapping(mappingName, text); err != nil {
		return nil, err
	}
	run, book, err := audit.Prepare(p.Rules(), mapping, p.Vocabulary)
	if err != nil {
		return nil, err
	}
	run.Seed, _ = strconv.ParseUint(strings.TrimSpace(sent.values.get("tal")), 10, 64) // no number: 0, as the report says
	run.Reading.Temp, run.Reading.Files, run.Stop = sent.folder, sent.paths(), r.Context().Err
	result, err := run.Do()
	if err != nil {
		return nil, err
	}
	page.Mapping = string(text)
	report := audit.NewReport(run, book, result, p.Program, sent.command(run.Seed))
	report.Sent = true
	return &report, nil
}

// template is the mapping the choices begin from: the user's own when one was sent.
func (p Pages) template(sent sending) ([]byte, error) {
	if sent.mapping == "" {
		return p.Mapping, nil
	}
	return os.ReadFile(sent.mapping)
}

// words are the sentences of what a person can mend; none when err is of
// another kind.
func words(err error) []string {
	var all []string
	for _, f := range eventlog.Faults(err) {
		all = append(all, f.Error())
	}
	return append(all, audit.Problems(err)...)
}

// page is the form with what was typed.
func (p Pages) page(typed url) (*HistoryPage, error) {
	text := func(name, label, help, suggested string) webkit.Field {
		f := webkit.Field{Name: name, ID: "val-" + name, Label: label, Help: help, Value: typed.get(name)} // the report below has headings with ids of its own
		if !typed.has(name) {
			f.Value = suggested
		}
		return webkit.Typed{}.Field(f)
	}
	mapping, err := eventlog.ParseMapping(mappingName, p.Mapping)
	if err != nil {
		return nil, err
	}
	page := &HistoryPage{
		Page: webkit.Page{
			Title: "Granska egen historik", Back: &webkit.Link{Path: "/granskning", Words: "Granskning"},
			Sentence: "Lämna listor ur ert verksamhetssystem. Varje ärende i dem prövas mot regelboken, inget urval. Inget sparas.",
		},
		Owner: text("vems", "Vems uppgifter", "Kommun och nämnd, så som det ska stå i rapporten.", ""),
		From:  text("fran", "Från och med", "Första dagen som listorna täcker.", mapping.From.String()),
		To:    text("till", "Till och med", "Sista dagen som listorna täcker.", mapping.To.String()),
		AsOf:  text("laget", "Läget den", "Dagen som läget bedöms.", mapping.To.String()),
		Seed:  text("tal", "Stickprovets tal", "Samma tal ger samma stickprov.", "1"),
		Sums:  typed.get("summarad") != "" || typed.get("steg") != "granska",
	}
	return page, nil
}

// fitting is what was chosen, read from the form.
func fitting(page *HistoryPage, sent sending, today civil.Date) (eventlog.Fitting, error) {
	fit := eventlog.Fitting{Owner: strings.TrimSpace(sent.values.get("vems")), Sums: page.Sums}
	for _, day := range []struct {
		field *webkit.Field
		to    *civil.Date
	}{{&page.From, &fit.From}, {&page.To, &fit.To}, {&page.AsOf, &fit.AsOf}} {
		read, ok := webkit.ReadDay(day.field.Value, today)
		if !ok {
			return fit, &eventlog.Fault{Place: eventlog.Place{File: day.field.Label}, Text: "Dagen går inte att läsa. Skriv den som 2026-08-31."}
		}
		*day.to = read
	}
	if fit.To.Before(fit.From) {
		return fit, &eventlog.Fault{Place: eventlog.Place{File: page.To.Label}, Text: "Perioden slutar innan den börjar. Byt plats på dagarna."}
	}
	for _, list := range page.Lists {
		if list.File.Value == "" {
			continue
		}
		if i := slices.IndexFunc(fit.Lists, func(l eventlog.FittedList) bool { return l.File == list.File.Value }); i >= 0 {
			return fit, &eventlog.Fault{Place: eventlog.Place{File: list.File.Value}, Text: "Filen är vald både som " + fit.Lists[i].Name + " och " + list.Name + ". Välj en av dem."}
		}
		fitted := eventlog.FittedList{Name: list.Name, File: list.File.Value, Columns: map[string]string{}}
		for _, column := range list.Columns {
			fitted.Columns[column.Label] = column.Value
		}
		fit.Lists = append(fit.Lists, fitted)
	}
	for _, file := range sent.files {
		if !slices.ContainsFunc(fit.Lists, func(l eventlog.FittedList) bool { return l.File == file }) {
			return fit, &eventlog.Fault{Place: eventlog.Place{File: file}, Text: "Filen är inte vald för någon lista. Välj vilken lista den är, eller ta bort den."}
		}
	}
	return fit, nil
}

// Catalogue holds the sentences of the page. FEL-0170 to 0179.
func Catalogue() fault.Catalogue {
	return fault.Catalogue{
		"audit.too-much":  {Number: 170, Says: "Filerna är för stora för sidan: {most} megabyte är det mesta. Dela upp perioden, eller kör stadga audit på en dator."},
		"audit.broken":    {Number: 171, Says: "Filerna kom inte fram hela. Skicka dem en gång till."},
		"audit.name":      {Number: 172, Says: "Filens namn går inte att använda. Ge den ett namn med bokstäver och siffror, till exempel beslut.csv."},
		"audit.kind":      {Number: 174, Says: "{file} är varken en lista (csv, xlsx) eller en händelselogg (xes). Spara den i ett av de formaten, utan makron."},
		"audit.harmful":   {Number: 175, Says: "{file} innehåller skadlig kod enligt virusskyddet och är inte läst. Ring it-supporten innan du öppnar filen igen."},
		"audit.unscanned": {Number: 176, Says: "Virusskyddet kunde inte pröva {file}, och därför är filen inte läst. Försök igen om en stund. Händer det igen kan filen vara för stor för virusskyddet."},
		"audit.twice":     {Number: 173, Says: "Två filer heter {file}. Ge dem olika namn."},
	}
}
