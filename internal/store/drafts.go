package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
)

// keptDraft is how long a draft that nobody has touched is kept.
const keptDraft = 30 * 24 * time.Hour

// Drafts keeps what is typed and not yet signed, by person and form, and what it is
// about. It is no part of the record: saved over, gone when the act is signed, and
// swept when nobody has touched it for thirty days.
type Drafts struct {
	db    *DB
	clock func() time.Time
}

// Drafts returns the drafts of this board.
func (db *DB) Drafts(clock func() time.Time) *Drafts { return &Drafts{db: db, clock: clock} }

// Save keeps a draft about the subject and returns when it is durable, with the instant.
func (d *Drafts) Save(ctx context.Context, person ids.User, form string, about duty.Subject, body []byte) (time.Time, error) {
	now := d.clock().UTC().Truncate(time.Microsecond)
	err := d.db.exec(ctx, func(x Execer) error {
		_, err := x.ExecContext(ctx, `insert into draft (person, form, body, saved, subject_kind, subject_id) values ($1, $2, $3, $4, $5, $6)
			on conflict (person, form) do update set body = excluded.body, saved = excluded.saved,
				subject_kind = excluded.subject_kind, subject_id = excluded.subject_id, stopped = '', path = ''`,
			person, form, body, civil.Stamp(now), about.Kind, about.ID)
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("save the draft: %w", err)
	}
	return now, nil
}

// Load returns a draft about the subject and when it was saved; no body when there
// is none, or what there is is about something else.
func (d *Drafts) Load(ctx context.Context, person ids.User, form string, about duty.Subject) ([]byte, time.Time, error) {
	var body []byte
	var saved string
	err := d.db.Reader().QueryRowContext(ctx, `select body, saved from draft
		where person = $1 and form = $2 and subject_kind = $3 and subject_id = $4`, person, form, about.Kind, about.ID).Scan(&body, &saved)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, time.Time{}, nil
	}
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("load the draft: %w", err)
	}
	at, err := civil.ParseStamp(saved)
	return body, at, err
}

// Stop says why a rule stops what the draft holds, and on which page it lies. What is
// saved over it later has not been tried, and says nothing of it.
func (d *Drafts) Stop(ctx context.Context, person ids.User, form, path, why string) error {
	err := d.db.exec(ctx, func(x Execer) error {
		_, err := x.ExecContext(ctx, `update draft set stopped = $3, path = $4 where person = $1 and form = $2`, person, form, why, path)
		return err
	})
	if err != nil {
		return fmt.Errorf("stop the draft: %w", err)
	}
	return nil
}

// Stopped tells why a rule stopped a draft when it was last tried; empty: none did.
func (d *Drafts) Stopped(ctx context.Context, person ids.User, form string) (why string, err error) {
	err = d.db.Reader().QueryRowContext(ctx, `select stopped from draft where person = $1 and form = $2`, person, form).Scan(&why)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return why, err
}

// Drop takes a draft away.
func (d *Drafts) Drop(ctx context.Context, person ids.User, form string) error {
	return d.db.exec(ctx, func(x Execer) error { return dropDraft(ctx, x, person, form) })
}

func dropDraft(ctx context.Context, x Execer, person ids.User, form string) error {
	_, err := x.ExecContext(ctx, `delete from draft where person = $1 and form = $2`, person, form)
	return err
}

// SweepDrafts takes away drafts that nobody has touched for thirty days, and tells
// how many.
func (db *DB) SweepDrafts(ctx context.Context, now time.Time) (int, error) {
	swept := 0
	err := db.exec(ctx, func(x Execer) error {
		result, err := x.ExecContext(ctx, `delete from draft where saved < $1`, civil.Stamp(now.Add(-keptDraft)))
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		swept = int(n)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("sweep drafts: %w", err)
	}
	return swept, nil
}
