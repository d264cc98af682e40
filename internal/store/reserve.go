package store

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"strconv"
	"sync"
	"time"

	"stadga/internal/civil"
	"stadga/internal/fault"
)

// A Reserve is room on the disk beside the database that was taken while there was
// some. Readings are logged there first, one sync for all who wait, and moved to the
// log a few hundred at a time: each commit to the database makes every reader's
// connection forget the pages it has read. A full database does not stop it, so
// that pages can be read on.
//
// It has two halves. New readings go to one while what the other holds is moved.
type Reserve struct {
	mu     sync.Mutex
	file   *os.File
	halves [2]half
	next   int   // the half that new readings go to
	added  int64 // readings written since it was opened
	broken error // what the disk said when it failed: no more is written

	moving  sync.Mutex // held by who moves
	syncing sync.Mutex // held by who syncs
	synced  int64      // readings written when the last sync began; of who syncs
}

// A half is one of the two parts of the file.
type half struct {
	at, size int64
	used     int64 // bytes from its beginning that are written
	held     []Reading
	moving   bool // it is written to no more until it is empty
	unsure   bool // some of what it holds may stand in the log
}

// UseReserve takes room for readings in a file. A file that
// is there is kept with what it holds. On a disk that is full already there is no
// reserve: readings are then logged in the database, and nothing is shown while it
// takes no more.
func (db *DB) UseReserve(path string, size int64) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("reserve for readings: %w", err)
	}
	r := &Reserve{file: file, halves: [2]half{{size: size / 2}, {at: size / 2, size: size - size/2}}}
	if err := r.take(size); err != nil {
		return errors.Join(fmt.Errorf("reserve for readings: %w", err), file.Close())
	}
	db.reserve.Store(r)
	return nil
}

// take fills the file to its size with zeros – written, since a hole takes no
// room – and reads what it holds.
func (r *Reserve) take(size int64) error {
	held, err := r.file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if held < size {
		if _, err := io.Copy(r.file, io.LimitReader(zeros{}, size-held)); err != nil {
			return errors.Join(err, r.file.Truncate(held))
		}
	}
	for i := range r.halves {
		h := &r.halves[i]
		if h.at < r.halves[0].used {
			break // an earlier program wrote on past the middle
		}
		if h.held, h.used, err = readingsIn(io.NewSectionReader(r.file, h.at, size-h.at)); err != nil {
			return err
		}
		h.unsure = len(h.held) > 0
	}
	return r.file.Sync()
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// readingsIn are the whole lines of a half. At one that is not, it ends: that was
// being written when the power went, and had not been answered for.
func readingsIn(half io.Reader) (all []Reading, used int64, err error) {
	for in := bufio.NewReader(half); ; {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return all, used, nil
		}
		if err != nil {
			return nil, 0, err
		}
		text, whole := unsummed(line)
		if !whole {
			return all, used, nil
		}
		var one Reading
		if err := json.Unmarshal(text, &one); err != nil {
			return nil, 0, fmt.Errorf("a reading in the reserve: %w", err)
		}
		all, used = append(all, one), used+int64(len(line))
	}
}

// A line begins with the sum of its text in eight digits: without it the beginning
// of one line and the end of an older one, as power cuts leave them, could pass
// for a reading.
func summed(text []byte) []byte {
	return fmt.Appendf(nil, "%08x%s\n", crc32.ChecksumIEEE(text), text)
}

// unsummed is the text of a line, and whether it is as it was written.
func unsummed(line []byte) (text []byte, whole bool) {
	const digits = 8
	line = bytes.TrimSuffix(line, []byte("\n"))
	if bytes.HasPrefix(line, []byte("{")) { // of a program that wrote no sums and emptied the file before it was used again
		return line, bytes.IndexByte(line, 0) < 0
	}
	if len(line) < digits {
		return nil, false
	}
	sum, err := strconv.ParseUint(string(line[:digits]), 16, 32)
	return line[digits:], err == nil && uint32(sum) == crc32.ChecksumIEEE(line[digits:])
}

// errReserveFull is the answer of a reserve that can take no more.
var errReserveFull = errors.New("the reserve for readings is full")

// keep writes a reading in the reserve, and returns when it is durable.
func (r *Reserve) keep(reading Reading) error {
	text, err := json.Marshal(reading)
	if err != nil {
		return err
	}
	mine, err := r.write(summed(text), reading)
	if err != nil {
		return err
	}
	return r.sync(mine)
}

// write returns how many readings have been written, this one among them.
func (r *Reserve) write(line []byte, reading Reading) (int64, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken != nil {
		return 0, r.broken
	}
	h := &r.halves[r.next]
	if other := &r.halves[1-r.next]; !h.takes(line) && !other.moving {
		h = other
	}
	if !h.takes(line) {
		return 0, errReserveFull
	}
	if _, err := r.file.WriteAt(line, h.at+h.used); err != nil {
		return 0, err
	}
	h.used += int64(len(line))
	h.held = append(h.held, reading)
	r.added++
	return r.added, nil
}

// takes tells whether there is room for a line, and for the zero that ends the last.
func (h *half) takes(line []byte) bool { return h.used+int64(len(line)) < h.size }

// sync returns when so many readings are durable. Those who wait for one sync share
// the next.
func (r *Reserve) sync(written int64) error {
	r.syncing.Lock()
	defer r.syncing.Unlock()
	if r.synced >= written {
		return nil
	}
	r.mu.Lock()
	upTo, err := r.added, r.broken
	r.mu.Unlock()
	if err != nil {
		return err
	}
	if err := syncData(r.file); err != nil {
		// What a disk failed to keep it does not tell of twice: it is not asked again.
		r.mu.Lock()
		defer r.mu.Unlock()
		r.broken = err
		r.halves[0].unsure, r.halves[1].unsure = true, true // they are logged by the other way
		return err
	}
	r.synced = upTo
	return nil
}

// isFull tells whether the disk had no room.
func isFull(err error) bool {
	all := fault.All(err)
	return len(all) > 0 && all[0].Text == "store.full"
}

// Full is the answer of a driver whose disk has no room for what was to be written.
func Full(cause error) error { return &fault.Error{Kind: fault.Wait, Text: "store.full", Err: cause} }

// ReserveHolds counts the readings that wait in the reserve.
func (db *DB) ReserveHolds() int {
	r := db.reserve.Load()
	if r == nil {
		return 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.halves[0].held) + len(r.halves[1].held)
}

// MoveReserve moves what the reserve holds to the log of readings. While there
// is no room it does nothing. What was moved when the program died is not moved twice.
func (db *DB) MoveReserve(ctx context.Context) error {
	r := db.reserve.Load()
	if r == nil {
		return nil
	}
	r.moving.Lock()
	defer r.moving.Unlock()
	for range r.halves { // the one that is not written to first, with what was found there or could not be moved
		if err := db.moveHalf(ctx, r); err != nil {
			if isFull(err) {
				return nil
			}
			return fmt.Errorf("move the reserve: %w", err)
		}
	}
	return nil
}

// moveHalf moves what one half holds, and turns to it for what is new.
func (db *DB) moveHalf(ctx context.Context, r *Reserve) error {
	h := r.begin()
	if h == nil {
		return nil
	}
	unsure := h.unsure
	err := db.exec(ctx, func(x Execer) error {
		for _, one := range h.held {
			if err := moveReading(ctx, x, one, unsure); err != nil {
				return err
			}
		}
		return nil
	})
	return r.end(h, err)
}

// begin chooses the half to move: it is written to no more until end. Nil: there
// is nothing to move.
func (r *Reserve) begin() *half {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.halves[1-r.next].held) == 0 {
		if len(r.halves[r.next].held) == 0 {
			return nil
		}
		r.next = 1 - r.next
	}
	h := &r.halves[1-r.next]
	h.moving = true
	return h
}

// end empties a half that has been moved. That it is empty need not be durable:
// what is found in it again is not moved twice, and the next sync takes it along.
func (r *Reserve) end(h *half, err error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	h.moving = false
	if err != nil {
		h.unsure = true // a commit that failed may have come through
		return err
	}
	h.held, h.unsure = nil, false
	if _, err := r.file.WriteAt(make([]byte, h.used), h.at); err != nil {
		r.broken = err
		return err
	}
	h.used = 0
	return nil
}

// searched is how far back in the log a reading is looked for that may have been
// moved: more than the reserve holds.
const searched = 100_000

// moveReading writes a reading in the log, unless it may stand there and does:
// nobody opens the same part twice in a microsecond.
func moveReading(ctx context.Context, x Execer, r Reading, unsure bool) error {
	if unsure {
		var there int
		err := x.QueryRowContext(ctx, `select count(*) from read_log where actor = $1 and num > (select coalesce(max(num), 0) from read_log) - $2
			and at = $3 and part = $4 and subject_id = $5 and person = $6`,
			r.Actor.User, searched, civil.Stamp(r.At), r.Part, r.Subject.ID, r.Person).Scan(&there)
		if err != nil || there > 0 {
			return err
		}
	}
	return insertReading(ctx, x, r)
}

// AwaitReserve waits, at most so long, until whatever the reserve at path held has
// been moved by the process that has it, and tells whether it was. Where no file
// is, nothing waits.
func AwaitReserve(ctx context.Context, path string, size int64, most time.Duration) (bool, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	defer file.Close()
	const begins = 512 // bytes: instants stand in them
	held := make([][]byte, 2)
	for began := time.Now(); ; {
		waits := false
		for i := range held {
			now := make([]byte, begins)
			if _, err := file.ReadAt(now, int64(i)*size/2); err != nil && !errors.Is(err, io.EOF) {
				return false, err
			}
			if held[i] == nil {
				held[i] = now
			}
			waits = waits || now[0] != 0 && bytes.Equal(now, held[i])
		}
		if !waits || time.Since(began) > most {
			return !waits, nil
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// shutReserve moves what can be moved and closes the file, with what it holds.
func (db *DB) shutReserve(ctx context.Context) error {
	r := db.reserve.Load()
	if r == nil {
		return nil
	}
	return errors.Join(db.MoveReserve(ctx), r.file.Close())
}
