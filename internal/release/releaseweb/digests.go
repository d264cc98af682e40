package releaseweb

import (
	"sync"

	"stadga/internal/act"
)

// knownMost bounds the memory: some hundred bytes each.
const knownMost = 20_000

// digests are what the parts said when they were last read, each with its version,
// so that a page need not read a whole file to tell how much of it is tried.
type digests struct {
	mu  sync.Mutex
	all map[act.Seen]string
}

func (d *digests) of(part act.Seen) (string, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	digest, known := d.all[part]
	return digest, known
}

// keep forgets everything when there is too much: what is asked for is read again.
func (d *digests) keep(part act.Seen, digest string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.all == nil || len(d.all) >= knownMost {
		d.all = map[act.Seen]string{}
	}
	d.all[part] = digest
}
