package journal_test

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/journal"
)

func envelope() journal.Envelope {
	return journal.Envelope{
		Stream: journal.StreamID{Kind: "intake", ID: ids.ID{1}}, Version: 3, Ref: journal.Ref{Act: ids.Act{ID: ids.ID{2}}, Index: 1},
		Name: "intake.received.v1", At: time.Date(2026, 3, 2, 7, 53, 1, 500, time.UTC), Day: civil.MustParse("2026-03-02"),
		Actor: ids.User{ID: ids.ID{3}}, OnBehalf: ids.User{ID: ids.ID{4}}, Cause: journal.Ref{Act: ids.Act{ID: ids.ID{5}}, Index: 2}, Digest: [32]byte{6},
	}
}

// Every part of the envelope is under the seal.
func TestTheLeafHoldsAllOfTheEnvelope(t *testing.T) {
	given := envelope()
	seen := map[string]string{string(given.Leaf()): "nothing"}
	for what, change := range map[string]func(*journal.Envelope){
		"kind": func(e *journal.Envelope) { e.Stream.Kind = "case" }, "stream": func(e *journal.Envelope) { e.Stream.ID[7]++ },
		"version": func(e *journal.Envelope) { e.Version++ }, "act": func(e *journal.Envelope) { e.Ref.Act.ID[7]++ },
		"place": func(e *journal.Envelope) { e.Ref.Index++ }, "name": func(e *journal.Envelope) { e.Name = "intake.received.v2" },
		"instant": func(e *journal.Envelope) { e.At = e.At.Add(1000) }, "day": func(e *journal.Envelope) { e.Day = e.Day.AddDays(1) },
		"actor": func(e *journal.Envelope) { e.Actor.ID[7]++ }, "on behalf": func(e *journal.Envelope) { e.OnBehalf.ID[7]++ },
		"cause": func(e *journal.Envelope) { e.Cause.Act.ID[7]++ }, "cause place": func(e *journal.Envelope) { e.Cause.Index++ },
		"digest": func(e *journal.Envelope) { e.Digest[31]++ },
	} {
		changed := envelope()
		change(&changed)
		if other, same := seen[string(changed.Leaf())]; same {
			t.Errorf("a change of %s leaves the leaf as one of %s", what, other)
		}
		seen[string(changed.Leaf())] = what
	}
}

// The growing tree is the tree of RFC 6962, as another program works it out.
func TestTheGrowingTreeIsTheStandardOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		leaves := rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 5), 0, 70).Draw(t, "leaves")
		var g journal.Growing
		var stored []tlog.Hash
		read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
			var found []tlog.Hash
			for _, i := range at {
				found = append(found, stored[i])
			}
			return found, nil
		})
		for i, leaf := range leaves {
			g.Add(tlog.RecordHash(leaf))
			more, err := tlog.StoredHashes(int64(i), leaf, read)
			if err != nil {
				t.Fatal(err)
			}
			stored = append(stored, more...)
			want, err := tlog.TreeHash(int64(i+1), read)
			if err != nil {
				t.Fatal(err)
			}
			if g.Root() != journal.Root(want) || g.Size() != int64(i+1) {
				t.Fatalf("at %d leaves the roots differ", i+1)
			}
		}
	})
}

func TestACheckpointIsBelievedOnlyAsItWasSigned(t *testing.T) {
	key, err := journal.NewSealKey("stadga/prov", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(key.Secret)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(key.Public)
	if err != nil {
		t.Fatal(err)
	}
	given := journal.Checkpoint{Origin: "stadga/prov", Size: 1204, Root: journal.Root{1, 2, 3}, At: time.Date(2026, 3, 2, 7, 53, 1, 0, time.UTC)}
	signed, err := given.Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	got, err := journal.OpenCheckpoint(signed, verifier)
	if err != nil || got != given {
		t.Fatalf("%+v, %v", got, err)
	}
	if !strings.HasPrefix(string(signed), "stadga/prov\n1204\n") {
		t.Errorf("not in the open form: %s", signed)
	}
	for i := range signed {
		for bit := range 8 {
			changed := bytes.Clone(signed)
			changed[i] ^= 1 << bit
			if c, err := journal.OpenCheckpoint(changed, verifier); err == nil && c != given {
				t.Fatalf("bit %d of byte %d changed %+v and was believed", bit, i, c)
			}
		}
	}
	other, err := journal.NewSealKey("stadga/prov", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := note.NewVerifier(other.Public)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := journal.OpenCheckpoint(signed, stranger); err == nil {
		t.Error("another's key opens it")
	}
}
