// Package caseweb is the pages where casework begins and is overseen: Mottagning,
// Ny orosanmälan, Ny ansökan, the preliminary assessment, Ärenden, Ärende,
// Personöversikt, Sök and "Varför detta datum?".
//
// A page about a person is opened in one way: the case is found, the door is
// asked, and the reading is logged before anything is shown. A case that the
// reader may not see and one that does not exist give the same answer.
package caseweb

import (
	"context"
	"embed"
	"log/slog"
	"net/http"
	"time"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/org"
	"stadga/internal/people"
	"stadga/internal/rulebook"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// Register is what the pages ask about cases, intakes and notes.
type Register interface {
	CaseByNumber(ctx context.Context, number string) (casework.Case, error)
	Expiring(ctx context.Context, scope access.Scope, view casework.View, by civil.Date, limit, offset int) ([]casework.ExpiringService, int, error)
	Case(ctx context.Context, id ids.Case) (casework.Case, error)
	CaseOf(ctx context.Context, person ids.Person, area casework.Area) (casework.Case, error)
	CoordinationOf(ctx context.Context, person ids.Person) (ids.ID, error)
	ComingOfAge(ctx context.Context, scope access.Scope, areas []casework.Area, today civil.Date, limit, offset int) ([]casework.ComingOfAge, int, error)
	CasesOf(ctx context.Context, person ids.Person) ([]casework.Case, error)
	List(ctx context.Context, scope access.Scope, view casework.View, closed bool, limit, offset int) ([]casework.Case, int, error)
	Intake(ctx context.Context, id ids.Intake) (casework.IntakeRow, error)
	Waiting(ctx context.Context, scope access.Scope, areas []casework.Area, queue casework.Queue, limit int) ([]casework.IntakeRow, error)
	Inflow(ctx context.Context, scope access.Scope, areas []casework.Area, day civil.Date) (received, unassigned, unprotected int, err error)
	IntakesOf(ctx context.Context, of ids.Case, limit int) ([]casework.IntakeRow, error)
	OpenIntakes(ctx context.Context, of []ids.Case) ([]casework.IntakeRow, error)
	Timeline(ctx context.Context, of ids.Case, before time.Time, events, notes bool, limit int) ([]casework.TimelineEntry, error)
	Notes(ctx context.Context, of ids.Case, before time.Time, limit int) ([]casework.Note, error)
	FindByName(ctx context.Context, scope access.Scope, words []string) ([]casework.Case, error)
	FindByNumber(ctx context.Context, scope access.Scope, number ids.IdentityNumber) ([]casework.Case, error)
	FindByCaseNumber(ctx context.Context, scope access.Scope, number string) ([]casework.Case, error)
}

// Lines is what the pages ask about investigations, decisions and services.
type Lines interface {
	InvestigationsOf(ctx context.Context, c ids.Case, limit int) ([]casework.InvestigationLine, error)
	DecisionsOf(ctx context.Context, c ids.Case, limit int) ([]casework.DecisionLine, error)
	Running(ctx context.Context, cases []ids.Case, today civil.Date) (map[ids.Case]casework.Running, error)
	ProposalsOf(ctx context.Context, c ids.Case, limit int) ([]casework.ProposalLine, error)
	CoercionsOf(ctx context.Context, c ids.Case, limit int) ([]casework.CoercionLine, error)
	ServicesOf(ctx context.Context, c ids.Case, limit int) ([]casework.ServiceLine, error)
	Thread(ctx context.Context, c ids.Case, today civil.Date) ([]casework.Link, error)
	Preparations(ctx context.Context, unit ids.Unit, since civil.Date, limit int) (waiting, held []casework.PreparationRow, err error)
}

// People is what the pages ask about persons.
type People interface {
	Person(ctx context.Context, id ids.Person) (people.Person, error)
	Persons(ctx context.Context, named []ids.Person) (map[ids.Person]people.Person, error)
	ByNumber(ctx context.Context, number ids.IdentityNumber) (people.Person, error)
	RelatedTo(ctx context.Context, id ids.Person, kind people.RelationKind) ([]ids.Person, error)
}

// Staff is what the pages ask about the organisation.
type Staff interface {
	StaffMember(ctx context.Context, id ids.User, day civil.Date) (org.Staff, error)
	StaffOf(ctx context.Context, unit ids.Unit, day civil.Date) ([]org.Staff, error)
	Names(ctx context.Context, users []ids.User) (map[ids.User]string, error)
	Units(ctx context.Context, day civil.Date) ([]org.Unit, error)
}

// Duties is what the pages ask about obligations: those of a case and of all
// that lies in it.
type Duties interface {
	OfCase(ctx context.Context, c ids.Case) ([]duty.Obligation, error)
	OfSubject(ctx context.Context, s duty.Subject) ([]duty.Obligation, error)
	In(ctx context.Context, c ids.Case, s duty.Subject) ([]duty.Obligation, error)
	Nearest(ctx context.Context, cases []ids.Case) (map[ids.Case]duty.Obligation, error)
}

// Numbers draws case numbers before the act.
type Numbers interface {
	Draw(ctx context.Context, year int, form ids.Act, place int) (string, error)
	Forget(form ids.Act)
}

// Door is asked before a part of a file is shown.
type Door interface {
	May(who act.Actor, action string) bool // the role may, before any case is known
	OnFile(who act.Actor, action string, file access.File) access.Answer
	OnFiles(who act.Actor, action string, files []access.File) []access.Answer // the rows of a list
	Open(ctx context.Context, who act.Actor, action string, subject duty.Subject) (ground string, err error)
	Scope(who act.Actor) access.Scope
}

// Book is what the pages say of rules.
type Book interface {
	Rule(id string, version int) *rulebook.Rule
	Title(id string) string
	Cited(o *duty.Obligation) string
	Explain(o *duty.Obligation, facts duty.Facts, asOf civil.Date) (rulebook.Explanation, bool)
}

// A Phone is someone to call when a child needs protection now.
type Phone struct{ Who, Number string }

// Pages serves the pages of one board.
type Pages struct {
	Engine         *engine.Engine
	Persons        *engine.Stream[people.Person]
	Cases          *engine.Stream[casework.Case]
	Intakes        *engine.Stream[casework.Intake]
	Notes          *engine.Stream[casework.Note]
	Investigations *engine.Stream[casework.Investigation]
	Decisions      *engine.Stream[casework.Decision]
	Coordinations  *engine.Stream[casework.Coordination]
	Proposals      *engine.Stream[casework.Proposal]
	Coercions      *engine.Stream[casework.Coercion]

	Register   Register
	Lines      Lines
	People     People
	Staff      Staff
	Duties     Duties
	Numbers    Numbers
	Door       Door
	Book       func() Book
	Carried    func(ctx context.Context, c ids.Case) ([]CarriedOrder, error) // latest orders of the case
	Readings   func(ctx context.Context, person ids.Person, limit int) ([]Reading, error)
	Showings   func(ctx context.Context, person ids.Person, limit int) ([]Showing, error)
	Origin     func(ctx context.Context, f duty.Fact) (string, error)                                     // which act says so, and by whom
	Order      func(ctx context.Context, who act.Actor, order string, today civil.Date) (OrderWhy, error) // of the provider who asks
	Delegation casework.DelegationOrder
	Types      casework.Templates // of investigations
	Call       []Phone            // in the order they are called
	Log        *slog.Logger
	// Signals leads to the signals of changed need that wait in the reader's unit; nil: none waits.
	Signals func(ctx context.Context, who act.Actor) (*webkit.Link, error)

	kit *webkit.Templates
}

// Routes is the access list of the area.
func (p Pages) Routes() []webkit.Route {
	p.kit = Templates()
	routes := []webkit.Route{
		{Pattern: "GET /mottagning", Action: "intake.list", List: "mottagningen", Handle: p.getReception},
		{Pattern: "POST /mottagning", Action: "intake.assign", Handle: p.postReception},
		{Pattern: "GET /mottagning/ny-orosanmalan", Action: "intake.receive", List: "ny orosanmälan", Handle: p.getReport},
		{Pattern: "POST /mottagning/ny-orosanmalan", Action: "intake.receive", Handle: p.postReport},
		{Pattern: "GET /mottagning/ny-ansokan", Action: "intake.receive", List: "ny ansökan", Handle: p.getApplication},
		{Pattern: "POST /mottagning/ny-ansokan", Action: "intake.receive", Handle: p.postApplication},
		{Pattern: "GET /mottagning/fyller-18", Action: "intake.list", List: "dem som fyller 18", Handle: p.getComingOfAge},
		{Pattern: "GET /mottagning/kvitto/{id}", Action: "intake.receive", Part: "kvittot", Handle: p.getReceipt},
		{Pattern: "GET /enhet/beredning", Action: "case.list", List: "beredningslistan", Handle: p.getPreparations},
		{Pattern: "GET /arenden", Action: "case.list", List: "ärendelistan", Handle: p.getCases},
		{Pattern: "GET /arenden/utgaende", Action: "case.list", List: "utgående beslut", Handle: p.getExpiring},
		{Pattern: "GET /arende/{nr}", Action: "case.read", Part: "ärendesidan", Handle: p.getCase},
		{Pattern: "POST /arende/{nr}/anteckning", Action: "note.write", Handle: p.postNote},
		{Pattern: "GET /arende/{nr}/anteckning/{id}", Action: "case.read", Part: "anteckningen", Handle: p.getNote},
		{Pattern: "POST /arende/{nr}/anteckning/{id}/signera", Action: "note.sign", Handle: p.postSign},
		{Pattern: "GET /arende/{nr}/aktualisering/{id}", Action: "case.read", Part: "aktualiseringen", Handle: p.getIntake},
		{Pattern: "GET /arende/{nr}/varfor/{slag}/{id}/{regel}", Action: "case.read", Part: "fristen", Handle: p.getWhy},
		{Pattern: "GET /utforare/uppdrag/{uppdrag}/varfor/{slag}/{id}/{regel}", Action: "order.read", Part: "fristen", Handle: p.getOrderWhy},
		{Pattern: "GET /granskning/varfor/{slag}/{id}/{regel}", Action: "desk.review", Handle: p.getReviewWhy},
		{Pattern: "GET /arende/{nr}/samordning", Action: "case.read", Part: "samordningen", Handle: p.getCoordination},
		{Pattern: "GET /arende/{nr}/lasningar", Action: "case.read", Part: "läsningarna", Handle: p.getReadings},
		{Pattern: "GET /arende/{nr}" + revealPath, Action: "case.read", Part: "skyddade uppgifter, frågan", Handle: p.getReveal},
		{Pattern: "POST /arende/{nr}" + revealPath, Action: "case.read", Part: "skyddade uppgifter", Handle: p.postReveal},
		{Pattern: "GET /person/{nr}", Action: "person.read", Part: "personöversikten", Handle: p.getPerson},
		{Pattern: "GET /sok", Action: "desk.search", Handle: p.getSearch},
		{Pattern: "POST /sok", Action: "desk.search", Part: "träfflistan", Most: 60, Handle: p.postSearch},
	}
	routes = append(routes, p.careRoutes()...)
	for _, a := range p.acts() {
		path := "/arende/{nr}" + a.path
		routes = append(routes,
			webkit.Route{Pattern: "GET " + path, Action: "case.read", Part: a.part, Handle: p.getAct(a)},
			webkit.Route{Pattern: "POST " + path, Action: a.action, Handle: p.postAct(a)})
	}
	return routes
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, name string, page webkit.Paged) error {
	return webkit.Show(w, r, p.kit, http.StatusOK, name, page)
}
