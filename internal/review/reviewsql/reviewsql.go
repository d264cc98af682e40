// Package reviewsql keeps log checks as one row each, and gathers what is known of
// a reading when it is looked at.
package reviewsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/review"
	"stadga/internal/store"
)

// LogChecks tells the engine how log checks are folded and what they say.
func LogChecks() engine.Kind[review.LogCheck] {
	return engine.Kind[review.LogCheck]{
		Name: review.LogCheckStream, Fold: (*review.LogCheck).Fold, Says: review.LogCheck.Says, Persons: review.LogCheck.Persons,
		Events: review.LogCheckEvents(),
	}
}

// Projection is the queue of log checks.
func Projection() store.Projection {
	var names []string
	for _, e := range review.LogCheckEvents() {
		names = append(names, e.EventName())
	}
	return store.Projection{
		Name:   "log_checks",
		Tables: []string{"log_check"},
		Schema: []string{
			`create table log_check (
				id bytea primary key, reader bytea not null, person bytea not null, day text not null, reading bigint not null,
				kinds text not null, -- keys with spaces between
				drawn text not null, -- the month; empty: it was not drawn
				raised text not null, outcome text not null default '')`,
			`create index log_check_open on log_check (raised, id) where outcome = ''`,
			`create index log_check_done on log_check (raised, id) where outcome <> ''`,
			`create index log_check_access on log_check (reader, person, day)`,
			`create index log_check_drawn on log_check (drawn) where drawn <> ''`,
		},
		Events: names,
		Apply:  apply,
	}
}

func apply(ctx context.Context, tx store.Execer, r journal.Recorded) error {
	var err error
	switch e := r.Event.(type) {
	case review.LogCheckRaised:
		drawn := ""
		if !e.Access.Drawn.Month.IsZero() {
			drawn = e.Access.Drawn.Month.String()
		}
		_, err = tx.ExecContext(ctx, `insert into log_check (id, reader, person, day, reading, kinds, drawn, raised) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			r.Stream.ID, e.Access.Reader, e.Access.Person, e.Access.Day, e.Access.Reading, strings.Join(e.Access.Kinds, " "), drawn, civil.Stamp(r.At))
	case review.LogCheckDecided:
		_, err = tx.ExecContext(ctx, `update log_check set outcome = $2 where id = $1`, r.Stream.ID, string(e.Outcome))
	default:
		err = fmt.Errorf("reviewsql: %s is not read", r.Name)
	}
	return err
}

// Queue answers what the pages ask of log checks.
type Queue struct{ DB store.Queryer }

func which(done bool) string {
	if done {
		return `outcome <> ''`
	}
	return `outcome = ''`
}

// Count counts those that wait, or those that are decided.
func (q Queue) Count(ctx context.Context, done bool) (int, error) {
	var n int
	if err := q.DB.QueryRowContext(ctx, `select count(*) from log_check where `+which(done)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count log checks: %w", err)
	}
	return n, nil
}

// Rows lists those that wait, the one that has waited longest first, or those that
// are decided, the latest first.
func (q Queue) Rows(ctx context.Context, done bool, offset, limit int) ([]review.LogCheckRow, error) {
	order := "raised, id"
	if done {
		order = "raised desc, id desc"
	}
	rows, err := q.DB.QueryContext(ctx, `select id, reader, person, day, reading, kinds, drawn, raised, outcome from log_check
		where `+which(done)+` order by `+order+` limit $1 offset $2`, limit, offset)
	if err != nil {
		return nil, fmt.Errorf("list log checks: %w", err)
	}
	defer rows.Close()
	var all []review.LogCheckRow
	for rows.Next() {
		var c review.LogCheckRow
		var kinds, drawn, raised string
		if err := rows.Scan(&c.ID, &c.Reader, &c.Person, &c.Day, &c.Reading, &kinds, &drawn, &raised, &c.Outcome); err != nil {
			return nil, fmt.Errorf("list log checks: %w", err)
		}
		c.Kinds = strings.Fields(kinds)
		if drawn != "" {
			if c.Drawn.Month, err = civil.Parse(drawn); err != nil {
				return nil, err
			}
		}
		if c.Raised, err = civil.ParseStamp(raised); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// Has tells whether what one read of a person on a day has been raised.
func (q Queue) Has(ctx context.Context, reader ids.User, person ids.Person, day civil.Date) (bool, error) {
	return q.some(ctx, `select 1 from log_check where reader = $1 and person = $2 and day = $3 limit 1`, reader, person, day)
}

// HasDrawn tells whether the sample of a month has been drawn.
func (q Queue) HasDrawn(ctx context.Context, month civil.Date) (bool, error) {
	return q.some(ctx, `select 1 from log_check where drawn = $1 limit 1`, month)
}

func (q Queue) some(ctx context.Context, query string, args ...any) (bool, error) {
	var one int
	err := q.DB.QueryRowContext(ctx, query, args...).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// A Look gathers what is known of a reading.
type Look struct {
	DB *store.DB
	// Word is the family name as persons are found by it.
	Word func(family string) string
}

// emergency begins the ground of a reading by emergency access.
const emergency = "nödåtkomst"

// namesakesMost is how many namesakes are counted.
const namesakesMost = 100

// Glance gathers it, as it is now.
func (l Look) Glance(ctx context.Context, r store.Reading) (review.Glance, error) {
	g := review.Glance{
		At: r.At, Roles: r.Actor.Roles, Acted: -1, Closed: -1, Assigned: !r.Actor.Provider.IsZero(),
		Emergency: strings.HasPrefix(strings.ToLower(r.Ground), emergency),
	}
	db := l.DB.Reader()
	var reader, given, family, protection string
	err := db.QueryRowContext(ctx, `select name from staff where id = $1`, r.Actor.User).Scan(&reader)
	if err == nil || errors.Is(err, sql.ErrNoRows) {
		err = db.QueryRowContext(ctx, `select given, family, protection from person where id = $1`, r.Person).Scan(&given, &family, &protection)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return g, nil // it has been disposed of since
	}
	if err != nil {
		return g, err
	}
	name, own := given+" "+family, strings.Fields(reader)
	g.Protected, g.Own = protection != "", name == reader
	if len(own) > 1 && family == own[len(own)-1] {
		g.SameName = true
		if err := db.QueryRowContext(ctx, `select count(*) from (select 1 from person_word where word = $1 limit $2) some`, l.Word(family), namesakesMost).
			Scan(&g.Namesakes); err != nil {
			return g, err
		}
	}
	queue := Queue{db}
	if g.Relative, err = queue.some(ctx, `select 1 from person_relation r left join person p on p.id = r.other
		where r.person = $1 and (r.name = $2 or p.given || ' ' || p.family = $2) limit 1`, r.Person, reader); err != nil {
		return g, err
	}
	if g.Colleague, err = queue.some(ctx, `select 1 from staff where name = $1 and ends = '' limit 1`, name); err != nil {
		return g, err
	}
	if g.Persons, err = l.DB.PersonsBefore(ctx, r, review.Hour); err != nil {
		return g, err
	}
	return g, l.inCases(ctx, db, r, &g)
}

// inCases gathers what the reader has to do with the person's cases.
func (l Look) inCases(ctx context.Context, db store.Queryer, r store.Reading, g *review.Glance) error {
	rows, err := db.QueryContext(ctx, `select c.officer, c.closed, coalesce((select max(t.happened) from timeline t where t.case_id = c.id and t.who = $2), ''),
			(select count(*) from intake i where i.case_id = c.id and i.decided = '' and i.officer = $2)
		from cases c where c.person = $1`, r.Person, r.Actor.User)
	if err != nil {
		return fmt.Errorf("cases of a reading: %w", err)
	}
	defer rows.Close()
	today, last, open := civil.DayOf(r.At), civil.Date{}, false
	for rows.Next() {
		var officer ids.User
		var closed, acted string
		var given int
		if err := rows.Scan(&officer, &closed, &acted, &given); err != nil {
			return err
		}
		if given > 0 || !officer.IsZero() && (officer == r.Actor.User || officer == r.Actor.OnBehalf) {
			g.Assigned = true
		}
		if acted != "" {
			at, err := civil.ParseStamp(acted)
			if err != nil {
				return err
			}
			if since := max(0, today.DaysSince(civil.DayOf(at))); g.Acted < 0 || since < g.Acted {
				g.Acted = since
			}
		}
		if closed == "" {
			open = true
			continue
		}
		day, err := civil.Parse(closed)
		if err != nil {
			return err
		}
		if day.After(last) {
			last = day
		}
	}
	if !open && !last.IsZero() {
		g.Closed = today.DaysSince(last)
	}
	return rows.Err()
}
