package auditweb

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"stadga/internal/fault"
)

// inspect refuses a file that is none of the kinds the page reads, by what it
// holds and not by its name, and one that the scanner does not call clean.
func (p Pages) inspect(ctx context.Context, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	begins := make([]byte, 4096)
	n, err := io.ReadFull(file, begins)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	name := filepath.Base(path)
	if !readable(name, begins[:n]) {
		return &fault.Error{Kind: fault.Invalid, Text: "audit.kind", Args: map[string]any{"file": name}}
	}
	if p.Scan == nil {
		return nil
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	harmful, err := p.Scan(ctx, file)
	switch {
	case harmful:
		return &fault.Error{Kind: fault.Invalid, Text: "audit.harmful", Args: map[string]any{"file": name}}
	case err != nil:
		return &fault.Error{Kind: fault.Invalid, Text: "audit.unscanned", Args: map[string]any{"file": name}, Err: err}
	}
	return nil
}

// readable tells whether what a file begins with is a list, a workbook or a log.
// A workbook whose name says that it holds programs is not.
func readable(name string, begins []byte) bool {
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case bytes.HasPrefix(begins, []byte("PK\x03\x04")):
		return ext != ".xlsm" && ext != ".docx" && ext != ".jar" && ext != ".apk"
	case bytes.HasPrefix(begins, []byte("\x1f\x8b")):
		return ext == ".gz"
	case bytes.HasPrefix(begins, []byte("%PDF")), bytes.HasPrefix(begins, []byte("MZ")) && ext != ".csv" && ext != ".txt":
		return false
	case bytes.HasPrefix(begins, []byte("\xff\xfe")), bytes.HasPrefix(begins, []byte("\xfe\xff")):
		return true // a list in UTF-16, as some programs write it
	case bytes.HasPrefix(begins, []byte("\xd0\xcf\x11\xe0")):
		return true // the reader says which format it is, and which to use
	}
	// Text in UTF-8 or an older Swedish encoding holds no control signs but the usual.
	return !bytes.ContainsFunc(begins, func(c rune) bool {
		return c < ' ' && c != '\t' && c != '\r' && c != '\n' && c != '\f' && c != utf8.RuneError
	})
}
