package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stadga/internal/store"
	"stadga/internal/store/pgtest"
	"stadga/internal/store/postgres"
	"stadga/internal/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func TestStore(t *testing.T) {
	databases := map[string]string{}
	storetest.Run(t, func(t testing.TB, name string) store.Driver {
		key := t.Name() + " " + name
		if databases[key] == "" {
			databases[key] = pgtest.Database(t)
		}
		db, err := postgres.Open(context.Background(), databases[key], postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return db
	})
}

// A paper that is taken out of the record is in no file of its tables.
func TestAnErasedPaperIsInNoFile(t *testing.T) {
	url := pgtest.Database(t)
	admin, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	storetest.ErasedPaper(t, func(t testing.TB, _ string) store.Driver {
		db, err := postgres.Open(context.Background(), url, postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return db
	}, func() []byte {
		var folder string
		_, err := admin.ExecContext(t.Context(), `checkpoint`) // what the server has in memory reaches its files
		if err == nil {
			err = admin.QueryRowContext(t.Context(), `select current_setting('data_directory') || '/base/' || oid from pg_database where datname = current_database()`).Scan(&folder)
		}
		names, err2 := filepath.Glob(filepath.Join(folder, "*"))
		if err := errors.Join(err, err2); err != nil || len(names) == 0 {
			t.Fatal(names, err)
		}
		var all []byte
		for _, name := range names {
			held, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, held...)
		}
		return all
	})
}

func TestBulk(t *testing.T) {
	storetest.Bulk(t, func() string { return pgtest.Database(t) })
}

func TestAnotherCollationIsRefused(t *testing.T) {
	ctx, url := context.Background(), pgtest.Database(t)
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, `create database swedish template template0 locale_provider icu icu_locale 'sv'`); err != nil {
		t.Fatal(err)
	}
	var name string
	if err := db.QueryRowContext(ctx, `select current_database()`).Scan(&name); err != nil {
		t.Fatal(err)
	}
	_, err = postgres.Open(ctx, strings.Replace(url, "/"+name+"?", "/swedish?", 1), postgres.Options{})
	if err == nil || !strings.Contains(err.Error(), "--locale=C") {
		t.Errorf("%v", err)
	}
}

func TestABadAddressIsNotShown(t *testing.T) {
	_, err := postgres.Open(context.Background(), "postgres://eva:hemligt@[::1", postgres.Options{})
	if err == nil || strings.Contains(err.Error(), "hemligt") {
		t.Errorf("%v", err)
	}
}

func TestOpenForReadingDoesNotWrite(t *testing.T) {
	db, err := postgres.Open(context.Background(), pgtest.Database(t), postgres.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Shut()
	if err := db.Write(context.Background(), func(store.Execer) error { return nil }); err == nil {
		t.Error("a reader wrote")
	}
}
