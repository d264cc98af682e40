//go:build linux

package main

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"stadga/internal/torture"
)

// TestTortureFailOver loses the machine of the primary in the middle of the work
// of 16 users, and makes its standby the primary. The program is the same all
// through. Every second time the standby's receiver has been stopped for a while
// before: on one machine replication is else so quick that even a wrong one
// loses nothing.
func TestTortureFailOver(t *testing.T) {
	times := often(t, 50, 2)
	home := serverFolder(t)
	shape := shapes(t)
	y := newTally("fail-over to a synchronous standby")
	for round := uint64(1); y.tries < times && y.invalid <= 2*times; round++ {
		if err := failOver(t, y, home, min(failOversOfAPair, times-y.tries), round, shape, true); err != nil {
			t.Fatal(err)
		}
	}
	y.must(t, times)

	planted := newTally("planted: asynchronous standby with a paused receiver")
	for round := uint64(1001); !planted.lost() && round <= 1003; round++ {
		if err := failOver(t, planted, home, 1, round, shape, false); err != nil {
			t.Fatal(err)
		}
	}
	planted.mustCatch(t, planted.lost())
}

const (
	failOversOfAPair = 25 // before a new pair is made
	looksAtThePair   = 10 // every so many the whole is gone through
	longestOutage    = time.Minute
	pausedAtLeast    = 400 * time.Millisecond
)

// aPair is the address of two servers in a folder: whichever takes writes.
func aPair(home, database string) string {
	return fmt.Sprintf("postgres:///%s?host=%s,%s&port=5432,5433&user=stadga&sslmode=disable&target_session_attrs=read-write&connect_timeout=5", database, home, home)
}

// failOver works on a pair of servers of its own and loses the primary again and
// again; the one that is lost comes back as a new standby.
func failOver(t *testing.T, y *tally, home string, times int, seed uint64, shape torture.Shape, synchronous bool) error {
	home = filepath.Join(home, fmt.Sprint(seed))
	if err := openFolder(home); err != nil {
		return err
	}
	names, ports := []string{"norr", "soder"}, []int{5432, 5433}
	primary, err := torture.NewServer(home, names[0], ports[0])
	if err != nil {
		return err
	}
	var standby *torture.Server
	defer func() {
		for _, server := range []*torture.Server{primary, standby} {
			if server != nil {
				if err := server.Kill(true); err != nil {
					t.Error(err)
				}
			}
		}
	}()
	if err := errors.Join(primary.Start(), primary.Do("create database prov")); err != nil {
		return err
	}
	k, program, err := onServer(t, y, aPair(home, "prov"), seed, shape, "")
	if err != nil {
		return err
	}
	defer func() { program.Kill() }()
	chance := rand.New(rand.NewPCG(seed, 5))
	for n := 1; n <= times; n++ {
		if standby, err = primary.Standby(names[n%2], ports[n%2]); err != nil {
			return err
		}
		if synchronous {
			if err := primary.Require(standby.Name); err != nil {
				return err
			}
		}
		stop, ended := make(chan struct{}), make(chan struct{})
		go func() { defer close(ended); k.crew.Work(k.p.Socket, stop) }()
		y.count(busy(k.crew, chance))
		if n%2 == 1 {
			if err := standby.PauseReceiver(); err != nil {
				return err
			}
			time.Sleep(pausedAtLeast + time.Duration(chance.Int64N(int64(pausedAtLeast))))
		}
		lost := time.Now()
		if err := errors.Join(primary.Kill(true), standby.Promote(), standby.Require("")); err != nil {
			return err
		}
		primary, standby = standby, nil
		held := k.crew.Saved() + usersAtWork // answers that were on their way
		back := torture.Until(t.Context(), longestOutage, func() error {
			if k.crew.Saved() <= held {
				return errors.New("nobody gets anything saved")
			}
			return nil
		})
		y.startTimes = append(y.startTimes, time.Since(lost))
		close(stop)
		<-ended
		if back != nil {
			y.wrong = append(y.wrong, back.Error())
			return nil
		}
		if err := k.seals.keep(k.dir); err != nil {
			return err
		}
		if err := k.look(n%looksAtThePair == 0); err != nil {
			return err
		}
	}
	return k.end(program)
}

// openFolder makes a folder that the server's user may enter.
func openFolder(dir string) error {
	return errors.Join(os.MkdirAll(dir, 0o755), os.Chmod(filepath.Dir(dir), 0o755))
}

// plainServer opens a database for reading, by no code of the program.
func plainServer(url string) func() (*sql.DB, error) {
	return func() (*sql.DB, error) { return sql.Open("pgx", url) }
}
