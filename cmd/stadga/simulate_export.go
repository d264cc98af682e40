package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/simulate/export"
)

// exampleEnd is the last day of the lists when no other is asked for: the day
// that the example's mapping speaks of.
const exampleEnd = "2026-08-31"

// export writes the five lists of Norrsala as another system would.
func (cmd *simulateCommand) export(std streams) error {
	end := cmd.End
	if end == "" {
		end = exampleEnd
	}
	last, err := civil.Parse(end)
	if err != nil {
		return badInputf("%q är ingen dag. Skriv till exempel 2026-03-02.", end)
	}
	if err := os.MkdirAll(cmd.Export, 0o777); err != nil {
		return badInputf("Mappen %s går inte att skriva i. Välj en annan mapp.", cmd.Export)
	}
	truth, err := export.Write(cmd.Export, export.Options{
		Seed: uint64(cmd.Seed), Inhabitants: cmd.Persons, From: last.AddDays(1).AddMonths(-12 * cmd.Years), To: last,
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(std.Out, "Norrsala kommun med %d invånare i %d år. Påhittade personer.\n", cmd.Persons, cmd.Years)
	for _, file := range slices.Sorted(maps.Keys(truth.Rows)) {
		fmt.Fprintf(std.Out, "%s: %d rader\n", filepath.Join(cmd.Export, file), truth.Rows[file])
	}
	return nil
}
