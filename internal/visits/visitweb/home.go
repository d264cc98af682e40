package visitweb

import (
	"net/http"
	"strings"
	"time"

	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

// HomePage is /utforare/uppdrag/{nr}/tagg: the tags of a home, and whether it is exempt.
type HomePage struct {
	webkit.Page
	Code      string // of a tag that has just been hung; it is not shown again
	Facts     []webkit.Fact
	Up        UpForm
	Change    *ChangeForm
	Exemption *webkit.Fact
	Exempt    *ExemptForm
	End       *EndExemptForm
}

// An UpForm hangs a tag.
type UpForm struct {
	webkit.FormHead
	Path        string
	Code, Place webkit.Field
}

// A ChangeForm tells what has become of a tag.
type ChangeForm struct {
	webkit.FormHead
	Path              string
	Tag, To, On, What webkit.Field
}

// An ExemptForm grants an exemption.
type ExemptForm struct {
	webkit.FormHead
	Path                string
	From, Until, Reason webkit.Field
}

// An EndExemptForm ends one.
type EndExemptForm struct {
	webkit.FormHead
	Path string
}

// codeShown is how long a code can be read after the tag was hung: long enough to
// write it on the tag.
const codeShown = 10 * time.Minute

// masked hides all of a code but what tells it from the others in the home.
func masked(code string) string { return "••••" + code[max(0, len(code)-2):] }

func (p Pages) getHome(w http.ResponseWriter, r *http.Request) error {
	o, err := p.order(r)
	if err != nil {
		return err
	}
	if err := webkit.Read(r, o.Person, duty.Subject{Kind: "service", ID: o.Service.ID}); err != nil {
		return err
	}
	page, err := p.homePage(r, o, webkit.Typed{}, false)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-tagg.html", page)
}

func (p Pages) homePage(r *http.Request, o Order, typed webkit.Typed, again bool) (*HomePage, error) {
	today := webkit.Today(r)
	h, version, err := p.Homes.Load(r.Context(), o.Order.ID)
	if err != nil {
		return nil, err
	}
	who, err := p.Others.Who(r.Context(), webkit.Actor(r), today, o.Person)
	if err != nil {
		return nil, err
	}
	band, path := who[o.Person], "/utforare/uppdrag/"+o.Order.String()
	head := func() webkit.FormHead {
		if again {
			return webkit.SameForm(r)
		}
		return webkit.NewForm(r, version, "")
	}
	page := &HomePage{
		Page: webkit.Page{Title: "Tagg och dispens", Small: o.Name, Person: &band, Back: &webkit.Link{Path: path + "/besok", Words: "Registrera besök"}},
		Up: UpForm{
			FormHead: head(), Path: path + "/tagg",
			Code:  typed.Field(webkit.Field{Name: "code", Label: "Kod på taggen", Help: "Lämna tomt för en ny kod. Skriv koden om taggen redan har en, till exempel den som makarna delar."}),
			Place: typed.Field(webkit.Field{Name: "place", Label: "Var i hemmet?", Help: "Till exempel i hallen, innanför dörren", Required: true}),
		},
	}
	var hanging []webkit.Option
	for _, t := range h.Tags {
		words := masked(t.Code)
		if t.Down.IsZero() {
			hanging = append(hanging, webkit.Option{Value: t.Code, Words: words + ", " + t.Place})
			if t.By == webkit.Actor(r).User && webkit.Now(r).Sub(t.Up) < codeShown {
				page.Code = t.Code
			}
		}
		page.Facts = append(page.Facts, webkit.Fact{Label: words, Value: t.Place, Origin: tagStory(t, r)})
	}
	page.Sentence = "Ingen tagg sitter i hemmet."
	if n := len(hanging); n > 0 {
		page.Sentence = webkit.Count(n, "tagg sitter i hemmet.", "taggar sitter i hemmet.")
		page.Change = &ChangeForm{
			FormHead: head(), Path: path + "/tagg/lage",
			Tag:  typed.Field(webkit.Field{Name: "tag", Label: "Vilken tagg?", Options: hanging, Required: true}),
			To:   typed.Field(webkit.Field{Name: "to", Label: "Vad har hänt?", Options: webkit.Options(string(visits.Faulty), "Den fungerar inte", string(visits.Mended), "Den är lagad", string(visits.TakenDown), "Den är nedtagen"), Required: true}),
			On:   typed.Field(webkit.Field{Name: "on", Label: "Vilken dag?", Value: today.String(), Prefilled: true, Required: true}),
			What: typed.Field(webkit.Field{Name: "what", Label: "Vad är fel, eller varför tas den ned?", Rows: 1}),
		}
	}
	if e := h.Exemption; e.Holds(today) {
		page.Exemption = &webkit.Fact{Label: "Dispens", Value: "till och med " + webkit.PlainDay(e.Until, today), Origin: e.Reason}
		page.End = &EndExemptForm{FormHead: head(), Path: path + "/dispens/sluta"}
		return page, nil
	}
	exempt := head()
	if !again {
		exempt = webkit.NewForm(r, version, path+"/dispens")
		if typed, err = webkit.Blank(r, exempt.Draft); err != nil {
			return nil, err
		}
	}
	page.Exempt = &ExemptForm{
		FormHead: exempt, Path: path + "/dispens",
		From:   typed.Field(webkit.Field{Name: "from", Label: "Gäller från", Value: today.String(), Prefilled: true, Required: true}),
		Until:  typed.Field(webkit.Field{Name: "until", Label: "Sista dag", Help: "Högst ett år", Required: true}),
		Reason: typed.Field(webkit.Field{Name: "reason", Label: "Varför får personen dispens?", Rows: 2, Required: true}),
	}
	return page, nil
}

// tagStory tells what has become of a tag.
func tagStory(t visits.Tag, r *http.Request) string {
	today := webkit.Today(r)
	says := []string{"uppsatt " + webkit.DayAndTime(t.Up, today)}
	if !t.Fault.IsZero() {
		says = append(says, "fungerar inte sedan "+webkit.PlainDay(t.Fault, today)+": "+t.What)
	}
	if !t.Mended.IsZero() {
		says = append(says, "lagad "+webkit.PlainDay(t.Mended, today))
	}
	if !t.Down.IsZero() {
		says = append(says, "nedtagen "+webkit.PlainDay(t.Down, today)+": "+t.Why)
	}
	return strings.Join(says, ", ")
}

func (p Pages) postTag(w http.ResponseWriter, r *http.Request) error {
	return p.atHome(w, r, func(o Order, in *webkit.Input) engine.Command[visits.Home] {
		code := in.Text("code")
		if code == "" {
			code = visits.NewCode(ids.Derive(webkit.Form(r).ID, "tag"))
		}
		return visits.PutUpTag{Target: o.Target, Code: code, Place: in.Text("place")}
	})
}

func (p Pages) postTagState(w http.ResponseWriter, r *http.Request) error {
	return p.atHome(w, r, func(o Order, in *webkit.Input) engine.Command[visits.Home] {
		return visits.ChangeTag{
			Service: o.Service, Code: in.Must("tag"), On: in.Day("on"), What: in.Text("what"),
			To: visits.TagState(in.MustWord("to", string(visits.Faulty), string(visits.Mended), string(visits.TakenDown))),
		}
	})
}

func (p Pages) postExemption(w http.ResponseWriter, r *http.Request) error {
	return p.atHome(w, r, func(o Order, in *webkit.Input) engine.Command[visits.Home] {
		return visits.Exempt{Target: o.Target, From: in.Day("from"), Until: in.Day("until"), Reason: in.Text("reason")}
	})
}

func (p Pages) postExemptionEnd(w http.ResponseWriter, r *http.Request) error {
	return p.atHome(w, r, func(o Order, _ *webkit.Input) engine.Command[visits.Home] {
		return visits.EndExemption{Service: o.Service}
	})
}

// atHome carries out what a form about a home asks.
func (p Pages) atHome(w http.ResponseWriter, r *http.Request, ask func(Order, *webkit.Input) engine.Command[visits.Home]) error {
	o, err := p.order(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := ask(o, in)
	if err = in.Err(); err == nil {
		_, err = p.Homes.Do(r.Context(), webkit.Form(r), o.Order.ID, cmd)
	}
	if err != nil {
		page, failed := p.homePage(r, o, in.Again(err), true)
		if failed != nil {
			return failed
		}
		return webkit.Redo(w, r, p.kit, "besok-tagg.html", page, err)
	}
	return webkit.Done(w, r, "/utforare/uppdrag/"+o.Order.String()+"/tagg")
}

// RegisterPage is /utforare/taggar: every tag that hangs somewhere, and who is exempt.
type RegisterPage struct {
	webkit.Page
	Tags   webkit.Listing
	Exempt webkit.Listing
}

func (p Pages) getTags(w http.ResponseWriter, r *http.Request) error {
	provider, today := webkit.Actor(r).Provider, webkit.Today(r)
	page := &RegisterPage{Page: webkit.Page{Title: "Taggar och dispenser", Back: &webkit.Link{Path: "/utforare/besok", Words: "Besök"}}}
	_, total, err := p.Lists.Tags(r.Context(), provider, 0, 1)
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, total)
	tags, _, err := p.Lists.Tags(r.Context(), provider, paging.Offset(), webkit.PageSize)
	if err != nil {
		return err
	}
	exempt, exempted, err := p.Lists.Exemptions(r.Context(), provider, today, 0, webkit.PageSize)
	if err != nil {
		return err
	}
	var persons []ids.Person
	for _, h := range append(tags[:len(tags):len(tags)], exempt...) {
		persons = append(persons, h.Person)
	}
	who, err := p.Others.Who(r.Context(), webkit.Actor(r), today, persons...)
	if err != nil {
		return err
	}
	page.Tags = webkit.Listing{
		Caption: "Taggar", Columns: []webkit.Column{{Words: "Person"}, {Words: "Tagg"}, {Words: "Läge"}}, Paging: paging,
		Empty: webkit.Empty{Sentence: "Ingen tagg sitter i något hem. Sätt upp den första från uppdraget."},
	}
	for _, h := range tags {
		state := webkit.Cell{Name: "Läge", Words: "fungerar", Sub: "uppsatt " + webkit.PlainDay(h.Up, today)}
		if !h.Fault.IsZero() {
			state.Words, state.Badge = "", &webkit.Badge{Lage: webkit.Sen, Words: "Fungerar inte sedan " + webkit.PlainDay(h.Fault, today)}
		}
		page.Tags.Rows = append(page.Tags.Rows, webkit.ListRow{
			Path: "/utforare/uppdrag/" + h.Order.String() + "/tagg", Words: who[h.Person].Name, Sub: h.Place,
			Cells: []webkit.Cell{{Name: "Tagg", Words: masked(h.Code)}, state},
		})
	}
	page.Exempt = webkit.Listing{
		Caption: "Dispenser", Columns: []webkit.Column{{Words: "Person"}, {Words: "Sista dag"}, {Words: "Skäl"}},
		Empty: webkit.Empty{Sentence: "Ingen har dispens."}, Paging: webkit.Paging{From: min(1, exempted), To: len(exempt), Of: exempted},
	}
	for _, h := range exempt {
		page.Exempt.Rows = append(page.Exempt.Rows, webkit.ListRow{
			Path: "/utforare/uppdrag/" + h.Order.String() + "/tagg", Words: who[h.Person].Name,
			Cells: []webkit.Cell{{Name: "Sista dag", Words: webkit.PlainDay(h.Until, today)}, {Name: "Skäl", Words: h.Reason}},
		})
	}
	page.Sentence = webkit.Count(total, "tagg sitter uppe.", "taggar sitter uppe.")
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-taggar.html", page)
}
