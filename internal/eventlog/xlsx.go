package eventlog

import (
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
	width  int
	fields [][]byte
}

// openXLSX opens the sheet the list names, or the first. Cells are read raw, so
// that a day is a number and not somebody's way of writing it.
func openXLSX(path string, list *List) (rowSource, error) {
	name := filepath.Base(path)
	// Worksheets above 16 MB are unpacked to a temporary file instead of memory.
	book, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return nil, faultAt(Place{File: name}, "Kalkylbladet går inte att öppna. Filen kan vara avkapad eller skyddad med lösenord. Spara den på nytt som XLSX.")
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
	return &sheetRows{book: book, rows: rows, name: name, sheet: sheet}, nil
}

func (s *sheetRows) read() ([][]byte, int, error) {
	if !s.rows.Next() {
		if err := s.rows.Error(); err != nil {
			return nil, s.line, faultAt(Place{File: s.name, Line: s.line + 1}, "Kalkylbladet går inte att läsa längre än hit. Filen kan vara avkapad. Spara den på nytt som XLSX.")
		}
		return nil, s.line, io.EOF
	}
	s.line++
	cells, err := s.rows.Columns()
	if err != nil {
		return nil, s.line, faultAt(Place{File: s.name, Line: s.line}, "Raden går inte att läsa. Filen kan vara avkapad. Spara den på nytt som XLSX.")
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
