package journal_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"stadga/internal/ids"
	"stadga/internal/journal"
)

// export writes a record of at least so many events and bytes, signed at its end.
func export(t *testing.T, events, size int, signer note.Signer) []byte {
	t.Helper()
	var b bytes.Buffer
	out, err := journal.NewArchiveWriter(&b, "stadga/prov", time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	var tree journal.Growing
	for n := 0; n < events || b.Len() < size-1200; n++ {
		e := envelope()
		e.Ref.Act.ID[3], e.Ref.Act.ID[4], e.Version = byte(n), byte(n>>8), n+1
		body := journal.Body{Salt: [16]byte{byte(n)}, JSON: []byte(fmt.Sprintf(`{"text":"Anna ringde, gång %d."}`, n))}
		e.Digest = body.Digest()
		tree.Add(e.LeafHash())
		if err := errors.Join(out.Write(journal.ArchivedAct{Kind: "act", ID: e.Ref.Act, Digest: "00"}), out.Write(journal.Archived(e, &body))); err != nil {
			t.Fatal(err)
		}
	}
	signed, err := journal.Checkpoint{Origin: "stadga/prov", Size: tree.Size(), Root: tree.Root(), At: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}.Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(
		out.Write(journal.ArchivedReading{Kind: "reading", At: "2026-03-02T08:00:00.000000Z", Person: ids.Person{ID: ids.ID{4}}, Subject: "case", Part: "tidslinjen", Ground: "handläggare"}),
		out.Write(journal.ArchivedCheckpoint{Kind: "checkpoint", Day: envelope().Day, Note: string(signed)}), out.End())
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func keys(t *testing.T) (note.Signer, note.Verifier) {
	t.Helper()
	key, err := journal.NewSealKey("stadga/prov", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err1 := note.NewSigner(key.Secret)
	verifier, err2 := note.NewVerifier(key.Public)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	return signer, verifier
}

func untouched(file []byte, key note.Verifier, marks ...journal.Checkpoint) bool {
	events, reads, err := journal.VerifyArchive(bytes.NewReader(file), key, marks...)
	return err == nil && events.Untouched() && reads.Untouched()
}

func TestAnExportIsReadBackWhole(t *testing.T) {
	signer, key := keys(t)
	file := export(t, 40, 0, signer)
	v, _, err := journal.VerifyArchive(bytes.NewReader(file), key)
	if err != nil || !v.Untouched() || v.Size() != 40 {
		t.Fatalf("%v, %+v", err, v)
	}
	events := 0
	head, err := journal.ReadArchive(bytes.NewReader(file), func(line any) error {
		a, ok := line.(*journal.ArchivedEvent)
		if !ok {
			return nil
		}
		events++
		e, body, err := a.Event()
		want := envelope()
		want.Ref, want.Version, want.Digest = e.Ref, events, body.Digest()
		want.At = want.At.Truncate(time.Microsecond)
		if err != nil || e != want {
			t.Errorf("%+v, want %+v (%v)", e, want, err)
		}
		return nil
	})
	if err != nil || head.Origin != "stadga/prov" || events != 40 {
		t.Errorf("%+v with %d events, %v", head, events, err)
	}
}

// Every single bit of a 64 KiB export is under its seal (H01).
func TestEveryFlippedBitIsFound(t *testing.T) {
	signer, key := keys(t)
	file := export(t, 0, 64<<10, signer)
	file = file[:len(file):len(file)]
	if !untouched(file, key) {
		t.Fatal("the file is not untouched to begin with")
	}
	step := 1
	if testing.Short() {
		step = 97
	}
	var missed, tried atomic.Int64
	var all sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		all.Go(func() {
			mine := bytes.Clone(file)
			for bit := worker * step; bit < 8*len(mine); bit += workers * step {
				mine[bit/8] ^= 1 << (bit % 8)
				if untouched(mine, key) {
					missed.Add(1)
				}
				mine[bit/8] ^= 1 << (bit % 8)
				tried.Add(1)
			}
		})
	}
	all.Wait()
	t.Logf("%d bits of %d bytes flipped, %d not found", tried.Load(), len(file), missed.Load())
	if missed.Load() != 0 || !testing.Short() && tried.Load() < 500_000 {
		t.Errorf("%d of %d flipped bits were not found", missed.Load(), tried.Load())
	}
}

func TestRandomFlipsInALongExportAreFound(t *testing.T) {
	signer, key := keys(t)
	file := export(t, 10_000, 0, signer)
	flips := 2000
	if testing.Short() {
		flips = 40
	}
	random := mrand.New(mrand.NewPCG(1, 2))
	for range flips {
		bit := random.IntN(8 * len(file))
		file[bit/8] ^= 1 << (bit % 8)
		if untouched(file, key) {
			t.Fatalf("bit %d of byte %d was not found", bit%8, bit/8)
		}
		file[bit/8] ^= 1 << (bit % 8)
	}
	if !untouched(file, key) {
		t.Error("the file is not what it was")
	}
}

// One who can write the file anew, digest and all, cannot write it against a
// checkpoint that someone else has kept.
func TestAForgedExportIsFoundByACheckpoint(t *testing.T) {
	signer, key := keys(t)
	file := export(t, 30, 0, signer)
	var kept journal.Checkpoint
	if _, err := journal.ReadArchive(bytes.NewReader(file), func(line any) (err error) {
		if c, ok := line.(*journal.ArchivedCheckpoint); ok {
			kept, err = journal.OpenCheckpoint([]byte(c.Note), key)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	// forge changes the events and writes the file again without its checkpoint.
	forge := func(change func([]journal.ArchivedEvent) []journal.ArchivedEvent) []byte {
		var events []journal.ArchivedEvent
		if _, err := journal.ReadArchive(bytes.NewReader(file), func(line any) error {
			if a, ok := line.(*journal.ArchivedEvent); ok {
				events = append(events, *a)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		out, err := journal.NewArchiveWriter(&b, "stadga/prov", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range change(events) {
			if err := out.Write(e); err != nil {
				t.Fatal(err)
			}
		}
		if err := out.End(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	same := func(e []journal.ArchivedEvent) []journal.ArchivedEvent { return e }
	if !untouched(forge(same), key, kept) {
		t.Error("an export of the same events is accused")
	}
	for name, change := range map[string]func([]journal.ArchivedEvent) []journal.ArchivedEvent{
		"removed": func(e []journal.ArchivedEvent) []journal.ArchivedEvent { return append(e[:7:7], e[8:]...) },
		"swapped": func(e []journal.ArchivedEvent) []journal.ArchivedEvent { e[7], e[8] = e[8], e[7]; return e },
		"doubled": func(e []journal.ArchivedEvent) []journal.ArchivedEvent { return append(e[:8:8], e[7:]...) },
		"cut":     func(e []journal.ArchivedEvent) []journal.ArchivedEvent { return e[:29] },
		"actor":   func(e []journal.ArchivedEvent) []journal.ArchivedEvent { e[7].Actor.ID[1]++; return e },
		"body":    func(e []journal.ArchivedEvent) []journal.ArchivedEvent { e[7].Body = json.RawMessage(`{}`); return e },
		"rewritten": func(e []journal.ArchivedEvent) []journal.ArchivedEvent {
			envelope, _, err := e[7].Event()
			if err != nil {
				t.Fatal(err)
			}
			body := journal.Body{JSON: []byte(`{"text":"Ingen ringde."}`)}
			envelope.Digest = body.Digest()
			e[7] = journal.Archived(envelope, &body)
			return e
		},
	} {
		if untouched(forge(change), key, kept) {
			t.Errorf("%s: not found", name)
		}
	}
}

func TestABrokenExportGetsASentence(t *testing.T) {
	signer, key := keys(t)
	file := export(t, 5, 0, signer)
	for name, tt := range map[string]struct {
		file []byte
		want string
	}{
		"empty":      {nil, "avkapad"},
		"cut":        {file[:len(file)/2], "avkapad"},
		"last gone":  {file[:bytes.LastIndexByte(file[:len(file)-1], '\n')+1], "avkapad"},
		"more after": {append(bytes.Clone(file), "{}\n"...), "avkapad"},
		"changed":    {bytes.Replace(file, []byte("Anna"), []byte("Ulla"), 1), "ändrad sedan den skrevs"},
		"a picture":  {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), "avkapad"},
	} {
		_, _, err := journal.VerifyArchive(bytes.NewReader(tt.file), key)
		var fault *journal.ArchiveFault
		if !errors.As(err, &fault) || !strings.Contains(fault.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}
