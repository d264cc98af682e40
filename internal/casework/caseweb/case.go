package caseweb

import (
	"net/http"
	"strings"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

// CasePage is /arende/{nr}: understand the case in half a minute and do the next
// thing.
type CasePage struct {
	webkit.Page
	Parts    []ViewLink // the case's other pages
	Lines    []CaseLine // running, most urgent first
	Folded   []CaseLine // the rest of them
	Thread   webkit.Thread
	Gaps     string
	Note     NoteForm
	Writes   bool // the reader may write in the case, and not only read it
	Chips    []ViewLink
	Timeline []webkit.TimelineItem
	Older    string
	Frister  []NamedFrist
	Facts    []webkit.Fact
	Intakes  []webkit.Fact
}

// A CaseLine is one running line of the case: where it stands and what comes next.
type CaseLine struct {
	Heading string
	Steps   webkit.Stegrad
	Next    webkit.NastaSteg
	urgency urgency
	alarm   civil.Date // of what is owed first
}

// NoteForm is the box that is always open.
type NoteForm struct {
	Form webkit.FormHead
	Path string
	Kind webkit.Field
	Text webkit.Field
}

const linesShown = 3

func (p Pages) getCase(w http.ResponseWriter, r *http.Request) error {
	f, err := p.read(r)
	if err != nil {
		return err
	}
	draft := f.Path("/anteckning")
	typed, err := webkit.Blank(r, draft)
	if err != nil {
		return err
	}
	page, err := p.casePage(r, f, webkit.NewForm(r, 0, draft), typed)
	if err != nil {
		return err
	}
	return p.show(w, r, "arende.html", page)
}

func (p Pages) casePage(r *http.Request, f File, form webkit.FormHead, typed webkit.Typed) (*CasePage, error) {
	today := webkit.Today(r)
	page := &CasePage{Page: webkit.Page{Title: "Ärende " + f.Case.Number, Person: f.Band(today, true), Saved: typed.SavedAt()}}
	if page.Writes = p.may(webkit.Actor(r), "note.write", f, nil); page.Writes {
		page.Person.Actions = []webkit.Link{{Path: "#text", Words: "Anteckna"}}
		page.Person.More = f.more()
	}
	for _, part := range [][2]string{{"/utredning", "Utredning"}, {"/beslut", "Beslut"}, {"/insatser", "Insatser"}, {"/uppfoljning", "Uppföljning"}} {
		page.Parts = append(page.Parts, ViewLink{Path: f.Path(part[0]), Words: part[1]})
	}
	owed, err := p.Duties.OfCase(r.Context(), f.Case.ID)
	if err != nil {
		return nil, err
	}
	page.Frister = p.frister(r, f.Path(""), owed)
	d, err := p.decided(r, f)
	if err != nil {
		return nil, err
	}
	lines := p.lines(r, f, owed, d)
	page.Lines = lines[:min(len(lines), linesShown)]
	page.Folded = lines[len(page.Lines):]
	page.Strong, page.Sentence = caseSentence(lines, owed, webkit.Now(r))
	page.Thread, page.Gaps = thread(f, d, today)
	page.Note = noteForm(f, form, typed)
	if err := p.timeline(r, f, d, page); err != nil {
		return nil, err
	}
	return page, p.facts(r, f, page)
}

// more is what can be done in the case beside its lines.
func (f File) more() []webkit.Link {
	all := []webkit.Link{
		{Path: f.Path("/lamna-over"), Words: "Lämna över ärendet"},
		{Path: f.Path("/narstaende"), Words: "Lägg till närstående eller företrädare"},
		{Path: f.Path("/namn"), Words: "Rätta namnet"},
		{Path: f.Path("/kontaktuppgifter"), Words: "Ändra kontaktuppgifter"},
		{Path: f.Path("/fodelse"), Words: "Rätta födelsedag"},
		{Path: f.Path("/skyddade-uppgifter"), Words: "Skyddade personuppgifter"},
		{Path: "/person/" + f.Person.ID.String(), Words: "Personöversikt"},
		{Path: f.Path("/lasningar"), Words: "Vem har läst"},
		{Path: f.Path("/utlamnande"), Words: "Någon vill läsa akten"},
		{Path: f.Path("/ta-bort"), Words: "Ta bort text"},
		{Path: f.Path("/jav"), Words: "Jäv"},
		{Path: f.Path("/flyttat"), Words: "Personen flyttar"},
		{Path: f.Path("/avliden"), Words: "Personen har avlidit"},
		{Path: f.Path("/samordning"), Words: "Samordning med andra områden"},
		{Path: f.Path("/namnder"), Words: "Skriv till en annan nämnd"},
		{Path: f.Path("/overflyttning"), Words: "Be en annan kommun ta över"},
		{Path: f.Path("/avsluta"), Words: "Avsluta ärendet"},
	}
	all = append(all, f.careLinks()...)
	if f.Person.Protection != people.NoProtection {
		all = append(all, webkit.Link{Path: f.Path(revealPath), Words: "Visa dolda uppgifter"}, webkit.Link{Path: f.Path("/hav-skydd"), Words: "Häv skyddade personuppgifter"})
	}
	if f.Person.Number.IsZero() {
		all = append(all, webkit.Link{Path: f.Path("/samma-person"), Words: "Personen finns redan"})
		all = append(all, webkit.Link{Path: f.Path("/nummer"), Words: "Skriv personnummer"})
	}
	if f.Case.Area == casework.Children {
		all = append([]webkit.Link{{Path: f.Path("/vardnadshavare"), Words: "Lägg till vårdnadshavare"}}, all...)
	}
	return all
}

// caseSentence says the state of the case: what is late, else what runs.
func caseSentence(lines []CaseLine, owed []duty.Obligation, now time.Time) (strong, rest string) {
	late := 0
	for _, o := range owed {
		if o.StateAt(now) == duty.Late {
			late++
		}
	}
	if late > 0 {
		strong = webkit.Count(late, "frist är försenad.", "frister är försenade.")
	}
	if len(lines) == 0 {
		return strong, "Inget pågår i ärendet."
	}
	return strong, webkit.Count(len(lines), "sak pågår.", "saker pågår.")
}

func noteForm(f File, form webkit.FormHead, typed webkit.Typed) NoteForm {
	var kinds []webkit.Option
	for _, k := range casework.NoteKinds() {
		kinds = append(kinds, webkit.Option{Value: string(k), Words: k.Words()})
	}
	return NoteForm{
		Form: form, Path: f.Path("/anteckning"),
		Kind: typed.Field(webkit.Field{Name: "kind", Label: "Slag", Value: string(casework.NotePlain), Options: kinds}),
		Text: typed.Field(webkit.Field{
			Name: "text", Label: "Skriv en anteckning", Rows: 2,
			Help: "Skriv så att " + firstName(f.Person) + " kan läsa det. 2–6 meningar räcker.",
		}),
	}
}

func firstName(person people.Person) string {
	if person.Name.Given == "" || person.Unborn {
		return "personen"
	}
	return strings.Fields(person.Name.Given)[0]
}

func (p Pages) postNote(w http.ResponseWriter, r *http.Request) error {
	f, err := p.Open(r.Context(), webkit.Actor(r), r.PathValue("nr"))
	if err != nil {
		return err
	}
	in, form := webkit.Posted(r), webkit.Form(r)
	var kinds []string
	for _, k := range casework.NoteKinds() {
		kinds = append(kinds, string(k))
	}
	cmd := casework.WriteNote{
		Case: f.Case.ID, Person: f.Person.ID, Kind: casework.NoteKind(in.Word("kind", kinds...)), Text: in.Prose("text"),
		Sign: !in.Has("senare"),
	}
	if err = in.Err(); err == nil {
		_, err = p.Notes.Do(r.Context(), form, ids.Derive(form.ID, "note"), cmd)
	}
	if err != nil {
		page, pageErr := p.casePage(r, f, webkit.SameForm(r), in.Again(err))
		if pageErr != nil {
			return pageErr
		}
		return webkit.Redo(w, r, p.kit, "arende.html", page, err)
	}
	return webkit.Done(w, r, f.Path(""))
}

func (p Pages) postSign(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	if _, err := p.Notes.Do(r.Context(), webkit.Form(r), v.note.ID.ID, casework.SignNote{}); err != nil {
		return err
	}
	return webkit.Done(w, r, v.file.Path(""))
}

// facts gathers what is known around the person, each with where it comes from.
func (p Pages) facts(r *http.Request, f File, page *CasePage) error {
	today := webkit.Today(r)
	guardians, err := p.guardians(r, f.Person)
	if err != nil {
		return err
	}
	protected := f.Person.Protection != people.NoProtection
	if into := f.Person.MergedInto; !into.IsZero() {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Dubblett", Value: "Personen finns redan", Mend: &webkit.Link{Path: "/person/" + into.String(), Words: "Öppna den riktiga personen"}})
	}
	for _, g := range guardians {
		fact := webkit.Fact{Label: "Vårdnadshavare", Value: strings.TrimSuffix(g.Name+", "+hidden(g.Phone, protected), ", ")}
		if g.Hidden {
			fact.Value, fact.Mend = g.Name+", skyddade personuppgifter", &webkit.Link{Path: f.Path(revealPath), Words: "Visa dolda uppgifter"}
		}
		page.Facts = append(page.Facts, fact)
	}
	if f.Case.Area == casework.Children && len(guardians) == 0 {
		page.Facts = append(page.Facts, webkit.Fact{
			Label: "Vårdnadshavare", Value: "uppgift saknas", Missing: true,
			Mend: &webkit.Link{Path: f.Path("/vardnadshavare"), Words: "Fyll i vårdnadshavare"},
		})
	}
	for _, rel := range f.Person.Relations {
		if rel.Kind != people.Guardian && rel.Running(today) {
			value := strings.TrimSuffix(rel.Name+", "+hidden(rel.Phone, protected), ", ")
			page.Facts = append(page.Facts, webkit.Fact{Label: relationWords(rel.Kind), Value: value, Origin: "Sedan " + webkit.PlainDay(rel.From, today)})
		}
	}
	mend := &webkit.Link{Path: f.Path("/kontaktuppgifter"), Words: "Rätta kontaktuppgifter"}
	if protected {
		mend = &webkit.Link{Path: f.Path(revealPath), Words: "Visa dolda uppgifter"}
	}
	if f.Person.Contact.Address != "" {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Adress", Value: hidden(f.Person.Contact.Address, protected), Mend: mend})
	}
	if f.Person.Contact.Phone != "" {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Telefon", Value: hidden(f.Person.Contact.Phone, protected)})
	}
	if err := p.sharing(r, f, page); err != nil {
		return err
	}
	if err := p.passing(r, f, page); err != nil {
		return err
	}
	return p.intakeFacts(r, f, page)
}

// intakeFacts lists what has come in, and reuses what the latest application told.
func (p Pages) intakeFacts(r *http.Request, f File, page *CasePage) error {
	today := webkit.Today(r)
	rows, err := p.Register.IntakesOf(r.Context(), f.Case.ID, webkit.PageSize)
	if err != nil {
		return err
	}
	reused := false
	for _, in := range rows {
		outcome := "väntar på beslut"
		if in.Outcome != "" {
			outcome = lower(in.Outcome.Words()) + " " + webkit.PlainDay(in.Decided, today)
		}
		fact := webkit.Fact{Label: in.Kind.Words(), Value: webkit.PlainDay(civil.DayOf(in.Received), today), Origin: outcome}
		if !f.ByNeed {
			fact.Mend = &webkit.Link{Path: f.Path("/aktualisering/" + in.ID.String()), Words: "Öppna " + lower(in.Kind.Words())}
		}
		page.Intakes = append(page.Intakes, fact)
		if reused || !in.Kind.Asked() {
			continue
		}
		reused = true
		whole, _, err := p.Intakes.Load(r.Context(), in.ID.ID)
		if err != nil {
			return err
		}
		origin := "Ur ansökan " + webkit.PlainDay(civil.DayOf(in.Received), today)
		for _, fact := range [][2]string{
			{"Tolk", whole.Content.Interpreter}, {"Vill bli nådd", whole.Content.ContactWay}, {"Företräds av", whole.Content.Representative},
		} {
			if fact[1] != "" {
				page.Facts = append(page.Facts, webkit.Fact{Label: fact[0], Value: fact[1], Origin: origin})
			}
		}
	}
	return nil
}

func hidden(value string, protected bool) string {
	if protected && value != "" {
		return "dold"
	}
	return value
}

func relationWords(k people.RelationKind) string {
	switch k {
	case people.Guardian:
		return "Vårdnadshavare"
	case people.Parent:
		return "Förälder utan vårdnad"
	case people.Sibling:
		return "Syskon"
	case people.Spouse:
		return "Make, maka eller sambo"
	case people.ChildOf:
		return "Barn"
	case people.Representative:
		return "Ställföreträdare"
	case people.Agent:
		return "Ombud"
	}
	return "Närstående"
}

// NotePage is one entry of the journal with all that has been said of it.
type NotePage struct {
	webkit.Page
	Form    webkit.FormHead
	Path    string
	Erase   string // where text that must not stand is taken out
	Kind    string
	When    string
	Who     string
	Text    string
	Signed  bool
	Mine    bool
	Hidden  bool
	Earlier []EarlierWords
	Objects []webkit.Fact
}

// EarlierWords is a wording that was corrected.
type EarlierWords struct{ When, Who, Was, Why string }

func (p Pages) getNote(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	if v.note.Written.IsZero() {
		return fault.New(fault.NotFound, "note.unknown")
	}
	if err := webkit.Read(r, v.file.Person.ID, v.file.Through); err != nil {
		return err
	}
	today, n := webkit.Today(r), v.note
	users := []ids.User{n.Author}
	for _, e := range n.Earlier {
		users = append(users, e.By)
	}
	names, err := p.Staff.Names(r.Context(), users)
	if err != nil {
		return err
	}
	page := &NotePage{
		Page: webkit.Page{Title: n.Kind.Words(), Person: v.file.Band(today, false), Back: &webkit.Link{Path: v.file.Path(""), Words: "Ärende " + v.file.Case.Number}},
		Form: webkit.NewForm(r, 0, ""), Path: v.file.Path(v.base), Erase: v.file.Path("/ta-bort/note/" + n.ID.String()), Kind: n.Kind.Words(), When: webkit.DayAndTime(n.Happened, today),
		Who: names[n.Author], Text: n.Text, Signed: !n.Signed.IsZero(), Mine: n.Author == webkit.Actor(r).User, Hidden: n.Misfiled != "" && !n.Moved,
	}
	if page.Signed {
		page.Saved = webkit.Sparlage{Words: "Signerad " + webkit.ClockTime(n.Signed) + " av " + page.Who, Icon: "i-las"}
	}
	if page.Hidden {
		page.Text = ""
	}
	for _, e := range n.Earlier {
		page.Earlier = append(page.Earlier, EarlierWords{webkit.DayAndTime(e.At, today), names[e.By], e.Was, e.Why})
	}
	for _, o := range n.Objects {
		page.Objects = append(page.Objects, webkit.Fact{Label: webkit.PlainDay(o.On, today), Value: o.Says})
	}
	return p.show(w, r, "anteckning.html", page)
}
