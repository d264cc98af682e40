//go:build linux

package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"stadga/internal/ids"
	"stadga/internal/torture"
)

// TestTortureDiskFull fills the disk in the middle of the work of 16 users. While
// it is full nothing is said to be saved, and what was typed stays on the page;
// files are read on, and who read them is logged in the reserve. With room again
// it all heals by itself.
func TestTortureDiskFull(t *testing.T) {
	rounds := often(t, 30, 2)
	if os.Getuid() != 0 {
		message := "NOTHING IS TRIED ON A FULL DISK: only root may make a small disk in memory. Run it as root"
		if os.Getenv("CI") == "true" {
			t.Fatal(message)
		}
		t.Skip(message)
	}
	shape := shapes(t)
	y := newTally("full disk")
	for seed := uint64(1); y.tries < rounds && y.invalid <= rounds; seed++ {
		if err := fillOften(t, y, min(roundsOfADisk, rounds-y.tries), seed, shape, ""); err != nil {
			t.Fatal(err)
		}
	}
	y.must(t, rounds)

	planted := newTally("planted: " + noReserve)
	// A reading may find a page free in a file that cannot grow, so one round can miss it.
	for seed := uint64(1001); seed < 1004 && !planted.says("cannot be read"); seed++ {
		if err := fillOften(t, planted, 1, seed, shape, noReserve); err != nil {
			t.Fatal(err)
		}
	}
	planted.mustCatch(t, planted.says("cannot be read"))
}

const (
	roundsOfADisk = 6
	mostTries     = 500
	sizeOfTheDisk = 256 << 20
	healsWithin   = 2 * time.Minute
)

// A smallDisk is a disk of some megabytes, with a file that fills it.
type smallDisk struct{ dir string }

func newSmallDisk(t *testing.T) (smallDisk, error) {
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, fmt.Sprintf("size=%d", sizeOfTheDisk)); err != nil {
		return smallDisk{}, fmt.Errorf("make a small disk: %w", err)
	}
	return smallDisk{dir}, nil
}

func (d smallDisk) gone() error { return syscall.Unmount(d.dir, syscall.MNT_DETACH) }

// fill takes what is left.
func (d smallDisk) fill() error {
	file, err := os.OpenFile(filepath.Join(d.dir, "fyllnad"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	for _, size := range []int{1 << 20, 4096, 1} {
		for piece := make([]byte, size); err == nil; {
			_, err = file.Write(piece)
		}
		if !errors.Is(err, syscall.ENOSPC) {
			return errors.Join(err, file.Close())
		}
		err = nil
	}
	return file.Close()
}

func (d smallDisk) empty() error { return os.RemoveAll(filepath.Join(d.dir, "fyllnad")) }

// fillOften works on a disk of its own, which is full again and again; now and
// then the program is killed while it is.
func fillOften(t *testing.T, y *tally, rounds int, seed uint64, shape torture.Shape, defect string) error {
	disk, err := newSmallDisk(t)
	if err != nil {
		return err
	}
	defer func() {
		if err := disk.gone(); err != nil {
			t.Error(err)
		}
	}()
	address, err := freeAddress()
	if err != nil {
		return err
	}
	p := tortured{URL: "sqlite:" + disk.dir, Socket: filepath.Join(t.TempDir(), "socket"), Pages: address, Defect: defect}
	program, err := torture.Start(p.command())
	if err != nil {
		return err
	}
	defer func() { program.Kill() }()
	k := &killing{
		y: y, p: p, dir: disk.dir, plain: func() (*sql.DB, error) { return plainly(disk.dir) },
		crew: torture.NewCrew(usersAtWork, seed, dailyErrands...), seals: &sealKeeper{dir: t.TempDir()}, shape: shape,
	}
	if err := k.crew.Open(p.Socket, "staff", "case"); err != nil {
		return err
	}
	k.shape["staff"] = 2
	receipts, _ := k.crew.Held()
	town := &town{t: t, server: &httptest.Server{URL: "http://" + address}}
	chance := rand.New(rand.NewPCG(seed, 7))
	for round := 1; round <= rounds; round++ {
		reader := town.login(eva.User)
		stop, ended := make(chan struct{}), make(chan struct{})
		go func() { defer close(ended); k.crew.Work(p.Socket, stop) }()
		y.count(busy(k.crew, chance))
		f := &fullDisk{k: k, disk: disk, reader: reader, file: "/arende/" + errandNumber(receipts[len(receipts)-1].Order)}
		err := f.fillAndHeal(round)
		close(stop)
		<-ended
		if err != nil {
			return err
		}
		if round%3 == 0 { // the machine is restarted for good measure
			program.Kill()
			if program, err = torture.Start(p.command()); err != nil {
				return err
			}
		}
		if err := errors.Join(k.seals.keep(disk.dir), k.look(round%5 == 0)); err != nil {
			return err
		}
	}
	return k.end(program)
}

// A fullDisk is one filling, seen by one who reads a file and writes a note in it.
type fullDisk struct {
	k      *killing
	disk   smallDisk
	reader *browser
	file   string
}

func (f *fullDisk) wrong(format string, args ...any) {
	f.k.y.wrong = append(f.k.y.wrong, fmt.Sprintf(format, args...))
}

func (f *fullDisk) fillAndHeal(round int) error {
	note := f.file + "/anteckning"
	if f.reader.open(f.file); f.reader.code != http.StatusOK {
		return fmt.Errorf("the file answers %d before the disk is full", f.reader.code)
	}
	// The log beside the database still has room of its own, so that some notes are
	// saved yet, and then must be there. The first that is refused is what is waited for.
	var typed url.Values
	var words string
	for try := 1; ; try++ {
		if try > mostTries {
			return fmt.Errorf("%d notes were saved on a full disk", mostTries)
		}
		if err := f.disk.fill(); err != nil {
			return err
		}
		if f.reader.open(f.file); f.reader.code != http.StatusOK {
			f.wrong("a file cannot be read while the disk is full (%d)", f.reader.code)
			return f.disk.empty()
		}
		typed = f.reader.form(note)
		id, err := ids.Parse(typed.Get("akt"))
		if err != nil {
			return fmt.Errorf("the form holds no act: %w", err)
		}
		words = fmt.Sprintf("Anna ringde medan disken var full, omgång %d försök %d.", round, try)
		typed.Set("text", words)
		f.reader.postOnce(note, typed)
		order := torture.Order{Act: ids.Act{ID: id}, Kind: "note"}
		if f.reader.code >= 400 {
			f.k.typed = append(f.k.typed, order.Act)
			break
		}
		f.k.said = append(f.k.said, torture.Receipt{Order: order, Saved: time.Now()})
	}
	switch page := string(f.reader.body); {
	case !strings.Contains(page, "disken är full"):
		f.wrong("the page does not say that the disk is full (%d)", f.reader.code)
	case !strings.Contains(page, words):
		f.wrong("what was typed is not on the page that says that it could not be saved")
	}
	logged, err := f.readings()
	if err != nil {
		return err
	}
	const read = 3
	for range read {
		if f.reader.open(f.file); f.reader.code != http.StatusOK || !bytes.Contains(f.reader.body, []byte("Anna Svensson")) {
			f.wrong("a file cannot be read while the disk is full (%d)", f.reader.code)
		}
	}
	// A small row may yet find room in the database's own log.
	now, err := f.readings()
	if err != nil {
		return err
	}
	held, err := os.ReadFile(filepath.Join(f.disk.dir, torturedBoard+".reserv"))
	if inReserve := bytes.Count(held, []byte("\n")); f.k.p.Defect != noReserve && (err != nil || now-logged+inReserve < read) {
		f.wrong("the reserve holds %d readings and the log %d more, of %d (%v)", inReserve, now-logged, read, err)
	}

	if err := f.disk.empty(); err != nil {
		return err
	}
	began := time.Now()
	saved := f.k.crew.Saved()
	healed := torture.Until(context.Background(), healsWithin, func() error {
		now, err = f.readings()
		switch {
		case err != nil:
			return err
		case f.k.crew.Saved() <= saved+usersAtWork:
			return errors.New("nobody gets anything saved")
		case now < logged+read && f.k.p.Defect != noReserve:
			return fmt.Errorf("%d of %d readings have come to the log", now-logged, read)
		}
		return nil
	})
	f.k.y.startTimes = append(f.k.y.startTimes, time.Since(began))
	if healed != nil {
		f.wrong("with room again: %v", healed)
	}
	f.reader.postOnce(note, typed) // the same form once more
	if f.reader.code != http.StatusSeeOther {
		f.wrong("the note cannot be saved when there is room (%d)", f.reader.code)
	}
	if !bytes.Contains(f.reader.open(f.file).body, []byte(words)) {
		f.wrong("the note is not in the file")
	}
	return nil
}

// readings counts those that eva has made, in the log of the database.
func (f *fullDisk) readings() (int, error) {
	db, err := f.k.plain()
	if err != nil {
		return 0, err
	}
	defer db.Close()
	var n int
	err = db.QueryRow(`select count(*) from read_log where actor = $1`, eva.User).Scan(&n)
	return n, err
}
