//go:build linux

package torture

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
)

// sector is what a disk writes whole or not at all.
const sector = 512

// A Fate is what a power cut does to what was written and not synced.
type Fate int

// The fates.
const (
	Dropped   Fate = iota // nothing of it reached the disk
	Kept                  // all of it did
	Scattered             // some sectors did
	Reordered             // what was written last did, what was written before did not
	Torn                  // all up to one write, and that one in part
	Garbled               // some sectors did, some did not, and some hold anything
	fates
)

func (f Fate) String() string {
	return [...]string{"dropped", "kept", "scattered", "reordered", "torn", "garbled"}[f]
}

// A Cut is a power cut at a moment of a trace.
type Cut struct {
	Moment int
	Fate   Fate
	seed   uint64
}

// Cuts draws power cuts: at sync points, where most is at stake, right before and
// right after, and at some moments between. They come in the order of time.
func (t *Trace) Cuts(n int, seed uint64) []Cut {
	chance := rand.New(rand.NewPCG(seed, 2))
	all := make([]Cut, n)
	for i := range all {
		at := t.syncs[chance.IntN(len(t.syncs))] // the sync has not ended
		switch chance.IntN(4) {
		case 0:
			at++ // it has
		case 1:
			at = chance.IntN(len(t.moments))
		}
		all[i] = Cut{Moment: at, Fate: Fate(i % int(fates)), seed: chance.Uint64()}
	}
	slices.SortFunc(all, func(a, b Cut) int { return a.Moment - b.Moment })
	return all
}

// A Disk plays a trace and keeps apart what is on the disk and what is not yet.
type Disk struct {
	trace   *Trace
	Deaf    bool // it takes no heed of syncs: what a program without them would leave
	next    int  // moment
	files   map[*node]*onDisk
	names   []moment // every name made, changed or taken away
	lasting int      // so many of them are on the disk for certain
	writeOf map[int]*change
}

// onDisk is a file: what is durable, and what is not.
type onDisk struct {
	durable []byte
	waiting []*change
}

// A change is a write, or a truncation where data is nil.
type change struct {
	at    int64
	data  []byte
	ended int // moment; 0: the call has not returned
}

// NewDisk begins before the first moment.
func NewDisk(t *Trace) *Disk {
	d := &Disk{trace: t, files: map[*node]*onDisk{}, writeOf: map[int]*change{}}
	for _, file := range t.names {
		d.files[file] = &onDisk{durable: slices.Clone(file.before)}
	}
	return d
}

// Play goes on to a moment, which has not happened yet.
func (d *Disk) Play(to int) {
	for ; d.next < to && d.next < len(d.trace.moments); d.next++ {
		m := d.trace.moments[d.next]
		switch m.kind {
		case wroteSome:
			c := &change{at: m.at, data: m.data}
			d.writeOf[d.next] = c
			d.files[m.file].waiting = append(d.files[m.file].waiting, c)
		case wrote:
			d.writeOf[m.begun].ended = d.next
			delete(d.writeOf, m.begun)
		case cut:
			d.files[m.file].waiting = append(d.files[m.file].waiting, &change{at: m.at, ended: d.next})
		case named:
			if m.file != nil && d.files[m.file] == nil {
				d.files[m.file] = &onDisk{}
			}
			d.names = append(d.names, m)
		case synced:
			if d.Deaf {
				continue
			}
			d.lasting = len(d.names)
			if m.file != nil {
				d.files[m.file].settle(m.begun)
			}
		}
	}
}

// settle makes durable what had ended before a sync began.
func (f *onDisk) settle(before int) {
	var left []*change
	for _, c := range f.waiting {
		if c.ended == 0 || c.ended >= before {
			left = append(left, c)
			continue
		}
		f.durable = c.onto(f.durable, nil)
	}
	f.waiting = left
}

// onto does the change to a content; keep tells which of its sectors, nil all.
func (c *change) onto(content []byte, keep func(piece []byte) []byte) []byte {
	if c.data == nil {
		return resize(content, c.at)
	}
	if keep == nil {
		keep = func(piece []byte) []byte { return piece }
	}
	for from := 0; from < len(c.data); {
		to := min(len(c.data), from+sector-int((c.at+int64(from))%sector))
		if piece := keep(c.data[from:to]); piece != nil {
			start := c.at + int64(from)
			if end := start + int64(len(piece)); int64(len(content)) < end {
				content = resize(content, end)
			}
			copy(content[start:], piece)
		}
		from = to
	}
	return content
}

func resize(content []byte, size int64) []byte {
	if int64(len(content)) >= size {
		return content[:size]
	}
	return append(content, make([]byte, size-int64(len(content)))...)
}

// Leave writes what the power cut leaves to a folder, which stands for the one
// that was traced.
func (d *Disk) Leave(c Cut, dir string) error {
	d.Play(c.Moment)
	chance := rand.New(rand.NewPCG(c.seed, 3))
	names := map[string]*node{}
	for name, file := range d.trace.names {
		names[name] = file
	}
	// Names are journalled by the file system: some of the last may be missing,
	// but never one before another.
	kept := d.lasting
	if loose := len(d.names) - d.lasting; loose > 0 {
		switch c.Fate {
		case Dropped:
		case Kept:
			kept += loose
		default:
			kept += chance.IntN(loose + 1)
		}
	}
	for _, m := range d.names[:kept] {
		if m.old != "" {
			delete(names, m.old)
		}
		if m.name != "" {
			names[m.name] = m.file
		}
	}
	for name, file := range names {
		path := filepath.Join(dir, name[len(d.trace.dir):])
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, d.files[file].after(c.Fate, chance), 0o600); err != nil {
			return fmt.Errorf("write the image: %w", err)
		}
	}
	return nil
}

// after is what a file holds after the cut.
func (f *onDisk) after(fate Fate, chance *rand.Rand) []byte {
	if fate == Dropped || len(f.waiting) == 0 {
		return f.durable
	}
	content := slices.Clone(f.durable)
	turn := chance.IntN(len(f.waiting)) // of the reordered and the torn
	for i, c := range f.waiting {
		switch {
		case fate == Kept, fate == Reordered && i >= turn, fate == Torn && i < turn:
			content = c.onto(content, nil)
		case fate == Torn && i == turn && c.data != nil:
			n := chance.IntN(len(c.data) + 1)
			content = (&change{at: c.at, data: c.data[:n]}).onto(content, nil)
		case fate == Scattered && (c.data != nil || chance.IntN(2) == 0):
			content = c.onto(content, func(piece []byte) []byte {
				if chance.IntN(2) == 0 {
					return nil
				}
				return piece
			})
		case fate == Garbled && (c.data != nil || chance.IntN(2) == 0):
			content = c.onto(content, func(piece []byte) []byte {
				switch chance.IntN(3) {
				case 0:
					return nil
				case 1:
					return garbage(len(piece), chance)
				}
				return piece
			})
		}
	}
	return content
}

func garbage(n int, chance *rand.Rand) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(chance.Uint32())
	}
	return b
}
