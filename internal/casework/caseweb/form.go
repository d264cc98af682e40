package caseweb

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/webkit"
)

// A FormField is one field of a form with its kind, so that one template shows
// any of them.
type FormField struct {
	Kind    string // "kort", "lang", "dag", "tid", "val", "lista" or "nummer"
	Heading string // begins a new part of the form
	webkit.Field
}

// FormPage is a page with one form: one question, one button.
type FormPage struct {
	webkit.Page
	Form      webkit.FormHead
	Path      string
	Suggested string        // the time that was suggested for inkom, if one was
	Notice    string        // what is good to know before it is filled in
	Now       []webkit.Fact // what stands, when it has changed since the form was shown
	Fields    []FormField
	Button    string
	Cancel    webkit.Link
}

// A caseAct is one thing that can be done in a case by a form of its own. The
// page that shows the form and the post that carries it out are made from it.
type caseAct struct {
	path     string // after /arende/{nr}
	action   string
	part     string // of the file that the form shows
	title    string
	button   string
	notice   func(p Pages, v actView) string
	fields   func(p Pages, v actView) []FormField
	steps    func(p Pages, v actView, in *webkit.Input, form act.Form) ([]engine.Step, error)
	toCase   bool   // afterwards the case is shown, and not the intake or note
	mayClose bool   // afterwards the case may be closed to the one who did it
	then     string // page of the case shown afterwards; empty: the intake, note or case
	leaves   string // page shown afterwards where the file may no longer be the reader's
	edits    bool   // it changes what the form shows of the person or the note, or takes it elsewhere, and does not only add
}

// An actView is what a caseAct's form and steps are made from.
type actView struct {
	r    *http.Request
	file File
	base string // the address of the intake or note it concerns, if any

	intake        casework.Intake
	intakeVersion int
	note          casework.Note
	colleagues    []org.Staff
	guardians     []Guardian
	running       []casework.InvestigationLine
}

func (v actView) today() string { return webkit.Today(v.r).String() }

// view loads what the act is about. It logs nothing; the caller does.
func (p Pages) view(r *http.Request) (actView, error) {
	v := actView{r: r}
	var err error
	if v.file, err = p.Open(r.Context(), webkit.Actor(r), r.PathValue("nr")); err != nil {
		return v, err
	}
	if raw := r.PathValue("id"); raw != "" {
		id, err := ids.Parse(raw)
		if err != nil {
			return v, fault.New(fault.NotFound, "case.unknown")
		}
		if strings.Contains(r.URL.Path, "/anteckning/") {
			v.base = "/anteckning/" + raw
			v.note, _, err = p.Notes.Load(r.Context(), id)
			if err == nil && v.note.Case != v.file.Case.ID {
				err = fault.New(fault.NotFound, "case.unknown")
			}
		} else {
			v.base = "/aktualisering/" + raw
			v.intake, v.intakeVersion, err = p.Intakes.Load(r.Context(), id)
			if err == nil && v.intake.Case != v.file.Case.ID {
				err = fault.New(fault.NotFound, "case.unknown")
			}
		}
		if err != nil {
			return v, err
		}
	}
	if v.guardians, err = p.guardians(r, v.file.Person); err != nil {
		return v, err
	}
	if unit := webkit.Actor(r).Unit; !unit.IsZero() {
		if v.colleagues, err = p.Staff.StaffOf(r.Context(), unit, webkit.Today(r)); err != nil {
			return v, err
		}
	}
	lines, err := p.Lines.InvestigationsOf(r.Context(), v.file.Case.ID, webkit.PageSize)
	if err != nil {
		return v, err
	}
	for _, l := range lines {
		if l.Decided.IsZero() {
			v.running = append(v.running, l)
		}
	}
	return v, nil
}

func (p Pages) getAct(a caseAct) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := p.view(r)
		if err != nil {
			return err
		}
		if err := webkit.Read(r, v.file.Person.ID, v.file.Through); err != nil {
			return err
		}
		draft := r.URL.Path
		typed, err := webkit.Blank(r, draft)
		if err != nil {
			return err
		}
		shown, err := p.version(a, v)
		if err != nil {
			return err
		}
		return p.show(w, r, "formular.html", p.actPage(a, v, webkit.NewForm(r, shown, draft), typed))
	}
}

// version is that of the stream which the form edits; 0 when the form only adds.
func (p Pages) version(a caseAct, v actView) (version int, err error) {
	switch {
	case !a.edits:
	case !v.note.Written.IsZero():
		_, version, err = p.Notes.Load(v.r.Context(), v.note.ID.ID)
	default:
		_, version, err = p.Persons.Load(v.r.Context(), v.file.Person.ID.ID)
	}
	return version, err
}

// linked keeps the links from faults to fields true: a fault about something that
// the form does not hold is told of the whole form.
func linked(err error, fields []FormField) error {
	var told []*fault.Error
	for _, f := range fault.All(err) {
		at := *f
		if !slices.ContainsFunc(fields, func(one FormField) bool { return one.Name == f.Field }) {
			at.Field = ""
		}
		told = append(told, &at)
	}
	if len(told) == 0 {
		return err
	}
	return fault.Join(told...)
}

// standing lists what stands in the fields where something else is typed.
func standing(now, typed []FormField) []webkit.Fact {
	var facts []webkit.Fact
	for i, f := range now {
		if f.Value != "" && f.Value != typed[i].Value {
			facts = append(facts, webkit.Fact{Label: f.Label, Value: f.Value})
		}
	}
	return facts
}

func (p Pages) actPage(a caseAct, v actView, form webkit.FormHead, typed webkit.Typed) *FormPage {
	page := &FormPage{
		Page: webkit.Page{Title: a.title, Person: v.file.Band(webkit.Today(v.r), false), Saved: typed.SavedAt()},
		Form: form, Path: v.r.URL.Path, Fields: a.fields(p, v), Button: a.button,
		Cancel: webkit.Link{Path: v.file.Path(v.base), Words: "Avbryt"},
	}
	page.Back = &webkit.Link{Path: v.file.Path(v.base), Words: "Tillbaka"}
	if a.notice != nil {
		page.Notice = a.notice(p, v)
	}
	for i := range page.Fields {
		page.Fields[i].Field = typed.Field(page.Fields[i].Field)
	}
	return page
}

func (p Pages) postAct(a caseAct) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := p.view(r)
		if err != nil {
			return err
		}
		in, form := webkit.Posted(r), webkit.Form(r)
		steps, err := a.steps(p, v, in, form)
		err = errors.Join(in.Err(), err)
		if err == nil {
			_, err = p.Engine.Do(r.Context(), form, steps...)
		}
		if err != nil {
			err = linked(err, a.fields(p, v))
			version, loadErr := p.version(a, v)
			if loadErr != nil {
				return loadErr
			}
			page := p.actPage(a, v, webkit.FormAfter(r, err, version), in.Again(err))
			if webkit.Moved(err) {
				page.Now = standing(a.fields(p, v), page.Fields)
			}
			return webkit.Redo(w, r, p.kit, "formular.html", page, err)
		}
		to := v.file.Path(v.base)
		switch {
		case a.then != "":
			to = v.file.Path(a.then)
		case a.leaves != "":
			to = a.leaves
		case a.toCase:
			to = v.file.Path("")
		}
		if a.mayClose {
			if _, err := p.Door.Open(r.Context(), webkit.Actor(r), "case.read", v.file.Case.Subject()); err != nil {
				to = "/arenden"
			}
		}
		return webkit.Done(w, r, to)
	}
}

func short(name, label, help string) FormField {
	return FormField{Kind: "kort", Field: webkit.Field{Name: name, Label: label, Help: help}}
}

func long(name, label, help string, required bool) FormField {
	return FormField{Kind: "lang", Field: webkit.Field{Name: name, Label: label, Help: help, Required: required}}
}

func day(name, label, value string, required bool) FormField {
	return FormField{Kind: "dag", Field: webkit.Field{Name: name, Label: label, Value: value, Required: required, Prefilled: value != ""}}
}

func choice(name, label, help string, options []webkit.Option) FormField {
	return FormField{Kind: "val", Field: webkit.Field{Name: name, Label: label, Help: help, Required: true, Options: options}}
}

func list(name, label, help string, options []webkit.Option) FormField {
	return FormField{Kind: "lista", Field: webkit.Field{Name: name, Label: label, Help: help, Options: options}}
}

// values lists what the options may be.
func values(options []webkit.Option) []string {
	var all []string
	for _, o := range options {
		all = append(all, o.Value)
	}
	return all
}

// officers are the colleagues a matter can be given to, oneself first.
func officers(r *http.Request, colleagues []org.Staff) []webkit.Option {
	me := webkit.Actor(r).User
	options := []webkit.Option{{Value: "", Words: "Välj handläggare"}, {Value: me.String(), Words: "Jag själv"}}
	for _, s := range colleagues {
		if s.ID != me {
			options = append(options, webkit.Option{Value: s.ID.String(), Words: s.Name})
		}
	}
	return options
}
