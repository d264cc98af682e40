// Package desksql answers the questions of the desk's pages. A figure and the
// list behind it are one Selection, written to SQL in one place, so that they
// cannot differ; what the SQL calls late is what duty calls late, held by a
// property test.
package desksql

import (
	"fmt"
	"strings"

	"stadga/internal/access"
	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/ids"
	"stadga/internal/store"
)

// Queries answers from one board's record.
type Queries struct{ DB store.Queryer }

// The tables of a row are an obligation o of subject s, its case c with the
// subject f, and the person p. What lies on a person and in no case is not the
// desk's. The order in which they are read is fixed, since the planner cannot
// know which of them is narrow: from the cases of a unit where what is unmet is
// asked for, else from the obligations: of an officer, or of a rule.
const (
	fromCases = ` from cases c cross join subject f cross join obligation o cross join subject s cross join person p`
	fromOwed  = ` from obligation o cross join subject f cross join cases c cross join subject s cross join person p`
	tied      = `f.kind = 'case' and o.file = f.num and s.num = o.subject and p.id = c.person and f.id = c.id`
)

// from is where the rows of a selection are read from.
func from(s desk.Selection) string {
	if s.Unmet && len(s.Users) == 0 && !s.Unit.IsZero() {
		return fromCases
	}
	return fromOwed
}

// stateNow is duty.Obligation.StateAt in SQL. today and now are placeholders of
// the civil day and the instant.
func stateNow(today, now string) string {
	metBy := `(o.met <> '' and o.met <= ` + today + `)`
	passed := `(case when o.due_at <> '' then o.due_at < ` + now + ` else o.due <> '' and o.due < ` + today + ` end)`
	fellAway := `(o.waived <> '' and o.waived <= ` + today + ` and not (o.until = '' and o.met <> '' and o.met <= o.waived) and (o.due = '' or o.waived <= o.due))`
	const metLate = `(case when o.due_at <> '' and o.met_at <> '' then o.met_at > o.due_at else o.due <> '' and o.met > o.due end)`
	return `case
		when o.missing <> '' then 'cannot be judged'
		when o.never = 1 then case when ` + metBy + ` then 'late' else 'not applicable' end
		when ` + fellAway + ` then 'not applicable'
		when o.kept <> '' and ` + metBy + ` and o.met < o.kept then 'late'
		when not ` + metBy + ` then case when ` + passed + ` or o.prior = 1 and o.ground_day <= ` + today + ` then 'late' else 'open' end
		when o.until <> '' then case when o.until >= ` + today + ` then 'met' when ` + passed + ` then 'late' else 'open' end
		when ` + metLate + ` then 'met late'
		else 'met' end`
}

// A condition gathers what a selection asks, with its arguments.
type condition struct {
	parts []string
	args  []any
}

func (c *condition) arg(v any) string {
	c.args = append(c.args, v)
	return fmt.Sprintf("$%d", len(c.args))
}

func (c *condition) add(part string) { c.parts = append(c.parts, part) }

func (c *condition) where() string {
	if len(c.parts) == 0 {
		return ``
	}
	return ` where ` + strings.Join(c.parts, " and ")
}

func (c *condition) users(all []ids.User) string { return list(c, all) }

// list writes placeholders; none matches no row.
func list[T any](c *condition, all []T) string {
	var places []string
	for _, one := range all {
		places = append(places, c.arg(one))
	}
	return orNothing(strings.Join(places, ", "))
}

func texts[T ~string](c *condition, all []T) string {
	var list []string
	for _, s := range all {
		list = append(list, c.arg(string(s)))
	}
	return strings.Join(list, ", ")
}

const nobody = `length(c.officer) = 0`

// scope lets through the cases that the policies would.
func (c *condition) scope(s access.Scope) {
	if len(s.Barred) > 0 {
		c.add(`c.person not in (` + list(c, s.Barred) + `)`)
	}
	if s.All && s.Nameless {
		return
	}
	if !s.Provider.IsZero() {
		c.add(`exists (select 1 from order_line ol where ol.case_id = c.id and ol.provider = ` + c.arg(s.Provider) + `)`)
		return
	}
	var ways []string
	if len(s.Users) > 0 {
		ways = append(ways, `c.officer in (`+c.users(s.Users)+`)`)
	}
	if s.All {
		ways = append(ways, `p.protection = ''`, nobody)
	}
	if units := s.Units(); len(units) > 0 {
		ways = append(ways, `c.unit in (`+list(c, units)+`) and (p.protection = '' or `+nobody+`)`)
	}
	if s.Unclaimed {
		ways = append(ways, nobody+` and length(c.unit) = 0`)
	}
	if len(ways) == 0 {
		c.add(`1 = 0`)
		return
	}
	c.add(`(` + strings.Join(ways, ` or `) + `)`)
}

// of writes the selection. The last day of an obligation that has none is today:
// it is to be done at once.
func of(s desk.Selection) *condition {
	c := &condition{parts: []string{tied}}
	c.scope(s.Scope)
	if !s.Unit.IsZero() {
		c.add(`c.unit = ` + c.arg(s.Unit))
	}
	if s.Unassigned {
		c.add(nobody)
	}
	c.owed(s)
	if !s.Provider.IsZero() {
		c.add(`o.subject in (select v.num from order_line ol join subject v on v.kind = 'service' and v.id = ol.service where ol.provider = ` + c.arg(s.Provider) + ` and ol.ended = '')`)
	}
	if s.By != desk.Whole {
		c.add(c.valueOf(s.By, s) + ` = ` + c.value(s.By, s.Value))
	}
	return c
}

// owed adds what is asked of the obligation alone, which knows who has its case.
func (c *condition) owed(s desk.Selection) {
	today := func() string { return c.arg(s.Today()) }
	if len(s.Users) > 0 {
		c.add(`o.holder in (` + c.users(s.Users) + `)`)
	}
	if len(s.Owes) > 0 {
		c.add(`o.owes in (` + texts(c, s.Owes) + `)`)
	}
	if s.Rules != nil {
		c.add(`o.rule in (` + orNothing(texts(c, s.Rules)) + `)`)
	}
	if s.Unmet {
		c.add(`o.never = 0 and o.waived = '' and (o.met = '' or o.until <> '') and (o.until = '' or o.until < ` + today() + `)`)
	}
	if !s.MetOn.IsZero() {
		// As a span of one day: an equation with an argument is prepared anew each
		// time where an index holds only the rows that equal a word.
		day := c.arg(s.MetOn)
		c.add(`o.met between ` + day + ` and ` + day + ` and o.met <> '' and o.never = 0`)
	}
	last := func() string { return `case when o.due <> '' then o.due else ` + today() + ` end` }
	if !s.DueFrom.IsZero() {
		c.add(last() + ` >= ` + c.arg(s.DueFrom))
	}
	if !s.DueTo.IsZero() {
		c.add(last() + ` <= ` + c.arg(s.DueTo))
	}
	if !s.From.IsZero() {
		c.add(lastOrFirst + ` >= ` + c.arg(s.From))
	}
	if !s.To.IsZero() {
		c.add(lastOrFirst + ` <= ` + c.arg(s.To))
	}
	if !s.Begun.IsZero() {
		c.add(`o.ground_day <= ` + c.arg(s.Begun))
	}
	if len(s.States) > 0 {
		state := stateNow(c.arg(s.Today()), c.arg(civil.Stamp(s.Now)))
		c.add(state + ` in (` + texts(c, s.States) + `)`)
	}
}

func orNothing(list string) string {
	if list == "" {
		return `null`
	}
	return list
}
