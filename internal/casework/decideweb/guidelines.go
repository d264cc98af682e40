package decideweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// GuidelinesPath is the register of documents that steer assessments.
const GuidelinesPath = "/administration/riktlinjer"

// GuidelinesPage is /administration/riktlinjer: what holds on a day, by whose
// decision, and what waits to be put in use.
type GuidelinesPage struct {
	webkit.Page
	List    webkit.Listing
	Waiting webkit.Listing
	Beside  []webkit.Link // the catalogue and the templates
	Forms   []Blankett
}

// GuidelinePage is one document with its editions.
type GuidelinePage struct {
	webkit.Page
	Facts    []webkit.Fact
	Says     string
	Norms    webkit.Listing
	Next     []webkit.Fact // of the edition that waits
	NextSays string
	Editions webkit.Listing
	Forms    []Blankett
}

// guidelineRoutes are the pages about what steers assessments.
func (p Pages) guidelineRoutes() []webkit.Route {
	routes := []webkit.Route{
		{Pattern: "GET " + TemplatesPath, Action: "desk.profile", Handle: p.getTemplates},
		{Pattern: "GET " + CataloguePath, Action: "desk.profile", Handle: p.getCatalogue},
		{Pattern: "GET " + FollowUpTimesPath, Action: "desk.profile", Handle: p.getFollowUpTimes},
		{Pattern: "GET " + GuidelinesPath, Action: "desk.profile", Handle: p.getGuidelines},
		{Pattern: "POST " + GuidelinesPath, Action: "guideline.prepare", Handle: p.postGuideline},
		{Pattern: "GET " + GuidelinesPath + "/{nyckel}", Action: "desk.profile", Handle: p.getGuideline},
	}
	for _, f := range guidelineForms() {
		routes = append(routes, webkit.Route{Pattern: "POST " + GuidelinesPath + "/{nyckel}/" + f.key, Action: f.action, Handle: p.postGuidelineForm(f)})
	}
	return routes
}

// A guidelineForm is one form about a document.
type guidelineForm struct {
	key, action string
	show        func(doc casework.Guidelines, waits bool) *Blankett
	read        func(in *webkit.Input, doc casework.Guidelines) engine.Command[casework.GuidelineDocument]
}

func guidelineForms() []guidelineForm {
	return []guidelineForm{
		{"ny-version", "guideline.prepare", showVersion, readVersion},
		{"utvardering", "guideline.prepare", showEvaluation, readEvaluation},
		{"noterad", "guideline.prepare", showNoted, readNoted},
		{"ta-i-bruk", "guideline.put-in-use", showInUse, readInUse},
	}
}

// register is every version of every document: those of the municipality's file,
// and those written and put in use in the program.
func (p Pages) register(ctx context.Context) (casework.Guidelines, error) {
	later, err := p.Lists.Guidelines(ctx)
	return p.Guidelines.With(later), err
}

// keeps tells whether the actor's roles write documents; all others read.
func keeps(who act.Actor) bool {
	return who.Provider.IsZero() && slices.ContainsFunc(who.Roles, func(role string) bool { return role == "kvalitet" || role == "socialchef" })
}

func (p Pages) getGuidelines(w http.ResponseWriter, r *http.Request) error {
	page, err := p.guidelinesPage(r, try{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "riktlinjer.html", page)
}

func (p Pages) guidelinesPage(r *http.Request, t try) (*GuidelinesPage, error) {
	day := webkit.Today(r)
	if asked, err := civil.Parse(r.URL.Query().Get("dag")); err == nil {
		day = asked
	}
	register, err := p.register(r.Context())
	if err != nil {
		return nil, err
	}
	page := &GuidelinesPage{Page: webkit.Page{Title: "Riktlinjer och bedömningsstöd"}}
	page.List = webkit.Listing{
		Caption: "Gäller " + webkit.PlainDay(day, civil.Date{}),
		Columns: []webkit.Column{{Words: "Underlag"}, {Words: "Slag"}, {Words: "Gäller"}, {Words: "Beslutad av"}},
		Empty:   webkit.Empty{Sentence: "Inget underlag gällde den dagen."},
	}
	page.Waiting = webkit.Listing{Caption: "Versioner som inte är i bruk än", Columns: []webkit.Column{{Words: "Underlag"}, {Words: "Slag"}, {Words: "Väntar på"}}, Empty: webkit.Empty{Sentence: "Ingen ny version väntar."}}
	for _, g := range register {
		path, words := GuidelinesPath+"/"+g.Key, g.Title+", "+g.Version
		switch {
		case g.InForce(day):
			page.List.Rows = append(page.List.Rows, webkit.ListRow{Path: path, Words: words, Sub: inquiryWords(g.Areas), Cells: []webkit.Cell{
				{Name: "Slag", Words: g.Kind.Words()}, {Name: "Gäller", Words: spanWords(g)}, {Name: "Beslutad av", Words: adopted(g), Sub: g.Ref},
			}})
		case g.From.IsZero():
			page.Waiting.Rows = append(page.Waiting.Rows, webkit.ListRow{Path: path, Words: words, Cells: []webkit.Cell{{Name: "Slag", Words: g.Kind.Words()}, {Name: "Väntar på", Words: waitsFor(register.Of(g.Key))}}})
		}
	}
	page.Strong = webkit.Count(len(page.List.Rows), "underlag gällde", "underlag gällde") + " " + webkit.PlainDay(day, civil.Date{}) + "."
	if day == webkit.Today(r) {
		page.Strong = webkit.Count(len(page.List.Rows), "underlag gäller", "underlag gäller") + " i dag."
	}
	page.Beside = []webkit.Link{{Path: CataloguePath, Words: "Insatskatalogen"}, {Path: TemplatesPath, Words: "Utredningsmallar"}, {Path: FollowUpTimesPath, Words: "Uppföljning efter insats"}}
	page.Sentence = "Versionen som gäller den dag utredningens underlag blir klart sparas med bedömningen."
	page.List.Paging, page.Waiting.Paging = wholeList(len(page.List.Rows)), wholeList(len(page.Waiting.Rows))
	if !keeps(webkit.Actor(r)) {
		return page, nil
	}
	b := versionForm(casework.Guideline{}, true)
	b.ID, b.Path, b.Heading, b.Button = "nytt", GuidelinesPath, "Lägg upp ett nytt underlag", "Spara underlaget"
	b, err = b.fill(r, t, 0, "")
	page.Forms = []Blankett{b}
	return page, err
}

func wholeList(n int) webkit.Paging { return webkit.Paging{From: min(1, n), To: n, Of: n} }

func adopted(g casework.Guideline) string {
	return g.By + " " + webkit.PlainDay(g.Adopted, civil.Date{})
}

func spanWords(g casework.Guideline) string {
	words := "från " + webkit.PlainDay(g.From, civil.Date{})
	if !g.Until.IsZero() {
		words += " till " + webkit.PlainDay(g.Until, civil.Date{})
	}
	return words
}

// rests tells whether a version of the document must rest on an evaluation of the
// one before it.
func rests(doc casework.Guidelines) bool {
	return doc[len(doc)-1].Kind == casework.AssessmentModel && len(inUse(doc)) > 0
}

// inUse are the versions of a document that have a first day.
func inUse(doc casework.Guidelines) casework.Guidelines {
	return slices.DeleteFunc(slices.Clone(doc), func(g casework.Guideline) bool { return g.From.IsZero() })
}

// waitsFor says what stands between a prepared version and its use.
func waitsFor(doc casework.Guidelines) string {
	switch g := doc[len(doc)-1]; {
	case !rests(doc) || !g.Noted.On.IsZero():
		return "beslut om vilken dag den börjar gälla"
	case g.Evaluation.On.IsZero():
		return "utvärdering"
	}
	return "att politikerna tar del av utvärderingen"
}

func inquiryWords(kinds []casework.InquiryKind) string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.Words())
	}
	return and(names)
}

func (p Pages) postGuideline(w http.ResponseWriter, r *http.Request) error {
	in, form := webkit.Posted(r), webkit.Form(r)
	cmd := readVersion(in, nil).(casework.PrepareVersion)
	cmd.Key = ids.Derive(form.ID, "riktlinje").String()
	err := in.Err()
	if err == nil {
		_, err = p.Documents.Do(r.Context(), form, casework.DocumentID(cmd.Key), cmd)
	}
	if err == nil {
		return webkit.Done(w, r, GuidelinesPath+"/"+cmd.Key)
	}
	page, pageErr := p.guidelinesPage(r, failed(r, in, GuidelinesPath, err))
	if pageErr != nil {
		return pageErr
	}
	return webkit.Redo(w, r, p.kit, "riktlinjer.html", page, err)
}

// document finds the versions of the document of the address.
func (p Pages) document(r *http.Request) (casework.Guidelines, error) {
	register, err := p.register(r.Context())
	if err != nil {
		return nil, err
	}
	return register.Document(r.PathValue("nyckel"))
}

func (p Pages) getGuideline(w http.ResponseWriter, r *http.Request) error {
	doc, err := p.document(r)
	if err != nil {
		return err
	}
	page, err := guidelinePage(r, doc, try{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "riktlinje.html", page)
}

func (p Pages) postGuidelineForm(f guidelineForm) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		doc, err := p.document(r)
		if err != nil {
			return err
		}
		in, path := webkit.Posted(r), GuidelinesPath+"/"+doc[0].Key
		cmd := f.read(in, doc)
		if err = in.Err(); err == nil {
			_, err = p.Documents.Do(r.Context(), webkit.Form(r), casework.DocumentID(doc[0].Key), cmd)
		}
		if err == nil {
			return webkit.Done(w, r, path)
		}
		page, pageErr := guidelinePage(r, doc, failed(r, in, path+"/"+f.key, err))
		if pageErr != nil {
			return pageErr
		}
		return webkit.Redo(w, r, p.kit, "riktlinje.html", page, err)
	}
}

func guidelinePage(r *http.Request, doc casework.Guidelines, t try) (*GuidelinePage, error) {
	last, today := doc[len(doc)-1], webkit.Today(r)
	page := &GuidelinePage{Page: webkit.Page{Title: last.Title, Small: last.Kind.Words(), Back: &webkit.Link{Path: GuidelinesPath, Words: "Riktlinjer och bedömningsstöd"}}}
	page.Editions = webkit.Listing{Caption: "Versioner, nyast först", Columns: []webkit.Column{{Words: "Version"}, {Words: "Gäller"}, {Words: "Beslut"}, {Words: "Utvärdering"}}}
	page.Strong = "Ingen version gäller i dag."
	waits, shown := last.From.IsZero(), last
	for _, g := range slices.Backward(doc) {
		row := webkit.ListRow{Words: g.Version, Cells: []webkit.Cell{{Name: "Gäller", Words: "inte i bruk än"}, {Name: "Beslut"}, {Name: "Utvärdering", Words: evaluated(g), Sub: notedWords(g)}}}
		if !g.From.IsZero() {
			row.Cells[0].Words = spanWords(g)
			row.Cells[1].Words, row.Cells[1].Sub = adopted(g), g.Ref
		}
		if g.InForce(today) {
			page.Strong, page.Sentence = "Version "+g.Version+" gäller.", "Den gäller "+spanWords(g)+"."
			shown = g
		}
		page.Editions.Rows = append(page.Editions.Rows, row)
	}
	page.Editions.Paging = wholeList(len(doc))
	page.Facts = []webkit.Fact{{Label: "Används i", Value: "utredningar om " + inquiryWords(shown.Areas)}}
	if shown.From.IsZero() {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Väntar på", Value: waitsFor(doc)})
	} else {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Beslutad", Value: adopted(shown), Origin: shown.Ref})
	}
	page.Facts = append(page.Facts, modelFacts(shown)...)
	page.Says, page.Norms = shown.Says, spanList(shown)
	if waits && shown.Version != last.Version {
		page.Next = append([]webkit.Fact{{Label: "Version", Value: last.Version}, {Label: "Väntar på", Value: waitsFor(doc)}}, modelFacts(last)...)
		page.NextSays = last.Says
	}
	if !keeps(webkit.Actor(r)) {
		return page, nil
	}
	for _, f := range guidelineForms() {
		b := f.show(doc, waits)
		if b == nil {
			continue
		}
		b.ID, b.Path, b.Fold = f.key, GuidelinesPath+"/"+last.Key+"/"+f.key, true
		made, err := b.fill(r, t, 0, "")
		if err != nil {
			return nil, err
		}
		page.Forms = append(page.Forms, made)
	}
	return page, nil
}

func evaluated(g casework.Guideline) string {
	if g.Evaluation.On.IsZero() {
		return ""
	}
	return webkit.PlainDay(g.Evaluation.On, civil.Date{}) + ", " + g.Evaluation.Ref
}

func notedWords(g casework.Guideline) string {
	if g.Noted.On.IsZero() {
		return ""
	}
	return g.Noted.By + " tog del av den " + webkit.PlainDay(g.Noted.On, civil.Date{})
}

// modelFacts are what a version of the assessment model rests on.
func modelFacts(g casework.Guideline) []webkit.Fact {
	if g.Evaluation.On.IsZero() {
		return nil
	}
	facts := []webkit.Fact{{Label: "Utvärdering", Value: g.Evaluation.Says, Origin: evaluated(g)}}
	if g.Noted.On.IsZero() {
		return append(facts, webkit.Fact{Label: "Politikerna tog del", Value: "inte än", Missing: true})
	}
	return append(facts, webkit.Fact{Label: "Politikerna tog del", Value: g.Noted.By + " " + webkit.PlainDay(g.Noted.On, civil.Date{}), Origin: g.Noted.Ref})
}

func spanList(g casework.Guideline) webkit.Listing {
	list := webkit.Listing{Caption: "Vanlig omfattning", Columns: []webkit.Column{{Words: "Insats"}, {Words: "Omfattning"}, {Words: "Tid varje gång"}}}
	for _, s := range g.Spans {
		minutes := ""
		if s.Minutes > 0 {
			minutes = webkit.Count(s.Minutes, "minut", "minuter")
		}
		kind, _ := casework.ServiceByKey(s.Service)
		list.Rows = append(list.Rows, webkit.ListRow{Words: kind.Name, Cells: []webkit.Cell{{Name: "Omfattning", Words: s.Words()}, {Name: "Tid varje gång", Words: minutes}}})
	}
	list.Paging = wholeList(len(list.Rows))
	return list
}

func versionForm(last casework.Guideline, fresh bool) Blankett {
	var kinds []webkit.Option
	for _, k := range casework.GuidelineKinds() {
		kinds = append(kinds, webkit.Option{Value: string(k), Words: k.Words()})
	}
	uses := webkit.Field{Name: "areas", Label: "Används i utredningar om", Required: true}
	for _, k := range casework.InquiryKinds() {
		uses.Options = append(uses.Options, webkit.Option{Value: string(k), Words: k.Words(), Chosen: slices.Contains(last.Areas, k)})
	}
	b := Blankett{Fold: true}
	if fresh {
		b.Fields = append(b.Fields, radio(webkit.Field{Name: "kind", Label: "Slag", Required: true, Options: kinds}))
	}
	b.Fields = append(b.Fields,
		text(webkit.Field{Name: "title", Label: "Namn", Required: true, Value: last.Title}),
		text(webkit.Field{Name: "version", Label: "Version", Help: "Till exempel 2026:1.", Size: "kort", Required: true}),
		check(uses),
		area(webkit.Field{Name: "says", Label: "Vad säger underlaget?", Required: true, Rows: 6, Value: last.Says}),
		area(webkit.Field{
			Name: "spans", Label: "Vanlig omfattning, en insats på varje rad", Rows: 4, Value: spanLines(last.Spans),
			Help: "Skriv insats; minst; högst; dag, vecka eller månad; minuter varje gång. Till exempel: Hemtjänst, dusch; 1; 3; vecka; 30. Lämna tomt om underlaget inte anger någon omfattning.",
		}))
	return b
}

func showVersion(doc casework.Guidelines, waits bool) *Blankett {
	b := versionForm(doc[len(doc)-1], false)
	b.Heading, b.Button = "Skriv en ny version", "Spara versionen"
	b.Help = "Den gällande versionen gäller tills den nya tas i bruk."
	if waits {
		b.Heading, b.Fields[1].Value = "Ändra versionen som väntar", doc[len(doc)-1].Version
	}
	return &b
}

func readVersion(in *webkit.Input, doc casework.Guidelines) engine.Command[casework.GuidelineDocument] {
	cmd := casework.PrepareVersion{Title: in.Text("title"), Version: in.Text("version"), Says: in.Text("says"), Before: inUse(doc)}
	if len(doc) > 0 {
		cmd.Key, cmd.Kind = doc[0].Key, doc[0].Kind
	} else {
		cmd.Kind = casework.GuidelineKind(in.Text("kind"))
	}
	var kinds []string
	for _, k := range casework.InquiryKinds() {
		kinds = append(kinds, string(k))
	}
	for _, k := range in.Words("areas", kinds...) {
		cmd.Areas = append(cmd.Areas, casework.InquiryKind(k))
	}
	var wrong *fault.Error
	if cmd.Spans, wrong = readSpans(in.Text("spans")); wrong != nil {
		in.Add(wrong)
	}
	return cmd
}

func showEvaluation(doc casework.Guidelines, waits bool) *Blankett {
	if !waits || !rests(doc) {
		return nil
	}
	now := doc[len(doc)-1].Evaluation
	return &Blankett{Heading: "Bifoga utvärderingen", Button: "Spara utvärderingen", Fields: []Falt{
		day(webkit.Field{Name: "evaluated", Label: "Utvärderingen är daterad", Required: true, Value: now.On.String()}),
		area(webkit.Field{Name: "evaluation", Label: "Vad visar utvärderingen av modellen?", Help: "3–8 meningar: vad fungerar, vad ändras och varför.", Required: true, Rows: 5, Value: now.Says}),
		text(webkit.Field{Name: "filed", Label: "Diarienummer", Help: "Där hela utvärderingen finns.", Required: true, Size: "medel", Value: now.Ref}),
	}}
}

func readEvaluation(in *webkit.Input, _ casework.Guidelines) engine.Command[casework.GuidelineDocument] {
	return casework.AttachEvaluation{Evaluation: casework.Evaluation{On: in.Day("evaluated"), Says: in.Text("evaluation"), Ref: in.Text("filed")}}
}

func showNoted(doc casework.Guidelines, waits bool) *Blankett {
	last := doc[len(doc)-1]
	if !waits || last.Evaluation.On.IsZero() {
		return nil
	}
	return &Blankett{Heading: "Politikerna tog del av utvärderingen", Button: "Spara dagen", Fields: []Falt{
		text(webkit.Field{Name: "noted_by", Label: "Vilka tog del av den?", Help: "Till exempel: Socialnämnden.", Required: true, Size: "medel", Value: last.Noted.By}),
		day(webkit.Field{Name: "noted", Label: "Sammanträdesdag", Required: true, Value: last.Noted.On.String()}),
		text(webkit.Field{Name: "noted_ref", Label: "Paragraf", Required: true, Size: "kort", Value: last.Noted.Ref}),
	}}
}

func readNoted(in *webkit.Input, _ casework.Guidelines) engine.Command[casework.GuidelineDocument] {
	return casework.NoteEvaluation{Noted: casework.Noting{By: in.Text("noted_by"), On: in.Day("noted"), Ref: in.Text("noted_ref")}}
}

func showInUse(_ casework.Guidelines, waits bool) *Blankett {
	if !waits {
		return nil
	}
	return &Blankett{Heading: "Ta versionen i bruk", Button: "Ta i bruk", Primary: true, Fields: []Falt{
		day(webkit.Field{Name: "from", Label: "Gäller från och med", Required: true}),
		text(webkit.Field{Name: "adopted_by", Label: "Beslutad av", Required: true, Size: "medel"}),
		day(webkit.Field{Name: "adopted", Label: "Beslutsdag", Required: true}),
		text(webkit.Field{Name: "adopted_ref", Label: "Diarienummer och paragraf", Required: true, Size: "medel"}),
	}}
}

func readInUse(in *webkit.Input, doc casework.Guidelines) engine.Command[casework.GuidelineDocument] {
	return casework.PutInUse{From: in.Day("from"), By: in.Text("adopted_by"), Adopted: in.Day("adopted"), Ref: in.Text("adopted_ref"), Before: inUse(doc)}
}

func spanLines(spans []casework.ServiceSpan) string {
	var lines []string
	for _, s := range spans {
		kind, _ := casework.ServiceByKey(s.Service)
		lines = append(lines, strings.Join([]string{kind.Name, countWords(s.Least.Count), countWords(s.Most.Count), string(s.Most.Per), countWords(s.Minutes)}, "; "))
	}
	return strings.Join(lines, "\n")
}

func countWords(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// readSpans reads the rows of extent, one service on each.
func readSpans(typed string) ([]casework.ServiceSpan, *fault.Error) {
	unreadable := fault.Field("spans", "guideline.span")
	var out []casework.ServiceSpan
	for line := range strings.Lines(typed) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		parts := strings.Split(line, ";")
		if len(parts) != 5 {
			return nil, unreadable
		}
		var counts [5]int
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
			if i == 0 || i == 3 || parts[i] == "" {
				continue
			}
			var err error
			if counts[i], err = strconv.Atoi(parts[i]); err != nil || counts[i] < 0 {
				return nil, unreadable
			}
		}
		per := casework.PerSpan(parts[3])
		s := casework.ServiceSpan{Most: casework.Extent{Count: counts[2], Per: per}, Minutes: counts[4]}
		if counts[1] > 0 {
			s.Least = casework.Extent{Count: counts[1], Per: per}
		}
		for _, k := range casework.ServiceCatalogue() {
			if strings.EqualFold(k.Name, parts[0]) || k.Key == parts[0] {
				s.Service = k.Key
			}
		}
		out = append(out, s)
	}
	return out, nil
}
