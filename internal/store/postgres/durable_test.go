//go:build unix

package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"stadga/internal/act"
	"stadga/internal/engine"
	"stadga/internal/engine/enginetest"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/store/pgtest"
	"stadga/internal/store/postgres"
)

func TestNobodyLowersWhatACommitWaitsFor(t *testing.T) {
	ctx, url := context.Background(), pgtest.Database(t)
	for lowered, want := range map[string]string{"off": "on", "local": "on", "remote_write": "on", "remote_apply": "remote_apply"} {
		db, err := postgres.Open(ctx, url+"&options=-csynchronous_commit%3D"+lowered, postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		err = db.Write(ctx, func(x store.Execer) error {
			var waits string
			err := x.QueryRowContext(ctx, `show synchronous_commit`).Scan(&waits)
			if waits != want {
				t.Errorf("a session of %s commits with %q, want %q", lowered, waits, want)
			}
			return err
		})
		if err = errors.Join(err, db.Shut()); err != nil {
			t.Fatal(err)
		}
	}
}

// A standby that never answers: each commit waits for it. Someone cancels the
// wait, so that the server commits without it.
func TestAWaitForTheStandbyThatIsCutShortIsNotSaved(t *testing.T) {
	ctx, url := context.Background(), pgtest.Database(t)
	driver, err := postgres.Open(ctx, url, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.New(ctx, driver, journal.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	boss, err := sql.Open("pgx", url+"&options=-csynchronous_commit%3Dlocal")
	if err != nil {
		t.Fatal(err)
	}
	defer boss.Close()
	rule := func(statement string) {
		t.Helper()
		if _, err := boss.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	rule(`alter system set synchronous_standby_names = 'reserven'`)
	rule(`select pg_reload_conf()`)
	defer func() {
		rule(`alter system reset synchronous_standby_names`)
		rule(`select pg_reload_conf()`)
	}()
	until := func(what, query string) {
		t.Helper()
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
			var n int
			if err := boss.QueryRowContext(ctx, query).Scan(&n); err != nil {
				t.Fatal(err)
			}
			if n > 0 {
				return
			}
			if time.Now().After(deadline) {
				t.Fatal("never: " + what)
			}
		}
	}
	until("the standby is waited for", `select count(*) from pg_settings where name = 'synchronous_standby_names' and setting <> ''`)

	w := enginetest.New(t)
	e := engine.New(engine.Config{Store: db, Registry: db.Registry(), Book: engine.NoRules{}, Access: engine.AllowAll{}, Clock: w.Clock.Now, IDs: enginetest.IDs(5)})
	parcels := engine.Bind(e, enginetest.ParcelKind())
	id, form := e.NewID(), act.Form{ID: e.NewForm(), Actor: act.Actor{User: ids.User{ID: ids.ID{1}}}}
	send := func() chan error {
		said := make(chan error, 1)
		go func() {
			_, err := parcels.Do(ctx, form, id, enginetest.Send{Parcel: id, Route: ids.ID{7}})
			said <- err
		}()
		return said
	}
	const waiting = `select count(*) from pg_stat_activity where wait_event = 'SyncRep' and datname = current_database()`
	cancel := `select count(pg_cancel_backend(pid)) from pg_stat_activity where wait_event = 'SyncRep' and datname = current_database()`

	first := send()
	until("the act waits for the standby", waiting)
	rule(cancel)
	if err := <-first; !errors.Is(err, postgres.ErrUnconfirmed) {
		t.Fatalf("the act whose wait was cancelled: %v", err)
	}

	t.Run("the same act once more waits too, though its row is there", func(t *testing.T) {
		again := send()
		until("it waits for the standby", waiting)
		select {
		case err := <-again:
			t.Fatalf("answered before the standby had it: %v", err)
		default:
		}
		rule(`alter system reset synchronous_standby_names`)
		rule(`select pg_reload_conf()`)
		if err := <-again; err != nil {
			t.Errorf("when nobody is waited for: %v", err)
		}
	})
}
