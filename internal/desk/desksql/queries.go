package desksql

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"stadga/internal/access"
	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/ids"
	"stadga/internal/store"
)

// countOf is the query of how many a selection has, with its arguments.
func countOf(s desk.Selection) (string, []any) {
	if held(s) {
		return ofHeld(s, `count(*)`)
	}
	c := of(s)
	return `select count(*)` + from(s) + c.where(), c.args
}

// Count counts the obligations of a selection.
func (q Queries) Count(ctx context.Context, s desk.Selection) (int, error) {
	query, args := countOf(s)
	var n int
	if err := q.DB.QueryRowContext(ctx, query, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count obligations: %w", err)
	}
	return n, nil
}

// ownColumns are what a case and its person say themselves, caseColumns also the
// names of officer and unit; from cases c and its person p.
const (
	ownColumns  = `c.id, c.number, c.area, c.person, c.officer, c.unit, p.given, p.family, p.born, p.born_year, p.protection`
	caseColumns = ownColumns + `,
	coalesce((select st.name from staff st where st.id = c.officer), ''),
	coalesce((select un.name from unit_name un where un.unit = c.unit order by un.begins desc limit 1), '')`
)

type caseRow struct {
	desk.Case
	given, family, protection string
}

func (r *caseRow) fields() []any { return append(r.own(), &r.Name, &r.UnitName) }

func (r *caseRow) own() []any {
	return []any{
		&r.ID, &r.Number, &r.Area, &r.Person, &r.Officer, &r.Unit, &r.given, &r.family, &r.Born, &r.BornYear, &r.protection,
	}
}

func (r *caseRow) read() desk.Case {
	r.Secrecy = access.Secrecy(r.protection)
	if !r.Secrecy.Protected() {
		r.Initials = initials(r.given, r.family)
	}
	return r.Case
}

// initials are what a list shows of a name, so that nobody who looks over a
// shoulder learns who it is.
func initials(names ...string) string {
	var parts []string
	for _, name := range names {
		for _, first := range name {
			parts = append(parts, string(first)+".")
			break
		}
	}
	return strings.Join(parts, " ")
}

// Rows lists the obligations of a selection, the nearest last day first; limit
// 0 lists all.
func (q Queries) Rows(ctx context.Context, s desk.Selection, offset, limit int) ([]desk.Row, error) {
	c := of(s)
	order := ` order by case when o.due = '' then ` + c.arg(s.Today()) + ` else o.due end, c.number, o.rule, o.about, o.nth`
	if limit > 0 {
		order += store.Limit(limit) + ` offset ` + c.arg(offset)
	}
	found, err := q.DB.QueryContext(ctx, `select `+store.ObligationColumns+`, o.subject, o.file, `+caseColumns+`,
		(select ol.id from order_line ol where ol.service = s.id and ol.provider = `+c.arg(s.Provider)+` order by ol.sent desc limit 1)`+from(s)+c.where()+order, c.args...)
	if err != nil {
		return nil, fmt.Errorf("list obligations: %w", err)
	}
	var rows []desk.Row
	err = each(found, func() error {
		var row desk.Row
		var of caseRow
		err := store.ScanObligation(found, &row.Obligation, append([]any{&row.Of, &row.File}, append(of.fields(), &row.Order)...)...)
		row.Case = of.read()
		row.Case.Provider = s.Provider
		rows = append(rows, row)
		return err
	})
	return rows, err
}

func ofCases(s desk.CaseSelection) *condition {
	c := &condition{parts: []string{`c.closed = ''`}}
	c.scope(s.Scope)
	if len(s.Users) > 0 {
		c.add(`c.officer in (` + c.users(s.Users) + `)`)
	}
	if !s.Unit.IsZero() {
		c.add(`c.unit = ` + c.arg(s.Unit))
	}
	if s.Unassigned {
		c.add(nobody)
	}
	return c
}

const casesFrom = ` from cases c join person p on p.id = c.person`

// CountCases counts open cases.
func (q Queries) CountCases(ctx context.Context, s desk.CaseSelection) (int, error) {
	c := ofCases(s)
	var n int
	err := q.DB.QueryRowContext(ctx, `select count(*)`+casesFrom+c.where(), c.args...).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count cases: %w", err)
	}
	return n, nil
}

// Cases lists open cases by number.
func (q Queries) Cases(ctx context.Context, s desk.CaseSelection, offset, limit int) ([]desk.Case, error) {
	c := ofCases(s)
	found, err := q.DB.QueryContext(ctx, `select `+caseColumns+casesFrom+c.where()+` order by c.number`+store.Limit(limit)+` offset `+c.arg(offset), c.args...)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	var cases []desk.Case
	err = each(found, func() error {
		var row caseRow
		err := found.Scan(row.fields()...)
		cases = append(cases, row.read())
		return err
	})
	return cases, err
}

// Loads lists the officers of a unit by name with their open cases, also those
// who have none, and whoever else has a case of the unit.
func (q Queries) Loads(ctx context.Context, unit ids.Unit, day civil.Date) ([]desk.Load, error) {
	found, err := q.DB.QueryContext(ctx, `select st.id, st.name,
			(select count(*) from cases c where c.officer = st.id and c.closed = ''),
			(select count(*) from cases c join investigation_line i on i.case_id = c.id and i.decided = '' where c.officer = st.id and c.closed = '')
		from staff st where st.id in (
			select pl.staff from staff_placement pl where pl.unit = $1 and pl.begins <= $2
				and (pl.roles like '%handlaggare%' or pl.roles like '%mottagning%')
				and pl.begins = (select max(l.begins) from staff_placement l where l.staff = pl.staff and l.begins <= $2)
			union select c.officer from cases c where c.unit = $1 and c.closed = '')
		and (st.ends = '' or st.ends >= $2)
		order by st.name`, unit, day)
	if err != nil {
		return nil, fmt.Errorf("loads: %w", err)
	}
	var loads []desk.Load
	err = each(found, func() error {
		var l desk.Load
		err := found.Scan(&l.User, &l.Name, &l.Cases, &l.Running)
		loads = append(loads, l)
		return err
	})
	return loads, err
}

// Flow tells, month by month from one to another, how many matters came in, how
// many investigations were decided, and how many were open at the month's end.
// Those open today are counted, and the months before by what has happened since.
func (q Queries) Flow(ctx context.Context, scope access.Scope, unit ids.Unit, from, to civil.Date) ([]desk.Flow, error) {
	perMonth := func(what, join, day string) (map[string]int, error) {
		c := &condition{}
		c.scope(scope)
		if !unit.IsZero() {
			c.add(`c.unit = ` + c.arg(unit))
		}
		c.add(day + ` >= ` + c.arg(from))
		found, err := q.DB.QueryContext(ctx, `select substr(`+day+`, 1, 7), count(*) from `+what+` join cases c on c.id = `+join+` join person p on p.id = c.person`+
			c.where()+` group by substr(`+day+`, 1, 7)`, c.args...)
		if err != nil {
			return nil, fmt.Errorf("flow of %s: %w", what, err)
		}
		n := map[string]int{}
		err = each(found, func() error {
			var month string
			var count int
			err := found.Scan(&month, &count)
			n[month] = count
			return err
		})
		return n, err
	}
	in, err := perMonth(`intake x`, `x.case_id`, `x.received_day`)
	if err != nil {
		return nil, err
	}
	opened, err := perMonth(`investigation_line x`, `x.case_id`, `x.opened`)
	if err != nil {
		return nil, err
	}
	decided, err := perMonth(`investigation_line x`, `x.case_id`, `x.decided`)
	if err != nil {
		return nil, err
	}
	c := &condition{parts: []string{`x.decided = ''`}}
	c.scope(scope)
	if !unit.IsZero() {
		c.add(`c.unit = ` + c.arg(unit))
	}
	var open int
	err = q.DB.QueryRowContext(ctx, `select count(*) from investigation_line x join cases c on c.id = x.case_id join person p on p.id = c.person`+c.where(), c.args...).Scan(&open)
	if err != nil {
		return nil, fmt.Errorf("open investigations: %w", err)
	}
	var flow []desk.Flow
	for day := to; ; day = firstOf(day).AddDays(-1) {
		month := day.String()[:7]
		flow = append([]desk.Flow{{Month: month, In: in[month], Out: decided[month], Open: open}}, flow...)
		open += decided[month] - opened[month]
		if !firstOf(day).After(from) {
			return flow, nil
		}
	}
}

func firstOf(d civil.Date) civil.Date {
	y, m, _ := d.Parts()
	return civil.On(y, m, 1)
}

// Unsigned lists the user's notes that were written before the day and are not
// signed, by case.
func (q Queries) Unsigned(ctx context.Context, user ids.User, before civil.Date) ([]desk.Unsigned, error) {
	found, err := q.DB.QueryContext(ctx, `select count(*), min(substr(n.written, 1, 10)), `+caseColumns+`
		from note n join cases c on c.id = n.case_id join person p on p.id = c.person
		where n.author = $1 and n.signed = '' and n.written < $2
		group by c.id, c.number, c.area, c.person, c.officer, c.unit, p.given, p.family, p.born, p.born_year, p.protection
		order by 2, c.number`, user, civil.Stamp(before.Midnight()))
	if err != nil {
		return nil, fmt.Errorf("unsigned notes: %w", err)
	}
	var notes []desk.Unsigned
	err = each(found, func() error {
		var u desk.Unsigned
		var row caseRow
		err := found.Scan(append([]any{&u.Notes, &u.Written}, row.fields()...)...)
		u.Case = row.read()
		notes = append(notes, u)
		return err
	})
	return notes, err
}

// Stopped lists the user's drafts about cases that a rule has stopped, the latest first.
func (q Queries) Stopped(ctx context.Context, user ids.User, limit int) ([]desk.Stopped, error) {
	found, err := q.DB.QueryContext(ctx, `select d.path, d.stopped, substr(d.saved, 1, 10), `+caseColumns+`
		from draft d join cases c on c.id = d.subject_id join person p on p.id = c.person
		where d.person = $1 and d.stopped <> '' and d.subject_kind = 'case' order by d.saved desc, c.number`+store.Limit(limit), user)
	if err != nil {
		return nil, fmt.Errorf("stopped drafts: %w", err)
	}
	var drafts []desk.Stopped
	err = each(found, func() error {
		var d desk.Stopped
		var row caseRow
		err := found.Scan(append([]any{&d.Path, &d.Why, &d.Saved}, row.fields()...)...)
		d.Case = row.read()
		drafts = append(drafts, d)
		return err
	})
	return drafts, err
}

// Covers lists those whom the user stands in for on the day.
func (q Queries) Covers(ctx context.Context, user ids.User, day civil.Date) ([]desk.Cover, error) {
	found, err := q.DB.QueryContext(ctx, `select a.staff, st.name, a.ends from absence a join staff st on st.id = a.staff
		where a.stand_in = $1 and a.begins <= $2 and a.ends >= $2 order by st.name`, user, day)
	if err != nil {
		return nil, fmt.Errorf("covers: %w", err)
	}
	var covers []desk.Cover
	err = each(found, func() error {
		var c desk.Cover
		err := found.Scan(&c.User, &c.Name, &c.Until)
		covers = append(covers, c)
		return err
	})
	return covers, err
}

// Units lists the units there are on the day, by name.
func (q Queries) Units(ctx context.Context, day civil.Date) ([]desk.Unit, error) {
	found, err := q.DB.QueryContext(ctx, `select u.id, n.name, case when u.areas <> '' and u.side = 'myndighet' then 1 else 0 end
		from unit u join unit_name n on n.unit = u.id
		where u.begins <= $1 and (u.ends = '' or u.ends >= $1)
		and n.begins = (select max(l.begins) from unit_name l where l.unit = u.id and l.begins <= $1)
		order by n.name`, day)
	if err != nil {
		return nil, fmt.Errorf("units: %w", err)
	}
	var units []desk.Unit
	err = each(found, func() error {
		var u desk.Unit
		err := found.Scan(&u.ID, &u.Name, &u.Cases)
		units = append(units, u)
		return err
	})
	return units, err
}

func each(rows *sql.Rows, f func() error) error {
	defer rows.Close()
	for rows.Next() {
		if err := f(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// ProviderNames are the names of all providers, by id.
func (q Queries) ProviderNames(ctx context.Context) (map[string]string, error) {
	found, err := q.DB.QueryContext(ctx, `select id, name from provider`)
	if err != nil {
		return nil, fmt.Errorf("providers: %w", err)
	}
	names := map[string]string{}
	err = each(found, func() error {
		var id ids.Provider
		var name string
		err := found.Scan(&id, &name)
		names[id.String()] = name
		return err
	})
	return names, err
}

// OfficerGroups counts the members of staff by their title on the day.
func (q Queries) OfficerGroups(ctx context.Context, day civil.Date) (map[string]int, error) {
	found, err := q.DB.QueryContext(ctx, `select pl.title, count(*) from staff_placement pl where pl.begins =
			(select max(l.begins) from staff_placement l where l.staff = pl.staff and l.begins <= $1) group by pl.title`, day)
	if err != nil {
		return nil, fmt.Errorf("officers by title: %w", err)
	}
	groups := map[string]int{}
	err = each(found, func() error {
		var title string
		var n int
		err := found.Scan(&title, &n)
		groups[title] = n
		return err
	})
	return groups, err
}
