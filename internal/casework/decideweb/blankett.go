package decideweb

import (
	"net/http"
	"slices"

	"stadga/internal/fault"
	"stadga/internal/webkit"
)

// A Blankett is one small form: where it goes, its fields and its one button.
type Blankett struct {
	webkit.FormHead
	ID      string // of the form in the page
	Path    string
	Heading string
	Help    string
	Lead    *webkit.Link // what is read before the form is filled in
	Fields  []Falt
	More    *MoreFields // folded away below the others
	Hidden  []Hidden
	Button  string
	Primary bool
	Fold    bool         // behind its heading until it is wanted
	Open    bool         // unfolded, since something in it must be mended
	edits   bool         // it changes what the page shows, and carries its version
	Edits   bool         // it edits what stands: a second writer is told, and shown what stands now
	stale   string       // version of the part that a draft was typed over
	Theirs  *EarlierView // what someone else has saved since the form was shown
}

// MoreFields are fields that only some need, behind a heading.
type MoreFields struct {
	Heading string
	Fields  []Falt
	Open    bool // something in them is typed or must be mended
}

// A Falt is a field with the component that draws it.
type Falt struct {
	Kind string // "text", "area", "day", "radio", "check", "select"
	webkit.Field
}

// A Hidden is a value the form carries and nobody types.
type Hidden struct{ Name, Value string }

func text(f webkit.Field) Falt   { return Falt{"text", f} }
func area(f webkit.Field) Falt   { return Falt{"area", f} }
func day(f webkit.Field) Falt    { return Falt{"day", f} }
func radio(f webkit.Field) Falt  { return Falt{"radio", f} }
func check(f webkit.Field) Falt  { return Falt{"check", f} }
func choose(f webkit.Field) Falt { return Falt{"select", f} }

// A try is a form that was posted and not saved: what was typed, and the faults.
type try struct {
	path  string // the form's own address
	mark  string // and its id, where the page has several with that address
	typed webkit.Typed
	err   error
}

func failed(r *http.Request, in *webkit.Input, path string, err error) try {
	return try{path: path, mark: webkit.SentOne(r, "blankett"), typed: in.Again(err), err: err}
}

// fill makes the form ready to show. The one that failed keeps what was typed, its
// act and the plain names that the faults link to; in the others the ids get a
// mark, since ids are unique on the page.
func (b Blankett) fill(r *http.Request, t try, shown int, draft string) (Blankett, error) {
	typed := t.typed
	again := t.path == b.Path && t.mark == b.ID
	if draft == "" && slices.ContainsFunc(b.Fields, func(f Falt) bool { return f.Kind == "area" }) {
		draft = b.Path + "#" + b.ID // what is written at length survives a log-out, wherever it stands
	}
	b.Hidden = append(b.Hidden, Hidden{"blankett", b.ID})
	if again {
		b.FormHead, b.Open = webkit.FormAfter(r, t.err, shown), true
		if b.Edits && webkit.Moved(t.err) {
			b.Theirs = &EarlierView{Was: b.Fields[0].Value}
		}
	} else {
		var err error
		if typed, err = webkit.Blank(r, draft); err != nil {
			return b, err
		}
		b.stale = typed.Value("sedd")
		b.FormHead = webkit.NewForm(r, shown, draft)
	}
	ready := func(all []Falt) []Falt {
		fields := make([]Falt, len(all))
		for i, f := range all {
			if !again {
				f.Field.ID = b.ID + "-" + f.Name
			}
			fields[i] = Falt{f.Kind, typed.Field(f.Field)}
		}
		return fields
	}
	b.Fields = ready(b.Fields)
	if b.More != nil {
		b.More = &MoreFields{Heading: b.More.Heading, Fields: ready(b.More.Fields)}
		for _, f := range b.More.Fields {
			b.More.Open = b.More.Open || f.Error != "" || again && f.Kind != "radio" && f.Value != ""
		}
	}
	return b, nil
}

// relink keeps the links from faults to fields true: a fault about something that
// the form does not hold is told of the whole form.
func relink(err error, field func(string) string) error {
	faults := fault.All(err)
	if len(faults) == 0 {
		return err
	}
	out := make([]*fault.Error, len(faults))
	for i, f := range faults {
		moved := *f
		moved.Field = field(f.Field)
		out[i] = &moved
	}
	return fault.Join(out...)
}

// stoppedAt ties the rules about giving less than what runs to the field where
// the ground for it is chosen.
func stoppedAt(err error, field string) error {
	faults := fault.All(err)
	if len(faults) == 0 {
		return err
	}
	out := make([]*fault.Error, len(faults))
	for i, f := range faults {
		moved := *f
		if f.Field == "" && (f.Rule == "reconsider-may" || f.Rule == "reconsider-open-ended") {
			moved.Field = field
		}
		out[i] = &moved
	}
	return fault.Join(out...)
}

// names tells which fields the posted one of the forms holds.
func names(r *http.Request, forms []Blankett) func(string) string {
	known := map[string]bool{}
	for _, b := range forms {
		if b.ID != webkit.SentOne(r, "blankett") {
			continue
		}
		for _, f := range b.Fields {
			known[f.Name] = true
		}
	}
	return func(field string) string {
		if known[field] {
			return field
		}
		return ""
	}
}
