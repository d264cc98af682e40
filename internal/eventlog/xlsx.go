package eventlog

import (
	"errors"
	"io"
	"path/filepath"

	"github.com/xuri/excelize/v2"
)

// sheetRows is one sheet of a spreadsheet as a rowSource.
type sheetRows struct {
	book   *excelize.File
	rows   *excelize.Rows
	name   string
	sheet  string
	line   int
	last   int // number of the last row that the sheet has
	width  int
	fields [][]byte
}

const cannotOpenSheet = "Kalkylbladet går inte att öppna. Filen kan vara avkapad eller skyddad med lösenord. Spara den på nytt som XLSX."

// openXLSX opens the sheet the list names, or the first. Cells are read raw, so
// that a day is a number and not somebody's way of writing it.
func openXLSX(path string, list *List) (rowSource, error) {
	name := filepath.Base(path)
	lastRows, err := wholeWorkbook(path)
	switch {
	case errors.Is(err, errGrows):
		return nil, faultAt(Place{File: name}, "Kalkylbladet växer till mer än någon lista håller när det packas upp. Dela listan på flera filer, eller spara den som CSV.")
	case errors.Is(err, errRows):
		return nil, faultAt(Place{File: name}, "Raderna i kalkylbladet står inte i nummerordning, eller är fler än ett kalkylblad kan ha. Spara det på nytt som XLSX.")
	case err != nil:
		return nil, faultAt(Place{File: name}, cannotOpenSheet)
	}
	// Worksheets above the limit are unpacked to a temporary file instead of memory.
	book, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true, UnzipXMLSizeLimit: unpackToDisk})
	if err != nil {
		return nil, faultAt(Place{File: name}, cannotOpenSheet)
	}
	sheet := list.Sheet
	if sheet == "" {
		sheet = book.GetSheetName(0)
	}
	rows, err := book.Rows(sheet)
	if err != nil {
		sheets := book.GetSheetList()
		book.Close()
		return nil, faultAt(Place{File: name}, "Fliken %s finns inte. Filen har %s. Rätta sheet i mappningen.", quoted(sheet), listed(sheets))
	}
	part, err := partOf(path, sheet)
	if err != nil {
		rows.Close()
		book.Close()
		return nil, faultAt(Place{File: name}, cannotOpenSheet)
	}
	return &sheetRows{book: book, rows: rows, name: name, sheet: sheet, last: lastRows[part]}, nil
}

func (s *sheetRows) read() ([][]byte, int, error) {
	if !s.rows.Next() {
		if err := s.rows.Error(); err != nil || s.line < s.last {
			return nil, s.line, faultAt(Place{File: s.name, Line: s.line + 1}, "Kalkylbladet går inte att läsa längre än hit. Filen kan vara avkapad. Spara den på nytt som XLSX.")
		}
		return nil, s.line, io.EOF
	}
	s.line++
	cells, err := s.rows.Columns()
	if err != nil {
		return nil, s.line, faultAt(Place{File: s.name, Line: s.line}, "Raden går inte att läsa. Filen kan vara avkapad. Spara den på nytt som XLSX.")
	}
	if len(cells) > mostColumns {
		return nil, s.line, faultAt(Place{File: s.name, Line: s.line}, "Raden har %d kolumner, och fler än %d läses inte. Ta bort de tomma kolumnerna och spara på nytt.", len(cells), mostColumns)
	}
	s.fields = s.fields[:0]
	for _, cell := range cells {
		s.fields = append(s.fields, []byte(cell))
	}
	// A spreadsheet leaves out the empty cells at the end of a row.
	for len(s.fields) < s.width {
		s.fields = append(s.fields, nil)
	}
	s.width = max(s.width, len(s.fields))
	return s.fields, s.line, nil
}

func (s *sheetRows) cut() bool { return false }

func (s *sheetRows) form() string { return "XLSX, fliken " + s.sheet }

func (s *sheetRows) Close() error {
	s.rows.Close()
	return s.book.Close()
}
