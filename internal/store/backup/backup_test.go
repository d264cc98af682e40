package backup_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"stadga/internal/store/backup"
)

func key(t *testing.T) *age.X25519Identity {
	t.Helper()
	k, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

var about = backup.Manifest{Format: 1, Board: "prov", Kind: backup.SQLite, At: time.Date(2026, 3, 9, 8, 0, 0, 0, time.UTC)}

func written(t *testing.T, k *age.X25519Identity, record []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := backup.NewWriter(&b, about, k.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(w.Part(backup.Record, bytes.NewReader(record)), w.Part("sigill/oppen-nyckel", strings.NewReader("nyckel")), w.Close())
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(copied []byte, keys ...age.Identity) (backup.Manifest, map[string][]byte, error) {
	var m backup.Manifest
	parts := map[string][]byte{}
	err := backup.Read(bytes.NewReader(copied), func(about backup.Manifest) error { m = about; return nil }, func(name string, from io.Reader) error {
		some, err := io.ReadAll(from)
		parts[name] = append(parts[name], some...)
		return err
	}, keys...)
	return m, parts, err
}

func TestACopyIsReadBackByWhoHoldsTheKey(t *testing.T) {
	k := key(t)
	record := bytes.Repeat([]byte("0123456789abcdef"), 600_000) // three pieces
	copied := written(t, k, record)
	m, parts, err := read(copied, k)
	if err != nil || m != about || !bytes.Equal(parts[backup.Record], record) || string(parts["sigill/oppen-nyckel"]) != "nyckel" {
		t.Errorf("%+v, %d parts, %v", m, len(parts), err)
	}
	if bytes.Contains(copied, record[:64]) {
		t.Error("what the record says stands in the copy for anyone to read")
	}
	if _, _, err := read(copied, key(t)); !errors.Is(err, backup.ErrKey) {
		t.Errorf("another key: %v", err)
	}
}

// One byte changed, anywhere, and the copy is refused; so is one that was cut short.
func TestACopyWithOneByteChangedIsRefused(t *testing.T) {
	k := key(t)
	copied := written(t, k, bytes.Repeat([]byte("Anna ringde. "), 9_000))
	refused := func(what string, changed []byte) {
		if _, _, err := read(changed, k); !errors.Is(err, backup.ErrDamaged) && !errors.Is(err, backup.ErrKey) {
			t.Errorf("%s: %v", what, err)
		}
	}
	seeded := rand.New(rand.NewPCG(1, 2))
	for n := range 1000 {
		at := seeded.IntN(len(copied))
		if n < 300 {
			at = n // the header and what follows it
		}
		changed := bytes.Clone(copied)
		changed[at] ^= byte(1 + seeded.IntN(255))
		refused(fmt.Sprintf("byte %d of %d", at, len(copied)), changed)
	}
	for _, length := range []int{0, 1, 100, len(copied) / 2, len(copied) - 1} {
		refused(fmt.Sprintf("the first %d bytes", length), copied[:length])
	}
	refused("with a byte more", append(bytes.Clone(copied), 0))
}
