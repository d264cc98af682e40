package visitsql

import (
	"context"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/visits"
)

// monthSum keeps, for each order, month and price, what its visits come to, so that
// a month is read from as many rows as it has orders. What is paid stands in the
// first columns and what is held in the last three. A visit belongs to the month it
// began. minutes are of the whole visit, planned those of what was planned and not
// cancelled. A row that has come to nothing stays: it tells when.
const monthSum = `create table month_sum (
	order_id bytea not null, month text not null, agreement text not null, model text not null, price integer not null,
	provider bytea not null, person bytea not null, service bytea not null,
	planned integer not null, visits integer not null, minutes integer not null,
	day_minutes integer not null, night_minutes integer not null, priceless integer not null, ore integer not null,
	tagged integer not null, tagged_in integer not null, tagged_out integer not null, manual integer not null,
	held integer not null, held_minutes integer not null, held_ore integer not null,
	changed text not null,
	primary key (order_id, month, agreement, model, price))`

// What one visit comes to, $1 times, at the instant $2, in the order of the columns of
// month_sum. addVisits adds it for the visits of a condition; addVisit for one, and
// has nothing to gather.
const (
	intoSum = `insert into month_sum (order_id, month, agreement, model, price, provider, person, service,
		planned, visits, minutes, day_minutes, night_minutes, priceless, ore, tagged, tagged_in, tagged_out, manual, held, held_minutes, held_ore, changed) `

	sumOfEach = `(select order_id, substr(day, 1, 7) as month, agreement, model, price, provider, person, service,
			$1 * planned_minutes * (1 - cancelled) as planned, $1 * paid as visits, $1 * paid * minutes as minutes,
			$1 * paid * day_minutes as day_minutes, $1 * paid * night_minutes as night_minutes, $1 * paid * priceless as priceless, $1 * paid * ore as ore,
			case when class = 'tagg-in-och-ut' then $1 * paid else 0 end as tagged, case when class = 'tagg-in' then $1 * paid else 0 end as tagged_in,
			case when class = 'tagg-ut' then $1 * paid else 0 end as tagged_out, case when class = 'manuell' then $1 * paid else 0 end as manual,
			$1 * (done - paid) as held, $1 * (done - paid) * minutes as held_minutes, $1 * (done - paid) * ore as held_ore, $2 as changed
		from (select v.*, case when done_from <> '' and cancelled = 0 then 1 else 0 end as done,
			case when done_from <> '' and cancelled = 0 and gone = '' and held = '' then 1 else 0 end as paid from visit v where `

	addVisits = intoSum + `select order_id, month, agreement, model, price, provider, person, service,
			sum(planned), sum(visits), sum(minutes), sum(day_minutes), sum(night_minutes), sum(priceless), sum(ore),
			sum(tagged), sum(tagged_in), sum(tagged_out), sum(manual), sum(held), sum(held_minutes), sum(held_ore), max(changed)
		from ` + sumOfEach
	gathered = `) v) s group by order_id, month, agreement, model, price, provider, person, service` + intoMonth

	addVisit = intoSum + `select * from ` + sumOfEach + `v.id = $3) v) s where true` + intoMonth

	intoMonth = ` on conflict (order_id, month, agreement, model, price) do update set
		planned = month_sum.planned + excluded.planned, visits = month_sum.visits + excluded.visits, minutes = month_sum.minutes + excluded.minutes,
		day_minutes = month_sum.day_minutes + excluded.day_minutes, night_minutes = month_sum.night_minutes + excluded.night_minutes,
		priceless = month_sum.priceless + excluded.priceless, ore = month_sum.ore + excluded.ore,
		tagged = month_sum.tagged + excluded.tagged, tagged_in = month_sum.tagged_in + excluded.tagged_in,
		tagged_out = month_sum.tagged_out + excluded.tagged_out, manual = month_sum.manual + excluded.manual,
		held = month_sum.held + excluded.held, held_minutes = month_sum.held_minutes + excluded.held_minutes, held_ore = month_sum.held_ore + excluded.held_ore,
		changed = case when excluded.changed > month_sum.changed then excluded.changed else month_sum.changed end`
)

// summed writes what an event does to the row of one visit, and moves what the visit
// comes to out of its month before and into it after.
func summed(ctx context.Context, tx store.Execer, r journal.Recorded, write func() error) error {
	at := civil.Stamp(r.At)
	if r.Version > 1 {
		if _, err := tx.ExecContext(ctx, addVisit, -1, at, r.Stream.ID); err != nil {
			return err
		}
	}
	if err := write(); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, addVisit, 1, at, r.Stream.ID)
	return err
}

// summedPerson is the same for an event that touches all the visits of a person that
// lie after a day.
func summedPerson(ctx context.Context, tx store.Execer, r journal.Recorded, person ids.ID, after civil.Date, write func() error) error {
	at := civil.Stamp(r.At)
	if _, err := tx.ExecContext(ctx, addVisits+"person = $3 and day > $4"+gathered, -1, at, person, after); err != nil {
		return err
	}
	if err := write(); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, addVisits+"person = $3 and day > $4"+gathered, 1, at, person, after)
	return err
}

// rate writes what a visit counts as and costs.
func rate(ctx context.Context, tx store.Execer, r journal.Recorded, rated visits.Rated, why string) error {
	_, err := tx.ExecContext(ctx, `update visit set day_minutes = $2, night_minutes = $3, priceless = $4, price = $5, ore = $6, agreement = $7, model = $8,
			changed = $9, why = $10 where id = $1`,
		r.Stream.ID, rated.Day, rated.Night, rated.Priceless, rated.Price, rated.Ore, rated.Agreement, string(rated.Model), civil.Stamp(r.At), why)
	return err
}
