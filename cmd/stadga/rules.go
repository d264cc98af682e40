package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"text/tabwriter"

	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/rulebook"
	"stadga/rules"
)

type rulesCommand struct {
	Check rulesCheck `cmd:"" help:"Läs regelfilerna, kontrollera dem och räkna igenom alla exempel."`
	List  rulesList  `cmd:"" help:"Visa reglerna: lagrum, tid, vad som händer och hur säkra de är."`
}

// Which rule files a command is about: those of a folder, or those that the
// program carries.
type ruleFiles struct {
	Dir string `placeholder:"MAPP" help:"Mapp med regelfiler. Annars de som följer med programmet."`
}

func (r ruleFiles) load() (*rulebook.Book, error) {
	files := fs.FS(rules.Files)
	if r.Dir != "" {
		if info, err := os.Stat(r.Dir); err != nil || !info.IsDir() {
			return nil, badInputf("Mappen %s finns inte. Ange mappen med regelfiler efter --dir.", r.Dir)
		}
		files = os.DirFS(r.Dir)
	}
	book, err := rulebook.Load(files, vocabulary())
	if problems, ok := err.(rulebook.Problems); ok {
		return nil, badInputf("%s\n%s", problems.Error(), toMend(len(problems)))
	}
	return book, err
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

// A ruleLine is one rule as the list shows it.
type ruleLine struct {
	ID       string            `json:"id"`
	Title    string            `json:"title"`
	Says     string            `json:"says"`
	Subject  string            `json:"subject"`
	Step     string            `json:"step"`
	Shape    duty.Shape        `json:"shape"`
	Time     string            `json:"time"`
	Owes     string            `json:"owes"`
	Effect   duty.Effect       `json:"effect"`
	Mark     rulebook.Mark     `json:"mark"`
	Off      string            `json:"off,omitempty"`
	Decided  string            `json:"decided,omitempty"`
	Versions []ruleVersionLine `json:"versions"`
	Examples int               `json:"examples"`
	File     string            `json:"file"`
	Line     int               `json:"line"`
}

type ruleVersionLine struct {
	Cited string `json:"cited"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// Run lists the rules in the order of the files.
func (c rulesList) Run(std streams) error {
	book, err := c.load()
	if err != nil {
		return err
	}
	lines := []ruleLine{}
	for _, r := range book.Rules() {
		line := ruleLine{
			ID: r.ID, Title: r.Title, Says: r.Says, Subject: r.Subject, Step: r.Step, Shape: r.Shape, Time: r.Time(), Owes: r.Owes,
			Effect: r.Effect, Mark: r.Mark, Off: r.Off, Examples: len(r.Examples), File: r.File, Line: r.Line,
		}
		if r.Adopted.By != "" {
			line.Decided = strings.TrimSpace(r.Adopted.By + " " + r.Adopted.On.String() + ", " + r.Adopted.Ref)
		}
		for _, v := range book.Versions(r.ID) {
			line.Versions = append(line.Versions, ruleVersionLine{v.Cited(), v.From.String(), v.To.String()})
		}
		lines = append(lines, line)
	}
	if c.Format == "json" {
		enc := json.NewEncoder(std.Out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(lines)
	}
	return ruleTable(std.Out, lines)
}

func ruleTable(out io.Writer, lines []ruleLine) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "REGEL\tTID\tVERKAN\tSÄKERHET\tLAGRUM ELLER BESLUT\tRUBRIK")
	for _, l := range lines {
		mark := string(l.Mark)
		if l.Off != "" {
			mark += ", avstängd"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", l.ID, l.Time, l.Effect, mark, l.Versions[len(l.Versions)-1].Cited, l.Title)
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
	stream, book := engine.Bind(r.Engine, adoptions()), r.book
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
