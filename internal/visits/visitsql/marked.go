package visitsql

import (
	"context"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/visits"
)

// marked keeps what was sent of a visit beside its registration. The row may be
// there already: the visit was planned, or its end came first.
func marked(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	switch e := r.Event.(type) {
	case visits.VisitStarted:
		if err := there(ctx, tx, r, e.Target, civil.DayOf(e.At)); err != nil {
			return err
		}
		staff := firstOf(e.Staff)
		// A visit whose end came first has its class by that mark: the start adds its own.
		if _, err := tx.ExecContext(ctx, `update visit set begun = $2, staff = $3, staffed = case when staffed > $4 then staffed else $4 end, tag_in = $5, clock_off = $6, marked = 1, how_in = $7,
				done_from = case when done_from = '' or $2 > done_to then done_from else $2 end
			where id = $1`, r.Stream.ID, civil.Stamp(e.At), staff, number(!staff.IsZero()), e.Mark.Tag, e.Mark.ClockOff, string(e.Mark.How)); err != nil {
			return err
		}
		if err := took(ctx, tx, r, e.Mark.ID); err != nil {
			return err
		}
		return lateStart(ctx, tx, r, e)
	case visits.VisitMissed:
		if err := there(ctx, tx, r, e.Target, civil.DayOf(e.At)); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `update visit set missed = 1 where id = $1`, r.Stream.ID); err != nil {
			return err
		}
		return took(ctx, tx, r, e.Mark.ID)
	case visits.VisitDoubled:
		if _, err := tx.ExecContext(ctx, `update visit set doubled = doubled + 1 where id = $1`, r.Stream.ID); err != nil {
			return err
		}
		if err := took(ctx, tx, r, e.Doubling.Mark.ID); err != nil {
			return err
		}
		return nil
	case visits.VisitTold:
		if err := there(ctx, tx, r, e.Target, civil.DayOf(e.At)); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `insert into visit_told (visit, event, person, provider, kind, at) values ($1, $2, $3, $4, $5, $6) on conflict (visit, event) do nothing`,
			r.Stream.ID, e.Mark.ID, e.Target.Person.ID, e.Target.Provider.ID, string(e.Kind), civil.Stamp(e.At)); err != nil {
			return err
		}
		return took(ctx, tx, r, e.Mark.ID)
	}
	return nil
}

// lateStart works out the length and the class of a visit whose end came before
// its start.
func lateStart(ctx context.Context, tx store.Execer, r journal.Recorded, e visits.VisitStarted) error {
	id := r.Stream.ID
	var from, to, class string
	if err := tx.QueryRowContext(ctx, `select done_from, done_to, class from visit where id = $1`, id).Scan(&from, &to, &class); err != nil || to == "" {
		return err
	}
	done, err := span(from, to)
	if err != nil {
		return err
	}
	out := visits.Mark{How: visits.ByHand}
	if visits.Class(class) == visits.TaggedOut {
		out.How = visits.ByTag
	}
	if _, err := tx.ExecContext(ctx, `update visit set day = $2, minutes = $3, class = $4 where id = $1`,
		id, civil.DayOf(done.From), done.Minutes(), string(visits.ClassOf(e.Mark, out))); err != nil {
		return err
	}
	return rate(ctx, tx, r, e.Rated.Of(done), "")
}

// there makes sure that the visit has a row.
func there(ctx context.Context, tx store.Execer, r journal.Recorded, t visits.Target, day civil.Date) error {
	_, err := tx.ExecContext(ctx, `insert into visit (id, person, order_id, service, provider, day, gone)
		values ($1, $2, $3, $4, $5, $6, `+goneBefore+`) on conflict (id) do nothing`,
		r.Stream.ID, t.Person.ID, t.Order.ID, t.Service.ID, t.Provider.ID, day)
	return err
}

// took remembers that what the sender named so has had its effect.
func took(ctx context.Context, tx store.Execer, r journal.Recorded, event ids.ID) error {
	if event.IsZero() {
		return nil
	}
	_, err := tx.ExecContext(ctx, `insert into visit_event (id, visit) values ($1, $2) on conflict (id) do nothing`, event, r.Stream.ID)
	return err
}

// firstOf is the first of the staff; the zero id when nobody is named.
func firstOf(staff []ids.User) ids.ID {
	if len(staff) == 0 {
		return ids.ID{}
	}
	return staff[0].ID
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// furthest is the one of two that lies furthest from 0.
func furthest(a, b int) int {
	if max(a, -a) > max(b, -b) {
		return a
	}
	return b
}
