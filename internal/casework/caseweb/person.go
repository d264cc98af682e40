package caseweb

import (
	"net/http"

	"stadga/internal/casework"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/webkit"
)

// PersonPage is /person/{nr}: the whole situation of one person – every line in
// every case that the reader may see, with its gaps, and those close to the person.
type PersonPage struct {
	webkit.Page
	Cases  []Situation
	Facts  []webkit.Fact // who the person is, and those close to it
	Family webkit.Listing
}

// A Situation is one case of the person: what runs in it and where its thread has gaps.
type Situation struct {
	ID      string
	Heading webkit.Link
	Sub     string
	Lines   []CaseLine
	Empty   string
	Gaps    []webkit.Fact // a need whose thread has a gap, and what is missing
}

func (p Pages) getPerson(w http.ResponseWriter, r *http.Request) error {
	raw, err := ids.Parse(r.PathValue("nr"))
	if err != nil {
		return fault.New(fault.NotFound, "case.unknown")
	}
	today := webkit.Today(r)
	person, err := p.People.Person(r.Context(), ids.Person{ID: raw})
	if err != nil {
		return err
	}
	// Who may open none of the cases may not know that the person is here.
	files, err := p.seenFiles(r, person)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fault.New(fault.NotFound, "case.unknown")
	}
	if err := webkit.Read(r, person.ID, files[0].Through); err != nil {
		return err
	}
	band := personband(person, today)
	band.Heading = true
	page := &PersonPage{Page: webkit.Page{Title: "Personöversikt", Person: &band}}
	running := 0
	for _, f := range files {
		s, err := p.situation(r, f)
		if err != nil {
			return err
		}
		running += len(s.Lines)
		page.Cases = append(page.Cases, s)
	}
	page.Strong = "Hela situationen:"
	page.Sentence = webkit.Count(len(files), "ärende", "ärenden") + " som du kan se. " + webkit.Count(running, "sak pågår.", "saker pågår.")
	if err := p.closeTo(r, person, files[0], page); err != nil {
		return err
	}
	return p.show(w, r, "person.html", page)
}

// seenFiles are the person's cases that the reader may open.
func (p Pages) seenFiles(r *http.Request, person people.Person) ([]File, error) {
	ctx := r.Context()
	cases, err := p.Register.CasesOf(ctx, person.ID)
	if err != nil {
		return nil, err
	}
	waiting, err := p.Register.OpenIntakes(ctx, caseIDs(cases))
	if err != nil {
		return nil, err
	}
	var users []ids.User
	for _, c := range cases {
		users = append(users, c.Officer)
	}
	names, err := p.Staff.Names(ctx, users)
	if err != nil {
		return nil, err
	}
	var seen []File
	for _, c := range cases {
		f := File{Case: c, Person: person, Officer: names[c.Officer], Through: c.Subject()}
		for _, in := range waiting {
			if in.Case == c.ID {
				f.Waiting = append(f.Waiting, in)
			}
		}
		if p.may(webkit.Actor(r), "case.read", f, nil) {
			seen = append(seen, f)
			continue
		}
		for _, in := range f.Waiting {
			if p.may(webkit.Actor(r), "case.read", f, []casework.IntakeRow{in}) {
				f.Through = duty.Subject{Kind: "intake", ID: in.ID.ID}
				seen = append(seen, f)
				break
			}
		}
	}
	return seen, nil
}

// situation gathers what runs in one case, and what is missing in its thread.
func (p Pages) situation(r *http.Request, f File) (Situation, error) {
	s := Situation{ID: "a-" + f.Case.Number, Heading: webkit.Link{Path: f.Path(""), Words: "Ärende " + f.Case.Number}, Sub: f.Case.Area.Words()}
	if f.Officer != "" {
		s.Sub += ", handläggare " + f.Officer
	} else {
		s.Sub += ", ofördelat"
	}
	owed, err := p.Duties.OfCase(r.Context(), f.Case.ID)
	if err != nil {
		return s, err
	}
	d, err := p.decided(r, f)
	if err != nil {
		return s, err
	}
	s.Lines = p.lines(r, f, owed, d)
	for i := range s.Lines {
		s.Lines[i].Next.ID = s.ID + "-" + s.Lines[i].Next.ID // several cases share the page
		if one := s.Lines[i].Next.Primary; one != nil {
			s.Lines[i].Next.Primary, s.Lines[i].Next.Others = nil, append([]webkit.Link{*one}, s.Lines[i].Next.Others...)
		}
	}
	if len(s.Lines) == 0 {
		s.Empty = "Inget pågår."
		if !f.Case.Closed.IsZero() {
			s.Empty = "Avslutat " + webkit.PlainDay(f.Case.Closed, webkit.Today(r)) + "."
		}
	}
	whole, _ := thread(f, d, webkit.Today(r))
	for _, row := range whole.Rows {
		for _, c := range row.Cells {
			if c.State == webkit.ThreadGap {
				s.Gaps = append(s.Gaps, webkit.Fact{Label: row.Need, Value: c.Label + ": " + lower(c.Words), Missing: true, Mend: c.Link})
			}
		}
	}
	return s, nil
}

// closeTo tells who stands close to the person, and which of their cases the reader
// may see: that they are there and who has them, never what they say (N-19).
func (p Pages) closeTo(r *http.Request, person people.Person, f File, page *PersonPage) error {
	ctx, today := r.Context(), webkit.Today(r)
	if !person.Number.IsZero() {
		fact := webkit.Fact{Label: string(person.Number.Kind()), Value: person.Number.Reveal()}
		if person.Protection != people.NoProtection {
			fact.Value, fact.Mend = "dolt", &webkit.Link{Path: f.Path(revealPath), Words: "Visa dolda uppgifter"}
		}
		page.Facts = append(page.Facts, fact)
	}
	near := map[ids.Person]string{}
	var order []ids.Person
	put := func(id ids.Person, words string) {
		if _, known := near[id]; !known && id != person.ID && !id.IsZero() {
			near[id] = words
			order = append(order, id)
		}
	}
	children := func(of ids.Person, words string) error {
		all, err := p.People.RelatedTo(ctx, of, people.Guardian)
		for _, id := range all {
			put(id, words)
		}
		return err
	}
	for _, rel := range person.Relations {
		if !rel.Running(today) {
			continue
		}
		if rel.Person.IsZero() {
			page.Facts = append(page.Facts, webkit.Fact{Label: relationWords(rel.Kind), Value: rel.Name, Origin: "Sedan " + webkit.PlainDay(rel.From, today)})
			continue
		}
		put(rel.Person, relationWords(rel.Kind))
		if rel.Kind == people.Guardian {
			if err := children(rel.Person, "Syskon"); err != nil {
				return err
			}
		}
	}
	if err := children(person.ID, "Barn"); err != nil {
		return err
	}
	return p.family(r, order, near, page)
}

func (p Pages) family(r *http.Request, order []ids.Person, near map[ids.Person]string, page *PersonPage) error {
	page.Family = webkit.Listing{
		Caption: "Familj och företrädare", Columns: []webkit.Column{{Words: "Vem"}, {Words: "Är"}, {Words: "Ärenden som du kan se"}, {Words: "Handläggare"}},
		Empty: webkit.Empty{Sentence: "Ingen i familjen finns i akten."},
	}
	found, err := p.People.Persons(r.Context(), order)
	if err != nil {
		return err
	}
	for _, id := range order {
		other := found[id]
		files, err := p.seenFiles(r, other)
		if err != nil {
			return err
		}
		name := other.Name.String()
		if other.Protection != people.NoProtection && len(files) == 0 {
			name = "Skyddade personuppgifter"
		}
		row := webkit.ListRow{Words: name}
		is, has, officer := webkit.Cell{Name: "Är", Words: lower(near[id])}, webkit.Cell{Name: "Ärenden", Words: "inget"}, webkit.Cell{Name: "Handläggare"}
		for n, f := range files {
			if n == 0 {
				has.Words, has.Link = "", &webkit.Link{Path: f.Path(""), Words: f.Case.Number}
				has.Sub, officer.Words = f.Case.Area.Words(), f.Officer
				continue
			}
			has.Sub += ", " + f.Case.Number + " " + f.Case.Area.Words()
		}
		row.Cells = []webkit.Cell{is, has, officer}
		page.Family.Rows = append(page.Family.Rows, row)
	}
	page.Family.Paging = webkit.Paging{From: min(1, len(order)), To: len(order), Of: len(order)}
	return nil
}

func caseIDs(cases []casework.Case) []ids.Case {
	all := make([]ids.Case, len(cases))
	for i, c := range cases {
		all[i] = c.ID
	}
	return all
}
