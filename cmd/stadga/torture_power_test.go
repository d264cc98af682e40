//go:build linux

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/casework"
	"stadga/internal/casework/casesql"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/people"
	"stadga/internal/people/peoplesql"
	"stadga/internal/torture"
)

// TestTorturePowerCut records what the program writes and syncs while 16 users
// work, and cuts the power at many moments of that: what had not been synced is
// dropped, kept, scattered, reordered, torn or garbled. Each image is opened.
func TestTorturePowerCut(t *testing.T) {
	images := often(t, 10_000, 60)
	tools(t, map[string]string{"strace": "strace"})
	shape := shapes(t)
	y := newTally("power cuts on SQLite")
	for round := uint64(1); y.tries < images && y.invalid < images; round++ {
		if err := cutOften(t, y, min(imagesOfATrace, images-y.tries), round, shape, tortured{}, false); err != nil {
			t.Fatal(err)
		}
	}
	y.must(t, images)

	for _, defect := range []struct {
		name   string
		of     tortured
		deaf   bool
		caught func(*tally) bool
	}{
		{syncOff, tortured{Defect: syncOff}, false, func(y *tally) bool { return y.lost() || y.unreadable > 0 }},
		{"a disk that does not sync", tortured{}, true, (*tally).lost},
		{answerBeforeCommit, tortured{Defect: answerBeforeCommit}, false, (*tally).lost},
		{tableOutside, tortured{Defect: tableOutside}, false, func(y *tally) bool { return y.tableDiffers("note") }},
	} {
		planted := newTally("planted: " + defect.name)
		for round := uint64(1); !defect.caught(planted) && round <= 3; round++ {
			if err := cutOften(t, planted, 30, round, shape, defect.of, defect.deaf); err != nil {
				t.Fatal(err)
			}
		}
		planted.mustCatch(t, defect.caught(planted))
	}
}

const (
	imagesOfATrace = 1000
	imagesOfAStart = 20 // every so many is opened by the program itself, and worked on
)

// tools skips a test whose tools are missing, but fails it where CI is set.
func tools(t *testing.T, of map[string]string) {
	t.Helper()
	missing := torture.Missing(of)
	switch {
	case missing == "":
	case os.Getenv("CI") == "true":
		t.Fatal(missing)
	default:
		t.Skip("NOTHING IS TRIED: " + missing)
	}
}

// cutOften records one trace, and looks at images of it. Every third trace is of
// the program's first start, with no record yet.
func cutOften(t *testing.T, y *tally, images int, seed uint64, shape torture.Shape, p tortured, deaf bool) error {
	home, err := torture.Folder("stadga-power-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	dir, scratch := filepath.Join(home, "record"), filepath.Join(home, "scratch")
	if err := errors.Join(os.Mkdir(dir, 0o700), os.Mkdir(scratch, 0o700)); err != nil {
		return err
	}
	p.URL, p.Socket = "sqlite:"+dir, filepath.Join(scratch, "socket")
	crew := torture.NewCrew(usersAtWork, seed, dailyErrands...)
	before := map[ids.Act]bool{}
	if first := seed%3 == 0; !first {
		if err := someWork(tortured{URL: p.URL, Socket: p.Socket}, crew); err != nil {
			return err
		}
		for act := range receiptsOf(crew) {
			before[act] = true
		}
	}
	cmd, recorder, err := torture.Record(p.command(), dir, scratch)
	if err != nil {
		return err
	}
	program, err := torture.Start(cmd)
	if err != nil {
		return err
	}
	if len(before) == 0 {
		err = crew.Open(p.Socket, "case")
	}
	began, held := time.Now(), crew.Saved()
	stop := make(chan struct{})
	time.AfterFunc(time.Duration(often(t, 5000, 1500))*time.Millisecond, func() { close(stop) })
	crew.Work(p.Socket, stop)
	rate := float64(crew.Saved()-held) / time.Since(began).Seconds()
	program.Kill()
	trace, traceErr := recorder.Trace()
	if err := errors.Join(err, traceErr); err != nil {
		return err
	}
	y.rates = append(y.rates, rate)
	y.saved += crew.Saved()
	c := &cutting{y: y, shape: shape, before: before, told: trace.Told()}
	c.receipts, c.open = crew.Held()
	if c.told == nil || trace.Syncs() == 0 {
		return fmt.Errorf("the trace holds %d syncs and %d answers", trace.Syncs(), len(c.told))
	}
	disk := torture.NewDisk(trace)
	disk.Deaf = deaf
	if rate < lowestRate {
		y.invalid += images
		return nil
	}
	y.tries += images
	// The disk plays on in order; its images are looked at beside that, one on each core.
	var looking sync.WaitGroup
	free := make(chan string, runtime.NumCPU())
	for i := range cap(free) {
		free <- filepath.Join(home, fmt.Sprintf("image-%d", i))
	}
	for i, cut := range trace.Cuts(images, seed) {
		image := <-free
		if err := errors.Join(os.RemoveAll(image), os.Mkdir(image, 0o700), disk.Leave(cut, image)); err != nil {
			looking.Wait()
			return err
		}
		looking.Go(func() {
			defer func() { free <- image }()
			if err := c.look(image, cut, i%imagesOfAStart == 0); err != nil {
				c.note(func(*tally) { c.failed = errors.Join(c.failed, err) })
			}
		})
	}
	looking.Wait()
	return c.failed
}

// someWork lets the crew work for a moment and stops the program in good order.
func someWork(p tortured, crew *torture.Crew) error {
	program, err := torture.Start(p.command())
	if err != nil {
		return err
	}
	defer program.Kill()
	if err := crew.Open(p.Socket, "case"); err != nil {
		return err
	}
	stop := make(chan struct{})
	time.AfterFunc(200*time.Millisecond, func() { close(stop) })
	crew.Work(p.Socket, stop)
	return program.Stop()
}

func receiptsOf(crew *torture.Crew) map[ids.Act]torture.Receipt {
	all := map[ids.Act]torture.Receipt{}
	receipts, _ := crew.Held()
	for _, r := range receipts {
		all[r.Act] = r
	}
	return all
}

// A cutting is a trace whose images are looked at.
type cutting struct {
	mu       sync.Mutex
	y        *tally // under mu
	shape    torture.Shape
	receipts []torture.Receipt
	open     map[ids.Act]torture.Order
	before   map[ids.Act]bool // acknowledged before the trace
	told     map[ids.Act]int  // the moment of the answer
	failed   error            // an image could not be looked at; under mu
}

// note changes the tally.
func (c *cutting) note(change func(*tally)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(c.y)
}

// wrong notes something that is wrong in an image.
func (c *cutting) wrong(where, what string) {
	c.note(func(y *tally) { y.wrong = append(y.wrong, where+": "+what) })
}

// look opens an image. What users had been told by the moment of the cut must be
// there; what they were told later may be.
func (c *cutting) look(image string, cut torture.Cut, start bool) error {
	var receipts []torture.Receipt
	open := maps.Clone(c.open)
	for _, r := range c.receipts {
		at, told := c.told[r.Act]
		if !told {
			at = math.MaxInt // answered after the trace was cut off
		}
		if c.before[r.Act] || at < cut.Moment {
			receipts = append(receipts, r)
		} else {
			open[r.Act] = r.Order
		}
	}
	where := fmt.Sprintf("moment %d, %s", cut.Moment, cut.Fate)
	if len(receipts) > 0 {
		if err := c.plain(image, where, receipts, open); err != nil {
			return err
		}
	}
	if start || len(receipts) == 0 {
		if wrong := startImage(image); wrong != "" {
			c.wrong(where, wrong)
		}
		c.note(func(y *tally) { y.verified++ })
	}
	return nil
}

// plain looks at the database by plain SQL.
func (c *cutting) plain(image, where string, receipts []torture.Receipt, open map[ids.Act]torture.Order) error {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(image, torturedBoard+".db"))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	ctx := context.Background()
	var whole string
	if err := db.QueryRowContext(ctx, `pragma integrity_check(1)`).Scan(&whole); err != nil || whole != "ok" {
		c.note(func(y *tally) { y.unreadable++ })
		c.wrong(where, fmt.Sprintf("the file cannot be read: %s %v", whole, err))
		return nil
	}
	found, _, err := torture.Check(ctx, db, c.shape, torture.Mark{}, receipts, open)
	if err != nil {
		c.note(func(y *tally) { y.unreadable++ })
		c.wrong(where, err.Error())
		return nil
	}
	c.note(func(y *tally) { y.add(found) })
	wrong, err := torture.Consistent(ctx, db)
	if err != nil {
		c.note(func(y *tally) { y.unreadable++ })
		c.wrong(where, err.Error())
		return nil
	}
	for _, w := range wrong {
		c.wrong(where, w)
	}
	var noted, listed int
	err = errors.Join(
		db.QueryRowContext(ctx, `select count(*) from journal where name = 'note.written.v1'`).Scan(&noted),
		db.QueryRowContext(ctx, `select count(*) from note`).Scan(&listed))
	switch {
	case err != nil: // a table that is gone is what is looked for, and no fault of the test
		c.wrong(where, err.Error())
	case noted != listed:
		c.wrong(where, fmt.Sprintf("Tabellen note har %d rader och journalen %d anteckningar", listed, noted))
	}
	return nil
}

// startImage opens an image as the program does, does an act, seals, and goes
// through the log and every table. It gives what is wrong.
func startImage(image string) string {
	ctx := context.Background()
	url := "sqlite:" + image
	r, err := openRecord(ctx, recordOptions{URL: url, Name: torturedBoard})
	if err != nil {
		return "the program does not start: " + err.Error()
	}
	e := r.Engine
	person, file := ids.Person{ID: e.NewID()}, ids.Case{ID: e.NewID()}
	_, err = e.Do(ctx, act.Form{ID: e.NewForm(), Actor: eva},
		engine.Bind(e, peoplesql.Persons()).Step(person.ID, people.Register{Name: people.Name{Given: "Berit", Family: "Lund"}, BornYear: 1938}),
		engine.Bind(e, casesql.Cases()).Step(file.ID, casework.OpenCase{Person: person, Area: casework.Older, Number: "2020-0001", Officer: eva.User, Unit: eva.Unit}))
	if err == nil {
		err = r.adopt(ctx)
	}
	if err == nil {
		sealing, sealErr := r.sealing(url)
		err = sealErr
		for _, job := range sealing {
			for more := true; more && err == nil; {
				more, err = job.Run(ctx)
			}
		}
	}
	if err = errors.Join(err, r.Close()); err != nil {
		return "the program does not work: " + err.Error()
	}
	keeper := &sealKeeper{dir: filepath.Join(image, "marks")}
	if err := errors.Join(os.Mkdir(keeper.dir, 0o700), keeper.keep(image)); err != nil {
		return err.Error()
	}
	said, err := keeper.verify(ctx, url)
	if err != nil {
		return "the log cannot be verified: " + err.Error()
	}
	return said
}
