package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"stadga/internal/journal"
)

type exportCommand struct {
	File  string `arg:"" name:"fil" help:"Fil att skriva. Den får inte finnas."`
	DB    string `required:"" placeholder:"URL" help:"Nämndens register: sqlite:MAPP eller postgres://…"`
	Board string `help:"Nämndens korta namn. Behövs när mappen har flera nämnder." placeholder:"NAMN"`
}

// Run writes the whole record to a file, which takes its name when it is whole.
func (c exportCommand) Run(ctx context.Context, std streams) error {
	name, err := boardName(c.DB, c.Board)
	if err != nil {
		return err
	}
	if err := unwritten(c.File); err != nil {
		return err
	}
	r, err := openRecord(ctx, recordOptions{URL: c.DB, Name: name, ReadOnly: true})
	if err != nil {
		return err
	}
	defer r.Close()
	err = writeWhole(c.File, func(file io.Writer) error {
		out, err := journal.NewArchiveWriter(file, "stadga/"+name, time.Now())
		if err != nil {
			return err
		}
		if err := awaitReserve(ctx, c.DB, name, std.Err); err != nil {
			return err
		}
		bar := newProgress(std.Err)
		defer bar.done()
		return r.Store.Export(ctx, out, func(done, of int) { bar.show("Skriver", int64(done), int64(of)) })
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(std.Out, "Registret %s är skrivet till %s. Filen innehåller allt om alla: förvara den som registret självt.\n", name, c.File)
	return nil
}

// unwritten refuses a name that a file already has.
func unwritten(name string) error {
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		return badInputf("Filen %s finns redan. Välj ett annat namn.", name)
	}
	return nil
}

// writeWhole writes a file that only its owner reads, and that takes its name when all of
// it is durable.
func writeWhole(name string, write func(io.Writer) error) error {
	part := name + ".skrivs"
	file, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return badInputf("Filen %s går inte att skriva. Välj en annan mapp.", name)
	}
	defer os.Remove(part)
	defer file.Close()
	if err := write(file); err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close(), os.Rename(part, name))
}
