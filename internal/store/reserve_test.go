package store_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
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

// A full database logs readings in the reserve; they outlive the program, and
// come to the log once when there is room.
func TestReadingsOnAFullDiskGoToTheReserve(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	reserve := filepath.Join(dir, "norr.reserv")
	open := func() (*sqlite.DB, *store.DB) {
		t.Helper()
		driver, err := sqlite.Open(ctx, filepath.Join(dir, "norr.db"), sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		db, err := store.New(ctx, driver, journal.NewRegistry())
		if err == nil {
			err = db.UseReserve(reserve, 1<<20)
		}
		if err != nil {
			t.Fatal(err)
		}
		return driver, db
	}
	holds := func(db *store.DB, want int) {
		t.Helper()
		if n, err := db.ReserveHolds(); err != nil || n != want {
			t.Errorf("the reserve holds %d readings (%v), want %d", n, err, want)
		}
	}
	person := ids.Person{ID: ids.ID{1}}
	at := time.Date(2026, time.March, 9, 9, 0, 0, 0, time.UTC)
	read := func(db *store.DB) error {
		at = at.Add(time.Second)
		return db.LogRead(ctx, store.Reading{
			At: at, Actor: act.Actor{User: ids.User{ID: ids.ID{2}}, Roles: []string{"handlaggare"}}, Action: "case.read", Person: person,
			Subject: duty.Subject{Kind: "case", ID: ids.ID{3}}, Part: "tidslinjen", Ground: strings.Repeat("handläggare i ärendet ", 20), Source: "192.0.2.7",
		})
	}
	driver, db := open()
	err := driver.Write(ctx, func(x store.Execer) error {
		var pages int
		if err := x.QueryRowContext(ctx, `pragma page_count`).Scan(&pages); err != nil {
			return err
		}
		return x.QueryRowContext(ctx, `pragma max_page_count = 1`).Scan(&pages) // no larger than it is
	})
	if err != nil {
		t.Fatal(err)
	}
	const all = 100 // some find room yet
	for range all {
		if err := read(db); err != nil {
			t.Fatal(err)
		}
	}
	inReserve, err := db.ReserveHolds()
	if err != nil || inReserve == 0 {
		t.Fatalf("the reserve holds %d readings (%v)", inReserve, err)
	}
	session := store.Session{User: ids.User{ID: ids.ID{2}}, Began: at, Expires: at.Add(time.Hour), Hint: strings.Repeat("x", 1<<16)}
	if err := db.BeginSession(ctx, session); fault.KindOf(err) != fault.Wait || err == nil {
		t.Errorf("what finds no room is answered with %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}

	held, err := os.ReadFile(reserve)
	if err != nil {
		t.Fatal(err)
	}
	torn := bytes.Clone(held)
	copy(torn[bytes.LastIndexByte(held, '\n')+1:], `{"At":"2026-`) // the power went in the middle of one
	moved := func(content []byte) {
		t.Helper()
		if err := os.WriteFile(reserve, content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, db := open()
		defer db.Close()
		holds(db, inReserve)
		if err := db.MoveReserve(ctx); err != nil {
			t.Fatal(err)
		}
		holds(db, 0)
		if logged, err := db.Readings(ctx, person, 2*all); err != nil || len(logged) != all || logged[0].Part != "tidslinjen" || logged[0].Source != "192.0.2.7" {
			t.Errorf("the log holds %d readings (%v), want %d", len(logged), err, all)
		}
	}
	moved(torn)
	moved(held) // the program died before the reserve was emptied
}
