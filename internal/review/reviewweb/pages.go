// Package reviewweb is where the log of readings is looked at: the queue of odd
// accesses with the month's sample, and what each has read themselves.
package reviewweb

import (
	"context"
	"embed"
	"net/http"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/review"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// Queue lists log checks.
type Queue interface {
	Count(ctx context.Context, done bool) (int, error)
	Rows(ctx context.Context, done bool, offset, limit int) ([]review.LogCheckRow, error)
}

// A Reading is a line of the log of readings.
type Reading struct {
	At           time.Time
	Person       ids.Person
	Shown        int // on a list
	Subject      duty.Subject
	Part, Ground string
	Source       string
}

// A Reads is the log of readings.
type Reads interface {
	// On lists what one read of a person on a day.
	On(ctx context.Context, reader ids.User, person ids.Person, day civil.Date) ([]Reading, error)
	Count(ctx context.Context, reader ids.User) (int, error)
	By(ctx context.Context, reader ids.User, offset, limit int) ([]Reading, error)
}

// Pages serves the pages of one board.
type Pages struct {
	Checks *engine.Stream[review.LogCheck]
	Queue  Queue
	Reads  Reads
	Odd    review.Oddities
	Owed   func(ctx context.Context, subject duty.Subject) ([]duty.Obligation, error)
	Who    func(ctx context.Context, who act.Actor, today civil.Date, persons ...ids.Person) (map[ids.Person]webkit.Personband, error)
	Staff  func(ctx context.Context, users ...ids.User) (map[ids.User]string, error)
	// May tells whether the actor may still open what was read.
	May func(ctx context.Context, who act.Actor, subject duty.Subject) bool
	// Kept is how much of the log is kept.
	Kept func(ctx context.Context) (Kept, error)

	kit *webkit.Templates
}

const queuePath = "/granskning/loggkontroll"

// Routes is the pages' part of the access list.
func (p Pages) Routes() []webkit.Route {
	p.kit = Templates()
	return []webkit.Route{
		{Pattern: "GET " + queuePath, Action: "log_check.list", List: "loggkontrollen", Handle: p.getQueue},
		{Pattern: "GET " + queuePath + "/{id}", Action: "log_check.list", List: "loggkontrollen", Handle: p.getCheck},
		{Pattern: "POST " + queuePath + "/{id}", Action: "log_check.decide", List: "loggkontrollen", Handle: p.postCheck},
		{Pattern: "GET /profil/lasningar", Action: "desk.profile", List: "egna läsningar", Handle: p.getOwn},
	}
}

// QueuePage is /granskning/loggkontroll.
type QueuePage struct {
	webkit.Page
	Other webkit.Link
	List  webkit.Listing
	Odd   []webkit.Fact
	Kept  []webkit.Fact
}

func (p Pages) getQueue(w http.ResponseWriter, r *http.Request) error {
	done := r.URL.Query().Get("visa") == "bedomda"
	n, err := p.Queue.Count(r.Context(), done)
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, n)
	rows, err := p.Queue.Rows(r.Context(), done, paging.Offset(), webkit.PageSize)
	if err != nil {
		return err
	}
	today := webkit.Today(r)
	names, who, err := p.named(r, rows)
	if err != nil {
		return err
	}
	page := &QueuePage{
		Page: webkit.Page{
			Title: "Loggkontroll", Back: &webkit.Link{Path: "/granskning", Words: "Granskning"},
			Strong:   webkit.Count(n, "läsning väntar på bedömning.", "läsningar väntar på bedömning."),
			Sentence: "En läsning här är inget bevis för att någon har gjort fel. Den ska ses av någon annan.",
		},
		Other: webkit.Link{Path: queuePath + "?visa=bedomda", Words: "Visa de bedömda"},
		List: webkit.Listing{
			Caption: "Läsningar att bedöma", Paging: paging, Empty: webkit.Empty{Sentence: "Inget väntar på bedömning."},
			Columns: []webkit.Column{{Words: "Dag"}, {Words: "Vem läste"}, {Words: "Vems akt"}, {Words: "Varför den visas"}, {Words: "Läge"}},
		},
	}
	if done {
		page.Strong, page.List.Caption = webkit.Count(n, "läsning är bedömd.", "läsningar är bedömda."), "Bedömda läsningar"
		page.Other, page.List.Empty = webkit.Link{Path: queuePath, Words: "Visa de som väntar"}, webkit.Empty{Sentence: "Ingen läsning är bedömd än."}
	}
	for _, c := range rows {
		state := webkit.Cell{Name: "Läge", Words: c.Outcome.Words(), Sub: "framlagd " + webkit.PlainDay(civil.DayOf(c.Raised), today)}
		if c.Outcome == "" {
			state.Words = "Väntar"
			if c.Reader == webkit.Actor(r).User {
				state.Words = "Din egen: någon annan bedömer den"
			}
		}
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Path: queuePath + "/" + c.ID.String(), Words: webkit.PlainDay(c.Day, today), Cells: []webkit.Cell{
			{Name: "Vem läste", Words: names[c.Reader]},
			{Name: "Vems akt", Words: named(who[c.Person])},
			{Name: "Varför den visas", Words: strings.Join(p.why(c.Access), " ")},
			state,
		}})
	}
	kept, err := p.Kept(r.Context())
	if err != nil {
		return err
	}
	page.Kept = kept.facts(today)
	for _, o := range p.Odd.All {
		page.Odd = append(page.Odd, webkit.Fact{Label: o.Says, Value: o.Why})
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "loggkontroll.html", page)
}

func (p Pages) named(r *http.Request, rows []review.LogCheckRow) (map[ids.User]string, map[ids.Person]webkit.Personband, error) {
	var users []ids.User
	var persons []ids.Person
	for _, c := range rows {
		users, persons = append(users, c.Reader), append(persons, c.Person)
	}
	names, err := p.Staff(r.Context(), users...)
	if err != nil {
		return nil, nil, err
	}
	who, err := p.Who(r.Context(), webkit.Actor(r), webkit.Today(r), persons...)
	return names, who, err
}

// named is what a person is called here: who has protected identity is not named.
func named(band webkit.Personband) string {
	switch {
	case band.Protected != "":
		return "Skyddad person"
	case band.Name == "":
		return "Gallrad akt"
	}
	return band.Name
}

// why says in sentences why an access is looked at.
func (p Pages) why(a review.Access) []string {
	var says []string
	for _, key := range a.Kinds {
		if o, ok := p.Odd.Named(key); ok {
			says = append(says, o.Says)
		} else {
			says = append(says, "En grund som inte längre används: "+key+".")
		}
	}
	if !a.Drawn.Month.IsZero() {
		says = append(says, "Dragen i månadens stickprov.")
	}
	return says
}

// CheckPage is /granskning/loggkontroll/{id}.
type CheckPage struct {
	webkit.Page
	Facts   []webkit.Fact
	Frister []webkit.Frist
	Drawn   []webkit.Fact
	List    webkit.Listing
	Post    string
	Form    *webkit.FormHead // nil: the reader may not decide on this one
	Outcome webkit.Field
	Reason  webkit.Field
}

func (p Pages) getCheck(w http.ResponseWriter, r *http.Request) error {
	id, c, err := p.find(r)
	if err != nil {
		return err
	}
	page, err := p.checkPage(r, id, c, webkit.Typed{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "kontroll.html", page)
}

func (p Pages) find(r *http.Request) (ids.ID, review.LogCheck, error) {
	id, err := ids.Parse(r.PathValue("id"))
	if err != nil {
		return id, review.LogCheck{}, fault.New(fault.NotFound, "log-check.unknown")
	}
	c, _, err := p.Checks.Load(r.Context(), id)
	if err == nil && !c.Exists() {
		err = fault.New(fault.NotFound, "log-check.unknown")
	}
	return id, c, err
}

func (p Pages) checkPage(r *http.Request, id ids.ID, c review.LogCheck, typed webkit.Typed) (*CheckPage, error) {
	ctx, today := r.Context(), webkit.Today(r)
	names, err := p.Staff(ctx, c.Reader, c.By)
	if err != nil {
		return nil, err
	}
	who, err := p.Who(ctx, webkit.Actor(r), today, c.Person)
	if err != nil {
		return nil, err
	}
	readings, err := p.Reads.On(ctx, c.Reader, c.Person, c.Day)
	if err != nil {
		return nil, err
	}
	owed, err := p.Owed(ctx, c.Subject())
	if err != nil {
		return nil, err
	}
	page := &CheckPage{
		Page: webkit.Page{
			Title: "Läsning att bedöma", Small: webkit.PlainDay(c.Day, today), Back: &webkit.Link{Path: queuePath, Words: "Loggkontroll"},
			Sentence: "Fråga dig om läsaren behövde det här för sitt arbete just då.",
		},
		Facts: []webkit.Fact{
			{Label: "Vem läste", Value: names[c.Reader]},
			{Label: "Vems akt", Value: named(who[c.Person])},
			{Label: "Varför den visas", Value: strings.Join(p.why(c.Access), " ")},
		},
		List: readingList("Vad som lästes den dagen", today, readings, "Raderna finns inte kvar i läsloggen. Pröva registrets historik."),
	}
	for _, key := range c.Kinds {
		if o, ok := p.Odd.Named(key); ok {
			page.Facts = append(page.Facts, webkit.Fact{Label: "Skäl", Value: o.Why})
		}
	}
	for i := range owed {
		page.Frister = append(page.Frister, webkit.FristOf(owed[i], webkit.Now(r)))
	}
	if d := c.Drawn; !d.Month.IsZero() {
		page.Drawn = []webkit.Fact{
			{Label: "Månad", Value: d.Month.String()[:7]},
			{Label: "Frö", Value: d.Seed},
			{Label: "Dragna bland", Value: webkit.Thousands(int(d.To-d.From)) + " läsningar, från plats " + webkit.Thousands(int(d.From)+1)},
			{Label: "Antal", Value: webkit.Thousands(d.Size)},
		}
	}
	if c.Outcome != "" {
		page.Facts = append(page.Facts,
			webkit.Fact{Label: "Bedömning", Value: c.Outcome.Words() + ". " + c.Reason, Origin: names[c.By] + ", " + webkit.DayAndTime(c.Decided, today)})
	}
	if c.Reader == webkit.Actor(r).User {
		page.Strong = "Det här är dina egna läsningar. Någon annan bedömer dem."
		return page, nil
	}
	form := webkit.NewForm(r, 0, "")
	page.Form, page.Post = &form, queuePath+"/"+id.String()
	var options []webkit.Option
	for _, o := range review.Outcomes() {
		options = append(options, webkit.Option{Value: string(o), Words: o.Words()})
	}
	page.Outcome = typed.Field(webkit.Field{Name: "outcome", Label: "Vad har du kommit fram till?", Options: options, Required: true})
	page.Reason = typed.Field(webkit.Field{Name: "reason", Label: "Vad har du kontrollerat?", Help: "En mening räcker. Skriv inget ur akten.", Required: true})
	return page, nil
}

func (p Pages) postCheck(w http.ResponseWriter, r *http.Request) error {
	id, c, err := p.find(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := review.DecideLogCheck{Outcome: review.Outcome(in.Text("outcome")), Reason: in.Text("reason")}
	if err = in.Err(); err == nil {
		_, err = p.Checks.Do(r.Context(), webkit.Form(r), id, cmd)
	}
	if err == nil {
		return webkit.Done(w, r, queuePath)
	}
	page, failed := p.checkPage(r, id, c, in.Again(err))
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "kontroll.html", page, err)
}

func readingList(caption string, today civil.Date, readings []Reading, empty string) webkit.Listing {
	list := webkit.Listing{
		Caption: caption, Columns: []webkit.Column{{Words: "När"}, {Words: "Vad"}, {Words: "På vilken grund"}, {Words: "Varifrån"}},
		Paging: webkit.Paging{From: min(1, len(readings)), To: len(readings), Of: len(readings)}, Empty: webkit.Empty{Sentence: empty},
	}
	for _, one := range readings {
		list.Rows = append(list.Rows, webkit.ListRow{Words: webkit.DayAndTime(one.At, today), Cells: []webkit.Cell{
			{Name: "Vad", Words: one.Part}, {Name: "På vilken grund", Words: one.Ground}, {Name: "Varifrån", Words: one.Source},
		}})
	}
	return list
}

// OwnPage is /profil/lasningar: what the log says that one has read oneself.
type OwnPage struct {
	webkit.Page
	List webkit.Listing
}

func (p Pages) getOwn(w http.ResponseWriter, r *http.Request) error {
	me, today := webkit.Actor(r), webkit.Today(r)
	n, err := p.Reads.Count(r.Context(), me.User)
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, n)
	readings, err := p.Reads.By(r.Context(), me.User, paging.Offset(), webkit.PageSize)
	if err != nil {
		return err
	}
	var persons []ids.Person
	for _, one := range readings {
		if !one.Person.IsZero() && p.May(r.Context(), me, one.Subject) {
			persons = append(persons, one.Person)
		}
	}
	who, err := p.Who(r.Context(), me, today, persons...)
	if err != nil {
		return err
	}
	page := &OwnPage{
		Page: webkit.Page{Title: "Dina läsningar", Sentence: "Så här ser läsloggen ut för dig. Den som granskar loggen ser samma rader.", Back: &webkit.Link{Path: "/profil", Words: "Profil"}},
		List: readingList("Dina läsningar", today, readings, "Du har inte läst något än."),
	}
	page.List.Paging = paging
	page.List.Columns = append(page.List.Columns, webkit.Column{Words: "Vems akt"})
	for i, one := range readings {
		words := webkit.Count(one.Shown, "person på en lista", "personer på en lista")
		switch band, open := who[one.Person]; {
		case one.Person.IsZero():
		case open:
			words = named(band)
		default:
			words = "En akt du inte längre har åtkomst till"
		}
		page.List.Rows[i].Cells = append(page.List.Rows[i].Cells, webkit.Cell{Name: "Vems akt", Words: words})
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "egna.html", page)
}
