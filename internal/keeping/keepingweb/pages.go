// Package keepingweb is the queue of files to be disposed of (gallring):
// /administration/gallring. It shows numbers of cases and no names: who arranges
// the keeping of files need not know whose they are.
package keepingweb

import (
	"context"
	"embed"
	"net/http"
	"strings"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/keeping"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Kit parses the pages, also for the test that checks their types.
func Kit() *webkit.Templates { return webkit.MustParse(files) }

// Root is the address of the queue.
const Root = "/administration/gallring"

// Queries find the files.
type Queries interface {
	Due(ctx context.Context, today civil.Date, limit, offset int) ([]ids.Person, error)
	CountDue(ctx context.Context, today civil.Date) (int, error)
	File(ctx context.Context, person ids.Person, today civil.Date) (keeping.PersonFile, error)
	Streams(ctx context.Context, person ids.Person) ([]journal.StreamID, error)
	Going(ctx context.Context, limit int) ([]keeping.Disposal, error)
	Receipts(ctx context.Context, limit, offset int) ([]keeping.Disposal, error)
	Of(ctx context.Context, person ids.Person) (keeping.Disposal, error)
}

// Pages serves the pages of one board.
type Pages struct {
	Queries Queries
	// Rule is a rule's title and citation on a day.
	Rule func(id string, day civil.Date) (title, cited string)
	// Names are the names of members of staff.
	Names func(ctx context.Context, users ...ids.User) (map[ids.User]string, error)
	// Do carries out one act on a file's disposal.
	Propose  func(ctx context.Context, form act.Form, file keeping.PersonFile) error
	Approve  func(ctx context.Context, form act.Form, person ids.Person) error
	Withdraw func(ctx context.Context, form act.Form, person ids.Person) error
	Hold     func(ctx context.Context, form act.Form, person ids.Person, ground string) error
	Release  func(ctx context.Context, form act.Form, person ids.Person) error

	kit *webkit.Templates
}

const list = "disposal.list"

// Routes is the access list of the area.
func (p Pages) Routes() []webkit.Route {
	p.kit = Kit()
	return []webkit.Route{
		{Pattern: "GET " + Root, Action: list, Handle: p.getQueue},
		{Pattern: "GET " + Root + "/{akt}", Action: list, Handle: p.getFile},
		{Pattern: "POST " + Root + "/{akt}/{steg}", Action: list, Handle: p.postStep},
	}
}

// QueuePage is /administration/gallring.
type QueuePage struct {
	webkit.Page
	Going, Due, Done webkit.Listing
}

func (p Pages) getQueue(w http.ResponseWriter, r *http.Request) error {
	ctx, today := r.Context(), webkit.Today(r)
	of, err := p.Queries.CountDue(ctx, today)
	if err != nil {
		return err
	}
	page := &QueuePage{Page: webkit.Page{
		Title: "Gallring", Strong: webkit.Count(of, "akt har nått sin tid", "akter har nått sin tid") + ".",
		Sentence: "En akt gallras fem år efter sista anteckningen, senast vid utgången av kalenderåret därpå. Två personer behövs.",
	}}
	paging := webkit.NewPaging(r.URL, of)
	page.Due = webkit.Listing{
		Caption: "Akter som har nått sin tid", Paging: paging, Columns: columns("Akt", "Gallras senast", "Grund", "Hinder"),
		Empty: webkit.Empty{Sentence: "Ingen akt har nått sin tid.", Support: "Akterna kommer hit av sig själva, dagen då de får gallras."},
	}
	persons, err := p.Queries.Due(ctx, today, webkit.PageSize, paging.Offset())
	if err != nil {
		return err
	}
	for _, person := range persons {
		f, err := p.Queries.File(ctx, person, today)
		if err != nil {
			return err
		}
		page.Due.Rows = append(page.Due.Rows, webkit.ListRow{Path: address(person), Words: strings.Join(f.Numbers, ", "), Cells: []webkit.Cell{
			{Name: "Gallras senast", Words: webkit.PlainDay(f.Due, today)}, {Name: "Grund", Words: p.titles(f, today)}, {Name: "Hinder", Words: f.Blocked},
		}})
	}
	if page.Going, err = p.going(ctx, today); err != nil {
		return err
	}
	if page.Done, err = p.receipts(ctx, today); err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "ko.html", page)
}

func columns(words ...string) []webkit.Column {
	var all []webkit.Column
	for _, w := range words {
		all = append(all, webkit.Column{Words: w})
	}
	return all
}

func address(person ids.Person) string { return Root + "/" + person.String() }

func (p Pages) titles(f keeping.PersonFile, today civil.Date) string {
	var all []string
	for _, rule := range f.Rules {
		title, _ := p.Rule(rule, today)
		all = append(all, title)
	}
	return strings.Join(all, "; ")
}

func (p Pages) going(ctx context.Context, today civil.Date) (webkit.Listing, error) {
	l := webkit.Listing{
		Caption: "Föreslagna gallringar", Columns: columns("Akt", "Föreslagen", "Läge"),
		Empty: webkit.Empty{Sentence: "Ingen gallring väntar på en andra person."},
	}
	lines, err := p.Queries.Going(ctx, webkit.PageSize)
	if err != nil {
		return l, err
	}
	names, err := p.names(ctx, lines)
	for _, line := range lines {
		f, err := p.Queries.File(ctx, line.Person, today)
		if err != nil {
			return l, err
		}
		state := "väntar på en andra person"
		if !line.Approved.IsZero() {
			state = "godkänd av " + names[line.Second] + ", gallras inom ett dygn"
		}
		if f.Held != "" {
			state = "spärrad"
		}
		l.Rows = append(l.Rows, webkit.ListRow{Path: address(line.Person), Words: "Akt " + strings.Join(f.Numbers, ", "), Cells: []webkit.Cell{
			{Name: "Föreslagen", Words: webkit.PlainDay(line.Proposed, today) + " av " + names[line.By]}, {Name: "Läge", Words: state},
		}})
	}
	return l, err
}

func (p Pages) receipts(ctx context.Context, today civil.Date) (webkit.Listing, error) {
	l := webkit.Listing{
		Caption: "Senast gallrade akter", Columns: columns("Gallrad", "Föreslogs av", "Godkändes av", "Omfattning"),
		Empty: webkit.Empty{Sentence: "Ingen akt är gallrad än."},
	}
	lines, err := p.Queries.Receipts(ctx, webkit.PageSize, 0)
	if err != nil {
		return l, err
	}
	names, err := p.names(ctx, lines)
	for _, line := range lines {
		l.Rows = append(l.Rows, webkit.ListRow{Path: address(line.Person), Words: webkit.PlainDay(line.Done, today), Cells: []webkit.Cell{
			{Name: "Föreslogs av", Words: names[line.By]}, {Name: "Godkändes av", Words: names[line.Second]}, {Name: "Omfattning", Words: extent(line)},
		}})
	}
	return l, err
}

func extent(line keeping.Disposal) string {
	return webkit.Count(line.Bodies, "händelse", "händelser") + ", " + webkit.Count(line.Papers, "bilaga", "bilagor")
}

func (p Pages) names(ctx context.Context, lines []keeping.Disposal) (map[ids.User]string, error) {
	var users []ids.User
	for _, line := range lines {
		users = append(users, line.By, line.Second)
	}
	return p.Names(ctx, users...)
}

// FilePage is one file: what would go, on which ground, and what may be done.
type FilePage struct {
	webkit.Page
	Form    webkit.FormHead
	Path    string
	Facts   []webkit.Fact
	Parts   []webkit.Fact // how many of each kind would go
	Propose bool
	Approve bool
	Own     bool // the reader proposed it, so that someone else must approve
	Waits   bool // it is approved and not yet done
	Held    bool
	Hold    *webkit.Field
}

func (p Pages) person(r *http.Request) (ids.Person, error) {
	id, err := ids.Parse(r.PathValue("akt"))
	if err != nil {
		return ids.Person{}, fault.New(fault.NotFound, "web.no-such-page")
	}
	return ids.Person{ID: id}, nil
}

func (p Pages) page(r *http.Request) (*FilePage, keeping.PersonFile, error) {
	ctx, today := r.Context(), webkit.Today(r)
	person, err := p.person(r)
	if err != nil {
		return nil, keeping.PersonFile{}, err
	}
	f, err := p.Queries.File(ctx, person, today)
	if err != nil {
		return nil, f, err
	}
	line, err := p.Queries.Of(ctx, person)
	if err != nil {
		return nil, f, err
	}
	if len(f.Cases) == 0 && line.Person.IsZero() {
		return nil, f, fault.New(fault.NotFound, "web.no-such-page")
	}
	names, err := p.names(ctx, []keeping.Disposal{line})
	if err != nil {
		return nil, f, err
	}
	page := &FilePage{Form: webkit.NewForm(r, 0, ""), Path: address(person), Held: f.Held != ""}
	page.Back = &webkit.Link{Path: Root, Words: "Gallring"}
	page.Title = "Akt " + strings.Join(f.Numbers, ", ")
	if !line.Done.IsZero() {
		page.Title, page.Sentence = "Gallrad akt", "Det som stod i akten finns inte kvar. Att händelserna fanns, och när, går fortfarande att pröva."
		page.Facts = []webkit.Fact{
			{Label: "Gallrad", Value: webkit.PlainDay(line.Done, today)},
			{Label: "Föreslogs av", Value: names[line.By]},
			{Label: "Godkändes av", Value: names[line.Second]},
			{Label: "Omfattning", Value: extent(line)},
		}
		return page, f, nil
	}
	page.Sentence = f.Blocked
	if f.Blocked == "" {
		page.Sentence = "Akten ska vara gallrad senast " + webkit.PlainDay(f.Due, today) + "."
	}
	for _, rule := range f.Rules {
		title, cited := p.Rule(rule, today)
		page.Facts = append(page.Facts, webkit.Fact{Label: "Grund", Value: title, Origin: cited})
	}
	if !line.Proposed.IsZero() {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Föreslogs av", Value: names[line.By] + " " + webkit.PlainDay(line.Proposed, today)})
	}
	if page.Parts, err = p.parts(ctx, person); err != nil {
		return nil, f, err
	}
	who := webkit.Actor(r).User
	page.Waits = !line.Approved.IsZero()
	page.Own = !line.Proposed.IsZero() && line.By == who && !page.Waits
	page.Approve = !line.Proposed.IsZero() && line.By != who && !page.Waits && f.Blocked == ""
	page.Propose = line.Proposed.IsZero() && f.Blocked == ""
	if !page.Held {
		page.Hold = &webkit.Field{Name: "grund", ID: "grund", Label: "Varför ska akten sparas?", Required: true}
		for _, ground := range keeping.HoldGrounds() {
			page.Hold.Options = append(page.Hold.Options, webkit.Option{Value: ground, Words: keeping.HoldWords(ground)})
		}
	}
	return page, f, nil
}

var partWords = []struct{ kind, one, many string }{
	{"case", "ärende", "ärenden"},
	{"intake", "aktualisering", "aktualiseringar"},
	{"investigation", "utredning", "utredningar"},
	{"decision", "beslut", "beslut"},
	{"note", "anteckning", "anteckningar"},
	{"order", "uppdrag", "uppdrag"},
	{"visit", "besök", "besök"},
	{"coordination", "samordning", "samordningar"},
	{"release", "begäran om utlämnande", "begäranden om utlämnande"},
	{"proposal", "förslag till beslut", "förslag till beslut"},
	{"coercion", "ärende om tvång", "ärenden om tvång"},
	{"log_check", "loggkontroll", "loggkontroller"},
	{"emergency", "nödåtkomst", "nödåtkomster"},
	{"sent_letter", "meddelande till en annan nämnd", "meddelanden till andra nämnder"},
	{"arrived_letter", "meddelande från en annan nämnd", "meddelanden från andra nämnder"},
	{"deviation", "avvikelse", "avvikelser"},
	{"person", "persons uppgifter", "personers uppgifter: personen, dubbletter och de som bara står i den här akten"},
}

func (p Pages) parts(ctx context.Context, person ids.Person) ([]webkit.Fact, error) {
	streams, err := p.Queries.Streams(ctx, person)
	if err != nil {
		return nil, err
	}
	counted := map[string]int{}
	for _, s := range streams {
		counted[s.Kind]++
	}
	var all []webkit.Fact
	for _, words := range partWords {
		if n := counted[words.kind]; n > 0 {
			all = append(all, webkit.Fact{Label: "Försvinner", Value: webkit.Count(n, words.one, words.many)})
		}
	}
	return all, nil
}

func (p Pages) getFile(w http.ResponseWriter, r *http.Request) error {
	page, _, err := p.page(r)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "akt.html", page)
}

func (p Pages) postStep(w http.ResponseWriter, r *http.Request) error {
	page, file, err := p.page(r)
	if err != nil {
		return err
	}
	ctx, form := r.Context(), webkit.Form(r)
	switch r.PathValue("steg") {
	case "foresla":
		if file.Blocked != "" {
			err = fault.New(fault.Unmet, "disposal.not-due")
		} else {
			err = p.Propose(ctx, form, file)
		}
	case "godkann":
		if file.Blocked != "" {
			err = fault.New(fault.Unmet, "disposal.not-due")
		} else {
			err = p.Approve(ctx, form, file.Person)
		}
	case "avbryt":
		err = p.Withdraw(ctx, form, file.Person)
	case "sparra":
		err = p.Hold(ctx, form, file.Person, webkit.Posted(r).Text("grund"))
	case "hav":
		err = p.Release(ctx, form, file.Person)
	default:
		return fault.New(fault.NotFound, "web.no-such-page")
	}
	if err != nil {
		return webkit.Redo(w, r, p.kit, "akt.html", page, err)
	}
	return webkit.Done(w, r, address(file.Person))
}
