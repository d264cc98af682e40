package caseweb

import (
	"net/http"

	"stadga/internal/casework"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

// PersonPage is /person/{nr}: the cases of one person that the reader may see.
type PersonPage struct {
	webkit.Page
	List  webkit.Listing
	Facts []webkit.Fact
}

func (p Pages) getPerson(w http.ResponseWriter, r *http.Request) error {
	raw, err := ids.Parse(r.PathValue("nr"))
	if err != nil {
		return fault.New(fault.NotFound, "case.unknown")
	}
	ctx, today := r.Context(), webkit.Today(r)
	person, err := p.People.Person(ctx, ids.Person{ID: raw})
	if err != nil {
		return err
	}
	cases, err := p.Register.CasesOf(ctx, person.ID)
	if err != nil {
		return err
	}
	// Who may open none of the cases may not know that the person is here.
	waiting, err := p.Register.OpenIntakes(ctx, caseIDs(cases))
	if err != nil {
		return err
	}
	var seen []casework.Case
	for _, c := range cases {
		if p.Door.OnFile(webkit.Actor(r), "case.read", fileOf(c, person.Protection != people.NoProtection, waiting)).Allowed {
			seen = append(seen, c)
		}
	}
	if len(seen) == 0 {
		return fault.New(fault.NotFound, "case.unknown")
	}
	if err := webkit.Read(r, person.ID, seen[0].Subject()); err != nil {
		return err
	}
	rows, _, err := p.caseRows(r, seen)
	if err != nil {
		return err
	}
	band := personband(person, today)
	band.Heading = true
	page := &PersonPage{
		Page: webkit.Page{At: webkit.Place{Step: "person"}, Title: "Personöversikt", Person: &band, Sentence: webkit.Count(len(seen), "ärende som du kan se.", "ärenden som du kan se.")},
		List: webkit.Listing{
			Caption: "Ärenden", Rows: rows, Paging: webkit.Paging{From: 1, To: len(rows), Of: len(rows)},
			Columns: []webkit.Column{{Words: "Ärende"}, {Words: "Person"}, {Words: "Område"}, {Words: "Var det är"}, {Words: "Nästa frist"}, {Words: "Handläggare"}},
			Empty:   webkit.Empty{Sentence: "Inga ärenden att visa."},
		},
	}
	if !person.Number.IsZero() {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Personnummer eller samordningsnummer", Value: person.Number.Reveal()})
	}
	for _, rel := range person.Relations {
		if !rel.Running(today) {
			continue
		}
		name := rel.Name
		if !rel.Person.IsZero() {
			other, err := p.People.Person(ctx, rel.Person)
			if err != nil {
				return err
			}
			name = other.Name.String()
			if other.Protection != people.NoProtection {
				name = "skyddade personuppgifter"
			}
		}
		page.Facts = append(page.Facts, webkit.Fact{Label: relationWords(rel.Kind), Value: name, Origin: "Sedan " + webkit.PlainDay(rel.From, today)})
	}
	return p.show(w, r, "person.html", page)
}

func caseIDs(cases []casework.Case) []ids.Case {
	all := make([]ids.Case, len(cases))
	for i, c := range cases {
		all[i] = c.ID
	}
	return all
}
