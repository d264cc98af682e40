// Package faulttest holds an area's sentences to the keys its code uses.
package faulttest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"stadga/internal/fault"
)

// Every key looks like "intake.received-in-future".
var key = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$`)

// Check reads the Go files of dir, and of more folders of the same area, and
// fails for keys without words and words without keys. A key is the text given
// to fault.New or fault.Field, or the Text of a fault.Error.
func Check(t *testing.T, dir string, c fault.Catalogue, more ...string) {
	t.Helper()
	used := keys(t, dir)
	for _, other := range more {
		maps.Copy(used, keys(t, other))
	}
	for k, where := range used {
		if _, ok := c[k]; !ok {
			t.Errorf("%s: key %q has no words", where, k)
		}
	}
	for k, sentence := range c {
		if used[k] == "" {
			t.Errorf("words FEL-%04d for key %q that no code uses", sentence.Number, k)
		}
		if !key.MatchString(k) {
			t.Errorf("key %q is not of the form area.what-is-wrong", k)
		}
		if sentence.Number == 0 || !strings.HasSuffix(strings.TrimSpace(sentence.Says), ".") && !strings.HasSuffix(sentence.Says, "?") {
			t.Errorf("FEL-%04d %q is no whole sentence with a number", sentence.Number, k)
		}
	}
}

func keys(t *testing.T, dir string) map[string]string {
	t.Helper()
	used := map[string]string{}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no Go files in %s (%v)", dir, err)
	}
	set := token.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		take := func(e ast.Expr) {
			if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					used[s] = set.Position(lit.Pos()).String()
				}
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if from, ok := n.Fun.(*ast.SelectorExpr); ok && isFault(from.X) && (from.Sel.Name == "New" || from.Sel.Name == "Field") && len(n.Args) == 2 {
					take(n.Args[1])
				}
			case *ast.CompositeLit:
				if of, ok := n.Type.(*ast.SelectorExpr); ok && isFault(of.X) && of.Sel.Name == "Error" {
					for _, e := range n.Elts {
						if kv, ok := e.(*ast.KeyValueExpr); ok {
							if name, ok := kv.Key.(*ast.Ident); ok && name.Name == "Text" {
								take(kv.Value)
							}
						}
					}
				}
			}
			return true
		})
	}
	return used
}

func isFault(e ast.Expr) bool {
	name, ok := e.(*ast.Ident)
	return ok && name.Name == "fault"
}
