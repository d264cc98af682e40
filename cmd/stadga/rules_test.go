package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
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

// The list answers every row of the law, and says of each where.
func TestTheListOfRulesAnswersEveryRow(t *testing.T) {
	var out bytes.Buffer
	if err := (rulesList{Format: "json"}).Run(streams{Out: &out, Err: io.Discard}); err != nil {
		t.Fatal(err)
	}
	var entries []struct{ ID, Title, Basis, Kind, Status, Where, Reason string }
	if err := json.Unmarshal(out.Bytes(), &entries); err != nil {
		t.Fatal(err)
	}
	if len(entries) < 280+29+49 {
		t.Errorf("%d entries, the law and the appendices have 358 rows", len(entries))
	}
	for _, e := range entries {
		if e.ID == "" || e.Title == "" || e.Basis == "" || e.Kind == "" || e.Where == "" {
			t.Errorf("an answer lacks words: %+v", e)
		}
		switch e.Status {
		case "enabled", "informs":
		case "disabled", "cannot":
			if e.Reason == "" {
				t.Errorf("%s is %s without a reason", e.ID, e.Status)
			}
		default:
			t.Errorf("%s has the status %q", e.ID, e.Status)
		}
	}
}
