package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"stadga/internal/civil"
)

// A Difference is a table that does not hold what the journal gives.
type Difference struct {
	Projection, Table string
	Live, Replayed    int // rows
}

// Compare replays every projection and holds its tables to the live ones. It is
// for a record at rest: what is written meanwhile is seen as a difference, and
// so a table that differs is compared again.
func (db *DB) Compare(ctx context.Context, progress Progress) ([]Difference, error) {
	var all []Difference
	for i, p := range db.projections {
		differs, err := db.compare(ctx, p)
		for again := 0; err == nil && len(differs) > 0 && again < 2; again++ {
			differs, err = db.compare(ctx, p)
		}
		if err != nil {
			return nil, fmt.Errorf("compare %s: %w", p.Name, err)
		}
		all = append(all, differs...)
		progress(i+1, len(db.projections))
	}
	return all, nil
}

func (db *DB) compare(ctx context.Context, p Projection) ([]Difference, error) {
	past, err := db.Replay(ctx, time.Time{}, func(int, int) {}, p.Name)
	if err != nil {
		return nil, err
	}
	defer past.Close()
	var all []Difference
	for _, table := range p.Tables {
		live, err := sumTable(ctx, db.Reader(), table)
		if err != nil {
			return nil, err
		}
		replayed, err := sumTable(ctx, past, table)
		if err != nil {
			return nil, err
		}
		if live != replayed {
			all = append(all, Difference{p.Name, table, live.rows, replayed.rows})
		}
	}
	return all, nil
}

// A tableSum tells two tables apart whatever order their rows stand in: the sum
// of a digest of each row.
type tableSum struct {
	rows int
	sum  [4]uint64
}

func sumTable(ctx context.Context, q Queryer, table string) (tableSum, error) {
	var sum tableSum
	rows, err := q.QueryContext(ctx, `select * from `+table)
	if err != nil {
		return sum, err
	}
	columns, err := rows.Columns()
	if err != nil {
		rows.Close()
		return sum, err
	}
	order := make([]int, len(columns))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(columns[a], columns[b]) })
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	err = each(rows, func() error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		h := sha256.New()
		for _, i := range order {
			fmt.Fprintf(h, "%s\x00%s\x00", columns[i], plainValue(values[i]))
		}
		var digest [sha256.Size]byte
		h.Sum(digest[:0])
		for i := range sum.sum {
			sum.sum[i] += binary.BigEndian.Uint64(digest[8*i:])
		}
		sum.rows++
		return nil
	})
	return sum, err
}

// plainValue writes a value the same whichever engine it came from.
func plainValue(v any) string {
	switch v := v.(type) {
	case []byte:
		return string(v)
	case bool:
		if v {
			return "1"
		}
		return "0"
	case time.Time:
		return civil.Stamp(v)
	}
	return fmt.Sprint(v)
}
