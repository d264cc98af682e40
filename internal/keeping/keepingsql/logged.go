package keepingsql

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// A Logged is one event of a case, without what it says.
type Logged struct {
	Case  ids.Case
	Area  string // of the case: "barn"
	Event string // "intake.received.v1"
	At    time.Time
	By    ids.User // zero: the program itself
}

// EachLogged reads the events of every case that was opened in the period, case by case
// and in their order. It is for a log of the whole record: the database sorts, and one
// row at a time is held here.
func (q Queries) EachLogged(ctx context.Context, from, to civil.Date, each func(Logged) error) error {
	held := []string{
		`select 'case' kind, id, id case_id from cases`,
		`select 'visit', v.id, o.case_id from visit v join order_line o on o.id = v.order_id`,
	}
	for _, kind := range slices.Sorted(maps.Keys(inCase)) {
		if table, plain := strings.CutSuffix(strings.TrimPrefix(inCase[kind], `select id from `), ` where case_id = $1`); plain {
			held = append(held, `select '`+kind+`', id, case_id from `+table)
		}
	}
	rows, err := q.DB.QueryContext(ctx, `select c.id, c.area, j.name, a.at, a.actor
		from (`+strings.Join(held, ` union all `)+`) h
		join cases c on c.id = h.case_id
		join stream t on t.kind = h.kind and t.id = h.id
		join journal j on j.stream = t.num
		join act a on a.num = j.act
		where c.opened >= $1 and c.opened <= $2
		order by c.opened, c.id, j.num`, from, to)
	if err != nil {
		return fmt.Errorf("events of cases: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var (
			l  Logged
			at string
		)
		if err := rows.Scan(&l.Case, &l.Area, &l.Event, &at, &l.By); err != nil {
			return fmt.Errorf("events of cases: %w", err)
		}
		if l.At, err = civil.ParseStamp(at); err != nil {
			return err
		}
		if err := each(l); err != nil {
			return err
		}
	}
	return rows.Err()
}
