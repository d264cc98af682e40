package house

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Every module our code imports has a line that says what it saves us from, and
// every line is of a module that is imported.
func TestEveryDependencyHasItsReason(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(root, "docs/dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| [^|]+ \\| [^|]+ \\|$").FindAllStringSubmatch(string(content), -1) {
		used[m[1]] = false
	}
	eachGoFile(t, func(name string) {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			host, _, _ := strings.Cut(imported, "/")
			if !strings.Contains(host, ".") {
				continue // the standard library, or ours
			}
			listed := false
			for module := range used {
				if imported == module || strings.HasPrefix(imported, module+"/") {
					used[module], listed = true, true
				}
			}
			if !listed {
				t.Errorf("%s imports %s, which has no line in docs/dependencies.md", name, imported)
			}
		}
	})
	for module, is := range used {
		if !is {
			t.Errorf("docs/dependencies.md gives a reason for %s, which nothing imports", module)
		}
	}
}
