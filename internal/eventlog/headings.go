package eventlog

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"io"
)

// Headings reads the headings (kolumnrubriker) of a list that no mapping speaks
// of yet, so that a person can say which column is which. They are the first of
// the widest rows: titles above a table have fewer cells than the table.
func Headings(path string) ([]string, error) {
	source, err := openRows(path, &List{}, &digester{hash: sha256.New()})
	if err != nil {
		return nil, err
	}
	defer source.Close()
	var widest []string
	for range headerWithin {
		fields, _, err := source.read()
		if err != nil {
			// The file may be only its beginning, cut in the middle of a row.
			if err != io.EOF && widest == nil {
				return nil, err
			}
			break
		}
		if filled(fields) > len(widest) {
			widest = nil
			for _, field := range fields {
				if name := trimCell(string(field)); name != "" {
					widest = append(widest, name)
				}
			}
		}
	}
	return widest, nil
}

// filled counts the cells of a row that hold something.
func filled(fields [][]byte) int {
	n := 0
	for _, field := range fields {
		if trimCell(string(field)) != "" {
			n++
		}
	}
	return n
}

// widestComma tells which sign parts the fields when no column is known: the
// one that gives the row with most of them.
func widestComma(in *bufio.Reader) byte {
	sample, _ := in.Peek(64 << 10)
	comma, most := byte(';'), 0
	for _, candidate := range commas() {
		rows := csvReader{in: bufio.NewReader(bytes.NewReader(sample)), comma: candidate}
		for range headerWithin {
			fields, err := rows.next()
			if err != nil {
				break
			}
			if n := filled(fields); n > most {
				comma, most = candidate, n
			}
		}
	}
	return comma
}

// commas are the signs that part fields, the most usual in Sweden first.
func commas() []byte { return []byte{';', '\t', ',', '|'} }
