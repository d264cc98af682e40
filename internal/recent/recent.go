// Package recent keeps what was asked for lately, in a memory that is bounded: what
// has not been kept anew for a time is forgotten. What is kept can be dropped at any
// time, so it must be possible to work it out again.
package recent

import "sync"

// A Memory is bounded without a list: when the young are full they become the old,
// and the old are forgotten. Several may use it at once. Empty it is ready for use.
type Memory[K comparable, V any] struct {
	mu         sync.Mutex
	young, old map[K]V
}

// Most is how many are young at most; as many may be old.
const Most = 20_000

// Get finds what is kept under a key.
func (m *Memory[K, V]) Get(key K) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.find(key)
}

func (m *Memory[K, V]) find(key K) (V, bool) {
	if value, ok := m.young[key]; ok {
		return value, true
	}
	value, ok := m.old[key]
	return value, ok
}

// Put keeps a value.
func (m *Memory[K, V]) Put(key K, value V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keep(key, value)
}

func (m *Memory[K, V]) keep(key K, value V) {
	if len(m.young) >= Most || m.young == nil {
		m.young, m.old = make(map[K]V), m.young
	}
	m.young[key] = value
}

// Update keeps what change makes of what is kept, the zero value when nothing is.
func (m *Memory[K, V]) Update(key K, change func(V) V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, _ := m.find(key)
	m.keep(key, change(value))
}

// Forget empties the memory.
func (m *Memory[K, V]) Forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.young, m.old = nil, nil
}
