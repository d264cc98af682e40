package deliveryweb

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/paper"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

// A VisitMonth is what is planned and registered under an order in a month.
type VisitMonth struct {
	visits.Planning
	Lines []visits.Line // one page of them
	Total int
}

// RelativesPage is …/narstaende: what is planned and delivered, to look at together
// with someone whom the person wants to see it (E-34). It names no staff and holds
// none of what is written of the person; without a wish it holds no visits.
type RelativesPage struct {
	webkit.Page
	Wishes []WishView
	Ask    *OrderForm // somebody more is to see the visits; nil: the order has ended
	Month  *ShownMonth
}

// A WishView is whom the visits may be shown to, and the form that ends it.
type WishView struct {
	Words string
	End   *OrderForm
}

// A ShownMonth is one month of visits as those who are close see it.
type ShownMonth struct {
	Name       string
	Prev, Next *webkit.Link
	Paper      string
	Facts      []webkit.Fact
	Visits     webkit.Listing
}

// A viewing is the order whose visits are shown, and where its pages are.
type viewing struct {
	id      ids.Order
	order   delivery.Order
	path    string
	back    webkit.Link
	subject duty.Subject // that the reading log names
}

// A finding finds the order of an address, for the side whose page it is.
type finding func(r *http.Request) (viewing, error)

func (p Pages) ownView(r *http.Request) (viewing, error) {
	id, o, _, err := p.own(r)
	base := "/utforare/uppdrag/" + id.String()
	return viewing{id: id, order: o, path: base + "/narstaende", back: webkit.Link{Path: base, Words: o.Name}, subject: duty.Subject{Kind: "service", ID: o.Service.ID}}, byVisit(o, err)
}

func (p Pages) caseView(r *http.Request) (viewing, error) {
	c, id, o, err := p.orderOf(r)
	base := "/arende/" + c.Number + "/insatser"
	return viewing{id: id, order: o, path: base + "/" + id.String() + "/narstaende", back: webkit.Link{Path: base, Words: "Insatser"}, subject: duty.Subject{Kind: "case", ID: c.ID.ID}}, byVisit(o, err)
}

// byVisit lets only services that are given visit by visit have the page.
func byVisit(o delivery.Order, err error) error {
	if err == nil && o.Proof != delivery.ByVisit {
		err = fault.New(fault.NotFound, "order.unknown")
	}
	return err
}

func wishView(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.WishRelativeView{Who: in.Text("who"), On: in.Day("on"), Until: in.Day("until")}
}

func endView(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.EndRelativeView{Number: in.Number("number")}
}

func (p Pages) shown(find finding) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		at, err := find(r)
		if err != nil {
			return err
		}
		page, err := p.relativesPage(r, at, webkit.Typed{}, "")
		if err != nil {
			return err
		}
		return webkit.Show(w, r, p.kit, http.StatusOK, "narstaende.html", page)
	}
}

func (p Pages) postView(find finding, read reading) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		at, err := find(r)
		if err != nil {
			return err
		}
		in := webkit.Posted(r)
		cmd := read(in)
		if err = in.Err(); err == nil {
			_, err = p.Orders.Do(r.Context(), webkit.Form(r), at.id.ID, cmd)
		}
		if err != nil {
			page, failed := p.relativesPage(r, at, in.Again(err), r.URL.Path)
			if failed != nil {
				return failed
			}
			return webkit.Redo(w, r, p.kit, "narstaende.html", page, err)
		}
		return webkit.Done(w, r, at.path)
	}
}

func (p Pages) relativesPage(r *http.Request, at viewing, typed webkit.Typed, failed string) (*RelativesPage, error) {
	if r.Method == http.MethodGet {
		if err := webkit.Read(r, at.order.Person, at.subject); err != nil {
			return nil, err
		}
	}
	today := webkit.Today(r)
	who, err := p.Others.Who(r.Context(), webkit.Actor(r), today, at.order.Person)
	if err != nil {
		return nil, err
	}
	band := who[at.order.Person]
	page := &RelativesPage{Page: webkit.Page{Title: "Visa för närstående", Small: at.order.Name, Person: &band, Back: &at.back}}
	t := &typing{r: r, typed: typed, failed: failed}
	shownTo := at.order.ShownTo(today)
	for _, v := range shownTo {
		page.Wishes = append(page.Wishes, WishView{Words: wishWords(v, today), End: t.ready(
			OrderForm{Hidden: [2]string{"number", strconv.Itoa(v.Number)}}, at.path+"/sluta", "Personen vill inte det längre", "sluta-"+strconv.Itoa(v.Number)+"-")})
	}
	if at.order.Running() {
		page.Ask = t.ready(OrderForm{
			Lines: []webkit.Field{{Name: "who", Label: "Vem vill personen visa besöken för?", Help: "Namn och vad de är för varandra, till exempel Lena Svensson, dotter", Required: true}},
			Days: []webkit.Field{
				{Name: "on", Label: "Personen sade det", Value: today.String(), Prefilled: true, Required: true},
				{Name: "until", Label: "Till och med", Help: "Lämna tomt om det gäller tills personen ändrar sig."},
			},
		}, at.path, "Spara önskemålet", "onskemal-")
	}
	switch {
	case len(shownTo) > 0:
		page.Sentence = "Det här kan ni titta på tillsammans. Här står inga namn på personal och inget av det som är skrivet om personen."
		page.Month, err = p.shownMonth(r, at)
	case !at.order.Running():
		page.Strong = "Uppdraget är avslutat. Inga besök visas för närstående."
	default:
		page.Strong = "Personen har inte sagt att någon närstående får se besöken."
		page.Sentence = "Fråga personen först. Den som är närstående har ingen egen rätt att få veta."
	}
	if err == nil {
		err = t.err
	}
	return page, err
}

func wishWords(v delivery.RelativeView, today civil.Date) string {
	words := v.Who + ". Personen sade det " + webkit.PlainDay(v.On, today)
	if !v.Until.IsZero() {
		words += " och det gäller till och med " + webkit.PlainDay(v.Until, today)
	}
	return words + "."
}

// monthAsked is the month that the address asks for; no later than next month.
func monthAsked(r *http.Request) civil.Date {
	this := webkit.Today(r).MonthStart()
	month, err := civil.Parse(r.URL.Query().Get("manad") + "-01")
	if err != nil || month.After(this.AddMonths(1)) {
		return this
	}
	return month
}

func (p Pages) shownMonth(r *http.Request, at viewing) (*ShownMonth, error) {
	month, this := monthAsked(r), webkit.Today(r).MonthStart()
	sum, err := p.Others.Month(r.Context(), at.id, month, 0, 0)
	if err != nil {
		return nil, err
	}
	paging := webkit.NewPaging(r.URL, sum.Total)
	if sum, err = p.Others.Month(r.Context(), at.id, month, paging.Offset(), webkit.PageSize); err != nil {
		return nil, err
	}
	of := func(m civil.Date) *webkit.Link {
		return &webkit.Link{Path: at.path + "?manad=" + m.String()[:7], Words: webkit.Capital(webkit.Month(m))}
	}
	shown := &ShownMonth{Name: webkit.Capital(webkit.Month(month)), Paper: at.path + "/besok.pdf?manad=" + month.String()[:7], Facts: monthFacts(at.order, sum), Visits: shownList(sum.Lines, webkit.Now(r))}
	shown.Visits.Paging = paging
	if month.After(civil.DayOf(at.order.Sent).MonthStart()) {
		shown.Prev = of(month.AddMonths(-1))
	}
	if !month.After(this) {
		shown.Next = of(month.AddMonths(1))
	}
	return shown, nil
}

// monthFacts sets what was granted, planned and delivered side by side. A month in
// which nothing is planned says so: it is not known what should have been made.
func monthFacts(o delivery.Order, m VisitMonth) []webkit.Fact {
	granted := o.Extent
	if o.Minutes > 0 {
		granted += ", " + webkit.Duration(int64(o.Minutes)) + " i månaden"
	}
	planned := "ingen planering är inlagd, så det går inte att säga om något besök har uteblivit"
	if m.Visits > 0 {
		planned = webkit.Count(m.Visits, "besök", "besök") + ", " + webkit.Duration(int64(m.Planned))
	}
	return []webkit.Fact{
		{Label: "Beviljat", Value: granted},
		{Label: "Planerat", Value: planned},
		{Label: "Utfört", Value: webkit.Count(m.Registered, "besök", "besök") + ", " + webkit.Duration(int64(m.Done))},
	}
}

func shownList(lines []visits.Line, now time.Time) webkit.Listing {
	today := civil.DayOf(now)
	list := webkit.Listing{
		Caption: "Besök dag för dag", Columns: []webkit.Column{{Words: "Dag"}, {Words: "Planerat"}, {Words: "Utfört"}, {Words: "Läge"}},
		Empty: webkit.Empty{Sentence: "Inget besök är planerat eller registrerat i månaden."},
	}
	for _, l := range lines {
		done := between(l.Done)
		if unsettled(l) {
			done = ""
		}
		list.Rows = append(list.Rows, webkit.ListRow{Words: webkit.ShortDay(l.Day, today), Cells: []webkit.Cell{
			{Name: "Planerat", Words: between(l.Planned)}, {Name: "Utfört", Words: done}, {Name: "Läge", Words: shownState(l, now)},
		}})
	}
	return list
}

func between(s visits.Span) string {
	if s.IsZero() {
		return ""
	}
	return webkit.ClockTime(s.From) + "–" + webkit.ClockTime(s.To)
}

// unsettled tells whether it is still asked what the visit was, and whose: it may turn
// out to be somebody else's, and is not shown until that is known.
func unsettled(l visits.Line) bool { return l.Odd > 0 || l.Held || l.Gone != "" }

func shownState(l visits.Line, now time.Time) string {
	switch {
	case l.Cancelled:
		return "inställt"
	case l.Missed:
		return "blev inte av"
	case unsettled(l):
		return "utreds"
	case !l.Done.IsZero():
		return "utfört"
	case !l.Begun.IsZero():
		return "pågår"
	case now.After(l.Planned.To):
		return "inte registrerat"
	}
	return "planerat"
}

// mostOnPaper is how many visits of a month stand on paper: more than anyone is given.
const mostOnPaper = 500

// shownPaper is the month on paper, to give to the one who may see it.
func (p Pages) shownPaper(find finding) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		at, err := find(r)
		if err != nil {
			return err
		}
		today := webkit.Today(r)
		shownTo := at.order.ShownTo(today)
		if len(shownTo) == 0 {
			return fault.New(fault.NotFound, "order.unknown")
		}
		if err := webkit.Read(r, at.order.Person, at.subject); err != nil {
			return err
		}
		month := monthAsked(r)
		sum, err := p.Others.Month(r.Context(), at.id, month, 0, mostOnPaper)
		if err != nil {
			return err
		}
		v, band, err := p.viewOf(r, at.id, at.order)
		if err != nil {
			return err
		}
		d := paper.Document{
			Title: "Besök i " + webkit.Month(month), Author: v.Provider, Made: webkit.Now(r), Foot: "Uppdrag " + v.ID,
			Blocks: []paper.Block{
				paper.Sender{Left: []string{v.Provider}, Right: []string{webkit.PlainDay(today, civil.Date{})}},
				paper.Heading{Level: 1, Text: at.order.Name + ", " + webkit.Month(month)},
			},
		}
		if band.Protected != "" {
			d.Blocks = append(d.Blocks, paper.Strong(band.Protected+". Lämna inte papperet framme."))
		}
		var names []string
		for _, v := range shownTo {
			names = append(names, v.Who)
		}
		pairs := paper.Pairs{{"För", strings.TrimSpace(band.Name + " " + band.Age)}, {"Får visas för", strings.Join(names, ". ")}}
		for _, f := range monthFacts(at.order, sum) {
			pairs = append(pairs, [2]string{f.Label, f.Value})
		}
		list := shownList(sum.Lines, webkit.Now(r))
		table := paper.Table{Caption: list.Caption}
		for _, c := range list.Columns {
			table.Head = append(table.Head, c.Words)
		}
		for _, row := range list.Rows {
			cells := []string{row.Words}
			for _, c := range row.Cells {
				cells = append(cells, c.Words)
			}
			table.Rows = append(table.Rows, cells)
		}
		d.Blocks = append(d.Blocks, pairs, table)
		return webkit.SendPaper(w, "besok.pdf", d)
	}
}
