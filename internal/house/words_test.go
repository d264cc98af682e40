package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// An entry ties one Swedish term to one identifier.
type entry struct {
	Term  string `yaml:"term"`
	ID    string `yaml:"id"`
	Means string `yaml:"means"`
	Apart string `yaml:"apart"`
}

func readGlossary(t *testing.T) []entry {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, "docs/glossary.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var entries []entry
	if err := yaml.Unmarshal(content, &entries); err != nil {
		t.Fatal(err)
	}
	return entries
}

func TestOneTermHasOneIdentifier(t *testing.T) {
	terms, ids := map[string]string{}, map[string]string{}
	for _, e := range readGlossary(t) {
		if e.Term == "" || e.ID == "" || e.Means == "" {
			t.Errorf("%+v lacks term, id or meaning", e)
		}
		if other := ids[e.ID]; other != "" {
			t.Errorf("%s stands for both %q and %q", e.ID, other, e.Term)
		}
		if other := terms[e.Term]; other != "" {
			t.Errorf("%q is both %s and %s", e.Term, other, e.ID)
		}
		terms[e.Term], ids[e.ID] = e.ID, e.Term
	}
}

// An aspect of a noun needs no word of its own: IntakeKind is slag av aktualisering.
var aspect = regexp.MustCompile(`(Kind|Reason|Result|Outcome)$`)

// Every exported type of an area is a term of the glossary. Commands and events
// are verbs on those nouns.
func TestNounsOfTheAreasStandInTheGlossary(t *testing.T) {
	husplan, err := os.ReadFile(filepath.Join(root, "docs/husplan.md"))
	if err != nil {
		t.Fatal(err)
	}
	house, known := readPlan(t, string(husplan)), map[string]bool{}
	for _, e := range readGlossary(t) {
		known[e.ID] = true
	}
	nouns := 0
	for area, at := range house {
		if at.floor != 2 {
			continue
		}
		for noun, where := range exportedNouns(t, filepath.Join(root, "internal", area)) {
			nouns++
			if bare := aspect.ReplaceAllString(noun, ""); !known[bare] && !known[noun] && !known[area+"."+noun] {
				t.Errorf("%s: %s stands in no entry of docs/glossary.yaml; which Swedish term is it?", where, noun)
			}
		}
	}
	if nouns < 5 {
		t.Errorf("only %d nouns were looked at", nouns)
	}
}

// exportedNouns lists the exported types of a folder's package that are neither
// commands (Decide) nor events (EventName).
func exportedNouns(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	set, nouns, verbs := token.NewFileSet(), map[string]string{}, map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				if n.Name.IsExported() {
					nouns[n.Name.Name] = set.Position(n.Pos()).String()
				}
			case *ast.FuncDecl:
				if n.Recv != nil && (n.Name.Name == "Decide" || n.Name.Name == "EventName") {
					receiver := n.Recv.List[0].Type
					if star, ok := receiver.(*ast.StarExpr); ok {
						receiver = star.X
					}
					if of, ok := receiver.(*ast.Ident); ok {
						verbs[of.Name] = true
					}
				}
			}
			return true
		})
	}
	for verb := range verbs {
		delete(nouns, verb)
	}
	return nouns
}

// Words no page uses, with the word to use. They are sought in what users read:
// templates, rule files and Swedish sentences in code.
var unwanted = []struct {
	form *regexp.Regexp
	use  string
}{
	{word(`klock(a|or|orna)`), "frist"},
	{word(`ägare`), "handläggare eller ofördelad"},
	{word(`öppna insatser`), "insats utan behovsprövning"},
	{word(`intervention(en|er|erna)?`), "insats"},
	{word(`ticket|workflow`), "ärende"},
	{word(`radera(r|s|d|de|t|ts|des)?`), "rätta eller gallra"},
	{word(`besvärshänvisning(en)?`), "överklagandehänvisning"},
	{word(`missbruk(et|ets|s)?`), "skadligt bruk och beroende"},
	{word(`nödvärn(et)?`), "åtgärd utan samtycke i nöd"},
	{word(`klienten ska`), "personens namn"},
	{word(`ogiltig[ta]? värde[tn]?`), "vad som är fel och hur det rättas"},
}

// word matches whole words; Go's own \b does not know å, ä and ö.
func word(form string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:` + form + `)(?:$|[^\p{L}])`)
}

func wrongWord(text string) (found, use string) {
	for _, w := range unwanted {
		if found := w.form.FindString(text); found != "" {
			return found, w.use
		}
	}
	return "", ""
}

func TestPagesUseTheirOwnWords(t *testing.T) {
	read := 0
	for _, name := range committed(t) {
		switch {
		case strings.HasSuffix(name, ".html"), strings.HasPrefix(name, "rules/") && strings.HasSuffix(name, ".yaml"),
			strings.HasPrefix(name, "docs/handbok/"), strings.HasSuffix(name, ".js") && strings.HasPrefix(name, "internal/"):
			content, isText := text(t, name)
			for i, line := range strings.Split(content, "\n") {
				if found, use := wrongWord(line); isText && found != "" {
					t.Errorf("%s:%d says %q; say %s", name, i+1, found, use)
				}
			}
			read++
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && !strings.HasPrefix(name, "internal/legal/"):
			for _, s := range sentences(t, name) {
				if found, use := wrongWord(s.text); found != "" {
					t.Errorf("%s says %q; say %s", s.where, found, use)
				}
			}
			read++
		}
	}
	if read < 20 {
		t.Errorf("only %d files were read", read)
	}
	for _, planted := range []string{"en klocka går", "ägare saknas", "Öppna insatser", "Radera anteckningen"} {
		if found, _ := wrongWord(planted); found == "" {
			t.Errorf("%q is let through", planted)
		}
	}
}

type sentence struct{ text, where string }

// sentences lists the string literals of a Go file that hold several words.
func sentences(t *testing.T, name string) []sentence {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, filepath.Join(root, name), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []sentence
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil && strings.Contains(s, " ") {
				found = append(found, sentence{s, set.Position(lit.Pos()).String()})
			}
		}
		return true
	})
	return found
}
