package releaseweb

import (
	"net/http"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/release"
	"stadga/internal/webkit"
)

// ListPage is /arende/{nr}/utlamnande: who has asked to see the file, what they got,
// and the form for a new request.
type ListPage struct {
	webkit.Page
	Form   webkit.FormHead
	Path   string
	Asker  webkit.Field
	Name   webkit.Field
	Wants  webkit.Field
	On     webkit.Field
	List   webkit.Listing
	Opened bool // the form is open: it has something to mend, or nobody has asked before
}

func (p Pages) listPage(r *http.Request, c Case, head webkit.FormHead, typed webkit.Typed) (*ListPage, error) {
	ctx, today := r.Context(), webkit.Today(r)
	of, err := p.Count(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	band := c.Band
	band.Heading = false
	page := &ListPage{
		Page: webkit.Page{
			Title: "Utlämnande", Person: &band, Back: &webkit.Link{Path: "/arende/" + c.Number, Words: "Till ärendet"},
			Sentence: "Den som vill läsa akten får svar skyndsamt. Varje del prövas innan något lämnas ut.",
		},
		Form: head, Path: c.path(), Opened: of == 0,
	}
	var askers []webkit.Option
	for _, a := range release.Askers() {
		askers = append(askers, webkit.Option{Value: string(a), Words: a.Words()})
	}
	page.Asker = typed.Field(webkit.Field{Name: "asker", Label: "Vem frågar?", Required: true, Options: askers})
	page.Name = typed.Field(webkit.Field{Name: "name", Label: "Namn", Help: "Behövs för den som är part eller ombud. Andra får vara anonyma, om det inte behövs för prövningen."})
	page.Wants = typed.Field(webkit.Field{Name: "wants", Label: "Vad begärs?", Help: "Till exempel: hela akten, eller beslutet den 3 mars.", Required: true})
	page.On = typed.Field(webkit.Field{Name: "on", Label: "Dag då begäran kom in", Value: today.String(), Required: true})
	paging := webkit.NewPaging(r.URL, of)
	page.List = webkit.Listing{
		Caption: "Begäranden", Paging: paging, Columns: []webkit.Column{{Words: "Kom in"}, {Words: "Vem"}, {Words: "Beslut"}, {Words: "Lämnades ut"}},
		Empty: webkit.Empty{Sentence: "Ingen har begärt att få läsa akten.", Support: "Registrera en begäran samma dag som den kommer in."},
	}
	rows, err := p.Of(ctx, c.ID, webkit.PageSize, paging.Offset())
	for _, row := range rows {
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Path: c.path() + "/" + row.ID.String(), Words: webkit.PlainDay(row.Asked, today), Cells: []webkit.Cell{
			{Name: "Vem", Words: row.Asker.Words()}, {Name: "Beslut", Badge: stateBadge(row.Decided, row.Outcome)}, {Name: "Lämnades ut", Words: webkit.PlainDay(row.Given, today)},
		}})
	}
	return page, err
}

func stateBadge(decided civil.Date, outcome string) *webkit.Badge {
	if decided.IsZero() {
		return &webkit.Badge{Lage: webkit.Snart, Words: "prövas"}
	}
	return &webkit.Badge{Lage: webkit.Klar, Words: outcomeWords(outcome)}
}

func outcomeWords(outcome string) string {
	switch outcome {
	case release.Given:
		return "lämnas ut"
	case release.Partly:
		return "lämnas ut delvis"
	case release.Refused:
		return "lämnas inte ut"
	}
	return ""
}

func (p Pages) getList(w http.ResponseWriter, r *http.Request) error {
	c, err := p.open(r)
	if err != nil {
		return err
	}
	typed, err := webkit.Blank(r, r.URL.Path)
	if err != nil {
		return err
	}
	page, err := p.listPage(r, c, webkit.NewForm(r, 0, r.URL.Path), typed)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "lista.html", page)
}

func (p Pages) postAsk(w http.ResponseWriter, r *http.Request) error {
	c, err := p.open(r)
	if err != nil {
		return err
	}
	in, form := webkit.Posted(r), webkit.Form(r)
	cmd := release.Ask{Case: c.ID, Person: c.Person, Asker: release.Asker(in.Text("asker")), Name: in.Text("name"), Wants: in.Text("wants"), On: in.Day("on")}
	id := ids.Derive(form.ID, "utlamnande")
	if err = in.Err(); err == nil {
		_, err = p.Releases.Do(r.Context(), form, id, engine.Command[release.Release](cmd))
	}
	if err != nil {
		page, pageErr := p.listPage(r, c, webkit.SameForm(r), in.Again(err))
		if pageErr != nil {
			return pageErr
		}
		page.Opened = true
		return p.redo(w, r, c, "lista.html", page, err)
	}
	return webkit.Done(w, r, c.path()+"/"+id.String())
}
