package eventlog

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// A FileReport says how one file was read, for the reader who wants to know
// whether to trust the figures.
type FileReport struct {
	File     string // name without folder: the folder is nobody's business
	List     string // the list it was read as; empty for an event log
	Form     string // "CSV, semikolon, Windows-1252"
	Bytes    int64
	SHA256   string
	Rows     int       // rows read as matters; for an event log its cases
	Events   int       // events of an event log
	Skipped  []Skipped // rows left out, by reason
	Declared int       // rows the file's own last line says it has; -1 when it says nothing
}

// Skipped counts rows left out for one reason.
type Skipped struct {
	Why  string
	Rows int
}

func (r *FileReport) skip(why string) {
	for i := range r.Skipped {
		if r.Skipped[i].Why == why {
			r.Skipped[i].Rows++
			return
		}
	}
	r.Skipped = append(r.Skipped, Skipped{why, 1})
}

// Reasons why a row is left out.
const (
	skipTitle  = "ovanför tabellen"
	skipBlank  = "utan innehåll"
	skipSum    = "med summor"
	skipHeader = "med upprepade kolumnrubriker"
	skipNoKey  = "utan nummer"
	skipDouble = "dubbletter"
)

// A rowSource gives the rows of one file, decoded, with the line each began on.
// The fields are valid until the next call.
type rowSource interface {
	read() (fields [][]byte, line int, err error)
	// cut tells whether the latest row was ended by the end of the file instead of by a line end.
	cut() bool
	form() string
	Close() error
}

// headerWithin is how many rows may stand above the headings.
const headerWithin = 30

// readList reads one list. It tells opened where the columns stand, and hands
// each matter's row to each: all its fields, and those the list needs in the
// order of its columns, valid until each returns. seen is told how many bytes of
// the file have been read.
func readList(path string, list *List, seen func(int64), opened func(header), each func(line int, all, fields [][]byte) error) (FileReport, error) {
	report := FileReport{File: filepath.Base(path), List: list.Name, Declared: -1}
	digest := &digester{hash: sha256.New(), seen: seen}
	source, err := openRows(path, list, digest)
	if err != nil {
		return report, err
	}
	defer source.Close()
	places, err := findHeader(source, list, &report)
	if err != nil {
		return report, err
	}
	opened(places)
	if err := readRows(source, list, places, &report, each); err != nil {
		return report, err
	}
	report.Form = source.form()
	if err := digest.finish(path); err != nil {
		return report, err
	}
	report.Bytes, report.SHA256 = digest.bytes, hex.EncodeToString(digest.hash.Sum(nil))
	return report, nil
}

// findHeader skips what stands above the headings and tells in which field each
// of the list's columns stands, and how many fields a row has.
func findHeader(source rowSource, list *List, report *FileReport) (header, error) {
	best := header{file: report.File}
	bestCount := 0
	for range headerWithin {
		fields, line, err := source.read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return best, err
		}
		found := list.match(fields)
		count := 0
		for _, at := range found {
			if at >= 0 {
				count++
			}
		}
		if count == len(list.columns) {
			names := make([]string, len(list.columns))
			for i, at := range found {
				names[i] = string(fields[at])
				for again, field := range fields[at+1:] {
					if sameHeading(string(field), list.columns[i]) {
						return best, faultAt(Place{File: report.File, Line: line, Column: at + again + 2, Name: names[i]},
							"Rubriken %s står två gånger, och det går inte att veta vilken kolumn som menas. Byt namn på den ena eller ta bort den.", quoted(names[i]))
					}
				}
			}
			return header{file: report.File, line: line, width: len(fields), at: found, names: names, first: string(fields[0])}, nil
		}
		if count > bestCount {
			bestCount = count
			best.line, best.at, best.names = line, found, nil
			for _, field := range fields {
				best.names = append(best.names, string(field))
			}
		}
		if blank(fields) {
			report.skip(skipBlank)
		} else {
			report.skip(skipTitle)
		}
	}
	if bestCount == 0 {
		return best, faultAt(Place{File: report.File, Line: 1},
			"Ingen av listans kolumner finns i filen. Mappningen väntar %s. Kontrollera att det är rätt fil och rätt lista i mappningen.", listed(list.headings()))
	}
	for i, at := range best.at {
		if at < 0 {
			return best, faultAt(Place{File: report.File, Line: best.line},
				"Kolumnen %s saknas. Raden har %s. Rätta kolumnens namn i mappningen, eller ta ut listan med den kolumnen.", quoted(list.columns[i]), listed(best.names))
		}
	}
	return best, nil
}

// A header says where a list's columns stand in its file.
type header struct {
	file  string
	line  int
	width int
	at    []int    // field of each column, from 0
	names []string // heading of each column, as the file writes it
	first string   // heading of the first field
}

func readRows(source rowSource, list *List, head header, report *FileReport, each func(line int, all, fields [][]byte) error) error {
	picked := make([][]byte, len(head.at))
	summed := false
	for {
		fields, line, err := source.read()
		if err == io.EOF {
			return list.checkEnd(head, report, summed)
		}
		if err != nil {
			return err
		}
		switch {
		case blank(fields):
			report.skip(skipBlank)
			continue
		case isSum(fields):
			report.skip(skipSum)
			summed = true
			if n, ok := declared(fields); ok {
				report.Declared = n
			}
			continue
		case summed:
			return faultAt(Place{File: head.file, Line: line}, "Det står rader efter summaraden. Ta ut listan på nytt, eller dela filen.")
		case string(fields[0]) == head.first && countFound(list.match(fields)) == len(list.columns):
			report.skip(skipHeader)
			continue
		case len(fields) < head.width && source.cut():
			return faultAt(Place{File: head.file, Line: line, Column: len(fields)},
				"Filen slutar mitt i en rad: %d kolumner av %d. Den är avkapad. Ta ut listan på nytt.", len(fields), head.width)
		case len(fields) != head.width:
			return faultAt(Place{File: head.file, Line: line, Column: min(len(fields), head.width+1)},
				"Raden har %d kolumner, rubrikraden har %d. Kontrollera om en cell innehåller ett skiljetecken utan citattecken.", len(fields), head.width)
		}
		for i, at := range head.at {
			picked[i] = bytes.Trim(fields[at], " \t")
		}
		if list.keyless(picked) {
			report.skip(skipNoKey)
			continue
		}
		if why := list.leftOut(picked); why != "" {
			report.skip(why)
			continue
		}
		report.Rows++
		if err := each(line, fields, picked); err != nil {
			return err
		}
	}
}

// place is where the column i of a row stands, for a fault.
func (h header) place(line, i int) Place {
	return Place{File: h.file, Line: line, Column: h.at[i] + 1, Name: h.names[i]}
}

func countFound(places []int) int {
	n := 0
	for _, at := range places {
		if at >= 0 {
			n++
		}
	}
	return n
}

func blank(fields [][]byte) bool {
	for _, field := range fields {
		if len(bytes.TrimSpace(field)) > 0 {
			return false
		}
	}
	return true
}

// isSum tells whether the row is a line of sums below the table.
func isSum(fields [][]byte) bool {
	for _, field := range fields {
		if field = bytes.TrimSpace(field); len(field) == 0 {
			continue
		}
		word, _, _ := strings.Cut(strings.ToLower(string(field)), " ")
		switch strings.TrimRight(word, ":") {
		case "summa", "summor", "totalt", "total", "antal", "slutsumma":
			return true
		}
		return false
	}
	return false
}

// declared is the number of rows that a sum line says the list has: the first
// whole number on it.
func declared(fields [][]byte) (int, bool) {
	for _, field := range fields {
		for _, word := range strings.Fields(string(field)) {
			if n, err := strconv.Atoi(word); err == nil && n >= 0 {
				return n, true
			}
		}
	}
	return 0, false
}

// checkEnd holds the file to what its own last line says.
func (l *List) checkEnd(head header, report *FileReport, summed bool) error {
	if l.EndsWithSum && !summed {
		return faultAt(Place{File: head.file},
			"Summaraden saknas, och mappningen säger att listan slutar med en. Filen kan vara avkapad. Ta ut listan på nytt.")
	}
	if l.EndsWithSum && report.Declared >= 0 {
		rows := report.Rows
		for _, s := range report.Skipped {
			if s.Why != skipTitle && s.Why != skipBlank && s.Why != skipSum && s.Why != skipHeader {
				rows += s.Rows
			}
		}
		if rows != report.Declared {
			return faultAt(Place{File: head.file},
				"Summaraden säger %d rader, men filen har %d. Filen är inte hel. Ta ut listan på nytt.", report.Declared, rows)
		}
	}
	return nil
}

// listed writes a few names in a row: "A", "B" och "C".
func listed(names []string) string {
	const most = 12
	var kept []string
	for _, name := range names {
		if trimCell(name) != "" {
			kept = append(kept, quoted(trimCell(name)))
		}
	}
	if len(kept) > most {
		kept = append(kept[:most], fmt.Sprintf("%d till", len(kept)-most))
	}
	if len(kept) < 2 {
		return strings.Join(kept, "")
	}
	return strings.Join(kept[:len(kept)-1], ", ") + " och " + kept[len(kept)-1]
}

// A digester digests what is read through it and tells how far it has come.
type digester struct {
	hash  hash.Hash
	bytes int64
	seen  func(int64)
}

func (d *digester) Write(b []byte) (int, error) {
	d.bytes += int64(len(b))
	if d.seen != nil {
		d.seen(int64(len(b)))
	}
	return d.hash.Write(b)
}

// finish digests a file that was not read through the digester, as a
// spreadsheet is not: its reader seeks.
func (d *digester) finish(path string) error {
	if d.bytes > 0 {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return cannotOpen(path, err)
	}
	defer file.Close()
	_, err = io.Copy(d, file)
	return err
}

func cannotOpen(path string, err error) error {
	place := Place{File: filepath.Base(path)}
	switch {
	case errors.Is(err, os.ErrNotExist):
		return faultAt(place, "Filen finns inte. Kontrollera namn och mapp.")
	case errors.Is(err, os.ErrPermission):
		return faultAt(place, "Filen får inte läsas. Ge dig rätt att läsa den, eller kopiera den till en egen mapp.")
	}
	return fmt.Errorf("open %s: %w", filepath.Base(path), err)
}

// openRows opens a list by what it is, not by what it is called: a spreadsheet
// is a zip archive, all else is text.
func openRows(path string, list *List, digest *digester) (rowSource, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, cannotOpen(path, err)
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		file.Close()
		return nil, faultAt(Place{File: filepath.Base(path)}, "Det är en mapp. Ange filerna i den, till exempel %s/*.csv.", filepath.Base(path))
	}
	var magic [4]byte
	n, _ := io.ReadFull(file, magic[:])
	switch {
	case n == 0:
		file.Close()
		return nil, faultAt(Place{File: filepath.Base(path), Line: 1}, "Filen är tom. Ta ut listan på nytt.")
	case bytes.Equal(magic[:n], []byte("PK\x03\x04")):
		file.Close()
		return openXLSX(path, list)
	case bytes.HasPrefix(magic[:n], []byte{0xd0, 0xcf, 0x11, 0xe0}):
		file.Close()
		return nil, faultAt(Place{File: filepath.Base(path)}, "Filen är i det gamla formatet XLS eller skyddad med lösenord. Spara den som XLSX eller CSV utan lösenord.")
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		file.Close()
		return nil, err
	}
	return newTextRows(file, filepath.Base(path), list, digest)
}

// textRows is a CSV file as a rowSource.
type textRows struct {
	csvReader
	closer io.Closer
	utf16  bool
}

func newTextRows(file io.ReadCloser, name string, list *List, digest io.Writer) (rowSource, error) {
	in := bufio.NewReaderSize(io.TeeReader(file, digest), 256<<10)
	t := &textRows{csvReader: csvReader{file: name, in: in}, closer: file}
	switch start, _ := in.Peek(3); {
	case bytes.HasPrefix(start, []byte{0xef, 0xbb, 0xbf}):
		_, _ = in.Discard(3)
		t.text.utf8 = true
	case bytes.HasPrefix(start, []byte{0xff, 0xfe}), bytes.HasPrefix(start, []byte{0xfe, 0xff}):
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		t.in = bufio.NewReaderSize(transform.NewReader(in, decoder), 256<<10)
		t.text.utf8, t.utf16 = true, true
	}
	t.comma = findComma(t.in, list)
	return t, nil
}

// findComma tells which sign parts the fields: the one under which most of the
// list's columns are found in one row.
func findComma(in *bufio.Reader, list *List) byte {
	if len(list.columns) == 0 {
		return widestComma(in)
	}
	sample, _ := in.Peek(64 << 10)
	comma, most := byte(';'), 0
	for _, candidate := range commas() {
		rows := csvReader{in: bufio.NewReader(bytes.NewReader(sample)), comma: candidate}
		for range headerWithin {
			fields, err := rows.next()
			if err != nil {
				break
			}
			if n := countFound(list.match(fields)); n > most {
				comma, most = candidate, n
			}
		}
	}
	return comma
}

func (t *textRows) read() ([][]byte, int, error) {
	fields, err := t.next()
	return fields, t.line, err
}

func (t *textRows) cut() bool { return t.csvReader.cut }

func (t *textRows) form() string {
	signs := map[byte]string{';': "semikolon", '\t': "tabb", ',': "komma", '|': "lodstreck"}
	name := t.text.name()
	if t.utf16 {
		name = "UTF-16"
	}
	return "CSV, " + signs[t.comma] + ", " + name
}

func (t *textRows) Close() error { return t.closer.Close() }
