package main

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

// The command-line library writes English; its headings and complaints are
// turned into Swedish here, so that no subcommand needs to.

var headings = strings.NewReplacer(
	"Usage: ", "Så skrivs det: ",
	"Arguments:\n", "Uppgifter:\n",
	"Flags:\n", "Flaggor:\n",
	"Commands:\n", "Kommandon:\n",
	"[flags]", "[flaggor]",
	"<command>", "<kommando>",
	"Show context-sensitive help.", "Visa den här hjälpen.",
	`Run "stadga <command> --help" for more information on a command.`,
	`Skriv "stadga <kommando> --help" så visas vad ett kommando kan.`,
)

// swedishHelp prints the library's help with Swedish headings.
func swedishHelp(options kong.HelpOptions, ctx *kong.Context) error {
	out := ctx.Stdout
	var help bytes.Buffer
	ctx.Stdout = &help
	err := kong.DefaultHelpPrinter(options, ctx)
	ctx.Stdout = out
	if err != nil {
		return err
	}
	_, err = out.Write([]byte(headings.Replace(help.String())))
	return err
}

var complaints = []struct {
	english *regexp.Regexp
	swedish string
}{
	{regexp.MustCompile(`^unknown flag ([^,]+)`), `Flaggan $1 finns inte.`},
	{regexp.MustCompile(`^unexpected argument ([^,]+)`), `"$1" passar inte här.`},
	{regexp.MustCompile(`^unexpected flag argument "(.*)"$`), `Flaggan tar inget värde, men fick "$1". Ta bort det.`},
	{regexp.MustCompile(`^missing flags: (.*)$`), `Det saknas: $1. Lägg till det.`},
	{regexp.MustCompile(`^missing positional arguments (.*)$`), `Det saknas: $1. Lägg till det.`},
	{regexp.MustCompile(`^expected one of (.*)$`), `Välj ett av: $1.`},
	{regexp.MustCompile(`^expected ("[^"]*")$`), `Det saknas: $1. Lägg till det.`},
	{regexp.MustCompile(`^no command selected$`), `Välj ett kommando.`},
	{regexp.MustCompile(`^(\S+) must be one of (.*) but got (".*")$`), `$1 kan vara $2, men fick $3. Välj ett av dem.`},
	{regexp.MustCompile(`^(--\S+) and (--\S+) can't be used together$`), `$1 och $2 kan inte användas tillsammans. Ta bort den ena.`},
	{regexp.MustCompile(`^(--[^:]+): expected .* value but got .*$`), `$1 saknar sitt värde. Skriv det efter flaggan.`},
	{regexp.MustCompile(`^(--[^:]+): expected (?:an int|a valid .*) but got (".*?")`), `$1 ska vara ett heltal, men fick $2.`},
	{regexp.MustCompile(`^(--[^:]+): expected duration but got (".*?")`), `$1 ska vara en tid som 30s eller 5m, men fick $2.`},
	{regexp.MustCompile(`stat (.*): no such file or directory$`), `Filen $1 finns inte. Kontrollera sökvägen.`},
}

var suggestion = regexp.MustCompile(`did you mean (?:one of )?(.*)\?$`)

// swedish tells in Swedish what the command-line library found wrong.
func swedish(complaint string) string {
	for _, c := range complaints {
		found := c.english.FindStringSubmatchIndex(complaint)
		if found == nil {
			continue
		}
		sentence := string(c.english.ExpandString(nil, c.swedish, complaint, found))
		sentence = strings.ReplaceAll(sentence, " or --", " eller --")
		if meant := suggestion.FindStringSubmatch(complaint); meant != nil {
			sentence += " Menade du " + meant[1] + "?"
		}
		return sentence
	}
	return "Kommandoraden går inte att läsa: " + complaint
}
