package export

import (
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"

	"stadga/internal/civil"
)

// ErrTooLong says that a list has more rows than a spreadsheet takes.
var ErrTooLong = errors.New("export: more rows than a spreadsheet takes")

// A sheetFile writes a list as a spreadsheet, its days with dashes as true days.
// It keeps its first error.
type sheetFile struct {
	path string
	book *excelize.File
	out  *excelize.StreamWriter
	rows int
	err  error
}

func createSheet(path string) (*sheetFile, error) {
	book := excelize.NewFile()
	out, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, errors.Join(err, book.Close())
	}
	return &sheetFile{path: path, book: book, out: out}, nil
}

func (s *sheetFile) line(cells []string) {
	if s.err != nil {
		return
	}
	if s.rows++; s.rows > excelize.TotalRows {
		s.err = ErrTooLong
		return
	}
	row := make([]any, len(cells))
	for i, cell := range cells {
		row[i] = cell
		if day, err := civil.Parse(cell); err == nil && day.Year() > 1920 {
			row[i] = day.DaysSince(civil.On(1899, 12, 30))
		}
	}
	s.err = s.out.SetRow(fmt.Sprintf("A%d", s.rows), row)
}

func (s *sheetFile) close() error {
	if s.err == nil {
		s.err = s.out.Flush()
	}
	if s.err == nil {
		s.err = s.book.SaveAs(s.path)
	}
	return errors.Join(s.err, s.book.Close())
}
