package audit

import (
	"errors"
	"fmt"
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

// Rules reads rules over what the mapping can say and the
// vocabulary of the areas. A rule may ask for what the material does not tell:
// then it answers "cannot be judged", and does not fail to load.
func Rules(files []rulebook.File, mapping *eventlog.Mapping, areas []duty.FactType) (*rulebook.Book, error) {
	told := map[string]duty.Silence{}
	facts := mapping.Vocabulary()
	own := map[string]duty.FactType{}
	for _, f := range facts {
		told[f.Name], own[f.Name] = f.Silence, f
	}
	for _, area := range areas {
		mine, mapped := own[area.Name]
		if !mapped {
			facts = append(facts, area)
			continue
		}
		if err := agree(mapping.File, mine, area); err != nil {
			return nil, err
		}
		at := slices.IndexFunc(facts, func(f duty.FactType) bool { return f.Name == area.Name })
		area.Says = mine.Says
		facts[at] = area
	}
	return rulebook.LoadFor(files, facts, told)
}

// agree holds a fact of the mapping to the area's fact of the same name.
func agree(file string, mine, area duty.FactType) error {
	fault := func(format string, args ...any) error {
		return &eventlog.Fault{Place: eventlog.Place{File: file}, Text: fmt.Sprintf("Uppgiften %q finns redan i Stadga, ", mine.Name) + fmt.Sprintf(format, args...) + " Rätta mappningen, eller ge uppgiften ett annat namn."}
	}
	// A day will do where an hour is asked for: what counts hours cannot be judged then.
	sameType := mine.Type == area.Type || mine.Type == duty.Day && area.Type == duty.Instant || mine.Type == duty.Instant && area.Type == duty.Day
	switch {
	case mine.Subject != area.Subject:
		return fault("om %s. Mappningen ger den om %s.", area.Subject, mine.Subject)
	case !sameType:
		return fault("som %s. Mappningen ger den som %s.", area.Type, mine.Type)
	}
	for _, word := range mine.Words {
		if len(area.Words) > 0 && !slices.Contains(area.Words, word) {
			return fault("med orden %s. Mappningen skriver %s.", strings.Join(area.Words, ", "), word)
		}
	}
	return nil
}

// Checks are the book's rules that are in use, as the report shows them, with
// the tables the mapping asks for.
func Checks(book *rulebook.Book, mapping *eventlog.Mapping) []Check {
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
		if r.Mark == rulebook.Likely {
			c.Sure = "läsningen av lagen ska bekräftas"
		}
		checks = append(checks, c)
	}
	return checks
}

// TablesKnown faults a table over a rule that is not there, as a misspelt one
// is. It is for a mapping beside its rules: one that is used with other rules
// may well ask for what they lack.
func TablesKnown(checks []Check, mapping *eventlog.Mapping) error {
	for _, t := range mapping.Tables {
		if !slices.ContainsFunc(checks, func(c Check) bool { return c.ID == t.Rule }) {
			return &eventlog.Fault{Place: eventlog.Place{File: mapping.File}, Text: fmt.Sprintf("Under tables står regeln %q, som inte finns bland reglerna. Rätta namnet eller ta bort raden.", t.Rule)}
		}
	}
	return nil
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
