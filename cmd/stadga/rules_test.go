package main

import (
	"context"
	"testing"
	"time"

	"stadga/internal/civil"
	"stadga/internal/engine"
	"stadga/internal/rulebook"
)

// The first start keeps the book in the record, the next one finds it there.
func TestABoardKeepsTheBookItGoesBy(t *testing.T) {
	ctx, url := context.Background(), "sqlite:"+t.TempDir()
	first := civil.MustParse("2026-03-02")
	clock := first.At(9, 0)
	for _, start := range []string{"first start", "second start"} {
		r, err := openRecord(ctx, recordOptions{URL: url, Name: "norr", Clock: func() time.Time { return clock }})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.adopt(ctx); err != nil {
			t.Fatal(err)
		}
		kept, version, err := engine.Bind(r.Engine, adoptions()).Load(ctx, rulebook.StreamID())
		if err != nil {
			t.Fatal(err)
		}
		if version != 1 || kept.Now() != r.Book().Digest() || kept.Books[0].From != first {
			t.Errorf("%s: version %d, books %v", start, version, kept.Books)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		clock = clock.AddDate(0, 1, 0)
	}
}
