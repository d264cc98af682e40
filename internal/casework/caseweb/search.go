package caseweb

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

// SearchPage is /sok: one field for name, personnummer, samordningsnummer or
// case number, and nothing else (förordning 2001:637 12, 15 and 20 §§).
type SearchPage struct {
	webkit.Page
	Sought webkit.Field
	Asked  bool
	List   webkit.Listing
	More   bool
}

func (p Pages) getSearch(w http.ResponseWriter, r *http.Request) error {
	page := searchPage("")
	page.Asked = r.URL.Query().Get("inget") == "ja"
	page.List.Empty = webkit.Empty{Sentence: "Inget du har åtkomst till.", Support: "Kontrollera numret eller fråga mottagningen."}
	return p.show(w, r, "sok.html", page)
}

func searchPage(sought string) *SearchPage {
	return &SearchPage{
		Page:   webkit.Page{Title: "Sök"},
		Sought: webkit.Field{Name: "q", ID: "fraga", Label: "Namn, personnummer, samordningsnummer eller ärendenummer", Value: sought, Auto: "off"},
	}
}

// searchMost is how many hits are shown.
const searchMost = 10

var soughtNumber = regexp.MustCompile(`^\d{4}-\d{4,6}$`)

// postSearch is a POST so that no name stands in an address. Each person found is
// a reading of the case.
func (p Pages) postSearch(w http.ResponseWriter, r *http.Request) error {
	sought := strings.Join(strings.Fields(webkit.SentOne(r, "q")), " ")
	page := searchPage(sought)
	page.Asked = sought != ""
	found, err := p.search(r, sought)
	if err != nil {
		return err
	}
	page.More = len(found) > searchMost
	found = found[:min(len(found), searchMost)]
	var named []ids.Person
	for _, c := range found {
		named = append(named, c.Person)
	}
	persons, err := p.People.Persons(r.Context(), named)
	if err != nil {
		return err
	}
	waiting, err := p.Register.OpenIntakes(r.Context(), caseIDs(found))
	if err != nil {
		return err
	}
	var officers []ids.User
	for _, c := range found {
		officers = append(officers, c.Officer)
	}
	names, err := p.Staff.Names(r.Context(), officers)
	if err != nil {
		return err
	}
	running, err := p.Lines.Running(r.Context(), caseIDs(found), webkit.Today(r))
	if err != nil {
		return err
	}
	logged := false
	for _, c := range found {
		person := persons[c.Person]
		file, path, action := fileOf(c, person.Protection, waiting), "/arende/"+c.Number, "case.read"
		if !p.Door.OnFile(webkit.Actor(r), action, file).Allowed {
			path, action = "", "case.glimpse" // that the child has a case, and no more
			if !p.Door.OnFile(webkit.Actor(r), action, file).Allowed {
				continue
			}
		}
		if err := webkit.ReadBy(r, c.Person, c.Subject(), action); err != nil {
			return err
		}
		logged = true
		officer := names[c.Officer]
		if officer == "" {
			officer = "ofördelat"
		}
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Path: path, Words: c.Number, Cells: []webkit.Cell{
			{Name: "Namn", Words: person.Name.String(), Sub: protectedWords(person.Protection)},
			{Name: "Född", Words: bornYear(person)},
			{Name: "Område", Words: c.Area.Words()},
			{Name: "Var det är", Words: stageOf(c, waiting, running[c.ID])},
			{Name: "Handläggare", Words: officer},
		}})
	}
	if !logged {
		// Nothing of anyone's file is shown: the answer stands on a page of its own.
		http.Redirect(w, r, "/sok?inget=ja", http.StatusSeeOther)
		return nil
	}
	page.List.Caption = "Träffar"
	page.List.Columns = []webkit.Column{{Words: "Ärende"}, {Words: "Namn"}, {Words: "Född"}, {Words: "Område"}, {Words: "Var det är"}, {Words: "Handläggare"}}
	page.List.Paging = webkit.Paging{From: min(1, len(page.List.Rows)), To: len(page.List.Rows), Of: len(page.List.Rows)}
	return p.show(w, r, "sok.html", page)
}

// search reads what was written as a case number, an identity number or a name.
func (p Pages) search(r *http.Request, sought string) ([]casework.Case, error) {
	scope := p.Door.Scope(webkit.Actor(r))
	switch {
	case sought == "":
		return nil, nil
	case soughtNumber.MatchString(sought):
		return p.Register.FindByCaseNumber(r.Context(), scope, sought)
	case digitsIn(sought) >= 8:
		number, err := ids.ParseIdentityNumber(sought, webkit.Today(r))
		if err != nil {
			return nil, nil
		}
		return p.Register.FindByNumber(r.Context(), scope, number)
	}
	return p.Register.FindByName(r.Context(), scope, people.SearchWords(sought))
}

func bornYear(person people.Person) string {
	switch {
	case person.Unborn:
		return "inte född"
	case !person.Born.IsZero():
		return person.Born.String()[:4]
	case person.BornYear > 0:
		return strconv.Itoa(person.BornYear)
	}
	return "okänt"
}
