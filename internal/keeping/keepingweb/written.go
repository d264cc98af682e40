package keepingweb

import (
	"cmp"
	"net/http"
	"unicode"
	"unicode/utf8"

	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// WrittenPage lists where in a case someone has written in words of their own.
type WrittenPage struct {
	webkit.Page
	Texts webkit.Listing
	Other webkit.Link // to the visits, and back
}

// list says where someone has written and when, and nothing of what: it is read on
// the page of its own.
func (p Erasing) list(w http.ResponseWriter, r *http.Request) error {
	ctx, today := r.Context(), webkit.Today(r)
	file, err := p.Case(ctx, webkit.Actor(r), r.PathValue("nr"), today)
	if err != nil {
		return err
	}
	if err := webkit.Read(r, file.Person, duty.Subject{Kind: "case", ID: file.ID.ID}); err != nil {
		return err
	}
	visits := r.URL.Query().Get("visa") == "besok"
	_, count, err := p.Streams(ctx, webkit.Actor(r), file.ID, visits, 0)
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, count)
	streams, _, err := p.Streams(ctx, webkit.Actor(r), file.ID, visits, paging.Offset())
	if err != nil {
		return err
	}
	// What holds no words of anyone's own is not shown, and not counted where all of it
	// stands on one page.
	if count <= webkit.PageSize {
		paging = webkit.Paging{From: min(1, len(streams)), To: len(streams), Of: len(streams)}
	}
	var users []ids.User
	for _, s := range streams {
		users = append(users, s.First.By)
	}
	names, err := p.Names(ctx, users...)
	if err != nil {
		return err
	}
	at := "/arende/" + file.Number
	page := &WrittenPage{
		Texts: webkit.Listing{
			Caption: "Här har någon skrivit med egna ord", Paging: paging, Columns: columns("Var", "Skrevs först", "Av"),
			Empty: webkit.Empty{Sentence: "Ingen har skrivit något med egna ord här."},
		},
		Other: webkit.Link{Path: at + "/ta-bort?visa=besok", Words: "Texter i besöken"},
	}
	if visits {
		page.Other = webkit.Link{Path: at + "/ta-bort", Words: "Texter i resten av ärendet"}
	}
	page.Title, page.Person = "Ta bort text", &file.Band
	page.Back = &webkit.Link{Path: at, Words: "Ärende " + file.Number}
	page.Sentence = "Bara text som inte får stå här alls tas bort. Öppna den del där texten står."
	for _, s := range streams {
		page.Texts.Rows = append(page.Texts.Rows, webkit.ListRow{
			Path: at + "/ta-bort/" + s.Stream.Kind + "/" + s.Stream.ID.String(), Words: oneOf(s.Stream.Kind),
			Cells: []webkit.Cell{{Name: "Skrevs först", Words: webkit.DayAndTime(s.First.At, today)}, {Name: "Av", Words: cmp.Or(names[s.First.By], "programmet")}},
		})
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "texter.html", page)
}

// oneOf is what a part of a case is called, as a row begins.
func oneOf(kind string) string {
	for _, words := range partWords {
		if words.kind == kind && kind != "person" {
			first, size := utf8.DecodeRuneInString(words.one)
			return string(unicode.ToUpper(first)) + words.one[size:]
		}
	}
	return "Personens uppgifter"
}
