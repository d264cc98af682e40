package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
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
	if _, err := os.Stat(c.File); !errors.Is(err, fs.ErrNotExist) {
		return badInputf("Filen %s finns redan. Välj ett annat namn.", c.File)
	}
	r, err := openRecord(ctx, recordOptions{URL: c.DB, Name: name, ReadOnly: true})
	if err != nil {
		return err
	}
	defer r.Close()
	if c.To.IsZero() {
		c.To = civil.DayOf(r.Clock())
	}
	part := c.File + ".skrivs"
	file, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return badInputf("Filen %s går inte att skriva. Välj en annan mapp.", c.File)
	}
	defer os.Remove(part)
	defer file.Close()
	var (
		out    io.Writer = file
		packed *gzip.Writer
	)
	if strings.HasSuffix(c.File, ".gz") {
		packed = gzip.NewWriter(file)
		out = packed
	}
	cases, events, err := r.writeLog(ctx, out, c.From, c.To)
	if err == nil && packed != nil {
		err = packed.Close()
	}
	if err == nil {
		err = errors.Join(file.Sync(), file.Close(), os.Rename(part, c.File))
	}
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
