package casesql

import (
	"context"
	"fmt"
	"sync"

	"stadga/internal/ids"
)

// Numbers draws case numbers (ärendenummer) before the act that uses them. The
// same form gets the same numbers each time it is posted, so that a repeated
// post is known as the act it was. That no number is used twice is held by the
// register; after a collision with another process the next one is drawn anew.
type Numbers struct {
	Register Register

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

// Draw gives the number of the form's case at that place.
func (n *Numbers) Draw(ctx context.Context, year int, form ids.Act, place int) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	key := given{form, place}
	if number, again := n.given[key]; again {
		return number, nil
	}
	if _, known := n.last[year]; !known {
		last, err := n.Register.LastNumber(ctx, year)
		if err != nil {
			return "", err
		}
		if n.last == nil {
			n.last, n.given = map[int]int{}, map[given]string{}
		}
		n.last[year] = last
	}
	n.last[year]++
	number := fmt.Sprintf("%04d-%04d", year, n.last[year])
	n.given[key] = number
	if n.order = append(n.order, key); len(n.order) > remembered {
		delete(n.given, n.order[0])
		n.order = n.order[1:]
	}
	return number, nil
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
