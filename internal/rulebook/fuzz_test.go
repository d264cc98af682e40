package rulebook_test

import (
	"testing"
	"testing/fstest"

	"stadga/internal/rulebook"
	facts "stadga/internal/rulebook/vocabulary"
	"stadga/rules"
)

// No rule file makes the reader panic: it becomes rules, or sentences about what
// is wrong with it.
func FuzzRuleFile(f *testing.F) {
	f.Add([]byte("rules: [{id: a, title: b, says: c, applies: 'case.area == \"barn\"'}]"))
	if text, err := rules.Files.ReadFile("local/norrsala/kontroller.yaml"); err == nil {
		f.Add(text[:min(len(text), 2000)])
	}
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		files, err := rulebook.ReadFiles(fstest.MapFS{"local/norrsala/prov.yaml": &fstest.MapFile{Data: text}})
		if err != nil {
			return
		}
		if book, err := rulebook.LoadFiles(files, facts.All()); err == nil && book == nil {
			t.Error("neither a book nor what is wrong with it")
		}
		_, _ = rulebook.ReadKeys(text)
	})
}
