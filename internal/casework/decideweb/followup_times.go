package decideweb

import (
	"net/http"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/webkit"
)

// FollowUpTimesPath is where the intervals of follow-up are read.
const FollowUpTimesPath = "/administration/uppfoljningstider"

// A FollowUpTime (uppföljningstid) is how often one service is followed up on a day, by
// which rule, and what has been decided for later (G-05).
type FollowUpTime struct {
	Service     casework.ServiceKind
	Months      int
	Rule, Title string
	Since       civil.Date
	By, Ref     string
	Next        int        // months from a later day; 0: nothing else is decided
	NextFrom    civil.Date // that day
}

// FollowUpTimesPage is /administration/uppfoljningstider: each service with its law, its
// interval and the rule that says it. The rule is changed where rules are decided.
type FollowUpTimesPage struct {
	webkit.Page
	Times webkit.Listing
}

func (p Pages) getFollowUpTimes(w http.ResponseWriter, r *http.Request) error {
	today := webkit.Today(r)
	page := &FollowUpTimesPage{Page: webkit.Page{Title: "Uppföljning efter insats", Back: &webkit.Link{Path: GuidelinesPath, Words: "Riktlinjer och bedömningsstöd"}}}
	times := p.Others.FollowUpTimes(today)
	page.Sentence = "Den regel som kräver uppföljning tätast gäller. En ny tid beslutas på regelns sida och gäller från sin dag; den gamla står kvar."
	page.Times = webkit.Listing{
		Caption: "Uppföljning i dag", Columns: []webkit.Column{{Words: "Insats"}, {Words: "Följs upp inom"}, {Words: "Regel"}, {Words: "Gäller sedan"}, {Words: "Beslutat för senare"}},
		Paging: wholeList(len(times)),
	}
	rules := webkit.Leads(r, webkit.Link{Path: "/administration/frister"})
	for _, t := range times {
		rule := webkit.Cell{Name: "Regel", Words: t.Title}
		if rules != nil {
			rule = webkit.Cell{Name: "Regel", Link: &webkit.Link{Path: rules.Path + "/" + t.Rule, Words: t.Title}}
		}
		later := webkit.Cell{Name: "Beslutat för senare", Words: "inget"}
		if t.Next > 0 {
			later.Words = months(t.Next) + " från " + webkit.PlainDay(t.NextFrom, civil.Date{})
		}
		since := webkit.PlainDay(t.Since, civil.Date{})
		if t.Since.IsZero() {
			since = "så länge lagen har gällt"
		}
		page.Times.Rows = append(page.Times.Rows, webkit.ListRow{Words: t.Service.Name, Sub: casework.CatalogueLine{Key: t.Service.Key}.Rests(today), Cells: []webkit.Cell{
			{Name: "Följs upp inom", Words: months(t.Months)},
			rule,
			{Name: "Gäller sedan", Words: since, Sub: either(t.By == "", "", t.By+", "+t.Ref)},
			later,
		}})
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "uppfoljningstider.html", page)
}
