package postgres_test

import (
	"context"
	"testing"

	"stadga/internal/store"
	"stadga/internal/store/pgtest"
	"stadga/internal/store/postgres"
	"stadga/internal/store/storetest"
)

func BenchmarkRebuild(b *testing.B) { storetest.BenchRebuild(b, durable) }

func BenchmarkActs(b *testing.B) { storetest.Bench(b, durable) }

func durable(t testing.TB, _ string) store.Driver {
	db, err := postgres.Open(context.Background(), pgtest.Durable(t), postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return db
}
