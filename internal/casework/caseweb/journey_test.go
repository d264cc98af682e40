package caseweb_test

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/boards"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/casework/caseweb"
	"stadga/internal/casework/delegation"
	"stadga/internal/civil"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/rulebook"
	facts "stadga/internal/rulebook/vocabulary"
	"stadga/internal/store"
	"stadga/internal/visits/visitsql"
	"stadga/internal/webkit"
	"stadga/internal/webkit/webtest"
	"stadga/rules"
	policies "stadga/rules/access"
)

// A world is the reception for children of Norrsala, on a real database with the
// real rules and policies, on torsdag 12 mars 2026 08:52.
type world struct {
	*webtest.World
	board   *boards.Board
	linnea  webkit.Account // reception and officer, Barn
	hanna   webkit.Account // officer, Barn
	eva     webkit.Account // officer, Äldre
	vera    webkit.Account // reception, Vuxen
	persons *engine.Stream[people.Person]
}

var (
	today = civil.DayOf(webtest.Now())
	barn  = ids.Unit{ID: ids.ID{15: 61}}
	aldre = ids.Unit{ID: ids.ID{15: 62}}
	vuxen = ids.Unit{ID: ids.ID{15: 63}}
)

// A door asks the real policies.
type door struct{ *access.Door }

func whoIs(a act.Actor) access.Who {
	return access.Who{User: a.User, Roles: a.Roles, Unit: a.Unit, Provider: a.Provider, System: a.System}
}

func (d door) OnFiles(who act.Actor, action string, files []access.File) []access.Answer {
	return d.Door.OnFiles(whoIs(who), action, files)
}

func (d door) OnFile(who act.Actor, action string, file access.File) access.Answer {
	return d.Door.OnFile(whoIs(who), action, file)
}

func (d door) May(who act.Actor, action string) bool { return d.Door.May(whoIs(who), action) }

// Open refuses: nobody of the journey has opened anything in an emergency.
func (d door) Open(context.Context, act.Actor, string, duty.Subject) (string, error) {
	return "", fault.New(fault.NotFound, "case.unknown")
}

func (d door) Scope(who act.Actor) access.Scope { return access.ScopeOf(whoIs(who)) }

func (d door) Ask(_ context.Context, q engine.Question) error {
	if q.Actor.User.IsZero() {
		return nil // the test itself, building its world
	}
	if !d.OnFile(q.Actor, q.Action, access.FileOf(q.Subject, q.Facts)).Allowed {
		return fault.New(fault.NotFound, "case.unknown")
	}
	return nil
}

func newWorld(t *testing.T) *world {
	t.Helper()
	ctx := t.Context()
	book, err := rulebook.Load(rules.Files, vocabulary())
	if err != nil {
		t.Fatal(err)
	}
	policy, err := access.New(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	gate := door{policy}
	board, err := boards.Open(ctx, boards.Config{
		URL: "sqlite:" + t.TempDir(), Name: "prov", Access: gate, Book: book, Clock: webtest.Now, Random: rand.NewChaCha8([32]byte{7}),
		Events: func(r *journal.Registry) {
			engine.Register(r, peoplesql.Persons())
			engine.Register(r, orgsql.Units())
			engine.Register(r, orgsql.Staff())
			engine.Register(r, casesql.Cases())
			engine.Register(r, casesql.Intakes())
			engine.Register(r, casesql.Notes())
			engine.Register(r, casesql.Investigations())
			engine.Register(r, casesql.Decisions())
			engine.Register(r, casesql.Coordinations())
			engine.Register(r, deliverysql.Orders())
			engine.Register(r, visitsql.Visits())
		},
		Projections: []store.Projection{
			peoplesql.Projection(), orgsql.Projection(), casesql.CasesProjection(), casesql.IntakesProjection(), casesql.ReceptionProjection(), casesql.CoordinationProjection(), casesql.NotesProjection(),
			casesql.TimelineProjection(), casesql.InvestigationProjection(), casesql.DecisionProjection(), deliverysql.Projection(), visitsql.Projection(),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := board.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &world{board: board, persons: engine.Bind(board.Engine, peoplesql.Persons())}
	w.linnea = w.officer(t, 1, "Linnéa Bäck", barn, org.Mottagning, org.Handlaggare)
	w.hanna = w.officer(t, 2, "Hanna Österlind", barn, org.Handlaggare)
	w.eva = w.officer(t, 3, "Eva Ek", aldre, org.Handlaggare, org.Mottagning)
	w.vera = w.officer(t, 4, "Vera Vuxen", vuxen, org.Mottagning)
	units := engine.Bind(board.Engine, orgsql.Units())
	w.build(t,
		units.Step(barn.ID, org.EstablishUnit{Name: "Mottagning barn och unga", Side: org.Authority, Areas: []string{"barn"}, Intake: true, From: today.AddDays(-99)}),
		units.Step(aldre.ID, org.EstablishUnit{Name: "Biståndsenheten", Side: org.Authority, Areas: []string{"aldre"}, Intake: true, From: today.AddDays(-99)}),
		units.Step(vuxen.ID, org.EstablishUnit{Name: "Vuxenenheten", Side: org.Authority, Areas: []string{"vuxen"}, Intake: true, From: today.AddDays(-99)}))
	db := board.Store.Reader()
	register := casesql.Register{DB: db}
	pages := caseweb.Pages{
		Engine: board.Engine, Persons: w.persons, Cases: engine.Bind(board.Engine, casesql.Cases()),
		Intakes: engine.Bind(board.Engine, casesql.Intakes()), Notes: engine.Bind(board.Engine, casesql.Notes()),
		Investigations: engine.Bind(board.Engine, casesql.Investigations()), Decisions: engine.Bind(board.Engine, casesql.Decisions()),
		Coordinations: engine.Bind(board.Engine, casesql.Coordinations()),
		Register:      register, Lines: casesql.Deciding{DB: db}, People: peoplesql.Queries{DB: db}, Staff: orgsql.Queries{DB: db},
		Delegation: delegation.Norrsala(), Duties: casesql.Duties{DB: db}, Numbers: &store.Numbers{Last: register.LastNumber}, Door: gate,
		Book: func() caseweb.Book { return book }, Carried: func(context.Context, ids.Case) ([]caseweb.CarriedOrder, error) { return nil, nil }, Log: slog.New(slog.DiscardHandler), Call: []caseweb.Phone{{Who: "Socialjouren", Number: "0000-00 00 11"}},
	}
	pages.Origin = func(context.Context, duty.Fact) (string, error) {
		return "Handling 1 i aktualiseringen, av Linnéa Bäck.", nil
	}
	words := fault.Merge(ids.Sentences(), people.Sentences(), org.Sentences(), casework.Sentences(), engine.Sentences(), store.Sentences())
	// The log of the test's own site stands in for the board's.
	pages.Readings = func(_ context.Context, person ids.Person, limit int) ([]caseweb.Reading, error) {
		var all []caseweb.Reading
		for _, one := range w.World.Readings.All() {
			if one.Person == person && len(all) < limit {
				all = append(all, caseweb.Reading{At: one.At, Who: one.Actor.User, Part: one.Part, Ground: one.Ground})
			}
		}
		return all, nil
	}
	pages.Showings = func(context.Context, ids.Person, int) ([]caseweb.Showing, error) {
		return []caseweb.Showing{{Day: civil.MustParse("2026-03-11"), Who: w.linnea.Actor.User, Part: "ärendelistan"}}, nil
	}
	w.World = webtest.New(t, webtest.Accounts{w.linnea, w.hanna, w.eva, w.vera}, nil, words, pages.Routes()...)
	return w
}

func vocabulary() []duty.FactType { return facts.All() }

func (w *world) officer(t *testing.T, n byte, name string, unit ids.Unit, roles ...org.Role) webkit.Account {
	t.Helper()
	account := webtest.Account(n, name, string(roles[0]), "/mottagning")
	account.Actor.Roles = nil
	for _, role := range roles {
		account.Actor.Roles = append(account.Actor.Roles, string(role))
	}
	account.Actor.Unit = unit
	w.build(t, engine.Bind(w.board.Engine, orgsql.Staff()).Step(account.Actor.User.ID, org.AppointStaff{
		Name: name, Placement: org.Placement{Title: "Socialsekreterare", Roles: roles, Unit: unit, From: today.AddDays(-99)},
	}))
	return account
}

func (w *world) build(t *testing.T, steps ...engine.Step) {
	t.Helper()
	if _, err := w.board.Engine.Do(t.Context(), act.Form{ID: w.board.Engine.NewForm()}, steps...); err != nil {
		t.Fatal(err)
	}
}

// has fails the test when the page does not say each of the words.
func has(t *testing.T, page webtest.Answer, words ...string) {
	t.Helper()
	said := page.Says()
	for _, w := range words {
		if !strings.Contains(said, w) {
			t.Errorf("%s (%d) does not say %q:\n%s", page.Path, page.Status, w, said)
			return
		}
	}
}

func hasNot(t *testing.T, page webtest.Answer, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(page.Says(), w) {
			t.Errorf("%s says %q", page.Path, w)
		}
	}
}

// submit opens a form, fills it in and sends it.
func submit(c *webtest.Client, path string, fields url.Values) webtest.Answer {
	form := c.Get(path).Hidden()
	for name, value := range fields {
		form[name] = value
	}
	return c.Post(path, form)
}

var (
	caseLink   = regexp.MustCompile(`/arende/(\d{4}-\d{4})`)
	intakeLink = regexp.MustCompile(`/arende/\d{4}-\d{4}/aktualisering/[0-9a-f-]{36}`)
)

// siblings is a report that the school sent on Saturday afternoon and that was
// opened today.
func siblings() url.Values {
	return url.Values{
		"kanal": {"e-post"}, "dag": {"2026-03-07"}, "tid": {"16:40"}, "roll": {"skola"}, "anmalare": {"Bo Låtsas, rektor"},
		"oro": {"Alva och Elis kommer utan ytterkläder."}, "slag": {"omsorgsbrist"}, "fara": {"nej"}, "veta": {"ja"},
		"barn": {"20160702-2389 Alva Sund"}, "skydd": {"behovs-inte"}, "motiv": {"Mormor är hemma i natt."},
		"barn.1": {"Elis Sund 2022"}, "skydd.1": {"kan-inte-avgoras"}, "motiv.1": {"Ingen svarar hemma."},
	}
}

func TestOneReportOnTwoChildren(t *testing.T) {
	w := newWorld(t)
	linnea := w.As(w.linnea)

	t.Run("everything that is wrong is said at once, and the text is kept", func(t *testing.T) {
		page := submit(linnea, "/mottagning/ny-orosanmalan", url.Values{
			"kanal": {"telefon"}, "dag": {"2026-03-21"}, "tid": {"08:53"}, "barn": {"20160702-2380"}, "skydd": {"behovs-inte"}, "motiv": {""},
			"oro": {"Alva kommer utan ytterkläder."},
		})
		if page.Status != http.StatusUnprocessableEntity {
			t.Errorf("status %d", page.Status)
		}
		has(t, page, "Den sista siffran stämmer inte", "Datumet ligger i framtiden", "Skriv varför barnet inte behöver skydd nu", "Välj anmälarens roll",
			"våld eller fara", "Alva kommer utan ytterkläder.")
		if !strings.Contains(string(page.Body), `value="20160702-2380"`) {
			t.Error("the number that was typed is gone")
		}
	})
	t.Run("the suggested time does not hold for an e-mail", func(t *testing.T) {
		fields := siblings()
		fields.Del("dag")
		fields.Del("tid")
		fields["dag"], fields["tid"] = []string{"2026-03-12"}, []string{"08:52"}
		has(t, submit(linnea, "/mottagning/ny-orosanmalan", fields), "när mejlet kom till brevlådan")
	})
	t.Run("a row is added without losing anything", func(t *testing.T) {
		fields := siblings()
		fields["lagg-till"] = []string{"ja"}
		page := submit(linnea, "/mottagning/ny-orosanmalan", fields)
		has(t, page, "Barn 3", "Alva och Elis kommer utan ytterkläder.")
	})

	form := linnea.Get("/mottagning/ny-orosanmalan").Hidden()
	for name, value := range siblings() {
		form[name] = value
	}
	receipt := linnea.Post("/mottagning/ny-orosanmalan", form)
	if !strings.HasPrefix(receipt.Path, "/mottagning/kvitto/") {
		t.Fatalf("ended at %s: %s", receipt.Path, receipt.Says())
	}
	has(t, receipt, "2026-0001", "2026-0002", "för 2 barn", "4 dagar", "Omedelbar skyddsbedömning", "Förhandsbedömning inom fjorton dagar",
		"Barnet behöver inte skydd nu", "Kan inte avgöras nu", "startar vid beslutet")

	t.Run("a double post is the same record", func(t *testing.T) {
		again := linnea.Post("/mottagning/ny-orosanmalan", form)
		if again.Path != receipt.Path {
			t.Errorf("the second post ended at %s: %s", again.Path, again.Says())
		}
		has(t, linnea.Get("/mottagning"), "2026-0001", "2026-0002")
		hasNot(t, linnea.Get("/mottagning"), "2026-0003")
	})
	t.Run("the reception shows no name and nothing of what was told", func(t *testing.T) {
		page := linnea.Get("/mottagning")
		has(t, page, "A. S., 9 år", "kom in 7 mars 16:40", "ofördelad", "Bedöm skydd", "4 dagar försenad", "dag 5 av 14")
		hasNot(t, page, "Alva", "ytterkläder", "20160702")
	})
	t.Run("known children are told of before they are registered again", func(t *testing.T) {
		fields := siblings()
		fields["sla-upp"] = []string{"ja"}
		has(t, submit(linnea, "/mottagning/ny-orosanmalan", fields), "Alva Sund, 9 år", "Tidigare anmälningar", "7 mars, väntar på beslut")
	})
	t.Run("a number that belongs to another name is stopped", func(t *testing.T) {
		fields := siblings()
		fields["barn"] = []string{"20160702-2389 Kalle Anka"}
		has(t, submit(linnea, "/mottagning/ny-orosanmalan", fields), "hör till någon med ett annat namn")
	})
}

// reported registers one report on Alva, taken by Linnéa, and returns the
// addresses of case and intake.
func (w *world) reported(t *testing.T, received string) (casePath, intakePath string) {
	t.Helper()
	linnea := w.As(w.linnea)
	fields := siblings()
	fields["dag"] = []string{received}
	for _, name := range []string{"barn.1", "skydd.1", "motiv.1"} {
		fields.Del(name)
	}
	fields["till"] = []string{w.linnea.Actor.User.String()}
	receipt := submit(linnea, "/mottagning/ny-orosanmalan", fields)
	number := caseLink.FindSubmatch(receipt.Body)
	if number == nil {
		t.Fatalf("no case: %s", receipt.Says())
	}
	casePath = string(number[0])
	page := linnea.Get(casePath)
	intake := intakeLink.Find(page.Body)
	if intake == nil {
		t.Fatalf("no intake on the page: %s", page.Says())
	}
	return casePath, string(intake)
}

// krav B-09: En förhandsbedömning avslutas inte utan ett valt utfall, och inte med att ingen utredning inleds utan skäl.
// bryt internal/casework/decide_intake.go: «reasoned := strings.TrimSpace(cmd.Reasons) != ""» → «reasoned := true»
func TestFromPreliminaryAssessmentToInquiry(t *testing.T) {
	w := newWorld(t)
	casePath, intake := w.reported(t, "2026-03-02")
	linnea := w.As(w.linnea)

	has(t, linnea.Get(casePath), "Alva Sund", "Aktualisera", "Nästa steg", "Ta kontakt med vårdnadshavarna", "16 mars", "uppgift saknas")
	if got := submit(linnea, casePath+"/vardnadshavare", url.Values{"name": {"Siv Sund"}, "phone": {"0000-00 00 01"}}); got.Path != casePath {
		t.Fatalf("guardian: %s", got.Says())
	}
	page := linnea.Get(intake)
	has(t, page, "Siv Sund", "inte kontaktad, skäl saknas", "utan ytterkläder", "Mormor är hemma i natt.", "Kom in 2 mars 16:40 via e-post")

	t.Run("closing takes an outcome, and reasons where nothing is opened", func(t *testing.T) {
		has(t, submit(linnea, intake+"/beslut", url.Values{"reasons": {"Oron är löst."}}), "Välj vad beslutet är")
		has(t, submit(linnea, intake+"/beslut", url.Values{"outcome": {"inte-inleda"}, "reasons": {" "}}), "Skriv skälen för beslutet")
		has(t, linnea.Get(intake), "Förhandsbedömning pågår")
	})
	t.Run("not opening waits for every guardian", func(t *testing.T) {
		got := submit(linnea, intake+"/beslut", url.Values{"outcome": {"inte-inleda"}, "reasons": {"Oron är löst."}})
		has(t, got, "En vårdnadshavare är inte kontaktad", "Oron är löst.")
	})
	t.Run("the doctor is not contacted without consent", func(t *testing.T) {
		has(t, submit(linnea, intake+"/kontakt", url.Values{"with": {"annan"}, "on": {"i dag"}, "says": {"Ringde läkaren."}}), "behövs samtycke", "Ringde läkaren.")
	})
	t.Run("a lock stops contacts with the family", func(t *testing.T) {
		submit(linnea, intake+"/sparr", url.Values{"reason": {"Hot i hemmet."}})
		has(t, linnea.Get(intake), "Familjen får inte kontaktas nu", "Hot i hemmet.")
		has(t, submit(linnea, intake+"/kontakt", url.Values{"with": {"familj"}, "on": {"i dag"}}), "Häv spärren först")
		submit(linnea, intake+"/hav-sparr", url.Values{"reason": {"Polisen har hört pappan."}})
	})
	t.Run("work load is no exceptional reason", func(t *testing.T) {
		has(t, submit(linnea, intake+"/forlang", url.Values{"until": {"2026-03-30"}, "reasons": {"Hög arbetsbelastning."}}), "inga synnerliga skäl")
	})
	t.Run("opened with its ground, as one act", func(t *testing.T) {
		got := submit(linnea, intake+"/beslut", url.Values{"outcome": {"inleda"}, "ground": {"SoL 20:3"}, "question": {"Får Alva den omsorg hon behöver?"}})
		if got.Path != intake {
			t.Fatalf("ended at %s: %s", got.Path, got.Says())
		}
		has(t, got, "Utredning inleds", "20 kap. 3 §")
		has(t, linnea.Get(casePath), "Utredning 12 mars", "Utred: får Alva den omsorg hon behöver?", "Utredning inledd")
	})
	t.Run("the school is answered, after the decision", func(t *testing.T) {
		got := submit(linnea, intake+"/aterkoppling", url.Values{"on": {"i dag"}, "how": {"telefon"}})
		has(t, got, "lämnat 12 mars")
	})
}

func TestALateDecisionIsExplainedNotProlonged(t *testing.T) {
	w := newWorld(t)
	casePath, intake := w.reported(t, "2026-02-24") // the fourteenth day was 10 March
	linnea := w.As(w.linnea)
	has(t, linnea.Get(casePath), "2 dagar försenad", "1 frist är försenad", "Tiden kan inte förlängas i efterhand")
	has(t, submit(linnea, intake+"/forlang", url.Values{"until": {"2026-03-30"}, "reasons": {"Barnet är på sjukhus."}}), "Tiden kan inte förlängas i efterhand")
	submit(linnea, intake+"/kontakt", url.Values{"with": {"barnet"}, "not_done": {"Barnet är på läger."}})
	has(t, submit(linnea, intake+"/beslut", url.Values{"outcome": {"inte-inleda"}, "reasons": {"Löst."}}), "Skriv varför det dröjde")
	has(t, submit(linnea, intake+"/beslut", url.Values{"outcome": {"inte-inleda"}, "reasons": {"Löst."}, "late": {"Handläggaren var borta."}}), "Utredning inleds inte")

	t.Run("another case's frist is not explained under one's own", func(t *testing.T) {
		receipt := submit(linnea, "/mottagning/ny-orosanmalan", func() url.Values {
			fields := siblings()
			fields["barn"] = []string{"Kim Berg 2015"}
			return fields
		}())
		other := regexp.MustCompile(`/varfor/intake/[0-9a-f-]{36}/child-prelim-14d`).Find(receipt.Body)
		if got := linnea.Get(casePath + string(other)); other == nil || got.Status != http.StatusNotFound {
			t.Errorf("%s: %d", other, got.Status)
		}
	})
	t.Run("the date explains itself", func(t *testing.T) {
		why := regexp.MustCompile(`/arende/[^"]+/child-prelim-14d`).Find(linnea.Get(intake).Body)
		if why == nil {
			t.Fatal("no link to the explanation")
		}
		has(t, linnea.Get(string(why)), "inom fjorton dagar", "20 kap. 2 §", "tisdag 24 februari 2026", "räknas inte med", "tisdag 10 mars 2026", "Nej, en vanlig", "child-prelim-14d")
		if text := linnea.Get(string(why)).Says(); strings.Contains(text, ", Nej") {
			t.Error("a new sentence begins after a comma")
		}
	})
}

// krav B-12: En ansökan inom äldreomsorgen registreras i ett eget formulär, och utredningens tid räknas från den dag ansökan kom in.
// bryt internal/casework/caseweb/acts.go: «Started: string(v.intake.Kind), Received: v.intake.Received,» → «Started: string(v.intake.Kind), Received: webkit.Now(v.r),»
func TestAnApplicationCountsFromTheDayItCameIn(t *testing.T) {
	w := newWorld(t)
	eva := w.As(w.eva)
	receipt := submit(eva, "/mottagning/ny-ansokan", url.Values{
		"person": {"Anna Svensson 1941"}, "kind": {"ansokan"}, "area": {"aldre"}, "kanal": {"brev"}, "dag": {"2026-03-03"}, "tid": {"10:00"},
		"says": {"Jag vill kunna duscha igen."},
	})
	casePath := string(caseLink.Find(receipt.Body))
	intake := string(intakeLink.Find(eva.Get(casePath).Body))
	has(t, submit(eva, intake+"/beslut", url.Values{"outcome": {"inleda"}, "ground": {"SoL 14:2"}, "question": {"Vilken hjälp behöver Anna?"}}), "Utredning inleds")
	// Twenty-one days from the third of March, and not from today.
	has(t, eva.Get(casePath), "kom in 3 mars", "tis 24 mars", "12 dagar kvar")
}

func TestAnApplicationBecomesACaseWithAJournal(t *testing.T) {
	w := newWorld(t)
	eva := w.As(w.eva)
	has(t, submit(eva, "/mottagning/ny-ansokan", url.Values{"kind": {"ansokan"}, "kanal": {"telefon"}, "dag": {"i dag"}, "tid": {"08:50"}}),
		"Skriv barnets personnummer", "Skriv vad personen ber om", "Välj ett av alternativen")
	receipt := submit(eva, "/mottagning/ny-ansokan", url.Values{
		"person": {"Anna Svensson 1941"}, "kind": {"ansokan"}, "area": {"aldre"}, "kanal": {"telefon"}, "dag": {"i dag"}, "tid": {"08:50"},
		"says": {"Jag vill kunna duscha igen."}, "interpreter": {"finska"},
	})
	casePath := string(caseLink.Find(receipt.Body))
	if casePath == "" {
		t.Fatalf("no case: %s", receipt.Says())
	}
	has(t, eva.Get(casePath), "Anna Svensson", "cirka 85 år", "Ansökan kom in via telefon", "finska", "Ur ansökan 12 mars")

	t.Run("a note is signed, corrected and objected to, and all of it shows", func(t *testing.T) {
		has(t, submit(eva, casePath, url.Values{"text": {""}}), "")
		form := eva.Get(casePath).Hidden()
		form.Set("kind", "telefonsamtal")
		has(t, eva.Post(casePath+"/anteckning", form), "Anteckningen är tom")
		form.Set("text", "Dottern ringer.")
		has(t, eva.Post(casePath+"/anteckning", form), "Dottern ringer.", "Telefonsamtal")
		note := regexp.MustCompile(casePath + `/anteckning/[0-9a-f-]{36}`).Find(eva.Get(casePath).Body)
		path := string(note)
		has(t, eva.Get(path), "Signerad", "Dottern ringer.")
		has(t, submit(eva, path+"/ratta", url.Values{"text": {"Systern ringer."}, "reason": {"Fel person."}}), "Systern ringer.", "Dottern ringer.", "Fel person.")
		has(t, submit(eva, path+"/anser-fel", url.Values{"says": {"Ingen ringde."}}), "Ingen ringde.")
		has(t, eva.Get(casePath), "personen anser att något är fel")
		submit(eva, path+"/fel-person", url.Values{"reason": {"Gällde en annan Anna."}})
		hasNot(t, eva.Get(casePath), "Systern ringer.")
		has(t, eva.Get(casePath), "hör till någon annan")
	})
	t.Run("an unsigned note says so until it is signed", func(t *testing.T) {
		form := eva.Get(casePath).Hidden()
		form.Set("kind", "anteckning")
		form.Set("text", "Ringa igen på måndag.")
		form.Set("senare", "ja")
		has(t, eva.Post(casePath+"/anteckning", form), "inte signerad")
	})
	t.Run("search takes names and numbers, and says nothing of others'", func(t *testing.T) {
		for _, sought := range []string{"Anna Sv", "svensson", strings.TrimPrefix(casePath, "/arende/")} {
			has(t, eva.Post("/sok", url.Values{"q": {sought}}), "Anna Svensson", "1941")
		}
		for _, sought := range []string{"Xerxes", "dusch", "20160702-2389"} {
			has(t, eva.Post("/sok", url.Values{"q": {sought}}), "Inget du har åtkomst till")
		}
		has(t, w.As(w.hanna).Post("/sok", url.Values{"q": {"Anna Svensson"}}), "Inget du har åtkomst till")
	})
}

func TestNoAccessIsNoSuchCase(t *testing.T) {
	w := newWorld(t)
	casePath, intake := w.reported(t, "2026-03-10")
	eva, hanna, linnea := w.As(w.eva), w.As(w.hanna), w.As(w.linnea)
	missing := eva.Get("/arende/2026-9999")
	for _, path := range []string{casePath, intake, intake + "/beslut", casePath + "/lamna-over"} {
		got := eva.Get(path)
		if got.Status != http.StatusNotFound || got.Says() != missing.Says() {
			t.Errorf("%s: %d, and not the words of a case that is not there:\n%s", path, got.Status, got.Says())
		}
	}
	if got := hanna.Get(casePath); got.Status != http.StatusOK {
		t.Errorf("a colleague in the unit: %d", got.Status)
	}
	has(t, submit(linnea, casePath+"/skyddade-uppgifter", url.Values{"kind": {"skyddad-folkbokforing"}}), "Skyddade personuppgifter: skyddad folkbokföring")
	if got := hanna.Get(casePath); got.Status != http.StatusNotFound {
		t.Errorf("protected, and a colleague sees the case: %d", got.Status)
	}
	has(t, hanna.Post("/sok", url.Values{"q": {"Alva"}}), "Inget du har åtkomst till")
	hasNot(t, hanna.Get("/arenden?urval=enheten"), strings.TrimPrefix(casePath, "/arende/"))
	has(t, linnea.Get(casePath), "Alva Sund", "är dolda")
	submit(linnea, casePath+"/kontaktuppgifter", url.Values{"address": {"Hemliga gatan 1"}})
	hasNot(t, linnea.Get(casePath), "Hemliga gatan 1")
	t.Run("who has the case may still correct, and lift", func(t *testing.T) {
		has(t, submit(linnea, casePath+"/namn", url.Values{"given": {"Alva"}, "family": {"Berg"}, "reason": {"Nytt namn."}}), "Alva Berg")
		has(t, submit(linnea, casePath+"/hav-skydd", url.Values{"reason": {""}}), "Skriv varför uppgiften ändras")
		has(t, submit(linnea, casePath+"/hav-skydd", url.Values{"reason": {"Skyddet är upphävt."}}), "Hemliga gatan 1")
		if got := hanna.Get(casePath); got.Status != http.StatusOK {
			t.Errorf("no longer protected, and a colleague: %d", got.Status)
		}
	})
	for _, reading := range w.Readings.All() {
		if reading.Person.IsZero() || reading.Part == "" {
			t.Errorf("a reading of nothing: %+v", reading)
		}
	}
}

func TestListsAndOverview(t *testing.T) {
	w := newWorld(t)
	casePath, _ := w.reported(t, "2026-03-10")
	linnea := w.As(w.linnea)
	number := strings.TrimPrefix(casePath, "/arende/")
	has(t, linnea.Get("/arenden"), number, "A. S., 9 år", "Förhandsbedömning pågår", "Linnéa Bäck", "Du har 1 pågående ärende", "12 dagar kvar")
	hasNot(t, linnea.Get("/arenden"), "Alva")
	w.As(w.hanna).Get(casePath)
	has(t, linnea.Get(casePath+"/lasningar"), "Hanna Österlind", "ärendesidan", "handläggare i ärendet", "Listor där personen har visats Dag Vem Lista 11 mars Linnéa Bäck ärendelistan")
	person := regexp.MustCompile(`/person/[0-9a-f-]{36}`).Find(linnea.Get(casePath).Body)
	has(t, linnea.Get(string(person)), "Alva Sund", number, "1 ärende som du kan se")
	if got := w.As(w.eva).Get(string(person)); got.Status != http.StatusNotFound {
		t.Errorf("one who may see no case sees the person: %d", got.Status)
	}
	t.Run("handed over, the receipt date stays", func(t *testing.T) {
		has(t, submit(linnea, casePath+"/lamna-over", url.Values{"officer": {w.hanna.Actor.User.String()}, "reason": {"Ledig."}}), "Handläggare: Hanna Österlind", "lämnades över till Hanna Österlind", "24 mars")
	})
	t.Run("a case in which something runs is not closed", func(t *testing.T) {
		has(t, submit(w.As(w.hanna), casePath+"/avsluta", url.Values{"reason": {"Klart."}}), "Något pågår fortfarande")
	})
}

func TestAnIntakeInAColleaguesCase(t *testing.T) {
	w := newWorld(t)
	casePath, intake := w.reported(t, "2026-03-10")
	linnea := w.As(w.linnea)
	c, err := casesql.Register{DB: w.board.Store.Reader()}.CaseByNumber(t.Context(), strings.TrimPrefix(casePath, "/arende/"))
	if err != nil {
		t.Fatal(err)
	}
	w.build(t, engine.Bind(w.board.Engine, casesql.Cases()).Step(c.ID.ID, casework.AssignCase{Officer: w.eva.Actor.User, Unit: aldre}))
	page := linnea.Get(casePath)
	has(t, page, "Alva Sund", "Handläggare: Eva Ek")
	hasNot(t, page, "Skriv en anteckning")
	has(t, submit(linnea, intake+"/kontakt", url.Values{"with": {"anmalare"}, "on": {"i dag"}, "says": {"Skolan berättar mer."}}), "Skolan berättar mer.")
	submit(linnea, intake+"/kontakt", url.Values{"with": {"barnet"}, "not_done": {"Barnet är på läger."}})
	submit(linnea, intake+"/beslut", url.Values{"outcome": {"inte-inleda"}, "reasons": {"Löst."}})
	if got := linnea.Get(casePath); got.Status != http.StatusNotFound {
		t.Errorf("the intake is decided, and the case is still open to one who had it: %d", got.Status)
	}
}

// A school and a neighbour report the same child on one day: each line of the case has
// a name of its own, and so has the step that is next in it.
func TestTwoReportsOfOneDayAreToldApart(t *testing.T) {
	w := newWorld(t)
	casePath, _ := w.reported(t, "2026-03-07")
	w.reported(t, "2026-03-07")
	body := string(w.As(w.linnea).Get(casePath).Body)
	for _, once := range []string{
		`aria-label="Orosanmälan 7 mars"`, `aria-label="Orosanmälan 7 mars, nummer 2"`,
		`Nästa steg<span class="dold">: Orosanmälan 7 mars<`, `Nästa steg<span class="dold">: Orosanmälan 7 mars, nummer 2<`,
	} {
		if n := strings.Count(body, once); n != 1 {
			t.Errorf("%q stands %d times on the page of the case", once, n)
		}
	}
}

// A child reported by number alone gets the name that the next report tells, also
// when that report is posted twice; a name that stands is left as it is.
func TestAChildKnownByNumberGetsItsName(t *testing.T) {
	w := newWorld(t)
	linnea := w.As(w.linnea)
	fields := siblings()
	fields.Set("till", w.linnea.Actor.User.String())
	for name := range fields {
		if strings.HasSuffix(name, ".1") {
			fields.Del(name)
		}
	}
	fields.Set("barn", "20160702-2389")
	receipt := submit(linnea, "/mottagning/ny-orosanmalan", fields)
	path := string(caseLink.Find(receipt.Body))
	has(t, linnea.Get(path), "Okänd")

	fields.Set("barn", "20160702-2389 Elis Provdal")
	page := linnea.Get("/mottagning/ny-orosanmalan")
	form := page.Hidden()
	for name, values := range fields {
		form[name] = values
	}
	for range 2 {
		if got := linnea.Post("/mottagning/ny-orosanmalan", form); got.Status != http.StatusOK {
			t.Fatalf("%d %s", got.Status, got.Says())
		}
	}
	has(t, linnea.Get(path), "Elis Provdal")

	fields.Set("barn", "20160702-2389 Elis Annander")
	submit(linnea, "/mottagning/ny-orosanmalan", fields)
	has(t, linnea.Get(path), "Elis Provdal")
}

func TestAnUnbornAndAnUnknownChild(t *testing.T) {
	w := newWorld(t)
	linnea := w.As(w.linnea)
	fields := siblings()
	fields["till"] = []string{w.linnea.Actor.User.String()}
	fields["barn"] = []string{"ofött barn till Siv Sund"}
	fields["barn.1"] = []string{"okänt, ca 6 år"}
	receipt := submit(linnea, "/mottagning/ny-orosanmalan", fields)
	has(t, receipt, "inte född än", "Okänd, cirka 6 år")
	unborn := string(caseLink.Find(receipt.Body))
	has(t, submit(linnea, unborn+"/fodelse", url.Values{"born": {"i dag"}, "reason": {"Besked från förlossningen."}}), "0 år", "2026-03-12")
	unknown := "/arende/2026-0002"
	has(t, submit(linnea, unknown+"/nummer", url.Values{"number": {"20160702-2380"}, "reason": {"Polisen."}}), "Den sista siffran stämmer inte")
	has(t, submit(linnea, unknown+"/nummer", url.Values{"number": {"20160702-2389"}, "reason": {"Polisen."}}), "född 2016-07-02")
	has(t, submit(linnea, unborn+"/nummer", url.Values{"number": {"20160702-2389"}, "reason": {"Polisen."}}), "En annan person har redan det numret")
	has(t, submit(linnea, unborn+"/samma-person", url.Values{"into": {"2026-9999"}, "reason": {"Samma."}}), "Vi hittar inget ärende med det numret")
}

func TestTakingFromTheReception(t *testing.T) {
	w := newWorld(t)
	linnea := w.As(w.linnea)
	if got := submit(linnea, "/mottagning/ny-orosanmalan", siblings()); got.Status != http.StatusOK {
		t.Fatal(got.Says())
	}
	page := linnea.Get("/mottagning")
	has(t, linnea.Post("/mottagning", page.Hidden()), "Markera det som ska tilldelas")
	take := regexp.MustCompile(`name="ta" value="([0-9a-f-]{36})"`).FindSubmatch(page.Body)
	form := linnea.Get("/mottagning").Hidden()
	form.Set("ta", string(take[1]))
	has(t, linnea.Post("/mottagning", form), "Linnéa Bäck")
	marked := regexp.MustCompile(`name="val" value="([0-9a-f-]{36})"`).FindAllSubmatch(page.Body, -1)
	form = linnea.Get("/mottagning").Hidden()
	for _, m := range marked {
		form.Add("val", string(m[1]))
	}
	form.Set("till", w.hanna.Actor.User.String())
	has(t, linnea.Post("/mottagning", form), "Hanna Österlind")
	hasNot(t, linnea.Get("/mottagning"), "· ofördelad")
}

func TestTemplatesHoldToTheirStructs(t *testing.T) {
	webtest.Templates(t, caseweb.Templates(), map[string]any{
		"aktualisering.html": &caseweb.IntakePage{}, "anteckning.html": &caseweb.NotePage{}, "arende.html": &caseweb.CasePage{},
		"arenden.html": &caseweb.CasesPage{}, "utgaende.html": &caseweb.ExpiringPage{}, "beredning.html": &caseweb.PreparationPage{}, "omarendet.html": &caseweb.CarePage{}, "formular.html": &caseweb.FormPage{}, "fyller-18.html": &caseweb.ComingOfAgePage{}, "dolda.html": &caseweb.RevealPage{}, "kvitto.html": &caseweb.ReceiptPage{}, "lasningar.html": &caseweb.ReadingsPage{},
		"mottagning.html": &caseweb.ReceptionPage{}, "ny-orosanmalan.html": &caseweb.ReportPage{}, "person.html": &caseweb.PersonPage{},
		"samordning.html": &caseweb.CoordinationPage{}, "sok.html": &caseweb.SearchPage{}, "varfor.html": &caseweb.WhyPage{},
	})
}

func TestTheFormMayBePostedManyTimesAtOnce(t *testing.T) {
	w := newWorld(t)
	linnea := w.As(w.linnea)
	form := linnea.Get("/mottagning/ny-orosanmalan").Hidden()
	for name, value := range siblings() {
		form[name] = value
	}
	paths := make(chan string)
	for range 20 {
		go func() { paths <- linnea.Post("/mottagning/ny-orosanmalan", form).Path }()
	}
	seen := map[string]bool{}
	for range 20 {
		select {
		case path := <-paths:
			seen[path] = true
		case <-time.After(time.Minute):
			t.Fatal("no answer")
		}
	}
	if len(seen) != 1 {
		t.Errorf("20 posts of one form ended at %d places: %v", len(seen), seen)
	}
	found, err := casesql.Register{DB: w.board.Store.Reader()}.LastNumber(t.Context(), 2026)
	if err != nil || found != 2 {
		t.Errorf("%d cases were made (%v), want 2", found, err)
	}
}
