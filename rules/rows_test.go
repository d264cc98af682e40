package rules_test

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"stadga/internal/rulebook"
	"stadga/rules"
)

func keys(t *testing.T) rulebook.Keys {
	t.Helper()
	keys, err := rulebook.ReadKeys(rules.Rows)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// awaited is how many rows may still lack an answer. It only goes down.
const awaited = 1

// Every row of the list has a rule, a measure, a reconcile or an entry under rows.
func TestEveryRowIsAnswered(t *testing.T) {
	book, err := rulebook.Load(rules.Files, vocabulary())
	if err != nil {
		t.Fatal(err)
	}
	all := keys(t)
	open := rulebook.Unanswered(book.Register(all))
	if len(open) > awaited {
		t.Errorf("nothing in rules/ answers %d rows, %d were awaited: %v", len(open), awaited, open)
	}
	known := map[string]bool{}
	for _, group := range all {
		for _, row := range group.Rows {
			known[row] = true
		}
	}
	for _, a := range book.Answers() {
		for _, row := range a.Rows[1:] {
			if !known[row] {
				t.Errorf("%s in %s answers %s, which is no row of rules/rader.yaml", a.ID, a.File, row)
			}
		}
	}
	for _, row := range book.Rows() {
		if !known[row.ID] {
			t.Errorf("%s:%d: %s is no row of rules/rader.yaml", row.File, row.Line, row.ID)
		}
	}
}

// The list of rows is the one of the law tables and of the two appendices.
func TestTheListOfRowsIsThatOfTheLawTables(t *testing.T) {
	listed := map[string][]string{}
	for _, group := range keys(t) {
		listed[group.Section] = group.Rows
	}
	want := firstCells(t, "../../shared/law.md", func(heading string) string {
		if m := regexp.MustCompile(`^### (2\.\d+) `).FindStringSubmatch(heading); m != nil && m[1] != "2.1" && m[1] != "2.20" { // 2.20 names rows of the others
			return m[1]
		}
		return ""
	})
	appendices := firstCells(t, "../../shared/requirements.md", func(heading string) string {
		switch {
		case strings.HasPrefix(heading, "## Appendix 1."):
			return "tidsregler"
		case strings.HasPrefix(heading, "## Appendix 2."):
			return "kontrollpunkter"
		}
		return ""
	})
	begins := map[string]string{"tidsregler": "time-", "kontrollpunkter": "control-"}
	for section, names := range appendices {
		for _, name := range names {
			slug := regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(name), "-")
			want[section] = append(want[section], begins[section]+strings.Trim(slug, "-"))
		}
	}
	for section, rows := range want {
		if !slices.Equal(listed[section], rows) {
			t.Errorf("section %s: listed %v, the tables have %v", section, listed[section], rows)
		}
		delete(listed, section)
	}
	if len(listed) > 0 {
		t.Errorf("sections that the tables do not have: %v", listed)
	}
}

// firstCells reads the first cell of each row of the tables under the headings
// that the function gives a name; the tables' own heads are left out.
func firstCells(t *testing.T, path string, section func(heading string) string) map[string][]string {
	t.Helper()
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not beside the checkout; this test reads its tables", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cells := map[string][]string{}
	current, head := "", true
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "#"):
			current, head = section(line), true
		case strings.HasPrefix(line, "|---"):
			head = false
		case strings.HasPrefix(line, "| ") && current != "" && !head:
			cells[current] = append(cells[current], strings.TrimSpace(strings.Split(line, "|")[1]))
		}
	}
	return cells
}
