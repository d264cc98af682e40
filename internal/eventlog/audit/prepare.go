package audit

import (
	"stadga/internal/duty"
	"stadga/internal/eventlog"
	"stadga/internal/rulebook"
)

// Prepare reads rules for the material that the mapping speaks
// of, and returns a run that lacks only its files and its day. areas is the
// vocabulary of the record's own areas.
func Prepare(files []rulebook.File, mapping *eventlog.Mapping, areas []duty.FactType) (*Run, *rulebook.Book, error) {
	book, err := Rules(files, mapping, areas)
	if err != nil {
		return nil, nil, err
	}
	run := &Run{
		Reading: eventlog.Reading{Mapping: mapping}, Book: book.Book, Checks: Checks(book, mapping), Figures: FiguresOf(book), AsOf: mapping.AsOf,
		Says: saidOf(mapping, areas),
	}
	return run, book, nil
}

// NewReport is the result with the rules it was judged by. Program is the
// version of the program, command what does the same again.
func NewReport(run *Run, book *rulebook.Book, result Result, program, command string) Report {
	report := Report{Result: result, Mapping: run.Reading.Mapping, Program: program, RulesDigest: book.Digest(), Command: command}
	for _, f := range book.Files() {
		report.RuleFiles = append(report.RuleFiles, RuleFile{Path: f.Path, Digest: f.Digest()})
	}
	return report
}
