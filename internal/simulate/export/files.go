package export

import (
	"bufio"
	"fmt"
	"os"
	"strings"

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

// createList begins a list with two title lines and its headings.
func createList(path string, headers []string, taken civil.Date) (*listFile, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	l := &listFile{file: file, out: &encoder{out: bufio.NewWriterSize(file, 256<<10)}}
	pad := make([]string, len(headers))
	pad[0] = "Norrsala kommun, socialnämnden (påhittade personer)"
	l.out.line(pad)
	pad[0] = "Uttag " + taken.String()
	l.out.line(pad)
	l.out.line(headers)
	return l, nil
}

func (l *listFile) row(cells ...string) {
	l.out.line(cells)
	l.rows++
}

// close writes the line of sums and ends the file.
func (l *listFile) close() error {
	l.out.line([]string{"Summa", fmt.Sprint(l.rows)})
	err := l.out.err
	if flushed := l.out.out.Flush(); err == nil {
		err = flushed
	}
	if closed := l.file.Close(); err == nil {
		err = closed
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

func clock(minutes int) string {
	minutes = (minutes%1440 + 1440) % 1440
	return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
}
