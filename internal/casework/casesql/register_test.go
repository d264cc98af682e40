package casesql_test

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/access"
	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/store"
	"stadga/internal/store/sqlite"
)

// A reception is a record in SQLite that takes in what comes, on a day that the
// test moves.
type reception struct {
	t       *testing.T
	db      *store.DB
	engine  *engine.Engine
	persons *engine.Stream[people.Person]
	cases   *engine.Stream[casework.Case]
	intakes *engine.Stream[casework.Intake]
	notes   *engine.Stream[casework.Note]
	now     time.Time
	drawn   int
	plans   bool // the database tells its plans as SQLite does
}

func onSQLite(t *testing.T) store.Driver {
	file, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "norr.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// each runs the test on every database.
func each(t *testing.T, test func(t *testing.T, r *reception)) {
	for name, open := range bases() {
		t.Run(name, func(t *testing.T) { test(t, newReception(t, open(t))) })
	}
}

func newReception(t *testing.T, base store.Driver) *reception {
	t.Helper()
	r := &reception{t: t, now: civil.On(2026, time.March, 9).At(8, 20)}
	_, r.plans = base.(*sqlite.DB)
	registry := journal.NewRegistry()
	var err error
	r.db, err = store.New(ctx, base, registry, peoplesql.Projection(), casesql.CasesProjection(), casesql.IntakesProjection(),
		casesql.NotesProjection(), casesql.TimelineProjection())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.db.Close(); err != nil {
			t.Error(err)
		}
	})
	r.engine = engine.New(engine.Config{
		Store: r.db, Registry: registry, Book: engine.NoRules{}, Access: engine.AllowAll{},
		Clock: func() time.Time { return r.now }, IDs: ids.Source{Random: rand.NewChaCha8([32]byte{9})},
	})
	r.persons, r.cases = engine.Bind(r.engine, peoplesql.Persons()), engine.Bind(r.engine, casesql.Cases())
	r.intakes, r.notes = engine.Bind(r.engine, casesql.Intakes()), engine.Bind(r.engine, casesql.Notes())
	return r
}

func (r *reception) reader() store.Queryer {
	if r.plans {
		return planned{r.t, r.db.Reader()}
	}
	return r.db.Reader()
}

func (r *reception) register() casesql.Register { return casesql.Register{DB: r.reader()} }

func (r *reception) try(by ids.User, steps ...engine.Step) error {
	_, err := r.engine.Do(ctx, act.Form{ID: r.engine.NewForm(), Actor: act.Actor{User: by}}, steps...)
	return err
}

func (r *reception) do(steps ...engine.Step) {
	r.t.Helper()
	if err := r.try(linnea, steps...); err != nil {
		r.t.Fatalf("%v", err)
	}
}

// A child of a report: its person, case and intake, all made by one act.
type child struct {
	person ids.Person
	of     ids.Case
	intake ids.Intake
}

// report takes in one report on several children, as one act.
func (r *reception) report(received time.Time, protection casework.ProtectionAssessment, names ...string) []child {
	r.t.Helper()
	var steps []engine.Step
	var all []child
	for _, name := range names {
		c := child{ids.Person{ID: r.engine.NewID()}, ids.Case{ID: r.engine.NewID()}, ids.Intake{ID: r.engine.NewID()}}
		r.drawn++
		given, family, _ := strings.Cut(name, " ")
		steps = append(steps,
			r.persons.Step(c.person.ID, people.Register{Name: people.Name{Given: given, Family: family}, BornYear: 2016}),
			r.cases.Step(c.of.ID, casework.OpenCase{Person: c.person, Area: casework.Children, Number: number(r.drawn)}),
			r.intakes.Step(c.intake.ID, casework.ReceiveConcernReport{
				Case: c.of, Person: c.person, Received: received, Channel: casework.ByEmail,
				Reporter: casework.Reporter{Role: "skola", Mandated: true}, Protection: protection,
				Content: casework.IntakeContent{Says: "Utan ytterkläder.", Danger: "nej"},
			}))
		all = append(all, c)
	}
	r.do(steps...)
	return all
}

func number(n int) string {
	return "2026-" + string([]byte{'0', '4', byte('0' + n/10), byte('0' + n%10)})
}

var (
	linnea = ids.User{ID: ids.ID{15: 21}}
	sofia  = ids.User{ID: ids.ID{15: 22}}
	barn   = ids.Unit{ID: ids.ID{15: 23}}
	safe   = casework.ProtectionAssessment{Result: casework.ProtectionNotNeeded, Reasons: "Mormor är hemma."}
	of     = access.Scope{Users: []ids.User{linnea}, Unit: barn, Unclaimed: true}
)

// planned reads like a database and fails the test for a query that goes through
// a whole table: its cost would grow with what it does not show.
type planned struct {
	t  *testing.T
	db store.Queryer
}

func (p planned) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	p.check(ctx, query, args)
	return p.db.QueryContext(ctx, query, args...)
}

func (p planned) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	p.check(ctx, query, args)
	return p.db.QueryRowContext(ctx, query, args...)
}

func (p planned) check(ctx context.Context, query string, args []any) {
	p.t.Helper()
	rows, err := p.db.QueryContext(ctx, "explain query plan "+query, args...)
	if err != nil {
		p.t.Fatalf("%v\n%s", err, query)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, none int
		var detail string
		if err := rows.Scan(&id, &parent, &none, &detail); err != nil {
			p.t.Fatal(err)
		}
		// A scan of an index in order, stopped by a limit, is what "alla" is.
		if strings.HasPrefix(detail, "SCAN") && !strings.Contains(detail, "USING INDEX") && !strings.Contains(detail, "SUBQUERY") &&
			!strings.Contains(detail, "CONSTANT ROW") && !strings.Contains(detail, "counted") {
			p.t.Errorf("%s\n%s", detail, query)
		}
	}
	if err := rows.Err(); err != nil {
		p.t.Fatal(err)
	}
}

func TestOneReportTwoFiles(t *testing.T) {
	each(t, func(t *testing.T, r *reception) {
		saturday := civil.On(2026, time.March, 7).At(16, 40)
		children := r.report(saturday, casework.ProtectionAssessment{}, "Alva Sund", "Elis Sund")
		alva, elis := children[0], children[1]
		jour := safe
		jour.At, jour.MadeBy = civil.On(2026, time.March, 7).At(19, 5), "Cecilia Nord, socialjour"
		r.do(r.intakes.Step(alva.intake.ID, casework.AssessProtection{Assessment: jour}),
			r.intakes.Step(alva.intake.ID, casework.AssignIntake{Officer: linnea}),
			r.cases.Step(alva.of.ID, casework.AssignCase{Officer: linnea, Unit: barn}))

		q := r.register()
		queue := func(queue casework.Queue) []ids.Intake {
			t.Helper()
			rows, err := q.Waiting(ctx, access.Scope{Director: true}, casework.Areas(), queue, 25)
			if err != nil {
				t.Fatal(err)
			}
			var all []ids.Intake
			for _, row := range rows {
				if !row.Received.Equal(saturday) || civil.DayOf(row.Registered) != civil.On(2026, time.March, 9) {
					t.Errorf("received %v, registered %v", row.Received, row.Registered)
				}
				all = append(all, row.ID)
			}
			return all
		}
		if got := queue(casework.QueueNew); !slices.Equal(got, []ids.Intake{elis.intake}) {
			t.Errorf("new: %v, want Elis alone", got)
		}
		if got := queue(casework.QueueProtected); !slices.Equal(got, []ids.Intake{alva.intake}) {
			t.Errorf("protected: %v, want Alva alone", got)
		}
		received, unassigned, unprotected, err := q.Inflow(ctx, access.Scope{Director: true}, []casework.Area{casework.Children}, civil.On(2026, time.March, 7))
		if err != nil || received != 2 || unassigned != 1 || unprotected != 1 {
			t.Errorf("inflow %d, %d, %d (%v), want 2, 1, 1", received, unassigned, unprotected, err)
		}
		r.do(r.intakes.Step(alva.intake.ID, casework.RecordContact{With: casework.WithReporter, On: civil.On(2026, time.March, 9)}))
		if got := queue(casework.QueueAssessment); !slices.Equal(got, []ids.Intake{alva.intake}) {
			t.Errorf("assessment: %v, want Alva alone", got)
		}
		r.do(r.intakes.Step(alva.intake.ID, casework.RecordContact{With: casework.WithChild, NotDone: "Barnet är för litet."}),
			r.intakes.Step(alva.intake.ID, casework.DecideIntake{Outcome: casework.NotOpened, Reasons: "Löst."}))
		if got := queue(casework.QueueAssessment); got != nil {
			t.Errorf("assessment after the decision: %v", got)
		}
		open, err := q.OpenIntakes(ctx, []ids.Case{alva.of, elis.of})
		if err != nil || len(open) != 1 || open[0].ID != elis.intake {
			t.Errorf("open: %v (%v), want Elis alone", open, err)
		}
		all, err := q.IntakesOf(ctx, alva.of, 25)
		if err != nil || len(all) != 1 || all[0].Outcome != casework.NotOpened || all[0].Protection != casework.ProtectionNotNeeded {
			t.Errorf("intakes of Alva's case: %+v (%v)", all, err)
		}
	})
}

func TestAPersonHasOneCaseInAnArea(t *testing.T) {
	each(t, func(t *testing.T, r *reception) {
		alva := r.report(r.now, safe, "Alva Sund")[0]
		for name, tt := range map[string]struct {
			cmd  casework.OpenCase
			want string
		}{
			"second case in the area": {casework.OpenCase{Person: alva.person, Area: casework.Children, Number: "2026-0900"}, "case.person-has-one"},
			"number that is taken":    {casework.OpenCase{Person: alva.person, Area: casework.Adults, Number: "2026-0401"}, "case.number-taken"},
		} {
			err := r.try(linnea, r.cases.Step(r.engine.NewID(), tt.cmd))
			if all := fault.All(err); len(all) != 1 || all[0].Text != tt.want {
				t.Errorf("%s: got %v", name, err)
			}
		}
		r.do(r.cases.Step(r.engine.NewID(), casework.OpenCase{Person: alva.person, Area: casework.Adults, Number: "2026-0901"}))
		found, err := r.register().CasesOf(ctx, alva.person)
		if err != nil || len(found) != 2 {
			t.Errorf("cases of the person: %v (%v)", found, err)
		}
	})
}

func TestListsShowWhatTheReaderMaySee(t *testing.T) {
	each(t, func(t *testing.T, r *reception) {
		children := r.report(r.now, safe, "Alva Sund", "Elis Sund", "Maja Lind")
		alva, elis, maja := children[0], children[1], children[2]
		for officer, cs := range map[ids.User][]child{linnea: {alva}, sofia: {elis, maja}} {
			for _, c := range cs {
				r.do(r.cases.Step(c.of.ID, casework.AssignCase{Officer: officer, Unit: barn}))
			}
		}
		r.do(r.persons.Step(maja.person.ID, people.SetProtection{Kind: people.ProtectedRegistration}))

		q := r.register()
		for name, tt := range map[string]struct {
			scope access.Scope
			view  casework.View
			want  []string
		}{
			"mine":                         {of, casework.ViewMine, []string{"2026-0401"}},
			"the unit's, without Maja":     {of, casework.ViewUnit, []string{"2026-0402", "2026-0401"}},
			"the unit's, for Maja's own":   {access.Scope{Users: []ids.User{sofia}, Unit: barn}, casework.ViewUnit, []string{"2026-0403", "2026-0402", "2026-0401"}},
			"all, without Maja":            {access.Scope{All: true}, casework.ViewAll, []string{"2026-0402", "2026-0401"}},
			"all, for one who may not":     {of, casework.ViewAll, nil},
			"nobody's scope shows nothing": {access.Scope{}, casework.ViewMine, nil},
		} {
			found, count, err := q.List(ctx, tt.scope, tt.view, false, 25, 0)
			var got []string
			for _, c := range found {
				got = append(got, c.Number)
			}
			if err != nil || !slices.Equal(got, tt.want) || count != len(tt.want) {
				t.Errorf("%s: got %v, counted %d (%v), want %v", name, got, count, err, tt.want)
			}
		}

		for name, tt := range map[string]struct {
			scope access.Scope
			words string
			want  int
		}{
			"whole name":               {of, "Alva Sund", 1},
			"the beginning of a name":  {of, "su", 2},
			"names in the wrong order": {of, "sund elis", 1},
			"protected, by another":    {of, "Maja", 0},
			"protected, by her own":    {access.Scope{Users: []ids.User{sofia}}, "Maja Li", 1},
			"another branch":           {access.Scope{Users: []ids.User{{ID: ids.ID{15: 99}}}}, "Alva", 0},
			"no such name":             {of, "Xerxes", 0},
		} {
			found, err := q.FindByName(ctx, tt.scope, people.SearchWords(tt.words))
			if err != nil || len(found) != tt.want {
				t.Errorf("%s: %d hits (%v), want %d", name, len(found), err, tt.want)
			}
		}
		if found, err := q.FindByCaseNumber(ctx, of, "2026-0403"); err != nil || len(found) != 0 {
			t.Errorf("a protected case is found by its number: %v (%v)", found, err)
		}
	})
}

func TestTimelineTellsWhatHappenedNewestFirst(t *testing.T) {
	each(t, func(t *testing.T, r *reception) {
		alva := r.report(r.now.Add(-40*time.Hour), safe, "Alva Sund")[0]
		note := r.engine.NewID()
		r.now = r.now.Add(time.Hour)
		r.do(r.notes.Step(note, casework.WriteNote{Case: alva.of, Person: alva.person, Kind: casework.NotePhone, Text: "Mormor ringer.", Sign: true}))
		r.now = r.now.Add(time.Hour)
		r.do(r.intakes.Step(alva.intake.ID, casework.RecordContact{With: casework.WithChild, NotDone: "Barnet är för litet."}),
			r.intakes.Step(alva.intake.ID, casework.DecideIntake{Outcome: casework.NotOpened, Reasons: "Löst."}))

		tell := func(events, notes bool) []string {
			entries, err := r.register().Timeline(ctx, alva.of, r.now.Add(time.Minute), events, notes, 25)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range entries {
				got = append(got, e.Name+" "+e.Detail)
			}
			return got
		}
		want := []string{
			"intake.contacted.v1 barnet inte", "intake.decided.v1 inte-inleda", "note.written.v1 ",
			"case.opened.v1 ", "intake.protection_assessed.v1 behovs-inte", "intake.received.v1 orosanmalan e-post",
		}
		got := tell(true, true)
		slices.Sort(got[:2]) // in the same act, as are the next two
		slices.Sort(got[3:5])
		if !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		if got := tell(false, true); len(got) != 1 {
			t.Errorf("notes alone: %q", got)
		}
		if got := tell(true, false); len(got) != 5 {
			t.Errorf("events alone: %q", got)
		}
		r.do(r.notes.Step(note, casework.MarkMisfiled{Reason: "Fel familj."}))
		notes, err := r.register().Notes(ctx, alva.of, r.now.Add(time.Minute), 25)
		if err != nil || len(notes) != 1 || notes[0].Text != "" || notes[0].Misfiled == "" {
			t.Errorf("a misfiled note hands out its text: %+v (%v)", notes, err)
		}
	})
}

func TestNumbersAreDrawnOnceForAForm(t *testing.T) {
	each(t, func(t *testing.T, r *reception) {
		r.report(r.now, safe, "Alva Sund") // 2026-0401
		n := store.Numbers{Last: r.register().LastNumber}
		draw := func(form byte, place int) string {
			t.Helper()
			number, err := n.Draw(ctx, 2026, ids.Act{ID: ids.ID{15: form}}, place)
			if err != nil {
				t.Fatal(err)
			}
			return number
		}
		got := []string{draw(1, 0), draw(1, 1), draw(2, 0), draw(1, 0)}
		if want := []string{"2026-0402", "2026-0403", "2026-0404", "2026-0402"}; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		n.Forget(ids.Act{ID: ids.ID{15: 1}})
		if got := draw(1, 0); got != "2026-0402" { // nothing has been used yet
			t.Errorf("after a collision: %s", got)
		}
		if number, err := n.Draw(ctx, 2027, ids.Act{ID: ids.ID{15: 3}}, 0); err != nil || number != "2027-0001" {
			t.Errorf("next year: %s (%v)", number, err)
		}
	})
}

func TestANumberBelongsToOnePerson(t *testing.T) {
	each(t, func(t *testing.T, r *reception) {
		number, err := ids.ParseIdentityNumber("20160702-2389", civil.DayOf(r.now))
		if err != nil {
			t.Fatal(err)
		}
		first := r.engine.NewID()
		r.do(r.persons.Step(first, people.Register{Number: number, Born: number.Born()}))
		err = r.try(linnea, r.persons.Step(r.engine.NewID(), people.Register{Number: number}))
		if all := fault.All(err); len(all) != 1 || all[0].Text != "person.number-taken" {
			t.Errorf("the number was given twice: %v", err)
		}
		found, err := peoplesql.Queries{DB: r.reader()}.ByNumber(ctx, number)
		if err != nil || found.ID.ID != first || found.Born != number.Born() {
			t.Errorf("by number: %+v (%v)", found, err)
		}
	})
}

func TestTheRegisterRebuiltIsTheSameAsLive(t *testing.T) {
	each(t, func(t *testing.T, r *reception) {
		alva := r.report(r.now, safe, "Alva Sund", "Elis Sund")[0]
		r.do(r.intakes.Step(alva.intake.ID, casework.AssignIntake{Officer: linnea}),
			r.intakes.Step(alva.intake.ID, casework.RecordContact{With: casework.WithReporter, On: civil.DayOf(r.now)}),
			r.notes.Step(r.engine.NewID(), casework.WriteNote{Case: alva.of, Person: alva.person, Kind: casework.NotePlain, Text: "x"}))
		dump := func() string {
			var out strings.Builder
			for _, table := range []string{"person", "person_word", "cases", "intake", "note", "timeline"} {
				rows, err := r.db.Reader().QueryContext(ctx, "select * from "+table+" order by 1, 2")
				if err != nil {
					t.Fatal(err)
				}
				columns, err := rows.Columns()
				if err != nil {
					t.Fatal(err)
				}
				for rows.Next() {
					values := make([]sql.RawBytes, len(columns))
					into := make([]any, len(columns))
					for i := range values {
						into[i] = &values[i]
					}
					if err := rows.Scan(into...); err != nil {
						t.Fatal(err)
					}
					for _, v := range values {
						out.Write(v)
						out.WriteByte('|')
					}
					out.WriteByte('\n')
				}
				if err := rows.Close(); err != nil {
					t.Fatal(err)
				}
			}
			return out.String()
		}
		live := dump()
		for _, name := range []string{"persons", "cases", "intakes", "notes", "timeline"} {
			if err := r.db.Rebuild(ctx, name, func(int, int) {}); err != nil {
				t.Fatal(err)
			}
		}
		if rebuilt := dump(); rebuilt != live {
			t.Errorf("rebuilt:\n%s\nlive:\n%s", rebuilt, live)
		}
	})
}
