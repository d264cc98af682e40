package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"stadga/internal/casework/casesql"
	"stadga/internal/civil"
	"stadga/internal/duty"
	"stadga/internal/engine"
	"stadga/internal/ids"
	"stadga/internal/rulebook"
	"stadga/internal/sheet"
)

type rulesPreview struct {
	Rules  string `required:"" placeholder:"MAPP" help:"Mapp med de ändrade regelfilerna."`
	DB     string `help:"Nämndens register: sqlite:MAPP eller postgres://…" placeholder:"URL"`
	Board  string `help:"Nämndens korta namn. Behövs när mappen har flera nämnder." placeholder:"NAMN"`
	Since  string `placeholder:"DAG" help:"Räkna bara det som började den dagen eller senare. Utan dag: allt."`
	Format string `enum:"table,csv,json" default:"table" help:"table, csv eller json. Tabellen visar högst tjugo rader per regel, de andra visar alla."`
}

// Run holds the changed rules against every finding in the record. What is found
// waits in a file beside, so that nothing is printed before all of it is ready
// and memory holds counts only.
func (c rulesPreview) Run(ctx context.Context, std streams) error {
	files, err := ruleFilesOf("--rules", c.Rules)
	if err != nil {
		return err
	}
	name, err := boardName(c.DB, c.Board)
	if err != nil {
		return err
	}
	var since civil.Date
	if c.Since != "" {
		if since, err = civil.Parse(c.Since); err != nil {
			return badInputf("--since: %q är ingen dag. Skriv till exempel --since 2026-03-02.", c.Since)
		}
	}
	r, err := openRecord(ctx, recordOptions{URL: c.DB, Name: name, ReadOnly: true})
	if err != nil {
		return err
	}
	return errors.Join(c.preview(ctx, std, r, files, since), r.Close())
}

func (c rulesPreview) preview(ctx context.Context, std streams, r *record, files []rulebook.File, since civil.Date) error {
	gone, _, err := engine.Bind(r.Engine, adoptions()).Load(ctx, rulebook.StreamID())
	if err != nil {
		return err
	}
	then, err := loadRules(gone.With(files))
	if err != nil {
		return err
	}
	list, err := os.CreateTemp("", "stadga-forhandsgranskning-*")
	if err != nil {
		return fmt.Errorf("plats för listan: %w", err)
	}
	defer os.Remove(list.Name())
	defer list.Close()
	p := &rulebook.Preview{Then: then, Now: r.Book(), Today: civil.DayOf(r.Clock()), Since: since}
	bar := newProgress(std.Err)
	rows := bufio.NewWriter(list)
	numbers := &caseNumbers{register: casesql.Register{DB: r.Store.Reader()}}
	lines := json.NewEncoder(rows)
	err = r.tryBook(ctx, p, func(done, of int) { bar.show("Prövar", int64(done), int64(of)) }, func(change rulebook.Change) error {
		line, err := numbers.line(ctx, then, change)
		if err != nil {
			return err
		}
		return lines.Encode(line)
	})
	bar.done()
	if err != nil {
		return err
	}
	if err := rows.Flush(); err != nil {
		return fmt.Errorf("listan: %w", err)
	}
	if _, err := list.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("listan: %w", err)
	}
	return writePreview(std.Out, c.Format, p, list)
}

// tryBook holds a changed book against every finding of the record.
func (r *record) tryBook(ctx context.Context, p *rulebook.Preview, tell func(done, of int), found func(rulebook.Change) error) error {
	var of int
	if err := r.Store.Reader().QueryRowContext(ctx, `select count(*) from subject`).Scan(&of); err != nil {
		return fmt.Errorf("count subjects: %w", err)
	}
	done := 0
	return r.Engine.Walk(ctx, func(s engine.Standing) error {
		if done++; done%100 == 0 || done == of {
			tell(done, of)
		}
		return p.See(s.Subject, s.File, s.Facts, s.Owed, s.Wakes, found)
	})
}

// caseNumbers finds the number of a case once while its subjects go by.
type caseNumbers struct {
	register casesql.Register
	last     duty.Subject
	number   string
}

func (n *caseNumbers) line(ctx context.Context, book *rulebook.Book, c rulebook.Change) (previewLine, error) {
	line := previewLine{
		Rule: c.Rule, Title: book.Title(c.Rule), Subject: c.Subject.Kind, About: c.About,
		Began: c.Began.String(), Was: c.Was, Is: c.Is, WasDue: c.WasDue.String(), IsDue: c.IsDue.String(),
	}
	if c.File == (duty.Subject{}) {
		return line, nil
	}
	if c.File != n.last {
		found, err := n.register.Case(ctx, ids.Case{ID: c.File.ID})
		if err != nil {
			return line, err
		}
		n.last, n.number = c.File, found.Number
	}
	line.Case = n.number
	return line, nil
}

// A previewLine is one changed finding as it is printed.
type previewLine struct {
	Rule    string     `json:"rule"`
	Title   string     `json:"title"`
	Case    string     `json:"case,omitempty"`
	Subject string     `json:"subject"`
	About   string     `json:"about,omitempty"`
	Began   string     `json:"began,omitempty"`
	Was     duty.State `json:"was,omitempty"`
	Is      duty.State `json:"is,omitempty"`
	WasDue  string     `json:"was_due,omitempty"`
	IsDue   string     `json:"is_due,omitempty"`
}

// A previewCount is what a changed book does to one rule.
type previewCount struct {
	Rule    string             `json:"rule"`
	Title   string             `json:"title"`
	Was     map[duty.State]int `json:"was"`
	Is      map[duty.State]int `json:"is"`
	Changed int                `json:"changed"`
}

const previewMost = 20 // rows of one rule in the table

func writePreview(out io.Writer, format string, p *rulebook.Preview, list io.Reader) error {
	lines := json.NewDecoder(bufio.NewReader(list))
	switch format {
	case "csv":
		return previewCSV(out, lines)
	case "json":
		return previewJSON(out, p, lines)
	}
	return previewTable(out, p, lines)
}

func previewCSV(out io.Writer, lines *json.Decoder) error {
	w := csv.NewWriter(out)
	err := w.Write([]string{"regel", "rubrik", "arende", "galler", "om", "borjade", "var", "blir", "sista_dag_var", "sista_dag_blir"})
	for err == nil && lines.More() {
		var l previewLine
		if err = lines.Decode(&l); err == nil {
			row := []string{l.Rule, l.Title, l.Case, l.Subject, l.About, l.Began, stateWords(l.Was), stateWords(l.Is), l.WasDue, l.IsDue}
			for i, text := range row {
				row[i] = sheet.Cell(text)
			}
			err = w.Write(row)
		}
	}
	w.Flush()
	return errors.Join(err, w.Error())
}

func previewJSON(out io.Writer, p *rulebook.Preview, lines *json.Decoder) error {
	counts := []previewCount{}
	for _, e := range p.Effects() {
		counts = append(counts, previewCount{Rule: e.Rule, Title: p.Then.Title(e.Rule), Was: e.Was, Is: e.Is, Changed: e.Changed})
	}
	head, err := json.Marshal(counts)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "{\"book\":%q,\"in_force\":%q,\"day\":%q,\"changed\":%d,\"rules\":%s,\"findings\":[", p.Then.Digest(), p.Now.Digest(), p.Today, p.Changed(), head)
	for comma := ""; lines.More(); comma = "," {
		var l json.RawMessage
		if err := lines.Decode(&l); err != nil {
			return err
		}
		fmt.Fprintf(out, "%s\n%s", comma, l)
	}
	_, err = fmt.Fprintln(out, "]}")
	return err
}

func previewTable(out io.Writer, p *rulebook.Preview, lines *json.Decoder) error {
	all := 0
	for _, e := range p.Effects() {
		for _, n := range e.Was {
			all += n
		}
	}
	fmt.Fprintf(out, "Dagens bedömningar: %d. Ändras: %d. Räknat %s mot regelbok %.12s.\n", all, p.Changed(), p.Today, p.Then.Digest())
	if p.Changed() == 0 {
		_, err := fmt.Fprintln(out, "De ändrade reglerna ger samma svar som i dag.")
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\nREGEL\tÄNDRAS\tFRÅN\tTILL\tANTAL")
	for _, e := range p.Effects() {
		for i, move := range sortedMoves(e.Moves) {
			rule, changed := e.Rule, fmt.Sprint(e.Changed)
			if i > 0 {
				rule, changed = "", ""
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\n", rule, changed, stateWords(move[0]), stateWords(move[1]), e.Moves[move])
		}
	}
	fmt.Fprintln(table, "\nREGEL\tÄRENDE\tBÖRJADE\tVAR\tBLIR\tSISTA DAG VAR\tSISTA DAG BLIR")
	shown := map[string]int{}
	for lines.More() {
		var l previewLine
		if err := lines.Decode(&l); err != nil {
			return err
		}
		if shown[l.Rule]++; shown[l.Rule] <= previewMost {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", l.Rule, l.Case, l.Began, stateWords(l.Was), stateWords(l.Is), l.WasDue, l.IsDue)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, e := range p.Effects() {
		if left := e.Changed - previewMost; left > 0 {
			fmt.Fprintf(out, "%s: %d till. Hela listan ges av --format csv.\n", e.Rule, left)
		}
	}
	return nil
}

func stateWords(s duty.State) string {
	if s == "" {
		return "ingen bedömning"
	}
	return rulebook.Swedish(s)
}

func sortedMoves(moves map[[2]duty.State]int) [][2]duty.State {
	var all [][2]duty.State
	for move := range moves {
		all = append(all, move)
	}
	slices.SortFunc(all, func(a, b [2]duty.State) int { return strings.Compare(string(a[0]+a[1]), string(b[0]+b[1])) })
	return all
}
