package simulate

import (
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// A chance is one source of random numbers. Each part of the plan draws from
// its own, named after what it is for, so that a change in one part leaves the
// others as they were.
type chance struct{ *rand.Rand }

func newChance(seed int64, purpose string) chance {
	h := fnv.New64a()
	h.Write([]byte(purpose))
	return chance{rand.New(rand.NewPCG(uint64(seed), h.Sum64()))}
}

// Read fills b with random bytes and never fails: a chance is the random source
// of ids too.
func (c chance) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(c.Uint32())
	}
	return len(b), nil
}

// happens is true in the given share of cases.
func (c chance) happens(share float64) bool { return c.Float64() < share }

// between draws a whole number from lo to hi, both included.
func (c chance) between(lo, hi int) int { return lo + c.IntN(hi-lo+1) }

// round makes a whole number of an expected one, so that the mean is kept.
func (c chance) round(expected float64) int {
	whole := int(expected)
	if c.happens(expected - float64(whole)) {
		whole++
	}
	return whole
}

// A lot falls on an even share of what it is asked about, whatever is drawn: the first
// time early, so that a small town has one too.
type lot struct {
	share float64
	asked int
}

// falls tells whether it falls on the next.
func (l *lot) falls() bool {
	l.asked++
	return int(float64(l.asked)*l.share+firstLot) > int(float64(l.asked-1)*l.share+firstLot)
}

// firstLot lets the first lot fall after a fifth of the way between two.
const firstLot = 0.8

// weighted draws an index with the given weights.
func (c chance) weighted(weights []float64) int {
	var sum float64
	for _, w := range weights {
		sum += w
	}
	at := c.Float64() * sum
	for i, w := range weights {
		if at < w {
			return i
		}
		at -= w
	}
	return len(weights) - 1
}

// pick draws one of the words.
func pick[T any](c chance, from []T) T { return from[c.IntN(len(from))] }

// A lag is how long something takes, given by the points of its distribution
// (share of cases that are done by then, days), rising from share 0 to 1.
type lag []point

type point struct{ share, days float64 }

// draw takes one lag in days.
func (l lag) draw(c chance) float64 { return l.at(c.Float64()) }

// at reads the lag of that share; between the points it is straight.
func (l lag) at(share float64) float64 {
	for i := 1; i < len(l); i++ {
		if share <= l[i].share {
			from, to := l[i-1], l[i]
			return from.days + (to.days-from.days)*(share-from.share)/(to.share-from.share)
		}
	}
	return l[len(l)-1].days
}

// whole draws a lag in whole days.
func (l lag) whole(c chance) int { return int(l.draw(c) + 0.5) }

// duration draws a lag as time.
func (l lag) duration(c chance) time.Duration {
	return time.Duration(l.draw(c) * 24 * float64(time.Hour))
}

const hour = 1.0 / 24 // of a day, for lags

// The lags, each with median and 90th percentile as the description of Norrsala
// has them.
var (
	lagRegister    = lag{{0, hour / 30}, {.5, hour}, {.9, 8 * hour}, {1, 1.5}}
	lagProtection  = lag{{0, hour / 6}, {.5, 2 * hour}, {.9, 9 * hour}, {.96, 22 * hour}, {1, 3}}
	lagPreliminary = lag{{0, 0}, {.2, 3}, {.5, 9}, {.8, 12}, {.9, 13.6}, {.93, 14}, {1, 21}}
	lagChild       = lag{{0, 12}, {.1, 55}, {.25, 82}, {.5, 104}, {.75, 116}, {.88, 121}, {.9, 124}, {1, 185}}
	lagHomeCare    = lag{{0, 1}, {.25, 6}, {.5, 12}, {.74, 21}, {.9, 38}, {1, 55}}
	lagLSS         = lag{{0, 18}, {.25, 42}, {.5, 62}, {.75, 95}, {.9, 130}, {1, 210}}
	lagAcknowledge = lag{{0, hour / 3}, {.5, 4 * hour}, {.8, 9 * hour}, {.94, 24 * hour}, {1, 6}}
	lagFirstVisit  = lag{{0, 0}, {.25, 1}, {.5, 3}, {.9, 8}, {1, 20}}
	lagPlan        = lag{{0, 2}, {.3, 9}, {.62, 15}, {.8, 22}, {.95, 40}, {1, 90}}
	lagSignal      = lag{{0, .1}, {.25, 2}, {.5, 6}, {.9, 29}, {1, 45}}
	lagOffer       = lag{{0, 5}, {.25, 24}, {.5, 48}, {.75, 80}, {.9, 110}, {1, 200}}
	lagReceived    = lag{{0, 2}, {.5, 9}, {.9, 17}, {1, 28}}
	lagHours       = lag{{0, 2}, {.1, 5}, {.25, 10}, {.5, 20}, {.75, 42}, {.88, 80}, {.96, 120}, {1, 200}}
)
