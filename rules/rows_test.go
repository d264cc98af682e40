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

// Every row of the list has a rule, a measure, a reconcile or an entry under rows.
func TestEveryRowIsAnswered(t *testing.T) {
	book, err := rulebook.Load(rules.Files, vocabulary())
	if err != nil {
		t.Fatal(err)
	}
	all := keys(t)
	for _, row := range rulebook.Unanswered(book.Register(all)) {
		t.Errorf("nothing in rules/ answers %s", row)
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
	want := map[string][]string{}
	for section, rows := range lawRows(t) {
		for _, cells := range rows {
			want[section] = append(want[section], cells[0])
		}
	}
	appendices := tables(t, "../../shared/requirements.md", func(heading string) string {
		switch {
		case strings.HasPrefix(heading, "## Appendix 1."):
			return "tidsregler"
		case strings.HasPrefix(heading, "## Appendix 2."):
			return "kontrollpunkter"
		}
		return ""
	})
	begins := map[string]string{"tidsregler": "time-", "kontrollpunkter": "control-"}
	for section, rows := range appendices {
		for _, cells := range rows {
			slug := regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(cells[0]), "-")
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

// What answers a row is as sure as the law table says, and a row that someone has
// to check first is not used.
func TestEveryRowIsAsSureAsTheLawTableSays(t *testing.T) {
	book, err := rulebook.Load(rules.Files, vocabulary())
	if err != nil {
		t.Fatal(err)
	}
	marks := map[string]rulebook.Mark{}
	for _, r := range book.Rules() {
		marks[r.ID] = r.Mark
	}
	for _, r := range book.Rows() {
		marks[r.ID] = r.Mark
	}
	status := map[string]rulebook.Status{}
	for _, e := range book.Register(keys(t)) {
		status[e.ID] = e.Status
	}
	for _, rows := range lawRows(t) {
		for _, cells := range rows {
			row, sure := cells[0], rulebook.Mark(cells[len(cells)-2])
			if mark, own := marks[row]; own && mark != sure {
				t.Errorf("%s is marked %s, the law table says %s", row, mark, sure)
			}
			if off := status[row] == rulebook.Disabled; off != (sure == rulebook.Verify) {
				t.Errorf("%s is %s, the law table says %s", row, status[row], sure)
			}
		}
	}
}

// lawRows are the cells of the rule tables of law.md by section, without 2.20,
// which names rows of the others.
func lawRows(t *testing.T) map[string][][]string {
	t.Helper()
	return tables(t, "../../shared/law.md", func(heading string) string {
		if m := regexp.MustCompile(`^### (2\.\d+) `).FindStringSubmatch(heading); m != nil && m[1] != "2.1" && m[1] != "2.20" {
			return m[1]
		}
		return ""
	})
}

// tables reads the rows of the tables under the headings that the function gives
// a name; the tables' own heads are left out.
func tables(t *testing.T, path string, section func(heading string) string) map[string][][]string {
	t.Helper()
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not beside the checkout; this test reads its tables", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	found := map[string][][]string{}
	current, head := "", true
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "#"):
			current, head = section(line), true
		case strings.HasPrefix(line, "|---"):
			head = false
		case strings.HasPrefix(line, "| ") && current != "" && !head:
			cells := strings.Split(strings.Trim(line, "| "), "|")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			found[current] = append(found[current], cells)
		}
	}
	return found
}
