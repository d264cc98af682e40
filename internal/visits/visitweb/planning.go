package visitweb

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/visits"
	"stadga/internal/webkit"
)

// PlanningPage is /utforare/uppdrag/{nr}/planering: what is planned beside what is
// granted and registered, and the forms that plan.
type PlanningPage struct {
	webkit.Page
	Months webkit.Listing
	Ahead  webkit.Listing
	Series SeriesForm
	Stop   *StopForm
}

// A SeriesForm plans the same visit on some days of each week.
type SeriesForm struct {
	webkit.FormHead
	Path                                                     string
	From, Until, Weekdays, At, Minutes, Staff, Second, Tasks webkit.Field
}

// A StopForm cancels all that is planned from a day.
type StopForm struct {
	webkit.FormHead
	Path     string
	Day, Why webkit.Field
}

const (
	monthsAhead  = 3
	mostPlanned  = 200 // that one series, or one cancelling, speaks of
	plannedShown = 25
)

func (p Pages) getPlanning(w http.ResponseWriter, r *http.Request) error {
	o, err := p.order(r)
	if err != nil {
		return err
	}
	if err := webkit.Read(r, o.Person, duty.Subject{Kind: "service", ID: o.Service.ID}); err != nil {
		return err
	}
	page, err := p.planningPage(r, o, webkit.Typed{}, false)
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-planering.html", page)
}

func (p Pages) planningPage(r *http.Request, o Order, typed webkit.Typed, again bool) (*PlanningPage, error) {
	today := webkit.Today(r)
	who, err := p.Others.Who(r.Context(), webkit.Actor(r), today, o.Person)
	if err != nil {
		return nil, err
	}
	months, err := p.Lists.PlanningOf(r.Context(), o.Order, today.MonthStart().AddMonths(-1), today.AddMonths(monthsAhead))
	if err != nil {
		return nil, err
	}
	ahead, err := p.Lists.PlannedOf(r.Context(), o.Order, today, plannedShown)
	if err != nil {
		return nil, err
	}
	staff, err := p.Others.Staff(r.Context(), o.Provider, today)
	if err != nil {
		return nil, err
	}
	gaps, err := p.Others.Gaps(r.Context(), o.Provider, today.MonthStart().AddMonths(-1))
	if err != nil {
		return nil, err
	}
	head := func() webkit.FormHead {
		if again {
			return webkit.SameForm(r)
		}
		return webkit.NewForm(r, 0, "")
	}
	band, path := who[o.Person], "/utforare/uppdrag/"+o.Order.String()+"/planering"
	page := &PlanningPage{
		Page: webkit.Page{
			Title: "Planera besök", Small: o.Name, Person: &band, Back: &webkit.Link{Path: "/utforare/uppdrag/" + o.Order.String() + "/besok", Words: "Registrera besök"},
			Strong: needSays(gaps, o.Order), Sentence: frequency(o),
		},
		Months: monthList(o, months),
		Series: SeriesForm{
			FormHead: head(), Path: path,
			From:     typed.Field(webkit.Field{Name: "from", Label: "Från", Value: today.AddDays(1).String(), Prefilled: true, Required: true}),
			Until:    typed.Field(webkit.Field{Name: "until", Label: "Till och med", Help: "Högst tre månader", Required: true}),
			Weekdays: typed.Field(webkit.Field{Name: "weekdays", Label: "Vilka dagar?", Options: weekdays(), Required: true}),
			At:       typed.Field(webkit.Field{Name: "at", Label: "Börjar", Help: "Till exempel 08:15", Required: true}),
			Minutes:  typed.Field(webkit.Field{Name: "minutes", Label: "Minuter", Size: "mini", Required: true}),
			Staff:    typed.Field(webkit.Field{Name: "staff", Label: "Vem gör besöken?", Options: someone(staff)}),
			Second:   typed.Field(webkit.Field{Name: "second", Label: "Dubbelbemanning, vem mer?", Options: someone(staff)}),
			Tasks:    typed.Field(webkit.Field{Name: "tasks", Label: "Vad ska göras?", Help: "Skriv med komma emellan, till exempel dusch, frukost"}),
		},
	}
	if page.Ahead, err = p.visitList(r, "Planerade besök", ahead, "Inget besök är planerat."); err != nil {
		return nil, err
	}
	if len(ahead) > 0 {
		page.Stop = &StopForm{
			FormHead: head(), Path: path + "/stall-in",
			Day: typed.Field(webkit.Field{Name: "stop_day", Label: "Från och med", Required: true}),
			Why: typed.Field(webkit.Field{Name: "stop_why", Label: "Varför ställs besöken in?", Rows: 1, Required: true}),
		}
	}
	return page, nil
}

// frequency is what the decision says of how much and how often.
func frequency(o Order) string {
	says := "Beslutet säger: " + o.Extent + "."
	if o.Extent == "" {
		says = "Beslutet säger inte hur ofta."
	}
	return says + " Dagarna får ni lägga som det passar personen, så länge summan ryms i månaden."
}

func monthList(o Order, months map[civil.Date]visits.Planning) webkit.Listing {
	list := webkit.Listing{
		Caption: "Beviljat, planerat och registrerat", Columns: []webkit.Column{{Words: "Månad"}, {Words: "Beviljat"}, {Words: "Planerat"}, {Words: "Registrerat"}},
		Empty: webkit.Empty{Sentence: "Inget är planerat eller registrerat."},
	}
	var order []civil.Date
	for m := range months {
		order = append(order, m)
	}
	slices.SortFunc(order, civil.Date.Compare)
	for _, m := range order {
		p := months[m]
		granted := "anges inte i tid"
		if o.Minutes > 0 {
			granted = hours(o.Minutes)
		}
		if o.Times > 0 {
			granted += ", " + webkit.Count(o.Times, "gång i veckan", "gånger i veckan")
		}
		list.Rows = append(list.Rows, webkit.ListRow{Words: m.String()[:7], Cells: []webkit.Cell{
			{Name: "Beviljat", Words: granted},
			{Name: "Planerat", Words: hours(p.Planned), Sub: webkit.Count(p.Visits, "besök", "besök")},
			{Name: "Registrerat", Words: hours(p.Done), Sub: webkit.Count(p.Registered, "besök", "besök")},
		}})
	}
	list.Paging = webkit.Paging{From: min(1, len(order)), To: len(order), Of: len(order)}
	return list
}

func hours(minutes int) string { return fmt.Sprintf("%d h %02d min", minutes/60, minutes%60) }

func weekdays() []webkit.Option {
	return webkit.Options("1", "Måndag", "2", "Tisdag", "3", "Onsdag", "4", "Torsdag", "5", "Fredag", "6", "Lördag", "0", "Söndag")
}

func (p Pages) postSeries(w http.ResponseWriter, r *http.Request) error {
	o, err := p.order(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	series := visits.Series{From: in.MustDay("from"), Until: in.MustDay("until"), Minutes: in.Number("minutes")}
	for _, d := range in.Words("weekdays", "0", "1", "2", "3", "4", "5", "6") {
		n, _ := strconv.Atoi(d)
		series.Weekdays = append(series.Weekdays, time.Weekday(n))
	}
	if at := in.Instant("from", "at"); !at.IsZero() {
		series.Hour, series.Minute = at.In(civil.Stockholm).Hour(), at.In(civil.Stockholm).Minute()
	} else {
		in.Add(fault.Field("at", "visit.start-missing"))
	}
	switch {
	case in.Err() != nil:
	case len(series.Weekdays) == 0:
		in.Add(fault.Field("weekdays", "visit.weekdays-missing"))
	case series.Minutes <= 0 || series.Minutes > 12*60:
		in.Add(fault.Field("minutes", "visit.minutes-wrong"))
	case series.Until.Before(series.From) || series.Until.DaysSince(series.From) > visits.LongestSeries:
		in.Add(fault.Field("until", "visit.series-too-long"))
	}
	var steps []engine.Step
	if in.Err() == nil {
		spans := series.Spans()
		months, err := p.Lists.PlanningOf(r.Context(), o.Order, series.From.MonthStart(), series.Until.MonthEnd())
		if err != nil {
			return err
		}
		planned := map[civil.Date]int{}
		for m, sum := range months {
			planned[m] = sum.Planned
		}
		if beyond := visits.WithinFrame(o.Minutes, planned, spans); beyond != nil {
			in.Add(beyond)
		}
		steps = p.seriesSteps(o, webkit.Form(r).ID, spans, staffOf(in, "staff"), staffOf(in, "second"), visits.TasksOf(in.Text("tasks")))
	}
	return p.planned(w, r, o, in, steps)
}

// someone lets nobody be chosen too.
func someone(staff []webkit.Option) []webkit.Option {
	return append(webkit.Options("", "Ingen utsedd"), staff...)
}

func staffOf(in *webkit.Input, name string) []ids.User {
	if in.Text(name) == "" {
		return nil
	}
	return []ids.User{{ID: in.ID(name)}}
}

// seriesSteps plans each visit of a series; where two are to be there, one for each
// of them.
func (p Pages) seriesSteps(o Order, form ids.Act, spans []visits.Span, first, second []ids.User, tasks []string) []engine.Step {
	crew := [][]ids.User{first}
	if len(second) > 0 && !slices.Equal(first, second) {
		crew = append(crew, second)
	}
	var steps []engine.Step
	for n, span := range spans {
		for m, staff := range crew {
			with := 0
			if len(crew) > 1 {
				with = len(crew)
			}
			steps = append(steps, p.Visits.Step(ids.Derive(form, "besök "+strconv.Itoa(n)+" "+strconv.Itoa(m)), visits.Plan{
				Target: o.Target, Span: span, Staff: staff, Tasks: tasks, With: with,
			}))
		}
	}
	return steps
}

func (p Pages) postStop(w http.ResponseWriter, r *http.Request) error {
	o, err := p.order(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	from, why := in.MustDay("stop_day"), in.Text("stop_why")
	if why == "" {
		in.Add(fault.Field("stop_why", "visit.cancel-reason-missing"))
	}
	var steps []engine.Step
	if in.Err() == nil {
		ahead, err := p.Lists.PlannedOf(r.Context(), o.Order, from, mostPlanned)
		if err != nil {
			return err
		}
		for _, l := range ahead {
			steps = append(steps, p.Visits.Step(l.ID.ID, visits.Cancel{Service: o.Service, Why: why}))
		}
	}
	return p.planned(w, r, o, in, steps)
}

// planned carries out what a form of the planner asks.
func (p Pages) planned(w http.ResponseWriter, r *http.Request, o Order, in *webkit.Input, steps []engine.Step) error {
	err := in.Err()
	if err == nil && len(steps) == 0 {
		err = fault.New(fault.Unmet, "visit.nothing-to-cancel")
	}
	if err == nil {
		_, err = p.Intake.Do(r.Context(), webkit.Form(r), steps...)
	}
	if err != nil {
		page, failed := p.planningPage(r, o, in.Again(err), true)
		if failed != nil {
			return failed
		}
		return webkit.Redo(w, r, p.kit, "besok-planering.html", page, err)
	}
	return webkit.Done(w, r, "/utforare/uppdrag/"+o.Order.String()+"/planering")
}

// A PlanForm gives one planned visit another time or other staff.
type PlanForm struct {
	webkit.FormHead
	Path                    string
	Day, At, Minutes, Staff webkit.Field
}

func (p Pages) planForm(r *http.Request, id ids.ID, v visits.Visit, version int, typed webkit.Typed, again bool) (*PlanForm, *StopForm, error) {
	staff, err := p.Others.Staff(r.Context(), v.Provider, webkit.Today(r))
	if err != nil {
		return nil, nil, err
	}
	path := "/utforare/besok/" + id.String()
	who := ""
	if len(v.Staff) > 0 {
		who = v.Staff[0].String()
	}
	plan := &PlanForm{
		FormHead: webkit.NewForm(r, version, ""), Path: path + "/planera-om",
		Day:     typed.Field(webkit.Field{Name: "plan_day", Label: "Dag", Value: civil.DayOf(v.Planned.From).String(), Required: true}),
		At:      typed.Field(webkit.Field{Name: "plan_at", Label: "Börjar", Value: webkit.ClockTime(v.Planned.From), Required: true}),
		Minutes: typed.Field(webkit.Field{Name: "plan_minutes", Label: "Minuter", Value: strconv.Itoa(v.Planned.Minutes()), Size: "mini", Required: true}),
		Staff:   typed.Field(webkit.Field{Name: "plan_staff", Label: "Vem gör besöket?", Options: someone(staff), Value: who}),
	}
	stop := &StopForm{
		FormHead: webkit.NewForm(r, version, ""), Path: path + "/stall-in",
		Why: typed.Field(webkit.Field{Name: "stop_why", Label: "Varför ställs besöket in?", Rows: 1, Required: true}),
	}
	if again {
		plan.FormHead, stop.FormHead = webkit.SameForm(r), webkit.SameForm(r)
	}
	return plan, stop, nil
}

func (p Pages) postReplan(w http.ResponseWriter, r *http.Request) error {
	id, v, _, err := p.own(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	from := in.Instant("plan_day", "plan_at")
	return p.change(w, r, in, id, visits.Replan{
		Service: v.Service, Span: visits.Span{From: from, To: from.Add(time.Duration(in.Number("plan_minutes")) * time.Minute)}, Staff: staffOf(in, "plan_staff"),
	})
}

func (p Pages) postCancel(w http.ResponseWriter, r *http.Request) error {
	id, v, _, err := p.own(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	why := in.Text("stop_why")
	if why == "" {
		in.Add(fault.Field("stop_why", "visit.cancel-reason-missing"))
	}
	return p.change(w, r, in, id, visits.Cancel{Service: v.Service, Why: why})
}

// RoutePage is /utforare/slingor: who is to be where today, in order.
type RoutePage struct {
	webkit.Page
	Prev, Next webkit.Link
	Needs      webkit.Link
	Visits     webkit.Listing
}

const mostOnRoutes = 500

func (p Pages) getRoutes(w http.ResponseWriter, r *http.Request) error {
	provider, day := webkit.Actor(r).Provider, webkit.Today(r)
	if asked, err := civil.Parse(r.URL.Query().Get("dag")); err == nil {
		day = asked
	}
	lines, err := p.Lists.RoutesOf(r.Context(), provider, day, 0, mostOnRoutes)
	if err != nil {
		return err
	}
	paging := webkit.NewPaging(r.URL, len(lines))
	shown := lines[min(paging.Offset(), len(lines)):min(paging.Offset()+webkit.PageSize, len(lines))]
	staff, err := p.Others.Staff(r.Context(), provider, day)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, s := range staff {
		names[s.Value] = s.Words
	}
	page := &RoutePage{
		Page: webkit.Page{Title: "Slingor", Small: webkit.LongDay(day), Back: &webkit.Link{Path: "/utforare/besok", Words: "Besök"}, Sentence: webkit.Count(len(lines), "planerat besök.", "planerade besök.")},
		Prev: webkit.Link{Path: "/utforare/slingor?dag=" + day.AddDays(-1).String(), Words: "Dagen före"}, Next: webkit.Link{Path: "/utforare/slingor?dag=" + day.AddDays(1).String(), Words: "Dagen efter"},
		Needs: webkit.Link{Path: "/utforare/slingor/behov", Words: "Behov som skiljer sig från beslutet"},
	}
	if page.Visits, err = p.visitList(r, "Planerade besök efter medarbetare", shown, "Inget besök är planerat den dagen."); err != nil {
		return err
	}
	page.Visits.Paging = paging
	page.Visits.Columns = append(page.Visits.Columns, webkit.Column{Words: "Medarbetare"})
	for i, l := range shown {
		name := strings.TrimSpace(names[l.Staff.String()])
		if name == "" {
			name = "Ingen utsedd"
		}
		page.Visits.Rows[i].Cells = append(page.Visits.Rows[i].Cells, webkit.Cell{Name: "Medarbetare", Words: name})
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "besok-slingor.html", page)
}
