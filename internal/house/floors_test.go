package house

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// A place is where a package stands in the house.
type place struct {
	floor   int
	ordered bool
	at      int // its place in the row
}

func (p place) String() string { return fmt.Sprintf("floor %d", p.floor) }

// A plan tells the place of each package by its folder's name.
type plan map[string]place

// readPlan reads the table of floors in docs/husplan.md.
func readPlan(t *testing.T, text string) plan {
	t.Helper()
	row := regexp.MustCompile(`(?m)^\| (\d+)(, ordered)? \| [^|]* \| ([^|]*) \|$`)
	house := plan{}
	for _, m := range row.FindAllStringSubmatch(text, -1) {
		floor, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		for at, name := range strings.Fields(m[3]) {
			house[strings.Trim(name, "`")] = place{floor, m[2] != "", at}
		}
	}
	return house
}

// find returns the place of a package and the folder it belongs to. dir is its
// path in the module: internal/casework/casesql. The deepest folder that the
// plan knows decides.
func (house plan) find(dir string) (place, string, bool) {
	if at, ok := house[dir]; ok {
		return at, dir, true
	}
	parts := strings.Split(strings.TrimPrefix(dir, "internal/"), "/")
	for i := len(parts); i > 0; i-- {
		folder := strings.Join(parts[:i], "/")
		if at, ok := house[folder]; ok {
			return at, folder, true
		}
		for _, suffix := range []string{"sql", "web", "api"} {
			if i > 1 && strings.HasSuffix(folder, suffix) {
				return house["*"+suffix], folder, true
			}
		}
	}
	return place{}, "", false
}

// allows tells whether from may import to.
func (house plan) allows(from, to string) error {
	a, home, ok := house.find(from)
	if !ok {
		return fmt.Errorf("%s stands on no floor of docs/husplan.md", from)
	}
	b, other, ok := house.find(to)
	switch {
	case !ok:
		return fmt.Errorf("%s stands on no floor of docs/husplan.md", to)
	case home == other, strings.HasPrefix(home, other+"/"), b.floor < a.floor, b.floor == a.floor && a.ordered && b.at < a.at:
		return nil
	}
	return fmt.Errorf("%s (%s) imports %s (%s)", from, a, to, b)
}

func TestImportsGoDown(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs/husplan.md"))
	if err != nil {
		t.Fatal(err)
	}
	house := readPlan(t, string(text))
	checked := 0
	eachGoFile(t, func(name string) {
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		from := path.Dir(name)
		if from == "internal/house" {
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if to, ours := strings.CutPrefix(imported, "stadga/"); ours && !isTestHelp(from) {
				checked++
				if err := house.allows(from, to); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	})
	if checked < 20 {
		t.Errorf("only %d imports were looked at", checked)
	}
}

// isTestHelp tells whether a package exists for tests alone: faulttest, storetest.
func isTestHelp(dir string) bool { return strings.HasSuffix(path.Base(dir), "test") }

// The test itself must find a wrong import.
func TestWrongImportsAreFound(t *testing.T) {
	house := readPlan(t, "| 0, ordered | words | `civil` `ids` |\n| 2 | areas | `casework` `visits` |\n"+
		"| 3 | acts | `engine` |\n| 4 | platform | `store` |\n| 5 | edges | `*sql` `*web` `desk` |\n| 6 | program | `cmd/stadga` |\n")
	for name, tt := range map[string]struct {
		from, to string
		wrong    bool
	}{
		"down":                                {"internal/engine", "internal/casework", false},
		"up":                                  {"internal/casework", "internal/engine", true},
		"sideways between areas":              {"internal/casework", "internal/visits", true},
		"back in an ordered row":              {"internal/ids", "internal/civil", false},
		"forth in an ordered row":             {"internal/civil", "internal/ids", true},
		"inside the own folder":               {"internal/store/sqlite", "internal/store", false},
		"from the folder to inside":           {"internal/store", "internal/store/sqlite", false},
		"pages that import queries":           {"internal/casework/caseweb", "internal/casework/casesql", true},
		"queries that import their area":      {"internal/casework/casesql", "internal/casework", false},
		"pages that import their folder":      {"internal/desk/deskweb", "internal/desk", false},
		"a folder that imports its own pages": {"internal/desk", "internal/desk/deskweb", true},
		"a package without a floor":           {"internal/magic", "internal/civil", true},
		"the program":                         {"cmd/stadga", "internal/desk/deskweb", false},
	} {
		t.Run(name, func(t *testing.T) {
			err := house.allows(tt.from, tt.to)
			if (err != nil) != tt.wrong {
				t.Errorf("%s → %s: %v", tt.from, tt.to, err)
			}
			if tt.wrong && err != nil && !strings.Contains(err.Error(), tt.from) {
				t.Errorf("the package is not named: %v", err)
			}
		})
	}
}

// eachGoFile visits every Go file of the tree by its path from the root.
func eachGoFile(t *testing.T, visit func(name string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || name != root && strings.HasPrefix(entry.Name(), ".") && entry.Name() != ".."):
			return filepath.SkipDir
		case !entry.IsDir() && strings.HasSuffix(name, ".go"):
			rel, err := filepath.Rel(root, name)
			if err != nil {
				return err
			}
			visit(filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
