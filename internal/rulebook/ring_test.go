package rulebook_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"stadga/internal/rulebook"
	facts "stadga/internal/rulebook/vocabulary"
)

// A rule that its own lateness starts, at once or by way of another, is refused with
// a sentence: it once ended the program, since who waits for whom was followed
// round and round.
func TestARuleThatStartsItselfIsRefused(t *testing.T) {
	rule := func(id, after string) string {
		return "  - {id: " + id + ", title: Prov, says: Ska göras., subject: case, step: utreda, owes: officer, effect: tell, mark: local, basis: [\"rutin: Prov\"], applies_by: event, within: {after_late: " + after + ", days: 1}, met_by: [case.closed]}\n"
	}
	for name, text := range map[string]string{
		"itself":      rule("a", "a"),
		"another":     rule("a", "b") + rule("b", "a"),
		"one of many": rule("a", "b") + rule("b", "c") + rule("c", "b"),
		"none":        "  - {title: Prov, says: Ska göras., applies: 'case.area == \"barn\"'}\n",
	} {
		files, err := rulebook.ReadFiles(fstest.MapFS{"local/norrsala/prov.yaml": &fstest.MapFile{Data: []byte("rules:\n" + text)}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = rulebook.LoadFiles(files, facts.All())
		if err == nil || name != "none" && !strings.Contains(err.Error(), "väntar på att den själv blir sen") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
