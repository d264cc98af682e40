package store_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/duty"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/store/sqlite"
)

// A reserved is a board with a reserve, in a folder.
type reserved struct {
	dir    string
	driver *sqlite.DB
	db     *store.DB
	at     time.Time
}

var (
	reader     = ids.User{ID: ids.ID{2}}
	readPerson = ids.Person{ID: ids.ID{1}}
)

func (r *reserved) file() string { return filepath.Join(r.dir, "norr.reserv") }

func openReserved(t *testing.T, dir string) *reserved {
	t.Helper()
	r := &reserved{dir: dir, at: time.Date(2026, time.March, 9, 9, 0, 0, 0, time.UTC)}
	var err error
	if r.driver, err = sqlite.Open(t.Context(), filepath.Join(dir, "norr.db"), sqlite.Options{}); err != nil {
		t.Fatal(err)
	}
	if r.db, err = store.New(t.Context(), r.driver, journal.NewRegistry()); err == nil {
		err = r.db.UseReserve(r.file(), reserveSize)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.db.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

const reserveSize = 1 << 20

// reading is one so long after nine.
func (r *reserved) reading(after time.Duration) store.Reading {
	return store.Reading{
		At: r.at.Add(after), Actor: act.Actor{User: reader, Roles: []string{"handlaggare"}}, Action: "case.read", Person: readPerson,
		Subject: duty.Subject{Kind: "case", ID: ids.ID{3}}, Part: "tidslinjen", Ground: strings.Repeat("handläggare i ärendet ", 20), Source: "192.0.2.7",
	}
}

func (r *reserved) read(t *testing.T, n int) {
	t.Helper()
	for range n {
		r.at = r.at.Add(time.Second)
		if err := r.db.LogRead(t.Context(), r.reading(0)); err != nil {
			t.Fatal(err)
		}
	}
}

func (r *reserved) holds(t *testing.T, want int) {
	t.Helper()
	if n := r.db.ReserveHolds(); n != want {
		t.Errorf("the reserve holds %d readings, want %d", n, want)
	}
}

// logged are the readings in the log, without what lists it moving any there.
func (r *reserved) logged(t *testing.T) int {
	t.Helper()
	var n int
	if err := r.db.Reader().QueryRowContext(t.Context(), `select count(*) from read_log`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// A reading stands on the disk before the page is shown, and reaches the log
// though the program dies before it was moved there.
func TestReadingsOutliveTheProgram(t *testing.T) {
	first := openReserved(t, t.TempDir())
	first.read(t, 30)
	first.holds(t, 30)
	if n := first.logged(t); n != 0 {
		t.Fatalf("%d readings were logged in the database one by one", n)
	}
	died, err := os.ReadFile(first.file())
	if err != nil {
		t.Fatal(err)
	}
	after := func(content []byte, want int) *reserved {
		t.Helper()
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "norr.reserv"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		r := openReserved(t, dir)
		if found, err := r.db.ReadingsBy(t.Context(), reader, 0, 100); err != nil || len(found) != want {
			t.Errorf("the log holds %d readings (%v), want %d", len(found), err, want)
		}
		return r
	}
	after(died, 30)
	// The power went while a line was written over what an older one had left.
	torn := bytes.Clone(died)
	last := bytes.LastIndexByte(torn[:bytes.LastIndexByte(torn, '\n')], '\n') + 1
	copy(torn[last:], died[:200])
	after(torn, 29)
	// As an earlier program left it: from the beginning on past the middle, without sums.
	var old []byte
	for line := range bytes.Lines(bytes.TrimRight(died, "\x00")) {
		old = append(old, line[8:]...)
	}
	old = bytes.Repeat(old, reserveSize/2/len(old)+2)
	after(append(old, make([]byte, reserveSize-len(old))...), 30)
}

// What has been moved is not moved twice, whichever of emptying and the power was
// first.
func TestReadingsAreMovedOnce(t *testing.T) {
	dir := t.TempDir()
	r := openReserved(t, dir)
	r.read(t, 30)
	died, err := os.ReadFile(r.file())
	if err != nil {
		t.Fatal(err)
	}
	if found, err := r.db.Readings(t.Context(), readPerson, 100); err != nil || len(found) != 30 || found[0].Source != "192.0.2.7" {
		t.Fatalf("who lists the log finds %d readings (%v)", len(found), err)
	}
	r.holds(t, 0)
	if err := r.db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(r.file(), died, 0o600); err != nil {
		t.Fatal(err)
	}
	again := openReserved(t, dir)
	again.holds(t, 30)
	if n, err := again.db.CountReadingsBy(t.Context(), reader); err != nil || n != 30 {
		t.Errorf("the log holds %d readings (%v), want 30", n, err)
	}
	again.holds(t, 0)
}

// Sixteen read while what they have read is moved, more than the reserve has room
// for: each reading is logged once.
func TestReadingsAreLoggedWhileOthersAreMoved(t *testing.T) {
	r := openReserved(t, t.TempDir())
	const readers, each = 16, 150
	done := make(chan struct{})
	var moving, reading sync.WaitGroup
	moving.Go(func() {
		for {
			if err := r.db.MoveReserve(t.Context()); err != nil {
				t.Error(err)
			}
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	})
	for who := range readers {
		reading.Go(func() {
			for n := range each {
				if err := r.db.LogRead(t.Context(), r.reading(time.Duration(who*each+n)*time.Second)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	reading.Wait()
	close(done)
	moving.Wait()
	found, err := r.db.Readings(t.Context(), readPerson, 2*readers*each)
	at := map[time.Time]bool{}
	for _, one := range found {
		at[one.At] = true
	}
	if err != nil || len(found) != readers*each || len(at) != readers*each {
		t.Errorf("%d readings are logged, %d different (%v), want %d", len(found), len(at), err, readers*each)
	}
}

// A reserve that is full, since nothing is moved, is gone round.
func TestReadingsThatFindNoRoomInTheReserve(t *testing.T) {
	r := openReserved(t, t.TempDir())
	const all = 2000
	r.read(t, all)
	held, logged := r.db.ReserveHolds(), r.logged(t)
	if logged == 0 || held < all/2 || held+logged != all {
		t.Errorf("the reserve holds %d and the log %d of %d readings", held, logged, all)
	}
	if found, err := r.db.Readings(t.Context(), readPerson, 2*all); err != nil || len(found) != all {
		t.Errorf("%d readings are logged (%v)", len(found), err)
	}
}

// Who copies the record waits until the readings are in it.
func TestCopiesWaitForTheReserve(t *testing.T) {
	r := openReserved(t, t.TempDir())
	wait := func(path string, most time.Duration, want bool) {
		t.Helper()
		if moved, err := store.AwaitReserve(t.Context(), path, reserveSize, most); err != nil || moved != want {
			t.Errorf("moved: %v (%v), want %v", moved, err, want)
		}
	}
	wait(filepath.Join(r.dir, "none"), time.Minute, true)
	wait(r.file(), time.Minute, true)
	r.read(t, 3)
	wait(r.file(), 100*time.Millisecond, false)
	go func() {
		time.Sleep(100 * time.Millisecond)
		if err := r.db.MoveReserve(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
		r.read(t, 1) // what is read later is not waited for
	}()
	wait(r.file(), time.Minute, true)
}

// A full database logs readings in the reserve, and has them once when there is room.
func TestReadingsOnAFullDiskStayInTheReserve(t *testing.T) {
	r := openReserved(t, t.TempDir())
	pages := func(statement string) {
		t.Helper()
		err := r.driver.Write(t.Context(), func(x store.Execer) error {
			var pages int
			return x.QueryRowContext(t.Context(), statement).Scan(&pages)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	pages(`pragma max_page_count = 1`) // no larger than it is
	const all = 300
	r.read(t, all)
	if err := r.db.MoveReserve(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.holds(t, all)
	session := store.Session{User: reader, Began: r.at, Expires: r.at.Add(time.Hour), Hint: strings.Repeat("x", 1<<16)}
	if err := r.db.BeginSession(t.Context(), session); fault.KindOf(err) != fault.Wait || err == nil {
		t.Errorf("what finds no room is answered with %v", err)
	}
	r.read(t, 1)
	pages(`pragma max_page_count = 1000000`)
	if found, err := r.db.Readings(t.Context(), readPerson, 2*all); err != nil || len(found) != all+1 || found[0].Part != "tidslinjen" {
		t.Errorf("the log holds %d readings (%v), want %d", len(found), err, all+1)
	}
	r.holds(t, 0)
}
