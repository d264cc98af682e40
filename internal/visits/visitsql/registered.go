package visitsql

import (
	"context"
	"fmt"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/visits"
)

// A registration is what an event says of a visit that was made, as its row keeps it.
type registration struct {
	visits.VisitRegistered
	rated   visits.Rated
	day     civil.Date
	begun   time.Time // zero: only its end is known
	sent    time.Time
	staff   ids.ID
	staffed int
}

func registrationOf(r journal.Recorded, e visits.VisitRegistered) registration {
	g := registration{VisitRegistered: e, rated: e.Rated.Of(e.Done), day: civil.DayOf(e.Done.From), begun: e.Done.From, sent: r.At, staff: firstOf(e.Staff)}
	if !e.Out.IsZero() {
		g.sent = e.Out.Sent
		if e.In.IsZero() {
			g.begun = time.Time{}
		}
	}
	g.staffed = max(e.With, number(!g.staff.IsZero()))
	return g
}

const (
	registeredRow = `insert into visit
		(id, person, order_id, service, provider, day, planned_from, planned_to, done_from, done_to, minutes, class, reason, known,
			day_minutes, night_minutes, priceless, price, ore, agreement, model, planned_minutes, changed,
			begun, staff, staffed, outcome, tag_in, tag_out, clock_off, marked, how_in, how_out, gone)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
			$24, $25, $26, $27, $28, $29, $30, $31, $32, $33, `
	registeredAgain = registeredRow + goneBefore + `)
		on conflict (id) do update set day = excluded.day, done_from = excluded.done_from, done_to = excluded.done_to,
			minutes = excluded.minutes, class = excluded.class, reason = excluded.reason, known = excluded.known, gone = excluded.gone,
			day_minutes = excluded.day_minutes, night_minutes = excluded.night_minutes, priceless = excluded.priceless, price = excluded.price,
			ore = excluded.ore, agreement = excluded.agreement, model = excluded.model, changed = excluded.changed,
			begun = excluded.begun, staff = excluded.staff, staffed = excluded.staffed, outcome = excluded.outcome,
			tag_in = excluded.tag_in, tag_out = excluded.tag_out, clock_off = excluded.clock_off, marked = excluded.marked,
			how_in = excluded.how_in, how_out = excluded.how_out`
)

// values are those of registeredRow, and more after them.
func (g *registration) values(r journal.Recorded, more ...any) []any {
	t := g.Target
	return append([]any{
		r.Stream.ID, t.Person.ID, t.Order.ID, t.Service.ID, t.Provider.ID, g.day,
		civil.Stamp(g.Planned.From), civil.Stamp(g.Planned.To), civil.Stamp(g.Done.From), civil.Stamp(g.Done.To),
		g.Done.Minutes(), string(g.Class), string(g.Reason), civil.Stamp(g.sent),
		g.rated.Day, g.rated.Night, g.rated.Priceless, g.rated.Price, g.rated.Ore, g.rated.Agreement, string(g.rated.Model), g.Planned.Minutes(), civil.Stamp(r.At),
		civil.Stamp(g.begun), g.staff, g.staffed, string(g.Outcome), g.In.Tag, g.Out.Tag,
		furthest(g.In.ClockOff, g.Out.ClockOff), number(!g.Out.IsZero()), string(g.In.How), string(g.Out.How),
	}, more...)
}

// registered keeps that a visit was made of which something was known: that it was
// planned, or had begun.
func registered(ctx context.Context, tx store.Execer, r journal.Recorded, e visits.VisitRegistered) error {
	g := registrationOf(r, e)
	if _, err := tx.ExecContext(ctx, registeredAgain, g.values(r)...); err != nil {
		return err
	}
	return g.took(ctx, tx, r)
}

func (g *registration) took(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	if err := took(ctx, tx, r, g.In.ID); err != nil {
		return err
	}
	return took(ctx, tx, r, g.Out.ID)
}

// registeredNew keeps a visit of which nothing was known, as most are. All that its row
// will say stands in the event, so one question is asked of what stands around it, and
// nothing that is written is read back.
func registeredNew(ctx context.Context, tx store.Execer, r journal.Recorded, e visits.VisitRegistered) error {
	g := registrationOf(r, e)
	j, err := g.around(ctx, tx)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, registeredRow+`$34)`, g.values(r, j.c.Gone)...); err != nil {
		return err
	}
	if err := g.took(ctx, tx, r); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, addNewVisit, g.sums(r, j.c.Gone)...); err != nil {
		return err
	}
	if e.Class != visits.TaggedBoth {
		if err := stand(ctx, tx, r.Stream.ID); err != nil {
			return err
		}
	}
	return j.keep(ctx, tx, r.At, r.Stream.ID)
}

// addNewVisit is addVisit of a visit whose row is known without being read.
const addNewVisit = intoSum + `values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)` + intoMonth

// sums are what the visit comes to, in the order of the columns of month_sum.
func (g *registration) sums(r journal.Recorded, gone string) []any {
	t := g.Target
	done := number(!g.Done.From.IsZero())
	paid := done * number(gone == "")
	held, of := done-paid, func(c visits.Class) int { return paid * number(g.Class == c) }
	return []any{
		t.Order.ID, g.day.String()[:len("2006-01")], g.rated.Agreement, string(g.rated.Model), g.rated.Price, t.Provider.ID, t.Person.ID, t.Service.ID,
		g.Planned.Minutes(), paid, paid * g.Done.Minutes(), paid * g.rated.Day, paid * g.rated.Night, paid * g.rated.Priceless, int64(paid) * g.rated.Ore,
		of(visits.TaggedBoth), of(visits.TaggedIn), of(visits.TaggedOut), of(visits.Manual),
		held, held * g.Done.Minutes(), int64(held) * g.rated.Ore, civil.Stamp(r.At),
	}
}

// standsAroundNew finds what standsAround finds of a visit that has no row yet: $1 is the
// person, $2 the day, $3 the order, $4–$7 when others must lie to lie at the same time, $8 the
// staff. $9 and $10 are 1 where another visit of the staff, or of the person, would be odd.
const (
	overlapsNew     = ` and o.day >= $4 and o.day <= $5 and o.done_from <> '' and o.done_from < $7 and o.done_to > $6`
	standsAroundNew = `select coalesce((select why from person_gone where person = $1 and day < $2), ''), f.provider, coalesce(f.first, ''), coalesce(f.last, ''),
			(select o.id from visit o where $9 = 1 and o.staffed > 0 and o.staffed = 1 and o.staff = $8 and o.person <> $1` + overlapsNew + ` order by o.id limit 1),
			(select o.id from visit o where $10 = 1 and o.person = $1 and o.staffed < 2` + overlapsNew + ` order by o.id limit 1)
		from (select 1 as one) one left join order_frame f on f.id = $3`
)

// around reads what stands around the visit.
func (g *registration) around(ctx context.Context, tx store.Execer) (judged, error) {
	var (
		j             judged
		first, last   string
		orderProvider ids.ID
	)
	t := g.Target
	w := beside(g.day, g.Done)
	err := tx.QueryRowContext(ctx, standsAroundNew, t.Person.ID, g.day, t.Order.ID, w.since, w.until, w.begins, w.ends, g.staff,
		number(g.staffed == 1), number(!t.Person.IsZero() && g.staffed < 2)).
		Scan(&j.c.Gone, &orderProvider, &first, &last, &j.sameStaff, &j.samePerson)
	if err != nil {
		return j, fmt.Errorf("what stands around a visit: %w", err)
	}
	j.c.Planned, j.c.Done, j.c.Class, j.c.Reason, j.c.Begun = g.Planned, g.Done, g.Class, g.Reason, !g.begun.IsZero()
	j.c.In, j.c.Out = g.In, g.Out
	j.c.In.ClockOff = furthest(g.In.ClockOff, g.Out.ClockOff)
	if !g.Out.IsZero() {
		j.c.Sent = g.sent
	}
	return j, j.place(ctx, tx, frame{provider: t.Provider.ID, person: t.Person.ID, day: g.day, order: orderProvider, first: first, last: last})
}
