package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"stadga/internal/paper"
	"stadga/internal/sheet"
)

// Format writes a value as a person reads it: decimal comma, thin space between
// thousands, a dash for what cannot be given.
func (c Column) Format(v Value) string {
	switch {
	case v.Unknown:
		return "–"
	case c.Unit == Text:
		return v.Text
	case c.Unit == Tenth:
		return tenths(v.Number)
	case c.Unit == Share:
		return tenths(v.Number) + " %"
	}
	return thousands(v.Number)
}

func tenths(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "−", -n
	}
	return sign + thousands(n/10) + "," + strconv.FormatInt(n%10, 10)
}

func thousands(n int64) string {
	if n < 0 {
		return "−" + thousands(-n)
	}
	s := strconv.FormatInt(n, 10)
	var b strings.Builder
	for i, digit := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteRune('\u2009')
		}
		b.WriteRune(digit)
	}
	return b.String()
}

// number writes a value for a machine: point as decimal mark, no unit.
func (c Column) number(v Value) string {
	switch {
	case v.Unknown:
		return ""
	case c.Unit == Text:
		return v.Text
	case c.Unit == Tenth, c.Unit == Share:
		return strings.NewReplacer(",", ".", "\u2009", "", "−", "-").Replace(tenths(v.Number))
	}
	return strconv.FormatInt(v.Number, 10)
}

// Write writes the answer as "table", "csv", "json" or "pdf".
func (a Answer) Write(w io.Writer, format string) error {
	switch format {
	case "table":
		return a.table(w)
	case "csv":
		return a.csv(w)
	case "json":
		return a.json(w)
	case "pdf":
		return paper.Write(w, a.paper())
	}
	return fmt.Errorf("formatet %q finns inte; välj table, csv, json eller pdf", format)
}

func (a Answer) table(w io.Writer) error {
	cells := [][]string{nil}
	for _, c := range a.Report.Columns {
		cells[0] = append(cells[0], c.Title)
	}
	for _, row := range a.Rows {
		var line []string
		for i, c := range a.Report.Columns {
			line = append(line, c.Format(row[i]))
		}
		cells = append(cells, line)
	}
	widths := make([]int, len(a.Report.Columns))
	for _, line := range cells {
		for i, cell := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s, %s–%s, %s %s\n\n", a.Report.Title, a.Query.From, a.Query.To, a.Report.AsOfWords(), a.Query.AsOf)
	for _, line := range cells {
		for i, cell := range line {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if a.Report.Columns[i].Unit != Text {
				b.WriteString(pad + cell)
			} else {
				b.WriteString(cell + pad)
			}
			if i < len(line)-1 {
				b.WriteString("  ")
			}
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	for _, sentence := range a.Report.Says {
		b.WriteString(sentence + "\n")
	}
	_, err := w.Write(b.Bytes())
	return err
}

// csv writes what Swedish spreadsheets open: byte order mark, semicolons,
// decimal comma, and a quote before a text that would be taken for a formula.
func (a Answer) csv(w io.Writer) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma = ';'
	out.UseCRLF = true
	var head []string
	for _, c := range a.Report.Columns {
		head = append(head, c.Title)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, row := range a.Rows {
		var line []string
		for i, c := range a.Report.Columns {
			if c.Unit == Text {
				line = append(line, sheet.Cell(row[i].Text))
			} else {
				line = append(line, strings.Replace(c.number(row[i]), ".", ",", 1))
			}
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// manyColumns is how many columns stand on an upright page.
const manyColumns = 6

// paper is the answer with its definition, as of the day it speaks of.
func (a Answer) paper() paper.Document {
	table := paper.Table{Caption: "Tabell"}
	for _, c := range a.Report.Columns {
		table.Head, table.Numbers = append(table.Head, c.Title), append(table.Numbers, c.Unit != Text)
	}
	for _, row := range a.Rows {
		var cells []string
		for i, c := range a.Report.Columns {
			cells = append(cells, c.Format(row[i]))
		}
		table.Rows = append(table.Rows, cells)
	}
	period := a.Report.AsOfWords() + " " + a.Query.AsOf.String()
	if !a.Query.From.IsZero() {
		period = a.Query.From.String() + "–" + a.Query.To.String() + ", " + period
	}
	d := paper.Document{
		Title: a.Report.Title, Author: "Stadga", Made: a.Query.AsOf.At(12, 0), Foot: a.Report.Title + ", " + period, Wide: len(a.Report.Columns) > manyColumns,
		Blocks: []paper.Block{paper.Heading{Level: 1, Text: a.Report.Title}, paper.Text(period + ".")},
	}
	if len(table.Rows) > 0 {
		d.Blocks = append(d.Blocks, table)
	} else {
		d.Blocks = append(d.Blocks, paper.Text("Det finns inget att räkna i perioden."))
	}
	d.Blocks = append(d.Blocks, paper.Heading{Level: 2, Text: "Så räknas rapporten"})
	for _, says := range a.Report.Says {
		d.Blocks = append(d.Blocks, paper.Text(says))
	}
	return d
}

func (a Answer) json(w io.Writer) error {
	type column struct {
		Name  string `json:"name"`
		Title string `json:"title"`
		Unit  Unit   `json:"unit"`
	}
	body := struct {
		Key        string           `json:"key"`
		Title      string           `json:"title"`
		Definition []string         `json:"definition"`
		From       string           `json:"from"`
		To         string           `json:"to"`
		AsOf       string           `json:"as_of"`
		Columns    []column         `json:"columns"`
		Rows       []map[string]any `json:"rows"`
	}{
		Key: a.Report.Key, Title: a.Report.Title, Definition: a.Report.Says,
		From: a.Query.From.String(), To: a.Query.To.String(), AsOf: a.Query.AsOf.String(),
		Rows: []map[string]any{},
	}
	for _, c := range a.Report.Columns {
		body.Columns = append(body.Columns, column{c.Name, c.Title, c.Unit})
	}
	for _, row := range a.Rows {
		values := map[string]any{}
		for i, c := range a.Report.Columns {
			switch {
			case row[i].Unknown:
				values[c.Name] = nil
			case c.Unit == Text:
				values[c.Name] = row[i].Text
			default:
				values[c.Name] = json.Number(c.number(row[i]))
			}
		}
		body.Rows = append(body.Rows, values)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(body)
}
