package backup_test

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

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

// sparse is an archive whose second part says that it is a terabyte, of which
// nothing but holes.
func sparse(f *testing.F) []byte {
	f.Helper()
	all := packed(f, "om.json", `{"format":1,"namnd":"prov","slag":"sqlite","tagen":"2026-03-09T08:00:00.000000Z"}`, "register", strings.Repeat("x", 512))
	head := all[1024:1536]
	head[156] = 'S'                                          // a sparse file of GNU tar
	copy(head[257:265], "ustar  \x00")                       // as that program marks its headers
	copy(head[386:410], "00000000000\x00"+"00000001000\x00") // one piece of 512 bytes at the beginning
	copy(head[483:495], "\x80\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00")
	copy(head[148:156], "        ")
	sum := 0
	for _, b := range head {
		sum += int(b)
	}
	copy(head[148:156], fmt.Sprintf("%06o\x00 ", sum))
	return all
}

// FuzzRead opens copies whose inside is anything, as one who has the open key could
// make them: damaged, newer or sound, and never a board that names a path.
func FuzzRead(f *testing.F) {
	f.Add([]byte(""))
	f.Add(packed(f, "om.json", `{"format":1,"namnd":"prov","slag":"sqlite","tagen":"2026-03-09T08:00:00.000000Z"}`, "register", "rader"))
	f.Add(packed(f, "om.json", `{"format":99}`))
	f.Add(packed(f, "om.json", `{"format":1,"namnd":"../../etc","tagen":"2026-03-09T08:00:00.000000Z"}`))
	f.Add(packed(f, "om.json", strings.Repeat("[", 500)))
	f.Add(packed(f, "../../etc/passwd", "root"))
	f.Add(sparse(f))
	f.Fuzz(func(t *testing.T, inside []byte) {
		taken := false
		err := backup.ReadParts(bytes.NewReader(inside), func(m backup.Manifest) error {
			taken = true
			if strings.ContainsAny(m.Board, `/\.`) {
				t.Errorf("a copy of the board %q is taken", m.Board)
			}
			return nil
		}, func(_ string, bytes io.Reader) error {
			if !taken {
				t.Error("a part is handed over before it is known whose it is")
			}
			n, err := io.Copy(io.Discard, bytes)
			if n > int64(len(inside)) {
				t.Errorf("%d bytes hold a part of %d", len(inside), n)
			}
			return err
		})
		if err != nil && !errors.Is(err, backup.ErrDamaged) && !errors.Is(err, backup.ErrNewer) {
			t.Errorf("neither damaged nor newer: %v", err)
		}
	})
}
