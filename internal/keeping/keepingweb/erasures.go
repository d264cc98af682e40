package keepingweb

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/keeping"
	"stadga/internal/webkit"
)

// An ErasedCase is the case in which text is to be taken out.
type ErasedCase struct {
	ID     ids.Case
	Person ids.Person
	Number string
	Band   webkit.Personband
}

// A WrittenText is what someone has written in one event.
type WrittenText struct {
	Version int
	At      time.Time
	By      ids.User
	Says    []string
	Gone    bool // it is taken out: what it says is the sentence that tells so
}

// An ErasureState is an erasure with its id.
type ErasureState struct {
	ID ids.ID
	keeping.Erasure
}

// A WrittenStream is a part of a case in which someone has written.
type WrittenStream struct {
	Stream journal.StreamID
	First  WrittenText
}

// Erasing serves the pages where text that must not stand is taken out of a case:
// /arende/{nr}/ta-bort lists where someone has written, and
// /arende/{nr}/ta-bort/{slag}/{id} shows it. Who decides has read the text there.
type Erasing struct {
	Case func(ctx context.Context, who act.Actor, number string, today civil.Date) (ErasedCase, error)
	// Texts are those of a stream that stands in the case, for one who may read it.
	Texts func(ctx context.Context, who act.Actor, of ids.Case, stream journal.StreamID) ([]WrittenText, error)
	// Streams are a page of those in the case in which someone has written, or of its
	// visits, and how many there are in all.
	Streams func(ctx context.Context, who act.Actor, of ids.Case, visits bool, offset int) ([]WrittenStream, int, error)
	Of      func(ctx context.Context, stream journal.StreamID) ([]ErasureState, error)
	Names   func(ctx context.Context, users ...ids.User) (map[ids.User]string, error)
	// Open tells whether the actor may do the action in the case.
	Open func(ctx context.Context, who act.Actor, action string, subject duty.Subject) (string, error)

	Propose  func(ctx context.Context, form act.Form, of keeping.ErasedText) error
	Decide   func(ctx context.Context, form act.Form, erasure ids.ID, today civil.Date) error
	Withdraw func(ctx context.Context, form act.Form, erasure ids.ID) error

	kit *webkit.Templates
}

// Routes is the access list of the page.
func (p Erasing) Routes() []webkit.Route {
	p.kit = Kit()
	const at = "/arende/{nr}/ta-bort/{slag}/{id}"
	return []webkit.Route{
		{Pattern: "GET /arende/{nr}/ta-bort", Action: "case.read", Part: "listan över texter som kan tas bort", Handle: p.list},
		{Pattern: "GET " + at, Action: "case.read", Part: "texten som kan tas bort", Handle: p.get},
		{Pattern: "POST " + at, Action: "erasure.propose", Handle: p.post},
		{Pattern: "POST " + at + "/avbryt", Action: "erasure.withdraw", Handle: p.post},
		{Pattern: "POST " + at + "/besluta", Action: "erasure.decide", Handle: p.post},
	}
}

// TextPage is what is written in one part of a case, and what is decided about it.
type TextPage struct {
	webkit.Page
	Form    webkit.FormHead
	Path    string
	Texts   []TextLine
	Facts   []webkit.Fact // of the erasure that is proposed
	Choose  *webkit.Field // which texts; nil: none may be proposed now
	Ground  webkit.Field
	Asked   webkit.Field
	Ref     webkit.Field
	Own     bool // the reader proposed it
	Decides bool
}

// A TextLine is a text with when and by whom it was written.
type TextLine struct {
	ID, Heading string
	Says        []string
	Marked      bool // it is proposed to go
}

type textView struct {
	file    ErasedCase
	stream  journal.StreamID
	texts   []WrittenText
	pending ErasureState // zero: none is proposed
}

func (p Erasing) view(r *http.Request) (v textView, err error) {
	ctx := r.Context()
	if v.file, err = p.Case(ctx, webkit.Actor(r), r.PathValue("nr"), webkit.Today(r)); err != nil {
		return v, err
	}
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return v, fault.New(fault.NotFound, "web.no-such-page")
	}
	v.stream = journal.StreamID{Kind: r.PathValue("slag"), ID: id}
	if v.texts, err = p.Texts(ctx, webkit.Actor(r), v.file.ID, v.stream); err != nil {
		return v, err
	}
	all, err := p.Of(ctx, v.stream)
	for _, e := range all {
		if e.Decided.IsZero() {
			v.pending = e
		}
	}
	return v, err
}

func (p Erasing) page(r *http.Request, v textView, form webkit.FormHead, typed webkit.Typed) (*TextPage, error) {
	ctx, today := r.Context(), webkit.Today(r)
	users := []ids.User{v.pending.By}
	for _, t := range v.texts {
		users = append(users, t.By)
	}
	names, err := p.Names(ctx, users...)
	if err != nil {
		return nil, err
	}
	page := &TextPage{Form: form, Path: "/arende/" + v.file.Number + "/ta-bort/" + v.stream.Kind + "/" + v.stream.ID.String()}
	page.Title, page.Person = "Ta bort text", &v.file.Band
	page.Back = &webkit.Link{Path: "/arende/" + v.file.Number, Words: "Ärende " + v.file.Number}
	page.Sentence = "Bara text som inte får stå här alls tas bort. Det som är fel rättas i stället, och det som står på fel person flyttas. Att texten skrevs, när och av vem står kvar."
	pending := !v.pending.Proposed.IsZero()
	choose := webkit.Field{Name: "text", Label: "Vilken text ska bort?", Required: true}
	for i, t := range v.texts {
		line := TextLine{ID: fmt.Sprintf("text-%d", t.Version), Heading: "Text " + strconv.Itoa(i+1) + ", skriven " + webkit.DayAndTime(t.At, today) + " av " + cmp.Or(names[t.By], "programmet"), Says: t.Says}
		for _, n := range v.pending.Of.Versions {
			line.Marked = line.Marked || n == t.Version
		}
		page.Texts = append(page.Texts, line)
		if !t.Gone {
			choose.Options = append(choose.Options, webkit.Option{Value: strconv.Itoa(t.Version), Words: line.Heading})
		}
	}
	if pending {
		page.Strong = "Borttagning är föreslagen."
		page.Facts = []webkit.Fact{
			{Label: "Föreslogs av", Value: names[v.pending.By] + " " + webkit.PlainDay(v.pending.Proposed, today)},
			{Label: "Skäl", Value: v.pending.Of.Ground.Words(), Origin: v.pending.Of.Ref},
			{Label: "På begäran av den enskilda", Value: yes(v.pending.Of.Asked)},
		}
		page.Own = v.pending.By == webkit.Actor(r).User
		_, refused := p.Open(ctx, webkit.Actor(r), "erasure.decide", duty.Subject{Kind: "case", ID: v.file.ID.ID})
		page.Decides = refused == nil && !page.Own
		return page, nil
	}
	if len(choose.Options) == 0 {
		return page, nil
	}
	choose = typed.Field(choose)
	page.Choose = &choose
	page.Ground = webkit.Field{Name: "grund", Label: "Varför får texten inte stå kvar?", Required: true}
	for _, g := range keeping.EraseGrounds() {
		page.Ground.Options = append(page.Ground.Options, webkit.Option{Value: string(g), Words: g.Words()})
	}
	page.Ground = typed.Field(page.Ground)
	page.Asked = typed.Field(webkit.Field{Name: "begard", Label: "Vem tog upp det?", Required: true, Options: webkit.Options("ja", "Den enskilda har begärt det", "nej", "Nämnden tar själv upp det")})
	page.Ref = typed.Field(webkit.Field{Name: "nummer", Label: "Beslutets nummer", Help: "Diarienummer eller paragraf. Skriv inget om vad texten säger.", Size: "medel"})
	return page, nil
}

func yes(b bool) string {
	if b {
		return "ja"
	}
	return "nej"
}

func (p Erasing) get(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	if err := webkit.Read(r, v.file.Person, duty.Subject{Kind: "case", ID: v.file.ID.ID}); err != nil {
		return err
	}
	page, err := p.page(r, v, webkit.NewForm(r, 0, ""), webkit.Typed{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "text.html", page)
}

func (p Erasing) post(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	ctx, form, in := r.Context(), webkit.Form(r), webkit.Posted(r)
	at := "/arende/" + v.file.Number + "/ta-bort/" + v.stream.Kind + "/" + v.stream.ID.String()
	switch r.URL.Path {
	case at + "/avbryt":
		err = p.Withdraw(ctx, form, v.pending.ID)
	case at + "/besluta":
		err = p.Decide(ctx, form, v.pending.ID, webkit.Today(r))
	default:
		err = p.propose(r, in, form, v)
	}
	if err == nil {
		return webkit.Done(w, r, at)
	}
	page, pageErr := p.page(r, v, webkit.FormAfter(r, err, 0), in.Again(err))
	if pageErr != nil {
		return pageErr
	}
	return webkit.Redo(w, r, p.kit, "text.html", page, err)
}

func (p Erasing) propose(r *http.Request, in *webkit.Input, form act.Form, v textView) error {
	if !v.pending.Proposed.IsZero() {
		return fault.New(fault.Conflict, "erasure.proposed-already")
	}
	var may []string
	for _, t := range v.texts {
		if !t.Gone {
			may = append(may, strconv.Itoa(t.Version))
		}
	}
	of := keeping.ErasedText{Case: v.file.ID, Kind: v.stream.Kind, ID: v.stream.ID, Ref: in.Text("nummer")}
	for _, word := range in.Words("text", may...) {
		n, err := strconv.Atoi(word)
		if err != nil {
			return err
		}
		of.Versions = append(of.Versions, n)
	}
	var grounds []string
	for _, g := range keeping.EraseGrounds() {
		grounds = append(grounds, string(g))
	}
	of.Ground = keeping.EraseGround(in.Word("grund", grounds...))
	of.Asked = in.MustWord("begard", "ja", "nej") == "ja"
	if err := in.Err(); err != nil {
		return err
	}
	return p.Propose(r.Context(), form, of)
}
