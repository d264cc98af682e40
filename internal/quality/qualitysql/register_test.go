package qualitysql_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/quality"
	"stadga/internal/quality/qualitysql"
	"stadga/internal/store"
	"stadga/internal/store/sqlite"
)

func onSQLite(t *testing.T) store.Driver {
	file, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "norr.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// A desk is a record that takes in deviations, a minute apart.
type desk struct {
	t   *testing.T
	db  *store.DB
	all *engine.Stream[quality.Deviation]
	e   *engine.Engine
	now time.Time
}

func newDesk(t *testing.T, base store.Driver) *desk {
	t.Helper()
	d := &desk{t: t, now: civil.On(2026, time.March, 9).At(8, 20)}
	registry := journal.NewRegistry()
	var err error
	if d.db, err = store.New(t.Context(), base, registry, qualitysql.Projection()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.db.Close(); err != nil {
			t.Error(err)
		}
	})
	d.e = engine.New(engine.Config{
		Store: d.db, Registry: registry, Book: engine.NoRules{}, Access: engine.AllowAll{},
		Clock: func() time.Time { return d.now }, IDs: ids.Source{Random: rand.NewChaCha8([32]byte{9})},
	})
	d.all = engine.Bind(d.e, qualitysql.Deviations())
	return d
}

func (d *desk) try(id ids.ID, by ids.User, cmd engine.Command[quality.Deviation]) error {
	d.now = d.now.Add(time.Minute)
	_, err := d.all.Do(d.t.Context(), act.Form{ID: d.e.NewForm(), Actor: act.Actor{User: by}}, id, cmd)
	return err
}

func (d *desk) do(id ids.ID, cmd engine.Command[quality.Deviation]) {
	d.t.Helper()
	if err := d.try(id, eva, cmd); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) report(n int, by ids.User, unit ids.Unit, provider ids.Provider) ids.ID {
	d.t.Helper()
	id := d.e.NewID()
	err := d.try(id, by, quality.ReportDeviation{
		Report: quality.Report{Number: fmt.Sprintf("A2026-%04d", n), What: "Något hände.", Unit: unit, Provider: provider}, Danger: "nej",
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

var (
	eva    = ids.User{ID: ids.ID{15: 1}}
	marie  = ids.User{ID: ids.ID{15: 2}}
	norr   = ids.Unit{ID: ids.ID{15: 3}}
	soder  = ids.Unit{ID: ids.ID{15: 4}}
	ronnen = ids.Provider{ID: ids.ID{15: 5}}
)

func TestTheRegisterFindsWhatIsAskedFor(t *testing.T) {
	for name, open := range bases() {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, open(t))
			first := d.report(1, eva, norr, ids.Provider{})
			second := d.report(2, marie, soder, ronnen)
			third := d.report(3, eva, soder, ids.Provider{})
			d.do(first, quality.ClassDeviation{Class: quality.Classification{
				Kind: quality.LexSarah, Type: quality.NotDelivered, Severity: 3, Recurrence: 1, Grade: quality.RiskOf,
			}})
			d.do(second, quality.ActOnDeviation{What: "Nyckeln är lagad", On: civil.DayOf(d.now)})
			d.do(second, quality.ClassDeviation{Class: quality.Classification{Kind: quality.Opinion, Type: quality.OtherType, Severity: 1, Recurrence: 1}})
			d.do(third, quality.ClassDeviation{Class: quality.Classification{Kind: quality.Complaint, Type: quality.WrongGround, Severity: 1, Recurrence: 1}})
			d.do(third, quality.CloseDeviation{Answer: "Tack"})

			q := qualitysql.Register{DB: d.db.Reader()}
			everything := quality.RegisterScope{All: true}
			for name, tt := range map[string]struct {
				asked quality.Selection
				want  string // the numbers, newest first
			}{
				"all":                     {quality.Selection{Scope: everything}, "3 2 1"},
				"open":                    {quality.Selection{Scope: everything, Open: true}, "2 1"},
				"closed":                  {quality.Selection{Scope: everything, Closed: true}, "3"},
				"lex Sarah, open":         {quality.Selection{Scope: everything, Open: true, Kind: quality.LexSarah}, "1"},
				"of a type":               {quality.Selection{Scope: everything, Type: quality.WrongGround}, "3"},
				"acted on before classed": {quality.Selection{Scope: everything, Stage: quality.StageActed}, "2"},
				"one's own":               {quality.Selection{Scope: quality.RegisterScope{Reporter: eva}}, "3 1"},
				"one's unit":              {quality.Selection{Scope: quality.RegisterScope{Unit: soder}}, "3 2"},
				"one's provider":          {quality.Selection{Scope: quality.RegisterScope{Provider: ronnen}}, "2"},
				"nobody's":                {quality.Selection{}, ""},
			} {
				rows, err := q.Rows(t.Context(), tt.asked, 0, 25)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, row := range rows {
					got = append(got, strings.TrimPrefix(row.Number, "A2026-000"))
				}
				if strings.Join(got, " ") != tt.want {
					t.Errorf("%s: got %v, want %s", name, got, tt.want)
				}
				if n, err := q.Count(t.Context(), tt.asked); err != nil || n != len(rows) {
					t.Errorf("%s: counts %d and lists %d (%v)", name, n, len(rows), err)
				}
			}
			stages, err := q.ByStage(t.Context(), everything)
			if err != nil || stages[quality.StageClassed] != 1 || stages[quality.StageActed] != 1 || len(stages) != 2 {
				t.Errorf("stages %v (%v)", stages, err)
			}
			if last, err := q.LastNumber(t.Context(), 2026); err != nil || last != 3 {
				t.Errorf("the last number is %d (%v)", last, err)
			}
			err = d.try(d.e.NewID(), eva, quality.ReportDeviation{Report: quality.Report{Number: "A2026-0003", What: "Igen"}, Danger: "nej"})
			if !slices.ContainsFunc(fault.All(err), func(f *fault.Error) bool { return f.Text == "deviation.number-taken" }) {
				t.Errorf("a number is given twice: %v", err)
			}
		})
	}
}

// No page of the register sorts or reads more than it shows.
func TestTheRegisterIsReadByIndex(t *testing.T) {
	d := newDesk(t, onSQLite(t))
	for _, s := range []quality.Selection{
		{Scope: quality.RegisterScope{All: true}},
		{Scope: quality.RegisterScope{All: true}, Open: true},
		{Scope: quality.RegisterScope{All: true}, Open: true, Kind: quality.LexSarah},
		{Scope: quality.RegisterScope{Unit: norr}, Open: true},
		{Scope: quality.RegisterScope{Provider: ronnen}},
		{Scope: quality.RegisterScope{Reporter: eva}},
	} {
		query, args := qualitysql.Explain(s)
		rows, err := d.db.Reader().QueryContext(t.Context(), "explain query plan "+query, args...)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(detail, "INDEX") {
				t.Errorf("%+v: %s", s, detail)
			}
		}
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}
}
