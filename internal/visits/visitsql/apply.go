package visitsql

import (
	"context"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/delivery"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/people"
	"stadga/internal/store"
	"stadga/internal/visits"
)

// apply writes what an event does to the row of a visit and to the sums of its
// month, and then judges the visits it may have made odd.
func apply(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	switch e := r.Event.(type) {
	case people.Deceased:
		return gone(ctx, tx, r, e.On, "avliden")
	case people.MovedAway:
		return gone(ctx, tx, r, e.On, "flyttat")
	case people.MovedBack:
		return back(ctx, tx, r)
	case delivery.OrderSent:
		b := e.Brief
		_, err := tx.ExecContext(ctx, `insert into order_frame (id, person, service, provider, first, last) values ($1, $2, $3, $4, $5, $6)`,
			r.Stream.ID, b.Person.ID, b.Service.ID, b.Provider.ID, r.Day, b.Until)
		return err
	case delivery.OrderProlonged:
		if _, err := tx.ExecContext(ctx, `update order_frame set last = $2 where id = $1`, r.Stream.ID, e.Until); err != nil {
			return err
		}
		return judgeAll(ctx, tx, r.At, `select id from visit where order_id = $1 and done_from <> '' and odd > 0 order by day, id`, r.Stream.ID)
	case delivery.OrderEnded:
		if _, err := tx.ExecContext(ctx, `update order_frame set last = $2 where id = $1 and (last = '' or last > $2)`, r.Stream.ID, e.On); err != nil {
			return err
		}
		return judgeAll(ctx, tx, r.At, `select id from visit where order_id = $1 and day > $2 and done_from <> '' order by day, id`, r.Stream.ID, e.On)
	case visits.OddityHandled:
		return handled(ctx, tx, r, e)
	}
	if r.Stream.Kind == visits.HomeStream {
		return applyHome(ctx, tx, r)
	}
	if e, is := r.Event.(visits.VisitRegistered); is && r.Version == 1 {
		return registeredNew(ctx, tx, r, e)
	}
	if err := summed(ctx, tx, r, func() error { return write(ctx, tx, r) }); err != nil {
		return err
	}
	switch e := r.Event.(type) {
	case visits.VisitRegistered:
		if e.Class != visits.TaggedBoth {
			if err := stand(ctx, tx, r.Stream.ID); err != nil {
				return err
			}
		}
		return judge(ctx, tx, r.At, r.Stream.ID, lain{civil.DayOf(e.Done.From), e.Done})
	case visits.VisitStarted, visits.VisitDoubled, visits.CorrectionAsked, visits.VisitMisfiled, visits.ProposalRefused:
		return judgeAll(ctx, tx, r.At, `select id from visit where id = $1 and done_from <> ''`, r.Stream.ID)
	case visits.VisitCorrected, visits.VisitMoved:
		return judgeAll(ctx, tx, r.At, `select id from visit where id = $1 union select visit from visit_oddity where other = $1 and handled = ''`, r.Stream.ID)
	}
	return nil
}

func write(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	switch e := r.Event.(type) {
	case visits.VisitPlanned:
		t := e.Target
		_, err := tx.ExecContext(ctx, `insert into visit (id, person, order_id, service, provider, day, planned_from, planned_to, staff, staffed, planned_minutes, gone)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, `+goneBefore+`)`,
			r.Stream.ID, t.Person.ID, t.Order.ID, t.Service.ID, t.Provider.ID, civil.DayOf(e.Span.From), civil.Stamp(e.Span.From), civil.Stamp(e.Span.To),
			firstOf(e.Staff), max(e.With, min(len(e.Staff), 1)), e.Span.Minutes())
		return err
	case visits.VisitReplanned:
		_, err := tx.ExecContext(ctx, `update visit set day = $2, planned_from = $3, planned_to = $4, planned_minutes = $5, staff = $6, staffed = case when staffed > $7 then staffed else $7 end where id = $1`,
			r.Stream.ID, civil.DayOf(e.Span.From), civil.Stamp(e.Span.From), civil.Stamp(e.Span.To), e.Span.Minutes(), firstOf(e.Staff), number(len(e.Staff) > 0))
		return err
	case visits.VisitCancelled:
		_, err := tx.ExecContext(ctx, `update visit set cancelled = 1 where id = $1`, r.Stream.ID)
		return err
	case visits.VisitRegistered:
		return registered(ctx, tx, r, e)
	case visits.VisitCorrected:
		_, err := tx.ExecContext(ctx, `update visit set day = $2, done_from = $3, done_to = $4, minutes = $5, corrected = corrected + 1, waits = '', gone = coalesce(
			(select why from person_gone where person_gone.person = visit.person and person_gone.day < $2), '') where id = $1`,
			r.Stream.ID, civil.DayOf(e.Done.From), civil.Stamp(e.Done.From), civil.Stamp(e.Done.To), e.Done.Minutes())
		if err != nil {
			return err
		}
		return rate(ctx, tx, r, e.Rated.Of(e.Done), e.Why)
	case visits.VisitRated:
		return rate(ctx, tx, r, e.Rated, e.Why)
	case visits.CorrectionAsked:
		return waits(ctx, tx, r.Stream.ID, visits.NewTimes)
	case visits.VisitMisfiled:
		return waits(ctx, tx, r.Stream.ID, visits.OtherPerson)
	case visits.ProposalRefused:
		return waits(ctx, tx, r.Stream.ID, "")
	case visits.VisitMoved:
		return moved(ctx, tx, r, e)
	case visits.VisitStarted, visits.VisitMissed, visits.VisitDoubled, visits.VisitTold:
		return marked(ctx, tx, r)
	}
	return fmt.Errorf("visitsql: %s is not read", r.Name)
}

// gone marks the visits that lie after the day a person died or moved.
func gone(ctx context.Context, tx store.Execer, r journal.Recorded, last civil.Date, why string) error {
	person := r.Stream.ID
	err := summedPerson(ctx, tx, r, person, last, func() error {
		_, err := tx.ExecContext(ctx, `insert into person_gone (person, day, why) values ($1, $2, $3)
			on conflict (person) do update set day = excluded.day, why = excluded.why`, person, last, why)
		if err == nil {
			_, err = tx.ExecContext(ctx, `update visit set gone = $3, changed = $4 where person = $1 and day > $2`, person, last, why, civil.Stamp(r.At))
		}
		return err
	})
	if err != nil {
		return err
	}
	return judgeAll(ctx, tx, r.At, `select id from visit where person = $1 and day > $2 and done_from <> '' order by day, id`, person, last)
}

// back takes the marks away of one who has moved back.
func back(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	after, err := someIDs(ctx, tx, `select id from visit where person = $1 and gone <> '' and done_from <> '' order by day, id`, r.Stream.ID)
	if err != nil {
		return err
	}
	err = summedPerson(ctx, tx, r, r.Stream.ID, civil.Date{}, func() error {
		_, err := tx.ExecContext(ctx, `delete from person_gone where person = $1`, r.Stream.ID)
		if err == nil {
			_, err = tx.ExecContext(ctx, `update visit set gone = '', changed = $2 where person = $1 and gone <> ''`, r.Stream.ID, civil.Stamp(r.At))
		}
		return err
	})
	if err != nil {
		return err
	}
	return judgeEach(ctx, tx, r.At, after)
}

// waits keeps what is to be settled about a visit; empty: nothing.
func waits(ctx context.Context, tx store.Execer, id ids.ID, kind visits.ProposalKind) error {
	_, err := tx.ExecContext(ctx, `update visit set waits = $2 where id = $1`, id, string(kind))
	return err
}

// moved puts a visit under the order of someone else.
func moved(ctx context.Context, tx store.Execer, r journal.Recorded, e visits.VisitMoved) error {
	t := e.Target
	if _, err := tx.ExecContext(ctx, `update visit set waits = '', person = $2, order_id = $3, service = $4, provider = $5, gone = coalesce(
		(select why from person_gone where person_gone.person = $2 and person_gone.day < visit.day), '') where id = $1`,
		r.Stream.ID, t.Person.ID, t.Order.ID, t.Service.ID, t.Provider.ID); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `update visit_told set person = $2 where visit = $1`, r.Stream.ID, t.Person.ID); err != nil || e.Rated == nil {
		return err
	}
	return rate(ctx, tx, r, *e.Rated, "Flyttat från en annan person.")
}
