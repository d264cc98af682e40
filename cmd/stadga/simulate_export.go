//go:build !drift

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"stadga/internal/civil"
	"stadga/internal/simulate"
	"stadga/internal/simulate/export"
)

// exampleEnd is the last day of the lists when no other is asked for: the day
// that the example's mapping speaks of.
const exampleEnd = "2026-08-31"

// liveAndExport lives the world into a record, and writes what happened as the
// lists that another system would have written.
func (cmd *simulateCommand) liveAndExport(ctx context.Context, std streams, world simulate.World) error {
	if err := os.MkdirAll(cmd.Export, 0o777); err != nil {
		return badInputf("Mappen %s går inte att skriva i. Välj en annan mapp.", cmd.Export)
	}
	url := cmd.DB
	if url == "" {
		dir, err := os.MkdirTemp("", "stadga-simulate-")
		if err != nil {
			return fmt.Errorf("a folder for the record: %w", err)
		}
		defer os.RemoveAll(dir) // thrown away either way
		url, cmd.Bulk = "sqlite:"+dir, true
	}
	last := civil.DayOf(world.End)
	options := export.Options{
		Seed: uint64(cmd.Seed), From: last.AddDays(1).AddMonths(-world.Months), To: last, Clean: cmd.Clean, Sheets: cmd.Sheets,
	}
	world.VisitDays = last.DaysSince(options.From)
	if err := cmd.live(ctx, std, url, world); err != nil {
		return err
	}
	r, err := openRecord(ctx, recordOptions{URL: url, Name: inventedBoard, ReadOnly: true})
	if err != nil {
		return err
	}
	tally, err := r.takeOut(ctx, std, cmd.Export, options)
	if err := errors.Join(err, r.Close()); err != nil {
		if errors.Is(err, export.ErrTooLong) {
			return badInput("En lista har fler rader än ett kalkylblad rymmer. Listorna i CSV är skrivna: ta bort --sheets, eller välj färre invånare.")
		}
		return err
	}
	for _, file := range slices.Sorted(maps.Keys(tally.Rows)) {
		fmt.Fprintf(std.Out, "%s: %d rader\n", filepath.Join(cmd.Export, file), tally.Rows[file])
	}
	for _, dirt := range slices.SortedFunc(maps.Keys(tally.Dirt), func(a, b export.Dirt) int { return cmp.Compare(a, b) }) {
		fmt.Fprintf(std.Out, "smuts, %s: %d\n", dirt, tally.Dirt[dirt])
	}
	return nil
}

// takeOut writes the record as lists to a folder.
func (r *record) takeOut(ctx context.Context, std streams, dir string, o export.Options) (export.Tally, error) {
	bar := newProgress(std.Err)
	rows, err := r.Store.Beside(ctx, func(done, all int) { bar.show("Läser", int64(done), int64(all)) }, export.Projection())
	bar.done()
	if err != nil {
		return export.Tally{}, err
	}
	tally, err := export.Write(ctx, rows, dir, o)
	return tally, errors.Join(err, rows.Close())
}
