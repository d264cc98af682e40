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

// Keys tells the engine how keys are folded.
func Keys() engine.Kind[visits.SystemKey] {
	return engine.Kind[visits.SystemKey]{
		Name: visits.KeyStream, Fold: (*visits.SystemKey).Fold, Says: visits.SystemKey.Says, Persons: visits.SystemKey.Persons, Events: visits.KeyEvents(),
	}
}

// KeysProjection keeps one row per key, found by its digest.
func KeysProjection() store.Projection {
	return store.Projection{
		Name:   "system_keys",
		Tables: []string{"system_key"},
		Schema: []string{
			`create table system_key (id bytea primary key, provider bytea not null, name text not null, digest text not null, given text not null, ended text not null default '')`,
			`create unique index system_key_digest on system_key (digest)`,
			`create index system_key_provider on system_key (provider, given)`,
		},
		Events: []string{visits.KeyGiven{}.EventName(), visits.KeyEnded{}.EventName()},
		Apply: func(ctx context.Context, tx store.Execer, r journal.Recorded) error {
			var err error
			switch e := r.Event.(type) {
			case visits.KeyGiven:
				_, err = tx.ExecContext(ctx, `insert into system_key (id, provider, name, digest, given) values ($1, $2, $3, $4, $5)`,
					r.Stream.ID, e.Provider.ID, e.Name, e.Digest, civil.Stamp(r.At))
			case visits.KeyEnded:
				_, err = tx.ExecContext(ctx, `update system_key set ended = $2 where id = $1`, r.Stream.ID, civil.Stamp(r.At))
			default:
				err = fmt.Errorf("visitsql: %s is not read", r.Name)
			}
			return err
		},
	}
}

// KeyHolder is the key with that digest and whose it is; zero when there is none
// that holds.
func (l Lists) KeyHolder(ctx context.Context, digest string) (key ids.ID, provider ids.Provider, err error) {
	err = l.DB.QueryRowContext(ctx, `select id, provider from system_key where digest = $1 and ended = ''`, digest).Scan(&key, &provider.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return ids.ID{}, ids.Provider{}, nil
	}
	return key, provider, err
}

// mostKeys is more keys than a provider has ever had.
const mostKeys = 200

// KeysOf lists a provider's keys, the last given first.
func (l Lists) KeysOf(ctx context.Context, p ids.Provider) ([]visits.KeyLine, error) {
	rows, err := l.DB.QueryContext(ctx, `select id, name, given, ended from system_key where provider = $1 order by given desc limit $2`, p.ID, mostKeys)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []visits.KeyLine
	for rows.Next() {
		var k visits.KeyLine
		var given, ended string
		if err := rows.Scan(&k.ID, &k.Name, &given, &ended); err != nil {
			return nil, err
		}
		s, err := span(given, ended)
		if err != nil {
			return nil, err
		}
		k.Given, k.Ended = s.From, s.To
		all = append(all, k)
	}
	return all, rows.Err()
}
