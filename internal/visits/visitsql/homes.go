package visitsql

import (
	"context"
	"fmt"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/visits"
)

// Homes tells the engine how homes are folded.
func Homes() engine.Kind[visits.Home] {
	return engine.Kind[visits.Home]{
		Name: visits.HomeStream, Fold: (*visits.Home).Fold, Says: visits.Home.Says, Persons: visits.Home.Persons, Events: visits.HomeEvents(),
	}
}

// homeTables keep which tags hang where, and who is exempt. The same code may hang
// in the homes of two who live together.
//
//	home_tag   one row for each tag of a home; down is empty while it hangs there
//	home       one row for each home that has ever had a tag or an exemption
var homeTables = []string{
	`create table home_tag (
		code text not null, home bytea not null, person bytea not null, provider bytea not null, place text not null,
		up text not null, faulty text not null default '', down text not null default '', primary key (code, home))`,
	`create index home_tag_provider on home_tag (provider, code)`,
	`create index home_tag_home on home_tag (home)`,
	`create index home_tag_person on home_tag (person)`,
	`create table home (
		id bytea primary key, person bytea not null, provider bytea not null,
		exempt_from text not null default '', exempt_until text not null default '', exempt_reason text not null default '')`,
	`create index home_exempt on home (provider, exempt_until) where exempt_until <> ''`,
	`create index home_person on home (person)`,
}

func homeEvents() []string {
	return []string{
		visits.TagPutUp{}.EventName(), visits.TagFaulty{}.EventName(), visits.TagMended{}.EventName(), visits.TagTakenDown{}.EventName(),
		visits.ExemptionGranted{}.EventName(), visits.ExemptionEnded{}.EventName(),
	}
}

func applyHome(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	known := func(t visits.Target) error {
		_, err := tx.ExecContext(ctx, `insert into home (id, person, provider) values ($1, $2, $3) on conflict (id) do nothing`, r.Stream.ID, t.Person.ID, t.Provider.ID)
		return err
	}
	var err error
	switch e := r.Event.(type) {
	case visits.TagPutUp:
		if err = known(e.Target); err == nil {
			_, err = tx.ExecContext(ctx, `insert into home_tag (code, home, person, provider, place, up) values ($1, $2, $3, $4, $5, $6)
				on conflict (code, home) do update set place = excluded.place, up = excluded.up, faulty = '', down = ''`,
				e.Code, r.Stream.ID, e.Target.Person.ID, e.Target.Provider.ID, e.Place, r.Day)
		}
	case visits.TagFaulty:
		_, err = tx.ExecContext(ctx, `update home_tag set faulty = $3 where code = $1 and home = $2`, e.Code, r.Stream.ID, e.On)
	case visits.TagMended:
		_, err = tx.ExecContext(ctx, `update home_tag set faulty = '' where code = $1 and home = $2`, e.Code, r.Stream.ID)
	case visits.TagTakenDown:
		_, err = tx.ExecContext(ctx, `update home_tag set down = $3 where code = $1 and home = $2`, e.Code, r.Stream.ID, e.On)
	case visits.ExemptionGranted:
		if err = known(e.Target); err == nil {
			_, err = tx.ExecContext(ctx, `update home set exempt_from = $2, exempt_until = $3, exempt_reason = $4 where id = $1`, r.Stream.ID, e.From, e.Until, e.Reason)
		}
	case visits.ExemptionEnded:
		_, err = tx.ExecContext(ctx, `update home set exempt_until = $2 where id = $1`, r.Stream.ID, e.On.AddDays(-1))
	}
	return err
}

// standing is what is known of a home the day a visit was registered there by hand.
const standing = `coalesce((select case when faulty <> '' and faulty <= v.day then 'fel' else 'hel' end from home_tag t
		where t.home = v.order_id and t.up <= v.day and (t.down = '' or t.down >= v.day) order by t.faulty desc limit 1), 'ingen')`

const exempted = `case when exists (select 1 from home h where h.id = v.order_id and h.exempt_from <> '' and h.exempt_from <= v.day and h.exempt_until >= v.day) then 1 else 0 end`

// stand keeps beside a visit that was registered by hand whether a tag hung in the
// home that day, and whether the home was exempt: what is learnt later changes it not.
func stand(ctx context.Context, tx store.Execer, id ids.ID) error {
	_, err := tx.ExecContext(ctx, `update visit as v set tag_state = `+standing+`, exempt = `+exempted+` where v.id = $1 and v.class <> 'tagg-in-och-ut'`, id)
	return err
}

// place tells what is known of a tag that was read on a visit. A provider that has
// hung none keeps no inventory, and its tags are not looked at.
func place(ctx context.Context, tx store.Queryer, code string, provider ids.ID, person ids.ID, day civil.Date) (visits.TagPlace, bool, error) {
	var kept, here, hangs int
	err := tx.QueryRowContext(ctx, `select
		(select count(*) from (select 1 from home_tag where provider = $2 limit 1) k),
		(select count(*) from home_tag where code = $1 and person = $3 and up <= $4 and (down = '' or down >= $4)),
		(select count(*) from home_tag where code = $1 and up <= $4 and (down = '' or down >= $4))`, code, provider, person, day).Scan(&kept, &here, &hangs)
	return visits.TagPlace{Known: hangs > 0, Other: here == 0}, kept > 0, err
}

// Tags lists a provider's tags that hang somewhere, those with a fault first.
func (l Lists) Tags(ctx context.Context, p ids.Provider, offset, limit int) ([]visits.HomeLine, int, error) {
	return l.homes(ctx, p, `select home, person, code, place, up, faulty, '', '' from home_tag where provider = $1 and down = ''`, `case when faulty = '' then 1 else 0 end, code`, offset, limit)
}

// Exemptions lists a provider's homes that are exempt on a day, the first to end first.
func (l Lists) Exemptions(ctx context.Context, p ids.Provider, day civil.Date, offset, limit int) ([]visits.HomeLine, int, error) {
	return l.homes(ctx, p, `select id, person, '', '', exempt_from, '', exempt_until, exempt_reason from home where provider = $1 and exempt_until <> '' and exempt_until >= '`+day.String()+`'`, `exempt_until, id`, offset, limit)
}

func (l Lists) homes(ctx context.Context, p ids.Provider, query, order string, offset, limit int) ([]visits.HomeLine, int, error) {
	var total int
	if err := l.DB.QueryRowContext(ctx, `select count(*) from (`+query+`) q`, p.ID).Scan(&total); err != nil {
		return nil, 0, err
	}
	rows, err := l.DB.QueryContext(ctx, query+fmt.Sprintf(" order by %s limit %d offset %d", order, limit, offset), p.ID)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	var all []visits.HomeLine
	for rows.Next() {
		var h visits.HomeLine
		if err := rows.Scan(&h.Order.ID, &h.Person.ID, &h.Code, &h.Place, &h.Up, &h.Fault, &h.Until, &h.Reason); err != nil {
			return nil, 0, err
		}
		all = append(all, h)
	}
	return all, total, rows.Err()
}
