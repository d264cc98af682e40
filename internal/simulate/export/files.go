package export

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"

	"stadga/internal/civil"
)

// An encoder writes Windows-1252 and keeps its first error.
type encoder struct {
	out *bufio.Writer
	err error
}

func (e *encoder) line(cells []string) {
	if e.err != nil {
		return
	}
	for i, cell := range cells {
		if i > 0 {
			_ = e.out.WriteByte(';')
		}
		if strings.ContainsAny(cell, ";\"\n") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		for _, r := range cell {
			b, ok := charmap.Windows1252.EncodeRune(r)
			if !ok {
				e.err = fmt.Errorf("export: %q cannot be written in Windows-1252", r)
				return
			}
			_ = e.out.WriteByte(b) // a bufio.Writer keeps its first error for Flush
		}
	}
	_, _ = e.out.WriteString("\r\n")
}

// A listFile is one list being written, perhaps as a spreadsheet too.
type listFile struct {
	file  *os.File
	out   *encoder
	sheet *sheetFile // nil: none
	rows  int
}

// createList begins a list with two title lines and its headings.
func createList(path string, headers []string, taken civil.Date, sheets bool) (*listFile, error) {
	file, err := os.Create(path + ".csv")
	if err != nil {
		return nil, err
	}
	l := &listFile{file: file, out: &encoder{out: bufio.NewWriterSize(file, 256<<10)}}
	if sheets {
		if l.sheet, err = createSheet(path + ".xlsx"); err != nil {
			return nil, errors.Join(err, file.Close())
		}
	}
	pad := make([]string, len(headers))
	pad[0] = "Norrsala kommun, socialnämnden (påhittade personer)"
	l.line(pad)
	pad[0] = "Uttag " + taken.String()
	l.line(pad)
	l.line(headers)
	return l, nil
}

func (l *listFile) line(cells []string) {
	l.out.line(cells)
	if l.sheet != nil {
		l.sheet.line(cells)
	}
}

func (l *listFile) row(cells ...string) {
	l.line(cells)
	l.rows++
}

// close writes the line of sums and ends the file.
func (l *listFile) close() error {
	l.line([]string{"Summa", fmt.Sprint(l.rows)})
	err := errors.Join(l.out.err, l.out.out.Flush(), l.file.Close())
	if l.sheet != nil {
		err = errors.Join(err, l.sheet.close())
	}
	return err
}

// The three ways in which the lists write a day.
func dashed(d civil.Date) string { return d.String() }

func compact(d civil.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

func dotted(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	y, m, day := d.Parts()
	return fmt.Sprintf("%02d.%02d.%d", day, int(m), y)
}

// never writes no day as the old system does.
func never(d civil.Date) string {
	if d.IsZero() {
		return "1900-01-01"
	}
	return d.String()
}

// decimal writes hundredths with a decimal comma.
func decimal(hundredths int) string { return fmt.Sprintf("%d,%02d", hundredths/100, hundredths%100) }

// clockOf is the time of day; nothing where there is none.
func clockOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(civil.Stockholm).Format("15:04")
}

// hoursOf is the time of day as hours in decimals.
func hoursOf(at time.Time) string {
	at = at.In(civil.Stockholm)
	return decimal(at.Hour()*100 + (at.Minute()*100+30)/60)
}
