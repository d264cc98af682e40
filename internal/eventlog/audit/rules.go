package audit

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"stadga/internal/duty"
	"stadga/internal/eventlog"
	"stadga/internal/rulebook"
)

// MappingName is what a mapping is called that lies beside its rules.
const MappingName = "mapping.yaml"

// RuleFiles narrows a folder to its rules: without the mapping beside them, and
// without folders that have a mapping of their own and so speak of other material.
func RuleFiles(dir fs.FS) fs.FS { return ruleFiles{dir} }

type ruleFiles struct{ fs.FS }

func (r ruleFiles) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(r.FS, name)
	if err != nil {
		return nil, err
	}
	var kept []fs.DirEntry
	for _, entry := range entries {
		switch {
		case entry.IsDir():
			if _, err := fs.Stat(r.FS, path.Join(name, entry.Name(), MappingName)); err == nil {
				continue
			}
		case isMapping(entry.Name()):
			continue
		}
		kept = append(kept, entry)
	}
	return kept, nil
}

func isMapping(name string) bool {
	return name == MappingName || strings.HasPrefix(name, "mapping-") || strings.HasPrefix(name, "mappning")
}

// Rules reads the rules of a folder over what the mapping can say.
func Rules(dir fs.FS, mapping *eventlog.Mapping) (*rulebook.Book, error) {
	return rulebook.Load(RuleFiles(dir), mapping.Vocabulary())
}

// Checks are the book's rules that are in use, as the report shows them, with
// the tables the mapping asks for. A table over a rule that is not there is a fault.
func Checks(book *rulebook.Book, mapping *eventlog.Mapping) ([]Check, error) {
	var checks []Check
	counted := countedBy(book)
	tables := map[string][]string{}
	for _, t := range mapping.Tables {
		tables[t.Rule] = t.By
	}
	for _, r := range book.Rules() {
		if r.Off != "" {
			continue
		}
		c := Check{ID: r.ID, Title: r.Title, Says: r.Says, Cited: cited(book.Versions(r.ID)), Local: r.Mark == rulebook.Local, Subject: r.Subject, Shape: r.Shape, By: tables[r.ID], Counted: r.Effect == duty.Tells && counted[r.ID]}
		delete(tables, r.ID)
		if r.Mark == rulebook.Likely {
			c.Sure = "läsningen av lagen ska bekräftas"
		}
		checks = append(checks, c)
	}
	for rule := range tables {
		return nil, &eventlog.Fault{Place: eventlog.Place{File: mapping.File}, Text: "Under tables står regeln \"" + rule + "\", som inte finns bland reglerna. Rätta namnet eller ta bort raden."}
	}
	return checks, nil
}

// countedBy tells which rules some measure or reconcile counts.
func countedBy(book *rulebook.Book) map[string]bool {
	counted := map[string]bool{}
	for _, c := range FiguresOf(book) {
		for _, id := range slices.Concat(c.Left.Over, c.Right.Over) {
			counted[id] = true
		}
	}
	return counted
}

// cited names what every version of a rule rests on, newest first.
func cited(versions []*rulebook.Rule) string {
	var all []string
	for i := len(versions) - 1; i >= 0; i-- {
		text := versions[i].Cited()
		if to := versions[i].To; !to.IsZero() {
			text += " (till " + to.String() + ")"
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

// Problems lists what is wrong with the rules, one sentence each; none when err
// is of another kind.
func Problems(err error) []string {
	var problems rulebook.Problems
	if !errors.As(err, &problems) {
		return nil
	}
	var all []string
	for _, p := range problems {
		all = append(all, p.String())
	}
	return all
}
