package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
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
	Roles   []string // that the log-in service gave; none: what the organisation says holds
	Subject string   // what the log-in service calls the user; empty: nobody there knows
	SID     string   // what it calls its own session
	Hint    string   // what it wants back when its session is to end
	Program string   // which program has the token as its key; empty: a browser
}

// sessionKept is how long a session is remembered after it ran out: what someone
// posts with it then is kept as a draft, and nothing else can be done with it.
const sessionKept = 12 * time.Hour

// BeginSession keeps a session, and sweeps those that ran out long ago.
func (db *DB) BeginSession(ctx context.Context, s Session) error {
	return db.exec(ctx, func(x Execer) error {
		if _, err := x.ExecContext(ctx, `delete from session where expires < $1`, civil.Stamp(s.Began.Add(-sessionKept))); err != nil {
			return fmt.Errorf("sweep sessions: %w", err)
		}
		_, err := x.ExecContext(ctx, `insert into session (token, person, began, expires, roles, subject, sid, hint, program) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			s.Token[:], s.User, civil.Stamp(s.Began), civil.Stamp(s.Expires), strings.Join(s.Roles, " "), s.Subject, s.SID, s.Hint, s.Program)
		return err
	})
}

// FindSession returns a session; the zero Session when there is none. Whether it
// has run out is for the caller's clock to say.
func (db *DB) FindSession(ctx context.Context, token [32]byte) (Session, error) {
	s := Session{Token: token}
	var began, expires, roles string
	err := db.Reader().QueryRowContext(ctx, `select person, began, expires, roles, subject, sid, hint, program from session where token = $1`, token[:]).
		Scan(&s.User, &began, &expires, &roles, &s.Subject, &s.SID, &s.Hint, &s.Program)
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, nil
	}
	if err != nil {
		return Session{}, fmt.Errorf("session: %w", err)
	}
	s.Roles = strings.Fields(roles)
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

// EndSessionsOf forgets the sessions that began with one log-in at the service:
// its session when it names one, else every session of the user.
func (db *DB) EndSessionsOf(ctx context.Context, subject, sid string) error {
	if subject == "" && sid == "" {
		return nil
	}
	return db.exec(ctx, func(x Execer) error {
		_, err := x.ExecContext(ctx, `delete from session where ($1 = '' or subject = $1) and ($2 = '' or sid = $2)`, subject, sid)
		return err
	})
}

// EndOtherSessions forgets every session of the user but one.
func (db *DB) EndOtherSessions(ctx context.Context, user ids.User, but [32]byte) error {
	return db.exec(ctx, func(x Execer) error {
		_, err := x.ExecContext(ctx, `delete from session where person = $1 and token <> $2`, user, but[:])
		return err
	})
}

// RunningSessions lists the sessions that have not run out, of one user or of all,
// the newest first.
func (db *DB) RunningSessions(ctx context.Context, now time.Time, of ids.User, limit int) ([]Session, error) {
	query, args := `select token, person, began, expires, subject, sid, program from session where expires > $1`, []any{civil.Stamp(now)}
	if !of.IsZero() {
		query, args = query+` and person = $2`, append(args, of)
	}
	rows, err := db.Reader().QueryContext(ctx, query+` order by began desc, token`+Limit(limit), args...)
	if err != nil {
		return nil, fmt.Errorf("running sessions: %w", err)
	}
	defer rows.Close()
	var all []Session
	for rows.Next() {
		var s Session
		var token []byte
		var began, expires string
		if err := rows.Scan(&token, &s.User, &began, &expires, &s.Subject, &s.SID, &s.Program); err != nil {
			return nil, fmt.Errorf("running sessions: %w", err)
		}
		copy(s.Token[:], token)
		if s.Began, err = civil.ParseStamp(began); err != nil {
			return nil, err
		}
		if s.Expires, err = civil.ParseStamp(expires); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// BeginAttempt keeps what was asked of the log-in service until the browser comes
// back, and sweeps what never came.
func (db *DB) BeginAttempt(ctx context.Context, token [32]byte, asked []byte, now, expires time.Time) error {
	return db.exec(ctx, func(x Execer) error {
		if _, err := x.ExecContext(ctx, `delete from login_attempt where expires < $1`, civil.Stamp(now)); err != nil {
			return fmt.Errorf("sweep log-in attempts: %w", err)
		}
		_, err := x.ExecContext(ctx, `insert into login_attempt (token, asked, expires) values ($1, $2, $3)`, token[:], string(asked), civil.Stamp(expires))
		return err
	})
}

// TakeAttempt hands out what was asked, once: an answer that is sent again finds
// nothing. Nil when there is none, or its time is out.
func (db *DB) TakeAttempt(ctx context.Context, token [32]byte, now time.Time) ([]byte, error) {
	var asked []byte
	err := db.exec(ctx, func(x Execer) error {
		asked = nil
		var text, expires string
		err := x.QueryRowContext(ctx, `delete from login_attempt where token = $1 returning asked, expires`, token[:]).Scan(&text, &expires)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("log-in attempt: %w", err)
		}
		until, err := civil.ParseStamp(expires)
		if err == nil && now.Before(until) {
			asked = []byte(text)
		}
		return err
	})
	return asked, err
}
