package decideweb

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/webkit"
)

// NewDecisionPage is /arende/{nr}/beslut: what is asked for, what is decided about
// each service, and the letter before it is signed.
type NewDecisionPage struct {
	webkit.Page
	webkit.FormHead
	Path     string
	Inquiry  *webkit.Link  // what must be done first
	Missing  []webkit.Link // mandatory parts that are not written
	Services webkit.Field  // the services to decide on, as a form of its own
	Rows     []ServiceRow
	Closing  *webkit.Field
	Reasons  webkit.Field
	Body     webkit.Field
	Member   webkit.Field
	Urgent   webkit.Field
	Propose  webkit.Link
	Said     string
	SaidFrom string
	Letter   *Letter
	Effects  []string
	Stops    []string
	Stopped  string // why a rule stopped the draft when it was last tried
	Made     []DecisionRow
}

// A ServiceRow is the decision on one service, with the fields its rules ask for.
type ServiceRow struct {
	N                     int
	Key, Name             string
	Outcome, Why          webkit.Field
	Count, Per            *webkit.Field // no extent for a place
	From, Until, FollowUp webkit.Field
	Limit, Purpose, Goals *webkit.Field
	Reservation           *webkit.Field
	Running               string // a favourable decision on the same service that runs
	Lesser, LesserWhy     *webkit.Field
	Warnings              []string
	Terms                 TermFields
}

// A DecisionRow is one decision made earlier.
type DecisionRow struct {
	Link webkit.Link
	Sub  string
}

// A draft is a decision being prepared: the investigation and what runs beside it.
type draft struct {
	*scene
	running []casework.ServiceLine
	settled []casework.ProposalLine    // what committee or board has decided in the case
	keys    []string                   // the services to decide on
	also    []act.Seen                 // the decisions that the new one takes over from
	outer   casework.ExternalPlacement // that the committee was told of

	guidelines casework.Guidelines
	intervals  casework.FollowUpIntervals
}

func (p Pages) draft(r *http.Request) (*draft, error) {
	s, err := p.scene(r)
	if err != nil {
		return nil, err
	}
	lines, err := p.Lists.ServicesOf(r.Context(), s.ID, 100)
	if err != nil {
		return nil, err
	}
	usual, err := p.register(r.Context())
	if err != nil {
		return nil, err
	}
	d := &draft{scene: s, guidelines: usual, intervals: p.Others.Intervals(s.today)}
	if d.settled, err = p.settled(r, s.ID); err != nil {
		return nil, err
	}
	if d.outer, err = p.proposedPlacement(r, d.settled); err != nil {
		return nil, err
	}
	for _, l := range lines {
		if l.Outcome.Gives() && l.Ended.IsZero() && (l.Until.IsZero() || !l.Until.Before(s.today)) {
			d.running = append(d.running, l)
		}
	}
	keys := r.URL.Query()["insats"]
	if r.Method == http.MethodPost {
		keys = webkit.Sent(r, "insats")
	} else if len(keys) == 0 && s.line.Number > 0 {
		keys = s.said.services
	}
	for _, key := range keys {
		kind, ok := casework.ServiceByKey(key)
		if ok && slices.Contains(kind.For, s.i.Kind) && !slices.Contains(d.keys, key) {
			d.keys = append(d.keys, key)
		}
	}
	for _, key := range d.keys {
		for _, l := range d.runningOf(key) {
			_, version, err := p.Decisions.Load(r.Context(), l.Decision.ID)
			if err != nil {
				return nil, err
			}
			seen := act.Seen{Stream: journal.StreamID{Kind: "decision", ID: l.Decision.ID}, Version: version}
			if !slices.Contains(d.also, seen) {
				d.also = append(d.also, seen)
			}
		}
	}
	return d, nil
}

// usualDecider is the meeting that has decided on this very investigation; else the officer.
func (d *draft) usualDecider() string {
	for _, l := range d.settled {
		if l.Investigation == d.i.ID && l.Matter != "fb-6-13-a" {
			return l.ID.String()
		}
	}
	return "delegat"
}

// open tells whether there is an investigation to decide on.
func (d *draft) open() bool { return d.line.Number > 0 && d.i.Decided.IsZero() }

func (d *draft) runs(key string) (casework.ServiceLine, bool) {
	all := d.runningOf(key)
	if len(all) == 0 {
		return casework.ServiceLine{}, false
	}
	return all[0], true
}

// runningOf lists the decisions on a kind of service that run, the latest first: a
// new one takes over from all of them.
func (d *draft) runningOf(key string) []casework.ServiceLine {
	var all []casework.ServiceLine
	for _, l := range d.running {
		if l.Kind == key {
			all = append(all, l)
		}
	}
	return all
}

// DraftOfDecision is the key of the draft of the decision that closes an investigation.
func DraftOfDecision(i ids.Investigation) string { return "beslut/" + i.String() }

func (p Pages) getNewDecision(w http.ResponseWriter, r *http.Request) error {
	d, err := p.draft(r)
	if err != nil {
		return err
	}
	key := ""
	if d.open() {
		key = DraftOfDecision(d.i.ID)
	}
	typed, err := webkit.Blank(r, key)
	if err != nil {
		return err
	}
	page, err := p.newDecisionPage(r, d, typed, webkit.NewForm(r, d.version, key).Showing(d.also...))
	if err != nil {
		return err
	}
	page.Saved, page.Stopped = typed.SavedAt(), typed.Stopped
	return webkit.Show(w, r, p.kit, http.StatusOK, "beslut-nytt.html", page)
}

func (p Pages) newDecisionPage(r *http.Request, d *draft, typed webkit.Typed, form webkit.FormHead) (*NewDecisionPage, error) {
	page := &NewDecisionPage{Page: d.page("Beslut"), FormHead: form, Path: d.path("/beslut")}
	page.At = d.at("beslut")
	lines, err := p.Lists.DecisionsOf(r.Context(), d.ID, 25)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		page.Made = append(page.Made, DecisionRow{Link: webkit.Link{Path: decisionPath(d.Case, l.Number), Words: fmt.Sprintf("Beslut %d, %s", l.Number, webkit.PlainDay(l.Made, d.today))}, Sub: outcomeWords(l.Outcome)})
	}
	switch {
	case !d.open():
		page.Sentence = "Ingen utredning väntar på beslut."
		page.Inquiry = &webkit.Link{Path: d.path("/utredning"), Words: "Till utredning"}
		return page, nil
	case d.i.Ready.IsZero():
		page.Strong, page.Sentence = "Underlaget är inte klart.", "Bara en ansökan som avskrivs eller avvisas kan beslutas innan dess."
		page.Inquiry = &webkit.Link{Path: d.base() + "/" + partReady, Words: "Se vad som saknas"}
		for _, part := range d.i.Incomplete() {
			page.Missing = append(page.Missing, webkit.Link{Path: d.base() + "/" + part.Key, Words: part.Title})
		}
	default:
		page.Strong = "Underlaget är klart."
		if d.i.Hearing == nil {
			page.Inquiry = &webkit.Link{Path: d.base() + "/" + partHearing, Words: "Ta ställning till kommunicering"}
		}
		if point, service, listed := d.routine.Lists(d.keys, d.today); listed && !d.careDone(partPrepare) {
			kind, _ := casework.ServiceByKey(service)
			page.Sentence = kind.Name + " ska tas upp i gruppen före beslut (" + point.Ref + ")."
			page.Inquiry = &webkit.Link{Path: d.base() + "/" + partPrepare, Words: "Till ärendeberedning"}
		}
	}
	page.Said = d.i.OwnWords
	if !d.said.received.IsZero() {
		page.SaidFrom = "Ur utredningen, ansökan " + webkit.DayAndTime(d.said.received, d.today)
	}
	page.Services = d.servicesField()
	for n, key := range d.keys {
		page.Rows = append(page.Rows, d.row(n, key, typed))
	}
	if d.i.Kind == casework.InquiryChild && len(d.keys) == 0 {
		closing := typed.Field(webkit.Field{Name: "closing", Label: "Så avslutas utredningen", Required: true, Options: webkit.Options(
			string(casework.ClosedWithoutCare), "Utan insats", string(casework.EndedInLVU), "Ansökan om vård enligt LVU")})
		page.Closing = &closing
	}
	if d.i.Template.Approves && len(d.keys) == 0 {
		closing := typed.Field(webkit.Field{Name: "closing", Label: "Beslut om familjehemmet", Required: true, Options: webkit.Options(
			string(casework.EndedInApproval), "Godkänns", string(casework.EndedUnapproved), "Godkänns inte")})
		page.Closing = &closing
	}
	why := d.i.Part("bedomning").Text
	page.Reasons = typed.Field(webkit.Field{Name: "reasons", Label: "Skäl", Help: "Hämtat ur utredningens bedömning. Ändra det som behövs.", Rows: 5, Value: why, Prefilled: why != ""})
	body := webkit.Field{Name: "mandate", Label: "Beslutet fattas av", Value: d.usualDecider(), Options: p.deciders(d.settled, d.today)}
	if page.Body = typed.Field(body); !typed.Saved.IsZero() && body.Value != "delegat" {
		page.Body = webkit.Typed{}.Field(body) // the meeting has decided since the draft was typed
	}
	member, urgent := chairFields()
	page.Member, page.Urgent = typed.Field(member), typed.Field(urgent)
	page.Propose = webkit.Link{Path: d.path("/utskott"), Words: "Lägg fram ett förslag för utskottet"}
	return page, nil
}

func (d *draft) servicesField() webkit.Field {
	f := webkit.Field{Name: "insats", ID: "insats", Label: "Insatser som beslutet gäller"}
	for _, k := range casework.ServicesFor(d.i.Kind) {
		f.Options = append(f.Options, webkit.Option{Value: k.Key, Words: k.Name, Chosen: slices.Contains(d.keys, k.Key)})
	}
	return f
}

// row is the fields of one service, prefilled by the catalogue's rules for it.
func (d *draft) row(n int, key string, typed webkit.Typed) ServiceRow {
	kind, _ := casework.ServiceByKey(key)
	field := func(name string, f webkit.Field) webkit.Field {
		f.Name = casework.ItemField(n, name)
		return typed.Field(f)
	}
	row := ServiceRow{
		N: n, Key: key, Name: kind.Name,
		Outcome: field("outcome", webkit.Field{Label: "Beslut om " + kind.Name, Required: true, Options: webkit.Options(
			string(casework.Granted), "Bifall", string(casework.PartlyGranted), "Delvis bifall", string(casework.Refused), "Avslag",
			string(casework.Dismissed), "Avvisning", string(casework.WrittenOff), "Avskrivning")}),
		Why: field("why", webkit.Field{Label: "Varför avskrivs eller avvisas ansökan?", Options: webkit.Options(
			"", "Gäller inte", "atertagen", "Avskrivs: ansökan är återtagen", "flyttat", "Avskrivs: personen har flyttat", "avliden", "Avskrivs: personen har avlidit",
			"for-sent", "Avvisas: för sent inkommen", "inte-behorig", "Avvisas: en annan kommun ansvarar", "ofullstandig", "Avvisas: ofullständig")}),
		From: field("from", webkit.Field{Label: "Gäller från och med", Value: d.today.String(), Prefilled: true}),
	}
	d.period(&row, kind, field)
	put := func(to **webkit.Field, name string, f webkit.Field) {
		made := field(name, f)
		*to = &made
	}
	if kind.Unit != casework.Piece {
		put(&row.Count, "extent", webkit.Field{Label: "Omfattning", Size: "mini", Unit: string(kind.Unit)})
		put(&row.Per, "per", perField("", usualPer(kind)))
	}
	if kind.Period == casework.OpenEnded {
		put(&row.Limit, "limit", webkit.Field{Label: "Skäl om beslutet tidsbegränsas", Help: "Insatsen gäller normalt tills vidare."})
	}
	put(&row.Reservation, "reservation", webkit.Field{Label: "Förbehåll om att ändra beslutet", Help: "Bara om det behövs. Skriv vad som gör att beslutet kan ändras (37 § förvaltningslagen)."})
	purpose := d.purpose()
	put(&row.Purpose, "purpose", webkit.Field{Label: "Syfte", Help: "Vad insatsen ska leda till. En mening. Hämtat ur utredningen, skriv om det med egna ord.", Value: purpose, Prefilled: purpose != ""})
	if kind.Goal != casework.ShortPurpose {
		goals := webkit.Field{Label: "Mål för " + d.Given, Help: "Målen är hämtade ur utredningen."}
		for _, g := range d.i.Goals {
			goals.Options = append(goals.Options, webkit.Option{Value: g.Key, Words: goalWords(g), Chosen: len(d.i.Goals) == 1})
			if g.Vague() {
				row.Warnings = append(row.Warnings, "Målet ”"+g.Text+"” är svårt att mäta.")
			}
		}
		put(&row.Goals, "goal", goals)
	}
	if l, runs := d.runs(key); runs {
		row.Running = fmt.Sprintf("Ett beslut om %s från %s gäller redan, %s, %s. Det nya beslutet tar över från sin första dag.", kind.Name, webkit.PlainDay(l.Made, d.today), l.Extent, untilWords(l.Until))
		put(&row.Lesser, "lesser", webkit.Field{Label: "Grund om det nya beslutet ger mindre", Options: webkit.Options(
			"", "Det ger inte mindre", "egen-begaran", "Personen begär det", "forbehall", "Förbehåll i beslutet", "sakerhet", "Tvingande säkerhetsskäl",
			"vilseledande", "Uppgifterna var vilseledande", "14-9", "Väsentligt ändrade förhållanden (14 kap. 9 § socialtjänstlagen)")})
		put(&row.LesserWhy, "lesser_why", webkit.Field{Label: "Vad har personen begärt, eller vad har hänt?"})
	}
	row.Terms = d.terms(kind, row.Running != "", field)
	return row
}

// workday is the last working day not after d: nothing is suggested for a day off.
func workday(d civil.Date) civil.Date {
	for civil.IsDayOff(d) {
		d = d.AddDays(-1)
	}
	return d
}

func usualPer(k casework.ServiceKind) casework.PerSpan {
	if k.Unit == casework.Hours || k.Unit == casework.Nights {
		return casework.PerMonth
	}
	return casework.PerWeek
}

func goalWords(g casework.Goal) string {
	if g.By.IsZero() {
		return g.Text
	}
	return g.Text + ", senast " + g.By.String()
}

func untilWords(until civil.Date) string {
	if until.IsZero() {
		return "tills vidare"
	}
	return "till och med " + until.String()
}

// read makes the command of the posted form. What each service needs is judged by
// the command itself, so that a form cannot ask for less.
func (d *draft) read(in *webkit.Input, form act.Form, mandate casework.Mandate) casework.MakeDecision {
	cmd := casework.MakeDecision{
		Case: d.ID, Person: d.Person, Investigation: d.i.ID, Kind: d.i.Kind, Reasons: in.Prose("reasons"),
		Closing: casework.InquiryOutcome(in.Text("closing")), Mandate: mandate, Guidelines: d.guidelines, Intervals: d.intervals,
	}
	for n, key := range d.keys {
		kind, _ := casework.ServiceByKey(key)
		name := func(field string) string { return casework.ItemField(n, field) }
		it := casework.DecisionItem{
			Service: ids.Service{ID: ids.Derive(form.ID, "insats "+strconv.Itoa(n))}, Kind: key, Outcome: casework.Outcome(in.Text(name("outcome"))), Applied: d.said.says,
		}
		if it.Outcome == casework.Dismissed || it.Outcome == casework.WrittenOff {
			it.Why = in.Text(name("why"))
		}
		if it.Outcome.Gives() {
			it.From, it.Until, it.FollowUp = in.Day(name("from")), in.Day(name("until")), in.Day(name("follow_up"))
			if kind.Unit != casework.Piece {
				it.Extent = casework.Extent{Count: in.Number(name("extent")), Per: casework.PerSpan(in.Text(name("per")))}
			}
			if !it.Until.IsZero() {
				it.Limit = in.Text(name("limit"))
			}
			it.Purpose, it.Reservation = in.Text(name("purpose")), in.Text(name("reservation"))
			for _, goal := range in.Words(name("goal"), goalKeys(d.i.Goals)...) {
				g, _ := d.i.Goal(goal)
				it.Goals = append(it.Goals, g)
			}
			if l, runs := d.runs(key); runs {
				it.Replaces = l.ID
				it.Lesser = casework.Lesser{Ground: in.Text(name("lesser")), Why: in.Text(name("lesser_why"))}
			}
			it.Terms = d.readTerms(in, kind, name)
		}
		cmd.Items = append(cmd.Items, it)
	}
	return cmd
}

func goalKeys(goals []casework.Goal) []string {
	var out []string
	for _, g := range goals {
		out = append(out, g.Key)
	}
	return out
}

// steps are the whole act: the investigation is closed, the decision made, and what
// it takes over from ended the day before, with neither gap nor overlap (D-12).
func (p Pages) steps(r *http.Request, d *draft, cmd casework.MakeDecision, decision ids.Decision) ([]engine.Step, error) {
	out := []engine.Step{
		p.Investigations.Step(d.i.ID.ID, cmd.Conclusion(decision)),
		p.Decisions.Step(decision.ID, cmd),
	}
	for _, it := range cmd.Items {
		if it.Replaces.IsZero() || it.From.IsZero() {
			continue
		}
		for _, l := range d.runningOf(it.Kind) {
			last := it.From.AddDays(-1)
			if !l.Until.IsZero() && l.Until.Before(last) {
				last = l.Until
			}
			if last.Before(l.Made) {
				last = l.Made // the decision itself refuses to begin so early
			}
			out = append(out, p.Decisions.Step(l.Decision.ID, casework.EndService{Service: l.ID, On: last, Reason: "ersatt"}))
			more, err := p.Others.Ending(r.Context(), l.ID, last, "ersatt")
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
		}
	}
	return out, nil
}

func (p Pages) postNewDecision(w http.ResponseWriter, r *http.Request) error {
	d, err := p.draft(r)
	if err != nil {
		return err
	}
	mended := d.mend(r)
	in, form := webkit.Posted(r), webkit.Form(r)
	decision := ids.Decision{ID: ids.Derive(form.ID, "beslut")}
	switch {
	case d.line.Number > 0 && d.i.Decision == decision: // the same form once more
		return p.signed(w, r, d.Case)
	case !d.open():
		return fault.New(fault.Conflict, "decision.already-made")
	}
	cmd := d.read(in, form, p.mandate(in, d.settled, d.today))
	cmd.Routine = p.Preparation
	steps, err := p.steps(r, d, cmd, decision)
	if err == nil {
		err = in.Err()
	}
	if err == nil && (in.Has("granska") || mended) {
		return p.preview(w, r, d, in, form, steps)
	}
	if err == nil {
		_, err = p.Engine.Do(r.Context(), form, steps...)
	}
	if err != nil && p.signedMeanwhile(r, d, decision) {
		err = nil
	}
	if err == nil {
		return p.signed(w, r, d.Case)
	}
	err = d.relink(err)
	page, pageErr := p.newDecisionPage(r, d, in.Again(err), webkit.FormAfter(r, err, d.version, d.also...))
	if pageErr != nil {
		return pageErr
	}
	page.offer(err)
	return p.redo(w, r, d.Case, "beslut-nytt.html", page, err)
}

// signedMeanwhile tells whether the same form was saved while this post of it read the
// case: what it read is then half from before the decision and half from after, and
// the act it made of that is another.
func (p Pages) signedMeanwhile(r *http.Request, d *draft, decision ids.Decision) bool {
	i, _, err := p.Investigations.Load(r.Context(), d.i.ID.ID)
	return err == nil && i.Decision == decision
}

// relink ties faults to the form. A rule that stops a decision for giving less
// than one that runs is mended where the ground is chosen.
func (d *draft) relink(err error) error {
	at := slices.IndexFunc(d.keys, func(key string) bool { _, runs := d.runs(key); return runs })
	if at < 0 {
		return relink(err, d.field)
	}
	return relink(stoppedAt(err, casework.ItemField(at, "lesser")), d.field)
}

// field is the field of the form that a fault belongs to. Reasons are written once
// for the whole decision.
func (d *draft) field(name string) string {
	if slices.Contains([]string{"reasons", "mandate", "member", "urgent", "closing"}, name) {
		return name
	}
	item, part, ok := strings.Cut(name, ".")
	if !ok || !strings.HasPrefix(item, "item") || part == "kind" {
		return ""
	}
	if part == "reasons" {
		return part
	}
	return name
}

// signed sends the officer to the decision that is now locked.
func (p Pages) signed(w http.ResponseWriter, r *http.Request, c Case) error {
	lines, err := p.Lists.DecisionsOf(r.Context(), c.ID, 1)
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return webkit.Done(w, r, c.path("/beslut"))
	}
	return webkit.Done(w, r, decisionPath(c, lines[0].Number))
}

// preview shows the letter, what the act would start, and what stops it, and signs nothing.
func (p Pages) preview(w http.ResponseWriter, r *http.Request, d *draft, in *webkit.Input, form act.Form, steps []engine.Step) error {
	seen, err := p.Engine.Preview(r.Context(), form, steps...)
	err = d.relink(err)
	page, pageErr := p.newDecisionPage(r, d, in.Again(err), webkit.SameForm(r))
	if pageErr != nil {
		return pageErr
	}
	if err != nil {
		page.offer(err)
		return p.redo(w, r, d.Case, "beslut-nytt.html", page, err)
	}
	for _, e := range seen.Events {
		if made, ok := e.(casework.DecisionMade); ok {
			var state casework.Decision
			state.Fold(journal.Recorded{Envelope: journal.Envelope{Actor: form.Actor.User, Day: d.today}, Event: made})
			letter, err := p.letter(r, d.Case, state, d.parties[0])
			if err != nil {
				return err
			}
			page.Letter = &letter
		}
	}
	page.Effects = p.effects(seen.Appear, d.today)
	for _, stop := range seen.Stops {
		page.Stops = append(page.Stops, stop.Says+" ("+stop.Basis+")")
	}
	if err := webkit.Read(r, d.Person, duty.Subject{Kind: "case", ID: d.ID.ID}); err != nil {
		return err
	}
	if len(page.Stops) > 0 {
		webkit.KeepStopped(r, page.Stops[0])
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "beslut-nytt.html", page)
}

// effects tells what the decision starts, each with its day.
func (p Pages) effects(appear []duty.Obligation, today civil.Date) []string {
	var out []string
	for _, o := range appear {
		says, basis := p.Others.Rule(&o)
		if says == "" {
			continue
		}
		words := says
		if !o.Strict.IsZero() {
			words += " Senast " + webkit.ShortDay(o.Strict, today) + "."
		}
		if basis != "" {
			words += " (" + basis + ")"
		}
		if !slices.Contains(out, words) {
			out = append(out, words)
		}
	}
	return out
}

func decisionPath(c Case, n int) string { return c.path("/beslut/" + strconv.Itoa(n)) }

func outcomeWords(o casework.InquiryOutcome) string {
	return map[casework.InquiryOutcome]string{
		casework.EndedInService: "Insats beviljad", casework.EndedInRefusal: "Avslag", casework.ClosedWithoutCare: "Avslutas utan insats",
		casework.EndedInLVU: "Ansökan om LVU", casework.EndedInApproval: "Familjehemmet godkänt", casework.EndedUnapproved: "Familjehemmet inte godkänt", casework.EndedInDismissal: "Avvisning", casework.EndedInWritingOff: "Avskrivning",
	}[o]
}
