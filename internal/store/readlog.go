package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"stadga/internal/act"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

// A Reading is one part of a person's file that someone opened, or a list that
// showed persons.
type Reading struct {
	Num     int64 // its number in the log; 0: it is not there yet
	At      time.Time
	Actor   act.Actor
	Action  string       // what access was asked: "case.read"
	Person  ids.Person   // whose file; zero: a list
	Shown   []ids.Person // those on the list
	Subject duty.Subject // what was opened
	Part    string       // "tidslinjen"
	Ground  string       // why the reader may
	Source  string       // the network address of the reader's machine
}

// Sealed is the reading as it is sealed.
func (r Reading) Sealed() journal.Reading {
	return journal.Reading{
		At: r.At, Actor: r.Actor.User, OnBehalf: r.Actor.OnBehalf, Unit: r.Actor.Unit, Provider: r.Actor.Provider, Roles: r.Actor.Roles,
		Action: r.Action, Person: r.Person, Shown: r.Shown, Kind: r.Subject.Kind, ID: r.Subject.ID, Part: r.Part, Ground: r.Ground, Source: r.Source,
	}
}

const readColumns = `r.num, r.at, r.actor, r.on_behalf, r.unit, r.provider, r.roles, r.action, r.person, r.shown, r.subject_kind, r.subject_id,
	r.part, r.ground, r.source`

// LogRead records an opening, and returns when it is durable: on an error nothing
// may be shown. Where there is a reserve it is logged there, and moved to the log
// by MoveReserve; what lists the log moves it first.
func (db *DB) LogRead(ctx context.Context, r Reading) error {
	if reserve := db.reserve.Load(); reserve != nil && reserve.keep(r) == nil {
		return nil
	}
	if err := db.exec(ctx, func(x Execer) error { return insertReading(ctx, x, r) }); err != nil {
		return fmt.Errorf("log the reading: %w", err)
	}
	return nil
}

// insertReading writes a line; with no number it is given the next.
func insertReading(ctx context.Context, x Execer, r Reading) error {
	args := []any{
		civil.Stamp(r.At), r.Actor.User, r.Actor.OnBehalf, r.Actor.Unit, r.Actor.Provider, strings.Join(r.Actor.Roles, " "), r.Action,
		r.Person, journal.PackPersons(r.Shown), r.Subject.Kind, r.Subject.ID, r.Part, r.Ground, r.Source,
	}
	number, its := "", ""
	if r.Num > 0 {
		number, its = "num, ", "$15, "
		args = append(args, r.Num)
	}
	_, err := x.ExecContext(ctx, `insert into read_log (`+number+`at, actor, on_behalf, unit, provider, roles, action, person, shown, subject_kind,
			subject_id, part, ground, source)
		values (`+its+`$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, args...)
	return err
}

// Readings lists who opened a part of a person's file, latest first.
func (db *DB) Readings(ctx context.Context, person ids.Person, limit int) ([]Reading, error) {
	return db.readings(ctx, `select `+readColumns+` from read_log r where r.person = $1 order by r.num desc limit $2`, person, limit)
}

// ReadingsBy lists what one has read, latest first.
func (db *DB) ReadingsBy(ctx context.Context, user ids.User, offset, limit int) ([]Reading, error) {
	return db.readings(ctx, `select `+readColumns+` from read_log r where r.actor = $1 order by r.num desc limit $2 offset $3`, user, limit, offset)
}

// ReadingsBetween lists what someone read from an instant and before another,
// latest first.
func (db *DB) ReadingsBetween(ctx context.Context, user ids.User, from, until time.Time, limit int) ([]Reading, error) {
	return db.readings(ctx, `select `+readColumns+` from read_log r where r.actor = $1 and r.at >= $2 and r.at < $3 order by r.num desc limit $4`,
		user, civil.Stamp(from), civil.Stamp(until), limit)
}

// CountReadingsBy counts them.
func (db *DB) CountReadingsBy(ctx context.Context, user ids.User) (int, error) {
	if err := db.MoveReserve(ctx); err != nil {
		return 0, err
	}
	var n int
	if err := db.Reader().QueryRowContext(ctx, `select count(*) from read_log where actor = $1`, user).Scan(&n); err != nil {
		return 0, fmt.Errorf("count readings: %w", err)
	}
	return n, nil
}

func (db *DB) readings(ctx context.Context, query string, args ...any) ([]Reading, error) {
	if err := db.MoveReserve(ctx); err != nil {
		return nil, err
	}
	rows, err := db.Reader().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("readings: %w", err)
	}
	var readings []Reading
	err = each(rows, func() error {
		r, err := scanReading(rows)
		readings = append(readings, r)
		return err
	})
	return readings, err
}

func scanReading(rows *sql.Rows, more ...any) (Reading, error) {
	var r Reading
	var at, roles string
	var shown []byte
	dest := []any{
		&r.Num, &at, &r.Actor.User, &r.Actor.OnBehalf, &r.Actor.Unit, &r.Actor.Provider, &roles, &r.Action, &r.Person, &shown,
		&r.Subject.Kind, &r.Subject.ID, &r.Part, &r.Ground, &r.Source,
	}
	err := rows.Scan(append(dest, more...)...)
	if err == nil {
		r.At, err = civil.ParseStamp(at)
	}
	r.Actor.Roles, r.Shown = strings.Fields(roles), journal.UnpackPersons(shown)
	return r, err
}

// A Showing is a list on which someone has been shown a person, on one day.
type Showing struct {
	Day           civil.Date
	Who, OnBehalf ids.User
	Part          string
}

// Showings lists the lists that have shown a person, latest day first.
func (db *DB) Showings(ctx context.Context, person ids.Person, limit int) ([]Showing, error) {
	rows, err := db.Reader().QueryContext(ctx, `select day, actor, on_behalf, part from read_log_shown where person = $1
		order by day desc, actor, on_behalf, part limit $2`, person, limit)
	if err != nil {
		return nil, fmt.Errorf("lists that showed a person: %w", err)
	}
	var all []Showing
	err = each(rows, func() error {
		var s Showing
		err := rows.Scan(&s.Day, &s.Who, &s.OnBehalf, &s.Part)
		all = append(all, s)
		return err
	})
	return all, err
}

// SealedReads lists the sealed readings from a position on, in their order.
func (db *DB) SealedReads(ctx context.Context, from int64, limit int) ([]Reading, error) {
	return db.readings(ctx, `select `+readColumns+` from read_log_seal p join read_log r on r.num = p.reading
		where p.position >= $1 order by p.position limit $2`, from, limit)
}

// Looked is the position in the log of readings that has not been looked at yet.
func (db *DB) Looked(ctx context.Context) (position int64, err error) {
	err = db.Reader().QueryRowContext(ctx, `select looked from read_log_head where one = 1`).Scan(&position)
	return position, err
}

// LookedTo notes how far it has been looked at.
func (db *DB) LookedTo(ctx context.Context, position int64) error {
	return db.exec(ctx, func(x Execer) error {
		_, err := x.ExecContext(ctx, `update read_log_head set looked = $1 where one = 1`, position)
		return err
	})
}

// FirstReadAt is the position of the first sealed reading at or after an instant.
// Positions follow time but for what was committed together.
func (db *DB) FirstReadAt(ctx context.Context, at time.Time) (int64, error) {
	size, _, err := db.ReadTree().Head(ctx)
	if err != nil {
		return 0, err
	}
	low, err := db.ReadingsGone(ctx)
	if err != nil {
		return 0, err
	}
	high := size
	for low < high {
		middle := (low + high) / 2
		found, err := db.SealedReads(ctx, middle, 1)
		if err != nil {
			return 0, err
		}
		if len(found) == 0 || !found[0].At.Before(at) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low, nil
}

// ReadingsOn lists what one has read of a person in a span of time, in order.
func (db *DB) ReadingsOn(ctx context.Context, user ids.User, person ids.Person, from, to time.Time, limit int) ([]Reading, error) {
	return db.readings(ctx, `select `+readColumns+` from read_log r where r.person = $1 and r.actor = $2 and r.at >= $3 and r.at < $4
		order by r.num limit $5`, person, user, civil.Stamp(from), civil.Stamp(to), limit)
}

// PersonsBefore counts the persons whose files one opened in the time before a
// reading, with its own.
func (db *DB) PersonsBefore(ctx context.Context, r Reading, span time.Duration) (int, error) {
	if err := db.MoveReserve(ctx); err != nil {
		return 0, err
	}
	var n int
	err := db.Reader().QueryRowContext(ctx, `select count(distinct person) from (select person, at from read_log where actor = $1 and num <= $2
		order by num desc limit 1000) late where at >= $3 and length(person) > 0`, r.Actor.User, r.Num, civil.Stamp(r.At.Add(-span))).Scan(&n)
	return n, err
}

// latest is how far behind the last sealed reading one may lie that is not: where
// several write, a lower number can be committed later.
const latest = 1000

// SealReads gives the next readings their positions in the log's own tree, and
// notes whom lists have shown; it tells how many. One process does it at a time.
func (db *DB) SealReads(ctx context.Context, limit int) (int, error) {
	if err := db.MoveReserve(ctx); err != nil {
		return 0, err
	}
	var last int64
	err := db.Reader().QueryRowContext(ctx, `select coalesce(max(reading), 0) from read_log_seal`).Scan(&last)
	if err != nil {
		return 0, fmt.Errorf("seal readings: %w", err)
	}
	var sealed []Reading
	return db.ReadTree().seal(ctx, func(rows *sql.Rows) (int64, tlog.Hash, error) {
		r, err := scanReading(rows)
		sealed = append(sealed, r)
		return r.Num, r.Sealed().LeafHash(), err
	}, func(x Execer) error {
		defer func() { sealed = nil }()
		return noteShown(ctx, x, sealed)
	}, `select `+readColumns+` from read_log r where r.num > $1 and not exists (select 1 from read_log_seal p where p.reading = r.num)
		order by r.num limit $2`, last-latest, limit)
}

func noteShown(ctx context.Context, x Execer, readings []Reading) error {
	for _, r := range readings {
		for _, person := range r.Shown {
			_, err := x.ExecContext(ctx, `insert into read_log_shown (person, day, actor, on_behalf, part) values ($1, $2, $3, $4, $5)
				on conflict do nothing`, person, civil.DayOf(r.At), r.Actor.User, r.Actor.OnBehalf, r.Part)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// EachSealedRead hands over every sealed reading by its position, and returns what
// is not sealed: those that wait to be, and those that were put in beside the program.
func (db *DB) EachSealedRead(ctx context.Context, progress Progress, f func(journal.SealedReading) error) (waiting, strays int, err error) {
	var size, last int64
	err = db.Reader().QueryRowContext(ctx, `select coalesce(max(position) + 1, 0), coalesce(max(reading), 0) from read_log_seal`).Scan(&size, &last)
	if err != nil {
		return 0, 0, fmt.Errorf("sealed readings: %w", err)
	}
	// One whose row is gone is read as columns that are null.
	query := `select ` + readColumns + `, p.position, p.leaf from read_log_seal p left join read_log r on r.num = p.reading
		where p.position >= $1 and p.position < $2 order by p.position`
	for from := int64(0); from < size; from += window {
		rows, err := db.Reader().QueryContext(ctx, query, from, from+window)
		if err != nil {
			return 0, 0, fmt.Errorf("sealed readings: %w", err)
		}
		if err := each(rows, func() error { return oneSealedRead(rows, f) }); err != nil {
			return 0, 0, err
		}
		progress(int(min(from+window, size)), int(size))
	}
	const unsealed = `select count(*) from read_log r where not exists (select 1 from read_log_seal p where p.reading = r.num)`
	err = errors.Join(
		db.Reader().QueryRowContext(ctx, unsealed+` and r.num > $1`, last-latest).Scan(&waiting),
		db.Reader().QueryRowContext(ctx, unsealed+` and r.num <= $1`, last-latest).Scan(&strays),
	)
	return waiting, strays, err
}

func oneSealedRead(rows *sql.Rows, f func(journal.SealedReading) error) error {
	var s journal.SealedReading
	var (
		num                                                   sql.NullInt64
		at, roles, action, kind, part, ground, source         sql.NullString
		actor, behalf, unit, provider, person, shown, subject []byte
	)
	err := rows.Scan(&num, &at, &actor, &behalf, &unit, &provider, &roles, &action, &person, &shown, &kind, &subject, &part, &ground, &source,
		&s.Position, &s.Leaf)
	if err != nil {
		return fmt.Errorf("sealed reading: %w", err)
	}
	if !num.Valid {
		return f(s)
	}
	r := &journal.Reading{
		Roles: strings.Fields(roles.String), Action: action.String, Shown: journal.UnpackPersons(shown), Kind: kind.String, Part: part.String,
		Ground: ground.String, Source: source.String,
	}
	s.Reading = r
	s.Unread = errors.Join(
		instant(&r.At, at.String), r.Actor.Scan(actor), r.OnBehalf.Scan(behalf), r.Unit.Scan(unit), r.Provider.Scan(provider), r.Person.Scan(person),
		r.ID.Scan(subject),
	)
	return f(s)
}
