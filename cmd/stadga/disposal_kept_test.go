package main

import (
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/keeping/keepingsql"
	"stadga/internal/keeping/keepingweb"
	"stadga/internal/org"
	"stadga/internal/org/orgsql"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
)

// What is said of a case, without the whole way to the acts that say it.
type (
	caseTold struct {
		Case  ids.Case
		Facts []string
	}
	toldState  struct{ said []duty.Said }
	tellOfCase caseTold
)

func (caseTold) EventName() string      { return "prov.told.v1" }
func (tellOfCase) Action() string       { return "decision.make" }
func (c tellOfCase) Asks() duty.Subject { return duty.Subject{Kind: "case", ID: c.Case.ID} }
func (c tellOfCase) Decide(toldState, act.Env) ([]journal.Event, error) {
	return []journal.Event{caseTold(c)}, nil
}

func toldKind() engine.Kind[toldState] {
	return engine.Kind[toldState]{
		Name: "prov", Says: func(p toldState) []duty.Said { return p.said }, Persons: func(toldState) []ids.Person { return nil }, Events: []journal.Event{caseTold{}},
		Fold: func(p *toldState, r journal.Recorded) {
			e := r.Event.(caseTold)
			said := duty.Said{Subject: duty.Subject{Kind: "case", ID: e.Case.ID}}
			for _, name := range e.Facts {
				said.Facts = append(said.Facts, duty.Fact{Name: name, About: "prov", Day: r.Day})
			}
			p.said = []duty.Said{said}
		},
	}
}

// An archive is a town with two who dispose of files.
type archive struct {
	*town
	first, second *browser
}

func newArchive(t *testing.T, start civil.Date) archive {
	w := newTown(t, start)
	birgitta, karin := ids.User{ID: w.r.Engine.NewID()}, ids.User{ID: w.r.Engine.NewID()}
	appoint := func(id ids.User, name string, role org.Role) engine.Step {
		return engine.Bind(w.r.Engine, orgsql.Staff()).Step(id.ID, org.AppointStaff{Name: name, Placement: org.Placement{Title: string(role), Roles: []org.Role{role}, Unit: w.unit, From: w.today()}})
	}
	w.do(appoint(birgitta, "Birgitta Ahl", org.Systemforvaltare), appoint(karin, "Karin Bo", org.Socialchef))
	return archive{w, w.login(birgitta), w.login(karin)}
}

// file is a case that is opened, filled and closed on one day.
func (a archive) file(family string, born civil.Date, area casework.Area, number string, between ...func(ids.Person, ids.Case) engine.Step) ids.Person {
	a.t.Helper()
	person, c := ids.Person{ID: a.r.Engine.NewID()}, ids.Case{ID: a.r.Engine.NewID()}
	cases := engine.Bind(a.r.Engine, casesql.Cases())
	a.do(engine.Bind(a.r.Engine, peoplesql.Persons()).Step(person.ID, people.Register{Name: people.Name{Given: "Prov", Family: family}, Born: born}),
		cases.Step(c.ID, casework.OpenCase{Person: person, Area: area, Number: number, Officer: a.eva, Unit: a.unit}))
	for _, step := range between {
		a.do(step(person, c))
	}
	a.do(cases.Step(c.ID, casework.CloseCase{Reason: "Klart."}))
	return person
}

func (a archive) on(day civil.Date) {
	a.t.Helper()
	a.now = day.At(9, 0)
	if err := a.r.Engine.RecomputeAll(a.t.Context(), func(int) {}); err != nil {
		a.t.Fatal(err)
	}
}

func (a archive) night() {
	a.t.Helper()
	if _, err := a.r.disposing().Run(a.t.Context()); err != nil {
		a.t.Fatal(err)
	}
}

// What the law keeps never comes to the queue, or comes when the child has turned
// thirty; and no form that is sent for it all the same brings it there.
func TestTheQueueHoldsNoFileThatTheLawKeeps(t *testing.T) {
	a := newArchive(t, civil.On(2026, time.February, 2))
	tell := func(facts ...string) func(ids.Person, ids.Case) engine.Step {
		return func(_ ids.Person, c ids.Case) engine.Step {
			return engine.Bind(a.r.Engine, toldKind()).Step(a.r.Engine.NewID(), tellOfCase{Case: c, Facts: facts})
		}
	}
	inquiry := []string{"case.child_inquiry_opened", "case.child_inquiry_closed"}
	ordinary := a.file("Vanlig", civil.On(1931, time.May, 3), casework.Older, "2026-1001")
	placedChild := a.file("Placerad", civil.On(2015, time.March, 2), casework.Children, "2026-1002", tell(append(inquiry, "case.placed")...))
	child := a.file("Utredd", civil.On(2015, time.March, 2), casework.Children, "2026-1003", tell(inquiry...))
	kept := map[string]ids.Person{"2026-1002": placedChild}
	for n, day := range []int{5, 15, 25} {
		number := "2026-110" + string(rune('0'+n))
		kept[number] = a.file("Forskning", civil.On(1931, time.May, day), casework.Older, number)
	}
	a.on(civil.On(2031, time.February, 2))
	a.first.open(keepingweb.Root).says("1 akt har nått sin tid.", "2026-1001").silent("2026-1002", "2026-1003", "2026-110")
	refusedAll := func(persons map[string]ids.Person, why string) {
		t.Helper()
		for _, person := range persons {
			at := keepingweb.Root + "/" + person.String()
			a.first.open(at).says(why).silent("Föreslå gallring")
			a.first.post(at+"/foresla", a.first.form(at+"/sparra")).says("Akten får inte gallras än.")
			a.first.open(keepingweb.Root).says("Ingen gallring väntar på en andra person.")
		}
	}
	refusedAll(kept, "sparas för alltid")
	refusedAll(map[string]ids.Person{"2026-1003": child}, "Ärendet 2026-1003 sparas till 2045-03-02.")
	a.on(civil.On(2045, time.March, 2))
	a.first.open(keepingweb.Root).says("2 akter har nått sin tid.", "2026-1003", "31 december 2046").silent("2026-1002", "2026-110")
	refusedAll(kept, "sparas för alltid")
	for _, person := range []ids.Person{ordinary, child} {
		at := keepingweb.Root + "/" + person.String()
		a.first.open(at).fill(at + "/foresla")
		a.second.open(at).fill(at + "/godkann")
	}
	a.night()
	a.first.open(keepingweb.Root).says("Ingen akt har nått sin tid.")
	for number := range kept {
		if _, err := (casesql.Register{DB: a.r.Store.Reader()}).CaseByNumber(t.Context(), number); err != nil {
			t.Errorf("%s went with the others: %v", number, err)
		}
	}
}

// A hold that is laid when two have approved stops the night's work, and the approval
// falls. A person with two cases is one file, counted once under its first last day.
func TestAHoldStopsADisposalOnItsWay(t *testing.T) {
	a := newArchive(t, civil.On(2019, time.March, 11))
	person := a.file("Markörsson", civil.On(1931, time.May, 3), casework.Older, "2019-0007")
	a.on(civil.On(2020, time.March, 11))
	c, cases := ids.Case{ID: a.r.Engine.NewID()}, engine.Bind(a.r.Engine, casesql.Cases())
	a.do(cases.Step(c.ID, casework.OpenCase{Person: person, Area: casework.Adults, Number: "2020-0003", Officer: a.eva, Unit: a.unit}))
	a.do(cases.Step(c.ID, casework.CloseCase{Reason: "Klart."}))
	a.on(civil.On(2026, time.March, 9))
	a.first.open(keepingweb.Root).says("1 akt har nått sin tid.", "2019-0007, 2020-0003", "31 december 2025")
	at := keepingweb.Root + "/" + person.String()
	a.first.open(at).fill(at + "/foresla")
	a.second.open(at).fill(at + "/godkann").says("Gallringen är godkänd")
	a.first.open(at).fill(at+"/sparra", "grund", "utlamnande").says("Akten är spärrad: begäran om utlämnande.")
	a.first.open(keepingweb.Root).says("spärrad")
	a.night()
	if _, err := (casesql.Register{DB: a.r.Store.Reader()}).CaseByNumber(t.Context(), "2019-0007"); err != nil {
		t.Fatalf("the held file is gone: %v", err)
	}
	a.first.open(at).fill(at + "/hav").says("Föreslå gallring")
	a.night()
	a.first.open(at).says("Föreslå gallring") // nobody's approval is left
}

// The program dies when the bodies are gone and the tables are not, and in that hour
// the same person comes again. What was disposed of is gone when it has started, what
// has come stays, and the receipt is written.
func TestADisposalThatDiedOnTheWayIsFinished(t *testing.T) {
	a := newArchive(t, civil.On(2019, time.March, 11))
	person := a.file("Markörsson", civil.On(1931, time.May, 3), casework.Older, "2019-0007")
	a.on(civil.On(2026, time.March, 9))
	at := keepingweb.Root + "/" + person.String()
	a.first.open(at).fill(at + "/foresla")
	a.second.open(at).fill(at + "/godkann")
	streams, err := a.r.fileOf(t.Context(), person)
	if err == nil {
		_, err = a.r.Store.Dispose(t.Context(), streams, nil, duty.Subject{Kind: "person", ID: person.ID}, keepingsql.Unlist(streams, nil))
	}
	if err != nil {
		t.Fatal(err)
	}
	a.r.Engine.Forget() // as after a start

	found, err := peoplesql.Queries{DB: a.r.Store.Reader()}.Persons(t.Context(), []ids.Person{person})
	if err != nil || found[person].Name.Family != "" {
		t.Errorf("the person is found, and would be given a case with nobody in it: %+v %v", found, err)
	}
	a.file("Markörsson", civil.On(1931, time.May, 3), casework.Older, "2026-0001")
	a.night()
	if owed, err := a.r.Store.ToCleanse(t.Context()); err != nil || owed {
		t.Errorf("the database is not written anew (%v)", err)
	}
	if left := rowsOf(t, a.r.Store.Reader(), `select number from cases`); len(left) != 1 || !strings.Contains(left[0], "2026-0001") {
		t.Errorf("cases: %v", left)
	}
	a.first.open(at).says("Gallrad akt", "Karin Bo")
}
