package decideweb

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/webkit"
)

// FollowUpsPage is /arende/{nr}/uppfoljning: each service that runs, and when it
// is to be looked at.
type FollowUpsPage struct {
	webkit.Page
	List webkit.Listing
}

// FollowUpPage is the form of one individual follow-up. What is known already is
// fetched; the officer adds what the person says.
type FollowUpPage struct {
	webkit.Page
	webkit.FormHead
	Path       string
	Given      string
	Known      []webkit.Fact
	Goals      []GoalFields
	Indicators []webkit.Field
	On         webkit.Field
	Kind       webkit.Field
	Form       webkit.Field
	Effect     webkit.Field
	NoLonger   webkit.Field
	UnmetBy    webkit.Field
	UnmetKinds webkit.Field
	Unmet      webkit.Field
	Next       webkit.Field
	NextOn     webkit.Field
	Earlier    []webkit.Fact
	Provider   []webkit.Fact // what the provider found when it followed up its plan (G-19)
}

// filled counts what the form asks for: what was fetched for the officer, of all. What
// is asked only of some is left out.
func (page *FollowUpPage) filled() (n, of int) {
	for _, f := range page.Known {
		if !f.Missing {
			n++
		}
	}
	n += len(page.Goals) // their words
	of = n + len(page.Goals)
	for _, f := range append([]webkit.Field{page.On, page.Kind, page.Form, page.Effect, page.NoLonger, page.UnmetBy, page.Next, page.NextOn}, page.Indicators...) {
		of++
		if f.Prefilled {
			n++
		}
	}
	return n, of
}

// GoalFields judge one goal.
type GoalFields struct {
	Goal        webkit.Fact
	Before      string // what the last follow-up found: shown, and judged anew
	Result, Why webkit.Field
}

func (p Pages) getFollowUps(w http.ResponseWriter, r *http.Request) error {
	c, err := p.open(r)
	if err != nil {
		return err
	}
	lines, err := p.Lists.ServicesOf(r.Context(), c.ID, 100)
	if err != nil {
		return err
	}
	judged, err := p.Lists.GoalsJudged(r.Context(), c.ID)
	if err != nil {
		return err
	}
	today := webkit.Today(r)
	page := &FollowUpsPage{Page: c.page("Uppföljning")}
	page.At = c.at("uppfoljning")
	page.List = webkit.Listing{
		Caption: "Insatser att följa upp", Columns: []webkit.Column{{Words: "Insats"}, {Words: "Följs upp"}, {Words: "Senast uppföljd"}, {Words: "Mål"}, {Words: "Gäller"}},
		Empty: webkit.Empty{Sentence: "Ingen insats pågår i ärendet."},
	}
	late := 0
	for _, l := range lines {
		if !l.Outcome.Gives() || !l.Ended.IsZero() {
			continue
		}
		kind, _ := casework.ServiceByKey(l.Kind)
		plan := webkit.Cell{Name: "Följs upp", Words: "ingen dag satt", Badge: &webkit.Badge{Lage: webkit.Oklar, Words: "Saknas"}}
		if !l.FollowUp.IsZero() {
			f := webkit.FristOf(duty.Obligation{Ground: duty.Fact{Day: l.Made}, Strict: l.FollowUp}, webkit.Now(r))
			plan.Words, plan.Badge, plan.Sub = webkit.PlainDay(l.FollowUp, today), &f.Badge, "bestämd i beslutet "+webkit.PlainDay(l.Made, today)
			if l.FollowUp.Before(today) {
				late++
			}
		}
		latest := webkit.PlainDay(l.FollowedUp, today)
		if l.FollowedUp.IsZero() {
			latest = "aldrig"
		}
		page.List.Rows = append(page.List.Rows, webkit.ListRow{
			Path: c.path("/uppfoljning/" + l.ID.String()), Words: kind.Name, Sub: l.Extent,
			Cells: []webkit.Cell{plan, {Name: "Senast uppföljd", Words: latest}, {Name: "Mål", Words: judgedWords(judged[l.ID]), Sub: closeWords(judged[l.ID])}, {Name: "Gäller", Words: untilWords(l.Until)}},
		})
	}
	n := len(page.List.Rows)
	page.List.Paging = webkit.Paging{From: min(1, n), To: n, Of: n}
	page.Sentence = webkit.Count(n, "insats pågår.", "insatser pågår.")
	if late > 0 {
		page.Strong = webkit.Count(late, "uppföljning är försenad.", "uppföljningar är försenade.")
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "uppfoljningar.html", page)
}

func judgedWords(sum casework.GoalSum) string {
	if sum.Judged == 0 {
		return "inte bedömda"
	}
	return webkit.Count(sum.Judged, "mål bedömt", "mål bedömda") + ", " + webkit.Count(sum.Reached, "nått", "nådda")
}

// closeWords suggests that a service whose goals are reached may not be needed (G-21).
func closeWords(sum casework.GoalSum) string {
	if sum.Judged == 0 || sum.Reached < sum.Judged {
		return ""
	}
	return "pröva om insatsen kan avslutas"
}

// followed finds the service of the address and the decision it belongs to.
func (p Pages) followed(r *http.Request) (Case, casework.Decision, casework.DecidedService, error) {
	var d casework.Decision
	var it casework.DecidedService
	c, err := p.open(r)
	if err != nil {
		return c, d, it, err
	}
	lines, err := p.Lists.ServicesOf(r.Context(), c.ID, 100)
	if err != nil {
		return c, d, it, err
	}
	at := slices.IndexFunc(lines, func(l casework.ServiceLine) bool { return l.ID.String() == r.PathValue("insats") })
	if at < 0 {
		return c, d, it, fault.New(fault.NotFound, "decision.no-such-service")
	}
	if d, _, err = p.Decisions.Load(r.Context(), lines[at].Decision.ID); err != nil {
		return c, d, it, err
	}
	it, ok := d.Item(lines[at].ID)
	if !ok || !it.Outcome.Gives() {
		return c, d, it, fault.New(fault.NotFound, "decision.no-such-service")
	}
	return c, d, it, nil
}

func (p Pages) getFollowUp(w http.ResponseWriter, r *http.Request) error {
	c, d, it, err := p.followed(r)
	if err != nil {
		return err
	}
	draft := "uppfoljning/" + it.Service.String()
	typed, err := webkit.Blank(r, draft)
	if err != nil {
		return err
	}
	page, err := p.followUpPage(r, c, d, it, typed, webkit.NewForm(r, 0, draft))
	if err != nil {
		return err
	}
	page.Saved = typed.SavedAt()
	return webkit.Show(w, r, p.kit, http.StatusOK, "uppfoljning.html", page)
}

func (p Pages) followUpPage(r *http.Request, c Case, d casework.Decision, it casework.DecidedService, typed webkit.Typed, form webkit.FormHead) (*FollowUpPage, error) {
	today := webkit.Today(r)
	kind, _ := casework.ServiceByKey(it.Kind)
	carried, err := p.Others.Carried(r.Context(), it.Service, today)
	if err != nil {
		return nil, err
	}
	follow := p.Others.Intervals(today).Of(kind)
	page := &FollowUpPage{Page: c.page("Uppföljning: " + kind.Name), FormHead: form, Path: c.path("/uppfoljning/" + it.Service.String()), Given: c.Given}
	page.Back = &webkit.Link{Path: c.path("/uppfoljning"), Words: "Alla uppföljningar"}
	page.Known = known(d, it, kind, carried, today)
	for _, review := range carried.Reviews {
		page.Provider = append(page.Provider, webkit.Fact{Label: webkit.PlainDay(review.On, today), Value: review.Says, Origin: "planen följs upp nästa gång " + webkit.PlainDay(review.Next, today)})
	}
	page.Earlier = earlierFollowUps(d, it, today)
	last, had := latest(d, it)
	for _, g := range it.FollowUpGoals() {
		page.Goals = append(page.Goals, GoalFields{
			Goal: webkit.Fact{Label: either(g.Key == "syfte", "Syfte", "Mål") + either(g.Area == "", "", ", "+g.Area), Value: goalWords(g), Origin: g.Measure}, Before: before(last, g.Key),
			Result: typed.Field(webkit.Field{Name: "goal_" + g.Key, Label: "Är målet nått?", Required: true, Options: resultOptions()}),
			Why:    typed.Field(webkit.Field{Name: "why_" + g.Key, Label: "Varför inte, om det inte är nått?"}),
		})
	}
	formWas := "hembesok"
	if had {
		formWas = last.Form
	}
	next := workday(today.AddMonths(follow))
	if !it.Until.IsZero() && it.Until.Before(next) {
		next = it.Until
	}
	page.On = typed.Field(webkit.Field{Name: "on", Label: "Uppföljningen gjordes den", Required: true, Value: today.String(), Prefilled: true})
	page.Form = typed.Field(webkit.Field{Name: "form", Label: "Hur gjordes den?", Required: true, Value: formWas, Prefilled: true, Options: webkit.Options("hembesok", "Hembesök", "telefon", "Telefon", "besok", "Besök på kontoret", "digitalt", "Digitalt möte")})
	page.Effect = typed.Field(webkit.Field{Name: "effect", Label: "Vad har insatsen betytt för " + c.Given + "?", Help: "Skriv vad personen själv säger. 1–3 meningar.", Required: true, Rows: 3})
	page.Kind = typed.Field(webkit.Field{Name: "kind", Label: "Varför görs uppföljningen?", Required: true, Value: string(d.CallsFor(it, carried.Signalled, today)), Prefilled: true, Options: kindOptions()})
	page.NoLonger = typed.Field(webkit.Field{Name: "no_longer", Label: "Vad säger " + c.Given + ": behövs insatsen?", Required: true, Options: webkit.Options(
		string(casework.StillNeeded), "Ja, den behövs", string(casework.PartlyNeedless), "En del av den behövs inte längre", string(casework.WhollyNeedless), "Nej, den behövs inte längre", string(casework.NeedNotAnswered), "Kan eller vill inte svara")})
	page.UnmetBy = typed.Field(webkit.Field{Name: "unmet_by", Label: "Finns det behov som " + c.Given + " upplever att beslutet inte möter?", Required: true, Options: webkit.Options(
		string(casework.NothingUnmet), "Nej", string(casework.UnmetWeCould), "Ja, och socialtjänsten kan möta dem", string(casework.UnmetOthersCould), "Ja, men någon annan ska möta dem", string(casework.UnmetNotKnown), "Ja, och vi vet inte vem som kan möta dem")})
	page.UnmetKinds = typed.Field(webkit.Field{Name: "unmet_kinds", Label: "Vilka behov är det?", Help: "Bara om svaret ovan är ja.", Options: unmetOptions(last.UnmetKinds)})
	page.Unmet = typed.Field(webkit.Field{Name: "unmet", Label: "Vad säger personen om dem?", Help: "Bara om svaret ovan är ja. En mening.", Value: last.UnmetNeed, Prefilled: last.UnmetNeed != ""})
	for _, i := range p.Indicators.Of(it.Kind, today) {
		f := webkit.Field{Name: "indikator_" + i.Key, Label: i.Question, Required: true}
		for _, o := range i.Answers {
			f.Options = append(f.Options, webkit.Option{Value: o.Key, Words: o.Words})
		}
		f.Options = append(f.Options, webkit.Option{Value: casework.NotAnswered, Words: "Kan eller vill inte svara"})
		page.Indicators = append(page.Indicators, typed.Field(f))
	}
	page.Next = typed.Field(webkit.Field{Name: "next", Label: "Vad händer nu?", Required: true, Value: "fortsatter", Prefilled: true, Options: webkit.Options("fortsatter", "Insatsen fortsätter", "ny-utredning", "Ny utredning behövs", "avslutas", "Insatsen avslutas")})
	page.NextOn = typed.Field(webkit.Field{Name: "next_on", Label: "Nästa uppföljning", Help: "Inom " + months(follow) + ".", Value: next.String(), Prefilled: true})
	n, of := page.filled()
	page.Sentence = fmt.Sprintf("Det som redan är känt är hämtat. %d av %d uppgifter är ifyllda. Skriv det som är nytt.", n, of)
	return page, nil
}

func kindOptions() []webkit.Option {
	var out []webkit.Option
	for _, k := range casework.FollowUpKinds() {
		out = append(out, webkit.Option{Value: string(k), Words: k.Words()})
	}
	return out
}

// unmetOptions are the codes of unmet needs, with those of the last time chosen.
func unmetOptions(before []string) []webkit.Option {
	var out []webkit.Option
	for _, k := range casework.UnmetKinds() {
		out = append(out, webkit.Option{Value: k[0], Words: k[1], Chosen: slices.Contains(before, k[0])})
	}
	return out
}

func before(last casework.FollowUp, goal string) string {
	for _, r := range last.Results {
		if r.Goal == goal {
			return strings.TrimSuffix("Förra gången: "+resultWords(r.Result)+". "+r.Why, " ")
		}
	}
	return ""
}

func resultWords(result string) string {
	return map[string]string{"natt": "nått", "delvis": "delvis", "inte": "inte nått", "kan-inte-bedomas": "kunde inte bedömas"}[result]
}

func latest(d casework.Decision, it casework.DecidedService) (casework.FollowUp, bool) {
	for n := len(d.FollowUps) - 1; n >= 0; n-- {
		if d.FollowUps[n].Service == it.Service {
			return d.FollowUps[n], true
		}
	}
	return casework.FollowUp{}, false
}

func (p Pages) postFollowUp(w http.ResponseWriter, r *http.Request) error {
	c, d, it, err := p.followed(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	f := casework.FollowUp{
		Service: it.Service, On: in.Day("on"), Form: in.Text("form"), Effect: in.Text("effect"), Next: in.Text("next"),
		Kind: casework.FollowUpKind(in.Text("kind")), NoLonger: casework.NoLonger(in.Text("no_longer")), UnmetBy: casework.UnmetBy(in.Text("unmet_by")),
	}
	if f.UnmetBy.Some() {
		f.UnmetKinds, f.UnmetNeed = in.Words("unmet_kinds", unmetKeys()...), in.Text("unmet")
	}
	asked := p.Indicators.Of(it.Kind, webkit.Today(r))
	for _, i := range asked {
		f.Answers = append(f.Answers, casework.IndicatorAnswer{Indicator: i.Key, Answer: in.Text("indikator_" + i.Key)})
	}
	if f.Next == "fortsatter" {
		f.NextOn = in.Day("next_on")
	}
	f.Results = readResults(in, it)
	if err = in.Err(); err == nil {
		_, err = p.Decisions.Do(r.Context(), webkit.Form(r), d.ID.ID, casework.FollowUpService{
			FollowUp: f, Intervals: p.Others.Intervals(webkit.Today(r)), Indicators: asked,
		})
	}
	if err == nil {
		return webkit.Done(w, r, p.after(c, f.Next))
	}
	page, pageErr := p.followUpPage(r, c, d, it, in.Again(err), webkit.SameForm(r))
	if pageErr != nil {
		return pageErr
	}
	return p.redo(w, r, c, "uppfoljning.html", page, err)
}

// readResults reads how far each goal of a service was reached.
func readResults(in *webkit.Input, it casework.DecidedService) []casework.GoalResult {
	var out []casework.GoalResult
	for _, g := range it.FollowUpGoals() {
		result := casework.GoalResult{Goal: g.Key, Result: in.Text("goal_" + g.Key)}
		if result.Result != "natt" {
			result.Why = in.Text("why_" + g.Key)
		}
		out = append(out, result)
	}
	return out
}

func unmetKeys() []string {
	var out []string
	for _, k := range casework.UnmetKinds() {
		out = append(out, k[0])
	}
	return out
}

// after is where the officer goes on: to a new investigation when one is needed.
func (p Pages) after(c Case, next string) string {
	if next == "ny-utredning" {
		return c.path("/utredning")
	}
	return c.path("/uppfoljning")
}

// known is what the record already says of the service: nothing of it is asked again.
func known(d casework.Decision, it casework.DecidedService, kind casework.ServiceKind, carried Carried, today civil.Date) []webkit.Fact {
	var out []webkit.Fact
	put := func(label, value, missing string) {
		f := webkit.Fact{Label: label, Value: value}
		if value == "" {
			f.Value, f.Missing = missing, true
		}
		if f.Value != "" {
			out = append(out, f)
		}
	}
	put("Beslut", it.Outcome.Words()+" "+webkit.PlainDay(d.Made, today), "")
	put("Lagrum", d.Grounds(), "")
	put("Syfte", it.Purpose, "")
	put("Omfattning", it.Extent.Words(kind.Unit), "")
	put("Gäller", untilWords(it.Until), "")
	put("Planerad längd", plannedLength(d, it), "")
	put("Har pågått", lasted(it, carried.Started, today), "har inte börjat")
	put("Planerad uppföljning", webkit.LongDay(it.FollowUp), "ingen dag satt")
	put("Utförare", carried.Provider, "inget uppdrag är lämnat")
	put("Började", webkit.LongDay(carried.Started), "inte visat")
	if kind.Plan {
		put("Genomförandeplan", webkit.LongDay(carried.PlanMade), "saknas")
		put("Utföraren följer upp planen", webkit.LongDay(carried.PlanNext), "")
	}
	if kind.Start == casework.StartedByVisit {
		visits := ""
		if carried.Visits > 0 {
			visits = webkit.Count(carried.Visits, "besök", "besök") + " på fyra veckor"
		}
		put("Utfört", visits, "inga besök på fyra veckor")
	}
	if carried.Provider != "" {
		told := "inget ändrat behov"
		if !carried.Signalled.IsZero() {
			told = "ändrat behov " + webkit.PlainDay(carried.Signalled, today)
		}
		put("Utföraren har anmält", told, "")
	}
	for _, x := range it.Extended {
		put("Förlängt utan ny prövning", webkit.LongDay(x.On), "")
	}
	return out
}

func earlierFollowUps(d casework.Decision, it casework.DecidedService, today civil.Date) []webkit.Fact {
	var out []webkit.Fact
	for _, f := range d.FollowUps {
		if f.Service == it.Service {
			out = append(out, webkit.Fact{Label: webkit.PlainDay(f.On, today), Value: f.Effect, Origin: strings.ToLower(f.Kind.Words()) + ", " + formWords(f.Form) + ", " + nextWords(f.Next)})
		}
	}
	return out
}

func formWords(form string) string {
	return map[string]string{"hembesok": "hembesök", "telefon": "telefon", "besok": "besök på kontoret", "digitalt": "digitalt möte"}[form]
}

// plannedLength is how long the service was meant to last when it was signed.
func plannedLength(d casework.Decision, it casework.DecidedService) string {
	if n := d.PlannedDays(it.Service); n > 0 {
		return webkit.Days(n)
	}
	return "tills vidare"
}

// lasted is how long the service has gone on, or went on; empty before it begins.
func lasted(it casework.DecidedService, began, today civil.Date) string {
	if n := it.LastedDays(began, today); n > 0 {
		return webkit.Days(n)
	}
	return ""
}

func nextWords(next string) string {
	return map[string]string{"fortsatter": "insatsen fortsätter", "ny-utredning": "ny utredning", "avslutas": "insatsen avslutas"}[next]
}
