package decideweb

import (
	"net/http"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/webkit"
)

// CataloguePath is where the service catalogue is read.
const CataloguePath = "/administration/insatskatalog"

// CataloguePage is /administration/insatskatalog: what each service is, for whom, how
// it is met and by whose decision, in the edition of today or the one asked for
// (E-01, E-02).
type CataloguePage struct {
	webkit.Page
	Lacks    []string
	Services webkit.Listing
	Editions webkit.Listing
}

func (p Pages) getCatalogue(w http.ResponseWriter, r *http.Request) error {
	today := webkit.Today(r)
	edition, ok := p.Catalogue.Asked(r.URL.Query().Get("version"), today)
	if !ok {
		return fault.New(fault.NotFound, "catalogue.no-edition")
	}
	register, err := p.register(r.Context())
	if err != nil {
		return err
	}
	day := today
	if now, _ := p.Catalogue.On(today); now.Version != edition.Version {
		day = edition.From
	}
	page := &CataloguePage{Page: webkit.Page{Title: "Insatskatalogen", Small: "Version " + edition.Version, Back: &webkit.Link{Path: GuidelinesPath, Words: "Riktlinjer och bedömningsstöd"}}}
	lacking := edition.Unstated()
	page.Strong = webkit.Thousands(len(edition.Lines)-len(lacking)) + " av " + webkit.Count(len(edition.Lines), "insats", "insatser") + " har ett politiskt beslut om egen regi eller köp."
	page.Sentence = "Versionen gäller från " + webkit.PlainDay(edition.From, civil.Date{}) + ". " + edition.By + " antog den " + webkit.PlainDay(edition.On, civil.Date{}) + ", " + edition.Ref + "."
	page.Lacks = unstated(lacking)
	page.Services = webkit.Listing{
		Caption: "Insatser i version " + edition.Version,
		Columns: []webkit.Column{{Words: "Insats"}, {Words: "Målgrupp"}, {Words: "Egen regi eller köp"}, {Words: "Plan"}, {Words: "Längd"}, {Words: "Tidsschablon"}, {Words: "Räknas i"}},
	}
	for _, l := range edition.Lines {
		page.Services.Rows = append(page.Services.Rows, catalogueRow(l, day, register))
	}
	page.Services.Paging = wholeList(len(edition.Lines))
	page.Editions = webkit.Listing{Caption: "Versioner, äldst först", Columns: []webkit.Column{{Words: "Version"}, {Words: "Gäller från"}, {Words: "Antagen av"}, {Words: "Ändrat"}}}
	for _, e := range p.Catalogue {
		page.Editions.Rows = append(page.Editions.Rows, webkit.ListRow{Path: CataloguePath + "?version=" + e.Version, Words: "Version " + e.Version, Cells: []webkit.Cell{
			{Name: "Gäller från", Words: webkit.PlainDay(e.From, civil.Date{})},
			{Name: "Antagen av", Words: e.By + " " + webkit.PlainDay(e.On, civil.Date{}), Sub: e.Ref},
			{Name: "Ändrat", Words: either(len(e.Changed) == 0, "hela katalogen", and(e.Changed))},
		}})
	}
	page.Editions.Paging = wholeList(len(p.Catalogue))
	return webkit.Show(w, r, p.kit, http.StatusOK, "insatskatalog.html", page)
}

// unstated says which services lack a political decision on how they are met.
func unstated(lacking []casework.CatalogueLine) []string {
	var out []string
	for _, l := range lacking {
		out = append(out, l.Name+": det finns inget politiskt beslut om egen regi eller köp. Lyft frågan till nämnden.")
	}
	return out
}

func catalogueRow(l casework.CatalogueLine, day civil.Date, register casework.Guidelines) webkit.ListRow {
	rests := l.Rests(day)
	if len(l.GrantedAs) > 0 {
		var names []string
		for _, key := range l.GrantedAs {
			kind, _ := casework.ServiceByKey(key)
			names = append(names, strings.ToLower(kind.Name[:1])+kind.Name[1:])
		}
		rests += ". Beviljas som " + and(names)
	}
	if l.Health() {
		rests += ". Kommunens hälso- och sjukvård ansvarar också"
	}
	decided := "Beslut saknas"
	if l.Stated() {
		decided = l.Decided.By + " " + webkit.PlainDay(l.Decided.On, civil.Date{}) + ", " + l.Decided.Ref
	}
	standard := webkit.Cell{Name: "Tidsschablon", Words: "ingen"}
	if span, g, ok := register.Span(casework.StandardTimes, l.Key, day); ok {
		standard.Words, standard.Sub = span.Words(), g.Title+", "+g.Version
		if span.Minutes > 0 {
			standard.Words += ", " + webkit.Count(span.Minutes, "minut", "minuter") + " varje gång"
		}
	}
	length := "tills vidare"
	if l.Months > 0 {
		length = months(l.Months)
	}
	return webkit.ListRow{Words: l.Name, Sub: rests, Cells: []webkit.Cell{
		{Name: "Målgrupp", Words: l.Target},
		{Name: "Egen regi eller köp", Words: l.Provided.Words(), Sub: decided},
		{Name: "Plan", Words: either(l.Plan, "genomförandeplan", "ingen plan")},
		{Name: "Längd", Words: length, Sub: "följs upp inom " + months(l.Follow)},
		standard,
		{Name: "Räknas i", Words: string(l.Unit)},
	}}
}
