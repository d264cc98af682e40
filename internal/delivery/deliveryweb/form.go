package deliveryweb

import (
	"net/http"
	"strings"

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

// A typing is what has been typed in the small forms of a page: in the one that
// failed, and in those that have a draft. The first draft that could not be read is
// its error.
type typing struct {
	r      *http.Request
	typed  webkit.Typed
	failed string // where the form that failed goes; empty: none did
	err    error
}

// ready fills the form in. The one that failed shows what was typed and keeps
// the plain names that the faults link to; the others get a mark before their
// ids, which must be unique on the page. One that holds running text keeps a draft.
func (t *typing) ready(f OrderForm, path, button, mark string) *OrderForm {
	f.Path, f.Button = path, button
	typed := t.typed
	if t.failed == path {
		f.FormHead, mark = webkit.SameForm(t.r), ""
	} else {
		draft := ""
		if f.Text != nil || f.More != nil {
			draft = strings.TrimSuffix("uppdragsblankett"+path+" "+f.Hidden[1], " ")
		}
		var err error
		f.FormHead = webkit.NewForm(t.r, 0, draft)
		if typed, err = webkit.Blank(t.r, draft); err != nil && t.err == nil {
			t.err = err
		}
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
