package house

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whatever writes a list that a spreadsheet opens writes each cell through
// sheet.Cell, so that no text of a case becomes a formula.
func TestEveryListWritesItsCellsThroughSheet(t *testing.T) {
	writers := 0
	eachGoFile(t, func(name string) {
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		content, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		text := string(content)
		if !strings.Contains(text, "csv.NewWriter(") && !strings.Contains(text, `"\ufeff"`) && !strings.Contains(text, `"\uFEFF"`) || strings.Contains(text, "csv.NewReader(") {
			return
		}
		writers++
		if !strings.Contains(text, "sheet.Cell(") {
			t.Errorf("%s writes a list and not through sheet.Cell", name)
		}
	})
	if writers < 3 {
		t.Errorf("only %d writers of lists were found", writers)
	}
}
