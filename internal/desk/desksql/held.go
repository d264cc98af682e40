package desksql

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"stadga/internal/desk"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/store"
)

// An officer has more to do than a page shows: what is owed is read first, by who
// has the case, and the case with its person, officer and unit for what is shown.

// held tells whether a selection asks for what certain officers have, all of whom
// the scope lets through, and nothing that must be looked for in the case.
func held(s desk.Selection) bool {
	return len(s.Users) > 0 && len(s.Scope.Barred) == 0 && s.Scope.Provider.IsZero() && s.Unit.IsZero() && !s.Unassigned && s.Provider.IsZero() && s.By == desk.Whole &&
		!slices.ContainsFunc(s.Users, func(u ids.User) bool { return !slices.Contains(s.Scope.Users, u) })
}

// heldBy is the query of what officers have to do, with its arguments.
func heldBy(s desk.Selection) (string, []any) { return ofHeld(s, store.OpenColumns+`, o.file`) }

// ofHeld reads columns of the obligations of a selection that is held.
func ofHeld(s desk.Selection, columns string) (string, []any) {
	c := &condition{}
	c.owed(s)
	return `select ` + columns + ` from obligation o` + c.where(), c.args
}

// Owed lists all the obligations of a selection, the nearest last day first. What
// certain officers have to do is listed by what an index knows: Named reads the
// rest of those that are to be shown.
func (q Queries) Owed(ctx context.Context, s desk.Selection) ([]desk.Row, error) {
	if !held(s) || !s.Unmet {
		return q.Rows(ctx, s, 0, 0)
	}
	query, args := heldBy(s)
	found, err := q.DB.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list obligations: %w", err)
	}
	var row desk.Row
	scan := store.ScanOpen(&row.Of, &row.Obligation, &row.File)
	rows := make([]desk.Row, 0, usual)
	err = each(found, func() error {
		err := scan(found)
		rows = append(rows, row)
		return err
	})
	today := s.Today()
	desk.Sort(rows, func(a, b *desk.Row) int {
		return cmp.Or(desk.DaysLeft(&a.Obligation, today)-desk.DaysLeft(&b.Obligation, today), cmp.Compare(a.File, b.File),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.About, b.About), cmp.Compare(a.Nth, b.Nth))
	})
	return rows, err
}

// usual is how many obligations an officer has to do with; more is no harm.
const usual = 128

// Named completes rows that are without their case or their subject. One whose
// obligation has gone since is left without a subject.
func (q Queries) Named(ctx context.Context, rows []desk.Row) error {
	cases := make(map[int64]*desk.Case, len(rows))
	if err := q.whole(ctx, rows, cases); err != nil {
		return err
	}
	var files []int64
	for i := range rows {
		if rows[i].Case.Number == "" && cases[rows[i].File] == nil {
			files = append(files, rows[i].File)
		}
	}
	slices.Sort(files)
	if err := q.casesIn(ctx, slices.Compact(files), cases); err != nil {
		return err
	}
	if err := q.nameStaff(ctx, cases); err != nil {
		return err
	}
	for i := range rows {
		if c := cases[rows[i].File]; c != nil && rows[i].Case.Number == "" {
			rows[i].Case = *c
		}
	}
	return nil
}

// whole reads the obligations of rows that are known by their index only, and
// the cases they lie in.
func (q Queries) whole(ctx context.Context, rows []desk.Row, cases map[int64]*desk.Case) error {
	var brief []int // places of those
	for i := range rows {
		if rows[i].Subject.Kind == "" {
			brief = append(brief, i)
		}
	}
	for some := range slices.Chunk(brief, atOnce) {
		places := placesFor(len(some))
		args := make([]any, 0, 5*places)
		for n := range places {
			place := some[min(n, len(some)-1)]
			o := &rows[place]
			args = append(args, place, o.Of, o.Rule, o.About, o.Nth)
		}
		found, err := q.DB.QueryContext(ctx, wholeOf(places), args...)
		if err != nil {
			return fmt.Errorf("obligations by their keys: %w", err)
		}
		err = each(found, func() error {
			var o duty.Obligation
			var place int
			var row caseRow
			err := store.ScanObligation(found, &o, append([]any{&place}, row.own()...)...)
			rows[place].Obligation = o
			if file := rows[place].File; cases[file] == nil {
				c := row.read()
				cases[file] = &c
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// wholeOf reads as many obligations as there are places by their keys, each with the
// place it is asked for at and its case.
func wholeOf(places int) string { return wholes[places/round-1] }

var wholes = func() (all [atOnce / round]string) {
	for i := range all {
		all[i] = wholeText((i + 1) * round)
	}
	return all
}()

func wholeText(places int) string {
	var keys []string
	for n := range places {
		keys = append(keys, fmt.Sprintf(`(cast($%d as integer), cast($%d as bigint), cast($%d as text), cast($%d as text), cast($%d as integer))`,
			5*n+1, 5*n+2, 5*n+3, 5*n+4, 5*n+5))
	}
	return `with k (place, subject, rule, about, nth) as (values ` + strings.Join(keys, `, `) + `)
		select ` + store.ObligationColumns + `, k.place, ` + ownColumns + `
		from k cross join obligation o cross join subject s cross join subject f cross join cases c cross join person p
		where o.subject = k.subject and o.rule = k.rule and o.about = k.about and o.nth = k.nth and s.num = o.subject
			and f.num = o.file and c.id = f.id and p.id = c.person`
}

// atOnce is how many rows are asked for by one query at most. It is asked for a
// round number of them, the last one again and again, so that there are few
// queries to prepare.
const (
	atOnce = 32
	round  = 8
)

func placesFor(rows int) int { return min(atOnce, (rows+round-1)/round*round) }

// casesIn finds cases by the numbers of their subjects.
func (q Queries) casesIn(ctx context.Context, files []int64, cases map[int64]*desk.Case) error {
	for some := range slices.Chunk(files, atOnce) {
		found, err := q.DB.QueryContext(ctx, casesByFile(placesFor(len(some))), filled(some)...)
		if err != nil {
			return fmt.Errorf("cases of obligations: %w", err)
		}
		err = each(found, func() error {
			var row caseRow
			var file int64
			err := found.Scan(append([]any{&file}, row.own()...)...)
			c := row.read()
			cases[file] = &c
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// nameStaff says what the officers and units of cases are called.
func (q Queries) nameStaff(ctx context.Context, cases map[int64]*desk.Case) error {
	var officers []ids.User
	var units []ids.Unit
	for _, c := range cases {
		if !slices.Contains(officers, c.Officer) {
			officers = append(officers, c.Officer)
		}
		if !slices.Contains(units, c.Unit) {
			units = append(units, c.Unit)
		}
	}
	names, err := named(ctx, q, `select st.id, st.name from staff st where st.id in (%s)`, officers)
	if err != nil {
		return err
	}
	unitNames, err := named(ctx, q, `select un.unit, un.name from unit_name un where un.unit in (%s) order by un.begins`, units)
	if err != nil {
		return err
	}
	for _, c := range cases {
		c.Name, c.UnitName = names[c.Officer], unitNames[c.Unit]
	}
	return nil
}

func casesByFile(places int) string {
	return `select f.num, ` + ownColumns + ` from subject f cross join cases c cross join person p
	where f.num in (` + store.Places(1, places) + `) and c.id = f.id and p.id = c.person`
}

// filled are arguments for as many places as are asked for.
func filled(nums []int64) []any {
	args := make([]any, placesFor(len(nums)))
	for i := range args {
		args[i] = nums[min(i, len(nums)-1)]
	}
	return args
}

// named finds the names of a few things; of one with several, the last.
func named[T comparable](ctx context.Context, q Queries, query string, of []T) (map[T]string, error) {
	names := make(map[T]string, len(of))
	if len(of) == 0 {
		return names, nil
	}
	args := make([]any, len(of))
	for i := range of {
		args[i] = of[i]
	}
	found, err := q.DB.QueryContext(ctx, fmt.Sprintf(query, store.Places(1, len(of))), args...)
	if err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	err = each(found, func() error {
		var id T
		var name string
		err := found.Scan(&id, &name)
		names[id] = name
		return err
	})
	return names, err
}
