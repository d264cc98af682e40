package decideweb

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// DecisionPage is /arende/{nr}/beslut/{no}: a signed decision and its later life.
// The same page with other forms is /arende/{nr}/beslut/{no}/overklagande.
type DecisionPage struct {
	webkit.Page
	Signed   webkit.Sparlage
	Items    []ItemView
	Reasons  []string
	Facts    []webkit.Fact
	Receipts []webkit.Receipt
	Appeal   *webkit.Frist
	Appeals  []webkit.Fact
	Changes  []EarlierView

	Amended    []EarlierView
	Objections []EarlierView
	Ways       []Way
	Forms      []Blankett
	Links      []webkit.Link
}

// An ItemView is one service of a signed decision.
type ItemView struct {
	Name  string
	Facts []webkit.Fact
	Links []webkit.Link
}

// A life is one signed decision with what its forms need to know.
type life struct {
	Case
	line    casework.DecisionLine
	d       casework.Decision
	version int // of the decision
	today   civil.Date
	parties []ids.Person
	names   map[ids.Person]string
	guarded map[ids.Person]bool // receivers of whom someone else in the matter is protected from

	settled  []casework.ProposalLine // what committee or board has decided in the case
	deciders []webkit.Option         // by whom an extension may be decided
}

func (l *life) base() string { return decisionPath(l.Case, l.line.Number) }

func (l *life) name(p ids.Person) string {
	if n := l.names[p]; n != "" {
		return n
	}
	return "Namn saknas"
}

// decision finds the decision of the address, and its version.
func (p Pages) decision(r *http.Request) (Case, casework.DecisionLine, casework.Decision, int, error) {
	var line casework.DecisionLine
	var d casework.Decision
	c, err := p.open(r)
	if err != nil {
		return c, line, d, 0, err
	}
	n, err := number(r, "no", "decision.not-found")
	if err != nil {
		return c, line, d, 0, err
	}
	if line, err = p.Lists.Decision(r.Context(), c.ID, n); err != nil {
		return c, line, d, 0, err
	}
	d, version, err := p.Decisions.Load(r.Context(), line.ID.ID)
	return c, line, d, version, err
}

func (p Pages) life(r *http.Request) (*life, error) {
	c, line, d, version, err := p.decision(r)
	if err != nil {
		return nil, err
	}
	return p.lifeOf(r, c, line, d, version)
}

// lifeOf is the later life of a decision that has been found.
func (p Pages) lifeOf(r *http.Request, c Case, line casework.DecisionLine, d casework.Decision, version int) (*life, error) {
	l := &life{Case: c, line: line, d: d, version: version, today: webkit.Today(r)}
	guardians, err := p.Others.Guardians(r.Context(), c.Person, l.today)
	if err != nil {
		return nil, err
	}
	l.parties = casework.Investigation{Person: c.Person}.Parties(c.facts(guardians), l.today)
	if l.names, err = p.Others.Names(r.Context(), webkit.Actor(r), l.today, append(guardians[:len(guardians):len(guardians)], c.Person)...); err != nil {
		return nil, err
	}
	l.names[c.Person] = c.Name
	l.guarded, err = p.guarded(r, l.parties, l.Person)
	return l, err
}

func (p Pages) getDecision(w http.ResponseWriter, r *http.Request) error {
	return p.showDecision(w, r, "")
}

func (p Pages) getAppeal(w http.ResponseWriter, r *http.Request) error {
	return p.showDecision(w, r, appealing)
}

func (p Pages) showDecision(w http.ResponseWriter, r *http.Request, group string) error {
	l, err := p.life(r)
	if err != nil {
		return err
	}
	page, err := p.decisionPage(r, l, group, try{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "beslut.html", page)
}

func (p Pages) decisionPage(r *http.Request, l *life, group string, t try) (*DecisionPage, error) {
	staff, err := p.Others.Staff(r.Context(), append([]ids.User{l.d.By}, correctors(l.d)...)...)
	if err != nil {
		return nil, err
	}
	page := &DecisionPage{Page: l.page(fmt.Sprintf("Beslut %d", l.line.Number))}
	page.At = l.at("beslut")
	if group == appealing {
		page.At = l.at("overklagande")
	}
	page.Signed = webkit.Sparlage{Lage: webkit.Stopp, Icon: "i-las", Words: "Signerad " + webkit.PlainDay(l.d.Made, l.today) + " av " + staff[l.d.By]}
	page.Page.Saved = page.Signed
	page.Strong, page.Sentence = outcomeWords(l.d.Outcome)+".", "Beslutet är låst. Det gäller genast."
	if n := len(l.d.Corrections); n > 0 {
		page.Sentence = "Beslutet är låst och rättat " + webkit.PlainDay(l.d.Corrections[n-1].On, l.today) + ". Det som stod förut syns under Rättelser."
	}
	page.Facts = l.facts(p.Others.May(webkit.Actor(r), "board.agenda"))
	page.Reasons = reasons(l.d)
	for _, c := range l.d.Corrections {
		page.Changes = append(page.Changes, EarlierView{Was: c.Was, Why: fieldWords(c.Field) + " rättat till: " + c.Now + ". " + c.Why + linkedDeviation(c.Deviation), Who: staff[c.By], When: webkit.PlainDay(c.On, l.today)})
	}
	for _, c := range l.d.Changes {
		page.Amended = append(page.Amended, EarlierView{Was: c.Was, Why: "Ändrat till: " + c.Now + " (" + casework.ChangeLaw(c.Section) + "). " + c.Why + tested(c.Level), Who: staff[c.By], When: webkit.PlainDay(c.On, l.today)})
	}
	for _, o := range l.d.Objections {
		page.Objections = append(page.Objections, EarlierView{Was: o.Says, Who: l.name(o.From), When: webkit.PlainDay(o.On, l.today)})
	}
	if group == changing {
		page.Page.Title = "Rätta eller ändra"
		page.Back = &webkit.Link{Path: l.base(), Words: fmt.Sprintf("Beslut %d", l.line.Number)}
		page.Strong, page.Sentence = "", "Varje sätt är en egen åtgärd med eget lagstöd. Välj det som stämmer."
		page.Ways = l.waysToChange()
	} else if group == appealing {
		page.Page.Title = "Överklagande"
		page.Back = &webkit.Link{Path: l.base(), Words: fmt.Sprintf("Beslut %d", l.line.Number)}
		page.Strong, page.Sentence = l.appealSentence()
	} else if group == "" {
		for _, it := range l.d.Items {
			page.Items = append(page.Items, l.item(it))
		}
		for _, party := range l.parties {
			words := "Skriv ut brevet"
			if len(l.parties) > 1 || party != l.Person {
				words += " till " + l.name(party)
			}
			page.Links = append(page.Links, webkit.Link{Path: l.letterPath(party), Words: words})
		}
		page.Links = append(page.Links, webkit.Link{Path: l.base() + "/overklagande", Words: "Överklagande"},
			webkit.Link{Path: l.path("/ta-bort/decision/" + l.line.ID.String()), Words: "Ta bort text"},
			webkit.Link{Path: l.base() + "/andra", Words: "Rätta eller ändra"}, webkit.Link{Path: l.base() + "/provning", Words: "Så prövades beslutet"})
	}
	page.Receipts = l.receipts()
	if page.Appeal = l.appealFrist(webkit.Now(r)); page.Appeal != nil {
		if page.Appeal.Why, err = p.why(r.Context(), l.path(""), duty.Subject{Kind: "decision", ID: l.line.ID.ID}, ruleAppeal); err != nil {
			return nil, err
		}
	}
	page.Appeals = l.appeals()
	for _, f := range decisionForms() {
		if f.group != group {
			continue
		}
		for _, b := range f.show(l) {
			b.Path = l.base() + "/" + f.key
			b, err := b.fill(r, t, 0, "")
			if err != nil {
				return nil, err
			}
			page.Forms = append(page.Forms, b)
		}
	}
	return page, nil
}

// tested tells how a change that gives less was tried against the level of the act.
func tested(level casework.StandardTest) string {
	if level.Why == "" {
		return ""
	}
	return " Prövat mot " + level.Standard.Words() + ": " + level.Why
}

func correctors(d casework.Decision) []ids.User {
	var out []ids.User
	for _, c := range d.Changes {
		out = append(out, c.By)
	}
	for _, c := range d.Corrections {
		out = append(out, c.By)
	}
	return out
}

// facts are what the decision is, with the way to its meeting for who may read the agenda.
func (l *life) facts(agenda bool) []webkit.Fact {
	facts := []webkit.Fact{{Label: "Beslutsdag", Value: webkit.LongDay(l.d.Made)}, {Label: "Lagrum", Value: l.d.Grounds(), Origin: l.rectified(ids.Service{}, casework.LawField)}}
	switch l.d.Mandate.Body {
	case "delegat":
		facts = append(facts, webkit.Fact{Label: "Beslutsrätt", Value: "Delegationsordningen punkt " + l.d.Mandate.Point, Origin: l.d.Mandate.Ref, Mend: &webkit.Link{
			Path: delegationPath + "?dag=" + l.d.Made.String(), Words: "Läs delegationsordningen",
		}})
	case "ordforande":
		facts = append(facts, webkit.Fact{Label: "Beslutsrätt", Value: l.d.Mandate.Member + ", " + l.d.Mandate.Provision, Origin: l.d.Mandate.Urgent},
			webkit.Fact{Label: "Anmäls vid", Value: "sammanträdet " + webkit.LongDay(l.d.Mandate.Next)})
	default:
		of := webkit.Fact{Label: "Beslutsrätt", Value: map[string]string{"utskott": "Individutskottet", "namnd": "Nämnden"}[l.d.Mandate.Body] + ", " + l.d.Mandate.Minutes}
		if held := l.d.Mandate.Meeting; !held.IsZero() {
			of.Origin = "sammanträdet " + webkit.LongDay(held)
			if agenda {
				of.Mend = &webkit.Link{Path: meetingsPath + "/" + l.d.Mandate.Body + "/" + held.String(), Words: "Se dagordningen"}
			}
		}
		facts = append(facts, of)
	}
	reported := webkit.Fact{Label: "Anmält till nämnden", Value: webkit.LongDay(l.d.Reported)}
	if l.d.Reported.IsZero() {
		reported.Value, reported.Missing = "inte än", true
	}
	if l.d.Mandate.Reportable() {
		facts = append(facts, reported)
	}
	return facts
}

// item shows one service, with what can still be done about it.
func (l *life) item(it casework.DecidedService) ItemView {
	kind, _ := casework.ServiceByKey(it.Kind)
	view := ItemView{Name: kind.Name}
	put := func(label, value string, fields ...string) {
		if value != "" {
			view.Facts = append(view.Facts, webkit.Fact{Label: label, Value: value, Origin: l.rectified(it.Service, fields...)})
		}
	}
	put("Utfall", it.Outcome.Words())
	put("Skäl", dismissedWords(it.Why)+writtenOffWords(it.Why))
	if !it.Outcome.Gives() {
		return view
	}
	put("Omfattning", it.Extent.Words(kind.Unit), casework.ExtentField)
	put("Gäller", "från "+webkit.PlainDay(it.From, l.today)+", "+untilWords(it.Until), casework.FromField, casework.UntilField)
	put("Förbehåll", it.Reservation)
	put("Skäl för tidsgräns", it.Limit)
	put("Syfte", it.Purpose)
	for _, g := range it.Goals {
		put("Mål", goalWords(g))
	}
	put("Ändrat till nackdel", it.Lesser.Why)
	view.Facts = append(view.Facts, l.carePlanFacts(it)...)
	for _, term := range termFacts(it.Terms, l.today) {
		put(term.Label, term.Value)
	}
	for _, x := range it.Extended {
		put("Förlängt utan ny prövning", "beslutat "+webkit.PlainDay(x.On, l.today)+", till och med "+x.Until.String()+": "+x.Reason+". Utredning bokad "+webkit.PlainDay(x.Inquiry, l.today)+".")
	}
	if !it.Ended.IsZero() {
		l.endedWords(it, put)
		return view
	}
	put("Följs upp", webkit.LongDay(it.FollowUp), casework.FollowUpField)
	put("Hemma från sjukhus", webkit.LongDay(it.Home))
	service := it.Service.String()
	if kind.CarePlanned() {
		words := "Skriv vårdplanen"
		if _, made := l.d.CarePlanOf(it.Service); made {
			words = "Ändra vårdplanen"
		}
		view.Links = append(view.Links, webkit.Link{Path: l.base() + "/vardplan/" + service, Words: words})
	}
	view.Links = append(view.Links, webkit.Link{Path: l.path("/uppfoljning/" + service), Words: "Följ upp"})
	if !it.Until.IsZero() {
		view.Links = append(view.Links, webkit.Link{Path: l.base() + "/forlang/" + service, Words: "Förläng utan ny prövning"})
	}
	view.Links = append(view.Links, webkit.Link{Path: l.base() + "/hemkomst/" + service, Words: "Hemma från sjukhus"}, webkit.Link{Path: l.base() + "/avsluta/" + service, Words: "Avsluta insatsen"})
	return view
}

// endedWords tells why a service ended, goal by goal, and how long it lasted of what was
// planned (G-20).
func (l *life) endedWords(it casework.DecidedService, put func(label, value string, fields ...string)) {
	put("Avslutad", webkit.LongDay(it.Ended)+": "+casework.EndReasonWords(it.EndReason))
	for _, r := range it.Results {
		for _, g := range it.FollowUpGoals() {
			if g.Key == r.Goal {
				put("Mål vid avslutet", g.Text+": "+strings.TrimSuffix(resultWords(r.Result)+". "+r.Why, ". "))
			}
		}
	}
	put("Längd", "planerad "+plannedLength(l.d, it)+", blev "+lasted(it, civil.Date{}, it.Ended))
}

func fieldWords(field string) string {
	return map[string]string{
		casework.ReasonsField: "Skälen", casework.LawField: "Lagrummet", casework.ExtentField: "Omfattningen", casework.FromField: "Första dagen",
		casework.UntilField: "Sista dagen", casework.FollowUpField: "Dagen för uppföljning", "datum": "Ett datum",
	}[field]
}

// receipts tell, party by party, that the decision was sent and when it was got.
func (l *life) receipts() []webkit.Receipt {
	var out []webkit.Receipt
	for _, party := range l.parties {
		sent := false
		for _, letter := range l.d.Letters {
			if letter.To != party {
				continue
			}
			sent = true
			out = append(out, webkit.Receipt{Words: "Skickat till " + l.name(party), When: webkit.LongDay(letter.On), Who: howWords(letter.How)})
			if letter.Received.IsZero() {
				out = append(out, webkit.Receipt{Words: "Dagen då " + l.name(party) + " fick beslutet är inte känd", Waits: true})
			} else {
				out = append(out, webkit.Receipt{Words: l.name(party) + " fick beslutet", When: webkit.LongDay(letter.Received), Who: letter.Proof})
			}
		}
		if !sent {
			out = append(out, webkit.Receipt{Words: "Inte skickat till " + l.name(party), Waits: true})
		}
	}
	return out
}

func howWords(how string) string {
	return map[string]string{"brev": "brev", "mottagningsbevis": "brev med mottagningsbevis", "digital-brevlada": "digital brevlåda", "overlamnat": "överlämnat", "skatteverket": "genom Skatteverket"}[how]
}

// postDecision carries out one form of a signed decision.
func (p Pages) postDecision(f decisionForm) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		l, err := p.life(r)
		if err != nil {
			return err
		}
		in := webkit.Posted(r)
		cmd := f.read(in)
		if letter, ok := cmd.(casework.SendLetter); ok {
			letter.Guarded = l.guarded[letter.To]
			cmd = letter
		}
		cmd = p.ordered(cmd)
		if err = in.Err(); err == nil {
			_, err = p.Decisions.Do(r.Context(), webkit.Form(r), l.line.ID.ID, cmd)
		}
		if err == nil {
			return webkit.Done(w, r, l.base()+map[string]string{appealing: "/overklagande"}[f.group])
		}
		err = relink(err, names(r, f.show(l)))
		page, pageErr := p.decisionPage(r, l, f.group, failed(r, in, l.base()+"/"+f.key, err))
		if pageErr != nil {
			return pageErr
		}
		return p.redo(w, r, l.Case, "beslut.html", page, err)
	}
}

// ordered hands the delegation order to what only some may decide.
func (p Pages) ordered(cmd engine.Command[casework.Decision]) engine.Command[casework.Decision] {
	switch c := cmd.(type) {
	case casework.AmendDecision:
		c.Mandate = casework.Mandate{Body: "delegat", Order: p.Delegation}
		return c
	case casework.TestAppeal:
		c.Order = p.Delegation
		return c
	case casework.ReconsiderAppeal:
		c.Order = p.Delegation
		return c
	case casework.Rectify:
		c.Order = p.Delegation
		return c
	}
	return cmd
}

// A decisionForm is one form of a signed decision.
type decisionForm struct {
	group, key, action string
	show               func(l *life) []Blankett
	read               func(in *webkit.Input) engine.Command[casework.Decision]
}

// appealing is the group of forms that stand on the page about appeals.
const appealing = "overklagande"

func decisionForms() []decisionForm {
	return []decisionForm{
		{"", "skicka", "decision.send", showLetterForm, readLetterForm},
		{"", "mottaget", "decision.send", showReceived, readReceived},
		{"", "ratta", "decision.rectify", showRectify, readRectify},
		{appealing, "overklaga", "decision.appeal", showAppealIn, readAppealIn},
		{appealing, "rattid", "decision.appeal", showAppealTest, readAppealTest},
		{appealing, "omprova", "decision.appeal", showReconsider, readReconsider},
		{appealing, "overlamna", "decision.appeal", showForward, readForward},
		{appealing, "dom", "decision.appeal", showRuling, readRuling},
		{appealing, "vidare", "decision.appeal", showFurther, readFurther},
		{appealing, "inhibition", "decision.appeal", showStay, readStay},
		{changing, "andra", "decision.amend", showChange, readChange},
		{changing, "invandning", "decision.object", showObjection, readObjection},
	}
}

func showLetterForm(l *life) []Blankett {
	var out []Blankett
	for _, party := range l.parties {
		if l.d.ReceivedOn(party).IsZero() && !l.sentTo(party) {
			form := Blankett{
				ID: "skicka-" + party.String(), Heading: "Skicka till " + l.name(party), Button: "Registrera som skickat", Primary: len(out) == 0,
				Hidden: []Hidden{{"to", party.String()}}, Fields: []Falt{
					radio(webkit.Field{Name: "how", Label: "Hur skickas beslutet?", Options: webkit.Options("brev", "Brev", "mottagningsbevis", "Brev med mottagningsbevis", "digital-brevlada", "Digital brevlåda", "overlamnat", "Överlämnat i handen", "skatteverket", "Genom Skatteverket, vid skyddad folkbokföring")}),
					day(webkit.Field{Name: "sent", Label: "Skickat den", Value: l.today.String(), Prefilled: true}),
				},
			}
			if l.guarded[party] {
				form.Help = "Någon annan i ärendet har skyddade personuppgifter. Öppna brevet först och läs det som kan röja var personen finns."
				form.Fields = append(form.Fields, check(webkit.Field{Name: "checked", Label: "Kontroll", Required: true, Options: webkit.Options("ja", "Brevet är läst och röjer inget skyddat")}))
			}
			out = append(out, form)
		}
	}
	return out
}

func (l *life) sentTo(party ids.Person) bool {
	for _, letter := range l.d.Letters {
		if letter.To == party {
			return true
		}
	}
	return false
}

func readLetterForm(in *webkit.Input) engine.Command[casework.Decision] {
	return casework.SendLetter{To: ids.Person{ID: in.ID("to")}, How: in.Text("how"), On: in.Day("sent"), Checked: in.Text("checked") == "ja"}
}

func showReceived(l *life) []Blankett {
	var out []Blankett
	for _, letter := range l.d.Letters {
		if letter.Received.IsZero() {
			out = append(out, Blankett{
				ID: "mottaget-" + letter.To.String(), Heading: "När fick " + l.name(letter.To) + " beslutet?", Button: "Spara dagen", Primary: len(out) == 0,
				Help: "Tiden att överklaga räknas från den dagen. Innan den är känd finns ingen sista dag.", Hidden: []Hidden{{"to", letter.To.String()}}, Fields: []Falt{
					day(webkit.Field{Name: "received", Label: "Fick beslutet den"}),
					text(webkit.Field{Name: "proof", Label: "Vad visar det?", Help: "Till exempel mottagningsbevis eller telefonsamtal."}),
				},
			})
		}
	}
	return out
}

func readReceived(in *webkit.Input) engine.Command[casework.Decision] {
	return casework.RecordReceived{To: ids.Person{ID: in.ID("to")}, On: in.Day("received"), Proof: in.Text("proof")}
}

// appealFrist is the last day to appeal. It has none before the day of receipt is known.
func (l *life) appealFrist(now time.Time) *webkit.Frist {
	if !l.d.Appealable() {
		return nil
	}
	received := l.d.ReceivedOn(l.d.Person)
	if received.IsZero() {
		f := webkit.FristOf(duty.Obligation{Missing: "decision.received"}, now)
		f.Before, f.Mend = "Dagen då "+l.Given+" fick beslutet saknas.", &webkit.Link{Path: l.base(), Words: "Fyll i"}
		f.Ground = "FL 44 § · tre veckor från den dag personen fick beslutet"
		return &f
	}
	o := duty.Obligation{Ground: duty.Fact{Day: received}, Strict: received.AddDays(21), Shifted: civil.Shift(received.AddDays(21))}
	if len(l.d.Appeals) > 0 {
		o.MetBy = duty.Fact{Day: l.d.Appeals[0].On}
	}
	f := webkit.FristOf(o, now)
	if len(l.d.Appeals) == 0 && f.Lage == webkit.Sen {
		f.Badge = webkit.Badge{Lage: webkit.Lugn, Words: "tiden har gått ut"}
	}
	f.Ground = "FL 44 § · tre veckor från den dag personen fick beslutet"
	return &f
}
