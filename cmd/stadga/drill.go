package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"stadga/internal/store/backup"
)

type drillCommand struct {
	File       string   `arg:"" optional:"" name:"fil" help:"Säkerhetskopia att prova. Utelämnad med --db: en databas som redan är återställd provas."`
	Key        string   `placeholder:"FIL" help:"Fil med den hemliga nyckeln."`
	DB         string   `name:"db" placeholder:"URL" help:"Ett återställt register att prova, till exempel en PostgreSQL som pg_restore har fyllt."`
	Board      string   `help:"Nämndens korta namn. Behövs när mappen har flera nämnder." placeholder:"NAMN"`
	Checkpoint []string `placeholder:"FIL" help:"Sigill som du har sparat utanför anläggningen. Kan anges flera gånger."`
	Seal       string   `placeholder:"FIL" help:"Nämndens öppna nyckel för sigill. Utelämnad: den som ligger i kopian."`
}

// Run restores a copy to an empty place, holds it to its seal, and computes anew
// what follows from its events. It ends with code 0 only when nothing was found.
func (c drillCommand) Run(ctx context.Context, std streams) error {
	if (c.File == "") == (c.DB == "") || c.File != "" && c.Key == "" {
		return badInput("Ange antingen en säkerhetskopia och --key, eller --db med ett återställt register.")
	}
	began := time.Now()
	d := drill{std: std, at: began, began: began}
	url, name := c.DB, c.Board
	if c.File != "" {
		dir, err := os.MkdirTemp("", "stadga-provaterstallning-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		m, err := unpack(c.File, c.Key, dir)
		if err != nil {
			return err
		}
		if m.Kind != backup.SQLite {
			return badInput("Kopian är tagen ur PostgreSQL. Återställ den till en tom databas med deploy/postgres-restore och prova den med stadga drill --db.")
		}
		if err := errors.Join(putSeals(filepath.Join(dir, "sigill"), filepath.Join(dir, "prov", "sigill", m.Board)),
			os.MkdirAll(filepath.Join(dir, "prov"), 0o700), os.Rename(filepath.Join(dir, backup.Record), filepath.Join(dir, "prov", m.Board+".db"))); err != nil {
			return err
		}
		url, name, d.at = "sqlite:"+filepath.Join(dir, "prov"), m.Board, m.At
		d.step("Återställd")
	}
	name, err := boardName(url, name)
	if err != nil {
		return err
	}
	found, err := d.prove(ctx, c, url, name)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.Out, "Hela övningen tog %s.\n", time.Since(began).Round(100*time.Millisecond))
	if found {
		return touched{}
	}
	fmt.Fprintln(std.Out, "Kopian går att lita på.")
	return nil
}

// A drill tells how long each step took.
type drill struct {
	std   streams
	at    time.Time // when the copy was taken
	began time.Time // of the step
}

func (d *drill) step(what string) {
	now := time.Now()
	fmt.Fprintf(d.std.Out, "%s på %s.\n", what, now.Sub(d.began).Round(100*time.Millisecond))
	d.began = now
}

func (d *drill) prove(ctx context.Context, c drillCommand, url, name string) (found bool, err error) {
	r, err := openRecord(ctx, recordOptions{URL: url, Name: name, Clock: func() time.Time { return d.at }})
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	d.step("Öppnad")
	key, err := verifyCommand{Key: c.Seal, Checkpoint: c.Checkpoint}.key(url, name)
	if err != nil {
		return false, err
	}
	marks, forged, err := r.marks(ctx, key, c.Checkpoint)
	if err != nil {
		return false, err
	}
	verdict, err := r.verify(ctx, marks, forged, func(int, int) {})
	if err != nil {
		return false, err
	}
	fmt.Fprintln(d.std.Out, strings.Join(verdict.Lines, "\n"))
	d.step("Förseglingen prövad")
	differs, err := r.Store.Compare(ctx, func(int, int) {})
	if err != nil {
		return false, err
	}
	for _, t := range differs {
		fmt.Fprintf(d.std.Out, "Tabellen %s (%s) har %d rader som inte är de %d som händelserna ger.\n", t.Table, t.Projection, t.Live, t.Replayed)
	}
	d.step("Tabellerna räknade om")
	looked, other, err := r.Engine.Recheck(ctx)
	if err != nil {
		return false, err
	}
	fmt.Fprintf(d.std.Out, "%d prövade, %d fick andra frister än de som stod.\n", looked, other)
	d.step("Fristerna räknade om")
	return !verdict.Untouched || len(differs) > 0 || other > 0, nil
}
