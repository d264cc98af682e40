package sqlite_test

import (
	"path/filepath"
	"testing"

	"stadga/internal/store"
	"stadga/internal/store/sqlite"
	"stadga/internal/store/storetest"
)

func BenchmarkActs(b *testing.B) {
	storetest.Bench(b, func(t testing.TB, name string) store.Driver {
		return open(t, filepath.Join(t.TempDir(), name+".db"), sqlite.Options{})
	})
}

func BenchmarkRebuild(b *testing.B) {
	storetest.BenchRebuild(b, func(t testing.TB, name string) store.Driver {
		return open(t, filepath.Join(t.TempDir(), name+".db"), sqlite.Options{})
	})
}
