// Package backup writes and reads säkerhetskopior: what a record consists of, in
// one file that only who holds a key can read, and in which not one byte can be
// changed unseen. The file is encrypted as age does (age-encryption.org/v1), so
// that it can be opened without this program; inside is a tar archive.
package backup

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"filippo.io/age"

	"stadga/internal/civil"
)

// Format is what this program writes.
const Format = 1

// A Manifest says whose copy it is, and of what; the first part of every copy.
type Manifest struct {
	Format int
	Board  string
	Kind   Kind
	At     time.Time
}

// A Kind is the form in which the record lies in the copy.
type Kind string

// The kinds of copy.
const (
	SQLite   Kind = "sqlite"   // the file of the database
	Postgres Kind = "postgres" // what pg_dump wrote
)

// Record is the name of the part that holds the record itself; others are files
// beside it.
const Record = "register"

const manifestName = "om.json"

type manifestLine struct {
	Format int    `json:"format"`
	Board  string `json:"namnd"`
	Kind   Kind   `json:"slag"`
	At     string `json:"tagen"`
}

// ErrKey is the answer where no key given opens the copy.
var ErrKey = errors.New("the key does not open the copy, or its beginning is damaged")

// ErrDamaged is the answer where the copy is not as it was written.
var ErrDamaged = errors.New("the copy is damaged or changed")

// ErrNewer is the answer of a copy that a newer program has written.
var ErrNewer = errors.New("the copy was written by a newer program")

// A Writer writes a copy.
type Writer struct {
	sealed io.WriteCloser
	tar    *tar.Writer
	at     time.Time
}

// NewWriter begins a copy that those recipients can read.
func NewWriter(to io.Writer, m Manifest, recipients ...age.Recipient) (*Writer, error) {
	sealed, err := age.Encrypt(to, recipients...)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	w := &Writer{sealed: sealed, tar: tar.NewWriter(sealed), at: m.At}
	about, err := json.Marshal(manifestLine{Format, m.Board, m.Kind, civil.Stamp(m.At)})
	if err != nil {
		return nil, err
	}
	return w, w.Part(manifestName, bytes.NewReader(about))
}

// pieceMost is how much of a part stands in one entry: what is read from a pipe has
// no size beforehand.
const pieceMost = 4 << 20

// Part writes one part of the copy.
func (w *Writer) Part(name string, from io.Reader) error {
	buffer := make([]byte, pieceMost)
	for first := true; ; first = false {
		n, err := io.ReadFull(from, buffer)
		ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !ended {
			return fmt.Errorf("backup of %s: %w", name, err)
		}
		if n > 0 || first {
			header := tar.Header{Name: name, Mode: 0o600, Size: int64(n), ModTime: w.at}
			if err := w.tar.WriteHeader(&header); err != nil {
				return fmt.Errorf("backup of %s: %w", name, err)
			}
			if _, err := w.tar.Write(buffer[:n]); err != nil {
				return fmt.Errorf("backup of %s: %w", name, err)
			}
		}
		if ended {
			return nil
		}
	}
}

// Close ends the copy. Without it the copy cannot be read.
func (w *Writer) Close() error { return errors.Join(w.tar.Close(), w.sealed.Close()) }

// Read opens a copy and hands over its parts in pieces, in their order. Nothing
// of it may be believed before Read has returned without an error.
func Read(from io.Reader, about func(Manifest) error, part func(name string, bytes io.Reader) error, keys ...age.Identity) error {
	plain, err := age.Decrypt(from, keys...)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return ErrKey
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return readParts(plain, about, part)
}

// readParts reads what was sealed: a tar archive as Writer writes it.
func readParts(plain io.Reader, about func(Manifest) error, part func(name string, bytes io.Reader) error) error {
	guarded := &reading{from: plain}
	archive := tar.NewReader(guarded)
	for n := 0; ; n++ {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) && n > 0 {
			break
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		// A piece that says it is longer, as one of holes may, would fill the disk with nothing.
		if header.Typeflag != tar.TypeReg || header.Size > pieceMost {
			return ErrDamaged
		}
		piece := &reading{from: archive} // which may end before it said
		if n == 0 {
			err = manifest(header.Name, piece, about)
		} else {
			err = part(header.Name, piece)
		}
		if met := errors.Join(guarded.err, piece.err); met != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, met)
		}
		if err != nil {
			return err
		}
	}
	// What stands after the archive's end is sealed too, and so is that there is an end.
	if _, err := io.Copy(io.Discard, plain); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

// reading keeps what the stream met, apart from what those who read it met.
type reading struct {
	from io.Reader
	err  error
}

func (r *reading) Read(b []byte) (int, error) {
	n, err := r.from.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		r.err = err
	}
	return n, err
}

// manifestMost is how many bytes of a manifest are read: an archive that says more
// is damaged, and must not fill the memory before that is known.
const manifestMost = 1 << 16

func manifest(name string, from io.Reader, about func(Manifest) error) error {
	if name != manifestName {
		return ErrDamaged
	}
	text, err := io.ReadAll(io.LimitReader(from, manifestMost))
	if err != nil {
		return err
	}
	var line manifestLine
	if err := json.Unmarshal(text, &line); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if line.Format > Format {
		return ErrNewer
	}
	at, err := civil.ParseStamp(line.At)
	if err != nil || strings.ContainsAny(line.Board, `/\.`) {
		return ErrDamaged
	}
	return about(Manifest{Format: line.Format, Board: line.Board, Kind: line.Kind, At: at})
}
