// Package lettersweb is where the standing texts of letters are written, seen in a
// letter and put in use: /administration/mallar.
package lettersweb

import (
	"context"
	"embed"
	"net/http"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/letters"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Kit parses the pages, also for the test that checks their types.
func Kit() *webkit.Templates { return webkit.MustParse(files) }

// Root is the address of the list.
const Root = "/administration/mallar"

// Pages serves the pages of one board.
type Pages struct {
	Texts *engine.Stream[letters.Text]
	// Lix is the readability of paragraphs under a heading: up to 45 reads easily.
	Lix func(heading string, text []string) int
	// Staff names users.
	Staff func(ctx context.Context, users ...ids.User) (map[ids.User]string, error)

	kit *webkit.Templates
}

// Routes is the access list of the pages.
func (p Pages) Routes() []webkit.Route {
	p.kit = Kit()
	return []webkit.Route{
		{Pattern: "GET " + Root, Action: "letters.list", Handle: p.getList},
		{Pattern: "GET " + Root + "/{mall}", Action: "letters.list", Handle: p.getText},
		{Pattern: "POST " + Root + "/{mall}", Action: "letters.write", Handle: p.postText},
		{Pattern: "POST " + Root + "/{mall}/i-bruk", Action: "letters.use", Handle: p.postUse(false)},
		{Pattern: "POST " + Root + "/{mall}/slang", Action: "letters.use", Handle: p.postUse(true)},
	}
}

// ListPage is /administration/mallar.
type ListPage struct {
	webkit.Page
	List webkit.Listing
}

func (p Pages) getList(w http.ResponseWriter, r *http.Request) error {
	today := webkit.Today(r)
	page := &ListPage{Page: webkit.Page{Title: "Mallar", Sentence: "Texter som står i varje brev. Ett brev har den text som gällde sin egen dag."}}
	page.List = webkit.Listing{Caption: "Texter i brev", Columns: []webkit.Column{{Words: "Text"}, {Words: "Står i"}, {Words: "Läge"}}}
	for _, place := range letters.Places() {
		t, _, err := p.Texts.Load(r.Context(), letters.StreamID(place.Key))
		if err != nil {
			return err
		}
		state := "programmets text"
		if n := len(t.Editions); n > 0 {
			state = "egen text från " + webkit.PlainDay(t.Editions[n-1].From, today)
		}
		if t.Draft != nil {
			state += ", ett förslag väntar"
		}
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Path: Root + "/" + place.Key, Words: place.Title, Cells: []webkit.Cell{{Name: "Står i", Words: place.Letter}, {Name: "Läge", Words: state}}})
	}
	n := len(page.List.Rows)
	page.List.Paging = webkit.Paging{From: 1, To: n, Of: n}
	return webkit.Show(w, r, p.kit, http.StatusOK, "mallar.html", page)
}

// TextPage is one text: how it reads today, the draft as it would read in a letter,
// the form for a new one and the editions before.
type TextPage struct {
	webkit.Page
	Form     webkit.FormHead
	Path     string
	Heading  string
	Now      []string
	Draft    *DraftView
	Says     webkit.Field
	From     webkit.Field
	Ref      webkit.Field
	Editions []webkit.Fact
}

// A DraftView is the draft as it would stand in a letter.
type DraftView struct {
	From, By string
	Text     []string
	Lix      int
	Hard     bool // harder to read than letters may be (UX-61)
}

func (p Pages) place(r *http.Request) (letters.Place, error) {
	place, ok := letters.PlaceOf(r.PathValue("mall"))
	if !ok {
		return place, fault.New(fault.NotFound, "letters.unknown")
	}
	return place, nil
}

// hardLix is the readability index above which a letter is too hard (UX-61).
const hardLix = 45

func (p Pages) textPage(r *http.Request, place letters.Place, t letters.Text, head webkit.FormHead, typed webkit.Typed) (*TextPage, error) {
	today := webkit.Today(r)
	page := &TextPage{
		Page: webkit.Page{Title: place.Title, Back: &webkit.Link{Path: Root, Words: "Mallar"}, Sentence: place.Letter + "."},
		Form: head, Path: Root + "/" + place.Key, Heading: place.Title, Now: t.At(place, today),
	}
	var users []ids.User
	for _, e := range t.Editions {
		users = append(users, e.By)
	}
	if t.Draft != nil {
		users = append(users, t.Draft.By)
	}
	names, err := p.Staff(r.Context(), users...)
	if err != nil {
		return nil, err
	}
	for _, e := range t.Editions {
		page.Editions = append(page.Editions, webkit.Fact{Label: "Från " + webkit.PlainDay(e.From, today), Value: e.Says, Origin: names[e.By] + " tog den i bruk " + webkit.PlainDay(e.On, today) + ". " + e.Ref})
	}
	now := place.Usual
	if n := len(t.Editions); n > 0 {
		now = t.Editions[n-1].Says
	}
	if t.Draft != nil {
		text := letters.Paragraphs(t.Draft.Says)
		page.Draft = &DraftView{From: webkit.PlainDay(t.Draft.From, civil.Date{}), By: names[t.Draft.By], Text: text, Lix: p.Lix(place.Title, text)}
		page.Draft.Hard = page.Draft.Lix > hardLix
		now = t.Draft.Says
	}
	page.Says = typed.Field(webkit.Field{Name: "says", Label: "Text", Help: "Ny tom rad ger nytt stycke.", Value: now, Rows: 8, Required: true})
	page.From = typed.Field(webkit.Field{Name: "from", Label: "Gäller brev från och med", Value: today.String(), Required: true})
	page.Ref = typed.Field(webkit.Field{Name: "ref", Label: "Beslut", Help: "Till exempel: nämnden 2026-03-02 § 14."})
	return page, nil
}

func (p Pages) getText(w http.ResponseWriter, r *http.Request) error {
	place, err := p.place(r)
	if err != nil {
		return err
	}
	t, version, err := p.Texts.Load(r.Context(), letters.StreamID(place.Key))
	if err != nil {
		return err
	}
	typed, err := webkit.Blank(r, r.URL.Path)
	if err != nil {
		return err
	}
	page, err := p.textPage(r, place, t, webkit.NewForm(r, version, r.URL.Path), typed)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "mall.html", page)
}

func (p Pages) postText(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	return p.do(w, r, in, letters.WriteText{Key: r.PathValue("mall"), Says: in.Text("says"), From: in.Day("from"), Ref: in.Text("ref")})
}

func (p Pages) postUse(drop bool) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		return p.do(w, r, webkit.Posted(r), letters.UseText{Key: r.PathValue("mall"), Drop: drop})
	}
}

func (p Pages) do(w http.ResponseWriter, r *http.Request, in *webkit.Input, cmd engine.Command[letters.Text]) error {
	place, err := p.place(r)
	if err != nil {
		return err
	}
	id := letters.StreamID(place.Key)
	if err = in.Err(); err == nil {
		_, err = p.Texts.Do(r.Context(), webkit.Form(r), id, cmd)
	}
	if err == nil {
		return webkit.Done(w, r, Root+"/"+place.Key)
	}
	t, version, loadErr := p.Texts.Load(r.Context(), id)
	if loadErr != nil {
		return loadErr
	}
	page, pageErr := p.textPage(r, place, t, webkit.FormAfter(r, err, version), in.Again(err))
	if pageErr != nil {
		return pageErr
	}
	return webkit.Redo(w, r, p.kit, "mall.html", page, err)
}
