package deskweb

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"stadga/internal/desk"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// AssignPage is /enhet/fordela: mark cases, choose officer, see the load.
type AssignPage struct {
	webkit.Page
	Form    webkit.FormHead
	From    string // whose cases are listed; empty: those nobody has
	Rows    []AssignRow
	Paging  webkit.Paging
	Loads   []LoadRow
	Officer webkit.Field
	Reason  webkit.Field
	Mark    []webkit.Link // addresses that mark the first of the list; they work without scripts

	MarkedWords string // how many are marked
	Filters     []webkit.Link
	Empty       webkit.Empty
}

// AssignRow is one case that can be given to someone.
type AssignRow struct {
	ID, Number, Path, Person, Area, Officer string
	Marked                                  bool
}

const assignMost = 50

// getAssign handles GET /enhet/fordela.
func (p Pages) getAssign(w http.ResponseWriter, r *http.Request) error {
	page, err := p.assignPage(r, webkit.Typed{}, webkit.NewForm(r, 0, ""), false)
	if err != nil {
		return err
	}
	return show(w, r, p, "fordela.html", page)
}

// postAssign handles POST /enhet/fordela. The receipt date of what has come in
// stays: a new officer is no new time (B-18).
func (p Pages) postAssign(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	officer := ids.User{ID: in.ID("handlaggare")}
	reason, from := in.Text("skal"), webkit.SentOne(r, "fran")
	unit, _, err := p.unitOf(r)
	if err != nil {
		return err
	}
	var cases []ids.Case
	for _, s := range webkit.Sent(r, "arende") {
		id, err := ids.Parse(s)
		if err != nil {
			return fault.New(fault.Invalid, "desk.form-broken")
		}
		cases = append(cases, ids.Case{ID: id})
	}
	switch {
	case len(cases) == 0:
		in.Add(fault.Field("arenden", "desk.choose-cases"))
	case len(cases) > assignMost:
		in.Add(fault.Field("arenden", "desk.too-many"))
	}
	if officer.IsZero() {
		in.Add(fault.Field("handlaggare", "desk.choose-officer"))
	}
	err = in.Err()
	if err == nil {
		err = p.Assigner.Assign(r.Context(), webkit.Form(r), cases, officer, unit, reason)
	}
	if err == nil {
		return webkit.Done(w, r, "/enhet/fordela?fran="+from)
	}
	page, pageErr := p.assignPage(r, in.Again(err), webkit.SameForm(r), webkit.Moved(err))
	if pageErr != nil {
		return errors.Join(err, pageErr)
	}
	return webkit.Redo(w, r, p.kit, "fordela.html", page, err)
}

// assignPage lists what can be given away. A form that is new, or shown again
// because a case has moved, carries the cases as they stand now.
func (p Pages) assignPage(r *http.Request, typed webkit.Typed, form webkit.FormHead, moved bool) (*AssignPage, error) {
	ctx, today := r.Context(), webkit.Today(r)
	unit, name, err := p.unitOf(r)
	if err != nil {
		return nil, err
	}
	loads, err := p.Queries.Loads(ctx, unit, today)
	if err != nil {
		return nil, err
	}
	s := desk.CaseSelection{Scope: p.Door.Scope(webkit.Actor(r)), Unit: unit, Unassigned: true}
	from, heading := r.URL.Query().Get("fran"), "ofördelade"
	if r.Method == http.MethodPost {
		from = webkit.SentOne(r, "fran")
	}
	if id, err := ids.Parse(from); err == nil {
		s.Unassigned, s.Users = false, []ids.User{{ID: id}}
		if i := slices.IndexFunc(loads, func(l desk.Load) bool { return l.User.ID == id }); i >= 0 {
			heading = "hos " + loads[i].Name
		}
	}
	n, err := p.Queries.CountCases(ctx, s)
	if err != nil {
		return nil, err
	}
	page := &AssignPage{Form: form, From: from, Paging: webkit.NewPaging(r.URL, n), Empty: webkit.Empty{Sentence: "Inga ärenden " + heading + "."}}
	page.Title, page.Small = "Fördela ärenden", name
	page.Strong, page.Sentence = webkit.Count(n, "ärende", "ärenden")+" "+heading+".", "Dagen då det kom in följer med till den nya handläggaren."
	page.Back = &webkit.Link{Path: "/enhet", Words: "Enhet"}
	cases, err := p.Queries.Cases(ctx, s, page.Paging.Offset(), webkit.PageSize)
	if err != nil {
		return nil, err
	}
	first, err := strconv.Atoi(r.URL.Query().Get("markera"))
	if err != nil {
		first = 0
	}
	var listed []ids.Case
	for _, c := range cases {
		if !p.Door.Sees(webkit.Actor(r), c.File())[0] {
			continue
		}
		listed = append(listed, c.ID)
		page.Rows = append(page.Rows, AssignRow{
			ID: c.ID.String(), Number: c.Number, Path: caseAddress(c), Person: person(r, c), Area: areaWords(c.Area), Officer: c.Name,
			Marked: len(page.Rows) < first || slices.Contains(webkit.Sent(r, "arende"), c.ID.String()),
		})
	}
	page.Mark, page.MarkedWords = marking(r.URL.Query(), len(page.Rows)), markedWords(page.Rows)
	page.Loads, _ = loadRows(loads)
	options := []webkit.Option{{Words: "Välj"}}
	page.Filters = []webkit.Link{{Path: "/enhet/fordela", Words: "Ofördelade"}}
	for _, l := range page.Loads {
		options = append(options, webkit.Option{Value: l.User.String(), Words: l.Name + ", " + webkit.Count(l.Cases, "ärende", "ärenden")})
		page.Filters = append(page.Filters, webkit.Link{Path: l.Path, Words: l.Name})
	}
	page.Officer = typed.Field(webkit.Field{Name: "handlaggare", Label: "Ny handläggare", Required: true, Options: options})
	shown, err := p.Assigner.Shown(ctx, listed)
	if err != nil {
		return nil, err
	}
	if page.Form.Also == "" || moved {
		page.Form = page.Form.Showing(shown...)
	}
	page.Reason = typed.Field(webkit.Field{Name: "skal", Label: "Skäl", Help: "Behövs inte. En mening räcker, till exempel att någon är sjuk."})
	return page, nil
}

// marking leads to the page with the first of its cases marked, and on to the field
// for who is to have them.
func marking(q url.Values, rows int) []webkit.Link {
	var links []webkit.Link
	for _, n := range []int{5, 10, webkit.PageSize} {
		words := "de " + strconv.Itoa(n) + " första"
		if n >= rows {
			n, words = rows, "alla på sidan"
		}
		q.Set("markera", strconv.Itoa(n))
		links = append(links, webkit.Link{Path: "/enhet/fordela?" + q.Encode() + "#handlaggare", Words: words})
		if n == rows {
			break
		}
	}
	return links
}

func markedWords(rows []AssignRow) string {
	n := 0
	for _, row := range rows {
		if row.Marked {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return webkit.Count(n, "ärende är markerat.", "ärenden är markerade.")
}
