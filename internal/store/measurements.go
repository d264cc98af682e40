package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"stadga/internal/civil"
)

// A Measurement (mätning) is what the desk's pages show as it was last counted.
// It can always be counted anew, and is no part of the record.
type Measurement struct {
	Num   int64
	Taken time.Time
	Book  string        // edition of the rules counted
	Took  time.Duration // to count
}

// A MeasurementPart is the sums of one view of the record, split one way.
type MeasurementPart struct{ View, Split, Body string }

// partsAtATime bounds how long one write of a measurement holds up acts.
const partsAtATime = 100

// BeginMeasurement claims the counting that begins at the instant, so that others
// can see that it goes on.
func (db *DB) BeginMeasurement(ctx context.Context, taken time.Time, book string) (num int64, err error) {
	err = db.exec(ctx, func(x Execer) error {
		return x.QueryRowContext(ctx, `insert into measurement (taken, day, book, took, whole) values ($1, $2, $3, 0, 0) returning num`,
			civil.Stamp(taken), civil.DayOf(taken), book).Scan(&num)
	})
	if err != nil {
		return 0, fmt.Errorf("begin a measurement: %w", err)
	}
	return num, nil
}

// KeepMeasurement puts what was counted in the place of what was counted before.
// It is written part by part, so that acts go on between, and read when it is whole.
func (db *DB) KeepMeasurement(ctx context.Context, num int64, took time.Duration, parts []MeasurementPart) error {
	for from := 0; from < len(parts); from += partsAtATime {
		err := db.exec(ctx, func(x Execer) error {
			for _, p := range parts[from:min(from+partsAtATime, len(parts))] {
				if _, err := x.ExecContext(ctx, `insert into measurement_part (measurement, view, split, body) values ($1, $2, $3, $4)`, num, p.View, p.Split, p.Body); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("keep a measurement: %w", err)
		}
	}
	err := db.exec(ctx, func(x Execer) error {
		_, err := x.ExecContext(ctx, `update measurement set took = $2, whole = 1 where num = $1`, num, took.Milliseconds())
		return err
	})
	if err == nil {
		err = db.sweepMeasurements(ctx, num)
	}
	if err != nil {
		return fmt.Errorf("keep a measurement: %w", err)
	}
	return nil
}

// MeasuringSince is when the counting that is not yet whole began, if one goes on.
func MeasuringSince(ctx context.Context, q Queryer) (time.Time, error) {
	var taken string
	err := q.QueryRowContext(ctx, `select taken from measurement where whole = 0 order by num desc limit 1`).Scan(&taken)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("measuring since: %w", err)
	}
	return civil.ParseStamp(taken)
}

// sweepMeasurements takes away the splits of what a later one has taken the place
// of, and what an interrupted count left. The one before stays whole for those who
// began to read it, and of each earlier day the last, not split, for how figures
// have moved.
func (db *DB) sweepMeasurements(ctx context.Context, newest int64) error {
	return db.exec(ctx, func(x Execer) error {
		var before int64
		if err := x.QueryRowContext(ctx, `select coalesce(max(num), 0) from measurement where whole = 1 and num < $1`, newest).Scan(&before); err != nil {
			return err
		}
		for _, statement := range []string{
			`delete from measurement_part where measurement < $1 and split <> ''`,
			`delete from measurement where num < $1 and (whole = 0 or num not in (select max(num) from measurement where whole = 1 group by day))`,
			`delete from measurement_part where measurement < $1 and measurement not in (select num from measurement)`,
		} {
			if _, err := x.ExecContext(ctx, statement, before); err != nil {
				return err
			}
		}
		return nil
	})
}

// LatestMeasurement is the last that is whole; its number is nought when none has
// been taken.
func LatestMeasurement(ctx context.Context, q Queryer) (Measurement, error) {
	var m Measurement
	var taken string
	var took int64
	err := q.QueryRowContext(ctx, `select num, taken, book, took from measurement where whole = 1 order by num desc limit 1`).Scan(&m.Num, &taken, &m.Book, &took)
	if errors.Is(err, sql.ErrNoRows) {
		return Measurement{}, nil
	}
	if err == nil {
		m.Taken, err = civil.ParseStamp(taken)
	}
	m.Took = time.Duration(took) * time.Millisecond
	if err != nil {
		return Measurement{}, fmt.Errorf("latest measurement: %w", err)
	}
	return m, nil
}

const (
	partOfMeasurement = `select body from measurement_part where measurement = $1 and view = $2 and split = $3`
	measuredMonths    = `select substr(m.day, 1, 7), p.body from measurement m join measurement_part p on p.measurement = m.num and p.view = $1 and p.split = ''
		where m.num in (select max(num) from measurement where whole = 1 and day >= $2 group by substr(day, 1, 7))`
)

// PartOfMeasurement is the sums of a view, split one way; empty when there is
// nothing to sum.
func PartOfMeasurement(ctx context.Context, q Queryer, m Measurement, view, split string) (string, error) {
	var body string
	err := q.QueryRowContext(ctx, partOfMeasurement, m.Num, view, split).Scan(&body)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("part %s %s of a measurement: %w", view, split, err)
	}
	return body, nil
}

// MeasuredMonths is the last part that was kept of a view in each month from the
// day on, not split, by month.
func MeasuredMonths(ctx context.Context, q Queryer, view string, from civil.Date) (map[string]string, error) {
	rows, err := q.QueryContext(ctx, measuredMonths, view, from)
	if err != nil {
		return nil, fmt.Errorf("measured months: %w", err)
	}
	bodies := map[string]string{}
	err = each(rows, func() error {
		var month, body string
		err := rows.Scan(&month, &body)
		bodies[month] = body
		return err
	})
	return bodies, err
}
