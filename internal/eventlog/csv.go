package eventlog

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// mostRowBytes bounds a row. A quotation mark that is never closed would else
// swallow the rest of the file before anyone noticed.
const mostRowBytes = 1 << 20

// A csvReader splits text into rows of fields and knows where each stands. Its
// fields are valid until the next row is read.
type csvReader struct {
	file  string
	in    *bufio.Reader
	comma byte
	text  charset

	line   int      // line on which the latest row began
	lines  int      // lines read so far
	row    []byte   // bytes of the latest row, quotes resolved
	ends   []int    // where each field ends in row
	fields [][]byte // the fields of the latest row
	cut    bool     // the latest row was ended by the end of the file
}

// next reads one row, decoded to UTF-8. It returns io.EOF after the last.
func (c *csvReader) next() ([][]byte, error) {
	c.row, c.ends = c.row[:0], c.ends[:0]
	c.line, c.cut = c.lines+1, false
	quoting, quoteLine, quoteField := false, 0, 0
	closing := false // the latest byte was a quotation mark that may close the field, or be doubled
	fieldStart, any := true, false
	for {
		chunk, err := c.in.ReadSlice('\n')
		if len(chunk) > 0 {
			any = true
		}
		if len(c.row)+len(chunk) > mostRowBytes {
			return nil, c.tooLong(quoting, quoteLine, quoteField)
		}
		lineHere := c.lines + 1
		if len(chunk) > 0 && chunk[len(chunk)-1] == '\n' {
			c.lines++
		}
		for i := 0; i < len(chunk); i++ {
			b := chunk[i]
			switch {
			case closing && b == '"':
				c.row = append(c.row, '"')
				quoting, closing = true, false
				continue
			case quoting && b == '"':
				quoting, closing = false, true
				continue
			case quoting:
				c.row = append(c.row, b)
			case b == '"' && fieldStart:
				quoting, fieldStart = true, false
				quoteLine, quoteField = lineHere, len(c.ends)+1
			case b == c.comma:
				c.ends = append(c.ends, len(c.row))
				fieldStart = true
			case b == '\n':
			default:
				c.row = append(c.row, b)
				fieldStart = false
			}
			closing = false
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == io.EOF && !any:
			return nil, io.EOF
		case err != nil && err != io.EOF:
			return nil, err
		case err == io.EOF && quoting:
			return nil, faultAt(Place{File: c.file, Line: quoteLine, Column: quoteField},
				"Här börjar ett citattecken som aldrig avslutas. Filen kan vara avkapad. Ta ut listan på nytt.")
		case quoting:
			continue
		}
		c.cut = err == io.EOF
		return c.split()
	}
}

func (c *csvReader) tooLong(quoting bool, line, field int) error {
	if quoting {
		return faultAt(Place{File: c.file, Line: line, Column: field},
			"Här börjar ett citattecken som inte avslutas. Rätta raden eller ta ut listan på nytt.")
	}
	return faultAt(Place{File: c.file, Line: c.line},
		"Raden är längre än 1 MB. Kontrollera att filen är en lista med en rad per ärende.")
}

// split cuts the row at its ends and decodes each field.
func (c *csvReader) split() ([][]byte, error) {
	if n := len(c.row); n > 0 && c.row[n-1] == '\r' {
		c.row = c.row[:n-1]
	}
	c.ends = append(c.ends, len(c.row))
	c.fields = c.fields[:0]
	start := 0
	for i, end := range c.ends {
		end = min(end, len(c.row))
		field, err := c.text.decode(c.row[start:end])
		if err != nil {
			return nil, faultAt(Place{File: c.file, Line: c.line, Column: i + 1}, "%v", err)
		}
		c.fields = append(c.fields, field)
		start = end
	}
	return c.fields, nil
}

// A charset finds out which characters a file is written in from the first
// bytes that tell, and holds the rest of the file to it.
type charset struct {
	utf8    bool // seen bytes that are UTF-8 and nothing else
	windows bool // seen bytes that cannot be UTF-8
}

// name says which characters were found.
func (c *charset) name() string {
	switch {
	case c.windows:
		return "Windows-1252"
	case c.utf8:
		return "UTF-8"
	}
	return "ASCII"
}

func (c *charset) decode(field []byte) ([]byte, error) {
	plain := true
	for _, b := range field {
		if b >= utf8.RuneSelf || b == 0 {
			plain = false
			break
		}
	}
	if plain {
		return field, nil
	}
	switch valid := utf8.Valid(field); {
	case bytes.IndexByte(field, 0) >= 0:
		return nil, problem("Filen innehåller nolltecken och är inte text. Spara listan som CSV med UTF-8 eller Windows-1252.")
	case valid && c.windows && !justSigns(field):
		return nil, problem("Filen blandar teckenkodningar: hittills Windows-1252, här UTF-8. Ta ut listan på nytt med en av dem.")
	case valid && !c.windows:
		if bytes.ContainsRune(field, utf8.RuneError) {
			return nil, problem("Tecknen å, ä och ö är redan förstörda i filen. Ta ut listan på nytt med UTF-8 eller Windows-1252.")
		}
		c.utf8 = true
		return field, nil
	case c.utf8:
		return nil, problem("Filen blandar teckenkodningar: hittills UTF-8, här något annat. Ta ut listan på nytt med en av dem.")
	}
	c.windows = true
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(field)
	if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
		return nil, problem("Här står tecken som inte finns i Windows-1252. Ta ut listan på nytt med UTF-8 eller Windows-1252.")
	}
	return decoded, nil
}

// justSigns tells whether bytes that happen to be valid UTF-8 could be ordinary
// Windows-1252: they hold no Swedish letter when read as UTF-8.
func justSigns(field []byte) bool { return !bytes.ContainsAny(field, "åäöÅÄÖé") }
