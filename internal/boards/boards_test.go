package boards_test

import (
	"context"
	"slices"
	"testing"

	"stadga/internal/act"
	"stadga/internal/boards"
	"stadga/internal/engine"
	"stadga/internal/engine/enginetest"
	"stadga/internal/fault"
	"stadga/internal/ids"
)

var ctx = context.Background()

func TestBoardsOfOneFolderShareNothing(t *testing.T) {
	url := "sqlite:" + t.TempDir()
	var opened []*boards.Board
	for _, name := range []string{"aldre", "social"} {
		b, err := boards.Open(ctx, boards.Config{URL: url, Name: name, Access: engine.AllowAll{}})
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		opened = append(opened, b)
	}
	id := ids.ID{1}
	first, second := engine.Bind(opened[0].Engine, enginetest.ParcelKind()), engine.Bind(opened[1].Engine, enginetest.ParcelKind())
	form := act.Form{ID: opened[0].Engine.NewForm()}
	if _, err := first.Do(ctx, form, id, enginetest.Send{Parcel: id, Route: ids.ID{2}}); err != nil {
		t.Fatal(err)
	}
	if _, version, err := second.Load(ctx, id); version != 0 || err != nil {
		t.Errorf("the other board knows the stream (%d, %v)", version, err)
	}
	if names, err := boards.List(url); !slices.Equal(names, []string{"aldre", "social"}) || err != nil {
		t.Errorf("boards %v, %v", names, err)
	}
	if _, err := boards.Open(ctx, boards.Config{URL: url, Name: "aldre"}); err == nil {
		t.Error("a board was opened twice to be written")
	}
	reader, err := boards.Open(ctx, boards.Config{URL: url, Name: "aldre", ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if _, version, err := engine.Bind(reader.Engine, enginetest.ParcelKind()).Load(ctx, id); version != 1 || err != nil {
		t.Errorf("the reader sees version %d, %v", version, err)
	}
}

func TestWithoutAccessNothingMayBeDone(t *testing.T) {
	b, err := boards.Open(ctx, boards.Config{URL: "sqlite:" + t.TempDir(), Name: "social"})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	parcels := engine.Bind(b.Engine, enginetest.ParcelKind())
	_, err = parcels.Do(ctx, act.Form{ID: b.Engine.NewForm()}, ids.ID{1}, enginetest.Send{})
	if fault.KindOf(err) != fault.Forbidden {
		t.Errorf("%v, want forbidden", err)
	}
}

func TestBadAddressesAreRefused(t *testing.T) {
	for _, c := range []boards.Config{
		{URL: "sqlite:" + t.TempDir(), Name: "../social"},
		{URL: "sqlite:" + t.TempDir(), Name: ""},
		{URL: "mysql://localhost/social", Name: "social"},
	} {
		if b, err := boards.Open(ctx, c); err == nil {
			b.Close()
			t.Errorf("opened %s at %s", c.Name, c.URL)
		}
	}
}

func TestAnotherBookIsComputedForAll(t *testing.T) {
	b, err := boards.Open(ctx, boards.Config{URL: "sqlite:" + t.TempDir(), Name: "social", Access: engine.AllowAll{}})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	parcels := engine.Bind(b.Engine, enginetest.ParcelKind())
	for n := range 250 { // more than are computed at once
		id := ids.ID{1, byte(n)}
		form := act.Form{ID: b.Engine.NewForm()}
		if _, err := parcels.Do(ctx, form, id, enginetest.Send{Parcel: id, Route: ids.ID{2, byte(n)}}); err != nil {
			t.Fatal(err)
		}
	}
	obligations := func() (n int) {
		if err := b.Store.Reader().QueryRowContext(ctx, `select count(*) from obligation where rule = 'arrive'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if obligations() != 0 {
		t.Fatal("obligations without rules")
	}
	b.Engine.UseBook(enginetest.Carriage{})
	told := 0
	if err := b.Engine.RecomputeAll(ctx, func(done int) { told = done }); err != nil {
		t.Fatal(err)
	}
	if obligations() != 250 || told != 500 { // and as many routes
		t.Errorf("%d obligations of 250 parcels; told %d", obligations(), told)
	}
	b.Engine.UseBook(engine.NoRules{})
	if err := b.Engine.RecomputeAll(ctx, func(int) {}); err != nil || obligations() != 0 {
		t.Errorf("%d obligations are left (%v)", obligations(), err)
	}
}
