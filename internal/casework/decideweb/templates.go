package decideweb

import (
	"net/http"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/webkit"
)

// TemplatesPath is where the templates of investigations are read.
const TemplatesPath = "/administration/utredningsmallar"

// TemplatesPage is /administration/utredningsmallar: every type of investigation
// with its routine and its parts, in the version that holds on a day.
type TemplatesPage struct {
	webkit.Page
	Types []TypeView
}

// A TypeView is one type of investigation.
type TypeView struct {
	Key, Title, Routine, Used string
	Parts                     webkit.Listing
}

func (p Pages) getTemplates(w http.ResponseWriter, r *http.Request) error {
	day := webkit.Today(r)
	if asked, err := civil.Parse(r.URL.Query().Get("dag")); err == nil {
		day = asked
	}
	page := &TemplatesPage{Page: webkit.Page{Title: "Utredningsmallar", Sentence: "Så gäller de " + webkit.PlainDay(day, civil.Date{}) + ". En utredning behåller den version som gällde när den inleddes."}}
	for _, t := range p.Types {
		if day.Before(t.From) || !t.Until.IsZero() && day.After(t.Until) {
			continue
		}
		view := TypeView{Key: t.Key, Title: t.Title, Routine: t.Routine, Used: "Version " + t.Version + ", utredningar om " + inquiryWords(t.For) + interviewWords(t)}
		view.Parts = webkit.Listing{Caption: "Delar: " + t.Title, Columns: []webkit.Column{{Words: "Del"}, {Words: "Krav"}, {Words: "Stöd"}}}
		for _, part := range t.Parts {
			view.Parts.Rows = append(view.Parts.Rows, webkit.ListRow{Words: part.Title, Sub: part.Help, Cells: []webkit.Cell{
				{Name: "Krav", Words: either(part.Required, "måste skrivas", "om den är aktuell")}, {Name: "Stöd", Words: strings.TrimSpace(part.Basis + icfWords(part)), Sub: part.Side},
			}})
		}
		view.Parts.Paging = wholeList(len(view.Parts.Rows))
		page.Types = append(page.Types, view)
	}
	page.Strong = webkit.Count(len(page.Types), "slag av utredning.", "slag av utredningar.")
	return webkit.Show(w, r, p.kit, http.StatusOK, "utredningsmallar.html", page)
}

func interviewWords(t casework.Template) string {
	if t.Interview == "" {
		return ""
	}
	return ", med intervju enligt " + t.Interview
}

func icfWords(part casework.Part) string {
	if part.ICF == "" {
		return ""
	}
	return " ICF " + part.ICF
}
