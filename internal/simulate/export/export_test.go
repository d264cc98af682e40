package export

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

func TestTheSameSeedMakesTheSameFiles(t *testing.T) {
	a, b, c := t.TempDir(), t.TempDir(), t.TempDir()
	first, err := Write(a, TwoYears(1, 500))
	if err != nil {
		t.Fatal(err)
	}
	second, err := Write(b, TwoYears(1, 500))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Write(c, TwoYears(2, 500)); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(first, second) {
		t.Errorf("%v differs from %v", first, second)
	}
	for file := range first.Rows {
		x, y, z := read(t, a, file), read(t, b, file), read(t, c, file)
		if x != y {
			t.Errorf("%s differs between two runs of one seed", file)
		}
		if x == z {
			t.Errorf("%s is the same by another seed", file)
		}
	}
}

func read(t *testing.T, dir, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The lists shall look as a system writes them, or reading them proves nothing.
func TestTheListsHaveTheDirtOfRealOnes(t *testing.T) {
	dir := t.TempDir()
	if _, err := Write(dir, TwoYears(1, 3000)); err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, file := range []string{"aktualiseringar.csv", "utredningar.csv", "beslut.csv", "verkstalligheter.csv", "besok.csv"} {
		text := read(t, dir, file)
		lines := strings.Split(text, "\r\n")
		if !strings.HasPrefix(lines[0], "Norrsala") || !strings.HasPrefix(lines[1], "Uttag") || !strings.HasPrefix(lines[len(lines)-2], "Summa") {
			t.Errorf("%s lacks title or sum: %q … %q", file, lines[:2], lines[len(lines)-2])
		}
		all += text
	}
	for what, sign := range map[string]string{
		"a day with dashes": ";2025-", "a day without": ";2025", "a day with points": ".2025;", "no day": ";1900-01-01;", "for ever": ";31.12.9999;",
		"Windows-1252": "\xc4rendenr", "decimal comma": ",00;tim", "two children in one row": "+1", "time left out": ";;",
		"over midnight": ";23:50;00:",
	} {
		if !strings.Contains(all, sign) {
			t.Errorf("no trace of %s (%q)", what, sign)
		}
	}
	if !regexp.MustCompile(`;\d\d,\d\d;\d\d,\d\d;[TM]`).MatchString(all) {
		t.Error("no trace of hours in decimals")
	}
}
