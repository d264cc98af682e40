// Package visitweb is the pages where visits are registered and corrected by a
// provider: /utforare/besok. The phone's pages are /besok.
package visitweb

import (
	"context"
	"embed"
	"net/http"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// Lists is what the pages ask of the visits' own table.
type Lists interface {
	OfOrder(ctx context.Context, o ids.Order, offset, limit int) ([]visits.Line, error)
	OfProvider(ctx context.Context, p ids.Provider, day civil.Date, offset, limit int) ([]visits.Line, error)
	CountOfProvider(ctx context.Context, p ids.Provider, day civil.Date) (int, error)
	AfterGone(ctx context.Context, p ids.Provider, limit int) ([]visits.Line, error)
	Oddities(ctx context.Context, of ...ids.Visit) (map[ids.Visit][]visits.Oddity, error)
	OddOnes(ctx context.Context, p ids.Provider, offset, limit int) ([]visits.Line, error)
	CountOdd(ctx context.Context, p ids.Provider) (int, error)
	Unended(ctx context.Context, p ids.Provider, before time.Time, limit int) ([]visits.Line, error)
	Tags(ctx context.Context, p ids.Provider, offset, limit int) ([]visits.HomeLine, int, error)
	Exemptions(ctx context.Context, p ids.Provider, day civil.Date, offset, limit int) ([]visits.HomeLine, int, error)
	KeyHolder(ctx context.Context, digest string) (ids.ID, ids.Provider, error)
	KeysOf(ctx context.Context, p ids.Provider) ([]visits.KeyLine, error)
	DayLists
	PlannedOf(ctx context.Context, o ids.Order, from civil.Date, limit int) ([]visits.Line, error)
	PlanningOf(ctx context.Context, o ids.Order, from, to civil.Date) (map[civil.Date]visits.Planning, error)
	RoutesOf(ctx context.Context, p ids.Provider, day civil.Date, offset, limit int) ([]visits.Line, error)
	Locked(ctx context.Context, p ids.Provider, day civil.Date) (bool, error)
	ToldTo(ctx context.Context, p ids.Provider, kind visits.TellingKind, after time.Time, offset, limit int) ([]visits.ToldLine, error)
	CountToldTo(ctx context.Context, p ids.Provider, kind visits.TellingKind, after time.Time) (int, error)
	VisitTelling(ctx context.Context, event ids.ID) (ids.Visit, error)
}

// An Order is what a visit is registered for.
type Order struct {
	visits.Target
	Name    string // the service
	Extent  string // as decided
	Minutes int    // a month, as decided; 0: counted in something else
	Times   int    // a week, as decided; 0: counted in something else
}

// Others is what the pages ask of other areas. cmd wires it.
type Others struct {
	// Order finds one of the provider's running orders; fault.NotFound when it has no such.
	Order func(ctx context.Context, p ids.Provider, o ids.Order) (Order, error)
	// Match finds the one running order of the provider for whom the number names, of a
	// kind of service where it has more; fault.NotFound when there is none, or several.
	Match func(ctx context.Context, p ids.Provider, number ids.IdentityNumber, kind string) (Order, error)
	// Login finds who works at the provider under an employee number; fault.NotFound when nobody does.
	Login func(ctx context.Context, p ids.Provider, login string) (ids.User, error)
	// Orders lists the provider's running orders, a page at a time, and counts them all.
	Orders func(ctx context.Context, p ids.Provider, offset, limit int) ([]Order, int, error)
	// Staff lists who work at a provider, by id and name.
	Staff func(ctx context.Context, p ids.Provider, day civil.Date) ([]webkit.Option, error)
	// Tariff finds what a visit costs, when it is registered.
	Tariff visits.Tariff
	// Gaps lists the provider's orders of a month where the person seems to need more
	// or less than the decision gives, those that differ most first (F-25).
	Gaps func(ctx context.Context, p ids.Provider, month civil.Date) ([]visits.OrderMonth, error)
	// Providers lists those that have approval on the day, by name.
	Providers func(ctx context.Context, day civil.Date) ([]NamedProvider, error)
	// Together tells whether two persons live at the same address.
	Together func(ctx context.Context, a, b ids.Person) (bool, error)
	// Sharing is how the agreement shares the time of a visit to two who live together.
	Sharing func(ctx context.Context, t visits.Target) (visits.SharingRule, error)
	// Who tells who persons are, to one who may know.
	Who func(ctx context.Context, who act.Actor, today civil.Date, persons ...ids.Person) (map[ids.Person]webkit.Personband, error)

	Signals
}

// Pages serves the pages of one board.
type Pages struct {
	Visits *engine.Stream[visits.Visit]
	Homes  *engine.Stream[visits.Home]
	Keys   *engine.Stream[visits.SystemKey]
	Lists  Lists
	Others Others
	Intake Intake

	kit *webkit.Templates
}

// Routes is the access list of the area.
func (p Pages) Routes() []webkit.Route {
	p.kit = Templates()
	return []webkit.Route{
		{Pattern: "GET /utforare/besok", Action: "visit.list", List: "dagens besök", Handle: p.getVisits},
		{Pattern: "GET /utforare/uppdrag/{nr}/besok", Action: "order.read", Part: "besöken", Handle: p.getOrder},
		{Pattern: "POST /utforare/uppdrag/{nr}/besok", Action: "visit.register", Handle: p.postVisit},
		{Pattern: "GET /utforare/besok/{nr}", Action: "order.read", Part: "besöket", Handle: p.getVisit},
		{Pattern: "POST /utforare/besok/{nr}", Action: "visit.correct", Handle: p.postCorrection},
		{Pattern: "GET /utforare/besok/att-reda-ut", Action: "visit.handle_oddity", List: "besök att reda ut", Handle: p.getOdd},
		{Pattern: "GET /utforare/besok-okant/{nr}", Action: "visit.handle_oddity", List: "besök utan känd person", Handle: p.getUnknown},
		{Pattern: "POST /utforare/besok/{nr}/utred", Action: "visit.handle_oddity", Handle: p.postHandling},
		{Pattern: "POST /utforare/besok/{nr}/dela", Action: "visit.correct", Handle: p.postShare},
		{Pattern: "POST /utforare/besok/{nr}/avsluta", Action: "visit.receive", Handle: p.postEnd},
		{Pattern: "POST /utforare/besok/{nr}/svara", Action: "visit.settle", Handle: p.postSettled},
		{Pattern: "GET /utforare/besok/{nr}/flytta", Action: "visit.mark_misfiled", List: "uppdrag att flytta besöket till", Handle: p.getMove},
		{Pattern: "POST /utforare/besok/{nr}/flytta", Action: "visit.mark_misfiled", Handle: p.postMove},
		{Pattern: "GET /utforare/taggar", Action: "home.tag", List: "taggar och dispenser", Handle: p.getTags},
		{Pattern: "GET /utforare/uppdrag/{nr}/tagg", Action: "home.tag", Part: "tagg och dispens", Handle: p.getHome},
		{Pattern: "POST /utforare/uppdrag/{nr}/tagg", Action: "home.tag", Handle: p.postTag},
		{Pattern: "POST /utforare/uppdrag/{nr}/tagg/lage", Action: "home.tag", Handle: p.postTagState},
		{Pattern: "POST /utforare/uppdrag/{nr}/dispens", Action: "home.exempt", Handle: p.postExemption},
		{Pattern: "POST /utforare/uppdrag/{nr}/dispens/sluta", Action: "home.exempt", Handle: p.postExemptionEnd},
		{Pattern: "GET /utforare/slingor", Action: "visit.plan", List: "dagens slingor", Handle: p.getRoutes},
		{Pattern: "GET /utforare/slingor/behov", Action: "visit.plan", List: "uppdrag där behovet skiljer sig från beslutet", Handle: p.getNeeds},
		{Pattern: "GET /utforare/besok/andringar", Action: "order.signal_change", List: "ändringar från besöken", Handle: p.getChanged},
		{Pattern: "POST /utforare/besok/andringar", Action: "order.signal_change", Handle: p.postChanged},
		{Pattern: "GET /utforare/slingor/las-in", Action: "visit.plan", Handle: p.getPlanFile},
		{Pattern: "POST /utforare/slingor/las-in", Action: "visit.plan", Upload: mostPlanPosted, Handle: p.postPlanFile},
		{Pattern: "GET /utforare/uppdrag/{nr}/planering", Action: "visit.plan", Part: "planeringen", Handle: p.getPlanning},
		{Pattern: "POST /utforare/uppdrag/{nr}/planering", Action: "visit.plan", Handle: p.postSeries},
		{Pattern: "POST /utforare/uppdrag/{nr}/planering/stall-in", Action: "visit.cancel", Handle: p.postStop},
		{Pattern: "POST /utforare/besok/{nr}/planera-om", Action: "visit.plan", Handle: p.postReplan},
		{Pattern: "POST /utforare/besok/{nr}/stall-in", Action: "visit.cancel", Handle: p.postCancel},
		{Pattern: "GET " + TodayPath, Action: "desk.unit", Handle: p.getToday},
		{Pattern: "GET /utforare/nycklar", Action: "system_key.give", Handle: p.getKeys},
		{Pattern: "POST /utforare/nycklar", Action: "system_key.give", Handle: p.postKey},
		{Pattern: "POST /utforare/nycklar/{nr}/avsluta", Action: "system_key.end", Handle: p.postKeyEnd},
		{Pattern: "POST /api/besok", Action: webkit.Open, Upload: visits.MostBytes + 1, Handle: p.postSystem},
		{Pattern: "POST /besok/handelser", Action: "visit.receive", Upload: visits.MostBytes + 1, List: "besöken som registreras", Handle: p.postEvents},
	}
}

// DayPage is /utforare/besok: the day's visits, and those that need a look.
type DayPage struct {
	webkit.Page
	Leads  bool
	Day    visits.DayCount
	Facts  []webkit.Fact // what is not as planned today
	Odd    int           // visits with something to handle, for who leads
	Today  webkit.Listing
	Gone   webkit.Listing
	Orders webkit.Listing
	Phones []webkit.Link // where the phones of the staff are looked after
}

const goneShown = 25

func (p Pages) getVisits(w http.ResponseWriter, r *http.Request) error {
	provider, today := webkit.Actor(r).Provider, webkit.Today(r)
	page := &DayPage{Page: webkit.Page{Title: "Besök", Small: webkit.LongDay(today), Back: webkit.Leads(r, webkit.Link{Path: "/utforare", Words: "Utförare"})}}
	total, err := p.Lists.CountOfProvider(r.Context(), provider, today)
	if err != nil {
		return err
	}
	gone, err := p.Lists.AfterGone(r.Context(), provider, goneShown)
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, total)
	lines, err := p.Lists.OfProvider(r.Context(), provider, today, paging.Offset(), webkit.PageSize)
	if err != nil {
		return err
	}
	orders, running, err := p.Others.Orders(r.Context(), provider, 0, webkit.PageSize)
	if err != nil {
		return err
	}
	if page.Orders, err = p.orderList(r, orders, running); err != nil {
		return err
	}
	if page.Today, err = p.visitList(r, "Besök i dag", lines, "Inga besök är registrerade eller planerade i dag."); err != nil {
		return err
	}
	page.Today.Paging = paging
	if page.Gone, err = p.visitList(r, "Besök efter dödsfall eller flytt", gone, "Inget besök ligger efter ett dödsfall eller en flytt."); err != nil {
		return err
	}
	page.Phones = webkit.LeadsTo(r, webkit.Link{Path: "/utforare/besok/andringar", Words: "Ändringar från besöken"}, webkit.Link{Path: "/utforare/besok/utkorg", Words: "Läs in en utkorg"}, webkit.Link{Path: "/utforare/besok/telefoner", Words: "Telefoner"}, webkit.Link{Path: "/utforare/manadsrapport", Words: "Månadsrapport"})
	page.Sentence = webkit.Count(total, "besök i dag.", "besök i dag.")
	if page.Day, err = p.Lists.DayOfProvider(r.Context(), provider, today, webkit.Now(r)); err != nil {
		return err
	}
	page.Facts = dayFacts(page.Day)
	if page.Leads = webkit.Actor(r).Has("utforare"); page.Leads {
		if page.Odd, err = p.Lists.CountOdd(r.Context(), provider); err != nil {
			return err
		}
	}
	if len(gone) > 0 {
		page.Strong = webkit.Count(len(gone), "besök att rätta.", "besök att rätta.")
	} else if page.Odd > 0 {
		page.Strong = webkit.Count(page.Odd, "besök att reda ut.", "besök att reda ut.")
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-lista.html", page)
}

// OrderPage is /utforare/uppdrag/{nr}/besok: the visits of one order, and the
// form to register one.
type OrderPage struct {
	webkit.Page
	Home   string // address of its tags, for who leads
	Plan   string // address of its planning
	Form   VisitForm
	Latest webkit.Listing
}

// A VisitForm registers one visit, by hand or from a tag.
type VisitForm struct {
	webkit.FormHead
	Path                        string
	Day, From, EndDay, To       webkit.Field
	Class, Reason, Why, NotDone webkit.Field
	NotDoneWhy                  webkit.Field
}

func (p Pages) getOrder(w http.ResponseWriter, r *http.Request) error {
	o, err := p.order(r)
	if err != nil {
		return err
	}
	if err := webkit.Read(r, o.Person, duty.Subject{Kind: "service", ID: o.Service.ID}); err != nil {
		return err
	}
	draft := "besok/" + o.Order.String()
	typed, err := webkit.Blank(r, draft)
	if err != nil {
		return err
	}
	page, err := p.orderPage(r, o, typed, webkit.NewForm(r, 0, draft))
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-uppdrag.html", page)
}

func (p Pages) order(r *http.Request) (Order, error) {
	id, err := ids.Parse(r.PathValue("nr"))
	if err != nil {
		return Order{}, fault.New(fault.NotFound, "visit.unknown")
	}
	return p.Others.Order(r.Context(), webkit.Actor(r).Provider, ids.Order{ID: id})
}

const latestShown = 10

func (p Pages) orderPage(r *http.Request, o Order, typed webkit.Typed, head webkit.FormHead) (*OrderPage, error) {
	today := webkit.Today(r)
	who, err := p.Others.Who(r.Context(), webkit.Actor(r), today, o.Person)
	if err != nil {
		return nil, err
	}
	latest, err := p.Lists.OfOrder(r.Context(), o.Order, 0, latestShown)
	if err != nil {
		return nil, err
	}
	list, err := p.visitList(r, "Senaste besöken i uppdraget", latest, "Inget besök är registrerat i uppdraget än.")
	if err != nil {
		return nil, err
	}
	band := who[o.Person]
	home := ""
	if webkit.Actor(r).Has("utforare") {
		home = "/utforare/uppdrag/" + o.Order.String() + "/tagg"
	}
	return &OrderPage{
		Home: home, Plan: "/utforare/uppdrag/" + o.Order.String() + "/planering",
		Page: webkit.Page{
			Title: "Registrera besök", Small: o.Name, Person: &band, Saved: typed.SavedAt(),
			Back: &webkit.Link{Path: "/utforare/uppdrag/" + o.Order.String(), Words: o.Name},
		},
		Latest: list,
		Form: VisitForm{
			FormHead: head, Path: "/utforare/uppdrag/" + o.Order.String() + "/besok",
			Day:        typed.Field(webkit.Field{Name: "day", Label: "Dag", Value: today.String(), Prefilled: true, Required: true}),
			From:       typed.Field(webkit.Field{Name: "from", Label: "Började", Help: "Till exempel 08:15", Required: true}),
			To:         typed.Field(webkit.Field{Name: "to", Label: "Slutade", Help: "Till exempel 08:45", Required: true}),
			EndDay:     typed.Field(webkit.Field{Name: "end_day", Label: "Slutade en annan dag", Help: "Fyll bara i när besöket gick över midnatt."}),
			Class:      typed.Field(webkit.Field{Name: "class", Label: "Hur är tiderna registrerade?", Options: classes(), Required: true}),
			Reason:     typed.Field(webkit.Field{Name: "reason", Label: "Om någon tid är skriven för hand, varför?", Options: reasons()}),
			Why:        typed.Field(webkit.Field{Name: "why", Label: "Annat skäl", Rows: 1}),
			NotDone:    typed.Field(webkit.Field{Name: "not_done", Label: "Något som skulle göras men inte blev gjort", Rows: 1}),
			NotDoneWhy: typed.Field(webkit.Field{Name: "not_done_why", Label: "Varför blev det inte gjort?", Rows: 1}),
		},
	}, nil
}

func classes() []webkit.Option {
	return webkit.Options(
		string(visits.TaggedBoth), "Tagg in och ut", string(visits.TaggedIn), "Tagg in, slutet för hand",
		string(visits.TaggedOut), "Tagg ut, början för hand", string(visits.Manual), "För hand")
}

func reasons() []webkit.Option {
	return webkit.Options(
		string(visits.Outside), "Började eller slutade utanför hemmet", string(visits.Technical), "Tekniskt fel",
		string(visits.NoReader), "Personen vill inte ha läsare", string(visits.Other), "Annat")
}

func classWords(c visits.Class) string {
	for _, o := range classes() {
		if o.Value == string(c) {
			return o.Words
		}
	}
	return "Planerat"
}

func (p Pages) orderList(r *http.Request, orders []Order, total int) (webkit.Listing, error) {
	var persons []ids.Person
	for _, o := range orders {
		persons = append(persons, o.Person)
	}
	who, err := p.Others.Who(r.Context(), webkit.Actor(r), webkit.Today(r), persons...)
	if err != nil {
		return webkit.Listing{}, err
	}
	list := webkit.Listing{
		Caption: "Uppdrag att registrera besök på",
		Columns: []webkit.Column{{Words: "Person"}, {Words: "Insats"}},
		Empty:   webkit.Empty{Sentence: "Ni har inga pågående uppdrag."},
		Paging:  webkit.Paging{From: min(1, total), To: len(orders), Of: total},
	}
	for _, o := range orders {
		list.Rows = append(list.Rows, webkit.ListRow{
			Path: "/utforare/uppdrag/" + o.Order.String() + "/besok", Words: who[o.Person].Name, Sub: who[o.Person].Age,
			Cells: []webkit.Cell{{Name: "Insats", Words: o.Name}},
		})
	}
	return list, nil
}

// visitList lists visits with the persons' names.
func (p Pages) visitList(r *http.Request, caption string, lines []visits.Line, empty string) (webkit.Listing, error) {
	today := webkit.Today(r)
	var persons []ids.Person
	for _, l := range lines {
		persons = append(persons, l.Person)
	}
	who, err := p.Others.Who(r.Context(), webkit.Actor(r), today, persons...)
	if err != nil {
		return webkit.Listing{}, err
	}
	list := webkit.Listing{
		Caption: caption,
		Columns: []webkit.Column{{Words: "Person"}, {Words: "Tid"}, {Words: "Registrerat"}},
		Empty:   webkit.Empty{Sentence: empty},
		Paging:  webkit.Paging{From: min(1, len(lines)), To: len(lines), Of: len(lines)},
	}
	for _, l := range lines {
		list.Rows = append(list.Rows, webkit.ListRow{
			Path: "/utforare/besok/" + l.ID.String(), Words: who[l.Person].Name, Sub: who[l.Person].Age,
			Cells: []webkit.Cell{{Name: "Tid", Words: times(l, today)}, state(l, webkit.Now(r))},
		})
		if row := &list.Rows[len(list.Rows)-1]; l.Person.IsZero() {
			row.Path, row.Words = "/utforare/besok-okant/"+l.ID.String(), "Okänd person"
		}
	}
	return list, nil
}

func times(l visits.Line, today civil.Date) string {
	span := l.Done
	if span.IsZero() {
		span = l.Planned
	}
	if span.IsZero() {
		span = visits.Span{From: l.Begun}
	}
	words := webkit.ClockTime(span.From) + "–"
	if !span.To.IsZero() {
		words += webkit.ClockTime(span.To)
	}
	if l.Day != today {
		words = webkit.PlainDay(l.Day, today) + " " + words
	}
	return words
}

// dayFacts tells what is not as planned; nothing when all is.
func dayFacts(n visits.DayCount) []webkit.Fact {
	var facts []webkit.Fact
	for _, f := range []struct {
		label string
		n     int
		one   string
		many  string
	}{
		{"Sena", n.Late, "besök skulle ha börjat", "besök skulle ha börjat"},
		{"Uteblivna", n.Missed, "besök blev inte av", "besök blev inte av"},
		{"Oregistrerade", n.Unregistered, "besök är förbi utan registrering", "besök är förbi utan registrering"},
		{"Utan slut", n.Unended, "besök pågår fast tiden är förbi", "besök pågår fast tiden är förbi"},
	} {
		if f.n > 0 {
			facts = append(facts, webkit.Fact{Label: f.label, Value: webkit.Count(f.n, f.one, f.many)})
		}
	}
	return facts
}

func standingBadge(s visits.Standing) *webkit.Badge {
	switch s {
	case visits.StandsMissed:
		return &webkit.Badge{Lage: webkit.Sen, Words: "Uteblivet"}
	case visits.StandsLate:
		return &webkit.Badge{Lage: webkit.Sen, Words: "Sent, har inte börjat"}
	case visits.StandsUnregistered:
		return &webkit.Badge{Lage: webkit.Sen, Words: "Oregistrerat"}
	case visits.StandsUnended:
		return &webkit.Badge{Lage: webkit.Sen, Words: "Utan slut"}
	}
	return nil
}

func state(l visits.Line, now time.Time) webkit.Cell {
	cell := webkit.Cell{Name: "Registrerat", Words: classWords(l.Class)}
	if badge := standingBadge(l.Standing(now)); badge != nil {
		cell.Badge = badge
		return cell
	}
	if l.Standing(now) == visits.StandsBegun {
		cell.Words = "Pågår"
	}
	switch {
	case l.Gone == "avliden":
		cell.Badge = &webkit.Badge{Lage: webkit.Sen, Words: "Efter dödsfallet, ersätts inte"}
	case l.Gone == "flyttat":
		cell.Badge = &webkit.Badge{Lage: webkit.Sen, Words: "Efter flytten, ersätts inte"}
	case l.Cancelled:
		cell.Badge = &webkit.Badge{Lage: webkit.Stopp, Words: "Inställt"}
	case l.Odd > 0:
		cell.Badge = &webkit.Badge{Lage: webkit.Sen, Words: "Att reda ut, ersätts inte än"}
	case l.Held:
		cell.Badge = &webkit.Badge{Lage: webkit.Stopp, Words: "Utrett, ersätts inte"}
	case l.Corrected > 0:
		cell.Sub = "rättat " + webkit.Count(l.Corrected, "gång", "gånger")
	}
	return cell
}

func (p Pages) postVisit(w http.ResponseWriter, r *http.Request) error {
	in := webkit.Posted(r)
	o, err := p.order(r)
	if err != nil {
		return err
	}
	cmd := visits.Register{
		Target: o.Target, Done: spanOf(in), Class: visits.Class(in.Text("class")), Reason: visits.ManualReason(in.Text("reason")),
		Why: in.Text("why"), Staff: []ids.User{webkit.Actor(r).User},
	}
	if what := in.Text("not_done"); what != "" {
		cmd.NotDone = []visits.Task{{What: what, Why: in.Must("not_done_why")}}
	}
	if cmd.Rates, err = p.Others.Tariff(r.Context(), o.Target); err != nil {
		return err
	}
	if err = in.Err(); err == nil {
		_, err = p.Visits.Do(r.Context(), webkit.Form(r), webkit.Form(r).ID.ID, cmd)
	}
	if err != nil {
		page, failed := p.orderPage(r, o, in.Again(err), webkit.SameForm(r))
		if failed != nil {
			return failed
		}
		return webkit.Redo(w, r, p.kit, "besok-uppdrag.html", page, err)
	}
	return webkit.Done(w, r, "/utforare/uppdrag/"+o.Order.String()+"/besok")
}

// spanOf reads the two ends of a visit; the end lies on the same day unless
// another is written.
func spanOf(in *webkit.Input) visits.Span {
	end := "day"
	if in.Text("end_day") != "" {
		end = "end_day"
	}
	return visits.Span{From: in.Instant("day", "from"), To: in.Instant(end, "to")}
}
