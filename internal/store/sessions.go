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

// A Session is one log-in. The table holds only the digest of the browser's
// token, so that a copy of the database logs nobody in.
type Session struct {
	Token   [32]byte // digest of the token
	User    ids.User
	Began   time.Time
	Expires time.Time
}

// BeginSession keeps a session, and sweeps those that have run out.
func (db *DB) BeginSession(ctx context.Context, s Session) error {
	return db.exec(ctx, func(x Execer) error {
		if _, err := x.ExecContext(ctx, `delete from session where expires < $1`, civil.Stamp(s.Began)); err != nil {
			return fmt.Errorf("sweep sessions: %w", err)
		}
		_, err := x.ExecContext(ctx, `insert into session (token, person, began, expires) values ($1, $2, $3, $4)`,
			s.Token[:], s.User, civil.Stamp(s.Began), civil.Stamp(s.Expires))
		return err
	})
}

// FindSession returns a session; the zero Session when there is none. Whether it
// has run out is for the caller's clock to say.
func (db *DB) FindSession(ctx context.Context, token [32]byte) (Session, error) {
	s := Session{Token: token}
	var began, expires string
	err := db.Reader().QueryRowContext(ctx, `select person, began, expires from session where token = $1`, token[:]).Scan(&s.User, &began, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, nil
	}
	if err != nil {
		return Session{}, fmt.Errorf("session: %w", err)
	}
	if s.Began, err = civil.ParseStamp(began); err != nil {
		return Session{}, err
	}
	s.Expires, err = civil.ParseStamp(expires)
	return s, err
}

// ExtendSession moves the end of a session.
func (db *DB) ExtendSession(ctx context.Context, token [32]byte, until time.Time) error {
	return db.exec(ctx, func(x Execer) error {
		_, err := x.ExecContext(ctx, `update session set expires = $2 where token = $1`, token[:], civil.Stamp(until))
		return err
	})
}

// EndSession forgets a session.
func (db *DB) EndSession(ctx context.Context, token [32]byte) error {
	return db.exec(ctx, func(x Execer) error {
		_, err := x.ExecContext(ctx, `delete from session where token = $1`, token[:])
		return err
	})
}
