package desksql_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/access"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/desk"
	"stadga/internal/desk/desksql"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/org/orgsql"
	"stadga/internal/people/peoplesql"
	"stadga/internal/store"
	"stadga/internal/store/pgtest"
	"stadga/internal/store/postgres"
	"stadga/internal/store/sqlite"
)

var (
	now   = time.Date(2026, 3, 12, 7, 52, 0, 0, time.UTC)
	today = civil.DayOf(now)
)

func user(n byte) ids.User         { return ids.User{ID: ids.ID{15: n}} }
func unit(n byte) ids.Unit         { return ids.Unit{ID: ids.ID{14: n}} }
func provider(n byte) ids.Provider { return ids.Provider{ID: ids.ID{13: n}} }

// A world is a record with rows put straight into its tables.
type world struct {
	t      testing.TB
	driver store.Driver
	db     *store.DB
	desk   desksql.Queries
	rows   []desk.Row
	cases  []desk.Case
}

// onBoth runs a test on both databases.
func onBoth(t *testing.T, f func(t *testing.T, w *world)) {
	t.Run("sqlite", func(t *testing.T) { f(t, newWorld(t, onSQLite(t))) })
	t.Run("postgres", func(t *testing.T) {
		driver, err := postgres.Open(t.Context(), pgtest.Database(t), postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		f(t, newWorld(t, driver))
	})
}

func onSQLite(t *testing.T) store.Driver {
	t.Helper()
	driver, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "namnd.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return driver
}

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func newWorld(t testing.TB, driver store.Driver) *world {
	t.Helper()
	ctx := context.Background()
	registry := journal.NewRegistry()
	db, err := store.New(ctx, driver, registry, noEvents(
		peoplesql.Projection(), orgsql.Projection(), casesql.CasesProjection(), casesql.IntakesProjection(), casesql.NotesProjection(),
		casesql.InvestigationProjection(), deliverysql.Projection(),
	)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return &world{t: t, driver: driver, db: db, desk: desksql.Queries{DB: db.Reader()}}
}

// noEvents keeps only the tables: the rows are put there by hand.
func noEvents(projections ...store.Projection) []store.Projection {
	for i := range projections {
		projections[i].Events = nil
	}
	return projections
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	err := w.driver.Write(context.Background(), func(x store.Execer) error {
		_, err := x.ExecContext(context.Background(), query, args...)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) staff(n byte, name string, of ids.Unit) {
	w.exec(`insert into staff (id, name, login, ends) values ($1, $2, '', '')`, user(n), name)
	w.exec(`insert into staff_placement (staff, begins, title, roles, unit, provider) values ($1, '2020-01-01', 'handläggare', 'handlaggare', $2, $3)`, user(n), of, ids.ID{})
}

func (w *world) unit(n byte, name string) {
	w.exec(`insert into unit (id, side, areas, intake, under, begins, ends) values ($1, 'myndighet', 'aldre', 0, $2, '2020-01-01', '')`, unit(n), ids.ID{})
	w.exec(`insert into unit_name (unit, begins, name) values ($1, '2020-01-01', $2)`, unit(n), name)
}

// aCase adds a person with a case, and its obligations.
func (w *world) aCase(n int, officer ids.User, of ids.Unit, protected bool, obligations ...duty.Obligation) desk.Case {
	w.t.Helper()
	c := desk.Case{
		ID: ids.Case{ID: ids.ID{1, byte(n >> 8), byte(n)}}, Number: fmt.Sprintf("2026-%04d", n), Area: "aldre",
		Person: ids.Person{ID: ids.ID{2, byte(n >> 8), byte(n)}}, Initials: "A. S.", Born: civil.MustParse("1941-05-03"),
		Officer: officer, Unit: of,
	}
	protection := ""
	if protected {
		c.Initials, c.Secrecy, protection = "", "sekretessmarkering", "sekretessmarkering"
	}
	w.exec(`insert into person (id, given, family, number, born, born_year, unborn, expected, address, phone, protection, deceased, moved, merged, registered)
		values ($1, 'Anna', 'Svensson', '', $2, 0, 0, '', '', '', $3, '', '', $4, '2026-01-01')`, c.Person, c.Born, protection, ids.ID{})
	w.exec(`insert into cases (id, number, person, area, officer, unit, opened, closed) values ($1, $2, $3, 'aldre', $4, $5, '2026-01-01', '')`,
		c.ID, c.Number, c.Person, c.Officer, c.Unit)
	err := w.db.Write(context.Background(), func(tx engine.Tx) error {
		file, err := tx.AddSubject(context.Background(), engine.SubjectRow{Subject: duty.Subject{Kind: "case", ID: c.ID.ID}, Version: 1})
		if err != nil {
			return err
		}
		intake := duty.Subject{Kind: "intake", ID: ids.ID{3, byte(n >> 8), byte(n)}}
		num, err := tx.AddSubject(context.Background(), engine.SubjectRow{Subject: intake, Under: file, File: file, Version: 1})
		if err != nil {
			return err
		}
		for i, o := range obligations {
			o.Subject, o.About = intake, fmt.Sprint(i)
			if err := tx.PutObligations(context.Background(), []engine.Owed{{Of: num, File: file, Holder: officer, Obligation: &o}}); err != nil {
				return err
			}
			w.rows = append(w.rows, desk.Row{Obligation: o, Case: c})
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.cases = append(w.cases, c)
	return c
}

// anyObligation draws an obligation with every field that a state can hang on.
func anyObligation(r *rand.Rand) duty.Obligation {
	day := func() civil.Date { return today.AddDays(r.IntN(41) - 20) }
	sometimes := func(d civil.Date) civil.Date {
		if r.IntN(3) == 0 {
			return d
		}
		return civil.Date{}
	}
	rules := []string{"child-prelim-14d", "local-order-ack-1wd", "appeal-3w"}
	o := duty.Obligation{
		Rule: rules[r.IntN(len(rules))], Version: 1, Owes: []string{"officer", "provider", "manager", "person"}[r.IntN(4)],
		Ground: duty.Fact{Name: "intake.received", Day: day()}, Strict: sometimes(day()), Nth: r.IntN(3),
	}
	if o.Strict.IsZero() {
		o.Strict = day()
	}
	if r.IntN(5) == 0 {
		o.Strict = civil.Date{}
	}
	if r.IntN(4) == 0 && !o.Strict.IsZero() {
		o.Shifted = o.Strict.AddDays(2)
	}
	o.Local = sometimes(day())
	if r.IntN(5) == 0 {
		o.DueAt = now.Add(time.Duration(r.IntN(96)-48) * time.Hour)
		o.Strict, o.Shifted = civil.DayOf(o.DueAt), civil.Date{}
	}
	if r.IntN(2) == 0 {
		o.MetBy = duty.Fact{Name: "intake.decided", Day: day(), Learned: now.Add(-time.Duration(r.IntN(200)) * time.Hour)}
		if r.IntN(2) == 0 {
			o.MetBy.At = o.MetBy.Day.At(9, 30)
		}
		o.Recorded = r.IntN(4) == 0
		o.Until = sometimes(day())
	}
	if r.IntN(6) == 0 {
		o.Waived, o.WaiveOn = "personen har avlidit", day()
	}
	if r.IntN(8) == 0 {
		o.Missing = "decision.received"
	}
	o.Before = sometimes(day())
	o.Prior, o.Never = r.IntN(8) == 0, r.IntN(8) == 0
	return o
}

// keys are rows with their cases, in an order of their own.
func keys(rows []desk.Row) []string {
	var all []string
	for _, row := range rows {
		all = append(all, fmt.Sprint(row.Case.Number, row.File, row.Case.Initials, row.Case.Name, row.Case.UnitName, row.Case.Secrecy.Protected(), row.Subject.ID, row.Key()))
	}
	slices.Sort(all)
	return all
}

// holds is what a selection means, written again from its words.
func holds(s desk.Selection, row desk.Row) bool {
	o, c := &row.Obligation, row.Case
	free := c.Officer.IsZero()
	seen := s.Scope.Lets(c.File())
	last := o.Due()
	if last.IsZero() {
		last = today
	}
	met := o.MetOn()
	switch {
	case !seen,
		len(s.Users) > 0 && !slices.Contains(s.Users, c.Officer),
		!s.Unit.IsZero() && c.Unit != s.Unit,
		s.Unassigned && !free,
		len(s.Owes) > 0 && !slices.Contains(s.Owes, o.Owes),
		s.Rules != nil && !slices.Contains(s.Rules, o.Rule),
		len(s.States) > 0 && !slices.Contains(s.States, o.StateAt(s.Now)),
		s.Unmet && (o.Never || o.Waived != "" || !met.IsZero() && (o.Until.IsZero() || !o.Until.Before(today))),
		!s.MetOn.IsZero() && (met != s.MetOn || o.Never),
		!s.DueFrom.IsZero() && last.Before(s.DueFrom),
		!s.DueTo.IsZero() && last.After(s.DueTo):
		return false
	}
	return true
}

func TestEveryFigureEqualsItsListAndItsWords(t *testing.T) {
	onBoth(t, everyFigureEqualsItsListAndItsWords)
}

func everyFigureEqualsItsListAndItsWords(t *testing.T, w *world) {
	const seed = 7
	r := rand.New(rand.NewPCG(seed, 1))
	w.unit(1, "Biståndsenheten")
	w.unit(2, "Utredning barn och unga")
	for n := range 60 {
		officer, of := user(byte(r.IntN(4))), unit(byte(r.IntN(3)))
		var obligations []duty.Obligation
		for range 5 + r.IntN(6) {
			obligations = append(obligations, anyObligation(r))
		}
		w.aCase(n+1, officer, of, r.IntN(6) == 0, obligations...)
	}
	book := book{"child-prelim-14d": false, "local-order-ack-1wd": true, "appeal-3w": false}
	scopes := map[string]access.Scope{
		"officer":  access.ScopeOf(access.Who{User: user(1), Roles: []string{"handlaggare"}, Unit: unit(1)}),
		"stand-in": access.ScopeOf(access.Who{User: user(1), Roles: []string{"handlaggare"}, Unit: unit(2), Covers: []ids.User{user(2)}}),
		"manager":  access.ScopeOf(access.Who{User: user(9), Roles: []string{"enhetschef"}, Unit: unit(2)}),
		"director": access.ScopeOf(access.Who{User: user(8), Roles: []string{"socialchef"}}),
		"auditor":  {All: true, Nameless: true},
		"nobody":   access.ScopeOf(access.Who{User: user(7), Roles: []string{"controller"}}),
	}
	asked, nonempty := 0, 0
	for who, scope := range scopes {
		selections := map[string]desk.Selection{
			"all":          {Scope: scope, Now: now},
			"mine":         {Scope: scope, Users: []ids.User{user(1), user(2)}, Unmet: true, States: []duty.State{duty.Open, duty.Late, duty.Undetermined}, Now: now},
			"met today":    {Scope: scope, MetOn: today, Now: now},
			"unassigned":   {Scope: scope, Unassigned: true, Unmet: true, Now: now},
			"owed by some": {Scope: scope, Owes: []string{"provider", "manager"}, Now: now},
			"a span":       {Scope: scope, DueFrom: today.AddDays(-3), DueTo: today.AddDays(4), Now: now},
			"no rules":     {Scope: scope, Rules: []string{}, Now: now},
		}
		for _, state := range []duty.State{duty.Met, duty.MetLate, duty.Open, duty.Late, duty.NotApplicable, duty.Undetermined} {
			selections["only "+string(state)] = desk.Selection{Scope: scope, States: []duty.State{state}, Now: now}
		}
		for _, of := range []ids.Unit{{}, unit(1), unit(2)} {
			for _, f := range append(desk.UnitFigures(book, scope, of, now), desk.RollUp(book, scope, now)...) {
				if !f.Cases {
					selections[f.Key+" "+of.String()] = f.Selection
				}
			}
		}
		for name, s := range selections {
			want := 0
			for _, row := range w.rows {
				if holds(s, row) {
					want++
				}
			}
			n, err := w.desk.Count(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := w.desk.Rows(t.Context(), s, 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			owed, err := w.desk.Owed(t.Context(), s)
			brief := slices.Clone(owed)
			if err == nil {
				err = w.desk.Named(t.Context(), owed)
			}
			if err != nil {
				t.Fatal(err)
			}
			for i := range owed {
				a, b := &brief[i].Obligation, &owed[i].Obligation
				if a.StateAt(now) != b.StateAt(now) || desk.GroupOf(a, now) != desk.GroupOf(b, now) || desk.DaysLeft(a, today) != desk.DaysLeft(b, today) ||
					a.Key() != b.Key() || a.Version != b.Version || a.Owes != b.Owes || b.Subject.Kind == "" {
					t.Errorf("seed %d, %s, %s: the index says %+v, the row %+v", seed, who, name, a, b)
				}
			}
			if !slices.Equal(keys(owed), keys(rows)) {
				t.Errorf("seed %d, %s, %s: owed %v, list %v", seed, who, name, keys(owed), keys(rows))
			}
			if n != want || len(rows) != want {
				t.Errorf("seed %d, %s, %s: figure %d, list %d, by the words %d", seed, who, name, n, len(rows), want)
			}
			asked++
			if want > 0 {
				nonempty++
			}
			for _, row := range rows {
				if !holds(s, row) {
					t.Errorf("seed %d, %s, %s: %+v is listed and not meant", seed, who, name, row)
				}
			}
		}
	}
	if nonempty*2 < asked {
		t.Errorf("only %d of %d selections held anything", nonempty, asked)
	}
}

type book map[string]bool

func (b book) Has(rule string) bool   { _, ok := b[rule]; return ok }
func (b book) Local(rule string) bool { return b[rule] }
func (b book) Task(string) bool       { return true }
func (b book) Rules() []string        { return slices.Sorted(maps.Keys(b)) }
func (b book) Edition() string        { return "prov" }

func (b book) Points() []desk.Point {
	counted := []duty.State{duty.Met, duty.MetLate, duty.Late}
	return []desk.Point{
		{Key: "i-tid", Over: []string{"child-prelim-14d"}, Good: counted[:1], Of: counted},
		{Key: "tva-regler", Over: []string{"local-order-ack-1wd", "child-prelim-14d"}, Good: counted[:2], Of: counted},
	}
}

func (b book) Reconciles() []desk.Reconcile {
	return []desk.Reconcile{{
		Key: "lika-manga", Left: desk.Side{Over: []string{"appeal-3w"}, States: []duty.State{duty.Late}},
		Right: desk.Side{Over: []string{"child-prelim-14d"}, States: []duty.State{duty.Late, duty.MetLate}},
	}}
}

func TestAListIsPagedWithoutGaps(t *testing.T) { onBoth(t, aListIsPagedWithoutGaps) }

func aListIsPagedWithoutGaps(t *testing.T, w *world) {
	for n := range 30 {
		w.aCase(n+1, user(1), unit(1), false, duty.Obligation{Rule: "child-prelim-14d", Strict: today.AddDays(n % 7)})
	}
	s := desk.Selection{Scope: access.Scope{All: true}, Now: now}
	seen := map[string]bool{}
	for offset := 0; offset < 30; offset += 8 {
		rows, err := w.desk.Rows(t.Context(), s, offset, 8)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			seen[row.Case.Number] = true
		}
	}
	if len(seen) != 30 {
		t.Errorf("%d of 30 rows were shown", len(seen))
	}
}

func TestLoadsAreListedByName(t *testing.T) { onBoth(t, loadsAreListedByName) }

func loadsAreListedByName(t *testing.T, w *world) {
	w.unit(1, "Biståndsenheten")
	w.staff(1, "Eva Ek", unit(1))
	w.staff(2, "Jonas Lund", unit(1))
	w.staff(3, "Amir Rahimi", unit(2))
	c := w.aCase(1, user(2), unit(1), false)
	w.aCase(2, user(2), unit(1), true)
	w.exec(`insert into investigation_line (id, case_id, person, intake, no, kind, ground, started_by, received, opened, opened_by, question, decision)
		values ($1, $2, $3, $4, 1, 'aldre', 'SoL 14:2', 'ansokan', '2026-03-01', '2026-03-02', $4, '', $5)`, ids.ID{5}, c.ID, c.Person, ids.ID{}, ids.ID{})
	loads, err := w.desk.Loads(t.Context(), unit(1), today)
	if err != nil {
		t.Fatal(err)
	}
	if len(loads) != 2 || loads[0].Name != "Eva Ek" || loads[0].Cases != 0 || loads[1].Cases != 2 || loads[1].Running != 1 {
		t.Errorf("%+v", loads)
	}
	flow, err := w.desk.Flow(t.Context(), access.Scope{All: true}, unit(1), civil.MustParse("2026-01-01"), today)
	if err != nil {
		t.Fatal(err)
	}
	if len(flow) != 3 || flow[0].Month != "2026-01" || flow[1].Open != 0 || flow[2].Open != 1 {
		t.Errorf("%+v", flow)
	}
}

func TestCasesWithoutOfficerAreCountedAsListed(t *testing.T) {
	onBoth(t, casesWithoutOfficerAreCountedAsListed)
}

func casesWithoutOfficerAreCountedAsListed(t *testing.T, w *world) {
	w.aCase(1, ids.User{}, unit(1), false)
	w.aCase(2, ids.User{}, ids.Unit{}, true)
	w.aCase(3, user(1), unit(1), false)
	for name, tt := range map[string]struct {
		s    desk.CaseSelection
		want int
	}{
		"whole administration": {desk.CaseSelection{Scope: access.Scope{All: true}, Unassigned: true}, 2},
		"one unit":             {desk.CaseSelection{Scope: access.Scope{All: true}, Unit: unit(1), Unassigned: true}, 1},
		"one officer's":        {desk.CaseSelection{Scope: access.Scope{All: true}, Users: []ids.User{user(1)}}, 1},
		"seen by nobody":       {desk.CaseSelection{}, 0},
	} {
		n, err := w.desk.CountCases(t.Context(), tt.s)
		if err != nil {
			t.Fatal(err)
		}
		list, err := w.desk.Cases(t.Context(), tt.s, 0, 25)
		if err != nil {
			t.Fatal(err)
		}
		if n != tt.want || len(list) != tt.want {
			t.Errorf("%s: figure %d, list %d, want %d", name, n, len(list), tt.want)
		}
	}
}

func TestWhoStandsInAndWhatIsUnsigned(t *testing.T) { onBoth(t, whoStandsInAndWhatIsUnsigned) }

func whoStandsInAndWhatIsUnsigned(t *testing.T, w *world) {
	w.staff(1, "Eva Ek", unit(1))
	w.staff(2, "Sofia Wallin", unit(1))
	w.exec(`insert into absence (id, staff, stand_in, begins, ends) values ($1, $2, $3, '2026-03-01', '2026-03-12'), ($4, $2, $3, '2026-04-01', '2026-04-02')`, ids.ID{1}, user(2), user(1), ids.ID{2})
	covers, err := w.desk.Covers(t.Context(), user(1), today)
	if err != nil || len(covers) != 1 || covers[0].Name != "Sofia Wallin" || covers[0].Until != today {
		t.Errorf("%+v %v", covers, err)
	}
	c := w.aCase(1, user(1), unit(1), false)
	for n, written := range []string{"2026-03-10T09:00:00.000000Z", "2026-03-11T09:00:00.000000Z", "2026-03-12T07:00:00.000000Z"} {
		w.exec(`insert into note (id, case_id, person, kind, happened, title, body, author, written, signed, corrected, objected, misfiled)
			values ($1, $2, $3, 'samtal', $4, 'Samtal', 'x', $5, $4, '', 0, 0, 0)`, ids.ID{6, byte(n)}, c.ID, c.Person, written, user(1))
	}
	notes, err := w.desk.Unsigned(t.Context(), user(1), today)
	if err != nil || len(notes) != 1 || notes[0].Notes != 2 || notes[0].Written.String() != "2026-03-10" || notes[0].Case.Number != c.Number {
		t.Errorf("%+v %v", notes, err)
	}
}

// The day of one officer must not cost more because others have many cases, or
// because much has been met.
func TestMinDagIsFoundByItsIndexes(t *testing.T) {
	w := newWorld(t, onSQLite(t))
	w.aCase(1, user(1), unit(1), false, duty.Obligation{Rule: "child-prelim-14d", Strict: today})
	mine := desk.Selection{Scope: access.Scope{Users: []ids.User{user(1)}}, Users: []ids.User{user(1)}, Now: now}
	unmet, done := mine, mine
	unmet.Unmet, done.MetOn = true, today
	orders := desk.Selection{Scope: access.Scope{Provider: provider(1)}, Provider: provider(1), Unmet: true, Rules: []string{"a", "b"}, Now: now}
	for name, tt := range map[string]struct {
		s    desk.Selection
		uses []string
	}{
		"what an officer has to do": {unmet, []string{"COVERING INDEX obligation_held (holder=?)"}},
		"what was done today":       {done, []string{"obligation_met (holder=? AND met>? AND met<?)"}},
		"what a provider has to do": {orders, []string{"order_line_", "sqlite_autoindex_subject_1 (kind=? AND id=?)", "sqlite_autoindex_obligation_1 (subject=?"}},
	} {
		plan := w.plan(tt.s)
		for _, index := range tt.uses {
			if !strings.Contains(plan, index) {
				t.Errorf("%s does not use %s:\n%s", name, index, plan)
			}
		}
		if strings.Contains(plan, "SCAN") {
			t.Errorf("%s reads a whole table:\n%s", name, plan)
		}
	}
	unmet.Owes, unmet.States = []string{"officer", "provider"}, []duty.State{duty.Open, duty.Late, duty.Undetermined}
	if plan := w.explain(desksql.ExplainHeld(unmet)); plan != "SEARCH o USING COVERING INDEX obligation_held (holder=? AND owes=?)" {
		t.Errorf("what an officer has to do is not read from the index alone:\n%s", plan)
	}
	query, places := desksql.ExplainShown()
	plan := w.explain(query, make([]any, places))
	for _, index := range []string{"sqlite_autoindex_obligation_1 (subject=? AND rule=? AND about=? AND nth=?)", "sqlite_autoindex_cases_1 (id=?)", "sqlite_autoindex_person_1 (id=?)"} {
		if !strings.Contains(plan, index) || strings.Count(plan, "SCAN") != 2 { // of the keys that are asked for, twice named
			t.Errorf("what is shown is not found by %s:\n%s", index, plan)
		}
	}
}

func (w *world) plan(s desk.Selection) string {
	w.t.Helper()
	return w.explain(desksql.Explain(s))
}

func (w *world) explain(query string, args []any) string {
	w.t.Helper()
	rows, err := w.db.Reader().QueryContext(context.Background(), `explain query plan `+query, args...)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var id, parent, unused int
		var line string
		if err := rows.Scan(&id, &parent, &unused, &line); err != nil {
			w.t.Fatal(err)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestAProviderMeetsOnlyItsOwnOrders(t *testing.T) { onBoth(t, aProviderMeetsOnlyItsOwnOrders) }

func aProviderMeetsOnlyItsOwnOrders(t *testing.T, w *world) {
	c := w.aCase(1, user(1), unit(1), true)
	ctx := t.Context()
	for n, of := range []ids.Provider{provider(1), provider(2)} {
		service := duty.Subject{Kind: "service", ID: ids.ID{7, byte(n)}}
		w.exec(`insert into order_line (id, case_id, decision, service, person, provider, kind, name, extent, proof, plan_needed, wish, until, sent)
			values ($1, $2, $3, $4, $5, $6, 'hemtjanst-dusch', 'Dusch', '2', 'besok', 1, '', '', '2026-03-11T08:10:00.000000Z')`,
			ids.ID{8, byte(n)}, c.ID, ids.ID{}, service.ID, c.Person, of)
		err := w.db.Write(ctx, func(tx engine.Tx) error {
			num, err := tx.AddSubject(ctx, engine.SubjectRow{Subject: service, Under: 1, File: 1, Version: 1})
			if err != nil {
				return err
			}
			return tx.PutObligations(ctx, []engine.Owed{{Of: num, File: 1, Obligation: &duty.Obligation{Rule: desk.RuleAcknowledge, Subject: service, Owes: "provider", Strict: today}}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	rows, err := w.desk.Rows(ctx, desk.Selection{Scope: access.Scope{Provider: provider(2)}, Provider: provider(2), Unmet: true, Now: now}, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 || rows[0].Order.ID != (ids.ID{8, 1}) || rows[0].Case.Provider != provider(2) {
		t.Errorf("%+v", rows)
	}
}
