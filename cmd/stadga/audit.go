package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/mattn/go-isatty"

	"stadga/internal/civil"
	"stadga/internal/eventlog"
	"stadga/internal/eventlog/audit"
	"stadga/internal/eventlog/auditweb"
	"stadga/internal/rulebook"
	"stadga/internal/webkit"
	"stadga/rules"
)

type auditCommand struct {
	Files   []string `arg:"" name:"fil" help:"Händelselogg (.xes, .xes.gz) eller listor (CSV, XLSX). Ange alla listor som hör ihop."`
	Rules   string   `required:"" placeholder:"MAPP" help:"Mapp med regelfiler."`
	Mapping string   `placeholder:"FIL" help:"Mappning: vilken kolumn som är vilken uppgift. Annars mapping.yaml i regelmappen."`
	AsOf    string   `name:"as-of" placeholder:"DAG" help:"Dag som läget bedöms, till exempel 2026-08-31. Annars mappningens dag, annars i dag."`
	Lists   string   `placeholder:"MAPP" help:"Skriv en lista per regel till mappen, med löpnummer."`
	HTML    string   `name:"html" placeholder:"FIL" help:"Skriv en rapport att läsa och skriva ut."`
	Seed    uint64   `default:"1" placeholder:"TAL" help:"Tal som bestämmer stickprovet. Samma tal ger samma stickprov."`
	Format  string   `enum:"table,csv,json" default:"table" help:"table, csv eller json."`
}

// auditMemory keeps the program small beside a municipality's other programs:
// one matter and the buffers of the sort need far less.
const auditMemory = 128 << 20

// small holds the program to auditMemory, and answers with what undoes it.
// GOMEMLIMIT says otherwise, where it is set.
func small() func() {
	if os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	was := debug.SetMemoryLimit(auditMemory)
	return func() { debug.SetMemoryLimit(was) }
}

// Run judges every matter in the files and writes nothing before all are judged.
func (c auditCommand) Run(ctx context.Context, std streams) error {
	defer small()()
	run, book, err := c.prepare()
	if err != nil {
		return plain(err)
	}
	temp, err := os.MkdirTemp("", "stadga-audit-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	run.Reading.Temp = temp
	bar := newProgress(std.Err)
	run.Reading.Tell = func(what string, done, of int64) { bar.show(what, done, of) }
	run.Stop = ctx.Err

	var page *os.File
	if c.HTML != "" {
		// Beside its place, and moved there when all is whole.
		if page, err = os.CreateTemp(filepath.Dir(c.HTML), ".stadga-rapport-*"); err != nil {
			return badInputf("Mappen %s går inte att skriva i. Välj en annan mapp för rapporten.", filepath.Dir(c.HTML))
		}
		defer os.Remove(page.Name())
		defer page.Close()
	}
	if c.Lists != "" {
		lists, err := audit.NewLists(c.Lists, run.Checks, run.Says)
		if err != nil {
			return badInputf("Mappen %s går inte att skriva i. Välj en annan mapp.", c.Lists)
		}
		defer lists.Discard()
		run.Lists = lists
	}
	result, err := run.Do()
	bar.done()
	if err != nil {
		return plain(err)
	}
	if page != nil {
		report := audit.NewReport(run, book, result, programVersion(), c.line())
		report.Lists = c.Lists
		if err := report.WriteHTML(page); err != nil {
			return err
		}
		if err := errors.Join(page.Chmod(0o644), page.Close()); err != nil {
			return err
		}
	}
	if run.Lists != nil {
		if err := run.Lists.Keep(); err != nil {
			return err
		}
	}
	if page != nil {
		if err := os.Rename(page.Name(), c.HTML); err != nil {
			return err
		}
	}
	switch c.Format {
	case "json":
		return result.WriteJSON(std.Out)
	case "csv":
		return result.WriteCSV(std.Out)
	}
	return result.WriteTable(std.Out)
}

// prepare reads mapping and rules, and holds them to each other.
func (c auditCommand) prepare() (*audit.Run, *rulebook.Book, error) {
	if info, err := os.Stat(c.Rules); err != nil || !info.IsDir() {
		return nil, nil, badInputf("Mappen %s finns inte. Ange mappen med regelfiler efter --rules.", c.Rules)
	}
	path := c.Mapping
	if path == "" {
		path = filepath.Join(c.Rules, audit.MappingName)
		if _, err := os.Stat(path); err != nil {
			return nil, nil, badInputf("Mappningen saknas. Ange den efter --mapping, eller lägg mapping.yaml i mappen %s.", c.Rules)
		}
	}
	mapping, err := eventlog.ReadMapping(path)
	if err != nil {
		return nil, nil, err
	}
	files, err := rulebook.ReadFiles(audit.RuleFiles(os.DirFS(c.Rules)))
	if err != nil {
		return nil, nil, err
	}
	run, book, err := audit.Prepare(files, mapping, vocabulary())
	if err != nil {
		if problems := audit.Problems(err); len(problems) > 0 {
			return nil, nil, badInput(strings.Join(problems, "\n"))
		}
		return nil, nil, err
	}
	run.Seed = c.Seed
	if c.Mapping == "" {
		if err := audit.TablesKnown(run.Checks, mapping); err != nil {
			return nil, nil, err
		}
	}
	if run.Reading.Files, err = expand(c.Files); err != nil {
		return nil, nil, err
	}
	switch {
	case c.AsOf != "":
		if run.AsOf, err = civil.Parse(c.AsOf); err != nil {
			return nil, nil, badInputf("%q är ingen dag. Skriv dagen efter --as-of som 2026-08-31.", c.AsOf)
		}
	case run.AsOf.IsZero():
		run.AsOf = civil.DayOf(time.Now())
	}
	return run, book, nil
}

// auditRoutes is the page that does in the browser what the command does.
func auditRoutes(r *record, c siteConfig) []webkit.Route {
	return auditweb.Pages{
		Scan:  c.Scan,
		Rules: func() []rulebook.File { return r.Book().Files() }, Vocabulary: vocabulary(), Mapping: rules.ListsMapping, Program: programVersion(),
	}.Routes()
}

// expand turns patterns into files, where the shell has not done so.
func expand(given []string) ([]string, error) {
	var files []string
	for _, name := range given {
		if _, err := os.Stat(name); err == nil || !strings.ContainsAny(name, "*?[") {
			files = append(files, name)
			continue
		}
		found, err := filepath.Glob(name)
		if err != nil || len(found) == 0 {
			return nil, badInputf("Ingen fil passar mönstret %s. Kontrollera mappen och namnet.", name)
		}
		files = append(files, found...)
	}
	return files, nil
}

// line is the command that does the same again.
func (c auditCommand) line() string {
	words := append([]string{"stadga", "audit"}, c.Files...)
	for _, flag := range [][2]string{
		{"--rules", c.Rules}, {"--mapping", c.Mapping}, {"--as-of", c.AsOf}, {"--lists", c.Lists}, {"--html", c.HTML}, {"--seed", strconv.FormatUint(c.Seed, 10)},
	} {
		if flag[1] != "" {
			words = append(words, flag[0], flag[1])
		}
	}
	for i, word := range words {
		if strings.ContainsAny(word, " '\"*?$&;()") {
			words[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
	}
	return strings.Join(words, " ")
}

func programVersion() string {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "okänd version"
	}
	version := build.Main.Version
	for _, s := range build.Settings {
		if s.Key == "vcs.revision" {
			version += " " + s.Value[:min(12, len(s.Value))]
		}
	}
	return version
}

// plain turns faults of files into bad input, each on a line of its own.
func plain(err error) error {
	if errors.Is(err, context.Canceled) {
		return interrupted{}
	}
	faults := eventlog.Faults(err)
	if len(faults) == 0 {
		return err
	}
	lines := make([]string, len(faults))
	for i, f := range faults {
		lines[i] = f.Error()
	}
	return badInput(strings.Join(lines, "\n"))
}

// An interrupted run has written nothing.
type interrupted struct{}

func (interrupted) Error() string { return "Avbrutet. Inget är skrivet." }

// A progress is one line at a terminal that says how far the work has come. It
// is silent everywhere else.
type progress struct {
	out  io.Writer
	last time.Time
	on   bool
}

func newProgress(out io.Writer) *progress {
	file, ok := out.(*os.File)
	return &progress{out: out, on: ok && isatty.IsTerminal(file.Fd())}
}

// show draws the bar, ten times a second at most.
func (p *progress) show(what string, done, of int64) {
	if !p.on || of <= 0 || time.Since(p.last) < 100*time.Millisecond {
		return
	}
	p.last = time.Now()
	const width = 30
	full := int(min(done, of) * width / of)
	fmt.Fprintf(p.out, "\r%-7s [%s%s] %3d %%", what, strings.Repeat("=", full), strings.Repeat(" ", width-full), min(done, of)*100/of)
}

// done takes the bar away.
func (p *progress) done() {
	if p.on {
		fmt.Fprintf(p.out, "\r%50s\r", "")
	}
}
