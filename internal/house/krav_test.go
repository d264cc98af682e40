package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The page of requirements is made from marks in the doc comments of tests, by
// UPDATE=1 go test ./internal/house. A mark says what a user sees, and how to
// break it so that the test fails:
//
//	krav B-04: Ny orosanmälan visar när skyddsbedömningen ska vara klar.
//	bryt rules/national/sol/orosanmalan.yaml: «hours: 24» → «hours: 48»
//
// «old» stands exactly once in the file, so that the break does not go stale.
// The tests that read marks skip the file that explains them.
const kravPage = "docs/krav.md"

// kravAreas are the areas of the requirements catalogue with how many each holds.
// In a kept area each requirement has a test, and losing one is a fault.
var kravAreas = []struct {
	letter, title string
	count         int
	kept          bool
}{
	{letter: "A", title: "Personal, roller och organisation", count: 39},
	{letter: "B", title: "Mottagning och bedömning av det som kommer in", count: 25, kept: true},
	{letter: "C", title: "Utredning", count: 27, kept: true},
	{letter: "D", title: "Beslut", count: 24, kept: true},
	{letter: "E", title: "Uppdrag, val av utförare och genomförande", count: 43, kept: true},
	{letter: "F", title: "Tidsregistrering, ersättning och fakturakontroll", count: 27, kept: true},
	{letter: "G", title: "Individuppföljning och avslut", count: 23},
	{letter: "H", title: "Ledningssystem för kvalitet", count: 49},
	{letter: "I", title: "Granskning och stickprov", count: 27},
	{letter: "J", title: "Avtalsuppföljning", count: 32},
	{letter: "K", title: "Mål, nyckeltal, budget och arbetstyngd", count: 27},
	{letter: "L", title: "Enkäter och öppna jämförelser", count: 19},
	{letter: "M", title: "Nämndens handlingar", count: 20},
	{letter: "N", title: "Rättssäkerhet, likvärdighet och insyn", count: 19},
}

// requirement is one mark: what a user sees of it and the test that shows it.
type requirement struct {
	id, sees, test, dir string
	file, old, broken   string // how to break it
}

var (
	kravMark  = regexp.MustCompile(`^krav ([A-N]-\d\d): (\S.*)$`)
	kravBreak = regexp.MustCompile(`^bryt (\S+): «(.+)» → «(.*)»$`)
)

// requirements reads every mark of the tree, by id.
func requirements(t *testing.T) map[string]requirement {
	t.Helper()
	found := map[string]requirement{}
	for _, name := range committed(t) {
		if !strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "/krav_test.go") {
			continue
		}
		if content, _ := text(t, name); !strings.Contains(content, "// krav ") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			test, isFunc := decl.(*ast.FuncDecl)
			if !isFunc || test.Doc == nil {
				continue
			}
			for _, r := range marks(t, name, test) {
				if other, double := found[r.id]; double {
					t.Errorf("%s is marked at both %s and %s; let the stronger test carry it", r.id, other.test, r.test)
				}
				found[r.id] = r
			}
		}
	}
	return found
}

func marks(t *testing.T, name string, test *ast.FuncDecl) []requirement {
	t.Helper()
	var all []requirement
	for _, line := range test.Doc.List {
		said := strings.TrimSpace(strings.TrimPrefix(line.Text, "//"))
		if m := kravMark.FindStringSubmatch(said); m != nil {
			all = append(all, requirement{id: m[1], sees: m[2], test: test.Name.Name, dir: filepath.Dir(name)})
		} else if m := kravBreak.FindStringSubmatch(said); m != nil && len(all) > 0 {
			last := &all[len(all)-1]
			last.file, last.old, last.broken = m[1], m[2], m[3]
		} else if strings.HasPrefix(said, "krav ") || strings.HasPrefix(said, "bryt ") {
			t.Errorf("%s: %s carries a mark that cannot be read: %s", name, test.Name.Name, said)
		}
	}
	if len(all) > 0 && !strings.HasPrefix(test.Name.Name, "Test") {
		t.Errorf("%s: %s is no test and carries a requirement", name, test.Name.Name)
	}
	return all
}

func TestEachRequirementIsShownByATest(t *testing.T) {
	found := requirements(t)
	page := kravText(found)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(filepath.Join(root, kravPage), []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stands, _ := text(t, kravPage)
	if stands != page {
		t.Errorf("%s is not what the marks say; make it anew with UPDATE=1 go test ./internal/house", kravPage)
	}
	for _, r := range found {
		if r.file == "" {
			t.Errorf("%s does not say how to break it (bryt FIL: «nu» → «då»)", r.id)
			continue
		}
		content, err := os.ReadFile(filepath.Join(root, r.file))
		if err != nil {
			t.Errorf("%s is broken in a file that is not there: %v", r.id, err)
		} else if n := strings.Count(string(content), r.old); n != 1 {
			t.Errorf("%s is broken at %q, which stands %d times in %s", r.id, r.old, n, r.file)
		}
		if !slices.Contains(kravIDs(r.id[:1]), r.id) {
			t.Errorf("%s at %s is no requirement", r.id, r.test)
		}
	}
	for _, area := range kravAreas {
		for _, id := range kravIDs(area.letter) {
			if _, shown := found[id]; area.kept && !shown {
				t.Errorf("%s has no test; mark the one that shows it", id)
			}
		}
	}
}

func kravIDs(letter string) []string {
	var ids []string
	for _, area := range kravAreas {
		for n := 1; area.letter == letter && n <= area.count; n++ {
			ids = append(ids, fmt.Sprintf("%s-%02d", letter, n))
		}
	}
	return ids
}

func kravText(found map[string]requirement) string {
	var page strings.Builder
	page.WriteString("# Krav\n\nVad en användare ser av varje krav, och testet som visar det. Sidan är gjord ur märken i testerna;\n" +
		"`make krav-prov SEED=1` drar tio av dem och visar att testet faller när koden bryts.\n")
	for _, area := range kravAreas {
		var rows, missing []string
		for _, id := range kravIDs(area.letter) {
			if r, shown := found[id]; shown {
				rows = append(rows, fmt.Sprintf("| %s | %s | %s |\n", id, r.sees, r.test))
			} else {
				missing = append(missing, id)
			}
		}
		fmt.Fprintf(&page, "\n## %s. %s\n\n%d av %d krav visas av ett test.", area.letter, area.title, len(rows), area.count)
		if len(missing) > 0 && len(rows) > 0 {
			fmt.Fprintf(&page, " Utan test: %s.", strings.Join(missing, ", "))
		}
		page.WriteString("\n")
		if len(rows) > 0 {
			page.WriteString("\n| krav | vad du ser | test |\n|---|---|---|\n" + strings.Join(rows, ""))
		}
	}
	return page.String()
}

// TestDrawnRequirements draws ten requirements by SEED, or takes those KRAV names,
// breaks a copy of the tree for each as its mark says, and expects the named test to fail.
func TestDrawnRequirements(t *testing.T) {
	ids := strings.Fields(strings.ReplaceAll(os.Getenv("KRAV"), ",", " "))
	found := requirements(t)
	if len(ids) == 0 {
		seed, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64)
		if err != nil {
			t.Skip("SEED=n draws ten requirements and breaks the code for each: make krav-prov SEED=1, or KRAV=B-03,D-01")
		}
		ids = slices.Sorted(maps.Keys(found))
		draw := rand.New(rand.NewPCG(seed, seed))
		draw.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		ids = ids[:min(10, len(ids))]
	}
	tree := copied(t)
	for _, id := range ids {
		r, marked := found[id]
		if !marked {
			t.Errorf("%s has no test", id)
			continue
		}
		t.Logf("%s: i %s, byt «%s» mot «%s»; då ska %s i %s falla", id, r.file, r.old, r.broken, r.test, r.dir)
		if alive := survives(t, tree, r); alive != "" {
			t.Errorf("%s: %s", id, alive)
		}
	}
}

// copied returns a folder with the committed files, and shared beside it, as in a fresh clone.
func copied(t *testing.T) string {
	t.Helper()
	above, err := filepath.Abs(filepath.Join(root, ".."))
	if err != nil {
		t.Fatal(err)
	}
	tree := filepath.Join(t.TempDir(), "tree")
	for _, name := range committed(t) {
		content, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(tree, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, content, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(above, "shared")); err == nil {
		if err := os.Symlink(filepath.Join(above, "shared"), filepath.Join(filepath.Dir(tree), "shared")); err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

// survives breaks the copy, runs the test and mends the copy again. It returns
// why the break was not caught, or nothing.
func survives(t *testing.T, tree string, r requirement) string {
	t.Helper()
	path := filepath.Join(tree, r.file)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(whole), r.old, r.broken, 1)), 0o755); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.WriteFile(path, whole, 0o755); err != nil {
			t.Fatal(err)
		}
	}()
	run := exec.Command("go", "test", "-count=1", "-v", "-run", "^"+r.test+"$", "./"+r.dir)
	run.Dir = tree
	out, err := run.CombinedOutput()
	switch {
	case err == nil && strings.Contains(string(out), "--- SKIP"):
		return r.test + " hoppades över och visar inget"
	case err == nil:
		return r.test + " gick igenom fast koden var bruten"
	case !strings.Contains(string(out), "--- FAIL: "+r.test):
		return "koden går inte att köra när den är bruten:\n" + string(out)
	}
	return ""
}
