package releaseweb

import (
	"net/http"
	"strconv"

	"stadga/internal/fault"
	"stadga/internal/release"
	"stadga/internal/webkit"
)

// PartPage is one part of the file, line by line, with what is kept back.
type PartPage struct {
	webkit.Page
	Form  webkit.FormHead
	Path  string
	Lines []LineRow
	All   webkit.Field // the ground when the whole part is kept back
	Shown string       // the part as it reads on the page
	Open  bool
}

// A LineRow is one line that can be kept back, and the grounds to choose from.
type LineRow struct {
	Text   string
	Field  webkit.Field
	Hinted bool // the program suggests the ground
}

// lineName is the name of a line's field.
func lineName(n int) string { return "rad-" + strconv.Itoa(n) }

func (p Pages) partPage(r *http.Request, q request, d part, head webkit.FormHead, typed webkit.Typed) (*PartPage, error) {
	band := q.Band
	band.Heading = false
	page := &PartPage{
		Page: webkit.Page{
			Title: d.Title, Person: &band, Back: &webkit.Link{Path: q.path(), Words: "Till begäran"},
			Sentence: "Välj en paragraf vid varje rad som inte lämnas ut till " + lowerFirst(q.r.Asker.Words()) + ". Resten lämnas ut.",
		},
		Form: head, Path: q.path() + "/del/" + d.key(), Shown: d.digest, Open: q.r.Decided.IsZero(),
	}
	hints, err := p.Hints(r.Context(), q.Case.ID, q.r.Asker)
	if err != nil {
		return nil, err
	}
	t, tried := q.r.Of(d.key())
	tried = tried && t.Digest == d.digest
	suspected := release.Suspects(d.lines, hints)
	for n, l := range d.lines {
		chosen := t.Ground(n)
		if !tried {
			chosen = suspected[n]
		}
		row := LineRow{Text: l.Text, Hinted: !tried && chosen != ""}
		row.Field = typed.Field(webkit.Field{Name: lineName(n), Label: "Rad " + strconv.Itoa(n+1), Value: string(chosen), Options: groundOptions(q.r.Asker, "Lämnas ut")})
		page.Lines = append(page.Lines, row)
	}
	whole := ""
	if tried {
		whole = string(t.Whole)
	}
	page.All = typed.Field(webkit.Field{Name: "whole", Label: "Hela delen", Value: whole, Options: groundOptions(q.r.Asker, "Lämnas ut, utom raderna ovan")})
	return page, nil
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return string(s[0]|0x20) + s[1:]
}

func groundOptions(asker release.Asker, none string) []webkit.Option {
	all := []webkit.Option{{Value: "", Words: none}}
	for _, g := range release.Grounds() {
		if g == release.GroundParty && !asker.IsParty() {
			continue
		}
		all = append(all, webkit.Option{Value: string(g), Words: g.Cited() + ": " + g.Words()})
	}
	return all
}

func (p Pages) getPart(w http.ResponseWriter, r *http.Request) error {
	q, err := p.request(r)
	if err != nil {
		return err
	}
	d, err := p.partOf(r, q)
	if err != nil {
		return err
	}
	page, err := p.partPage(r, q, d, webkit.NewForm(r, q.version, ""), webkit.Typed{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "del.html", page)
}

func (p Pages) postPart(w http.ResponseWriter, r *http.Request) error {
	q, err := p.request(r)
	if err != nil {
		return err
	}
	d, err := p.partOf(r, q)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	t := release.Tried{Part: d.key(), Title: d.Title, Digest: in.Text("last"), Whole: release.Ground(in.Text("whole"))}
	for n := range d.lines {
		if g := in.Text(lineName(n)); g != "" && t.Whole == "" {
			t.Masked = append(t.Masked, release.Mask{Line: n, Ground: release.Ground(g)})
		}
	}
	if err = in.Err(); err == nil && t.Digest != d.digest {
		err = &fault.Error{Kind: fault.Conflict, Text: "release.part-changed", Args: map[string]any{"part": d.Title}}
	}
	if err == nil {
		_, err = p.Releases.Do(r.Context(), webkit.Form(r), q.id, release.Try{Case: q.Case.ID, Parts: []release.Tried{t}})
	}
	if err == nil {
		return webkit.Done(w, r, q.path())
	}
	page, pageErr := p.partPage(r, q, d, webkit.FormAfter(r, err, q.version), in.Again(err))
	if pageErr != nil {
		return pageErr
	}
	return p.redo(w, r, q.Case, "del.html", page, err)
}
