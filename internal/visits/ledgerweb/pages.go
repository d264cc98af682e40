package ledgerweb

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"slices"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/visits/control"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// A Provider whose months are shown.
type Provider struct {
	ID   ids.Provider
	Name string
}

// A Behind (bakom minuterna) is what an order's minutes rest on: decision and plan.
type Behind struct {
	Number   string // of the case
	Decision string // "Beslut 3 mars 2026: 18 timmar i månaden, till 2 september 2026"
	Plan     string // "Genomförandeplan 17 mars 2026"; empty: there is none
}

// Others is what the pages ask of other areas. cmd wires it.
type Others struct {
	Providers func(ctx context.Context, day civil.Date) ([]Provider, error)
	// Numbers are the numbers of cases: the controller sees them, and no names.
	Numbers func(ctx context.Context, cases ...ids.Case) (map[ids.Case]string, error)
	Behind  func(ctx context.Context, o ids.Order) (Behind, error)
	// Who tells who persons are, to the provider whose persons they are.
	Who func(ctx context.Context, who act.Actor, today civil.Date, persons ...ids.Person) (map[ids.Person]webkit.Personband, error)
	// Invoices counts those for a month that nobody has decided about.
	Invoices func(ctx context.Context, p ids.Provider, month civil.Date) (int, error)
	May      func(who act.Actor, action string) bool
	Staff    func(ctx context.Context, users ...ids.User) (map[ids.User]string, error)
}

// Pages serves the pages of one board.
type Pages struct {
	Base
	Closings *engine.Stream[visits.Closing]
	Others   Others
	// Tolerances are how far delivered may be from granted, in per cent (F-13).
	Tolerances *engine.Stream[control.Levels]

	kit *webkit.Templates
}

const (
	root = "/ekonomi/ersattning"
	own  = "/utforare/ersattning"
	list = "ersättningsunderlaget"
)

// Routes is the pages' part of the access list.
func (p Pages) Routes() []webkit.Route {
	p.kit = Templates()
	month, order := "/{utforare}/{manad}", "/{utforare}/{manad}/{uppdrag}"
	return []webkit.Route{
		{Pattern: "GET " + root, Action: "ledger.list", Handle: p.getProviders},
		{Pattern: "GET " + root + month, Action: "ledger.list", List: list, Handle: p.getMonth},
		{Pattern: "GET " + root + month + "/underlag.csv", Action: "ledger.list", List: list, Handle: p.getFile},
		{Pattern: "GET " + root + order, Action: "ledger.list", List: list, Handle: p.getOrder},
		{Pattern: "POST " + root + order, Action: "closing.explain", Handle: p.postCause},
		{Pattern: "POST " + root + month + "/stang", Action: "closing.close", Handle: p.postClose},
		{Pattern: "POST " + root + month + "/las-upp", Action: "closing.unlock", Handle: p.postUnlock},
		{Pattern: "GET " + own, Action: "ledger.own", Handle: p.getOwn},
		{Pattern: "GET " + own + "/{manad}", Action: "ledger.own", List: list, Handle: p.getMonth},
		{Pattern: "GET " + own + "/{manad}/underlag.csv", Action: "ledger.own", List: list, Handle: p.getFile},
		{Pattern: "GET " + own + "/{manad}/{uppdrag}", Action: "ledger.own", List: list, Handle: p.getOrder},
		{Pattern: "POST " + own + "/{manad}/{uppdrag}", Action: "closing.tell_cause", List: list, Handle: p.postCause},
	}
}

// A place is the month of a provider that an address names, and from which side it
// is seen.
type place struct {
	provider ids.Provider
	name     string
	month    civil.Date
	own      bool
	within   int // per cent that delivered may be from granted in the month; 0: nobody has decided
}

func (a place) path() string {
	if a.own {
		return own + "/" + a.month.String()[:7]
	}
	return root + "/" + a.provider.String() + "/" + a.month.String()[:7]
}

func (p Pages) place(r *http.Request) (place, error) {
	unknown := fault.New(fault.NotFound, "closing.unknown")
	month, err := civil.Parse(r.PathValue("manad") + "-01")
	if err != nil {
		return place{}, unknown
	}
	a := place{month: month, provider: webkit.Actor(r).Provider, own: r.PathValue("utforare") == ""}
	if !a.own {
		id, err := ids.Parse(r.PathValue("utforare"))
		if err != nil {
			return place{}, unknown
		}
		a.provider = ids.Provider{ID: id}
	}
	if a.provider.IsZero() {
		return place{}, unknown
	}
	providers, err := p.Others.Providers(r.Context(), webkit.Today(r))
	for _, one := range providers {
		if one.ID == a.provider {
			a.name = one.Name
		}
	}
	if err == nil && a.name == "" {
		err = unknown
	}
	if err != nil {
		return a, err
	}
	levels, _, err := p.Tolerances.Load(r.Context(), control.ToleranceID())
	a.within = levels.In(a.month.String()[:7])
	return a, err
}

// ProvidersPage is /ekonomi/ersattning: each provider's latest months; and a
// provider's own at /utforare/ersattning.
type ProvidersPage struct {
	webkit.Page
	Lists []webkit.Listing
	Other []webkit.Link
}

// monthsShown is how many months of each provider the first page shows.
const monthsShown = 3

func (p Pages) getProviders(w http.ResponseWriter, r *http.Request) error {
	today := webkit.Today(r)
	providers, err := p.Others.Providers(r.Context(), today)
	if err != nil {
		return err
	}
	page := &ProvidersPage{
		Page: webkit.Page{
			Title: "Ersättning till utförare", Back: webkit.Leads(r, webkit.Link{Path: "/ekonomi/fakturor", Words: "Fakturor"}),
			Sentence: "Beloppen är summan av besöken. Varje besök får det pris som gällde den dagen, och avrundas till hela öre.",
		},
		Other: []webkit.Link{{Path: "/ekonomi/avtal", Words: "Avtal och priser"}, {Path: root + "/tolerans", Words: "Tolerans för utförd tid"}, {Path: root + "/kontroller", Words: "Kontroller av ersättningen"}},
	}
	for _, one := range providers {
		months, err := p.Lists.ProviderMonths(r.Context(), one.ID, today.AddMonths(1-monthsShown).MonthStart(), today)
		if err != nil {
			return err
		}
		if len(months) > 0 {
			page.Lists = append(page.Lists, monthList(one.Name, months, today, false))
		}
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "utforare.html", page)
}

func (p Pages) getOwn(w http.ResponseWriter, r *http.Request) error {
	today := webkit.Today(r)
	months, err := p.Lists.ProviderMonths(r.Context(), webkit.Actor(r).Provider, today.AddMonths(-12).MonthStart(), today)
	if err != nil {
		return err
	}
	page := &ProvidersPage{Page: webkit.Page{
		Title: "Vår ersättning", Back: webkit.Leads(r, webkit.Link{Path: "/utforare", Words: "Utförare"}),
		Sentence: "Beloppen är summan av besöken, som kommunen också ser dem.",
	}}
	page.Lists = append(page.Lists, monthList("Månader", months, today, true))
	return webkit.Show(w, r, p.kit, http.StatusOK, "utforare.html", page)
}

func monthList(caption string, months []visits.ProviderMonth, today civil.Date, own bool) webkit.Listing {
	l := webkit.Listing{
		Caption: caption, Paging: webkit.Paging{From: min(1, len(months)), To: len(months), Of: len(months)},
		Columns: []webkit.Column{{Words: caption}, {Words: "Besök", Number: true}, {Words: "07–22", Number: true}, {Words: "Natt", Number: true}, {Words: "Belopp", Number: true}, {Words: "Läge"}},
		Empty:   webkit.Empty{Sentence: "Inga besök är registrerade än."},
	}
	for _, m := range months {
		state := webkit.Cell{Name: "Läge", Words: "Öppen"}
		ore := m.Sum.Ore
		if m.Locked {
			state.Words, ore = "Stängd "+webkit.PlainDay(civil.DayOf(m.At), today), m.Closed
		}
		amount := webkit.Cell{Name: "Belopp", Words: webkit.Kronor(ore), Number: true}
		switch {
		case m.Sum.Priceless > 0 && m.Sum.Priceless == m.Sum.Day: // no agreement is nothing to pay nought by
			amount.Words = "pris saknas"
		case m.Sum.Priceless > 0:
			amount.Sub = webkit.Duration(int64(m.Sum.Priceless)) + " saknar pris"
		}
		if m.Sum.Held > 0 {
			state.Sub = webkit.Count(m.Sum.Held, "besök betalas inte", "besök betalas inte")
		}
		l.Rows = append(l.Rows, webkit.ListRow{
			Path: place{provider: m.Provider, month: m.Month, own: own}.path(), Words: webkit.Month(m.Month),
			Cells: []webkit.Cell{
				{Name: "Besök", Words: webkit.Thousands(m.Sum.Visits), Number: true},
				{Name: "07–22", Words: webkit.Duration(int64(m.Sum.Day)), Number: true},
				{Name: "Natt", Words: webkit.Duration(int64(m.Sum.Night)), Number: true},
				amount,
				state,
			},
		})
	}
	return l
}

// MonthPage is one month of one provider.
type MonthPage struct {
	webkit.Page
	Facts    []webkit.Fact
	Bars     webkit.Chart
	Orders   webkit.Listing
	Views    []webkit.Link
	File     string
	Stops    []string
	Close    *webkit.FormHead
	ClosePth string
	Unlock   *webkit.FormHead
	UnlockTo string
	Why      webkit.Field
	History  []string
}

func (p Pages) getMonth(w http.ResponseWriter, r *http.Request) error {
	page, err := p.monthPage(r, webkit.Typed{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "manad.html", page)
}

// A sum of a month, as its page says it.
type total struct {
	granted, ordered, planned, delivered, paid int
	ore, corrected, heldOre                    int64
	held, off, unexplained                     int
	night                                      int
}

func (a place) totals(entries []visits.BaseEntry) total {
	var t total
	for _, e := range entries {
		t.ore += e.Ore
		if e.Correction(a.month) {
			t.corrected += e.Ore
			continue
		}
		sum := e.Total()
		t.granted += e.Granted
		t.ordered += e.Ordered
		t.planned += sum.Planned
		t.delivered += sum.Minutes
		t.night += sum.Night
		t.paid += e.Minutes
		t.held += sum.Held
		t.heldOre += sum.HeldOre
		if e.Beyond(a.within) {
			t.off++
			if e.Cause == "" {
				t.unexplained++
			}
		}
	}
	return t
}

// frozen lets the orders of a closed month show what it was closed with.
func (p Pages) frozen(ctx context.Context, a place, entries []visits.BaseEntry) ([]visits.BaseEntry, error) {
	lines, err := p.Lists.SettledLines(ctx, a.provider, a.month)
	if err != nil {
		return nil, err
	}
	own := map[ids.Order]visits.ClosedLine{}
	for _, l := range lines {
		if l.From == a.month {
			own[l.Order] = l
		}
	}
	var all []visits.BaseEntry
	for _, e := range entries {
		if !e.Correction(a.month) {
			l := own[e.Order]
			e.Minutes, e.Ore = l.Minutes, l.Ore
			all = append(all, e)
		}
	}
	for _, l := range lines {
		if l.From.Before(a.month) {
			all = append(all, visits.BaseEntry{
				OrderMonth: visits.OrderMonth{Order: l.Order, Provider: a.provider, Month: l.From, Name: "Rättelse"}, Minutes: l.Minutes, Ore: l.Ore, Why: l.Why,
			})
		}
	}
	return all, nil
}

func (p Pages) read(r *http.Request, a place) ([]visits.BaseEntry, visits.Closing, int, error) {
	c, version, err := p.Closings.Load(r.Context(), visits.ClosingID(a.provider, a.month))
	if err != nil {
		return nil, c, 0, err
	}
	entries, err := p.Entries(r.Context(), a.provider, a.month)
	if err == nil && c.Locked {
		entries, err = p.frozen(r.Context(), a, entries)
	}
	return entries, c, version, err
}

func (p Pages) monthPage(r *http.Request, typed webkit.Typed) (*MonthPage, error) {
	a, err := p.place(r)
	if err != nil {
		return nil, err
	}
	entries, c, _, err := p.read(r, a)
	if err != nil {
		return nil, err
	}
	today, t := webkit.Today(r), a.totals(entries)
	page := &MonthPage{
		Page: webkit.Page{Title: "Ersättning, " + webkit.Month(a.month), Small: a.name, Back: &webkit.Link{Path: root, Words: "Ersättning till utförare"}},
		File: a.path() + "/underlag.csv", Bars: bars(t),
		Facts: []webkit.Fact{
			{Label: "Att betala", Value: webkit.Kronor(t.ore)},
			{Label: "Betald tid", Value: webkit.Duration(int64(t.paid))},
			{Label: "Natt, betalas med anslag", Value: webkit.Duration(int64(t.night))},
		},
	}
	if a.own {
		page.Back = &webkit.Link{Path: own, Words: "Vår ersättning"}
	}
	if t.corrected != 0 {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Därav rättelser av stängda månader", Value: webkit.Kronor(t.corrected)})
	}
	if t.held > 0 {
		page.Facts = append(page.Facts, webkit.Fact{Label: "Betalas inte", Value: webkit.Count(t.held, "besök", "besök") + ", " + webkit.Kronor(t.heldOre)})
	}
	page.Strong, page.Sentence = a.says(t)
	page.Views = a.views(r)
	if page.Orders, err = p.orderList(r, a, a.seen(r, entries)); err != nil {
		return nil, err
	}
	if err := p.closing(r, page, a, c, today, typed); err != nil {
		return nil, err
	}
	return page, nil
}

// says is how many orders are beyond the tolerance, and which that is.
func (a place) says(t total) (strong, rest string) {
	if a.within == 0 {
		return "", "Nämnden har ingen tolerans för månaden. Därför går det inte att säga vilka uppdrag som skiljer sig för mycket."
	}
	strong = webkit.Count(t.off, "uppdrag ligger", "uppdrag ligger") + " utanför toleransen."
	rest = fmt.Sprintf("Toleransen är %d procent av beviljad tid.", a.within)
	if t.unexplained > 0 {
		rest += " " + webkit.Count(t.unexplained, "saknar orsak.", "saknar orsak.")
	}
	return strong, rest
}

// How the orders of a month are listed.
const (
	offView    = "utanfor"
	personView = "personer"
)

// views lead to the other ways to list the month.
func (a place) views(r *http.Request) []webkit.Link {
	var all []webkit.Link
	for _, v := range []webkit.Link{{Path: "", Words: "Alla uppdrag"}, {Path: offView, Words: "Bara utanför toleransen"}, {Path: personView, Words: "Per person"}} {
		if v.Path == r.URL.Query().Get("visa") || v.Path == offView && a.within == 0 {
			continue
		}
		if v.Path != "" {
			v.Path = "?visa=" + v.Path
		}
		all = append(all, webkit.Link{Path: a.path() + v.Path, Words: v.Words})
	}
	return all
}

// seen are the entries of the chosen way to list the month.
func (a place) seen(r *http.Request, entries []visits.BaseEntry) []visits.BaseEntry {
	switch r.URL.Query().Get("visa") {
	case offView:
		return slices.DeleteFunc(slices.Clone(entries), func(e visits.BaseEntry) bool { return e.Correction(a.month) || !e.Beyond(a.within) })
	case personView:
		return visits.PerPerson(entries, a.month)
	}
	return entries
}

func bars(t total) webkit.Chart {
	hours := func(minutes int) int { return (minutes + 30) / 60 }
	return webkit.Chart{
		ID: "tid", Title: "Tid i månaden, timmar", Heads: []string{"Tid", "Timmar"}, Unit: "\u00a0h",
		Sentence: fmt.Sprintf("Beviljat %s, utfört %s och betalt %s.", webkit.Duration(int64(t.granted)), webkit.Duration(int64(t.delivered)), webkit.Duration(int64(t.paid))),
		Points: []webkit.Point{
			{Label: "Beviljad", Value: hours(t.granted)},
			{Label: "Beställd", Value: hours(t.ordered)},
			{Label: "Planerad", Value: hours(t.planned)},
			{Label: "Utförd", Value: hours(t.delivered)},
			{Label: "Betald", Value: hours(t.paid)},
		},
	}
}

func (p Pages) orderList(r *http.Request, a place, entries []visits.BaseEntry) (webkit.Listing, error) {
	paging := webkit.NewPaging(r.URL, len(entries))
	l := webkit.Listing{
		Caption: "Uppdrag i månaden", Paging: paging, Empty: webkit.Empty{Sentence: "Inga besök är registrerade i månaden."},
		Columns: []webkit.Column{
			{Words: "Uppdrag"},
			{Words: "Beviljad", Number: true},
			{Words: "Beställd", Number: true},
			{Words: "Planerad", Number: true},
			{Words: "Utförd", Number: true},
			{Words: "Betald", Number: true},
			{Words: "Belopp", Number: true},
			{Words: "Orsak"},
		},
	}
	shown := entries[min(paging.Offset(), len(entries)):min(paging.Offset()+webkit.PageSize, len(entries))]
	called, err := p.called(r, a, shown)
	if err != nil {
		return l, err
	}
	for _, e := range shown {
		row := webkit.ListRow{Path: a.path() + "/" + e.Order.String(), Words: called[e.Order], Sub: e.Name}
		if e.Correction(a.month) {
			back := a
			back.month = e.Month
			row.Path, row.Sub = back.path()+"/"+e.Order.String(), "Rättelse av "+webkit.Month(e.Month)
			row.Cells = []webkit.Cell{
				{Name: "Beviljad", Number: true},
				{Name: "Beställd", Number: true},
				{Name: "Planerad", Number: true},
				{Name: "Utförd", Number: true},
				timeCell("Betald", e.Minutes),
				{Name: "Belopp", Words: webkit.Kronor(e.Ore), Number: true},
				{Name: "Orsak", Words: e.Why},
			}
			l.Rows = append(l.Rows, row)
			continue
		}
		sum := e.Total()
		row.Cells = []webkit.Cell{
			timeCell("Beviljad", e.Granted), timeCell("Beställd", e.Ordered), timeCell("Planerad", sum.Planned), timeCell("Utförd", sum.Minutes),
			timeCell("Betald", e.Minutes),
			{Name: "Belopp", Words: webkit.Kronor(e.Ore), Number: true},
			a.causeCell(e),
		}
		l.Rows = append(l.Rows, row)
	}
	return l, nil
}

func timeCell(name string, minutes int) webkit.Cell {
	words := "–"
	if minutes != 0 {
		words = webkit.Duration(int64(minutes))
	}
	return webkit.Cell{Name: name, Words: words, Number: true}
}

func (a place) causeCell(e visits.BaseEntry) webkit.Cell {
	cell := webkit.Cell{Name: "Orsak", Words: e.Cause.Words()}
	if !e.Beyond(a.within) {
		return cell
	}
	cell.Badge = &webkit.Badge{Lage: webkit.Snart, Words: e.Differs()}
	if e.Cause == "" {
		cell.Words = "Orsak saknas"
	}
	return cell
}

// called is what each order is called: by the person's name to the provider, and by
// the number of the case to the controller.
func (p Pages) called(r *http.Request, a place, entries []visits.BaseEntry) (map[ids.Order]string, error) {
	all := map[ids.Order]string{}
	var persons []ids.Person
	var cases []ids.Case
	for _, e := range entries {
		all[e.Order] = "Uppdrag"
		if !e.Person.IsZero() {
			persons, cases = append(persons, e.Person), append(cases, e.Case)
		}
	}
	if a.own {
		who, err := p.Others.Who(r.Context(), webkit.Actor(r), webkit.Today(r), persons...)
		for _, e := range entries {
			if band, ok := who[e.Person]; ok {
				all[e.Order] = band.Name
			}
		}
		return all, err
	}
	webkit.Shown(r.Context(), persons...)
	numbers, err := p.Others.Numbers(r.Context(), cases...)
	for _, e := range entries {
		if number := numbers[e.Case]; number != "" {
			all[e.Order] = number
		}
	}
	return all, err
}
