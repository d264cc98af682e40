package house

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// committed lists the files that git would hand to someone else.
func committed(t *testing.T) []string {
	t.Helper()
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Skipf("git cannot list the files of this tree (%v); this test reads what is committed", err)
	}
	var names []string
	for _, name := range strings.Split(strings.Trim(string(out), "\x00"), "\x00") {
		if _, err := os.Stat(filepath.Join(root, name)); err == nil { // a deleted file is still listed
			names = append(names, name)
		}
	}
	return names
}

// text returns a committed file, and false when it is a picture or archive.
func text(t *testing.T, name string) (string, bool) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content), !bytes.ContainsRune(content[:min(len(content), 8000)], 0)
}

// What ties the tree to one machine or one tool must not be committed. The
// pattern is put together here so that it does not find itself.
var ties = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`/(wo` + `rk|fa` + `rm|ro` + `ot)/[a-z.]`,
	`\b(pro` + `xy|regi` + `stry|d` + `eb|s` + `um)\.[a-z]+\.(org|com)`,
	`"resol` + `ved":`,
	`clau` + `de|anthro` + `pic|chat` + `gpt|sub-?a` + `gent`,
}, "|"))

func TestNothingTiesTheTreeToAMachine(t *testing.T) {
	for _, name := range committed(t) {
		content, isText := text(t, name)
		if !isText || strings.HasSuffix(name, ".sum") {
			continue
		}
		for i, line := range strings.Split(content, "\n") {
			if found := ties.FindString(line); found != "" {
				t.Errorf("%s:%d names %q", name, i+1, found)
			}
		}
	}
	for _, planted := range []string{"see /wo" + "rk/main", "https://regi" + "stry.npmjs.org/x", `"resol` + `ved": "x"`} {
		if !ties.MatchString(planted) {
			t.Errorf("%q is let through", planted)
		}
	}
}

func TestNothingIsLeftOpen(t *testing.T) {
	open := regexp.MustCompile(`\bTO` + `DO\b|\bFIX` + `ME\b|\bXX` + `X\b|not imple` + `mented`)
	for _, name := range committed(t) {
		content, isText := text(t, name)
		if !isText || !strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, ".html") && !strings.HasSuffix(name, ".js") {
			continue
		}
		lines := strings.Split(content, "\n")
		for i, line := range lines {
			if found := open.FindString(line); found != "" {
				t.Errorf("%s:%d is left open: %s", name, i+1, strings.TrimSpace(line))
			}
		}
		if strings.HasSuffix(name, ".go") && len(lines) > 701 {
			t.Errorf("%s has %d lines; a newcomer finds the way in at most 700", name, len(lines)-1)
		}
	}
}

// A file of this size in the tree is a mistake: pictures are made small, data is made by a command.
func TestCommittedFilesAreSmall(t *testing.T) {
	for _, name := range committed(t) {
		info, err := os.Stat(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if name == "cmd/stadga/openapi.json" {
			continue // every address and answer, a line each: its difference is read when something changes (ADR 13)
		}
		if info.Size() > 300_000 {
			t.Errorf("%s is %d kB; at most 300", name, info.Size()/1000)
		}
	}
}
