package house

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every requirement of OWASP ASVS 5.0 level 1 and 2 stands once in docs/security.md
// with a verdict, and every test and file it points to exists.
func TestTheSecurityListIsWholeAndTrue(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs/security.md"))
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	named := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Za-z]+)\(`)
	eachGoFile(t, func(name string) {
		if !strings.HasSuffix(name, "_test.go") {
			return
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllSubmatch(text, -1) {
			tests[string(m[1])] = true
		}
	})
	stands := map[string]int{}
	row := regexp.MustCompile(`(?m)^\| (\d+\.\d+\.\d+) \| (met|not met|not applicable) \| ([^|]+) \|$`)
	pointer := regexp.MustCompile("`([^`]+)`")
	for _, m := range row.FindAllStringSubmatch(string(page), -1) {
		number, verdict, says := m[1], m[2], m[3]
		stands[number]++
		points := pointer.FindAllStringSubmatch(says, -1)
		if verdict == "met" && len(points) == 0 {
			t.Errorf("%s is said to be met, and nothing shows it", number)
		}
		for _, p := range points {
			if strings.HasPrefix(p[1], "Test") || strings.HasPrefix(p[1], "Fuzz") {
				if !tests[p[1]] {
					t.Errorf("%s: there is no test %s", number, p[1])
				}
			} else if _, err := os.Stat(filepath.Join(root, p[1])); err != nil {
				t.Errorf("%s: there is no file %s", number, p[1])
			}
		}
	}
	for number, n := range stands {
		if n != 1 {
			t.Errorf("%s stands %d times", number, n)
		}
	}
	if len(stands) != 253 {
		t.Errorf("%d requirements stand in the list, want 253", len(stands))
	}
	file, err := os.Open(filepath.Join(root, "../shared/data/asvs/asvs-5.0.0.csv"))
	if err != nil {
		t.Log("the standard is not beside the checkout (shared/data/asvs): only the count is held")
		return
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines[1:] {
		number, level := strings.TrimPrefix(line[4], "V"), line[6]
		if (level == "1" || level == "2") && stands[number] == 0 {
			t.Errorf("%s of level %s is not in the list", number, level)
		}
	}
}
