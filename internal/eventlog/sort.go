package eventlog

import (
	"bufio"
	"bytes"
	"container/heap"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// A sorter puts records in the order of their keys, with records of one key in
// the order they were added. It holds runBytes in memory and the rest in files
// of its folder.
type sorter struct {
	dir     string
	name    string
	arena   []byte
	spans   []span
	runs    []string
	written int // run files so far, for their names
}

// runBytes is how much of the records a sorter holds before it writes a run.
const runBytes = 8 << 20

// mostRuns bounds the files open at once: beyond it the runs are merged into one.
const mostRuns = 200

// A span is where one record lies in the arena: key first, payload after.
type span struct {
	start, key, end uint32
}

func newSorter(dir, name string) *sorter { return &sorter{dir: dir, name: name} }

// add takes one record. key and payload are copied.
func (s *sorter) add(key, payload []byte) error {
	if len(s.arena)+len(key)+len(payload) > runBytes && len(s.spans) > 0 {
		if err := s.spill(); err != nil {
			return err
		}
	}
	if s.arena == nil {
		s.arena = make([]byte, 0, 64<<10)
	}
	start := len(s.arena)
	s.arena = append(append(s.arena, key...), payload...)
	s.spans = append(s.spans, span{uint32(start), uint32(start + len(key)), uint32(len(s.arena))})
	return nil
}

func (s *sorter) order() {
	slices.SortFunc(s.spans, func(a, b span) int {
		if c := bytes.Compare(s.arena[a.start:a.key], s.arena[b.start:b.key]); c != 0 {
			return c
		}
		return int(a.start) - int(b.start)
	})
}

// spill writes what is in memory as one sorted run.
func (s *sorter) spill() error {
	s.order()
	path, err := s.writeRun(func(put func(key, payload []byte)) error {
		for _, sp := range s.spans {
			put(s.arena[sp.start:sp.key], s.arena[sp.key:sp.end])
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.runs = append(s.runs, path)
	s.arena, s.spans = s.arena[:0], s.spans[:0]
	if len(s.runs) < mostRuns {
		return nil
	}
	return s.merge()
}

// merge makes one run of all.
func (s *sorter) merge() error {
	records, err := openRuns(s.runs)
	if err != nil {
		return err
	}
	defer records.close()
	path, err := s.writeRun(func(put func(key, payload []byte)) error {
		for {
			key, payload, err := records.next()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			put(key, payload)
		}
	})
	s.runs = append(s.runs[:0], path)
	return err
}

// writeRun writes the records that each puts, in order, to a file of its own.
func (s *sorter) writeRun(each func(put func(key, payload []byte)) error) (string, error) {
	s.written++
	path := filepath.Join(s.dir, fmt.Sprintf("%s-%d", s.name, s.written))
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", noRoom(err)
	}
	out := bufio.NewWriterSize(file, 256<<10)
	var lengths [2 * binary.MaxVarintLen32]byte
	err = each(func(key, payload []byte) {
		n := binary.PutUvarint(lengths[:], uint64(len(key)))
		n += binary.PutUvarint(lengths[n:], uint64(len(payload)))
		_, _ = out.Write(lengths[:n]) // a bufio.Writer keeps its first error for Flush
		_, _ = out.Write(key)
		_, _ = out.Write(payload)
	})
	if err == nil {
		err = out.Flush()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return "", noRoom(err)
	}
	return path, nil
}

// noRoom says in words that a temporary file could not be written.
func noRoom(err error) error {
	return fmt.Errorf("det gick inte att skriva en tillfällig fil; frigör plats på disken, eller sätt TMPDIR till en mapp där det finns plats: %w", err)
}

// sorted starts reading the records in order; the sorter takes no more.
func (s *sorter) sorted() (*sortedRecords, error) {
	if len(s.runs) > 0 {
		if err := s.spill(); err != nil {
			return nil, err
		}
		s.arena, s.spans = nil, nil
		return openRuns(s.runs)
	}
	s.order()
	return &sortedRecords{memory: s}, nil
}

// openRuns reads several runs as one. The files are gone when it is closed.
func openRuns(paths []string) (*sortedRecords, error) {
	r := &sortedRecords{}
	for i, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			r.close()
			return nil, fmt.Errorf("read a temporary file: %w", err)
		}
		r.files = append(r.files, file)
		run := &run{order: i, in: bufio.NewReaderSize(file, 32<<10)}
		ok, err := run.next()
		if err != nil {
			r.close()
			return nil, err
		}
		if ok {
			r.heap = append(r.heap, run)
		}
	}
	heap.Init(&r.heap)
	return r, nil
}

// sortedRecords reads records in order.
type sortedRecords struct {
	memory *sorter
	at     int
	heap   runHeap
	fresh  bool // the top of the heap was handed out and must move on
	files  []*os.File
}

// next gives the next record, valid until the call after; io.EOF after the last.
func (r *sortedRecords) next() (key, payload []byte, err error) {
	if r.memory != nil {
		if r.at == len(r.memory.spans) {
			return nil, nil, io.EOF
		}
		sp := r.memory.spans[r.at]
		r.at++
		return r.memory.arena[sp.start:sp.key], r.memory.arena[sp.key:sp.end], nil
	}
	if r.fresh {
		ok, err := r.heap[0].next()
		if err != nil {
			return nil, nil, err
		}
		if ok {
			heap.Fix(&r.heap, 0)
		} else {
			heap.Pop(&r.heap)
		}
	}
	if len(r.heap) == 0 {
		r.fresh = false
		return nil, nil, io.EOF
	}
	r.fresh = true
	top := r.heap[0]
	return top.record[:top.key], top.record[top.key:], nil
}

func (r *sortedRecords) close() {
	for _, file := range r.files {
		file.Close()
		_ = os.Remove(file.Name()) // the folder goes as a whole when the run is over
	}
	r.files, r.memory = nil, nil
}

// A run is one sorted file being read.
type run struct {
	order  int
	in     *bufio.Reader
	record []byte
	key    int
}

func (r *run) next() (bool, error) {
	key, err := binary.ReadUvarint(r.in)
	if err == io.EOF {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read a temporary file: %w", err)
	}
	payload, err := binary.ReadUvarint(r.in)
	if err != nil {
		return false, fmt.Errorf("read a temporary file: %w", err)
	}
	r.key = int(key)
	r.record = slices.Grow(r.record[:0], int(key+payload))[:key+payload]
	if _, err := io.ReadFull(r.in, r.record); err != nil {
		return false, fmt.Errorf("read a temporary file: %w", err)
	}
	return true, nil
}

// runHeap has the run with the least record on top; of equals the earlier run.
type runHeap []*run

func (h runHeap) Len() int { return len(h) }

func (h runHeap) Less(i, j int) bool {
	if c := bytes.Compare(h[i].record[:h[i].key], h[j].record[:h[j].key]); c != 0 {
		return c < 0
	}
	return h[i].order < h[j].order
}

func (h runHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

func (h *runHeap) Push(x any) { *h = append(*h, x.(*run)) }

func (h *runHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
