package visitsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/visits"
)

// LastBy is when one of the staff last began a visit to the person that is registered;
// zero: never.
func (l Lists) LastBy(ctx context.Context, user ids.User, person ids.Person) (time.Time, error) {
	var at string
	err := l.DB.QueryRowContext(ctx, `select coalesce(max(done_from), '') from visit where person = $1 and staff = $2 and done_from <> ''`, person.ID, user.ID).Scan(&at)
	if err != nil {
		return time.Time{}, err
	}
	return civil.ParseStamp(at)
}

// ToldOf lists what was told of a person during visits after an instant, newest first.
func (l Lists) ToldOf(ctx context.Context, person ids.Person, after time.Time, limit int) ([]visits.ToldLine, error) {
	return told(l.DB.QueryContext(ctx, fmt.Sprintf(`select event, visit, provider, person, kind, at from visit_told where person = $1 and at > $2 order by at desc, event desc limit %d`, limit),
		person.ID, civil.Stamp(after)))
}

func told(rows *sql.Rows, err error) ([]visits.ToldLine, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []visits.ToldLine
	for rows.Next() {
		var l visits.ToldLine
		var kind, at string
		if err := rows.Scan(&l.ID, &l.Visit.ID, &l.Provider.ID, &l.Person.ID, &kind, &at); err != nil {
			return nil, err
		}
		l.Kind = visits.TellingKind(kind)
		if l.At, err = civil.ParseStamp(at); err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, rows.Err()
}

// ToldTo lists what one kind of telling a provider's staff have told after an instant,
// newest first, a page at a time.
func (l Lists) ToldTo(ctx context.Context, p ids.Provider, kind visits.TellingKind, after time.Time, offset, limit int) ([]visits.ToldLine, error) {
	return told(l.DB.QueryContext(ctx, fmt.Sprintf(`select event, visit, provider, person, kind, at from visit_told where provider = $1 and kind = $2 and at > $3 order by at desc, event desc limit %d offset %d`, limit, offset),
		p.ID, string(kind), civil.Stamp(after)))
}

// CountToldTo counts them.
func (l Lists) CountToldTo(ctx context.Context, p ids.Provider, kind visits.TellingKind, after time.Time) (int, error) {
	var n int
	err := l.DB.QueryRowContext(ctx, `select count(*) from visit_told where provider = $1 and kind = $2 and at > $3`, p.ID, string(kind), civil.Stamp(after)).Scan(&n)
	return n, err
}

// VisitTelling finds the visit on which an event had its effect; zero when none did.
func (l Lists) VisitTelling(ctx context.Context, event ids.ID) (ids.Visit, error) {
	var v ids.Visit
	err := l.DB.QueryRowContext(ctx, `select visit from visit_event where id = $1`, event).Scan(&v.ID)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return v, err
}
