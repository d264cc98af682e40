package journal_test

import (
	"bytes"
	"errors"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"stadga/internal/journal"
)

// No bytes make the reader of exports panic, and what is wrong with a file is told
// as that and nothing else.
func FuzzArchive(f *testing.F) {
	f.Add([]byte(`{"kind":"head","format":2,"origin":"stadga/prov","made":"2026-03-02T08:00:00.000000Z"}` + "\n"))
	f.Add([]byte(`{"kind":"reading","at":"x","shown":["y"]}` + "\n"))
	f.Add([]byte("{\"kind\":\"end\",\"lines\":0,\"sha256\":\"\"}\n"))
	f.Add([]byte{0, '\n', 0xff})
	f.Fuzz(func(t *testing.T, file []byte) {
		var fault *journal.ArchiveFault
		if err := journal.CheckArchive(bytes.NewReader(file)); err != nil && !errors.As(err, &fault) {
			t.Errorf("the check says %v", err)
		}
		if _, err := journal.ReadArchive(bytes.NewReader(file), func(any) error { return nil }); err != nil && !errors.As(err, &fault) {
			t.Errorf("the reading says %v", err)
		}
	})
}

// No checkpoint that the key has not signed is believed.
func FuzzCheckpoint(f *testing.F) {
	key, err := journal.NewSealKey("stadga/prov", bytes.NewReader(make([]byte, 64)))
	if err != nil {
		f.Fatal(err)
	}
	verifier, err := note.NewVerifier(key.Public)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte("stadga/prov\n12\nBwAAAA==\n2026-03-02T08:00:00.000000Z\n\n— stadga/prov AAAA\n"))
	f.Add([]byte("stadga/prov/lasningar\n-1\n\n\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if mark, err := journal.OpenCheckpoint(text, verifier); err == nil && !bytes.HasPrefix(text, []byte(mark.Text())) {
			t.Errorf("%q is believed as %q", text, mark.Text())
		}
	})
}
