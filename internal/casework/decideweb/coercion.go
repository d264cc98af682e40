package decideweb

import (
	"net/http"
	"slices"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// CoercionsPage is /arende/{nr}/tvang: the matters under LVU and LVM of a case.
type CoercionsPage struct {
	webkit.Page
	List  webkit.Listing
	Begin []webkit.Link
	Form  *Blankett
}

// CoercionPage is /arende/{nr}/tvang/{akt}: one matter with its steps, what is to be
// done and by when, and the form of the step in hand.
type CoercionPage struct {
	webkit.Page
	Lapsed string // what law itself has ended
	Steps  webkit.Listing
	Owed   []OwedView
	Next   []webkit.Link
	Form   *Blankett
	Tell   []Blankett
}

// An OwedView is one obligation of the matter.
type OwedView struct {
	Says  string
	Frist webkit.Frist
}

func (p Pages) coercionRoutes() []webkit.Route {
	return []webkit.Route{
		{Pattern: "GET /arende/{nr}/tvang", Action: "case.read", Part: "ärendena om tvång", Handle: p.getCoercions},
		{Pattern: "POST /arende/{nr}/tvang", Action: "coercion.step", Part: "ärendena om tvång", Handle: p.postCoercion},
		{Pattern: "GET /arende/{nr}/tvang/{akt}", Action: "case.read", Part: "ärendet om tvång", Handle: p.getCoercion},
		{Pattern: "POST /arende/{nr}/tvang/{akt}", Action: "coercion.step", Part: "ärendet om tvång", Handle: p.postCoercion},
		{Pattern: "POST /arende/{nr}/tvang/{akt}/underratta", Action: "coercion.step", Part: "ärendet om tvång", Handle: p.postCoercionTold},
	}
}

// A matter of coercion with its case.
type force struct {
	Case
	c       casework.Coercion
	id      ids.ID // zero: not begun
	today   civil.Date
	settled []casework.ProposalLine
}

func (f *force) base() string {
	if f.id.IsZero() {
		return f.path("/tvang")
	}
	return f.path("/tvang/" + f.id.String())
}

func (p Pages) force(r *http.Request) (*force, error) {
	c, err := p.open(r)
	if err != nil {
		return nil, err
	}
	f := &force{Case: c, today: webkit.Today(r)}
	if f.settled, err = p.settled(r, c.ID); err != nil {
		return nil, err
	}
	if r.PathValue("akt") == "" {
		return f, nil
	}
	if f.id, err = ids.Parse(r.PathValue("akt")); err != nil {
		return nil, &fault.Error{Kind: fault.NotFound, Text: "coercion.not-found", Err: err}
	}
	if f.c, _, err = p.Coercions.Load(r.Context(), f.id); err != nil {
		return nil, err
	}
	if f.c.Case != c.ID {
		return nil, fault.New(fault.NotFound, "coercion.not-found")
	}
	return f, nil
}

// stepForm asks what the step in hand needs.
func (p Pages) stepForm(f *force, a casework.CoerciveAct) Blankett {
	b := Blankett{
		ID: "steg", Path: f.base(), Heading: a.Words, Button: "Spara", Primary: true, Hidden: []Hidden{{"act", a.Key}},
		Fields: []Falt{day(webkit.Field{Name: "on", Label: "Dag", Value: f.today.String(), Prefilled: true})},
	}
	if a.Until {
		b.Fields = append(b.Fields, day(webkit.Field{Name: "until", Label: "Till och med"}))
	}
	if a.Asks != "" {
		var options []string
		for _, one := range a.Answers {
			options = append(options, one[0], one[1])
		}
		b.Fields = append(b.Fields, radio(webkit.Field{Name: "answer", Label: askWords(a.Asks), Options: webkit.Options(options...)}))
	}
	if a.Provision == "" {
		return b
	}
	b.Help = "Beslut enligt " + a.Provision + " fattas lägst av utskottet (30 kap. socialtjänstlagen)."
	options := p.deciders(f.settled, f.today)[1:]
	if !a.Chair {
		options = options[:len(options)-1]
	} else {
		b.Help += " Kan det inte vänta får ordföranden eller en utsedd ledamot besluta, med stöd av samma paragraf."
		options[len(options)-1].Words = "Ordföranden eller en ledamot, för att det inte kan vänta (" + a.Provision + ")"
	}
	if len(options) == 0 {
		b.Help += " Inget beslut finns än: lägg fram ett förslag under Till utskott och nämnd."
	}
	b.Fields = append(b.Fields, radio(webkit.Field{Name: "mandate", Label: "Beslutet fattat av", Options: options}))
	if a.Chair {
		member, urgent := chairFields()
		b.Fields = append(b.Fields, text(member), area(urgent))
	}
	b.Fields = append(b.Fields, area(webkit.Field{Name: "why", Label: "Beslut och skäl", Rows: 4}))
	return b
}

func askWords(fact string) string {
	return map[string]string{
		"lvu.account_and_plan": "Är redogörelse, vårdplan och läkarutlåtande med?", "lvu.ground": "Vilken paragraf grundas vården på?", "lvu.home": "Var bor den unge?",
		"lvu.lasting_change": "Är förändringen varaktig och genomgripande?", "lvm.inquiry_and_certificate": "Är utredning och läkarintyg med?",
	}[fact]
}

// may lists what can come next in the matter; before it is begun, what can begin one.
func (f *force) may() []casework.CoerciveAct {
	laws := map[casework.Area]casework.Coercive{casework.Children: casework.LVU, casework.Adults: casework.LVM}
	var out []casework.CoerciveAct
	for _, a := range casework.CoerciveActs() {
		if f.c.May(a) && (f.c.Law != "" || a.Law == laws[f.Area]) {
			out = append(out, a)
		}
	}
	return out
}

// chosen is the step that the address asks for, where it can come next.
func (f *force) chosen(key string) (casework.CoerciveAct, bool) {
	may := f.may()
	at := slices.IndexFunc(may, func(a casework.CoerciveAct) bool { return a.Key == key })
	if at < 0 {
		return casework.CoerciveAct{}, false
	}
	return may[at], true
}

func (f *force) nextLinks() []webkit.Link {
	var out []webkit.Link
	for _, a := range f.may() {
		out = append(out, webkit.Link{Path: f.base() + "?steg=" + a.Key, Words: a.Words})
	}
	return out
}

func (p Pages) getCoercions(w http.ResponseWriter, r *http.Request) error {
	f, err := p.force(r)
	if err != nil {
		return err
	}
	page, err := p.coercionsPage(r, f, r.URL.Query().Get("steg"), try{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "tvang.html", page)
}

func (p Pages) coercionsPage(r *http.Request, f *force, key string, t try) (*CoercionsPage, error) {
	lines, err := p.Lists.CoercionsOf(r.Context(), f.ID, proposalsShown)
	if err != nil {
		return nil, err
	}
	page := &CoercionsPage{Page: f.page("Tvång"), Begin: f.nextLinks(), List: webkit.Listing{
		Caption: "Ärenden om tvång", Columns: []webkit.Column{{Words: "Lag"}, {Words: "Började"}, {Words: "Senast"}},
		Empty: webkit.Empty{Sentence: "Inget beslut enligt LVU eller LVM finns i ärendet."}, Paging: webkit.Paging{From: min(1, len(lines)), To: len(lines), Of: len(lines)},
	}}
	page.At = f.at("beslut")
	page.Sentence = "Beslut enligt LVU och LVM fattas lägst av utskottet. Tider som lagen sätter går av sig själva."
	for _, l := range lines {
		a, _ := casework.CoerciveActBy(l.Latest)
		latest := webkit.Cell{Name: "Senast", Words: a.Words + " " + webkit.PlainDay(l.LatestOn, f.today)}
		if l.ByLaw != "" {
			latest.Badge = &webkit.Badge{Lage: webkit.Stopp, Words: "upphörde enligt lag"}
		}
		page.List.Rows = append(page.List.Rows, webkit.ListRow{Path: f.path("/tvang/" + l.ID.String()), Words: l.Law.Words(), Cells: []webkit.Cell{{Name: "Började", Words: webkit.PlainDay(l.Begun, f.today)}, latest}})
	}
	page.Form, err = p.chosenForm(r, f, key, t)
	return page, err
}

func (p Pages) chosenForm(r *http.Request, f *force, key string, t try) (*Blankett, error) {
	a, ok := f.chosen(key)
	if !ok {
		return nil, nil
	}
	form, err := p.stepForm(f, a).fill(r, t, 0, "")
	return &form, err
}

func (p Pages) getCoercion(w http.ResponseWriter, r *http.Request) error {
	f, err := p.force(r)
	if err != nil {
		return err
	}
	page, err := p.coercionPage(r, f, r.URL.Query().Get("steg"), try{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "tvangsarende.html", page)
}

func (p Pages) coercionPage(r *http.Request, f *force, key string, t try) (*CoercionPage, error) {
	page := &CoercionPage{Page: f.page(f.c.Law.Words() + ", från " + webkit.PlainDay(f.c.Begun, f.today)), Next: f.nextLinks(), Steps: webkit.Listing{
		Caption: "Vad som har hänt", Columns: []webkit.Column{{Words: "Dag"}, {Words: "Steg"}, {Words: "Beslutat av"}},
		Paging: webkit.Paging{From: min(1, len(f.c.Steps)), To: len(f.c.Steps), Of: len(f.c.Steps)},
	}}
	page.At = f.at("beslut")
	page.Back = &webkit.Link{Path: f.path("/tvang"), Words: "Tvång"}
	if lapsed, ok := f.c.Lapsed(); ok {
		a, _ := casework.CoerciveActBy(lapsed.Act)
		_, basis := p.Others.Rule(&duty.Obligation{Rule: lapsed.ByLaw, Version: 1})
		page.Lapsed = a.Words + " av sig självt " + webkit.LongDay(lapsed.On) + ", eftersom tiden hade gått ut. Åtgärden har ingen laglig grund längre." + either(basis != "", " "+basis+".", "")
	}
	for _, s := range slices.Backward(f.c.Steps) {
		a, _ := casework.CoerciveActBy(s.Act)
		row := webkit.ListRow{Words: webkit.PlainDay(s.On, f.today), Cells: []webkit.Cell{{Name: "Steg", Words: a.Words, Sub: p.stepSub(a, s, f.today)}, {Name: "Beslutat av", Words: p.stepDecider(s, f.today)}}}
		page.Steps.Rows = append(page.Steps.Rows, row)
	}
	owed, err := p.Others.Owed(r.Context(), f.c.Subject())
	if err != nil {
		return nil, err
	}
	for _, o := range owed {
		if o.MetBy != (duty.Fact{}) || o.Strict.IsZero() && o.Shifted.IsZero() {
			continue
		}
		says, _ := p.Others.Rule(&o)
		view := OwedView{Says: says, Frist: webkit.FristOf(o, webkit.Now(r))}
		view.Frist.Why = webkit.WhyPath(f.path(""), o)
		page.Owed = append(page.Owed, view)
	}
	for _, s := range f.c.Steps {
		if s.Decision.IsZero() {
			continue
		}
		a, _ := casework.CoerciveActBy(s.Act)
		tell := func(id, heading, board string) error {
			form, err := Blankett{
				ID: id + s.Decision.String(), Path: f.base() + "/underratta", Fold: true, Heading: heading, Button: "Spara dagen", Hidden: []Hidden{{"decision", s.Decision.String()}, {"board", board}},
				Fields: []Falt{day(webkit.Field{Name: "told", Label: "Dag", Value: f.today.String(), Prefilled: true})},
			}.fill(r, t, 0, "")
			page.Tell = append(page.Tell, form)
			return err
		}
		if s.Told.IsZero() {
			if err := tell("parter-", "Parterna underrättade: "+a.Words, "nej"); err != nil {
				return nil, err
			}
		}
		if s.Mandate.Body == "ordforande" && s.Reported.IsZero() {
			if err := tell("namnd-", "Anmält till nämnden: "+a.Words, "ja"); err != nil {
				return nil, err
			}
		}
	}
	page.Form, err = p.chosenForm(r, f, key, t)
	return page, err
}

// stepSub is what more is known of a step.
func (p Pages) stepSub(a casework.CoerciveAct, s casework.CoerciveStep, today civil.Date) string {
	var words []string
	for _, one := range a.Answers {
		if one[0] == s.Answer {
			words = append(words, askWords(a.Asks)+" "+one[1]+".")
		}
	}
	if !s.Until.IsZero() {
		words = append(words, "Till och med "+webkit.PlainDay(s.Until, today)+".")
	}
	if s.Why != "" {
		words = append(words, s.Why)
	}
	if s.ByLaw != "" {
		words = append(words, "Av sig självt, enligt lag.")
	}
	if !s.Told.IsZero() {
		words = append(words, "Parterna underrättade "+webkit.PlainDay(s.Told, today)+".")
	}
	if !s.Reported.IsZero() {
		words = append(words, "Anmält till nämnden "+webkit.PlainDay(s.Reported, today)+".")
	}
	return strings.Join(words, " ")
}

func (p Pages) stepDecider(s casework.CoerciveStep, today civil.Date) string {
	switch {
	case s.Decision.IsZero():
		return ""
	case s.Mandate.Body == "ordforande":
		return s.Mandate.Member + ", " + s.Mandate.Provision + ". Anmäls " + webkit.PlainDay(s.Mandate.Next, today)
	}
	return p.bodyName(s.Mandate.Body) + " " + webkit.PlainDay(s.Mandate.Meeting, today) + ", " + s.Mandate.Minutes + ", " + s.Mandate.Provision
}

// postCoercion takes a step; the first begins the matter.
func (p Pages) postCoercion(w http.ResponseWriter, r *http.Request) error {
	f, err := p.force(r)
	if err != nil {
		return err
	}
	in, form := webkit.Posted(r), webkit.Form(r)
	id := f.id
	if id.IsZero() {
		id = ids.Derive(form.ID, "tvang")
	}
	key := in.Text("act")
	cmd := casework.TakeCoerciveStep{
		Case: f.ID, Person: f.Person, Act: key, On: in.Day("on"), Answer: in.Text("answer"), Until: in.Day("until"), Why: in.Prose("why"),
		Mandate: p.mandate(in, f.settled, f.today), Decision: ids.Decision{ID: ids.Derive(form.ID, "tvangsbeslut")},
	}
	if a, _ := casework.CoerciveActBy(key); a.Provision == "" {
		cmd.Mandate = casework.Mandate{}
	}
	if err = in.Err(); err == nil {
		_, err = p.Coercions.Do(r.Context(), form, id, cmd)
	}
	if err == nil {
		return webkit.Done(w, r, f.path("/tvang/"+id.String()))
	}
	return p.redoCoercion(w, r, f, key, f.base(), in, err)
}

func (p Pages) redoCoercion(w http.ResponseWriter, r *http.Request, f *force, key, path string, in *webkit.Input, err error) error {
	err = relink(err, func(name string) string {
		if slices.Contains([]string{"on", "until", "answer", "mandate", "member", "urgent", "why", "told"}, name) {
			return name
		}
		return ""
	})
	t := failed(r, in, path, err)
	if f.id.IsZero() {
		page, pageErr := p.coercionsPage(r, f, key, t)
		if pageErr != nil {
			return pageErr
		}
		return p.redo(w, r, f.Case, "tvang.html", page, err)
	}
	page, pageErr := p.coercionPage(r, f, key, t)
	if pageErr != nil {
		return pageErr
	}
	return p.redo(w, r, f.Case, "tvangsarende.html", page, err)
}

// postCoercionTold writes that the parties, or the board, were told of a decision.
func (p Pages) postCoercionTold(w http.ResponseWriter, r *http.Request) error {
	f, err := p.force(r)
	if err != nil {
		return err
	}
	in := webkit.Posted(r)
	cmd := casework.TellOfCoercion{Decision: ids.Decision{ID: in.ID("decision")}, Board: in.Text("board") == "ja", On: in.Day("told")}
	if err = in.Err(); err == nil {
		_, err = p.Coercions.Do(r.Context(), webkit.Form(r), f.id, cmd)
	}
	if err == nil {
		return webkit.Done(w, r, f.base())
	}
	return p.redoCoercion(w, r, f, "", f.base()+"/underratta", in, err)
}
