// Package phoneweb is the phone pages of those who visit people at home: /besok. They
// are drawn on the server and work without scripts. A phone that has been made ready
// draws them itself, from what it holds encrypted, and works without a network.
package phoneweb

import (
	"cmp"
	"context"
	"embed"
	"net/http"
	"slices"
	"strings"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

//go:embed kontor
var officeFiles embed.FS

// Templates returns the phone's pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// OfficeTemplates returns the pages that the office has in its ordinary frame.
func OfficeTemplates() *webkit.Templates { return webkit.MustParse(officeFiles) }

// A Stop is one visit of a carer's route, with what the carer needs at the door. Of
// a person with protected identity it holds the time alone.
type Stop struct {
	Visit     ids.Visit
	Target    visits.Target
	Planned   visits.Span
	Protected bool
	Name      string // "Anna S.": given name and initial
	Age       string // "84 år"
	Address   string
	Important string // risks and keys, as the order says
	Tasks     []string
	With      int // how many of the staff; 0: one
	Begun     time.Time
	Ended     time.Time
	Missed    bool
	Notes     []Said // the last of the person's visits, newest first
	Changes   []Said // since the carer's last visit, newest first
}

// done tells whether nothing is left to do of the visit.
func (s Stop) done() bool { return !s.Ended.IsZero() || s.Missed }

// Said is one line of a handover.
type Said struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// A Route (rutt) is what one carer is to do, in order of time.
type Route struct {
	Stops []Stop
	Call  string // telephone to the coordinator; empty: none is known
}

// Others is what the pages ask of other areas. cmd wires it.
type Others struct {
	// Route is the carer's visits between two days: those that access lets the carer see.
	Route func(ctx context.Context, who act.Actor, from, to civil.Date) (Route, error)
	// Take keeps what was registered, durably. Staff is whose visits they are.
	Take func(ctx context.Context, who act.Actor, staff ids.User, batch visits.Batch) error
	// Emptied is when it was last ordered that the user's phones be emptied; zero: never.
	Emptied func(ctx context.Context, user ids.User) (time.Time, error)
	// Colleague tells whether the user works for the provider.
	Colleague func(ctx context.Context, user ids.User, provider ids.Provider) (bool, error)
	// Colleagues lists those who visit people at home for the provider.
	Colleagues func(ctx context.Context, provider ids.Provider) ([]org.Staff, error)
}

// Pages serves the phone's pages of one board.
type Pages struct {
	Staff  *engine.Stream[org.Staff]
	Others Others

	kit, office *webkit.Templates
	app         app
}

// Routes is the access list of the phone.
func (p Pages) Routes() []webkit.Route {
	p.kit, p.office, p.app = Templates(), OfficeTemplates(), newApp()
	return []webkit.Route{
		{Pattern: "GET /besok", Action: "visit.route", List: "dagens besök", Handle: p.getDay},
		{Pattern: "GET /besok/{besok}", Action: "visit.route", Part: "besöket", Handle: p.getVisit},
		{Pattern: "POST /besok/{besok}", Action: "visit.route", Part: "besöket", Handle: p.postVisit},
		{Pattern: "GET /besok/utkorg", Action: "visit.route", Handle: p.show("utkorg.html", "Utkorg", "utkorg")},
		{Pattern: "GET /besok/chef", Action: "visit.route", Handle: p.show("chef.html", "Det här ser din chef", "besok")},
		{Pattern: "GET /besok/laget", Action: "visit.route", Handle: p.getState},
		{Pattern: "GET /besok/rutt", Action: "visit.route", List: "rutten i telefonen", Handle: p.getRoute},
		{Pattern: "GET /besok/skal", Action: webkit.Open, Handle: p.getShell},
		{Pattern: "GET /besok/app/{version}/{fil}", Action: webkit.Open, Handle: p.getFile},
		{Pattern: "GET /besok/app.webmanifest", Action: webkit.Open, Handle: p.getManifest},
		{Pattern: "GET /besok/arbetare.js", Action: webkit.Open, Handle: p.getWorker},
		{Pattern: "GET /utforare/besok/telefoner", Action: "visit.phones", Handle: p.getPhones},
		{Pattern: "POST /utforare/besok/telefoner", Action: "staff.empty_phones", Handle: p.postPhones},
		{Pattern: "GET /utforare/besok/utkorg", Action: "visit.phones", Handle: p.getOutbox},
		{Pattern: "POST /utforare/besok/utkorg", Action: "visit.phones", Handle: p.postOutbox},
	}
}

// Phone is what every page of the phone has.
type Phone struct {
	webkit.Page
	App  string // address of the scripts' folder
	Tab  string
	Bare bool // the shell that the phone itself fills
}

func (p Pages) phone(title, tab string) Phone {
	return Phone{Page: webkit.Page{Title: title}, App: p.app.path, Tab: tab}
}

// PlainPage is a page that is the same for all.
type PlainPage struct{ Phone }

func (p Pages) show(file, title, tab string) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		return webkit.Show(w, r, p.kit, http.StatusOK, file, &PlainPage{p.phone(title, tab)})
	}
}

// getShell is the page that the phone keeps and fills when there is no network. It
// tells of nobody.
func (p Pages) getShell(w http.ResponseWriter, r *http.Request) error {
	page := &PlainPage{p.phone("Dagens besök", "besok")}
	page.Bare = true
	return webkit.Show(w, r, p.kit, http.StatusOK, "skal.html", page)
}

// A Card is a stop in words.
type Card struct {
	Path, Time, From, Name, Address, Two, Important, Tasks, Call, Dial string
	Protected, Begun                                                   bool
	Changes, Notes                                                     []CardLine
	Start                                                              webkit.FormHead
}

// A CardLine is a line of a handover in words.
type CardLine struct{ When, Text string }

func card(r *http.Request, s Stop, call string) Card {
	c := Card{
		Path: "/besok/" + hexed(s.Visit.ID), From: webkit.ClockTime(s.Planned.From), Protected: s.Protected, Begun: !s.Begun.IsZero(),
		Name: named(s), Address: s.Address, Important: s.Important, Tasks: strings.Join(s.Tasks, " · "), Call: call, Dial: "tel:" + dialled(call),
	}
	c.Time = c.From + "–" + webkit.ClockTime(s.Planned.To)
	if s.With > 1 {
		c.Two = "Ni är " + webkit.Count(s.With, "", "") + " på besöket."
	}
	c.Changes, c.Notes = lines(r, s.Changes), lines(r, s.Notes)
	return c
}

func named(s Stop) string {
	if s.Age == "" {
		return s.Name
	}
	return s.Name + ", " + s.Age
}

func lines(r *http.Request, said []Said) []CardLine {
	var all []CardLine
	for _, s := range said {
		all = append(all, CardLine{When: webkit.DayAndTime(s.At, webkit.Today(r)), Text: s.Text})
	}
	return all
}

// dialled is a telephone number as a link takes it.
func dialled(number string) string {
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' || c == '+' {
			return c
		}
		return -1
	}, number)
}

// DayPage is /besok: the next visit as one card, and how many are left.
type DayPage struct {
	Phone
	Next              *Card
	Left, Done, Count int
	Later, Ahead      []Card
}

func (p Pages) getDay(w http.ResponseWriter, r *http.Request) error {
	today := webkit.Today(r)
	route, err := p.Others.Route(r.Context(), webkit.Actor(r), today, today.AddDays(1))
	if err != nil {
		return err
	}
	page := &DayPage{Phone: p.phone("Dagens besök", "besok")}
	page.Small = webkit.LongDay(today)
	var next *Stop
	for i := range route.Stops {
		s := &route.Stops[i]
		switch {
		case civil.DayOf(s.Planned.From) != today:
			page.Ahead = append(page.Ahead, card(r, *s, route.Call))
			continue
		case s.done():
			page.Done++
		case next == nil, next.Begun.IsZero() && !s.Begun.IsZero(): // what has begun comes first
			if next != nil {
				page.Later = append(page.Later, card(r, *next, route.Call))
			}
			next = s
		default:
			page.Later = append(page.Later, card(r, *s, route.Call))
		}
		page.Count++
	}
	page.Left = page.Count - page.Done
	switch {
	case next != nil:
		c := card(r, *next, route.Call)
		c.Start = webkit.NewForm(r, 0, "")
		page.Next = &c
	case page.Count > 0:
		page.Sentence = "Alla besök i dag är klara."
	default:
		page.Sentence = "Du har inga planerade besök i dag."
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok.html", page)
}

// stop finds one visit of the carer's own route. Another's and none look the same,
// and one with a protected person is not opened here.
func (p Pages) stop(r *http.Request) (Stop, Route, error) {
	unknown := fault.New(fault.NotFound, "phone.visit-unknown")
	id, ok := unhexed(r.PathValue("besok"))
	if !ok {
		return Stop{}, Route{}, unknown
	}
	today := webkit.Today(r)
	route, err := p.Others.Route(r.Context(), webkit.Actor(r), today.AddDays(-1), today.AddDays(1))
	if err != nil {
		return Stop{}, Route{}, err
	}
	for _, s := range route.Stops {
		if s.Visit.ID == id && !s.Protected {
			err := webkit.ReadBy(r, s.Target.Person, duty.Subject{Kind: "service", ID: s.Target.Service.ID}, "order.read")
			return s, route, err
		}
	}
	return Stop{}, Route{}, unknown
}

// VisitPage is /besok/{besok}: one visit, for a phone without scripts.
type VisitPage struct {
	Phone
	Stop  Card
	Form  *VisitForm
	Leads string
}

// A VisitForm starts or ends a visit.
type VisitForm struct {
	webkit.FormHead
	Path                              string
	Begun, Open                       bool
	Done, NotDone, Note, Choice, Line webkit.Field
	Tag, At, Reason, Why              webkit.Field
}

func (p Pages) getVisit(w http.ResponseWriter, r *http.Request) error {
	s, route, err := p.stop(r)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-pagar.html", p.visitPage(r, s, route, webkit.Typed{}, webkit.NewForm(r, 0, "")))
}

func (p Pages) visitPage(r *http.Request, s Stop, route Route, typed webkit.Typed, head webkit.FormHead) *VisitPage {
	page := &VisitPage{Phone: p.phone(named(s), "besok"), Stop: card(r, s, route.Call)}
	page.Back = &webkit.Link{Path: "/besok", Words: "Dagens besök"}
	if lead := webkit.Leads(r, webkit.Link{Path: "/kvalitet/rapportera"}); lead != nil {
		page.Leads = lead.Path
	}
	planned := "planerat " + page.Stop.Time
	switch {
	case !s.Ended.IsZero():
		page.Sentence = "Klart " + webkit.ClockTime(s.Begun) + "–" + webkit.ClockTime(s.Ended) + "."
		return page
	case s.Missed:
		page.Sentence = "Besöket blev inte av."
		return page
	case !s.Begun.IsZero():
		page.Sentence = "Startade " + webkit.ClockTime(s.Begun) + " · " + planned
	default:
		page.Sentence = "Inte startat · " + planned
	}
	var tasks []string
	for _, t := range s.Tasks {
		tasks = append(tasks, t, t)
	}
	done := webkit.Field{Name: "done", Label: "Det här är gjort", Options: webkit.Options(tasks...)}
	for i := range done.Options {
		done.Options[i].Chosen = true
	}
	page.Form = &VisitForm{
		FormHead: head, Path: page.Stop.Path, Begun: !s.Begun.IsZero(), Open: typed.Value("tag")+typed.Value("at")+typed.Value("reason") != "",
		Done:    typed.Field(done),
		NotDone: typed.Field(webkit.Field{Name: "not_done", Label: "Varför blev något inte gjort?", Options: unmade()}),
		Note:    typed.Field(webkit.Field{Name: "note", Label: "Anteckning, om du vill", Help: "Blir social dokumentation i uppdraget.", Rows: 2}),
		Choice:  typed.Field(webkit.Field{Name: "choice", Label: "Har något ändrats?", Options: changes()}),
		Line:    typed.Field(webkit.Field{Name: "line", Label: "Beskriv kort, om du vill", Rows: 1}),
		Tag:     typed.Field(webkit.Field{Name: "tag", Label: "Taggens kod", Help: "De sex tecknen som står på taggen.", Size: "kort"}),
		At:      typed.Field(webkit.Field{Name: "at", Label: "En annan tid"}),
		Reason:  typed.Field(webkit.Field{Name: "reason", Label: "Varför skrivs tiden för hand?", Options: reasons()}),
		Why:     typed.Field(webkit.Field{Name: "why", Label: "Annat skäl"}),
	}
	return page
}

func unmade() []webkit.Option {
	return webkit.Options("", "Allt är gjort", "Ville inte i dag", "Ville inte i dag", "Inte hemma", "Inte hemma", "Tiden räckte inte", "Tiden räckte inte", "Annat", "Annat")
}

func changes() []webkit.Option {
	return webkit.Options("mer", "Behöver mer hjälp", "mindre", "Behöver mindre hjälp", "samre", "Mår sämre", "hemmet", "Något i hemmet", "nyckel", "Nyckel", "annat", "Annat")
}

func reasons() []webkit.Option {
	return webkit.Options("", "Välj", string(visits.Technical), "Tekniskt fel", string(visits.Outside), "Utanför hemmet",
		string(visits.NoReader), "Personen vill inte ha läsare", string(visits.Other), "Annat")
}

// postVisit registers one step of a visit from a page without scripts.
func (p Pages) postVisit(w http.ResponseWriter, r *http.Request) error {
	s, route, err := p.stop(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	events, err := p.events(r, in, s)
	if err == nil {
		now := webkit.Now(r)
		err = p.Others.Take(r.Context(), webkit.Actor(r), webkit.Actor(r).User, visits.Batch{Now: now, Events: events})
	}
	if err != nil {
		page := p.visitPage(r, s, route, in.Again(err), webkit.SameForm(r))
		return webkit.Redo(w, r, p.kit, "besok-pagar.html", page, err)
	}
	if events[len(events)-1].Kind == "start" {
		return webkit.Done(w, r, "/besok/"+r.PathValue("besok"))
	}
	return webkit.Done(w, r, "/besok")
}

// events are what the form says, each with an id that follows from the form's own,
// so that a form sent twice has one effect.
func (p Pages) events(r *http.Request, in *webkit.Input, s Stop) ([]visits.WireEvent, error) {
	now := webkit.Now(r)
	form := webkit.Form(r).ID.ID
	var all []visits.WireEvent
	add := func(e visits.WireEvent) {
		e.ID, e.Visit, e.Order, e.Seq = form, s.Visit.ID, s.Target.Order.ID, len(all)
		e.ID[len(e.ID)-1] ^= byte(len(all))
		if e.At.IsZero() {
			e.At = now
		}
		all = append(all, e)
	}
	mark := visits.WireEvent{How: visits.ByPhone}
	if tag := in.Text("tag"); tag != "" {
		mark.How, mark.Tag = visits.ByTag, tag
	}
	if at := in.Text("at"); at != "" {
		hour, minute, ok := webkit.ReadTime(at)
		if !ok {
			in.Add(fault.Field("at", "web.time-unknown"))
		}
		mark.How, mark.At = visits.ByHand, civil.DayOf(s.Planned.From).At(hour, minute)
		mark.Reason, mark.Why = visits.ManualReason(in.Text("reason")), in.Text("why")
		if mark.Reason == "" {
			in.Add(fault.Field("reason", "phone.reason-missing"))
		}
	}
	switch in.Text("sort") {
	case "start":
		mark.Kind = "start"
		add(mark)
	case "avbojt", "franvarande":
		add(visits.WireEvent{
			Kind: "missed", How: visits.ByPhone, Outcome: visits.Outcome(in.Text("sort")),
			Why: cmp.Or(map[string]string{"avbojt": "Personen tackade nej."}[in.Text("sort")], "Personen var inte hemma."),
		})
	case "end":
		if text := in.Text("note"); text != "" {
			add(visits.WireEvent{Kind: "note", Text: text})
		}
		if choice := in.Text("choice"); choice != "" {
			add(visits.WireEvent{Kind: "signal", Choice: choice, Text: cmp.Or(in.Text("line"), wordsOf(choice))})
		}
		mark.Kind, mark.With = "end", s.With
		mark.Tasks = in.Words("done", s.Tasks...)
		for _, t := range s.Tasks {
			if !slices.Contains(mark.Tasks, t) {
				mark.NotDone = append(mark.NotDone, visits.Task{What: t, Why: in.Text("not_done")})
			}
		}
		if len(mark.NotDone) > 0 && in.Text("not_done") == "" {
			in.Add(fault.Field("not_done", "phone.why-not-done"))
		}
		add(mark)
	default:
		in.Add(fault.Field("", "web.word-unknown"))
	}
	return all, in.Err()
}

// ChangeWords is what was told of a change, with what kind it is said first.
func ChangeWords(choice, text string) string {
	kind := wordsOf(choice)
	if kind == "" || kind == text {
		return text
	}
	return kind + ": " + text
}

// wordsOf is a change in words, for one who wrote nothing more.
func wordsOf(choice string) string {
	for _, o := range changes() {
		if o.Value == choice {
			return o.Words
		}
	}
	return choice
}
