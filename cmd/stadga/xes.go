package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"stadga/internal/civil"
	"stadga/internal/eventlog"
	"stadga/internal/ids"
	"stadga/internal/keeping/keepingsql"
)

type xesCommand struct {
	File  string     `arg:"" name:"fil" help:"Fil att skriva, .xes eller .xes.gz. Den får inte finnas."`
	DB    string     `required:"" placeholder:"URL" help:"Nämndens register: sqlite:MAPP eller postgres://…"`
	Board string     `help:"Nämndens korta namn. Behövs när mappen har flera nämnder." placeholder:"NAMN"`
	From  civil.Date `help:"Första dag som ärendena öppnades." placeholder:"DAG"`
	To    civil.Date `help:"Sista dag som ärendena öppnades." placeholder:"DAG"`
}

// Run writes what has happened in cases, and when, for programs that look for how work
// goes. Nobody is named and no text is in it: cases and staff have running numbers. The
// file takes its name when it is whole.
func (c xesCommand) Run(ctx context.Context, std streams) error {
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
	if c.To.IsZero() {
		c.To = civil.DayOf(r.Clock())
	}
	var cases, events int
	err = writeWhole(c.File, func(file io.Writer) (err error) {
		if !strings.HasSuffix(c.File, ".gz") {
			cases, events, err = r.writeLog(ctx, file, c.From, c.To)
			return err
		}
		packed := gzip.NewWriter(file)
		cases, events, err = r.writeLog(ctx, packed, c.From, c.To)
		return errors.Join(err, packed.Close())
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(std.Out, "%d händelser i %d ärenden är skrivna till %s. Ingen är nämnd vid namn, men den som vet när något hände kan känna igen ett ärende: förvara filen därefter.\n", events, cases, c.File)
	return nil
}

// writeLog writes the log and tells how many cases and events it has.
func (r *record) writeLog(ctx context.Context, to io.Writer, first, last civil.Date) (cases, events int, err error) {
	log := eventlog.NewXESWriter(to)
	staff, of := map[ids.User]string{}, ids.Case{}
	who := func(user ids.User) string {
		if user.IsZero() {
			return ""
		}
		if staff[user] == "" {
			staff[user] = "medarbetare " + strconv.Itoa(len(staff)+1)
		}
		return staff[user]
	}
	err = keepingsql.Queries{DB: r.Store.Reader()}.EachLogged(ctx, first, last, func(l keepingsql.Logged) error {
		if l.Case != of {
			of = l.Case
			cases++
			log.Trace(strconv.Itoa(cases), "omrade", l.Area)
		}
		events++
		log.Event(eventlog.Happening{Name: l.Event, At: l.At, By: who(l.By)})
		return nil
	})
	return cases, events, errors.Join(err, log.Close())
}
