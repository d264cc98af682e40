package sqlite_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stadga/internal/store"
	"stadga/internal/store/sqlite"
	"stadga/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t testing.TB, name string) store.Driver {
		dir := filepath.Dir(t.TempDir()) // the one folder of this test
		return open(t, filepath.Join(dir, name+".db"), sqlite.Options{})
	})
}

// A paper that is taken out of the record is in none of its files.
func TestAnErasedPaperIsInNoFile(t *testing.T) {
	dir := t.TempDir()
	storetest.ErasedPaper(t, func(t testing.TB, name string) store.Driver {
		return open(t, filepath.Join(dir, name+".db"), sqlite.Options{})
	}, func() []byte {
		var all []byte
		names, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(names) == 0 {
			t.Fatal(names, err)
		}
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
	storetest.Bulk(t, func() string { return "sqlite:" + t.TempDir() })
}

func open(t testing.TB, path string, o sqlite.Options) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func TestOnlyOneProcessWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "norr.db")
	first := open(t, path, sqlite.Options{})
	if _, err := sqlite.Open(context.Background(), path, sqlite.Options{}); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("the second writer: %v", err)
	}
	reader := open(t, path, sqlite.Options{ReadOnly: true})
	if err := reader.Write(context.Background(), func(store.Execer) error { return nil }); err == nil {
		t.Error("a reader wrote")
	}
	for _, db := range []*sqlite.DB{reader, first} {
		if err := db.Shut(); err != nil {
			t.Error(err)
		}
	}
	if err := open(t, path, sqlite.Options{}).Shut(); err != nil {
		t.Error(err)
	}
}

// TestDurable holds the settings on which "Sparat" rests.
func TestDurable(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "norr.db"), sqlite.Options{})
	defer db.Shut()
	err := db.Write(context.Background(), func(x store.Execer) error {
		for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "secure_delete": "1"} {
			var got string
			if err := x.QueryRowContext(context.Background(), "pragma "+pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s is %s (%v), want %s", pragma, got, err, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if _, err := db.Reader().QueryContext(context.Background(), `delete from draft returning form`); err == nil {
		t.Error("the read pool wrote")
	}
}
