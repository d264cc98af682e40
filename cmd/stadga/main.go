// Command stadga is the whole product: one binary, one subcommand per job.
//
// Each subcommand is a struct in a file of its own with a Run method. Run may
// ask for a context.Context, which ends on the first interrupt, and for the
// streams it reads and writes.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"stadga/internal/fault"
)

type commands struct {
	Audit        auditCommand        `cmd:"" help:"Pröva hela beståndet i en logg eller i listor ur ett annat system mot regler."`
	Backup       backupCommand       `cmd:"" help:"Ta krypterade säkerhetskopior."`
	Drill        drillCommand        `cmd:"" help:"Öva återställning: prova att en säkerhetskopia går att lita på."`
	Xes          xesCommand          `cmd:"" help:"Skriv ärendenas händelser till en logg för processanalys (XES)."`
	Export       exportCommand       `cmd:"" help:"Skriv hela registret till en fil."`
	Import       importCommand       `cmd:"" help:"Läs in hela registret ur en fil som stadga export har skrivit."`
	Invoice      invoiceCommand      `cmd:"" help:"Pröva fakturor mot reglerna, eller ta emot dem i registret."`
	Journal      journalCommand      `cmd:"" help:"Pröva att registrets historik är orörd."`
	Organisation organisationCommand `cmd:"" help:"Lägg upp enheter, utförare och medarbetare ur en fil."`
	Report       reportCommand       `cmd:"" help:"Skriv ut en rapport."`
	Restore      restoreCommand      `cmd:"" help:"Återställ en säkerhetskopia till en tom plats."`
	Rules        rulesCommand        `cmd:"" help:"Kontrollera och visa regelboken."`
	Sbom         sbomCommand         `cmd:"" help:"Visa vilka moduler programmet är byggt av (CycloneDX)."`
	Serve        serveCommand        `cmd:"" help:"Öppna Stadga för en nämnd."`
	Version      versionCommand      `cmd:"" help:"Visa vilken version det här är."`

	Invented inventedCommands `embed:""`
}

// Streams are where a command reads and writes.
type streams struct {
	In       io.Reader
	Out, Err io.Writer
}

func main() {
	os.Exit(run(os.Args[1:], streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}

// The exit codes of every subcommand.
const (
	exitDone     = 0
	exitFailed   = 1 // something went wrong that other input would not mend
	exitBadInput = 2 // what was written or handed in must be corrected
)

func run(args []string, std streams) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	parser, err := newParser(ctx, std)
	if err != nil {
		fmt.Fprintln(std.Err, err)
		return exitFailed
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(std.Err, "%s\nSkriv \"stadga --help\" så visas hur kommandona skrivs.\n", swedish(err.Error()))
		return exitBadInput
	}
	if err := parsed.Run(); err != nil {
		fmt.Fprintln(std.Err, err)
		return exitCode(err)
	}
	return exitDone
}

// newParser returns the reader of command lines.
func newParser(ctx context.Context, std streams) (*kong.Kong, error) {
	return kong.New(&commands{},
		kong.Name("stadga"),
		kong.Description("Stadga bär en kommuns socialtjänst: ärenden, frister, uppföljning och granskning."),
		kong.Writers(std.Out, std.Err),
		kong.Help(swedishHelp),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(std),
	)
}

// exitCode tells bad input from failure: by the fault's kind, or by what the
// error itself says.
func exitCode(err error) int {
	var coded kong.ExitCoder
	switch {
	case errors.As(err, &coded):
		return coded.ExitCode()
	case len(fault.All(err)) > 0 && fault.KindOf(err) == fault.Invalid:
		return exitBadInput
	}
	return exitFailed
}

// A badInput is a Swedish sentence that says what is wrong and how to mend it.
type badInput string

func badInputf(sentence string, args ...any) error { return badInput(fmt.Sprintf(sentence, args...)) }

func (b badInput) Error() string { return string(b) }
func (badInput) ExitCode() int   { return exitBadInput }
