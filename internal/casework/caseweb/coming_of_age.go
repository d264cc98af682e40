package caseweb

import (
	"net/http"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

// ComingOfAgePage is /mottagning/fyller-18: everyone who is seventeen and has an
// open case, with who receives them and how far the hand-over has come (B-16).
type ComingOfAgePage struct {
	webkit.Page
	List webkit.Listing
}

func (p Pages) getComingOfAge(w http.ResponseWriter, r *http.Request) error {
	ctx, today := r.Context(), webkit.Today(r)
	areas, err := p.receptionAreas(r)
	if err != nil {
		return err
	}
	asked := webkit.NewPaging(r.URL, 1<<31-1)
	rows, of, err := p.Register.ComingOfAge(ctx, p.Door.Scope(webkit.Actor(r)), areas, today, webkit.PageSize, asked.Offset())
	if err != nil {
		return err
	}
	var persons []ids.Person
	var officers []ids.User
	for _, one := range rows {
		persons, officers = append(persons, one.Case.Person), append(officers, one.Case.Officer, one.Handover.Officer)
	}
	named, err := p.People.Persons(ctx, persons)
	if err != nil {
		return err
	}
	names, err := p.Staff.Names(ctx, officers)
	if err != nil {
		return err
	}
	page := &ComingOfAgePage{Page: webkit.Page{
		Title: "Fyller 18", Strong: webkit.Count(of, "ung person", "unga personer") + " är 17 år.",
		Sentence: "Alla med ett öppet ärende, från dagen de fyller 17.", Back: &webkit.Link{Path: "/mottagning", Words: "Mottagning"},
	}}
	page.List = webkit.Listing{
		Caption: "Unga som fyller 18", Empty: webkit.Empty{Sentence: "Ingen med ett öppet ärende är 17 år."},
		Columns: []webkit.Column{{Words: "Ärende"}, {Words: "Fyller 18"}, {Words: "Tar emot"}, {Words: "Överlämning"}, {Words: "Ansvarig"}},
	}
	for _, one := range rows {
		file := fileOf(one.Case, named[one.Case.Person].Protection, nil)
		if p.Door.OnFile(webkit.Actor(r), "case.read", file).Allowed {
			page.List.Rows = append(page.List.Rows, comingRow(one, named[one.Case.Person], names, today))
		}
	}
	page.List.Paging = webkit.NewPaging(r.URL, of)
	return p.show(w, r, "fyller-18.html", page)
}

func comingRow(one casework.ComingOfAge, person people.Person, names map[ids.User]string, today civil.Date) webkit.ListRow {
	to, officer := one.Handover.To.Words(), names[one.Handover.Officer]
	state := webkit.Klar
	switch one.Handover.Status {
	case "":
		state = webkit.Snart
	case casework.HandoverUnneeded:
		to = "ingen"
	}
	if to == "" {
		to = "inte bestämt"
	}
	if officer == "" {
		officer = "ingen än"
	}
	badge := &webkit.Badge{Lage: state, Words: one.Handover.Status.Words()}
	status := webkit.Cell{Name: "Överlämning", Badge: badge, Link: &webkit.Link{Path: "/arende/" + one.Case.Number + "/fyller-arton", Words: "Planera"}}
	if m := one.Handover.Meeting; !m.IsZero() {
		status.Sub = "möte " + webkit.PlainDay(m, today)
	}
	return webkit.ListRow{
		Path: "/arende/" + one.Case.Number, Words: one.Case.Number, Sub: listed(person, today),
		Cells: []webkit.Cell{
			{Name: "Fyller 18", Words: webkit.PlainDay(one.Adult(), today)},
			{Name: "Tar emot", Words: to},
			status,
			{Name: "Ansvarig", Words: officer, Sub: names[one.Case.Officer]},
		},
	}
}

// passing shows in the case whether another municipality was asked to take it over,
// and how it goes on after eighteen.
func (p Pages) passing(r *http.Request, f File, page *CasePage) error {
	today := webkit.Today(r)
	of, _, err := p.Cases.Load(r.Context(), f.Case.ID.ID)
	if err != nil {
		return err
	}
	if t := of.Transfer; !t.Asked.IsZero() {
		fact := webkit.Fact{Label: "Överflyttning", Value: "Begärd av " + t.Municipality + ", kontakt " + t.Contact, Origin: webkit.PlainDay(t.Asked, today) + ". " + t.Reasons}
		switch {
		case t.Answered.IsZero():
			fact.Missing, fact.Mend = true, &webkit.Link{Path: f.Path("/overflyttning/svar"), Words: "Skriv kommunens svar"}
		case t.Accepted:
			fact.Value = t.Municipality + " tar över ärendet " + webkit.PlainDay(t.Answered, today) + ". " + t.Says
		default:
			fact.Value = t.Municipality + " tar inte över ärendet " + webkit.PlainDay(t.Answered, today) + ". " + t.Says
		}
		page.Facts = append(page.Facts, fact)
	}
	if age := f.Person.Age(today); age == 17 {
		fact := webkit.Fact{
			Label: "Överlämning vid 18 år", Value: of.Handover.Status.Words(), Origin: of.Handover.Says, Missing: of.Handover.Status == "",
			Mend: &webkit.Link{Path: f.Path("/fyller-arton"), Words: "Planera överlämningen"},
		}
		if to := of.Handover.To.Words(); to != "" {
			fact.Value += ", " + to + " tar emot"
		}
		page.Facts = append(page.Facts, fact)
	}
	return nil
}
