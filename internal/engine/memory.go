package engine

import (
	"sync"

	"stadga/internal/duty"
	"stadga/internal/journal"
)

// The engine keeps decoded events and facts in memory, by stream and by subject
// with its version. Nothing is taken from memory that the transaction has not
// named by version, so what is kept can be dropped at any time and can never be
// wrong; folded states are not kept, since a caller may change them.

// generations bound a memory without a list: when the young are full they
// become the old, and the old are forgotten.
type generations[K comparable, V any] struct {
	mu         sync.Mutex
	young, old map[K]V
}

const generation = 20_000 // entries; an ordinary stream is a few kilobytes

func (g *generations[K, V]) get(key K) (V, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if value, ok := g.young[key]; ok {
		return value, true
	}
	value, ok := g.old[key]
	return value, ok
}

func (g *generations[K, V]) put(key K, value V) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.young) >= generation || g.young == nil {
		g.young, g.old = make(map[K]V), g.young
	}
	g.young[key] = value
}

type pastCache struct {
	generations[journal.StreamID, []journal.Recorded]
}

func (c *pastCache) get(id journal.StreamID) []journal.Recorded {
	events, _ := c.generations.get(id)
	return events
}

// known is what memory holds of a subject at one version.
type known struct {
	version     int
	facts       []duty.Fact
	obligations []duty.Obligation
	judged      bool // obligations are those of this version
}

type subjectCache struct {
	generations[Num, known]
}

func (c *subjectCache) get(num Num, version int) (known, bool) {
	k, ok := c.generations.get(num)
	return k, ok && k.version == version
}

func (c *subjectCache) facts(num Num, version int) ([]duty.Fact, bool) {
	k, ok := c.get(num, version)
	return k.facts, ok
}
