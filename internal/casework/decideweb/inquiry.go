package decideweb

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

// InquiryPage is /arende/{nr}/utredning: the parts with their state, the part in
// hand, and what is missing before the document is ready.
type InquiryPage struct {
	webkit.Page
	Begin    *Blankett // no investigation runs: open one
	Groups   []PartGroup
	Progress *webkit.Progress
	Limits   Limits
	Times    []webkit.Fact // each step from what came in, in days
	Facts    []webkit.Fact
	Part     *PartView
	Earlier  []webkit.Link
	Next     *webkit.Link
}

// A PartGroup is one side of the list of parts.
type PartGroup struct {
	Words string
	Parts []PartLink
}

// A PartLink is one part in the list.
type PartLink struct {
	Path, Words string
	Badge       *webkit.Badge
	Current     bool
}

// A PartView is the part in hand.
type PartView struct {
	Title, Help string
	Locked      string       // why nothing can be written
	Text        string       // what stands there when it is locked
	Beside      *CompareView // the same part of the last investigation
	Write       *Blankett    // beside that
	Unchanged   *Blankett    // below that
	Earlier     []EarlierView
	Facts       []webkit.Fact
	Missing     []webkit.Link
	Warnings    []string
	Copies      []CopyView
	Forms       []Blankett
}

// An EarlierView is a wording before it was corrected.
type EarlierView struct{ Was, Why, Who, When string }

// A scene is one investigation with what its forms need to know.
type scene struct {
	Case
	line      casework.InvestigationLine
	i         casework.Investigation
	version   int
	today     civil.Date
	guardians []ids.Person
	parties   []ids.Person
	guarded   map[ids.Person]bool // parties of whom someone else in the matter is protected from
	names     map[ids.Person]string
	staff     map[ids.User]string
	facts     duty.Facts
	said      matter
	steers    casework.Guidelines     // what holds today in investigations of the kind
	before    *casework.Investigation // the one before it of the same kind; nil when there is none
	beforeNo  int                     // its number in the case
	planned   []PlanGoal              // goals of plans that run, where they may be taken over
	earlier   []casework.InvestigationLine

	routine    casework.PreparationRoutine
	phrases    casework.Phrases
	delegation casework.DelegationOrder
	colleagues []Colleague // where they are asked for
}

func (s *scene) base() string { return s.path(fmt.Sprintf("/utredning/%d", s.line.Number)) }

func (s *scene) name(p ids.Person) string {
	if n := s.names[p]; n != "" {
		return n
	}
	return "Namn saknas"
}

const investigationsShown = 25

// scene loads the investigation of the address: the one with that number, or the
// latest. Number 0 when the case has none.
func (p Pages) scene(r *http.Request) (*scene, error) {
	c, err := p.open(r)
	if err != nil {
		return nil, err
	}
	lines, err := p.Lists.InvestigationsOf(r.Context(), c.ID, investigationsShown)
	if err != nil {
		return nil, err
	}
	s := &scene{Case: c, today: webkit.Today(r), earlier: lines, routine: p.Preparation, phrases: p.Phrases, delegation: p.Delegation}
	if r.PathValue("no") != "" {
		n, err := number(r, "no", "investigation.not-found")
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(lines, func(l casework.InvestigationLine) bool { return l.Number == n })
		if at < 0 {
			return nil, fault.New(fault.NotFound, "investigation.not-found")
		}
		s.line = lines[at]
	} else if len(lines) > 0 {
		s.line = lines[0]
	}
	if s.line.Number == 0 {
		return s, nil
	}
	return s, p.fill(r, s)
}

func (p Pages) fill(r *http.Request, s *scene) (err error) {
	ctx, who := r.Context(), webkit.Actor(r)
	if s.i, s.version, err = p.Investigations.Load(ctx, s.line.ID.ID); err != nil {
		return err
	}
	if s.guardians, err = p.Others.Guardians(ctx, s.Person, s.today); err != nil {
		return err
	}
	s.facts = s.Case.facts(s.guardians)
	s.parties = s.i.Parties(s.facts, s.today)
	if s.guarded, err = p.guarded(r, s.parties, s.Person); err != nil {
		return err
	}
	persons := append(slices.Clone(s.guardians), s.Person)
	for _, t := range s.i.Told {
		persons = append(persons, t.Who)
	}
	if s.names, err = p.Others.Names(ctx, who, s.today, persons...); err != nil {
		return err
	}
	s.names[s.Person] = s.Name
	for _, l := range s.earlier {
		if l.Number < s.line.Number && l.Kind == s.line.Kind {
			before, _, err := p.Investigations.Load(ctx, l.ID.ID)
			if err != nil {
				return err
			}
			s.before, s.beforeNo = &before, l.Number
			break
		}
	}
	if s.draftable() && s.isArea(r.PathValue("del")) {
		if s.planned, err = p.Others.PlanGoals(ctx, s.ID, s.today); err != nil {
			return err
		}
	}
	users := s.authors()
	for _, part := range s.i.Parts {
		users = append(users, part.By)
		for _, e := range part.Earlier {
			users = append(users, e.By)
		}
	}
	for _, held := range s.i.Preparations {
		users = append(append(users, held.Managers...), held.Others...)
	}
	if strings.Contains(r.URL.Path, "/"+partPrepare) {
		if s.colleagues, err = p.Others.Colleagues(ctx, s.Unit, s.today); err != nil {
			return err
		}
	}
	if s.staff, err = p.Others.Staff(ctx, users...); err != nil {
		return err
	}
	register, err := p.register(ctx)
	if err != nil {
		return err
	}
	s.steers = register.For(s.i.Kind, s.today)
	s.said, err = p.matter(ctx, s.i.Intake)
	return err
}

func (p Pages) getInquiry(w http.ResponseWriter, r *http.Request) error {
	s, err := p.scene(r)
	if err != nil {
		return err
	}
	page, err := p.inquiryPage(r, s, r.PathValue("del"), try{})
	if err != nil {
		return err
	}
	return webkit.Show(w, r, p.kit, http.StatusOK, "utredning.html", page)
}

func (p Pages) inquiryPage(r *http.Request, s *scene, key string, t try) (*InquiryPage, error) {
	page := &InquiryPage{Page: s.page("Utredning")}
	page.At = s.at("utredning")
	for _, l := range s.earlier {
		if l.Number != s.line.Number {
			page.Earlier = append(page.Earlier, webkit.Link{Path: s.path(fmt.Sprintf("/utredning/%d", l.Number)), Words: fmt.Sprintf("Utredning %d, inledd %s", l.Number, webkit.PlainDay(l.Opened, s.today))})
		}
	}
	if s.line.Number == 0 || r.PathValue("no") == "" && !s.line.Decided.IsZero() && key == "" {
		begin, err := p.begin(r, s, t)
		if err != nil {
			return nil, err
		}
		page.Begin = &begin
		page.Sentence = "Ingen utredning pågår i ärendet."
		if s.line.Number > 0 {
			page.Earlier = append([]webkit.Link{{Path: s.base(), Words: fmt.Sprintf("Utredning %d, avslutad %s", s.line.Number, webkit.PlainDay(s.line.Decided, s.today))}}, page.Earlier...)
		}
		return page, nil
	}
	if key == "" {
		key = firstPart(s)
	}
	missing := s.i.Missing(s.facts, s.today)
	page.Groups = partGroups(s, key, missing)
	done, of := progress(s)
	page.Progress = &webkit.Progress{ID: "delar", Words: "Klara delar", Done: done, Of: of}
	page.Facts = append(s.aboutInquiry(), webkit.Fact{
		Label: "Text som inte får stå kvar", Value: "tas bort efter beslut av chefen",
		Mend: &webkit.Link{Path: s.path("/ta-bort/investigation/" + s.line.ID.String()), Words: "Ta bort text"},
	})
	var err error
	if page.Limits, err = p.limits(r, s); err != nil {
		return nil, err
	}
	page.Times = s.times()
	page.Strong, page.Sentence = s.sentence(len(missing))
	part, err := p.partView(r, s, key, missing, t)
	if err != nil {
		return nil, err
	}
	page.Part = part
	if !s.i.Ready.IsZero() && s.i.Decided.IsZero() {
		page.Next = &webkit.Link{Path: s.path("/beslut"), Words: "Till beslut"}
	}
	if key == partConsent && s.i.Decided.IsZero() {
		page.Next = &webkit.Link{Path: s.path("/utskott"), Words: "Till utskott och nämnd"}
	}
	return page, nil
}

// sentence says where the investigation stands.
func (s *scene) sentence(missing int) (strong, rest string) {
	switch {
	case !s.i.Decided.IsZero():
		return "Utredningen är avslutad.", "Den avslutades " + webkit.PlainDay(s.i.Decided, s.today) + "."
	case !s.i.Ready.IsZero():
		return "Underlaget är klart.", "Nästa steg är beslut."
	case missing == 0:
		return "Alla delar är klara.", "Markera underlaget som klart."
	}
	return webkit.Count(missing, "sak saknas", "saker saknas") + " innan underlaget är klart.", ""
}

func (s *scene) typeWords() string {
	if s.i.Template.Key == "" {
		return "Inledd innan mallarna fanns"
	}
	return s.i.Template.Title + ", mall version " + s.i.Template.Version
}

func (s *scene) aboutInquiry() []webkit.Fact {
	facts := []webkit.Fact{
		{Label: "Inledd", Value: webkit.LongDay(s.i.Opened)},
		{Label: "Lagrum", Value: s.i.Ground.Words()},
		{Label: "Slag", Value: s.typeWords(), Mend: &webkit.Link{Path: TemplatesPath, Words: "Läs mallen"}},
		{Label: "Ska ta reda på", Value: s.i.Question},
		{Label: "Kom in", Value: webkit.DayAndTime(s.i.Received, s.today)},
	}
	if s.before != nil {
		facts = append(facts, webkit.Fact{Label: "Tidigare utredning", Value: fmt.Sprintf("Utredning %d", s.beforeNo), Mend: &webkit.Link{Path: s.base() + "/jamfor", Words: "Jämför del för del"}})
	}
	if s.i.Template.Routine != "" {
		facts = append(facts, webkit.Fact{Label: "Rutin", Value: s.i.Template.Routine})
	}
	for _, e := range s.i.Extensions {
		words := "till " + webkit.LongDay(e.Until) + ": " + e.Reason
		if e.Late {
			words = "Beslutad efter att tiden gått ut. Räknas inte. " + words
		}
		facts = append(facts, webkit.Fact{Label: "Förlängd " + webkit.PlainDay(e.On, s.today), Value: words, Missing: e.Late, Origin: e.Mandate.Words()})
	}
	return facts
}

// postOpen opens an investigation in a case where none runs. What waits in the
// case is settled by the same act.
func (p Pages) postOpen(w http.ResponseWriter, r *http.Request) error {
	s, err := p.scene(r)
	if err != nil {
		return err
	}
	waiting, err := p.waiting(r.Context(), s.ID)
	if err != nil {
		return err
	}
	in, form := webkit.Posted(r), webkit.Form(r)
	id := ids.Investigation{ID: ids.Derive(form.ID, "utredning")}
	cmd := casework.OpenInvestigation{
		Case: s.ID, Person: s.Person, Ground: casework.Ground(in.Text("ground")), Intake: waiting.intake,
		Started: string(waiting.kind), Received: waiting.received, Question: in.Text("question"), Order: p.Delegation,
	}
	cmd.Kind = s.kindOf(cmd.Ground)
	cmd.Template = p.Types.Chosen(in.Text("type"), cmd.Kind, s.today)
	var steps []engine.Step
	if waiting.intake.IsZero() {
		cmd.Started, cmd.Received = in.Text("started"), in.MustDay("received").Midnight()
	} else {
		steps = append(steps, p.Intakes.Step(waiting.intake.ID, casework.DecideIntake{Outcome: casework.Opened, Ground: cmd.Ground, Investigation: id, Order: p.Delegation}))
	}
	if err = in.Err(); err == nil {
		_, err = p.Engine.Do(r.Context(), form, append(steps, p.Investigations.Step(id.ID, cmd))...)
	}
	if err != nil {
		page, pageErr := p.inquiryPage(r, s, "", failed(r, in, s.path("/utredning"), err))
		if pageErr != nil {
			return pageErr
		}
		return p.redo(w, r, s.Case, "utredning.html", page, err)
	}
	return webkit.Done(w, r, s.path("/utredning"))
}

// kinds lists the kinds of investigation that a case in the area may have: with a
// disability one asks under LSS or applies under SoL.
func (s *scene) kinds() []casework.InquiryKind {
	if s.Area == casework.Disability {
		return []casework.InquiryKind{casework.InquiryLSS, casework.InquiryAdult}
	}
	return []casework.InquiryKind{s.Area.InquiryKind()}
}

// kindOf is the kind of investigation that the ground belongs to in this area.
func (s *scene) kindOf(ground casework.Ground) casework.InquiryKind {
	for _, kind := range s.kinds() {
		if slices.Contains(casework.GroundsOf(kind, s.today), ground) {
			return kind
		}
	}
	return s.kinds()[0]
}

// types lists the types of investigation that the case may have, the usual first.
func (s *scene) types(all casework.Templates) []webkit.Option {
	var out []webkit.Option
	for _, kind := range s.kinds() {
		for _, t := range all.On(kind, s.today) {
			if !slices.ContainsFunc(out, func(o webkit.Option) bool { return o.Value == t.Key }) {
				out = append(out, webkit.Option{Value: t.Key, Words: t.Title})
			}
		}
	}
	if len(s.kinds()) > 1 { // the ground chooses the kind, and the kind its usual type
		out = append([]webkit.Option{{Words: "Det vanliga för lagrummet"}}, out...)
	}
	return out
}

// begin is the form that opens an investigation.
func (p Pages) begin(r *http.Request, s *scene, t try) (Blankett, error) {
	waiting, err := p.waiting(r.Context(), s.ID)
	if err != nil {
		return Blankett{}, err
	}
	var grounds []string
	for _, kind := range s.kinds() {
		for _, g := range casework.GroundsOf(kind, s.today) {
			grounds = append(grounds, string(g), g.Words())
		}
	}
	usual := grounds[0]
	if waiting.kind == casework.Application {
		usual = grounds[len(grounds)-2] // what is applied for is tried under 14 kap. 2 §
	}
	b := Blankett{
		ID: "inled", Path: s.path("/utredning"), Heading: "Inled utredning", Button: "Inled utredning", Primary: true,
		Help: "Att inleda är ett beslut med dagens datum.",
		Fields: []Falt{
			radio(webkit.Field{Name: "ground", Label: "Lagrum", Required: true, Value: usual, Options: webkit.Options(grounds...)}),
			choose(webkit.Field{Name: "type", Label: "Slag av utredning", Help: "Bestämmer vilka delar utredningen har.", Options: s.types(p.Types)}),
			area(webkit.Field{Name: "question", Label: "Vad ska utredningen ta reda på?", Help: "En mening räcker.", Required: true, Rows: 2, Value: waiting.says, Prefilled: waiting.says != ""}),
		},
	}
	if waiting.intake.IsZero() {
		b.Fields = append(b.Fields,
			radio(webkit.Field{Name: "started", Label: "Vad leder till utredningen?", Required: true, Value: string(casework.OtherInformation), Options: webkit.Options(
				string(casework.Application), casework.Application.Words(), string(casework.SupportRequest), casework.SupportRequest.Words(),
				string(casework.AdultConcern), casework.AdultConcern.Words(), string(casework.OtherInformation), casework.OtherInformation.Words())}),
			day(webkit.Field{Name: "received", Label: "När kom det till nämnden?", Required: true, Value: s.today.String()}))
	} else {
		b.Help = waiting.kind.Words() + " kom in " + webkit.DayAndTime(waiting.received, s.today) + ". Att inleda är ett beslut med dagens datum."
	}
	return b.fill(r, t, 0, "utredning/"+s.ID.String())
}

// leads is the part to go on with when a form of a part is saved: from a material
// that is ready to what the parties are told of it.
func (f inquiryForm) leads(s *scene, key string) string {
	if f.part == partReady && s.i.Hearing == nil {
		return partHearing
	}
	return key
}

// postInquiry carries out one form of an investigation.
func (p Pages) postInquiry(f inquiryForm) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		s, err := p.scene(r)
		if err != nil {
			return err
		}
		in := webkit.Posted(r)
		key := f.part
		if key == anyPart {
			key = r.PathValue("del")
		}
		if in.Has("behall") { // what someone else wrote holds, and the draft goes
			return webkit.Done(w, r, s.base()+"/"+key)
		}
		cmd := f.read(in, s, key)
		if err = in.Err(); err == nil {
			_, err = p.Investigations.Do(r.Context(), webkit.Form(r), s.line.ID.ID, cmd)
		}
		if err == nil {
			return webkit.Done(w, r, s.base()+"/"+f.leads(s, key))
		}
		err = relink(err, names(r, f.show(s, key)))
		page, pageErr := p.inquiryPage(r, s, key, failed(r, in, s.base()+"/"+key+"/"+f.key, err))
		if pageErr != nil {
			return pageErr
		}
		return p.redo(w, r, s.Case, "utredning.html", page, err)
	}
}
