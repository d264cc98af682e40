//go:build linux

package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"stadga/internal/store/pgtest"
	"stadga/internal/torture"
)

// TestTortureKillPostgres kills the database server by kill −9 in the middle of
// the work of 16 users: all of it at once, or its first process only; every
// second time the program too.
func TestTortureKillPostgres(t *testing.T) {
	cycles := often(t, 200, 4)
	home := serverFolder(t)
	shape := shapes(t)
	server, err := torture.NewServer(home, "ensam", 5432)
	if err == nil {
		err = server.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Kill(true); err != nil {
			t.Error(err)
		}
	})
	y := newTally("kill -9 on PostgreSQL")
	for round := uint64(1); y.tries < cycles && y.invalid <= 2*cycles; round++ {
		if err := killServer(t, y, server, min(cyclesOfAServer, cycles-y.tries), round, shape, ""); err != nil {
			t.Fatal(err)
		}
	}
	y.must(t, cycles)

	planted := newTally("planted: " + answerBeforeCommit)
	for round := uint64(1001); !planted.lost() && round <= 1003; round++ {
		if err := killServer(t, planted, server, 2, round, shape, answerBeforeCommit); err != nil {
			t.Fatal(err)
		}
	}
	planted.mustCatch(t, planted.lost())
}

const (
	cyclesOfAServer  = 50 // before a new database is begun
	looksAtTheServer = 25 // every so many cycles the whole of it is gone through
)

// serverFolder is a folder that the server's user may enter, or the reason why
// nothing is tried.
func serverFolder(t *testing.T) string {
	t.Helper()
	if _, err := pgtest.Binaries(); err != nil {
		message := "NOTHING IS TRIED ON POSTGRESQL: " + err.Error() + ". Install it with\n\t" + pgtest.Install
		if os.Getenv("CI") == "true" {
			t.Fatal(message)
		}
		t.Skip(message)
	}
	home, err := torture.Folder("stadga-pg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// What was killed may yet write a file for the moment that it takes to die.
		err := os.RemoveAll(home)
		for tries := 0; err != nil && tries < 50; tries++ {
			time.Sleep(100 * time.Millisecond)
			err = os.RemoveAll(home)
		}
		if err != nil {
			t.Error(err)
		}
	})
	return home
}

// killServer works and kills on a database of its own.
func killServer(t *testing.T, y *tally, server *torture.Server, cycles int, seed uint64, shape torture.Shape, defect string) error {
	name := fmt.Sprintf("prov_%d", seed)
	if err := server.Do("create database " + name); err != nil {
		return err
	}
	k, program, err := onServer(t, y, server.URL(name), seed, shape, defect)
	if err != nil {
		return err
	}
	defer func() { program.Kill() }()
	chance := rand.New(rand.NewPCG(seed, 4))
	for cycle := 1; cycle <= cycles; cycle++ {
		stop, ended := make(chan struct{}), make(chan struct{})
		go func() { defer close(ended); k.crew.Work(k.p.Socket, stop) }()
		saved, lasted := busy(k.crew, chance)
		err := server.Kill(cycle%4 < 2)
		close(stop)
		<-ended
		if cycle%2 == 0 {
			program.Kill()
		}
		if err != nil {
			return err
		}
		up := time.Now()
		if err := server.Start(); err != nil {
			return err
		}
		y.startTimes = append(y.startTimes, time.Since(up))
		if err := k.seals.keep(k.dir); err != nil {
			return err
		}
		if program.Ended() {
			if program, err = torture.Start(k.command()); err != nil {
				y.wrong = append(y.wrong, err.Error())
				return nil
			}
		}
		y.count(saved, lasted)
		if err := k.look(cycle%looksAtTheServer == 0); err != nil {
			return err
		}
	}
	return k.end(program)
}

// onServer starts the program on an empty database.
func onServer(t *testing.T, y *tally, url string, seed uint64, shape torture.Shape, defect string) (*killing, *torture.Program, error) {
	dir := t.TempDir()
	k := &killing{
		y: y, p: tortured{URL: url, Socket: filepath.Join(dir, "socket"), Defect: defect}, dir: dir,
		plain: plainServer(url),
		crew:  torture.NewCrew(usersAtWork, seed, dailyErrands...), seals: &sealKeeper{dir: t.TempDir()}, shape: shape,
	}
	program, err := torture.Start(k.command())
	if err != nil {
		return nil, nil, err
	}
	if err := k.crew.Open(k.p.Socket, "case"); err != nil {
		program.Kill()
		return nil, nil, errors.Join(err, errors.New(program.Log()))
	}
	return k, program, nil
}
