package decideweb

import (
	"net/http"
	"slices"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/webkit"
)

const delegationPath = "/delegationsordning"

// DelegationPage is /delegationsordning: who may decide what on a day, and by which
// decision of the board.
type DelegationPage struct {
	webkit.Page
	List     webkit.Listing
	Editions []webkit.Link
	Unnamed  []string // decisions that no point names
}

func (p Pages) getDelegation(w http.ResponseWriter, r *http.Request) error {
	day := webkit.Today(r)
	if asked, err := civil.Parse(r.URL.Query().Get("dag")); err == nil {
		day = asked
	}
	page := &DelegationPage{
		Page: webkit.Page{Title: "Delegationsordning", Sentence: "Ingen delegation gällde " + webkit.PlainDay(day, civil.Date{}) + ". Nämnden beslutar."},
		List: webkit.Listing{
			Caption: "Vem som får besluta vad", Columns: []webkit.Column{{Words: "Punkt"}, {Words: "Gäller"}, {Words: "Vem får besluta"}},
			Empty: webkit.Empty{Sentence: "Inga punkter gällde den dagen."},
		},
	}
	var seen []string
	for _, point := range p.Delegation {
		if !slices.Contains(seen, point.Ref) {
			seen = append(seen, point.Ref)
			page.Editions = append(page.Editions, webkit.Link{Path: delegationPath + "?dag=" + point.From.String(), Words: point.Ref + ", gäller från " + webkit.PlainDay(point.From, civil.Date{})})
		}
		if !point.InForce(day) {
			continue
		}
		page.Sentence = "Så gällde den " + webkit.PlainDay(day, civil.Date{}) + ". Beslutad " + webkit.PlainDay(point.Adopted, civil.Date{}) + ", " + point.Ref + ". Det som ingen punkt täcker beslutar nämnden eller utskottet."
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Words: point.No, Cells: []webkit.Cell{
			{Name: "Gäller", Words: point.Words, Sub: covers(point)}, {Name: "Vem får besluta", Words: roles(point.Roles)},
		}})
	}
	for _, d := range p.Delegation.Unnamed(day) {
		page.Unnamed = append(page.Unnamed, d.Words())
	}
	page.List.Paging = webkit.Paging{From: min(1, len(page.List.Rows)), To: len(page.List.Rows), Of: len(page.List.Rows)}
	return webkit.Show(w, r, p.kit, http.StatusOK, "delegation.html", page)
}

// covers names what the point lets one decide on.
func covers(point casework.DelegationPoint) string {
	var names []string
	for _, key := range point.Services {
		kind, _ := casework.ServiceByKey(key)
		names = append(names, kind.Name)
	}
	for _, c := range point.Closings {
		names = append(names, outcomeWords(c))
	}
	for _, d := range point.Decisions {
		names = append(names, d.Words())
	}
	return strings.Join(names, " · ") // names of services have commas of their own
}

func roles(all []string) string {
	var names []string
	for _, role := range all {
		names = append(names, casework.DelegateWords(role))
	}
	return and(names)
}
