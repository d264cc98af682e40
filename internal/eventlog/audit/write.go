package audit

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"stadga/internal/duty"
	"stadga/internal/sheet"
)

// WriteJSON writes the sums for a machine.
func (r Result) WriteJSON(w io.Writer) error {
	type file struct {
		Name    string         `json:"name"`
		Rows    int            `json:"rows"`
		Skipped map[string]int `json:"skipped,omitempty"`
		SHA256  string         `json:"sha256"`
	}
	type part struct {
		By map[string]string `json:"by"`
		Tally
	}
	type rule struct {
		ID    string `json:"id"`
		Title string `json:"title"`
		Local bool   `json:"local"`
		Tally
		Median  *int           `json:"median_days,omitempty"`
		Missing map[string]int `json:"missing,omitempty"`
		Parts   []part         `json:"parts,omitempty"`
	}
	out := struct {
		Cases    int            `json:"cases"`
		Events   int            `json:"events"`
		AsOf     string         `json:"as_of"`
		Seed     uint64         `json:"seed"`
		Files    []file         `json:"files"`
		Unjoined map[string]int `json:"unjoined,omitempty"`
		Rules    []rule         `json:"rules"`
	}{Cases: r.Material.Cases, Events: r.Material.Events, AsOf: r.AsOf.String(), Seed: r.Seed, Rules: []rule{}}
	for _, f := range r.Material.Files {
		one := file{Name: f.File, Rows: f.Rows, SHA256: f.SHA256}
		for _, s := range f.Skipped {
			if one.Skipped == nil {
				one.Skipped = map[string]int{}
			}
			one.Skipped[s.Why] = s.Rows
		}
		out.Files = append(out.Files, one)
	}
	for _, u := range r.Material.Unjoined {
		if out.Unjoined == nil {
			out.Unjoined = map[string]int{}
		}
		out.Unjoined[u.List+": "+u.Why] = u.Rows
	}
	for _, found := range r.Rules {
		one := rule{ID: found.ID, Title: found.Title, Local: found.Local, Tally: found.Tally}
		if found.Days.N > 0 {
			one.Median = &found.Days.Median
		}
		for _, m := range found.Reasons {
			if one.Missing == nil {
				one.Missing = map[string]int{}
			}
			one.Missing[m.Fact] = m.N
		}
		for _, p := range found.Parts {
			by := map[string]string{}
			for i, name := range found.By {
				by[name] = p.Values[i]
			}
			one.Parts = append(one.Parts, part{by, p.Tally})
		}
		out.Rules = append(out.Rules, one)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// WriteCSV writes the sums for a spreadsheet.
func (r Result) WriteCSV(w io.Writer) error {
	out := newCSV(w)
	out.row("regel", "rubrik", "grund", "lokalt mål", "omfattas", "uppfyllt", "träffar", "varav för sent", "pågår", "kan inte bedömas")
	for _, f := range r.Rules {
		local := "nej"
		if f.Local {
			local = "ja"
		}
		out.row(f.ID, f.Title, f.Cited, local, strconv.Itoa(f.Applies), strconv.Itoa(f.Met), strconv.Itoa(f.Late), strconv.Itoa(f.MetLate), strconv.Itoa(f.Open), strconv.Itoa(f.Undetermined))
	}
	return out.flush()
}

// WriteTable writes the sums for a person at a terminal.
func (r Result) WriteTable(w io.Writer) error {
	heads := []string{"", "omfattas", "uppfyllt", "träffar", "varav för sent", "pågår", "kan inte bedömas"}
	rows := [][]string{heads}
	for _, f := range r.Rules {
		rows = append(rows, []string{f.Title, strconv.Itoa(f.Applies), strconv.Itoa(f.Met), strconv.Itoa(f.Late), strconv.Itoa(f.MetLate), strconv.Itoa(f.Open), strconv.Itoa(f.Undetermined)})
	}
	width := make([]int, len(heads))
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%d ärenden, %d händelser eller rader. Läget %s.\n\n", r.Material.Cases, r.Material.Events, r.AsOf)
	for _, row := range rows {
		for i, cell := range row {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			switch {
			case i == 0:
				fmt.Fprint(out, cell, pad)
			default:
				fmt.Fprint(out, "  ", pad, cell)
			}
		}
		fmt.Fprintln(out)
	}
	for _, u := range r.Material.Unjoined {
		fmt.Fprintf(out, "\n%s: %d rader kunde inte paras ihop, %s.", u.List, u.Rows, u.Why)
	}
	if len(r.Material.Unjoined) > 0 {
		fmt.Fprintln(out)
	}
	return out.Flush()
}

// Swedish is an answer as the report writes it.
func Swedish(s duty.State) string {
	switch s {
	case duty.Met:
		return "uppfyllt"
	case duty.Late:
		return "inte uppfyllt"
	case duty.MetLate:
		return "för sent"
	case duty.Open:
		return "pågår"
	case duty.Undetermined:
		return "kan inte bedömas"
	}
	return "omfattas inte"
}

// csvWriter writes CSV as Swedish spreadsheets read it: a mark that it is UTF-8,
// semicolons, and an apostrophe before what a spreadsheet would take for a formula.
type csvWriter struct {
	out *bufio.Writer
}

func newCSV(w io.Writer) *csvWriter {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString("\ufeff") // a bufio.Writer keeps its first error for Flush
	return &csvWriter{out}
}

func (c *csvWriter) row(cells ...string) {
	for i, cell := range cells {
		if i > 0 {
			_ = c.out.WriteByte(';')
		}
		cell = sheet.Cell(cell)
		if strings.ContainsAny(cell, ";\"\r\n") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		_, _ = c.out.WriteString(cell)
	}
	_, _ = c.out.WriteString("\r\n")
}

func (c *csvWriter) flush() error { return c.out.Flush() }
