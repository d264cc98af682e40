package backup_test

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"filippo.io/age"

	"stadga/internal/store/backup"
)

// packed is an archive of parts, as it lies in a copy before it is encrypted.
func packed(f *testing.F, parts ...string) []byte {
	f.Helper()
	var all bytes.Buffer
	w := tar.NewWriter(&all)
	for i := 0; i < len(parts); i += 2 {
		if err := w.WriteHeader(&tar.Header{Name: parts[i], Mode: 0o600, Size: int64(len(parts[i+1]))}); err != nil {
			f.Fatal(err)
		}
		if _, err := io.WriteString(w, parts[i+1]); err != nil {
			f.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	return all.Bytes()
}

// FuzzRead opens copies whose inside is anything, as one who has the open key could
// make them: damaged, newer or sound, and never a board that names a path.
func FuzzRead(f *testing.F) {
	secret, err := age.GenerateX25519Identity()
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(""))
	f.Add(packed(f, "om.json", `{"format":1,"board":"prov","kind":"sqlite","at":"2026-03-09T08:00:00.000000Z"}`, "register", "rader"))
	f.Add(packed(f, "om.json", `{"format":99}`))
	f.Add(packed(f, "om.json", `{"format":1,"board":"../../etc","at":"2026-03-09T08:00:00.000000Z"}`))
	f.Add(packed(f, "om.json", strings.Repeat("[", 500)))
	f.Add(packed(f, "../../etc/passwd", "root"))
	f.Fuzz(func(t *testing.T, inside []byte) {
		var copied bytes.Buffer
		w, err := age.Encrypt(&copied, secret.Recipient())
		if err == nil {
			_, err = w.Write(inside)
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		err = backup.Read(&copied, func(m backup.Manifest) error {
			if strings.ContainsAny(m.Board, `/\.`) {
				t.Errorf("a copy of the board %q is taken", m.Board)
			}
			return nil
		}, func(_ string, bytes io.Reader) error {
			_, err := io.Copy(io.Discard, io.LimitReader(bytes, 1<<20))
			return err
		}, secret)
		if err != nil && !errors.Is(err, backup.ErrDamaged) && !errors.Is(err, backup.ErrNewer) {
			t.Errorf("neither damaged nor newer: %v", err)
		}
	})
}
