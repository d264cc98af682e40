package controlweb

import (
	"net/http"
	"strconv"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/visits/control"
	"stadga/internal/webkit"
)

// EffectsRoot is where what paying by delivered hour brings along is watched.
const EffectsRoot = "/ekonomi/ersattning/kontroller"

// EffectsPage is /ekonomi/ersattning/kontroller: an indicator for each side effect of
// paying by delivered hour (F-21), and the risk analysis (F-20).
type EffectsPage struct {
	webkit.Page
	Indicators []Indicator
	Counted    string // "Räknat 08:52."
	Analysis   []webkit.Fact
	Findings   []string
	Drawbacks  webkit.Listing
	Made       *AnalysisForm // nil: one may not
	Name       *DrawbackForm
}

// An Indicator is one side effect with its figure, its plot and its list.
type Indicator struct {
	ID, Title, Says string
	Share           string // "3 av 41 besök, 7 %"
	Chart           webkit.Chart
	List            webkit.Link
}

// An AnalysisForm asks who made the risk analysis, when, and where it is.
type AnalysisForm struct {
	Head        webkit.FormHead
	By, On, Ref webkit.Field
}

// A DrawbackForm asks for a drawback and what watches over it.
type DrawbackForm struct {
	Head                webkit.FormHead
	Number, Says, Watch webkit.Field
}

// EffectMonths is how many months the plots show.
const EffectMonths = 6

func (p Pages) effects() Effects { return Effects{Ledger: p.Ledger, Providers: p.Others.Providers} }

func (p Pages) getEffects(w http.ResponseWriter, r *http.Request) error {
	page, err := p.effectsPage(r, webkit.Typed{}, webkit.NewForm(r, 0, ""))
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "kontroller.html", page)
}

func (p Pages) effectsPage(r *http.Request, typed webkit.Typed, head webkit.FormHead) (*EffectsPage, error) {
	months, taken, err := p.Others.Counted(r.Context())
	if err != nil {
		return nil, err
	}
	page := &EffectsPage{
		Page: webkit.Page{
			Title: "Kontroller av ersättningen", Back: webkit.Leads(r, webkit.Link{Path: "/ekonomi/ersattning", Words: "Ersättning till utförare"}),
			Sentence: "Att betala för utförd tid har kända bieffekter. Varje bieffekt har ett mått, månad för månad.",
		},
	}
	if len(months) == 0 {
		page.Counted = "Siffrorna räknas. Ladda om sidan om en stund."
	} else {
		page.Small, page.Indicators = webkit.Month(months[len(months)-1].Month), indicators(months)
		page.Counted = "Räknat " + webkit.DayAndTime(taken, webkit.Today(r)) + "."
	}
	return page, p.risk(r, page, typed, head)
}

// indicators are the three side effects that audits have named.
func indicators(months []EffectMonth) []Indicator {
	now := months[len(months)-1]
	plot := func(id, title, sentence, unit string, value, of func(EffectMonth) int) webkit.Chart {
		c := webkit.Chart{ID: id, Title: title, Sentence: sentence, Heads: []string{"Månad", title}, Line: true, Unit: unit}
		for _, m := range months {
			c.Points = append(c.Points, webkit.Point{Label: m.Month.String()[:7], Value: value(m), Unknown: of(m) == 0})
		}
		return c
	}
	list := func(w control.Watch, month civil.Date) webkit.Link {
		return webkit.Link{Path: w.Path() + "?manad=" + month.String()[:7], Words: "Se listan"}
	}
	wrong := func(m EffectMonth) int { return control.Forecast{Expected: m.Expected, Actual: m.Actual}.Error() }
	return []Indicator{
		{
			ID: string(control.WatchForecast), Title: control.WatchForecast.Words(), Says: "Kostnaden är svår att förutse. Prognosen för en månad är medelvärdet av de tre månaderna före.",
			Share: shareOf(now.Off, now.Forecasts, "utförare hade en kostnad mer än "+strconv.Itoa(control.ForecastOff)+" procent från prognosen"),
			Chart: plot("prognos-diagram", "Prognosfel, procent", forecastSays(now, wrong(now)), "\u00a0%", wrong, func(m EffectMonth) int { return m.Forecasts }), List: list(control.WatchForecast, now.Month),
		},
		{
			ID: string(control.WatchCorrections), Title: control.WatchCorrections.Words(), Says: "Varje minut blir pengar, och det ger mer administration. Måttet är besök vars tider någon har rättat för hand.",
			Share: shareOf(now.Corrected, now.Visits, "besök är rättade"),
			Chart: plot("rattelser-diagram", "Rättade besök per tusen", "I "+webkit.Month(now.Month)+" rättades "+perThousand(now.Corrected, now.Visits)+" av tusen besök.", "", func(m EffectMonth) int { return thousandths(m.Corrected, m.Visits) }, func(m EffectMonth) int { return m.Visits }),
			List:  list(control.WatchCorrections, now.Month),
		},
		{
			ID: string(control.WatchCeiling), Title: control.WatchCeiling.Words(), Says: "Den som får betalt per utförd timme tjänar på att utföra allt som är beviljat.",
			Share: shareOf(now.Ceiling, now.Persons, "personer fick 98–100 procent av sin beviljade tid"),
			Chart: plot("taket-diagram", "Andel personer på 98–100 procent", "I "+webkit.Month(now.Month)+" låg "+webkit.Percent(now.Ceiling, now.Persons)+" av personerna på 98–100 procent.", "\u00a0%", func(m EffectMonth) int {
				return percent(m.Ceiling, m.Persons)
			}, func(m EffectMonth) int { return m.Persons }),
			List: list(control.WatchCeiling, now.Month),
		},
	}
}

func forecastSays(now EffectMonth, wrong int) string {
	if now.Forecasts == 0 {
		return "Det finns ingen prognos för " + webkit.Month(now.Month) + ". Den behöver tre månader före."
	}
	return "I " + webkit.Month(now.Month) + " var prognosen " + webkit.Kronor(now.Expected) + " och kostnaden " + webkit.Kronor(now.Actual) + ". Felet var " + strconv.Itoa(wrong) + " procent."
}

func shareOf(n, of int, words string) string {
	if of == 0 {
		return "Inget att bedöma."
	}
	return webkit.Thousands(n) + " av " + webkit.Thousands(of) + " " + words + "."
}

func percent(n, of int) int {
	if of == 0 {
		return 0
	}
	return (200*n + of) / (2 * of)
}

func thousandths(n, of int) int {
	if of == 0 {
		return 0
	}
	return (2000*n + of) / (2 * of)
}

func perThousand(n, of int) string { return strconv.Itoa(thousandths(n, of)) }

// EffectListPage is the list behind an indicator.
type EffectListPage struct {
	webkit.Page
	List webkit.Listing
}

// monthAsked is the month of the address, else the last whole one.
func monthAsked(r *http.Request) civil.Date {
	if month, err := civil.Parse(r.URL.Query().Get("manad") + "-01"); err == nil {
		return month
	}
	return webkit.Today(r).MonthStart().AddDays(-1).MonthStart()
}

func (p Pages) showList(w http.ResponseWriter, r *http.Request, of control.Watch, sentence string, list webkit.Listing) error {
	list.Caption = of.Words()
	return webkit.Show(w, r, p.kit, http.StatusOK, "kontroll-lista.html", &EffectListPage{
		Page: webkit.Page{Title: of.Words(), Small: webkit.Month(monthAsked(r)), Back: &webkit.Link{Path: EffectsRoot, Words: "Kontroller av ersättningen"}, Sentence: sentence}, List: list,
	})
}

// yearShown is how many months back the forecasts are listed.
const yearShown = 12

func (p Pages) getForecasts(w http.ResponseWriter, r *http.Request) error {
	month := monthAsked(r)
	all, err := p.effects().Forecasts(r.Context(), month.AddMonths(1-yearShown), month.MonthEnd())
	if err != nil {
		return err
	}
	names, err := p.Others.Providers(r.Context())
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, len(all))
	list := webkit.Listing{
		Paging: paging, Empty: webkit.Empty{Sentence: "Ingen utförare har tre månader att räkna en prognos ur."},
		Columns: []webkit.Column{{Words: "Utförare"}, {Words: "Månad"}, {Words: "Prognos", Number: true}, {Words: "Kostnad", Number: true}, {Words: "Fel", Number: true}},
	}
	for _, f := range all[min(paging.Offset(), len(all)):min(paging.Offset()+webkit.PageSize, len(all))] {
		cell := webkit.Cell{Name: "Fel", Words: strconv.Itoa(f.Error()) + "\u00a0%", Number: true}
		if f.Off() {
			cell.Badge = &webkit.Badge{Lage: webkit.Snart, Words: "mer än " + strconv.Itoa(control.ForecastOff) + "\u00a0%"}
		}
		list.Rows = append(list.Rows, webkit.ListRow{Path: monthPath(f.Provider, f.Month), Words: nameOf(names, f.Provider), Cells: []webkit.Cell{
			{Name: "Månad", Words: f.Month.String()[:7]}, {Name: "Prognos", Words: webkit.Kronor(f.Expected), Number: true}, {Name: "Kostnad", Words: webkit.Kronor(f.Actual), Number: true}, cell,
		}})
	}
	return p.showList(w, r, control.WatchForecast, "Prognosen är medelvärdet av de tre månaderna före. Listan visar ett år.", list)
}

func monthPath(p ids.Provider, month civil.Date) string {
	return "/ekonomi/ersattning/" + p.String() + "/" + month.String()[:7]
}

func (p Pages) getCorrections(w http.ResponseWriter, r *http.Request) error {
	ctx, month, effects := r.Context(), monthAsked(r), p.effects()
	providers, names, err := effects.providersIn(ctx)
	if err != nil {
		return err
	}
	counts, all := map[ids.Provider]int{}, 0
	for _, one := range providers {
		n, err := p.Ledger.CorrectedMonths(ctx, one, month, month.MonthEnd())
		if err != nil {
			return err
		}
		counts[one] = n[month]
		all += n[month]
	}
	paging := webkit.NewPaging(r.URL, all)
	list := webkit.Listing{
		Paging: paging, Empty: webkit.Empty{Sentence: "Inget besök i månaden är rättat."},
		Columns: []webkit.Column{{Words: "Besök"}, {Words: "Utförare"}, {Words: "Ärende"}, {Words: "Belopp", Number: true}},
	}
	skip, left := paging.Offset(), webkit.PageSize
	for _, one := range providers {
		if skip >= counts[one] {
			skip -= counts[one]
			continue
		}
		made, err := p.Ledger.CorrectedOf(ctx, one, month, skip, left)
		if err != nil {
			return err
		}
		skip, left = 0, left-len(made)
		numbers, err := p.numbersOf(r, one, month)
		if err != nil {
			return err
		}
		for _, v := range made {
			webkit.Shown(ctx, v.Target.Person)
			list.Rows = append(list.Rows, webkit.ListRow{
				Path: monthPath(one, month) + "/" + v.Target.Order.String(), Words: webkit.DayAndTime(v.Done.From, month) + "–" + webkit.ClockTime(v.Done.To), Sub: v.Why,
				Cells: []webkit.Cell{{Name: "Utförare", Words: nameOf(names, one)}, {Name: "Ärende", Words: numbers[v.Target.Order]}, {Name: "Belopp", Words: webkit.Kronor(v.Rated.Ore), Number: true}},
			})
		}
		if left == 0 {
			break
		}
	}
	return p.showList(w, r, control.WatchCorrections, "Besök vars tider någon har rättat. Orsaken står under besöket.", list)
}

// numbersOf are the numbers of the cases that a provider's orders of a month are in.
func (p Pages) numbersOf(r *http.Request, of ids.Provider, month civil.Date) (map[ids.Order]string, error) {
	orders, err := p.Ledger.OrderMonths(r.Context(), of, month)
	if err != nil {
		return nil, err
	}
	var cases []ids.Case
	for _, o := range orders {
		cases = append(cases, o.Case)
	}
	numbers, err := p.Others.Numbers(r.Context(), cases...)
	all := map[ids.Order]string{}
	for _, o := range orders {
		all[o.Order] = numbers[o.Case]
	}
	return all, err
}

func (p Pages) getCeiling(w http.ResponseWriter, r *http.Request) error {
	ctx, month := r.Context(), monthAsked(r)
	providers, names, err := p.effects().providersIn(ctx)
	if err != nil {
		return err
	}
	var found []visits.BaseEntry
	of := 0
	for _, one := range providers {
		orders, err := p.Ledger.OrderMonths(ctx, one, month)
		if err != nil {
			return err
		}
		var entries []visits.BaseEntry
		for _, o := range orders {
			if o.Granted > 0 {
				entries = append(entries, visits.BaseEntry{OrderMonth: o})
			}
		}
		persons := visits.PerPerson(entries, month)
		of += len(persons)
		for _, e := range persons {
			if control.AtCeiling(e.OrderMonth) {
				found = append(found, e)
			}
		}
	}
	paging := webkit.NewPaging(r.URL, len(found))
	list := webkit.Listing{
		Paging: paging, Empty: webkit.Empty{Sentence: "Ingen person fick 98–100 procent av sin beviljade tid."},
		Columns: []webkit.Column{{Words: "Ärende"}, {Words: "Utförare"}, {Words: "Beviljad", Number: true}, {Words: "Utförd", Number: true}},
	}
	shown := found[min(paging.Offset(), len(found)):min(paging.Offset()+webkit.PageSize, len(found))]
	var cases []ids.Case
	for _, e := range shown {
		cases = append(cases, e.Case)
		webkit.Shown(ctx, e.Person)
	}
	numbers, err := p.Others.Numbers(ctx, cases...)
	if err != nil {
		return err
	}
	for _, e := range shown {
		list.Rows = append(list.Rows, webkit.ListRow{Path: monthPath(e.Provider, month) + "/" + e.Order.String(), Words: numbers[e.Case], Sub: e.Name, Cells: []webkit.Cell{
			{Name: "Utförare", Words: nameOf(names, e.Provider)},
			{Name: "Beviljad", Words: webkit.Duration(int64(e.Granted)), Number: true},
			{Name: "Utförd", Words: webkit.Duration(int64(e.Total().Minutes)), Number: true},
		}})
	}
	return p.showList(w, r, control.WatchCeiling, shareOf(len(found), of, "personer fick 98–100 procent av sin beviljade tid"), list)
}
