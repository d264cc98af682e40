package deliveryweb

import (
	"net/http"
	"time"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// Inbox is /utforare: what waits for the provider, oldest first.
type Inbox struct {
	webkit.Page
	New     webkit.Listing
	Plans   webkit.Listing
	Asked   webkit.Listing
	News    webkit.Listing
	Signals webkit.Listing
	Running webkit.Listing
	Role    *Assignment  // of a unit that carries out outpatient support
	Pay     *webkit.Link // what the provider is paid; nil: the reader may not open it
	Urgent  string       // orders that have gone on to the heads of both sides; empty: none
	Alarms  *webkit.Link // the register of alarms; nil: none is installed
	Visits  *webkit.Link // the day's visits, and those to mend; nil: the reader may not open them
}

const shelfRows = 7 // rows of a heap before its whole list

func (p Pages) getInbox(w http.ResponseWriter, r *http.Request) error {
	provider, today := webkit.Actor(r).Provider, webkit.Today(r)
	page := &Inbox{Page: webkit.Page{Title: "Utförare"}}
	fresh, err := p.shelf(r, provider, delivery.Unacknowledged, 0, shelfRows)
	if err != nil {
		return err
	}
	plans, err := p.shelf(r, provider, delivery.PlansDue, 0, shelfRows)
	if err != nil {
		return err
	}
	signals, err := p.Lists.OpenSignals(r.Context(), provider, shelfRows)
	if err != nil {
		return err
	}
	total, err := p.Lists.CountShelf(r.Context(), provider, delivery.Current, today)
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, total)
	running, err := p.shelf(r, provider, delivery.Current, paging.Offset(), webkit.PageSize)
	if err != nil {
		return err
	}
	asked, err := p.shelf(r, provider, delivery.Asked, 0, shelfRows)
	if err != nil {
		return err
	}
	told, err := p.Lists.UnreadNews(r.Context(), provider, webkit.PageSize)
	if err != nil {
		return err
	}
	alarms, lacking, hanging, err := p.Lists.CountAlarms(r.Context(), provider)
	if err != nil {
		return err
	}
	who, err := p.whoIn(r, fresh.lines, plans.lines, append(running.lines, asked.lines...), signals, told)
	if err != nil {
		return err
	}
	page.New = fresh.listing("Uppdrag att kvittera", who, today, func(l delivery.Line) webkit.Cell {
		return webkit.Cell{Name: "Skickat", Words: webkit.DayAndTime(l.Sent, today), Badge: badge(unseen(l, today))}
	}, "Inget uppdrag väntar på kvittens.")
	page.Plans = plans.listing("Planer att upprätta eller följa upp", who, today, func(l delivery.Line) webkit.Cell {
		return webkit.Cell{Name: "Plan", Badge: badge(planDue(l, today))}
	}, "Alla planer är aktuella.")
	page.Running = running.listing("Pågående uppdrag", who, today, func(l delivery.Line) webkit.Cell {
		return webkit.Cell{Name: "Läge", Words: runs(l, today)}
	}, "Ni har inga uppdrag just nu.")
	page.Running.Paging = paging
	page.Asked = asked.listing("Frågor från handläggaren", who, today, func(l delivery.Line) webkit.Cell {
		return webkit.Cell{Name: "Fråga", Badge: badge(askedSince(l.AskedProvider, today))}
	}, "Ni har svarat på allt.")
	page.News = newsList(told, who, today)
	page.Urgent = urgent(fresh.lines, today)
	if alarms > 0 {
		page.Alarms = &webkit.Link{Path: "/utforare/larm", Words: webkit.Count(alarms, "larm i registret", "larm i registret")}
		if lacking+hanging > 0 {
			page.Alarms.Words += ", " + webkit.Thousands(lacking+hanging) + " att göra klart"
		}
	}
	page.Signals = signalList(signals, who, today)
	if fresh.total > 0 {
		page.Strong = webkit.Count(fresh.total, "uppdrag att kvittera.", "uppdrag att kvittera.")
	}
	page.Sentence = sentence(plans.total, len(signals))
	mend, err := p.Others.ToMend(r.Context(), provider)
	if err != nil {
		return err
	}
	words := "Besök i dag"
	if mend > 0 {
		words = webkit.Count(mend, "besök att rätta", "besök att rätta")
		page.Sentence += " " + words + "."
	}
	if !provider.IsZero() { // an officer may open the page, and has no unit there
		registered, err := p.Others.Provider(r.Context(), provider)
		if err != nil {
			return err
		}
		page.Role = p.assignment(registered.Services, today)
	}
	page.Pay = webkit.Leads(r, webkit.Link{Path: "/utforare/ersattning", Words: "Vår ersättning"})
	page.Visits = webkit.Leads(r, webkit.Link{Path: "/utforare/besok", Words: words})
	return webkit.Show(w, r, p.kit, http.StatusOK, "utforare.html", page)
}

func sentence(plans, signals int) string {
	s := "Alla planer är aktuella."
	if plans > 0 {
		s = webkit.Count(plans, "plan att upprätta eller följa upp.", "planer att upprätta eller följa upp.")
	}
	if signals > 0 {
		s += " Kommunen har inte svarat på " + webkit.Count(signals, "anmälan om ändrat behov.", "anmälningar om ändrat behov.")
	}
	return s
}

type heap struct {
	lines []delivery.Line
	total int
}

func (p Pages) shelf(r *http.Request, provider ids.Provider, s delivery.Shelf, offset, limit int) (heap, error) {
	total, err := p.Lists.CountShelf(r.Context(), provider, s, webkit.Today(r))
	if err != nil {
		return heap{}, err
	}
	lines, err := p.Lists.OnShelf(r.Context(), provider, s, webkit.Today(r), offset, limit)
	return heap{lines: lines, total: total}, err
}

// escalated is after how many working days an order nobody has acknowledged goes on
// to the heads of both sides (ux.md P8).
const escalated = 2

// urgent says which orders have gone on to the heads of both sides.
func urgent(lines []delivery.Line, today civil.Date) string {
	n := 0
	for _, l := range lines {
		if workingDays(civil.DayOf(l.Sent), today) >= escalated {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return webkit.Count(n, "uppdrag är inte kvitterat", "uppdrag är inte kvitterade") + " på två arbetsdagar. Det har gått vidare till cheferna hos både kommunen och er."
}

func askedSince(since time.Time, today civil.Date) webkit.Badge {
	n := workingDays(civil.DayOf(since), today)
	b := webkit.Badge{Lage: webkit.Idag, Words: "Ställd " + webkit.DayAndTime(since, today)}
	if n > 0 {
		b.Words = "Har väntat " + webkit.Count(n, "arbetsdag", "arbetsdagar")
	}
	if n > 1 {
		b.Lage = webkit.Sen
	}
	return b
}

func newsList(told []delivery.NewsLine, who map[ids.Person]webkit.Personband, today civil.Date) webkit.Listing {
	list := webkit.Listing{
		Caption: "Besked som ingen hos er har läst",
		Columns: []webkit.Column{{Words: "Person"}, {Words: "Gäller"}, {Words: "Lämnat"}},
		Empty:   webkit.Empty{Sentence: "Alla besked är lästa."},
		Paging:  webkit.Paging{From: min(1, len(told)), To: len(told), Of: len(told)},
	}
	for _, n := range told {
		list.Rows = append(list.Rows, webkit.ListRow{
			Path: "/utforare/uppdrag/" + n.Order.String(), Words: who[n.Person].Name, Sub: who[n.Person].Age,
			Cells: []webkit.Cell{{Name: "Gäller", Words: newsWords(n.Kind)}, {Name: "Lämnat", Words: webkit.DayAndTime(n.Sent, today)}},
		})
	}
	return list
}

func (p Pages) whoIn(r *http.Request, a, b, c []delivery.Line, signals []delivery.SignalLine, told []delivery.NewsLine) (map[ids.Person]webkit.Personband, error) {
	var persons []ids.Person
	for _, lines := range [][]delivery.Line{a, b, c} {
		for _, l := range lines {
			persons = append(persons, l.Person)
		}
	}
	for _, s := range signals {
		persons = append(persons, s.Person)
	}
	for _, n := range told {
		persons = append(persons, n.Person)
	}
	return p.Others.Who(r.Context(), webkit.Actor(r), webkit.Today(r), persons...)
}

func (h heap) listing(caption string, who map[ids.Person]webkit.Personband, today civil.Date, cell func(delivery.Line) webkit.Cell, empty string) webkit.Listing {
	list := webkit.Listing{
		Caption: caption,
		Columns: []webkit.Column{{Words: "Person"}, {Words: "Insats"}, {Words: "Läge"}},
		Empty:   webkit.Empty{Sentence: empty},
		Paging:  webkit.Paging{From: min(1, h.total), To: len(h.lines), Of: h.total},
	}
	for _, l := range h.lines {
		band := who[l.Person]
		state := cell(l)
		state.Name = "Läge"
		list.Rows = append(list.Rows, webkit.ListRow{
			Path: "/utforare/uppdrag/" + l.ID.String(), Words: band.Name, Sub: band.Age,
			Cells: []webkit.Cell{{Name: "Insats", Words: l.Name, Sub: l.Extent}, state},
		})
	}
	return list
}

func signalList(signals []delivery.SignalLine, who map[ids.Person]webkit.Personband, today civil.Date) webkit.Listing {
	list := webkit.Listing{
		Caption: "Ändrat behov som kommunen inte har svarat på",
		Columns: []webkit.Column{{Words: "Person"}, {Words: "Behov"}, {Words: "Läge"}},
		Empty:   webkit.Empty{Sentence: "Kommunen har svarat på allt ni har anmält."},
		Paging:  webkit.Paging{From: min(1, len(signals)), To: len(signals), Of: len(signals)},
	}
	for _, s := range signals {
		waits := waiting(s.Sent, today)
		list.Rows = append(list.Rows, webkit.ListRow{
			Path: "/utforare/uppdrag/" + s.Order.String(), Words: who[s.Person].Name, Sub: who[s.Person].Age,
			Cells: []webkit.Cell{{Name: "Behov", Words: signalWords(s.Kind)}, {Name: "Läge", Badge: &waits}},
		})
	}
	return list
}

func badge(b webkit.Badge) *webkit.Badge { return &b }

func unseen(l delivery.Line, today civil.Date) webkit.Badge {
	if n := workingDays(civil.DayOf(l.Sent), today); n > 1 {
		return webkit.Badge{Lage: webkit.Sen, Words: "Väntat " + webkit.Count(n, "arbetsdag", "arbetsdagar")}
	}
	return webkit.Badge{Lage: webkit.Idag, Words: "Kvittera"}
}

func planDue(l delivery.Line, today civil.Date) webkit.Badge {
	switch {
	case l.PlanMade.IsZero():
		return webkit.Badge{Lage: webkit.Snart, Words: "Plan saknas"}
	case l.PlanReview.Before(today):
		return webkit.Badge{Lage: webkit.Sen, Words: webkit.Days(today.DaysSince(l.PlanReview)) + " försenad"}
	}
	return webkit.Badge{Lage: webkit.Idag, Words: "Följ upp i dag"}
}

func runs(l delivery.Line, today civil.Date) string {
	switch {
	case !l.Interrupted.IsZero():
		return "Avbrott sedan " + webkit.PlainDay(l.Interrupted, today)
	case l.Acknowledged.IsZero():
		return "Inte kvitterat"
	case !l.Started.IsZero():
		return "Pågår sedan " + webkit.PlainDay(l.Started, today)
	case !l.StartDay.IsZero():
		return "Startdag " + webkit.PlainDay(l.StartDay, today)
	}
	return "Mottaget"
}

// OrderPage is /utforare/uppdrag/{nr}: the order as the provider sees it.
type OrderPage struct {
	webkit.Page
	View
	Acknowledge *OrderForm
	TurnDown    *OrderForm
	SetStart    *OrderForm
	ShowStart   *OrderForm
	Break       *OrderForm
	Signal      *OrderForm
	CareContact *OrderForm
	Write       *OrderForm
	Owner       *OrderForm // who writes the plan
	Share       *OrderForm // the person got the plan
	Install     *OrderForm
	Remove      *OrderForm
	Partly      *OrderForm
	Tell        *OrderForm
	PlanPath    string
	Relatives   string       // where visits are shown to those who are close; empty: the service has none
	VisitPath   string       // where a visit is registered, when visits show the start
	Behind      *webkit.Link // the case the order came from; nil: the reader may not open it
}

func (p Pages) getOrder(w http.ResponseWriter, r *http.Request) error {
	page, err := p.orderPage(r, webkit.Typed{}, "")
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "uppdrag.html", page)
}

// redoOrder shows the order with what was typed in the form that failed.
func (p Pages) redoOrder(w http.ResponseWriter, r *http.Request, in *webkit.Input, err error) error {
	page, failed := p.orderPage(r, in.Again(err), r.URL.Path)
	if failed != nil {
		return failed
	}
	return webkit.Redo(w, r, p.kit, "uppdrag.html", page, err)
}

func (p Pages) orderPage(r *http.Request, typed webkit.Typed, failed string) (*OrderPage, error) {
	id, o, _, err := p.own(r)
	if err != nil {
		return nil, err
	}
	if r.Method == http.MethodGet {
		if err := webkit.Read(r, o.Person, duty.Subject{Kind: "service", ID: o.Service.ID}); err != nil {
			return nil, err
		}
	}
	v, band, err := p.viewOf(r, id, o)
	if err != nil {
		return nil, err
	}
	page := &OrderPage{
		Page: webkit.Page{At: webkit.Place{Step: "utforare"}, Title: o.Name, Person: &band, Sentence: v.State.Words + ".", Back: webkit.Leads(r, webkit.Link{Path: "/utforare", Words: "Utförare"})},
		View: v,
	}
	page.Paper = "/utforare/uppdrag/" + v.ID + "/uppdrag.pdf"
	if o.Proof == delivery.ByVisit {
		page.Relatives = "/utforare/uppdrag/" + v.ID + "/narstaende"
	}
	if number, err := p.Others.Behind(r.Context(), webkit.Actor(r), o.Case); err != nil {
		return nil, err
	} else if number != "" {
		page.Behind = &webkit.Link{Path: "/arende/" + number, Words: "Ärende " + number}
	}
	t := &typing{r: r, typed: typed, failed: failed}
	togetherForms(r, page, id, o, t)
	if o.Running() {
		forms(r, page, id, o, t)
	}
	if err := p.ownerForm(r, page, id, o, t); err != nil {
		return nil, err
	}
	return page, t.err
}

// forms adds the forms that fit where the order is.
func forms(r *http.Request, page *OrderPage, id ids.Order, o delivery.Order, t *typing) {
	base := "/utforare/uppdrag/" + id.String()
	form := func(path, button string, f OrderForm) *OrderForm {
		return t.ready(f, base+path, button, path[1:]+"-")
	}
	day := func(name, label, help string) []webkit.Field {
		return []webkit.Field{{Name: name, Label: label, Help: help}}
	}
	if o.Acknowledged.IsZero() {
		suggestion := day("start", "Startdag", "Handläggaren önskar den här dagen. Du kan byta dag, eller sätta den senare.")
		suggestion[0].Value, suggestion[0].Prefilled = o.Wish.String(), true
		if o.Wish.IsZero() {
			suggestion[0].Value, suggestion[0].Help = webkit.Today(r).AddWorkingDays(1).String(), "Förslaget är nästa vardag. Du kan byta dag, eller sätta den senare."
		}
		page.Acknowledge = form("/kvittera", "Kvittera uppdraget", OrderForm{Days: suggestion, Choice: abilityField(o.Own), Text: &webkit.Field{Name: "capacity", Label: "Vad saknar ni, och hur löser ni det?", Help: "Bara om ni har det delvis.", Rows: 2}})
		page.TurnDown = form("/avboj", "Tacka nej", OrderForm{Text: &webkit.Field{Name: "why", Label: "Varför kan ni inte ta uppdraget?", Required: true, Rows: 2}})
		return
	}
	if !page.Begun {
		page.SetStart = form("/startdag", "Spara startdag", OrderForm{Days: day("start", "Startdag", "")})
		if o.Proof == delivery.ByVisit {
			page.VisitPath = "/utforare/uppdrag/" + id.String() + "/besok"
		} else if o.Proof == delivery.ByInstallation {
			page.Install = form("/larm", "Registrera installationen", alarmForm(delivery.InstallPoints()))
		} else {
			page.ShowStart = form("/start", "Registrera start", OrderForm{Days: day("on", "Dag", ""), Choice: &webkit.Field{Name: "by", Label: "Vad visar att insatsen har börjat?", Options: proofOptions(o.Proof), Required: true}})
		}
	} else if o.Interrupted.IsZero() {
		page.Break = form("/avbrott", "Registrera avbrott", OrderForm{Days: day("on", "Från och med", "")})
	} else {
		page.Break = form("/ateruppta", "Insatsen ges igen", OrderForm{Days: day("on", "Från och med", "")})
	}
	page.Signal = form("/andrat-behov", "Skicka till handläggaren", OrderForm{
		Choice: &webkit.Field{Name: "kind", Label: "Vad behövs?", Options: signalKinds(), Required: true},
		Text:   &webkit.Field{Name: "what", Label: "Vad har ändrats?", Help: "En eller två meningar räcker.", Required: true, Rows: 2},
		Days:   day("since", "Sedan när?", ""),
	})
	if o.Proof == delivery.ByVisit {
		page.CareContact = form("/omsorgskontakt", "Spara", OrderForm{
			Choice: &webkit.Field{Name: "answer", Label: "Är fast omsorgskontakt erbjuden?", Help: "SoL 10 kap. 7 §", Options: webkit.YesNo(), Required: true},
			Lines:  []webkit.Field{{Name: "contact", Label: "Om ja, vem?"}},
			Ticks:  []webkit.Field{{Name: "nurse", Label: "Titel", Options: webkit.Options("ja", "Har bevis om yrkestiteln undersköterska")}},
			Text:   &webkit.Field{Name: "why", Label: "Om nej, varför är det uppenbart obehövligt?", Rows: 2},
		})
	}
	page.Write = form("/fraga", "Skicka", OrderForm{Text: &webkit.Field{Name: "text", Label: "Fråga handläggaren", Rows: 2, Required: true}, Checks: toldField()})
	page.Tell = form("/besked", "Lämna beskedet", newsForm(nil))
	if page.Begun {
		page.Partly = partlyForm(o, form)
	}
	if !o.Plan {
		return
	}
	page.PlanPath = "/utforare/plan/" + id.String()
	if page.Plan != nil {
		page.Share = form("/delad", "Spara", OrderForm{
			Days:  []webkit.Field{{Name: "on", Label: "Personen fick planen", Value: webkit.Today(r).String(), Prefilled: true}},
			Lines: []webkit.Field{{Name: "how", Label: "Hur?", Help: "Till exempel på papper, uppläst eller på lätt svenska.", Required: true}},
		})
	}
}

// ownerForm lets the provider name who writes the plan.
func (p Pages) ownerForm(r *http.Request, page *OrderPage, id ids.Order, o delivery.Order, t *typing) error {
	if !o.Plan || !o.Running() || o.Acknowledged.IsZero() {
		return nil
	}
	staff, err := p.Others.Colleagues(r.Context(), o.Provider, webkit.Today(r))
	if err != nil {
		return err
	}
	for i := range staff {
		staff[i].Chosen = staff[i].Value == o.PlanOwner.String() && !o.PlanOwner.IsZero()
	}
	f := OrderForm{List: &webkit.Field{Name: "owner", Label: "Vem skriver planen och håller den aktuell?", Options: append(webkit.Options("", "Välj"), staff...), Required: true}}
	page.Owner = t.ready(f, "/utforare/uppdrag/"+id.String()+"/planansvarig", "Spara planansvarig", "planansvarig-")
	return nil
}

// viewOf gathers what both sides see of an order.
func (p Pages) viewOf(r *http.Request, id ids.Order, o delivery.Order) (View, webkit.Personband, error) {
	who, err := p.Others.Who(r.Context(), webkit.Actor(r), webkit.Today(r), o.Person)
	if err != nil {
		return View{}, webkit.Personband{}, err
	}
	started := o.Started
	if started.IsZero() {
		if started, err = p.Others.Started(r.Context(), o.Service); err != nil {
			return View{}, webkit.Personband{}, err
		}
	}
	users := []ids.User{o.SentBy, o.PlanOwner}
	for _, m := range o.Thread {
		users = append(users, m.By)
	}
	for _, m := range marks(o) {
		users = append(users, m.By)
	}
	staff, err := p.Others.Staff(r.Context(), users...)
	if err != nil {
		return View{}, webkit.Personband{}, err
	}
	name, err := p.providerName(r, o.Provider)
	if err != nil {
		return View{}, webkit.Personband{}, err
	}
	v := view(o, id, started, name, staff, webkit.Now(r))
	if v.Before, err = p.before(r, o); err != nil {
		return View{}, webkit.Personband{}, err
	}
	if o.Plan {
		v.Facts = append(v.Facts, ownerFact(o, staff))
	}
	choice, err := p.choiceFacts(r, o)
	v.Facts = append(v.Facts, choice...)
	return v, who[o.Person], err
}

func (p Pages) providerName(r *http.Request, id ids.Provider) (string, error) {
	names, err := p.Others.Names(r.Context(), id)
	return names[id], err
}
