package decideweb

import (
	"net/http"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// ServicePage is one act on a granted service: to extend it without a new trial,
// or to end it.
type ServicePage struct {
	webkit.Page
	Facts []webkit.Fact
	Form  Blankett
}

// service finds the granted service of the address.
func (p Pages) service(r *http.Request) (*life, casework.DecidedService, error) {
	l, err := p.life(r)
	if err != nil {
		return nil, casework.DecidedService{}, err
	}
	id, err := ids.Parse(r.PathValue("insats"))
	if err != nil {
		return nil, casework.DecidedService{}, fault.New(fault.NotFound, "decision.no-such-service")
	}
	it, ok := l.d.Item(ids.Service{ID: id})
	if !ok || !it.Outcome.Gives() {
		return nil, it, fault.New(fault.NotFound, "decision.no-such-service")
	}
	if l.settled, err = p.settled(r, l.ID); err != nil {
		return nil, it, err
	}
	l.deciders = p.deciders(l.settled, l.today)
	l.deciders = l.deciders[:len(l.deciders)-1] // what is only prolonged can wait for a meeting
	return l, it, nil
}

type servicePage func(l *life, it casework.DecidedService) (title string, form Blankett)

func (p Pages) getService(of servicePage) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		l, it, err := p.service(r)
		if err != nil {
			return err
		}
		page, err := p.servicePage(r, l, it, of, try{})
		if err != nil {
			return err
		}
		return webkit.Show(w, r, p.kit, http.StatusOK, "insats.html", page)
	}
}

func (p Pages) servicePage(r *http.Request, l *life, it casework.DecidedService, of servicePage, t try) (*ServicePage, error) {
	title, form := of(l, it)
	page := &ServicePage{Page: l.page(title), Facts: l.item(it).Facts}
	page.Back = &webkit.Link{Path: l.base(), Words: "Till beslutet"}
	page.Sentence = l.item(it).Name
	var err error
	shown := 0
	if form.edits {
		shown = l.version
	}
	page.Form, err = form.fill(r, t, shown, "")
	if form.edits && webkit.Moved(t.err) {
		page.Form.FormHead = webkit.FormAfter(r, t.err, l.version)
	}
	return page, err
}

func extendPage(l *life, it casework.DecidedService) (string, Blankett) {
	b := Blankett{
		edits: true, ID: "forlang", Path: l.base() + "/forlang/" + it.Service.String(), Button: "Förläng utan ny prövning", Primary: true,
		Help: "Insatsen löper vidare på samma villkor utan att någon har prövat behovet. Det räknas inte som uppföljning.", Fields: []Falt{
			day(webkit.Field{Name: "until", Label: "Ny sista dag"}),
			area(webkit.Field{Name: "reason", Label: "Varför görs ingen ny prövning nu?", Rows: 2}),
			day(webkit.Field{Name: "inquiry", Label: "Utredning bokas till", Value: l.today.AddMonths(1).String(), Prefilled: true}),
		},
	}
	if l.d.Law == casework.LSS {
		b.Fields = append(b.Fields, check(webkit.Field{Name: "requested", Label: "Begäran", Options: webkit.Options("ja", "Personen har begärt att insatsen fortsätter")}))
	}
	b.Fields = append(b.Fields, radio(webkit.Field{Name: "mandate", Label: "Beslutet fattas av", Value: "delegat", Options: l.deciders}))
	return "Förläng utan ny prövning", b
}

func (p Pages) postExtend(w http.ResponseWriter, r *http.Request) error {
	l, it, err := p.service(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := casework.ExtendUnchanged{
		Service: it.Service, Until: in.Day("until"), Reason: in.Text("reason"), Inquiry: in.Day("inquiry"), Requested: in.Text("requested") == "ja",
		Mandate: p.mandate(in, l.settled, l.today),
	}
	if err = in.Err(); err == nil {
		var more []engine.Step
		if more, err = p.Others.Extending(r.Context(), it.Service, cmd.Until); err != nil {
			return err
		}
		_, err = p.Engine.Do(r.Context(), webkit.Form(r), append([]engine.Step{p.Decisions.Step(l.line.ID.ID, cmd)}, more...)...)
	}
	return p.serviceDone(w, r, l, it, extendPage, in, err)
}

func endPage(l *life, it casework.DecidedService) (string, Blankett) {
	kind, _ := casework.ServiceByKey(it.Kind)
	on, reason := l.today, ""
	if !it.Until.IsZero() && !it.Until.After(l.today) {
		on, reason = it.Until, "tiden-slut"
	}
	b := Blankett{
		edits: true, ID: "avsluta", Path: l.base() + "/avsluta/" + it.Service.String(), Button: "Avsluta insatsen", Primary: true,
		Help: "Uppdraget hos utföraren avslutas samtidigt.", Fields: []Falt{
			day(webkit.Field{Name: "on", Label: "Sista dag", Value: on.String(), Prefilled: true}),
			radio(webkit.Field{Name: "reason", Label: "Varför avslutas insatsen?", Value: reason, Options: endOptions()}),
		},
	}
	last, _ := latest(l.d, it)
	for _, g := range it.FollowUpGoals() {
		was := casework.GoalResult{}
		for _, r := range last.Results {
			if r.Goal == g.Key {
				was = r
			}
		}
		help := ""
		if was.Result != "" {
			help = "Vid uppföljningen " + webkit.PlainDay(last.On, l.today) + ": " + resultWords(was.Result) + "."
		}
		b.Fields = append(b.Fields,
			radio(webkit.Field{Name: "goal_" + g.Key, Label: "Är målet nått? " + g.Text, Help: help, Value: was.Result, Prefilled: was.Result != "", Options: resultOptions()}),
			text(webkit.Field{Name: "why_" + g.Key, Label: "Varför inte, om det inte är nått?", Value: was.Why, Prefilled: was.Why != ""}))
	}
	b.Fields = append(b.Fields,
		area(webkit.Field{Name: "why", Label: "Beskriv", Help: "En mening. Vid återkallelse: vad har hänt?", Rows: 2}),
		choose(webkit.Field{Name: "lesser", Label: "Grund om nämnden återkallar", Options: webkit.Options("", "Gäller inte", "forbehall", "Förbehåll i beslutet", "sakerhet", "Tvingande säkerhetsskäl",
			"vilseledande", "Uppgifterna var vilseledande", "14-9", "Väsentligt ändrade förhållanden (14 kap. 9 § socialtjänstlagen)")}),
		area(webkit.Field{Name: "level", Label: "Om nämnden återkallar: hur får " + l.Given + " ändå " + kind.Standard(l.today).Words() + "?", Rows: 2}))
	return "Avsluta insatsen", b
}

func endOptions() []webkit.Option {
	var out []webkit.Option
	for _, r := range casework.EndReasons() {
		out = append(out, webkit.Option{Value: r[0], Words: r[1]})
	}
	return out
}

// resultOptions is the one scale that goals are judged on (G-09).
func resultOptions() []webkit.Option {
	return webkit.Options("natt", "Nått", "delvis", "Delvis", "inte", "Inte", "kan-inte-bedomas", "Kan inte bedömas")
}

func (p Pages) postEnd(w http.ResponseWriter, r *http.Request) error {
	l, it, err := p.service(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := casework.EndService{Service: it.Service, On: in.Day("on"), Reason: in.Text("reason"), Why: in.Text("why"), Results: readResults(in, it), Order: p.Delegation}
	if cmd.Reason == "aterkallad" {
		cmd.Lesser, cmd.Level = casework.Lesser{Ground: in.Text("lesser"), Why: cmd.Why}, in.Text("level")
	}
	if err = in.Err(); err == nil {
		err = p.end(r, l, cmd)
	}
	return p.serviceDone(w, r, l, it, endPage, in, err)
}

func homecomingPage(l *life, it casework.DecidedService) (string, Blankett) {
	return "Hemma från sjukhus", Blankett{
		ID: "hemkomst", Path: l.base() + "/hemkomst/" + it.Service.String(), Button: "Spara dagen", Primary: true,
		Help: "När någon har kommit hem från sjukhus med ändrade insatser följs de upp inom 30 dagar (lokalt mål).", Fields: []Falt{
			day(webkit.Field{Name: "on", Label: "Kom hem den", Value: l.today.String(), Prefilled: true}),
		},
	}
}

func (p Pages) postHomecoming(w http.ResponseWriter, r *http.Request) error {
	l, it, err := p.service(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := casework.RecordHomecoming{Service: it.Service, On: in.Day("on")}
	if err = in.Err(); err == nil {
		_, err = p.Decisions.Do(r.Context(), webkit.Form(r), l.line.ID.ID, cmd)
	}
	return p.serviceDone(w, r, l, it, homecomingPage, in, err)
}

// end ends the service and, in the same act, the orders that carry it out.
func (p Pages) end(r *http.Request, l *life, cmd casework.EndService) error {
	more, err := p.ending(r, cmd.Service, cmd.On, cmd.Reason)
	if err != nil {
		return err
	}
	_, err = p.Engine.Do(r.Context(), webkit.Form(r), append([]engine.Step{p.Decisions.Step(l.line.ID.ID, cmd)}, more...)...)
	return err
}

func (p Pages) ending(r *http.Request, service ids.Service, on civil.Date, reason string) ([]engine.Step, error) {
	if on.IsZero() {
		return nil, nil // the command itself says that the day is missing
	}
	return p.Others.Ending(r.Context(), service, on, reason)
}

func (p Pages) serviceDone(w http.ResponseWriter, r *http.Request, l *life, it casework.DecidedService, of servicePage, in *webkit.Input, err error) error {
	if err == nil {
		return webkit.Done(w, r, l.base())
	}
	_, form := of(l, it)
	err = relink(stoppedAt(err, "lesser"), names(r, []Blankett{form}))
	page, pageErr := p.servicePage(r, l, it, of, failed(r, in, form.Path, err))
	if pageErr != nil {
		return pageErr
	}
	return p.redo(w, r, l.Case, "insats.html", page, err)
}
