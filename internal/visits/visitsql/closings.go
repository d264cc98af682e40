package visitsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/visits"
)

// Closings tells the engine how month closings are folded.
func Closings() engine.Kind[visits.Closing] {
	return engine.Kind[visits.Closing]{
		Name: visits.ClosingStream, Fold: (*visits.Closing).Fold, Says: visits.Closing.Says, Persons: visits.Closing.Persons, Events: visits.ClosingEvents(),
	}
}

// ClosingsProjection keeps which months are closed with which providers, and what
// has been settled for each order and month: the line of its own month, and the
// corrections of it that later months have carried. A month that is closed again
// has its lines anew.
//
//	closing       one row for each provider and month that has ever been closed
//	closed_line   the lines of a closing; from_month is the month a line is from
//	explanation   why an order's delivered time differs
func ClosingsProjection() store.Projection {
	return store.Projection{
		Name:   "closings",
		Tables: []string{"closing", "closed_line", "explanation"},
		Schema: []string{
			`create table closing (
				id bytea not null, provider bytea not null, month text not null, locked integer not null, closed text not null, closed_by bytea not null,
				read_at text not null, ore integer not null, lines integer not null, primary key (provider, month))`,
			`create index closing_month on closing (month, provider)`,
			`create unique index closing_id on closing (id)`,
			`create table closed_line (
				provider bytea not null, month text not null, order_id bytea not null, from_month text not null,
				granted integer not null, minutes integer not null, ore integer not null, why text not null,
				primary key (provider, month, order_id, from_month))`,
			`create index closed_line_from on closed_line (provider, from_month, order_id)`,
			`create table explanation (
				provider bytea not null, month text not null, order_id bytea not null, cause text not null, at text not null, by_user bytea not null,
				primary key (provider, month, order_id))`,
		},
		Events: []string{visits.MonthClosed{}.EventName(), visits.MonthUnlocked{}.EventName(), visits.DifferenceExplained{}.EventName()},
		Apply:  applyClosing,
	}
}

// monthOf is a month as rows write it: 2026-08.
func monthOf(day civil.Date) string { return day.String()[:len("2026-08")] }

func applyClosing(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	switch e := r.Event.(type) {
	case visits.MonthClosed:
		return closed(ctx, tx, r, e)
	case visits.MonthUnlocked:
		_, err := tx.ExecContext(ctx, `update closing set locked = 0 where id = $1`, r.Stream.ID)
		return err
	case visits.DifferenceExplained:
		_, err := tx.ExecContext(ctx, `insert into explanation (provider, month, order_id, cause, at, by_user) values ($1, $2, $3, $4, $5, $6)
			on conflict (provider, month, order_id) do update set cause = excluded.cause, at = excluded.at, by_user = excluded.by_user`,
			e.Provider, monthOf(e.Month), e.Order, string(e.Cause), civil.Stamp(r.At), r.Actor)
		return err
	}
	return fmt.Errorf("visitsql: %s is not read", r.Name)
}

func closed(ctx context.Context, tx store.Execer, r journal.Recorded, e visits.MonthClosed) error {
	month := monthOf(e.Month)
	if _, err := tx.ExecContext(ctx, `delete from closed_line where provider = $1 and month = $2`, e.Provider, month); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `insert into closing (id, provider, month, locked, closed, closed_by, read_at, ore, lines) values ($1, $2, $3, 1, $4, $5, $6, $7, $8)
		on conflict (provider, month) do update set locked = 1, closed = excluded.closed, closed_by = excluded.closed_by, read_at = excluded.read_at,
			ore = excluded.ore, lines = excluded.lines`,
		r.Stream.ID, e.Provider, month, civil.Stamp(r.At), r.Actor, civil.Stamp(e.Read), e.Ore, len(e.Lines)); err != nil {
		return err
	}
	for _, l := range e.Lines {
		from := month
		if !l.From.IsZero() {
			from = monthOf(l.From)
		}
		if _, err := tx.ExecContext(ctx, `insert into closed_line (provider, month, order_id, from_month, granted, minutes, ore, why) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			e.Provider, month, l.Order, from, l.Granted, l.Minutes, l.Ore, l.Why); err != nil {
			return err
		}
	}
	return nil
}

// Locked tells whether the month of a day is closed with a provider: nothing in it
// is then corrected until someone has unlocked it.
func (l Lists) Locked(ctx context.Context, p ids.Provider, day civil.Date) (bool, error) {
	var locked bool
	err := l.DB.QueryRowContext(ctx, `select locked = 1 from closing where provider = $1 and month = $2`, p, monthOf(day)).Scan(&locked)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return locked, err
}
