package deliveryweb

import (
	"net/http"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// ServicesPage is /arende/{nr}/insatser: what decisions gave, and what became of it.
type ServicesPage struct {
	webkit.Page
	ToSend []SendForm // granted and not handed over
	Orders []OfficerOrder

	Register *webkit.Link // of the providers to choose among (LOV 9:1)
}

// A SendForm makes an order of a granted service. The goals come from the
// decision; the officer chooses what else to share.
type SendForm struct {
	webkit.FormHead
	Path, Service        string
	Name, Extent, Anchor string
	Goals                []webkit.Field // one chip per goal
	Provider             webkit.Field
	Choice               ChoiceFields
	Purpose, Risks       webkit.Field
	Shared, Wish         webkit.Field
	Preview              *View // what the provider gets; nil: not asked for
}

// An OfficerOrder is an order as the officer sees it, with what can be done.
type OfficerOrder struct {
	View
	ReadPlan  *OrderForm
	Offer     *OrderForm
	Delay     *OrderForm
	Wait      *OrderForm
	Write     *OrderForm
	Log       *OrderForm
	Tell      *OrderForm
	Partly    *OrderForm
	End       *OrderForm
	Sample    *OrderForm
	Versions  []PlanVersion
	Relatives string     // where visits are shown to those who are close; empty: the service has none
	PlanPath  string     // where the ordering side writes a plan that the provider does not
	Ask       *OrderForm // the person wants another provider
	Deny      *OrderForm
	Move      *MoveForm
}

// An AnswerForm answers one signal.
type AnswerForm struct {
	webkit.FormHead
	Path          string
	Number        int
	Answer, Leads webkit.Field
}

func (p Pages) getServices(w http.ResponseWriter, r *http.Request) error {
	page, err := p.servicesPage(r, webkit.Typed{}, "", "")
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "insatser.html", page)
}

const ordersShown = 25

func (p Pages) servicesPage(r *http.Request, typed webkit.Typed, failed, service string) (*ServicesPage, error) {
	who, today := webkit.Actor(r), webkit.Today(r)
	c, err := p.Others.Case(r.Context(), who, r.PathValue("nr"), today)
	if err != nil {
		return nil, err
	}
	if r.Method == http.MethodGet {
		if err := webkit.Read(r, c.Person, duty.Subject{Kind: "case", ID: c.ID.ID}); err != nil {
			return nil, err
		}
	}
	lines, err := p.Lists.OfCase(r.Context(), c.ID, ordersShown)
	if err != nil {
		return nil, err
	}
	grants, err := p.Others.Grants(r.Context(), c.ID)
	if err != nil {
		return nil, err
	}
	choices, err := p.Others.Choices(r.Context(), today)
	if err != nil {
		return nil, err
	}
	page := &ServicesPage{Page: webkit.Page{At: webkit.Place{Step: "insatser", Matter: c.Matter}, Title: "Insatser", Person: &c.Band, Back: &webkit.Link{Path: "/arende/" + c.Number, Words: "Ärende " + c.Number}}}
	for _, g := range grants {
		running := slices.ContainsFunc(lines, func(l delivery.Line) bool { return l.Service == g.Service && l.Ended.IsZero() })
		if !running && !g.Ended {
			form, err := p.sendForm(r, c, g, choices, typed, service)
			if err != nil {
				return nil, err
			}
			page.ToSend = append(page.ToSend, form)
		}
	}
	t := &typing{r: r, typed: typed, failed: failed}
	for _, l := range lines {
		o, _, err := p.Orders.Load(r.Context(), l.ID.ID)
		if err != nil {
			return nil, err
		}
		v, _, err := p.viewOf(r, l.ID, o)
		if err != nil {
			return nil, err
		}
		out := officerForms(r, c, o, v, otherOrders(lines, l), t)
		p.choiceForms(r, c, o, choices, &out, t)
		page.Orders = append(page.Orders, out)
	}
	page.Register = webkit.Leads(r, webkit.Link{Path: "/ekonomi/utforare", Words: "Alla utförare att välja mellan"})
	switch n := len(page.ToSend); {
	case n > 0:
		page.Strong = webkit.Count(n, "beviljad insats är inte lämnad till någon utförare.", "beviljade insatser är inte lämnade till någon utförare.")
	case len(page.Orders) == 0:
		page.Sentence = "Inget beslut i ärendet har gett någon insats än."
	default:
		page.Sentence = "Alla beviljade insatser är lämnade till en utförare."
	}
	return page, t.err
}

func (p Pages) sendForm(r *http.Request, c Case, g Grant, choices []Choice, typed webkit.Typed, failed string) (SendForm, error) {
	key := g.Service.String()
	f := SendForm{
		FormHead: webkit.NewForm(r, 0, "uppdrag/"+key), Path: "/arende/" + c.Number + "/insatser", Service: key,
		Name: g.Name, Extent: g.Extent, Anchor: "skicka-" + key,
	}
	in, err := webkit.Blank(r, f.Draft)
	if err != nil {
		return f, err
	}
	if failed == key {
		in, f.FormHead = typed, webkit.SameForm(r)
	}
	fill := func(field webkit.Field) webkit.Field {
		if failed != key {
			field.ID = field.Name + "-" + key
		}
		return in.Field(field)
	}
	f.Provider = fill(webkit.Field{Name: "provider", Label: "Utförare", Required: true, Help: "Personens eget val går först.", Options: providerOptions(choices, g.Kind, ids.Provider{}, true)})
	f.Choice = choiceFields(choices, g.Kind, ids.Provider{}, fill)
	goals := webkit.Field{Name: "goals", Label: "Mål som lämnas till utföraren"}
	for _, goal := range g.Goals {
		goals.Options = append(goals.Options, webkit.Option{Value: goal.Key, Words: goal.Text, Chosen: true})
	}
	if len(goals.Options) > 0 {
		f.Goals = []webkit.Field{fill(goals)}
	}
	f.Purpose = fill(webkit.Field{Name: "purpose", Label: "Syfte", Value: g.Purpose, Prefilled: g.Purpose != "", Rows: 2})
	f.Risks = fill(webkit.Field{Name: "risks", Label: "Viktigt att veta", Help: "Till exempel fallrisk, nyckel eller hund.", Rows: 2})
	f.Shared = fill(webkit.Field{Name: "shared", Label: "Bakgrund som utföraren behöver", Help: "Utredningen skickas aldrig. Skriv bara det som behövs för att utföra insatsen.", Rows: 3})
	f.Wish = fill(webkit.Field{Name: "wish", Label: "Önskad start"})
	return f, nil
}

func (p Pages) postSend(w http.ResponseWriter, r *http.Request) error {
	who, today := webkit.Actor(r), webkit.Today(r)
	c, err := p.Others.Case(r.Context(), who, r.PathValue("nr"), today)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	service := ids.Service{ID: in.ID("service")}
	grants, err := p.Others.Grants(r.Context(), c.ID)
	if err != nil {
		return err
	}
	choices, err := p.Others.Choices(r.Context(), today)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(grants, func(g Grant) bool { return g.Service == service })
	if i < 0 {
		return fault.New(fault.NotFound, "order.unknown")
	}
	g := grants[i]
	brief := delivery.Brief{
		Case: c.ID, Decision: g.Decision, Service: g.Service, Person: c.Person, Provider: ids.Provider{ID: in.ID("provider")},
		Choice: choiceOf(in), Kind: g.Kind, Name: g.Name, Extent: g.Extent, Minutes: g.Minutes, Times: g.Times, Purpose: in.Text("purpose"), Risks: in.Text("risks"),
		Shared: in.Text("shared"), Wish: in.Day("wish"), Until: g.Until, Proof: g.Proof, Plan: g.Plan,
		Health: g.Health, Outpatient: g.Outpatient, Aims: g.Aims, FollowUp: g.FollowUp,
	}
	for _, goal := range g.Goals {
		if slices.Contains(webkit.Sent(r, "goals"), goal.Key) {
			brief.Goals = append(brief.Goals, goal)
		}
	}
	brief.Chosen = !brief.Provider.IsZero() && brief.Choice.Wished == brief.Provider
	if err := p.approved(r, in, brief.Provider, g.Kind); err != nil {
		return err
	}
	if i := slices.IndexFunc(choices, func(c Choice) bool { return c.ID == brief.Provider }); i >= 0 {
		brief.Own = choices[i].Default
	}
	if err = in.Err(); err == nil && in.Has("forhandsgranska") {
		return p.preview(w, r, in, service, brief)
	}
	if err == nil {
		_, err = p.Orders.Do(r.Context(), webkit.Form(r), orderID(r, p.NewID), delivery.Send{Brief: brief})
	}
	if err != nil {
		page, failed := p.servicesPage(r, in.Again(err), "", service.String())
		if failed != nil {
			return failed
		}
		return webkit.Redo(w, r, p.kit, "insatser.html", page, err)
	}
	return webkit.Done(w, r, "/arende/"+c.Number+"/insatser")
}

// orderID is the same each time the same form is posted, so that a double click
// is one order: the form's own act id names it.
func orderID(r *http.Request, fresh func() ids.ID) ids.ID {
	if id := webkit.Form(r).ID; !id.IsZero() {
		return id.ID
	}
	return fresh()
}

// orderOf finds the order of the address among those of its case.
func (p Pages) orderOf(r *http.Request) (Case, ids.Order, delivery.Order, error) {
	c, err := p.Others.Case(r.Context(), webkit.Actor(r), r.PathValue("nr"), webkit.Today(r))
	if err != nil {
		return c, ids.Order{}, delivery.Order{}, err
	}
	id, err := ids.Parse(r.PathValue("uppdrag"))
	if err != nil {
		return c, ids.Order{}, delivery.Order{}, fault.New(fault.NotFound, "order.unknown")
	}
	o, _, err := p.Orders.Load(r.Context(), id)
	if err == nil && (!o.Exists() || o.Case != c.ID) {
		err = fault.New(fault.NotFound, "order.unknown")
	}
	return c, ids.Order{ID: id}, o, err
}

// postOfficer carries out one act of the officer on an order of the case.
func (p Pages) postOfficer(read reading) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, id, _, err := p.orderOf(r)
		if err != nil {
			return err
		}
		in := webkit.Posted(r)
		cmd := read(in)
		if err = in.Err(); err == nil {
			_, err = p.Orders.Do(r.Context(), webkit.Form(r), id.ID, cmd)
		}
		if err != nil {
			page, failed := p.servicesPage(r, in.Again(err), r.URL.Path, "")
			if failed != nil {
				return failed
			}
			return webkit.Redo(w, r, p.kit, "insatser.html", page, err)
		}
		return webkit.Done(w, r, "/arende/"+c.Number+"/insatser")
	}
}

func officerForms(r *http.Request, c Case, o delivery.Order, v View, others []webkit.Option, t *typing) OfficerOrder {
	base := "/arende/" + c.Number + "/insatser/" + v.ID
	form := func(path, button string, f OrderForm) *OrderForm {
		return t.ready(f, base+path, button, path[1:]+"-"+v.ID+"-")
	}
	out := OfficerOrder{View: v}
	out.Paper = base + "/uppdrag.pdf"
	if o.Proof == delivery.ByVisit {
		out.Relatives = base + "/narstaende"
	}
	for i := range out.Signals {
		if s := &out.Signals[i]; s.Answer == "" {
			s.Form = answerForm(r, base+"/svara", s.Number, t.typed, t.failed, v.ID)
		}
	}
	for i := range out.Handovers {
		handoverForm(&out.Handovers[i], o, false, form)
	}
	if v.Plan != nil && v.Plan.Read == "" {
		out.ReadPlan = form("/last-planen", "Jag har läst planen", OrderForm{})
	}
	out.Versions = planVersions(o, webkit.Today(r))
	if v.Plan != nil {
		out.Sample = form("/stickprov", "Spara bedömningen", OrderForm{
			Choice: &webkit.Field{Name: "verdict", Label: "Hur god är planen?", Options: verdicts(), Required: true},
			Lines:  []webkit.Field{{Name: "says", Label: "Vad brister?"}},
		})
	}
	if !o.Running() {
		return out
	}
	if !v.Begun {
		if o.Proof == delivery.ByMoveIn {
			out.Offer = form("/erbjudande", "Spara erbjudandet", OrderForm{
				Days:   []webkit.Field{{Name: "on", Label: "Erbjudandets dag"}},
				Text:   &webkit.Field{Name: "what", Label: "Vad erbjöds?", Rows: 1},
				Choice: &webkit.Field{Name: "answer", Label: "Personens svar", Options: webkit.Options("tackat-ja", "Tackade ja", "tackat-nej", "Tackade nej")},
			})
		}
		out.Delay = form("/skal", "Spara skälet", OrderForm{Text: &webkit.Field{Name: "reason", Label: "Varför är beslutet inte verkställt?", Help: "Skälet lämnas till IVO och revisorerna om tre månader går.", Rows: 2, Value: o.WhyNotBegun}})
		if o.WaitsSince.IsZero() {
			out.Wait = form("/vill-vanta", "Spara", OrderForm{Days: []webkit.Field{{Name: "on", Label: "Personen vill vänta på vald utförare, sedan"}}})
		}
	}
	if o.Plan && !o.Acknowledged.IsZero() {
		out.PlanPath = base + "/plan"
	}
	out.Write = form("/fraga", "Skicka", OrderForm{Text: &webkit.Field{Name: "text", Label: "Fråga utföraren", Rows: 2, Required: true}, Checks: toldField()})
	out.Log = form("/kontakt", "Spara kontakten", contactForm(civil.DayOf(webkit.Now(r))))
	out.Tell = form("/besked", "Lämna beskedet", newsForm(others))
	if v.Begun {
		out.Partly = partlyForm(o, form)
	}
	out.End = form("/avsluta", "Avsluta uppdraget", OrderForm{
		Days:   []webkit.Field{{Name: "on", Label: "Sista dag"}},
		Choice: &webkit.Field{Name: "reason", Label: "Varför?", Options: endReasons(), Required: true},
	})
	return out
}

func answerForm(r *http.Request, path string, number int, typed webkit.Typed, failed, order string) *AnswerForm {
	f := &AnswerForm{FormHead: webkit.NewForm(r, 0, ""), Path: path, Number: number}
	answer := webkit.Field{Name: "answer", Label: "Svar till utföraren", Rows: 2, Required: true}
	leads := webkit.Field{Name: "leads", Label: "Vad leder det till?", Options: results(), Required: true}
	if failed == path && webkit.SentOne(r, "number") == webkit.Thousands(number) {
		f.FormHead = webkit.SameForm(r)
		f.Answer, f.Leads = typed.Field(answer), typed.Field(leads)
		return f
	}
	suffix := "-" + webkit.Thousands(number) + "-" + order
	answer.ID, leads.ID = "svar"+suffix, "leder"+suffix
	f.Answer, f.Leads = webkit.Typed{}.Field(answer), webkit.Typed{}.Field(leads)
	return f
}
