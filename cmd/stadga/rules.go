package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"text/tabwriter"

	"stadga/internal/engine"
	"stadga/internal/rulebook"
	"stadga/rules"
)

type rulesCommand struct {
	Check   rulesCheck   `cmd:"" help:"Läs regelfilerna, kontrollera dem och räkna igenom alla exempel."`
	List    rulesList    `cmd:"" help:"Visa varje rad i lagen och vad som svarar på den: regel, mått, avstämning, eller varför det inte går."`
	Replay  rulesReplay  `cmd:"" help:"Pröva alla beslut igen av den regelbok de fattades efter, och visa dem som får ett annat svar."`
	Preview rulesPreview `cmd:"" help:"Visa vad ändrade regler skulle göra med dagens bedömningar i registret. Inget ändras."`
}

// Which rule files a command is about: those of a folder, or those that the
// program carries.
type ruleFiles struct {
	Dir string `placeholder:"MAPP" help:"Mapp med regelfiler. Annars de som följer med programmet."`
}

func (r ruleFiles) load() (*rulebook.Book, error) {
	files, err := ruleFilesOf("--dir", r.Dir)
	if err != nil {
		return nil, err
	}
	return loadRules(files)
}

// loadRules reads rule files; all that is wrong is bad input.
func loadRules(files []rulebook.File) (*rulebook.Book, error) {
	book, err := rulebook.LoadFiles(files, vocabulary())
	return book, inTheFiles(err)
}

// inTheFiles tells what is wrong in rule files as bad input.
func inTheFiles(err error) error {
	var problems rulebook.Problems
	if errors.As(err, &problems) {
		return badInputf("%s\n%s", problems.Error(), toMend(len(problems)))
	}
	return err
}

func toMend(n int) string {
	if n == 1 {
		return "1 sak att rätta."
	}
	return fmt.Sprintf("%d saker att rätta.", n)
}

type rulesCheck struct {
	ruleFiles
}

// Run says what is in order, or every fault with its file and line.
func (c rulesCheck) Run(std streams) error {
	book, err := c.load()
	if err != nil {
		return err
	}
	versions, examples, off := 0, 0, 0
	for _, r := range book.Rules() {
		versions += len(book.Versions(r.ID))
		examples += len(r.Examples)
		if r.Off != "" {
			off++
		}
	}
	_, err = fmt.Fprintf(std.Out, "Allt stämmer. Regler: %d, versioner: %d, exempel: %d, avstängda: %d. Mått: %d, avstämningar: %d.\nRegelbok %.12s.\n",
		len(book.Rules()), versions, examples, off, len(book.Measures()), len(book.Reconciles()), book.Digest())
	return err
}

type rulesList struct {
	ruleFiles
	Format string `enum:"table,json" default:"table" help:"table eller json."`
}

// Run lists every row of the law with what answers it, and after them what the
// book has beyond those.
func (c rulesList) Run(std streams) error {
	book, err := c.load()
	if err != nil {
		return err
	}
	keys, err := rulebook.ReadKeys(rules.Rows)
	if err != nil {
		return err
	}
	entries := book.Register(keys)
	if c.Format == "json" {
		enc := json.NewEncoder(std.Out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(entries)
	}
	table := tabwriter.NewWriter(std.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "RAD\tLÄGE\tSLAG\tLAGRUM ELLER BESLUT\tRUBRIK\tVAR")
	for _, e := range entries {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", e.ID, e.Status.Swedish(), e.Kind, e.Basis, e.Title, e.Where)
	}
	return table.Flush()
}

// Adoptions is the stream of the books a board has gone by.
func adoptions() engine.Kind[rulebook.Adoptions] {
	return engine.Kind[rulebook.Adoptions]{Name: rulebook.StreamKind, Fold: (*rulebook.Adoptions).Fold, Events: rulebook.Events()}
}

// adopt keeps the book in the board's record, the first time and whenever it has
// changed. A board does it before it opens its pages.
func (r *record) adopt(ctx context.Context) error {
	stream, book := engine.Bind(r.Engine, adoptions()), r.Book()
	gone, version, err := stream.Load(ctx, rulebook.StreamID())
	if err != nil || gone.Now() == book.Digest() {
		return err
	}
	form := engine.SystemForm(fmt.Sprintf("adopt %s after version %d", book.Digest(), version))
	if _, err = stream.Do(ctx, form, rulebook.StreamID(), book.Adopt()); err != nil {
		return fmt.Errorf("regelboken kunde inte antas: %w", err)
	}
	return nil
}
