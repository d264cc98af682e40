package deliveryweb_test

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/boards"
	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/delivery/deliveryweb"
	"stadga/internal/delivery/planroutine"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/people"
	"stadga/internal/store"
	"stadga/internal/visits"
	"stadga/internal/visits/visitsql"
	"stadga/internal/visits/visitweb"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
)

// A world is Anna, who was granted showers, her officer Eva and two providers,
// on a real database.
type world struct {
	*webtest.World
	board  *boards.Board
	orders *engine.Stream[delivery.Order]
	people *engine.Stream[people.Person]
	eva    webkit.Account
	marie  webkit.Account
	disa   webkit.Account
	grants []deliveryweb.Grant
	own    bool // Hemtjänst Norr is the board's own operation
}

var (
	today  = civil.DayOf(webtest.Now())
	anna   = ids.Person{ID: ids.ID{15: 41}}
	matter = ids.Case{ID: ids.ID{15: 42}}
	norr   = ids.Provider{ID: ids.ID{15: 43}}
	almvik = ids.Provider{ID: ids.ID{15: 44}}
	grant  = deliveryweb.Grant{
		Decision: ids.Decision{ID: ids.ID{15: 45}}, Service: ids.Service{ID: ids.ID{15: 46}}, Kind: "hemtjanst-dusch",
		Name: "Hemtjänst, dusch", Extent: "2 gånger per vecka", Times: 2, Proof: delivery.ByVisit, Plan: true,
		Goals: []delivery.Goal{{Key: "m1", Text: "Duscha tryggt utan att falla", By: today.AddMonths(6)}},
		Until: today.AddMonths(12),
	}
)

func personKind() engine.Kind[people.Person] {
	return engine.Kind[people.Person]{
		Name: "person", Fold: (*people.Person).Fold, Says: people.Person.Says, Persons: people.Person.Persons, Events: people.PersonEvents(),
	}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	ctx := context.Background()
	board, err := boards.Open(ctx, boards.Config{
		URL: "sqlite:" + t.TempDir(), Name: "prov", Access: engine.AllowAll{}, Clock: webtest.Now,
		Random: rand.NewChaCha8([32]byte{7}),
		Events: func(r *journal.Registry) {
			engine.Register(r, deliverysql.Orders())
			engine.Register(r, visitsql.Visits())
			engine.Register(r, personKind())
		},
		Projections: []store.Projection{deliverysql.Projection(), visitsql.Projection()},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := board.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &world{
		grants: []deliveryweb.Grant{grant}, board: board, orders: engine.Bind(board.Engine, deliverysql.Orders()), people: engine.Bind(board.Engine, personKind()),
		eva:   webtest.Account(1, "Eva Ek", "handlaggare", "/min-dag"),
		marie: webtest.Account(2, "Marie Sund", "utforare", "/utforare"),
		disa:  webtest.Account(3, "Disa Palm", "utforare", "/utforare"),
	}
	w.marie.Actor.Provider, w.disa.Actor.Provider = norr, almvik
	lists := deliverysql.Lists{DB: board.Store.Reader()}
	who := func(_ context.Context, _ act.Actor, _ civil.Date, persons ...ids.Person) (map[ids.Person]webkit.Personband, error) {
		return map[ids.Person]webkit.Personband{anna: {Name: "Anna Svensson", Age: "84 år"}}, nil
	}
	visitLists := visitsql.Lists{DB: board.Store.Reader()}
	orderOf := func(l delivery.Line) visitweb.Order {
		return visitweb.Order{Name: l.Name, Target: visits.Target{Person: l.Person, Order: l.ID, Service: l.Service, Provider: l.Provider}}
	}
	pages := deliveryweb.Pages{
		Engine: board.Engine, Orders: w.orders, Do: board.Engine.Do, NewID: board.Engine.NewID, Lists: lists,
		Outpatient: planroutine.Outpatient(), Care: planroutine.Care(), OutpatientKinds: []string{"familjebehandling"},
		Others: deliveryweb.Others{
			Provider: func(_ context.Context, p ids.Provider) (deliveryweb.Choice, error) {
				return map[ids.Provider]deliveryweb.Choice{norr: {ID: norr, Services: []string{"familjebehandling"}}, almvik: {ID: almvik, Services: []string{"hemtjanst-dusch"}}}[p], nil
			},
			ToMend: func(context.Context, ids.Provider) (int, error) { return 0, nil },
			Behind: func(context.Context, act.Actor, ids.Case) (string, error) { return "", nil },
			Case: func(_ context.Context, _ act.Actor, number string, _ civil.Date) (deliveryweb.Case, error) {
				if number != "2026-0299" {
					return deliveryweb.Case{}, fault.New(fault.NotFound, "order.unknown")
				}
				return deliveryweb.Case{ID: matter, Person: anna, Number: number, Band: webkit.Personband{Name: "Anna Svensson", Age: "84 år"}}, nil
			},
			Who:    who,
			Grants: func(context.Context, ids.Case) ([]deliveryweb.Grant, error) { return w.grants, nil },
			Choices: func(context.Context, civil.Date) ([]deliveryweb.Choice, error) {
				return []deliveryweb.Choice{{ID: norr, Name: "Hemtjänst Norr", Default: w.own}, {ID: almvik, Name: "Almvikens Omsorg AB"}}, nil
			},
			Colleagues: func(context.Context, ids.Provider, civil.Date) ([]webkit.Option, error) { return nil, nil },
			Names: func(_ context.Context, asked ...ids.Provider) (map[ids.Provider]string, error) {
				return map[ids.Provider]string{norr: "Hemtjänst Norr", almvik: "Almvikens Omsorg AB"}, nil
			},
			Staff: func(context.Context, ...ids.User) (map[ids.User]string, error) {
				return map[ids.User]string{w.eva.Actor.User: "Eva Ek", w.marie.Actor.User: "Marie Sund"}, nil
			},
			Started: func(ctx context.Context, s ids.Service) (civil.Date, error) {
				sum, err := visitLists.OfService(ctx, s, today, today)
				return sum.First, err
			},
		},
	}
	visitPages := visitweb.Pages{
		Visits: engine.Bind(board.Engine, visitsql.Visits()), Lists: visitLists,
		Others: visitweb.Others{
			Who: who, Tariff: func(context.Context, visits.Target) (visits.Rates, error) { return nil, nil },
			Order: func(ctx context.Context, p ids.Provider, o ids.Order) (visitweb.Order, error) {
				order, _, err := w.orders.Load(ctx, o.ID)
				if err == nil && (!order.Running() || order.Provider != p) {
					err = fault.New(fault.NotFound, "visit.unknown")
				}
				return visitweb.Order{Name: order.Name, Target: visits.Target{Person: order.Person, Order: o, Service: order.Service, Provider: p}}, err
			},
			Orders: func(ctx context.Context, p ids.Provider, offset, limit int) ([]visitweb.Order, int, error) {
				lines, err := lists.OnShelf(ctx, p, delivery.Current, today, offset, limit)
				var orders []visitweb.Order
				for _, l := range lines {
					orders = append(orders, orderOf(l))
				}
				return orders, len(lines), err
			},
		},
	}
	words := fault.Merge(delivery.Sentences(), visits.Sentences(), visitweb.Sentences(), store.Sentences())
	w.World = webtest.New(t, webtest.Accounts{w.eva, w.marie, w.disa}, nil, words, append(pages.Routes(), visitPages.Routes()...)...)
	return w
}

// fill is a form as the page showed it, with what the user typed.
func fill(page webtest.Answer, typed ...string) url.Values {
	form := page.Hidden()
	for i := 0; i+1 < len(typed); i += 2 {
		form.Set(typed[i], typed[i+1])
	}
	return form
}

func says(t *testing.T, page webtest.Answer, want ...string) {
	t.Helper()
	for _, s := range want {
		if !strings.Contains(page.Says(), s) {
			t.Errorf("%s (%d) does not say %q:\n%s", page.Path, page.Status, s, page.Says())
		}
	}
}

const services = "/arende/2026-0299/insatser"

// sent has Eva send the order to Hemtjänst Norr, and returns its address at the provider.
func (w *world) sent(t *testing.T) string {
	t.Helper()
	eva := w.As(w.eva)
	page := eva.Get(services)
	form := fill(page, "provider", norr.String(), "goals", "m1", "risks", "Fallrisk i badrummet", "wish", "2026-03-16")
	if got := eva.Post(services, form); got.Status != http.StatusOK || got.Path != services {
		t.Fatalf("not sent: %d %s", got.Status, got.Says())
	}
	return "/utforare/uppdrag/" + form.Get("akt")
}

func TestFromOrderToVisitAndBack(t *testing.T) {
	w := newWorld(t)
	eva, marie := w.As(w.eva), w.As(w.marie)

	says(t, eva.Get(services), "1 beviljad insats är inte lämnad", "Duscha tryggt utan att falla")
	order := w.sent(t)
	says(t, eva.Get(services), "Alla beviljade insatser är lämnade", "Inte kvitterat", "Skickat")

	says(t, marie.Get("/utforare"), "1 uppdrag att kvittera.", "Anna Svensson", "Hemtjänst, dusch")
	page := marie.Get(order)
	says(t, page, "Fallrisk i badrummet", "Duscha tryggt utan att falla", "Planen säger inte hur målet ska nås")
	says(t, marie.Post(order+"/kvittera", fill(page, "start", "2026-03-16")), "Mottaget", "Börjar")

	planPath := strings.Replace(order, "uppdrag", "plan", 1)
	page = marie.Get(planPath)
	missing := marie.Post(planPath, fill(page, "activity", "Dusch", "goal", "Tisdag och fredag med samma personal", "participation", "Anna valde dagarna", "made", "2026-03-12", "review_by", "", "collaboration", "behövs inte"))
	says(t, missing, "Skriv när planen ska följas upp")
	if missing.Status != http.StatusUnprocessableEntity || !strings.Contains(string(missing.Body), "Tisdag och fredag med samma personal") {
		t.Errorf("what was typed is gone: %d", missing.Status)
	}
	says(t, marie.Post(planPath, fill(missing, "activity", "Dusch", "goal", "Tisdag och fredag med samma personal", "participation", "Anna valde dagarna", "made", "2026-03-12", "review_by", "2026-09-10", "collaboration", "behövs inte")),
		"Tisdag och fredag med samma personal", "Handläggaren har inte läst planen än")

	page = marie.Get(order + "/besok")
	says(t, marie.Post(order+"/besok", fill(page, "day", "2026-03-12", "from", "07.20", "to", "07.45", "class", "manuell")), "Välj varför tiden är skriven för hand")
	says(t, marie.Post(order+"/besok", fill(page, "day", "2026-03-12", "from", "07.20", "to", "07.45", "class", "tagg-in-och-ut")), "07:20–07:45", "Tagg in och ut")

	says(t, marie.Get("/utforare"), "Pågår sedan 12 mars")

	page = eva.Get(services)
	says(t, page, "Startat", "första besöket", "Pågår")
	says(t, eva.Post(services+"/"+strings.TrimPrefix(order, "/utforare/uppdrag/")+"/last-planen", fill(page)), "Handläggaren läste planen")
}

func TestASignalIsAlwaysAnswered(t *testing.T) {
	w := newWorld(t)
	eva, marie := w.As(w.eva), w.As(w.marie)
	order := w.sent(t)
	id := strings.TrimPrefix(order, "/utforare/uppdrag/")
	marie.Post(order+"/kvittera", fill(marie.Get(order)))
	says(t, marie.Post(order+"/andrat-behov", fill(marie.Get(order), "kind", "mer", "what", "Klarar inte trappan", "since", "2026-03-10")),
		"Genomförandeplanen saknas")
	says(t, marie.Post(order+"/andrat-behov", fill(marie.Get(order), "kind", "mindre", "what", "Duschar själv på fredagar", "since", "2026-03-10")),
		"Mindre hjälp", "Skickat i dag")
	says(t, marie.Get("/utforare"), "Kommunen har inte svarat på 1 anmälan")
	page := eva.Get(services)
	says(t, page, "Duschar själv på fredagar", "Svara utföraren")
	says(t, eva.Post(services+"/"+id+"/svara", fill(page, "number", "1", "answer", "", "leads", "ny-utredning")), "Skriv ett svar till utföraren")
	says(t, eva.Post(services+"/"+id+"/svara", fill(page, "number", "1", "answer", "Vi följer upp på måndag", "leads", "ny-utredning")), "Svar: Vi följer upp på måndag")
	says(t, marie.Get(order), "Svar: Vi följer upp på måndag", "leder till ny utredning")
}

func TestADoubleClickIsOneOrder(t *testing.T) {
	w := newWorld(t)
	eva := w.As(w.eva)
	form := fill(eva.Get(services), "provider", norr.String(), "goals", "m1")
	eva.Post(services, form)
	eva.Post(services, form)
	lines, err := deliverysql.Lists{DB: w.board.Store.Reader()}.OfCase(context.Background(), matter, 10)
	if err != nil || len(lines) != 1 {
		t.Fatalf("got %d orders, %v", len(lines), err)
	}
}

func TestNoOrderWithoutGoalOrPurpose(t *testing.T) {
	w := newWorld(t)
	eva := w.As(w.eva)
	form := fill(eva.Get(services), "provider", norr.String(), "risks", "Hund i hallen")
	got := eva.Post(services, form)
	says(t, got, "Uppdraget behöver mål eller syfte")
	if !strings.Contains(string(got.Body), "Hund i hallen") {
		t.Error("what was typed is gone")
	}
}

func TestAnotherProvidersOrderDoesNotExist(t *testing.T) {
	w := newWorld(t)
	order := w.sent(t)
	disa := w.As(w.disa)
	foreign, none := disa.Get(order), disa.Get("/utforare/uppdrag/"+ids.ID{15: 99}.String())
	if foreign.Status != http.StatusNotFound || foreign.Says() != none.Says() {
		t.Errorf("another's order: %d; one that is not: %d", foreign.Status, none.Status)
	}
	if got := disa.Post(order+"/kvittera", url.Values{}); got.Status != http.StatusNotFound {
		t.Errorf("acknowledged by another provider: %d", got.Status)
	}
}

func TestVisitsAfterADeathAreListed(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	marie := w.As(w.marie)
	order := w.sent(t)
	form := func() act.Form { return act.Form{ID: w.board.Engine.NewForm(), Actor: w.eva.Actor} }
	if _, err := w.people.Do(ctx, form(), anna.ID, people.Register{Name: people.Name{Given: "Anna", Family: "Svensson"}}); err != nil {
		t.Fatal(err)
	}
	visit := func(day string) {
		t.Helper()
		got := marie.Post(order+"/besok", fill(marie.Get(order+"/besok"), "day", day, "from", "08.00", "to", "08.30", "class", "tagg-in-och-ut"))
		if got.Status != http.StatusOK {
			t.Fatalf("%d %s", got.Status, got.Says())
		}
	}
	visit("2026-03-08")
	visit("2026-03-10")
	if _, err := w.people.Do(ctx, form(), anna.ID, people.ReportDeath{On: civil.On(2026, time.March, 9)}); err != nil {
		t.Fatal(err)
	}
	visit("2026-03-11")
	page := marie.Get("/utforare/besok")
	says(t, page, "2 besök att rätta.", "Efter dödsfallet, ersätts inte")
	if n := strings.Count(page.Says(), "Efter dödsfallet, ersätts inte"); n != 2 {
		t.Errorf("%d visits are marked, want the one before she was known to be dead and the one after", n)
	}
}

func TestTemplates(t *testing.T) {
	webtest.Templates(t, deliveryweb.Templates(), map[string]any{
		"utforare.html": &deliveryweb.Inbox{}, "uppdrag.html": &deliveryweb.OrderPage{},
		"plan.html": &deliveryweb.PlanPage{}, "slutar.html": &deliveryweb.LeavingPage{}, "planrutin.html": &deliveryweb.RoutinePage{}, "register.html": &deliveryweb.KeptPage{}, "insatser.html": &deliveryweb.ServicesPage{}, "utan-behovsprovning.html": &deliveryweb.CountPage{},
		"larm.html": &deliveryweb.AlarmsPage{}, "narstaende.html": &deliveryweb.RelativesPage{}, "andrat-behov.html": &deliveryweb.SignalsPage{},
	})
	webtest.Templates(t, visitweb.Templates(), map[string]any{
		"besok-lista.html": &visitweb.DayPage{}, "besok-uppdrag.html": &visitweb.OrderPage{}, "besok-ett.html": &visitweb.VisitPage{}, "besok-i-dag.html": &visitweb.TodayPage{},
		"besok-att-reda-ut.html": &visitweb.OddPage{}, "besok-flytta.html": &visitweb.MovePage{}, "besok-nycklar.html": &visitweb.KeyPage{},
		"besok-tagg.html": &visitweb.HomePage{}, "besok-taggar.html": &visitweb.RegisterPage{},
		"besok-planering.html": &visitweb.PlanningPage{}, "besok-slingor.html": &visitweb.RoutePage{}, "besok-behov.html": &visitweb.NeedsPage{},
		"besok-andringar.html": &visitweb.ChangedPage{}, "besok-las-in.html": &visitweb.PlanFilePage{},
	})
}
