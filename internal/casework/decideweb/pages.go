// Package decideweb is the officer's pages from an opened investigation to the
// last follow-up: Utredning, Beslut with its letter, Överklagande, Uppföljning and
// Avsluta. Intake, case and person have their pages in caseweb; orders in deliveryweb.
package decideweb

import (
	"context"
	"embed"
	"net/http"
	"slices"
	"strconv"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/release"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// Lists is what the pages ask of their own tables.
type Lists interface {
	InvestigationsOf(ctx context.Context, c ids.Case, limit int) ([]casework.InvestigationLine, error)
	DecisionsOf(ctx context.Context, c ids.Case, limit int) ([]casework.DecisionLine, error)
	Decision(ctx context.Context, c ids.Case, number int) (casework.DecisionLine, error)
	ServicesOf(ctx context.Context, c ids.Case, limit int) ([]casework.ServiceLine, error)
	GoalsJudged(ctx context.Context, c ids.Case) (map[ids.Service]casework.GoalSum, error)
	ProposalsOf(ctx context.Context, c ids.Case, limit int) ([]casework.ProposalLine, error)
	Unsent(ctx context.Context, by ids.User, since civil.Date, limit int) ([]casework.DecisionLine, error)
	Agenda(ctx context.Context, body string, day civil.Date, limit, offset int) ([]casework.ProposalLine, int, error)
	Meetings(ctx context.Context, body string, limit, offset int) ([]casework.MeetingLine, error)
	LastParagraph(ctx context.Context, body string, year int) (int, error)
	CoercionsOf(ctx context.Context, c ids.Case, limit int) ([]casework.CoercionLine, error)
	Delegated(ctx context.Context, meeting, by civil.Date, limit, offset int) ([]casework.DelegatedLine, int, error)
	ServicesOfDecisions(ctx context.Context, decisions []ids.Decision) (map[ids.Decision][]casework.ServiceLine, error)
	ReportedMeetings(ctx context.Context, limit int) ([]civil.Date, error)
	ParagraphTaken(ctx context.Context, body string, year, paragraph int) (bool, error)
	SameGoal(ctx context.Context, text string, not ids.Case) (int, error)
	Likeness(ctx context.Context, of ids.Investigation, person ids.Person, text string) (like []casework.LikeText, elsewhere, all int, err error)
	Guidelines(ctx context.Context) (casework.Guidelines, error)
}

// A Case is what the pages need to know of a case and the person it is about.
type Case struct {
	ID     ids.Case
	Person ids.Person
	Number string // "2026-0299"
	Area   casework.Area
	Unit   ids.Unit
	Name   string
	Given  string     // first name, as a letter greets
	Born   civil.Date // zero: not known
	Dead   civil.Date // zero: alive as far as the record knows
	Band   webkit.Personband
}

// A matter is what an investigation began with: for what was asked, in the
// person's own words.
type matter struct {
	intake     ids.Intake
	kind       casework.IntakeKind
	received   time.Time
	registered civil.Date
	says       string   // of an application or a request
	services   []string // keys in the service catalogue
}

// Carried is what the provider's side knows of a service, for the follow-up form.
type Carried struct {
	Provider string
	Started  civil.Date
	PlanMade civil.Date
	PlanNext civil.Date // the provider follows its plan up by then
	Visits   int        // in the last four weeks

	Signalled civil.Date       // the provider last told of a changed need
	Reviews   []ProviderReview // the provider's own follow-ups of its plans, latest first
}

// A ProviderReview is what the provider found when it followed up its plan (G-19).
type ProviderReview struct {
	On, Next civil.Date
	Says     string
}

// Others is what the pages ask of other areas. cmd wires it.
type Others struct {
	// Case finds a case by its number; fault.NotFound also when the actor may not see it.
	Case func(ctx context.Context, who act.Actor, number string, today civil.Date) (Case, error)
	// Guardians lists a child's guardians on the day.
	Guardians func(ctx context.Context, p ids.Person, today civil.Date) ([]ids.Person, error)
	// Names tells what persons are called, to one who may know.
	Names func(ctx context.Context, who act.Actor, today civil.Date, persons ...ids.Person) (map[ids.Person]string, error)
	// Secrets tells which of the persons have protected identity, and what must not be told of them.
	Secrets func(ctx context.Context, persons ...ids.Person) ([]Secret, error)
	// PlanGoals lists the goals of the implementation plans that run in a case.
	PlanGoals func(ctx context.Context, c ids.Case, today civil.Date) ([]PlanGoal, error)
	// Staff names users.
	Staff func(ctx context.Context, users ...ids.User) (map[ids.User]string, error)
	// Colleagues lists who works in the unit on the day.
	Colleagues func(ctx context.Context, unit ids.Unit, day civil.Date) ([]Colleague, error)
	// Waiting lists what has come in to a case and is not decided.
	Waiting func(ctx context.Context, c ids.Case) ([]casework.IntakeRow, error)
	// Carried tells what the provider's side knows of a service.
	Carried func(ctx context.Context, s ids.Service, today civil.Date) (Carried, error)
	// Intervals are how long services go between follow-ups, by the rules of a day.
	Intervals func(day civil.Date) casework.FollowUpIntervals
	// FollowUpTimes tells service by service how often it is followed up, and by which rule.
	FollowUpTimes func(day civil.Date) []FollowUpTime
	// Ending lists what else is done in the same act when a service ends: its orders end.
	Ending func(ctx context.Context, s ids.Service, on civil.Date, reason string) ([]engine.Step, error)
	// Extending lists what else is done in the same act when a service is extended: its orders run on.
	Extending func(ctx context.Context, s ids.Service, until civil.Date) ([]engine.Step, error)
	// Owed lists all obligations of a subject.
	Owed func(ctx context.Context, s duty.Subject) ([]duty.Obligation, error)
	// Trial gives what the rules said when the decision was signed.
	Trial func(ctx context.Context, d ids.Decision) (Trial, error)
	// May tells whether one with the actor's roles does such acts at all.
	May func(who act.Actor, action string) bool
	// Numbers gives the numbers of cases.
	Numbers func(ctx context.Context, cases ...ids.Case) (map[ids.Case]string, error)
	// Choices lists the providers that may be chosen on the day.
	Choices func(ctx context.Context, day civil.Date) ([]ProviderChoice, error)
	// Plan gives the coordinated plan of a case; one that is not made has no day.
	Plan func(ctx context.Context, c ids.Case) (casework.CoordinatedPlan, error)
	// Rule gives what the rule of an obligation asks, and its citation.
	Rule func(o *duty.Obligation) (says, basis string)
}

// Pages serves the pages of one board.
type Pages struct {
	Municipality, Board string // as a letter is headed
	Engine              *engine.Engine
	Intakes             *engine.Stream[casework.Intake]
	Investigations      *engine.Stream[casework.Investigation]
	Decisions           *engine.Stream[casework.Decision]
	Documents           *engine.Stream[casework.GuidelineDocument]
	Types               casework.Templates  // of investigations
	Guidelines          casework.Guidelines // those of the municipality's file
	Catalogue           casework.ServiceEditions
	CarePlans           casework.CarePlanTemplates
	Indicators          casework.Indicators // that follow-up asks
	Proposals           *engine.Stream[casework.Proposal]
	Coercions           *engine.Stream[casework.Coercion]
	Releases            *engine.Stream[release.Release]
	Lists               Lists
	Delegation          casework.DelegationOrder
	Preparation         casework.PreparationRoutine
	Phrases             casework.Phrases
	Meetings            casework.MeetingPlans
	Others              Others
	// Texts is a standing text of letters of that day, paragraph by paragraph.
	Texts func(ctx context.Context, place string, day civil.Date) ([]string, error)

	kit *webkit.Templates
}

// Routes is the access list of these pages.
func (p Pages) Routes() []webkit.Route {
	p.kit = Templates()
	routes := []webkit.Route{
		{Pattern: "GET /arende/{nr}/utredning", Action: "case.read", Part: "utredningen", Handle: p.getInquiry},
		{Pattern: "POST /arende/{nr}/utredning", Action: "investigation.open", Part: "utredningen", Handle: p.postOpen},
		{Pattern: "GET /arende/{nr}/utredning/{no}", Action: "case.read", Part: "utredningen", Handle: p.getInquiry},
		{Pattern: "GET /arende/{nr}/utredning/{no}/jamfor", Action: "case.read", Part: "utredningen", Handle: p.getCompare},
		{Pattern: "GET /arende/{nr}/utredning/{no}/{del}", Action: "case.read", Part: "utredningen", Handle: p.getInquiry},
		{Pattern: "GET /arende/{nr}/beslut", Action: "case.read", Part: "besluten", Handle: p.getNewDecision},
		{Pattern: "POST /arende/{nr}/beslut", Action: "decision.make", Part: "besluten", Handle: p.postNewDecision},
		{Pattern: "GET /arende/{nr}/beslut/{no}", Action: "case.read", Part: "beslutet", Handle: p.getDecision},
		{Pattern: "GET /arende/{nr}/beslut/{no}/overklagande", Action: "case.read", Part: "överklagandet", Handle: p.getAppeal},
		{Pattern: "GET /arende/{nr}/beslut/{no}/andra", Action: "case.read", Part: "beslutet", Handle: p.getChange},
		{Pattern: "GET /arende/{nr}/beslut/{no}/provning", Action: "case.read", Part: "prövningen av beslutet", Handle: p.getTrial},
		{Pattern: "GET /arende/{nr}/beslut/{no}/forlang/{insats}", Action: "case.read", Part: "insatsen", Handle: p.getService(extendPage)},
		{Pattern: "POST /arende/{nr}/beslut/{no}/forlang/{insats}", Action: "decision.extend-unchanged", Part: "insatsen", Handle: p.postExtend},
		{Pattern: "GET /arende/{nr}/beslut/{no}/avsluta/{insats}", Action: "case.read", Part: "insatsen", Handle: p.getService(endPage)},
		{Pattern: "POST /arende/{nr}/beslut/{no}/avsluta/{insats}", Action: "decision.end-service", Part: "insatsen", Handle: p.postEnd},
		{Pattern: "GET /arende/{nr}/beslut/{no}/hemkomst/{insats}", Action: "case.read", Part: "insatsen", Handle: p.getService(homecomingPage)},
		{Pattern: "POST /arende/{nr}/beslut/{no}/hemkomst/{insats}", Action: "decision.follow-up", Part: "insatsen", Handle: p.postHomecoming},
		{Pattern: "GET /arende/{nr}/beslut/{no}/vardplan/{insats}", Action: "case.read", Part: "vårdplanen", Handle: p.getCarePlan},
		{Pattern: "POST /arende/{nr}/beslut/{no}/vardplan/{insats}", Action: "decision.care-plan", Part: "vårdplanen", Handle: p.postCarePlan},
		{Pattern: "GET /arende/{nr}/uppfoljning", Action: "case.read", Part: "uppföljningarna", Handle: p.getFollowUps},
		{Pattern: "GET /arende/{nr}/uppfoljning/{insats}", Action: "case.read", Part: "uppföljningen", Handle: p.getFollowUp},
		{Pattern: "POST /arende/{nr}/uppfoljning/{insats}", Action: "decision.follow-up", Part: "uppföljningen", Handle: p.postFollowUp},
	}
	routes = append(routes, slices.Concat(p.committeeRoutes(), p.delegatedRoutes(), p.lettersOutRoutes(), p.coercionRoutes())...)
	routes = append(routes, webkit.Route{Pattern: "GET " + delegationPath, Action: "desk.profile", Handle: p.getDelegation})
	routes = append(routes, p.guidelineRoutes()...)
	routes = append(routes, p.letterRoutes("/arende/{nr}/beslut/{no}/brev", "beslutsbrevet", p.outgoing)...)
	routes = append(routes, p.letterRoutes("/arende/{nr}/utredning/{no}/underlag", "underlaget", p.hearing)...)
	for _, f := range inquiryForms() {
		routes = append(routes, webkit.Route{
			Pattern: "POST /arende/{nr}/utredning/{no}/" + f.part + "/" + f.key, Action: f.action, Part: "utredningen", Handle: p.postInquiry(f),
		})
	}
	for _, f := range decisionForms() {
		routes = append(routes, webkit.Route{
			Pattern: "POST /arende/{nr}/beslut/{no}/" + f.key, Action: f.action, Part: "beslutet", Handle: p.postDecision(f),
		})
	}
	return routes
}

// open finds the case of the address, and for a page that shows it logs the reading.
func (p Pages) open(r *http.Request) (Case, error) {
	c, err := p.Others.Case(r.Context(), webkit.Actor(r), r.PathValue("nr"), webkit.Today(r))
	if err != nil {
		return Case{}, err
	}
	if r.Method == http.MethodGet {
		err = webkit.Read(r, c.Person, duty.Subject{Kind: "case", ID: c.ID.ID})
	}
	return c, err
}

// redo shows a form again with what must be mended. It shows the file as its first
// showing did, and is logged as an opening like it.
func (p Pages) redo(w http.ResponseWriter, r *http.Request, c Case, name string, page webkit.Paged, err error) error {
	if logErr := webkit.Read(r, c.Person, duty.Subject{Kind: "case", ID: c.ID.ID}); logErr != nil {
		return logErr
	}
	return webkit.Redo(w, r, p.kit, name, page, err)
}

// matter reads what came in; the zero value when nothing did.
func (p Pages) matter(ctx context.Context, in ids.Intake) (matter, error) {
	if in.IsZero() {
		return matter{}, nil
	}
	state, _, err := p.Intakes.Load(ctx, in.ID)
	if err != nil {
		return matter{}, err
	}
	m := matter{intake: in, kind: state.Kind, received: state.Received, registered: civil.DayOf(state.Registered)}
	if state.Kind.Asked() {
		m.says, m.services = state.Content.Says, state.Content.Services
	}
	return m, nil
}

// waiting is the oldest matter of the case that no investigation has taken up.
func (p Pages) waiting(ctx context.Context, c ids.Case) (matter, error) {
	rows, err := p.Others.Waiting(ctx, c)
	if err != nil || len(rows) == 0 {
		return matter{}, err
	}
	return p.matter(ctx, rows[0].ID)
}

// page is the head of a page below the case.
func (c Case) page(title string) webkit.Page {
	band := c.Band
	band.Heading = false
	return webkit.Page{Title: title, Person: &band, Back: &webkit.Link{Path: c.path(""), Words: "Till ärendet"}}
}

// at is where in the process a page of the case stands.
func (c Case) at(step string) webkit.Place {
	return webkit.Place{Step: step, Matter: string(c.Area.InquiryKind())}
}

func (c Case) path(rest string) string { return "/arende/" + c.Number + rest }

// facts are those of the person that the pure rules of casework ask for.
func (c Case) facts(guardians []ids.Person) duty.Facts {
	var facts []duty.Fact
	if !c.Born.IsZero() {
		facts = append(facts, duty.Fact{Name: "person.born", Day: c.Born})
	}
	if !c.Dead.IsZero() {
		facts = append(facts, duty.Fact{Name: "person.deceased", Day: c.Dead})
	}
	for _, g := range guardians {
		facts = append(facts, duty.Fact{Name: "person.guardian", About: g.String()})
	}
	return duty.FactsOf(facts...)
}

// number reads an ordinal of the address.
func number(r *http.Request, name, unknown string) (int, error) {
	n, err := strconv.Atoi(r.PathValue(name))
	if err != nil || n < 1 {
		return 0, &fault.Error{Kind: fault.NotFound, Text: unknown, Err: err}
	}
	return n, nil
}
