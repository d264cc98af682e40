package orgweb

import (
	"context"
	"net/http"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// OversightPage is /enhet/atkomst: what a manager has to look at.
type OversightPage struct {
	webkit.Page
	Todo      webkit.Listing
	Conflicts webkit.Listing
	Done      webkit.Listing
}

// oversightMost is how many rows of one kind the page lists: more than any manager has.
const oversightMost = 200

func (p Pages) getOversight(w http.ResponseWriter, r *http.Request) error {
	rows, err := p.waiting(r.Context(), webkit.Actor(r))
	if err != nil {
		return err
	}
	page := &OversightPage{Page: webkit.Page{
		Title: "Åtkomst", Strong: webkit.Count(rows.len(), "sak", "saker") + " att ta hand om.",
		Sentence: "Här står nödåtkomst, jourpass och jäv som du har fått veta om.", Back: &webkit.Link{Path: "/enhet", Words: "Enhet"},
	}}
	today := webkit.Today(r)
	var users []ids.User
	for _, e := range rows.emergencies {
		users = append(users, e.By)
	}
	for _, s := range rows.shifts {
		users = append(users, s.User)
	}
	done, err := p.Register.EmergenciesTold(r.Context(), managers(r), false, ownShown)
	if err != nil {
		return err
	}
	for _, e := range done {
		users = append(users, e.By)
	}
	names, err := p.names(r, users...)
	if err != nil {
		return err
	}
	page.Todo = listing("Att ta hand om", rows.len(), "Inget väntar på dig.")
	for _, e := range rows.emergencies {
		page.Todo.Rows = append(page.Todo.Rows, row(emergencyPath+"/"+e.ID.String(), "Nödåtkomst att granska", names[e.By], webkit.DayAndTime(e.At, today), e.Reason))
	}
	for _, s := range rows.shifts {
		page.Todo.Rows = append(page.Todo.Rows, row(shiftPath+"/"+s.ID.String(), "Jourpass att granska", names[s.User], webkit.DayAndTime(s.From, today), "till "+webkit.DayAndTime(s.Until, today)))
	}
	for _, c := range rows.conflicts {
		page.Todo.Rows = append(page.Todo.Rows, row("/enhet/fordela?fran="+c.User.String(), "Jäv: ge ärende "+c.Number+" till en annan handläggare", c.Name, webkit.ShortDay(c.Since, today), ""))
	}
	held, err := p.Others.Conflicts(r.Context(), webkit.Actor(r), oversightMost)
	if err != nil {
		return err
	}
	page.Conflicts = listing("Jäv som gäller", len(held), "Ingen har anmält jäv.")
	for _, c := range held {
		path := ""
		if c.Path != "" {
			path = c.Path + "/hav-jav"
		}
		page.Conflicts.Rows = append(page.Conflicts.Rows, row(path, "Ärende "+c.Number, c.Name, webkit.ShortDay(c.Since, today), ""))
	}
	page.Done = listing("Granskade nödåtkomster", len(done), "Du har inte granskat någon nödåtkomst.")
	for _, e := range done {
		page.Done.Rows = append(page.Done.Rows, row(emergencyPath+"/"+e.ID.String(), reviewWords(e), names[e.By], webkit.DayAndTime(e.At, today), e.Reason))
	}
	return p.show(w, r, "atkomst.html", page)
}

func listing(caption string, n int, empty string) webkit.Listing {
	return webkit.Listing{
		Caption: caption, Columns: []webkit.Column{{Words: "Vad"}, {Words: "Vem"}, {Words: "När"}, {Words: "Skäl"}},
		Paging: webkit.Paging{From: min(1, n), To: n, Of: n}, Empty: webkit.Empty{Sentence: empty},
	}
}

func row(path, what, who, when, why string) webkit.ListRow {
	return webkit.ListRow{Path: path, Words: what, Cells: []webkit.Cell{{Name: "Vem", Words: who}, {Name: "När", Words: when}, {Name: "Skäl", Words: why}}}
}

// A Told is something a manager has been told of and has not looked at.
type Told struct {
	What, Who, Why string
	Path           string
	Subject        duty.Subject
	Owed           []duty.Obligation
}

// Told lists the emergency accesses and conflicts that wait for a manager.
func (p Pages) Told(ctx context.Context, who act.Actor) ([]Told, error) {
	if !who.Has("enhetschef", "socialchef") {
		return nil, nil
	}
	rows, err := p.waiting(ctx, who)
	if err != nil {
		return nil, err
	}
	var users []ids.User
	var cases []ids.Case
	for _, e := range rows.emergencies {
		users, cases = append(users, e.By), append(cases, e.Case)
	}
	names, err := p.Register.Names(ctx, users)
	if err != nil {
		return nil, err
	}
	numbers, err := p.Others.Numbers(ctx, cases)
	if err != nil {
		return nil, err
	}
	var all []Told
	for _, e := range rows.emergencies {
		owed, err := p.Others.Owed(ctx, e.Subject())
		if err != nil {
			return nil, err
		}
		all = append(all, Told{
			What: "Nödåtkomst att granska", Who: names[e.By], Why: "ärende " + numbers[e.Case] + ". " + e.Reason,
			Path: emergencyPath + "/" + e.ID.String(), Subject: e.Subject(), Owed: owed,
		})
	}
	for _, c := range rows.conflicts {
		all = append(all, Told{What: "Jäv", Who: c.Name, Why: "ärende " + c.Number + " behöver en annan handläggare.", Path: oversightPath})
	}
	return all, nil
}

// Waits counts what waits for a manager, for the figure that leads to the page.
func (p Pages) Waits(ctx context.Context, who act.Actor) (webkit.Figure, error) {
	rows, err := p.waiting(ctx, who)
	f := webkit.Figure{Path: oversightPath, Count: rows.len(), Words: "Åtkomst att granska", Sub: "nödåtkomst, jour och jäv"}
	if f.Count > 0 {
		f.Lage = webkit.Idag
	}
	return f, err
}
