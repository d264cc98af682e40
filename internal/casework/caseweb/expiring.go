package caseweb

import (
	"fmt"
	"math"
	"net/http"
	"slices"

	"stadga/internal/access"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// ExpiringPage is /arenden/utgaende: services whose time runs out, in the order
// they do, so that a new investigation is made before (D-11).
type ExpiringPage struct {
	webkit.Page
	Views  []ViewLink
	List   webkit.Listing
	Report *webkit.Link
}

// expiringAhead is how far ahead the list looks, in days: time enough for a new
// investigation.
const expiringAhead = 90

func (p Pages) getExpiring(w http.ResponseWriter, r *http.Request) error {
	ctx, today := r.Context(), webkit.Today(r)
	scope := p.Door.Scope(webkit.Actor(r))
	views, view := viewsOf(scope, casework.View(r.URL.Query().Get("urval")))
	asked := webkit.NewPaging(r.URL, math.MaxInt32)
	found, count, err := p.Register.Expiring(ctx, scope, view, today.AddDays(expiringAhead), webkit.PageSize, asked.Offset())
	if err != nil {
		return err
	}
	page := &ExpiringPage{
		Page: webkit.Page{
			Title: "Utgående beslut", Strong: webkit.Count(count, "insats går ut", "insatser går ut") + fmt.Sprintf(" inom %d dagar.", expiringAhead),
			Sentence: "Den som går ut först står överst. Utred behovet på nytt innan tiden är slut.", Back: &webkit.Link{Path: "/arenden", Words: "Ärenden"},
		},
		List: webkit.Listing{
			Caption: "Utgående beslut", Empty: webkit.Empty{Sentence: "Inga insatser går ut den närmaste tiden."},
			Columns: []webkit.Column{{Words: "Ärende"}, {Words: "Insats"}, {Words: "Sista dag"}, {Words: "Ny utredning"}, {Words: "Handläggare"}},
			Paging:  webkit.NewPaging(r.URL, count),
		},
	}
	if webkit.Leads(r, webkit.Link{Path: "/rapporter"}) != nil {
		page.Report = &webkit.Link{Path: "/rapporter/utgaende-beslut", Words: "Så har utgående beslut mötts, månad för månad"}
	}
	for _, v := range views {
		page.Views = append(page.Views, ViewLink{Path: "/arenden/utgaende?urval=" + string(v), Words: viewWords(v), Current: v == view})
	}
	if page.List.Rows, err = p.expiringRows(r, found, today); err != nil {
		return err
	}
	return p.show(w, r, "utgaende.html", page)
}

// viewsOf are the views that the reader has, and the one that is shown.
func viewsOf(scope access.Scope, asked casework.View) ([]casework.View, casework.View) {
	var views []casework.View
	if len(scope.Users) > 0 && !scope.All {
		views = append(views, casework.ViewMine)
	}
	if len(scope.Units()) > 0 {
		views = append(views, casework.ViewUnit)
	}
	if scope.All {
		views = append(views, casework.ViewAll)
	}
	if !slices.Contains(views, asked) && len(views) > 0 {
		asked = views[0]
	}
	return views, asked
}

func (p Pages) expiringRows(r *http.Request, found []casework.ExpiringService, today civil.Date) ([]webkit.ListRow, error) {
	var persons []ids.Person
	var officers []ids.User
	for _, e := range found {
		persons, officers = append(persons, e.Case.Person), append(officers, e.Case.Officer)
	}
	named, err := p.People.Persons(r.Context(), persons)
	if err != nil {
		return nil, err
	}
	names, err := p.Staff.Names(r.Context(), officers)
	if err != nil {
		return nil, err
	}
	var rows []webkit.ListRow
	for _, e := range found {
		person := named[e.Case.Person]
		if !p.Door.OnFile(webkit.Actor(r), "case.read", fileOf(e.Case, person.Protection, nil)).Allowed {
			continue
		}
		path := "/arende/" + e.Case.Number
		kind, _ := casework.ServiceByKey(e.Service.Kind)
		last := webkit.Cell{Name: "Sista dag", Words: webkit.PlainDay(e.Service.Until, today)}
		if e.Service.Until.Before(today) {
			last.Badge, last.Words = &webkit.Badge{Lage: webkit.Sen, Words: "Gick ut " + webkit.PlainDay(e.Service.Until, today)}, ""
		}
		if e.Extended > 0 {
			last.Sub = "förlängd " + webkit.Count(e.Extended, "gång", "gånger") + " utan ny prövning"
		}
		anew := webkit.Cell{Name: "Ny utredning", Sub: "inte inledd", Link: &webkit.Link{Path: path + "/utredning", Words: "Utred på nytt"}}
		if !e.Inquiry.IsZero() {
			anew.Sub, anew.Link = "inledd "+webkit.PlainDay(e.Inquiry, today), &webkit.Link{Path: path + "/utredning", Words: "Till utredningen"}
		}
		officer := names[e.Case.Officer]
		if officer == "" {
			officer = "ofördelat"
		}
		rows = append(rows, webkit.ListRow{Path: path, Words: e.Case.Number, Sub: listed(person, today), Cells: []webkit.Cell{
			{Name: "Insats", Sub: e.Service.Extent, Link: &webkit.Link{Path: fmt.Sprintf("%s/beslut/%d", path, e.Decision), Words: kind.Name}},
			last, anew,
			{Name: "Handläggare", Words: officer},
		}})
	}
	return rows, nil
}
