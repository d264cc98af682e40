package store

import (
	"context"
	"fmt"
	"time"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
)

// A Reading is one part of a person's file that someone opened.
type Reading struct {
	At      time.Time
	Actor   act.Actor
	Person  ids.Person   // whose file
	Subject duty.Subject // what was opened
	Part    string       // "tidslinjen"
	Ground  string       // why the reader may
}

// LogRead records an opening, and returns when the row is durable: on an error
// nothing may be shown. Where one goroutine writes for all, the rows share its
// commits.
func (db *DB) LogRead(ctx context.Context, r Reading) error {
	err := db.exec(ctx, func(x Execer) error {
		_, err := x.ExecContext(ctx, `insert into read_log (at, actor, on_behalf, person, subject_kind, subject_id, part, ground)
			values ($1, $2, $3, $4, $5, $6, $7, $8)`, civil.Stamp(r.At), r.Actor.User, r.Actor.OnBehalf, r.Person,
			r.Subject.Kind, r.Subject.ID, r.Part, r.Ground)
		return err
	})
	if err != nil {
		return fmt.Errorf("log the reading: %w", err)
	}
	return nil
}

// Readings lists who opened a person's file, latest first.
func (db *DB) Readings(ctx context.Context, person ids.Person, limit int) ([]Reading, error) {
	rows, err := db.Reader().QueryContext(ctx, `select at, actor, on_behalf, subject_kind, subject_id, part, ground
		from read_log where person = $1 order by num desc limit $2`, person, limit)
	if err != nil {
		return nil, fmt.Errorf("readings: %w", err)
	}
	var readings []Reading
	err = each(rows, func() error {
		r := Reading{Person: person}
		var at string
		err := rows.Scan(&at, &r.Actor.User, &r.Actor.OnBehalf, &r.Subject.Kind, &r.Subject.ID, &r.Part, &r.Ground)
		if err == nil {
			r.At, err = civil.ParseStamp(at)
		}
		readings = append(readings, r)
		return err
	})
	return readings, err
}
