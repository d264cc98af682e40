package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
)

// Drafts keeps what is typed and not yet signed, by person and form. It is no
// part of the record: saved over, and gone when the act is signed.
type Drafts struct {
	db    *DB
	clock func() time.Time
}

// Drafts returns the drafts of this board.
func (db *DB) Drafts(clock func() time.Time) *Drafts { return &Drafts{db: db, clock: clock} }

// Save keeps a draft and returns when it is durable, with the instant.
func (d *Drafts) Save(ctx context.Context, person ids.User, form string, body []byte) (time.Time, error) {
	now := d.clock().UTC().Truncate(time.Microsecond)
	err := d.db.exec(ctx, func(x Execer) error {
		_, err := x.ExecContext(ctx, `insert into draft (person, form, body, saved) values ($1, $2, $3, $4)
			on conflict (person, form) do update set body = excluded.body, saved = excluded.saved`,
			person, form, body, civil.Stamp(now))
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("save the draft: %w", err)
	}
	return now, nil
}

// Load returns a draft and when it was saved; no body when there is none.
func (d *Drafts) Load(ctx context.Context, person ids.User, form string) ([]byte, time.Time, error) {
	var body []byte
	var saved string
	err := d.db.Reader().QueryRowContext(ctx, `select body, saved from draft where person = $1 and form = $2`, person, form).Scan(&body, &saved)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, time.Time{}, nil
	}
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("load the draft: %w", err)
	}
	at, err := civil.ParseStamp(saved)
	return body, at, err
}

// Drop takes a draft away.
func (d *Drafts) Drop(ctx context.Context, person ids.User, form string) error {
	return d.db.exec(ctx, func(x Execer) error { return dropDraft(ctx, x, person, form) })
}

func dropDraft(ctx context.Context, x Execer, person ids.User, form string) error {
	_, err := x.ExecContext(ctx, `delete from draft where person = $1 and form = $2`, person, form)
	return err
}
