package casesql_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/delivery/deliverysql"
	"stadga/internal/ids"
	"stadga/internal/people/peoplesql"
	"stadga/internal/store"
	"stadga/internal/store/sqlite"
)

// Every page of what is not carried out, and their sums, agree on both databases: each
// service is in one stage, no page misses or repeats one, and no query goes through a
// whole table or sorts what it does not show.
func TestWhatIsNotCarriedOutIsPagedAndCounted(t *testing.T) {
	today := civil.On(2026, 11, 20)
	for name, open := range bases() {
		t.Run(name, func(t *testing.T) {
			base := open(t)
			want := writeServices(t, base, today)
			q := casesql.Deciding{DB: base.Reader()}
			_, tells := base.(*sqlite.DB)
			if tells {
				q.DB = planned{t, base.Reader()}
			}
			selection := casework.UnexecutedSelection{Quarter: "2026-4", Day: today}
			counts, err := q.CountUnexecuted(t.Context(), selection)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]int{
				"due sol": counts.Due[0], "due lss": counts.Due[1], "untold sol": counts.Untold[0], "untold lss": counts.Untold[1],
				"soon": counts.Soon, "carried out": counts.CarriedOut,
			}
			for what, n := range want {
				if got[what] != n {
					t.Errorf("%s: counts %d, want %d", what, got[what], n)
				}
				stage, law, _ := strings.Cut(what, " ")
				s := selection
				s.LSS = law == "lss"
				s.Stage = map[string]casework.UnexecutedStage{"due": casework.Due, "untold": casework.Untold, "soon": casework.Soon, "carried": casework.CarriedOut}[stage]
				var seen []ids.Service
				var last casework.UnexecutedLine
				for from := 0; ; from += 25 {
					page, err := q.Unexecuted(t.Context(), s, from, 25)
					if err != nil {
						t.Fatal(err)
					}
					for _, l := range page {
						if slices.Contains(seen, l.Service) || l.Made.Before(last.Made) {
							t.Errorf("%s: %s of %s comes again or out of order", what, l.Service, l.Made)
						}
						seen, last = append(seen, l.Service), l
					}
					if len(page) < 25 {
						break
					}
				}
				if tells && s.Stage != casework.CarriedOut {
					read := &remembering{Queryer: base.Reader()}
					if _, err := (casesql.Deciding{DB: read}).Unexecuted(t.Context(), s, 0, 25); err != nil {
						t.Fatal(err)
					}
					if how := strings.Join(read.plans, "\n"); strings.Contains(how, "FOR ORDER BY") || !strings.Contains(how, "service_line_running") {
						t.Errorf("%s sorts what it does not show:\n%s", what, how)
					}
				}
				if len(seen) != n {
					t.Errorf("%s: the pages hold %d, want %d", what, len(seen), n)
				}
			}
			if got["due sol"] <= 25 || got["untold sol"] == got["due sol"] || got["soon"] == 0 || got["carried out"] == 0 {
				t.Errorf("the test tries too little: %v", got)
			}
			selection.Unit = ids.Unit{ID: ids.ID{1, 15: 9}}
			if none, err := q.CountUnexecuted(t.Context(), selection); err != nil || none != (casework.UnexecutedCounts{}) {
				t.Errorf("another unit has %+v (%v)", none, err)
			}
		})
	}
}

// writeServices lays services in every state, and tells how many of each there are.
func writeServices(t *testing.T, base store.Driver, today civil.Date) map[string]int {
	t.Helper()
	want := map[string]int{}
	err := base.Write(t.Context(), func(x store.Execer) error {
		for _, p := range []store.Projection{peoplesql.Projection(), casesql.CasesProjection(), casesql.DecisionProjection(), casesql.UnexecutedProjection(), deliverysql.Projection()} {
			for _, statement := range p.Schema {
				if _, err := x.ExecContext(t.Context(), base.Schema(statement)); err != nil {
					return fmt.Errorf("%s: %w", p.Name, err)
				}
			}
		}
		one := ids.ID{15: 1}
		insert := func(statement string, args ...any) error {
			_, err := x.ExecContext(t.Context(), statement, args...)
			return err
		}
		if err := insert(`insert into person (id, given, family, number, born, born_year, unborn, expected, address, phone, protection, deceased, moved, merged, registered)
			values ($1, 'Anna', 'Ek', '', '', 0, 0, '', '', '', '', '', '', $2, '')`, one, []byte{}); err != nil {
			return err
		}
		if err := insert(`insert into cases (id, number, person, area, officer, unit, opened, closed) values ($1, '2026-0001', $1, 'aldre', $2, $2, '2025-01-01', '')`, one, []byte{}); err != nil {
			return err
		}
		for n := range 240 {
			service := ids.ID{0: 7, 14: byte(n / 200), 15: byte(n % 200)}
			made, law := today.AddDays(-n), "SoL25"
			if n%6 == 0 {
				law = "LSS"
			}
			if err := insert(`insert into service_line (id, decision, case_id, person, kind, law, outcome, why, made, made_by, from_day, until, follow_up, extent, yearly, purpose, replaces)
				values ($1, $2, $2, $2, 'hemtjanst-dusch', $3, 'bifall', '', $4, $2, $4, '', '', '', 0, '', $5)`, service, one, law, made, []byte{}); err != nil {
				return err
			}
			since, told := made, false
			switch n % 5 {
			case 0, 1: // not begun
			case 2:
				since = civil.Date{} // as it should be
			case 3:
				since = today.AddDays(-n / 2) // broken off
			case 4:
				since = today.AddDays(-n / 3) // given in part
			}
			if n%5 > 1 {
				broken, part := civil.Date{}, civil.Date{}
				if n%5 == 3 {
					broken = since
				} else if n%5 == 4 {
					part = since
				}
				if err := insert(`insert into order_line (id, case_id, decision, service, person, provider, kind, name, extent, proof, plan_needed, wish, until, sent, started, interrupted, partly)
					values ($1, $2, $2, $1, $2, $2, 'hemtjanst-dusch', '', '', '', 0, '', '', $3, $3, $4, $5)`, service, one, made, broken, part); err != nil {
					return err
				}
			}
			if n%7 == 0 {
				told = true
				if err := insert(`insert into unexecuted_report (service, quarter, decision, kind, law, made, cause, since, reason, offers, hidden, on_day)
					values ($1, '2026-4', $2, 'hemtjanst-dusch', $3, $4, 'ej-verkstallt', $4, 'Ingen plats', 0, 0, $5)`, service, one, law, made, today); err != nil {
					return err
				}
			}
			which := map[bool]string{true: "lss", false: "sol"}[law == "LSS"]
			switch {
			case since.IsZero():
				if told {
					want["carried out"]++
				}
			case since.After(casework.UnexecutedSince(today)):
				want["soon"]++
			default:
				want["due "+which]++
				if !told {
					want["untold "+which]++
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return want
}
