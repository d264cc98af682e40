package eventlog

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Material (underlag) says what was read, when all of it has been.
type Material struct {
	Files    []FileReport
	Cases    int // matters: persons of lists, cases of a log
	Events   int // events of a log, rows of lists
	Unjoined []Unjoined
}

// Unjoined counts rows whose number above was not found in any other file, or
// was found in two places.
type Unjoined struct {
	List string
	Why  string
	Rows int
}

// Reading is one run over the files.
type Reading struct {
	Mapping *Mapping
	Files   []string
	Temp    string                            // folder for sorting; the caller removes it
	Tell    func(what string, done, of int64) // progress; nil: nobody watches
}

// Read hands one matter at a time to each. Nothing is handed out before every
// list has been read to its end, so a fault in a list stops before any result.
func (r *Reading) Read(each func(*Matter) error) (Material, error) {
	if r.Tell == nil {
		r.Tell = func(string, int64, int64) {}
	}
	var lists, logs []string
	for _, path := range r.Files {
		if isLog(path) {
			logs = append(logs, path)
		} else {
			lists = append(lists, path)
		}
	}
	var material Material
	if len(lists) > 0 {
		if err := r.readLists(lists, &material, each); err != nil {
			return material, err
		}
	}
	for _, path := range logs {
		if r.Mapping.Log == nil {
			return material, faultAt(Place{File: filepath.Base(path)}, "Filen är en händelselogg, men mappningen har inget avsnitt log. Lägg till det.")
		}
		if err := r.readLog(path, &material, each); err != nil {
			return material, err
		}
	}
	return material, nil
}

func isLog(path string) bool {
	name := strings.ToLower(path)
	return strings.HasSuffix(name, ".xes") || strings.HasSuffix(name, ".xes.gz")
}

func (r *Reading) readLog(path string, material *Material, each func(*Matter) error) error {
	file, err := os.Open(path)
	if err != nil {
		return cannotOpen(path, err)
	}
	defer file.Close()
	size := int64(0)
	if info, err := file.Stat(); err == nil {
		size = info.Size()
	}
	report := FileReport{File: filepath.Base(path), Form: "XES", Declared: -1}
	digest := &digester{hash: sha256.New()}
	digest.seen = func(int64) { r.Tell("Läser", digest.bytes, size) }
	var in io.Reader = io.TeeReader(file, digest)
	if strings.HasSuffix(strings.ToLower(path), ".gz") {
		report.Form = "XES, gzip"
		zipped, err := gzip.NewReader(in)
		if err != nil {
			return faultAt(Place{File: report.File, Line: 1}, "Filen heter .gz men är inte packad med gzip, eller är avkapad. Ta ut den på nytt.")
		}
		in = &growing{in: &unzipping{zipped, report.File}, packed: func() int64 { return digest.bytes }}
	}
	var m Matter
	err = ReadXES(in, report.File, func(t *Trace) error {
		report.Rows++
		report.Events += len(t.Events)
		if err := r.Mapping.Log.matter(report.File, t, &m); err != nil {
			return err
		}
		r.derive(&m)
		return each(&m)
	})
	if err != nil {
		return err
	}
	if _, err := io.Copy(digest, file); err != nil { // what stands after the end belongs to the file's digest
		return err
	}
	report.Bytes, report.SHA256 = digest.bytes, hex.EncodeToString(digest.hash.Sum(nil))
	material.Files = append(material.Files, report)
	material.Cases += report.Rows
	material.Events += report.Events
	return nil
}

// unzipping says in words that a packed file is broken.
type unzipping struct {
	in   io.Reader
	file string
}

func (u *unzipping) Read(b []byte) (int, error) {
	n, err := u.in.Read(b)
	if errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) || err != nil && strings.HasPrefix(err.Error(), "flate:") {
		return n, faultAt(Place{File: u.file}, "Den packade filen är skadad. Ta ut den på nytt.")
	}
	return n, err
}

func (r *Reading) derive(m *Matter) {
	for _, d := range r.Mapping.Derive {
		d.apply(m)
	}
}
