package desksql_test

import (
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/desk/desksql"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/report"
)

func TestWhatIsKeptEqualsTheListsBehindIt(t *testing.T) { onBoth(t, whatIsKeptEqualsTheListsBehindIt) }

// Every sum that a page can show, of every view and split, is the length of the
// list behind it at the instant it was counted (M-20).
func whatIsKeptEqualsTheListsBehindIt(t *testing.T, w *world) {
	const seed = 11
	r := rand.New(rand.NewPCG(seed, 2))
	w.unit(1, "Biståndsenheten")
	w.unit(2, "Utredning barn och unga")
	w.staff(1, "Eva Ek", unit(1))
	w.staff(2, "Jonas Lund", unit(2))
	for n := range 40 {
		officer, of := user(byte(r.IntN(4))), unit(byte(r.IntN(3)))
		var obligations []duty.Obligation
		for range 4 + r.IntN(6) {
			obligations = append(obligations, anyObligation(r))
		}
		c := w.aCase(n+1, officer, of, r.IntN(5) == 0, obligations...)
		born, year := civil.On(1930+r.IntN(95), time.Month(1+r.IntN(12)), 1+r.IntN(28)).String(), 0
		if r.IntN(4) == 0 {
			born, year = "", 1990+r.IntN(40)
		}
		number := []string{"", "194105032383", "197812129378"}[r.IntN(3)]
		w.exec(`update person set born = $2, born_year = $3, number = $4 where id = $1`, c.Person, born, year, number)
		w.service(c, byte(n), provider(byte(1+n%2)))
	}
	m := &desksql.Measurer{DB: w.db, Book: book{"child-prelim-14d": false, "local-order-ack-1wd": true, "appeal-3w": false}, Clock: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
	if _, _, err := m.Measured(t.Context(), desk.View{Kind: desk.Open}, desk.Whole); err != nil {
		t.Fatal(err)
	}
	if going, err := m.Recount(t.Context(), time.Minute); err != nil || going.Going {
		t.Fatalf("%+v %v", going, err)
	}
	length := func(s desk.Selection) int {
		t.Helper()
		rows, err := w.desk.Rows(t.Context(), s, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		n, err := w.desk.Count(t.Context(), s)
		if err != nil || n != len(rows) {
			t.Fatalf("figure %d, list %d (%v)", n, len(rows), err)
		}
		return n
	}
	splits := append([]desk.Split{desk.Whole, desk.ByMonth, desk.ByLack}, desk.Splits()...)
	asked, values := 0, map[desk.Split]int{}
	for _, view := range []desk.View{{Kind: desk.Everyone}, {Kind: desk.Open}, {Kind: desk.OfUnit, ID: unit(1).ID}, {Kind: desk.OfUnit, ID: unit(2).ID}, {Kind: desk.Own, ID: user(1).ID}} {
		taken, sums, err := m.Measured(t.Context(), view, splits...)
		if err != nil || !taken.Taken.Equal(now) || taken.Book != "prov" {
			t.Fatalf("%+v %v", taken, err)
		}
		for _, by := range splits {
			if view.Kind == desk.Own && slices.Contains(desk.Splits(), by) {
				if len(sums[by]) > 0 {
					t.Errorf("an officer's own figures are split by %s", by)
				}
				continue
			}
			total := desk.Tallies{}
			for value, tallies := range sums[by] {
				values[by] = max(values[by], len(sums[by]))
				for _, rule := range []string{"child-prelim-14d", "local-order-ack-1wd", "appeal-3w"} {
					for _, state := range []duty.State{duty.Met, duty.MetLate, duty.Open, duty.Late, duty.NotApplicable, duty.Undetermined} {
						s := view.Selection(now)
						s.By, s.Value, s.Rules, s.States = by, value, []string{rule}, []duty.State{state}
						n := tallies[rule][state]
						if n == 0 && asked%7 != 0 {
							asked++
							continue // a list that is empty as it should be is opened now and then
						}
						if got := length(s); got != n {
							t.Errorf("seed %d, %s %s=%q, %s %s: kept %d, list %d", seed, view.Key(), by, value, rule, state, n, got)
						}
						if total[rule] == nil {
							total[rule] = desk.Tally{}
						}
						total[rule][state] += n
						asked++
					}
				}
			}
			for rule, tally := range total {
				for state, n := range tally {
					if whole := sums[desk.Whole][""][rule][state]; n != whole && by != desk.ByLack {
						t.Errorf("%s by %s: %s %s sums to %d of %d", view.Key(), by, rule, state, n, whole)
					}
				}
			}
		}
	}
	for by, least := range map[desk.Split]int{desk.ByUnit: 3, desk.ByGroup: 2, desk.ByProvider: 2, desk.BySex: 3, desk.ByAge: 4, desk.ByMonth: 3, desk.ByLack: 3} {
		if values[by] < least {
			t.Errorf("only %d values of %s", values[by], by)
		}
	}
	if asked < 1000 {
		t.Errorf("only %d sums were held to their lists", asked)
	}
	w.unitFiguresAreKept(m)
	w.reportsSayTheSame(m)
}

// reportsSayTheSame holds the control points' reports to what the page shows those
// who see all rows and no identities.
func (w *world) reportsSayTheSame(m *desksql.Measurer) {
	w.t.Helper()
	_, sums, err := m.Measured(w.t.Context(), desk.View{Kind: desk.Everyone}, desk.Whole, desk.BySex)
	if err != nil {
		w.t.Fatal(err)
	}
	points := m.Book.Points()
	for i, rep := range desksql.Reports(points, m.Clock) {
		answer, err := rep.Run(w.t.Context(), w.db.Reader(), report.Query{From: civil.On(1900, 1, 1), To: civil.On(2100, 1, 1), AsOf: today})
		if err != nil {
			w.t.Fatal(err)
		}
		met, not, unknown := points[i].Share(sums[desk.Whole][""])
		if got := answer.Rows[0]; got[2].Number != int64(met) || got[3].Number != int64(met+not) || got[6].Number != int64(unknown) || met == 0 {
			w.t.Errorf("%s says %v, the page %d, %d and %d", rep.Key, got, met, not, unknown)
		}
		women := 0
		for _, row := range answer.Rows {
			if row[1].Text == "Kvinnor" {
				met, _, _ := points[i].Share(sums[desk.BySex]["kvinna"])
				women++
				if row[2].Number != int64(met) {
					w.t.Errorf("%s says %d of women, the page %d", rep.Key, row[2].Number, met)
				}
			}
		}
		if women != 1 {
			w.t.Errorf("%s has %d rows of women", rep.Key, women)
		}
		past, err := rep.Run(w.t.Context(), w.db.Reader(), report.Query{From: civil.On(1900, 1, 1), To: civil.On(2100, 1, 1), AsOf: today.AddDays(-10)})
		if err != nil || past.Rows[0][3].Number >= answer.Rows[0][3].Number {
			w.t.Errorf("%s ten days ago: %v, today %v (%v)", rep.Key, past.Rows[0], answer.Rows[0], err)
		}
	}
}

// unitFiguresAreKept holds the risks of Enhet, whole and by unit, to their lists.
func (w *world) unitFiguresAreKept(m *desksql.Measurer) {
	w.t.Helper()
	ctx := w.t.Context()
	view := desk.View{Kind: desk.Open}
	_, sums, err := m.Measured(ctx, view, desk.Whole, desk.ByUnit)
	if err != nil {
		w.t.Fatal(err)
	}
	scope := view.Selection(now).Scope
	for _, of := range []ids.Unit{{}, unit(1), unit(2)} {
		for _, f := range append(desk.UnitFigures(m.Book, scope, of, now), desk.RollUp(m.Book, scope, now)...) {
			var n int
			var err error
			s := f.Selection
			s.Unit = of
			if f.Cases {
				n, err = w.desk.CountCases(ctx, desk.CaseSelection{Scope: scope, Unit: of, Unassigned: true})
			} else {
				n, err = w.desk.Count(ctx, s)
			}
			if err != nil {
				w.t.Fatal(err)
			}
			kept := sums[desk.Whole][""]
			if !of.IsZero() {
				kept = sums[desk.ByUnit][of.String()]
			}
			if got := kept[desk.FigureKey(f.Key)][desk.Counted]; got != n {
				w.t.Errorf("%s of %q: kept %d, list %d", f.Key, of, got, n)
			}
		}
	}
}

// service puts a service of a provider in the case, with an obligation that lies
// in it.
func (w *world) service(c desk.Case, n byte, of ids.Provider) {
	w.t.Helper()
	ctx := w.t.Context()
	service := duty.Subject{Kind: "service", ID: ids.ID{7, n}}
	w.exec(`insert into order_line (id, case_id, decision, service, person, provider, kind, name, extent, proof, plan_needed, wish, until, sent)
		values ($1, $2, $3, $4, $5, $6, 'hemtjanst-dusch', 'Dusch', '2', 'besok', 1, '', '', '2026-03-01T08:10:00.000000Z')`,
		ids.ID{8, n}, c.ID, ids.ID{}, service.ID, c.Person, of)
	var file engine.Num
	if err := w.db.Reader().QueryRowContext(ctx, `select num from subject where kind = 'case' and id = $1`, c.ID).Scan(&file); err != nil {
		w.t.Fatal(err)
	}
	err := w.db.Write(ctx, func(tx engine.Tx) error {
		num, err := tx.AddSubject(ctx, engine.SubjectRow{Subject: service, Under: file, File: file, Version: 1})
		if err != nil {
			return err
		}
		o := duty.Obligation{Rule: "local-order-ack-1wd", Subject: service, Owes: "provider", Strict: today.AddDays(int(n) - 20), Ground: duty.Fact{Name: "order.sent", Day: today.AddDays(int(n) - 25)}}
		return tx.PutObligations(ctx, []engine.Owed{{Of: num, File: file, Holder: c.Officer, Obligation: &o}})
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestSumsThatHaveGrownOldAreCountedAnew(t *testing.T) {
	w := newWorld(t, onSQLite(t))
	w.unit(1, "Biståndsenheten")
	c := w.aCase(1, user(1), unit(1), false, duty.Obligation{Rule: "child-prelim-14d", Strict: today.AddDays(-1)})
	clock := now
	m := &desksql.Measurer{DB: w.db, Book: book{"child-prelim-14d": false}, Clock: func() time.Time { return clock }, Log: slog.New(slog.DiscardHandler)}
	late := func() (int, time.Time) {
		t.Helper()
		taken, sums, err := m.Measured(t.Context(), desk.View{Kind: desk.Open}, desk.Whole)
		if err != nil {
			t.Fatal(err)
		}
		return sums[desk.Whole][""]["child-prelim-14d"][duty.Late], taken.Taken
	}
	due := func() {
		t.Helper()
		if err := m.Due(t.Context(), time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	due()
	if n, taken := late(); n != 1 || !taken.Equal(now) {
		t.Fatalf("%d late, counted %s", n, taken)
	}
	w.service(c, 1, provider(1))
	w.aCase(2, user(1), unit(1), false, duty.Obligation{Rule: "child-prelim-14d", Strict: today.AddDays(-1)})
	clock = now.Add(10 * time.Minute)
	due()
	if n, taken := late(); n != 1 || !taken.Equal(now) {
		t.Errorf("counted anew after ten minutes: %d late, counted %s", n, taken)
	}
	clock = now.Add(16 * time.Minute)
	due()
	if n, taken := late(); n != 2 || !taken.Equal(clock) {
		t.Errorf("%d late, counted %s", n, taken)
	}
	for range 3 {
		clock = clock.Add(time.Hour)
		due()
	}
	clock = now.AddDate(0, 1, 0)
	due()
	var split, whole int
	if err := w.db.Reader().QueryRowContext(t.Context(), `select count(distinct measurement) from measurement_part where split <> ''`).Scan(&split); err != nil || split != 2 {
		t.Errorf("%d measurements are kept with their splits (%v), want the last and the one before", split, err)
	}
	if err := w.db.Reader().QueryRowContext(t.Context(), `select count(*) from measurement`).Scan(&whole); err != nil || whole != 2 {
		t.Errorf("%d measurements are kept (%v), want one of each day", whole, err)
	}
	months, err := m.History(t.Context(), desk.View{Kind: desk.Open}, today.AddMonths(-1))
	if err != nil || months["2026-03"]["child-prelim-14d"][duty.Late] != 2 || months["2026-04"]["child-prelim-14d"][duty.Late] != 2 || len(months) != 2 {
		t.Errorf("the months are %v (%v)", months, err)
	}
}
