//go:build unix

package postgres_test

import (
	"context"
	"testing"

	"stadga/internal/store"
	"stadga/internal/store/pgtest"
	"stadga/internal/store/postgres"
	"stadga/internal/store/storetest"
)

// TestThroughAPooler runs the whole suite through PgBouncer in transaction mode,
// with fewer connections to the server than writers: each transaction may meet
// another session, so that whatever rested on one would fail here.
func TestThroughAPooler(t *testing.T) {
	if testing.Short() {
		t.Skip("the suite runs against the server itself")
	}
	pooler := pgtest.StartPooler(t, pgtest.Database(t), "../../../deploy/pgbouncer.ini")
	databases := map[string]string{}
	storetest.Run(t, func(t testing.TB, name string) store.Driver {
		key := t.Name() + " " + name
		if databases[key] == "" {
			databases[key] = pooler.Address(t, pgtest.Database(t))
		}
		db, err := postgres.Open(context.Background(), databases[key], postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return db
	})
}
