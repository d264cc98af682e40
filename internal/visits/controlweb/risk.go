package controlweb

import (
	"net/http"
	"strconv"
	"strings"

	"stadga/internal/visits/control"
	"stadga/internal/webkit"
)

// risk fills in the risk analysis, its findings and its forms.
func (p Pages) risk(r *http.Request, page *EffectsPage, typed webkit.Typed, head webkit.FormHead) error {
	a, _, err := p.Risks.Load(r.Context(), control.RiskID())
	if err != nil {
		return err
	}
	today := webkit.Today(r)
	for _, m := range a.Made {
		page.Analysis = append(page.Analysis, webkit.Fact{Label: "Gjord " + webkit.PlainDay(m.On, today), Value: m.By, Origin: m.Ref})
	}
	page.Findings = findings(a)
	page.Strong = "Ersättningsmodellens risker är analyserade, och varje nackdel har en kontroll."
	if n := len(page.Findings); n > 0 {
		page.Strong = webkit.Count(n, "brist i riskanalysen.", "brister i riskanalysen.")
	}
	page.Drawbacks = webkit.Listing{
		Caption: "Nackdelar och deras kontroller", Columns: []webkit.Column{{Words: "Nackdel"}, {Words: "Kontroll"}},
		Paging: webkit.Paging{From: min(1, len(a.Drawbacks)), To: len(a.Drawbacks), Of: len(a.Drawbacks)}, Empty: webkit.Empty{Sentence: "Ingen nackdel är inskriven än."},
	}
	options := webkit.Options("", "En ny nackdel")
	for i, d := range a.Drawbacks {
		options = append(options, webkit.Option{Value: strconv.Itoa(i + 1), Words: d.Says})
		cell := webkit.Cell{Name: "Kontroll", Words: d.Watch.Words()}
		if d.Watch == "" {
			cell.Badge = &webkit.Badge{Lage: webkit.Idag, Words: "Kontroll saknas"}
		}
		page.Drawbacks.Rows = append(page.Drawbacks.Rows, webkit.ListRow{Path: d.Watch.Path(), Words: d.Says, Cells: []webkit.Cell{cell}})
	}
	if !p.Others.May(webkit.Actor(r), "payment_risk.name") {
		return nil
	}
	watches := webkit.Options("", "Ingen kontroll än")
	for _, w := range control.Watches() {
		watches = append(watches, webkit.Option{Value: string(w), Words: w.Words()})
	}
	page.Made = &AnalysisForm{
		Head: head,
		By:   typed.Field(webkit.Field{Name: "by", Label: "Vem gjorde riskanalysen?", Size: "medel", Required: true}),
		On:   typed.Field(webkit.Field{Name: "on", Label: "Vilken dag?", Required: true}),
		Ref:  typed.Field(webkit.Field{Name: "ref", Label: "Var finns den?", Help: "Till exempel SN 2026/12 bilaga 2", Size: "medel", Required: true}),
	}
	page.Name = &DrawbackForm{
		Head:   head,
		Number: typed.Field(webkit.Field{Name: "number", Label: "Vilken nackdel?", Options: options}),
		Says:   typed.Field(webkit.Field{Name: "says", Label: "Vad är nackdelen?", Rows: 2, Required: true}),
		Watch:  typed.Field(webkit.Field{Name: "watch", Label: "Vilken kontroll följer den?", Options: watches}),
	}
	return nil
}

// findings are what is missing of the analysis.
func findings(a control.RiskAnalysis) []string {
	var all []string
	if len(a.Made) == 0 {
		all = append(all, "Ingen riskanalys av ersättningsmodellen är inskriven.")
	}
	for _, d := range a.Drawbacks {
		if d.Watch == "" {
			all = append(all, "Nackdelen saknar kontroll: "+d.Says)
		}
	}
	return all
}

func (p Pages) postAnalysis(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	cmd := control.AnalyseRisk{Made: control.Analysed{By: strings.TrimSpace(in.Text("by")), On: in.Day("on"), Ref: strings.TrimSpace(in.Text("ref"))}}
	err := in.Err()
	if err == nil {
		_, err = p.Risks.Do(r.Context(), webkit.Form(r), control.RiskID(), cmd)
	}
	return p.afterRisk(w, r, in, err)
}

func (p Pages) postDrawback(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	number := 0
	if in.Text("number") != "" {
		number = in.Number("number")
	}
	cmd := control.NameDrawback{Number: number, Drawback: control.Drawback{Says: strings.TrimSpace(in.Text("says")), Watch: control.Watch(in.Text("watch"))}}
	err := in.Err()
	if err == nil {
		_, err = p.Risks.Do(r.Context(), webkit.Form(r), control.RiskID(), cmd)
	}
	return p.afterRisk(w, r, in, err)
}

func (p Pages) afterRisk(w http.ResponseWriter, r *http.Request, in *webkit.Input, err error) error {
	if err == nil {
		return webkit.Done(w, r, EffectsRoot)
	}
	page, failed := p.effectsPage(r, in.Again(err), webkit.SameForm(r))
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "kontroller.html", page, err)
}
