package desksql

import (
	"context"
	"fmt"
	"slices"

	"stadga/internal/access"
	"stadga/internal/civil"
	"stadga/internal/desk"
	"stadga/internal/duty"
	"stadga/internal/ids"
)

// A counted row is what a figure needs to know of one obligation.
type countedRow struct {
	rule        string
	state       duty.State
	held        int // 1: the person is protected and an officer has the case
	unit        ids.Unit
	officer     ids.User
	person      ids.ID
	group       string
	provider    ids.Provider
	sex, age    string
	month, lack string
}

// visit reads the rows of a selection, each with its value in every split.
func (q Queries) visit(ctx context.Context, s desk.Selection, f func(*countedRow)) error {
	c := of(s)
	state := stateNow(c.arg(s.Today()), c.arg(civil.Stamp(s.Now)))
	columns := `o.rule, ` + state + `, case when p.protection <> '' and length(c.officer) > 0 then 1 else 0 end, c.unit, c.officer, c.person, ` +
		c.valueOf(desk.ByGroup, s) + `, ` + providerOf + `, ` + sexOf + `, ` + c.ageBand(s.Today()) + `, ` + c.valueOf(desk.ByMonth, s) + `, ` + lackOf
	rows, err := q.DB.QueryContext(ctx, `select `+columns+from(s)+c.where(), c.args...)
	if err != nil {
		return fmt.Errorf("count obligations: %w", err)
	}
	var r countedRow
	return each(rows, func() error {
		err := rows.Scan(&r.rule, &r.state, &r.held, &r.unit, &r.officer, &r.person, &r.group, &r.provider, &r.sex, &r.age, &r.month, &r.lack)
		f(&r)
		return err
	})
}

// values are the values of a row in the splits a view is kept in.
func (r *countedRow) value(by desk.Split) string {
	switch by {
	case desk.ByUnit:
		return r.unit.String()
	case desk.ByGroup:
		return r.group
	case desk.ByProvider:
		return r.provider.String()
	case desk.BySex:
		return r.sex
	case desk.ByAge:
		return r.age
	case desk.ByMonth:
		return r.month
	case desk.ByLack:
		return r.lack
	}
	return ""
}

// A tray gathers the sums of one view.
type tray struct {
	by      []desk.Split
	sums    map[desk.Split]desk.Sums
	persons map[cell][]ids.ID // no more than desk.Few of each
}

type cell struct {
	by          desk.Split
	value, rule string
}

func newTray(by ...desk.Split) *tray {
	t := &tray{by: by, sums: map[desk.Split]desk.Sums{}, persons: map[cell][]ids.ID{}}
	for _, split := range by {
		t.sums[split] = desk.Sums{}
	}
	return t
}

func (t *tray) add(r *countedRow) {
	for _, by := range t.by {
		if by == desk.ByLack && r.lack == "" {
			continue
		}
		value := r.value(by)
		t.sums[by].Add(value, r.rule, r.state, 1)
		if r.state == duty.NotApplicable {
			continue
		}
		at := cell{by, value, r.rule}
		if known := t.persons[at]; len(known) < desk.Few && !slices.Contains(known, r.person) {
			t.persons[at] = append(known, r.person)
			t.sums[by].Add(value, r.rule, desk.Persons, 1)
		}
	}
}

// Sums counts the rows of a selection by rule and answer, split each way.
func (q Queries) Sums(ctx context.Context, s desk.Selection, by ...desk.Split) (map[desk.Split]desk.Sums, error) {
	t := newTray(by...)
	err := q.visit(ctx, s, t.add)
	return t.sums, err
}

// everyone selects among all rows.
func everyone() access.Scope { return access.Scope{All: true, Nameless: true} }
