package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"stadga/internal/ids"
)

// Numbers draws numbers that people read (ärendenummer) before the act that uses
// them. The same form gets the same numbers each time it is posted, so that a
// repeated post is known as the act it was. That no number is used twice is held
// by the register; after a collision with another process the next one is drawn
// anew.
type Numbers struct {
	Prefix string                                           // before the year: "A"
	Last   func(ctx context.Context, year int) (int, error) // the highest of the year in the register

	mu    sync.Mutex
	last  map[int]int // by year
	given map[given]string
	order []given // of given, oldest first
}

type given struct {
	form  ids.Act
	place int
}

// remembered is how many forms' numbers are kept: far more than are open at a time.
const remembered = 10_000

// Draw gives the number of the form's thing at that place.
func (n *Numbers) Draw(ctx context.Context, year int, form ids.Act, place int) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	key := given{form, place}
	if number, again := n.given[key]; again {
		return number, nil
	}
	// The register is read each time: another server may have drawn since.
	last, err := n.Last(ctx, year)
	if err != nil {
		return "", err
	}
	if n.last == nil {
		n.last, n.given = map[int]int{}, map[given]string{}
	}
	n.last[year] = max(n.last[year], last) + 1
	number := n.write(year, n.last[year])
	n.given[key] = number
	if n.order = append(n.order, key); len(n.order) > remembered {
		delete(n.given, n.order[0])
		n.order = n.order[1:]
	}
	return number, nil
}

// Next gives the number after the last in the register, for an act that no form
// brought about. It is not kept: when it is taken the next try reads anew.
func (n *Numbers) Next(ctx context.Context, year int) (string, error) {
	last, err := n.Last(ctx, year)
	if err != nil {
		return "", err
	}
	return n.write(year, last+1), nil
}

func (n *Numbers) write(year, number int) string {
	return fmt.Sprintf("%s%04d-%04d", n.Prefix, year, number)
}

// Forget gives up the form's numbers, because one of them was taken, and reads
// the register again.
func (n *Numbers) Forget(form ids.Act) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for key := range n.given {
		if key.form == form {
			delete(n.given, key)
		}
	}
	clear(n.last)
}

// LastNumber is the highest number of the year in the column number of a table,
// which needs an index on it; 0 when there is none.
func LastNumber(ctx context.Context, db Queryer, table, prefix string, year int) (int, error) {
	begins := fmt.Sprintf("%s%04d-", prefix, year)
	var last sql.NullString
	// Longer is higher: 2026-10000 comes after 2026-9999.
	err := db.QueryRowContext(ctx, `select number from `+table+` where number >= $1 and number < $2
		order by length(number) desc, number desc limit 1`, begins, begins+":").Scan(&last)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("last number in %s: %w", table, err)
	}
	return strconv.Atoi(strings.TrimPrefix(last.String, begins))
}
