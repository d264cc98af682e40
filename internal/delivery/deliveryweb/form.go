package deliveryweb

import (
	"net/http"

	"stadga/internal/webkit"
)

// An OrderForm is one small form on an order: where it goes, and its fields. It
// only adds, so it carries no version and never collides with another's act.
type OrderForm struct {
	webkit.FormHead
	Path   string
	Choice *webkit.Field
	Days   []webkit.Field
	Lines  []webkit.Field // short texts
	Ticks  []webkit.Field
	List   *webkit.Field // a choice among many
	Line   *webkit.Field // one line of text
	Checks *webkit.Field
	Text   *webkit.Field
	More   *webkit.Field // a second, longer text
	Hidden [2]string     // name and value of what the form is about
	Button string
}

// ready fills the form in. The one that failed shows what was typed and keeps
// the plain names that the faults link to; the others get a mark before their
// ids, which must be unique on the page.
func (f OrderForm) ready(r *http.Request, path, button, mark string, typed webkit.Typed, failed string) *OrderForm {
	f.Path, f.Button, f.FormHead = path, button, webkit.NewForm(r, 0, "")
	if failed == path {
		f.FormHead, mark = webkit.SameForm(r), ""
	} else {
		typed = webkit.Typed{}
	}
	fill := func(field *webkit.Field) {
		field.ID = mark + field.Name
		*field = typed.Field(*field)
	}
	for i := range f.Days {
		fill(&f.Days[i])
	}
	for i := range f.Lines {
		fill(&f.Lines[i])
	}
	for i := range f.Ticks {
		fill(&f.Ticks[i])
	}
	for _, field := range []*webkit.Field{f.List, f.Choice, f.Line, f.Checks, f.Text, f.More} {
		if field != nil {
			fill(field)
		}
	}
	return &f
}
