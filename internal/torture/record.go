package torture

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"stadga/internal/ids"
)

// A Queryer reads a database.
type Queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Findings are what is wrong with a record, by what users were told. All empty:
// it is as it should be.
type Findings struct {
	Lost    []string // acknowledged and not there
	Doubled []string // there, and by nobody's order or more than ordered
	Half    []string // there in part
}

// Any tells whether something is wrong.
func (f Findings) Any() bool { return len(f.Lost)+len(f.Doubled)+len(f.Half) > 0 }

func (f Findings) String() string {
	return fmt.Sprintf("%d lost, %d doubled, %d half%s", len(f.Lost), len(f.Doubled), len(f.Half), first(f.Lost, f.Doubled, f.Half))
}

func first(lists ...[]string) string {
	for _, list := range lists {
		if len(list) > 0 {
			return ": " + list[0]
		}
	}
	return ""
}

// A Shape is how many events an act of each kind gives. It is learned from what
// was done in calm, before any fault.
type Shape map[string]int

// found is an act as the database holds it.
type found struct {
	num, events, bodies, last int
	byUser                    bool
	at                        string
}

// actsAfter reads every act after a number, with its events. The record's tables
// are read as they stand, by no code of the program.
func actsAfter(ctx context.Context, q Queryer, after int) (map[ids.Act]found, error) {
	rows, err := q.QueryContext(ctx, fmt.Sprintf(`select a.id, a.num, a.actor, a.at, count(j.num), count(b.event), coalesce(max(j.place), -1)
		from act a left join journal j on j.act = a.num left join journal_body b on b.event = j.num
		where a.num > %d group by a.num, a.id, a.actor, a.at`, after))
	if err != nil {
		return nil, fmt.Errorf("read the acts: %w", err)
	}
	defer rows.Close()
	all := map[ids.Act]found{}
	for rows.Next() {
		var id ids.Act
		var actor []byte
		var f found
		if err := rows.Scan(&id, &f.num, &actor, &f.at, &f.events, &f.bodies, &f.last); err != nil {
			return nil, fmt.Errorf("read the acts: %w", err)
		}
		f.byUser = len(actor) > 0
		all[id] = f
	}
	return all, rows.Err()
}

// Learn takes the shape of acts from a record at rest.
func Learn(ctx context.Context, q Queryer, receipts []Receipt) (Shape, error) {
	acts, err := actsAfter(ctx, q, 0)
	if err != nil {
		return nil, err
	}
	shape := Shape{}
	for _, r := range receipts {
		n := acts[r.Act].events
		if was, known := shape[r.Kind]; known && was != n {
			return nil, fmt.Errorf("acts of kind %s give both %d and %d events", r.Kind, was, n)
		}
		if n == 0 {
			return nil, fmt.Errorf("the record lacks act %s (%s) before any fault", r.Act, r.Kind)
		}
		shape[r.Kind] = n
	}
	return shape, nil
}

// A Mark is how far a record has been looked through.
type Mark struct {
	After    int // act.num
	Receipts map[ids.Act]bool
}

// Check holds a record to what its users were told: every receipt is there whole
// and once, what was not answered is there whole or not at all, and nothing else
// is there by a user. It looks from the mark on, and gives the mark to go on from.
func Check(ctx context.Context, q Queryer, shape Shape, from Mark, receipts []Receipt, open map[ids.Act]Order) (Findings, Mark, error) {
	var f Findings
	acts, err := actsAfter(ctx, q, from.After)
	if err != nil {
		return f, from, err
	}
	next := Mark{After: from.After, Receipts: map[ids.Act]bool{}}
	known := map[ids.Act]bool{}
	for _, r := range receipts {
		known[r.Act] = true
		next.Receipts[r.Act] = true
		if from.Receipts[r.Act] {
			continue
		}
		act, there := acts[r.Act]
		if !there {
			f.Lost = append(f.Lost, fmt.Sprintf("act %s (%s), acknowledged %s", r.Act, r.Kind, r.Saved.Format(time.RFC3339Nano)))
			continue
		}
		f.whole(r.Order, act, shape)
	}
	for id, act := range acts {
		if order, waits := open[id]; waits && !known[id] {
			f.whole(order, act, shape)
		} else if !known[id] && act.byUser {
			f.Doubled = append(f.Doubled, fmt.Sprintf("act %s is nobody's order", id))
		}
		if act.events == 0 || act.events != act.bodies || act.last != act.events-1 {
			f.Half = append(f.Half, fmt.Sprintf("act %s has %d events with %d bodies, the last at place %d", id, act.events, act.bodies, act.last))
		}
		if _, waits := open[id]; !waits {
			next.After = max(next.After, act.num)
		}
	}
	// What is open may get its number late, and is looked at again.
	for id := range open {
		if act, there := acts[id]; there {
			next.After = min(next.After, act.num-1)
		}
	}
	return f, next, nil
}

// whole notes an act that has more or fewer events than its kind gives.
func (f *Findings) whole(o Order, act found, shape Shape) {
	switch want := shape[o.Kind]; {
	case act.events > want:
		f.Doubled = append(f.Doubled, fmt.Sprintf("act %s (%s) has %d events, not %d", o.Act, o.Kind, act.events, want))
	case act.events < want:
		f.Half = append(f.Half, fmt.Sprintf("act %s (%s) has %d events of %d", o.Act, o.Kind, act.events, want))
	}
}

// Consistent looks for what no crash may leave behind: streams whose version is
// not that of their last event, holes in them, and sealed events that are gone.
func Consistent(ctx context.Context, q Queryer) ([]string, error) {
	var wrong []string
	for what, query := range map[string]string{
		"streams with another version than their events": `select count(*) from stream s where s.version <>
			(select count(*) from journal j where j.stream = s.num) or s.version <> (select max(j.version) from journal j where j.stream = s.num)`,
		"events without an act":                    `select count(*) from journal j where not exists (select 1 from act a where a.num = j.act)`,
		"bodies without an event":                  `select count(*) from journal_body b where not exists (select 1 from journal j where j.num = b.event)`,
		"seals without an event":                   `select count(*) from journal_seal p where not exists (select 1 from journal j where j.num = p.event)`,
		"another head than seals":                  `select count(*) from journal_head h where h.size <> (select count(*) from journal_seal)`,
		"acts in the outbox and not in the record": `select count(*) from outbox o where not exists (select 1 from act a where a.num = o.act)`,
		"obligations of no subject":                `select count(*) from obligation o where not exists (select 1 from subject s where s.num = o.subject)`,
	} {
		n, err := count(ctx, q, query)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			wrong = append(wrong, fmt.Sprintf("%d %s", n, what))
		}
	}
	return wrong, nil
}

func count(ctx context.Context, q Queryer, query string) (int, error) {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", query, err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, rows.Err()
}
