// Package deliveryweb is the pages about carrying decisions out: one order seen
// from two sides. The officer's side is /arende/{nr}/insatser, the provider's is
// /utforare. A provider sees its own orders and never the investigation.
package deliveryweb

import (
	"context"
	"embed"
	"net/http"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/webkit"
)

//go:embed all:sidor
var files embed.FS

// Templates returns the parsed pages, also for the test that checks their types.
func Templates() *webkit.Templates { return webkit.MustParse(files) }

// Lists is what the pages ask of the orders' own tables.
type Lists interface {
	OnShelf(ctx context.Context, p ids.Provider, s delivery.Shelf, day civil.Date, offset, limit int) ([]delivery.Line, error)
	CountShelf(ctx context.Context, p ids.Provider, s delivery.Shelf, day civil.Date) (int, error)
	OfCase(ctx context.Context, c ids.Case, limit int) ([]delivery.Line, error)
	UnreadNews(ctx context.Context, p ids.Provider, limit int) ([]delivery.NewsLine, error)
	Alarms(ctx context.Context, p ids.Provider, offset, limit int) ([]delivery.AlarmLine, error)
	CountAlarms(ctx context.Context, p ids.Provider) (all, lacking, left int, err error)
	SignalsOfProvider(ctx context.Context, p ids.Provider, since civil.Date) ([]delivery.FollowedSignal, error)
	SignalsToUnit(ctx context.Context, unit ids.Unit, since civil.Date) ([]delivery.FollowedSignal, error)
	OpenSignals(ctx context.Context, p ids.Provider, limit int) ([]delivery.SignalLine, error)
	CountMoving(ctx context.Context, p ids.Provider) (running, moving int, err error)
}

// A Case is what the pages need to know of a case the reader may open.
type Case struct {
	ID     ids.Case
	Person ids.Person
	Number string
	Matter string // the kind of matter, as the book's rows name it
	Band   webkit.Personband
}

// A Grant is a service that a decision gives, ready to become an order.
type Grant struct {
	Decision ids.Decision
	Service  ids.Service
	Kind     string
	Name     string
	Extent   string
	Minutes  int // a month
	Times    int // a week
	Goals    []delivery.Goal
	Purpose  string
	Until    civil.Date
	Proof    delivery.StartProof
	Plan     bool
	Ended    bool

	Health, Outpatient, Aims bool // as in delivery.Brief
	FollowUp                 civil.Date
}

// A Choice is a provider that may be chosen for a kind of service.
type Choice struct {
	ID       ids.Provider
	Name     string
	Default  bool       // given to one who does not choose (LOV 9:2)
	Services []string   // kinds of service it may take; empty: all
	Says     string     // how it is run, where, and whether it has room: what a choice is made by (LOV 9:1)
	Leaves   civil.Date // last day; zero: stays
	Full     bool       // has as many orders as is agreed
}

// Others is what the pages ask of other areas. cmd wires it.
type Others struct {
	// Case finds a case by its number; fault.NotFound also when the actor may not see it.
	Case func(ctx context.Context, who act.Actor, number string, today civil.Date) (Case, error)
	// Behind is the number of the case that an order came from, for one who may read it; else empty.
	Behind func(ctx context.Context, who act.Actor, c ids.Case) (number string, err error)
	// Who tells who persons are, to one who may know.
	Who func(ctx context.Context, who act.Actor, today civil.Date, persons ...ids.Person) (map[ids.Person]webkit.Personband, error)
	// Grants lists the services that decisions of the case give, newest first.
	Grants func(ctx context.Context, c ids.Case) ([]Grant, error)
	// Choices lists the providers that may be chosen on the day.
	Choices func(ctx context.Context, day civil.Date) ([]Choice, error)
	// Names tells what providers are called, also those that have left.
	Names func(ctx context.Context, providers ...ids.Provider) (map[ids.Provider]string, error)
	// Ahead counts the planned visits of an order from a day on.
	Ahead func(ctx context.Context, o ids.Order, from civil.Date) (int, error)
	// Numbers tells the numbers of the cases that the actor may open.
	Numbers func(ctx context.Context, who act.Actor, cases []ids.Case) (map[ids.Case]string, error)
	// Provider is the register's line of a provider.
	Provider func(ctx context.Context, p ids.Provider) (Choice, error)
	// Colleagues lists the staff of a provider, by name.
	Colleagues func(ctx context.Context, p ids.Provider, day civil.Date) ([]webkit.Option, error)
	// Staff names users.
	Staff func(ctx context.Context, users ...ids.User) (map[ids.User]string, error)
	// Named gives the numbers of those of the cases that one may open.
	Named func(ctx context.Context, who act.Actor, cases []ids.Case) (map[ids.Case]string, error)
	// Started is the first day a visit was registered for the service; no day when none has been.
	Started func(ctx context.Context, s ids.Service) (civil.Date, error)
	// Month is what is planned and registered under an order in a month, and its visits, a
	// page at a time.
	Month func(ctx context.Context, o ids.Order, month civil.Date, offset, limit int) (VisitMonth, error)
	// ToMend counts the provider's visits after the day a person died or moved.
	ToMend func(ctx context.Context, p ids.Provider) (int, error)
}

// Pages serves the pages of one board.
type Pages struct {
	Municipality, Board string // as an order on paper is headed

	Engine *engine.Engine
	Orders *engine.Stream[delivery.Order]
	Do     func(ctx context.Context, form act.Form, steps ...engine.Step) (engine.Receipt, error) // several streams in one act
	NewID  func() ids.ID

	Routines        delivery.PlanRoutines // by which goals and plans are written
	Outpatient      delivery.PlanRoutines // what outpatient support is there for; its first step is the unit's assignment
	Care            delivery.PlanRoutines // by which care plans are written
	OutpatientKinds []string              // keys of the services that are outpatient support

	Lists  Lists
	Others Others

	kit *webkit.Templates
}

// Routes is the access list of the area.
func (p Pages) Routes() []webkit.Route {
	p.kit = Templates()
	return []webkit.Route{
		{Pattern: "GET /utforare", Action: "order.list", List: "utförarens uppdrag", Handle: p.getInbox},
		{Pattern: "GET /utforare/uppdrag/{nr}", Action: "order.read", Part: "uppdraget", Handle: p.getOrder},
		{Pattern: "GET /utforare/uppdrag/{nr}/uppdrag.pdf", Action: "order.read", Part: "uppdraget på papper", Handle: p.getOrderPaper},
		{Pattern: "POST /utforare/uppdrag/{nr}/kvittera", Action: "order.acknowledge", Handle: p.post(acknowledge)},
		{Pattern: "POST /utforare/uppdrag/{nr}/avboj", Action: "order.turn_down", Handle: p.post(turnDown)},
		{Pattern: "POST /utforare/uppdrag/{nr}/startdag", Action: "order.set_start", Handle: p.post(setStart)},
		{Pattern: "POST /utforare/uppdrag/{nr}/start", Action: "order.show_start", Handle: p.post(showStart)},
		{Pattern: "POST /utforare/uppdrag/{nr}/avbrott", Action: "order.interrupt", Handle: p.post(interrupt)},
		{Pattern: "POST /utforare/uppdrag/{nr}/ateruppta", Action: "order.resume", Handle: p.post(resume)},
		{Pattern: "POST /utforare/uppdrag/{nr}/andrat-behov", Action: "order.signal_change", Handle: p.post(signal)},
		{Pattern: "POST /utforare/uppdrag/{nr}/omsorgskontakt", Action: "order.offer_care_contact", Handle: p.post(careContact)},
		{Pattern: "POST /utforare/uppdrag/{nr}/fraga", Action: "order.write_message", Handle: p.post(write)},
		{Pattern: "GET " + RoutinePath, Action: "desk.profile", Handle: p.getRoutine(p.Routines, "Rutinen gäller genomförandeplaner. Vårdplaner har en egen rutin.")},
		{Pattern: "GET " + OutpatientPath, Action: "desk.profile", Handle: p.getRoutine(p.Outpatient, "Rutinen säger vad öppenvården är till för och hur den arbetar ihop med utredningsenheten.")},
		{Pattern: "GET " + CareRoutinePath, Action: "desk.profile", Handle: p.getRoutine(p.Care, "Rutinen säger vem som skriver vårdplanen, när och vad den innehåller.")},
		{Pattern: "POST /utforare/uppdrag/{nr}/larm", Action: "order.install_alarm", Handle: p.post(installAlarm)},
		{Pattern: "POST /utforare/uppdrag/{nr}/larm-ned", Action: "order.remove_alarm", Handle: p.post(removeAlarm)},
		{Pattern: "POST /utforare/uppdrag/{nr}/delvis", Action: "order.give_partly", Handle: p.post(partly)},
		{Pattern: "POST /utforare/uppdrag/{nr}/helt", Action: "order.give_fully", Handle: p.post(fully)},
		{Pattern: "POST /utforare/uppdrag/{nr}/besked", Action: "order.tell_staff", Handle: p.post(tellStaff)},
		{Pattern: "POST /utforare/uppdrag/{nr}/last", Action: "order.read_news", Handle: p.post(readNews)},
		{Pattern: "POST /utforare/uppdrag/{nr}/overlamning", Action: "order.check_handover", Handle: p.post(handover)},
		{Pattern: "GET /andrat-behov", Action: "intake.list", List: "anmälningar om ändrat behov", Handle: p.getSignals},
		{Pattern: "GET /utforare/andrat-behov", Action: "order.list", List: "utförarens anmälningar om ändrat behov", Handle: p.getOwnSignals},
		{Pattern: "GET /utforare/larm", Action: "order.list", List: "utförarens larm", Handle: p.getAlarms},
		{Pattern: "GET /utforare/plan/{nr}", Action: "order.read", Part: "genomförandeplanen", Handle: p.getPlan},
		{Pattern: "POST /utforare/plan/{nr}", Action: "order.make_plan", Handle: p.postPlan},
		{Pattern: "POST /utforare/plan/{nr}/uppfoljning", Action: "order.review_plan", Handle: p.postReview},
		{Pattern: "GET /utforare/plan/{nr}/plan.pdf", Action: "order.read", Part: "genomförandeplanen på papper", Handle: p.getPlanPaper},
		{Pattern: "POST /utforare/uppdrag/{nr}/planansvarig", Action: "order.name_plan_owner", Handle: p.post(namePlanOwner)},
		{Pattern: "POST /utforare/uppdrag/{nr}/delad", Action: "order.share_plan", Handle: p.post(sharePlan)},
		{Pattern: "GET /utforare/uppdrag/{nr}/narstaende", Action: "order.read", Part: "besöken som visas för närstående", Handle: p.shown(p.ownView)},
		{Pattern: "GET /utforare/uppdrag/{nr}/narstaende/besok.pdf", Action: "order.read", Part: "besöken som visas för närstående, på papper", Handle: p.shownPaper(p.ownView)},
		{Pattern: "POST /utforare/uppdrag/{nr}/narstaende", Action: "order.show_relatives", Handle: p.postView(p.ownView, wishView)},
		{Pattern: "POST /utforare/uppdrag/{nr}/narstaende/sluta", Action: "order.show_relatives", Handle: p.postView(p.ownView, endView)},
		{Pattern: "GET /arende/{nr}/insatser/{uppdrag}/narstaende", Action: "case.read", Part: "besöken som visas för närstående", Handle: p.shown(p.caseView)},
		{Pattern: "GET /arende/{nr}/insatser/{uppdrag}/narstaende/besok.pdf", Action: "case.read", Part: "besöken som visas för närstående, på papper", Handle: p.shownPaper(p.caseView)},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/narstaende", Action: "order.show_relatives", Handle: p.postView(p.caseView, wishView)},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/narstaende/sluta", Action: "order.show_relatives", Handle: p.postView(p.caseView, endView)},
		{Pattern: "GET /arende/{nr}/insatser/{uppdrag}/plan", Action: "case.read", Part: "genomförandeplanen", Handle: p.getCasePlan},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/plan", Action: "order.make_plan", Handle: p.postCasePlan},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/stickprov", Action: "order.sample_plan", Handle: p.postOfficer(samplePlan)},
		{Pattern: "GET /arende/{nr}/insatser", Action: "case.read", Part: "insatserna", Handle: p.getServices},
		{Pattern: "POST /arende/{nr}/insatser", Action: "order.send", Handle: p.postSend},
		{Pattern: "GET /arende/{nr}/insatser/{uppdrag}/uppdrag.pdf", Action: "case.read", Part: "uppdraget på papper", Handle: p.getCasePaper},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/svara", Action: "order.answer_signal", Handle: p.postOfficer(answerSignal)},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/last-planen", Action: "order.read_plan", Handle: p.postOfficer(readPlan)},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/skal", Action: "order.explain_delay", Handle: p.postOfficer(explainDelay)},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/erbjudande", Action: "order.offer_place", Handle: p.postOfficer(offerPlace)},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/vill-vanta", Action: "order.wish_to_wait", Handle: p.postOfficer(wishToWait)},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/fraga", Action: "order.write_message", Handle: p.postOfficer(write)},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/vill-byta", Action: "order.ask_change", Handle: p.postOfficer(askChange)},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/byt-inte", Action: "order.deny_change", Handle: p.postOfficer(denyChange)},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/byt", Action: "order.move", Handle: p.postMove},
		{Pattern: "GET /utforare-som-slutar/{utforare}", Action: "order.leaving", List: "uppdragen hos en utförare", Handle: p.getLeaving},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/kontakt", Action: "order.log_contact", Handle: p.postOfficer(logContact)},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/besked", Action: "order.tell_staff", Handle: p.postTell},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/delvis", Action: "order.give_partly", Handle: p.postOfficer(partly)},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/helt", Action: "order.give_fully", Handle: p.postOfficer(fully)},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/overlamning", Action: "order.check_handover", Handle: p.postOfficer(handover)},
		{Pattern: "POST /arende/{nr}/insatser/{uppdrag}/avsluta", Action: "order.end", Handle: p.postOfficer(end)},
	}
}

// own loads an order that the actor's provider has. Another provider's order and
// one that does not exist look the same.
func (p Pages) own(r *http.Request) (ids.Order, delivery.Order, int, error) {
	raw, err := ids.Parse(r.PathValue("nr"))
	if err != nil {
		return ids.Order{}, delivery.Order{}, 0, fault.New(fault.NotFound, "order.unknown")
	}
	o, version, err := p.Orders.Load(r.Context(), raw)
	if err != nil {
		return ids.Order{}, delivery.Order{}, 0, err
	}
	if mine := webkit.Actor(r).Provider; !o.Exists() || mine.IsZero() || o.Provider != mine {
		return ids.Order{}, delivery.Order{}, 0, fault.New(fault.NotFound, "order.unknown")
	}
	return ids.Order{ID: raw}, o, version, nil
}

// A reading turns a posted form into a command.
type reading func(in *webkit.Input) engine.Command[delivery.Order]

// post carries out one act of the provider on its order and shows the order again.
func (p Pages) post(read reading) webkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, _, _, err := p.own(r)
		if err != nil {
			return err
		}
		in := webkit.Posted(r)
		cmd := read(in)
		if err = in.Err(); err == nil {
			_, err = p.Orders.Do(r.Context(), webkit.Form(r), id.ID, cmd)
		}
		if err != nil {
			return p.redoOrder(w, r, in, err)
		}
		return webkit.Done(w, r, "/utforare/uppdrag/"+id.String())
	}
}

func acknowledge(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.Acknowledge{Start: in.Day("start"), Able: delivery.Ability(in.Text("able")), Capacity: in.Text("capacity")}
}

func turnDown(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.Turndown{Why: in.Text("why")}
}

func setStart(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.SetStart{On: in.Day("start")}
}

func showStart(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.ShowStart{On: in.Day("on"), By: delivery.StartProof(in.Text("by"))}
}

func offerPlace(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.OfferPlace{Offer: delivery.Offer{On: in.Day("on"), What: in.Text("what"), Answer: delivery.OfferAnswer(in.Text("answer"))}}
}

func interrupt(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.Interrupt{On: in.Day("on")}
}

func resume(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.Resume{On: in.Day("on")}
}

func signal(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.Signal{Kind: delivery.SignalKind(in.Text("kind")), What: in.Text("what"), Since: in.Day("since")}
}

func careContact(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.OfferCareContact{Answer: in.Text("answer"), Why: in.Text("why"), Contact: delivery.CareContact{Name: in.Text("contact"), Nurse: in.Has("nurse")}}
}

func namePlanOwner(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.NamePlanOwner{Owner: ids.User{ID: in.ID("owner")}}
}

func sharePlan(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.SharePlan{On: in.Day("on"), How: in.Text("how")}
}

func samplePlan(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.SamplePlan{Verdict: delivery.PlanVerdict(in.Text("verdict")), Says: in.Text("says")}
}

func write(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.Write{Text: in.Prose("text"), Told: in.Has("told")}
}

func answerSignal(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.AnswerSignal{Number: in.Number("number"), Answer: in.Text("answer"), Leads: delivery.SignalResult(in.Text("leads"))}
}

func readPlan(*webkit.Input) engine.Command[delivery.Order] { return delivery.ReadPlan{} }

func explainDelay(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.ExplainDelay{Reason: in.Text("reason")}
}

func wishToWait(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.WishToWait{On: in.Day("on")}
}

func end(in *webkit.Input) engine.Command[delivery.Order] {
	return delivery.End{On: in.Day("on"), Reason: delivery.EndReason(in.Text("reason")), Why: in.Text("why")}
}
