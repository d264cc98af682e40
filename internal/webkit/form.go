package webkit

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// The hidden fields of every form.
const (
	fieldAct   = "akt"    // the act id minted when the form was shown
	fieldShown = "visad"  // version of the stream the form showed
	fieldAlso  = "visade" // the other streams it showed and edits, each with its version
	fieldDraft = "utkast" // key of the draft that goes when the form is signed
	fieldAbout = "avser"  // what the draft is about: "case:" and its id
)

// FormHead is the hidden part of a form: {{template "formhuvud" .Form}}.
type FormHead struct {
	Act   string
	Shown int
	Also  string // "case:" with id and version, one for each other stream
	Draft string
	About string // what the draft is about; empty: nothing that has a file
}

// NewForm mints the act id of a form that is about to be shown. shown is the
// version of the stream the form edits; 0 when it only adds. draft is the key
// under which the browser keeps what is typed; empty: no draft. What the draft is
// about is what the page has opened (Read), so call it after that.
func NewForm(r *http.Request, shown int, draft string) FormHead {
	v := visitOf(r)
	head := FormHead{Act: v.site.IDs.New(v.now).String(), Shown: shown, Draft: draft}
	if v.opened != (duty.Subject{}) {
		head.About = v.opened.Kind + ":" + v.opened.ID.String()
	}
	return head
}

// Showing lets the form carry other streams too, as they stand when it is shown.
func (h FormHead) Showing(also ...act.Seen) FormHead {
	var words []string
	for _, s := range also {
		words = append(words, s.Stream.Kind+":"+s.Stream.ID.String()+":"+strconv.Itoa(s.Version))
	}
	h.Also = strings.Join(words, " ")
	return h
}

// also reads what Showing wrote. What no form of ours can hold is left out, as a
// missing version is: the act then adds.
func also(text string) []act.Seen {
	var all []act.Seen
	for word := range strings.FieldsSeq(text) {
		parts := strings.Split(word, ":")
		if len(parts) != 3 {
			continue
		}
		id, err := ids.Parse(parts[1])
		version, bad := strconv.Atoi(parts[2])
		if err == nil && bad == nil && version > 0 {
			all = append(all, act.Seen{Stream: journal.StreamID{Kind: parts[0], ID: id}, Version: version})
		}
	}
	return all
}

// Form reads the hidden fields of a posted form. The id is zero when the form
// had none.
func Form(r *http.Request) act.Form {
	id, err := ids.Parse(r.PostForm.Get(fieldAct))
	if err != nil {
		id = ids.ID{}
	}
	if v := visitOf(r); v.program && !v.posted && len(v.unasked(r.PostForm)) > 0 {
		id = ids.ID{} // nothing has read what was sent: no act may come of it (strayed says why)
	}
	shown, err := strconv.Atoi(r.PostForm.Get(fieldShown))
	if err != nil {
		shown = 0
	}
	return act.Form{ID: ids.Act{ID: id}, Actor: Actor(r), Shown: shown, Also: also(r.PostForm.Get(fieldAlso))}
}

// SameForm is the head of a form that is shown again: the same act id, so that
// the mended form is still one act. The version is the one last shown.
func SameForm(r *http.Request) FormHead {
	f := Form(r)
	return FormHead{Act: f.ID.String(), Shown: f.Shown, Also: r.PostForm.Get(fieldAlso), Draft: r.PostForm.Get(fieldDraft), About: r.PostForm.Get(fieldAbout)}
}

// Moved tells whether the form was refused because what it showed has changed since.
func Moved(err error) bool {
	for _, f := range fault.All(err) {
		if f.Text == "stream.moved" {
			return true
		}
	}
	return false
}

// FormAfter is SameForm after a refusal. When what the form showed has changed
// since, the page now shows the new beside what was typed, and the form carries
// the versions of that: sent again it holds, knowingly.
func FormAfter(r *http.Request, err error, version int, also ...act.Seen) FormHead {
	head := SameForm(r)
	if Moved(err) {
		head.Shown = version
		head = head.Showing(also...)
	}
	return head
}

// Done answers an act that is durable: its draft goes, and the browser is sent
// on, so that a reload does not post again.
func Done(w http.ResponseWriter, r *http.Request, to string) error {
	v := visitOf(r)
	if key := r.PostForm.Get(fieldDraft); key != "" {
		// The act is already durable; a draft left behind does no harm and is swept with age.
		if err := v.site.Drafts.Drop(r.Context(), v.session.User, key); err != nil {
			v.site.Log.Warn("draft not dropped", "err", err)
		}
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// A Field is one field of a form, ready to show. ID is its name unless said.
type Field struct {
	Name, ID    string
	Label, Help string
	Value       string
	Error       string
	Required    bool
	First       bool     // has the focus when the page opens: the form is what the page is for
	Prefilled   bool     // says "Förifyllt" under a value the program suggested
	Confirmed   string   // read back before it is saved: "onsdag 11 mars 2026"
	Size        string   // "", "mini", "kort" or "medel"
	Unit        string   // after the field: "kr", "h:min"
	Rows        int      // of a text area; 0: 3
	Options     []Option // of radios, chips and select
	Auto        string   // autocomplete; "off" unless said
}

// An Option is one choice.
type Option struct {
	Value, Words string
	Chosen       bool
}

// Typed is what stands in a form that is shown: what was posted, else what the
// draft holds, else what the page suggests.
type Typed struct {
	values  url.Values
	errs    []Problem
	Saved   time.Time // when the draft was last durable; zero: none
	Stopped string    // why a rule stopped the draft when it was last tried; empty: none did
}

// Blank is a form not yet filled in, or with what its draft holds.
func Blank(r *http.Request, draft string) (Typed, error) {
	if draft == "" {
		return Typed{}, nil
	}
	v := visitOf(r)
	body, at, err := v.site.Drafts.Load(r.Context(), v.session.User, draft, v.opened)
	if err != nil || len(body) == 0 {
		return Typed{}, err
	}
	var values url.Values
	if err := json.Unmarshal(body, &values); err != nil {
		return Typed{}, err
	}
	why, err := v.site.Drafts.Stopped(r.Context(), v.session.User, draft)
	return Typed{values: values, Saved: at, Stopped: why}, err
}

// Again is the form as it was posted, with the faults beside their fields.
func (in *Input) Again(err error) Typed {
	problems, _ := problemsOf(visitOf(in.r).site.Words, err)
	return Typed{values: in.r.PostForm, errs: problems}
}

// Empty tells whether nothing has been typed yet.
func (t Typed) Empty() bool { return len(t.values) == 0 }

// Field fills in what was typed and what is wrong with it.
func (t Typed) Field(f Field) Field {
	if f.ID == "" {
		f.ID = f.Name
	}
	if f.Auto == "" {
		f.Auto = "off"
	}
	typed, was := t.values[f.Name]
	if was && len(typed) > 0 {
		f.Prefilled = f.Prefilled && typed[0] == f.Value
		f.Value = typed[0]
	}
	if len(f.Options) > 0 {
		options := slices.Clone(f.Options)
		for i, o := range options {
			switch {
			case was:
				options[i].Chosen = slices.Contains(typed, o.Value)
			case f.Value != "":
				options[i].Chosen = o.Value == f.Value
			}
		}
		f.Options = options
	}
	for _, p := range t.errs {
		if p.Field == f.Name {
			f.Error = p.Words
		}
	}
	return f
}

// Value is what was typed in the field; empty when nothing was.
func (t Typed) Value(name string) string { return t.values.Get(name) }

// Rows tells how many rows of repeated fields the form holds, at least least.
// Row n's field has the name Row(name, n).
func (t Typed) Rows(name string, least int) int {
	n := least
	for t.values.Has(Row(name, n)) {
		n++
	}
	return n
}

// Row names the field of row n (from 0) of a repeated part: "barn", "barn.1", "barn.2".
func Row(name string, n int) string {
	if n == 0 {
		return name
	}
	return name + "." + strconv.Itoa(n)
}

// Options makes choices of value and words in turn.
func Options(valueWords ...string) []Option {
	var options []Option
	for pair := range slices.Chunk(valueWords, 2) {
		options = append(options, Option{Value: pair[0], Words: pair[1]})
	}
	return options
}

// YesNo are the two choices of a plain question.
func YesNo() []Option { return Options("ja", "Ja", "nej", "Nej") }

// errBroken is what Input says of a value that no form of ours can send.
var errBroken = errors.New("a value no form offers")

func broken(field string) *fault.Error {
	return &fault.Error{Kind: fault.Invalid, Field: field, Text: "web.word-unknown", Err: errBroken}
}
