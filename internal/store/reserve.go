package store

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"

	"stadga/internal/civil"
	"stadga/internal/fault"
)

// A Reserve is room on the disk that was taken while there was some: a file in
// which readings are logged when the database can take no more, so that pages can
// be read on. When there is room again they are moved to the log they belong to.
type Reserve struct {
	mu   sync.Mutex
	file *os.File
	size int64
	used int64
}

// UseReserve takes room for readings in a file. A file that
// is there is kept with what it holds. On a disk that is full already there is no
// reserve: nothing is then shown while it is.
func (db *DB) UseReserve(path string, size int64) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("reserve for readings: %w", err)
	}
	r := &Reserve{file: file, size: size}
	if err := r.take(); err != nil {
		return errors.Join(fmt.Errorf("reserve for readings: %w", err), file.Close())
	}
	db.reserve.Store(r)
	return nil
}

// take fills the file to its size with zeros – written, since a hole takes no
// room – and finds where what it holds ends.
func (r *Reserve) take() error {
	held, err := r.file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if held < r.size {
		if _, err := io.Copy(r.file, io.LimitReader(zeros{}, r.size-held)); err != nil {
			return errors.Join(err, r.file.Truncate(held))
		}
		if err := r.file.Sync(); err != nil {
			return err
		}
	}
	lines, err := r.lines()
	for _, line := range lines {
		r.used += int64(len(line)) + 1
	}
	return err
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// lines are those that are whole; one that was being written when the power went
// had not been answered for.
func (r *Reserve) lines() ([][]byte, error) {
	if _, err := r.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	var all [][]byte
	for in := bufio.NewReader(r.file); ; {
		line, err := in.ReadBytes('\n')
		if err != nil || bytes.IndexByte(line, 0) >= 0 {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return all, err
		}
		all = append(all, line[:len(line)-1])
	}
}

// keep writes a reading in the reserve, and returns when it is durable.
func (r *Reserve) keep(reading Reading) error {
	line, err := json.Marshal(reading)
	if err != nil {
		return err
	}
	line = append(line, '\n')
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.used+int64(len(line)) > r.size {
		return errors.New("the reserve for readings is full too")
	}
	// A zero after it, that nothing older is read as following.
	if _, err := r.file.WriteAt(append(line, 0)[:min(int64(len(line)+1), r.size-r.used)], r.used); err != nil {
		return err
	}
	if err := r.file.Sync(); err != nil {
		return err
	}
	r.used += int64(len(line))
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
func (db *DB) ReserveHolds() (int, error) {
	r := db.reserve.Load()
	if r == nil {
		return 0, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	lines, err := r.lines()
	return len(lines), err
}

// MoveReserve moves what the reserve holds to the log of readings. While there
// is no room it does nothing. What was moved when the program died is not moved twice.
func (db *DB) MoveReserve(ctx context.Context) error {
	r := db.reserve.Load()
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.used == 0 {
		return nil
	}
	lines, err := r.lines()
	if err != nil {
		return fmt.Errorf("reserve for readings: %w", err)
	}
	err = db.exec(ctx, func(x Execer) error {
		for _, line := range lines {
			var one Reading
			if err := json.Unmarshal(line, &one); err != nil {
				return fmt.Errorf("a reading in the reserve: %w", err)
			}
			if err := moveReading(ctx, x, one); err != nil {
				return err
			}
		}
		return nil
	})
	if isFull(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("move the reserve: %w", err)
	}
	if _, err := r.file.WriteAt(make([]byte, r.used), 0); err != nil {
		return fmt.Errorf("empty the reserve: %w", err)
	}
	if err := r.file.Sync(); err != nil {
		return fmt.Errorf("empty the reserve: %w", err)
	}
	r.used = 0
	return nil
}

// moveReading writes a reading in the log, unless it stands there: nobody opens
// the same part twice in a microsecond.
func moveReading(ctx context.Context, x Execer, r Reading) error {
	var there int
	err := x.QueryRowContext(ctx, `select count(*) from read_log where actor = $1 and at = $2 and part = $3 and subject_id = $4`,
		r.Actor.User, civil.Stamp(r.At), r.Part, r.Subject.ID).Scan(&there)
	if err != nil || there > 0 {
		return err
	}
	return insertReading(ctx, x, r)
}

// shutReserve closes the file, with what it holds.
func (db *DB) shutReserve() error {
	r := db.reserve.Load()
	if r == nil {
		return nil
	}
	if err := r.file.Close(); err != nil && !errors.Is(err, fs.ErrClosed) {
		return err
	}
	return nil
}
