package postgres_test

import (
	"context"
	"maps"
	"net"
	"sync/atomic"
	"testing"

	"stadga/internal/act"
	"stadga/internal/engine"
	"stadga/internal/engine/enginetest"
	"stadga/internal/fault"
	"stadga/internal/ids"
	"stadga/internal/journal"
	"stadga/internal/store"
	"stadga/internal/store/pgtest"
	"stadga/internal/store/postgres"
)

// A counting connection counts the messages that leave for the server.
type counting struct {
	net.Conn
	sent *atomic.Int64
}

func (c counting) Write(b []byte) (int, error) {
	c.sent.Add(1)
	return c.Conn.Write(b)
}

// TestAnActWaitsForTheServerFewTimes counts how often an act waits for an answer:
// what goes in one message is waited for once.
func TestAnActWaitsForTheServerFewTimes(t *testing.T) {
	ctx := context.Background()
	var sent atomic.Int64
	driver, err := postgres.Open(ctx, pgtest.Database(t), postgres.Options{Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		return counting{conn, &sent}, err
	}})
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.New(ctx, driver, journal.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	w := enginetest.New(t)
	e := engine.New(engine.Config{Store: db, Registry: db.Registry(), Book: engine.NoRules{}, Access: engine.AllowAll{}, Clock: w.Clock.Now, IDs: enginetest.IDs(5)})
	parcels := engine.Bind(e, enginetest.ParcelKind())
	do := func(id ids.ID, cmd engine.Command[enginetest.Parcel]) int64 {
		t.Helper()
		before := sent.Load()
		if _, err := parcels.Do(ctx, act.Form{ID: e.NewForm(), Actor: act.Actor{User: ids.User{ID: ids.ID{1}}}}, id, cmd); err != nil {
			t.Fatal(err)
		}
		return sent.Load() - before
	}
	id := e.NewID()
	do(id, enginetest.Send{Parcel: id, Route: ids.ID{7}})
	do(id, enginetest.Handle{By: "Kim"})
	// The act with its transaction and what must not have moved; what it writes, with the commit.
	if n := do(id, enginetest.Handle{By: "Lo"}); n != 2 {
		t.Errorf("the act waits for the server %d times", n)
	}
	// Posted again it is told what became of the first, though it could be planned ahead.
	form := act.Form{ID: e.NewForm(), Actor: act.Actor{User: ids.User{ID: ids.ID{1}}}}
	first, err := parcels.Do(ctx, form, id, enginetest.Handle{By: "Mo"})
	if err != nil {
		t.Fatal(err)
	}
	again, err := parcels.Do(ctx, form, id, enginetest.Handle{By: "Mo"})
	if err != nil || again.Act != first.Act || !again.At.Equal(first.At) || !maps.Equal(again.Versions, first.Versions) {
		t.Errorf("posted twice: %+v and %+v (%v)", first, again, err)
	}
	if _, err := parcels.Do(ctx, form, id, enginetest.Handle{By: "Bo"}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("another act by the id of the first: %v", err)
	}
}
