package engine_test

import (
	"context"
	"testing"

	"stadga/internal/act"
	"stadga/internal/engine"
	"stadga/internal/engine/enginetest"
	"stadga/internal/ids"
)

type world struct {
	*enginetest.World
	parcels *engine.Stream[enginetest.Parcel]
}

func newWorld(t testing.TB) world {
	w := enginetest.With(t, enginetest.Carriage{}, engine.AllowAll{})
	return world{World: w, parcels: engine.Bind(w.Engine, enginetest.ParcelKind())}
}

var (
	ctx   = context.Background()
	anna  = act.Actor{User: ids.User{ID: ids.ID{1}}}
	bengt = act.Actor{User: ids.User{ID: ids.ID{2}}}
)

func (w world) send(t testing.TB, route ids.ID) ids.ID {
	t.Helper()
	id := w.Engine.NewID()
	if _, err := w.parcels.Do(ctx, w.Form(anna), id, enginetest.Send{Parcel: id, Route: route}); err != nil {
		t.Fatal(err)
	}
	return id
}
