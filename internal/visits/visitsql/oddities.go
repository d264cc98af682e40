package visitsql

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/visits"
)

// A judged is a visit with what stands around it, as one question reads it.
type judged struct {
	c                     visits.Circumstances
	sameStaff, samePerson ids.ID // another visit at the same time; zero: none
	known                 int    // rows of oddities it has
}

// apart is how much two visits may lie over each other: the walk across a stair.
const apart = time.Minute

// judge lists what is odd about a registered visit, and about those that lie at
// the same time. What someone has handled stays handled.
func judge(ctx context.Context, tx store.Execer, at time.Time, id ids.ID, l lain) error {
	j, err := around(ctx, tx, id, l)
	if err != nil {
		return err
	}
	return j.keep(ctx, tx, at, id)
}

// keep lists what is odd about a visit and those that lie at the same time.
func (j judged) keep(ctx context.Context, tx store.Execer, at time.Time, id ids.ID) error {
	found := visits.Odd(j.c)
	if len(found) == 0 && j.known == 0 {
		return nil
	}
	if err := list(ctx, tx, at, id, j, found); err != nil {
		return err
	}
	for kind, other := range map[visits.OddityKind]ids.ID{visits.OddSameStaff: j.sameStaff, visits.OddSamePerson: j.samePerson} {
		if other.IsZero() {
			continue
		}
		if _, err := tx.ExecContext(ctx, `insert into visit_oddity (visit, kind, other) values ($1, $2, $3) on conflict (visit, kind) do nothing`, other, string(kind), id); err != nil {
			return err
		}
		if err := count(ctx, tx, at, other); err != nil {
			return err
		}
	}
	return nil
}

// list makes the rows of a visit those that were found.
func list(ctx context.Context, tx store.Execer, at time.Time, id ids.ID, j judged, found []visits.OddityKind) error {
	if j.known > 0 {
		open, err := kindsOf(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, kind := range open {
			if slices.Contains(found, kind) {
				continue
			}
			if _, err := tx.ExecContext(ctx, `delete from visit_oddity where visit = $1 and kind = $2`, id, string(kind)); err != nil {
				return err
			}
		}
	}
	for _, kind := range found {
		var other ids.ID
		switch kind {
		case visits.OddSameStaff:
			other = j.sameStaff
		case visits.OddSamePerson:
			other = j.samePerson
		}
		if _, err := tx.ExecContext(ctx, `insert into visit_oddity (visit, kind, other) values ($1, $2, $3) on conflict (visit, kind) do nothing`, id, string(kind), other); err != nil {
			return err
		}
	}
	return count(ctx, tx, at, id)
}

// kindsOf lists what is odd about a visit and nobody has handled.
func kindsOf(ctx context.Context, tx store.Execer, id ids.ID) ([]visits.OddityKind, error) {
	rows, err := tx.QueryContext(ctx, `select kind from visit_oddity where visit = $1 and handled = '' order by kind`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []visits.OddityKind
	for rows.Next() {
		var kind string
		if err := rows.Scan(&kind); err != nil {
			return nil, err
		}
		all = append(all, visits.OddityKind(kind))
	}
	return all, rows.Err()
}

// count keeps in the visit's row how much is to be handled, and why it is held from
// being paid, and moves it in the sums of its month.
func count(ctx context.Context, tx store.Execer, at time.Time, id ids.ID) error {
	var was, is string
	if err := tx.QueryRowContext(ctx, `select held, coalesce((select min(kind) from visit_oddity o where o.visit = $1 and o.pays = 0), '') from visit where id = $1`, id).Scan(&was, &is); err != nil {
		return fmt.Errorf("visit to count: %w", err)
	}
	moves := (was == "") != (is == "")
	if moves {
		if _, err := tx.ExecContext(ctx, addVisit, -1, civil.Stamp(at), id); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `update visit set odd = (select count(*) from visit_oddity o where o.visit = $1 and o.handled = ''),
		held = $2, changed = case when held = $2 then changed else $3 end where id = $1`, id, is, civil.Stamp(at)); err != nil || !moves {
		return err
	}
	_, err := tx.ExecContext(ctx, addVisit, 1, civil.Stamp(at), id)
	return err
}

func handled(ctx context.Context, tx store.Execer, r journal.Recorded, e visits.OddityHandled) error {
	if _, err := tx.ExecContext(ctx, `insert into visit_oddity (visit, kind, handled, pays) values ($1, $2, $3, $4)
		on conflict (visit, kind) do update set handled = excluded.handled, pays = excluded.pays`,
		r.Stream.ID, string(e.Kind), civil.Stamp(r.At), number(e.Pays)); err != nil {
		return err
	}
	return count(ctx, tx, r.At, r.Stream.ID)
}

// A lain is when a visit was made.
type lain struct {
	day  civil.Date
	done visits.Span
}

// lainAt reads when a visit was made.
func lainAt(ctx context.Context, tx store.Execer, id ids.ID) (lain, error) {
	var l lain
	var from, to string
	err := tx.QueryRowContext(ctx, `select day, done_from, done_to from visit where id = $1`, id).Scan(&l.day, &from, &to)
	if err == nil {
		l.done, err = span(from, to)
	}
	if err != nil {
		return l, fmt.Errorf("visit to judge: %w", err)
	}
	return l, nil
}

// around reads a visit and what stands around it, in one question: most visits are
// judged once, when they are registered. Visits that lie at the same time begin on
// its day or the day before.
func around(ctx context.Context, tx store.Execer, id ids.ID, l lain) (judged, error) {
	var (
		j                                   judged
		planFrom, planTo                    string
		class, reason, known, begun, gone   string
		first, last, howIn, howOut, waiting string
		person, provider, orderProvider     ids.ID
		doubled, marked                     int
	)
	w := beside(l.day, l.done)
	err := tx.QueryRowContext(ctx, standsAround, id, w.since, w.until, w.begins, w.ends).
		Scan(&planFrom, &planTo, &class, &reason, &known, &begun, &gone, &j.c.In.Tag, &j.c.Out.Tag, &howIn, &howOut, &j.c.In.ClockOff, &doubled, &waiting, &marked,
			&person, &provider, &orderProvider, &first, &last, &j.known, &j.sameStaff, &j.samePerson)
	if err != nil {
		return j, fmt.Errorf("visit to judge: %w", err)
	}
	j.c.Done = l.done
	if j.c.Planned, err = span(planFrom, planTo); err != nil {
		return j, err
	}
	if marked == 1 {
		if j.c.Sent, err = civil.ParseStamp(known); err != nil {
			return j, err
		}
	}
	j.c.Class, j.c.Reason, j.c.Begun, j.c.Gone, j.c.Doubled = visits.Class(class), visits.ManualReason(reason), begun != "", gone, doubled > 0
	j.c.Waits = visits.ProposalKind(waiting)
	j.c.In.How, j.c.Out.How = visits.How(howIn), visits.How(howOut)
	return j, j.place(ctx, tx, frame{provider: provider, person: person, day: l.day, order: orderProvider, first: first, last: last})
}

// A window is when other visits must lie to lie at the same time as one: on one of the
// days, beginning before it ends and ending after it begins.
type window struct{ since, until, begins, ends string }

func beside(day civil.Date, done visits.Span) window {
	if done.To.Sub(done.From) <= 2*apart {
		return window{since: "9"} // beside nothing
	}
	return window{day.AddDays(-1).String(), civil.DayOf(done.To).String(), civil.Stamp(done.From.Add(apart)), civil.Stamp(done.To.Add(-apart))}
}

// A frame is who a visit is about, and the order that it belongs to.
type frame struct {
	provider, person ids.ID
	day              civil.Date
	order            ids.ID // the provider of the order
	first, last      string // day of the order; no first: there is no such order
}

// place judges a visit by its order, by what lies at the same time and by the tags read.
func (j *judged) place(ctx context.Context, tx store.Execer, f frame) error {
	j.c.Provider = ids.Provider{ID: f.provider}
	day := f.day.String()
	j.c.Order = visits.Frame{Known: f.first != "", Provider: ids.Provider{ID: f.order}, Outside: f.first > day || f.last != "" && day > f.last}
	j.c.SameStaff, j.c.SamePerson = !j.sameStaff.IsZero(), !j.samePerson.IsZero()
	for _, code := range unlike(j.c.In.Tag, j.c.Out.Tag) {
		at, kept, err := place(ctx, tx, code, f.provider, f.person, f.day)
		if err != nil {
			return err
		}
		if kept {
			j.c.Tags = append(j.c.Tags, at)
		}
	}
	return nil
}

// standsAround reads a visit with its order, and finds another visit of the staff, and
// another of the person, that lies at the same time. That a staffed visit has staff is
// said twice: the index holds only those, and is else passed by.
const (
	overlaps     = ` and o.day >= $2 and o.day <= $3 and o.done_from <> '' and o.done_from < $5 and o.done_to > $4 and o.id <> v.id`
	standsAround = `select v.planned_from, v.planned_to, v.class, v.reason, v.known, v.begun, v.gone,
			v.tag_in, v.tag_out, v.how_in, v.how_out, v.clock_off, v.doubled, v.waits, v.marked, v.person, v.provider, coalesce(f.provider, v.provider), coalesce(f.first, ''), coalesce(f.last, ''),
			(select count(*) from visit_oddity o where o.visit = v.id),
			(select o.id from visit o where v.staffed = 1 and o.staffed > 0 and o.staffed = 1 and o.staff = v.staff and o.person <> v.person` + overlaps + ` order by o.id limit 1),
			(select o.id from visit o where length(v.person) > 0 and o.person = v.person and v.staffed < 2 and o.staffed < 2` + overlaps + ` order by o.id limit 1)
		from visit v left join order_frame f on f.id = v.order_id where v.id = $1`
)

// judgeAll judges the visits that a question names.
func judgeAll(ctx context.Context, tx store.Execer, at time.Time, query string, args ...any) error {
	all, err := someIDs(ctx, tx, query, args...)
	if err != nil {
		return err
	}
	return judgeEach(ctx, tx, at, all)
}

func judgeEach(ctx context.Context, tx store.Execer, at time.Time, all []ids.ID) error {
	for _, id := range all {
		l, err := lainAt(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := judge(ctx, tx, at, id, l); err != nil {
			return err
		}
	}
	return nil
}

// someIDs reads the ids that a question names, all before the first is used.
func someIDs(ctx context.Context, tx store.Queryer, query string, args ...any) ([]ids.ID, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []ids.ID
	for rows.Next() {
		var id ids.ID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	return all, rows.Err()
}

// OddOnes lists a provider's visits with something to handle, oldest day first.
func (l Lists) OddOnes(ctx context.Context, p ids.Provider, offset, limit int) ([]visits.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf("select %s from visit where provider = $1 and odd > 0 order by day, id limit %d offset %d", columns, limit, offset), p.ID))
}

// CountOdd counts a provider's visits with something to handle.
func (l Lists) CountOdd(ctx context.Context, p ids.Provider) (int, error) {
	var n int
	err := l.DB.QueryRowContext(ctx, "select count(*) from visit where provider = $1 and odd > 0", p.ID).Scan(&n)
	return n, err
}

// Oddities are what is odd about visits, and what was answered.
func (l Lists) Oddities(ctx context.Context, of ...ids.Visit) (map[ids.Visit][]visits.Oddity, error) {
	found := map[ids.Visit][]visits.Oddity{}
	if len(of) == 0 {
		return found, nil
	}
	args := make([]any, len(of))
	for i, id := range of {
		args[i] = id.ID
	}
	rows, err := l.DB.QueryContext(ctx, `select visit, kind, other, handled, pays from visit_oddity where visit in (`+places(len(of))+`) order by visit, kind`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var visit ids.Visit
		var o visits.Oddity
		var kind, at string
		var pays int
		if err := rows.Scan(&visit.ID, &kind, &o.Other.ID, &at, &pays); err != nil {
			return nil, err
		}
		o.Kind, o.Handled, o.Pays = visits.OddityKind(kind), at != "", pays == 1
		found[visit] = append(found[visit], o)
	}
	return found, rows.Err()
}

// places are so many arguments of a question, from the first.
func places(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	return b.String()
}

// Unended lists a provider's visits that began before an instant and have no end,
// oldest first.
func (l Lists) Unended(ctx context.Context, p ids.Provider, before time.Time, limit int) ([]visits.Line, error) {
	return lines(l.DB.QueryContext(ctx, fmt.Sprintf("select %s from visit where provider = $1 and begun <> '' and done_from = '' and begun < $2 and missed = 0 order by begun limit %d", columns, limit), p.ID, civil.Stamp(before)))
}

// Expect looks up the events, visits and orders of a message.
func (l Lists) Expect(ctx context.Context, arrivals []visits.Arrival) (visits.Expected, error) {
	x := visits.Expected{Taken: map[ids.ID]ids.Visit{}, Targets: map[ids.Order]visits.Target{}, Senders: map[ids.Visit]ids.Provider{}}
	var events, of, orders []ids.ID
	for _, a := range arrivals {
		of, orders = append(of, a.Visit.ID), append(orders, a.Order.ID)
		for _, e := range a.Entries {
			events = append(events, e.Mark.ID)
		}
	}
	err := l.each(ctx, `select id, visit, visit, visit, visit from visit_event where id in (%s)`, events, func(id ids.ID, t visits.Target) {
		x.Taken[id] = ids.Visit{ID: t.Person.ID}
	})
	if err == nil {
		err = l.each(ctx, `select id, person, service, provider, order_id from visit where id in (%s)`, of, func(id ids.ID, t visits.Target) {
			x.Senders[ids.Visit{ID: id}] = t.Provider
		})
	}
	if err == nil {
		err = l.each(ctx, `select id, person, service, provider, id from order_frame where id in (%s)`, orders, func(id ids.ID, t visits.Target) {
			x.Targets[ids.Order{ID: id}] = t
		})
	}
	return x, err
}

// each asks for rows by their ids. The ids are asked for in tens, so that there
// are few questions to prepare.
func (l Lists) each(ctx context.Context, query string, of []ids.ID, row func(ids.ID, visits.Target)) error {
	of = slices.DeleteFunc(slices.Clone(of), ids.ID.IsZero)
	slices.SortFunc(of, func(a, b ids.ID) int { return bytes.Compare(a[:], b[:]) })
	of = slices.Compact(of)
	if len(of) == 0 {
		return nil
	}
	args := make([]any, 0, len(of)+10)
	for _, id := range of {
		args = append(args, id)
	}
	for len(args)%10 != 0 {
		args = append(args, of[0])
	}
	rows, err := l.DB.QueryContext(ctx, fmt.Sprintf(query, places(len(args))), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id ids.ID
		var t visits.Target
		if err := rows.Scan(&id, &t.Person.ID, &t.Service.ID, &t.Provider.ID, &t.Order.ID); err != nil {
			return err
		}
		row(id, t)
	}
	return rows.Err()
}

// unlike are the codes that were read: one where both ends have the same.
func unlike(in, out string) []string {
	var codes []string
	if in != "" {
		codes = append(codes, in)
	}
	if out != "" && out != in {
		codes = append(codes, out)
	}
	return codes
}
