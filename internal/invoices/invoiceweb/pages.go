// Package invoiceweb is where invoices come in, are put beside what was delivered,
// handled line by line and approved or returned: /ekonomi/fakturor.
package invoiceweb

import (
	"context"
	"embed"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/invoices"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// Register lists invoices.
type Register interface {
	Count(ctx context.Context, s invoices.State) (int, error)
	Rows(ctx context.Context, s invoices.State, offset, limit int) ([]invoices.ListedInvoice, error)
}

// An Order that a line names, as the page shows it: no person stands there.
type Order struct {
	Name, Extent string
	Hours        bool  // it is counted in hours, and the line has its days in one month
	Minutes      int64 // ordered for the line's days
}

// A Matched line is a match with the order it is of.
type Matched struct {
	invoices.Match
	Line  invoices.BilledLine
	Order Order
}

// Others is what the pages ask of other areas. cmd wires it.
type Others struct {
	// Take reads a file and keeps what came of it; it answers with the stream.
	Take func(ctx context.Context, form act.Form, name string, file io.Reader) (ids.ID, error)
	// Original writes a kept file as it came in, and fails before the first byte when it is not.
	Original func(ctx context.Context, f invoices.File, to io.Writer) error
	// Match puts each line beside what was delivered.
	Match func(ctx context.Context, id ids.ID, v invoices.Invoice) ([]Matched, error)
	// Credits lists the credit notes to an invoice that are not returned.
	Credits func(ctx context.Context, v invoices.Invoice) ([]ids.ID, error)
	// May tells whether the role may do the action at all.
	May func(who act.Actor, action string) bool
	// Staff tells names.
	Staff func(ctx context.Context, users ...ids.User) (map[ids.User]string, error)
	// Provider is a provider's name.
	Provider func(ctx context.Context, p ids.Provider, day civil.Date) (string, error)
}

// Pages serves the pages of one board.
type Pages struct {
	Invoices *engine.Stream[invoices.Invoice]
	Register Register
	Others   Others

	kit *webkit.Templates
}

const (
	root       = "/ekonomi/fakturor"
	mostPosted = 26 << 20 // a file of 25 MB with its form
)

// Routes is the pages' part of the access list.
func (p Pages) Routes() []webkit.Route {
	p.kit = Templates()
	return []webkit.Route{
		{Pattern: "GET " + root, Action: "invoice.list", Handle: p.getList},
		{Pattern: "POST " + root, Action: "invoice.receive", Upload: mostPosted, Handle: p.postFile},
		{Pattern: "GET " + root + "/{id}", Action: "invoice.list", Handle: p.getOne},
		{Pattern: "GET " + root + "/{id}/fil", Action: "invoice.list", List: "fakturans fil", Handle: p.getFile},
		{Pattern: "POST " + root + "/{id}/anmarkningar", Action: "invoice.handle", Handle: p.postFindings},
		{Pattern: "POST " + root + "/{id}/rad/{nr}", Action: "invoice.handle", Handle: p.postLine},
		{Pattern: "POST " + root + "/{id}/godkann", Action: "invoice.approve", Handle: p.postApproval},
		{Pattern: "POST " + root + "/{id}/aterlamna", Action: "invoice.return", Handle: p.postReturn},
	}
}

// ListPage is /ekonomi/fakturor.
type ListPage struct {
	webkit.Page
	List   webkit.Listing
	Other  []webkit.Link
	Form   webkit.FormHead
	Upload bool // the list shows those to handle, and takes a file
}

func (p Pages) getList(w http.ResponseWriter, r *http.Request) error {
	page, err := p.listPage(r, webkit.NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "fakturor.html", page)
}

func stateOf(r *http.Request) invoices.State {
	switch r.URL.Query().Get("visa") {
	case "godkanda":
		return invoices.Approved
	case "aterlamnade":
		return invoices.Returned
	}
	return invoices.Open
}

func (p Pages) listPage(r *http.Request, head webkit.FormHead) (*ListPage, error) {
	ctx, today, state := r.Context(), webkit.Today(r), stateOf(r)
	n, err := p.Register.Count(ctx, state)
	if err != nil {
		return nil, err
	}
	paging := webkit.NewPaging(r.URL, n)
	rows, err := p.Register.Rows(ctx, state, paging.Offset(), webkit.PageSize)
	if err != nil {
		return nil, err
	}
	page := &ListPage{
		Page: webkit.Page{
			Title: "Fakturor", Strong: webkit.Count(n, "faktura väntar.", "fakturor väntar."),
			Sentence: "Varje rad jämförs med det som är utfört och med avtalets pris. Inget betalas förrän varje skillnad är hanterad.",
		},
		List: webkit.Listing{
			Caption: "Fakturor att hantera", Paging: paging, Empty: webkit.Empty{Sentence: "Ingen faktura väntar."},
			Columns: []webkit.Column{{Words: "Faktura"}, {Words: "Från"}, {Words: "Kom in"}, {Words: "Rader", Number: true}, {Words: "Belopp", Number: true}},
		},
		Other: []webkit.Link{{Path: root + "?visa=godkanda", Words: "Visa godkända"}, {Path: root + "?visa=aterlamnade", Words: "Visa återlämnade"}},
		Form:  head, Upload: state == invoices.Open,
	}
	switch state {
	case invoices.Approved:
		page.Strong, page.List.Caption = webkit.Count(n, "faktura är godkänd.", "fakturor är godkända."), "Godkända fakturor"
	case invoices.Returned:
		page.Strong, page.List.Caption = webkit.Count(n, "faktura är återlämnad.", "fakturor är återlämnade."), "Återlämnade fakturor"
	}
	if state != invoices.Open {
		page.Other = []webkit.Link{{Path: root, Words: "Visa dem som väntar"}}
		page.List.Empty = webkit.Empty{Sentence: "Ingen faktura här än."}
	}
	page.Other = append(page.Other, webkit.LeadsTo(r, webkit.Link{Path: "/ekonomi/avtal", Words: "Avtal och priser"}, webkit.Link{Path: "/ekonomi/ersattning", Words: "Ersättning till utförare"})...)
	for _, v := range rows {
		page.List.Rows = append(page.List.Rows, row(v, today))
	}
	return page, nil
}

func row(v invoices.ListedInvoice, today civil.Date) webkit.ListRow {
	words, sub := v.Number, ""
	if v.Credit {
		sub = "kreditfaktura"
	}
	if v.Number == "" {
		words, sub = v.File, "går inte att läsa som faktura"
	}
	amount := webkit.Cell{Name: "Belopp", Words: webkit.Kronor(v.Payable), Number: true}
	if v.Findings > 0 {
		amount.Sub = webkit.Count(v.Findings, "anmärkning", "anmärkningar")
	}
	return webkit.ListRow{Path: root + "/" + v.ID.String(), Words: words, Sub: sub, Cells: []webkit.Cell{
		{Name: "Från", Words: v.Seller},
		{Name: "Kom in", Words: webkit.DayAndTime(v.Received, today)},
		{Name: "Rader", Words: webkit.Thousands(v.Lines), Number: true},
		amount,
	}}
}

// mostOfField bounds a typed value of the upload's form.
const mostOfField = 4 << 10

// postFile handles POST /ekonomi/fakturor: the file is read as it comes.
func (p Pages) postFile(w http.ResponseWriter, r *http.Request) error {
	id, err := p.take(r)
	if err == nil {
		return webkit.Done(w, r, root+"/"+id.String())
	}
	head := webkit.SameForm(r)
	if webkit.Form(r).ID.IsZero() {
		head = webkit.NewForm(r, 0, "")
	}
	page, failed := p.listPage(r, head)
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "fakturor.html", page, err)
}

func (p Pages) take(r *http.Request) (ids.ID, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return ids.ID{}, &fault.Error{Kind: fault.Invalid, Field: "fil", Text: "invoice.file-missing", Err: err}
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return ids.ID{}, fault.Field("fil", "invoice.file-missing")
		}
		if err != nil {
			return ids.ID{}, broken(err)
		}
		switch {
		case part.FormName() == "fil" && part.FileName() != "":
			return p.takeFile(r, part)
		case part.FileName() == "" && part.FormName() != "fil":
			text, err := io.ReadAll(io.LimitReader(part, mostOfField))
			if err != nil {
				return ids.ID{}, broken(err)
			}
			r.PostForm.Set(part.FormName(), string(text))
		}
	}
}

func (p Pages) takeFile(r *http.Request, part *multipart.Part) (ids.ID, error) {
	form := webkit.Form(r)
	if form.ID.IsZero() {
		return ids.ID{}, fault.New(fault.Invalid, "web.form-broken")
	}
	id, err := p.Others.Take(r.Context(), form, fileName(part.FileName()), part)
	if err != nil {
		return ids.ID{}, broken(err)
	}
	return id, nil
}

// broken tells a file that was too large for the page from other errors.
func broken(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return fault.Field("fil", "invoice.file-large")
	}
	return err
}

// fileName is the name of a file without folders and without signs that no name has.
func fileName(name string) string {
	const most = 120
	name = strings.Map(func(c rune) rune {
		if c < ' ' || c == '\\' {
			return -1
		}
		return c
	}, strings.ToValidUTF8(filepath.Base(filepath.ToSlash(name)), ""))
	if runes := []rune(name); len(runes) > most {
		name = string(runes[:most])
	}
	return name
}
