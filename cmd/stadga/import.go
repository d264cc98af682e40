package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"stadga/internal/engine"
	"stadga/internal/journal"
	"stadga/internal/store"
)

type importCommand struct {
	File  string `arg:"" name:"fil" help:"Fil som stadga export har skrivit."`
	DB    string `required:"" placeholder:"URL" help:"Tomt register att läsa in i: sqlite:MAPP eller postgres://…"`
	Board string `help:"Nämndens korta namn. Utelämnat: det som står i filen." placeholder:"NAMN"`
}

// originOf begins the name of every record in checkpoints and exports.
const originOf = "stadga/"

// Run reads a whole record in, or nothing. A folder gets its file when it is
// whole. In PostgreSQL all that the file holds is one transaction, and what is
// then worked out from it goes on where it was when it is begun again.
func (c importCommand) Run(ctx context.Context, std streams) error {
	file, err := os.Open(c.File)
	if err != nil {
		return badInputf("Filen %s går inte att läsa. Kontrollera namn och mapp.", c.File)
	}
	defer file.Close()
	in, err := bringingFrom(file, newProgress(std.Err))
	if err != nil {
		return err
	}
	if c.Board != "" && c.Board != in.name {
		return badInputf("Filen är registret %s. Läs in det under samma namn: sigillen gäller det.", in.name)
	}
	err = in.bring(ctx, c.DB)
	in.bar.done()
	if err != nil {
		return archiveFault(err)
	}
	fmt.Fprintf(std.Out, "Registret %s är inläst: %d händelser. Rot: %s\n", in.name, in.events.Size(), in.events.Root())
	fmt.Fprintf(std.Out, "Nyckeln finns inte i filen. Kopiera mappen sigill/%s från den gamla anläggningen innan du startar, annars stämmer inte de gamla sigillen.\n", in.name)
	return nil
}

// bringingFrom proves that a file is whole and untouched before anything in it is believed.
func bringingFrom(file *os.File, bar *progress) (bringing, error) {
	proved, reads, err := journal.VerifyArchive(file, nil)
	if err != nil {
		return bringing{}, archiveFault(err)
	}
	if !proved.Untouched() || !reads.Untouched() {
		return bringing{}, badInput("Filen är inte den som skrevs:\n" + strings.Join(slices.Concat(proved.Verdict(0), reads.Verdict(0)), "\n"))
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return bringing{}, err
	}
	head, err := journal.ReadArchiveHead(file)
	if err != nil {
		return bringing{}, archiveFault(err)
	}
	name, ours := strings.CutPrefix(head.Origin, originOf)
	if !ours || !boardForm.MatchString(name) { // it becomes the name of a file
		return bringing{}, badInput("Filen säger inte vilken nämnd registret gäller på ett sätt som går att läsa. Ta ut den på nytt.")
	}
	return bringing{file: file, name: name, events: proved, bar: bar}, nil
}

// archiveFault makes bad input of what is wrong with the file or with the place
// it was to be read into.
func archiveFault(err error) error {
	var fault *journal.ArchiveFault
	switch {
	case errors.As(err, &fault):
		return badInput(fault.Error())
	case errors.Is(err, store.ErrNotEmpty):
		return badInput("Registret är inte tomt. Läs in filen i en tom mapp eller en tom databas.")
	}
	return err
}

// A bringing is one record on its way in from a file.
type bringing struct {
	file   *os.File
	name   string
	events *journal.Verifier // what the file was found to hold
	bar    *progress
	clock  engine.Clock // nil: the machine's
}

// bring reads the file into an empty place.
func (in bringing) bring(ctx context.Context, url string) error {
	if dir, folder := strings.CutPrefix(url, "sqlite:"); folder {
		return in.intoFolder(ctx, dir)
	}
	return in.into(ctx, url, false)
}

// intoFolder reads the file into a folder beside, and moves the record to its
// place when it is whole.
func (in bringing) intoFolder(ctx context.Context, dir string) (err error) {
	place := filepath.Join(dir, in.name+".db")
	if _, err := os.Stat(place); !errors.Is(err, fs.ErrNotExist) {
		return store.ErrNotEmpty
	}
	unfinished := filepath.Join(dir, "lases-in")
	if err := os.RemoveAll(unfinished); err != nil {
		return fmt.Errorf("mappen %s: %w", unfinished, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(unfinished)) }()
	if err := in.into(ctx, "sqlite:"+unfinished, true); err != nil {
		return err
	}
	return settleFile(filepath.Join(unfinished, in.name+".db"), place)
}

// settleFile moves a file that is whole to its place, so that it is there after a
// power cut too.
func settleFile(from, to string) error {
	for _, step := range []func() error{
		func() error { return syncPath(from) },
		func() error { return os.Rename(from, to) },
		func() error { return syncPath(filepath.Dir(to)) },
	} {
		if err := step(); err != nil {
			return fmt.Errorf("flytta registret till sin plats: %w", err)
		}
	}
	return nil
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// into reads the file into an empty record, and works out what follows from it.
// A record that was left with the same history and nothing worked out is taken on.
func (in bringing) into(ctx context.Context, url string, fresh bool) error {
	o := recordOptions{URL: url, Name: in.name, Fresh: fresh, Unsettled: true, Clock: in.clock, Settling: func(done, of int) { in.bar.show("Räknar", int64(done), int64(of)) }}
	r, err := openRecord(ctx, o)
	if err != nil {
		return err
	}
	begun, err := r.Store.Unsettled(ctx)
	if err == nil && !begun {
		err = r.Store.Import(ctx, in.file, func(done, of int) { in.bar.show("Läser", int64(done), int64(of)) }, int(in.events.Size()))
	}
	if err == nil && begun {
		err = in.sameHead(ctx, r)
	}
	if err = errors.Join(err, r.Close()); err != nil {
		return err
	}
	o.Unsettled = false
	if r, err = openRecord(ctx, o); err != nil { // which builds the projections and settles the rest
		return err
	}
	return errors.Join(in.sameHead(ctx, r), r.Close())
}

// sameHead holds the record to what the file was found to hold.
func (in bringing) sameHead(ctx context.Context, r *record) error {
	size, root, err := r.Store.Head(ctx)
	if err == nil && (size != in.events.Size() || root != in.events.Root()) {
		err = store.ErrNotEmpty
	}
	return err
}

// halfBroughtIn is the answer of a record whose import was cut short.
const halfBroughtIn = "Registret är inte färdigt inläst. Kör stadga import en gång till med samma fil."

// streamsAtOnce is how many streams are gone through in one transaction.
const streamsAtOnce = 500

// settle works out facts and obligations where only the journal has been brought in.
func (r *record) settle(ctx context.Context, o recordOptions) error {
	unsettled, err := r.Store.Unsettled(ctx)
	switch {
	case err != nil || !unsettled || o.Unsettled:
		return err
	case o.ReadOnly:
		return badInput(halfBroughtIn)
	}
	tell := o.Settling
	if tell == nil {
		tell = func(int, int) {}
	}
	byName := map[string]engine.AnyKind{}
	for _, kind := range kinds() {
		byName[kind.Name] = kind
	}
	all, err := r.Store.CountStreams(ctx)
	if err != nil {
		return err
	}
	var after engine.Num
	for done := 0; ; {
		some, err := r.Store.Streams(ctx, after, streamsAtOnce)
		if err != nil {
			return err
		}
		if len(some) == 0 {
			break
		}
		if err := r.Engine.Restate(ctx, byName, some); err != nil {
			return err
		}
		after = some[len(some)-1].Num
		done += len(some)
		tell(done, all)
	}
	if err := r.Engine.Settle(ctx, func(done int) { tell(done%(all+1), all) }); err != nil {
		return err
	}
	return r.Store.Settled(ctx)
}
